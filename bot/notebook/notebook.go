// Package notebook answers what is typed into the timeline of an incident.
package notebook

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/service"
	"candor/incident/timeline"
	"candor/messages/form"
)

// Desk is where one person writes.
type Desk struct {
	Service *service.Service
	Actor   incident.Actor
	Clock   typed.Clock
}

// Note writes a line: restarted web-2, or of what happened before 13:50 the alarm rang.
func (d Desk) Note(ctx context.Context, inc *incident.Incident, text string) (said string, err error) {
	at, words := d.Clock.Leading(text)
	if inc, err = d.Service.Note(ctx, d.Actor, inc.Number, service.Note{Text: words, Happened: at}); err != nil {
		return "", err
	}
	if at.IsZero() {
		return "Noted in the timeline of " + inc.Name() + ", as of now.", nil
	}
	return fmt.Sprintf("Noted in the timeline of %s at %s.", inc.Name(), at.In(d.Clock.Zone).Format("15:04 MST on Monday 2 January")), nil
}

// Learn adds what was typed to what is certain, or else to what is not known yet, or drops a
// line of it; without words it changes nothing.
func (d Desk) Learn(ctx context.Context, inc *incident.Incident, certain bool, client, text string) (*incident.Incident, error) {
	if len(inc.Clients) == 1 {
		client = ""
	}
	word, rest := typed.FirstWord(text)
	n, numbered := strconv.Atoi(rest)
	switch {
	case text == "":
		return inc, nil
	case certain && numbered == nil && fault.OneOf(strings.ToLower(word), service.Wrong, service.Right):
		return d.Service.Unlearn(ctx, d.Actor, inc.Number, service.Learning{Confirmed: true, N: n, Was: strings.ToLower(word)})
	case strings.EqualFold(word, "drop") && (numbered == nil || len(strings.Fields(rest)) < 2): // longer, it is a sentence
		return d.Service.Unlearn(ctx, d.Actor, inc.Number, service.Learning{Confirmed: certain, N: n})
	}
	l := service.Learning{Confirmed: certain, Client: client, Text: text}
	if at, from, to := d.Clock.BeganAt(text); certain && !at.IsZero() {
		l.Began, l.BeganAs = at, text[from:to]
	}
	return d.Service.Learn(ctx, d.Actor, inc.Number, l)
}

// Change corrects a note: change 12 restarted web-3.
func (d Desk) Change(ctx context.Context, inc *incident.Incident, text string) (said string, err error) {
	word, rest := typed.FirstWord(text)
	number, words := typed.FirstWord(rest)
	n, err := strconv.Atoi(number)
	if !strings.EqualFold(word, "change") || err != nil {
		return "", fault.Errorf(fault.Invalid, "Nothing was changed. Type timeline to read it, or timeline change 12 and the new words of note 12.")
	}
	if _, err = d.Service.Note(ctx, d.Actor, inc.Number, service.Note{Text: words, Instead: n}); err != nil {
		return "", err
	}
	return fmt.Sprintf("Note %d was changed. What it said before stays beside it.", n), nil
}

// Page is a page of the timeline. Who works on it finds the copy for our lawyer there.
func (d Desk) Page(ctx context.Context, inc *incident.Incident, page int, zone *time.Location) (f slack.ModalViewRequest, err error) {
	entries, err := d.Service.Timeline(ctx, d.Actor, inc)
	if err != nil {
		return f, err
	}
	f = form.Timeline(inc, timeline.Lines(entries), page, zone)
	if policy.May(d.Actor, policy.Change, inc, "") == nil {
		form.OfferCopy(&f, inc)
	}
	return f, nil
}
