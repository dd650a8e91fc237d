// Package declaring reads the form in which an incident is declared.
package declaring

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/inbox"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/claimed"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/service"
	"candor/messages"
	"candor/messages/form"
)

// Form reads what one person filled in.
type Form struct {
	Words *messages.Words
	Clock typed.Clock // the person's
}

// Read makes of the three answers what the domain needs.
func (f Form) Read(v form.Values) (service.Declaration, error) {
	c, ok := form.Noticed(f.Words, v)
	if !ok {
		return service.Declaration{}, fault.Errorf(fault.Invalid, "Nothing was declared yet. Choose what they notice.")
	}
	d := service.Declaration{
		Client: v.Get(form.FieldClient), Kind: c.Kind, Severity: c.Severity, Impact: c.Impact,
		Also: v[form.FieldAlso], Doing: f.Words.Doing(), Commander: v.Get(form.FieldPerson), Private: v.Get(form.FieldPrivate) == "yes",
		Unused: v.Get(form.FieldUnused) == "yes", NoticedBy: form.NoticedBy(v),
	}
	if err := f.otherClient(v, &d); err != nil {
		return d, err
	}
	own := typed.Beginning{Words: strings.TrimSpace(v.Get(form.FieldImpact))}
	if pb := f.Words.Playbooks()[c.Kind]; pb == nil || !pb.BadNews { // that is found at a time
		own = f.Clock.Began(own.Words)
	}
	own.Words = typed.Notice(own.Words, nil)
	switch {
	case own.Unread != "":
		return d, fault.FieldError(form.FieldImpact, "Nothing was declared yet. “%s” gives no time. Leave it out here, and say since when under “Another time”, for example 13:00.", typed.Clip(own.Unread))
	case !own.At.IsZero() && v.Get(form.FieldSinceAt) != "":
		return d, fault.FieldError(form.FieldImpact, "Nothing was declared yet. “Another time” says since when, too. Leave it out here.")
	case own.Words != "":
		d.Impact, d.Title = messages.LowerFirst(strings.TrimSuffix(own.Words, ".")), own.Words
	}
	if n, err := strconv.Atoi(v.Get(form.FieldSeverity)); err == nil {
		d.Severity = client.Severity(n)
	}
	since := v.Get(form.FieldSince)
	if typed := strings.TrimSpace(v.Get(form.FieldSinceAt)); typed != "" {
		since = typed
	} else if since == form.SinceOther {
		e := fault.Errorf(fault.Invalid, "Nothing was declared yet. Write the time, for example 02:15 or 40m.")
		e.Fields = map[string]string{form.FieldSinceAt: e.Message}
		return d, e
	}
	var err error
	d.Since, err = At(f.Clock, since, form.FieldSinceAt, true)
	if !own.At.IsZero() {
		d.Since = own.At
	}
	d.Typed = strings.Join([]string{"form", d.Client, v.Get(form.FieldOther), c.ID, d.Impact, since}, " ")
	return d, err
}

// Long is the form with what a line said that is too long for one, so that no word of it is
// lost; ok is false where it is not. The form knows no more than one client at first.
func Long(w *messages.Words, clients []client.Client, line typed.Declaration) (f slack.ModalViewRequest, ok bool) {
	if !line.Long() || len(line.Also) > 0 {
		return f, false
	}
	f = form.Declare(clients, w.Choices(), form.Begun{Text: line.Words, Client: line.Client, Severity: line.Severity})
	return form.Because(f, "Nothing was declared yet. Shorten what they notice to one line that they may read."), true
}

// otherClient reads the client who is in no list. Their time is taken to be that
// of the person who declares, until somebody says otherwise.
func (f Form) otherClient(v form.Values, d *service.Declaration) error {
	name := strings.TrimSpace(v.Get(form.FieldOther))
	wrong := func(why string) error {
		e := fault.Errorf(fault.Invalid, "%s", why)
		e.Fields = map[string]string{form.FieldOther: why}
		return e
	}
	switch {
	case d.Client != form.OtherClient && name != "":
		return wrong("Nothing was declared yet. Another client is chosen at the top. Choose “Another client” there, or empty this.")
	case d.Client != form.OtherClient:
		return nil
	case name == "":
		return wrong("Write their name.")
	}
	d.Client = ""
	d.OneOff = &client.Client{Name: name, TimeZone: f.Clock.Zone.String(), Slack: v.Get(form.FieldOtherSlack)}
	if mail := strings.TrimSpace(v.Get(form.FieldOtherMail)); mail != "" {
		d.OneOff.Email, d.OneOff.Contacts = true, []client.Contact{{Name: name, Email: mail}}
	}
	return nil
}

// Slots are the two times for a call that stand on its card.
func Slots(c typed.Clock, v form.Values) (slots []time.Time, err error) {
	for _, field := range []string{form.FieldSlot1, form.FieldSlot2} {
		at, err := At(c, v.Get(field), field, false)
		if err != nil {
			return nil, err
		}
		slots = append(slots, at)
	}
	return slots, nil
}

// At reads a time from a form; an error stands on its field.
func At(c typed.Clock, text, field string, past bool) (time.Time, error) {
	at, err := c.When(text, past)
	if e, ok := errors.AsType[*fault.Error](err); ok {
		e.Fields = map[string]string{field: e.Message}
	}
	return at, err
}

// From is what a message says of an incident, which stands in a channel: of whom it is, since
// when, who noticed it, an alarm, or the client whose channel it is, and whether it speaks of harm.
func From(m *inbox.Shortcut, channel string, clients []client.Client, zone *time.Location, words *messages.Words) form.Begun {
	begun := form.Begun{NoticedBy: incident.NoticedByThem, NoticedAt: typed.Posted(m.TS), Hints: claimed.SpokenOf(typed.Readable(m.Text+"\n"+m.Beside), words.Playbooks())}
	if at := begun.NoticedAt; !at.IsZero() {
		begun.Since = form.FieldTime(at.In(zone))
	}
	for _, c := range clients {
		if c.Slack != "" && c.Slack == channel {
			begun.Client = c.ID
		}
	}
	switch {
	case m.App:
		begun.NoticedBy = incident.NoticedByAlarm
	case begun.Client == "":
		begun.NoticedBy = incident.NoticedByUs
	}
	return begun
}
