package telling

import (
	"cmp"
	"slices"

	"candor/incident/approval"
	"candor/incident/byhand"
	"candor/incident/claimed"
	"candor/incident/fault"
	"candor/incident/update"
)

// addWaiting adds to a text that waits for somebody's word what its writer says that it says: it is
// known, and promised, once that has left and arrived.
func (t Telling) addWaiting(more byhand.Report) error {
	r, err := t.Client.OpenRequest(more.Request)
	if err == nil {
		return t.marks(r, more)
	}
	return t.addSent(more, err, func(u *update.Update) bool { return u.Request == more.Request })
}

func (t Telling) marks(r *approval.Request, more byhand.Report) error {
	claims, instants, err := t.newIn(&r.Update, more)
	if err != nil {
		return err
	}
	r.Update.Claims = byhand.Claims(r.Update.Claims).Add(claims)
	t.Says(t.Client, &r.Update, instants)
	return nil
}

// AddEach adds it to the client's text of an act for several, if that says so: it has left, or it
// waits for somebody's word.
func (t Telling) AddEach(more byhand.Report) error {
	if more.Batch == "" {
		return fault.Errorf(fault.Invalid, "Nothing was changed: nobody knows which texts that was about.")
	}
	if r := t.Client.Request; r != nil && r.Update.Batch == more.Batch {
		return t.marks(r, more)
	}
	none := fault.Errorf(fault.Conflict, "Nothing was changed: no such text was sent to %s.", t.Client.Client.Name)
	return t.addSent(more, none, func(u *update.Update) bool { return u.Batch == more.Batch })
}

// addSent adds it to the newest text that is meant; none is the refusal where there is no such text.
func (t Telling) addSent(more byhand.Report, none error, meant func(*update.Update) bool) error {
	for n := t.Client.Updates; n > 0; n-- {
		u, err := t.Tx.ClientUpdate(t.Inc.Number, t.Client.Client.ID, n)
		switch {
		case err != nil:
			return err
		case !meant(u):
			continue
		}
		claims, instants, err := t.newIn(u, more)
		if err != nil {
			return err
		}
		return cmp.Or(t.claims(u, claims), t.instants(u, instants))
	}
	return none
}

// newIn is what of it this text says, and is not kept with it.
func (t Telling) newIn(u *update.Update, more byhand.Report) (byhand.Claims, []update.Instant, error) {
	claims := claimed.Says(t.Inc, t.Client, u, more.Claims)
	instants := slices.DeleteFunc(byhand.Same(claimed.Of(t.Inc, t.Client, u), more.Instants), func(i update.Instant) bool { return u.Has(i.What, i.At) })
	if len(claims)+len(instants) == 0 {
		return nil, nil, fault.Errorf(fault.Conflict, "Nothing was changed: the text to %s does not say so, or that is written down already.", t.Client.Client.Name)
	}
	return claims, instants, nil
}
