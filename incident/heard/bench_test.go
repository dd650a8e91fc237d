package heard_test

import (
	"context"
	"errors"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/records"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

func refTo(key string) view.Ref { return view.Ref{Number: 1, Client: "acme", Key: key} }

// crashing is a store that dies before the commit.
type crashing struct {
	records.Store
	mended bool
}

func (c *crashing) Update(ctx context.Context, fn func(records.Tx) error) error {
	return c.Store.Update(ctx, func(tx records.Tx) error {
		if err := fn(tx); err != nil || c.mended {
			return err
		}
		return errors.New("crashed")
	})
}

// loss tells the client by mail that data is lost.
func (o *office) loss() {
	o.t.Helper()
	for q, a := range map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy} {
		_, err := o.SetFacts(o.t.Context(), ana, 1, facts.FactAnswer{Question: q, Answer: a})
		o.Must(err)
	}
	o.Work()
	t, err := o.Write(o.t.Context(), ana, 1, incident.Proposal{Client: "acme", Kind: update.DataLoss, Words: map[string]string{"protect_line": "stopped all changes", "backup_line": "We had no backup."}})
	for _, sure := range []bool{false, true} {
		if err == nil {
			t, err = o.Send(o.t.Context(), ana, refTo(""), work.Consent{Hash: t.Update.Hash(), Sure: sure})
		}
	}
	o.Must(err)
	o.Steps(time.Second, 15*time.Second)
}
