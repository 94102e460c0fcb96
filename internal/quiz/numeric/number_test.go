package numeric

import (
	"errors"
	"math/big"
	"testing"
)

func TestReadNumber(t *testing.T) {
	for _, c := range []struct {
		typed, number, rest string
		err                 error
	}{
		{"12", "12", "", nil},
		{"012.50", "12.50", "", nil},
		{"+3", "3", "", nil},
		{"-0", "0", "", nil},
		{"−3,5", "-3.5", "", nil},
		{".5", "0.5", "", nil},
		{",5", "0.5", "", nil},
		{"5.", "5", "", nil},
		{"0,125", "0.125", "", nil},
		{"1,5", "1.5", "", nil},
		{"1234,567", "1234.567", "", nil},
		{"1,234", "", "", errAmbiguous},
		{"1,234.5", "1234.5", "", nil},
		{"1.234,5", "1234.5", "", nil},
		{"1.234", "1.234", "", nil},
		{"1,234,567", "1234567", "", nil},
		{"1.234.567", "1234567", "", nil},
		{"1 234 567,8", "1234567.8", "", nil},
		{"1\u202f234", "1234", "", nil},
		{"1’234.5", "1234.5", "", nil},
		{"12 34", "", "", errNoNumber},
		{"1,23,4", "", "", errNoNumber},
		{"1.2.3", "", "", errNoNumber},
		{"2e3", "2e3", "", nil},
		{"2E-03", "2e-3", "", nil},
		{"1.2 × 10^-4", "1.2e-4", "", nil},
		{"1,2·10⁵", "1.2e5", "", nil},
		{"3x10^0", "3", "", nil},
		{"1e999", "", "", errNoNumber},
		{"12 mg", "12", "mg", nil},
		{"12µg", "12", "μg", nil},
		{"12 m²", "12", "m^2", nil},
		{"5 eV", "5", "eV", nil},
		{"about 5", "", "", errNoNumber},
		{"", "", "", errNoNumber},
		{"½", "1", "⁄2", nil}, // no unit begins like that, so it is refused later
	} {
		number, rest, err := readNumber(fold(c.typed))
		if number != c.number || rest != c.rest || !errors.Is(err, c.err) {
			t.Errorf("%q reads as %q and %q, %v; want %q and %q, %v", c.typed, number, rest, err, c.number, c.rest, c.err)
		}
		if err == nil {
			if _, err := parse(number); err != nil {
				t.Errorf("%q reads as %q, which is not canonical", c.typed, number)
			}
		}
	}
}

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		number  string
		n       int
		figures string
		places  string
	}{
		{"0", 3, "0", "0.000"},
		{"1234.5", 2, "12e2", "1234.50"},
		{"1250", 2, "13e2", "1250.00"}, // halves go away from zero
		{"-1250", 2, "-13e2", "-1250.00"},
		{"99.95", 3, "100e0", "99.950"},
		{"0.0052349", 3, "523e-5", "0.005"},
		{"5.235e-3", 3, "524e-5", "0.005"},
		{"-0.0004", 1, "-4e-4", "0.0"},
		{"999", 1, "1e3", "999.0"},
	} {
		x, ok := new(big.Rat).SetString(c.number)
		if !ok {
			t.Fatal(c.number)
		}
		if got := figures(x, c.n); got != c.figures {
			t.Errorf("%s to %d figures is %s, want %s", c.number, c.n, got, c.figures)
		}
		if got := places(x, c.n); got != c.places {
			t.Errorf("%s to %d places is %s, want %s", c.number, c.n, got, c.places)
		}
	}
}
