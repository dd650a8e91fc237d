package facts

import (
	"slices"
	"time"

	"candor/incident/schedule"
)

// LossFound is since when it is known that data is lost, in an incident that was noticed at a
// time. It is since somebody said so where that was found later than what the incident began to
// be about, or where somebody had looked before and found none. Of more than the client was told
// is lost, nil if that is all, it is since somebody said that it is more.
func (f *Facts) LossFound(noticed time.Time, later bool, outgrown *Loss) time.Time {
	lost := f.Given[DataLost]
	switch {
	case lost.Answer != Yes:
		return noticed
	case outgrown != nil:
		if i := lost.grew(outgrown); i >= 0 {
			return lost.Reworded[i]
		}
	}
	switch {
	case !lost.Noticed.IsZero():
		return lost.Noticed
	case later || lost.Denied:
		return schedule.Later(noticed, lost.Since)
	}
	return noticed
}

// SawLoss keeps in an answer when the first of us saw it, as they say: of what is more than the
// client was told, that it is more.
func (f Fact) SawLoss(at time.Time, outgrown *Loss) Fact {
	if outgrown != nil {
		if i := f.grew(outgrown); i >= 0 {
			f.Reworded = slices.Clone(f.Reworded)
			f.Reworded[i] = at
			return f
		}
	}
	f.Noticed = at
	return f
}

// grew is which time that it became more was the first since a client was told; negative if none was.
func (f Fact) grew(told *Loss) int {
	return slices.IndexFunc(f.Reworded, func(at time.Time) bool { return at.After(told.At) })
}

// ToldBehind is since when a loss is known to be more than a client was told, nil where it is not:
// since it is known at all.
func (f Fact) ToldBehind(outgrown *Loss) time.Time {
	if outgrown != nil {
		if i := f.grew(outgrown); i >= 0 {
			return f.Reworded[i]
		}
	}
	return f.Since
}

// LossBehind says whether a loss was found after one of some questions had a grave answer.
func (f *Facts) LossBehind(others ...Question) bool {
	return slices.ContainsFunc(others, func(q Question) bool {
		return Grave(q, f.Answer(q)) && f.Given[q].Since.Before(f.Given[DataLost].Since)
	})
}
