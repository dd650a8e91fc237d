package incident

import (
	"time"

	"candor/incident/facts"
	"candor/incident/playbook"
)

// Entry is one line of an incident's timeline. Candor writes it; nobody edits it.
// What happened is its kind; which of the other fields are given follows from that
// (see [EntryKinds]). Its sentence is made where it is shown. Names are kept beside
// the ids: a line calls people and clients as they were called then.
type Entry struct {
	Incident int64     `json:"incident"`
	N        int       `json:"n"` // counts per incident from 1
	At       time.Time `json:"at"`
	By       string    `json:"by,omitempty"` // Slack user id; empty: Candor itself

	Kind       EntryKind `json:"kind,omitempty"`   // empty: from before there were kinds
	Client     string    `json:"client,omitempty"` // the id of whom it is about
	ClientName string    `json:"client_name,omitempty"`
	Clients    []string  `json:"clients,omitempty"` // names, where it is about several
	Update     int       `json:"update,omitempty"`
	UpdateKind string    `json:"update_kind,omitempty"`
	From       string    `json:"from,omitempty"`   // what was
	To         string    `json:"to,omitempty"`     // what became of it
	Person     string    `json:"person,omitempty"` // whom else it is about: Slack user id
	Name       string    `json:"name,omitempty"`   // of the person, or of what it became; empty: the id says it
	SaidBy     string    `json:"said_by,omitempty"`

	Role      playbook.Role  `json:"role,omitempty"`
	Step      string         `json:"step,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Words     string         `json:"words,omitempty"`    // that somebody wrote or said
	Answer    string         `json:"answer,omitempty"`   // what was said to that
	Promised  string         `json:"promised,omitempty"` // by hand, in people's words
	Way       string         `json:"way,omitempty"`      // on which it went; by hand, a [How]
	Question  facts.Question `json:"question,omitempty"`
	Start     time.Time      `json:"start,omitzero"`
	Until     time.Time      `json:"until,omitzero"` // by when, or at the latest
	Try       int            `json:"try,omitempty"`
	Overrides []Override     `json:"overrides,omitempty"`

	What string `json:"what,omitempty"` // of lines without a kind: one word
	Text string `json:"text,omitempty"` // of lines without a kind: the sentence
}

// EntryKind is what happened. It is stored, so a word that was once written stays.
type EntryKind string

// What becomes of an incident.
const (
	EntryDeclared     EntryKind = "declared"
	EntryAffects      EntryKind = "affects" // more clients
	EntryKindChanged  EntryKind = "kind"
	EntrySeverity     EntryKind = "severity"
	EntryStatus       EntryKind = "status"
	EntryRole         EntryKind = "role"
	EntryRoleFreed    EntryKind = "role-freed"
	EntryRoleTaken    EntryKind = "role-taken" // by telling the client
	EntryImpact       EntryKind = "impact"     // of one client
	EntryImpactAll    EntryKind = "impact-all"
	EntryResolved     EntryKind = "resolved"
	EntryReopened     EntryKind = "reopened"
	EntryClosed       EntryKind = "closed"
	EntryCancelled    EntryKind = "cancelled"
	EntryNote         EntryKind = "note"
	EntryStepAdded    EntryKind = "step-added"
	EntryStepDone     EntryKind = "step-done"
	EntryStepSkipped  EntryKind = "step-skipped"
	EntryStepReopened EntryKind = "step-reopened"
	EntryClientKept   EntryKind = "client-kept"
)

// What is known, and what we do about it.
const (
	EntryFact             EntryKind = "fact"
	EntryKnown            EntryKind = "known"
	EntryKnownDropped     EntryKind = "known-dropped"
	EntryUnknown          EntryKind = "unknown"
	EntryUnknownDropped   EntryKind = "unknown-dropped"
	EntryDoing            EntryKind = "doing"
	EntryEstimate         EntryKind = "estimate"
	EntryNoEstimate       EntryKind = "estimate-none"
	EntryEstimateQuestion EntryKind = "estimate-asked"
	EntryEstimateHolds    EntryKind = "estimate-holds"
)

// How a text gets its word and leaves.
const (
	EntryApproved          EntryKind = "approved" // and on its way
	EntryApprovedAlone     EntryKind = "approved-alone"
	EntryUndone            EntryKind = "undone"
	EntryRequest           EntryKind = "request"
	EntryRequestApproved   EntryKind = "request-approved"
	EntryRequestAlone      EntryKind = "request-alone"
	EntryRequestRejected   EntryKind = "request-rejected"
	EntryRequestWithdrawn  EntryKind = "request-withdrawn"
	EntryRequestUnanswered EntryKind = "request-unanswered"
	EntryAutomatic         EntryKind = "automatic"
)

// What became of it at the client.
const (
	EntryTold          EntryKind = "told"
	EntryToldByHand    EntryKind = "told-by-hand"
	EntryToldLate      EntryKind = "told-late" // a newer one was there first
	EntryToldItself    EntryKind = "told-automatic"
	EntryNotReached    EntryKind = "stuck"
	EntryPerhaps       EntryKind = "stuck-in-doubt"
	EntryTextLost      EntryKind = "stuck-unreadable"
	EntryRuled         EntryKind = "ruled"
	EntryRead          EntryKind = "read"
	EntryReply         EntryKind = "reply"
	EntryReplyEdited   EntryKind = "reply-edited"
	EntryReplyDeleted  EntryKind = "reply-deleted"
	EntryCalling       EntryKind = "calling"
	EntryNobodyPicksUp EntryKind = "called"
	EntryAsked         EntryKind = "asked" // by the client
	EntrySlots         EntryKind = "slots"
)

// What a client should hear now, and what may wait.
const (
	EntryLossUntold     EntryKind = "event-loss"
	EntryToldOtherwise  EntryKind = "event-fact"
	EntryAwaitsAnswer   EntryKind = "event-asked"
	EntryLaterAsked     EntryKind = "later-asked"
	EntryLaterAgreed    EntryKind = "later-agreed"
	EntryLaterRefused   EntryKind = "later-refused"
	EntryCadence        EntryKind = "cadence"
	EntryCadenceAsked   EntryKind = "cadence-asked" // by the client
	EntryCadencePlanned EntryKind = "cadence-planned"
)

// Who is reminded, and who is there.
const (
	EntryReminded        EntryKind = "reminded"
	EntryRemindedAll     EntryKind = "reminded-all"
	EntryRemindedMissing EntryKind = "reminded-missing"
	EntrySnoozed         EntryKind = "snoozed"
	EntryRang            EntryKind = "rang"
	EntryNotWoken        EntryKind = "not-woken"
	EntryJoined          EntryKind = "joined"
	EntryGuestCame       EntryKind = "guest-came"
	EntryGuestLeft       EntryKind = "guest-left"
	EntryGuestTrusted    EntryKind = "guest-trusted"
	EntryGuestGoes       EntryKind = "guest-goes"
	EntryGuestTakenOut   EntryKind = "guest-taken-out"
	EntryGuestStays      EntryKind = "guest-stays"
	EntryShared          EntryKind = "shared" // the channel
	EntryInternal        EntryKind = "internal"
	EntryMoves           EntryKind = "moves"
	EntryMoved           EntryKind = "moved"
)

// EntryField is a field of an [Entry], called as in the record.
type EntryField string

// The fields that a kind of line may need.
const (
	ClientField     EntryField = "client" // its name, too
	ClientsField    EntryField = "clients"
	UpdateField     EntryField = "update"
	UpdateKindField EntryField = "update_kind"
	FromField       EntryField = "from"
	ToField         EntryField = "to"
	PersonField     EntryField = "person"
	NameField       EntryField = "name"
	SaidByField     EntryField = "said_by"
	RoleField       EntryField = "role"
	StepField       EntryField = "step"
	ReasonField     EntryField = "reason"
	WordsField      EntryField = "words"
	AnswerField     EntryField = "answer"
	WayField        EntryField = "way"
	QuestionField   EntryField = "question"
	StartField      EntryField = "start"
	UntilField      EntryField = "until"
	TryField        EntryField = "try"
)

// given says of each field that a line may need whether it is there.
var given = map[EntryField]func(*Entry) bool{
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

// EntryTraits is what is true of every line of a kind.
type EntryTraits struct {
	Needs  []EntryField // without which it says nothing
	NoWork bool         // who is named by it did nothing about the incident
}

// EntryKinds has a row for each kind of line.
var EntryKinds = map[EntryKind]EntryTraits{
	EntryDeclared:     needs(ClientField, WordsField),
	EntryAffects:      needs(ClientsField),
	EntryKindChanged:  needs(FromField, ToField, NameField),
	EntrySeverity:     needs(FromField, ToField),
	EntryStatus:       needs(FromField, ToField),
	EntryRole:         needs(RoleField, PersonField),
	EntryRoleFreed:    needs(RoleField),
	EntryRoleTaken:    needs(RoleField, PersonField),
	EntryImpact:       needs(ClientField, WordsField),
	EntryImpactAll:    needs(WordsField),
	EntryResolved:     needs(),
	EntryReopened:     needs(ReasonField),
	EntryClosed:       needs(),
	EntryCancelled:    needs(ReasonField),
	EntryNote:         needs(WordsField),
	EntryStepAdded:    needs(StepField),
	EntryStepDone:     needs(StepField),
	EntryStepSkipped:  needs(StepField, ReasonField),
	EntryStepReopened: needs(StepField),
	EntryClientKept:   needs(ClientField),

	EntryFact:             needs(QuestionField, AnswerField),
	EntryKnown:            needs(WordsField),
	EntryKnownDropped:     needs(WordsField),
	EntryUnknown:          needs(WordsField),
	EntryUnknownDropped:   needs(WordsField),
	EntryDoing:            needs(WordsField),
	EntryEstimate:         needs(StartField, UntilField),
	EntryNoEstimate:       needs(),
	EntryEstimateQuestion: needs(),
	EntryEstimateHolds:    needs(),

	EntryApproved:          needs(ClientField, UpdateField, UpdateKindField),
	EntryApprovedAlone:     needs(ClientField, UpdateField, UpdateKindField),
	EntryUndone:            needs(ClientField, UpdateField),
	EntryRequest:           needs(ClientField, UpdateKindField),
	EntryRequestApproved:   needs(ClientField, UpdateKindField),
	EntryRequestAlone:      needs(ClientField),
	EntryRequestRejected:   needs(ClientField, UpdateKindField, ReasonField),
	EntryRequestWithdrawn:  needs(ClientField),
	EntryRequestUnanswered: needs(ClientField),
	EntryAutomatic:         needs(ClientField, UpdateField, UpdateKindField),

	EntryTold:          needs(ClientField, UpdateField, UpdateKindField),
	EntryToldByHand:    needs(ClientField, UpdateField, WordsField),
	EntryToldLate:      needs(ClientField, UpdateField),
	EntryToldItself:    needs(ClientField, UpdateField, UpdateKindField),
	EntryNotReached:    needs(ClientField, UpdateField, WayField, ReasonField),
	EntryPerhaps:       needs(ClientField, UpdateField, WayField, ReasonField),
	EntryTextLost:      needs(ClientField, UpdateField),
	EntryRuled:         needs(ClientField, UpdateField, WayField, ToField),
	EntryRead:          needs(ClientField, UpdateField, PersonField),
	EntryReply:         needs(ClientField, PersonField, WordsField),
	EntryReplyEdited:   needs(ClientField, PersonField),
	EntryReplyDeleted:  needs(ClientField, PersonField),
	EntryCalling:       needs(ClientField),
	EntryNobodyPicksUp: needs(ClientField, TryField),
	EntryAsked:         needs(ClientField, WordsField),
	EntrySlots:         needs(ClientField),

	EntryLossUntold:     needs(ClientField, UntilField),
	EntryToldOtherwise:  needs(ClientField, QuestionField, FromField, ToField),
	EntryAwaitsAnswer:   needs(ClientField),
	EntryLaterAsked:     needs(ClientField, PersonField, ReasonField, UntilField),
	EntryLaterAgreed:    needs(ClientField, PersonField, ReasonField, UntilField),
	EntryLaterRefused:   needs(ClientField),
	EntryCadence:        needs(ClientField), // to the usual one, if to none
	EntryCadenceAsked:   needs(ClientField, NameField),
	EntryCadencePlanned: needs(ClientField),

	EntryReminded:        needs(ClientField, UntilField),
	EntryRemindedAll:     needs(ClientField, UntilField),
	EntryRemindedMissing: needs(ClientField, UpdateField, WayField),
	EntrySnoozed:         {Needs: []EntryField{ClientField}, NoWork: true}, // they put it off
	EntryRang:            needs(PersonField),
	EntryNotWoken:        needs(PersonField, ReasonField),
	EntryJoined:          needs(),
	EntryGuestCame:       needs(PersonField),
	EntryGuestLeft:       needs(PersonField),
	EntryGuestTrusted:    needs(PersonField, SaidByField),
	EntryGuestGoes:       needs(PersonField),
	EntryGuestTakenOut:   needs(PersonField),
	EntryGuestStays:      needs(PersonField),
	EntryShared:          needs(),
	EntryInternal:        needs(),
	EntryMoves:           needs(),
	EntryMoved:           needs(),
}

func needs(fields ...EntryField) EntryTraits { return EntryTraits{Needs: fields} }

// Missing lists what a line of its kind needs and this one has not; nil if it is
// whole. ok is false for a kind that has no row.
func (e *Entry) Missing() (list []EntryField, ok bool) {
	row, ok := EntryKinds[e.Kind]
	for _, f := range row.Needs {
		if !given[f](e) {
			list = append(list, f)
		}
	}
	return list, ok
}
