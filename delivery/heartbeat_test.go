package delivery

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
)

// The heartbeat is heard while promises are watched and else not, and its address is
// in no log.
func TestHeartbeat(t *testing.T) {
	calls, answer := 0, http.StatusOK
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		w.WriteHeader(answer)
	}))
	defer srv.Close()
	guard := NewGuard(nil, []string{"127.0.0.1"})
	var log strings.Builder
	var wrong []string
	h := &Heartbeat{Address: client.Secret(srv.URL + "/secret"), Client: guard.Client(BeatTimeout), Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil)), Unfit: func(context.Context) []string { return wrong }}
	for i, tt := range []struct {
		wrong   []string
		answer  int
		calls   int
		problem string
	}{
		{nil, 200, 1, ""},
		{[]string{"no connection"}, 200, 1, "it is held back"},
		{nil, 500, 2, "it answered 500"},
		{nil, 302, 3, "it answered 302"},
		{nil, 204, 4, ""},
	} {
		wrong, answer = tt.wrong, tt.answer
		h.Beat(t.Context())
		if s := h.State(); calls != tt.calls || !strings.Contains(s.Problem, tt.problem) || (tt.problem == "") != (s.Problem == "") {
			t.Errorf("%d: %d calls, %+v", i, calls, s)
		}
	}
	h.Client = guard.Client(time.Nanosecond)
	h.Beat(t.Context())
	if said := log.String() + fmt.Sprint(h.State()); strings.Contains(said, "secret") || !strings.Contains(said, "there is no heartbeat") {
		t.Errorf("it says %s", said)
	}
}
