package bot

import (
	"context"
	"testing"

	"candor/incident"
	"candor/incident/records"
)

// counted is a store that counts in how many transactions an incident was read
// without a change, and how many changes were made.
type counted struct {
	records.Store
	reads, commits int
}

func (c *counted) View(ctx context.Context, fn func(records.Tx) error) error {
	read := false
	defer func() {
		if read {
			c.reads++
		}
	}()
	return c.Store.View(ctx, func(tx records.Tx) error { return fn(noting{tx, &read}) })
}

func (c *counted) Update(ctx context.Context, fn func(records.Tx) error) error {
	c.commits++
	return c.Store.Update(ctx, fn)
}

type noting struct {
	records.Tx
	read *bool
}

func (n noting) Incident(number int64) (*incident.Incident, error) {
	*n.read = true
	return n.Tx.Incident(number)
}

func (n noting) IncidentIn(place string) (*incident.Incident, error) {
	*n.read = true
	return n.Tx.IncidentIn(place)
}

// examples is what is typed after each verb.
var examples = map[string]string{
	"new": "", "declare": "sev2 acme search is slow", "update": "the checkout is slow", "still": "", "works": "", "correct": "", "told": "call: we are on it",
	"asked": "when it is back", "call": "", "fact": "data_lost no", "known": "orders are complete", "unknown": "the cause", "doing": "restarting it",
	"later": "", "clocks": "aware 13:55", "insurer": "", "lawyer": "", "due": "", "next": "45m", "cadence": "30m", "snooze": "5m", "meeting": "2", "round": "", "check": "", "sev": "2", "kind": "security", "affects": "globex", "impact": "it is slow",
	"private": "now", "status": "identified", "eta": "2-4h", "commander": "<@U0BEN>", "comms": "<@U0BEN>", "tech": "<@U0BEN>", "account": "<@U0BEN>", "privacy": "<@U0BEN>", "handover": "<@U0BEN>", "goodnight": "", "note": "restarted it", "timeline": "", "aftercare": "full", "resolve": "", "review": "", "action": "test it", "actions": "", "reopen": "down again",
	"not": "acme but globex", "close": "", "mistake": "", "confirm": "", "cancel": "it was none", "whoami": "", "list": "closed acme", "figures": "acme", "clients": "", "sheet": "acme", "restored": "acme 14", "help": "", "drill": "end",
}

// more are the verbs that take more than one read of the incident or one commit.
var more = map[string]struct {
	reads, commits int
	why            string
}{
	"declare": {0, 2, "what is declared stands, whatever becomes of its first text"},
	"correct": {2, 0, "the form lists what was written to the client"},
}

// A command reads its incident once, and what it does is one commit: nothing can
// come between what the person is shown and what they may do.
func TestACommandReadsItsIncidentOnce(t *testing.T) {
	sweeps(t)
	for _, v := range verbs() {
		text, ok := examples[v.name]
		if !ok {
			t.Errorf("%s has no example", v.name)
			continue
		}
		b := newBench(t)
		b.declared()
		store := &counted{Store: b.Service.Store}
		b.Service.Store = store
		r := ana("INC-1 " + v.name)
		_, err := b.run(t.Context(), r, "INC-1 "+v.name+" "+text)
		reads, commits := 1, 1
		if m, ok := more[v.name]; ok {
			reads, commits = m.reads, m.commits
		}
		if store.reads > reads || store.commits > commits {
			t.Errorf("%s reads its incident %d times and makes %d commits, want at most %d and %d (%v)", v.name, store.reads, store.commits, reads, commits, err)
		}
	}
}
