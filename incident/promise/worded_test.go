package promise

import (
	"slices"
	"testing"
	"time"

	"candor/incident/schedule/scheduletest"
	"candor/incident/update"
)

// What was promised in words stands beside what is promised after it, until its time, unless it
// was moved: by a later time without any words, or by who promised it.
func TestTwoPromisesInWordsStandBesideEachOther(t *testing.T) {
	call, list := Worded{"Ana calls at four", "ana", scheduletest.At(120)}, Worded{"Ben calls with the list", "ben", scheduletest.At(180)}
	for _, tt := range []struct {
		name     string
		have     []Worded
		own      Worded
		words    string
		due, is  time.Time // when news is due, and when what Words say is
		andLater []string
	}{
		{"nothing", nil, Worded{}, "", scheduletest.At(60), time.Time{}, nil},
		{"news before it", []Worded{call}, Worded{At: scheduletest.At(60)}, "Ana calls at four", scheduletest.At(60), scheduletest.At(120), nil},
		{"a later time", []Worded{call}, Worded{At: scheduletest.At(150)}, "Ana calls at four", scheduletest.At(150), time.Time{}, nil},
		{"something later by somebody else", []Worded{call}, list, "Ana calls at four", scheduletest.At(120), time.Time{}, []string{"Ben calls with the list"}},
		{"something sooner by somebody else", []Worded{list}, call, "Ana calls at four", scheduletest.At(120), time.Time{}, []string{"Ben calls with the list"}},
		{"the same, moved", []Worded{call}, Worded{"Ana calls at five", "ana", scheduletest.At(180)}, "Ana calls at five", scheduletest.At(180), time.Time{}, nil},
		{"another thing by the same person", []Worded{call}, Worded{"the offer", "ana", scheduletest.At(180)}, "Ana calls at four", scheduletest.At(120), time.Time{}, []string{"the offer"}},
		{"both at one time", []Worded{call}, Worded{"the list", "ben", scheduletest.At(120)}, "Ana calls at four; the list", scheduletest.At(120), time.Time{}, nil},
		{"news before two", []Worded{call, list}, Worded{At: scheduletest.At(60)}, "Ana calls at four", scheduletest.At(60), scheduletest.At(120), []string{"Ben calls with the list"}},
		{"news between two", []Worded{call, list}, Worded{At: scheduletest.At(150)}, "Ana calls at four", scheduletest.At(150), time.Time{}, []string{"Ben calls with the list"}},
	} {
		p := &Promise{Kind: Update, Said: true, MadeAt: scheduletest.At(0), DueAt: tt.own.At, Words: tt.own.Words, By: tt.own.By}
		if tt.own.At.IsZero() {
			p.DueAt = scheduletest.At(60)
		}
		p.Carry(tt.have)
		var later []string
		for _, w := range p.Later {
			later = append(later, w.Words)
		}
		if p.Words != tt.words || !p.DueAt.Equal(tt.due) || !p.For.Equal(tt.is) || !slices.Equal(later, tt.andLater) {
			t.Errorf("%s: “%s” due %s, for %s, then %q", tt.name, p.Words, p.DueAt, p.For, later)
		}
	}
	p := &Promise{Kind: Update, Said: true, MadeAt: scheduletest.At(0), DueAt: scheduletest.At(120), Words: "Ana calls", Later: []Worded{list}}
	if got := p.Worded(scheduletest.At(118)); len(got) != 1 || got[0] != list || !p.StillFor(scheduletest.At(118)).Equal(scheduletest.At(180)) {
		t.Errorf("once the first is due, %v still stands", got)
	}
}

// An update that says nothing of what was promised in words, and was to bring it, leaves it owed; so
// does one before its time, unless it is about that and names a later one.
func TestWhatAnUpdateLeavesPromised(t *testing.T) {
	for _, tt := range []struct {
		name, says string
		now, next  int
		left       bool
	}{
		{"before its time", "we read the logs", 60, 90, true},
		{"before its time, and it says that they have it", "the refund is paid", 60, 90, true},
		{"before its time, of that, with a later one", "the refund comes in the evening", 60, 300, false},
		{"before its time, of something else, with a later one", "we read the logs", 60, 300, true},
		{"at its time, of something else", "we read the logs", 118, 180, true},
		{"at its time, of that", "the refund is paid", 118, 180, false},
		{"late, of something else", "we read the logs", 130, 180, true},
	} {
		p := &Promise{Kind: Update, Said: true, MadeAt: scheduletest.At(0), DueAt: scheduletest.At(120), Words: "a refund for today"}
		if left := p.Left(&update.Update{Kind: update.Progress}, tt.says, scheduletest.At(tt.now), scheduletest.At(tt.next)); (len(left) > 0) != tt.left {
			t.Errorf("%s: %v is left", tt.name, left)
		}
		if left := p.Left(&update.Update{Kind: update.ByHand}, tt.says, scheduletest.At(tt.now), scheduletest.At(tt.next)); tt.now >= 118 && len(left) > 0 {
			t.Errorf("%s, by hand: %v is left", tt.name, left)
		}
	}
}

// News is late, and the time of what was promised in words has passed meanwhile, too: it is as due as
// what was promised for the time of the news.
func TestWordsThatFellDueWhileNewsWasLate(t *testing.T) {
	list, refund := Worded{"the list of orders", "ana", scheduletest.At(120)}, Worded{"a refund", "ben", scheduletest.At(125)}
	p := &Promise{Kind: Update, MadeAt: scheduletest.At(0), DueAt: scheduletest.At(60)} // nobody told them a time for news
	p.Carry([]Worded{list, refund})
	if now := scheduletest.At(90); p.Brings(now) || len(p.Worded(now)) != 2 {
		t.Errorf("before their time they are due: %+v", p)
	}
	now, u := scheduletest.At(130), &update.Update{Kind: update.Progress}
	if !p.Brings(now) || p.Bare("Acme", func(time.Time, string) string { return "16:00" }, now) == nil {
		t.Errorf("“nothing has changed” brings %+v", p)
	}
	if left := p.Left(u, "we read the logs", now, scheduletest.At(180)); len(left) != 2 {
		t.Errorf("a text of something else leaves %v", left)
	}
	if left := p.Left(u, "the list of orders is in your mailbox", now, scheduletest.At(180)); len(left) != 1 || left[0] != refund {
		t.Errorf("a text with the list leaves %v", left)
	}
}

// What is promised in words beside a promise stands by its own time, and the first is due.
func TestAlso(t *testing.T) {
	at := func(m int) time.Time { return time.Date(2026, 3, 10, 14, m, 0, 0, time.UTC) }
	p := Promise{Kind: Update, DueAt: at(30)}
	p.Also(Worded{Words: "a refund", At: at(50)})
	if p.DueAt != at(30) || p.For != at(50) || p.Words != "a refund" || p.Said { // nobody told them a time for news
		t.Errorf("later than news: %+v", p)
	}
	p.Also(Worded{Words: "the list", At: at(20)})
	if p.DueAt != at(20) || !p.For.IsZero() || p.Words != "the list" || !p.Said || len(p.Later) != 1 || p.Later[0].Words != "a refund" {
		t.Errorf("sooner than news: %+v", p)
	}
	p.Also(Worded{Words: "a call", At: at(20)})
	if p.Words != "the list; a call" && p.Words != "a call; the list" || len(p.Later) != 1 {
		t.Errorf("at the same time: %+v", p)
	}
}
