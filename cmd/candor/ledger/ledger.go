// Package ledger reads from a store, or a copy of one, what is written down of it: one
// incident, or what the figures count. It changes nothing.
package ledger

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/figures"
	"candor/incident/forget"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/messages/history"
	"candor/store/bolt"
)

// view runs fn on the store in a file.
func view(ctx context.Context, file string, fn func(records.Tx) error) error {
	s, err := bolt.OpenToRead(file)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.View(ctx, fn)
}

// Record reads all that a store has of an incident. What cannot be read is named in
// it; the rest is there.
func Record(ctx context.Context, file string, number int64) (r history.Record, err error) {
	err = view(ctx, file, func(tx records.Tx) error {
		r = history.Record{}
		inc, err := tx.Incident(number)
		if fault.CodeOf(err) == fault.NotFound {
			return fault.Errorf(fault.NotFound, "there is no incident INC-%d. Nothing was written.", number)
		}
		if err != nil {
			return err
		}
		r.Incident = inc
		entries, err := tx.Timeline(number)
		if err != nil {
			r.Unread = append(r.Unread, err.Error())
		}
		r.Lines = timeline.Lines(entries)
		for _, aff := range inc.Everybody() {
			for n := 1; n <= aff.Updates; n++ {
				u, err := tx.ClientUpdate(number, aff.Client.ID, n)
				if err != nil {
					r.Unread = append(r.Unread, fmt.Sprintf("text %d for %s: %v", n, aff.Client.Name, err))
					continue
				}
				r.Texts = append(r.Texts, u)
			}
		}
		return nil
	})
	return r, err
}

// Clients reads all clients that a store knows, those too that are only in an incident, and
// when the program was last alive.
func Clients(ctx context.Context, file string) (list []client.Client, seen time.Time, err error) {
	err = view(ctx, file, func(tx records.Tx) error {
		list = nil
		profiles, err := tx.Profiles()
		if err != nil {
			return err
		}
		for _, p := range profiles {
			list = append(list, p.Client)
		}
		kept, err := tx.AllKept()
		for _, k := range kept {
			list = append(list, client.Client{ID: k.Client, Aliases: k.Known})
		}
		if records.UnlessLost(err) != nil {
			return err
		}
		all, err := tx.LatestIncidents(math.MaxInt)
		if err != nil {
			return err
		}
		for _, inc := range all {
			for _, aff := range inc.Everybody() {
				list = append(list, aff.Client)
			}
		}
		seen, err = tx.LastSeen()
		return err
	})
	return list, seen, err
}

// People find those who speak for the clients of a config in a text, by the ids of the clients;
// nil of one whose people the store does not know.
func People(ctx context.Context, file string) (people map[string]*forget.List, err error) {
	err = view(ctx, file, func(tx records.Tx) error {
		people = map[string]*forget.List{}
		kept, err := tx.AllKept()
		for _, k := range kept {
			if k.Known != nil {
				people[k.Client] = k.People
			}
		}
		return records.UnlessLost(err)
	})
	return people, err
}

// Counted is what the figures are made of.
type Counted struct {
	Cases  []figures.Case // the earliest incident first
	Month  figures.Month
	At     time.Time // as of when: a copy knows nothing of what came after it
	Unread []string  // incidents that are there and cannot be read
}

// Count reads the cases of a month, written like 2026-03; "" is all time. With a client
// it reads those of that client alone. now counts where the store does not say when
// the program was last alive.
func Count(ctx context.Context, file string, q Query, now time.Time) (k Counted, err error) {
	month, ok := figures.ParseMonth(q.Month)
	if !ok {
		return k, fault.Errorf(fault.Invalid, "“%s” is not a month. Nothing was written. Write it like 2026-03.", q.Month)
	}
	err = view(ctx, file, func(tx records.Tx) error {
		k = Counted{Month: month, At: now}
		if seen, err := tx.LastSeen(); err == nil && !seen.IsZero() {
			k.At = seen
		}
		list, err := tx.LatestIncidents(math.MaxInt)
		if err != nil {
			k.Unread = append(k.Unread, err.Error())
		}
		slices.Reverse(list)
		for _, c := range figures.Read(tx, list, month) {
			if q.Client == "" || c.Client.Client.ID == q.Client {
				k.Cases = append(k.Cases, c)
			}
		}
		if q.Client != "" && !slices.ContainsFunc(list, func(inc *incident.Incident) bool { return inc.Affected(q.Client) != nil }) {
			return fault.Errorf(fault.NotFound, "no incident affects a client “%s”. Nothing was written. %s", q.Client, idsIn(list))
		}
		return nil
	})
	return k, err
}

// Query is what is asked of the figures: empty fields leave nothing out.
type Query struct{ Client, Month string }

// idsIn says by which ids clients can be asked for.
func idsIn(list []*incident.Incident) string {
	var ids []string
	for _, inc := range list {
		for i := range inc.Clients {
			ids = append(ids, inc.Clients[i].Client.ID)
		}
	}
	if len(ids) == 0 {
		return "There is no incident yet."
	}
	return "Write one of " + strings.Join(slices.Compact(slices.Sorted(slices.Values(ids))), ", ") + "."
}
