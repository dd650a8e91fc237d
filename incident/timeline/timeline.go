package timeline

import (
	"time"

	"candor/incident/facts"
	"candor/incident/playbook"
	"candor/incident/update"
)

// Entry is one line of an incident's timeline. Candor writes it; nobody edits it: what
// corrects a note is a line of its own, and [Lines] puts the two together.
// What happened is its kind; which of the other fields are given follows from that
// (see [Kinds]). Its sentence is made where it is shown. Names are kept beside
// the ids: a line calls people and clients as they were called then.
type Entry struct {
	Incident int64     `json:"incident"`
	N        int       `json:"n"` // counts per incident from 1
	At       time.Time `json:"at"`
	By       string    `json:"by,omitempty"` // Slack user id; empty: Candor itself

	Happened time.Time `json:"happened,omitzero"` // when what it says was, if a person dated it back; zero: At

	Kind       Kind     `json:"kind,omitempty"`   // empty: from before there were kinds
	Client     string   `json:"client,omitempty"` // the id of whom it is about
	ClientName string   `json:"client_name,omitempty"`
	Clients    []string `json:"clients,omitempty"` // names, where it is about several
	Update     int      `json:"update,omitempty"`
	UpdateKind string   `json:"update_kind,omitempty"`
	From       string   `json:"from,omitempty"`   // what was
	To         string   `json:"to,omitempty"`     // what became of it
	Person     string   `json:"person,omitempty"` // whom else it is about: Slack user id
	Name       string   `json:"name,omitempty"`   // of the person, or of what it became; empty: the id says it
	SaidBy     string   `json:"said_by,omitempty"`

	Role      playbook.Role     `json:"role,omitempty"`
	Step      string            `json:"step,omitempty"`
	Reason    string            `json:"reason,omitempty"`
	Words     string            `json:"words,omitempty"`    // that somebody wrote or said
	Answer    string            `json:"answer,omitempty"`   // what was said to that
	Promised  string            `json:"promised,omitempty"` // by hand, in people's words
	Way       string            `json:"way,omitempty"`      // on which it went; by hand, a [byhand.How]
	Question  facts.Question    `json:"question,omitempty"`
	Start     time.Time         `json:"start,omitzero"`
	Until     time.Time         `json:"until,omitzero"` // by when, or at the latest
	Try       int               `json:"try,omitempty"`
	Overrides []update.Override `json:"overrides,omitempty"`

	What string `json:"what,omitempty"` // of lines without a kind: one word
	Text string `json:"text,omitempty"` // of lines without a kind: the sentence
}

// Kind is what happened. It is stored, so a word that was once written stays.
type Kind string

// What becomes of an incident.
const (
	Declared     Kind = "declared"
	Affects      Kind = "affects"   // more clients
	NotTheirs    Kind = "not-yours" // a client is taken out, since it is another's
	KindChanged  Kind = "kind"
	KindAdded    Kind = "kind-added" // it is that, too
	Severity     Kind = "severity"
	Status       Kind = "status"
	Role         Kind = "role"
	RoleFreed    Kind = "role-freed"
	RoleTaken    Kind = "role-taken" // by telling the client
	Impact       Kind = "impact"     // of one client
	ImpactAll    Kind = "impact-all"
	Resolved     Kind = "resolved"
	Reopened     Kind = "reopened"
	Closed       Kind = "closed"
	ClosedItself Kind = "closed-by-itself" // since all was settled
	Unclosed     Kind = "unclosed"         // a client has to hear more of it
	Cancelled    Kind = "cancelled"
	Mistaken     Kind = "mistaken" // declared by a slip of the hand, and cancelled at once
	Noticed      Kind = "noticed"  // the bad news, at another time than was thought
	Note         Kind = "note"
	NoteChanged  Kind = "note-changed" // the words of the note with the number Try
	StepAdded    Kind = "step-added"
	StepDone     Kind = "step-done"
	StepSkipped  Kind = "step-skipped"
	StepReopened Kind = "step-reopened"
	StepFound    Kind = "step-found" // one line about a step that is done
	ClientKept   Kind = "client-kept"
	Aftercare    Kind = "aftercare"    // how much comes after the final message
	Restored     Kind = "restored"     // the store was put back from a copy: what follows the copy is not here
	DrillJoined  Kind = "drill-joined" // somebody takes part
	DrillEnded   Kind = "drill-ended"
	Confirmed    Kind = "confirmed" // what the copy knows of a client

	ClockAware  Kind = "clock-aware" // since when legal clocks count, as somebody said
	ClocksEnded Kind = "clocks-ended"
	ClockEnded  Kind = "clock-ended" // one of them, for one client
	ClockLaws   Kind = "clock-laws"  // which laws apply to a client's data

	ReviewOpened   Kind = "review"
	ReviewAnswered Kind = "review-answered"
	ChangeAdded    Kind = "change" // so that it does not happen again
	ChangeDone     Kind = "change-done"
	ChangeMoved    Kind = "change-moved"
	ChangePassed   Kind = "change-passed" // whoever had it is a guest or has left, and can act no more
	ChangeDropped  Kind = "change-dropped"
)

// What is known, and what we do about it.
const (
	Fact             Kind = "fact"
	Known            Kind = "known"
	KnownDropped     Kind = "known-dropped"
	Unknown          Kind = "unknown"
	UnknownDropped   Kind = "unknown-dropped"
	Backups          Kind = "backups" // who was to make those of one client
	Doing            Kind = "doing"
	Estimate         Kind = "estimate"
	NoEstimate       Kind = "estimate-none"
	EstimateQuestion Kind = "estimate-asked"
	EstimateHolds    Kind = "estimate-holds"
)

// How a text gets its word and leaves.
const (
	Approved          Kind = "approved" // and on its way
	ApprovedAlone     Kind = "approved-alone"
	Undone            Kind = "undone"
	Stopped           Kind = "stopped" // before it left: it was not right any more
	Request           Kind = "request"
	RequestApproved   Kind = "request-approved"
	RequestAlone      Kind = "request-alone"
	RequestRejected   Kind = "request-rejected"
	RequestWithdrawn  Kind = "request-withdrawn"
	RequestUnanswered Kind = "request-unanswered"
	Automatic         Kind = "automatic"
)

// What became of it at the client.
const (
	Told          Kind = "told"
	ToldByHand    Kind = "told-by-hand"
	Said          Kind = "said"     // which bad news, in what a person told by hand
	NotTold       Kind = "not-told" // what was recorded by hand
	AskedByHand   Kind = "asked-by-hand"
	OverByHand    Kind = "over-by-hand" // what they were asked
	ToldLate      Kind = "told-late"    // a newer one was there first
	ToldItself    Kind = "told-automatic"
	NotReached    Kind = "stuck"
	Perhaps       Kind = "stuck-in-doubt"
	TextLost      Kind = "stuck-unreadable"
	Printed       Kind = "printed"       // a review arrived as a PDF, too
	NotPrinted    Kind = "stuck-printed" // it did not, or nobody knows
	Ruled         Kind = "ruled"
	Read          Kind = "read"
	Reply         Kind = "reply"
	ReplyEdited   Kind = "reply-edited"
	ReplyDeleted  Kind = "reply-deleted"
	ReplyAside    Kind = "reply-aside"
	Manner        Kind = "manner" // how they want to be spoken to
	Calling       Kind = "calling"
	NobodyPicksUp Kind = "called"
	Asked         Kind = "asked" // by the client
	AskAnswered   Kind = "asked-answered"
	Slots         Kind = "slots"
	Chose         Kind = "chose"    // one of the times to talk
	NotDown       Kind = "not-down" // that it is down again
	Gave          Kind = "gave"     // a person gave them what was promised
)

// What a client should hear now, and what may wait.
const (
	LossUntold    Kind = "event-loss"
	ToldOtherwise Kind = "event-fact"
	NotHeard      Kind = "event-bad" // bad news other than a loss
	AwaitsAnswer  Kind = "event-asked"
	LaterAsked    Kind = "later-asked"
	LaterAgreed   Kind = "later-agreed"
	LaterRefused  Kind = "later-refused"
	LaterAlone    Kind = "later-alone" // agreed: nobody else is there

	TakeBackAsked   Kind = "take-back-asked" // bad news of which a client does not know
	TakeBackAgreed  Kind = "take-back-agreed"
	TakeBackRefused Kind = "take-back-refused"
	TakeBackAlone   Kind = "take-back-alone"

	Cadence        Kind = "cadence"
	CadenceAsked   Kind = "cadence-asked" // by the client
	CadencePlanned Kind = "cadence-planned"
)

// Who is reminded, and who is there.
const (
	Reminded        Kind = "reminded"
	RemindedAll     Kind = "reminded-all"
	RemindedMissing Kind = "reminded-missing"
	Snoozed         Kind = "snoozed"
	Rang            Kind = "rang"
	NotWoken        Kind = "not-woken"
	Joined          Kind = "joined"
	GuestCame       Kind = "guest-came"
	GuestLeft       Kind = "guest-left"
	GuestTrusted    Kind = "guest-trusted"
	GuestGoes       Kind = "guest-goes"
	AccountLeft     Kind = "account-left"
	AllLeft         Kind = "all-left"
	GuestTakenOut   Kind = "guest-taken-out"
	GuestStays      Kind = "guest-stays"
	Shared          Kind = "shared" // the channel
	Internal        Kind = "internal"
	ClientAway      Kind = "client-away" // out of their own channel
	ClientBack      Kind = "client-back"
	Moves           Kind = "moves"
	Moved           Kind = "moved"
	Sleeps          Kind = "sleeps" // a person of the team
	GotUp           Kind = "got-up"
	MorningTold     Kind = "morning" // the team, how it stands
	TakeoverAsked   Kind = "takeover-asked"
	TakeoverRefused Kind = "takeover-refused"
	TakeoverKept    Kind = "takeover-kept" // whoever asked keeps it after all
	TookOver        Kind = "took-over"
)

// Field is a field of an [Entry], called as in the record.
type Field string

// The fields that a kind of line may need.
const (
	ClientField     Field = "client" // its name, too
	ClientsField    Field = "clients"
	UpdateField     Field = "update"
	UpdateKindField Field = "update_kind"
	FromField       Field = "from"
	ToField         Field = "to"
	PersonField     Field = "person"
	NameField       Field = "name"
	SaidByField     Field = "said_by"
	RoleField       Field = "role"
	StepField       Field = "step"
	ReasonField     Field = "reason"
	WordsField      Field = "words"
	AnswerField     Field = "answer"
	WayField        Field = "way"
	QuestionField   Field = "question"
	StartField      Field = "start"
	UntilField      Field = "until"
	TryField        Field = "try"
)

// given says of each field that a line may need whether it is there.
var given = map[Field]func(*Entry) bool{
	ClientField:     func(e *Entry) bool { return e.Client != "" && e.ClientName != "" },
	ClientsField:    func(e *Entry) bool { return len(e.Clients) > 0 },
	UpdateField:     func(e *Entry) bool { return e.Update > 0 },
	UpdateKindField: func(e *Entry) bool { return e.UpdateKind != "" },
	FromField:       func(e *Entry) bool { return e.From != "" },
	ToField:         func(e *Entry) bool { return e.To != "" },
	PersonField:     func(e *Entry) bool { return e.Person != "" },
	NameField:       func(e *Entry) bool { return e.Name != "" },
	SaidByField:     func(e *Entry) bool { return e.SaidBy != "" },
	RoleField:       func(e *Entry) bool { return e.Role != "" },
	StepField:       func(e *Entry) bool { return e.Step != "" },
	ReasonField:     func(e *Entry) bool { return e.Reason != "" },
	WordsField:      func(e *Entry) bool { return e.Words != "" },
	AnswerField:     func(e *Entry) bool { return e.Answer != "" },
	WayField:        func(e *Entry) bool { return e.Way != "" },
	QuestionField:   func(e *Entry) bool { return e.Question != "" },
	StartField:      func(e *Entry) bool { return !e.Start.IsZero() },
	UntilField:      func(e *Entry) bool { return !e.Until.IsZero() },
	TryField:        func(e *Entry) bool { return e.Try > 0 },
}

// Traits is what is true of every line of a kind.
type Traits struct {
	Needs  []Field // without which it says nothing
	NoWork bool    // who is named by it did nothing about the incident
}

// Kinds has a row for each kind of line.
var Kinds = map[Kind]Traits{
	Declared:     needs(ClientField, WordsField),
	Affects:      needs(ClientsField),
	NotTheirs:    needs(ClientField, ReasonField),
	KindChanged:  needs(FromField, ToField, NameField),
	KindAdded:    needs(ToField, NameField),
	Severity:     needs(FromField, ToField),
	Status:       needs(FromField, ToField),
	Role:         needs(RoleField, PersonField),
	RoleFreed:    needs(RoleField),
	RoleTaken:    needs(RoleField, PersonField),
	Impact:       needs(ClientField, WordsField),
	ImpactAll:    needs(WordsField),
	Resolved:     needs(),
	Reopened:     needs(ReasonField),
	Closed:       needs(),
	ClosedItself: needs(),
	DrillJoined:  needs(),
	DrillEnded:   needs(),
	Unclosed:     needs(),
	Cancelled:    needs(ReasonField),
	Mistaken:     needs(ReasonField),
	Noticed:      needs(StartField),
	Note:         needs(WordsField),
	NoteChanged:  needs(FromField, WordsField, TryField),
	StepAdded:    needs(StepField),
	StepDone:     needs(StepField),
	StepSkipped:  needs(StepField, ReasonField),
	StepReopened: needs(StepField),
	StepFound:    needs(StepField, ReasonField, WordsField),
	ClientKept:   needs(ClientField),
	Aftercare:    needs(FromField, ToField),
	Restored:     needs(UntilField),
	Confirmed:    needs(ClientField, UntilField),

	ClockAware:  needs(StartField),
	ClocksEnded: needs(ReasonField),
	ClockEnded:  needs(ClientField, NameField, ReasonField),
	ClockLaws:   needs(ClientField, WordsField),

	ReviewOpened:   needs(UntilField),
	ReviewAnswered: needs(ToField),
	ChangeAdded:    needs(WordsField, PersonField, UntilField),
	ChangeDone:     needs(WordsField),
	ChangeMoved:    needs(WordsField, UntilField, ReasonField),
	ChangePassed:   needs(WordsField, PersonField, UntilField),
	ChangeDropped:  needs(WordsField, ReasonField),

	Fact:             needs(QuestionField, AnswerField),
	Known:            needs(WordsField),
	KnownDropped:     needs(WordsField),
	Unknown:          needs(WordsField),
	UnknownDropped:   needs(WordsField),
	Backups:          needs(ClientField, WordsField),
	Doing:            needs(WordsField),
	Estimate:         needs(StartField, UntilField),
	NoEstimate:       needs(),
	EstimateQuestion: needs(),
	EstimateHolds:    needs(),

	Approved:          needs(ClientField, UpdateField, UpdateKindField),
	ApprovedAlone:     needs(ClientField, UpdateField, UpdateKindField),
	Undone:            needs(ClientField, UpdateField),
	Stopped:           needs(ClientField, UpdateField, ReasonField),
	Request:           needs(ClientField, UpdateKindField),
	RequestApproved:   needs(ClientField, UpdateKindField),
	RequestAlone:      needs(ClientField),
	RequestRejected:   needs(ClientField, UpdateKindField, ReasonField),
	RequestWithdrawn:  needs(ClientField),
	RequestUnanswered: needs(ClientField),
	Automatic:         needs(ClientField, UpdateField, UpdateKindField),

	Told:          needs(ClientField, UpdateField, UpdateKindField),
	ToldByHand:    needs(ClientField, UpdateField, WordsField),
	Said:          needs(ClientField, WordsField),
	NotTold:       needs(ClientField, UpdateField, WordsField),
	AskedByHand:   needs(ClientField, WordsField),
	OverByHand:    needs(ClientField, WordsField),
	ToldLate:      needs(ClientField, UpdateField),
	ToldItself:    needs(ClientField, UpdateField, UpdateKindField),
	NotReached:    needs(ClientField, UpdateField, WayField, ReasonField),
	Perhaps:       needs(ClientField, UpdateField, WayField, ReasonField),
	TextLost:      needs(ClientField, UpdateField),
	Printed:       needs(ClientField, UpdateField),
	NotPrinted:    needs(ClientField, UpdateField, ReasonField),
	Ruled:         needs(ClientField, UpdateField, WayField, ToField),
	Read:          needs(ClientField, UpdateField, PersonField),
	Reply:         needs(ClientField, PersonField), // a mail may be without words
	ReplyEdited:   needs(ClientField, PersonField),
	ReplyDeleted:  needs(ClientField, PersonField),
	ReplyAside:    needs(ClientField),
	Manner:        needs(ClientField, ToField),
	Calling:       needs(ClientField),
	NobodyPicksUp: needs(ClientField, TryField),
	Asked:         needs(ClientField, WordsField),
	AskAnswered:   needs(ClientField, WordsField),
	Slots:         needs(ClientField),
	Chose:         needs(ClientField, UntilField),
	NotDown:       needs(),
	Gave:          needs(ClientField),

	LossUntold:    needs(ClientField, UntilField),
	ToldOtherwise: needs(ClientField, QuestionField, FromField, ToField),
	NotHeard:      needs(ClientField, QuestionField, ToField),
	AwaitsAnswer:  needs(ClientField),
	LaterAsked:    needs(ClientField, PersonField, ReasonField, UntilField),
	LaterAgreed:   needs(ClientField, PersonField, ReasonField, UntilField),
	LaterRefused:  needs(ClientField),
	LaterAlone:    needs(ClientField, PersonField, ReasonField, UntilField),

	TakeBackAsked:   needs(PersonField, ReasonField, WordsField),
	TakeBackAgreed:  needs(PersonField, ReasonField, WordsField),
	TakeBackRefused: needs(PersonField, ReasonField, WordsField),
	TakeBackAlone:   needs(PersonField, ReasonField, WordsField),

	Cadence:        needs(ClientField), // to the usual one, if to none
	CadenceAsked:   needs(ClientField, NameField),
	CadencePlanned: needs(ClientField),

	Reminded:        needs(ClientField, UntilField),
	RemindedAll:     needs(ClientField, UntilField),
	RemindedMissing: needs(ClientField, UpdateField, WayField),
	Snoozed:         {Needs: []Field{ClientField}, NoWork: true}, // they put it off
	Rang:            needs(PersonField),
	NotWoken:        needs(PersonField, ReasonField),
	Joined:          needs(),
	GuestCame:       needs(PersonField),
	GuestLeft:       needs(PersonField),
	GuestTrusted:    needs(PersonField, SaidByField),
	GuestGoes:       needs(PersonField),
	AccountLeft:     needs(PersonField),
	AllLeft:         needs(PersonField),
	GuestTakenOut:   needs(PersonField),
	GuestStays:      needs(PersonField),
	Shared:          needs(),
	Internal:        needs(),
	ClientAway:      needs(ClientField),
	ClientBack:      needs(ClientField),
	Moves:           needs(),
	Moved:           needs(),
	Sleeps:          {Needs: []Field{UntilField}, NoWork: true},
	GotUp:           {NoWork: true},
	MorningTold:     needs(PersonField), // who sleeps
	TakeoverAsked:   {Needs: []Field{PersonField}, NoWork: true},
	TakeoverKept:    {Needs: []Field{PersonField}, NoWork: true}, // who was asked
	TakeoverRefused: {Needs: []Field{PersonField}, NoWork: true}, // whose it stays
	TookOver:        needs(PersonField),                          // from whom
}

func needs(fields ...Field) Traits { return Traits{Needs: fields} }

// Missing lists what a line of its kind needs and this one has not; nil if it is
// whole. ok is false for a kind that has no row.
func (e *Entry) Missing() (list []Field, ok bool) {
	row, ok := Kinds[e.Kind]
	for _, f := range row.Needs {
		if !given[f](e) {
			list = append(list, f)
		}
	}
	return list, ok
}
