package scene

import (
	"fmt"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/question"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/incident/view"
)

// Asking is an incident of which an update waits for somebody's word.
func Asking(inc *incident.Incident) {
	inc.Clients[0].Request = &approval.Request{
		N: 2, AskedAt: At("14:20"), Asked: []string{"U0CLEO"}, Needs: []approval.Need{{For: approval.Other, People: []string{"U0CLEO"}, Anyone: true}},
		Findings: []update.Finding{{Rule: "vague-time", Level: update.Warn, Words: "soon <now>", Why: "“Soon” cannot be kept or broken. Say when."}},
		Update: update.Update{
			Kind: update.Progress, By: "U0BEN", NextAt: At("15:00"),
			To: []client.Destination{{Via: client.ViaSlack, To: "C0ACME"}, {Via: client.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}},
			Texts: map[string]outbox.Text{
				client.ViaSlack: {Body: HoldingText},
				client.ViaEmail: {Subject: "Re: Acme online shop: it does not open [INC-7]", Body: "Hi Dana,\n\nwe are still working on it."},
			},
			Overrides: []update.Override{{Rule: "leak-host", Words: "web-1", Reason: "they know it as <web-1>", By: "U0BEN"}},
		},
	}
}

// Given answers questions of an incident, all at 13:50.
func Given(inc *incident.Incident, answers map[facts.Question]facts.Answer) {
	inc.Facts.Given = map[facts.Question]facts.Fact{}
	for q, a := range answers {
		inc.Facts.Given[q] = facts.Fact{Answer: a, By: "U0ANA", At: At("13:50"), Since: At("13:50")}
	}
}

// Disaster is the incident of the five questions: two are not known yet.
func Disaster() *incident.Incident {
	inc := Told14()
	inc.Kind, inc.Private, inc.Title, inc.Impact, inc.Doing = "data_loss", true, "", "some of your data is missing", "looking through all other places"
	inc.Clients[0].Client = withPhone(Acme)
	Given(inc, map[facts.Question]facts.Answer{
		facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy, facts.Recoverable: facts.DontKnow,
		facts.Intruder: facts.DontKnow, facts.Personal: facts.Yes,
	})
	lost := inc.Facts.Given[facts.DataLost]
	lost.Words, lost.From, lost.To = "all <user> accounts", "10 February", "10 March"
	inc.Facts.Given[facts.DataLost] = lost
	return inc
}

func withPhone(c client.Client) client.Client {
	c.Contacts = []client.Contact{{Name: "Dana <Fox>", Phone: "+44 (20) 7946-0002"}, {Name: "Their office", Phone: "ask | the desk"}, {Name: "No number"}}
	return c
}

// OnlyPhone has no way for us to write.
func OnlyPhone(inc *incident.Incident) {
	c := withPhone(Acme)
	c.Slack = ""
	inc.Clients[0].Client = c
}

// Talking is the incident with everything that a call leaves behind.
func Talking(inc *incident.Incident) {
	aff := &inc.Clients[0]
	aff.Asks = question.List{{Text: "When is it <back>?", At: At("13:50"), First: true, AnsweredAt: At("14:00")}, {Text: "And now?", At: At("14:10")}, {Text: "Hello?", At: At("14:12")}}
	aff.Attempts, aff.AttemptAt = 2, At("14:15")
	aff.Promises = append(aff.Promises, promise.Promise{N: 3, Kind: promise.Written, MadeAt: At("14:00"), DueAt: At("14:30")})
	inc.Facts.Known = []facts.Noted{{Text: "Orders before 10 February are <complete>"}}
	inc.Facts.Unknown = []facts.Noted{{Text: "why nobody noticed."}}
}

// Whole is a client with something in every field.
func Whole() client.Client {
	return client.Client{
		ID: "acme", Name: "Acme Shop & Sons", Service: "Acme online shop", TimeZone: "Europe/London", Slack: "C0ACME", Email: true,
		Contacts: []client.Contact{{Name: "Dana <Fox>", Email: "dana@acme.example", Phone: "+44 20 7946 0002"}, {Name: "Dana Fox", Phone: "+44 20 7946 0009"}},
		Hours:    schedule.Hours{Days: []time.Weekday{1, 2, 3, 4}, Opens: 8 * time.Hour, Closes: 16 * time.Hour}, Holidays: []string{"2026-12-25"}, Night: client.NightWorst,
		Cadence:  map[client.Severity]client.Rhythm{1: {First: 10 * time.Minute, Every: schedule.Every(20 * time.Minute)}},
		Approval: client.Approval{Rule: client.ApprovalNamed, People: []string{"U0BEN", "U0CLEO"}}, Technical: true, Automatic: true,
		Tags: []string{"web-3", "eu"}, Webhook: &client.Webhook{URL: "https://acme.example/hook", Secret: "whsec_never"}, Aliases: []string{"ACME Ltd"}, Domains: []string{"acme.example"},
	}
}

// London is the zone of the team.
var London = MustZone("Europe/London")

// MustZone is a zone by its name.
func MustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// Globex has no channel with us, no contact and no time zone.
var Globex = client.Client{ID: "globex", Name: "Globex Travel"}

// Telling is a text as its writer sees it before it leaves.
func Telling(inc *incident.Incident, kind, body string) *view.Draft {
	return &view.Draft{
		Incident: inc, Client: inc.Clients[0].Client,
		Update: update.Update{Kind: kind, NextAt: At("14:30"), To: inc.Clients[0].Client.Destinations(), Texts: map[string]outbox.Text{client.ViaSlack: {Body: body}}},
	}
}

// Sixty is the longest checklist that there may be.
func Sixty() *incident.Incident {
	inc := Told14()
	inc.Checklist = nil
	for i := range 60 {
		inc.Checklist = append(inc.Checklist, playbook.Item{ID: fmt.Sprintf("outage.%02d", i), Text: fmt.Sprintf("Step %d of sixty", i+1), Owner: playbook.Commander, Due: "T+30m"})
	}
	return inc
}

// Worst is an incident of which everything that people and the config may write
// is as long and as hostile as it may be.
func Worst() *incident.Incident {
	inc := Sixty()
	inc.Number = 999999999999
	inc.Impact, inc.Title = strings.Repeat("<!channel> & ", 12)[:150], strings.Repeat("漢", 150)
	for i := range inc.Checklist {
		inc.Checklist[i].ID += strings.Repeat("x", 80)
		inc.Checklist[i].Text = strings.Repeat("&", 300)
		inc.Checklist[i].Gate = []playbook.Gate{playbook.ResolveGate, playbook.CloseGate}[i%2]
	}
	inc.Clients[0].Client = client.Client{ID: strings.Repeat("c", 24), Name: strings.Repeat("客", 75)}
	inc.Clients[0].Promises = inc.Clients[0].Promises[1:]
	return inc
}

// At is a time of the day on which the incident of these tests happens.
func At(clock string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", "2026-11-23 "+clock+":00")
	if err != nil {
		panic(err)
	}
	return t
}

// Acme is a client in Slack alone.
var Acme = client.Client{
	ID: "acme", Name: "Acme Shop", Service: "Acme online shop", TimeZone: "Europe/London", Slack: "C0ACME",
	Contacts: []client.Contact{{Name: "Dana Fox"}},
}

// HoldingText is a text as it leaves for Acme.
const HoldingText = "Hello Dana,\nwe are still working on it: we are reading the logs of the last deployment.\nNext update by 15:00 GMT, sooner if anything changes."

// Told14 is an incident whose client was told at 14:00 and expects news at 14:30.
func Told14() *incident.Incident {
	return &incident.Incident{
		Number: 7, Rev: 9, Kind: "outage", Title: "Checkout is down", Impact: "your checkout shows an error",
		Severity: client.BusinessStopped, State: incident.Open, Status: update.Investigating,
		Since: At("13:45"), DeclaredAt: At("13:48"), DeclaredBy: "U0ANA",
		Roles:   map[playbook.Role]string{playbook.Commander: "U0ANA", playbook.Comms: "U0BEN"},
		Channel: incident.Channel{ID: "C0INC7", Name: "inc-7-acme-checkout-is-down"},
		Clients: []incident.Affected{{
			Client: Acme, Updates: 1, Heard: 1, ToldAt: At("14:00"), Written: true,
			Promises: []promise.Promise{
				{N: 1, Kind: promise.Update, First: true, MadeAt: At("13:48"), DueAt: At("14:03"), Outcome: promise.Kept, SettledAt: At("14:00")},
				{N: 2, Kind: promise.Update, Said: true, MadeAt: At("14:00"), DueAt: At("14:30")},
			},
		}},
		Checklist: []playbook.Item{
			{ID: "see", Phase: "assess", Text: "See it with your own eyes", Owner: playbook.Commander, Mark: playbook.Mark{State: playbook.ItemDone}},
			{ID: "tell", Phase: "communicate", Text: "Tell the client", Owner: playbook.Comms, Due: "FN", Mark: playbook.Mark{State: playbook.ItemDone}},
			{ID: "stop", Phase: "contain", Text: "Stop all deployments & <cron> jobs", Owner: playbook.Commander, Due: "T+30m"},
			{ID: "back", Phase: "recover", Text: "Roll back the last change", Owner: playbook.Tech},
			{ID: "test", Phase: "verify", Text: "Buy something as a customer", Owner: playbook.Comms},
			{ID: "learn", Phase: "learn", Text: "Write the review", Owner: playbook.Account},
		},
	}
}

// Fresh is the same incident before anybody was told.
func Fresh() *incident.Incident {
	inc := Told14()
	inc.Clients[0] = incident.Affected{Client: Acme, Promises: []promise.Promise{
		{N: 1, Kind: promise.Update, First: true, MadeAt: At("13:48"), DueAt: At("14:03")},
	}}
	return inc
}

// Solved is the same incident at 15:30, resolved after a late update.
func Solved() *incident.Incident {
	inc := Told14()
	inc.State, inc.Status, inc.ResolvedAt = incident.Resolved, update.Monitoring, At("15:22")
	aff := &inc.Clients[0]
	aff.Updates, aff.Heard, aff.ToldAt = 2, 2, At("14:34")
	aff.Promises[1].Outcome, aff.Promises[1].SettledAt = promise.Late, At("14:34")
	aff.Promises = append(aff.Promises,
		promise.Promise{N: 3, Kind: promise.Update, MadeAt: At("14:34"), DueAt: At("16:00"), Outcome: promise.Moved, SettledAt: At("15:22")},
		promise.Promise{N: 4, Kind: promise.Final, MadeAt: At("15:22"), DueAt: At("15:37")})
	return inc
}

// Finished is it after the last word.
func Finished() *incident.Incident {
	inc := Solved()
	aff := &inc.Clients[0]
	inc.Status, aff.ToldAt = update.StatusSolved, At("15:30")
	aff.Promises[3].Outcome, aff.Promises[3].SettledAt = promise.Kept, At("15:30")
	aff.Promises = append(aff.Promises, promise.Promise{N: 5, Kind: promise.Review, Said: true, MadeAt: At("15:30"), DueAt: At("17:00").AddDate(0, 0, 7)})
	return inc
}

// Reviewed is it once the client has its review, and nothing is owed any more.
func Reviewed() *incident.Incident {
	inc := Finished()
	inc.Clients[0].Promises[4].Settle(3, At("16:30"))
	return inc
}

// With is an incident after a change.
func With(inc *incident.Incident, change func(*incident.Incident)) *incident.Incident {
	change(inc)
	return inc
}

// Waits lets Ana ask that Acme hears of the loss later; with agreed, Ben has agreed.
func Waits(until string, agreed bool) func(*incident.Incident) {
	return func(inc *incident.Incident) {
		l := &incident.Decision{Reason: "the director is in the <air>", By: "U0ANA", Second: "U0BEN", AskedAt: At("14:05"), Until: At(until)}
		if agreed {
			l.AgreedAt = At("14:06")
		}
		inc.Clients[0].Embargo = l
	}
}
