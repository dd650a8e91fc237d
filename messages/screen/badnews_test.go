package screen

import (
	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/scene"
)

func badNewsCases() []internalCase {
	card, r := outbox.Delivery{Kind: outbox.Card}, outbox.Reminder
	calling := scene.With(scene.Disaster(), func(inc *incident.Incident) { inc.Clients[0].Call = incident.Call{By: "U0BEN", At: scene.At("14:20")} })
	holding := func(now string) view.View {
		return drafted(viewAt(scene.With(scene.Told14(), scene.OnlyPhone), now, 2), update.Holding, "*Acme* [INC-7]\nwe are &lt;still&gt; working on it.")
	}
	holding14 := holding("14:25")
	holding14.Company, holding14.Promise.Draft.Sender, holding14.Promise.Words = "Studio North", team.Person{Name: "Ana Ruiz"}, "the <number> of lost orders"
	line := func(how byhand.How) internalCase {
		u := byHand
		u.Words = map[string]string{"text": "Rang Dana: they <know>", "how": string(how), "answer": "She is <angry>", "promised": "a list"}
		return internalCase{"line/" + string(how), updated(viewAt(scene.Told14(), "14:29", 0), u), outbox.Delivery{Kind: outbox.Line}}
	}
	wrote := viewAt(scene.With(scene.Disaster(), scene.Talking), "14:40", 3)
	wrote.Promise.Outcome, wrote.Promise.SettledAt = promise.Late, scene.At("14:40")
	return []internalCase{
		{"badnews/card", viewAt(scene.With(scene.Disaster(), scene.Talking), "14:20", 0), card},
		{"badnews/card-calling", viewAt(calling, "14:25", 0), card},
		{"badnews/card-later-asked", viewAt(scene.With(scene.Disaster(), scene.Waits("16:00", false)), "14:25", 0), card},
		{"badnews/card-later", viewAt(scene.With(scene.Disaster(), scene.Waits("16:00", true)), "14:25", 0), card},
		{"badnews/reminder", viewAt(scene.Disaster(), "14:25", 2), rung(r, outbox.Soon, "U0BEN")},
		{"badnews/reminder-late", viewAt(scene.Disaster(), "14:40", 2), rung(r, outbox.Everybody, "U0ANA", "U0BEN")},
		{"badnews/reminder-phone", viewAt(scene.With(scene.Disaster(), scene.OnlyPhone), "14:25", 2), rung(r, outbox.Soon, "U0BEN")},
		{"badnews/reminder-in-writing", viewAt(scene.With(scene.Disaster(), scene.Talking), "14:30", 3), rung(r, outbox.Due, "U0BEN")},
		{"badnews/answered-in-writing", wrote, outbox.Delivery{Kind: outbox.Answered}},
		{"badnews/second", viewAt(scene.With(scene.Disaster(), scene.Waits("16:00", false)), "14:06", 0), outbox.Delivery{Kind: outbox.Second}},
		{"badnews/second-agreed", viewAt(scene.With(scene.Disaster(), scene.Waits("16:00", true)), "14:07", 0), data(outbox.Delivery{Kind: outbox.Answered}, outbox.Payload{Later: "agreed"})},
		{"badnews/second-refused", viewAt(scene.Disaster(), "14:07", 0), data(outbox.Delivery{Kind: outbox.Answered}, outbox.Payload{Later: "refused"})},
		{"badnews/answered-later", viewAt(scene.With(scene.Disaster(), scene.Waits("16:00", true)), "14:07", 2), outbox.Delivery{Kind: outbox.Answered}},
		{"phone/reminder", holding14, rung(r, outbox.Soon, "U0BEN")},
		{"phone/reminder-no-draft", viewAt(scene.With(scene.Solved(), scene.OnlyPhone), "15:34", 4), rung(r, outbox.Soon, "U0BEN")},
		line(byhand.ByCall), line(byhand.ByVoicemail), line(byhand.ByMessenger), line(byhand.InPerson),
	}
}
