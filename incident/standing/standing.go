// Package standing is what a client was asked to do, or not to do, until we write that
// it is over. It knows no incident.
package standing

import (
	"slices"
	"strings"
	"time"

	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/update"
)

// Names of the words of an update: why what was asked is over, as a person or the answers
// say it, and the questions of what is over by it.
const (
	Release = "release"
	Over    = "released"
)

// bySaying marks what is over because a person says why: it stays so when the answers turn.
const bySaying = "!"

// Ask is what a text about bad news asked of them.
type Ask struct {
	Kind  string         `json:"kind"`  // of the text that asked first
	About facts.Question `json:"about"` // what it is there to protect
	Text  string         `json:"text"`
	At    time.Time      `json:"at"`
	Ended bool           `json:"ended,omitempty"` // a text said that the answers end it; where they turn, it holds again
}

// Live are those that hold: not what a text has ended, as long as the answers bear that out.
func Live(list []Ask, f *facts.Facts) []Ask {
	return slices.DeleteFunc(slices.Clone(list), func(a Ask) bool { return a.Ended && a.Ends(f) })
}

// After is what is asked of a client once they have a text: what it asks for the first time
// about its bad news, and of the rest what it did not end.
func After(have []Ask, u *update.Update) []Ask {
	over := strings.Split(u.Words[Over], ", ")
	k, text := update.KindOf(u.Kind), u.Words["client_action"]
	list := slices.DeleteFunc(slices.Clone(have), func(a Ask) bool { return slices.Contains(over, bySaying+string(a.About)) })
	for i := range list {
		a := &list[i]
		a.Ended = slices.Contains(over, string(a.About)) || a.Ended && !strings.Contains(text, a.Text)
	}
	if text == "" || !k.BadNews || k.ID == update.ProcessorNotice { // that asks for a decision, not for time
		return list
	}
	list = slices.DeleteFunc(list, func(a Ask) bool { return a.About == k.About })
	return append(list, Ask{Kind: k.ID, About: k.About, Text: text, At: u.HeardAt()})
}

// Ends says whether the answers alone end it: there is nothing any more to protect.
func (a *Ask) Ends(f *facts.Facts) bool {
	switch a.About {
	case facts.DataLost:
		return f.Is(facts.DataLost, facts.No) || f.Is(facts.Recoverable, facts.Restored)
	case facts.Intruder, facts.Personal:
		return f.Is(a.About, facts.No)
	}
	return false
}

// MayEnd says whether a person may end it who says why. Where nobody knows whether somebody
// is in, nobody knows that it is safe.
func (a *Ask) MayEnd(f *facts.Facts) bool {
	switch a.About {
	case facts.DataLost:
		return !fault.OneOf(f.Answer(facts.Recoverable), "", facts.DontKnow)
	case facts.Intruder:
		return fault.OneOf(f.Answer(facts.Intruder), facts.Suspected, facts.Confirmed)
	}
	return true
}

// Waits says whether they keep from something until we write, and an update does not end it:
// then they are told when they hear.
func Waits(list []Ask, f *facts.Facts, u *update.Update) bool {
	over := By(list, f, u)
	return slices.ContainsFunc(Live(list, f), func(a Ask) bool { return a.About != facts.DataLost && !slices.Contains(over, a.About) })
}

// Ended are those that the answers end, and Kept the rest.
func Ended(list []Ask, f *facts.Facts) (ended, kept []Ask) {
	for _, a := range Live(list, f) {
		if a.Ends(f) {
			ended = append(ended, a)
		} else {
			kept = append(kept, a)
		}
	}
	return ended, kept
}

// told is the ask that the writer of an update says is over, and why: the gravest, where the
// answers do not end it; nil if none.
func told(list []Ask, f *facts.Facts, u *update.Update) *Ask {
	live := Live(list, f)
	for _, q := range []facts.Question{facts.Intruder, facts.Personal, facts.DataLost} {
		if i := slices.IndexFunc(live, func(a Ask) bool { return a.About == q }); i >= 0 && u.Words[Release] != "" {
			if live[i].Ends(f) {
				return nil
			}
			return &live[i]
		}
	}
	return nil
}

// Check refuses to end what nobody knows to be over.
func Check(list []Ask, f *facts.Facts, u *update.Update) error {
	a := told(list, f, u)
	if a == nil || a.MayEnd(f) {
		return nil
	}
	return fault.FieldError(Release, "Nothing was sent: you asked them “%s”, and nobody has answered yet whether that can end. Answer the questions about the bad news first, or leave this empty: then it stays.", a.Text)
}

// By lists the questions of what a text ends: by the answers, and by what its writer says.
func By(list []Ask, f *facts.Facts, u *update.Update) (over []facts.Question) {
	ended, _ := Ended(list, f)
	for _, a := range ended {
		over = append(over, a.About)
	}
	if a := told(list, f, u); a != nil && a.MayEnd(f) {
		over = append(over, a.About)
	}
	return over
}

// Still are the words of what they were asked and an update does not end, and ended says
// whether it ends any.
func Still(list []Ask, f *facts.Facts, u *update.Update) (text string, ended bool) {
	over := By(list, f, u)
	for _, a := range Live(list, f) {
		if !slices.Contains(over, a.About) {
			text += " " + a.Text
		}
	}
	return strings.TrimSpace(text), len(over) > 0
}

// Settle keeps in an update what it ends, if it can end any, and lets it ask nothing of that
// again.
func Settle(list []Ask, f *facts.Facts, u *update.Update, can bool) {
	delete(u.Words, Over)
	over := By(list, f, u)
	if !can || len(over) == 0 {
		return
	}
	for _, a := range list {
		if slices.Contains(over, a.About) && u.Words["client_action"] != "" {
			u.Words["client_action"] = strings.TrimSpace(strings.ReplaceAll(u.Words["client_action"], a.Text, ""))
		}
	}
	var words []string
	for _, q := range over {
		word := string(q)
		if a := told(list, f, u); a != nil && a.About == q {
			word = bySaying + word
		}
		words = append(words, word)
	}
	u.Words[Over] = strings.Join(words, ", ")
}
