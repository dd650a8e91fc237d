package playbook

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/schedule"
)

// Phase is a lane of the checklist.
type Phase string

// Phases lists the lanes in order.
var Phases = []Phase{"assess", "communicate", "contain", "recover", "verify", "learn", "rebuild"}

// Gate is the moment before which an item is to be answered. Only closing waits for it.
type Gate string

const (
	NoGate      Gate = ""
	ResolveGate Gate = "resolve" // what is open then comes up the next working morning
	CloseGate   Gate = "close"
)

// Playbook is one kind of incident, as read from a file: what it is like, and
// its checklist. A new file is a whole new kind.
type Playbook struct {
	ID      string          `yaml:"id"`
	Name    string          `yaml:"name"`    // what screens call the kind
	Private bool            `yaml:"private"` // opens a private channel with a neutral name
	Usual   bool            `yaml:"usual"`   // a command that names no kind means this one
	Floor   client.Severity `yaml:"floor"`   // the mildest severity of the kind; 0: none
	Eased   *Easing         `yaml:"eased"`   // a milder floor once something is known; nil: none
	Signs   Signs           `yaml:"signs"`   // words that show that it is this kind
	Says    []Sign          `yaml:"says"`    // turns of phrase that show it by themselves
	Traits
	Steps []Step `yaml:"steps"`
}

// Traits are what follows from the kind of an incident. An incident keeps those
// that its kind had when it was declared, as it keeps the checklist.
type Traits struct {
	BadNews    bool   `yaml:"bad_news" json:"bad_news,omitempty"`       // the five questions belong to it
	MayWait    bool   `yaml:"may_wait" json:"may_wait,omitempty"`       // outside the client's hours a word may wait for the morning
	Automatic  bool   `yaml:"automatic" json:"automatic,omitempty"`     // Candor may write by itself, where a client agreed: what is broken can be seen, and nobody's data is concerned
	WorksAgain bool   `yaml:"works_again" json:"works_again,omitempty"` // something was down: a missing copy, or what went to the wrong people, is not back by itself
	Access     Access `yaml:"access" json:"access,omitempty"`
}

// Access says whether the harm may be that somebody reached what is not theirs.
type Access string

const (
	NoAccess Access = "none"
	Seen     Access = "seen"     // somebody may have seen what was not meant for them
	SentOut  Access = "sent"     // it was sent to people who should not have it
	BrokenIn Access = "break_in" // somebody may have got in: that nobody knows it yet is news, too
)

// Possible says whether somebody may have reached what is not theirs.
func (a Access) Possible() bool { return a == Seen || a == SentOut || a == BrokenIn }

// With are the traits of what is of both kinds: what protects a client counts. Whom it
// is a suspicion against stays as it began, where it began as one.
func (t Traits) With(o Traits) Traits {
	if t.Suspects() == "" && o.Access.Possible() {
		t.Access = o.Access
	}
	t.BadNews, t.WorksAgain = t.BadNews || o.BadNews, t.WorksAgain || o.WorksAgain
	t.MayWait, t.Automatic = t.MayWait && o.MayWait, t.Automatic && o.Automatic
	return t
}

// Suspects is what incidents of a kind of bad news are a suspicion of, before
// anybody has answered; "" for all others. What may wait until it is known, such as
// a copy that is missing, harms nobody yet.
func (t Traits) Suspects() facts.Question {
	switch {
	case !t.BadNews || t.MayWait:
		return ""
	case t.Access == BrokenIn:
		return facts.Intruder
	case t.Access == Seen, t.Access == SentOut:
		return facts.Personal
	}
	return facts.DataLost
}

// CarefulPlaybook is a kind of which nothing has been decided: what protects a
// client is on, and stays on for a file that does not mention it.
func CarefulPlaybook() Playbook {
	return Playbook{Private: true, Traits: Traits{BadNews: true, WorksAgain: true, Access: NoAccess}}
}

// Easing is a floor that holds once a question is answered in a certain way.
type Easing struct {
	Floor  client.Severity `yaml:"floor"`
	Fact   facts.Question  `yaml:"fact"`
	Answer facts.Answer    `yaml:"answer"`
}

// Step is one line of a playbook.
type Step struct {
	ID     string `yaml:"id"`
	Phase  Phase  `yaml:"phase"`
	Text   string `yaml:"text"`
	Owner  Role   `yaml:"owner"`
	Gate   Gate   `yaml:"gate"`
	Due    string `yaml:"due"`    // T+10m after declaring, FN with the first notice, D+60m after the loss or break-in is confirmed, A+60m after it is known to be about people, R+5bd after resolving; empty: none
	Means  string `yaml:"done"`   // one of Meanings: done by itself when that is sent or answered
	Moot   Moot   `yaml:"moot"`   // when it makes no sense any more
	Inside bool   `yaml:"inside"` // no draft for a client offers that line
	Opens  string `yaml:"opens"`  // what helps with it: one of Openings; empty: nothing
	Known  string `yaml:"known"`  // how that line begins among what is known: “Previous version:”; empty: it says enough
	Ask    string `yaml:"ask"`    // what whoever has done it is asked, to be answered in one line or not at all; empty: nothing

	Only   Condition `yaml:"only"`   // it is on the list once this is known
	Unless Condition `yaml:"unless"` // it is not needed once this is known
	Same   string    `yaml:"same"`   // a name that it shares with steps of other kinds: one of them is enough
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
	if e := pb.Eased; e != nil && (!e.Floor.Valid() || e.Floor <= pb.Floor || !fault.OneOf(e.Answer, facts.Answers[e.Fact]...)) {
		bad("eased: write a floor that is milder than %d, one of the facts %s, and an answer to it", pb.Floor, fault.Join(facts.Questions))
	}
	if !fault.OneOf(pb.Access, "", NoAccess, Seen, SentOut, BrokenIn) {
		bad("access: %q is none of none, seen, sent, break_in", pb.Access)
	}
	if why := pb.unsound(); why != "" {
		bad("%s, none of them empty, and only for a kind with bad_news: true", why)
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
	if !fault.OneOf(s.Phase, Phases...) {
		bad("%s: phase %q is none of assess, communicate, contain, recover, verify, learn, rebuild", at, s.Phase)
	}
	if !fault.OneOf(s.Owner, Roles...) {
		bad("%s: owner %q is none of commander, comms, tech, account, privacy", at, s.Owner)
	}
	if !fault.OneOf(s.Gate, NoGate, ResolveGate, CloseGate) {
		bad("%s: gate %q is none of resolve, close", at, s.Gate)
	}
	if s.Means != "" && !fault.OneOf(s.Means, Meanings...) {
		bad("%s: done %q is none of %s", at, s.Means, strings.Join(Meanings, ", "))
	}
	if !fault.OneOf(s.Moot, NeverMoot, MootWorksAgain) {
		bad("%s: moot %q is not works_again", at, s.Moot)
	}
	s.validateHelp(at, bad)
	if _, err := ParseOffset(s.Due); err != nil {
		bad("%s: %v", at, err)
	}
}

// validateHelp is validate of what helps with the step, and of when it is on the list.
func (s *Step) validateHelp(at string, bad func(string, ...any)) {
	if s.Ask != "" && (!strings.HasSuffix(s.Ask, "?") || utf8.RuneCountInString(s.Ask) > 100) {
		bad("%s: ask %q is no question of at most 100 characters, with its question mark", at, s.Ask)
	}
	if s.Opens != "" && !fault.OneOf(s.Opens, Openings...) {
		bad("%s: opens %q is none of %s", at, s.Opens, strings.Join(Openings, ", "))
	}
	for key, c := range map[string]Condition{"only": s.Only, "unless": s.Unless} {
		if err := c.check(key); err != nil {
			bad("%s: %v", at, err)
		}
	}
}

// Offset is when a step is due: a time after an event.
type Offset struct {
	From byte // 'T' declared, 'D' loss or break-in confirmed, 'A' known to be about people: declared, the earliest that it can be, until it is; 'F' the first notice's deadline, 'R' resolved; 0 never
	D    time.Duration
	Bd   int // business days
}

// ParseOffset reads T+10m, T+2h, FN, R+15m, R+5bd, R+30d, D+60m.
func ParseOffset(s string) (Offset, error) {
	if s == "" {
		return Offset{}, nil
	}
	if s == "FN" {
		return Offset{From: 'F'}, nil
	}
	wrong := fmt.Errorf("due %q is not understood; write T+10m, FN, D+60m, A+60m, R+15m, R+5bd or R+7d", s)
	from, rest, ok := strings.Cut(s, "+")
	if !ok || len(from) != 1 || !strings.Contains("TRDA", from) {
		return Offset{}, wrong
	}
	if days, ok := strings.CutSuffix(rest, "bd"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < 1 || n > 365 {
			return Offset{}, wrong
		}
		return Offset{From: from[0], Bd: n}, nil
	}
	d, err := schedule.ParseSpan(rest, time.Second)
	if err != nil {
		return Offset{}, wrong
	}
	return Offset{From: from[0], D: d}, nil
}
