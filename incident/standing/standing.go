// Package standing is what a client was asked to do, or not to do, until we write that
// it is over. It knows no incident.
package standing

import (
	"maps"
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
	Asked   = "asks:" // begins the name of what is asked about one thing in a text about another, or by a person; the question is the rest
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

	Spoken   bool `json:"spoken,omitempty"`   // a person told them that it is over; the next text says so, too
	Released bool `json:"released,omitempty"` // a text said why it is over: only the same bad news, told again, asks it again
}

// Live are those that hold: not what a text has ended, as long as the answers bear that out.
func Live(list []Ask, f *facts.Facts) []Ask {
	return slices.DeleteFunc(slices.Clone(list), func(a Ask) bool { return a.Released || a.Ended && a.Ends(f) })
}

// gravest are the questions about which something is asked, the gravest first.
var gravest = []facts.Question{facts.Intruder, facts.Personal, facts.DataLost}

// kinds are the texts that ask about them.
var kinds = map[facts.Question]string{facts.Intruder: update.BreachSuspected, facts.Personal: update.WrongRecipients, facts.DataLost: update.DataLoss}

// KindOf is the kind of text that asks about a question.
func KindOf(q facts.Question) string { return kinds[q] }

// wants says whether the answers alone ask something of a client, whichever text says them.
func wants(q facts.Question, f *facts.Facts) bool {
	switch q {
	case facts.Intruder:
		return f.Is(q, facts.Suspected) || f.Is(q, facts.Confirmed)
	case facts.DataLost:
		return f.LossOpen()
	}
	return false
}

// Also is what a text about bad news asks beside what it is about: what the answers ask and
// nobody asked yet, and what was asked and still holds. A correction begins with the second.
func Also(list []Ask, f *facts.Facts, u *update.Update) (anew []facts.Question, still []Ask) {
	k := update.KindOf(u.Kind)
	if !k.BadNews && !k.Corrects {
		return nil, nil
	}
	over := By(list, f, u)
	about := func(q facts.Question) bool { return q == k.About || slices.Contains(over, q) }
	for _, q := range gravest {
		if wants(q, f) && !about(q) && !slices.ContainsFunc(list, func(a Ask) bool { return a.About == q }) {
			anew = append(anew, q)
		}
	}
	if k.Corrects {
		return anew, nil
	}
	return anew, slices.DeleteFunc(Live(list, f), func(a Ask) bool { return about(a.About) })
}

// Sayable is what a person can have asked who told them of what is known, where the next
// text is of some kind.
func Sayable(list []Ask, f *facts.Facts, next string) []facts.Question {
	return slices.DeleteFunc(slices.Clone(gravest), func(q facts.Question) bool {
		asked := slices.ContainsFunc(Live(list, f), func(a Ask) bool { return a.About == q && !a.Spoken })
		return asked || !wants(q, f) && kinds[q] != next
	})
}

// Endable is what of all that they were asked a person can have told them is over.
func Endable(list []Ask, f *facts.Facts) []Ask {
	return slices.DeleteFunc(Live(list, f), func(a Ask) bool { return a.Spoken || !a.Ends(f) && !a.MayEnd(f) })
}

// ByWord are the words of a report of what a person asked, and told them is over. What the
// answers end, the next text says all the same, unless they read none. It refuses what nobody
// knows to be over.
func (r Report) ByWord(list []Ask, f *facts.Facts) (map[string]string, error) {
	words := map[string]string{}
	for q, text := range r.Asked {
		words[Asked+string(q)] = text
	}
	var over []string
	for _, q := range r.Over {
		i := slices.IndexFunc(Endable(list, f), func(a Ask) bool { return a.About == q })
		if i < 0 {
			return nil, fault.FieldError("asked", "Nothing was recorded: nobody knows now that what you asked of them is over. Take that tick out. If you told them so, call them again and say that it still holds.")
		}
		switch a := Endable(list, f)[i]; {
		case !a.Ends(f):
			over = append(over, bySaying+string(q))
		case !r.Reads:
			over = append(over, string(q))
		}
	}
	if len(over) > 0 {
		words[Over] = strings.Join(over, ", ")
	}
	return words, nil
}

// Keep keeps a report in the record of a call or a message by hand, and returns what is asked
// of them now.
func (r Report) Keep(list []Ask, f *facts.Facts, u *update.Update) ([]Ask, error) {
	words, err := r.ByWord(list, f)
	if err != nil {
		return list, err
	}
	said := *u
	said.Words = words // what was kept of it before is done
	list = After(list, &said)
	if was := u.Words[Over]; was != "" && words[Over] != "" {
		words[Over] = was + ", " + words[Over]
	}
	maps.Copy(u.Words, words)
	return list, nil
}

// Add keeps in a record what its writer says later was asked in it, or said to be over. next
// is the kind of text that is next.
func (r Report) Add(list []Ask, f *facts.Facts, u *update.Update, next string) ([]Ask, error) {
	asked, over := Left(list, f, u, next)
	for q := range r.Asked {
		if !slices.Contains(asked, q) {
			return list, fault.Errorf(fault.Conflict, "They have been asked that already, or nothing calls for it any more. Nothing was recorded.")
		}
	}
	for _, q := range r.Over {
		if !slices.ContainsFunc(over, func(a Ask) bool { return a.About == q }) {
			return list, fault.Errorf(fault.Conflict, "Nothing was recorded: they were asked that after this call or message, or it is over already. If you told them all the same, type told call: and what you said.")
		}
	}
	since := func(q facts.Question) bool { return f.Given[q].Since.After(u.At) }
	if slices.ContainsFunc(append(slices.Collect(maps.Keys(r.Asked)), r.Over...), since) {
		return list, fault.Errorf(fault.Conflict, "Nothing was recorded: what is known of that was written down after this call or message. If you said it all the same, type told call: and what you said.")
	}
	return r.Keep(list, f, u)
}

// Left is what the writer of a record can still say was asked in it, or said to be over: of
// what is over it asked nothing, and nothing was over that was asked in it, or after it.
func Left(list []Ask, f *facts.Facts, u *update.Update, next string) (asked []facts.Question, over []Ask) {
	asked = slices.DeleteFunc(Sayable(list, f, next), func(q facts.Question) bool {
		return slices.ContainsFunc(strings.Split(u.Words[Over], ", "), func(word string) bool { return strings.TrimPrefix(word, bySaying) == string(q) })
	})
	return asked, slices.DeleteFunc(Endable(list, f), func(a Ask) bool { return !a.At.Before(u.HeardAt()) })
}

// Report is what a person asked of a client on the phone, in which words, and told them is over.
type Report struct {
	Asked map[facts.Question]string
	Over  []facts.Question
	Reads bool // we write to the client, too
}

// After is what is asked of a client once they have a text, or were spoken with: what it asks
// for the first time, and of the rest what it did not end.
func After(have []Ask, u *update.Update) []Ask {
	over := strings.Split(u.Words[Over], ", ")
	k, text := update.KindOf(u.Kind), u.Words["client_action"]
	list := slices.Clone(have)
	for i := range list {
		a := &list[i]
		if slices.Contains(over, bySaying+string(a.About)) {
			a.Spoken, a.Released = true, !k.NoText
		}
		a.Ended = slices.Contains(over, string(a.About)) || a.Ended && !strings.Contains(text, a.Text)
	}
	for _, q := range gravest {
		list = add(list, Ask{Kind: kinds[q], About: q, Text: u.Words[Asked+string(q)], At: u.HeardAt()})
	}
	if !k.BadNews || k.ID == update.ProcessorNotice || k.About == facts.DataLost && u.Facts[facts.Recoverable] == facts.Restored { // these ask for a decision, or a look, not for time
		return list
	}
	return add(list, Ask{Kind: k.ID, About: k.About, Text: text, At: u.HeardAt()})
}

// add puts what is asked in the place of what was asked about the same.
func add(list []Ask, one Ask) []Ask {
	if one.Text == "" {
		return list
	}
	return append(slices.DeleteFunc(list, func(a Ask) bool { return a.About == one.About }), one)
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

// Waits lists the questions about which they keep from something until we write, where an
// update does not end it: then they are told when they hear.
func Waits(list []Ask, f *facts.Facts, u *update.Update) (about []facts.Question) {
	over := By(list, f, u)
	for _, a := range Live(list, f) {
		if a.About != facts.DataLost && !slices.Contains(over, a.About) {
			about = append(about, a.About)
		}
	}
	return about
}

// over says whether it needs nobody's reason to be over.
func (a *Ask) over(f *facts.Facts) bool { return a.Spoken || a.Ends(f) }

// Ended are those that the answers end, or that a person told them are over, and Kept the rest.
func Ended(list []Ask, f *facts.Facts) (ended, kept []Ask) {
	for _, a := range Live(list, f) {
		if a.over(f) {
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
	for _, q := range gravest {
		if i := slices.IndexFunc(live, func(a Ask) bool { return a.About == q }); i >= 0 && u.Words[Release] != "" {
			if live[i].over(f) {
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
	ended, kept := Ended(list, f)
	if u.Kind == update.NotYours { // none of it was about them
		ended = append(ended, kept...)
	}
	for _, a := range ended {
		over = append(over, a.About)
	}
	if a := told(list, f, u); a != nil && a.MayEnd(f) {
		over = append(over, a.About)
	}
	return over
}

// Still is what they were asked and an update does not end, and ended says whether it ends
// any.
func Still(list []Ask, f *facts.Facts, u *update.Update) (still []Ask, ended bool) {
	over := By(list, f, u)
	return slices.DeleteFunc(Live(list, f), func(a Ask) bool { return slices.Contains(over, a.About) }), len(over) > 0
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
		if !slices.ContainsFunc(list, func(a Ask) bool { return a.About == q && a.Ends(f) }) { // a person says so
			word = bySaying + word
		}
		words = append(words, word)
	}
	u.Words[Over] = strings.Join(words, ", ")
}
