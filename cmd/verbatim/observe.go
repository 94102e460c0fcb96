package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"verbatim/internal/ops"
	"verbatim/internal/play"
	"verbatim/internal/store"
)

// observeFlags say what those who run the server are shown of it.
type observeFlags struct {
	LogLevel    string        `env:"VERBATIM_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" placeholder:"LEVEL" help:"debug, info, warn or error (${env}; default ${default})."`
	LogFormat   string        `env:"VERBATIM_LOG_FORMAT" default:"text" enum:"text,json" placeholder:"FORMAT" help:"text, or json for programs (${env}; default ${default})."`
	SlowRequest time.Duration `env:"VERBATIM_SLOW_REQUEST" default:"1s" placeholder:"TIME" help:"Requests that take longer are logged as warnings (${env}; default ${default})."`
	OpsAddr     string        `env:"VERBATIM_OPS_ADDR" placeholder:"HOST:PORT" help:"Show figures for Prometheus (/metrics) and profiles (/debug/pprof/) there, to whoever reaches it (${env}; default: nowhere)."`
}

func (f observeFlags) logger(w io.Writer) *slog.Logger {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	options := &slog.HandlerOptions{Level: levels[f.LogLevel]}
	if f.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// watch shows figures and profiles where OpsAddr says, until stop is called: the
// end of the server is to be seen too.
func (f observeFlags) watch(ctx context.Context, m *ops.Metrics, log *slog.Logger) (stop func(), err error) {
	ctx = context.WithoutCancel(ctx)
	var config net.ListenConfig
	ln, err := config.Listen(ctx, "tcp", f.OpsAddr)
	if err != nil {
		return nil, fmt.Errorf("--ops-addr %s cannot be listened on: %w", f.OpsAddr, err)
	}
	log.Info("figures and profiles are shown", "addr", ln.Addr().String())
	return beside(ctx, func(ctx context.Context) {
		if err := ops.Serve(ctx, ln, m); err != nil {
			log.Error("figures and profiles are no longer shown", "error", err)
		}
	}), nil
}

// countWork adds what learners do and what the store does to the figures.
func countWork(m *ops.Metrics, p *play.Play, st store.Store) {
	m.Counter("verbatim_sessions_started_total", "Sessions begun.", func() float64 { return float64(p.Stats().Sessions) })
	m.Counter("verbatim_answers_total", "Answers acknowledged.", func() float64 { return float64(p.Stats().Answers) })
	measured, ok := st.(store.Measured)
	if !ok {
		return
	}
	m.Histogram("verbatim_commit_changes", "Changes in one transaction.", func() ops.Classes {
		s := measured.Stats()
		return ops.Classes{Counts: s.Commits[:], Sum: float64(s.Changes)}
	})
	m.Gauge("verbatim_changes_waiting", "Changes that wait for a transaction.", func() float64 { return float64(measured.Stats().Waiting) })
	m.Counter("verbatim_session_cache_hits_total", "Sessions found in memory.", func() float64 { return float64(measured.Stats().Hits) })
	m.Counter("verbatim_session_cache_misses_total", "Sessions read from the database.", func() float64 { return float64(measured.Stats().Misses) })
}
