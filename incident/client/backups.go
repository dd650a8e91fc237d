package client

import (
	"strings"
	"time"

	"candor/incident/fault"
)

// Backups is who makes the backups of a client's data, as was agreed with them: a
// fact of the contract. It is ours, theirs, not-agreed, or declined, perhaps with
// the day: declined 2026-03-10. Empty: nobody has said.
type Backups string

// Who was to make them.
const (
	BackupsUnsaid    Backups = ""           // nobody has written it down
	BackupsOurs      Backups = "ours"       // we
	BackupsTheirs    Backups = "theirs"     // the client
	BackupsDeclined  Backups = "declined"   // nobody: we offered, and they said no
	BackupsNotAgreed Backups = "not-agreed" // nobody: it was not spoken about
)

// BackupsSaid lists what may have been agreed.
var BackupsSaid = []Backups{BackupsOurs, BackupsTheirs, BackupsDeclined, BackupsNotAgreed}

// Who is what was agreed, without the day.
func (b Backups) Who() Backups {
	who, _, _ := strings.Cut(string(b), " ")
	return Backups(who)
}

// Day is when they declined, 2026-03-10; "" if that is not known.
func (b Backups) Day() string {
	_, day, _ := strings.Cut(string(b), " ")
	return day
}

// BackupsOf reads what people write, in small or large letters; "" is nothing said.
func BackupsOf(s string) (Backups, error) {
	b := Backups(strings.ToLower(strings.Join(strings.Fields(s), " ")))
	day := b.Day()
	who, ok := chosen(string(b.Who()), backupsChoices)
	if who == "" {
		b = BackupsUnsaid
	}
	if !ok || day != "" && Backups(who) != BackupsDeclined {
		return b, fault.Errorf(fault.Invalid, "“%s” does not say who makes the backups. Write ours, theirs, not-agreed, or declined with the day, such as declined 2026-03-10.", fault.Clipped(s))
	}
	return b, declinedOn(day)
}

func declinedOn(day string) error {
	if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
		return fault.Errorf(fault.Invalid, "“%s” is not a day. Write when they declined like 2026-03-10.", fault.Clipped(day))
	}
	return nil
}

var backupsChoices = []Choice{
	{"unsaid", "Nobody has written it down"},
	{string(BackupsOurs), "We do"},
	{string(BackupsTheirs), "They do"},
	{string(BackupsDeclined), "Nobody: we offered, and they declined"},
	{string(BackupsNotAgreed), "Nobody: it was not agreed"},
}

// setBackups chooses who makes them. It keeps the day only of those who declined.
func setBackups(c *Client, s string) error {
	who, ok := chosen(s, backupsChoices)
	if !ok {
		return fault.Errorf(fault.Invalid, "“%s” does not say who makes the backups. Choose one of the list.", fault.Clipped(s))
	}
	if Backups(who) != c.Backups.Who() {
		c.Backups = Backups(who)
	}
	return nil
}

// setDeclined notes the day, which says by itself that they declined.
func setDeclined(c *Client, s string) error {
	switch {
	case s == "":
		c.Backups = c.Backups.Who()
		return nil
	case c.Backups != BackupsUnsaid && c.Backups.Who() != BackupsDeclined:
		return fault.Errorf(fault.Invalid, "Choose above that they declined, or leave the day empty.")
	}
	c.Backups = BackupsDeclined + Backups(" "+s)
	return declinedOn(s)
}

func checkBackups(j Judge, at string, c *Client) {
	b, err := BackupsOf(string(c.Backups))
	if c.Backups = b; err != nil {
		j.bad(at, "%s", err)
	}
}
