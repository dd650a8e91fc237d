package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident/approval"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/eta"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/law"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/question"
	"candor/incident/restore"
	"candor/incident/review"
	"candor/incident/schedule"
	"candor/incident/spell"
	"candor/incident/standing"
	"candor/incident/told"
	"candor/incident/update"
)

// ChannelKey ends the key of the one delivery that opens an incident's channel.
const ChannelKey = "channel"

// State is where an incident is in its life: open → resolved → closed, or
// open → cancelled before a client was told anything.
type State string

const (
	Open      State = "open"
	Resolved  State = "resolved"
	Closed    State = "closed"
	Cancelled State = "cancelled"
)

// Incident is one record: loaded, changed by its methods, put back.
type Incident struct {
	Number   int64            `json:"number"`
	Rev      int64            `json:"rev"`              // grows with every change
	Kind     string           `json:"kind"`             // id of its playbook
	Also     []string         `json:"also,omitempty"`   // ids of those that somebody said it is, too
	Traits   *playbook.Traits `json:"traits,omitempty"` // of that kind; nil: declared before kinds had any, see KindTraits
	Title    string           `json:"title,omitempty"`  // the team's words; may be empty
	Impact   string           `json:"impact"`           // what the client notices, in words that a client may read
	Doing    string           `json:"doing"`            // what we do about it: "checking what happened"
	Severity client.Severity  `json:"severity"`
	State    State            `json:"state"`
	Status   update.Status    `json:"status"`
	Private  bool             `json:"private,omitempty"`
	Hints    []facts.Question `json:"hints,omitempty"`  // harm of which the words speak with which it was opened
	Unused   bool             `json:"unused,omitempty"` // nobody uses it now: a first notice of severity 2 waits for the morning

	Law     law.Record  `json:"law,omitzero"`      // what may have to be reported, and since when we know
	Facts   facts.Facts `json:"facts,omitzero"`    // what is known of bad news, and what is not; where it differs between clients, the worst, see FactsOf
	DoingAt time.Time   `json:"doing_at,omitzero"` // when a person said what we do; zero: when declaring

	Since      time.Time `json:"since"` // when the client began to notice
	DeclaredAt time.Time `json:"declared_at"`
	DeclaredBy string    `json:"declared_by"`
	NoticedBy  Noticer   `json:"noticed_by,omitempty"` // who noticed it first; empty: we did
	Declared   string    `json:"declared,omitempty"`   // what was typed, to notice the same command twice
	ResolvedAt time.Time `json:"resolved_at,omitzero"`
	ClosedAt   time.Time `json:"closed_at,omitzero"`

	TakeBack *Decision            `json:"take_back,omitempty"` // the decision to take back bad news of which a client does not know; nil: none
	Wanted   map[string]*TakeBack `json:"wanted,omitempty"`    // by author: what they wanted to do, and it takes two
	KindAt   time.Time            `json:"kind_at,omitzero"`    // when the kind was last changed; zero: it is as declared
	Mistake  string               `json:"mistake,omitempty"`   // who declared it by mistake, as they said at once; empty: nobody

	Turn      int        `json:"turn,omitempty"`      // how often it got worse: it was down again, or another client was affected, too
	Reopening *Reopening `json:"reopening,omitempty"` // how it stood before it was down again, until a client heard of that; nil: nothing to take back

	NotClosedBefore time.Time `json:"not_closed_before,omitzero"` // when it may close by itself at the earliest; zero: once all is settled

	Chosen Size `json:"aftercare,omitempty"` // how much comes after the final message, as somebody chose; empty: by the harm

	Estimate *eta.Estimate `json:"estimate,omitempty"` // when it is expected to work; nil: nobody said anything

	Names     map[string]string    `json:"names,omitempty"`  // Slack ids of those who act here → the names of their profiles
	Called    map[string]string    `json:"called,omitempty"` // the same of those whom the record only names, for who reads it elsewhere
	Zones     map[string]string    `json:"zones,omitempty"`  // and the zones of their clocks, where Slack says them
	Roles     playbook.Crew        `json:"roles"`            // Slack user ids; the commander is never empty while open
	Clients   []Affected           `json:"clients"`
	Spared    []Affected           `json:"spared,omitempty"` // clients who were taken out, since it is not theirs: what they were told stays known
	Checklist []playbook.Item      `json:"checklist"`
	Proven    playbook.Proven      `json:"proven,omitempty"`
	Review    *review.Review       `json:"review,omitempty"`  // what is learned from it; nil: none was opened
	Before    *review.Before       `json:"before,omitempty"`  // that it happened before; nil: not that we know
	Changes   review.Changes       `json:"changes,omitempty"` // what changes so that it does not happen again
	Entries   int                  `json:"entries"`           // number of timeline entries
	ActedAt   time.Time            `json:"acted_at,omitzero"`
	Off       []string             `json:"off,omitempty"`      // the company's holidays, each 2026-12-25
	Mornings  map[string]time.Time `json:"mornings,omitempty"` // by Slack id: when that person was last written to about what is due in days

	Watch      night.Watch    `json:"watch,omitzero"` // who sleeps, who is on it meanwhile, who takes over
	Channel    Channel        `json:"channel"`
	Colleagues []string       `json:"colleagues,omitempty"` // guests who may read what is for the team
	Theirs     []string       `json:"theirs,omitempty"`     // guests who are a client's: nothing internal is brought to them
	Moving     bool           `json:"moving,omitempty"`     // to a private channel, which is not there yet
	MovedBy    string         `json:"moved_by,omitempty"`   // who asked for that
	Old        []Left         `json:"old,omitempty"`        // channels that it has left
	Drill      *drill.Drill   `json:"drill,omitempty"`      // nil: it is real
	Digest     outbox.Posted  `json:"digest,omitzero"`      // its line in the channel for all of the team
	Card       outbox.Receipt `json:"card"`                 // where the pinned card stands; zero until it is posted
	CardAt     time.Time      `json:"card_at,omitzero"`     // when it was last edited
	CardKey    string         `json:"card_key,omitempty"`   // the newest card delivery
	Booked     []time.Time    `json:"-"`                    // when its caller has promised or offered calls to clients of other incidents; known in a transaction only
	Lines      int            `json:"lines"`                // number of lines and problems posted to the channel
}

// Channel is the incident's own channel. ID is empty until it is created.
type Channel struct {
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Shared bool   `json:"shared,omitempty"` // became shared outside: nothing internal is posted there

	Guests []outbox.Guest `json:"guests,omitempty"` // unknown guests who are in it: the same
}

// Affected is a client in an incident: what it was promised and told.
type Affected struct {
	Client       client.Client            `json:"client"`             // as it was known last
	Impact       string                   `json:"impact,omitempty"`   // what this client notices; empty: the same as the others
	ImpactAt     time.Time                `json:"impact_at,omitzero"` // when those words last changed; zero: never since it was declared
	Manner       *client.Manner           `json:"manner,omitempty"`   // how they want to be spoken to in this incident; nil: as their profile says
	OneOff       bool                     `json:"one_off,omitempty"`  // is in no list: typed when it was declared
	Promises     []promise.Promise        `json:"promises,omitempty"`
	Status       update.Status            `json:"status,omitempty"`     // what a text to this client alone said, while it is open; empty: that of the incident
	Backups      client.Backups           `json:"backups,omitempty"`    // who was to make them, as was said in this incident; empty: see the client
	NoPromise    string                   `json:"no_promise,omitempty"` // why no update is owed; empty while one is
	Updates      int                      `json:"updates"`              // number of the newest update
	Out          int                      `json:"out,omitempty"`        // the update that is held or on its way and that the client has on no way yet; 0 if none
	Batch        string                   `json:"batch,omitempty"`      // the act for several clients that the newest update is part of
	Results      []outbox.Result          `json:"results,omitempty"`    // what became of the newest update, for each recipient
	Missing      []outbox.MissingCopy     `json:"debts,omitempty"`      // what the client has had on one way and not on another
	Unsure       int                      `json:"unsure,omitempty"`     // the update of which nobody knows whether it arrived; 0 if none
	Heard        int                      `json:"heard,omitempty"`      // number of the newest update that the client has
	Said         map[string]string        `json:"said,omitempty"`       // words of the last update, to begin the next with
	SaidTimes    map[string]time.Time     `json:"said_times,omitempty"` // its instants, so that a later text does not contradict it
	Drafts       map[string]update.Update `json:"drafts,omitempty"`     // by author; a form is lost when it is closed, a draft is not
	Request      *approval.Request        `json:"request,omitempty"`    // the update that waits for approval; nil if none
	Ended        *approval.Ended          `json:"ended,omitempty"`      // how the newest that waited ended; nil: none has
	Requests     int                      `json:"requests,omitempty"`   // number of the newest request
	Worked       spell.Spells             `json:"worked,omitempty"`     // when it worked between two times in which it did not
	Works        time.Time                `json:"works,omitzero"`       // since when it works for them, as somebody has said; they may not have read it
	Holdings     int                      `json:"holdings,omitempty"`   // "still working" in a row
	Pace         CadenceOverride          `json:"pace,omitzero"`        // how often it hears in this incident
	Plan         CadenceOverride          `json:"plan,omitzero"`        // how often it hears once a text has said so
	QuietUpdates int                      `json:"calm,omitempty"`       // updates in a row that changed nothing, since the last event or change of pace
	FirstAt      time.Time                `json:"first_at,omitzero"`    // when it heard first
	Missed       time.Time                `json:"missed,omitzero"`      // end of the estimate that they know and that was brought up as missed
	ToldOf       string                   `json:"told_of,omitempty"`    // what the incident was when it was told last
	Night        NightAnswer              `json:"night,omitzero"`       // what it was told about its night in this incident
	ToldAt       time.Time                `json:"told_at,omitzero"`     // when the client last heard from us
	Written      bool                     `json:"written,omitempty"`    // a text has left for the client
	Read         update.Acknowledgement   `json:"read,omitzero"`        // of the newest update that somebody at the client has read
	Away         bool                     `json:"away,omitempty"`       // nobody of theirs is in their channel any more, as Slack said
	Thread       outbox.Receipt           `json:"thread,omitzero"`      // the first message, whose thread carries the rest
	Leaving      *Leaving                 `json:"leaving,omitempty"`    // it turned out not to be theirs; nil: it is
	Before       *Affected                `json:"before,omitempty"`     // how it stood before the newest report by hand, so far as that changes it: it may be taken back
	Restored     *restore.Mark            `json:"restored,omitempty"`   // what is known of it comes out of a copy, and nobody has confirmed it; nil: it is

	Law       law.Told                        `json:"law,omitzero"`         // since when they know, for legal clocks
	Own       facts.Own                       `json:"own,omitempty"`        // answers that are not the same for all clients: then each has its own, see FactsOf
	Lost      *facts.Loss                     `json:"lost,omitempty"`       // what it was told is lost; see ToldLoss
	LossAt    []string                        `json:"loss_at,omitempty"`    // keys of the destinations at which it has read so; empty: which, was not kept
	Hinted    byhand.Claims                   `json:"hinted,omitempty"`     // harm of which the own words of somebody read as if there were some
	Knows     map[facts.Question]facts.Answer `json:"knows,omitempty"`      // the answers that the client has heard, in writing or not
	Wrote     map[facts.Question]facts.Answer `json:"wrote,omitempty"`      // those of them that it has in writing
	KnowsOf   map[facts.Question]int          `json:"knows_of,omitempty"`   // the update that told each of the first, by hand included
	WroteOf   map[facts.Question]int          `json:"wrote_of,omitempty"`   // the update that told each of the second
	WroteIn   int                             `json:"wrote_in,omitempty"`   // the newest of them
	Learned   map[int]int                     `json:"learned,omitempty"`    // sentences that are certain and that it has been told, by number: the update that told each
	Effects   []spell.Effect                  `json:"effects,omitempty"`    // what it has read that it notices, the oldest first, since it began or was down again
	KnowsAs   map[facts.Question]string       `json:"knows_as,omitempty"`   // the words behind the first, as they were told
	WroteAs   map[facts.Question]string       `json:"wrote_as,omitempty"`   // and behind the second
	Call      Call                            `json:"call,omitzero"`        // the newest try to reach them by phone
	Attempts  int                             `json:"attempts,omitempty"`   // calls since they last heard from us that nobody answered
	AttemptAt time.Time                       `json:"attempt_at,omitzero"`  // the last of them
	SpokeAt   time.Time                       `json:"spoke_at,omitzero"`    // when somebody last spoke with them
	Slots     []time.Time                     `json:"slots,omitempty"`      // the times that we offer for a meeting
	Invite    *update.Invite                  `json:"invite,omitempty"`     // the call in their calendar, as their mail put it there; nil: none
	Asks      question.List                   `json:"asks,omitempty"`       // what they asked
	Standing  []standing.Ask                  `json:"standing,omitempty"`   // what they were asked to do, or not to do, until we write that it is over
	Embargo   *Decision                       `json:"later,omitempty"`      // the decision not to tell them yet; nil: none
	Warned    []facts.Question                `json:"warned,omitempty"`     // what they were told that it may be, before anybody knew
	Turns     []told.Turn                     `json:"turns,omitempty"`      // what happened between two texts, and changed what later ones build on
	Anew      int                             `json:"anew,omitempty"`       // texts up to this one were about what turned out not to be theirs
	Threads   []string                        `json:"threads,omitempty"`    // places of all our messages that began a thread
	Copied    []outbox.Copied                 `json:"copied,omitempty"`     // the newest replies that were copied to the team
	CopyAt    time.Time                       `json:"copy_at,omitzero"`     // when the newest copy leaves, or left
	Asked     []outbox.Reply                  `json:"asked,omitempty"`      // replies that no update has answered yet, cut
	AskedMore int                             `json:"asked_more,omitempty"` // replies beyond those
	Hushed    outbox.Hushed                   `json:"hushed,omitempty"`     // whose mail is not about this
}

// Leaving is that a client was in an incident by mistake: who says so, and why they are sure.
// They are taken out once they have heard it wherever they were told.
type Leaving struct {
	By    string    `json:"by"`
	Why   string    `json:"why"`
	At    time.Time `json:"at"`
	Text  int       `json:"text,omitempty"`  // the text in which they have read that it is not theirs; 0: none
	Spoke bool      `json:"spoke,omitempty"` // and heard it from a person
	Place int       `json:"place,omitempty"` // once they are out: where they stood among all who ever were in it
}

// Name is how people call the incident: INC-7.
func (inc *Incident) Name() string { return fmt.Sprintf("INC-%d", inc.Number) }

// Over says whether nothing about the incident changes any more. One that is closed
// is not over while something is still promised, or a step is planned for later.
func (inc *Incident) Over() bool {
	return inc.State == Cancelled || inc.State == Closed && !inc.Owes() && !slices.ContainsFunc(inc.Checklist, func(it playbook.Item) bool { return inc.planned(&it) })
}

// Ended says whether the work on it has ended: it is closed or cancelled. Something may
// still be promised for later.
func (inc *Incident) Ended() bool { return inc.State == Closed || inc.State == Cancelled }

// Owes says whether any client is still owed something.
func (inc *Incident) Owes() bool {
	for i := range inc.Clients {
		if len(inc.Clients[i].Pending()) > 0 {
			return true
		}
	}
	return false
}

// OverError is the refusal of whoever wants to change an incident that is over.
func (inc *Incident) OverError() *fault.Error {
	return fault.Errorf(fault.Conflict, "%s is %s; nothing was changed. If it happens again, declare a new incident.", inc.Name(), inc.State)
}

// Affected returns the client's part in the incident, also if they were taken out; nil if
// it is not in it. An empty id means the first client.
func (inc *Incident) Affected(client string) *Affected {
	for _, aff := range inc.Everybody() {
		if client == "" || aff.Client.ID == client {
			return aff
		}
	}
	return nil
}

// Everybody are all who were ever in the incident: those who were taken out come last.
func (inc *Incident) Everybody() (list []*Affected) {
	for _, part := range [][]Affected{inc.Clients, inc.Spared} {
		for i := range part {
			list = append(list, &part[i])
		}
	}
	return list
}

// Told says whether any client has heard of the incident.
func (inc *Incident) Told() bool { return len(inc.Unaware()) < len(inc.Clients) }

// Unaware names the clients who have heard nothing of it from us, and are about to hear nothing.
func (inc *Incident) Unaware() (names []string) {
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; !aff.MayKnow() {
			names = append(names, aff.Client.Name)
		}
	}
	return names
}

// Opened says whether the client has had a first word: in writing, or by hand
// where nothing else reaches them.
func (aff *Affected) Opened() bool {
	return aff.Written || !aff.ToldAt.IsZero() && len(aff.Client.Destinations()) == 0
}

// MayKnow says whether the client has heard of it, or may hear any moment, or
// nobody can tell.
func (aff *Affected) MayKnow() bool {
	return !aff.ToldAt.IsZero() || aff.Out > 0 || aff.Unsure > 0
}

// Places lists where what people write belongs to the incident: its channel,
// those that it has left, and the threads of its updates, each named by [outbox.Place].
// Stores index it.
func (inc *Incident) Places() []string {
	var list []string
	if inc.Channel.ID != "" {
		list = append(list, inc.Channel.ID)
	}
	for _, l := range inc.Old {
		list = append(list, l.ID)
	}
	for _, aff := range inc.Everybody() {
		list = append(list, aff.Threads...)
	}
	return list
}

// TakesPosts says whether what is for the team may be posted in the incident's
// channel: it is there, and only the team reads it.
func (inc *Incident) TakesPosts() bool {
	c := &inc.Channel
	return c.ID != "" && !inc.Moving && !c.Shared && len(c.Guests) == 0
}

// Wake returns the earliest time at which [service.Service.Tick] has something to do
// for the incident; zero if there is none. Stores index it.
func (inc *Incident) Wake() time.Time {
	wake := schedule.Sooner(schedule.Sooner(inc.estimateWake(), inc.Watch.Wake()), inc.Drill.Wake())
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		wake = schedule.Sooner(wake, inc.NextReminder(aff))
		wake = schedule.Sooner(wake, inc.AutoAt(aff))
		if aff.Request != nil {
			wake = schedule.Sooner(wake, aff.Request.NextAt)
		}
		for _, debt := range aff.Missing {
			wake = schedule.Sooner(wake, debt.NagAt)
		}
	}
	wake = schedule.Sooner(schedule.Sooner(wake, inc.ClosesAt()), schedule.Sooner(inc.morningAt(), inc.ClockAt()))
	for i := range inc.Checklist {
		wake = schedule.Sooner(wake, inc.StepAt(&inc.Checklist[i]))
	}
	return wake
}

// SetSeverity changes the severity. Promises that are already made stay, since
// the client knows them; an unsent first notice takes the earlier deadline.
func (inc *Incident) SetSeverity(sev client.Severity, now time.Time) error {
	switch {
	case inc.Over():
		return inc.OverError()
	case !sev.Valid():
		return fault.FieldError("severity", "Severity is 1 (business stopped), 2 (important part broken), 3 (small) or 4 (near miss). Nothing was changed.")
	}
	inc.Severity = sev
	if inc.State != Open {
		return nil
	}
	for i := range inc.Clients {
		inc.reweigh(&inc.Clients[i], now)
	}
	return nil
}

// SetStatus sets by hand what the client is told. The next update says it.
func (inc *Incident) SetStatus(s update.Status) error {
	switch {
	case inc.Over():
		return inc.OverError()
	case s == update.StatusSolved:
		return fault.Errorf(fault.Invalid, "Nothing was changed. “Works again” is said by resolving: type resolve, which also tells the client.")
	case s != update.Investigating && s != update.Identified && s != update.Mitigated && s != update.Monitoring:
		return fault.FieldError("status", "There is no status “%s”. Nothing was changed. Write we are looking, we know why, contained or watching.", string(s))
	case inc.State != Open:
		return fault.Errorf(fault.Conflict, "%s is resolved; its status stays. Nothing was changed.", inc.Name())
	}
	inc.Status = s
	for i := range inc.Clients { // for all of them
		inc.Clients[i].Status = ""
	}
	return nil
}

// SetKind changes what kind of incident it is; the checklist follows and keeps
// what was done. That a kind belongs in a private channel is seen to by the
// caller.
func (inc *Incident) SetKind(pb *playbook.Playbook, now time.Time) error {
	err := inc.become(pb, (*Incident).ApplyKind, now)
	if err == nil {
		inc.Checklist = pb.Follow(inc.Checklist, &inc.Facts)
	}
	return err
}

// become follows what has turned out to be of a kind.
func (inc *Incident) become(pb *playbook.Playbook, apply func(*Incident, *playbook.Playbook), now time.Time) error {
	if inc.Over() {
		return inc.OverError()
	}
	if floor := inc.Floor(pb); floor != 0 && inc.Severity > floor { // what was a near miss now owes a word
		if err := inc.SetSeverity(floor, now); err != nil {
			return err
		}
	}
	if pb.BadNews {
		inc.Turns(now)
	}
	apply(inc, pb)
	inc.KindAt = now
	for i := range inc.Clients {
		if inc.State == Open { // some kinds do not wait for the morning
			inc.reweigh(&inc.Clients[i], now)
		}
	}
	return nil
}

// maxChannelName is Slack's limit (80), less room for a suffix where the name is taken.
const maxChannelName = 76

// ChannelName fills a pattern of {number}, {client} and {title} to a name that
// Slack takes. A private incident gets a neutral name, and a drill one that says so.
func (inc *Incident) ChannelName(pattern string) string {
	number := fmt.Sprint(inc.Number)
	switch {
	case inc.Drill != nil:
		return "drill-" + number
	case inc.Private:
		return "inc-" + number
	}
	id := ""
	if len(inc.Clients) > 0 {
		id = inc.Clients[0].Client.ID
	}
	name := client.Slug(strings.NewReplacer("{client}-{title}", id+"-"+strings.TrimPrefix(client.Slug(inc.Title), id+"-"), "{number}", number, "{client}", id, "{title}", inc.Title).Replace(pattern))
	if len(name) > maxChannelName {
		name = strings.TrimRight(name[:maxChannelName], "-")
	}
	return name
}
