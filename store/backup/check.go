package backup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/audit"
	"candor/incident/damage"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/store/bolt"
)

// Report is what is in a store or in a copy of one. Its lines are for people.
type Report struct {
	Counts   []bolt.Count `json:"counts"`
	Open     []Owed       `json:"open"`     // what is owed to clients, the earliest first
	Damaged  []string     `json:"damaged"`  // records that cannot be read, with what is known of their incident
	Problems []string     `json:"problems"` // what does not agree with the records
	Breaches []string     `json:"breaches"` // what can be read and breaks a rule; looked at if nothing is damaged

	Incidents int       `json:"incidents"`         // those that can be read
	Newest    string    `json:"newest"`            // INC-7; empty if there is none
	Said      time.Time `json:"said,omitzero"`     // when a client last heard from us; zero if never
	SaidTo    string    `json:"said_to,omitempty"` // Acme Shop (INC-7)
	Alive     time.Time `json:"alive,omitempty"`   // when the program last said that it is alive; zero if never
	OnWay     []OnWay   `json:"on_way,omitempty"`  // texts to clients that had not arrived, the oldest first

	Restored time.Time `json:"restored,omitzero"` // the moment of the copy from which the store was put back; zero if it was not
}

// Owed is a promise that is not settled.
type Owed struct {
	Incident string    `json:"incident"` // INC-7
	Client   string    `json:"client"`   // its name
	Due      time.Time `json:"due"`
	Kind     string    `json:"kind"`
}

// OnWay is how many texts were on their way to a client; one that goes two ways is one.
type OnWay struct {
	Incident string `json:"incident"` // INC-7
	Client   string `json:"client"`   // its name
	Texts    int    `json:"texts"`
}

// Readable says whether everything can be read and the indexes agree.
func (r Report) Readable() bool { return len(r.Damaged) == 0 && len(r.Problems) == 0 }

// Check reads a store, or a copy of one that is not encrypted, to its end. It
// changes nothing. The error is of a file that could not be read at all.
func Check(ctx context.Context, path string) (Report, error) {
	if err := mayRead(path); err != nil {
		return Report{}, err
	}
	s, err := bolt.OpenToRead(path)
	if err != nil {
		return Report{}, err
	}
	defer s.Close()
	return CheckStore(ctx, s)
}

// CheckStore is Check of a store that is open.
func CheckStore(ctx context.Context, s *bolt.Store) (r Report, err error) {
	v, err := s.Survey(ctx)
	if err != nil {
		return r, err
	}
	r.Counts = v.Counts
	for _, u := range v.Damaged {
		r.Damaged = append(r.Damaged, Unreadable(u))
	}
	for _, p := range v.Problems {
		r.Problems = append(r.Problems, p.Error())
	}
	err = s.View(ctx, func(tx records.Tx) error {
		r.Open, r.OnWay = nil, nil
		names := map[string]string{}
		wrong := audit.CheckEach(tx, func(inc *incident.Incident) {
			r.see(inc)
			for _, aff := range inc.Everybody() {
				names[inc.Name()+"/"+aff.Client.ID] = aff.Client.Name
			}
		})
		if r.Readable() && wrong != nil {
			r.Breaches = strings.Split(wrong.Error(), "\n")
		}
		r.Alive, _ = tx.LastSeen() // what is damaged is named already
		if mark, _ := tx.Restored(); mark != nil {
			r.Restored = mark.AsOf
		}
		pending, _ := tx.PendingDeliveries()
		r.leaving(pending, names)
		return ctx.Err()
	})
	slices.SortStableFunc(r.Open, func(a, b Owed) int { return a.Due.Compare(b.Due) })
	return r, err
}

// see notes what an incident owes and what was last said. The newest comes first.
func (r *Report) see(inc *incident.Incident) {
	if r.Incidents++; r.Newest == "" {
		r.Newest = inc.Name()
	}
	for _, aff := range inc.Everybody() {
		for _, p := range aff.Promises {
			if p.Outcome == promise.Pending {
				r.Open = append(r.Open, Owed{inc.Name(), aff.Client.Name, p.DueAt, string(p.Kind)})
			}
		}
		if aff.ToldAt.After(r.Said) {
			r.Said, r.SaidTo = aff.ToldAt, aff.Client.Name+" ("+inc.Name()+")"
		}
	}
}

// leaving notes which texts are on their way to clients; names are those by INC-7/acme.
func (r *Report) leaving(pending []*outbox.Delivery, names map[string]string) {
	seen := map[string]bool{}
	for _, d := range pending {
		inc := fmt.Sprint("INC-", d.Incident)
		text := fmt.Sprint(inc, "/", d.Client, "/", d.Kind, "/", d.Update)
		if d.Internal() || d.Client == "" || seen[text] {
			continue
		}
		seen[text] = true
		name := cmp.Or(names[inc+"/"+d.Client], d.Client)
		i := slices.IndexFunc(r.OnWay, func(w OnWay) bool { return w.Incident == inc && w.Client == name })
		if i < 0 {
			i, r.OnWay = len(r.OnWay), append(r.OnWay, OnWay{Incident: inc, Client: name})
		}
		r.OnWay[i].Texts++
	}
}

// Unreadable names a record that cannot be read, with what is known of its incident.
func Unreadable(u damage.Unreadable) string {
	line := fmt.Sprintf("%s %s", u.Kind, u.Key)
	o := u.Outline
	if o == nil {
		return line
	}
	line += " (" + strings.Join(o.Clients, ", ") + ")"
	switch {
	case u.Kind != damage.IncidentRecord:
		return line
	case !o.Due.IsZero():
		return line + ": the next update is due at " + Instant(o.Due)
	case o.Over:
		return line + ": it is over, and nothing is due"
	}
	return line + ": nothing is due"
}

// Instant is a time as whoever runs Candor reads it.
func Instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// errDamaged is a copy that was read and is not what it should be.
var errDamaged = errors.New("the copy is damaged")
