package incident

import (
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/solved"
)

// Decision is one not to tell a client: to tell it later, or to take back what it
// has not heard. It takes two people and a reason, and nothing is done before the
// second agrees. Who is alone confirms it again after [AloneAfter].
type Decision struct {
	Act      *TakeBack `json:"act,omitempty"` // what is done once it is agreed; nil: the client hears later
	Reason   string    `json:"reason"`
	By       string    `json:"by"`
	Second   string    `json:"second"`          // who has to agree
	Alone    bool      `json:"alone,omitempty"` // nobody else is there: Second is By
	AskedAt  time.Time `json:"asked_at"`
	AgreedAt time.Time `json:"agreed_at,omitzero"`
	Until    time.Time `json:"until"` // the client hears then, or the question has lapsed
	Key      string    `json:"key"`   // of the question to the second person
}

// Agreed says whether it was decided.
func (d *Decision) Agreed() bool { return d != nil && !d.AgreedAt.IsZero() }

// Stands says whether it was decided, and its time has not come: from then on nothing is held back.
func (d *Decision) Stands(now time.Time) bool { return d.Agreed() && now.Before(d.Until) }

// Open says whether the second person has not answered yet.
func (d *Decision) Open() bool { return d != nil && d.AgreedAt.IsZero() }

// AnswerFrom is when it may be answered: who decides alone thinks about it first.
func (d *Decision) AnswerFrom() time.Time {
	if d.Alone {
		return d.AskedAt.Add(AloneAfter)
	}
	return d.AskedAt
}

const (
	// AloneAfter is how long somebody who is alone waits before they confirm.
	AloneAfter = 4 * time.Hour
	// longestLater is how long a client may be left in the dark on purpose, and how
	// long a question to a second person waits.
	longestLater = 24 * time.Hour
)

// MayAnswer refuses an answer to a question that is over, is somebody else's, or
// comes too early or too late.
func (d *Decision) MayAnswer(user, key string, agrees bool, now time.Time) error {
	switch {
	case !d.Open() || d.Key != key:
		return fault.Errorf(fault.Conflict, "This was answered already, or asked anew. Nothing was changed.")
	case d.Second != user:
		return fault.Errorf(fault.Denied, "%s was asked, so only they can answer. Nothing was changed.", fault.Mention(d.Second))
	case agrees && now.Before(d.AnswerFrom()):
		return fault.Errorf(fault.Conflict, "Nothing was decided. You are alone, so you confirm it after four hours, at %s. Until then the client still has to be told.", fault.Clock(d.AnswerFrom()))
	case agrees && !d.Until.After(now):
		return fault.Errorf(fault.Conflict, "That time has passed, so nothing was decided: the client has to hear now. If it still should not, ask again.")
	}
	return nil
}

// TakeBack is what somebody wanted to do, and with it bad news would be gone of
// which a client does not know.
type TakeBack struct {
	What    Act                `json:"what"`
	Answers []facts.FactAnswer `json:"answers,omitempty"` // of ActFacts
	Details Details            `json:"details,omitzero"`  // of ActEdit
	Solved  solved.Answers     `json:"solved,omitzero"`   // of ActResolve
	Done    []string           `json:"done,omitempty"`    // of ActClose: the steps that are done
	Reason  string             `json:"reason,omitempty"`  // of ActCancel and ActNotTheirs why, of the others for the steps that are skipped
	Client  string             `json:"client,omitempty"`  // of ActNotTheirs: its id
	Instead string             `json:"instead,omitempty"` // and whose it is, if somebody is to be added
	Untold  []Untold           `json:"untold"`            // what would be gone
}

// Act is what is done to an incident.
type Act string

const (
	ActCancel  Act = "cancel"
	ActFacts   Act = "facts"
	ActEdit    Act = "edit"
	ActResolve Act = "resolve"
	ActClose   Act = "close"

	ActNotTheirs Act = "not-theirs"
)

// Acts are all that can be decided by two people.
var Acts = []Act{ActCancel, ActFacts, ActEdit, ActResolve, ActClose, ActNotTheirs}

// String says what would be done: “… wants to”.
func (t *TakeBack) String() string {
	switch t.What {
	case ActCancel:
		return "cancel it (" + t.Reason + ")"
	case ActFacts:
		var list []string
		for _, ans := range t.Answers {
			list = append(list, string(ans.Question)+" "+string(ans.Answer))
		}
		return "answer " + fault.And(list)
	case ActEdit:
		return "change it to " + t.Details.String()
	case ActResolve:
		return "resolve it"
	case ActNotTheirs:
		return "take " + t.Client + " out of it (" + t.Reason + ")"
	}
	return "close it"
}

// String names the kind and the severity of a change.
func (d Details) String() string {
	var list []string
	if d.Kind != "" {
		list = append(list, "the kind "+d.Kind)
	}
	if d.Also != "" {
		list = append(list, "also the kind "+d.Also)
	}
	if d.Severity != 0 {
		list = append(list, "severity "+fault.Itoa(int(d.Severity)))
	}
	return strings.Join(list, " and ")
}

// DecisionRequest is the wish not to tell a client.
type DecisionRequest struct {
	Client string
	Reason string
	Second string    // Slack user id of the other person; empty if there is none
	Until  time.Time // of telling later: at most a day away
	Alone  bool      // nobody else could be asked
}

// check refuses what is no decision: alone though others are there, without a reason.
func (p *DecisionRequest) check(a Actor, question string) error {
	p.Reason = strings.TrimSpace(p.Reason)
	switch {
	case p.Reason == "":
		return fault.FieldError("reason", "Nothing was decided. %s The reason stays in the timeline.", question)
	case utf8.RuneCountInString(p.Reason) > facts.MaxFactWords:
		return fault.FieldError("reason", "Keep the reason to %d characters. Nothing was decided.", facts.MaxFactWords)
	case !p.Alone && (p.Second == "" || p.Second == a.ID):
		return fault.FieldError("second", "Nothing was decided. Two people decide not to tell: name another one, who has to agree.")
	}
	if p.Alone {
		p.Second = a.ID
	}
	return nil
}

// MayWait refuses what is no decision to tell a client later.
func (inc *Incident) MayWait(aff *Affected, a Actor, p *DecisionRequest, now time.Time) error {
	name := aff.Client.Name
	switch {
	case inc.State != Open:
		return fault.Errorf(fault.Conflict, "%s is %s. Nothing was decided.", inc.Name(), inc.State)
	case aff.Owed(promise.Update) == nil:
		return fault.Errorf(fault.Conflict, "Nothing is due to %s now, so there is nothing to put off.", name)
	}
	if err := p.check(a, "Say why "+name+" should not hear now."); err != nil {
		return err
	}
	switch {
	case !p.Until.After(now) || p.Until.After(now.Add(longestLater)):
		return fault.FieldError("until", "Nothing was decided. %s hears within 24 hours at the latest: choose a time before that.", name)
	case p.Alone && !p.Until.After(now.Add(AloneAfter)):
		return fault.FieldError("until", "Nothing was decided. Nobody else can be asked, so you confirm it after four hours: choose a time after that, or tell %s now.", name)
	}
	return nil
}

// MayTakeBack refuses what is no decision, and returns it where it is one.
func (inc *Incident) MayTakeBack(a Actor, p *DecisionRequest, now time.Time) (*Decision, error) {
	want := inc.Wanted[a.ID]
	switch {
	case inc.Over():
		return nil, inc.OverError()
	case want == nil:
		return nil, fault.Errorf(fault.Conflict, "There is nothing for you to decide in %s. Nothing was changed. Type the command again.", inc.Name())
	case inc.TakeBack.Open() && inc.TakeBack.Alone && now.Before(inc.TakeBack.Until):
		return nil, fault.Errorf(fault.Conflict, "Something waits for your answer already: %s. Nothing was changed. Answer that first.", inc.TakeBack.Act)
	}
	if err := p.check(a, "Say why it should be taken back before anybody is told."); err != nil {
		return nil, err
	}
	return &Decision{Act: want, Reason: p.Reason, By: a.ID, Second: p.Second, Alone: p.Alone, AskedAt: now, Until: now.Add(longestLater)}, nil
}

// DecisionOf is the one whose question has that key, about the client or about
// the incident; nil if there is none any more.
func (inc *Incident) DecisionOf(aff *Affected, key string) *Decision {
	switch {
	case inc.TakeBack != nil && inc.TakeBack.Key == key:
		return inc.TakeBack
	case aff != nil && aff.Embargo != nil && aff.Embargo.Key == key:
		return aff.Embargo
	}
	return nil
}

// AloneNow says whether somebody who is alone thinks about not telling: they are
// reminded, and their phone does not ring for what they have before them.
func (inc *Incident) AloneNow(aff *Affected, now time.Time) bool {
	for _, d := range []*Decision{inc.TakeBack, aff.Embargo} {
		if d.Open() && d.Alone && now.Before(d.AnswerFrom()) {
			return true
		}
	}
	return false
}

// SecondIn says whether a person was asked to agree, about the client or about
// the incident.
func (inc *Incident) SecondIn(aff *Affected, user string) bool {
	return inc.TakeBack.Open() && inc.TakeBack.Second == user || aff.Embargo.Open() && aff.Embargo.Second == user
}

// mistakeWithin is how long a declaration may be taken for a slip of the hand.
const mistakeWithin = 2 * time.Minute

// PressedByMistake is the reason that a slip gives.
const PressedByMistake = "pressed by mistake"

// ByMistake says whether the incident may still be a slip of the hand: it is
// fresh, nobody wrote down what is known, and nobody at the client knows or asked.
func (inc *Incident) ByMistake(now time.Time) bool {
	if now.Sub(inc.DeclaredAt) > mistakeWithin || inc.State != Open || inc.Told() {
		return false
	}
	for i := range inc.Clients {
		if len(inc.Clients[i].Asks) > 0 || len(inc.Clients[i].Asked) > 0 {
			return false
		}
	}
	return len(inc.Facts.Given) == 0 && len(inc.Facts.Known) == 0
}
