package measure

import "math"

// moments gathers what the variances and the covariance of two quantities need.
// It is updated without large sums of squares (Welford 1962), so that a constant
// has a variance of exactly 0.
type moments struct {
	n          float64
	x, y       float64 // means
	xx, yy, xy float64 // sums of products of the distances from the means
}

// add counts a pair so many times.
func (m *moments) add(x, y, times float64) {
	m.n += times
	dx, dy := x-m.x, y-m.y
	m.x += dx * times / m.n
	m.y += dy * times / m.n
	m.xx += times * dx * (x - m.x)
	m.yy += times * dy * (y - m.y)
	m.xy += times * dx * (y - m.y)
}

// The variances and the covariance have n−1 below. They mean nothing for n of 1.
func (m *moments) varX() float64 { return m.xx / (m.n - 1) }
func (m *moments) varY() float64 { return m.yy / (m.n - 1) }
func (m *moments) cov() float64  { return m.xy / (m.n - 1) }

// flat is a variance, as a share of the largest that marks of 0 to 1 can have,
// that is taken for none: what is left of rounding.
const flat = 1e-12

// correlation is Pearson's; nil where one of the two does not vary.
func (m *moments) correlation() *float64 {
	if m.n < 2 || m.varX() <= flat || m.varY() <= flat {
		return nil
	}
	return known(max(-1, min(1, m.xy/math.Sqrt(m.xx*m.yy))))
}

// known gives a figure, and nil for what is no number.
func known(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// times multiplies a figure that may be missing.
func times(factor float64, x *float64) *float64 {
	if x == nil {
		return nil
	}
	return known(factor * *x)
}

// shape gives skewness and kurtosis (Fisher's k-statistics, as Moodle has them)
// of values that occur so many times; nil where there are too few of them or
// they do not vary.
func shape(values []value) (skewness, kurtosis *float64) {
	var m moments
	for _, v := range values {
		m.add(v.at, 0, v.n)
	}
	n := m.n
	if n < 2 || m.varX() <= flat {
		return nil, nil
	}
	var m2, m3, m4 float64
	for _, v := range values {
		d := v.at - m.x
		m2 += v.n * d * d / n
		m3 += v.n * d * d * d / n
		m4 += v.n * d * d * d * d / n
	}
	k2 := n * m2 / (n - 1)
	if n > 2 {
		skewness = known(n * n * m3 / ((n - 1) * (n - 2)) / math.Pow(k2, 1.5))
	}
	if n > 3 {
		kurtosis = known(n * n * ((n+1)*m4 - 3*(n-1)*m2*m2) / ((n - 1) * (n - 2) * (n - 3)) / (k2 * k2))
	}
	return skewness, kurtosis
}

// value is a number that occurs n times.
type value struct{ at, n float64 }
