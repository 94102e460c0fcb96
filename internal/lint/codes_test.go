package lint_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/internal/diag"
)

// emitters are the functions that take the code of a finding: it is the first
// of their arguments that is a plain string.
var emitters = []string{"Error", "Warning", "fail", "warn", "misspelt", "lacks"}

// converters are those that take the codes of findings about other formats.
var converters = []string{"Lose", "lose", "Refuse", "Warn"}

var codeForm = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)

// emitted gives the codes of findings that the program can make, each with a
// place where it does: those about sets, and those about other formats.
func emitted(t *testing.T) (codes, converted map[string]string) {
	t.Helper()
	codes, converted = map[string]string{}, map[string]string{}
	root := filepath.Join("..", "..")
	for _, dir := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			into, by := codes, emitters
			if name := filepath.ToSlash(path); strings.Contains(name, "/format/") && !strings.Contains(name, "/format/yaml/") {
				into, by = converted, converters
			}
			tree, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(tree, func(n ast.Node) bool {
				if code := codeOf(n, by); codeForm.MatchString(code) {
					into[code] = path
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return codes, converted
}

// codeOf gives the code that a call or a literal of a finding has.
func codeOf(n ast.Node, emitters []string) string {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
			return literal(n.Value)
		}
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.SelectorExpr:
			name = f.Sel.Name
		case *ast.Ident:
			name = f.Name
		}
		if slices.Contains(emitters, name) {
			for _, arg := range n.Args {
				if s := literal(arg); s != "" {
					return s
				}
			}
		}
	}
	return ""
}

func literal(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if s, err := strconv.Unquote(lit.Value); err == nil {
			return s
		}
	}
	return ""
}

// TestEveryCode holds the program, the explanations and the scripts to each
// other: each code that is found is explained, shown by a script, and the other
// way round.
func TestEveryCode(t *testing.T) {
	codes, converted := emitted(t)
	if len(codes) < 60 || len(converted) < 60 {
		t.Fatalf("only %d and %d codes were found in the source", len(codes), len(converted))
	}
	for code, path := range codes {
		if _, ok := diag.Explain(code); !ok {
			t.Errorf("%s makes findings of the code %s, which internal/diag/codes does not explain", path, code)
		}
	}
	for code, path := range converted {
		if _, ok := diag.Explain(code); !ok {
			t.Errorf("%s makes findings of the code %s, which internal/diag/convert does not explain", path, code)
		}
	}
	for _, code := range diag.ConvertCodes() {
		if converted[code] == "" {
			t.Errorf("%s is explained, and nothing finds it", code)
		}
	}
	for _, code := range diag.Codes() {
		if codes[code] == "" {
			t.Errorf("%s is explained, and nothing finds it", code)
		}
		script := filepath.Join("..", "..", "cmd", "verbatim", "testdata", "script", "codes", code+".txtar")
		if _, err := os.Stat(script); err != nil {
			t.Errorf("no script shows the finding %s: %v", code, err)
		}
	}
}
