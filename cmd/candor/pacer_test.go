package main

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"candor/cmd/candor/slackapp"
)

// opener notes when connections are opened, and refuses the first so many.
type opener struct {
	mu     sync.Mutex // also what tells the race detector what synctest knows
	at     []time.Time
	refuse int
}

func (o *opener) RoundTrip(*http.Request) (*http.Response, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.at = append(o.at, time.Now())
	if len(o.at) <= o.refuse {
		return &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"20"}}, Body: http.NoBody}, nil
	}
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

func openRequest(ctx context.Context, t *testing.T) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://slack.com/api/apps.connections.open", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// Two connections that are opened in a loop open one a second together, in a long
// outage as well as in its first seconds.
func TestConnectionsAreOpenedOneASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &opener{}
		p := slackapp.NewPacer(o)
		ctx, stop := context.WithTimeout(t.Context(), 130*time.Second)
		defer stop()
		for range 2 {
			go func() {
				for {
					if _, err := p.RoundTrip(openRequest(ctx, t)); err != nil {
						return
					}
				}
			}()
		}
		synctest.Wait()
		time.Sleep(131 * time.Second)
		o.mu.Lock()
		defer o.mu.Unlock()
		if n := len(o.at); n < 100 || n > 130+slackapp.AtStart {
			t.Errorf("opened %d in 130 s", n)
		}
		for i := slackapp.AtStart; i < len(o.at); i++ {
			if gap := o.at[i].Sub(o.at[i-1]); gap < 999*time.Millisecond {
				t.Errorf("opened again after %s", gap)
			}
		}
	})
}

// A refusal that names a time holds for both connections.
func TestNoConnectionIsOpenedBeforeSlackAllowsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &opener{refuse: 1}
		p := slackapp.NewPacer(o)
		for range 2 {
			if _, err := p.RoundTrip(openRequest(t.Context(), t)); err != nil {
				t.Fatal(err)
			}
		}
		if gap := o.at[1].Sub(o.at[0]); gap < 20*time.Second {
			t.Errorf("opened again after %s", gap)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		o.at, o.refuse = nil, 1
		_, _ = p.RoundTrip(openRequest(t.Context(), t))
		if _, err := p.RoundTrip(openRequest(ctx, t)); err == nil {
			t.Error("opened although it was to wait")
		}
	})
}
