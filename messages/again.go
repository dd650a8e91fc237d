package messages

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/update"
)

// fell says when it stopped working again, where the client had read that it works and
// has not read of it; "" elsewhere.
func (t *template) fell(aff *incident.Affected, u update.Update, pattern string) string {
	at := aff.SaidTimes[incident.Fell]
	if at.IsZero() {
		return ""
	}
	return put(pattern, "time", t.instant(at, &aff.Client, u).after)
}

// owning puts in front of a text what its reader believes and is not so: that it still
// works, that it has worked since another time, that it began at another. Where the text
// says itself that it is down again, that is enough.
func (t *template) owning(aff *incident.Affected, u update.Update, text string) string {
	own := t.phrases.Again
	if update.KindOf(u.Kind).Recovers {
		own = t.phrases.Fell
	}
	_, tail, _ := strings.Cut(own, "{{time}}")
	var missed []string
	if s := t.fell(aff, u, own); s != "" && !strings.Contains(text, tail) {
		missed = append(missed, s)
	}
	for _, c := range []struct {
		pattern    string
		said, says time.Time
	}{
		{t.phrases.Moved, cmp.Or(aff.SaidTimes["resolved_at"], aff.SaidTimes["since_fixed"]), cmp.Or(u.Times["resolved_at"], u.Times["since_fixed"])},
		{t.phrases.FromMoved, aff.SaidTimes["from"], u.Times["from"]},
	} {
		if !c.said.IsZero() && !c.says.IsZero() && !c.said.Truncate(time.Minute).Equal(c.says.Truncate(time.Minute)) {
			missed = append(missed, put(c.pattern, "time", t.instant(c.said, &aff.Client, u).after))
		}
	}
	slices.Reverse(missed)
	return update.CatchUp(text, missed...)
}
