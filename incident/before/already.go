package before

import (
	"time"

	"candor/incident/fault"
	"candor/incident/lookup"
	"candor/incident/records"
)

// sameCommand is how long the same words by the same person count as one command.
const sameCommand = time.Minute

// Said is what somebody declares.
type Said struct {
	Typed   string // the command; empty: it was not typed, and nothing repeats it
	Client  string // id of the first client; empty: one who is in no list
	Kind    string
	Impact  string
	Several bool // it affects others too
}

// Already refuses the same command by the same person within a minute, and
// the same trouble of the same client by anybody: Slack and people repeat
// themselves when an answer is slow, and two see the same alarm.
func Already(tx records.Lookups, by string, d Said, now time.Time) error {
	if d.Typed == "" {
		return nil
	}
	inc, err := tx.Newest(0, lookup.Typed(by, d.Typed))
	if err == nil && inc != nil && now.Sub(inc.DeclaredAt) < sameCommand {
		return fault.Errorf(fault.Conflict, "Already done: %s. Nothing was opened twice.", inc.Name())
	}
	if err != nil || d.Client == "" {
		return err
	}
	inc, err = tx.Newest(0, lookup.Trouble(d.Client, d.Kind, d.Impact, d.Several))
	if err != nil || inc == nil {
		return err
	}
	if aff := inc.Affected(d.Client); aff != nil && now.Sub(inc.DeclaredAt) <= sameCommand {
		return fault.Errorf(fault.Conflict, "Already declared at %s by <@%s>: %s. Nothing was opened twice.", aff.Client.Clock(inc.DeclaredAt, "15:04"), inc.DeclaredBy, inc.Name())
	}
	return nil
}
