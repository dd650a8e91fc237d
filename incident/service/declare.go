package service

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/before"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/rota"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/work"
)

// Declaration is what is needed to open an incident. Empty fields get the
// defaults of DESIGN: the declarer in charge, now, the playbook's floor.
type Declaration struct {
	Client    string          // id
	Also      []string        // ids or tags of further clients that it affects
	OneOff    *client.Client  // instead: a client who is in no list, with a name
	Kind      string          // id of a playbook
	Title     string          // the team's words; may be empty
	Impact    string          // what the client notices, in words that the client may read
	Doing     string          // what we do about it
	Severity  client.Severity // 1 to 4
	Since     time.Time
	Commander string // Slack id; empty: the declarer
	Named     string // the commander's name, as their Slack profile says
	Private   bool   // also where the kind would be public
	NoticedBy incident.Noticer
	NoticedAt time.Time    // when; zero, or still to come: now
	Unused    bool         // nobody uses it now: severity 2 may wait for the morning
	Typed     string       // the command as typed, to notice a repetition
	Drill     *drill.Drill // instead of a client: it is an exercise
}

// Declare opens an incident: its clock, its checklist and its first promise
// start in this commit, and its channel is queued.
func (s *Service) Declare(ctx context.Context, a incident.Actor, d Declaration) (*incident.Incident, error) {
	if err := policy.May(a, policy.Declare, nil, ""); err != nil {
		return nil, err
	}
	var inc *incident.Incident
	err := s.commit(ctx, func(tx records.Tx, now time.Time) error {
		if err := before.Already(tx, a.ID, before.Said{Typed: d.Typed, Client: d.Client, Kind: d.Kind, Impact: d.Impact, Several: len(d.Also) > 0}, now); err != nil {
			return err
		}
		var err error
		if inc, err = s.open(tx, a, d, now); err != nil {
			return err
		}
		if inc.Number, err = tx.NewNumber(); err != nil {
			return err
		}
		if err := work.Enqueue(tx, inc.NewDelivery(outbox.OpenChannel, incident.ChannelKey, now)); err != nil {
			return err
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		if err := w.AffectAlso(a, d.Also); err != nil {
			return err
		}
		if err := before.Note(w); err != nil {
			return err
		}
		if err := w.RecordFor(&inc.Clients[0], timeline.Entry{Kind: timeline.Declared, By: a.ID, Words: inc.Impact}); err != nil {
			return err
		}
		rota.KeepWatch(inc, now)
		inc.Rev = 1
		if err := tx.PutIncident(inc); err != nil {
			return err
		}
		return tx.Finish(a.Envelope, now)
	})
	if err != nil {
		return nil, err
	}
	return inc, nil
}

// open makes the incident that a declaration asks for.
func (s *Service) open(tx records.Tx, a incident.Actor, d Declaration, now time.Time) (*incident.Incident, error) {
	aff, err := s.affected(tx, d)
	if err != nil {
		return nil, err
	}
	pb := s.Playbook(d.Kind)
	if pb == nil {
		return nil, fault.FieldError("kind", "There is no kind %q. Nothing was opened. Known kinds: %s.", d.Kind, strings.Join(s.Kinds(), ", "))
	}
	d.Impact = strings.TrimSpace(d.Impact)
	switch {
	case d.Impact == "":
		return nil, fault.FieldError("impact", "Nothing was opened yet. Say what %s notices, in words that they may read, for example: the checkout shows an error.", aff.Client.Name)
	case utf8.RuneCountInString(d.Impact) > fault.MaxLine || utf8.RuneCountInString(d.Title) > fault.MaxLine:
		return nil, fault.FieldError("impact", "Keep it to one line of at most %d characters. Nothing was opened.", fault.MaxLine)
	case !d.Severity.Valid():
		return nil, fault.FieldError("severity", "Severity is 1 (business stopped) to 4 (near miss). Nothing was opened.")
	case d.Since.After(now.Add(time.Minute)):
		return nil, fault.FieldError("since", "That is in the future. Nothing was opened yet. Say when it began.")
	}
	if d.Since.IsZero() || d.Since.After(now) {
		d.Since = now
	}
	if pb.Floor != 0 && d.Severity > pb.Floor {
		d.Severity = pb.Floor
	}
	if d.Commander == "" {
		d.Commander = a.ID
	}
	inc := &incident.Incident{
		Title: strings.TrimSpace(d.Title), Impact: d.Impact, Doing: d.Doing, Severity: d.Severity,
		State: incident.Open, Status: update.Investigating, Private: pb.Private || d.Private, Unused: d.Unused, NoticedBy: d.NoticedBy,
		Since: d.Since, DeclaredAt: now, DeclaredBy: a.ID, Declared: d.Typed, ActedAt: now,
		Roles:   map[playbook.Role]string{playbook.Commander: d.Commander},
		Clients: []incident.Affected{aff}, Drill: d.Drill.Begin(a.ID, now),
	}
	inc.Checklist = pb.Items(&inc.Facts)
	if d.NoticedAt.Before(now) {
		inc.Facts.NoticedAt = d.NoticedAt
	}
	inc.ApplyKind(pb)
	work.Introduce(inc, a.ID, a.Name)
	work.Locate(inc, a)
	work.Introduce(inc, d.Commander, d.Named)
	inc.PromiseFirst(&inc.Clients[0], now)
	return inc, nil
}
