package service

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/timeline"
	"candor/incident/work"
)

// SetFacts answers questions. What changes against what a client has heard is
// written down and brought up: the client is told, never quietly not.
func (s *Service) SetFacts(ctx context.Context, a incident.Actor, number int64, answers ...facts.FactAnswer) (*incident.Incident, error) {
	return s.change(ctx, access{a, incident.Change, number, ""}, func(w *work.Unit) error {
		if w.Inc.Over() {
			return w.Inc.OverError()
		}
		if !w.Inc.BadNews() { // what turns out is known from now on, not since it was declared
			w.Inc.Facts.TurnedAt = w.Now
		}
		var changed []facts.Question
		for _, ans := range answers {
			if err := w.Noticed(a, ans.Noticed); err != nil {
				return err
			}
			ans.Words, ans.From, ans.To = facts.Answered(ans.Words), facts.Answered(ans.From), facts.Answered(ans.To)
			if err := ans.Check(); err != nil {
				return err
			}
			before := w.Inc.Facts.Given[ans.Question]
			if !w.Inc.Facts.Give(ans, a.ID, w.Now) {
				continue
			}
			if before.Answer != ans.Answer {
				changed = append(changed, ans.Question)
			}
			if err := w.Record(timeline.Entry{Kind: timeline.Fact, By: a.ID, Question: ans.Question, Answer: string(ans.Answer), Words: ans.Words, From: ans.From, To: ans.To}); err != nil {
				return err
			}
		}
		return w.FactsChanged(a, changed)
	})
}

// Learn adds a sentence to one of the two lists, confirmed or not known.
func (s *Service) Learn(ctx context.Context, a incident.Actor, number int64, confirmed bool, text string) (*incident.Incident, error) {
	return s.change(ctx, access{a, incident.Change, number, ""}, func(w *work.Unit) error {
		text, list, what := strings.TrimSpace(text), &w.Inc.Facts.Unknown, "unknown"
		if confirmed {
			list, what = &w.Inc.Facts.Known, "known"
		}
		switch {
		case w.Inc.Over():
			return w.Inc.OverError()
		case text == "":
			return fault.Errorf(fault.Invalid, "Nothing was written. Say it in words that the client may read, for example: %s the orders of today are complete.", what)
		case utf8.RuneCountInString(text) > facts.MaxFactWords:
			return fault.Errorf(fault.Invalid, "Keep it to %d characters; this has %d. Nothing was written.", facts.MaxFactWords, utf8.RuneCountInString(text))
		case len(*list) >= facts.MaxNoted:
			return fault.Errorf(fault.Conflict, "Nothing was written: the list is full (%d). Take one away first: %s drop 1.", facts.MaxNoted, what)
		}
		*list = append(*list, facts.Noted{Text: text, By: a.ID, At: w.Now})
		return w.Record(timeline.Entry{Kind: map[bool]timeline.Kind{true: timeline.Known, false: timeline.Unknown}[confirmed], By: a.ID, Words: text})
	})
}

// Unlearn takes sentence n, from 1, off one of the two lists.
func (s *Service) Unlearn(ctx context.Context, a incident.Actor, number int64, confirmed bool, n int) (*incident.Incident, error) {
	return s.change(ctx, access{a, incident.Change, number, ""}, func(w *work.Unit) error {
		list, what := &w.Inc.Facts.Unknown, "unknown"
		if confirmed {
			list, what = &w.Inc.Facts.Known, "known"
		}
		switch {
		case w.Inc.Over():
			return w.Inc.OverError()
		case n < 1 || n > len(*list):
			return fault.Errorf(fault.NotFound, "There is no line %d in that list of %d. Nothing was changed. Type %s to see it.", n, len(*list), what)
		}
		gone := (*list)[n-1].Text
		*list = slices.Delete(*list, n-1, n)
		return w.Record(timeline.Entry{Kind: map[bool]timeline.Kind{true: timeline.KnownDropped, false: timeline.UnknownDropped}[confirmed], By: a.ID, Words: gone})
	})
}

// SetDoing says what we do about it, in words that complete "We are …".
func (s *Service) SetDoing(ctx context.Context, a incident.Actor, number int64, text string) (*incident.Incident, error) {
	return s.change(ctx, access{a, incident.Change, number, ""}, func(w *work.Unit) error {
		text := incident.WeAre.ReplaceAllString(strings.TrimRight(strings.TrimSpace(text), "."), "")
		switch {
		case w.Inc.Over():
			return w.Inc.OverError()
		case text == "":
			return fault.Errorf(fault.Invalid, "Nothing was changed. Complete “We are …” in words that the client may read, for example: doing restoring last night's copy.")
		case utf8.RuneCountInString(text) > facts.MaxFactWords:
			return fault.Errorf(fault.Invalid, "Keep it to %d characters; this has %d. Nothing was changed.", facts.MaxFactWords, utf8.RuneCountInString(text))
		}
		w.Inc.Doing, w.Inc.DoingAt = text, w.Now
		return w.Record(timeline.Entry{Kind: timeline.Doing, By: a.ID, Words: text})
	})
}
