package delivery

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/sandbox"
	"candor/sandbox/faults"
	"candor/sandbox/world"
)

func TestClientTextIsPostedAsItWasApproved(t *testing.T) {
	b := newBench(t)
	body := "Hello Dana,\n*your shop* shows an error &amp; we look: <https://acme.example|your page>.\n\tNext update by 14:30 GMT. `a &lt; b` ✓"
	o := b.try(clientText(body), view.View{}, kit.Post{})
	b.want(o, outbox.Sent, "")

	m := b.last("C0ACME")
	if m.Text != body {
		t.Errorf("arrived\n%q\nwas approved\n%q", m.Text, body)
	}
	if o.Receipt.TS != m.TS || o.Receipt.Channel != "C0ACME" {
		t.Errorf("the receipt is %+v, the message is %s", o.Receipt, m.TS)
	}
	var meta slack.SlackMetadata
	if err := json.Unmarshal(m.Metadata, &meta); err != nil || meta.EventType != "candor_update" || meta.EventPayload["id"] != "K7Q" || len(meta.EventPayload) != 1 {
		t.Errorf("metadata is %s (%v), want candor_update with the id alone", m.Metadata, err)
	}
	calls := b.box.Calls()
	args := calls[len(calls)-1].Args
	if args["unfurl_links"] != "false" || args["unfurl_media"] != "false" {
		t.Errorf("called with %v, want no unfurling", args)
	}
	sections, buttons := shown(t, m)
	if sections != body || !slices.Equal(buttons, []string{"Got it"}) {
		t.Errorf("the blocks show\n%q and the buttons %q, want the text and Got it", sections, buttons)
	}
}

// shown is what the blocks of a message show: its text, and its buttons.
func shown(t *testing.T, m sandbox.Message) (text string, buttons []string) {
	t.Helper()
	var blocks slack.Blocks
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks.BlockSet {
		switch b := b.(type) {
		case *slack.SectionBlock:
			text += b.Text.Text
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				buttons = append(buttons, e.(*slack.ButtonBlockElement).Text.Text)
			}
		default:
			t.Errorf("a client's text has a block of type %T", b)
		}
	}
	return text, buttons
}

// The words reach the client also where Slack does not take the button.
func TestClientTextWithoutItsButton(t *testing.T) {
	b := newBench(t)
	b.box.Break(faults.Fault{Method: "chat.postMessage", Error: "invalid_blocks", Times: 1})
	b.want(b.try(clientText("first"), view.View{}, kit.Post{}), outbox.Sent, "")
	if m := b.last("C0ACME"); m.Text != "first" || m.Blocks != nil {
		t.Errorf("arrived as %q with %s, want the words alone", m.Text, m.Blocks)
	}
}

func TestClientTextInItsThread(t *testing.T) {
	b := newBench(t)
	first := b.try(clientText("first"), view.View{}, kit.Post{})
	d := clientText("second")
	d.ThreadTS = first.Receipt.TS
	o := b.try(d, view.View{}, kit.Post{})
	if m := b.last("C0ACME"); m.ThreadTS != first.Receipt.TS || m.Broadcast || o.Receipt.Thread != first.Receipt.TS {
		t.Errorf("posted %+v with receipt %+v, want a quiet reply", m, o.Receipt)
	}
	d.Announce = true
	b.want(b.try(d, view.View{}, kit.Post{}), outbox.Sent, "")
	if m := b.last("C0ACME"); !m.Broadcast {
		t.Error("an announcement stands in the thread only")
	}

	if _, _, err := b.api.DeleteMessageContext(t.Context(), "C0ACME", first.Receipt.TS); err != nil {
		t.Fatal(err)
	}
	d.ThreadTS = "1.000001" // gone without a trace
	o = b.try(d, view.View{}, kit.Post{})
	b.want(o, outbox.Sent, "")
	if m := b.last("C0ACME"); m.ThreadTS != "" || o.Receipt.Thread != "" {
		t.Errorf("without its parent it was posted as %+v, receipt %+v; want in the channel", m, o.Receipt)
	}

	b.box.Break(faults.Fault{Method: "chat.postMessage", Error: "cannot_reply_to_message", Times: 1})
	d.ThreadTS = o.Receipt.TS
	b.want(b.try(d, view.View{}, kit.Post{}), outbox.Sent, "")
	if m := b.last("C0ACME"); m.ThreadTS != "" || m.Text != "second" {
		t.Errorf("a refused reply became %+v, want a message in the channel", m)
	}
}

func TestClientTextInTrouble(t *testing.T) {
	tests := []struct {
		name    string
		fault   faults.Fault
		want    outbox.Verdict
		reason  string
		arrived int
	}{
		{"lost answer", faults.Fault{Lost: true}, outbox.Unknown, "broke off", 1},
		{"empty answer", faults.Fault{Empty: true}, outbox.Unknown, "did not say", 1},
		{"502 after it was posted", faults.Fault{Lost: true, Status: 502}, outbox.Unknown, "502", 1},
		{"503 before", faults.Fault{Status: 503}, outbox.Unknown, "503", 0},
		{"internal_error", faults.Fault{Error: "internal_error"}, outbox.Unknown, "trouble", 0},
		{"429", faults.Fault{RetryAfter: 3 * time.Second}, outbox.Retry, "asked to wait", 0},
		{"not in the channel", faults.Fault{Error: "not_in_channel"}, outbox.Refused, "then press Retry", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			tt.fault.Method, tt.fault.Times = "chat.postMessage", 1
			b.box.Break(tt.fault)
			o := b.try(clientText("x"), view.View{}, kit.Post{})
			b.want(o, tt.want, tt.reason)
			if o.After != tt.fault.RetryAfter {
				t.Errorf("waits %s, want %s", o.After, tt.fault.RetryAfter)
			}
			if n := len(b.box.Messages("C0ACME")); n != tt.arrived || b.called("chat.postMessage") != 1 {
				t.Errorf("%d messages by %d calls, want %d by 1", n, b.called("chat.postMessage"), tt.arrived)
			}
		})
	}
}

// What had no connection to leave on is sent again without asking anybody.
func TestNothingLeftWithoutAConnection(t *testing.T) {
	b := newBench(t)
	gone := httptest.NewServer(nil)
	gone.Close()
	stuck := httptest.NewUnstartedServer(nil) // takes connections and never answers the handshake
	defer stuck.Close()
	for _, url := range []string{gone.URL, "https://" + stuck.Listener.Addr().String()} {
		api := slack.New("xoxb-1", slack.OptionAPIURL(url+"/api/"), slack.OptionHTTPClient(&http.Client{Timeout: 200 * time.Millisecond}))
		s := NewSlack(api, world.AppUser, b.clock.Now)
		s.Log = slog.New(slog.DiscardHandler)
		o := s.Do(t.Context(), &view.Lease{Delivery: clientText("x")}, kit.Post{})
		b.want(o, outbox.Retry, "could not be reached")
	}
}
