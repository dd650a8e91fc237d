package bolt

import (
	"errors"

	"candor/incident/client"
)

// Profile implements [records.Tx].
func (t *tx) Profile(id string) (*client.Profile, error) {
	p := new(client.Profile)
	if found, err := t.get(clients, []byte(id), p); err != nil || !found {
		return nil, err
	}
	return p, nil
}

// Profiles implements [records.Tx]. Nobody has so many clients that an index by
// anything else would be worth its keep.
func (t *tx) Profiles() ([]*client.Profile, error) {
	var list []*client.Profile
	var broken []error
	c := t.bucket(clients).Cursor()
	for k, data := c.First(); k != nil; k, data = c.Next() {
		p := new(client.Profile)
		if err := decode(clients, k, data, p); err != nil {
			broken = append(broken, err)
			continue
		}
		list = append(list, p)
	}
	return list, errors.Join(broken...)
}

// PutProfile implements [records.Tx].
func (t *tx) PutProfile(p *client.Profile) error {
	if p.Client.ID == "" {
		return errors.New("a client needs an id before it is stored")
	}
	return t.put(clients, []byte(p.Client.ID), p)
}

// RemoveProfile implements [records.Tx].
func (t *tx) RemoveProfile(client string) error {
	if client == "" {
		return nil
	}
	return t.remove(clients, []byte(client))
}
