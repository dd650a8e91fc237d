package incident

import (
	"fmt"
	"strings"
	"time"

	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/update"
)

// Proposal is an update as its writer wants it: what is empty is filled in
// from what is known.
type Proposal struct {
	Client string // empty: the incident's first client
	Kind   string
	Words  map[string]string
	Times  map[string]time.Time
	NextAt time.Time   // zero: proposed
	Asks   byhand.Asks // about NextAt
	Look   bool        // what would be told at once is only shown
	Opened bool        // it is shown as it stands: nobody has written or chosen a word of it
	Quiet  bool
	Night  update.NightChoice // of a first notice outside the client's hours; "": half-hourly, or the client's policy

	Answers  []int          // which of the client's questions it answers, counted from 1
	Replies  []string       // and which of those that stand in their channel, by timestamp
	Slower   bool           // it says that the client hears less often from now on, if that may be
	Begun    map[string]int // by client, as in [update.Update]; 0: now
	Corrects int            // of a correction: the update that was wrong; 0: the newest that was by the answers, else the newest
	Fell     string         // what is down again, as its writer says: the incident is opened again with it
	Reason   string         // why it may leave although the draft check would block it
}

// Writes says whether somebody wrote any of it: who only reads a complete text has not
// said that they take care of it.
func (p *Proposal) Writes() bool { return !p.Look && !p.Opened && len(p.Words) > 0 }

// holdingsInARow is how often "still working" may be said before one new fact is asked for.
const holdingsInARow = 2

// MaySayStill asks for a new fact where “still working” was all that the client
// has read lately.
func (aff *Affected) MaySayStill(text string) error {
	text = strings.TrimSpace(text)
	if aff.Holdings < holdingsInARow || text != "" && text != aff.Said["action_now"] {
		return nil
	}
	return fault.Errorf(fault.NeedsFact, "%s has read “still working” %d times in a row. Nothing was sent. Give one new fact, even “we ruled out the database”.", aff.Client.Name, aff.Holdings)
}

// OnItsWay is the refusal of a second text while one is leaving.
func OnItsWay(aff *Affected) error {
	return fault.Errorf(fault.Conflict, "Update %d is still on its way to %s. Nothing was sent twice. Wait until it has arrived, or take it back with Undo.", aff.Out, aff.Client.Name)
}

// UpdateKey is the key of the delivery that carries an update to a destination.
func (inc *Incident) UpdateKey(u *update.Update, to client.Destination) string {
	return fmt.Sprintf("%s/%s/update/%d/%s", inc.Name(), u.Client, u.N, to.Key())
}

// Find returns an affected client or says which there are.
func (inc *Incident) Find(client string) (*Affected, error) {
	switch aff := inc.Affected(client); {
	case aff != nil && inc.HasClient(aff.Client.ID):
		return aff, nil
	case aff != nil:
		return nil, fault.Errorf(fault.Conflict, "%s is not in %s any more: %s took them out. Nothing was changed. If it is theirs after all, %s.", aff.Client.Name, inc.Name(), fault.Mention(aff.Leaving.By), map[bool]string{true: "type affects " + client, false: "declare a new incident for them"}[inc.State == Open])
	}
	return nil, fault.Errorf(fault.NotFound, "%s does not affect a client “%s”. Nothing was changed.", inc.Name(), client)
}

// PromiseN returns a promise by its number, from 1; nil if there is none.
func (aff *Affected) PromiseN(n int) *promise.Promise {
	if n < 1 || n > len(aff.Promises) {
		return nil
	}
	return &aff.Promises[n-1]
}

// KeepDraft keeps what somebody has begun to write, in the place of their last draft.
func (aff *Affected) KeepDraft(u update.Update) {
	aff.Drafts = fault.Made(aff.Drafts)
	aff.Drafts[u.By] = u
}

// LateFor is the promised time for which a text of this kind comes too late; zero
// if for none. One after the end is late only for a check-in.
func (aff *Affected) LateFor(kind string, now time.Time) time.Time {
	owed := aff.Next()
	switch {
	case owed == nil || update.Aftercare(kind) && owed.Kind != promise.Afterword:
		return time.Time{}
	case kind == update.MissedUpdate: // says so as soon as it is
		return owed.Known().DueAt
	}
	return owed.LateFor(now)
}
