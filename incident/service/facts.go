package service

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
)

// SetFacts answers questions. What changes against what a client has heard is
// written down and brought up: the client is told, never quietly not.
func (s *Service) SetFacts(ctx context.Context, a incident.Actor, number int64, answers ...facts.FactAnswer) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		if inc.Over() {
			return inc.OverError()
		}
		var changed []facts.Question
		for _, ans := range answers {
			ans.Words, ans.From, ans.To = facts.Answered(ans.Words), facts.Answered(ans.From), facts.Answered(ans.To)
			if err := ans.Check(); err != nil {
				return err
			}
			before := inc.Facts.Given[ans.Question]
			if !inc.Facts.Give(ans, a.ID, now) {
				continue
			}
			if before.Answer != ans.Answer {
				changed = append(changed, ans.Question)
			}
			if err := record(tx, inc, a.ID, "fact", ans.Sentence(), now); err != nil {
				return err
			}
		}
		return s.factsChanged(tx, inc, a, changed, now)
	})
}

// factsChanged follows new answers: the severity that they ask for, the hour
// within which a loss is told, and the clients who have heard otherwise.
func (s *Service) factsChanged(tx Tx, inc *incident.Incident, a incident.Actor, changed []facts.Question, now time.Time) error {
	if floor := inc.Floor(s.Playbook(inc.Kind)); inc.State == incident.Open && floor != 0 && inc.Severity > floor {
		was := inc.Severity
		if err := inc.SetSeverity(floor, now); err != nil {
			return err
		}
		if err := s.weighed(tx, inc, a, was, now); err != nil {
			return err
		}
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		inc.Hurry(aff, now)
		for _, q := range changed {
			e := inc.NewsFor(aff, q)
			if e == nil {
				continue
			}
			if err := s.clientEvent(tx, inc, aff, *e, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// Learn adds a sentence to one of the two lists, confirmed or not known.
func (s *Service) Learn(ctx context.Context, a incident.Actor, number int64, confirmed bool, text string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		text, list, what := strings.TrimSpace(text), &inc.Facts.Unknown, "unknown"
		if confirmed {
			list, what = &inc.Facts.Known, "known"
		}
		switch {
		case inc.Over():
			return inc.OverError()
		case text == "":
			return fault.Errorf(fault.Invalid, "Nothing was written. Say it in words that the client may read, for example: %s the orders of today are complete.", what)
		case utf8.RuneCountInString(text) > facts.MaxFactWords:
			return fault.Errorf(fault.Invalid, "Keep it to %d characters; this has %d. Nothing was written.", facts.MaxFactWords, utf8.RuneCountInString(text))
		case len(*list) >= facts.MaxNoted:
			return fault.Errorf(fault.Conflict, "Nothing was written: the list is full (%d). Take one away first: %s drop 1.", facts.MaxNoted, what)
		}
		*list = append(*list, facts.Noted{Text: text, By: a.ID, At: now})
		return record(tx, inc, a.ID, what, map[bool]string{true: "Confirmed: ", false: "Not known: "}[confirmed]+text, now)
	})
}

// Unlearn takes sentence n, from 1, off one of the two lists.
func (s *Service) Unlearn(ctx context.Context, a incident.Actor, number int64, confirmed bool, n int) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		list, what := &inc.Facts.Unknown, "unknown"
		if confirmed {
			list, what = &inc.Facts.Known, "known"
		}
		switch {
		case inc.Over():
			return inc.OverError()
		case n < 1 || n > len(*list):
			return fault.Errorf(fault.NotFound, "There is no line %d in that list of %d. Nothing was changed. Type %s to see it.", n, len(*list), what)
		}
		gone := (*list)[n-1].Text
		*list = slices.Delete(*list, n-1, n)
		return record(tx, inc, a.ID, what, "Taken off the list: "+gone, now)
	})
}

// SetDoing says what we do about it, in words that complete "We are …".
func (s *Service) SetDoing(ctx context.Context, a incident.Actor, number int64, text string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		text := incident.WeAre.ReplaceAllString(strings.TrimRight(strings.TrimSpace(text), "."), "")
		switch {
		case inc.Over():
			return inc.OverError()
		case text == "":
			return fault.Errorf(fault.Invalid, "Nothing was changed. Complete “We are …” in words that the client may read, for example: doing restoring last night's copy.")
		case utf8.RuneCountInString(text) > facts.MaxFactWords:
			return fault.Errorf(fault.Invalid, "Keep it to %d characters; this has %d. Nothing was changed.", facts.MaxFactWords, utf8.RuneCountInString(text))
		}
		inc.Doing, inc.DoingAt = text, now
		return record(tx, inc, a.ID, "doing", "We are "+text+".", now)
	})
}
