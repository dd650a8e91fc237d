package candor

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
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
	State   ItemState `json:"state,omitempty"`
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Reason  string    `json:"reason,omitempty"` // why it was skipped
}

// What sending something proves done.
const (
	MeansFirstNotice = "first-notice"
	MeansResolved    = "resolved"
	MeansReview      = "review"
)

// DueAt returns when the item is due in an incident; zero if it is not.
func (it *Item) DueAt(inc *Incident) time.Time {
	o, err := parseOffset(it.Due)
	if err != nil {
		return time.Time{} // a playbook is validated before it is used
	}
	at := o.after(inc)
	if at.IsZero() {
		return at
	}
	return later(at, it.NotTill)
}

// items makes the checklist of a new incident.
func (pb *Playbook) items() []Item {
	list := make([]Item, 0, len(pb.Steps))
	for _, s := range pb.Steps {
		list = append(list, Item{ID: s.ID, Phase: s.Phase, Text: s.Text, Owner: s.Owner, Gate: s.Gate, Due: s.Due, Means: s.Means})
	}
	return list
}

// follow makes the checklist of another kind from the one so far: what was
// answered or added stays, what was open gives way. A step that means the same
// as one already done is done.
func (pb *Playbook) follow(old []Item) []Item {
	var list []Item
	have := map[string]bool{}
	for _, it := range old {
		if it.State == ItemOpen && !strings.HasPrefix(it.ID, addedPrefix) {
			continue
		}
		list = append(list, it)
		have[it.ID] = true
		if it.Means != "" {
			have[it.Means] = true
		}
	}
	for _, it := range pb.items() {
		if !have[it.ID] && (it.Means == "" || !have[it.Means]) {
			list = append(list, it)
		}
	}
	slices.SortStableFunc(list, func(a, b Item) int {
		return slices.Index(Phases, a.Phase) - slices.Index(Phases, b.Phase)
	})
	return list
}

// OpenItems returns the open items of a gate, in order; NoGate means all.
func (inc *Incident) OpenItems(g Gate) []Item {
	var list []Item
	for _, it := range inc.Checklist {
		if it.State == ItemOpen && (g == NoGate || it.Gate == g) {
			list = append(list, it)
		}
	}
	return list
}

// NextItems returns the open items in the order in which they help. Once it works
// again, what was for its first minutes comes last: nobody needs to be stopped.
func (inc *Incident) NextItems() []Item {
	list := inc.OpenItems(NoGate)
	if inc.State == Open && inc.Status != Monitoring {
		return list
	}
	early := func(it Item) int {
		if it.Phase == "assess" || it.Phase == "contain" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b Item) int { return early(a) - early(b) })
	return list
}

// Done counts the items that were answered, and all.
func (inc *Incident) Done() (done, all int) {
	return len(inc.Checklist) - len(inc.OpenItems(NoGate)), len(inc.Checklist)
}

// Item finds an item by its id or by its number on the screen ("3").
func (inc *Incident) item(ref string) (*Item, error) {
	for i := range inc.Checklist {
		if inc.Checklist[i].ID == ref {
			return &inc.Checklist[i], nil
		}
	}
	if ref == "" {
		return nil, Errorf(NotFound, "Which step? Nothing was changed. Type its number, 1 to %d; only check shows them all.", len(inc.Checklist))
	}
	n := 0
	for _, c := range ref {
		if c < '0' || c > '9' || n > 1000 {
			n = 0
			break
		}
		n = n*10 + int(c-'0')
	}
	if n < 1 || n > len(inc.Checklist) {
		return nil, Errorf(NotFound, "%s has no step %q; its steps are 1 to %d. Type check to see them. Nothing was changed.", inc.Name(), ref, len(inc.Checklist))
	}
	return &inc.Checklist[n-1], nil
}

// Answer marks a step done (reason empty) or skipped with a reason, or opens it
// again (state ItemOpen).
func (inc *Incident) Answer(ref string, state ItemState, reason, by string, now time.Time) (*Item, error) {
	if inc.Over() {
		return nil, inc.overError()
	}
	it, err := inc.item(ref)
	if err != nil {
		return nil, err
	}
	reason = strings.TrimSpace(reason)
	if state == ItemSkipped && reason == "" {
		return nil, fieldError("reason", "A skipped step needs its reason, for example: check skip 3 no staging system. Nothing was changed.")
	}
	if it.State == state && it.Reason == reason {
		return it, nil
	}
	it.State, it.Reason, it.By, it.At = state, reason, by, now
	if state == ItemOpen {
		it.By, it.At = "", time.Time{}
	}
	if it.Means == MeansReview && state == ItemDone {
		inc.reviewed(now)
	}
	return it, nil
}

const addedPrefix = "added."

// maxItems keeps the checklist within what a form can show.
const maxItems = 60

// Add puts a step of the team's own at the end of its lane.
func (inc *Incident) Add(text string, phase Phase) (*Item, error) {
	text = strings.TrimSpace(text)
	switch {
	case inc.Over():
		return nil, inc.overError()
	case text == "":
		return nil, Errorf(Invalid, "Say what the step is, for example: check add call the hosting company. Nothing was changed.")
	case utf8.RuneCountInString(text) > 300:
		return nil, Errorf(Invalid, "A step is one line of at most 300 characters; this one has %d. Nothing was changed.", utf8.RuneCountInString(text))
	case len(inc.Checklist) >= maxItems:
		return nil, Errorf(Conflict, "Nothing was added: the checklist is full (%d steps). Write it down with note instead.", maxItems)
	}
	it := Item{ID: addedPrefix + itoa(len(inc.Checklist)+1), Phase: phase, Text: text, Owner: Commander}
	inc.Checklist = append(inc.Checklist, it)
	return &inc.Checklist[len(inc.Checklist)-1], nil
}

// tick marks the steps done that the sending of an update proves.
func (inc *Incident) tick(kind, by string, now time.Time) {
	means := ""
	switch {
	case kind == ResolvedUpdate:
		means = MeansResolved
	case kind == PostmortemCover:
		means = MeansReview
	case inc.State == Open:
		means = MeansFirstNotice // whatever was sent first, the client knows
	}
	for i := range inc.Checklist {
		if it := &inc.Checklist[i]; it.Means == means && means != "" && it.State == ItemOpen {
			it.State, it.By, it.At = ItemDone, by, now
		}
	}
}

// reviewed settles the promise of a written review.
func (inc *Incident) reviewed(now time.Time) {
	for i := range inc.Clients {
		if p := inc.Clients[i].Owed(ReviewPromise); p != nil {
			p.settle(0, now)
		}
	}
}

// rest moves the open steps to the morning: it works again, people sleep.
func (inc *Incident) rest(till time.Time) {
	for i := range inc.Checklist {
		if it := &inc.Checklist[i]; it.State == ItemOpen {
			it.NotTill = later(it.NotTill, till)
		}
	}
}

// pass answers the open items of a gate: those named as done are done, the
// others are skipped for the one reason. Without a reason nothing may be left.
func (inc *Incident) pass(g Gate, done []string, reason, by string, now time.Time) error {
	reason = strings.TrimSpace(reason)
	var left []string
	for _, open := range inc.OpenItems(g) {
		if !oneOf(open.ID, done...) {
			left = append(left, open.ID)
		}
	}
	if len(left) > 0 && reason == "" {
		return fieldError("reason", "%d steps are still open. Tick what is done, and give one reason for the rest. Nothing was changed.", len(left))
	}
	for _, id := range done {
		if _, err := inc.Answer(id, ItemDone, "", by, now); err != nil {
			return err
		}
	}
	for _, id := range left {
		if _, err := inc.Answer(id, ItemSkipped, reason, by, now); err != nil {
			return err
		}
	}
	return nil
}
