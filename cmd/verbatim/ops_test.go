package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"

	"github.com/alecthomas/kong"
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
