package trigger

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestFind(t *testing.T) {
	for name, c := range map[string]struct {
		life time.Duration // 0: as Slack has it
		wait time.Duration
		have func(*Book)
		want string // what Slack says; "": it can be used
	}{
		"fresh":          {},
		"just alive":     {wait: Life},
		"too late":       {wait: Life + time.Millisecond, want: "expired_trigger_id"},
		"of longer life": {life: time.Minute, wait: 2 * Life},
		"used": {have: func(b *Book) {
			if one, _ := b.Find("1"); one != nil {
				one.Use()
			}
		}, want: "exchanged_trigger_id"},
		"never there": {have: func(b *Book) { clear(b.all) }, want: "invalid_trigger_id"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := NewBook()
				if c.life > 0 {
					b.Live(c.life)
				}
				b.Add("1", "U0ANA", "V1")
				if c.have != nil {
					c.have(b)
				}
				time.Sleep(c.wait)
				got := ""
				one, no := b.Find("1")
				if no != nil {
					got = no.Code
				}
				if got != c.want || got == "" && one.User != "U0ANA" {
					t.Errorf("%q and %+v, want %q", got, one, c.want)
				}
			})
		})
	}
}
