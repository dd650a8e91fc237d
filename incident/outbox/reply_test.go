package outbox

import (
	"strings"
	"testing"
	"time"
)

// One message collects what they write until they have been quiet for ten
// minutes; a question does not wait, but a second one within a minute joins it.
func TestWhatACopyCollects(t *testing.T) {
	began := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	said := func(min float64, text string) Reply {
		return Reply{Text: text, At: began.Add(time.Duration(min * float64(time.Minute)))}
	}
	sent := func(list ...Reply) Delivery { return Delivery{State: Delivered, To: "C0INC1", Replies: list} }
	aside := sent(said(0, "One"))
	aside.Data.Aside = "U0ANA"
	tests := []struct {
		name string
		d    Delivery
		r    Reply
		want bool
	}{
		{"more of the same", sent(said(0, "One")), said(9, "Two"), true},
		{"after ten quiet minutes", sent(said(0, "One")), said(10, "Two"), false},
		{"nine minutes after the last", sent(said(0, "One"), said(9, "Two")), said(18, "Three"), true},
		{"a question", sent(said(0, "One")), said(0.5, "When?"), false},
		{"a question just after another", sent(said(0, "When?")), said(0.5, "And why?"), true},
		{"a question a minute after another", sent(said(0, "When?")), said(1, "And why?"), false},
		{"a question, before the copy has left", Delivery{State: Waiting, Replies: []Reply{said(0, "One")}}, said(0, "When?"), true},
		{"what was put aside", aside, said(1, "Two"), false},
		{"what was lost", Delivery{State: Dead, Replies: []Reply{said(0, "One")}}, said(1, "Two"), false},
		{"what is full", sent(said(0, strings.Repeat("x", maxCopy))), said(1, "Two"), false},
		{"what went to a person", Delivery{State: Delivered, To: "U0BEN", Replies: []Reply{said(0, "One")}}, said(1, "Two"), false},
	}
	for _, tt := range tests {
		if got := tt.d.Collects(tt.r, "", "C0INC1"); got != tt.want {
			t.Errorf("%s: collected %t, want %t", tt.name, got, tt.want)
		}
	}
}

// A mail without words of its own asks what its subject asks, and not what that of the mail did that
// it answers, whatever the language of the program.
func TestASubjectAsks(t *testing.T) {
	for subject, asks := range map[string]bool{
		"Is it down again?": true, "Note: is it down again?": true, "Fwd: Is it down again?": true,
		"Re: Is it down?": false, "AW: Is it down?": false, "RE : Is it down?": false, "Sv: Is it down?": false, "Antw: Is it down?": false, "回复: Is it down?": false,
	} {
		r := Reply{Mail: &Mailed{Subject: subject}}
		if got := r.Questions() != ""; got != asks {
			t.Errorf("%s: it asks %t", subject, got)
		}
	}
}
