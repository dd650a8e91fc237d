package report

import (
	"cmp"
	"strings"

	"candor/incident/facts"
	"candor/incident/figures"
)

// outcomes are what they know of their data and of a break-in, by the last that they have heard.
var outcomes = []struct {
	q facts.Question
	a facts.Answer
	s string
}{
	{facts.DataLost, facts.No, "No data was lost."},
	{facts.DataLost, facts.DontKnow, "Whether data is lost is not known yet."},
	{facts.Intruder, facts.No, "We found no sign that anyone got in who should not have."},
	{facts.Intruder, facts.Suspected, "Whether anyone got in who should not have is not known yet."},
	{facts.Intruder, facts.DontKnow, "Whether anyone got in who should not have is not known yet."},
	{facts.Intruder, facts.Confirmed, "Someone got in who should not have."},
	{facts.Personal, facts.Yes, "Personal data is affected."},
	{facts.Personal, facts.No, "No personal data is affected."},
	{facts.Personal, facts.DontKnow, "Whether personal data is affected is not known yet."},
}

// back says what became of what was lost.
var back = map[facts.Answer]string{
	facts.Restored: "All of it is back.", facts.Yes: "All of it can be recovered.", facts.Partly: "Part of it can be recovered.",
	facts.PartBack: "Part of it is back; the rest cannot be recovered.",
	facts.No:       "None of it can be recovered.", facts.DontKnow: "How much of it can be recovered is not known yet.",
}

// outcome is what a client has heard of their data and of who got in.
func outcome(c figures.Case) string {
	var list []string
	knows := c.Client.Knows
	if l := cmp.Or(c.Client.Lost, c.Incident.ToldLoss(c.Client)); l != nil {
		list = append(list, "This was lost: "+lost(*l)+". "+back[knows[facts.Recoverable]])
	}
	for _, o := range outcomes {
		if a, heard := knows[o.q]; heard && a == o.a {
			list = append(list, o.s)
		}
	}
	return strings.Join(list, " ")
}

func lost(l facts.Loss) string {
	text := oneLine(cmp.Or(l.What, "some of your data"))
	from, to := facts.Span(l.From, l.To)
	if from != "" {
		text += " from " + oneLine(from)
	}
	if to != "" {
		text += " to " + oneLine(to)
	}
	return text
}
