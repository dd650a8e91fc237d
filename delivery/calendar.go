package delivery

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"
	"github.com/wneessen/go-mail"

	"candor/incident/meeting"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
)

// attachCall puts a call into a mail, so that it is in the recipient's calendar: as
// iMIP (RFC 6047) has it, another form of the same text.
func (e *Email) attachCall(m *mail.Msg, l *view.Lease) error {
	u := l.View.Update
	if u == nil || u.Invite == nil {
		return nil
	}
	text, err := e.calendar(l, u.Invite)
	if err != nil {
		return fmt.Errorf("the call could not be written for a calendar: %w", err)
	}
	m.AddAlternativeString(mail.ContentType("text/calendar; method="+method(u.Invite)+`; name="call.ics"`), text)
	return nil
}

func method(i *update.Invite) string {
	if i.Off {
		return "CANCEL"
	}
	return "REQUEST"
}

// calendar writes a call as iCalendar (RFC 5545): in UTC, under a name that stays, with
// a number that counts its changes. The same delivery is the same text at each try.
func (e *Email) calendar(l *view.Lease, i *update.Invite) (string, error) {
	d, company := l.Delivery, oneLine(l.View.Company)
	event := ical.NewEvent()
	event.Props.SetText(ical.PropUID, e.callID(l, i))
	event.Props.SetDateTime(ical.PropDateTimeStamp, d.QueuedAt.UTC())
	event.Props.SetDateTime(ical.PropDateTimeStart, i.At.UTC())
	event.Props.SetDateTime(ical.PropDateTimeEnd, i.At.UTC().Add(meeting.Lasts))
	seq := ical.NewProp(ical.PropSequence)
	seq.Value = strconv.Itoa(i.Seq)
	event.Props.Set(seq)
	caller := oneLine(i.Caller.Name)
	event.Props.SetText(ical.PropSummary, kit.CallTitle(cmp.Or(company, caller)))
	event.Props.Set(person(ical.PropOrganizer, cmp.Or(caller, company), e.organizer(i)))
	guest := person(ical.PropAttendee, oneLine(d.ToName), d.To)
	switch {
	case i.Off:
		event.SetStatus(ical.EventCancelled)
	default:
		event.SetStatus(ical.EventConfirmed)
		if i.Offer {
			event.SetStatus(ical.EventTentative)
		}
		guest.Params.Set(ical.ParamRSVP, "TRUE")
		guest.Params.Set(ical.ParamParticipationStatus, "NEEDS-ACTION")
	}
	event.Props.Set(guest)

	cal := ical.NewCalendar()
	cal.Props.SetText(ical.PropVersion, "2.0")
	cal.Props.SetText(ical.PropProductID, "-//Candor//EN")
	cal.Props.SetText(ical.PropMethod, method(i))
	cal.Children = append(cal.Children, event.Component)
	var b bytes.Buffer
	if err := ical.NewEncoder(&b).Encode(cal); err != nil {
		return "", err
	}
	return folded(b.String()), nil
}

// organizer is the address of whoever calls; ours if they have none.
func (e *Email) organizer(i *update.Invite) string {
	if isAddress(i.Caller.Email) {
		return i.Caller.Email
	}
	return e.server.From
}

// person is somebody in a calendar. A name there can hold no double quote.
func person(prop, name, address string) *ical.Prop {
	p := ical.NewProp(prop)
	p.Value = "mailto:" + address
	if name = strings.ReplaceAll(name, `"`, "'"); name != "" {
		p.Params.Set(ical.ParamCommonName, name)
	}
	return p
}

// callID names a call, for all who get it and for all its changes.
func (e *Email) callID(l *view.Lease, i *update.Invite) string {
	var declared time.Time
	if inc := l.View.Incident; inc != nil {
		declared = inc.DeclaredAt
	}
	call := outbox.MailRoot(l.Delivery.Incident, declared, fmt.Sprintf("%s/call/%d", l.Delivery.Client, i.N))
	return strings.Trim(e.messageID(call), "<>")
}

// folded breaks the lines of a calendar after 75 bytes, between letters.
func folded(text string) string {
	const most = 75
	var b strings.Builder
	for line := range strings.Lines(text) {
		for rest := strings.TrimSuffix(line, "\r\n"); ; {
			cut := min(len(rest), most)
			for cut < len(rest) && !utf8.RuneStart(rest[cut]) {
				cut--
			}
			b.WriteString(rest[:cut] + "\r\n")
			if rest = rest[cut:]; rest == "" {
				break
			}
			rest = " " + rest
		}
	}
	return b.String()
}
