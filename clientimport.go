package candor

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Imported is what an import changes: ids of clients.
type Imported struct {
	Added, Changed, Same []string
	Secrets              []string // those whose webhook has got a new secret
}

// errTrial undoes an import that was only tried.
var errTrial = errors.New("only tried")

// ImportClients stores clients as they are, whole or not at all; those that it
// does not name stay. With trial nothing is stored and the result says what would
// be. A webhook without a secret keeps the one that is stored, or gets a new one.
// It is for whoever runs the program, so it asks nobody who they are.
func (s *Service) ImportClients(ctx context.Context, list []Client, trial bool) (Imported, error) {
	var sum Imported
	err := s.commit(ctx, func(tx Tx, now time.Time) error {
		sum = Imported{}
		var wrong []string
		for _, c := range list {
			if err := s.importClient(tx, c, &sum, now); CodeOf(err) == Internal {
				return err
			} else if err != nil {
				wrong = append(wrong, fmt.Sprintf("%s: %s", c.ID, err))
			}
		}
		for _, c := range list { // once all are there: two of them may have changed places
			if other := s.sharing(tx, &c); other != nil {
				wrong = append(wrong, fmt.Sprintf("%s: %s has its channel %s. Give each client one of its own.", c.ID, other.ID, c.Slack))
			}
		}
		switch {
		case len(wrong) > 0:
			return Errorf(Invalid, "Nothing was imported.\n%s", strings.Join(wrong, "\n"))
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

func (s *Service) importClient(tx Tx, c Client, sum *Imported, now time.Time) error {
	if s.Roster().client(c.ID) != nil {
		return Errorf(Conflict, "It stands in the config, which counts. Take it out of one of the two.")
	}
	if problem := ClientIDProblem(c.ID); problem != "" {
		return Errorf(Invalid, "The id %s", problem)
	}
	if wrong := c.settle(); len(wrong) > 0 {
		return Errorf(Invalid, "%s", strings.TrimPrefix(wrongFields(wrong).Message, "The client was *not* saved. "))
	}
	p, err := tx.Profile(c.ID)
	if err != nil {
		return err
	}
	what := "Imported."
	if p == nil {
		p = new(Profile)
		sum.Added = append(sum.Added, c.ID)
	}
	s.importSecret(p, &c, sum)
	switch {
	case p.Client.ID == "":
	case reflect.DeepEqual(p.Client, c) && !p.Archived:
		sum.Same = append(sum.Same, c.ID)
		return nil
	default:
		sum.Changed = append(sum.Changed, c.ID)
		if changes := c.since(p.Client.texts()); len(changes) > 0 {
			what = "Imported: " + strings.Join(changes, "; ")
		}
	}
	p.Client, p.Archived = c, false
	p.changed("", what, now)
	return tx.PutProfile(p)
}

// importSecret completes a webhook that came without its secret.
func (s *Service) importSecret(p *Profile, c *Client, sum *Imported) {
	if c.Webhook == nil || c.Webhook.Secret != "" {
		return
	}
	hook := *c.Webhook // the caller's stays as it is
	if hook.Secret = p.Client.hook().Secret; hook.Secret == "" {
		hook.Secret = newWebhookSecret()
		sum.Secrets = append(sum.Secrets, c.ID)
	}
	c.Webhook = &hook
}

// StoredClients returns the clients of the store, by their ids, without those
// that are archived. It is for whoever runs the program.
func (s *Service) StoredClients(ctx context.Context) (list []Client, err error) {
	err = s.Store.View(ctx, func(tx Tx) error { // not read: a list that lacks one is no copy
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
