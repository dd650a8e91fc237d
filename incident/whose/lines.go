package whose

import (
	"strings"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
)

// Line is one of the two lists, which somebody takes off it.
type Line struct {
	Confirmed bool
	N         int
	Wrong     bool // it was: whoever has been told it hears so
	Sure      bool // they say whether it was
}

// TakeOff takes it off. It asks back of what a client has been told: to drop that unseen would
// leave it standing with them.
func (l Line) TakeOff(inc *incident.Incident, now time.Time) (gone facts.Noted, err error) {
	list := map[bool]string{true: "known", false: "unknown"}[l.Confirmed]
	if names := l.readers(inc); !l.Sure && len(names) > 0 {
		return gone, fault.Errorf(fault.NeedsFact, "Nothing was changed: %s has been told line %d. If it was wrong, type known wrong %[2]d: then they hear so. If it was right, and only need not stand here, type known right %[2]d.", fault.And(names), l.N)
	}
	ok := false
	if l.Wrong {
		gone, ok = inc.Facts.TakeBack(l.N, now)
	} else {
		gone, ok = inc.Facts.Drop(l.Confirmed, l.N)
	}
	if !ok {
		return gone, fault.Errorf(fault.NotFound, "There is no line %d on that list now. Nothing was changed. Type %s to see it, and %[2]s drop with the number of a line to take that off.", l.N, list)
	}
	return gone, nil
}

// readers are the clients who have been told it as certain.
func (l Line) readers(inc *incident.Incident) (names []string) {
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; l.Confirmed && aff.Learned[l.N] > 0 {
			names = append(names, aff.Client.Name)
		}
	}
	return names
}

// Began refuses as certain that it began at another time than a client has read, of all clients or
// of one: each text after that would say both times. as is how that was typed.
func Began(inc *incident.Incident, id string, at time.Time, as string) error {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if read := aff.SaidTimes["from"]; !at.IsZero() && (id == "" || aff.Client.ID == id) && !read.IsZero() && read.Sub(at).Abs() >= time.Minute {
			return fault.Errorf(fault.Conflict, "Nothing was written down: %s has read that it began at %s, and the last message would say so again. To put it right in all texts, type correct it began at %s.", aff.Client.Name, aff.Client.Clock(read, "15:04"), strings.TrimSpace(as))
		}
	}
	return nil
}
