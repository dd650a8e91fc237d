package ways

import "candor/incident/update"

// Calendar says to whoever sends a text what its mail does to the client's calendar.
// at is the time of the call, as they read it.
func Calendar(i *update.Invite, at string) string {
	switch {
	case i.Off:
		return "The mail takes the call of *" + at + "* out of their calendar."
	case i.Seq == 0:
		return "The mail puts the call into their calendar: *" + at + "*, 30 minutes."
	}
	return "The mail changes the call in their calendar to *" + at + "*, 30 minutes."
}
