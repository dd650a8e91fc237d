package target

import (
	"strings"

	"candor/incident/view"
)

// Matching returns the clients whose id or one of whose names holds what was
// typed; one with exactly that id alone.
func Matching(list []view.Listing, wanted string) []view.Listing {
	wanted = strings.ToLower(wanted)
	var found []view.Listing
	for _, l := range list {
		if l.Client.ID == wanted {
			return []view.Listing{l}
		}
		names := strings.ToLower(strings.Join(append([]string{l.Client.ID, l.Client.Name}, l.Client.Aliases...), "\n"))
		if strings.Contains(names, wanted) {
			found = append(found, l)
		}
	}
	return found
}
