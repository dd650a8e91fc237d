package screen

import (
	"slices"
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/scene"
)

// view is what a delivery about the first client and its promise n sees.
func viewAt(inc *incident.Incident, now string, n int) view.View {
	v := view.View{Now: scene.At(now), Company: "Studio North", Command: "/incident", Incident: inc, Client: inc.Affected("")}
	if n > 0 {
		v.Promise = &v.Client.Promises[n-1]
	}
	return v
}

// drafted puts a draft behind the promise of a view.
func drafted(v view.View, kind, text string) view.View {
	v.Promise.Draft = &update.Update{Kind: kind, Texts: map[string]outbox.Text{client.ViaSlack: {Body: text}}}
	return v
}

func updated(v view.View, u update.Update) view.View {
	v.Update = &u
	return v
}

// stuckAt gives a view the client text that did not arrive.
func stuckAt(v view.View, state outbox.DeliveryState, reason string) view.View {
	v.Target = &outbox.Delivery{
		Key: "INC-7/acme/update/3/slack", Kind: outbox.ClientText, Update: 3, To: "C0ACME", State: state,
		Reason: reason, Expires: scene.At("15:00"), Text: &outbox.Text{Body: scene.HoldingText},
	}
	return v
}

// stuckOn is the same on a certain way.
func stuckOn(v view.View, to client.Destination, state outbox.DeliveryState, reason string) view.View {
	v = stuckAt(v, state, reason)
	v.Target.Key, v.Target.Via, v.Target.To, v.Target.Optional = "INC-7/acme/update/3/"+to.Key(), to.Via, to.To, to.Optional
	v.Target.Text = &outbox.Text{Subject: "Acme online shop", Body: "Hello Dana & all,\nwe are still on it."}
	v.Client.Client.Email, v.Client.Client.Contacts = true, []client.Contact{{Name: toDanasMail.Name, Email: toDanasMail.To}}
	if to.Via == client.ViaWebhook {
		v.Client.Client.Webhook = &client.Webhook{URL: to.To}
		v.Target.Text = &outbox.Text{Body: `{"type":"incident.update"}`}
	}
	return v
}

var (
	inSlack     = client.Destination{Via: client.ViaSlack, To: "C0ACME"}
	toDanasMail = client.Destination{Via: client.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}
	toTheirHook = client.Destination{Via: client.ViaWebhook, To: "https://hooks.acme.example/s3cret", Optional: true}

	// hadElsewhere is an update that the client has on another way.
	hadElsewhere = func() update.Update { u := sentUpdate; u.State = update.Sent; return u }()
	// leaving is an update of which nothing is known yet on the other ways.
	leaving = func() update.Update {
		u := sentUpdate
		u.State, u.To = update.Sending, []client.Destination{inSlack, toDanasMail, toTheirHook}
		return u
	}()
)

func out(inc *incident.Incident) { inc.Clients[0].Out = 3 }

func rung(kind string, r outbox.Rung, users ...string) outbox.Delivery {
	return outbox.Delivery{Kind: kind, Rung: r, Users: users}
}

func data(d outbox.Delivery, p outbox.Payload) outbox.Delivery {
	d.Data = p
	return d
}

type internalCase struct {
	name string
	v    view.View
	d    outbox.Delivery
}

var sentUpdate = update.Update{N: 3, Kind: update.Holding, By: "U0BEN", SentAt: scene.At("14:29"), NextAt: scene.At("15:00"), Texts: map[string]outbox.Text{client.ViaSlack: {Body: scene.HoldingText}}}

var byHand = update.Update{N: 3, Kind: update.ByHand, By: "U0CLEO", SentAt: scene.At("14:29"), NextAt: scene.At("15:00"), Words: map[string]string{"text": "Rang Dana: they <know> & wait"}}

func cardCases() []internalCase {
	card := outbox.Delivery{Kind: outbox.Card}
	return []internalCase{
		{"card/declared", viewAt(scene.Fresh(), "13:50", 0), card},
		{"card/told", viewAt(scene.Told14(), "14:05", 0), card},
		{"card/one-off", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Clients[0].OneOff = true }), "14:05", 0), card},
		{"card/closed-one-off", viewAt(scene.With(scene.Reviewed(), func(inc *incident.Incident) {
			inc.State, inc.ClosedAt, inc.Clients[0].OneOff = incident.Closed, scene.At("17:00"), true
		}), "17:00", 0), card},
		{"card/late", viewAt(scene.Told14(), "14:36", 0), card},
		{"card/three-ways", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) {
			inc.Clients[0].Results = []outbox.Result{
				{To: inSlack, State: outbox.Delivered, At: scene.At("14:00")}, {To: toDanasMail, State: outbox.Delivered, At: scene.At("14:00")},
				{To: toTheirHook, State: outbox.Waiting, At: scene.At("14:06"), Reason: "their webhook could not be reached"},
			}
		}), "14:05", 0), card},
		{"card/mail-unseen", mailUnseen(viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) {
			inc.Clients[0].Client.Email = true
			inc.Clients[0].Results = []outbox.Result{{To: toDanasMail, State: outbox.Dead, At: scene.At("14:00"), Back: true}}
		}), "14:05", 0)), card},
		{"card/on-its-way", viewAt(scene.With(scene.Told14(), out), "14:25", 0), card},
		{"card/near-miss", viewAt(scene.With(scene.Fresh(), func(inc *incident.Incident) {
			inc.Severity, inc.Clients[0].Promises, inc.Clients[0].NoPromise = client.NearMiss, nil, "near miss: nobody outside noticed"
		}), "13:50", 0), card},
		{"card/several-clients", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) {
			inc.Clients = append(inc.Clients, incident.Affected{Client: client.Client{ID: "globex", Name: "Globex Travel"}, Promises: []promise.Promise{{N: 1, First: true, Kind: promise.Update, DueAt: scene.At("14:18")}}})
		}), "14:05", 0), card},
		{"card/asked-and-read", viewAt(scene.With(scene.Told14(), theirs), "14:15", 0), card},
		{"card/resolved", viewAt(scene.Solved(), "15:23", 0), card},
		{"card/last-word-said", viewAt(scene.Finished(), "15:31", 0), card},
		{"card/closed", viewAt(scene.With(scene.Reviewed(), func(inc *incident.Incident) { inc.State, inc.ClosedAt = incident.Closed, scene.At("17:00") }), "17:00", 0), card},
		{"card/closed-review-owed", viewAt(scene.With(scene.Finished(), func(inc *incident.Incident) { inc.State, inc.ClosedAt = incident.Closed, scene.At("17:00") }), "17:00", 0), card},
		{"card/cancelled", viewAt(scene.With(scene.Fresh(), func(inc *incident.Incident) {
			inc.State, inc.ClosedAt, inc.Clients[0].NoPromise = incident.Cancelled, scene.At("13:55"), "cancelled: it was a planned restart"
		}), "13:55", 0), card},
		{"card/typed-by-people", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) {
			inc.Title, inc.Impact = "Checkout <!channel> & more", "you see <script> & errors"
		}), "14:05", 0), card},
	}
}

func reminderCases() []internalCase {
	r := outbox.Reminder
	soon := func(now string) view.View {
		return drafted(viewAt(scene.Told14(), now, 2), update.Holding, scene.HoldingText)
	}
	return []internalCase{
		{"reminder/first-half", drafted(viewAt(scene.Fresh(), "13:56", 1), update.FirstNoticeUnknown, "Hello Dana,\nyour checkout shows an error. We are on it."), rung(r, outbox.Half, "U0BEN")},
		{"reminder/soon", soon("14:25"), rung(r, outbox.Soon, "U0BEN")},
		{"reminder/due", soon("14:30"), rung(r, outbox.Due, "U0BEN")},
		{"reminder/late", soon("14:35"), rung(r, outbox.TooLate, "U0BEN", "U0ANA")},
		{"reminder/everybody", soon("14:40"), rung(r, outbox.Everybody, "U0ANA", "U0BEN", "U0CLEO")},
		{"reminder/nobody-answers", soon("15:30"), data(rung(r, outbox.Everybody, "U0ANA", "U0BEN", "U0CLEO"), outbox.Payload{All: true})},
		{"reminder/away", soon("14:42"), data(rung(r, outbox.Due, "U0BEN"), outbox.Payload{Away: "2026-11-23T14:25:00Z"})},
		{"reminder/stuck", viewAt(scene.With(scene.Told14(), out), "14:30", 2), rung(r, outbox.Due, "U0BEN")},
		{"reminder/no-draft", viewAt(scene.Told14(), "14:25", 2), rung(r, outbox.Soon, "U0BEN")},
		{"reminder/last-word", viewAt(scene.Solved(), "15:34", 4), rung(r, outbox.Soon, "U0BEN")},
		{"reminder/last-word-late", viewAt(scene.Solved(), "15:45", 4), rung(r, outbox.Everybody, "U0ANA", "U0BEN")},
		{"direct/due", soon("14:30"), rung(outbox.Direct, outbox.Due)},
		{"direct/outside", soon("14:40"), data(rung(outbox.Direct, outbox.Everybody), outbox.Payload{Outside: true})},
		{"direct/outside-private", drafted(viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Private = true }), "14:40", 2), update.Holding, scene.HoldingText), data(rung(outbox.Direct, outbox.Everybody), outbox.Payload{Outside: true})},
		{"direct/review", viewAt(scene.Finished(), "15:31", 5), rung(outbox.Direct, outbox.Due)},
	}
}

func answerCases() []internalCase {
	answered, line := outbox.Delivery{Kind: outbox.Answered, Update: 3}, outbox.Delivery{Kind: outbox.Line}
	end := func(o promise.Outcome, when, why string) view.View {
		return viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) {
			p := &inc.Clients[0].Promises[1]
			p.Outcome, p.SettledAt, p.Why = o, scene.At(when), why
		}), when, 2)
	}
	kept, late := end(promise.Kept, "14:29", ""), end(promise.Late, "14:34", "")
	return []internalCase{
		{"answered/early", kept, answered},
		{"answered/late", late, answered},
		{"answered/by-hand", updated(kept, byHand), answered},
		{"answered/dropped", end(promise.Dropped, "14:10", "cancelled: it was a <planned> restart"), answered},
		{"answered/resolved", end(promise.Moved, "14:10", "resolved"), answered},
		{"answered/it-arrived", viewAt(scene.Told14(), "14:20", 0), data(answered, outbox.Payload{Ruling: outbox.ItArrived})},
		{"answered/mail-arrived", viewAt(scene.Told14(), "14:20", 0), outbox.Delivery{Kind: outbox.Answered, Update: 3,
			Data: outbox.Payload{Ruling: outbox.ItArrived, Via: client.ViaEmail, To: "dana@acme.example"}}},
		{"answered/mail-overtaken", viewAt(scene.Told14(), "14:20", 0), outbox.Delivery{Kind: outbox.Answered, Update: 3,
			Data: outbox.Payload{Ruling: outbox.Overtaken, Via: client.ViaEmail, To: "dana@acme.example"}}},
		{"answered/overtaken", viewAt(scene.Told14(), "14:20", 0), data(answered, outbox.Payload{Ruling: outbox.Overtaken})},
		{"answered/overtaken-in-doubt", viewAt(scene.Told14(), "14:20", 0), data(answered, outbox.Payload{Ruling: outbox.Overtaken, Doubted: true})},
		{"answered/given-up-in-doubt", viewAt(scene.Told14(), "14:20", 0), data(answered, outbox.Payload{Ruling: outbox.GiveUp, Doubted: true})},
		{"answered/sent-again", viewAt(scene.Told14(), "14:20", 0), data(answered, outbox.Payload{Ruling: outbox.SendAgain})},
		{"answered/given-up", viewAt(scene.Told14(), "14:20", 0), data(answered, outbox.Payload{Ruling: outbox.GiveUp})},
		{"line/told", updated(kept, sentUpdate), line},
		{"line/read", updated(kept, readUpdate()), line},
		{"line/late", updated(late, sentUpdate), line},
		{"line/by-hand", updated(kept, byHand), line},
		{"line/last-word", updated(viewAt(scene.Finished(), "15:30", 4), update.Update{N: 4, Kind: update.ResolvedUpdate, SentAt: scene.At("15:30"), Texts: sentUpdate.Texts}), line},
	}
}

func problemCases() []internalCase {
	problem := outbox.Delivery{Kind: outbox.Problem}
	notice := func(kind, reason string) view.View {
		v := view.View{Now: scene.At("14:05"), Incident: scene.Told14()}
		if kind != "" {
			v.Target = &outbox.Delivery{Kind: kind, Reason: reason}
		}
		return v
	}
	guest := func(kind, name, answer string) outbox.Delivery {
		return outbox.Delivery{Kind: kind, Data: outbox.Payload{User: "U0GUS", Name: name, Answer: outbox.GuestAnswer(answer)}}
	}
	notIn := "I am not in that channel. Type `/invite @Candor` there, then press Retry"
	return []internalCase{
		{"problem/dead", stuckAt(viewAt(scene.Told14(), "14:20", 0), outbox.Dead, notIn), problem},
		{"problem/too-late-to-retry", stuckAt(viewAt(scene.Told14(), "15:00", 0), outbox.Dead, "it was not possible in time (Slack could not be reached)"), problem},
		{"problem/asks", stuckAt(viewAt(scene.Told14(), "14:20", 0), outbox.NeedsDecision, "Slack did not answer in time"), problem},
		{"problem/asks-too-late", stuckAt(viewAt(scene.Told14(), "15:02", 0), outbox.NeedsDecision, "Candor was stopped while it was sending"), problem},
		{"problem/mail-dead", stuckOn(updated(viewAt(scene.Told14(), "14:20", 0), hadElsewhere), toDanasMail, outbox.Dead,
			"their mail server does not know the address dana@acme.example (550 5.1.1). Reach them another way, and have it corrected in the config"), problem},
		{"problem/optional-elsewhere", stuckOn(updated(viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) {
			inc.Clients[0].Results = []outbox.Result{{To: inSlack, Update: 3, State: outbox.Dead}, {To: toDanasMail, Update: 3, State: outbox.Delivered}}
		}), "14:20", 0), sentUpdate), inSlack, outbox.Dead, "that channel is archived. Unarchive it, then press Retry"), problem},
		{"problem/mail-asks", stuckOn(viewAt(scene.Told14(), "14:20", 0), toDanasMail, outbox.NeedsDecision, "the mail server had the whole mail, and the connection broke off before it answered"), problem},
		{"problem/mail-back", cameHome(stuckOn(viewAt(scene.Told14(), "14:20", 0), toDanasMail, outbox.Dead, "their mail server does not know that address (5.1.1). Call them, and have it corrected")), problem},
		{"problem/mail-back-elsewhere", cameHome(stuckOn(updated(viewAt(scene.Told14(), "15:10", 0), hadElsewhere), toDanasMail, outbox.Dead, "their mailbox is full (5.2.2). Call them")), problem},
		{"problem/webhook-dead", stuckOn(updated(viewAt(scene.Told14(), "14:20", 0), hadElsewhere), toTheirHook, outbox.Dead, "their webhook is gone for good (410). Ask them for the new address"), problem},
		{"problem/webhook-first", stuckOn(updated(viewAt(scene.Told14(), "14:20", 0), leaving), toTheirHook, outbox.Dead, "their webhook is gone for good (410). Ask them for the new address"), problem},
		{"problem/mail-asks-first", stuckOn(updated(viewAt(scene.Told14(), "14:20", 0), leaving), toDanasMail, outbox.NeedsDecision, "the mail server had the whole mail, and the connection broke off before it answered"), problem},
		{"problem/reached-elsewhere-now", stuckOn(updated(viewAt(scene.Told14(), "14:20", 0), leaving), client.Destination{Via: client.ViaEmail, To: "old@acme.example"}, outbox.Dead, "they are reached in another place now. Write a new update: it goes there"), problem},
		{"problem/last-word", stuckAt(viewAt(scene.Solved(), "15:25", 0), outbox.Dead, "that channel is archived. Unarchive it, then press Retry"), problem},
		{"notice/channel", notice(outbox.OpenChannel, "all names for its channel are taken"), outbox.Delivery{Kind: outbox.Notice}},
		{"notice/invite", notice(outbox.Invite, "I could not invite <@U0CLEO> (a guest with limits). Everybody else is in"), outbox.Delivery{Kind: outbox.Notice}},
		{"notice/card", notice(outbox.Card, "people of another company can read that channel, or soon will, so nothing internal is posted there"), outbox.Delivery{Kind: outbox.Notice}},
		{"guest/asked", viewAt(scene.Told14(), "14:20", 0), guest(outbox.AskGuest, "Gus Hale <!here>", "")},
		{"guest/no-name", viewAt(scene.Told14(), "14:20", 0), guest(outbox.AskGuest, "", "")},
		{"guest/colleague", viewAt(scene.Told14(), "14:20", 0), guest(outbox.GuestSaid, "Gus Hale", string(outbox.Trusted))},
		{"guest/client", viewAt(scene.Told14(), "14:20", 0), guest(outbox.GuestSaid, "Gus Hale", string(outbox.TakeOut))},
		{"guest/stop", viewAt(scene.Told14(), "14:20", 0), guest(outbox.GuestSaid, "Gus Hale", string(outbox.StopHere))},
		{"guest/all-left", viewAt(scene.Told14(), "14:20", 0), outbox.Delivery{Kind: outbox.AllLeft, Data: outbox.Payload{User: "U0ANA", Name: "Ana <Ruiz>"}}},
		{"guest/gone", viewAt(scene.Told14(), "14:20", 0), guest(outbox.GuestSaid, "Gus Hale", string(outbox.GuestGone))},
		{"moved/line", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Private = true }), "14:20", 0), outbox.Delivery{Kind: outbox.Farewell}},
		{"moved/card", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Private = true }), "14:20", 0), outbox.Delivery{Kind: outbox.OldCard}},
		{"notice/old-card", notice(outbox.OldCard, "that channel is archived. Unarchive it, then press Retry"), outbox.Delivery{Kind: outbox.Notice}},
		{"notice/kick", notice(outbox.Kick, "I may not take <@U0GUS> out of the channel"), outbox.Delivery{Kind: outbox.Notice}},
		{"notice/guest", notice(outbox.AskGuest, "that person cannot be reached by direct message (user_is_restricted). Tell them yourself"), outbox.Delivery{Kind: outbox.Notice}},
		{"steps/due", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Checklist[2].Brought = true }), "14:20", 0), outbox.Delivery{Kind: outbox.StepDue, To: "U0ANA"}},
		{"steps/done", viewAt(scene.Told14(), "14:20", 0), outbox.Delivery{Kind: outbox.StepDue, To: "U0BEN"}},
		{"notice/shared", notice("", ""), outbox.Delivery{Kind: outbox.Notice}},
		{"topic/public", viewAt(scene.Told14(), "14:00", 0), outbox.Delivery{Kind: outbox.Topic}},
		{"topic/private", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Private = true }), "14:00", 0), outbox.Delivery{Kind: outbox.Topic}},
	}
}

func damageCases() []internalCase {
	acme := &damage.Outline{Clients: []string{"Acme Shop", "Globex <Travel>"}, Due: scene.At("14:30"), People: []string{"U0ANA"}}
	hidden := &damage.Outline{Clients: []string{"Acme Shop"}, Due: scene.At("14:30"), Private: true, People: []string{"U0ANA"}}
	unreadable := func(kind damage.Kind, key string, o *damage.Outline) damage.Unreadable {
		return damage.Unreadable{Record: damage.Record{Kind: kind, Key: key}, Outline: o}
	}
	view := func(list ...damage.Unreadable) view.View { return view.View{Now: scene.At("14:40"), Damaged: list} }
	to := func(user string) outbox.Delivery { return outbox.Delivery{Kind: outbox.Damaged, To: user} }
	return []internalCase{
		{"damage/incident", view(unreadable(damage.IncidentRecord, "INC-7", acme)), to("U0BEN")},
		{"damage/private", view(unreadable(damage.IncidentRecord, "INC-7", hidden)), to("U0BEN")},
		{"damage/private-to-its-people", view(unreadable(damage.IncidentRecord, "INC-7", hidden)), to("U0ANA")},
		{"damage/over", view(unreadable(damage.IncidentRecord, "INC-7", &damage.Outline{Clients: []string{"Acme Shop"}, Over: true})), to("U0BEN")},
		{"damage/unknown", view(unreadable(damage.IncidentRecord, "INC-7", nil)), to("U0BEN")},
		{"damage/each", view(
			unreadable(damage.ReachRecord, "U0ANA", nil), unreadable(damage.ClientRecord, "acme", nil), unreadable(damage.EnvelopeRecord, "12", nil),
			unreadable(damage.TimelineRecord, "INC-7/timeline/4", acme), unreadable(damage.DeliveryRecord, "INC-7/acme/promise/1/rung/2.2/channel", acme),
			unreadable(damage.DeliveryRecord, "INC-7/acme/update/3/slack", acme), unreadable(damage.UpdateRecord, "INC-7/acme/update/2", acme),
			unreadable(damage.StoreRecord, "meta/seq", nil), unreadable(damage.IncidentRecord, "INC-8", acme)), to("U0BEN")},
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
			scene.Golden(t, "post/"+c.name, readable(t, p))
		})
	}
}

// Whatever asks people to keep a promise says as of when it is known, once the store was
// put back from a copy: what the client heard since nobody here knows.
func TestWhatIsDueSaysAsOfWhenItIsKnown(t *testing.T) {
	asks := []string{outbox.Reminder, outbox.Direct, outbox.WakeCall, outbox.ApprovalAsk, outbox.ApprovalAlone, outbox.Problem, outbox.Card}
	seen := map[string]int{}
	for _, c := range internalCases() {
		inc := c.v.Incident
		due := inc != nil && c.v.Client != nil && c.v.Client.Next() != nil && (c.v.Promise == nil || c.v.Promise.Outcome == promise.Pending)
		if !slices.Contains(asks, c.d.Kind) || !due || inc.Over() || inc.Private && (bool(c.d.Data.Outside) || c.d.Kind == outbox.WakeCall) {
			continue
		}
		if c.d.Kind == outbox.Problem && !strings.Contains(readable(t, mustRender(t, c)), "by 1") { // it speaks of no promise
			continue
		}
		copied(inc)
		if text := readable(t, mustRender(t, c)); !strings.Contains(text, "what was said since is not known here") {
			t.Errorf("%s does not say as of when:\n%s", c.name, text)
		}
		seen[c.d.Kind]++
	}
	for _, kind := range asks {
		if seen[kind] == 0 {
			t.Errorf("no case of %s was looked at", kind)
		}
	}
}

func mustRender(t *testing.T, c internalCase) kit.Post {
	t.Helper()
	p, err := Internal(c.v, c.d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What people and clients type has no end; what Slack takes has.
func TestInternalPostsFit(t *testing.T) {
	long := strings.Repeat("ä<&> wort ", 700)
	for _, c := range internalCases() {
		t.Run(c.name, func(t *testing.T) {
			inc := c.v.Incident
			if inc == nil { // a message about what cannot be read
				inc = scene.Told14()
				for i := range c.v.Damaged {
					if o := c.v.Damaged[i].Outline; o != nil {
						o.Clients = append([]string{long}, o.Clients...)
					}
				}
			}
			inc.Title, inc.Impact = long, long
			for i := range inc.Checklist {
				inc.Checklist[i].Text = messages.Cut(long, 300)
			}
			for range 60 {
				inc.Clients = append(inc.Clients, incident.Affected{Client: client.Client{ID: "c", Name: strings.Repeat("Name ", 20)}, NoPromise: messages.Cut(long, 100)})
			}
			inc.Clients[0].Client.Name = messages.Cut(long, 200)
			if c.v.Client != nil {
				c.v.Client = &inc.Clients[0]
			}
			if p := c.v.Promise; p != nil && p.Draft != nil {
				p.Draft.Texts = map[string]outbox.Text{client.ViaSlack: {Body: long}}
			}
			many := outbox.Reply{Name: long, Text: messages.Cut(long, 2000), Files: []string{long}, At: scene.At("14:10")}
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

func cameHome(v view.View) view.View {
	v.Target.Bounced = v.Now
	return v
}

func mailUnseen(v view.View) view.View {
	v.MailUnseen = true
	return v
}

func TestInternalSaysWhatIsMissing(t *testing.T) {
	full := stuckAt(updated(viewAt(scene.Told14(), "14:00", 2), sentUpdate), outbox.Dead, "x")
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
	inc := scene.Told14()
	inc.Private = true
	v := drafted(viewAt(inc, "14:40", 2), update.Holding, scene.HoldingText)
	for _, d := range []outbox.Delivery{data(rung(outbox.Direct, outbox.Everybody), outbox.Payload{Outside: true}), {Kind: outbox.Topic}, {Kind: outbox.Farewell}, {Kind: outbox.OldCard}} {
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

// Who was asked from outside a private incident reads no more in the line that their
// message becomes, whatever became of it, than they did before.
func TestWhatAnOutsiderReadIsEditedIntoNoMore(t *testing.T) {
	inc := scene.Told14()
	inc.Private = true
	for _, asked := range []string{outbox.Direct, outbox.ApprovalAsk} {
		for what, edit := range map[string]outbox.Delivery{
			"settled": {}, "a request": {Data: outbox.Payload{Request: "1"}}, "a decision": {Data: outbox.Payload{Later: outbox.Agreed}}, "a ruling": {Data: outbox.Payload{Ruling: outbox.ItArrived}},
			"several": {Group: []outbox.Member{{Client: "acme", Promise: 1}}}, "sent to several": {Batch: "b", Update: 1},
		} {
			for _, outcome := range []promise.Outcome{promise.Kept, promise.Late, promise.Dropped, promise.Moved, promise.Pending} {
				v := viewAt(inc, "14:40", 2)
				edit.Kind, v.Promise.Outcome = outbox.Answered, outcome
				v.Target = &outbox.Delivery{Kind: asked, To: "U0CLEO", Data: outbox.Payload{Outside: true}}
				p, err := Internal(v, edit)
				if err != nil {
					t.Fatal(err)
				}
				if said := readable(t, p); !strings.Contains(said, "INC-7") || strings.Contains(said, "Acme") || strings.Contains(said, "@ana") {
					t.Errorf("%s, %s, %s: they read: %s", asked, what, outcome, said)
				}
			}
		}
	}
}

// answer is what somebody sees who typed or pressed.
type answer struct {
	name string
	post kit.Post
}

// readable is a post as a reviewer reads it.
func readable(t *testing.T, p kit.Post) string {
	t.Helper()
	return scene.ReadablePost(t, p.Text, p.Blocks)
}

func mustFit(t *testing.T, p kit.Post) {
	t.Helper()
	scene.FitPost(t, p.Text, p.Blocks)
}
