package candor

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Phase is a lane of the checklist.
type Phase string

// Phases lists the lanes in order.
var Phases = []Phase{"assess", "communicate", "contain", "recover", "verify", "learn", "rebuild"}

// Gate is the moment before which an item must be answered.
type Gate string

const (
	NoGate      Gate = ""
	ResolveGate Gate = "resolve"
	CloseGate   Gate = "close"
)

// Playbook is the checklist of one kind of incident, as read from a file.
type Playbook struct {
	ID      string   `yaml:"id"`
	Name    string   `yaml:"name"`    // what screens call the kind
	Private bool     `yaml:"private"` // opens a private channel with a neutral name
	Floor   Severity `yaml:"floor"`   // the mildest severity of the kind; 0: none
	Eased   *Easing  `yaml:"eased"`   // a milder floor once something is known; nil: none
	Steps   []Step   `yaml:"steps"`
}

// Easing is a floor that holds once a question is answered in a certain way.
type Easing struct {
	Floor  Severity `yaml:"floor"`
	Fact   Question `yaml:"fact"`
	Answer Answer   `yaml:"answer"`
}

// Step is one line of a playbook.
type Step struct {
	ID    string `yaml:"id"`
	Phase Phase  `yaml:"phase"`
	Text  string `yaml:"text"`
	Owner Role   `yaml:"owner"`
	Gate  Gate   `yaml:"gate"`
	Due   string `yaml:"due"`  // T+10m after declaring, FN with the first notice, D+60m after the loss or break-in is confirmed, A+60m after it is known to be about people, R+5bd after resolving; empty: none
	Means string `yaml:"done"` // first-notice, resolved or review: done by itself when that is sent
}

// Validate says everything that is wrong with a playbook.
func (pb *Playbook) Validate() []error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if pb.ID == "" || pb.Name == "" {
		bad("a playbook needs an id and a name")
	}
	if pb.Floor != 0 && !pb.Floor.Valid() {
		bad("floor: %d is not a severity; use 1 to 4, or 0 for none", pb.Floor)
	}
	if e := pb.Eased; e != nil && (!e.Floor.Valid() || e.Floor <= pb.Floor || !oneOf(e.Answer, Answers[e.Fact]...)) {
		bad("eased: write a floor that is milder than %d, one of the facts %s, and an answer to it", pb.Floor, join(Questions))
	}
	if len(pb.Steps) == 0 {
		bad("steps: a playbook needs at least one")
	}
	seen := map[string]bool{}
	for i, s := range pb.Steps {
		at := fmt.Sprintf("steps[%d] %s", i+1, s.ID)
		if s.ID == "" || seen[s.ID] {
			bad("%s: each step needs an id of its own", at)
		}
		seen[s.ID] = true
		s.validate(at, bad)
	}
	return errs
}

func (s *Step) validate(at string, bad func(string, ...any)) {
	if strings.TrimSpace(s.Text) == "" || utf8.RuneCountInString(s.Text) > 300 {
		bad("%s: text is empty or over 300 characters", at)
	}
	if !oneOf(s.Phase, Phases...) {
		bad("%s: phase %q is none of assess, communicate, contain, recover, verify, learn, rebuild", at, s.Phase)
	}
	if !oneOf(s.Owner, Roles...) {
		bad("%s: owner %q is none of commander, comms, tech, account, privacy", at, s.Owner)
	}
	if !oneOf(s.Gate, NoGate, ResolveGate, CloseGate) {
		bad("%s: gate %q is none of resolve, close", at, s.Gate)
	}
	if !oneOf(s.Means, "", MeansFirstNotice, MeansResolved, MeansReview) {
		bad("%s: done %q is none of first-notice, resolved, review", at, s.Means)
	}
	if _, err := parseOffset(s.Due); err != nil {
		bad("%s: %v", at, err)
	}
}

func oneOf[T comparable](v T, list ...T) bool {
	return slices.Contains(list, v)
}

// offset is when a step is due: a time after an event.
type offset struct {
	from byte // 'T' declared, 'D' loss or break-in confirmed, 'A' known to be about people: declared, the earliest that it can be, until it is; 'F' the first notice's deadline, 'R' resolved; 0 never
	d    time.Duration
	bd   int // business days
}

// parseOffset reads T+10m, T+2h, FN, R+15m, R+5bd, R+30d, D+60m.
func parseOffset(s string) (offset, error) {
	if s == "" {
		return offset{}, nil
	}
	if s == "FN" {
		return offset{from: 'F'}, nil
	}
	wrong := fmt.Errorf("due %q is not understood; write T+10m, FN, D+60m, A+60m, R+15m, R+5bd or R+7d", s)
	from, rest, ok := strings.Cut(s, "+")
	if !ok || len(from) != 1 || !strings.Contains("TRDA", from) {
		return offset{}, wrong
	}
	if days, ok := strings.CutSuffix(rest, "bd"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < 1 || n > 365 {
			return offset{}, wrong
		}
		return offset{from: from[0], bd: n}, nil
	}
	d, err := ParseSpan(rest, time.Second)
	if err != nil {
		return offset{}, wrong
	}
	return offset{from: from[0], d: d}, nil
}

// after returns the due time that an offset has in an incident; zero while the
// event that it counts from has not happened.
func (o offset) after(inc *Incident) time.Time {
	var from time.Time
	switch o.from {
	case 'T':
		from = inc.DeclaredAt
	case 'D':
		from = cmp.Or(inc.Facts.confirmedAt(), inc.DeclaredAt)
	case 'A':
		from = cmp.Or(inc.Facts.awareAt(), inc.DeclaredAt)
	case 'R':
		from = inc.ResolvedAt
	case 'F':
		if aff := inc.Affected(""); aff != nil && len(aff.Promises) > 0 {
			return aff.Promises[0].DueAt
		}
	}
	if from.IsZero() {
		return time.Time{}
	}
	if o.bd > 0 {
		client := &Client{}
		if aff := inc.Affected(""); aff != nil {
			client = &aff.Client
		}
		return client.BusinessDays(o.bd, from)
	}
	return from.Add(o.d)
}
