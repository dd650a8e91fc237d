// Package opening makes an incident of what somebody declares: its client, its clock, its
// checklist, its first promise and the delivery that opens its channel.
package opening

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/before"
	"candor/incident/claimed"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/firm"
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
	NoticedAt time.Time        // when; zero, or still to come: now
	Hints     []facts.Question // harm of which the message speaks that it is opened from; what is noticed may speak of more
	Unused    bool             // nobody uses it now: severity 2 may wait for the morning
	Typed     string           // the command as typed, to notice a repetition
	Drill     *drill.Drill     // instead of a client: it is an exercise
}

// Opening is a transaction in which an incident is opened. It belongs to one goroutine.
type Opening struct {
	*firm.Firm
	Tx  records.Tx
	Now time.Time
}

// Open makes an incident and queues the opening of its channel. Storing it is left to the
// caller, who may have more to say of it in the same commit.
func (o Opening) Open(a incident.Actor, d Declaration) (*work.Unit, error) {
	if err := policy.May(a, policy.Declare, nil, ""); err != nil {
		return nil, err
	}
	if err := before.Already(o.Tx, a.ID, before.Said{Typed: d.Typed, Client: d.Client, Kind: d.Kind, Impact: d.Impact, Several: len(d.Also) > 0}, o.Now); err != nil {
		return nil, err
	}
	inc, err := o.incidentOf(a, d)
	if err != nil {
		return nil, err
	}
	if inc.Number, err = o.Tx.NewNumber(); err != nil {
		return nil, err
	}
	if err := work.Enqueue(o.Tx, inc.NewDelivery(outbox.OpenChannel, incident.ChannelKey, o.Now)); err != nil {
		return nil, err
	}
	w := work.Begin(o.Firm, o.Tx, inc, o.Now)
	if err := affectAlso(w, a, d.Also); err != nil {
		return nil, err
	}
	if err := before.Note(w); err != nil {
		return nil, err
	}
	if err := w.RecordFor(&inc.Clients[0], timeline.Entry{Kind: timeline.Declared, By: a.ID, Words: inc.Impact}); err != nil {
		return nil, err
	}
	rota.KeepWatch(inc, o.Now)
	inc.Rev = 1
	return w, nil
}

// incidentOf makes the incident that a declaration asks for.
func (o Opening) incidentOf(a incident.Actor, d Declaration) (*incident.Incident, error) {
	aff, err := o.affected(d)
	if err != nil {
		return nil, err
	}
	pb := o.Playbook(d.Kind)
	if pb == nil {
		return nil, fault.FieldError("kind", "There is no kind “%s”. Nothing was opened. Known kinds: %s.", d.Kind, strings.Join(o.Kinds(), ", "))
	}
	d.Impact = strings.TrimSpace(d.Impact)
	switch {
	case d.Impact == "":
		return nil, fault.FieldError("impact", "Nothing was opened yet. Say what %s notices, in words that they may read, for example: the checkout shows an error.", aff.Client.Name)
	case utf8.RuneCountInString(d.Impact) > fault.MaxLine || utf8.RuneCountInString(d.Title) > fault.MaxLine:
		return nil, fault.FieldError("impact", "Keep it to one line of at most %d characters. Nothing was opened.", fault.MaxLine)
	case !d.Severity.Valid():
		return nil, fault.FieldError("severity", "Severity is 1 (business stopped) to 4 (near miss). Nothing was opened.")
	case d.Since.After(o.Now.Add(time.Minute)):
		return nil, fault.FieldError("since", "That is in the future. Nothing was opened yet. Say when it began.")
	}
	if d.Since.IsZero() || d.Since.After(o.Now) {
		d.Since = o.Now
	}
	if pb.Floor != 0 && d.Severity > pb.Floor {
		d.Severity = pb.Floor
	}
	if d.Commander == "" {
		d.Commander = a.ID
	}
	inc := &incident.Incident{
		Title: strings.TrimSpace(d.Title), Impact: d.Impact, Doing: d.Doing, Severity: d.Severity,
		State: incident.Open, Status: update.Investigating, Private: pb.Private || d.Private, Unused: d.Unused, Hints: slices.Concat(d.Hints, claimed.SpokenOf(d.Impact, o.Playbooks)), NoticedBy: d.NoticedBy,
		Since: d.Since, DeclaredAt: o.Now, DeclaredBy: a.ID, Declared: d.Typed, ActedAt: o.Now,
		Roles:   map[playbook.Role]string{playbook.Commander: d.Commander},
		Clients: []incident.Affected{aff}, Drill: d.Drill.Begin(a.ID, o.Now),
	}
	inc.Impact = firm.ByTheirClock(inc, a, "", o.Now)(d.Impact)
	inc.Checklist = pb.Items(&inc.Facts)
	if d.NoticedAt.Before(o.Now) {
		inc.Facts.NoticedAt = d.NoticedAt
	}
	inc.ApplyKind(pb)
	firm.Introduce(inc, a.ID, a.Name)
	firm.Locate(inc, a)
	firm.Introduce(inc, d.Commander, d.Named)
	inc.PromiseFirst(&inc.Clients[0], o.Now)
	return inc, nil
}

// affectAlso adds the further clients of a declaration.
func affectAlso(w *work.Unit, a incident.Actor, names []string) error {
	list, err := w.Named(w.Tx, names)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(c client.Client) bool { return c.ID == w.Inc.Clients[0].Client.ID })
	if len(list) == 0 {
		return nil
	}
	return w.Affect(a, list, "")
}
