package incident

import (
	"cmp"
	"time"

	"candor/incident/client"
	"candor/incident/playbook"
)

// KindTraits are those of the incident's kind.
func (inc *Incident) KindTraits() playbook.Traits {
	if inc.Traits != nil {
		return *inc.Traits
	}
	return playbook.Former(inc.Kind)
}

// ApplyKind makes the incident one of the kind.
func (inc *Incident) ApplyKind(pb *playbook.Playbook) {
	traits := pb.Traits
	inc.Kind, inc.Traits = pb.ID, &traits
}

// after returns the due time that an offset has in an incident; zero while the
// event that it counts from has not happened.
func after(o playbook.Offset, inc *Incident) time.Time {
	var from time.Time
	switch o.From {
	case 'T':
		from = inc.DeclaredAt
	case 'D':
		from = cmp.Or(inc.Facts.ConfirmedAt(), inc.DeclaredAt)
	case 'A':
		from = cmp.Or(inc.Facts.AwareAt(), inc.DeclaredAt)
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
