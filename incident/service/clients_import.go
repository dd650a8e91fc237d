package service

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/view"
)

// errTrial undoes an import that was only tried.
var errTrial = errors.New("only tried")

// Import stores clients as they are, whole or not at all; those that it
// does not name stay. With trial nothing is stored and the result says what would
// be. A webhook without a secret keeps the one that is stored, or gets a new one.
// It is for whoever runs the program, so it asks nobody who they are.
func (s Clients) Import(ctx context.Context, list []client.Client, trial bool) (view.Imported, error) {
	return s.importBy(ctx, "", list, trial)
}

// Take is Import of a list that somebody has pasted.
func (s Clients) Take(ctx context.Context, a incident.Actor, list []client.Client) (view.Imported, error) {
	if err := policy.May(a, policy.Clients, nil, ""); err != nil {
		return view.Imported{}, err
	}
	return s.importBy(ctx, a.ID, list, false)
}

func (s Clients) importBy(ctx context.Context, by string, list []client.Client, trial bool) (view.Imported, error) {
	var sum view.Imported
	err := s.commit(ctx, func(tx records.Tx, now time.Time) error {
		sum = view.Imported{By: by}
		var wrong []string
		for _, c := range list {
			if err := s.importClient(tx, c, &sum, now); fault.CodeOf(err) == fault.Internal {
				return err
			} else if err != nil {
				wrong = append(wrong, fmt.Sprintf("%s: %s", c.ID, err))
			}
		}
		all, err := s.Holders(tx, now)
		if err != nil {
			return err
		}
		for _, c := range list { // once all are there: two of them may have changed places
			for _, sh := range (client.Holder{Client: c}).Sharing(all) {
				if sh.Alone() {
					wrong = append(wrong, fmt.Sprintf("%s: %s. Give each client one of its own.", c.ID, has(sh)))
				}
			}
		}
		switch {
		case len(wrong) > 0:
			return fault.Errorf(fault.Invalid, "Nothing was imported.\n%s", strings.Join(wrong, "\n"))
		case trial:
			return errTrial
		}
		return nil
	})
	if errors.Is(err, errTrial) {
		err = nil
	}
	return sum, err
}

// has says of a place, for whoever runs the program, who else has it. An address of
// the web may hold a key and is not repeated.
func has(sh client.Shared) string {
	who, its := sh.Other.Who(), sh.Noun()
	if sh.Other.In == "" {
		who = sh.Other.Client.ID
	}
	if !sh.Way().Web {
		its += " " + sh.To
	}
	return who + " has its " + its
}

func (s Clients) importClient(tx records.Tx, c client.Client, sum *view.Imported, now time.Time) error {
	if s.Roster().Client(c.ID) != nil {
		return fault.Errorf(fault.Conflict, "It is set in the config, which counts. Take it out of one of the two.")
	}
	if problem := client.ClientIDProblem(c.ID); problem != "" {
		return fault.Errorf(fault.Invalid, "The id %s", problem)
	}
	if wrong := c.Settle(); len(wrong) > 0 {
		return fault.Errorf(fault.Invalid, "%s", strings.TrimPrefix(client.WrongFields(wrong).Message, "The client was *not* saved. "))
	}
	p, err := tx.Profile(c.ID)
	if err != nil {
		return err
	}
	what := "Imported."
	if p == nil {
		p = new(client.Profile)
		sum.Added = append(sum.Added, c.ID)
	}
	importSecret(p, &c, sum)
	switch {
	case p.Client.ID == "":
	case reflect.DeepEqual(p.Client, c) && !p.Archived:
		sum.Same = append(sum.Same, c.ID)
		return nil
	default:
		sum.Changed = append(sum.Changed, c.ID)
		if changes := c.Since(p.Client.Texts()); len(changes) > 0 {
			what = "Imported: " + strings.Join(changes, "; ")
		}
	}
	p.Client, p.Archived = c, false
	p.Changed(sum.By, what, now)
	return tx.PutProfile(p)
}

// importSecret completes a webhook that came without its secret.
func importSecret(p *client.Profile, c *client.Client, sum *view.Imported) {
	if c.Webhook == nil || c.Webhook.Secret != "" {
		return
	}
	hook := *c.Webhook // the caller's stays as it is
	if hook.Secret = p.Client.Hook().Secret; hook.Secret == "" {
		hook.Secret = client.NewWebhookSecret()
		sum.Secrets = append(sum.Secrets, c.ID)
	}
	c.Webhook = &hook
}

// Stored returns the clients of the store, by their ids, without those
// that are archived. It is for whoever runs the program.
func (s Clients) Stored(ctx context.Context) (list []client.Client, err error) {
	err = s.Store.View(ctx, func(tx records.Tx) error { // not read: a list that lacks one is no copy
		list = nil
		profiles, err := tx.Profiles()
		for _, p := range profiles {
			if !p.Archived {
				list = append(list, p.Client)
			}
		}
		return err
	})
	return list, err
}
