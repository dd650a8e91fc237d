package incident

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/schedule"
	"candor/incident/team"
)

// Left says whether the text may have been read: only then it can be corrected.
func (u *Update) Left() bool { return len(u.To) > 0 && u.State != Withdrawn && u.State != Held }

// TellsOld says whether an update tells an answer that is another one now.
func (inc *Incident) TellsOld(u *Update) bool {
	now := inc.Facts.Answers()
	for q, a := range u.Facts {
		if now[q] != a {
			return true
		}
	}
	return false
}

// Words of an update that switch a sentence on. Nobody types them: whoever sets
// one, to "yes", says that it is so.
const (
	Calling = "calling" // somebody calls the client now, and the call is recorded
	Alerted = "alerted" // the person whom an automatic text names has been alerted
)

// UpdateState is where an update is in its life:
//
//	draft → (waits for approval, see [Request] →) held → sending → sent
//	                                               └──▶ withdrawn (undo)   sending ──▶ failed (a person was told)
type UpdateState string

const (
	Draft      UpdateState = "draft"
	Held       UpdateState = "held"
	Sending    UpdateState = "sending"
	UpdateSent UpdateState = "sent"
	Withdrawn  UpdateState = "withdrawn"
	Failed     UpdateState = "failed"
)

// Update is one text for one client. Its words are what a person typed or
// accepted; its times are instants, so that the text shows them in the
// client's zone.
type Update struct {
	Incident int64                  `json:"incident"`
	Client   string                 `json:"client"`
	N        int                    `json:"n"` // counts per client from 1; 0 while it is a draft
	Kind     string                 `json:"kind"`
	State    UpdateState            `json:"state"`
	Words    map[string]string      `json:"words,omitempty"`   // template field → what was typed
	Times    map[string]time.Time   `json:"times,omitempty"`   // template field → instant
	NextAt   time.Time              `json:"next_at,omitzero"`  // when the client hears next; zero in a resolved text
	LateFor  time.Time              `json:"late_for,omitzero"` // the promised time that was missed: the text owns it
	Sender   team.Person            `json:"sender"`            // who signs; in an automatic text, the person on duty
	By       string                 `json:"by"`
	At       time.Time              `json:"at,omitzero"`
	To       []client.Destination   `json:"to,omitempty"`    // who gets it
	Texts    map[string]outbox.Text `json:"texts,omitempty"` // by way: what was approved, byte for byte
	Again    string                 `json:"again,omitempty"` // hash of the bad news that was confirmed once
	SentAt   time.Time              `json:"sent_at,omitzero"`
	Quiet    bool                   `json:"quiet,omitempty"` // "it works again": no word is owed at night
	Night    NightChoice            `json:"night,omitempty"` // what it tells the client about its night; empty: nothing
	Rhythm   schedule.Cadence       `json:"rhythm,omitzero"` // how often the client hears from it on, which it says; zero: as before

	Batch     string     `json:"batch,omitempty"`     // the act that sent it to several clients at once
	Corrects  int        `json:"corrects,omitempty"`  // of a correction: the update that was wrong
	Overrides []Override `json:"overrides,omitempty"` // findings that would have blocked it, and why it left
	Approved  []Given    `json:"approved,omitempty"`  // who else gave their word
	Alone     bool       `json:"alone,omitempty"`     // confirmed a second time by the writer instead of approved by another

	Facts    map[facts.Question]facts.Answer `json:"facts,omitempty"`    // the answers when it was written; nil: it is about none
	Says     map[string][]facts.Question     `json:"says,omitzero"`      // by way: those that its text tells; nil: all, as on the phone
	SpokeAt  time.Time                       `json:"spoke_at,omitzero"`  // when somebody last spoke with them; the text may refer to it
	Readings []Acknowledgement               `json:"readings,omitempty"` // who at the client said that they have read it
	ReadKey  string                          `json:"read_key,omitempty"` // the newest delivery that shows it to the team
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
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Level says how much a [Finding] weighs.
type Level string

const (
	Block Level = "block" // does not leave like this
	Warn  Level = "warn"  // leaves with "send anyway"
	Hint  Level = "hint"  // shown, never in the way
)

// Finding is what the draft check has to say about a text.
type Finding struct {
	Rule    string `json:"rule"`
	Level   Level  `json:"level"`
	Field   string `json:"field,omitempty"`   // the form field it is about; empty: the text as a whole
	Words   string `json:"words,omitempty"`   // what was found, cut so that a secret is not repeated
	Why     string `json:"why"`               // one sentence for the writer
	Replace string `json:"replace,omitempty"` // what to write instead; empty if only the writer can know
	Final   bool   `json:"final,omitempty"`   // of one that blocks: no reason lets it pass
}

// Hold is how long a sent text can be taken back: ten seconds or half of what
// is left until it is due, nothing when it is due.
func Hold(due, now time.Time) time.Duration {
	left := due.Sub(now) / 2
	return max(0, min(10*time.Second, left))
}

// ApplyTold applies the fact that the client heard: it settles what was owed, moves
// the status and makes the next promise.
func (inc *Incident) ApplyTold(aff *Affected, u *Update, at time.Time) {
	aff.ToldAt = at
	if Aftercare(u.Kind) && inc.State == Open { // it settles nothing of what is owed while it is broken
		return
	}
	if u.Kind == Holding {
		aff.Holdings++
	} else {
		aff.Holdings = 0
	}
	if s := KindOf(u.Kind).Status; s != "" && (inc.State == Open) == (s != StatusSolved) && !aff.downSince(u) {
		inc.Status = s
	}
	inc.tick(u.Kind, u.By, at)
	aff.ToldOf = inc.about(aff)
	inc.toldEstimate(u, at)
	aff.paced(u, at)
	if inc.State == Open {
		inc.toldOpen(aff, u, at)
		return
	}
	inc.toldResolved(aff, u, at)
}

func (inc *Incident) toldOpen(aff *Affected, u *Update, at time.Time) {
	words := u.Words["promised"]
	var open *Event
	if p := aff.Owed(UpdatePromise); p != nil {
		if words == "" && p.stillFor(at) && !u.NextAt.After(p.DueAt) {
			words = p.Words
		}
		open = p.unanswered(u)
		p.Settle(u.N, at)
	}
	if u.Night != "" {
		aff.Night = NightAnswer{Choice: u.Night, At: at}
		if u.AsksNight(&aff.Client) {
			aff.Night.By = u.By
		}
	}
	next, made := u.NextAt, at
	if !next.After(at) { // delivered so late that what it promised has passed: the ladder says by how much
		made = u.At
	}
	if !next.After(made) {
		next = inc.NextAfter(aff, u, made)
	}
	p := inc.Promise(aff, UpdatePromise, next, made)
	p.Said, p.Words, p.Event = true, words, open
	if open != nil { // it happened after the text was approved
		aff.unslow()
	}
	inc.Hurry(aff, at)
	if u.Quiet {
		inc.rest(u.NextAt)
	}
}

func (inc *Incident) toldResolved(aff *Affected, u *Update, at time.Time) {
	final := aff.Owed(FinalPromise)
	switch {
	case KindOf(u.Kind).Afterward || u.Kind == ByHand && final == nil:
		inc.toldAfterwards(aff, u, at)
	case u.Kind != ResolvedUpdate && u.Kind != ByHand: // it was on its way when it was resolved: the last word is still owed
		if final == nil {
			inc.Promise(aff, FinalPromise, inc.FinalDue(aff, at), at)
			aff.NoPromise = ""
		}
	case final != nil:
		final.Settle(u.N, at)
		if due := u.Times["review_due"]; due.After(at) {
			inc.Promise(aff, ReviewPromise, due, at)
		}
	}
}

// toldAfterwards keeps what a text after the last word promised.
func (inc *Incident) toldAfterwards(aff *Affected, u *Update, at time.Time) {
	if p := aff.Owed(CheckinPromise); p != nil {
		p.Settle(u.N, at)
	}
	if p := aff.Owed(ReviewPromise); p != nil && u.Kind == PostmortemCover {
		p.Settle(u.N, at)
	}
	if u.NextAt.After(at) {
		inc.Promise(aff, CheckinPromise, u.NextAt, at).Said = true
	}
}
