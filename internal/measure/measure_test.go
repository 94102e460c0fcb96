package measure

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/quiz"
)

func TestMark(t *testing.T) {
	for _, c := range []struct{ fraction, certainty, want float64 }{
		{1, 1, 1}, {1, 2, 2}, {1, 3, 3},
		{0, 1, 0}, {0, 2, -2}, {0, 3, -6},
		{0.5, 1, 0.5}, {0.5, 2, 1}, {0.5, 3, 1.5},
		{-0.25, 1, 0}, {-0.25, 2, -2}, {-0.25, 3, -6},
		{1, 0, 0}, {0, 0, 0}, {1, 4, 0}, {1, -1, 0},
	} {
		near(t, "the mark", Mark(c.fraction, quiz.Certainty(c.certainty)), c.want, 0)
	}
	for _, row := range shared(t, "cbm_cases.csv") {
		near(t, "the mark of the file", Mark(row[0], quiz.Certainty(row[1])), row[2], 0)
	}
}

// Stating what one believes is the best policy: each level pays best within
// its own bounds.
func TestHonestyPays(t *testing.T) {
	for p := 0.005; p < 1; p += 0.01 {
		want := quiz.Unsure
		if p > 2.0/3 {
			want = quiz.FairlySure
		}
		if p > 0.8 {
			want = quiz.VerySure
		}
		for _, c := range quiz.Certainties() {
			if c != want && p*Mark(1, c)+(1-p)*Mark(0, c) > p*Mark(1, want)+(1-p)*Mark(0, want) {
				t.Errorf("at %.3f level %d pays more than %d", p, c, want)
			}
		}
	}
}

func TestMarksOf(t *testing.T) {
	m := MarksOf([]quiz.Answer{
		{Fraction: 1, Worth: 1, Certainty: quiz.Unsure},
		{Fraction: 0, Worth: 1, Certainty: quiz.FairlySure},
		{Fraction: 1, Worth: 1, Certainty: quiz.VerySure},
		{Fraction: 0, Worth: 1}, {DontKnow: true, Worth: 1}, // nothing stated
		{Fraction: 0, Certainty: quiz.VerySure}, // withdrawn
	})
	if m.N != 3 {
		t.Errorf("%d answers are counted", m.N)
	}
	near(t, "the average mark", m.Mean, 2.0/3, 1e-12)
	near(t, "the accuracy", m.Accuracy, 2.0/3, 1e-12)
	near(t, "the bonus", m.Bonus, 0, 1e-12)
	sure := MarksOf([]quiz.Answer{{Fraction: 0, Worth: 1, Certainty: quiz.VerySure}})
	near(t, "the bonus of one who was very sure and wrong", sure.Bonus, -0.6, 1e-12)
	if none := MarksOf(nil); none != (Marks{}) {
		t.Errorf("no answers give %+v", none)
	}
}

func TestCalibrate(t *testing.T) {
	var js []Judgement
	for _, g := range []struct {
		stated   float64
		right, n int
	}{{0.5, 3, 6}, {0.7, 3, 6}, {0.9, 6, 8}} {
		for i := range g.n {
			js = append(js, Judgement{g.stated, i < g.right})
		}
	}
	checkExample(t, Calibrate(js))

	c := Calibrate([]Judgement{{0.1, false}, {0.9, true}, {0.8, true}, {0.3, false}})
	near(t, "the Brier score of four", c.Brier, 0.0375, 1e-12)
	near(t, "γ of a perfect order", *c.Gamma, 1, 0)

	if rows := shared(t, "calibration_example_20.csv"); rows != nil {
		js = js[:0]
		for _, row := range rows {
			js = append(js, Judgement{row[2], row[3] == 1})
			near(t, "the chance of the level", quiz.Certainty(row[1]).Stated(), row[2], 0)
		}
		checkExample(t, Calibrate(js))
	}
}

func checkExample(t *testing.T, c Calibration) {
	t.Helper()
	near(t, "Brier", c.Brier, 0.246, 1e-12)
	near(t, "reliability", c.Reliability, 0.021, 1e-12)
	near(t, "resolution", c.Resolution, 0.015, 1e-12)
	near(t, "uncertainty", c.Uncertainty, 0.24, 1e-12)
	near(t, "ECE", c.ECE, 0.12, 1e-12)
	near(t, "confidence", c.Confidence, 0.72, 1e-12)
	near(t, "accuracy", c.Accuracy, 0.60, 1e-12)
	near(t, "bias", c.Bias, 0.12, 1e-12)
	near(t, "γ", *c.Gamma, 0.363636, 5e-7)
	near(t, "the lower bound for 6 of 8", c.Bins[2].Low, 0.4093, 5e-5)
	near(t, "the upper bound for 6 of 8", c.Bins[2].High, 0.9285, 5e-5)
}

func TestCalibrateWithoutContrast(t *testing.T) {
	if c := Calibrate(nil); c.N != 0 || c.Brier != 0 || c.Gamma != nil || c.Bins != nil {
		t.Errorf("nothing stated gives %+v", c)
	}
	if c := Calibrate([]Judgement{{0.9, true}, {0.9, false}}); c.Gamma != nil {
		t.Errorf("one level orders nothing, γ is %v", *c.Gamma)
	}
	js := Judgements([]quiz.Answer{
		{Fraction: 0.5, Worth: 1, Certainty: quiz.VerySure}, {Fraction: 1, Worth: 1, Certainty: quiz.Unsure}, {Fraction: 1, Worth: 1}, {Certainty: quiz.VerySure}, // withdrawn
	})
	if len(js) != 2 || js[0] != (Judgement{0.9, false}) || js[1] != (Judgement{0.5, true}) {
		t.Errorf("the judgements are %v", js)
	}
}

// Murphy's parts always make up the Brier score.
func TestMurphy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		js := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Judgement {
			return Judgement{rapid.SampledFrom([]float64{0, 0.5, 0.7, 0.9, 1}).Draw(t, "stated"), rapid.Bool().Draw(t, "right")}
		}), 1, 60).Draw(t, "judgements")
		c := Calibrate(js)
		if sum := c.Reliability - c.Resolution + c.Uncertainty; math.Abs(sum-c.Brier) > 1e-9 {
			t.Errorf("%v is not %v", sum, c.Brier)
		}
		for _, b := range c.Bins {
			if b.Low < 0 || b.Low > b.Accuracy()+1e-9 || b.High < b.Accuracy()-1e-9 || b.High > 1 {
				t.Errorf("%v lies outside %v to %v", b.Accuracy(), b.Low, b.High)
			}
		}
	})
}

func TestWilsonOfNothing(t *testing.T) {
	if low, high := Wilson(0, 0); low != 0 || high != 1 {
		t.Errorf("no trials leave %v to %v", low, high)
	}
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// shared reads the numbers of a table that stands beside the project; nil,
// saying so, where it is absent.
func shared(t *testing.T, name string) [][]float64 {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "measures", name))
	if err != nil {
		t.Logf("not compared with %s: %v", name, err)
		return nil
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]float64
	for _, line := range lines[1:] {
		row := make([]float64, len(line))
		for i, cell := range line {
			if row[i], err = strconv.ParseFloat(cell, 64); err != nil {
				t.Fatal(err)
			}
		}
		rows = append(rows, row)
	}
	return rows
}
