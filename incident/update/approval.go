package update

import (
	"slices"
	"time"

	"candor/incident/playbook"
)

// Given is an approval that an update has had.
type Given struct {
	For string    `json:"for"`
	By  string    `json:"by"`
	At  time.Time `json:"at"`
}

// RolesFor says whose approval bad news needs beside what the client's own rule
// asks for.
func RolesFor(u *Update) []playbook.Role {
	list := slices.Clone(KindOf(u.Kind).Approve)
	for _, o := range u.Overrides {
		if grave(o.Rule) {
			list = append(list, playbook.Commander, playbook.Privacy)
		}
	}
	return list
}
