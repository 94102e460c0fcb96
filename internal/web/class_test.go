package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// given is what a learner answers: places of options; nil for "I don't know".
type given struct {
	picks     []int
	certainty int
}

// attend lets n learners answer all questions of the set, as real browsers do,
// and gives what they answered, by learner and question.
func (w *world) attend(n int) [][]given {
	w.t.Helper()
	rng := rand.New(rand.NewPCG(11, 12))
	all := make([][]given, n)
	for i := range all {
		b := w.browser()
		set := w.revision.Set
		b.get(setPath(set.ID))
		at := b.post(setPath(set.ID), url.Values{"certainty": {string(quiz.CertaintyOptional)}}).Header.Get("Location")
		for k := range set.Questions {
			g := given{certainty: rng.IntN(4)}
			switch key := set.Questions[k].Body.(quiz.Offering).Offers(); {
			case rng.IntN(12) == 0:
				g.certainty = 0
			case rng.Float64() < 0.2+0.7*float64(i)/float64(n):
				g.picks = []int{slices.IndexFunc(key, func(o quiz.Offer) bool { return o.Correct })}
			case set.Questions[k].Kind == "multiple-response" && rng.IntN(2) == 0:
				g.picks = []int{0, 1}
			default:
				g.picks = []int{1 + rng.IntN(len(key)-1)}
			}
			at = b.reply(at, g)
			all[i] = append(all[i], g)
		}
	}
	return all
}

// reply answers the question at an address, and gives that of the next.
func (b *browser) reply(at string, g given) string {
	b.t.Helper()
	doc := b.page(at)
	form := url.Values{}
	if g.picks == nil {
		form.Set("answer", "dont-know")
		if doc.Find(`button[name="dont-know"]`).Length() > 0 {
			form = url.Values{"dont-know": {"yes"}}
		}
	}
	for _, p := range g.picks {
		// The options are told apart by their text, as a learner does.
		want := []string{"this one", "that one", "no such thing"}[p]
		label := doc.Find("label").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.TrimSpace(s.Text()) == want })
		value, ok := doc.Find("#" + label.AttrOr("for", "none")).Attr("value")
		if !ok {
			b.t.Fatalf("%s has no option %q", at, want)
		}
		form.Add("answer", value)
	}
	if g.certainty > 0 {
		form.Set(quiz.CertaintyField, strconv.Itoa(g.certainty))
	}
	sent := b.post(at, form)
	if sent.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("%s: %s\n%s", at, sent.Status, sent.body)
	}
	number := strings.LastIndex(at, "/")
	n, _ := strconv.Atoi(at[number+1:])
	return at[:number+1] + strconv.Itoa(n+1)
}

// fractionOf is what an answer earns, by the rules on paper: one right option
// of three; of multiple response a wrong tick costs what a right one earns.
func fractionOf(g given) float64 {
	switch {
	case slices.Equal(g.picks, []int{0}):
		return 1
	default:
		return 0
	}
}

// Thirty learners answer; the dashboard shows what one gets by working out
// their answers by the formulas as they are printed.
func TestClassFiguresComputedApart(t *testing.T) {
	w := newWorld(t, Config{})
	const n = 30
	class := w.attend(n)
	w.learner() // has begun and not finished
	b := w.staff(play.Assistant)
	doc := b.page("/teach/sets/tea/results")
	if got := said(doc.Find(".sentence").First()); got != "30 learners have finished. 90 answers count." {
		t.Errorf("it says %q", got)
	}
	if got := said(doc.Find(".left-out")); got != "Left out: 1 session that is not finished" {
		t.Errorf("left out is %q", got)
	}
	x := func(i, k int) float64 { return fractionOf(class[i][k]) }
	mean := func(f func(i int) float64) float64 {
		sum := 0.0
		for i := range n {
			sum += f(i)
		}
		return sum / n
	}
	cov := func(f, g func(i int) float64) float64 {
		mf, mg := mean(f), mean(g)
		return n * mean(func(i int) float64 { return (f(i) - mf) * (g(i) - mg) }) / (n - 1)
	}
	correlation := func(f, g func(i int) float64) float64 { return cov(f, g) / math.Sqrt(cov(f, f)*cov(g, g)) }
	total := func(i int) float64 { return x(i, 0) + x(i, 1) + x(i, 2) }
	rows := doc.Find(".items tbody tr")
	if rows.Length() != 3 {
		t.Fatalf("%d questions", rows.Length())
	}
	within := 0.0
	for k := range 3 {
		item := func(i int) float64 { return x(i, k) }
		rest := func(i int) float64 { return total(i) - x(i, k) }
		within += cov(item, item)
		p := mean(item)
		low, high := wilsonByHand(p, n)
		unknown := mean(func(i int) float64 {
			if class[i][k].picks == nil {
				return 1
			}
			return 0
		})
		cells := rows.Eq(k).Find("td")
		minus := strings.NewReplacer("-", "−").Replace
		for at, want := range []string{
			"30",
			fmt.Sprintf("%.0f%% %.0f–%.0f%%", 100*p, 100*low, 100*high),
			minus(fmt.Sprintf("%.0f", 100*correlation(item, rest))) + " provisional",
			fmt.Sprintf("%.0f%%", 100*unknown),
		} {
			if got := said(cells.Eq(at)); got != want {
				t.Errorf("question %d, column %d: %q, computed apart %q", k+1, at+1, got, want)
			}
		}
		// The page of the question: how often each option was picked, and by whom.
		options := b.page("/teach/sets/tea/results/questions/" + w.revision.Set.Questions[k].ID).Find(".options-of tbody tr")
		for o := range 3 {
			picked := func(i int) float64 {
				if slices.Contains(class[i][k].picks, o) {
					return 1
				}
				return 0
			}
			r := "–"
			if v := cov(picked, picked); v > 0 {
				r = minus(fmt.Sprintf("%.2f", correlation(picked, rest)))
			}
			want := fmt.Sprintf("%.0f|%.0f%%|%s", n*mean(picked), 100*mean(picked), r)
			td := options.Eq(o).Find("td")
			if got := said(td.Eq(0)) + "|" + said(td.Eq(1)) + "|" + said(td.Eq(2)); got != want {
				t.Errorf("question %d, option %d: %q, computed apart %q", k+1, o, got, want)
			}
		}
	}
	alpha := 3.0 / 2 * (1 - within/cov(total, total))
	whole := said(doc.Find("#scores").Parent())
	for _, want := range []string{
		fmt.Sprintf("on average %.1f of 3 marks, with a standard deviation of %.1f", mean(total), math.Sqrt(cov(total, total))),
		"is " + strings.ReplaceAll(fmt.Sprintf("%.2f", alpha), "-", "−"),
		fmt.Sprintf("exact to about %.1f marks", math.Sqrt(cov(total, total)*(1-alpha))),
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("%q does not say %q", whole, want)
		}
	}
	var stated, right [4]int
	for i := range n {
		for k := range 3 {
			if g := class[i][k]; g.picks != nil {
				stated[g.certainty]++
				right[g.certainty] += int(fractionOf(g))
			}
		}
	}
	levels := doc.Find(".calibration tbody tr")
	for level := 1; level <= 3; level++ {
		if got, want := said(levels.Eq(level-1).Find("td").First()), fmt.Sprintf("%d of %d %.0f%%", right[level], stated[level], 100*float64(right[level])/float64(stated[level])); got != want {
			t.Errorf("level %d: %q, computed apart %q", level, got, want)
		}
	}
}

func wilsonByHand(p, n float64) (low, high float64) {
	const z = 1.959964
	middle, half := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return (middle - half) / (1 + z*z/n), (middle + half) / (1 + z*z/n)
}

func TestClassOfFew(t *testing.T) {
	w := newWorld(t, Config{})
	w.attend(4)
	b := w.staff(play.Instructor)
	for _, path := range []string{"", "/learners", "/reading", "/questions/green"} {
		doc := b.page("/teach/sets/tea/results" + path)
		if !strings.Contains(said(doc.Find("main")), "Figures are shown from 5 learners on") {
			t.Errorf("%q does not say that there are too few", path)
		}
		if table := doc.Find("main table, main svg, main dl, .shade"); table.Length() != 0 {
			t.Errorf("%q shows of four learners %s", path, said(table))
		}
	}
	b.get("/teach/account") // for its token
	if res := b.post("/teach/sets/tea/results/export", url.Values{"form": {"answers"}}); res.Header.Get("Location") != classPath("tea") {
		t.Errorf("the answers of four learners are exported: %s", res.Status)
	}
}

func TestClassIsSortedOnTheServer(t *testing.T) {
	w := newWorld(t, Config{})
	w.attend(8)
	b := w.staff(play.Assistant)
	doc := b.page("/teach/sets/tea/results?sort=facility")
	facility := func(doc *goquery.Document) (list []int) {
		doc.Find(".items tbody tr").Each(func(_ int, row *goquery.Selection) {
			p, _, _ := strings.Cut(said(row.Find("td").Eq(1)), "%")
			n, _ := strconv.Atoi(p)
			list = append(list, n)
		})
		return list
	}
	if list := facility(doc); !slices.IsSorted(list) {
		t.Errorf("ascending, it is %v", list)
	}
	head := doc.Find(`.items th[aria-sort]`)
	if head.Length() != 1 || head.AttrOr("aria-sort", "") != "ascending" || !strings.HasPrefix(said(head), "Facility") {
		t.Errorf("the sorted column is %s", said(head))
	}
	href := head.Find("a").AttrOr("href", "")
	path, _, _ := strings.Cut(href, "#")
	list := facility(b.page(path))
	slices.Reverse(list)
	if !slices.IsSorted(list) {
		t.Errorf("%s gives, from the end, %v", href, list)
	}
}

func TestClassExports(t *testing.T) {
	w := newWorld(t, Config{})
	w.attend(6)
	b := w.staff(play.Assistant)
	b.page("/teach/sets/tea/results")
	export := func(form string) *reply {
		res := b.post("/teach/sets/tea/results/export", url.Values{"form": {form}, "options": {"yes"}})
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
			t.Fatalf("%s: %s, %s", form, res.Status, res.Header.Get("Content-Disposition"))
		}
		return res
	}
	for form, want := range map[string]int{"answers": 18, "learners": 6, "questions": 3} {
		body, marked := strings.CutPrefix(export(form).body, "\ufeff")
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || !marked || len(rows) != want+1 {
			t.Errorf("%s: %d rows, %v", form, len(rows), err)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader([]byte(export("workbook").body)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Answers")
	if err != nil || len(rows) != 19 || !slices.Contains(rows[0], "option_C") {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if res := b.post("/teach/sets/tea/results/export", url.Values{"form": {"everything"}}); res.StatusCode != http.StatusBadRequest {
		t.Errorf("an unknown form: %s", res.Status)
	}
	log := said(w.staff(play.Admin).page("/teach/log").Find("tbody"))
	if strings.Count(log, "took away results") != 4 {
		t.Errorf("the log says %s", log)
	}
}

func TestClassThatIsNotThere(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Assistant)
	for _, path := range []string{"/teach/sets/none/results", "/teach/sets/tea/results?revision=0000", "/teach/sets/tea/results/questions/none"} {
		if res := b.get(path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, res.Status)
		}
	}
	if list := said(b.page("/teach/results").Find("main")); !strings.Contains(list, "0 sessions begun") {
		t.Errorf("the list says %s", list)
	}
}

// An assignment has results of its own, which those of the set leave out, and
// nobody sees another's. Who learners are stands in no export unless asked for.
func TestTrust12AssignedClass(t *testing.T) {
	w := newWorld(t, Config{})
	a := w.assign(quiz.Terms{Title: "Week 1", Identity: quiz.Nickname})
	for i := range 6 {
		b := w.visit(a)
		at := b.post(joinPath(a.Code), url.Values{"nickname": {fmt.Sprintf("=Earl %d", i)}}).Header.Get("Location")
		at += "/questions/1"
		for range w.revision.Set.Questions {
			at = b.reply(at, given{picks: []int{i % 3}})
		}
	}
	w.attend(5)
	path := assignedPath(a.ID)
	b := w.staff(play.Admin)
	doc := b.page(path)
	if got := said(doc.Find(".sentence").First()); !strings.HasPrefix(got, "6 learners have finished. 18 answers count.") || !strings.Contains(said(doc.Find(".over")), "Week 1") {
		t.Errorf("the assignment says %q", got)
	}
	if facility := said(doc.Find(".items tbody tr").First().Find("td").Eq(1)); !strings.HasPrefix(facility, "33%") {
		t.Errorf("the first question: %s", facility)
	}
	doc = b.page(classPath("tea"))
	if got := said(doc.Find(".sentence").First()) + said(doc.Find(".left-out")); got != "5 learners have finished. 15 answers count.Left out: 6 sessions of assignments, which have results of their own" {
		t.Errorf("the set says %q", got)
	}
	if list := said(b.page(path + "/learners").Find("tbody")); strings.Count(list, "=Earl") != 6 {
		t.Errorf("the learners are %s", list)
	}
	b.page(path + "/reading")
	b.page(path + "/questions/black")
	b.page(path)
	plain := b.post(path+"/export", url.Values{"form": {"answers"}}).body
	named := b.post(path+"/export", url.Values{"form": {"answers"}, "names": {"yes"}}).body
	if strings.Contains(plain, "Earl") || strings.Count(named, ",'=Earl") != 18 {
		t.Errorf("without names:\n%s\nwith names:\n%s", plain, named)
	}
	w.visit(a).post(joinPath(a.Code), url.Values{"nickname": {"Late"}})
	if live := said(b.page(livePath(a.ID)).Find("main")); !strings.Contains(live, "7 learners have begun. 6 have finished. 1 is under way.") || !strings.Contains(live, "Question 10 of 3") {
		t.Errorf("who is where: %s", live)
	}
	other := w.staff(play.Instructor)
	for _, part := range []string{"", "/learners", "/reading", "/questions/black"} {
		if res := other.get(livePath(a.ID)); res.StatusCode != http.StatusNotFound {
			t.Errorf("another instructor sees who is where: %s", res.Status)
		}
		if res := other.get(path + part); res.StatusCode != http.StatusNotFound {
			t.Errorf("another instructor gets %s: %s", part, res.Status)
		}
	}
	other.page(classPath("tea"))
	if res := other.post(path+"/export", url.Values{"form": {"answers"}}); res.StatusCode != http.StatusNotFound {
		t.Errorf("another instructor exports: %s", res.Status)
	}
}
