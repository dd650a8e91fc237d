package policy

import "candor/incident"

// MayWake says whether the actor may learn how a person is woken, and try it.
func MayWake(a incident.Actor, user string) error {
	if a.ID == user {
		return May(a, WakeSelf, nil, "")
	}
	return May(a, WakeOther, nil, "")
}
