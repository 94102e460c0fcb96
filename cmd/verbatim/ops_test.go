package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"testing"

	"github.com/alecthomas/kong"

	"verbatim/internal/play"
)

// The files for those who run the server, and the README, name variables and
// flags that there are.
func TestOpsFilesNameWhatThereIs(t *testing.T) {
	var c cli
	parser, err := kong.New(&c, kong.Vars{"version": "", "formats": "", "letsencrypt": ""})
	if err != nil {
		t.Fatal(err)
	}
	variables, flags := map[string]bool{"VERBATIM_INSTALL": true, "VERBATIM_FAULTS": true}, map[string]bool{}
	for _, node := range append(parser.Model.Children, parser.Model.Node) {
		for _, group := range node.AllFlags(false) {
			for _, f := range group {
				flags[f.Name] = true
				for _, v := range f.Envs {
					variables[v] = true
				}
			}
		}
	}
	if len(variables) < 10 || len(flags) < 20 {
		t.Fatalf("the program has the variables %v", reflect.ValueOf(variables).MapKeys())
	}
	files, err := filepath.Glob(filepath.Join("ops", "*"))
	if err != nil || len(files) < 3 {
		t.Fatalf("the files are %v, %v", files, err)
	}
	for _, file := range append(files, filepath.Join("..", "..", "README.md")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range regexp.MustCompile(`VERBATIM_[A-Z_]+`).FindAllString(string(text), -1) {
			if !variables[v] {
				t.Errorf("%s names the variable %s, which there is not", file, v)
			}
		}
	}
}

// The recipes for nginx let through what a set may have; by itself it stops at 1 MB.
func TestNginxTakesWholeSets(t *testing.T) {
	for _, file := range []string{filepath.Join("ops", "nginx.conf"), filepath.Join("..", "..", "README.md")} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		takes := regexp.MustCompile(`client_max_body_size (\d+)m;`).FindSubmatch(text)
		if takes == nil {
			t.Errorf("%s leaves the size of uploads to nginx", file)
			continue
		}
		if n, err := strconv.Atoi(string(takes[1])); err != nil || n<<20 <= play.MaxDraft {
			t.Errorf("%s takes %s MB, and a set may have %d", file, takes[1], play.MaxDraft>>20)
		}
	}
}
