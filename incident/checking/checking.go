// Package checking answers the checklist of one incident: what is done, skipped or open
// again, and the one line that a step may ask for when it is done.
package checking

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/incident/work"
)

// kinds are the lines that answers leave.
var kinds = map[playbook.ItemState]timeline.Kind{
	playbook.ItemOpen:    timeline.StepReopened,
	playbook.ItemDone:    timeline.StepDone,
	playbook.ItemSkipped: timeline.StepSkipped,
}

// Give keeps the answers of a person.
func Give(w *work.Unit, by string, answers []playbook.Answer) error {
	for _, ans := range answers {
		ans.Found = strings.Join(strings.Fields(ans.Found), " ")
		if n := utf8.RuneCountInString(ans.Found); n > playbook.MaxFound {
			return fault.FieldError(playbook.FieldFound+ans.Item, "Keep it to %d characters; this has %d. The line was not kept.", playbook.MaxFound, n)
		}
		was := slices.Clone(w.Inc.Checklist)
		it, err := w.Inc.Answer(ans.Item, playbook.Mark{State: ans.State, Reason: ans.Reason, By: by, At: w.Now})
		if err != nil {
			return err
		}
		said := ans.Found != "" && slices.ContainsFunc(was, func(old playbook.Item) bool { return old.ID == it.ID && old.State == it.State })
		if !said { // a line that comes after the step was ticked is no second tick
			if err := w.Record(timeline.Entry{Kind: kinds[ans.State], By: by, Step: it.Text, Reason: it.Reason}); err != nil {
				return err
			}
		}
		if err := found(w, by, it, ans); err != nil {
			return err
		}
	}
	return nil
}

// found keeps the line about a step: in the timeline, for the review, and among what is
// known, which the next draft offers.
func found(w *work.Unit, by string, it *playbook.Item, ans playbook.Answer) error {
	text := facts.Dated(ans.Found, w.Now.In(schedule.Zone(cmp.Or(w.Inc.Zones[by], w.Inc.Clients[0].Client.TimeZone))))
	if text == "" || text == it.Found || ans.State != playbook.ItemDone {
		return nil
	}
	it.Found = text
	known := facts.Noted{Text: strings.TrimSpace(it.Known + " " + text), By: by, At: w.Now}
	if _, full := w.Inc.Facts.Full(true); !ans.Inside && !it.Inside && !full {
		w.Inc.Facts.Note(true, known)
	}
	return w.Record(timeline.Entry{Kind: timeline.StepFound, By: by, Step: it.Text, Reason: cmp.Or(it.Ask, playbook.Otherwise), Words: text})
}
