package messages

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/meeting"
	"candor/incident/schedule"
	"candor/incident/spell"
	"candor/incident/standing"
	"candor/incident/update"
	"candor/messages/due"
	"candor/messages/grammar"
	"candor/messages/owns"
	"candor/messages/stencil"
	"candor/messages/tidy"
)

// Begin fills in the words and times of an update that are empty and can be
// known: facts, what the client was told last, and the honest defaults of the
// template. It never fills in a claim that nobody made: what only a person can
// know stays empty and is asked.
func (w *Words) Begin(inc *incident.Incident, aff *incident.Affected, u update.Update, now time.Time) update.Update {
	u.Words, u.Times = fault.Made(maps.Clone(u.Words)), fault.Made(maps.Clone(u.Times))
	t := w.template(u.Kind)
	if t == nil {
		return u
	}
	w, inc = w.of(u.Kind), inc.For(aff)
	t.beginTimes(inc, aff, u, now)
	t.beginEstimate(inc, aff, u, now)
	conditions := map[string]value{}
	t.told(conditions, inc, aff, u)
	u.Words = grammar.Whole(u.OwnWords(), w.phrases.Named)
	w.anew(u.Words)
	standing.Settle(aff.Standing, &inc.Facts, &u, t.field(standing.Release) != nil)
	one := t.alone(inc, aff, now)
	t.alsoAsks(inc, aff, &u)
	w.fix(telling{one, aff, u, now}, &u, t.fields)
	written := u
	written.At = now // what is today, and what yesterday
	for _, f := range t.fields {
		if f.left(conditions) {
			f.unsaid(u.Times)
			continue
		}
		if f.instant() || f.Flag || strings.TrimSpace(u.Words[f.Name]) != "" || !f.Mandatory && !f.Keep && !t.mayBegin(f, u) {
			continue
		}
		if s := tidy.First(w.fromFacts(telling{one, aff, u, now}, f), w.guess(inc, aff, written, f)); s != "" {
			u.Words[f.Name] = Clean(s, f.Long)
		}
	}
	if t.uses("part") {
		u.Words["part"] = strconv.Itoa(1 + due.LastPart(aff))
	}
	t.leaveNote(u)
	if still := w.afterwards(inc, aff, u, conditions["alarm"].text); u.Kind == update.MonitoringUpdate && still != "" {
		u.Words["impact_still"] = still
	}
	return u
}

// afterwards is what they notice from then on, where nothing stopped; alarm is what is not so.
func (w *Words) afterwards(inc *incident.Incident, aff *incident.Affected, u update.Update, alarm string) string {
	if alarm == "" && w.kept(inc, aff, u) {
		return w.badNews.Release["kept_still"]
	}
	return alarm
}

// alone is the incident as a text tells one client of it. The minutes that the others are
// offered for a call are not offered twice.
func (t *template) alone(inc *incident.Incident, aff *incident.Affected, now time.Time) *incident.Incident {
	one := owns.ToldTo(inc, aff)
	if t.field("slots") != nil {
		one.Booked = meeting.Taken(inc, aff, now)
	}
	return one
}

// mayBegin says whether an optional field begins with what is known.
func (t *template) mayBegin(f headField, u update.Update) bool {
	_, typed := u.Words[f.Name]
	return !typed && slices.Contains(OptionalFacts, f.Name) || t.estimated(f, u)
}

// left says whether a field stays as it is, since it is not needed here.
func (f *headField) left(conditions map[string]value) bool {
	return holds(f.Unless, conditions) || f.When != "" && !holds(f.When, conditions)
}

// unsaid takes out of the times of an update what does not stand in its text: it is not
// promised.
func (f *headField) unsaid(times map[string]time.Time) {
	if f.instant() && f.When != "" {
		delete(times, f.Name)
	}
}

// How many of the client's working days from now a new date is proposed, and what a review lacks.
const newDateDays, newReviewDays = 2, 5

// beginTimes fills the instants that the template shows.
func (t *template) beginTimes(inc *incident.Incident, aff *incident.Affected, u update.Update, now time.Time) {
	solved := due.Solved(inc, aff, u, now)
	found, aware := inc.Noticed(), time.Time{}
	if inc.Facts.Is(facts.Personal, facts.Yes) {
		if aware = found; inc.Law.SaidBy != "" { // a person has said it
			aware = inc.Law.AwareAt
		}
	}
	slots := t.slots(inc, aff, now)
	for name, at := range map[string]time.Time{
		"slot1": slots[0], "slot2": slots[1],
		"new_due": cmp.Or(inc.Pledges(aff).NewDate(&u, now), inc.BusinessDays(&aff.Client, newDateDays, now)), "since_fixed": cmp.Or(inc.WorksSince(aff), now), "since_mitigated": now, "found_at": inc.LossNoticed(aff), "aware_at": aware, "date": inc.Since,
		"from": inc.Since, "resolved_at": solved, "to": schedule.Later(solved, due.Whole(inc, aff, u.Kind)), "watch_until": u.NextAt, "wrong_at": aff.ToldAt,
		"review_due": cmp.Or(due.Review(aff, now), inc.ReviewDue(aff, now)), "temporary_until": due.Lasting(inc), "answer_by": due.Answer(inc, aff, u, now), "rest_by": inc.BusinessDays(&aff.Client, newReviewDays, now),
	} {
		if name == "review_due" && inc.AftercareOf(aff, now) == incident.Small && due.Review(aff, now).IsZero() {
			continue
		}
		if u.Times[name].IsZero() && !at.IsZero() && t.uses(name) {
			u.Times[name] = at
		}
	}
}

// slots are the times to talk of a text that offers some: the call that was promised and
// the invitation never contradict each other. They are looked for among the times of all
// others, which takes long for a hundred clients.
func (t *template) slots(inc *incident.Incident, aff *incident.Affected, now time.Time) (two [2]time.Time) {
	if t.uses("slot1") || t.uses("slot2") {
		two = meeting.Slots(inc, aff, now)
	}
	return two
}

// beginEstimate fills in the team's estimate, if none stands there and it is
// still ahead. Where its beginning has passed, it begins soon.
func (t *template) beginEstimate(inc *incident.Incident, aff *incident.Affected, u update.Update, now time.Time) {
	e := inc.Estimate
	if e != nil && e.To.IsZero() && t.field("no_eta") != nil { // somebody said that nobody can say
		u.Words["no_eta"] = "yes"
	}
	if !e.Live(now) || t.field("eta_from") == nil || !u.Times["eta_from"].IsZero() || !u.Times["eta_to"].IsZero() {
		return
	}
	if inc.StatusOf(aff) == update.Monitoring { // nobody waits for it any more
		return
	}
	if slices.Contains([]string{update.EtaChange, update.Holding}, t.name) && e.To.Equal(aff.SaidTimes["eta_to"]) { // the one that does not hold, or is no news
		return
	}
	from := e.From
	if soon := now.Add(5 * time.Minute).Truncate(time.Minute); from.Before(soon) {
		from = soon
	}
	if from.Before(e.To) {
		u.Times["eta_from"], u.Times["eta_to"] = from, e.To
	}
}

// estimated says whether the field belongs to an estimate that was given: then
// its default completes the sentence. Without one it would begin an estimate.
func (t *template) estimated(f headField, u update.Update) bool {
	for _, p := range t.parts {
		for _, n := range p.nodes {
			names := stencil.Variables(n.Group)
			if n.Cond == "" || !slices.Contains(names, f.Name) {
				continue
			}
			for _, name := range names {
				if other := t.field(name); other != nil && other.instant() && !u.Times[name].IsZero() {
					return true
				}
			}
		}
	}
	return false
}

// guess returns what a field begins with, "" if only a person can know.
func (w *Words) guess(inc *incident.Incident, aff *incident.Affected, u update.Update, f headField) string {
	known := due.Thing(inc, aff, u, f.Name)
	switch f.Name {
	case "action_now":
		return tidy.First(w.doing(inc, aff, u), f.Default)
	case "impact_now":
		if owns.Works(inc, aff) { // as they have read: what else would be new?
			return ""
		}
		fallthrough
	case "impact", "impact_still", "state_line":
		known = w.impactNow(inc, aff, u, f)
	case "what_changed":
		known = w.sentences([]string{w.template(u.Kind).fell(aff, u, w.phrases.Again), w.untold(inc, aff)})
	case "reason":
		if inc.Estimate != nil {
			known = inc.Estimate.Why
		}
	case "outcome":
		known = map[bool]string{false: w.phrases.Over}[inc.CanWorkAgain() && !w.kept(inc, aff, u)]
	case "client_action":
		return w.asked(inc, aff, u, f)
	case "ownership_line":
		known = w.unowned(inc, aff, u.Kind)
	case "impact_past":
		known = w.ImpactPast(inc, aff)
	case "contact_point":
		known = tidy.First(u.Sender.Email, u.Sender.Phone)
	}
	if f.Keep {
		known = tidy.First(known, aff.Said[f.Name])
	}
	known = tidy.First(known, aff.Said[update.Amend+f.Name])
	return tidy.First(known, f.Default)
}

// doing is what we do, as it was said last; "" where that is over.
func (w *Words) doing(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	known := tidy.First(aff.Said["action_now"], inc.Doing) // what was said last is newer
	if inc.DoingAt.After(aff.ToldAt) {
		known = inc.Doing
	}
	if u.Kind == update.FirstNoticeKnown && known == w.choices.Doing { // it says what happened
		return ""
	}
	return known
}

// kept says whether all that a client noticed was slow, late or wrong, and never stopped.
func (w *Words) kept(inc *incident.Incident, aff *incident.Affected, u update.Update) bool {
	return grammar.KeptGoing(owns.Read(aff), w.impactOn(inc, aff), aff.Said["impact"], aff.Said["impact_now"], u.Words["impact"], u.Words["impact_now"], u.Words["impact_past"])
}

// impactNow is what a client notices: what it was told is lost, else what it read
// last, else what it was declared with.
func (w *Words) impactNow(inc *incident.Incident, aff *incident.Affected, u update.Update, f headField) string {
	known := tidy.First(strings.TrimRight(aff.Said[update.Amend+"right"], ". "), w.impactTold(inc, aff), w.impactOn(inc, aff))
	if alike.PartOnly(aff) {
		known = ""
	}
	if known = tidy.First(w.lossNow(inc, aff, u), known); known == "" {
		return ""
	}
	if f.Sentence && known != "" && inc.Began().IsZero() && known == w.impactOn(inc, aff) && !grammar.Finite(known) { // strange sign-ins
		known = w.beginning(inc, aff, u)
	}
	known = w.phrases.inPlace(value{text: known}, f.Sentence)
	if f.Sentence && known != "" {
		known += "."
	}
	return known
}

// lossNow is what a client who was told of a loss notices of it; "" where that is nothing.
func (w *Words) lossNow(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	back, grave := inc.Facts.Is(facts.DataLost, facts.Yes) && inc.Facts.Is(facts.Recoverable, facts.Restored), u.Kind == update.BreachSuspected
	switch l := inc.ToldLoss(aff); {
	case l != nil && grave: // it says the rest under what is confirmed
		return w.holdsOf(inc, aff, u)
	case l != nil:
		return tidy.Sentence(w.tellLoss(inc, aff, u.Kind))
	case back && !inc.Facts.Doubtful() && (grave || strings.Contains(u.Words["what_changed"], w.say(inc, facts.Recoverable))):
		return tidy.First(w.badNews.Lost.Whole, w.say(inc, facts.Recoverable))
	case back: // what was missing is back
		return w.say(inc, facts.Recoverable)
	}
	return ""
}

// holdsOf is what holds of what they were told of a loss: all of it, what is lost, or nothing.
func (w *Words) holdsOf(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	pattern := w.badNews.Lost.Ref
	switch wrong := inc.Wrong(aff, 0); {
	case slices.Contains(wrong, facts.DataLost):
		return ""
	case slices.Contains(wrong, facts.Recoverable), slices.Contains(wrong, facts.SpareCopy):
		pattern = w.badNews.Lost.Told
	}
	return w.phrases.write(pattern, w.toldOf(inc, aff, u))
}

// ImpactPast is the same once it is over: as they read it when it was over before,
// else as far as it can be turned without guessing.
func (w *Words) ImpactPast(inc *incident.Incident, aff *incident.Affected) string {
	if aff.Lost != nil && !inc.FactsOf(aff).Is(facts.DataLost, facts.No) { // else it was not lost
		return w.phrases.write(w.badNews.Lost.Past, map[string]value{"loss": {text: w.lost(*aff.Lost)}})
	}
	impact := w.impactOn(inc, aff)
	turn := func(impact string) string {
		if grammar.Happened(impact) {
			return impact
		}
		return tidy.First(w.choices.Find(impact, aff.Client.Service).Past, grammar.Past(impact))
	}
	past := turn(impact)
	if noticed := owns.Noticed(inc, aff, impact); len(noticed) > 1 && w.phrases.Then != "" { // each that they read; where one cannot be turned, a person writes it
		past = owns.Then(noticed, turn, due.Clocks(aff, inc.Began()), w.phrases.Then)
	}
	if !aff.SaidTimes["since_mitigated"].IsZero() && past != "" { // they have read that part of it worked before that
		past = tidy.First(stencil.Put(w.phrases.Partly, "what", past), past)
	}
	if read := alike.Past(aff); read != "" && read != aff.Worked.Stale(inc.ImpactOn(aff.Client.ID)) {
		return read
	}
	return past
}

// wasOf says what a client noticed in a time that is over; "" as it says it of all. A loss is
// never said to have been less.
func (w *Words) wasOf(aff *incident.Affected, began time.Time) func(spell.Down) string {
	was := func(noticed string) string {
		return tidy.First(w.choices.Find(noticed, aff.Client.Service).Past, grammar.Was(noticed))
	}
	return func(d spell.Down) string {
		if aff.Lost != nil {
			return ""
		}
		return Clean(tidy.First(d.Past, owns.Then(d.Effects, was, due.Clocks(aff, began), w.phrases.Then), was(d.Noticed)), false)
	}
}

// impactOn is what a client notices, with the name of what we run where an answer names none.
func (w *Words) impactOn(inc *incident.Incident, aff *incident.Affected) string {
	impact := tidy.First(LowerFirst(aff.Said[update.Instead]), inc.ImpactOn(aff.Client.ID))
	return tidy.First(w.choices.Find(impact, aff.Client.Service).Impact, grammar.Since(impact))
}

// leaveNote writes down what "still working" may say after this text, in words
// that the text itself does not show: an impact after "it works again" is that
// it works again.
func (t *template) leaveNote(u update.Update) {
	for name, text := range t.then {
		if f := t.field(name); f != nil {
			continue
		}
		if from, ok := oneVariable(text); ok {
			text = t.phrases.inPlace(value{text: Clean(u.Words[from], false)}, false)
		}
		u.Words[name] = text
	}
}
