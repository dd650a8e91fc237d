package service_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
)

// interrupted is a store of whose next transaction the first run is undone, as
// when another call of its group fails, and before the second something happens.
type interrupted struct {
	records.Store
	between func()
}

func (s *interrupted) Update(ctx context.Context, fn func(records.Tx) error) error {
	if do := s.between; do != nil {
		s.between = nil
		undone := errors.New("undone")
		if err := s.Store.Update(ctx, func(tx records.Tx) error { return errors.Join(fn(tx), undone) }); !errors.Is(err, undone) {
			return err
		}
		do()
	}
	return s.Store.Update(ctx, fn)
}

// A call is recorded while somebody else resolves and tells the client too: the
// time that the first run proposed is promised by nobody.
func TestAReportThatRunsTwicePromisesNothing(t *testing.T) {
	d := newDesk(t, client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.pass(15 * time.Second)
	tell := func(text string) {
		t.Helper()
		if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	d.Store = &interrupted{Store: d.Store, between: func() {
		if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
			t.Fatal(err)
		}
		tell("it works again")
	}}
	tell("we are at it")
	if p := d.acme().Owed(promise.Afterword); p != nil {
		t.Errorf("nobody promised anything, and the client is owed word at %s (said: %t)", p.DueAt, p.Said)
	}
}
