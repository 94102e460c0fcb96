package e2e

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"verbatim/internal/e2e/need"
)

// arrows says which rooms the packages of a room may import, besides reading
// and, below it, diag, which are open to all. A room is one package or those of
// a folder: store/x is each folder under store.
var arrows = map[string][]string{
	"diag":       {},
	"reading":    {},
	"quiz":       {"quiz"}, // with the kinds, one folder each
	"lint":       {"quiz"},
	"measure":    {"quiz"},
	"format":     {"quiz", "format/x", "format/kit"},
	"format/x":   {"quiz", "format/kit"},
	"format/kit": {"quiz"},
	"store":      {"quiz"},
	"batch":      {"store"},
	"recent":     {}, // memory of what was asked for last
	"store/x":    {"store", "batch", "recent", "quiz"},
	"storetest":  {"store", "quiz"},
	"play":       {"quiz", "lint", "format", "measure", "store", "recent"},
	"web/page":   {"quiz", "measure", "lint", "play"},
	"web":        {"web/page", "quiz", "play", "views", "public"},
	"views":      {},
	"public":     {},
	"questions":  {},
	"ops":        {},
	"e2e":        {"*"},
	"bench":      {"*"},
	"dist":       {},
	"faults":     {"*"},
	"cmd":        {"*"},
}

// pure are the rooms that know no HTTP, SQL or Fiber.
var pure = []string{"quiz", "reading", "lint", "measure", "format", "format/x", "format/kit"}

// worldly are the import paths, each with what lies under it, that pure rooms
// do without.
var worldly = []string{
	"net/http", "database/sql", "github.com/gofiber", "github.com/valyala/fasthttp",
	"modernc.org/sqlite", "zombiezen.com/go/sqlite", "github.com/jackc/pgx", "github.com/pressly/goose",
}

func TestImportArrows(t *testing.T) {
	cmd := exec.Command("go", "list", "-e", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...")
	cmd.Dir = need.Root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		from, imports := fields[0], fields[1:]
		allowed, known := arrows[room(from)]
		if !known {
			t.Errorf("%s is no room of the house: give it a line in arrows", from)
			continue
		}
		for _, to := range imports {
			if strings.HasPrefix(to, "verbatim/") {
				seen++
				if !mayImport(room(from), room(to), allowed) {
					t.Errorf("%s imports %s; %s may import only %v, and diag and reading", from, to, room(from), allowed)
				}
			} else if slices.Contains(pure, room(from)) && slices.ContainsFunc(worldly, func(w string) bool { return within(to, w) }) {
				t.Errorf("%s imports %s; %s knows no HTTP, SQL or Fiber", from, to, room(from))
			}
		}
	}
	if seen == 0 {
		t.Error("go list shows no import between our packages")
	}
}

func mayImport(from, to string, allowed []string) bool {
	switch to {
	case "diag":
		return from != "diag"
	case "reading":
		return from != "diag" && from != "reading"
	}
	return slices.Contains(allowed, to) || slices.Contains(allowed, "*")
}

// room names the room that a package of ours belongs to.
func room(importPath string) string {
	path := strings.TrimPrefix(strings.TrimPrefix(importPath, "verbatim/"), "internal/")
	first, rest, nested := strings.Cut(path, "/")
	switch {
	case path == "store/storetest", path == "store/batch", path == "store/recent":
		return rest
	case path == "web/page", path == "format/kit":
		return path
	case nested && (first == "format" || first == "store") && !strings.Contains(rest, "/"):
		return first + "/x"
	case nested && slices.Contains([]string{"quiz", "e2e", "cmd", "bench", "faults"}, first), !nested:
		return first
	}
	return path
}

func within(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// The test above can only be as good as these answers.
func TestRooms(t *testing.T) {
	for importPath, want := range map[string]string{
		"verbatim/internal/quiz/choice":     "quiz",
		"verbatim/internal/format/yaml":     "format/x",
		"verbatim/internal/format/kit":      "format/kit",
		"verbatim/internal/store/sqlite":    "store/x",
		"verbatim/internal/store/storetest": "storetest",
		"verbatim/internal/web/page":        "web/page",
		"verbatim/internal/web":             "web",
		"verbatim/cmd/verbatim":             "cmd",
		"verbatim/internal/e2e/need":        "e2e",
		"verbatim/internal/web/other":       "web/other", // no room: it must be named first
	} {
		if got := room(importPath); got != want {
			t.Errorf("room(%s) = %s, want %s", importPath, got, want)
		}
	}
	if mayImport("quiz", "store", arrows["quiz"]) || mayImport("diag", "reading", arrows["diag"]) || !mayImport("web", "reading", arrows["web"]) {
		t.Error("the arrows point the wrong way")
	}
}
