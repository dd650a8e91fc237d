package history

import (
	"fmt"
	"strings"
	"time"
)

// ReviewPaper is the written review as the team reads it.
type ReviewPaper struct {
	Due      time.Time `json:"due"`
	Answered time.Time `json:"answered,omitzero"` // zero: nobody has answered
	By       string    `json:"by,omitempty"`
	Cause    string    `json:"cause,omitempty"` // unknown, suspected or confirmed
	Why      string    `json:"why,omitempty"`
	Proof    string    `json:"proof,omitempty"`
	Gap      string    `json:"gap,omitempty"`  // which check would have caught it, and why it did not
	Work     string    `json:"work,omitempty"` // workload and conditions
}

// ChangePaper is something that changes afterwards.
type ChangePaper struct {
	N     int         `json:"n"`
	Text  string      `json:"text"`
	Owner string      `json:"owner"`
	Due   time.Time   `json:"due"`
	Done  time.Time   `json:"done,omitzero"` // zero: it is open
	Moved []MovePaper `json:"moved,omitempty"`

	Dropped time.Time `json:"dropped,omitzero"` // it is not made at all
	DropWhy string    `json:"drop_why,omitempty"`
}

// MovePaper is a date that was put off, and why.
type MovePaper struct {
	From time.Time `json:"from"`
	Why  string    `json:"why"`
}

func reviewPaper(r Record) *ReviewPaper {
	v := r.Incident.Review
	if v == nil {
		return nil
	}
	a, says := v.Answers, func(text string) string { return Named(text, r.Name) }
	p := &ReviewPaper{Due: v.DueAt, Answered: v.At, Cause: string(a.State), Why: says(a.Why), Proof: says(a.Proof), Gap: says(a.Gap), Work: says(a.Work)}
	if v.By != "" {
		p.By = r.Name(v.By)
	}
	return p
}

func changePapers(r Record) (list []ChangePaper) {
	for _, c := range r.Incident.Changes {
		p := ChangePaper{N: c.N, Text: Named(c.Text, r.Name), Owner: r.Name(c.Owner), Due: c.DueAt, Done: c.DoneAt, Dropped: c.DroppedAt, DropWhy: Named(c.DropWhy, r.Name)}
		for _, m := range c.Moves {
			p.Moved = append(p.Moved, MovePaper{m.From, Named(m.Why, r.Name)})
		}
		list = append(list, p)
	}
	return list
}

func (p *ReviewPaper) markdown(b *strings.Builder) {
	if p == nil {
		return
	}
	fmt.Fprintf(b, "\n## Review\n\nDue %s.", stamp(p.Due))
	if p.Answered.IsZero() {
		b.WriteString(" Nobody has answered its questions yet.\n")
		return
	}
	fmt.Fprintf(b, " Answered by %s on %s.\n\n", inline(p.By), stamp(p.Answered))
	for _, row := range [][2]string{{"Cause", p.Cause}, {"Why", p.Why}, {"Shown by", p.Proof}, {"Which check would have caught it, and why it did not", p.Gap}, {"Workload and conditions", p.Work}} {
		if row[1] != "" {
			fmt.Fprintf(b, "- **%s:** %s\n", row[0], inline(row[1]))
		}
	}
}

func changesMarkdown(b *strings.Builder, list []ChangePaper) {
	if len(list) == 0 {
		return
	}
	b.WriteString("\n## What changes\n\n| | What | Who | By | Done | Moved |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, c := range list {
		var moved []string
		for _, m := range c.Moved {
			moved = append(moved, "from "+stamp(m.From)+": "+inline(m.Why))
		}
		if !c.Dropped.IsZero() {
			moved = append(moved, "dropped "+stamp(c.Dropped)+": "+inline(c.DropWhy))
		}
		fmt.Fprintf(b, "| %d | %s | %s | %s | %s | %s |\n", c.N, inline(c.Text), inline(c.Owner), stamp(c.Due), stamp(c.Done), strings.Join(moved, "; "))
	}
}
