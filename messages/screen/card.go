package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/score"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/closing"
	"candor/messages/kit"
	"candor/messages/known"
	"candor/messages/law"
	"candor/messages/mailed"
	"candor/messages/overnight"
	"candor/messages/ways"
)

// shownSteps is how many steps the card names: what comes next, not all.
const shownSteps = 3

// cardPost is the incident on one screen. It is edited in place.
func cardPost(v view.View) kit.Post {
	inc := v.Incident
	if inc.Ended() {
		return finalCard(v)
	}
	w := kit.Pen{Now: v.Now}
	var blocks []slack.Block
	if inc.Private && inc.BadNews() {
		blocks = append(blocks, kit.Small("readers", law.Readers))
	}
	blocks = append(blocks,
		cardHeader(inc.Name()+" · "+headline(inc)),
		kit.Paragraph("facts", factLines(v, w)),
		kit.Paragraph("clients", clientLines(inc, w)))
	if steps := nextSteps(v, w); steps != "" {
		blocks = append(blocks, kit.Paragraph("steps", steps))
	}
	if line := overnight.CardLine(inc, w); line != "" {
		blocks = append(blocks, kit.Small("night", line))
	}
	if line := sleepLine(v.Sleepers, w); line != "" {
		blocks = append(blocks, kit.Small("sleep", line))
	}
	blocks = append(append(blocks, mailed.OnCard(v)...), cardButtons(inc))
	return kit.Post{Text: cardText(v), Blocks: blocks}
}

func cardHeader(s string) *slack.HeaderBlock {
	return slack.NewHeaderBlock(kit.PlainText(messages.Clip(s, kit.MaxHeader)), slack.HeaderBlockOptionBlockID("head"))
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
	text := fmt.Sprintf("%s: %s. %s, %s.", inc.Name(), messages.Escape(strings.TrimRight(headline(inc), ".")), kit.SeverityWord(inc.Severity), kit.StatusWord(inc.Status))
	return messages.Clip(text+"\n"+clientLines(inc, kit.Pen{Now: v.Now, Plain: true}), kit.MaxPlain)
}

func factLines(v view.View, w kit.Pen) string {
	var b strings.Builder
	inc := v.Incident
	if inc.Title != "" && !strings.EqualFold(strings.TrimSuffix(inc.Title, "."), inc.Impact) {
		fmt.Fprintf(&b, "They notice: %s\n", messages.Escape(inc.Impact))
	}
	status := inc.Status
	if inc.State == incident.Resolved { // whatever the client has been told of it
		status = update.StatusSolved
	}
	fmt.Fprintf(&b, "*%s* · *%s* · since %s", kit.SeverityWord(inc.Severity), kit.StatusWord(status), w.At(inc.Since))
	if inc.State == incident.Resolved {
		fmt.Fprintf(&b, ", resolved %s", w.Dated(inc.ResolvedAt)) // nobody edits it at midnight
	}
	b.WriteString(known.Line(inc))
	b.WriteString(estimatePart(inc, w))
	b.WriteString(beforePart(inc))
	b.WriteString(law.CardLine(inc, w))
	if solo(v) {
		return b.String()
	}
	fmt.Fprintf(&b, "\nIn charge: %s · Talks to %s: %s", kit.Mention(inc.Roles[playbook.Commander]), messages.Escape(ClientNames(inc)), kit.Mention(inc.Holder(playbook.Comms)))
	return b.String()
}

// beforePart says that the client had it before, and what was to change.
func beforePart(inc *incident.Incident) string {
	b := inc.Before
	if b == nil {
		return ""
	}
	line := fmt.Sprintf("\nHappened before: INC-%d", b.Number)
	switch {
	case b.OtherKind:
		line = fmt.Sprintf("\nTheir last trouble, of another kind: INC-%d", b.Number)
	case b.Tag != "":
		line += ", to another client with the tag " + messages.Escape(b.Tag)
	}
	if b.Open != "" {
		line += ". Still open after it: " + messages.Escape(messages.Cut(b.Open, 300))
	}
	return line
}

// clientLines says for each client what it was told and what it is owed. What
// does not fit is counted.
func clientLines(inc *incident.Incident, w kit.Pen) string {
	var b strings.Builder
	if p := takeBackPart(inc, w); p != "" {
		b.WriteString("▲ " + p + "\n")
	}
	for i := range inc.Clients {
		line := clientLine(inc, &inc.Clients[i], w)
		if results := ways.ResultsLine(&inc.Clients[i], w); results != "" {
			line += "\n↳ " + results
		}
		if inc.Clients[i].Away {
			line += "\n▲ Nobody of theirs is in their channel: share it with them again, or call them."
		}
		if b.Len()+len(line) > kit.MaxSection-100 {
			fmt.Fprintf(&b, "and %d more clients", len(inc.Clients)-i)
			break
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimSpace(b.String())
}

func clientLine(inc *incident.Incident, aff *incident.Affected, w kit.Pen) string {
	parts := []string{w.Strong(aff.Client.Name)}
	if aff.ToldAt.IsZero() {
		parts = append(parts, "not told yet")
	} else {
		parts = append(parts, "last told "+w.At(aff.ToldAt))
	}
	if aff.Read.Update != 0 && aff.Read.Update == aff.Heard {
		parts = append(parts, fmt.Sprintf("read by %s %s", theirName(aff.Read.Name), w.At(aff.Read.At)))
	}
	parts = append(parts, owedPart(aff, w))
	if u := inc.MustHear(aff); u != nil && !aff.ToldAt.IsZero() {
		parts = append(parts, "▲ does not know that "+messages.Escape(u.That()))
	}
	if c := aff.Pace.Cadence; c.Step > 0 {
		parts = append(parts, messages.Pace(c))
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
	parts = append(parts, laterParts(inc, aff, owedNext(aff), w)...)
	if score := scoreLine(score.Of(aff, w.Now), " so far"); score != "" {
		parts = append(parts, score)
	}
	return strings.Join(parts, " · ") + kit.AsOf("\n▲ ", aff.Restored, w) + unanswered(aff, w)
}

// unanswered is what the client wrote and no update has answered: what waits longest,
// and how much more.
func unanswered(aff *incident.Affected, w kit.Pen) string {
	if len(aff.Asked) == 0 {
		return ""
	}
	r := aff.Asked[max(0, slices.IndexFunc(aff.Asked, func(r outbox.Reply) bool { return r.Asks() }))]
	text := fmt.Sprintf("\n%s %s %s: “%s”", theirName(r.Name), verbFor(r), w.At(r.At), kit.Quiet(messages.Cut(messages.Clean(r.Text, false), 150)))
	if more := len(aff.Asked) - 1 + aff.AskedMore; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// contactParts says what else happened between us and a client: calls, their
// questions, what is still to be written, and a decision to tell them later.
func contactParts(aff *incident.Affected, w kit.Pen) (parts []string) {
	if open := aff.Asks.Open(); len(open) > 0 {
		parts = append(parts, fmt.Sprintf("▲ has asked %d×: “%s”", len(open), kit.Quiet(messages.Cut(messages.Clean(open[0].Text, false), 100))))
	}
	for _, part := range []string{CallState(aff, w), laterPart(aff, w)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// owedNext is what the client is owed next: news, or else what is due first.
func owedNext(aff *incident.Affected) *promise.Promise {
	if p := aff.Next(); p != nil {
		return p
	}
	return aff.Afterwards()
}

// owedPart says what the client is owed next, or why nothing is.
func owedPart(aff *incident.Affected, w kit.Pen) string {
	p := owedNext(aff)
	if p == nil {
		return "no update due" + strings.TrimSuffix(": "+messages.Escape(aff.NoPromise), ": ")
	}
	what := promiseNames[p.Kind].thing
	if p.First {
		what = "first notice"
	}
	if p.Overdue(w.Now) { // not by how much: the card is not edited every minute
		return "▲ " + what + " was due " + w.At(p.DueAt)
	}
	return what + " due " + w.At(p.DueAt)
}

// nextSteps names the first open steps, who does them and by when. How many there are
// in all helps nobody who is at the first.
func nextSteps(v view.View, w kit.Pen) string {
	inc := v.Incident
	_, all := inc.Done()
	if all == 0 || inc.Drill.Past() { // nobody does what was to be practised
		return ""
	}
	open := inc.NextItems()
	if len(open) == 0 {
		return fmt.Sprintf("*All %d steps are answered*", all)
	}
	var b strings.Builder
	next := open[:min(shownSteps, len(open))]
	b.WriteString("*Next steps*" + StepsDone(inc, " · "))
	for _, it := range next {
		b.WriteString("\n• " + messages.Escape(it.Text))
		if !solo(v) {
			b.WriteString(" · " + kit.Mention(inc.Holder(it.Owner)))
		}
		b.WriteString(stepTime(inc, &it, w) + stepWhy(&it))
	}
	return b.String()
}

// cardButtons are what can be done now. A button that could only be refused is
// not shown.
func cardButtons(inc *incident.Incident) *slack.ActionBlock {
	aff := mostUrgent(inc)
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID}
	if len(inc.Clients) > 1 {
		ref.Client = incident.AllClients
	}
	if inc.Drill.Past() {
		return slack.NewActionBlock("do", kit.Button(kit.ActChecklist, ref, "Checklist"), moreMenu(inc, ref))
	}
	var list []slack.BlockElement
	switch {
	case inc.State == incident.Open:
		list = append(list, kit.Primary(kit.Button(kit.ActUpdate, ref, "Client update")))
		if aff.Written {
			list = append(list, kit.Button(kit.ActStill, ref, "Still working"))
		}
		if !saidWorks(inc) && inc.CanWorkAgain() {
			list = append(list, kit.Button(kit.ActWorks, ref, "It works again"))
		}
	case inc.MustHear(aff) != nil:
		list = append(list, kit.Primary(kit.Button(kit.ActUpdate, ref, "Client update")))
	case inc.OwesLastWord():
		list = append(list, kit.Primary(kit.Button(kit.ActLastWord, ref, "Write the final message")))
	case aff.Owed(promise.Afterword) != nil:
		list = append(list, kit.Primary(kit.Button(kit.ActUpdate, view.Ref{Number: inc.Number, Client: aff.Client.ID}, "Write an update")))
	}
	list = append(list, afterButtons(inc)...)
	if saidWorks(inc) {
		list = append(list, kit.Button(kit.ActReopen, ref, "It is down again"))
	}
	ref.Client = aff.Client.ID
	if inc.Reopening != nil {
		list = append(list, kit.Button(kit.ActNotDown, ref, "Pressed by mistake"))
	}
	list = append(list, kit.Button(kit.ActChecklist, ref, "Checklist"))
	if mayTire(inc) {
		list = append(list, kit.Button(kit.ActGoodNight, view.Ref{Number: inc.Number}, "Good night"))
	}
	list = append(list, moreMenu(inc, ref))
	return slack.NewActionBlock("do", list...)
}

// mayTire says whether it can last through a night.
func mayTire(inc *incident.Incident) bool {
	return inc.State == incident.Open && !saidWorks(inc) && inc.Urgent() != nil && inc.Drill == nil
}

// saidWorks says whether what clients know, or are about to read, is that it works again.
func saidWorks(inc *incident.Incident) bool {
	return inc.State == incident.Resolved || inc.State == incident.Open && inc.Status == update.Monitoring
}

// moreMenu is what is done less often. Slack shows five options at most, so the
// rest is a form.
func moreMenu(inc *incident.Incident, ref view.Ref) *slack.OverflowBlockElement {
	option := func(what, label string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(what+" "+ref.String(), kit.PlainText(label), nil)
	}
	told, details := option(kit.MoreTold, "I told them myself"), option(kit.MoreDetails, "Change kind, severity, people")
	rest := option(kit.MoreRest, "More: bad news, a correction, a private channel")
	switch {
	case inc.State == incident.Resolved:
		return slack.NewOverflowBlockElement(kit.ActMore, option(kit.MoreClose, "Close"), told, details, rest)
	case !inc.Estimates():
		return slack.NewOverflowBlockElement(kit.ActMore, option(kit.MoreResolve, "Resolve"), told, details, rest)
	}
	return slack.NewOverflowBlockElement(kit.ActMore, option(kit.MoreResolve, "Resolve"), told, option(kit.MoreEta, "When will it work?"), details, rest)
}

// OneOff is the first client who is in no list; nil if there is none.
func OneOff(inc *incident.Incident) *incident.Affected {
	for i := range inc.Clients {
		if inc.Clients[i].OneOff {
			return &inc.Clients[i]
		}
	}
	return nil
}

// KeepLabel offers to keep a client who was typed when it was declared.
func KeepLabel(aff *incident.Affected) string {
	return "Keep " + messages.Cut(aff.Client.Name, 50) + " as a client"
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

// finalCard is what stays of an incident that has ended: what is still promised, and
// the buttons for that and to keep a client who is in no list.
func finalCard(v view.View) kit.Post {
	inc := v.Incident
	word := "Closed"
	if inc.State == incident.Cancelled {
		word = "Cancelled"
	}
	post := kit.Post{
		Text: messages.Clip(fmt.Sprintf("%s %s: %s.\n%s", inc.Name(), strings.ToLower(word), messages.Escape(strings.TrimRight(headline(inc), ".")), howItEnded(inc, kit.Pen{Now: v.Now, Plain: true})), kit.MaxPlain),
		Blocks: []slack.Block{
			cardHeader(word + " · " + inc.Name() + " · " + headline(inc)),
			kit.Paragraph("facts", messages.Clip(howItEnded(inc, kit.Pen{Now: v.Now}), kit.MaxSection)),
		},
	}
	buttons := afterButtons(inc)
	if ahead := closing.Ahead(inc, Thing, v.Now); ahead != "" && inc.State == incident.Closed {
		post.Blocks = append(post.Blocks, kit.Paragraph("ahead", ahead))
	}
	if aff := OneOff(inc); aff != nil {
		buttons = append(buttons, kit.Button(kit.ActKeep, view.Ref{Number: inc.Number, Client: aff.Client.ID}, KeepLabel(aff)))
	}
	if len(buttons) > 0 {
		post.Blocks = append(post.Blocks, slack.NewActionBlock("do", buttons...))
	}
	return post
}

// howItEnded says how long it lasted, how often each client was told and how many
// promises were kept.
func howItEnded(inc *incident.Incident, w kit.Pen) string {
	end := over(inc)
	lines := []string{fmt.Sprintf("Lasted %s, from %s to %s.", messages.Span(end.Sub(inc.Since)), w.At(inc.Since), w.At(end))}
	for i := range inc.Clients {
		lines = append(lines, endingLine(&inc.Clients[i], w))
	}
	if steps := StepsDone(inc, ""); steps != "" {
		lines = append(lines, "Checklist: "+steps+".")
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

func endingLine(aff *incident.Affected, w kit.Pen) string {
	name := w.Strong(aff.Client.Name)
	tally := score.Of(aff, w.Now)
	kept := strings.TrimSuffix(" · "+scoreLine(tally, ""), " · ")
	switch told := score.Texts(aff); {
	case aff.ToldAt.IsZero():
	case told == 1:
		return name + " · told once" + kept
	case told > 1:
		return fmt.Sprintf("%s · told %d times%s", name, told, kept)
	default:
		return name + " · told, no update was due" + kept
	}
	return name + " · was not told" + strings.TrimSuffix(": "+messages.Escape(aff.NoPromise), ": ")
}
