package playbook

import (
	"regexp"
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
	ID      string    `json:"id"` // of the playbook's step, or added.n
	Phase   Phase     `json:"phase"`
	Text    string    `json:"text"`
	Owner   Role      `json:"owner"`
	Gate    Gate      `json:"gate,omitempty"`
	Due     string    `json:"due,omitempty"`     // offset, as in the playbook
	NotTill time.Time `json:"not_till,omitzero"` // moved to the morning
	Means   string    `json:"means,omitempty"`   // see [Step]
	Moot    Moot      `json:"moot,omitempty"`
	Opens   string    `json:"opens,omitempty"`
	Inside  bool      `json:"inside,omitempty"`
	Ask     string    `json:"ask,omitempty"`
	Known   string    `json:"known,omitempty"`
	Found   string    `json:"found,omitempty"`   // what was answered to that; empty: nothing was
	Brought bool      `json:"brought,omitempty"` // its owner was reminded that it is due
	Mark
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

// Items makes the checklist of a new incident.
func (pb *Playbook) Items() []Item {
	list := make([]Item, 0, len(pb.Steps))
	for _, s := range pb.Steps {
		list = append(list, Item{ID: s.ID, Phase: s.Phase, Text: s.Text, Owner: s.Owner, Gate: s.Gate, Due: s.Due, Means: s.Means, Moot: s.Moot, Opens: s.Opens, Inside: s.Inside, Ask: s.Ask, Known: s.Known})
	}
	return list
}

// Join adds the steps of another kind to a checklist: nothing that is open or done
// is lost. A step that means the same as one that is there is not added.
func (pb *Playbook) Join(old []Item) []Item {
	list, have := slices.Clone(old), map[string]bool{}
	for _, it := range old {
		have[it.ID] = true
		if it.Means != "" {
			have[it.Means] = true
		}
	}
	for _, it := range pb.Items() {
		if !have[it.ID] && (it.Means == "" || !have[it.Means]) {
			list = append(list, it)
		}
	}
	slices.SortStableFunc(list, func(a, b Item) int {
		return slices.Index(Phases, a.Phase) - slices.Index(Phases, b.Phase)
	})
	return list
}

// Follow makes the checklist of another kind from the one so far: what was
// answered or added stays, what was open gives way. A step that means the same
// as one already done is done.
func (pb *Playbook) Follow(old []Item) []Item {
	var list []Item
	have := map[string]bool{}
	for _, it := range old {
		if it.State == ItemOpen && !strings.HasPrefix(it.ID, AddedPrefix) {
			continue
		}
		list = append(list, it)
		have[it.ID] = true
		if it.Means != "" {
			have[it.Means] = true
		}
	}
	for _, it := range pb.Items() {
		if !have[it.ID] && (it.Means == "" || !have[it.Means]) {
			list = append(list, it)
		}
	}
	slices.SortStableFunc(list, func(a, b Item) int {
		return slices.Index(Phases, a.Phase) - slices.Index(Phases, b.Phase)
	})
	return list
}

const AddedPrefix = "added."

// saysDone is what people write as a reason when a step was done.
var saysDone = regexp.MustCompile(`(?i)^\W*((it |this |that |they |all |everything |we |i )?(is |are |was |were |has been |have |did |'s )?(already |all |been )?)*(done|did|did it|ok|okay|k|finished|complete|completed|ready|handled|fixed|sorted|solved|resolved|yes|yep|check|checked|true|x|✓|✔|:white_check_mark:)( it| this| that| already| now| all)?\W*$`)

// SaysDone says whether the reason for which a step is skipped is that it was done:
// then it is not skipped.
func SaysDone(reason string) bool {
	return saysDone.MatchString(reason) || strings.ContainsAny(reason, "✓✔✅")
}
