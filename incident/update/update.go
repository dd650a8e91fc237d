package update

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/schedule"
	"candor/incident/team"
)

// Others are the words of what else they have read that is not over. Nobody types them,
// and no update keeps them: it may be over by the time it leaves.
const Others = "others"

// Elsewhere is among them where what they read of beside it is over, and later than this: all of
// what we run for them has not been working since then.
const Elsewhere = "elsewhere"

// Words of an update that switch a sentence on. Nobody types them: whoever sets
// one, to "yes", says that it is so.
const (
	Calling   = "calling"   // somebody calls the client now, and the call is recorded
	Alerted   = "alerted"   // the person whom an automatic text names has been alerted
	Misjudged = "misjudged" // the estimate that they have read does not hold any more
)

// State is where an update is in its life:
//
//	draft → (waits for approval, see [approval.Request] →) held → sending → sent
//	                                               └──▶ withdrawn (undo)   sending ──▶ failed (a person was told)
type State string

const (
	Draft     State = "draft"
	Held      State = "held"
	Sending   State = "sending"
	Sent      State = "sent"
	Withdrawn State = "withdrawn"
	Failed    State = "failed"
)

// Update is one text for one client. Its words are what a person typed or
// accepted; its times are instants, so that the text shows them in the
// client's zone.
type Update struct {
	Incident int64                  `json:"incident"`
	Client   string                 `json:"client"`
	N        int                    `json:"n"` // counts per client from 1; 0 while it is a draft
	Kind     string                 `json:"kind"`
	State    State                  `json:"state"`
	Words    map[string]string      `json:"words,omitempty"`    // template field → what was typed
	Fixed    map[string]string      `json:"fixed,omitempty"`    // template field → the sentences that it begins with because an answer says so: nobody edits them, the answer is changed
	Times    map[string]time.Time   `json:"times,omitempty"`    // template field → instant
	NextAt   time.Time              `json:"next_at,omitzero"`   // when the client hears next, as it says; zero in a resolved text
	Usual    time.Time              `json:"usual,omitzero"`     // when they would usually hear, of a report by hand that named no time; zero: it did
	Ends     bool                   `json:"ends,omitempty"`     // it comes after the last word and names no time
	CallAt   time.Time              `json:"call_at,omitzero"`   // when it says that we call them; zero: it names no such time
	LateFor  time.Time              `json:"late_for,omitzero"`  // the promised time that was missed: the text owns it
	LateCall time.Time              `json:"late_call,omitzero"` // when we had promised to call and did not: the text owns it
	Sender   team.Person            `json:"sender"`             // who signs; in an automatic text, the person on duty
	By       string                 `json:"by"`
	At       time.Time              `json:"at,omitzero"`
	To       []client.Destination   `json:"to,omitempty"`    // who gets it
	Texts    map[string]outbox.Text `json:"texts,omitempty"` // by way: what was approved, byte for byte
	Again    string                 `json:"again,omitempty"` // hash of the bad news that was confirmed once
	SentAt   time.Time              `json:"sent_at,omitzero"`
	Knew     time.Time              `json:"knew,omitzero"`   // see [Update.KnowsTill]
	Begun    int                    `json:"begun,omitempty"` // of a draft: its writer knows what the client was told before this number
	Quiet    bool                   `json:"quiet,omitempty"` // "it works again": no word is owed at night
	Night    NightChoice            `json:"night,omitempty"` // what it tells the client about its night; empty: nothing
	Rhythm   schedule.Cadence       `json:"rhythm,omitzero"` // how often the client hears from it on, which it says; zero: as before

	Answers   []int      `json:"answers,omitempty"`   // which of the client's questions it answers, counted from 1
	Replies   []string   `json:"replies,omitempty"`   // which of those that they wrote in their channel, by the timestamp of the message
	Batch     string     `json:"batch,omitempty"`     // the act that sent it to several clients at once
	Corrects  int        `json:"corrects,omitempty"`  // of a correction: the update that was wrong
	Invite    *Invite    `json:"invite,omitempty"`    // what its mail changes in their calendar; nil: nothing
	Overrides []Override `json:"overrides,omitempty"` // findings that would have blocked it, and why it left
	Approved  []Given    `json:"approved,omitempty"`  // who else gave their word
	Request   int        `json:"request,omitempty"`   // under which it waited for that; 0: it did not
	Alone     bool       `json:"alone,omitempty"`     // confirmed a second time by the writer instead of approved by another

	Facts    map[facts.Question]facts.Answer `json:"facts,omitempty"`    // the answers when it was written; nil: it is about none
	Says     map[string][]facts.Question     `json:"says,omitzero"`      // by way: those that its text tells; nil: all, as on the phone
	Notes    map[string]facts.Notes          `json:"notes,omitempty"`    // by way: the sentences that were certain and that it tells
	Behind   map[facts.Question]string       `json:"behind,omitempty"`   // the words behind the answers, as they were then
	Claims   map[facts.Question]facts.Answer `json:"claims,omitempty"`   // what it says of harm in a person's own words, as they said later, whatever was known
	Instants []Instant                       `json:"instants,omitempty"` // what it says of instants in their own words
	Warns    facts.Question                  `json:"warns,omitempty"`    // of what its kind of incident is a suspicion, where a first notice says so
	SpokeAt  time.Time                       `json:"spoke_at,omitzero"`  // when somebody last spoke with them; the text may refer to it
	Readings []Acknowledgement               `json:"readings,omitempty"` // who at the client said that they have read it
	ReadKey  string                          `json:"read_key,omitempty"` // the newest delivery that shows it to the team

	Got    map[string]time.Time `json:"got,omitempty"`    // when it arrived where, by the key of the destination; what came back has not
	From   time.Time            `json:"from,omitzero"`    // of a first notice: when it began, as it says
	Loss   *facts.Loss          `json:"loss,omitempty"`   // what is lost, as was known when it was written
	Spoken []Update             `json:"spoken,omitempty"` // of a report by hand: the texts whose words were said in it
	Took   []outbox.Reply       `json:"took,omitempty"`   // what they wrote that waits for no answer any more since it arrived

	Unfinished bool `json:"-"` // answers are missing, and its texts name them in brackets: to be shown, never kept or sent
}

// AsDraft is the update as its writer has it back.
func (u *Update) AsDraft() Update {
	draft := *u
	draft.N, draft.State, draft.Batch = 0, Draft, ""
	draft.Approved, draft.Request, draft.Alone, draft.Again = nil, 0, false, ""
	draft.At, draft.Knew = u.KnowsTill(), time.Time{}
	return draft
}

// KnowsTill is until when what happened is known to whoever wrote it: they read it last at that
// time, or told it by hand. What happened later it does not tell, however late it leaves.
func (u *Update) KnowsTill() time.Time {
	if u.Kind == ByHand {
		return u.HeardAt()
	}
	return cmp.Or(u.Knew, u.At)
}

// Say switches the sentence of a word on or off.
func (u *Update) Say(word string, so bool) {
	if delete(u.Words, word); so {
		u.Words = fault.Made(u.Words)
		u.Words[word] = "yes"
	}
}

// foundingWays are the ways that there were when the first hash was kept. Their
// order is not that of screens, and never changes.
var foundingWays = []string{client.ViaSlack, client.ViaEmail, client.ViaWebhook}

// Hash identifies what a person saw: approval counts for exactly these texts to
// exactly these recipients. Hashes are kept, in buttons and with requests, so
// the founding ways are always written, and a later one only where it has a
// text: a new way changes no hash that somebody still holds.
func (u *Update) Hash() string {
	h := sha256.New()
	for _, to := range u.To {
		h.Write([]byte(to.Key() + "\x00" + to.To + "\x00"))
	}
	ways := slices.Clone(foundingWays)
	for _, via := range slices.Sorted(maps.Keys(u.Texts)) {
		if !slices.Contains(foundingWays, via) {
			ways = append(ways, via)
		}
	}
	for _, via := range ways {
		t := u.Texts[via]
		h.Write([]byte(via + "\x00" + t.Subject + "\x00" + t.Body + "\x00"))
	}
	h.Write([]byte(u.Invite.mark()))
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Hold is how long a sent text can be taken back: ten seconds or half of what
// is left until it is due, nothing when it is due.
func Hold(due, now time.Time) time.Duration {
	left := due.Sub(now) / 2
	return max(0, min(10*time.Second, left))
}

// ByMail says whether a client gets the update by e-mail for certain: until it has arrived
// there it is owed.
func (u *Update) ByMail(c *client.Client) bool {
	to := u.To
	if len(to) == 0 {
		to = c.Destinations()
	}
	return slices.ContainsFunc(to, func(d client.Destination) bool { return d.Via == client.ViaEmail && !d.Optional })
}

// Told are the answers that an update tells whoever gets it on a way.
func (u *Update) Told(via string) map[facts.Question]facts.Answer {
	if u.Says == nil {
		return maps.Clone(u.Facts)
	}
	told := map[facts.Question]facts.Answer{}
	for _, q := range u.Says[via] {
		told[q] = u.Facts[q]
	}
	return told
}

// Note keeps which of the sentences that are certain it says, on each way or in the words of who
// told it, and the words behind the answers.
func (u *Update) Note(f *facts.Facts) {
	u.Notes, u.Behind = nil, f.Behind()
	note := func(via, text string) {
		if in := f.In(text); len(in.Certain)+len(in.Back) > 0 {
			u.Notes = fault.Made(u.Notes)
			u.Notes[via] = in
		}
	}
	for via := range u.Texts {
		note(via, u.Texts[via].Body)
	}
	if u.Kind == ByHand {
		note("", u.Words["text"])
	}
}

// SaidWrong keeps in a report by hand that they were told of all that is wrong of what was certain.
func (u *Update) SaidWrong(f *facts.Facts) {
	u.Notes = fault.Made(u.Notes)
	in := u.Notes[""]
	in.Back = nil
	for _, n := range f.Wrong {
		in.Back = append(in.Back, n.N)
	}
	u.Notes[""] = in
}

// Shows says whether it says something on some way, word by word.
func (u *Update) Shows(what string) bool {
	for _, text := range u.Texts {
		if what != "" && strings.Contains(strings.ToLower(text.Body), strings.ToLower(strings.TrimRight(what, ". "))) {
			return true
		}
	}
	return false
}

// Correctable says whether what it said can be put right: it may have been read, or a
// person said it.
func (u *Update) Correctable() bool { return u.Left() || u.Reported() }

// Reported says whether a person told it by hand, and nobody has taken that back.
func (u *Update) Reported() bool { return u.Kind == ByHand && u.State == Sent }

// Left says whether the text may have been read.
func (u *Update) Left() bool { return len(u.To) > 0 && u.State != Withdrawn && u.State != Held }

// SameAct is how long the same text for the same client counts as one act: Slack
// and people repeat themselves when an answer is slow.
const SameAct = time.Minute

// Repeats says whether an update says once more, so soon, what the last one said,
// whoever sent it. When they hear next may differ: the caller knows whether
// somebody chose it.
func (u *Update) Repeats(last *Update, now time.Time) bool {
	if last == nil || u.Kind != last.Kind || u.Corrects != last.Corrects || now.Sub(last.At) > SameAct || !slices.Contains([]State{Held, Sending, Sent}, last.State) {
		return false
	}
	return u.sameWords(last) &&
		maps.EqualFunc(u.Times, last.Times, func(a, b time.Time) bool { return a.Sub(b).Abs() <= SameAct })
}

func (u *Update) sameWords(last *Update) bool {
	words := func(u *Update) map[string]string { // the number of a part counts the texts
		clone := maps.Clone(u.Words)
		delete(clone, "part")
		return clone
	}
	return maps.EqualFunc(words(u), words(last), func(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) })
}

// WorksNoSooner says whether an update says once more that it works again, however
// long after: an earlier time would be news, a later one is only when somebody
// pressed.
func (u *Update) WorksNoSooner(last *Update) bool {
	return u.Kind == MonitoringUpdate && last.Kind == u.Kind && slices.Contains([]State{Held, Sending, Sent}, last.State) &&
		u.sameWords(last) && !u.Times["since_fixed"].Before(last.Times["since_fixed"].Truncate(time.Minute))
}

// HeardAt is when the client was told by it: of a report by hand the time that they
// had heard or read it, which may be before somebody wrote that down.
func (u *Update) HeardAt() time.Time {
	if u.Kind == ByHand {
		return cmp.Or(u.SentAt, u.At)
	}
	return u.At
}

// Own is what the writer put into a field, behind what an answer says there.
func (u *Update) Own(field string) string {
	return strings.TrimLeft(strings.TrimPrefix(u.Words[field], u.Fixed[field]), " ;")
}

// OwnWords are the words without what answers say.
func (u *Update) OwnWords() map[string]string {
	words := maps.Clone(u.Words)
	for name := range u.Fixed {
		words[name] = u.Own(name)
	}
	return words
}

// Began is when it began, once this text has arrived: a correction may say that it was
// another time than was known.
func (u *Update) Began(known time.Time) time.Time {
	if at := u.Times["from"]; KindOf(u.Kind).Corrects && !at.IsZero() {
		return at
	}
	return known
}

// Watched is until when a client has read that we are watching it, among the times that they
// have read.
const Watched = "watch_until"

// ahead are the fields that name a time at which something is to come. An estimate holds
// until its end.
var ahead = []string{"answer_by", "eta_to", "new_due", "review_due", "review_new", "slot", "slot1", "slot2", "temporary_until"}

// TrueTill is the first time to come that a text names: from then on it promises what has
// passed. Zero if it names none.
func (u *Update) TrueTill() time.Time {
	first := u.NextAt
	times := []time.Time{u.CallAt}
	for _, name := range ahead {
		times = append(times, u.Times[name])
	}
	for _, at := range times {
		if at.After(u.At) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// Passed is the time that a text names as to come and that has passed by now; zero if none has.
func (u *Update) Passed(now time.Time) time.Time {
	if at := u.TrueTill(); !at.After(now) {
		return at
	}
	return time.Time{}
}

// Ahead says whether it names when they hear next, and all that it names is still to come.
func (u *Update) Ahead(now time.Time) bool { return u.NextAt.After(now) && u.Passed(now).IsZero() }

// DropPassed takes out of a draft the times to come that have passed since it was written.
func (u *Update) DropPassed(now time.Time) {
	if !u.CallAt.IsZero() && !u.CallAt.After(now) {
		delete(u.Words, "slots")
		u.CallAt = time.Time{}
	}
	for _, name := range ahead {
		if at := u.Times[name]; at.After(u.At) && !at.After(now) {
			delete(u.Times, name)
		}
	}
}

// SaysTimes are the times that a text names, by their names.
func (u *Update) SaysTimes() map[string]time.Time {
	times := maps.Clone(u.Times)
	if u.Kind == MonitoringUpdate || u.Kind == Overnight {
		if times == nil {
			times = map[string]time.Time{}
		}
		times[Watched] = time.Time{} // at night nobody does
	}
	if u.Kind == MonitoringUpdate {
		times[Watched] = u.NextAt
	}
	if u.Kind == Checkin24h && !u.Works().IsZero() {
		times["resolved_at"] = u.Works()
	}
	return times
}
