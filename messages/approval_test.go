package messages

import (
	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
)

// asking is an incident of which an update waits for somebody's word.
func asking(inc *incident.Incident) {
	inc.Clients[0].Request = &incident.Request{
		N: 2, AskedAt: at("14:20"), Asked: []string{"U0CLEO"}, Needs: []incident.Need{{For: incident.NeedOther, People: []string{"U0CLEO"}, Anyone: true}},
		Findings: []incident.Finding{{Rule: "vague-time", Level: incident.Warn, Words: "soon <now>", Why: "“Soon” cannot be kept or broken. Say when."}},
		Update: incident.Update{
			Kind: incident.Progress, By: "U0BEN", NextAt: at("15:00"),
			To: []client.Destination{{Via: client.ViaSlack, To: "C0ACME"}, {Via: client.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}},
			Texts: map[string]outbox.Text{
				client.ViaSlack: {Body: holdingText},
				client.ViaEmail: {Subject: "Re: Acme online shop: it does not open [INC-7]", Body: "Hi Dana,\n\nwe are still working on it."},
			},
			Overrides: []incident.Override{{Rule: "leak-host", Words: "web-1", Reason: "they know it as <web-1>", By: "U0BEN"}},
		},
	}
}

func approvalCases() []internalCase {
	ask := outbox.Delivery{Kind: outbox.ApprovalAsk}
	direct := ask
	direct.To = "U0CLEO"
	outside := data(direct, "outside", "yes")
	private := viewAt(with(with(told14(), asking), func(inc *incident.Incident) { inc.Private = true }), "14:21", 0)
	v := viewAt(with(told14(), asking), "14:21", 0)
	ended := func(how, by, why string) outbox.Delivery {
		return outbox.Delivery{Kind: outbox.ApprovalEnded, Data: map[string]string{"request": how, "kind": incident.Progress, "by": by, "why": why}}
	}
	answered := func(how string) outbox.Delivery {
		return outbox.Delivery{Kind: outbox.Answered, Data: map[string]string{"request": how, "kind": incident.Progress, "by": "U0CLEO"}}
	}
	plain := viewAt(told14(), "14:25", 0)
	return []internalCase{
		{"approval/channel", v, ask},
		{"approval/direct", v, direct},
		{"approval/late", viewAt(with(told14(), asking), "14:41", 0), direct},
		{"approval/outside-private", private, outside},
		{"approval/alone", v, outbox.Delivery{Kind: outbox.ApprovalAlone}},
		{"approval/rejected", plain, ended("rejected", "U0CLEO", "say <since when>")},
		{"approval/void", plain, ended("void", "", "the severity changed from 1 to 2")},
		{"approval/answered-approved", plain, answered("approved")},
		{"approval/answered-alone", plain, answered("alone")},
		{"approval/answered-rejected", plain, answered("rejected")},
		{"approval/answered-withdrawn", plain, answered("withdrawn")},
		{"approval/answered-replaced", plain, answered("replaced")},
		{"approval/answered-void", plain, answered("void")},
		{"approval/card", v, outbox.Delivery{Kind: outbox.Card}},
		{"approval/reminder", viewAt(with(told14(), asking), "14:25", 2), rung(outbox.Reminder, outbox.Soon, "U0BEN")},
		{"approval/reminder-approver", viewAt(with(told14(), asking), "14:41", 2), outbox.Delivery{Kind: outbox.Direct, Rung: outbox.Everybody, To: "U0CLEO"}},
		{"approval/reminder-writer", viewAt(with(told14(), asking), "14:41", 2), outbox.Delivery{Kind: outbox.Direct, Rung: outbox.Everybody, To: "U0BEN"}},
	}
}
