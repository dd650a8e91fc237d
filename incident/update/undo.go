package update

import "candor/incident/fault"

// NotBack says why a text that is not on its way to a client cannot be taken back.
func (u *Update) NotBack(client string) error {
	switch u.State {
	case Withdrawn:
		return fault.Errorf(fault.Conflict, "Nothing was sent: update %d to %s was taken back already, and its words are kept. Press Client update to send them.", u.N, client)
	case Failed:
		return fault.Errorf(fault.Conflict, "Nothing was taken back: update %d did not reach %s. Its message in the channel says why: press Give up there to leave it.", u.N, client)
	}
	return fault.Errorf(fault.Conflict, "Too late to take it back: update %d was sent to %s at %s. If it was wrong, send another one that says so.", u.N, client, fault.Clock(u.SentAt))
}
