package qti

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"verbatim/internal/e2e/need"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/twopart"
)

// played is an item for the player: its markup and the answer to give.
type played struct {
	Name  string         `json:"name"`
	XML   string         `json:"xml"`
	Given map[string]any `json:"given"`
}

// playerPage shows each item in the player, gives the answer and notes the score.
const playerPage = `<!doctype html><meta charset="utf-8"><body><div id="stage"></div><pre id="out"></pre>
<script>%s</script><script>
const items = %s;
const pause = ms => new Promise(done => setTimeout(done, ms));
(async () => {
  const out = document.getElementById("out");
  for (const it of items) {
    const box = document.createElement("div");
    box.innerHTML = it.xml;
    document.getElementById("stage").replaceChildren(box);
    await pause(100);
    const item = box.querySelector("qti-assessment-item");
    try {
      for (const id in it.given) item.updateResponseVariable(id, it.given[id]);
      item.processResponse();
      await pause(50);
      out.textContent += it.name + " " + item.variables.find(v => v.identifier === "SCORE").value + "\n";
    } catch (e) {
      out.textContent += it.name + " " + e + "\n";
    }
  }
})();
</script>`

var playerOutput = regexp.MustCompile(`<pre id="out">([^<]*)</pre>`)

// Citolab's player, a program that has nothing in common with ours, gives our
// items the score that we give them.
func TestPlayerScoresOurItems(t *testing.T) {
	chromium := need.Program(t, "chromium", "chromium")
	library, err := os.ReadFile(need.NPM(t, "@citolab/qti-components/cdn/index.global.js"))
	if err != nil {
		t.Fatal(err)
	}
	var items []played
	want := map[string]float64{}
	for _, set := range []*quiz.Set{full(t), cited(t)} {
		items = append(items, toPlay(t, set, want)...)
	}
	code, err := json.Marshal(items)
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(t.TempDir(), "page.html")
	script := strings.ReplaceAll(string(library), "</script", `<\/script`)
	if err := os.WriteFile(page, fmt.Appendf(nil, playerPage, script, code), 0o600); err != nil {
		t.Fatal(err)
	}
	dom, err := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+t.TempDir(),
		"--virtual-time-budget=20000", "--dump-dom", "file://"+page).Output()
	if err != nil {
		t.Fatal(err)
	}
	m := playerOutput.FindSubmatch(dom)
	if m == nil {
		t.Fatal("the player wrote nothing")
	}
	for line := range strings.Lines(string(m[1])) {
		name, score, _ := strings.Cut(strings.TrimSpace(line), " ")
		points, ok := want[name]
		delete(want, name)
		if n, err := strconv.ParseFloat(score, 64); !ok || err != nil || n < points-1e-6 || n > points+1e-6 {
			t.Errorf("%s scores %s in the player, and %v here", name, score, points)
		}
	}
	if len(want) > 0 {
		t.Errorf("the player did not score %v", want)
	}
}

// toPlay gives the items of a set with answers to give, and notes what they earn.
func toPlay(t *testing.T, set *quiz.Set, want map[string]float64) []played {
	t.Helper()
	out, err := encode(set, v30)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := kit.OpenZip(out.Files[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	var items []played
	for _, q := range set.Questions {
		data, err := archive.Read(itemsDir + "/" + q.ID + ".xml")
		if err != nil {
			t.Fatal(err)
		}
		root, err := kit.ParseXML(data, q.ID)
		if err != nil {
			t.Fatal(err)
		}
		markup := root.Source() // HTML knows no elements that close themselves
		rename(root)
		given := map[string]any{}
		for id, d := range readItem(root).responses {
			if given[id] = any(d.correct); d.single() {
				given[id] = d.correct[0]
			}
		}
		items = append(items, played{q.ID + "/right", markup, given}, played{q.ID + "/nothing", markup, map[string]any{}})
		want[q.ID+"/right"], want[q.ID+"/nothing"] = q.Points(), 0
		if q.Kind == twopart.Kind { // the words that show an answer earn nothing without it
			items = append(items, played{q.ID + "/answer", markup, map[string]any{"RESPONSE-1": given["RESPONSE-1"]}},
				played{q.ID + "/evidence", markup, map[string]any{"RESPONSE-2": given["RESPONSE-2"]}})
			want[q.ID+"/answer"], want[q.ID+"/evidence"] = q.Points()/2, 0
		}
	}
	return items
}
