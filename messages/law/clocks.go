package law

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/law"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Reminder stands on every list of clocks.
const Reminder = "Reminder, not legal advice. Whether and to whom you must report depends on law, contract and facts: ask your lawyer or data protection officer. Candor reports to nobody."

// Readers is the first line of a channel in which bad news is worked on.
const Readers = "What is written here may be read by others one day. Facts and times; no guesses about people."

// Card lists the legal clocks of an incident, client by client.
func Card(inc *incident.Incident, now time.Time) kit.Post {
	w := kit.Pen{Now: now}
	head := w.Strong(inc.Name()) + " · legal clocks\n" + awareLine(inc, w)
	if inc.Law.AwareAt.IsZero() {
		return kit.Plain(head + "\n_" + Reminder + "_")
	}
	blocks := []slack.Block{kit.Paragraph("aware", head)}
	text := head
	for i := range inc.Clients {
		part := clientPart(inc, &inc.Clients[i], w)
		text += "\n" + part
		for n, page := range kit.Pages(strings.Split(part, "\n"), kit.MaxSection-100) {
			blocks = append(blocks, kit.Paragraph(fmt.Sprintf("client%d.%d", i, n), page))
		}
	}
	blocks = append(blocks[:min(len(blocks), 40)], Answers(inc)...)
	return kit.Post{Text: messages.Clip(text, kit.MaxPlain), Blocks: append(blocks, kit.Small("advice", Reminder+staleLine(now)))}
}

// staleLine asks to check the table once it is half a year old.
func staleLine(now time.Time) string {
	at, err := time.Parse("2006-01", law.LastChecked)
	if err != nil || now.Before(at.AddDate(0, 6, 0)) {
		return ""
	}
	return " The table is of " + at.Format("January 2006") + ": laws change, check it."
}

// awareLine says since when the clocks count, who said so and what to type.
func awareLine(inc *incident.Incident, w kit.Pen) string {
	r := &inc.Law
	switch {
	case inc.Drill != nil:
		return "No legal clock runs in a drill, whatever is known in it."
	case r.AwareAt.IsZero():
		return "No clock runs: nobody has said that personal data is or may be affected. If you know it, type " + kit.Code("fact personal yes") + " or " + kit.Code("fact personal unknown") + "."
	case r.Ended != nil:
		return fmt.Sprintf("Ended %s by %s: %s. You were aware since %s.", w.At(r.Ended.At), kit.Mention(r.Ended.By), messages.Escape(strings.TrimRight(r.Ended.Why, ".")), w.At(r.AwareAt))
	}
	line := fmt.Sprintf("You are aware since %s, when it was noticed; nobody has confirmed that time. If the first of you knew earlier: %s.", w.At(r.AwareAt), kit.Code("clocks aware 02:10"))
	if r.SaidBy != "" {
		line = fmt.Sprintf("You are aware since %s, as %s said %s.", w.At(r.AwareAt), kit.Mention(r.SaidBy), w.At(r.SaidAt))
	}
	switch f := inc.Facts.Given[facts.Personal]; f.Answer {
	case facts.No:
		line += fmt.Sprintf("\n▲ %s answered %s that no personal data is affected. The clocks run until somebody says why they do not apply: %s.", kit.Mention(f.By), w.At(f.At), kit.Code("clocks end only test accounts"))
	case facts.DontKnow:
		line += " Whether personal data is affected is not known yet."
	}
	return line
}

func clientPart(inc *incident.Incident, aff *incident.Affected, w kit.Pen) string {
	p := aff.Party()
	if p.Spared {
		return w.Strong(aff.Client.Name) + " · nobody has said that personal data of theirs is affected"
	}
	lines := []string{w.Strong(aff.Client.Name) + " · " + heardPart(inc, aff, w)}
	for _, c := range inc.Law.Clocks(p) {
		lines = append(lines, "• "+clockLine(aff, &c, w))
	}
	if len(p.Laws) == 0 && inc.Law.Runs() {
		lines = append(lines, Question(inc, aff))
	}
	return strings.Join(lines, "\n")
}

func heardPart(inc *incident.Incident, aff *incident.Affected, w kit.Pen) string {
	told := &aff.Law
	switch {
	case told.HeardAt.IsZero():
		return "has not heard from you that personal data is or may be affected"
	case told.Open && told.NoticeAt.IsZero():
		return "heard from you " + w.At(told.HeardAt) + " that it is not known yet; that is no answer, so your own clocks run on"
	case told.NoticeAt.IsZero() && inc.Law.Runs():
		return "heard it from you " + w.At(told.HeardAt) + "; the formal notice has not been sent: type " + kit.Code("update") + ", “Formal notice about personal data”"
	case told.NoticeAt.IsZero():
		return "heard it from you " + w.At(told.HeardAt)
	}
	return "heard it from you " + w.At(told.HeardAt) + ", the formal notice " + w.At(told.NoticeAt)
}

// clockLine is one clock: whose it is, by when, and how sure that is.
func clockLine(aff *incident.Affected, c *law.Clock, w kit.Pen) string {
	line := w.Strong(c.Rule.Name) + " · " + c.Rule.To
	if c.Limit.What != "" {
		line += ", " + c.Limit.What
	}
	return line + ": " + stateLine(aff, c, w) + checkedPart(c.Rule)
}

func stateLine(aff *incident.Affected, c *law.Clock, w kit.Pen) string {
	switch c.State {
	case law.Waits:
		return "counts from when they hear it from you, though they may know it already; " + c.Rule.Says
	case law.Unset:
		where := kit.Code("clients " + aff.Client.ID)
		if aff.Client.Provisioned {
			where = "notify_within in the config"
		}
		return "no time is set. Look it up in your agreement; write it down with " + where
	case law.Open:
		return "no number; " + c.Rule.Says
	case law.Kept:
		if c.Late(w.Now) {
			return "they were told " + w.At(c.At) + ", after " + w.At(c.Due)
		}
		return "they were told " + w.At(c.At)
	case law.Closed:
		return fmt.Sprintf("ended %s by %s: %s", w.At(c.Mark.At), kit.Mention(c.Mark.By), messages.Escape(c.Mark.Why))
	}
	by := fmt.Sprintf("by %s (%s for them)", w.At(c.Due), messages.ClientTime(c.Due, w.Now, &aff.Client))
	if c.Late(w.Now) {
		by = "▲ it was " + strings.TrimPrefix(by, "by ")
	} else {
		by += ", in " + messages.Span(c.Due.Sub(w.Now))
	}
	if c.Limit.Target {
		return by + "; our aim: the law says " + c.Rule.Says
	}
	return by + "; " + c.Rule.Says
}

// checkedPart says of a row that nobody has read in the law itself.
func checkedPart(r *law.Rule) string {
	if r.Checked == law.Secondary || r.Checked == law.Memory {
		return " _(not read in the law itself: ask your lawyer)_"
	}
	return ""
}

// Question asks once which laws apply to the data of a client; "" where that is known.
func Question(inc *incident.Incident, aff *incident.Affected) string {
	if p := aff.Party(); len(p.Laws) > 0 || p.Spared || !inc.Law.Runs() {
		return ""
	}
	whom := whose(inc, aff)
	return fmt.Sprintf("Which law applies to personal data of %s? Type %s, %s, both, or %s. Another that your lawyer names: %s.", messages.Escape(aff.Client.Name),
		kit.Code("clocks laws gdpr"+whom), kit.Code("clocks laws uk-gdpr"+whom), kit.Code("clocks laws none"+whom), kit.Code("clocks laws nis2"+whom))
}

// whose names a client behind a command, where there are several.
func whose(inc *incident.Incident, aff *incident.Affected) string {
	if len(inc.Clients) > 1 {
		return " " + aff.Client.ID
	}
	return ""
}

// mostAsked is how many clients' laws are asked with a menu at once.
const mostAsked = 3

// Answers is a menu for each client with the usual answers to [Question].
func Answers(inc *incident.Incident) (blocks []slack.Block) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if Question(inc, aff) == "" || len(blocks) == mostAsked {
			continue
		}
		var list []*slack.OptionBlockObject
		for _, one := range []struct{ label, laws string }{{"GDPR", "gdpr"}, {"UK GDPR", "uk-gdpr"}, {"GDPR and UK GDPR", "gdpr uk-gdpr"}, {"Neither", "none"}} {
			list = append(list, slack.NewOptionBlockObject(inc.Name()+" clocks laws "+one.laws+whose(inc, aff), kit.PlainText(one.label), nil))
		}
		menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, kit.PlainText(messages.Cut("Law for "+aff.Client.Name, kit.MaxOption)), kit.ActRun, list...)
		blocks = append(blocks, slack.NewActionBlock("laws/"+aff.Client.ID, menu))
	}
	return blocks
}

// Started is what whoever gives the first answer about personal data is told of the
// clocks, once; "" if that was not it. Before is the incident as it was.
func Started(before, inc *incident.Incident, now time.Time) string {
	if !before.Law.AwareAt.IsZero() || inc.Law.AwareAt.IsZero() {
		return ""
	}
	lines := []string{"Legal clocks count from " + kit.Pen{Now: now}.At(inc.Law.AwareAt) + ", when it was noticed: " + kit.Code("clocks") + " shows them. Reminder, not legal advice."}
	for i := range inc.Clients {
		if q := Question(inc, &inc.Clients[i]); q != "" {
			lines = append(lines, q)
		}
	}
	return strings.Join(lines, "\n")
}

// CardLine is what an incident's card says of the clocks; "" where others could read it,
// or none of ours runs.
func CardLine(inc *incident.Incident, w kit.Pen) string {
	if !inc.Private || !inc.Law.Runs() {
		return ""
	}
	var next *law.Clock
	var whom *incident.Affected
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		for _, c := range inc.Law.Clocks(aff.Party()) {
			if c.State == law.Runs && !c.Due.IsZero() && (next == nil || c.Due.Before(next.Due)) {
				next, whom = &c, aff
			}
		}
	}
	if next == nil {
		return "\nLegal clocks: type " + kit.Code("clocks")
	}
	mark := ""
	if next.Late(w.Now) {
		mark = "▲ "
	}
	return fmt.Sprintf("\n%sLegal clock: %s for %s, %s. Type %s", mark, next.Rule.Name, messages.Escape(whom.Client.Name), w.At(next.Due), kit.Code("clocks"))
}

// DuePost reminds one person of clocks that have come so far.
func DuePost(v view.View, d outbox.Delivery) kit.Post {
	inc := v.Incident
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		text := w.Strong(inc.Name()) + ": a legal clock runs."
		for line := range strings.Lines(d.Data.Clocks) {
			who, id, _ := strings.Cut(strings.TrimSpace(line), ":")
			if aff := inc.Affected(who); who != "" && aff != nil {
				text += dueLine(inc, aff, id, w)
			}
		}
		return text + "\nReminder, not legal advice. What was done, or why it does not apply: " + kit.Code(inc.Name()+" clocks end") + ", its name and why."
	}, slack.NewActionBlock("do", kit.Button(kit.ActClocks, view.Ref{Number: inc.Number}, "Legal clocks")))
}

func dueLine(inc *incident.Incident, aff *incident.Affected, id string, w kit.Pen) string {
	for _, c := range inc.Law.Clocks(aff.Party()) {
		if c.ID() == id {
			return "\n• " + messages.Escape(aff.Client.Name) + " · " + clockLine(aff, &c, w)
		}
	}
	return ""
}

// Duty is what a formal notice says the client may have to report, and since when they
// know it from us; "" where no law is named.
func Duty(inc *incident.Incident, aff *incident.Affected, now time.Time) string {
	var list []string
	for _, c := range inc.Law.Clocks(aff.Party()) {
		if words := duties[c.Rule.ID]; words != "" && c.State != law.Closed {
			list = append(list, words)
		}
	}
	if len(list) == 0 {
		return ""
	}
	since := "It usually counts from when you know of it: you first hear of it from us with this notice."
	if at := aff.Law.HeardAt; !at.IsZero() {
		since = "It usually counts from when you know of it: you first heard of it from us at " + messages.ClientTime(at, now, &aff.Client) + "."
	}
	return "You may have to report this yourselves: " + strings.Join(list, "; ") + ". " + since + " Whether you must is yours to decide; ask whoever advises you on it."
}

// duties are the clients' own reports as a formal notice names them.
var duties = map[string]string{
	"gdpr-33-1": "under the GDPR to your supervisory authority, within 72 hours where that is feasible, unless a risk to people is unlikely",
	"gdpr-34":   "to the people concerned, without undue delay, if the risk to them is high",
	"uk-gdpr":   "under the UK GDPR to the ICO, within 72 hours where that is feasible, unless a risk to people is unlikely",
}
