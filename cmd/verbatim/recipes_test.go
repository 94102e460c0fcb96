package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

var recipe = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```\n")

// The recipes of the README are YAML of the shape that their readers ask for,
// and the commands in them do what is said there.
func TestRecipes(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := map[string]string{}
	for _, m := range recipe.FindAllSubmatch(readme, -1) {
		decode := func(v any) {
			d := yaml.NewDecoder(bytes.NewReader(m[1]))
			d.KnownFields(true)
			if err := d.Decode(v); err != nil {
				t.Errorf("%v in\n%s", err, m[1])
			}
		}
		switch text := string(m[1]); {
		case strings.Contains(text, "\njobs:"):
			var w struct {
				Name string
				On   []string
				Jobs map[string]struct {
					RunsOn      string `yaml:"runs-on"`
					Permissions map[string]string
					Steps       []struct {
						Uses, Run string
						With      map[string]string
					}
				}
			}
			decode(&w)
			for name, job := range w.Jobs {
				if job.RunsOn == "" || len(w.On) == 0 || len(job.Steps) == 0 {
					t.Errorf("the job %s would not run: %+v", name, w)
				}
				for _, step := range job.Steps {
					if (step.Uses == "") == (step.Run == "") {
						t.Errorf("a step either uses or runs: %+v", step)
					}
					if step.Run != "" {
						commands["github"] = strings.TrimPrefix(step.Run, "go run ./cmd/")
					}
				}
			}
		case strings.HasPrefix(text, "repos:"):
			var c struct {
				Repos []struct {
					Repo  string
					Hooks []struct {
						ID, Name, Language, Entry, Files string
						PassFilenames                    *bool `yaml:"pass_filenames"`
					}
				}
			}
			decode(&c)
			for _, repo := range c.Repos {
				for _, hook := range repo.Hooks {
					if _, err := regexp.Compile(hook.Files); err != nil || repo.Repo != "local" || hook.ID == "" || hook.Name == "" || hook.Language != "system" || hook.PassFilenames == nil || *hook.PassFilenames {
						t.Errorf("the hook would not run: %+v: %v", hook, err)
					}
					commands["hook"] = hook.Entry
				}
			}
		}
	}
	if len(commands) != 2 {
		t.Fatalf("the README has the recipes %v", commands)
	}
	for name, command := range commands {
		args, ok := strings.CutPrefix(command, "verbatim ")
		if !ok {
			t.Errorf("%s runs %q", name, command)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			try := func(want int) string {
				t.Helper()
				var out bytes.Buffer
				if code := run(strings.Fields(args), &env{ctx: t.Context(), stdin: &bytes.Buffer{}, stdout: &out, stderr: &out}); code != want {
					t.Errorf("verbatim %s: exit %d, not %d\n%s", args, code, want, out.String())
				}
				return out.String()
			}
			var out bytes.Buffer
			if code := run([]string{"new", "sets/mine"}, &env{ctx: t.Context(), stdin: &bytes.Buffer{}, stdout: &out, stderr: &out}); code != 0 {
				t.Fatal(out.String())
			}
			try(0)
			src, err := os.ReadFile("sets/mine/set.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile("sets/mine/set.yaml", bytes.Replace(src, []byte("correct: true"), []byte("corect: true"), 1), 0o644); err != nil {
				t.Fatal(err)
			}
			if said := try(1); !strings.Contains(said, "sets/mine/set.yaml") || !strings.Contains(said, "unknown-key") {
				t.Errorf("it says\n%s", said)
			}
		})
	}
}
