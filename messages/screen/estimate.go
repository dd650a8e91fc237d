package screen

import (
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// estimatePost asks who is in charge whether an estimate holds, before it ends.
// Once that is answered it is one line.
func estimatePost(v view.View, d outbox.Delivery) kit.Post {
	inc := v.Incident
	e := inc.Estimate
	if e == nil || fmt.Sprint(e.N) != d.Data.Estimate || e.Holds != "" || inc.State != incident.Open {
		return kit.BothWays(v.Now, func(w kit.Pen) string { return estimateLine(inc, d, w) })
	}
	ref := view.Ref{Number: inc.Number, N: e.N}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return lead(kit.Mentions(d.Users), fmt.Sprintf("%s: you expect that it works between %s and %s. That ends in %s%s. Will it hold?",
			w.Strong(inc.Name()), w.At(e.From), w.At(e.To), messages.Span(e.To.Sub(v.Now)), whoKnows(inc)))
	}, slack.NewActionBlock("do",
		kit.Primary(kit.Button(kit.ActEtaHolds, ref, "It will hold")),
		kit.Button(kit.ActEtaNew, ref, "New estimate"),
		kit.Button(kit.ActEtaNone, ref, "Nobody can say")))
}

// whoKnows names the clients that read the estimate.
func whoKnows(inc *incident.Incident) string {
	var names []string
	for i := range inc.Clients {
		if _, _, ok := inc.Clients[i].ToldEstimate(); ok {
			names = append(names, messages.Escape(inc.Clients[i].Client.Name))
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > shownNames:
		return fmt.Sprintf(", and %d clients know it", len(names))
	case len(names) == 1:
		return ", and " + names[0] + " knows it"
	}
	return ", and " + fault.And(names) + " know it"
}

// estimateLine says what became of a question.
func estimateLine(inc *incident.Incident, d outbox.Delivery, w kit.Pen) string {
	e := inc.Estimate
	switch {
	case e == nil || inc.State != incident.Open:
		return "The estimate does not matter any more."
	case e.Holds != "" && fmt.Sprint(e.N) == d.Data.Estimate:
		return fmt.Sprintf("%s says that the estimate will hold: between %s and %s.", kit.Mention(e.Holds), w.At(e.From), w.At(e.To))
	case e.To.IsZero():
		return fmt.Sprintf("%s says that nobody can give an estimate now.", kit.Mention(e.By))
	}
	return fmt.Sprintf("%s gave a new estimate: between %s and %s.", kit.Mention(e.By), w.At(e.From), w.At(e.To))
}

// estimatePart is the estimate on the card; "" if there is none.
func estimatePart(inc *incident.Incident, w kit.Pen) string {
	e := inc.Estimate
	if !e.Live(w.Now) || inc.State != incident.Open || inc.Status == update.Monitoring {
		return ""
	}
	return fmt.Sprintf("\nExpected to work between %s and %s; may change", w.At(e.From), w.At(e.To))
}

// EstimateSaved says how an estimate was understood, in the writer's time and
// in that of each client.
func EstimateSaved(inc *incident.Incident, zone *time.Location, now time.Time) kit.Post {
	e := inc.Estimate
	if e.To.IsZero() {
		return kit.Plain("Noted: nobody can say when it works." + hearNow(inc))
	}
	mine := client.Client{TimeZone: zone.String()}
	text := fmt.Sprintf("Noted: you expect that it works between %s and %s", messages.ClientTime(e.From, now, &mine), messages.ClientTime(e.To, now, &mine))
	for i := range inc.Clients {
		c := &inc.Clients[i].Client
		if i < shownNames && messages.ClientTime(e.To, now, c) != messages.ClientTime(e.To, now, &mine) {
			text += fmt.Sprintf("; for %s %s to %s", messages.Escape(c.Name), messages.ClientTime(e.From, now, c), messages.ClientTime(e.To, now, c))
		}
	}
	return kit.Plain(text + ". The next update says it, as something that may change." + hearNow(inc))
}

// hearNow adds that clients read an estimate that does not hold.
func hearNow(inc *incident.Incident) string {
	for i := range inc.Clients {
		if p := inc.Clients[i].Owed(promise.Update); p != nil && p.Event != nil && slices.Contains(kindsOf(p.Event), string(promise.EstimateMissed)) {
			return " What they know does not hold: tell them now, the reminder is on its way."
		}
	}
	return ""
}

func kindsOf(e *promise.Event) (list []string) {
	for _, k := range e.Kinds {
		list = append(list, string(k))
	}
	return list
}
