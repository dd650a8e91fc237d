package upkeep

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/proof"
	"candor/incident/sheet"
	"candor/incident/view"
	"candor/messages/kit"
)

var now = time.Date(2026, 3, 13, 10, 0, 0, 0, time.UTC)

func acme(text sheet.Sheet) view.Sheet {
	return view.Sheet{Client: client.Client{ID: "acme", Name: "Acme <Shop>", Backups: client.BackupsOurs}, Text: text}
}

func shown(t *testing.T, p kit.Post) string {
	t.Helper()
	b, err := json.Marshal(p.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The message with the sheets is short: what is not known stands on one small line, and
// of many clients only the first are shown.
func TestTheSheetsAreShort(t *testing.T) {
	v := view.View{Now: now, Command: "/incident", Sheets: []view.Sheet{acme(sheet.Sheet{"phones": "Dana\n+44 20 7946 0009 <now>"})}}
	p := Sheets(v, outbox.Delivery{})
	if want := "Acme &lt;Shop&gt;, for the night:\nPhones Dana; +44 20 7946 0009 now"; p.Text != want {
		t.Errorf("%q, want %q", p.Text, want)
	}
	if n := len(p.Blocks); n != 2 {
		t.Errorf("%d blocks: the sheet and one line of gaps were expected", n)
	}
	for range 9 {
		v.Sheets = append(v.Sheets, v.Sheets[0])
	}
	p = Sheets(v, outbox.Delivery{})
	if n := len(p.Blocks); n != 2*mostSheets+1 || !strings.Contains(shown(t, p), "/incident sheet") {
		t.Errorf("%d blocks for ten clients", n)
	}
}

func TestHowARestoreStands(t *testing.T) {
	c := acme(nil).Client
	worked := proof.Record{At: now.AddDate(0, -1, 0), Proven: now.AddDate(0, -1, 0), Minutes: 90}
	failed := worked
	failed.At, failed.Failed = now, true
	old := proof.Record{At: now.AddDate(-2, 0, 0), Proven: now.AddDate(-2, 0, 0), Minutes: 5}
	for want, r := range map[string]proof.Record{
		"Restore: not tested yet": {}, "Restore: worked on 13 February 2026, in 1 h 30 min": worked,
		"🔴 Restore: failed on 13 March 2026": failed, "🔴 Restore: last worked on 13 March 2024, over a year ago": old,
	} {
		if got := Standing(&c, r, r.Stands(now)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	c.Backups = client.BackupsTheirs
	if got := Standing(&c, proof.Record{}, proof.Untested); got != "" {
		t.Errorf("of backups that are theirs it says %q", got)
	}
	if got := Restores([]view.Listing{{Client: c}}, now); got != "" {
		t.Errorf("of a firm that makes none it says %q", got)
	}
}

// What became of the question to a client.
func TestWhatBecameOfTheQuestion(t *testing.T) {
	q := &sheet.Question{At: now}
	for want, d := range map[string]*outbox.Delivery{
		"on 13 March 2026.": {State: outbox.Delivered}, "leaves when they open": {State: outbox.Waiting}, "did *not* reach them: Slack refused.": {State: outbox.Dead, Reason: "Slack refused"},
		"Nobody knows yet": {State: outbox.NeedsDecision}, "was *not* sent": {State: outbox.Recalled},
	} {
		if got := Asked(q, d); !strings.Contains(got, want) {
			t.Errorf("%s: %q", want, got)
		}
	}
	if Asked(nil, nil) != "" || !strings.HasSuffix(Asked(&sheet.Question{At: now, Answer: "x"}, nil), "answered.") {
		t.Error("who was never asked, or has answered")
	}
}

func TestTheQuestionToAClient(t *testing.T) {
	c := &client.Client{Name: "Acme & Sons", Contacts: []client.Contact{{Name: "Dana Fox"}}}
	text := HowToTell(c, client.Destination{Via: client.ViaSlack}, "Ana Ruiz, Studio North")
	for _, want := range []string{"Hello Dana,", "Nothing is wrong.", "if Acme &amp; Sons is ever down", "1. Whom", "3. Who", "no password", "Ana Ruiz, Studio North"} {
		if !strings.Contains(text.Body, want) {
			t.Errorf("there is no %q in\n%s", want, text.Body)
		}
	}
	if plain := HowToTell(c, client.Destination{Via: client.ViaEmail}, "Studio North"); strings.Contains(plain.Body, "&amp;") || plain.Subject == "" {
		t.Error("a mail has marks of Slack, or no subject")
	}
}

func TestMinutes(t *testing.T) {
	for n, want := range map[int]string{1: "1 minute", 14: "14 minutes", 60: "1 hour", 90: "1 h 30 min", 480: "8 hours"} {
		if got := minutes(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
