// Package told knows what a client knows of an incident: what has reached them, text by text. Who
// sends, who takes back and whom a mail comes back to ask here, so that nothing has to be undone.
package told

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/law"
	"candor/incident/phrase"
	"candor/incident/schedule"
	"candor/incident/spell"
	"candor/incident/standing"
	"candor/incident/update"
)

// Known is what a client knows by what has reached them. The zero value: nothing has.
type Known struct {
	Said      map[string]string
	SaidTimes map[string]time.Time
	Standing  []standing.Ask
	Worked    spell.Spells

	Knows, Wrote     map[facts.Question]facts.Answer
	KnowsOf, WroteOf map[facts.Question]int
	WroteIn          int
	Learned          map[int]int               // sentences that are certain, by number: the text that told each
	Effects          []spell.Effect            // what they have read that they notice, the oldest first
	KnowsAs, WroteAs map[facts.Question]string // the words behind those answers that told them
	Warned           []facts.Question
	Hinted           byhand.Claims // harm of which somebody's own words read as if there were some
	Lost             *facts.Loss
	LossAt           []string
	Law              law.Told
	Invite           *update.Invite

	Heard                    int
	Holdings                 int
	Written                  bool
	FirstAt, ToldAt, SpokeAt time.Time
	Status                   update.Status // what the newest that says how it stands says; empty: none does
}

// Fell is the one instant in SaidTimes that they have not read: since when it is down again. A call leaves it there.
const Fell = "fell"

// Turn is what changes, without a text, what later texts build on.
type Turn struct {
	After   int               `json:"after"` // the newest update that they had
	At      time.Time         `json:"at"`
	Down    bool              `json:"down,omitempty"`    // it is down again: what was said of watching is over
	Knew    bool              `json:"knew,omitempty"`    // and they knew that it had worked, else than by a text that said since when
	Noticed string            `json:"noticed,omitempty"` // what they noticed before that
	Since   time.Time         `json:"since,omitzero"`    // when that was; zero: At
	Anew    bool              `json:"anew,omitempty"`    // what they notice is said anew
	Heard   bool              `json:"heard,omitempty"`   // they have a text of which nothing more is known
	Words   map[string]string `json:"words,omitempty"`   // with which their next text begins
}

// History is all that a client was told, in order.
type History struct {
	Turns []Turn
	Texts []*update.Update // by number
	Since int              // texts up to this one were about what turned out not to be theirs
	Law   law.Told         // what of it no text has told
	Lost  *facts.Loss      // for texts that do not say what was known to be lost
}

// Known is what the client knows by it.
func (h History) Known() (k Known) {
	k.Law = h.Law
	k.Law.Unsay(true)
	turns := h.Turns
	for _, u := range h.Texts {
		for ; len(turns) > 0 && turns[0].After < u.N; turns = turns[1:] {
			k.Turn(turns[0])
		}
		k.Take(h.text(*u))
	}
	for _, t := range turns {
		k.Turn(t)
	}
	return k
}

// text is one of them, as far as it is theirs and the record of it tells.
func (h History) text(u update.Update) *update.Update {
	if u.N <= h.Since {
		when := &update.Update{N: u.N, Kind: u.Kind, State: u.State, At: u.At, SentAt: u.SentAt, To: u.To, Got: u.Got}
		if u.Kind == update.ByHand {
			when.Words = map[string]string{"how": u.Words["how"]}
		}
		return when
	}
	u.Loss = cmp.Or(u.Loss, h.Lost)
	return &u
}

// Take takes in what has reached them of a text: also where it only reached somebody on the way.
func (k *Known) Take(u *update.Update) {
	was, counts := k.Lost, u.Counts()
	for _, to := range u.To {
		at := u.ArrivedAt(to)
		if at.IsZero() {
			continue
		}
		k.Written = true
		if is := u.Invite; to.Via == client.ViaEmail && is != nil && (k.Invite == nil || !is.Before(k.Invite)) {
			k.Invite = is
		}
		later := was != nil && !was.At.IsZero() && u.At.After(was.At) && u.Kind != update.MisdeliveryRecipient
		if later || u.Told(to.Via)[facts.DataLost] == facts.Yes { // in the text that tells of the loss, or in any that was written later
			k.LossAt = fault.AppendNew(k.LossAt, to.Key())
		}
		if to.Optional && !update.Automatic(u.Kind) { // they know, and yet it counts only where it has to arrive
			k.seen(at)
		}
	}
	if counts {
		k.Hear(u)
	}
}

// seen keeps when they had word of us.
func (k *Known) seen(at time.Time) {
	k.FirstAt, k.ToldAt = schedule.Sooner(k.FirstAt, at), schedule.Later(k.ToldAt, at)
}

// Hear takes in a text that counts as told.
func (k *Known) Hear(u *update.Update) {
	k.Heard = max(k.Heard, u.N)
	k.seen(u.SentAt)
	switch {
	case u.Kind == update.Holding:
		k.Holdings++
	case !update.Aftercare(u.Kind):
		k.Holdings = 0
	}
	if kind := update.KindOf(u.Kind); kind.Moves(cmp.Or(k.Status, update.Investigating)) {
		k.Status = kind.Status
	}
	if u.Kind == update.ByHand {
		k.spoken(u)
	} else {
		k.Remember(u)
	}
	if u.Warns != "" && !slices.Contains(k.Warned, u.Warns) {
		k.Warned = append(k.Warned, u.Warns)
	}
	for _, via := range u.ToldOn() {
		k.learn(u, via)
	}
	k.claimed(u)
	if u.Kind != update.Correction && u.Kind != update.NotYours { // these say of harm that there is none
		k.Hinted = k.Hinted.Bad(byhand.ClaimsIn(byhand.Typed(u)))
	}
	personal := k.Knows[facts.Personal]
	k.Law.Follow(fault.OneOf(personal, facts.Yes, facts.DontKnow), fault.OneOf(personal, facts.Yes, facts.No), k.Said["part"] != "", u.CountsAt())
}

// spoken takes in a report by hand: the words of the texts that were said in it, and what was
// asked of them.
func (k *Known) spoken(u *update.Update) {
	if byhand.How(u.Words["how"]).Spoke() {
		k.SpokeAt = schedule.Later(k.SpokeAt, u.SentAt)
	}
	for i := range u.Spoken {
		if said := &u.Spoken[i]; said.Kind == update.ByHand {
			k.Said = fault.Made(k.Said)
			maps.Copy(k.Said, said.Words)
		} else {
			k.Remember(said)
		}
	}
	if at := u.Times["since_fixed"]; u.Spoken == nil && !at.IsZero() { // recorded before its words were kept
		k.Remember(&update.Update{Kind: update.MonitoringUpdate, At: u.At, Times: map[string]time.Time{"since_fixed": at}})
	}
	if k.Standing = standing.After(k.Standing, u); u.Words[standing.Over] != "" {
		delete(k.Said, "client_action")
	}
}

// Remember keeps what a text says, to begin the next with.
func (k *Known) Remember(u *update.Update) {
	k.Said, k.SaidTimes = fault.Made(k.Said), fault.Made(k.SaidTimes)
	read := Impact(k.Said)
	if fault.OneOf(u.Kind, update.EtaChange, update.MonitoringUpdate, update.ResolvedUpdate) || u.Words[update.Misjudged] != "" { // the estimate before it is over
		delete(k.SaidTimes, "eta_from")
		delete(k.SaidTimes, "eta_to")
	}
	if !u.At.Before(k.SaidTimes[Fell]) { // it says so itself
		delete(k.SaidTimes, Fell)
	}
	u.Correct(k.Said, read)
	maps.Copy(k.Said, u.Words)
	if first := u.Words["impact"]; first != "" && k.Said[update.Outset] == "" {
		k.Said[update.Outset] = first
	}
	k.Standing = standing.After(k.Standing, u)
	if u.Words[standing.Over] != "" { // no later text asks it again
		delete(k.Said, "client_action")
	}
	if update.FirstNotice(u.Kind) && !u.From.IsZero() {
		k.SaidTimes["from"] = u.From
	}
	maps.Copy(k.SaidTimes, u.SaysTimes())
	k.notices(u)
	if proof := u.Proves(); proof != "" {
		k.Said[update.Proven] = proof
	} else if u.TakesBack(k.Said[update.Proven]) {
		delete(k.Said, update.Proven)
	}
	maps.DeleteFunc(k.Said, func(name, _ string) bool { return update.TellsFacts(u.Kind) && update.Amends(name) })
}

// notices keeps what a text says that a client notices behind what they had read before: the last
// word names all of it. What was called wrong is none of it; when it is down again, it begins anew.
func (k *Known) notices(u *update.Update) {
	kind, now, says := update.KindOf(u.Kind), Impact(k.Said), cmp.Or(u.Words["impact"], u.Words["impact_now"], u.Words["impact_still"])
	if phrase.NoTrouble(says) { // it says that nothing is wrong
		says = ""
	}
	if kind.Recovers { // it owns what was out of date
		delete(k.SaidTimes, update.Lasting)
	} else if !kind.Corrects && !update.Aftercare(u.Kind) && k.Lost == nil && u.Shows(says) {
		k.SaidTimes[update.Lasting] = u.At
	}
	switch {
	case kind.Corrects && k.Said[update.Corrected] == "": // it was about when it began
	case kind.Corrects, update.BadNews(u.Kind):
		k.Effects = nil
	case kind.Recovers, kind.Empty, update.Aftercare(u.Kind), now == "", says == "":
	case len(k.Effects) == 0 || !phrase.Tells(k.Effects[len(k.Effects)-1].Text, now):
		if len(k.Effects) > 0 {
			delete(k.Said, "impact_past") // it names fewer
		}
		k.Effects = append(slices.Clip(k.Effects), spell.Effect{Text: now, At: u.At})
	}
}

// Impact is what they have read that they notice; empty where they have read nothing of it, or
// that it was wrong.
func Impact(said map[string]string) string {
	if right := said[update.Corrected]; right != "" {
		return update.Righted(right)
	}
	return cmp.Or(said["impact_still"], said["impact"])
}

// learn keeps the answers that a text told on a way.
func (k *Known) learn(u *update.Update, via string) {
	answers := u.Told(via)
	loss := answers[facts.DataLost] == facts.Yes
	if fault.OneOf(u.Kind, update.Progress, update.Correction) { // how the repair goes does not disclose a loss
		if loss && k.Wrote[facts.DataLost] != facts.Yes {
			delete(answers, facts.DataLost)
		}
		loss = false
	}
	if loss {
		k.lose(u)
	}
	k.Learned = u.Notes[via].Told(k.Learned, u.N)
	k.Knows, k.KnowsOf = facts.Learned(k.Knows, k.KnowsOf, answers, u.N)
	k.KnowsAs = inWords(k.KnowsAs, k.KnowsOf, answers, u)
	if len(answers) > 0 && (u.Kind != update.ByHand || byhand.How(u.Words["how"]).InWriting()) {
		k.Wrote, k.WroteOf = facts.Learned(k.Wrote, k.WroteOf, answers, u.N)
		k.WroteAs = inWords(k.WroteAs, k.WroteOf, answers, u)
		k.WroteIn = max(k.WroteIn, u.N)
	}
}

// inWords adds to the words behind the answers that a client has heard, each of the update of that
// number, those of the answers that an update has told.
func inWords(words map[facts.Question]string, of map[facts.Question]int, told map[facts.Question]facts.Answer, u *update.Update) map[facts.Question]string {
	for q := range told {
		switch {
		case of[q] != u.N: // a newer one told it
		case u.Behind[q] == "":
			delete(words, q)
		default:
			words = fault.Made(words)
			words[q] = u.Behind[q]
		}
	}
	return words
}

// claimed keeps what a person told them in their own words: they know it, and what is known of
// it they still get in writing. What a text tells beside it counts before it; of a call it counts
// before the answers of that moment, which nobody read out.
func (k *Known) claimed(u *update.Update) {
	claims := maps.Clone(u.Claims)
	maps.DeleteFunc(claims, func(q facts.Question, a facts.Answer) bool { // bad news that was known is told in a text of its own
		return u.Kind != update.ByHand && (k.KnowsOf[q] == u.N || u.Facts[q] == a && facts.Bad(q, a))
	})
	if claims[facts.DataLost] == facts.Yes && k.Knows[facts.DataLost] != facts.Yes {
		k.Lost = &facts.Loss{At: u.HeardAt()}
		if u.Loss != nil {
			k.Lost.Said = u.Loss.Said
		}
	}
	k.Knows, k.KnowsOf = facts.Learned(k.Knows, k.KnowsOf, claims, u.N)
	for _, i := range u.Instants {
		if i.What == update.SaysEstimate {
			k.SaidTimes = fault.Made(k.SaidTimes)
			k.SaidTimes["eta_from"], k.SaidTimes["eta_to"] = i.At, i.At
		}
	}
	for i := range u.Spoken {
		if u.Kind != update.ByHand {
			k.Remember(&u.Spoken[i])
		}
	}
}

// lose keeps what they were told is lost. A newer text may say more of it, as long as it says
// of what.
func (k *Known) lose(u *update.Update) {
	told := facts.Loss{}
	if u.Loss != nil {
		told = *u.Loss
	}
	told.At = u.HeardAt()
	if u.Kind == update.DataLoss { // a person may have changed the words
		told.What, told.From, told.To = cmp.Or(u.Words["data_what"], told.What), cmp.Or(u.Words["window_from"], told.From), cmp.Or(u.Words["window_to"], told.To)
	}
	switch l := k.Lost; {
	case l != nil && l.What == told.What && l.From == told.From && l.To == told.To: // “as we told you at” is the first time that they heard it
	case l == nil || told.What != "":
		k.Lost = &told
	}
}

// anew are the words that are no longer theirs once what they notice is said anew.
var anew = []string{"impact", "impact_still", "impact_now", update.Corrected, update.Instead, update.Spoken, update.Amend + "right"}

// Turn takes in what happened between two texts.
func (k *Known) Turn(t Turn) {
	if t.Down {
		was, solved := len(k.Worked), k.SaidTimes["resolved_at"]
		k.Worked = k.Worked.Ended(spell.Spell{From: update.WorksSince(k.SaidTimes), To: cmp.Or(t.Since, t.At), Final: !solved.IsZero(), Noticed: t.Noticed, Past: k.Said["impact_past"], Effects: k.Effects})
		if len(k.Worked) > was {
			if len(k.Effects) > 1 {
				delete(k.Said, "impact_past") // it was of all of them
			}
			k.Effects = nil
		}
		if len(k.Worked) > was || t.Knew {
			k.SaidTimes = fault.Made(k.SaidTimes)
			k.SaidTimes[Fell], k.SaidTimes[spell.Began] = t.At, cmp.Or(t.Since, t.At)
		}
		for _, name := range []string{"impact_still", "action_now"} {
			delete(k.Said, name)
		}
		delete(k.SaidTimes, "since_fixed")
		delete(k.SaidTimes, "resolved_at")
		k.Status = ""
	}
	if t.Anew {
		maps.DeleteFunc(k.Said, func(name, _ string) bool { return slices.Contains(anew, name) })
	}
	if t.Heard {
		k.Written = true
		k.seen(t.At)
	}
	if len(t.Words) > 0 {
		k.Said = fault.Made(k.Said)
		maps.Copy(k.Said, t.Words)
	}
}

// Settle keeps turns behind the newest that a client has heard by now: what comes back may arrive
// after them.
func Settle(turns []Turn, k *Known) {
	for i := range turns {
		turns[i].After = min(turns[i].After, k.Heard)
	}
}
