package bolt

import (
	"errors"

	"candor/incident/sheet"
)

// Kept implements [records.Tx]. An older store that is only looked at keeps nothing.
func (t *tx) Kept(client string) (*sheet.Kept, error) {
	k := &sheet.Kept{Client: client}
	if t.bucket(kept) == nil {
		return k, nil
	}
	_, err := t.get(kept, []byte(client), k)
	return k, err
}

// AllKept implements [records.Tx].
func (t *tx) AllKept() ([]*sheet.Kept, error) {
	if t.bucket(kept) == nil {
		return nil, nil
	}
	var list []*sheet.Kept
	var broken []error
	c := t.bucket(kept).Cursor()
	for k, data := c.First(); k != nil; k, data = c.Next() {
		s := new(sheet.Kept)
		if err := decode(kept, k, data, s); err != nil {
			broken = append(broken, err)
			continue
		}
		list = append(list, s)
	}
	return list, errors.Join(broken...)
}

// PutKept implements [records.Tx].
func (t *tx) PutKept(k *sheet.Kept) error {
	if k.Client == "" {
		return errors.New("what is kept of a client needs their id before it is stored")
	}
	return t.put(kept, []byte(k.Client), k)
}
