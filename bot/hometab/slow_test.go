package hometab

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// A Home that Slack does not take, and whatever is done beside, keep no other Home waiting,
// nor the next change in it.
func TestASlowHomeKeepsNobodyElseWaiting(t *testing.T) {
	t.Parallel()
	release, published := make(chan struct{}), make(chan string, 100)
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		user := map[bool]string{true: "U0ANA", false: "U0BEN"}[bytes.Contains(body, []byte("U0ANA"))]
		if user == "U0ANA" {
			<-release
		}
		published <- user
		_, _ = io.WriteString(w, `{"ok":true}`)
	}))
	defer host.Close()
	var mu sync.Mutex
	drawn := 0
	h := New(slack.New("xoxb-x", slack.OptionAPIURL(host.URL+"/")), slog.New(slog.DiscardHandler), time.Now,
		func(context.Context, string) (slack.HomeTabViewRequest, error) {
			mu.Lock()
			defer mu.Unlock()
			drawn++
			return slack.HomeTabViewRequest{Type: "home", CallbackID: fmt.Sprint(drawn)}, nil
		})
	h.Beside = func(context.Context) { <-release }
	for _, user := range []string{"U0ANA", "U0BEN"} {
		h.opened[user] = &opened{at: time.Now()}
	}
	var rounds sync.WaitGroup
	for range 5 {
		h.Stir()
		rounds.Go(func() { h.Publish(t.Context()) })
		select {
		case user := <-published:
			if user != "U0BEN" {
				t.Errorf("%s was published first", user)
			}
		case <-time.After(10 * time.Second):
			t.Error("Ben's Home waits for Ana's, or for what is done beside")
		}
	}
	close(release)
	rounds.Wait()
	if n := len(published); n < 2 || n >= 5 { // a round that comes to it late draws it once more
		t.Errorf("Ana's Home was published %d times after it had hung, want as it was, and as it is now, not for each of 5 rounds", n)
	}
}
