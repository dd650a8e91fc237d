package screen

import (
	"fmt"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/restore"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/scene"
)

// nine is an incident of nine clients that share their times.
func nine(inc *incident.Incident) {
	for i := range 8 {
		aff := inc.Clients[0]
		aff.Client.ID, aff.Client.Name = fmt.Sprint("c", i), fmt.Sprintf("Client <%d>", i)
		aff.Promises = append([]promise.Promise{}, aff.Promises...)
		inc.Clients = append(inc.Clients, aff)
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		aff.Promises[1].Draft = &update.Update{Kind: update.Holding, Client: aff.Client.ID, NextAt: scene.At("15:00"), Texts: map[string]outbox.Text{client.ViaSlack: {Body: scene.HoldingText}}}
	}
}

// grouped makes a view of all clients' second promise.
func grouped(inc *incident.Incident, now string) (view.View, outbox.Delivery) {
	v := viewAt(inc, now, 2)
	d := rung(outbox.Reminder, outbox.Soon, "U0BEN")
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		v.Group = append(v.Group, view.Owing{Client: aff, Promise: &aff.Promises[1]})
		d.Group = append(d.Group, outbox.Member{Client: aff.Client.ID, Promise: 2})
	}
	return v, d
}

// copied makes of what is known of clients what a copy of the store knew.
func copied(inc *incident.Incident) {
	for i := range inc.Clients {
		inc.Clients[i].Restored = &restore.Mark{AsOf: scene.At("14:10"), At: scene.At("14:20")}
	}
}

func tell(n int, o promise.Outcome, when string) func(*incident.Incident) {
	return func(inc *incident.Incident) {
		for i := range inc.Clients[:n] {
			p := &inc.Clients[i].Promises[1]
			p.Outcome, p.SettledAt = o, scene.At(when)
		}
	}
}

func groupCases() []internalCase {
	all, due := grouped(scene.With(scene.Told14(), nine), "14:25")
	late, lateDue := grouped(scene.With(scene.Told14(), nine), "14:40")
	lateDue.Rung = outbox.Everybody
	nobody := data(lateDue, outbox.Payload{All: true})
	some, answered := grouped(scene.With(scene.With(scene.Told14(), nine), tell(7, promise.Kept, "14:26")), "14:27")
	answered.Kind = outbox.Answered
	done, _ := grouped(scene.With(scene.With(scene.With(scene.Told14(), nine), tell(9, promise.Kept, "14:29")), tell(2, promise.Late, "14:34")), "14:35")
	noDraft, noDraftDue := grouped(scene.With(scene.With(scene.Told14(), nine), func(inc *incident.Incident) { inc.Clients[3].Promises[1].Draft = nil }), "14:25")
	direct, directDue := grouped(scene.With(scene.Told14(), nine), "14:30")
	directDue.Kind, directDue.Rung = outbox.Direct, outbox.Due
	line := outbox.Delivery{Kind: outbox.Line, Batch: "B1"}
	batch := func(arrived int) view.View {
		return updated(viewAt(scene.With(scene.With(scene.Told14(), nine), func(inc *incident.Incident) {
			for i := range inc.Clients {
				aff := &inc.Clients[i]
				aff.Batch, aff.Updates = "B1", 3
				if i < arrived {
					aff.Heard = 3
				}
			}
		}), "14:30", 0), sentUpdate)
	}
	putBack, putBackDue := grouped(scene.With(scene.With(scene.Told14(), nine), copied), "14:25")
	part, partDue := grouped(scene.With(scene.With(scene.With(scene.Told14(), nine), copied), func(inc *incident.Incident) {
		for i := range inc.Clients[2:] {
			inc.Clients[2+i].Restored = nil
		}
	}), "14:40")
	most, mostDue := grouped(scene.With(scene.With(scene.With(scene.Told14(), nine), copied), func(inc *incident.Incident) { inc.Clients[0].Restored = nil }), "14:40")
	return []internalCase{
		{"group/put-back", putBack, putBackDue},
		{"group/two-put-back", part, partDue},
		{"group/all-but-one-put-back", most, mostDue},
		{"group/soon", all, due},
		{"group/still-waiting", late, lateDue},
		{"group/nobody-answers", late, nobody},
		{"group/two-are-left", some, answered},
		{"group/answered", done, answered},
		{"group/no-draft-for-one", noDraft, noDraftDue},
		{"group/direct", direct, directDue},
		{"group/line", batch(9), line},
		{"group/line-not-all-yet", batch(3), line},
	}
}
