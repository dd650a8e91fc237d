// Package before finds what happened before an incident: to the same client, or on what
// several clients share.
package before

import (
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/lookup"
	"candor/incident/records"
	"candor/incident/review"
	"candor/incident/work"
)

// Note notes the newest earlier incident that tells most: of the same kind for one of its
// clients; else of the same kind for a client with a tag of theirs; else, where a change
// is still open after it, of another kind for one of its clients. What was to change comes
// with it. One that is private stays unnamed, and what was none does not count.
func Note(w *work.Unit) error {
	same := lookup.AnyOf(w.Inc, func(client string) lookup.Key { return lookup.Earlier(client, w.Inc.Kind) })
	if old, err := newest(w, same); old != nil || err != nil {
		return note(w, old, review.Before{}, err)
	}
	for _, tag := range tags(w.Inc) {
		if old, err := newest(w, sharing(w, tag)); old != nil || err != nil {
			return note(w, old, review.Before{Tag: tag}, err)
		}
	}
	var others []lookup.Key
	for _, kind := range w.Kinds() {
		others = append(others, lookup.AnyOf(w.Inc, func(client string) lookup.Key { return lookup.Earlier(client, kind) })...)
	}
	old, err := newest(w, others)
	if old != nil && len(old.Changes.Open()) == 0 {
		old = nil
	}
	return note(w, old, review.Before{OtherKind: true}, err)
}

func newest(w *work.Unit, keys []lookup.Key) (*incident.Incident, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	return w.Tx.Newest(w.Inc.Number, keys...)
}

func note(w *work.Unit, old *incident.Incident, b review.Before, err error) error {
	if err != nil || old == nil {
		return records.UnlessLost(err)
	}
	b.Number = old.Number
	var open []string
	for _, c := range old.Changes.Open() {
		open = append(open, c.Text)
	}
	b.Open = strings.Join(open, "; ")
	w.Inc.Before = &b
	return nil
}

// tags are those of the clients of an incident, each once.
func tags(inc *incident.Incident) (list []string) {
	for i := range inc.Clients {
		list = append(list, inc.Clients[i].Client.Tags...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// sharing are the keys of what happened, of the same kind, to others with a tag.
func sharing(w *work.Unit, tag string) (keys []lookup.Key) {
	for _, c := range client.Tagged(w.CurrentClients(w.Tx), tag) {
		keys = append(keys, lookup.Earlier(c.ID, w.Inc.Kind))
	}
	return keys
}
