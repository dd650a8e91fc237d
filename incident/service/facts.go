package service

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/phrase"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/whose"
	"candor/incident/work"
)

// SetFacts answers questions. What changes against what a client has heard is
// written down and brought up: the client is told, never quietly not.
func (s *Service) SetFacts(ctx context.Context, a incident.Actor, number int64, answers ...facts.FactAnswer) (*incident.Incident, error) {
	inc, err := s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error { return setFacts(w, a, answers) })
	return inc, s.orAsk(ctx, access{a, policy.Change, number, ""}, incident.TakeBack{What: incident.ActFacts, Answers: answers}, err)
}

func setFacts(w *work.Unit, a incident.Actor, answers []facts.FactAnswer) error {
	if w.Inc.Drill.Past() { // nobody would ever hear of it
		return fault.Errorf(fault.Conflict, "The drill is over, and no client hears of what is written down in it. Nothing was changed. If it is real, declare it: declare, the client and what they notice.")
	}
	if w.Inc.Over() && !(w.Inc.State == incident.Closed && slices.ContainsFunc(answers, func(ans facts.FactAnswer) bool { return news(w.Inc, ans) })) { // what a client has to hear opens it again
		return w.Inc.OverError()
	}
	w.Inc.Turns(w.Now)
	changed := map[string][]facts.Question{}
	for _, ans := range answers {
		if ans.Client != "" && !w.Inc.HasClient(ans.Client) {
			_, err := w.Inc.Find(ans.Client)
			return err
		}
		shown := w.Inc.LossNoticed(w.Inc.Affected(ans.Client))
		for _, text := range []*string{&ans.Words, &ans.From, &ans.To} {
			*text = firm.ByTheirClock(w.Inc, a, ans.Client, w.Now)(facts.Dated(phrase.Answered(*text), firm.Here(a, &w.Inc.Affected(ans.Client).Client, w.Now)))
		}
		if err := ans.Check(); err != nil {
			return err
		}
		if err := saidBackups(w, a, ans.Makers); err != nil {
			return err
		}
		if err := beside(w, &ans); err != nil {
			return err
		}
		if err := cmp.Or(give(w, a, ans, changed), w.Noticed(a, w.Inc.Affected(ans.Client), ans.Noticed, shown)); err != nil {
			return err
		}
	}
	return w.FactsChanged(a, changed)
}

// give keeps an answer and notes for whom it is another one.
func give(w *work.Unit, a incident.Actor, ans facts.FactAnswer, changed map[string][]facts.Question) error {
	if !whose.Give(w.Inc, ans, a.ID, w.Now) {
		return nil
	}
	for i := range w.Inc.Clients {
		id := w.Inc.Clients[i].Client.ID
		if ans.Client == "" || ans.Client == id { // other words are another answer
			changed[id] = append(changed[id], ans.Question)
		}
	}
	e := timeline.Entry{Kind: timeline.Fact, By: a.ID, Question: ans.Question, Answer: string(ans.Answer), Words: ans.Words, From: ans.From, To: ans.To}
	if ans.Client != "" && len(w.Inc.Clients) > 1 {
		return w.RecordFor(w.Inc.Affected(ans.Client), e)
	}
	return w.Record(e)
}

// news says whether an answer is bad news, or another one than a client was told.
func news(inc *incident.Incident, ans facts.FactAnswer) bool {
	return facts.Bad(ans.Question, ans.Answer) || slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool {
		has, as := aff.Has(ans.Question), aff.HasAs(ans.Question)
		return (ans.Client == "" || ans.Client == aff.Client.ID) && (facts.WasWrong(has, ans.Answer) || facts.WasWrong(aff.Knows[ans.Question], ans.Answer) || has == ans.Answer && as != "" && ans.Words != as)
	})
}

// saidBackups keeps who was to make the backups of each client's data. A client of
// the list is changed by those who may.
func saidBackups(w *work.Unit, a incident.Actor, makers map[string]string) error {
	for _, id := range slices.Sorted(maps.Keys(makers)) {
		said, err := client.BackupsOf(makers[id])
		if err != nil {
			return fault.FieldError(string(facts.SpareCopy), "%s Nothing was changed.", err)
		}
		if aff := w.Inc.Affected(id); aff != nil && aff.Client.ID == id {
			if err := keepBackups(w, a, aff, said); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepBackups keeps who was to make the backups of the client's data, and with the
// client itself, too, if that is one of the store and the actor may change it.
func keepBackups(w *work.Unit, a incident.Actor, aff *incident.Affected, said client.Backups) error {
	keep := policy.May(a, policy.Clients, nil, "") == nil && !aff.OneOff && w.Roster().Client(aff.Client.ID) == nil
	switch {
	case said == client.BackupsUnsaid || said == aff.Agreed().Who():
		return nil
	case !keep && aff.Client.Backups != client.BackupsUnsaid: // their record says it, and counts
		return nil
	}
	aff.Backups = said
	if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.Backups, By: a.ID, Words: string(said)}); err != nil {
		return err
	}
	if !keep {
		return nil
	}
	p, err := w.Tx.Profile(aff.Client.ID)
	if err != nil || p == nil {
		return err
	}
	before := p.Client.Texts()
	p.Client.Backups, aff.Client.Backups = said, said
	p.Changed(a.ID, strings.Join(p.Client.Since(before), "; "), w.Now)
	return w.Tx.PutProfile(p)
}

// mayHear refuses a sentence of an incident that clients may read: one of an
// incident that is over, none, or one that is too long. what is the refusal of
// none, and undone says how the others end.
func mayHear(inc *incident.Incident, text, what, undone string) error {
	n := utf8.RuneCountInString(text)
	switch {
	case inc.Over():
		return inc.OverError()
	case n == 0:
		return fault.Errorf(fault.Invalid, "%s", what)
	case n > facts.MaxFactWords:
		return fault.Errorf(fault.Invalid, "Keep it to %d characters; this has %d. %s", facts.MaxFactWords, n, undone)
	}
	return nil
}

// Learning is a sentence of one of the two lists, confirmed or not known.
type Learning struct {
	Confirmed bool
	Client    string // id of the one of several who may read it; empty: all
	Text      string // of one that is new
	N         int    // its number, of one that stands there
	Was       string // of one that is taken off, and that a client has been told: Wrong, or Right

	Began   time.Time // of one that says when it began; zero: it does not
	BeganAs string    // as it was typed
}

// What a line was that is taken off the list of what is certain.
const (
	Wrong = "wrong" // they hear so
	Right = "right" // it only need not stand there
)

// Learn adds a sentence to its list.
func (s *Service) Learn(ctx context.Context, a incident.Actor, number int64, l Learning) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		text := strings.TrimSpace(l.Text)
		what := map[bool]string{true: "known", false: "unknown"}[l.Confirmed] // shows the list where it belongs
		err := mayHear(w.Inc, text, "Nothing was written. Say it in words that the client may read, for example: "+what+" the orders of today are complete.", "Nothing was written.")
		if err != nil {
			return err
		}
		if first, full := w.Inc.Facts.Full(l.Confirmed); full {
			return fault.Errorf(fault.Conflict, "Nothing was written: the list is full (%d). Take one away first: %s drop %d.", facts.MaxNoted, what, first)
		}
		aff, err := w.Inc.Find(l.Client)
		if err != nil {
			return err
		}
		if err := whose.Began(w.Inc, l.Client, l.Began, l.BeganAs); err != nil {
			return err
		}
		text = firm.ByTheirClock(w.Inc, a, l.Client, w.Now)(facts.Dated(text, firm.Here(a, &w.Inc.Affected(l.Client).Client, w.Now)))
		w.Inc.Facts.Note(l.Confirmed, facts.Noted{Client: l.Client, Text: text, By: a.ID, At: w.Now})
		if l.Confirmed {
			w.Since(l.Client, work.MoreKnown)
		}
		e := timeline.Entry{Kind: map[bool]timeline.Kind{true: timeline.Known, false: timeline.Unknown}[l.Confirmed], By: a.ID, Words: text}
		if l.Client != "" {
			return w.RecordFor(aff, e)
		}
		return w.Record(e)
	})
}

// Unlearn takes a sentence off its list.
func (s *Service) Unlearn(ctx context.Context, a incident.Actor, number int64, l Learning) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		if w.Inc.Over() {
			return w.Inc.OverError()
		}
		gone, err := whose.Line{Confirmed: l.Confirmed, N: l.N, Wrong: l.Was == Wrong, Sure: l.Was != ""}.TakeOff(w.Inc, w.Now)
		if err != nil {
			return err
		}
		e := timeline.Entry{Kind: map[bool]timeline.Kind{true: timeline.KnownDropped, false: timeline.UnknownDropped}[l.Confirmed], By: a.ID, Words: gone.Text}
		return cmp.Or(w.NoneSince(), w.Record(e), w.LineGone(a, gone))
	})
}

// SetDoing says what we do about it, in words that complete "We are …".
func (s *Service) SetDoing(ctx context.Context, a incident.Actor, number int64, text string) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		text := phrase.AfterWeAre(strings.TrimRight(strings.TrimSpace(text), "."))
		err := mayHear(w.Inc, text, "Nothing was changed. Complete “We are …” in words that the client may read, for example: doing restoring last night's copy.", "Nothing was changed.")
		if err != nil {
			return err
		}
		text = firm.ByTheirClock(w.Inc, a, "", w.Now)(text)
		w.Inc.Doing, w.Inc.DoingAt = text, w.Now
		return w.Record(timeline.Entry{Kind: timeline.Doing, By: a.ID, Words: text})
	})
}
