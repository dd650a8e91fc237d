package screen

import (
	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/messages/scene"
)

func approvalCases() []internalCase {
	ask := outbox.Delivery{Kind: outbox.ApprovalAsk}
	direct := ask
	direct.To = "U0CLEO"
	outside := data(direct, outbox.Payload{Outside: true})
	private := viewAt(scene.With(scene.With(scene.Told14(), scene.Asking), func(inc *incident.Incident) { inc.Private = true }), "14:21", 0)
	v := viewAt(scene.With(scene.Told14(), scene.Asking), "14:21", 0)
	ended := func(how, by, why string) outbox.Delivery {
		return outbox.Delivery{Kind: outbox.ApprovalEnded, Data: outbox.Payload{Request: how, UpdateKind: update.Progress, By: by, Why: why}}
	}
	answered := func(how string) outbox.Delivery {
		return outbox.Delivery{Kind: outbox.Answered, Data: outbox.Payload{Request: how, UpdateKind: update.Progress, By: "U0CLEO"}}
	}
	plain := viewAt(scene.Told14(), "14:25", 0)
	return []internalCase{
		{"approval/channel", v, ask},
		{"approval/direct", v, direct},
		{"approval/late", viewAt(scene.With(scene.Told14(), scene.Asking), "14:41", 0), direct},
		{"approval/outside-private", private, outside},
		{"approval/alone", v, outbox.Delivery{Kind: outbox.ApprovalAlone, To: "U0BEN"}},
		{"approval/alone-writer-left", v, outbox.Delivery{Kind: outbox.ApprovalAlone, To: "U0ANA"}},
		{"approval/rejected", plain, ended("rejected", "U0CLEO", "say <since when>")},
		{"approval/void", plain, ended("void", "", "the severity changed from 1 to 2")},
		{"approval/answered-approved", plain, answered("approved")},
		{"approval/answered-alone", plain, answered("alone")},
		{"approval/answered-rejected", plain, answered("rejected")},
		{"approval/answered-withdrawn", plain, answered("withdrawn")},
		{"approval/answered-replaced", plain, answered("replaced")},
		{"approval/answered-void", plain, answered("void")},
		{"approval/card", v, outbox.Delivery{Kind: outbox.Card}},
		{"approval/reminder", viewAt(scene.With(scene.Told14(), scene.Asking), "14:25", 2), rung(outbox.Reminder, outbox.Soon, "U0BEN")},
		{"approval/reminder-approver", viewAt(scene.With(scene.Told14(), scene.Asking), "14:41", 2), outbox.Delivery{Kind: outbox.Direct, Rung: outbox.Everybody, To: "U0CLEO"}},
		{"approval/reminder-writer", viewAt(scene.With(scene.Told14(), scene.Asking), "14:41", 2), outbox.Delivery{Kind: outbox.Direct, Rung: outbox.Everybody, To: "U0BEN"}},
	}
}
