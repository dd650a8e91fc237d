package delivery

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// Who reads a channel is asked of several people at once: a text does not wait for one
// answer after the other.
func TestSeveralPeopleAreAskedAboutAtOnce(t *testing.T) {
	t.Parallel()
	const members = 8
	var waiting atomic.Int32
	all := make(chan struct{})
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch method := strings.TrimPrefix(r.URL.Path, "/"); method {
		case "conversations.info":
			fmt.Fprint(w, `{"ok":true,"channel":{"id":"C0INC"}}`)
		case "conversations.members":
			var ids []string
			for i := range members {
				ids = append(ids, fmt.Sprintf(`"U0%d"`, i))
			}
			fmt.Fprintf(w, `{"ok":true,"members":[%s]}`, strings.Join(ids, ","))
		default: // nobody gets an answer before all are asked about
			if waiting.Add(1) == members {
				close(all)
			}
			select {
			case <-all:
				fmt.Fprint(w, `{"ok":true,"user":{"is_restricted":true,"real_name":"A guest"}}`)
			case <-time.After(10 * time.Second):
				fmt.Fprint(w, `{"ok":false,"error":"fatal_error"}`)
			}
		}
	}))
	defer host.Close()
	s := NewSlack(slack.New("xoxb-x", slack.OptionAPIURL(host.URL+"/")), "U0APP", time.Now)
	no := s.audience.check(t.Context(), "C0INC", nil)
	if no == nil || len(no.Guests) != members || no.Guests[0].User != "U00" || no.Guests[7].User != "U07" {
		t.Errorf("the channel has %d guests, and may be posted in: %+v", members, no)
	}
}
