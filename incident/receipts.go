package incident

import (
	"fmt"

	"candor/incident/update"
)

// LineKey is the key of the line that says that the client has an update.
func (inc *Incident) LineKey(aff *Affected, u *update.Update) string {
	return fmt.Sprintf("%s/%s/update/%d/line", inc.Name(), aff.Client.ID, u.N)
}
