package messages

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/playbook"
	"candor/incident/view"
)

// shownSteps is how many steps the card names: what comes next, not all.
const shownSteps = 3

// cardPost is the incident on one screen. It is edited in place.
func cardPost(v view.View) Post {
	inc := v.Incident
	if inc.Over() {
		return finalCard(v)
	}
	w := pen{now: v.Now}
	blocks := []slack.Block{
		cardHeader(inc.Name() + " · " + headline(inc)),
		paragraph("facts", factLines(inc, w)),
		paragraph("clients", clientLines(inc, w)),
	}
	if steps := nextSteps(inc, w); steps != "" {
		blocks = append(blocks, paragraph("steps", steps))
	}
	if line := sleepLine(v.Sleepers, w); line != "" {
		blocks = append(blocks, small("sleep", line))
	}
	blocks = append(blocks, cardButtons(inc))
	return Post{Text: cardText(v), Blocks: blocks}
}

func cardHeader(s string) *slack.HeaderBlock {
	return slack.NewHeaderBlock(plainText(clip(s, maxHeader)), slack.HeaderBlockOptionBlockID("head"))
}

// headline is what the client notices, in the team's words if it gave some.
func headline(inc *incident.Incident) string {
	if inc.Title != "" {
		return inc.Title
	}
	return inc.Impact
}

// cardText is what a notification and a screen reader say.
func cardText(v view.View) string {
	inc := v.Incident
	text := fmt.Sprintf("%s: %s. %s, %s.", inc.Name(), escape(strings.TrimRight(headline(inc), ".")), SeverityWord(inc.Severity), StatusWord(inc.Status))
	return clip(text+"\n"+clientLines(inc, pen{now: v.Now, plain: true}), maxPlain)
}

func factLines(inc *incident.Incident, w pen) string {
	var b strings.Builder
	if inc.Title != "" && !strings.EqualFold(strings.TrimSuffix(inc.Title, "."), inc.Impact) {
		fmt.Fprintf(&b, "They notice: %s\n", escape(inc.Impact))
	}
	status := inc.Status
	if inc.State == incident.Resolved { // whatever the client has been told of it
		status = incident.StatusSolved
	}
	fmt.Fprintf(&b, "*%s* · *%s* · since %s", SeverityWord(inc.Severity), StatusWord(status), w.at(inc.Since))
	if inc.State == incident.Resolved {
		fmt.Fprintf(&b, ", resolved %s", w.at(inc.ResolvedAt))
	}
	b.WriteString(knownLine(inc))
	b.WriteString(estimatePart(inc, w))
	fmt.Fprintf(&b, "\nIn charge: %s · Talks to %s: %s", mention(inc.Roles[playbook.Commander]), escape(clientNames(inc)), mention(inc.Holder(playbook.Comms)))
	return b.String()
}

// knownLine says on one line what is known of bad news and what is not.
func knownLine(inc *incident.Incident) string {
	var known, unknown []string
	for _, q := range facts.Questions {
		switch a := inc.Facts.Given[q].Answer; a {
		case "":
		case facts.DontKnow, facts.Suspected:
			unknown = append(unknown, factWords[q][a])
		default:
			known = append(known, factWords[q][a])
		}
	}
	known, unknown = counted(known, inc.Facts.Known), counted(unknown, inc.Facts.Unknown)
	line := ""
	if len(known) > 0 {
		line = "\nKnown: " + strings.Join(known, " · ")
	}
	if len(unknown) > 0 {
		line += "\nNot known yet: " + strings.Join(unknown, " · ")
	}
	return line
}

// counted adds how many more things were written down. A single one that stands
// alone is shown: “1 more” of nothing says nothing.
func counted(list []string, written []facts.Noted) []string {
	switch n := len(written); {
	case n == 0:
		return list
	case len(list) == 0:
		list = append(list, escape(cut(written[n-1].Text, 150)))
		return counted(list, written[:n-1])
	default:
		return append(list, fmt.Sprintf("%d more", n))
	}
}

// factWords are the answers as the card says them.
var factWords = map[facts.Question]map[facts.Answer]string{
	facts.DataLost:    {facts.Yes: "data is gone", facts.No: "no data is gone", facts.DontKnow: "whether data is gone"},
	facts.SpareCopy:   {facts.NoCopy: "no spare copy", facts.CopyFailed: "the spare copy does not work", facts.CopyTested: "a tested spare copy", facts.DontKnow: "whether there is a spare copy"},
	facts.Recoverable: {facts.Yes: "all of it can come back", facts.Partly: "part of it can come back", facts.No: "nothing can come back", facts.DontKnow: "what can come back"},
	facts.Intruder:    {facts.No: "nobody got in", facts.Suspected: "somebody may have got in (signs)", facts.Confirmed: "somebody got in", facts.DontKnow: "whether somebody got in"},
	facts.Personal:    {facts.Yes: "it is about people", facts.No: "it is not about people", facts.DontKnow: "whether it is about people"},
}

// clientLines says for each client what it was told and what it is owed. What
// does not fit is counted.
func clientLines(inc *incident.Incident, w pen) string {
	var b strings.Builder
	for i := range inc.Clients {
		line := clientLine(&inc.Clients[i], w)
		if results := resultsLine(&inc.Clients[i], w); results != "" {
			line += "\n↳ " + results
		}
		if b.Len()+len(line) > maxSection-100 {
			fmt.Fprintf(&b, "and %d more clients", len(inc.Clients)-i)
			break
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimSpace(b.String())
}

func clientLine(aff *incident.Affected, w pen) string {
	parts := []string{w.strong(aff.Client.Name)}
	if aff.ToldAt.IsZero() {
		parts = append(parts, "not told yet")
	} else {
		parts = append(parts, "last told "+w.at(aff.ToldAt))
	}
	if aff.Read.Update != 0 && aff.Read.Update == aff.Heard {
		parts = append(parts, fmt.Sprintf("read by %s %s", theirName(aff.Read.Name), w.at(aff.Read.At)))
	}
	parts = append(parts, owedPart(aff, w))
	if c := aff.Pace.Cadence; c.Step > 0 {
		parts = append(parts, Pace(c))
	}
	if now := eventPart(aff, w); now != "" {
		parts = append(parts, now)
	}
	if aff.Out > 0 {
		parts = append(parts, fmt.Sprintf("update %d is on its way", aff.Out))
	}
	if s := waiting(aff, w); s != "" {
		parts = append(parts, s)
	}
	parts = append(parts, contactParts(aff, w)...)
	if kept, settled := aff.Score(); settled > 0 {
		parts = append(parts, fmt.Sprintf("kept %d of %d so far", kept, settled))
	}
	return strings.Join(parts, " · ") + unanswered(aff, w)
}

// unanswered is what the client wrote and no update has answered: what waits longest,
// and how much more.
func unanswered(aff *incident.Affected, w pen) string {
	if len(aff.Asked) == 0 {
		return ""
	}
	r := aff.Asked[0]
	text := fmt.Sprintf("\n%s %s %s: “%s”", theirName(r.Name), verbFor(r), w.at(r.At), quiet(cut(clean(r.Text, false), 150)))
	if more := len(aff.Asked) - 1 + aff.AskedMore; more > 0 {
		text += fmt.Sprintf(" and %d more in the thread", more)
	}
	return text
}

// contactParts says what else happened between us and a client: calls, their
// questions, what is still to be written, and a decision to tell them later.
func contactParts(aff *incident.Affected, w pen) (parts []string) {
	if n := aff.Waiting(); n > 0 {
		parts = append(parts, fmt.Sprintf("▲ has asked %d×", n))
	}
	for _, part := range []string{callState(aff, w), laterPart(aff, w)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if p := aff.Owed(incident.WrittenPromise); p != nil {
		parts = append(parts, "in writing by "+w.at(p.DueAt))
	}
	if p := aff.Owed(incident.MeetingPromise); p != nil {
		parts = append(parts, "call them at "+w.at(p.DueAt))
	}
	return parts
}

// owedPart says what the client is owed next, or why nothing is.
func owedPart(aff *incident.Affected, w pen) string {
	p := aff.Next()
	if p == nil {
		if p = aff.Owed(incident.ReviewPromise); p == nil {
			return "nothing owed" + strings.TrimSuffix(": "+escape(aff.NoPromise), ": ")
		}
	}
	what := "next"
	switch {
	case p.Kind == incident.ReviewPromise:
		what = "written review"
	case p.Kind == incident.FinalPromise:
		what = "last word"
	case p.First:
		what = "first word"
	}
	if w.now.After(p.DueAt) { // not by how much: the card is not edited every minute
		return "▲ " + what + " was due " + w.at(p.DueAt)
	}
	return what + " due " + w.at(p.DueAt)
}

// nextSteps names the first open steps, who does them and by when.
func nextSteps(inc *incident.Incident, w pen) string {
	done, all := inc.Done()
	if all == 0 {
		return ""
	}
	open := inc.NextItems()
	if len(open) == 0 {
		return fmt.Sprintf("*All %d steps are answered*", all)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "*Next steps* · %d of %d done", done, all)
	for _, it := range open[:min(shownSteps, len(open))] {
		fmt.Fprintf(&b, "\n• %s · %s", escape(it.Text), mention(inc.Holder(it.Owner)))
		if at := incident.DueAt(&it, inc); !at.IsZero() {
			b.WriteString(" · by " + w.at(at))
		}
	}
	return b.String()
}

// cardButtons are what can be done now. A button that could only be refused is
// not shown.
func cardButtons(inc *incident.Incident) *slack.ActionBlock {
	aff := mostUrgent(inc)
	ref := Ref{Number: inc.Number, Client: aff.Client.ID}
	if len(inc.Clients) > 1 {
		ref.Client = incident.AllClients
	}
	var list []slack.BlockElement
	switch {
	case inc.State == incident.Open:
		list = append(list, primary(button(ActUpdate, ref, "Client update")))
		if aff.Written {
			list = append(list, button(ActStill, ref, "Still working"))
		}
		if !saidWorks(inc) && inc.CanWorkAgain() {
			list = append(list, button(ActWorks, ref, "It works again"))
		}
	case inc.OwesLastWord():
		list = append(list, primary(button(ActLastWord, ref, "Write the last word")))
	case aff.Owed(incident.CheckinPromise) != nil:
		list = append(list, primary(button(ActUpdate, Ref{Number: inc.Number, Client: aff.Client.ID}, "Write an update")))
	}
	if saidWorks(inc) {
		list = append(list, button(ActReopen, ref, "It is down again"))
	}
	ref.Client = aff.Client.ID
	list = append(list, button(ActChecklist, ref, "Checklist"), moreMenu(inc, ref))
	return slack.NewActionBlock("do", list...)
}

// saidWorks says whether what clients know, or are about to read, is that it works again.
func saidWorks(inc *incident.Incident) bool {
	return inc.State == incident.Resolved || inc.State == incident.Open && inc.Status == incident.Monitoring
}

// moreMenu is what is done less often. Slack shows five options at most, so the
// rest is a form.
func moreMenu(inc *incident.Incident, ref Ref) *slack.OverflowBlockElement {
	option := func(what, label string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(what+" "+ref.String(), plainText(label), nil)
	}
	told, details := option(MoreTold, "I told them myself"), option(MoreDetails, "Change kind, severity, people")
	rest := option(MoreRest, "More: bad news, a correction, a private channel")
	if inc.State == incident.Resolved {
		return slack.NewOverflowBlockElement(ActMore, option(MoreClose, "Close"), told, details, rest)
	}
	return slack.NewOverflowBlockElement(ActMore, option(MoreResolve, "Resolve"), told, option(MoreEta, "When will it work?"), details, rest)
}

// oneOff is the first client who is in no list; nil if there is none.
func oneOff(inc *incident.Incident) *incident.Affected {
	for i := range inc.Clients {
		if inc.Clients[i].OneOff {
			return &inc.Clients[i]
		}
	}
	return nil
}

// keepLabel offers to keep a client who was typed when it was declared.
func keepLabel(aff *incident.Affected) string {
	return "Keep " + cut(aff.Client.Name, 50) + " as a client"
}

// mostUrgent is the client whose promise is due first; the buttons are about it.
func mostUrgent(inc *incident.Incident) *incident.Affected {
	first := inc.Affected("")
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		p := aff.Next()
		if p != nil && (first.Next() == nil || p.Urgent().Before(first.Next().Urgent())) {
			first = aff
		}
	}
	return first
}

// finalCard is what stays of an incident that is over: no buttons, but to keep a
// client who is in no list.
func finalCard(v view.View) Post {
	inc := v.Incident
	word := "Closed"
	if inc.State == incident.Cancelled {
		word = "Cancelled"
	}
	post := Post{
		Text: clip(fmt.Sprintf("%s %s: %s.\n%s", inc.Name(), strings.ToLower(word), escape(strings.TrimRight(headline(inc), ".")), ending(inc, pen{now: v.Now, plain: true})), maxPlain),
		Blocks: []slack.Block{
			cardHeader(word + " · " + inc.Name() + " · " + headline(inc)),
			paragraph("facts", clip(ending(inc, pen{now: v.Now}), maxSection)),
		},
	}
	if aff := oneOff(inc); aff != nil {
		post.Blocks = append(post.Blocks, slack.NewActionBlock("do", button(ActKeep, Ref{Number: inc.Number, Client: aff.Client.ID}, keepLabel(aff))))
	}
	return post
}

// ending says how long it lasted, how often each client was told and how many
// promises were kept.
func ending(inc *incident.Incident, w pen) string {
	end := over(inc)
	lines := []string{fmt.Sprintf("Lasted %s, from %s to %s.", Span(end.Sub(inc.Since)), w.at(inc.Since), w.at(end))}
	for i := range inc.Clients {
		lines = append(lines, endingLine(&inc.Clients[i], w))
	}
	if done, all := inc.Done(); all > 0 {
		lines = append(lines, fmt.Sprintf("%d of %d steps answered.", done, all))
	}
	return strings.Join(lines, "\n")
}

// over is when the trouble ended: as the client was told, or when it was resolved.
func over(inc *incident.Incident) time.Time {
	for i := range inc.Clients {
		if at := inc.Clients[i].SaidTimes["resolved_at"]; !at.IsZero() {
			return at
		}
	}
	if inc.ResolvedAt.IsZero() {
		return inc.ClosedAt
	}
	return inc.ResolvedAt
}

func endingLine(aff *incident.Affected, w pen) string {
	name := w.strong(aff.Client.Name)
	kept, settled := aff.Score()
	switch {
	case settled == 1:
		return fmt.Sprintf("%s · told once · kept %d of 1", name, kept)
	case settled > 1:
		return fmt.Sprintf("%s · told %d times · kept %d of %d", name, settled, kept, settled)
	case !aff.ToldAt.IsZero():
		return name + " · told, nothing was owed"
	}
	return name + " · was not told" + strings.TrimSuffix(": "+escape(aff.NoPromise), ": ")
}
