package kinds_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"verbatim/internal/quiz"
)

// root is the project's, seen from this folder.
const root = "../../.."

// mapsKinds are the places that know kinds by name: the kinds themselves, their
// templates, and the formats of others, which have names of their own for them.
var mapsKinds = []string{"internal/quiz/", "views/kinds/", "internal/format/"}

// What every kind does goes through quiz.Body, so that a new kind is one folder
// here and one of templates. No other place may ask which kind a question is.
func TestNothingElseSwitchesOnTheKind(t *testing.T) {
	tree := os.DirFS(root)
	seen := 0
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := name != "." && strings.HasPrefix(d.Name(), ".")
		if d.IsDir() {
			if hidden || d.Name() == "node_modules" || d.Name() == "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		if slices.ContainsFunc(mapsKinds, func(place string) bool { return strings.HasPrefix(name, place) }) {
			return nil
		}
		var at []string
		switch path.Ext(name) {
		case ".go":
			if strings.HasSuffix(name, "_test.go") {
				return nil
			}
			at = goSwitches(t, tree, name)
		case ".html", ".js", ".css":
			at = textSwitches(t, tree, name)
		default:
			return nil
		}
		seen++
		for _, place := range at {
			t.Errorf("%s asks for a kind of question: add what it needs to quiz.Body", place)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 20 {
		t.Errorf("only %d files were looked at", seen)
	}
}

func read(t *testing.T, tree fs.FS, name string) []byte {
	t.Helper()
	source, err := fs.ReadFile(tree, name)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// goSwitches finds literals that are the name of a kind, and assertions and
// switches on the type of a kind's body.
func goSwitches(t *testing.T, tree fs.FS, name string) (at []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, read(t, tree, name), parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	kindPackage := map[string]bool{}
	for _, spec := range file.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); strings.HasPrefix(p, "verbatim/internal/quiz/") {
			kindPackage[path.Base(p)] = true
			if spec.Name != nil {
				kindPackage[spec.Name.Name] = true
			}
		}
	}
	found := func(n ast.Node) { at = append(at, set.Position(n.Pos()).String()) }
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING && slices.Contains(quiz.Kinds(), text) {
				found(n)
			}
		case *ast.TypeAssertExpr:
			if n.Type != nil && ofKind(n.Type, kindPackage) {
				found(n)
			}
		case *ast.TypeSwitchStmt:
			for _, clause := range n.Body.List {
				for _, typ := range clause.(*ast.CaseClause).List {
					if ofKind(typ, kindPackage) {
						found(typ)
					}
				}
			}
		}
		return true
	})
	return at
}

// ofKind says whether a type is one of a kind's package.
func ofKind(typ ast.Expr, kindPackage map[string]bool) bool {
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	selector, ok := typ.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := selector.X.(*ast.Ident)
	return ok && kindPackage[pkg.Name]
}

// textSwitches finds names of kinds in quotation marks, as templates, scripts
// and style sheets compare them.
func textSwitches(t *testing.T, tree fs.FS, name string) (at []string) {
	t.Helper()
	source := string(read(t, tree, name))
	for _, kind := range quiz.Kinds() {
		form := regexp.MustCompile("[\"'`]" + regexp.QuoteMeta(kind) + "[\"'`]")
		for _, m := range form.FindAllStringIndex(source, -1) {
			at = append(at, name+":"+strconv.Itoa(1+strings.Count(source[:m[0]], "\n")))
		}
	}
	return at
}

// The test finds what it looks for.
func TestSwitchesAreFound(t *testing.T) {
	tree := fstest.MapFS{
		"a.go": {Data: []byte("package a\nimport \"verbatim/internal/quiz/choice\"\nfunc f(b any) bool {\n" +
			"\t_, ok := b.(*choice.Single)\n\tswitch b.(type) {\n\tcase *choice.Multiple:\n\t}\n\treturn ok && b == \"single-choice\"\n}\n")},
		"b.html": {Data: []byte("<p>\n{{if eq .Kind \"matching\"}}matching{{end}}")},
	}
	if at := goSwitches(t, tree, "a.go"); !slices.Equal(at, []string{"a.go:4:11", "a.go:6:7", "a.go:8:20"}) {
		t.Errorf("found %v", at)
	}
	if at := textSwitches(t, tree, "b.html"); !slices.Equal(at, []string{"b.html:2"}) {
		t.Errorf("found %v", at)
	}
}
