package incident

import (
	"cmp"
	"slices"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/update"
)

// Loss is what a client was told is lost, as it read or heard it.
type Loss struct {
	What string    `json:"what,omitempty"` // empty: they were told that nobody knew which
	From string    `json:"from,omitempty"` // as people say it; empty: nobody knew
	To   string    `json:"to,omitempty"`
	At   time.Time `json:"at,omitzero"` // when they were told; zero: it was not kept once
}

// LossOpen says whether data is lost and not all of it is back.
func (inc *Incident) LossOpen() bool {
	return inc.Facts.Is(facts.DataLost, facts.Yes) && !inc.Facts.Is(facts.Recoverable, facts.Restored)
}

// ToldLoss is what the client was told is lost; nil where it was told of no loss,
// or all of it is back. No later text says less: each that speaks of what the
// client notices asks here first.
func (inc *Incident) ToldLoss(aff *Affected) *Loss {
	switch {
	case aff.Knows[facts.DataLost] != facts.Yes || inc.Facts.Is(facts.Recoverable, facts.Restored):
		return nil
	case aff.Lost == nil: // told before it was kept
		lost := inc.Facts.Given[facts.DataLost]
		return &Loss{What: lost.Words, From: lost.From, To: lost.To}
	}
	return aff.Lost
}

// Outgrown says whether something else is known to be lost than the client was told:
// the answer has changed since, or says now what nobody knew then.
func (inc *Incident) Outgrown(aff *Affected) bool {
	l, now := inc.ToldLoss(aff), inc.Facts.Given[facts.DataLost]
	return l != nil && now.Words != "" && now.At.After(l.At) && (now.Words != l.What || now.From != l.From || now.To != l.To)
}

// Contradicts says whether one loss is another one, not only the same of which more is
// known.
func (l *Loss) Contradicts(now facts.Fact) bool {
	return l.What != "" && l.What != now.Words || l.From != "" && l.From != now.From || l.To != "" && l.To != now.To
}

// ReadLoss keeps at which destination a client has read of a loss: in the text that
// tells it, or in any that was written later.
func (aff *Affected) ReadLoss(u *update.Update, dest client.Destination) {
	later := aff.Lost != nil && !aff.Lost.At.IsZero() && u.At.After(aff.Lost.At) && u.Kind != update.MisdeliveryRecipient
	if later || u.Told(dest.Via)[facts.DataLost] == facts.Yes {
		aff.LossAt = fault.AppendNew(aff.LossAt, dest.Key())
	}
}

// Unread says whether a client knows of a loss, and somebody who reads on a way does
// not: the copy that told it never arrived there, or their address is newer.
func (inc *Incident) Unread(aff *Affected, via string) bool {
	if inc.ToldLoss(aff) == nil || len(aff.LossAt) == 0 {
		return false
	}
	return slices.ContainsFunc(aff.Client.Destinations(), func(d client.Destination) bool {
		return d.Via == via && !slices.Contains(aff.LossAt, d.Key())
	})
}

// learnLoss keeps what the client was told is lost. A newer text may say more of
// it, as long as it says of what.
func (inc *Incident) learnLoss(aff *Affected, u *update.Update) {
	lost := inc.Facts.Given[facts.DataLost]
	told := &Loss{What: lost.Words, From: lost.From, To: lost.To, At: u.HeardAt()}
	if u.Kind == update.DataLoss { // a person may have changed the words
		told.What, told.From, told.To = cmp.Or(u.Words["data_what"], told.What), cmp.Or(u.Words["window_from"], told.From), cmp.Or(u.Words["window_to"], told.To)
	}
	if at := u.Times["found_at"]; !at.IsZero() && at.Before(inc.Noticed().Truncate(time.Minute)) { // what they read is what counts
		inc.Facts.NoticedAt = at
	}
	switch l := aff.Lost; {
	case l != nil && l.What == told.What && l.From == told.From && l.To == told.To: // “as we told you at” is the first time that they heard it
	case l == nil || told.What != "":
		aff.Lost = told
	}
}

// ConfirmTwice says whether an update is read a second time before it leaves: bad
// news, and that something works while data is lost.
func (inc *Incident) ConfirmTwice(u *update.Update) bool {
	return update.BadNews(u.Kind) || inc.LossOpen() && update.KindOf(u.Kind).Recovers
}
