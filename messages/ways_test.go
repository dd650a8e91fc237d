package messages

import (
	"strings"
	"testing"

	"candor"
)

func TestWhatTheCardSaysOfEachDestination(t *testing.T) {
	to := func(d candor.Destination, state candor.DeliveryState, reason string) candor.Result {
		return candor.Result{To: d, State: state, At: at("14:30"), Reason: reason}
	}
	later := func(n string) candor.Destination {
		return candor.Destination{Via: candor.ViaEmail, To: n + "@acme.example"}
	}
	tests := []struct {
		name    string
		results []candor.Result
		want    string
	}{
		{"nothing was sent", nil, ""},
		{"one channel that has it: the card says so already", []candor.Result{to(inSlack, candor.Delivered, "")}, ""},
		{"what only waits for its time is no news", []candor.Result{to(inSlack, candor.Waiting, ""), to(toDanasMail, candor.InFlight, "")}, ""},
		{"taken back", []candor.Result{to(inSlack, candor.Recalled, "")}, ""},
		{"mail alone: how far it got", []candor.Result{to(toDanasMail, candor.Delivered, "")}, "dana@acme.example: accepted by the mail server 14:30 UTC"},
		{"all there", []candor.Result{to(inSlack, candor.Delivered, ""), to(toDanasMail, candor.Delivered, ""), to(toTheirHook, candor.Delivered, "")},
			"Slack ✓ 14:30 UTC · dana@acme.example: accepted by the mail server 14:30 UTC · webhook ✓ 14:30 UTC"},
		{"problems first, then what is under way", []candor.Result{
			to(inSlack, candor.Delivered, ""), to(toTheirHook, candor.Waiting, "their webhook asked to wait"), to(toDanasMail, candor.Dead, "no such address")},
			"▲ dana@acme.example: not sent · webhook: trying again, their webhook asked to wait · Slack ✓ 14:30 UTC"},
		{"nobody knows", []candor.Result{to(inSlack, candor.InDoubt, "no answer"), to(toDanasMail, candor.Asks, "no answer")},
			"▲ dana@acme.example: not known whether it arrived · Slack: looking whether it arrived"},
		{"a person saw it", []candor.Result{{To: toDanasMail, State: candor.Delivered, Seen: true}}, "dana@acme.example ✓ somebody looked: it arrived"},
		{"given up in doubt", []candor.Result{to(inSlack, candor.Delivered, ""), {To: toDanasMail, State: candor.Dead, Unsure: true}},
			"Slack ✓ 14:30 UTC · dana@acme.example: given up, not known whether it arrived"},
		{"optional", []candor.Result{to(inSlack, candor.Delivered, ""), to(toTheirHook, candor.Dead, "gone")}, "▲ webhook (optional): not sent · Slack ✓ 14:30 UTC"},
		{"a channel alone that has a problem", []candor.Result{to(inSlack, candor.Dead, "archived")}, "▲ Slack: not sent"},
		{"many", []candor.Result{to(inSlack, candor.Delivered, ""), to(later("a"), candor.Dead, "x"), to(later("b"), candor.Dead, "x"), to(later("c"), candor.Dead, "x"), to(later("d"), candor.Dead, "x")},
			"▲ a@acme.example: not sent · ▲ b@acme.example: not sent · ▲ c@acme.example: not sent · 2 more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := resultsLine(&candor.Affected{Results: tt.results}, pen{now: at("14:31"), plain: true})
			if got != tt.want {
				t.Errorf("it says\n%s\nwant\n%s", got, tt.want)
			}
			if strings.Contains(got, "s3cret") {
				t.Error("it shows the address of a webhook")
			}
		})
	}
}

// The HTML of a mail says what its text says, and nothing that people typed is HTML.
func TestHTMLIsTheText(t *testing.T) {
	got := HTML("Hello Dana,\n\n<script>alert(1)</script> & more\nnext line")
	if strings.Contains(got, "<script") || !strings.Contains(got, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more") || !strings.Contains(got, "Hello Dana,") || !strings.Contains(got, "next line") {
		t.Errorf("HTML is\n%s", got)
	}
}

func TestWhereADraftGoes(t *testing.T) {
	mail := candor.Destination{Via: candor.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}
	both := &candor.Update{To: []candor.Destination{{Via: candor.ViaSlack, To: "C0ACME"}, mail},
		Texts: map[string]candor.Text{candor.ViaSlack: {Body: "x"}, candor.ViaEmail: {Body: "x"}}}
	alone := &candor.Update{To: []candor.Destination{mail}, Texts: map[string]candor.Text{candor.ViaEmail: {Body: "x"}}}
	for want, u := range map[string]*candor.Update{
		"It goes into their channel and to Dana Fox (dana@acme.example) by e-mail.": both,
		"It goes to Dana Fox (dana@acme.example) by e-mail.":                        alone,
	} {
		if got := elsewhere(u); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}
