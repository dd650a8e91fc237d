package bolt

import (
	"errors"

	"candor"
)

// Profile implements [candor.Tx].
func (t *tx) Profile(client string) (*candor.Profile, error) {
	p := new(candor.Profile)
	if found, err := t.get(clients, []byte(client), p); err != nil || !found {
		return nil, err
	}
	return p, nil
}

// Profiles implements [candor.Tx]. Nobody has so many clients that an index by
// anything else would be worth its keep.
func (t *tx) Profiles() ([]*candor.Profile, error) {
	var list []*candor.Profile
	var broken []error
	c := t.bucket(clients).Cursor()
	for k, data := c.First(); k != nil; k, data = c.Next() {
		p := new(candor.Profile)
		if err := decode(clients, k, data, p); err != nil {
			broken = append(broken, err)
			continue
		}
		list = append(list, p)
	}
	return list, errors.Join(broken...)
}

// PutProfile implements [candor.Tx].
func (t *tx) PutProfile(p *candor.Profile) error {
	if p.Client.ID == "" {
		return errors.New("a client needs an id before it is stored")
	}
	return t.put(clients, []byte(p.Client.ID), p)
}

// RemoveProfile implements [candor.Tx].
func (t *tx) RemoveProfile(client string) error {
	if client == "" {
		return nil
	}
	return t.remove(clients, []byte(client))
}
