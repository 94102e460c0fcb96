// Package ops is what those who run the server see of it: figures for
// Prometheus and profiles, on a listener of their own. It knows nothing of
// quizzes; cmd hands it what there is to count.
package ops

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics gathers the figures of one program.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
}

// durations are the bounds of the classes of requests' durations, in seconds:
// most take less than a millisecond, those that write wait for the disk.
var durations = []float64{.00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}

// NewMetrics begins to count. version is the program's.
func NewMetrics(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "verbatim_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"method", "route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "verbatim_http_request_duration_seconds", Help: "Time to answer a request, by route.", Buckets: durations,
		}, []string{"method", "route"}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "verbatim_build_info", Help: "1, with the version as a label.", ConstLabels: prometheus.Labels{"version": version},
	})
	info.Set(1)
	m.registry.MustRegister(m.requests, m.took, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Route gives the function that counts the requests of one route. It looks
// nothing up by name, so that it costs a request nothing that could be measured.
func (m *Metrics) Route(method, route string) func(status int, took time.Duration) {
	duration := m.took.WithLabelValues(method, route)
	var counters [600]atomic.Pointer[prometheus.Counter]
	return func(status int, took time.Duration) {
		if status < 0 || status >= len(counters) {
			status = 0
		}
		counter := counters[status].Load()
		if counter == nil {
			c := m.requests.WithLabelValues(method, route, strconv.Itoa(status))
			counter = &c
			counters[status].Store(counter)
		}
		(*counter).Inc()
		duration.Observe(took.Seconds())
	}
}

// Counter adds a figure that only grows; it is asked for when somebody looks.
func (m *Metrics) Counter(name, help string, value func() float64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value))
}

// Gauge adds a figure that rises and falls.
func (m *Metrics) Gauge(name, help string, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
}

// Histogram adds sizes that somebody else has counted in classes.
func (m *Metrics) Histogram(name, help string, read func() Classes) {
	m.registry.MustRegister(&classes{prometheus.NewDesc(name, help, nil, nil), read})
}

// Classes are sizes, counted by powers of two: Counts[i] are those up to 1<<i
// and above half of that, the last those above as well.
type Classes struct {
	Counts []uint64
	Sum    float64
}

type classes struct {
	desc *prometheus.Desc
	read func() Classes
}

func (c *classes) Describe(out chan<- *prometheus.Desc) { out <- c.desc }

func (c *classes) Collect(out chan<- prometheus.Metric) {
	now := c.read()
	below := map[float64]uint64{}
	var all uint64
	for i, n := range now.Counts {
		all += n
		if i < len(now.Counts)-1 {
			below[float64(uint64(1)<<i)] = all
		}
	}
	out <- prometheus.MustNewConstHistogram(c.desc, all, now.Sum, below)
}

// Handler answers with all figures in the format of Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
