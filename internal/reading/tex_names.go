package reading

import (
	"html"
	"strings"
)

// The commands that stand for a character, each with its backslash.

// letters are those of Greek, and what is written as they are.
var letters = commandMap(`alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
	nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
	Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
	infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ emptyset ∅ varnothing ∅ aleph ℵ Re ℜ Im ℑ degree ° angle ∠ triangle △ square □ diamond ⋄ complement ∁ eth ð imath ı jmath ȷ wp ℘ aa å AA Å S § dagger † ddagger ‡ checkmark ✓ % % $ $ # # _ _`)

// operators are signs that stand between or before things.
var operators = commandMap(`le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ leqslant ⩽ geqslant ⩾ lesssim ≲ gtrsim ≳ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ prec ≺ succ ≻ preceq ⪯ succeq ⪰
	approx ≈ asymp ≍ doteq ≐ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ lt < gt >
	to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ mapsto ↦ uparrow ↑ downarrow ↓
	longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ hookrightarrow ↪ nearrow ↗ searrow ↘ rightharpoonup ⇀ rightleftharpoons ⇌ leadsto ⇝ gets ← Uparrow ⇑ Downarrow ⇓ pm ± mp ∓ times × cdot ⋅ div ÷ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ wr ≀ uplus ⊎ sqcup ⊔ sqcap ⊓ amalg ⨿
	in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ nsubseteq ⊈ supset ⊃ supseteq ⊇ sqsubseteq ⊑ cup ∪ cap ∩ setminus ∖ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ land ∧ wedge ∧ lor ∨ vee ∨
	mid ∣ nmid ∤ parallel ∥ Vert ∥ vert | lVert ∥ rVert ∥ lvert | rvert | perp ⊥ ldots … dots … dotsc … dotsb ⋯ cdots ⋯ vdots ⋮ ddots ⋱ prime ′ colon : therefore ∴ because ∵ top ⊤ vdash ⊢ dashv ⊣ models ⊨ bot ⊥
	sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀ { { } } & & | ∥ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋`)

// fences are what \left and \right take beside the usual characters.
var fences = commandMap(`{ { } } | ∥ Vert ∥ vert | lVert ∥ rVert ∥ lvert | rvert | langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋`)

// bigOperators have their limits above and below them where there is room.
var bigOperators = commandSet(`sum prod coprod bigcup bigcap bigoplus bigotimes bigvee bigwedge`)

// limitNames are names of functions that have them there too.
var limitNames = commandSet(`lim max min sup inf limsup liminf argmax argmin`)

var functions = commandSet(`sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp det dim ker deg gcd arg hom Pr`)

var spacings = map[string]string{
	`\,`: "0.1667em", `\:`: "0.2222em", `\;`: "0.2778em", `\!`: "-0.1667em", "\\\x20": "0.3333em", `\quad`: "1em", `\qquad`: "2em",
}

// An accent is a mark over or under a thing.
type accent struct {
	mark  string
	wide  bool
	below bool
}

func (a accent) attrs() string {
	if a.wide {
		return ""
	}
	return ` stretchy="false"`
}

var accents = map[string]accent{
	`\bar`: {mark: "¯"}, `\hat`: {mark: "^"}, `\vec`: {mark: "→"}, `\dot`: {mark: "˙"}, `\ddot`: {mark: "¨"}, `\tilde`: {mark: "~"},
	`\acute`: {mark: "´"}, `\grave`: {mark: "`"}, `\check`: {mark: "ˇ"}, `\breve`: {mark: "˘"}, `\mathring`: {mark: "˚"},
	`\overline`: {mark: "‾", wide: true}, `\overrightarrow`: {mark: "→", wide: true}, `\widetilde`: {mark: "~", wide: true},
	`\overbrace`: {mark: "⏞", wide: true}, `\underbrace`: {mark: "⏟", wide: true, below: true},
	`\widehat`: {mark: "^", wide: true}, `\underline`: {mark: "_", below: true},
}

// environments are tables, with what stands around them.
var environments = map[string][2]string{
	"matrix": {}, "aligned": {}, "align*": {}, "gathered": {},
	"pmatrix": {"<mo>(</mo>", "<mo>)</mo>"},
	"bmatrix": {"<mo>[</mo>", "<mo>]</mo>"},
	"vmatrix": {"<mo>|</mo>", "<mo>|</mo>"},
	"Vmatrix": {"<mo>∥</mo>", "<mo>∥</mo>"},
	"Bmatrix": {"<mo>{</mo>", "<mo>}</mo>"},
	"split":   {},
	"cases":   {"<mo>{</mo>", ""},
}

func commandMap(pairs string) map[string]string {
	names := map[string]string{}
	words := strings.Fields(pairs)
	for i := 0; i+1 < len(words); i += 2 {
		names[`\`+words[i]] = words[i+1]
	}
	return names
}

func commandSet(words string) map[string]bool {
	names := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		names[`\`+w] = true
	}
	return names
}

// sizes are of fences, which have theirs by what stands between them.
var sizes = commandSet(`big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm middle`)

// braces have what is said of them above or below.
var braces = commandSet(`overbrace underbrace`)

// shapes are those that letters can have.
var shapes = map[string]func(string) string{
	`\mathrm`: upright, `\operatorname`: upright, `\mathsf`: upright, `\mathtt`: upright, `\mathit`: identifier,
	`\mathbf`: alphabet(bold), `\boldsymbol`: alphabet(bold), `\bm`: alphabet(bold),
	`\mathbb`: alphabet(blackboard), `\mathcal`: alphabet(script), `\mathscr`: alphabet(script),
}

func identifier(words string) string { return "<mi>" + html.EscapeString(words) + "</mi>" }

func upright(words string) string {
	return `<mi mathvariant="normal">` + html.EscapeString(words) + "</mi>"
}

// alphabet writes letters as those of one of Unicode's mathematical alphabets.
func alphabet(of func(rune) rune) func(string) string {
	return func(words string) string { return identifier(strings.Map(of, words)) }
}

// bold is a letter or digit of Unicode's mathematical alphabets.
func bold(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return 0x1D400 + r - 'A'
	case 'a' <= r && r <= 'z':
		return 0x1D41A + r - 'a'
	case '0' <= r && r <= '9':
		return 0x1D7CE + r - '0'
	case 'Α' <= r && r <= 'Ω':
		return 0x1D6A8 + r - 'Α'
	case 'α' <= r && r <= 'ω':
		return 0x1D6C2 + r - 'α'
	}
	return r
}

// blackboard is a letter of those that sets of numbers have.
func blackboard(r rune) rune {
	if known := map[rune]rune{'C': 'ℂ', 'H': 'ℍ', 'N': 'ℕ', 'P': 'ℙ', 'Q': 'ℚ', 'R': 'ℝ', 'Z': 'ℤ'}[r]; known != 0 {
		return known
	}
	if 'A' <= r && r <= 'Z' {
		return 0x1D538 + r - 'A'
	}
	return r
}

// script is a capital in handwriting.
func script(r rune) rune {
	if known := map[rune]rune{'B': 'ℬ', 'E': 'ℰ', 'F': 'ℱ', 'H': 'ℋ', 'I': 'ℐ', 'L': 'ℒ', 'M': 'ℳ', 'R': 'ℛ'}[r]; known != 0 {
		return known
	}
	if 'A' <= r && r <= 'Z' {
		return 0x1D49C + r - 'A'
	}
	return r
}
