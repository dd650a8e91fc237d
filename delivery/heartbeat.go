package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"candor/incident/client"
)

// Heartbeat calls an address each minute while promises are really being watched.
// Whoever is called rings when the calls stop: it is the only way in which a
// machine that is gone can be heard.
type Heartbeat struct {
	Address client.Secret
	Client  *http.Client
	Unfit   func(context.Context) []string // why nothing is to be called now; nil: nothing is wrong
	Now     func() time.Time
	Log     *slog.Logger

	mu   sync.Mutex
	last HeartbeatState
}

// HeartbeatState is how the last minute went.
type HeartbeatState struct {
	On      bool      `json:"on"`
	Called  time.Time `json:"called,omitzero"`   // the last call that was answered well; zero: none
	Problem string    `json:"problem,omitempty"` // why there is none now
}

// BeatTimeout is less than a minute, so that calls do not meet.
const BeatTimeout = 20 * time.Second

// Beat calls the address, if promises are being watched. The log has each change.
func (h *Heartbeat) Beat(ctx context.Context) {
	problem := ""
	if wrong := h.Unfit(ctx); len(wrong) > 0 {
		problem = "it is held back, so that somebody comes and looks: " + wrong[0]
	} else if err := h.call(ctx); err != nil && ctx.Err() == nil {
		problem = fmt.Sprintf("the address did not take the call (%v); promises are being watched", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	before := h.last.Problem
	h.last.On, h.last.Problem = true, problem
	if problem == "" {
		h.last.Called = h.Now()
	}
	switch {
	case problem != "" && problem != before:
		h.Log.Warn("there is no heartbeat", "why", problem)
	case problem == "" && before != "":
		h.Log.Info("the heartbeat is called again")
	}
}

func (h *Heartbeat) call(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, BeatTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.Address.Reveal(), nil)
	if err != nil {
		return errors.New("it is not a valid web address")
	}
	answer, err := h.Client.Do(req)
	if err != nil {
		return withoutURL(err)
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 1<<16)
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("it answered %d", answer.StatusCode)
	}
	return nil
}

// State is how the last minute went; of a nil Heartbeat the zero value.
func (h *Heartbeat) State() HeartbeatState {
	if h == nil {
		return HeartbeatState{}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.last
	s.On = true
	return s
}
