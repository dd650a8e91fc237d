package bolt

import (
	"errors"

	"candor"
)

// Reach implements [candor.Tx].
func (t *tx) Reach(user string) (candor.Reach, error) {
	r := candor.Reach{User: user}
	_, err := t.get(reach, []byte(user), &r)
	return r, err
}

// PutReach implements [candor.Tx].
func (t *tx) PutReach(r candor.Reach) error {
	if r.User == "" {
		return errors.New("how a person can be woken needs their id before it is stored")
	}
	return t.put(reach, []byte(r.User), r)
}
