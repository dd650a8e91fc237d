// Package lapse knows when the reason for a delivery is gone.
package lapse

import (
	"strconv"

	"candor/incident"
	"candor/incident/drill"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/ringing"
)

// Obsolete says whether the reason for a delivery is gone: a reminder of a promise
// that was kept meanwhile, an edit of a message that never came to be. What a drill keeps to
// itself never had one.
func Obsolete(inc *incident.Incident, d *outbox.Delivery, target *outbox.Delivery) bool {
	k := d.Traits()
	stands := target != nil && target.Receipt.TS != ""
	switch {
	case inc.Drill.Withholds(d, drill.Place{Own: inc.Channel.ID, Team: inc.Roles.Everybody()}):
		return true
	case k.Manner == outbox.Edits && (!stands || inc.Silent(target.Receipt.Channel)):
		return true
	case k.Manner == outbox.Deletes && !stands:
		return true
	case k.Shut == outbox.TakenBack && !inc.TakesPosts():
		return true
	}
	over, ok := lapsed[d.Kind]
	return ok && over(inc, d, target)
}

func nothingOwed(inc *incident.Incident, d, _ *outbox.Delivery) bool { return !owesAny(inc, d) }

func requestOver(inc *incident.Incident, d, _ *outbox.Delivery) bool {
	r := inc.Affected(d.Client).Request
	return r == nil || fault.Itoa(r.N) != d.Data.Request
}

// number is that of the rest or the handover which a delivery is about; 0: of none.
func number(d *outbox.Delivery) int {
	n, _ := strconv.Atoi(d.Data.Number)
	return n
}

// owesAny says whether any promise that a reminder is about is still open.
func owesAny(inc *incident.Incident, d *outbox.Delivery) bool {
	for _, m := range append([]outbox.Member{{Client: d.Client, Promise: d.Promise}}, d.Group...) {
		if p := inc.Affected(m.Client).PromiseN(m.Promise); p != nil && p.Outcome == promise.Pending {
			return true
		}
	}
	return false
}

// lapsed says of each kind that [outbox.Kind.Lapses] whether its reason is gone.
// The target is nil if there is none, or none any more.
var lapsed = map[string]func(inc *incident.Incident, d, target *outbox.Delivery) bool{
	outbox.Reminder:      nothingOwed,
	outbox.Direct:        nothingOwed,
	outbox.ApprovalAsk:   requestOver,
	outbox.ApprovalAlone: requestOver,
	outbox.WakeCall: func(inc *incident.Incident, d, _ *outbox.Delivery) bool {
		cries := bool(d.Data.Cry) && inc.Affected(d.Client).WroteSince() // also where nothing is owed any more
		return !ringing.Awaits(inc, d.To) && !cries && !(bool(d.Data.Call || d.Data.Guard) && owesAny(inc, d))
	},
	outbox.AsOfCopy: func(inc *incident.Incident, d, _ *outbox.Delivery) bool {
		return inc.Affected(d.Client).Restored == nil
	},
	outbox.AskQuiet:    func(inc *incident.Incident, _, _ *outbox.Delivery) bool { return inc.Over() },
	outbox.AskGuest:    func(inc *incident.Incident, d, _ *outbox.Delivery) bool { return inc.Channel.Guest(d.Data.User) == nil },
	outbox.Kick:        func(inc *incident.Incident, d, _ *outbox.Delivery) bool { return inc.Channel.ID != d.To },
	outbox.OpenChannel: func(inc *incident.Incident, _, _ *outbox.Delivery) bool { return inc.Over() && !inc.Moving },
	outbox.Digest:      func(inc *incident.Incident, _, _ *outbox.Delivery) bool { return inc.Private },
	outbox.Pin:         func(inc *incident.Incident, _, _ *outbox.Delivery) bool { return inc.Card.TS == "" },
	outbox.Problem: func(inc *incident.Incident, d, target *outbox.Delivery) bool {
		if d.Target == "" {
			return !inc.Affected(d.Client).Away
		}
		return target == nil || target.State != outbox.Dead && target.State != outbox.NeedsDecision
	},
	outbox.Second: func(inc *incident.Incident, d, _ *outbox.Delivery) bool {
		l := inc.DecisionOf(inc.Affected(d.Client), d.Key)
		return !l.Open() || l.Act == nil && inc.State != incident.Open || inc.Over()
	},
	outbox.StepDue: func(inc *incident.Incident, d, _ *outbox.Delivery) bool {
		return len(inc.StepsOf(d.To)) == 0
	},
	outbox.GoodNight: func(inc *incident.Incident, d, _ *outbox.Delivery) bool {
		r := inc.Watch.Rest(d.To)
		return inc.Watch.Duty.Person != d.To || r != nil && d.QueuedAt.Before(r.Until)
	},
	outbox.NightOver: func(inc *incident.Incident, d, _ *outbox.Delivery) bool {
		return inc.Ended() || inc.Watch.RestN(number(d)) == nil
	},
	outbox.TakeOver: func(inc *incident.Incident, d, _ *outbox.Delivery) bool {
		h := inc.Watch.Handover
		return inc.Over() || !h.Open() || h.N != number(d)
	},
	outbox.ClockDue: func(inc *incident.Incident, _, _ *outbox.Delivery) bool {
		return !inc.Law.Runs() || inc.State == incident.Cancelled
	},
	outbox.EstimateAsk: func(inc *incident.Incident, d, _ *outbox.Delivery) bool {
		e := inc.Estimate
		return !inc.Estimates() || e == nil || fault.Itoa(e.N) != d.Data.Estimate || e.Holds != ""
	},
}
