package forgetcmd

import (
	"context"

	"candor/cmd/candor/cli"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/forget"
	"candor/incident/records"
	"candor/incident/team"
	"candor/store/backup"
	"candor/store/bolt"
)

// view reads the store. A record that cannot be read may hold anybody.
func (r *request) view(ctx context.Context, fn func(records.Tx) error) error {
	s, err := bolt.OpenToRead(r.Store)
	if err != nil {
		return cli.Sentence("%v. Nobody was forgotten.", err)
	}
	defer s.Close()
	return s.View(ctx, fn)
}

// widen adds by what else the same people are known in the store: what is with a name, an
// address or an id in a client's contacts, in what Slack said of somebody, in a text.
func (r *request) widen() error {
	if len(r.things) == 0 || r.only {
		return nil
	}
	s, err := bolt.OpenToRead(r.Store)
	if err != nil {
		return cli.Sentence("%v. Nobody was forgotten.", err)
	}
	defer s.Close()
	for before := -1; before != len(r.things); { // what was added may be with more
		before = len(r.things)
		probe := new(forget.List)
		probe.Add(r.Now, r.things...)
		err := s.EachRecord(func(body []byte) error {
			more, err := probe.Near(body)
			for _, thing := range more {
				r.things = fault.AppendNew(r.things, thing)
			}
			return err
		})
		if err != nil {
			return unreadable(err)
		}
	}
	return nil
}

func unreadable(err error) error {
	return cli.Sentence("a record cannot be read, and nobody knows who is in it: %v. Nobody was forgotten. Type candor repair, then try again.", err)
}

// needed refuses somebody whom an open incident needs: who has a role in it, or to whom
// a text is on its way.
func (r *request) needed(ctx context.Context, probe *forget.List) error {
	if err := r.inConfig(probe); err != nil {
		return err
	}
	return r.view(ctx, func(tx records.Tx) error {
		live, err := tx.LiveIncidents()
		if err != nil {
			return unreadable(err)
		}
		for _, inc := range live {
			if err := hasRole(inc, probe); err != nil {
				return err
			}
		}
		profiles, err := tx.Profiles()
		if err != nil {
			return unreadable(err)
		}
		for _, p := range profiles {
			if probe.Text(p.Client.Name) != p.Client.Name {
				return cli.Sentence("%s is the name of a client, too. Nobody was forgotten. Give that client another name first.", p.Client.Name)
			}
		}
		pending, err := tx.PendingDeliveries()
		for _, d := range pending {
			if probe.Text(d.To) != d.To && !d.Internal() {
				return cli.Sentence("a text to %s is on its way in INC-%d. Nobody was forgotten. Start candor, let it arrive or give it up, then try again.", d.To, d.Incident)
			}
		}
		return err
	})
}

func hasRole(inc *incident.Incident, probe *forget.List) error {
	for role, user := range inc.Roles {
		if probe.Text(user) != user {
			return cli.Sentence("%s has the role %s in %s, which is not closed. Nobody was forgotten. Give the role to somebody else, or close the incident, then try again.", user, role, inc.Name())
		}
	}
	for i := range inc.Clients {
		if r := inc.Clients[i].Request; r != nil {
			for _, to := range r.Update.To {
				if probe.Text(to.To) != to.To {
					return cli.Sentence("a text to %s waits for approval in %s. Nobody was forgotten. Have it approved or rejected, then try again.", to.To, inc.Name())
				}
			}
		}
	}
	return nil
}

// Everybody is all by which people are known in a config, with where it is there.
func Everybody(c team.Roster) map[string]string {
	all := map[string]string{}
	for _, p := range c.People {
		for _, thing := range []string{p.Slack, p.Name, p.Email, p.Phone} {
			all[thing] = "people"
		}
	}
	for _, id := range append(append([]string{}, c.EscalateTo...), c.TrustedGuests...) {
		all[id] = "escalate_to or trusted_guests"
	}
	for _, cl := range c.Clients {
		for _, ct := range cl.Contacts {
			for _, thing := range []string{ct.Name, ct.Email, ct.Phone} {
				all[thing] = "clients, " + cl.ID
			}
		}
		for _, id := range cl.Approval.People {
			all[id] = "clients, " + cl.ID + ", approval"
		}
		all[cl.Letters] = "clients, " + cl.ID + ", letters"
	}
	delete(all, "")
	return all
}

// Returned says who was forgotten and is in a config, without a name, or why nobody knows.
func Returned(store string, c team.Roster) (lines []string) {
	list, err := backup.Gather(store, "")
	if err != nil {
		return []string{err.Error() + "."}
	}
	for _, place := range list.Returned(Everybody(c)) {
		lines = append(lines, "somebody who was forgotten is in the config, under "+place+". Take them out there, stop candor and type candor forget, unless they are back on purpose.")
	}
	return lines
}
