package approval

import (
	"strings"
	"testing"
	"time"

	"candor/incident/update"
)

// Whoever presses a button of a request that is over reads what became of it, and what waits
// in its place.
func TestWhatBecameOfARequest(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	r := Request{N: 3, Update: update.Update{By: "U0ANA"}, Asked: []string{"U0BEN"}, Let: []string{"U0DEE"}, Needs: []Need{{By: "U0CLEO"}}}
	for _, tt := range []struct {
		how    string
		onWay  bool
		toldAt time.Time
		says   string
	}{
		{Approved, true, time.Time{}, "<@U0CLEO> approved it at "},
		{Approved, true, time.Time{}, ", and it is on its way to Acme."},
		{Approved, false, at.Add(time.Second), ", and Acme has it."},
		{Approved, false, at.Add(-time.Hour), ", and it has not reached Acme: its line in the channel says why."},
		{Alone, false, at.Add(time.Second), "<@U0ANA> sent it at "},
		{Rejected, false, time.Time{}, "It was rejected at "},
		{Withdrawn, false, time.Time{}, "It was taken back at "},
		{Replaced, false, time.Time{}, "Another text took its place at "},
		{Void, false, time.Time{}, "It did not leave: what it was about changed at "},
	} {
		c := Client{Name: "Acme", OnWay: tt.onWay, ToldAt: tt.toldAt, Ended: r.End(tt.how, r.Update.By, at)}
		if _, err := c.Find(3); err == nil || !strings.Contains(err.Error(), tt.says) || !strings.HasSuffix(err.Error(), "Nothing was sent now.") {
			t.Errorf("%s: %v, want %q", tt.how, err, tt.says)
		}
		c.Open = &Request{N: 4, Update: update.Update{By: "U0BEN"}}
		if _, err := c.Find(3); err == nil || !strings.Contains(err.Error(), "Another text, by <@U0BEN>, waits for approval in its place.") {
			t.Errorf("%s, another waits: %v", tt.how, err)
		}
		if found, err := c.Find(4); found != c.Open || err != nil {
			t.Error(found, err)
		}
	}
	if _, err := (Client{Ended: r.End(Approved, r.Update.By, at)}).Find(2); err == nil || !strings.HasPrefix(err.Error(), "This was answered already") {
		t.Errorf("of an older one: %v", err)
	}
	e := r.End(Rejected, r.Update.By, at)
	if !e.Was(3, "U0BEN") || !e.Was(3, "U0DEE") || e.Was(2, "U0BEN") || e.Was(3, "U0CLEO") || (*Ended)(nil).Was(3, "U0BEN") {
		t.Error("who was asked")
	}
}
