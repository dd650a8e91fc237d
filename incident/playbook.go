package incident

import (
	"cmp"
	"slices"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/schedule"
)

// KindTraits are those of the incident's kind.
func (inc *Incident) KindTraits() playbook.Traits {
	if inc.Traits != nil {
		return *inc.Traits
	}
	return playbook.Former(inc.Kind)
}

// ApplyKind makes the incident one of the kind, and of no other.
func (inc *Incident) ApplyKind(pb *playbook.Playbook) {
	traits := pb.Traits
	inc.Kind, inc.Also, inc.Traits = pb.ID, nil, &traits
}

// AlsoIs adds a kind to what the incident is; its steps are added by the caller.
func (inc *Incident) AlsoIs(pb *playbook.Playbook, now time.Time) error {
	if inc.Kind == pb.ID || slices.Contains(inc.Also, pb.ID) {
		return fault.Errorf(fault.Conflict, "%s is “%s” already. Nothing was changed.", inc.Name(), pb.Name)
	}
	return inc.become(pb, func(inc *Incident, pb *playbook.Playbook) {
		traits := inc.KindTraits().With(pb.Traits)
		inc.Also, inc.Traits = append(inc.Also, pb.ID), &traits
	}, now)
}

// after returns the due time that an offset has in an incident; zero while the
// event that it counts from has not happened.
func after(o playbook.Offset, it *playbook.Item, inc *Incident) time.Time {
	var from time.Time
	begun, earliest := inc.DeclaredAt, inc.DeclaredAt
	if it.Why != "" { // it joined them when that was known
		begun, earliest = schedule.Later(begun, inc.Noticed()), time.Time{}
	}
	switch o.From {
	case 'T':
		from = begun
	case 'D':
		from = cmp.Or(inc.Facts.ConfirmedAt(), earliest)
	case 'A':
		from = cmp.Or(inc.Facts.AwareAt(), earliest)
	case 'R':
		from = inc.ResolvedAt
	case 'F':
		if aff := inc.Affected(""); aff != nil && len(aff.Promises) > 0 {
			return aff.Promises[0].DueAt
		}
	}
	if from.IsZero() {
		return time.Time{}
	}
	if o.Bd > 0 {
		client := &client.Client{}
		if aff := inc.Affected(""); aff != nil {
			client = &aff.Client
		}
		return client.BusinessDays(o.Bd, from)
	}
	return from.Add(o.D)
}
