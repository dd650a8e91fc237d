package messages

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/view"
)

// at is a time of the day on which the incident of these tests happens.
func at(clock string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", "2026-11-23 "+clock+":00")
	if err != nil {
		panic(err)
	}
	return t
}

var acme = client.Client{
	ID: "acme", Name: "Acme Shop", Service: "Acme online shop", TimeZone: "Europe/London", Slack: "C0ACME",
	Contacts: []client.Contact{{Name: "Dana Fox"}},
}

const holdingText = "Hello Dana,\nwe are still working on it: we are reading the logs of the last deployment.\nNext update by 15:00 GMT, sooner if anything changes."

// told14 is an incident whose client was told at 14:00 and expects news at 14:30.
func told14() *incident.Incident {
	return &incident.Incident{
		Number: 7, Rev: 9, Kind: "outage", Title: "Checkout is down", Impact: "your checkout shows an error",
		Severity: client.BusinessStopped, State: incident.Open, Status: incident.Investigating,
		Since: at("13:45"), DeclaredAt: at("13:48"), DeclaredBy: "U0ANA",
		Roles:   map[playbook.Role]string{playbook.Commander: "U0ANA", playbook.Comms: "U0BEN"},
		Channel: incident.Channel{ID: "C0INC7", Name: "inc-7-acme-checkout-is-down"},
		Clients: []incident.Affected{{
			Client: acme, Updates: 1, Heard: 1, ToldAt: at("14:00"), Written: true,
			Promises: []incident.Promise{
				{N: 1, Kind: incident.UpdatePromise, First: true, MadeAt: at("13:48"), DueAt: at("14:03"), Outcome: incident.Kept, SettledAt: at("14:00")},
				{N: 2, Kind: incident.UpdatePromise, Said: true, MadeAt: at("14:00"), DueAt: at("14:30")},
			},
		}},
		Checklist: []playbook.Item{
			{ID: "see", Phase: "assess", Text: "See it with your own eyes", Owner: playbook.Commander, State: playbook.ItemDone},
			{ID: "tell", Phase: "communicate", Text: "Tell the client", Owner: playbook.Comms, Due: "FN", State: playbook.ItemDone},
			{ID: "stop", Phase: "contain", Text: "Stop all deployments & <cron> jobs", Owner: playbook.Commander, Due: "T+30m"},
			{ID: "back", Phase: "recover", Text: "Roll back the last change", Owner: playbook.Tech},
			{ID: "test", Phase: "verify", Text: "Buy something as a customer", Owner: playbook.Comms},
			{ID: "learn", Phase: "learn", Text: "Write the review", Owner: playbook.Account},
		},
	}
}

// fresh is the same incident before anybody was told.
func fresh() *incident.Incident {
	inc := told14()
	inc.Clients[0] = incident.Affected{Client: acme, Promises: []incident.Promise{
		{N: 1, Kind: incident.UpdatePromise, First: true, MadeAt: at("13:48"), DueAt: at("14:03")},
	}}
	return inc
}

// solved is the same incident at 15:30, resolved after a late update.
func solved() *incident.Incident {
	inc := told14()
	inc.State, inc.Status, inc.ResolvedAt = incident.Resolved, incident.Monitoring, at("15:22")
	aff := &inc.Clients[0]
	aff.Updates, aff.Heard, aff.ToldAt = 2, 2, at("14:34")
	aff.Promises[1].Outcome, aff.Promises[1].SettledAt = incident.Late, at("14:34")
	aff.Promises = append(aff.Promises,
		incident.Promise{N: 3, Kind: incident.UpdatePromise, MadeAt: at("14:34"), DueAt: at("16:00"), Outcome: incident.Moved, SettledAt: at("15:22")},
		incident.Promise{N: 4, Kind: incident.FinalPromise, MadeAt: at("15:22"), DueAt: at("15:37")})
	return inc
}

// finished is it after the last word.
func finished() *incident.Incident {
	inc := solved()
	aff := &inc.Clients[0]
	inc.Status, aff.ToldAt = incident.StatusSolved, at("15:30")
	aff.Promises[3].Outcome, aff.Promises[3].SettledAt = incident.Kept, at("15:30")
	aff.Promises = append(aff.Promises, incident.Promise{N: 5, Kind: incident.ReviewPromise, MadeAt: at("15:30"), DueAt: at("17:00").AddDate(0, 0, 7)})
	return inc
}

// view is what a delivery about the first client and its promise n sees.
func viewAt(inc *incident.Incident, now string, n int) view.View {
	v := view.View{Now: at(now), Company: "Studio North", Command: "/incident", Incident: inc, Client: inc.Affected("")}
	if n > 0 {
		v.Promise = &v.Client.Promises[n-1]
	}
	return v
}

// drafted puts a draft behind the promise of a view.
func drafted(v view.View, kind, text string) view.View {
	v.Promise.Draft = &incident.Update{Kind: kind, Texts: map[string]outbox.Text{client.ViaSlack: {Body: text}}}
	return v
}

func updated(v view.View, u incident.Update) view.View {
	v.Update = &u
	return v
}

// stuckAt gives a view the client text that did not arrive.
func stuckAt(v view.View, state outbox.DeliveryState, reason string) view.View {
	v.Target = &outbox.Delivery{
		Key: "INC-7/acme/update/3/slack", Kind: outbox.ClientText, Update: 3, To: "C0ACME", State: state,
		Reason: reason, Expires: at("15:00"), Text: &outbox.Text{Body: holdingText},
	}
	return v
}

// stuckOn is the same on a certain way.
func stuckOn(v view.View, to client.Destination, state outbox.DeliveryState, reason string) view.View {
	v = stuckAt(v, state, reason)
	v.Target.Key, v.Target.Via, v.Target.To, v.Target.Optional = "INC-7/acme/update/3/"+to.Key(), to.Via, to.To, to.Optional
	v.Target.Text = &outbox.Text{Subject: "Acme online shop", Body: "Hello Dana & all,\nwe are still on it."}
	if to.Via == client.ViaWebhook {
		v.Target.Text = &outbox.Text{Body: `{"type":"incident.update"}`}
	}
	return v
}

var (
	inSlack     = client.Destination{Via: client.ViaSlack, To: "C0ACME"}
	toDanasMail = client.Destination{Via: client.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}
	toTheirHook = client.Destination{Via: client.ViaWebhook, To: "https://hooks.acme.example/s3cret", Optional: true}

	// hadElsewhere is an update that the client has on another way.
	hadElsewhere = func() incident.Update { u := sentUpdate; u.State = incident.UpdateSent; return u }()
)

func with(inc *incident.Incident, change func(*incident.Incident)) *incident.Incident {
	change(inc)
	return inc
}

func out(inc *incident.Incident) { inc.Clients[0].Out = 3 }

func rung(kind string, r outbox.Rung, users ...string) outbox.Delivery {
	return outbox.Delivery{Kind: kind, Rung: r, Users: users, Data: map[string]string{}}
}

func data(d outbox.Delivery, keysAndValues ...string) outbox.Delivery {
	d.Data = map[string]string{}
	for pair := range slices.Chunk(keysAndValues, 2) {
		d.Data[pair[0]] = pair[1]
	}
	return d
}

type internalCase struct {
	name string
	v    view.View
	d    outbox.Delivery
}

var sentUpdate = incident.Update{N: 3, Kind: incident.Holding, By: "U0BEN", SentAt: at("14:29"), NextAt: at("15:00"), Texts: map[string]outbox.Text{client.ViaSlack: {Body: holdingText}}}

var byHand = incident.Update{N: 3, Kind: incident.ByHand, By: "U0CLEO", SentAt: at("14:29"), NextAt: at("15:00"), Words: map[string]string{"text": "Rang Dana: they <know> & wait"}}

func cardCases() []internalCase {
	card := outbox.Delivery{Kind: outbox.Card}
	return []internalCase{
		{"card/declared", viewAt(fresh(), "13:50", 0), card},
		{"card/told", viewAt(told14(), "14:05", 0), card},
		{"card/one-off", viewAt(with(told14(), func(inc *incident.Incident) { inc.Clients[0].OneOff = true }), "14:05", 0), card},
		{"card/closed-one-off", viewAt(with(finished(), func(inc *incident.Incident) {
			inc.State, inc.ClosedAt, inc.Clients[0].OneOff = incident.Closed, at("17:00"), true
		}), "17:00", 0), card},
		{"card/late", viewAt(told14(), "14:36", 0), card},
		{"card/three-ways", viewAt(with(told14(), func(inc *incident.Incident) {
			inc.Clients[0].Results = []outbox.Result{
				{To: inSlack, State: outbox.Delivered, At: at("14:00")}, {To: toDanasMail, State: outbox.Delivered, At: at("14:00")},
				{To: toTheirHook, State: outbox.Waiting, At: at("14:06"), Reason: "their webhook could not be reached"},
			}
		}), "14:05", 0), card},
		{"card/on-its-way", viewAt(with(told14(), out), "14:25", 0), card},
		{"card/near-miss", viewAt(with(fresh(), func(inc *incident.Incident) {
			inc.Severity, inc.Clients[0].Promises, inc.Clients[0].NoPromise = client.NearMiss, nil, "near miss: nobody outside noticed"
		}), "13:50", 0), card},
		{"card/several-clients", viewAt(with(told14(), func(inc *incident.Incident) {
			inc.Clients = append(inc.Clients, incident.Affected{Client: client.Client{ID: "globex", Name: "Globex Travel"}, Promises: []incident.Promise{{N: 1, First: true, Kind: incident.UpdatePromise, DueAt: at("14:18")}}})
		}), "14:05", 0), card},
		{"card/asked-and-read", viewAt(with(told14(), theirs), "14:15", 0), card},
		{"card/resolved", viewAt(solved(), "15:23", 0), card},
		{"card/last-word-said", viewAt(finished(), "15:31", 0), card},
		{"card/closed", viewAt(with(finished(), func(inc *incident.Incident) { inc.State, inc.ClosedAt = incident.Closed, at("17:00") }), "17:00", 0), card},
		{"card/cancelled", viewAt(with(fresh(), func(inc *incident.Incident) {
			inc.State, inc.ClosedAt, inc.Clients[0].NoPromise = incident.Cancelled, at("13:55"), "cancelled: it was a planned restart"
		}), "13:55", 0), card},
		{"card/typed-by-people", viewAt(with(told14(), func(inc *incident.Incident) {
			inc.Title, inc.Impact = "Checkout <!channel> & more", "you see <script> & errors"
		}), "14:05", 0), card},
	}
}

func reminderCases() []internalCase {
	r := outbox.Reminder
	soon := func(now string) view.View { return drafted(viewAt(told14(), now, 2), incident.Holding, holdingText) }
	return []internalCase{
		{"reminder/first-half", drafted(viewAt(fresh(), "13:56", 1), incident.FirstNoticeUnknown, "Hello Dana,\nyour checkout shows an error. We are on it."), rung(r, outbox.Half, "U0BEN")},
		{"reminder/soon", soon("14:25"), rung(r, outbox.Soon, "U0BEN")},
		{"reminder/due", soon("14:30"), rung(r, outbox.Due, "U0BEN")},
		{"reminder/late", soon("14:35"), rung(r, outbox.TooLate, "U0BEN", "U0ANA")},
		{"reminder/everybody", soon("14:40"), rung(r, outbox.Everybody, "U0ANA", "U0BEN", "U0CLEO")},
		{"reminder/nobody-answers", soon("15:30"), data(rung(r, outbox.Everybody, "U0ANA", "U0BEN", "U0CLEO"), "all", "yes")},
		{"reminder/away", soon("14:42"), data(rung(r, outbox.Due, "U0BEN"), "away", "2026-11-23T14:25:00Z")},
		{"reminder/stuck", viewAt(with(told14(), out), "14:30", 2), rung(r, outbox.Due, "U0BEN")},
		{"reminder/no-draft", viewAt(told14(), "14:25", 2), rung(r, outbox.Soon, "U0BEN")},
		{"reminder/last-word", viewAt(solved(), "15:34", 4), rung(r, outbox.Soon, "U0BEN")},
		{"reminder/last-word-late", viewAt(solved(), "15:45", 4), rung(r, outbox.Everybody, "U0ANA", "U0BEN")},
		{"direct/due", soon("14:30"), rung(outbox.Direct, outbox.Due)},
		{"direct/outside", soon("14:40"), data(rung(outbox.Direct, outbox.Everybody), "outside", "yes")},
		{"direct/outside-private", drafted(viewAt(with(told14(), func(inc *incident.Incident) { inc.Private = true }), "14:40", 2), incident.Holding, holdingText), data(rung(outbox.Direct, outbox.Everybody), "outside", "yes")},
		{"direct/review", viewAt(finished(), "15:31", 5), rung(outbox.Direct, outbox.Due)},
	}
}

func answerCases() []internalCase {
	answered, line := outbox.Delivery{Kind: outbox.Answered, Update: 3}, outbox.Delivery{Kind: outbox.Line}
	end := func(o incident.Outcome, when, why string) view.View {
		return viewAt(with(told14(), func(inc *incident.Incident) {
			p := &inc.Clients[0].Promises[1]
			p.Outcome, p.SettledAt, p.Why = o, at(when), why
		}), when, 2)
	}
	kept, late := end(incident.Kept, "14:29", ""), end(incident.Late, "14:34", "")
	return []internalCase{
		{"answered/early", kept, answered},
		{"answered/late", late, answered},
		{"answered/by-hand", updated(kept, byHand), answered},
		{"answered/dropped", end(incident.Dropped, "14:10", "cancelled: it was a <planned> restart"), answered},
		{"answered/resolved", end(incident.Moved, "14:10", "resolved"), answered},
		{"answered/it-arrived", viewAt(told14(), "14:20", 0), data(answered, "ruling", string(outbox.ItArrived))},
		{"answered/mail-arrived", viewAt(told14(), "14:20", 0), outbox.Delivery{Kind: outbox.Answered, Update: 3,
			Data: map[string]string{"ruling": string(outbox.ItArrived), "via": client.ViaEmail, "to": "dana@acme.example"}}},
		{"answered/mail-overtaken", viewAt(told14(), "14:20", 0), outbox.Delivery{Kind: outbox.Answered, Update: 3,
			Data: map[string]string{"ruling": string(outbox.Overtaken), "via": client.ViaEmail, "to": "dana@acme.example"}}},
		{"answered/overtaken", viewAt(told14(), "14:20", 0), data(answered, "ruling", string(outbox.Overtaken))},
		{"answered/overtaken-in-doubt", viewAt(told14(), "14:20", 0), data(answered, "ruling", string(outbox.Overtaken), "doubted", "yes")},
		{"answered/given-up-in-doubt", viewAt(told14(), "14:20", 0), data(answered, "ruling", string(outbox.GiveUp), "doubted", "yes")},
		{"answered/sent-again", viewAt(told14(), "14:20", 0), data(answered, "ruling", string(outbox.SendAgain))},
		{"answered/given-up", viewAt(told14(), "14:20", 0), data(answered, "ruling", string(outbox.GiveUp))},
		{"line/told", updated(kept, sentUpdate), line},
		{"line/read", updated(kept, readUpdate()), line},
		{"line/late", updated(late, sentUpdate), line},
		{"line/by-hand", updated(kept, byHand), line},
		{"line/last-word", updated(viewAt(finished(), "15:30", 4), incident.Update{N: 4, Kind: incident.ResolvedUpdate, SentAt: at("15:30"), Texts: sentUpdate.Texts}), line},
	}
}

func problemCases() []internalCase {
	problem := outbox.Delivery{Kind: outbox.Problem}
	notice := func(kind, reason string) view.View {
		v := view.View{Now: at("14:05"), Incident: told14()}
		if kind != "" {
			v.Target = &outbox.Delivery{Kind: kind, Reason: reason}
		}
		return v
	}
	guest := func(kind, name, answer string) outbox.Delivery {
		return outbox.Delivery{Kind: kind, Data: map[string]string{"user": "U0GUS", "name": name, "answer": answer}}
	}
	notIn := "I am not in that channel. Type `/invite @Candor` there, then press Retry"
	return []internalCase{
		{"problem/dead", stuckAt(viewAt(told14(), "14:20", 0), outbox.Dead, notIn), problem},
		{"problem/too-late-to-retry", stuckAt(viewAt(told14(), "15:00", 0), outbox.Dead, "it was not possible in time (Slack could not be reached)"), problem},
		{"problem/asks", stuckAt(viewAt(told14(), "14:20", 0), outbox.Asks, "Slack did not answer in time"), problem},
		{"problem/asks-too-late", stuckAt(viewAt(told14(), "15:02", 0), outbox.Asks, "Candor was stopped while it was sending"), problem},
		{"problem/mail-dead", stuckOn(updated(viewAt(told14(), "14:20", 0), hadElsewhere), toDanasMail, outbox.Dead,
			"their mail server does not know the address dana@acme.example (550 5.1.1). Reach them another way, and have it corrected in the config"), problem},
		{"problem/optional-elsewhere", stuckOn(updated(viewAt(with(told14(), func(inc *incident.Incident) {
			inc.Clients[0].Results = []outbox.Result{{To: inSlack, Update: 3, State: outbox.Dead}, {To: toDanasMail, Update: 3, State: outbox.Delivered}}
		}), "14:20", 0), sentUpdate), inSlack, outbox.Dead, "that channel is archived. Unarchive it, then press Retry"), problem},
		{"problem/mail-asks", stuckOn(viewAt(told14(), "14:20", 0), toDanasMail, outbox.Asks, "the mail server had the whole mail, and the connection broke off before it answered"), problem},
		{"problem/webhook-dead", stuckOn(updated(viewAt(told14(), "14:20", 0), hadElsewhere), toTheirHook, outbox.Dead, "their webhook is gone for good (410). Ask them for the new address"), problem},
		{"problem/last-word", stuckAt(viewAt(solved(), "15:25", 0), outbox.Dead, "that channel is archived. Unarchive it, then press Retry"), problem},
		{"notice/channel", notice(outbox.OpenChannel, "all names for its channel are taken"), outbox.Delivery{Kind: outbox.Notice}},
		{"notice/invite", notice(outbox.Invite, "I could not invite <@U0CLEO> (a guest with limits). Everybody else is in"), outbox.Delivery{Kind: outbox.Notice}},
		{"notice/card", notice(outbox.Card, "people of another company can read that channel, or soon will, so nothing internal is posted there"), outbox.Delivery{Kind: outbox.Notice}},
		{"guest/asked", viewAt(told14(), "14:20", 0), guest(outbox.AskGuest, "Gus Hale <!here>", "")},
		{"guest/no-name", viewAt(told14(), "14:20", 0), guest(outbox.AskGuest, "", "")},
		{"guest/colleague", viewAt(told14(), "14:20", 0), guest(outbox.GuestSaid, "Gus Hale", string(outbox.Trusted))},
		{"guest/client", viewAt(told14(), "14:20", 0), guest(outbox.GuestSaid, "Gus Hale", string(outbox.TakeOut))},
		{"guest/stop", viewAt(told14(), "14:20", 0), guest(outbox.GuestSaid, "Gus Hale", string(outbox.StopHere))},
		{"guest/gone", viewAt(told14(), "14:20", 0), guest(outbox.GuestSaid, "Gus Hale", string(outbox.GuestGone))},
		{"moved/line", viewAt(with(told14(), func(inc *incident.Incident) { inc.Private = true }), "14:20", 0), outbox.Delivery{Kind: outbox.Farewell}},
		{"moved/card", viewAt(with(told14(), func(inc *incident.Incident) { inc.Private = true }), "14:20", 0), outbox.Delivery{Kind: outbox.OldCard}},
		{"notice/old-card", notice(outbox.OldCard, "that channel is archived. Unarchive it, then press Retry"), outbox.Delivery{Kind: outbox.Notice}},
		{"notice/kick", notice(outbox.Kick, "I may not take <@U0GUS> out of the channel"), outbox.Delivery{Kind: outbox.Notice}},
		{"notice/guest", notice(outbox.AskGuest, "that person cannot be reached by direct message (user_is_restricted). Tell them yourself"), outbox.Delivery{Kind: outbox.Notice}},
		{"notice/shared", notice("", ""), outbox.Delivery{Kind: outbox.Notice}},
		{"topic/public", viewAt(told14(), "14:00", 0), outbox.Delivery{Kind: outbox.Topic}},
		{"topic/private", viewAt(with(told14(), func(inc *incident.Incident) { inc.Private = true }), "14:00", 0), outbox.Delivery{Kind: outbox.Topic}},
	}
}

func damageCases() []internalCase {
	acme := &incident.Outline{Clients: []string{"Acme Shop", "Globex <Travel>"}, Due: at("14:30"), People: []string{"U0ANA"}}
	hidden := &incident.Outline{Clients: []string{"Acme Shop"}, Due: at("14:30"), Private: true, People: []string{"U0ANA"}}
	unreadable := func(kind incident.RecordKind, key string, o *incident.Outline) incident.Unreadable {
		return incident.Unreadable{Damage: incident.Damage{Kind: kind, Key: key}, Outline: o}
	}
	view := func(list ...incident.Unreadable) view.View { return view.View{Now: at("14:40"), Damaged: list} }
	to := func(user string) outbox.Delivery { return outbox.Delivery{Kind: outbox.Damaged, To: user} }
	return []internalCase{
		{"damage/incident", view(unreadable(incident.IncidentRecord, "INC-7", acme)), to("U0BEN")},
		{"damage/private", view(unreadable(incident.IncidentRecord, "INC-7", hidden)), to("U0BEN")},
		{"damage/private-to-its-people", view(unreadable(incident.IncidentRecord, "INC-7", hidden)), to("U0ANA")},
		{"damage/over", view(unreadable(incident.IncidentRecord, "INC-7", &incident.Outline{Clients: []string{"Acme Shop"}, Over: true})), to("U0BEN")},
		{"damage/unknown", view(unreadable(incident.IncidentRecord, "INC-7", nil)), to("U0BEN")},
		{"damage/each", view(
			unreadable(incident.ReachRecord, "U0ANA", nil), unreadable(incident.ClientRecord, "acme", nil), unreadable(incident.EnvelopeRecord, "12", nil),
			unreadable(incident.TimelineRecord, "INC-7/timeline/4", acme), unreadable(incident.DeliveryRecord, "INC-7/acme/promise/1/rung/2.2/channel", acme),
			unreadable(incident.DeliveryRecord, "INC-7/acme/update/3/slack", acme), unreadable(incident.UpdateRecord, "INC-7/acme/update/2", acme),
			unreadable(incident.StoreRecord, "meta/seq", nil), unreadable(incident.IncidentRecord, "INC-8", acme)), to("U0BEN")},
	}
}

func internalCases() []internalCase {
	list := cardCases()
	list = append(list, reminderCases()...)
	list = append(list, answerCases()...)
	list = append(list, approvalCases()...)
	list = append(list, groupCases()...)
	list = append(list, badNewsCases()...)
	list = append(list, cadenceCases()...)
	list = append(list, copyCases()...)
	list = append(list, problemCases()...)
	list = append(list, damageCases()...)
	return append(list, ringCases()...)
}

func TestInternalPosts(t *testing.T) {
	for _, c := range internalCases() {
		t.Run(c.name, func(t *testing.T) {
			p, err := Internal(c.v, c.d)
			if err != nil {
				t.Fatal(err)
			}
			mustFit(t, p)
			golden(t, "post/"+c.name, readable(t, p))
		})
	}
}

// What people and clients type has no end; what Slack takes has.
func TestInternalPostsFit(t *testing.T) {
	long := strings.Repeat("ä<&> wort ", 700)
	for _, c := range internalCases() {
		t.Run(c.name, func(t *testing.T) {
			inc := c.v.Incident
			if inc == nil { // a message about what cannot be read
				inc = told14()
				for i := range c.v.Damaged {
					if o := c.v.Damaged[i].Outline; o != nil {
						o.Clients = append([]string{long}, o.Clients...)
					}
				}
			}
			inc.Title, inc.Impact = long, long
			for i := range inc.Checklist {
				inc.Checklist[i].Text = cut(long, 300)
			}
			for range 60 {
				inc.Clients = append(inc.Clients, incident.Affected{Client: client.Client{ID: "c", Name: strings.Repeat("Name ", 20)}, NoPromise: cut(long, 100)})
			}
			inc.Clients[0].Client.Name = cut(long, 200)
			if c.v.Client != nil {
				c.v.Client = &inc.Clients[0]
			}
			if p := c.v.Promise; p != nil && p.Draft != nil {
				p.Draft.Texts = map[string]outbox.Text{client.ViaSlack: {Body: long}}
			}
			many := outbox.Reply{Name: long, Text: cut(long, 2000), Files: []string{long}, At: at("14:10")}
			if c.d.Kind == outbox.Copy {
				c.d.Replies = []outbox.Reply{many, many}
			}
			for range 20 {
				inc.Clients[0].Asked = append(inc.Clients[0].Asked, many)
			}
			if c.v.Target != nil {
				c.v.Target.Reason, c.v.Target.Text = long, &outbox.Text{Body: long}
			}
			p, err := Internal(c.v, c.d)
			if err != nil {
				t.Fatal(err)
			}
			mustFit(t, p)
		})
	}
}

func TestInternalSaysWhatIsMissing(t *testing.T) {
	full := stuckAt(updated(viewAt(told14(), "14:00", 2), sentUpdate), outbox.Dead, "x")
	tests := []struct {
		kind  string
		spoil func(*view.View)
	}{
		{outbox.Card, func(v *view.View) { v.Incident = nil }},
		{outbox.Reminder, func(v *view.View) { v.Client = nil }},
		{outbox.Reminder, func(v *view.View) { v.Promise = nil }},
		{outbox.Direct, func(v *view.View) { v.Promise = nil }},
		{outbox.Line, func(v *view.View) { v.Update = nil }},
		{outbox.Problem, func(v *view.View) { v.Target = nil }},
		{outbox.Recopy, func(v *view.View) { v.Target = nil }},
		{outbox.Retold, func(v *view.View) { v.Update = nil }},
		{outbox.ClientText, func(v *view.View) {}},
	}
	for _, tt := range tests {
		v := full
		tt.spoil(&v)
		if p, err := Internal(v, outbox.Delivery{Kind: tt.kind}); err == nil {
			t.Errorf("Internal of a %s without what it needs = %q, want an error", tt.kind, p.Text)
		}
	}
}

// A private incident tells somebody who is not in its channel its name, no more.
func TestPrivateIncidentStaysPrivate(t *testing.T) {
	inc := told14()
	inc.Private = true
	v := drafted(viewAt(inc, "14:40", 2), incident.Holding, holdingText)
	for _, d := range []outbox.Delivery{data(rung(outbox.Direct, outbox.Everybody), "outside", "yes"), {Kind: outbox.Topic}, {Kind: outbox.Farewell}, {Kind: outbox.OldCard}} {
		p, err := Internal(v, d)
		if err != nil {
			t.Fatal(err)
		}
		said := readable(t, p)
		for _, secret := range []string{"Acme Shop", "heckout", "14:30", "logs", "C0INC7"} {
			if strings.Contains(said, secret) {
				t.Errorf("a %s of a private incident shows %q:\n%s", d.Kind, secret, said)
			}
		}
	}
}

func TestTimesForTheTeam(t *testing.T) {
	w := pen{now: at("14:00")}
	tests := []struct {
		name string
		at   time.Time
		want string
	}{
		{"today", at("14:30"), "<!date^1795444200^{time}|14:30 UTC>"},
		{"tomorrow has its day", at("09:30").AddDate(0, 0, 1), "<!date^1795512600^{date_short_pretty} {time}|24 Nov 09:30 UTC>"},
		{"half a day away has its day", at("01:30"), "<!date^1795397400^{date_short_pretty} {time}|23 Nov 01:30 UTC>"},
		{"in half a minute has its seconds", at("14:00").Add(30 * time.Second), "<!date^1795442430^{time_secs}|14:00:30 UTC>"},
	}
	for _, tt := range tests {
		if got := w.at(tt.at); got != tt.want {
			t.Errorf("%s: at(%s) = %s, want %s", tt.name, tt.at, got, tt.want)
		}
		if got, want := (pen{now: w.now, plain: true}).at(tt.at), tt.want[strings.Index(tt.want, "|")+1:len(tt.want)-1]; got != want {
			t.Errorf("%s: plain at(%s) = %s, want %s", tt.name, tt.at, got, want)
		}
	}
}

// readable is a post as a reviewer reads it.
func readable(t *testing.T, p Post) string {
	t.Helper()
	return readableJSON(t, struct {
		Text   string        `json:"text"`
		Blocks []slack.Block `json:"blocks,omitempty"`
	}{p.Text, p.Blocks})
}

func readableJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	// Some of slack-go's types escape for HTML by themselves.
	return strings.NewReplacer(`\u0026`, "&", `\u003c`, "<", `\u003e`, ">").Replace(b.String())
}

// mustFit holds a post against Slack's limits and ours: what Slack would refuse
// or split, blocks without an id, calls to the whole channel.
func mustFit(t *testing.T, p Post) {
	t.Helper()
	within := limits(t)
	within("text", p.Text, 3000)
	if len(p.Blocks) > 8 {
		t.Errorf("%d blocks; 8 are plenty for one message", len(p.Blocks))
	}
	fitBlocks(t, p.Blocks, within)
	if s := readable(t, p); strings.Contains(s, "<!channel>") || strings.Contains(s, "<!here>") || strings.Contains(s, "<!everyone>") {
		if !headerOnly(p) {
			t.Errorf("the whole channel is called:\n%s", s)
		}
	}
}

// limits checks a text's length as Slack counts it at most.
func limits(t *testing.T) func(what, s string, most int) {
	return func(what, s string, most int) {
		t.Helper()
		if n := units(s); n > most || n == 0 {
			t.Errorf("%s has %d characters; 1 to %d are allowed", what, n, most)
		}
		if !utf8.ValidString(s) {
			t.Errorf("%s is cut within a character", what)
		}
	}
}

func fitBlocks(t *testing.T, blocks []slack.Block, within func(string, string, int)) {
	t.Helper()
	seen := map[string]bool{}
	for _, b := range blocks {
		if _, line := b.(*slack.DividerBlock); !line && (b.ID() == "" || seen[b.ID()] || len(b.ID()) > 255) {
			t.Errorf("block id %q is empty, too long or used twice", b.ID())
		}
		seen[b.ID()] = true
		fitBlock(t, b, within)
	}
}

// headerOnly says whether such a call stands only in a header, where it is
// plain text and calls nobody.
func headerOnly(p Post) bool {
	for _, b := range p.Blocks {
		if s, ok := b.(*slack.SectionBlock); ok && strings.Contains(s.Text.Text, "<!ch") {
			return false
		}
	}
	return !strings.Contains(p.Text, "<!ch")
}

func fitBlock(t *testing.T, b slack.Block, within func(string, string, int)) {
	t.Helper()
	switch b := b.(type) {
	case *slack.HeaderBlock:
		within("header", b.Text.Text, 150)
	case *slack.SectionBlock:
		within("section "+b.BlockID, b.Text.Text, 3000)
	case *slack.ContextBlock:
		if n := len(b.ContextElements.Elements); n == 0 || n > 10 {
			t.Errorf("context %s has %d elements; 1 to 10 are allowed", b.BlockID, n)
		}
		for _, el := range b.ContextElements.Elements {
			within("context "+b.BlockID, el.(*slack.TextBlockObject).Text, 3000)
		}
	case *slack.ActionBlock:
		if n := len(b.Elements.ElementSet); n == 0 || n > 25 {
			t.Errorf("actions %s has %d elements; 1 to 25 are allowed", b.BlockID, n)
		}
		fitElements(t, b, within)
	case *slack.InputBlock:
		fitInput(t, b, within)
	case *slack.DividerBlock:
	default:
		t.Errorf("no limits are known for %T", b)
	}
}

func fitElements(t *testing.T, b *slack.ActionBlock, within func(string, string, int)) {
	t.Helper()
	seen := map[string]bool{}
	once := func(id string) {
		if seen[id] {
			t.Errorf("action id %s is used twice in %s", id, b.BlockID)
		}
		seen[id] = true
	}
	for _, el := range b.Elements.ElementSet {
		switch el := el.(type) {
		case *slack.ButtonBlockElement:
			once(el.ActionID)
			within("button", el.Text.Text, 75)
			within("value of "+el.Text.Text, el.Value, 2000)
			if c := el.Confirm; c != nil {
				within("confirm title", c.Title.Text, 100)
				within("confirm text", c.Text.Text, 300)
				within("confirm button", c.Confirm.Text, 30)
			}
		case *slack.OverflowBlockElement:
			once(el.ActionID)
			if n := len(el.Options); n < 1 || n > 5 {
				t.Errorf("the menu has %d options; 1 to 5 are allowed", n)
			}
			for _, o := range el.Options {
				within("option", o.Text.Text, 75)
				within("value of "+o.Text.Text, o.Value, 150)
			}
		default:
			t.Errorf("no limits are known for %T", el)
		}
	}
}
