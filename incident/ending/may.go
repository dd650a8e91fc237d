package ending

import (
	"cmp"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/promise"
)

// Obstacle is a promise that keeps an incident from being closed.
type Obstacle struct {
	Client    *incident.Affected
	Promise   *promise.Promise
	Ownerless bool // nobody would be reminded of it
}

// Obstacles lists what has to be settled before the incident is closed: what is
// overdue or has no owner, and what only an incident that is not closed can keep.
func Obstacles(inc *incident.Incident, now time.Time) (list []Obstacle) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		for _, p := range aff.Pending() {
			row := promise.Of(p.Kind)
			o := Obstacle{aff, p, inc.Holder(row.Owner) == ""}
			if row.Close == promise.Stops || o.Ownerless || p.Overdue(now) {
				list = append(list, o)
			}
		}
	}
	return list
}

// MayClose refuses to close what still owes something now. What lies ahead stays
// promised after the close.
func MayClose(inc *incident.Incident, now time.Time) *fault.Error {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if aff.Out > 0 {
			return fault.FieldError("reason", "%s was *not* closed: update %d is still on its way to %s. Wait until it has arrived, or until you are asked what to do.", inc.Name(), aff.Out, aff.Client.Name)
		}
		if open := aff.Unanswered(); len(open) > 0 && inc.Drill == nil {
			return fault.FieldError("reason", "%s was *not* closed: %s waits for an answer to “%s”. Answer where they wrote, then type asked and press Answered.", inc.Name(), aff.Client.Name, open[0].Text)
		}
	}
	list := Obstacles(inc, now)
	if len(list) == 0 {
		return nil
	}
	o := list[0]
	name := o.Client.Client.Name
	switch u := inc.MustHear(o.Client); {
	case u != nil:
		return fault.FieldError("reason", "%s was *not* closed: %s has not heard that %s. Press Client update, or call them and record it with told.", inc.Name(), name, u.That())
	case o.Promise.Kind == promise.Final:
		return fault.FieldError("reason", "%s was *not* closed: the final message to %s is still to come. Send it, or tell them by hand and record it with told.", inc.Name(), name)
	case o.Promise.Kind == promise.Afterword:
		return fault.FieldError("reason", "%s was *not* closed: %s %s. Do that first, or tell them by hand and record it with told.", inc.Name(), name, map[bool]string{true: "was told that we write again", false: "is still to hear " + cmp.Or(o.Promise.Words, "that what we told them was wrong")}[o.Promise.Said])
	case o.Ownerless:
		return fault.FieldError("reason", "%s was *not* closed: nobody would be reminded of what %s is promised. Say who is in charge first: commander @name.", inc.Name(), name)
	}
	return fault.FieldError("reason", "%s was *not* closed: something that %s expects is overdue. Send it, tell them a new date, or say that you gave it to them: type close to get the buttons.", inc.Name(), name)
}
