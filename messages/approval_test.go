package messages

import "candor"

// asking is an incident of which an update waits for somebody's word.
func asking(inc *candor.Incident) {
	inc.Clients[0].Request = &candor.Request{
		N: 2, AskedAt: at("14:20"), Asked: []string{"U0CLEO"}, Needs: []candor.Need{{For: candor.NeedOther, People: []string{"U0CLEO"}, Anyone: true}},
		Findings: []candor.Finding{{Rule: "vague-time", Level: candor.Warn, Words: "soon <now>", Why: "“Soon” cannot be kept or broken. Say when."}},
		Update: candor.Update{
			Kind: candor.Progress, By: "U0BEN", NextAt: at("15:00"),
			To: []candor.Destination{{Via: candor.ViaSlack, To: "C0ACME"}, {Via: candor.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}},
			Texts: map[string]candor.Text{
				candor.ViaSlack: {Body: holdingText},
				candor.ViaEmail: {Subject: "Re: Acme online shop: it does not open [INC-7]", Body: "Hi Dana,\n\nwe are still working on it."},
			},
			Overrides: []candor.Override{{Rule: "leak-host", Words: "web-1", Reason: "they know it as <web-1>", By: "U0BEN"}},
		},
	}
}

func approvalCases() []internalCase {
	ask := candor.Delivery{Kind: candor.ApprovalAsk}
	direct := ask
	direct.To = "U0CLEO"
	outside := data(direct, "outside", "yes")
	private := view(with(with(told14(), asking), func(inc *candor.Incident) { inc.Private = true }), "14:21", 0)
	v := view(with(told14(), asking), "14:21", 0)
	ended := func(how, by, why string) candor.Delivery {
		return candor.Delivery{Kind: candor.ApprovalEnded, Data: map[string]string{"request": how, "kind": candor.Progress, "by": by, "why": why}}
	}
	answered := func(how string) candor.Delivery {
		return candor.Delivery{Kind: candor.Answered, Data: map[string]string{"request": how, "kind": candor.Progress, "by": "U0CLEO"}}
	}
	plain := view(told14(), "14:25", 0)
	return []internalCase{
		{"approval/channel", v, ask},
		{"approval/direct", v, direct},
		{"approval/late", view(with(told14(), asking), "14:41", 0), direct},
		{"approval/outside-private", private, outside},
		{"approval/alone", v, candor.Delivery{Kind: candor.ApprovalAlone}},
		{"approval/rejected", plain, ended("rejected", "U0CLEO", "say <since when>")},
		{"approval/void", plain, ended("void", "", "the severity changed from 1 to 2")},
		{"approval/answered-approved", plain, answered("approved")},
		{"approval/answered-alone", plain, answered("alone")},
		{"approval/answered-rejected", plain, answered("rejected")},
		{"approval/answered-withdrawn", plain, answered("withdrawn")},
		{"approval/answered-replaced", plain, answered("replaced")},
		{"approval/answered-void", plain, answered("void")},
		{"approval/card", v, candor.Delivery{Kind: candor.Card}},
		{"approval/reminder", view(with(told14(), asking), "14:25", 2), rung(candor.Reminder, candor.Soon, "U0BEN")},
		{"approval/reminder-approver", view(with(told14(), asking), "14:41", 2), candor.Delivery{Kind: candor.Direct, Rung: candor.Everybody, To: "U0CLEO"}},
		{"approval/reminder-writer", view(with(told14(), asking), "14:41", 2), candor.Delivery{Kind: candor.Direct, Rung: candor.Everybody, To: "U0BEN"}},
	}
}
