package slackapp

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pacer lets all that open connections do so together: one a second, after the few
// of the start, and none before the time that Slack names when it refuses one.
type Pacer struct {
	next  http.RoundTripper
	opens *rate.Limiter
	mu    sync.Mutex
	until time.Time // none is opened before
}

// AtStart is how many connections may be opened at once: one proves the tokens, and
// two stay.
const AtStart = 3

// NewPacer paces what goes to the next one.
func NewPacer(next http.RoundTripper) *Pacer {
	return &Pacer{next: next, opens: rate.NewLimiter(rate.Every(time.Second), AtStart)}
}

// RoundTrip delays only apps.connections.open.
func (p *Pacer) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(req.URL.Path, "/apps.connections.open") {
		return p.next.RoundTrip(req)
	}
	if err := p.turn(req.Context()); err != nil {
		return nil, err
	}
	resp, err := p.next.RoundTrip(req)
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After")) // zero: Slack names no time
		p.mu.Lock()
		p.until = time.Now().Add(time.Duration(seconds) * time.Second)
		p.mu.Unlock()
	}
	return resp, err
}

// turn waits until a connection may be opened.
func (p *Pacer) turn(ctx context.Context) error {
	for {
		p.mu.Lock()
		wait := time.Until(p.until)
		p.mu.Unlock()
		if wait <= 0 {
			break
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return p.opens.Wait(ctx)
}
