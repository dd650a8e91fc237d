package outbox

// Payload is what the words of a delivery, or what is done with it, need besides
// its fields. Each kind uses a few; all others are zero. A field's key stands in
// stored records, its value always as a string.
type Payload struct {
	// Of [OpenChannel]: [OpensPublic] or [OpensPrivate]. A channel may be on its
	// way when the incident turns private; empty: it has never been tried.
	Opens string `json:"opens,omitempty"`

	// Of [OldCard]: where the card stands.
	Channel string `json:"channel,omitempty"`
	TS      string `json:"ts,omitempty"`

	// Of [Reminder] and [Direct].
	Away    string `json:"away,omitempty"`   // since when the program was away, RFC 3339; empty: it was not
	All     Yes    `json:"all,omitzero"`     // nobody answers, so the whole list is asked
	Outside Yes    `json:"outside,omitzero"` // also of [ApprovalAsk]: who reads it has no role, and may not be in the channel

	// Of [Copy].
	Nearby string `json:"nearby,omitempty"` // names of the client's other incidents that it may be about, parted by spaces
	Aside  string `json:"aside,omitempty"`  // who said that it is not about this incident; empty: nobody
	Goes   string `json:"goes,omitempty"`   // the name of the one that it is about instead; empty: none

	// Of [WakeCall]: the names of the other incidents that wait for the person,
	// parted by spaces, and whether the client has asked to be called.
	Also string `json:"also,omitempty"`
	Call Yes    `json:"call,omitzero"`
	Cry  Yes    `json:"cry,omitzero"` // and it is no call that they ask for: they write that it does not work

	// Of [WakeCall]: it is rung before the promise is late, since whoever keeps it sleeps.
	Guard Yes `json:"guard,omitzero"`

	// Of [Morning] and [TakeOver]: the number of the rest or of the handover; of [Settled]
	// what there is to know about it.
	Number string `json:"number,omitempty"`

	// Of [ClientText]: it stands under bad news, so that no button under it may read
	// as consent.
	Grave  Yes `json:"grave,omitzero"`
	NoCall Yes `json:"no_call,omitzero"` // and none of them offers a call

	// Of a [StepDue] of older programs: the ids of the steps, parted by spaces.
	Steps string `json:"steps,omitempty"`

	// Of [ClockDue]: the clocks, each the client's id and its own with a colon between,
	// one a line.
	Clocks string `json:"clocks,omitempty"`

	// Of [EstimateAsk]: the number of the estimate.
	Estimate string `json:"n,omitempty"`

	// Of a [Morning]: the gap in a client's sheet about which it asks, the ids of the client
	// and of the field with a slash between. Of [Trial], [TrialSaid], [AskClient] and [SheetAnswer]: the client's id.
	Sheet string `json:"sheet,omitempty"`

	Failed Yes `json:"failed,omitzero"` // of [Trial]: it tells another that a try has failed

	// Of [AskGuest], [GuestSaid] and [Passed]; of a [Morning] whose list it is, if not that of
	// who reads it; of [ApprovalEnded] who wrote the text.
	User   string      `json:"user,omitempty"`
	Name   string      `json:"name,omitempty"`   // as they call themselves
	Answer GuestAnswer `json:"answer,omitempty"` // of [GuestSaid]
	Had    Yes         `json:"had,omitzero"`     // of [AskGuest]: they had roles or changes, which passed to whoever is asked
	Passed string      `json:"passed,omitempty"` // and the numbers of those changes, parted by spaces
	Begun  string      `json:"begun,omitempty"`  // ids of the clients for whom they had words that have not left, parted by spaces
	Reads  string      `json:"reads,omitempty"`  // ids of the clients who have read that they can call them during this night, parted by spaces

	// Of [ApprovalAsk] and [ApprovalAlone] the number of the request; of
	// [ApprovalEnded] and [Answered] how the request ended.
	Request    string `json:"request,omitempty"`
	UpdateKind string `json:"kind,omitempty"` // of a request that has ended: the kind of its update
	By         string `json:"by,omitempty"`   // and who decided
	Why        string `json:"why,omitempty"`  // and the reason, of [ApprovalEnded]

	// Of [Answered]: what two people decided about not telling, such as [Agreed].
	Later string `json:"later,omitempty"`

	// Of [Answered]: what was decided about a text that was stuck, and where that
	// was to go.
	Ruling  Resolution `json:"ruling,omitempty"`
	Via     string     `json:"via,omitempty"`
	To      string     `json:"to,omitempty"`
	Doubted Yes        `json:"doubted,omitzero"`
}

// What became of the question to a second person.
const (
	Agreed       = "agreed" // the client hears later
	NotAgreed    = "refused"
	TakenBackNow = "taken-back" // bad news of which a client does not know
	NotTakenBack = "not-taken-back"
	Replaced     = "replaced" // it was asked anew
	Moot         = "moot"     // nobody needs to answer any more
)

// What an [OpenChannel] opens.
const (
	OpensPublic  = "public"
	OpensPrivate = "private"
)

// Yes is a bool that is stored as the string "yes", or not at all.
type Yes bool

// MarshalText implements [encoding.TextMarshaler].
func (y Yes) MarshalText() ([]byte, error) {
	if y {
		return []byte("yes"), nil
	}
	return nil, nil
}

// UnmarshalText implements [encoding.TextUnmarshaler]: any text but none is yes.
func (y *Yes) UnmarshalText(text []byte) error {
	*y = len(text) > 0
	return nil
}
