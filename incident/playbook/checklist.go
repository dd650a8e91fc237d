package playbook

import (
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
)

// ItemState is what became of a step.
type ItemState string

const (
	ItemOpen    ItemState = "" // still to do
	ItemDone    ItemState = "done"
	ItemSkipped ItemState = "skipped" // with a reason
)

// Item is one step in one incident.
type Item struct {
	ID      string    `json:"id"`          // of the playbook's step, or added.n
	N       int       `json:"n,omitempty"` // see [Number]
	Phase   Phase     `json:"phase"`
	Text    string    `json:"text"`
	Owner   Role      `json:"owner"`
	Gate    Gate      `json:"gate,omitempty"`
	Due     string    `json:"due,omitempty"`     // offset, as in the playbook
	NotTill time.Time `json:"not_till,omitzero"` // moved to the morning, or counted from when it was down again
	Means   string    `json:"means,omitempty"`   // see [Step]
	Moot    Moot      `json:"moot,omitempty"`
	Opens   string    `json:"opens,omitempty"`
	Inside  bool      `json:"inside,omitempty"`
	Ask     string    `json:"ask,omitempty"`
	Known   string    `json:"known,omitempty"`
	Found   string    `json:"found,omitempty"` // what was answered to that; empty: nothing was
	Only    Condition `json:"only,omitempty"`
	Unless  Condition `json:"unless,omitempty"`
	Same    string    `json:"same,omitempty"`    // see [Step]
	Why     string    `json:"why,omitempty"`     // it is there although its kind began without it: because …
	Brought bool      `json:"brought,omitempty"` // its owner was reminded that it is due
	Told    []string  `json:"told,omitempty"`    // keys of the messages that named it as due
	ToldAs  string    `json:"told_as,omitempty"` // how it stood as they were made or edited last; see [Item.Stands]
	Mark
}

// Stands is how a step that was brought up stands: open, as it was answered, or put off.
func (it *Item) Stands() string {
	if it.State == ItemOpen && !it.Brought {
		return "put off"
	}
	return string(it.State)
}

// journeys is what a step means that is done by using it from outside, as a client does.
const journeys = "journeys"

// SeenOutside is the step by which somebody has used it from outside since a moment; nil if
// nobody has.
func SeenOutside(list []Item, since time.Time) *Item {
	for i := range list {
		if it := &list[i]; it.Same == journeys && it.State == ItemDone && it.By != "" && it.At.After(since) {
			return it
		}
	}
	return nil
}

// Asks lists those that ask for a line, and have none, among the steps named that are done.
func Asks(list []Item, ids []string) (asks []Item) {
	for _, it := range list {
		if it.Ask != "" && it.Found == "" && it.State == ItemDone && fault.OneOf(it.ID, ids...) {
			asks = append(asks, it)
		}
	}
	return asks
}

// Mark is what was said of a step, who said it and when. The zero value is an
// open step.
type Mark struct {
	State  ItemState `json:"state,omitempty"`
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at,omitzero"`
	Reason string    `json:"reason,omitempty"` // why it was skipped
}

// What proves a step done: most are texts that were sent.
const (
	MeansFirstNotice = "first-notice"
	MeansResolved    = "resolved"
	MeansReview      = "review"
	MeansCheckin     = "checkin"
	MeansRepair      = "repair"  // resolving: it says whether the repair is meant to stay, and until when if not
	MeansLearned     = "learned" // answering the review
	MeansChanges     = "changes" // writing down what changes
)

// What helps with a step.
const (
	OpensInsurer = "insurer" // its number, and a notice to copy
	OpensClocks  = "clocks"  // the legal clocks
)

// Openings are all of them.
var Openings = []string{OpensInsurer, OpensClocks}

// ByText says whether a text that is sent proves the step done: then what is owed of that
// text reminds people, not the step.
func (it *Item) ByText() bool {
	return fault.OneOf(it.Means, MeansFirstNotice, MeansResolved, MeansReview, MeansCheckin)
}

// Meanings are all of them.
var Meanings = []string{MeansFirstNotice, MeansResolved, MeansReview, MeansCheckin, MeansRepair, MeansLearned, MeansChanges}

// AddedPrefix begins the id of a step that somebody of the team wrote.
const AddedPrefix = "added."

// Added says whether somebody of the team wrote the step.
func (it *Item) Added() bool { return strings.HasPrefix(it.ID, AddedPrefix) }

// NotSkipped asks back where a step is skipped because it was done.
func NotSkipped(reason string) error {
	return fault.FieldError("reason", "“%s” says that it is done, not why it is skipped. Nothing was changed. Tick what is done, or type check done and its number; for the rest say why, for example: no staging system.", reason)
}

// Pass has the messages that named open steps shown anew: somebody else may have them now.
func Pass(list []Item) {
	for i := range list {
		if list[i].State == ItemOpen {
			list[i].ToldAs = "whose it was"
		}
	}
}

// Untold lists the deliveries that named steps which stand otherwise since, each once, and
// counts what they say as said.
func Untold(list []Item) (keys []string) {
	for i := range list {
		if it := &list[i]; len(it.Told) > 0 && it.ToldAs != it.Stands() {
			it.ToldAs = it.Stands()
			keys = append(keys, it.Told...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
