package bolt

import (
	"errors"

	"candor/incident/team"
)

// Reach implements [records.Tx].
func (t *tx) Reach(user string) (team.Reach, error) {
	r := team.Reach{User: user}
	_, err := t.get(reach, []byte(user), &r)
	return r, err
}

// PutReach implements [records.Tx].
func (t *tx) PutReach(r team.Reach) error {
	if r.User == "" {
		return errors.New("how a person can be woken needs their id before it is stored")
	}
	return t.put(reach, []byte(r.User), r)
}
