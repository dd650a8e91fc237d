package messages

import (
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
)

// FieldEta is the field of the estimate form that holds the range.
const FieldEta = "eta"

// estimatePost asks who is in charge whether an estimate holds, before it ends.
// Once that is answered it is one line.
func estimatePost(v view.View, d outbox.Delivery) Post {
	inc := v.Incident
	e := inc.Estimate
	if e == nil || fmt.Sprint(e.N) != d.Data["n"] || e.Holds != "" || inc.State != incident.Open {
		return bothWays(v.Now, func(w pen) string { return estimateLine(inc, d, w) })
	}
	ref := Ref{Number: inc.Number, N: e.N}
	return bothWays(v.Now, func(w pen) string {
		return lead(mentions(d.Users), fmt.Sprintf("%s: you expect that it works between %s and %s. That ends in %s%s. Will it hold?",
			w.strong(inc.Name()), w.at(e.From), w.at(e.To), Span(e.To.Sub(v.Now)), whoKnows(inc)))
	}, slack.NewActionBlock("do",
		primary(button(ActEtaHolds, ref, "It will hold")),
		button(ActEtaNew, ref, "New estimate"),
		button(ActEtaNone, ref, "Nobody can say")))
}

// whoKnows names the clients that read the estimate.
func whoKnows(inc *incident.Incident) string {
	var names []string
	for i := range inc.Clients {
		if _, _, ok := inc.Clients[i].ToldEstimate(); ok {
			names = append(names, escape(inc.Clients[i].Client.Name))
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
	return ", and " + listed(names) + " know it"
}

// estimateLine says what became of a question.
func estimateLine(inc *incident.Incident, d outbox.Delivery, w pen) string {
	e := inc.Estimate
	switch {
	case e == nil || inc.State != incident.Open:
		return "The estimate does not matter any more."
	case e.Holds != "" && fmt.Sprint(e.N) == d.Data["n"]:
		return fmt.Sprintf("%s says that the estimate will hold: between %s and %s.", mention(e.Holds), w.at(e.From), w.at(e.To))
	case e.To.IsZero():
		return fmt.Sprintf("%s says that nobody can give an estimate now.", mention(e.By))
	}
	return fmt.Sprintf("%s gave a new estimate: between %s and %s.", mention(e.By), w.at(e.From), w.at(e.To))
}

// estimatePart is the estimate on the card; "" if there is none.
func estimatePart(inc *incident.Incident, w pen) string {
	e := inc.Estimate
	if !e.Live(w.now) || inc.State != incident.Open || inc.Status == incident.Monitoring {
		return ""
	}
	return fmt.Sprintf("\nExpected to work between %s and %s; may change", w.at(e.From), w.at(e.To))
}

// EstimateForm asks for a new estimate.
func EstimateForm(inc *incident.Incident) slack.ModalViewRequest {
	return form(FormEta, "When will it work?", "Save", "Cancel", Ref{Number: inc.Number},
		field(FieldEta, "Between when and when?", "A range, for example 2-4h or 15:00-16:00. Write none if nobody can say.", false, textInput("", false, 2*maxTime)),
		field(FieldReason, "Why?", "If it is another one than before. The client may read it.", true, textInput("", false, 300)))
}

// EstimateSaved says how an estimate was understood, in the writer's time and
// in that of each client.
func EstimateSaved(inc *incident.Incident, zone *time.Location, now time.Time) Post {
	e := inc.Estimate
	if e.To.IsZero() {
		return Plain("Noted: nobody can say when it works." + hearNow(inc))
	}
	mine := client.Client{TimeZone: zone.String()}
	text := fmt.Sprintf("Noted: you expect that it works between %s and %s", ClientTime(e.From, now, &mine), ClientTime(e.To, now, &mine))
	for i := range inc.Clients {
		c := &inc.Clients[i].Client
		if i < shownNames && ClientTime(e.To, now, c) != ClientTime(e.To, now, &mine) {
			text += fmt.Sprintf("; for %s %s to %s", escape(c.Name), ClientTime(e.From, now, c), ClientTime(e.To, now, c))
		}
	}
	return Plain(text + ". The next update says it, as something that may change." + hearNow(inc))
}

// hearNow adds that clients read an estimate that does not hold.
func hearNow(inc *incident.Incident) string {
	for i := range inc.Clients {
		if p := inc.Clients[i].Owed(incident.UpdatePromise); p != nil && p.Event != nil && slices.Contains(kindsOf(p.Event), string(incident.EstimateMissed)) {
			return " What they know does not hold: tell them now, the reminder is on its way."
		}
	}
	return ""
}

func kindsOf(e *incident.Event) (list []string) {
	for _, k := range e.Kinds {
		list = append(list, string(k))
	}
	return list
}
