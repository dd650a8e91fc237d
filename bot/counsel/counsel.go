// Package counsel answers what is typed about evidence and the law: the legal clocks, the
// insurer, the lawyer.
package counsel

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/typed"
	"candor/incident"
	"candor/incident/clocks"
	"candor/incident/fault"
	"candor/incident/law"
	"candor/incident/policy"
	"candor/incident/service"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
	words "candor/messages/law"
)

// Desk is where one person asks, at an instant.
type Desk struct {
	Service *service.Service
	Actor   incident.Actor
	Clock   typed.Clock
	Now     time.Time
}

// Clocks shows the legal clocks, after it has kept what was said of them.
func (d Desk) Clocks(ctx context.Context, inc *incident.Incident, text string) (kit.Post, error) {
	if text = strings.TrimSpace(text); text != "" {
		act, err := d.read(inc, text)
		if err != nil {
			return kit.Post{}, err
		}
		if inc, err = d.Service.Legal(ctx, d.Actor, inc.Number, act); err != nil {
			return kit.Post{}, err
		}
	}
	return words.Card(inc, d.Now), nil
}

var notUnderstood = fault.Errorf(fault.Invalid, "Nothing was changed. Type clocks to see them, or: clocks aware 02:10; clocks laws gdpr; clocks end only test accounts; clocks end gdpr-33-1 the client reported it.")

// read takes what was typed apart: a word that says what, and a client where there are
// several.
func (d Desk) read(inc *incident.Incident, text string) (act clocks.Act, err error) {
	word, rest := typed.FirstWord(text)
	rest, act.Client = named(inc, rest)
	switch strings.ToLower(word) {
	case "aware":
		at, why, _ := strings.Cut(rest, " because ")
		act.Why = strings.TrimPrefix(strings.TrimSpace(why), "because ")
		act.Aware, err = d.Clock.When(at, true)
		return act, err
	case "laws", "law":
		if act.Client == "" && len(inc.Clients) > 1 {
			return act, fault.Errorf(fault.Invalid, "Nothing was changed. Say whose data: clocks laws gdpr %s.", inc.Clients[0].Client.ID)
		}
		if act.Laws, err = law.Named(rest); err == nil && len(act.Laws) == 0 {
			err = notUnderstood
		}
		return act, err
	case "end":
		act.End, act.Why = true, rest
		if id, why := typed.FirstWord(rest); law.RuleOf(strings.ToLower(id)) != nil {
			act.Clock, act.Why = strings.ToLower(id), why
		} else if act.Client != "" && len(inc.Clients) > 1 {
			return act, fault.Errorf(fault.Invalid, "Nothing was changed: name the clock of that client, for example clocks end gdpr-33-1 %s and why. Without a client all clocks end.", act.Client)
		}
		return act, nil
	}
	return act, notUnderstood
}

// named takes the client out of a text, where its last word or the one after a clock is
// the id of one.
func named(inc *incident.Incident, text string) (rest, client string) {
	fields := strings.Fields(text)
	for _, i := range []int{len(fields) - 1, 1} {
		if i >= 0 && i < len(fields) && slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool { return aff.Client.ID == strings.ToLower(fields[i]) }) {
			return strings.Join(slices.Delete(fields, i, i+1), " "), strings.ToLower(fields[i])
		}
	}
	return text, ""
}

// Insurer shows the number of our insurer and a notice to copy.
func (d Desk) Insurer(inc *incident.Incident) kit.Post {
	c := d.Service.Roster().Contacts
	return aside.Insurer(inc, c, words.InsurerNotice(inc, d.Service.Company, d.Service.Person(d.Actor.ID), c.Policy, d.Now))
}

// Lawyer shows whom to call, and how to make the copy for them, to whoever works on it.
func (d Desk) Lawyer(inc *incident.Incident) (kit.Post, error) {
	if err := policy.May(d.Actor, policy.Change, inc, ""); err != nil {
		return kit.Post{}, err
	}
	return aside.Lawyer(inc, d.Service.Roster().Contacts), nil
}

// Copy is the same in the place of the timeline, with the way back.
func (d Desk) Copy(inc *incident.Incident) (f slack.ModalViewRequest, err error) {
	post, err := d.Lawyer(inc)
	if err != nil {
		return f, err
	}
	return form.Copy(inc, post.Text), nil
}

// Fill puts into a formal notice what the client may have to report, and since when they
// know of it.
func (d Desk) Fill(inc *incident.Incident, aff *incident.Affected, u *update.Update) {
	if u.Words["duty_line"] == "" {
		u.Words["duty_line"] = words.Duty(inc, aff, d.Now)
	}
}

// Started puts under an answer that legal clocks count from now on, and asks which laws
// apply. Before is the incident as it was.
func Started(post kit.Post, before, inc *incident.Incident, now time.Time) kit.Post {
	text := words.Started(before, inc, now)
	post = aside.Under(post, text)
	if answers := words.Answers(inc); text != "" && len(answers) > 0 {
		if len(post.Blocks) == 0 {
			post.Blocks = []slack.Block{kit.Paragraph("said", messages.Clip(post.Text, kit.MaxSection))}
		}
		post.Blocks = append(post.Blocks, answers...)
	}
	return post
}
