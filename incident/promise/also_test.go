package promise

import (
	"testing"
	"time"
)

// What is promised in words beside a promise stands by its own time, and the first is due.
func TestAlso(t *testing.T) {
	at := func(m int) time.Time { return time.Date(2026, 3, 10, 14, m, 0, 0, time.UTC) }
	p := Promise{Kind: Update, DueAt: at(30)}
	p.Also(Worded{Words: "a refund", At: at(50)})
	if p.DueAt != at(30) || p.For != at(50) || p.Words != "a refund" || !p.Said {
		t.Errorf("later than news: %+v", p)
	}
	p.Also(Worded{Words: "the list", At: at(20)})
	if p.DueAt != at(20) || !p.For.IsZero() || p.Words != "the list" || len(p.Later) != 1 || p.Later[0].Words != "a refund" {
		t.Errorf("sooner than news: %+v", p)
	}
	p.Also(Worded{Words: "a call", At: at(20)})
	if p.Words != "the list; a call" && p.Words != "a call; the list" || len(p.Later) != 1 {
		t.Errorf("at the same time: %+v", p)
	}
}
