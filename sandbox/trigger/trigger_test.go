package trigger

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestFind(t *testing.T) {
	for name, c := range map[string]struct {
		have func(*Book)
		want string // what Slack says; "": it can be used
	}{
		"fresh":      {func(*Book) {}, ""},
		"just alive": {func(*Book) { time.Sleep(Life) }, ""},
		"too late":   {func(*Book) { time.Sleep(Life + time.Millisecond) }, "expired_trigger_id"},
		"of longer life": {func(b *Book) {
			b.Live(time.Minute)
			b.Add("1", "U0ANA", "")
			time.Sleep(2 * Life)
		}, ""},
		"used": {func(b *Book) {
			if one, _ := b.Find("1"); one != nil {
				one.Use()
			}
		}, "exchanged_trigger_id"},
		"never there": {func(b *Book) { clear(b.all) }, "invalid_trigger_id"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := NewBook()
				b.Add("1", "U0ANA", "V1")
				c.have(b)
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
