package facts

import "slices"

// LeftOpen says whether something is open that a client waits for once it is solved: whether
// data is lost, how much of it comes back, whether anybody got in, whether personal data is
// affected, and what else was written down as not known. lost: they read what is still being recovered, and what nobody has asked yet, too.
// but are questions of which they read elsewhere by when they hear.
func (f *Facts) LeftOpen(lost bool, but ...Question) bool {
	back := f.SaidAs(Recoverable)
	if lost && !f.Gone() && back != Restored || lost && f.Answer(SpareCopy) == DontKnow {
		return true
	}
	if back.Open() && !f.Is(DataLost, No) || len(f.Unknown) > 0 {
		return true
	}
	return slices.ContainsFunc([]Question{DataLost, Intruder, Personal}, func(q Question) bool {
		a := f.Answer(q)
		return (a.Open() || lost && a == "") && !slices.Contains(but, q)
	})
}
