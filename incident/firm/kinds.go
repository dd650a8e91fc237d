package firm

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/playbook"
)

// alsoKinds lists the kinds that an incident is beside its own: those that somebody
// said, and those that the facts say.
func (f *Firm) alsoKinds(inc *incident.Incident) []*playbook.Playbook {
	list := f.turnedInto(inc)
	for _, id := range inc.Also {
		if pb := f.Playbook(id); pb != nil && !slices.Contains(list, pb) {
			list = append(list, pb)
		}
	}
	return list
}

// turnedInto lists the kinds that the facts say it is, too: data is gone or somebody
// may have got in, and the incident began as something else. Of several for one
// fact it is the gravest.
func (f *Firm) turnedInto(inc *incident.Incident) (list []*playbook.Playbook) {
	for _, q := range []facts.Question{facts.DataLost, facts.Intruder} {
		if !facts.Bad(q, inc.Facts.Answer(q)) || inc.KindTraits().Suspects() == q {
			continue
		}
		var gravest *playbook.Playbook
		for _, id := range f.Kinds() {
			pb := f.Playbook(id)
			if pb.Suspects() == q && (gravest == nil || pb.Floor != 0 && (gravest.Floor == 0 || pb.Floor < gravest.Floor)) {
				gravest = pb
			}
		}
		if gravest != nil {
			list = append(list, gravest)
		}
	}
	return list
}

// SetKind makes an incident one of another kind. What somebody said that it is beside that
// it stays; its own kind again says that it is nothing else.
func (f *Firm) SetKind(inc *incident.Incident, pb *playbook.Playbook, now time.Time) error {
	also := inc.Also
	if pb.ID == inc.Kind {
		also = nil
	}
	err := inc.SetKind(pb, now)
	for _, id := range also {
		if other := f.Playbook(id); other != nil && id != pb.ID && err == nil {
			err = inc.AlsoIs(other, now)
		}
	}
	return err
}

// JoinSteps adds to the checklist what has become known since: the steps of its own
// kind that are for an answer, and those of what it is beside that. What a form cannot
// show is left out whole. before is the checklist until now.
func (f *Firm) JoinSteps(inc *incident.Incident, before []playbook.Item) {
	join := func(list []playbook.Item) {
		if len(list) <= incident.MaxItems {
			inc.Checklist = list
		}
	}
	if pb := f.Playbook(inc.Kind); pb != nil {
		join(pb.Meet(inc.Checklist, &inc.Facts))
	}
	for _, pb := range f.alsoKinds(inc) {
		join(pb.Join(inc.Checklist, &inc.Facts))
	}
	playbook.Keep(inc.Checklist, before, inc.Proven)
}

// FloorOf is the mildest severity that the incident may have, by all the kinds that it
// is; 0 for none.
func (f *Firm) FloorOf(inc *incident.Incident) client.Severity {
	floor := inc.Floor(f.Playbook(inc.Kind))
	for _, pb := range f.alsoKinds(inc) { // a loss has its floor in the record, and eases it
		if own := inc.Floor(pb); pb.Suspects() != facts.DataLost && own != 0 && (floor == 0 || own < floor) {
			floor = own
		}
	}
	return floor
}
