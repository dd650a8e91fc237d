package aside

import (
	"candor/incident"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/messages/scene"
)

func badNewsAnswers() []answer {
	now := scene.At("14:05")
	lists := scene.With(scene.Disaster(), scene.Talking)
	told := scene.Disaster()
	told.Clients[0].Knows = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}
	told.Clients[0].Wrote = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.CopyTested}
	asked := scene.With(scene.Disaster(), scene.Waits("16:00", false))
	agreed := scene.With(scene.Disaster(), scene.Waits("16:00", true))
	say := scene.Telling(scene.With(scene.Fresh(), scene.OnlyPhone), update.FirstNoticeUnknown, "*A problem* [INC-7]\nDana, since 13:45 GMT it does not work.")
	early := scene.With(scene.Fresh(), func(inc *incident.Incident) {
		inc.Clients[0].Asks = []incident.Ask{{Text: "Is it you?", At: now, First: true}}
	})
	return []answer{
		{"badnews/kept", FactsKept(scene.Disaster(), now)},
		{"badnews/kept-otherwise", FactsKept(told, now)},
		{"badnews/kept-nothing-known", FactsKept(scene.Fresh(), now)},
		{"badnews/lists", TwoLists(lists)},
		{"badnews/lists-empty", TwoLists(scene.Fresh())},
		{"badnews/nobody-answered", NobodyAnswered(lists, &lists.Clients[0], now)},
		{"badnews/asked-first", AskedKept(early, &early.Clients[0], now)},
		{"badnews/asked-again", AskedKept(lists, &lists.Clients[0], now)},
		{"badnews/second-asked", SecondAsked(asked, &asked.Clients[0], now)},
		{"badnews/later", LaterDecided(agreed, &agreed.Clients[0], now)},
		{"badnews/not-later", LaterDecided(scene.Disaster(), &scene.Disaster().Clients[0], now)},
		{"recorded/voicemail", Recorded(scene.Disaster(), &scene.Disaster().Clients[0], incident.ByVoicemail, now)},
		{"recorded/call", Recorded(lists, &lists.Clients[0], incident.ByCall, now)},
		{"declared/phone", Declared(scene.With(scene.Fresh(), scene.OnlyPhone), say, "/incident", "", now)},
	}
}
