package delivery

import (
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"

	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
)

// mustInvite reads what a mail with an invite puts into a calendar, as its program does.
func mustInvite(t *testing.T, change func(*view.Lease)) (method string, e *ical.Event, raw string) {
	t.Helper()
	l := mailLease()
	l.View.Update.Invite = &update.Invite{N: 1, At: start.Add(2 * time.Hour).In(time.FixedZone("", 3600)), Caller: team.Person{Name: "Ben Okafor", Email: "ben@studio-north.example"}}
	change(l)
	m, err := NewEmail(MailServer{From: "status@studio-north.example"}).compose(l, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, parts := mustParse(t, m.text)
	if len(parts) != 3 || !strings.Contains(string(m.text), "text/calendar; method=") {
		t.Fatalf("the mail has %d parts, want the text, its HTML and the calendar:\n%s", len(parts), m.text)
	}
	cal, err := ical.NewDecoder(strings.NewReader(parts[2])).Decode()
	if err != nil || len(cal.Events()) != 1 {
		t.Fatalf("the calendar cannot be read: %v\n%s", err, parts[2])
	}
	method, _ = cal.Props.Text(ical.PropMethod)
	if !strings.Contains(string(m.text), "method="+method) {
		t.Errorf("the mail does not say %s, which its calendar says", method)
	}
	return method, &cal.Events()[0], parts[2]
}

// told is what a calendar entry says, by property.
func told(e *ical.Event) map[string]string {
	list := map[string]string{}
	for name, props := range e.Props {
		list[name] = props[0].Value
		if cn := props[0].Params.Get(ical.ParamCommonName); cn != "" {
			list[name] += " " + cn
		}
	}
	return list
}

// A call that a mail offers stands in the recipient's calendar: in UTC, from whoever calls.
func TestAMailPutsTheCallIntoTheirCalendar(t *testing.T) {
	method, e, _ := mustInvite(t, func(l *view.Lease) { l.View.Update.Invite.Offer = true })
	want := map[string]string{
		"UID": e.Props.Get(ical.PropUID).Value, "SEQUENCE": "0", "STATUS": "TENTATIVE", "SUMMARY": "Call with Studio North",
		"DTSTAMP": "20261123T140000Z", "DTSTART": "20261123T160000Z", "DTEND": "20261123T163000Z",
		"ORGANIZER": "mailto:ben@studio-north.example Ben Okafor", "ATTENDEE": "mailto:dana@acme.example Dana Fox",
	}
	if diff := cmp.Diff(want, told(e)); method != "REQUEST" || diff != "" {
		t.Errorf("%s (-want +got):\n%s", method, diff)
	}
}

// Moved and called off, it is the same entry: one name, a higher number.
func TestAMovedCallIsTheSameEntry(t *testing.T) {
	_, offered, _ := mustInvite(t, func(*view.Lease) {})
	uid := told(offered)["UID"]
	method, moved, _ := mustInvite(t, func(l *view.Lease) {
		l.Delivery.ID, l.Delivery.Update = "OTHER", 4
		l.View.Update.Invite.Seq, l.View.Update.Invite.At = 1, start.Add(3*time.Hour)
	})
	if got := told(moved); method != "REQUEST" || got["UID"] != uid || got["SEQUENCE"] != "1" || got["STATUS"] != "CONFIRMED" || got["DTSTART"] != "20261123T170000Z" {
		t.Errorf("moved: %s %v, the entry was %s", method, got, uid)
	}
	method, off, _ := mustInvite(t, func(l *view.Lease) { l.View.Update.Invite.Seq, l.View.Update.Invite.Off = 2, true })
	if got := told(off); method != "CANCEL" || got["UID"] != uid || got["SEQUENCE"] != "2" || got["STATUS"] != "CANCELLED" || got["ORGANIZER"] == "" {
		t.Errorf("off: %s %v, the entry was %s", method, got, uid)
	}
	_, next, _ := mustInvite(t, func(l *view.Lease) { l.View.Update.Invite.N = 2 })
	_, elsewhere, _ := mustInvite(t, func(l *view.Lease) { l.Delivery.Client = "globex" })
	if told(next)["UID"] == uid || told(elsewhere)["UID"] == uid {
		t.Error("another call, or another client's, has the name of the first")
	}
}

// Names cannot end a line or a parameter of a calendar, and no line is too long.
func TestNoNameBreaksACalendar(t *testing.T) {
	for _, name := range []string{"Ana\r\nATTENDEE:mailto:x@y.example", `Ana "A" Ruiz; boss, "x"`, strings.Repeat("Größe ", 60), "a\\nb;c,d:e", ""} {
		_, e, raw := mustInvite(t, func(l *view.Lease) {
			l.View.Company, l.Delivery.ToName, l.View.Update.Invite.Caller.Name = name, name, name
			l.View.Update.Invite.Caller.Email = "nobody"
		})
		if organizer := e.Props.Get(ical.PropOrganizer).Value; len(e.Props) != 9 || organizer != "mailto:status@studio-north.example" {
			t.Errorf("%q: %d properties, organizer %s", name, len(e.Props), organizer)
		}
		if got, err := e.Props.Text(ical.PropSummary); err != nil || name != "" && got != "Call with "+oneLine(name) {
			t.Errorf("%q is read as %q (%v)", name, got, err)
		}
		for line := range strings.Lines(raw) {
			if len(strings.TrimRight(line, "\r\n")) > 75 {
				t.Errorf("%q: a line of %d bytes: %s", name, len(line), line)
			}
		}
	}
}
