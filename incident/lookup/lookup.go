// Package lookup says by what an incident is found beside its number and its places: a
// store keeps an index of it, so that nobody reads a list of incidents to find one. It also
// says what is known of one whose record cannot be read.
package lookup

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/schedule"
)

// Key is something by which incidents are found: the newest of those that have it, or the
// oldest.
type Key string

// Typed is of a live incident that the person declared by exactly these words.
func Typed(user, words string) Key { return Key(fmt.Sprintf("typed/%s/%s", user, digest(words))) }

// Trouble is of a live incident whose first client notices this; several: others are
// affected with them. Capital letters and space around the words do not count.
func Trouble(client, kind, impact string, several bool) Key {
	return Key(fmt.Sprintf("trouble/%s/%s", client, digest(fmt.Sprintf("%s\n%t\n%s", kind, several, fold(impact)))))
}

// Open is of an incident that is open for a client.
func Open(client string) Key { return Key("open/" + client) }

// Live is of an incident of a client that is not over.
func Live(client string) Key { return Key("live/" + client) }

// Told is of an incident that is not over and knows of a client who is told in a channel
// of Slack.
func Told(channel string) Key { return Key("told/" + channel) }

// Earlier is of an incident of a kind that a client had, or has. One that is private,
// and one that was none, are left out: nobody is reminded of them.
func Earlier(client, kind string) Key { return Key("earlier/" + client + "/" + kind) }

// InDays is of an incident of which a person owes something in days.
func InDays(user string) Key { return Key("days/" + user) }

// Past is of every incident that has ended, but those that were pressed by mistake and
// drills.
const Past Key = "past"

// Month is of a closed incident of which something may be in a month, wherever its clients
// are.
func Month(year int, month time.Month) Key { return Key(fmt.Sprintf("month/%04d-%02d", year, month)) }

// Ongoing is of every incident that is neither closed nor cancelled, and Unsettled of every
// one that is not over. Drills are among them.
const (
	Ongoing   Key = "ongoing"
	Unsettled Key = "unsettled"
)

// Keys are all by which an incident is found, each once. A drill is found by what was
// typed, and by that it is there,: its client is nobody's.
func Keys(inc *incident.Incident) []Key {
	list, live := there(inc), !inc.Over()
	if live && inc.Declared != "" {
		list = append(list, Typed(inc.DeclaredBy, inc.Declared))
	}
	if inc.Drill != nil {
		return list
	}
	if live && len(inc.Clients) > 0 {
		list = append(list, Trouble(inc.Clients[0].Client.ID, inc.Kind, inc.Impact, len(inc.Clients) > 1))
	}
	for i := range inc.Clients {
		c := &inc.Clients[i].Client
		if live {
			list = append(list, Live(c.ID))
		}
		if live && c.Slack != "" && !slices.Contains(list, Told(c.Slack)) {
			list = append(list, Told(c.Slack))
		}
		if inc.State == incident.Open {
			list = append(list, Open(c.ID))
		}
		if !inc.Private && inc.State != incident.Cancelled {
			list = append(list, Earlier(c.ID, inc.Kind))
		}
	}
	return slices.Concat(list, owing(inc), past(inc))
}

// mostMonths is in how many months an incident is looked for: a date of a clock that was
// wrong makes no thousand entries.
const mostMonths = 120

// past are the keys of what has ended.
func past(inc *incident.Incident) (list []Key) {
	if !inc.Ended() || inc.Mistake != "" {
		return nil
	}
	list = []Key{Past}
	if inc.State == incident.Cancelled {
		return list
	}
	last := inc.ClosedAt
	for i := range inc.Clients {
		for _, p := range inc.Clients[i].Promises {
			last = schedule.Later(last, schedule.Later(p.DueAt, p.SettledAt))
		}
	}
	day := inc.DeclaredAt.UTC().Add(-margin)
	for at := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC); !at.After(last.Add(margin)) && len(list) <= mostMonths; at = at.AddDate(0, 1, 0) {
		list = append(list, Month(at.Year(), at.Month()))
	}
	return list
}

// margin is how far the calendar of a client may be from ours.
const margin = 25 * time.Hour

// there are the keys by which it is known that there is one.
func there(inc *incident.Incident) (list []Key) {
	if !inc.Ended() {
		list = append(list, Ongoing)
	}
	if !inc.Over() {
		list = append(list, Unsettled)
	}
	return list
}

// owing are the keys by which it is found for those who owe something of it in days.
func owing(inc *incident.Incident) (list []Key) {
	for _, t := range inc.InDays() {
		if key := InDays(t.Owner); t.Owner != "" && !slices.Contains(list, key) {
			list = append(list, key)
		}
	}
	return list
}

// AnyOf are the keys that one function gives for each client of an incident.
func AnyOf(inc *incident.Incident, key func(client string) Key) (list []Key) {
	for i := range inc.Clients {
		list = append(list, key(inc.Clients[i].Client.ID))
	}
	return list
}

// digest keeps keys short, whatever was typed.
func digest(words string) string {
	sum := sha256.Sum256([]byte(words))
	return fmt.Sprintf("%x", sum[:16])
}

// fold gives texts one form that differ in their capital letters alone.
func fold(text string) string { return strings.ToLower(strings.ToUpper(strings.TrimSpace(text))) }
