package numeric

import (
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A learner's number is kept as a decimal text, and compared as an exact
// fraction: 4.3 lies within 0.1 of 4.2, whatever binary floating point says.

// Why a text is no number.
var (
	errNoNumber  = errors.New("no number")
	errAmbiguous = errors.New("a comma that may set off decimals or thousands")
)

// typed is a number as people write it, with what follows it: 1 234.5 mg,
// −3,2×10^-4, .5e3.
var typed = regexp.MustCompile(`^([+-]?) ?([0-9][0-9 .,']*|[.,][0-9]+)(?:[eE]([+-]?[0-9]+)| ?[x×*·] ?10 ?\^ ?([+-]?[0-9]+))?(.*)$`)

// canonical is a number as responses hold it.
var canonical = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e-?[1-9][0-9]*)?$`)

// maxExponent and maxDigits keep exact fractions small.
const (
	maxExponent = 300
	maxDigits   = 60
)

// readNumber takes the number from the start of a text that fold has made
// alike, as a canonical decimal, and gives what follows it.
func readNumber(text string) (number, rest string, err error) {
	m := typed.FindStringSubmatch(text)
	if m == nil {
		return "", "", errNoNumber
	}
	sign, digits, exponent, rest := m[1], strings.TrimRight(m[2], " .,'"), m[3]+m[4], strings.TrimSpace(m[5])
	whole, decimals, err := split(digits)
	if err != nil {
		return "", "", err
	}
	number = strings.TrimLeft(whole, "0")
	if number == "" {
		number = "0"
	}
	if decimals != "" {
		number += "." + decimals
	}
	if sign == "-" && strings.Trim(number, "0.") != "" {
		number = "-" + number
	}
	if exponent != "" {
		e, err := strconv.Atoi(exponent)
		if err != nil {
			return "", "", errNoNumber
		}
		if e != 0 {
			number += "e" + strconv.Itoa(e)
		}
	}
	if _, err := parse(number); err != nil {
		return "", "", errNoNumber
	}
	return number, rest, nil
}

// Digits in groups of three.
var (
	commaGroups = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{3})+$`)
	dotGroups   = regexp.MustCompile(`^[0-9]{1,3}(?:\.[0-9]{3})+$`)
	spaceGroups = regexp.MustCompile(`^[0-9]{1,3}(?:[ '][0-9]{3})+$`)
	onlyDigits  = regexp.MustCompile(`^[0-9]*$`)
)

// split parts digits with separators into the whole and its decimals. The last
// separator sets off the decimals, unless it stands more than once; the others
// group thousands. A single dot is always a decimal point; a single comma before
// three digits may be either, so it is an error rather than a guess.
func split(digits string) (whole, decimals string, err error) {
	whole = digits
	dot, comma := strings.LastIndexByte(digits, '.'), strings.LastIndexByte(digits, ',')
	switch dots, commas := strings.Count(digits, "."), strings.Count(digits, ","); {
	case dots == 1 && dot > comma:
		whole, decimals = digits[:dot], digits[dot+1:]
	case commas == 1 && comma > dot:
		if dots == 0 && commaGroups.MatchString(digits) && digits[0] != '0' {
			return "", "", errAmbiguous
		}
		whole, decimals = digits[:comma], digits[comma+1:]
	}
	switch {
	case !onlyDigits.MatchString(decimals):
		return "", "", errNoNumber
	case onlyDigits.MatchString(whole):
		return whole, decimals, nil
	case commaGroups.MatchString(whole), dotGroups.MatchString(whole), spaceGroups.MatchString(whole):
		return strings.NewReplacer(",", "", ".", "", " ", "", "'", "").Replace(whole), decimals, nil
	}
	return "", "", errNoNumber
}

// parse gives the value of a canonical decimal.
func parse(number string) (*big.Rat, error) {
	if !canonical.MatchString(number) || len(number) > maxDigits {
		return nil, errNoNumber
	}
	if _, exponent, ok := strings.Cut(number, "e"); ok {
		if e, err := strconv.Atoi(exponent); err != nil || max(e, -e) > maxExponent {
			return nil, errNoNumber
		}
	}
	value, ok := new(big.Rat).SetString(number)
	if !ok || value.Sign() == 0 && number[0] == '-' {
		return nil, errNoNumber
	}
	return value, nil
}

// exact is the decimal that a number of the file was written as.
func exact(f float64) *big.Rat {
	value, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64))
	if !ok {
		return new(big.Rat) // the decoder lets no infinity through
	}
	return value
}

// text is a number of the file as a canonical decimal.
func text(f float64) string {
	if a := max(f, -f); a != 0 && (a < 1e-6 || a >= 1e15) {
		number, _, _ := readNumber(strconv.FormatFloat(f, 'e', -1, 64))
		return number
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// places rounds to a number of decimal places, halves away from zero.
func places(x *big.Rat, n int) string { return unsigned(x.FloatString(n)) }

// figures rounds to n significant figures, halves away from zero.
func figures(x *big.Rat, n int) string {
	if x.Sign() == 0 {
		return "0"
	}
	ten := big.NewRat(10, 1)
	least := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n-1)), nil))
	most := new(big.Rat).Mul(least, ten)
	scaled, exponent := new(big.Rat).Set(x), 0
	size := func() *big.Rat { return new(big.Rat).Abs(scaled) }
	for size().Cmp(most) >= 0 {
		scaled.Quo(scaled, ten)
		exponent++
	}
	for size().Cmp(least) < 0 {
		scaled.Mul(scaled, ten)
		exponent--
	}
	whole := scaled.FloatString(0)
	if digits := strings.TrimPrefix(whole, "-"); len(digits) > n { // 99.95 became 100.0
		whole = whole[:len(whole)-1]
		exponent++
	}
	return whole + "e" + strconv.Itoa(exponent)
}

func unsigned(zero string) string {
	if strings.Trim(zero, "-0.") == "" {
		return strings.TrimPrefix(zero, "-")
	}
	return zero
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"

var plainOf = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9", "⁻", "-", "⁺", "+")

var raised = regexp.MustCompile(`[` + superscripts + `]+`)

// fold makes alike what keyboards write differently: minus signs, spaces, µ
// and μ, 10³ and 10^3.
func fold(text string) string {
	text = raised.ReplaceAllStringFunc(text, func(s string) string { return "^" + plainOf.Replace(s) })
	text = strings.NewReplacer("−", "-", "’", "'").Replace(norm.NFKC.String(text))
	return strings.Join(strings.Fields(text), " ")
}
