package messages

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/lint"
	"candor/messages/mrkdwn"
	"candor/messages/webhook"
)

// Rules of the draft check.
const (
	ruleSecret  = "leak-secret"
	ruleMissing = "missing-field"
	ruleNoNext  = "missing-next-update"
	rulePast    = "past-due-time"
	ruleFuture  = "time-to-come"
)

// Check returns what is wrong with a rendered text, worst first.
func (w *Words) Check(inc *incident.Incident, c view.CheckInput) []update.Finding {
	t := w.template(c.Update.Kind)
	if t == nil {
		return nil
	}
	inc = inc.For(inc.Affected(c.Client.ID))
	list := t.structure(inc, c)
	for i := range list {
		list[i].Final = true
	}
	return append(list, t.draft(inc, c, list)...)
}

// structure is what no reason lets pass: secrets, missing answers, and times
// that cannot be kept.
func (t *template) structure(inc *incident.Incident, c view.CheckInput) []update.Finding {
	list := t.secrets(c.Update)
	list = append(list, nextUpdate(c)...)
	list = append(list, t.instants(c)...)
	for _, m := range t.missing(t.parts[slackPart].nodes, t.values(inc, c.Client, c.Update, t.parts[slackPart].shows)) {
		if !slices.ContainsFunc(list, func(f update.Finding) bool { return f.Field == m.field }) {
			list = append(list, update.Finding{Rule: ruleMissing, Level: update.Block, Field: m.field, Why: "An answer is missing: " + m.ask})
		}
	}
	return list
}

// secrets looks through what was typed, to name the field, and through the
// texts, for what came from elsewhere.
func (t *template) secrets(u update.Update) (list []update.Finding) {
	add := func(field, text string) {
		if found := lint.FindSecret(text); found != "" {
			list = append(list, update.Finding{Rule: ruleSecret, Level: update.Block, Field: field, Words: found,
				Why: fmt.Sprintf("This looks like a password or a key (%s): take it out, and replace it where it works if anybody else has seen it.", found)})
		}
	}
	for _, f := range t.fields {
		add(f.Name, u.Words[f.Name])
	}
	if len(list) > 0 {
		return list
	}
	for _, via := range sortedKeys(u.Texts) {
		add("", mrkdwn.Unescape(u.Texts[via].Subject+"\n"+webhook.Read(u.Texts[via].Body)))
	}
	return list
}

// nextUpdate makes sure that every text but the last names a time to come.
func nextUpdate(c view.CheckInput) []update.Finding {
	bad := func(rule, why string) []update.Finding {
		return []update.Finding{{Rule: rule, Level: update.Block, Field: "next_update", Why: why}}
	}
	switch next := c.Update.NextAt; {
	case !c.Update.NamesNext():
		return nil
	case next.IsZero():
		return bad(ruleNoNext, "It does not say when they hear from you again: choose a time that you will keep.")
	case !next.After(c.Now):
		return bad(rulePast, fmt.Sprintf("It promises the next update for %s, which has passed: choose a later time.", ClientTime(next, c.Now, c.Client)))
	}
	return nil
}

// slack that clocks of people and machines may differ by.
const clockSkew = time.Minute

// instants makes sure that what has happened has, and what is to come is.
func (t *template) instants(c view.CheckInput) (list []update.Finding) {
	for _, f := range t.fields {
		at := c.Update.Times[f.Name]
		if !f.instant() || at.IsZero() {
			continue
		}
		label, when := strings.TrimRight(f.Label, "?"), ClientTime(at, c.Now, c.Client)
		switch {
		case f.Time == "future" && !at.After(c.Now):
			list = append(list, update.Finding{Rule: rulePast, Level: update.Block, Field: f.Name,
				Why: fmt.Sprintf("“%s” says %s, which has passed: choose a later time.", label, when)})
		case f.Time == "past" && at.After(c.Now.Add(clockSkew)):
			list = append(list, update.Finding{Rule: ruleFuture, Level: update.Block, Field: f.Name,
				Why: fmt.Sprintf("“%s” says %s, which is still to come: write when it was.", label, when)})
		}
	}
	return list
}
