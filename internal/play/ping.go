package play

import "context"

// Ping says whether the store can answer now: nil, or an error that wraps
// ErrUnavailable.
func (p *Play) Ping(ctx context.Context) error { return p.store.Ping(ctx) }
