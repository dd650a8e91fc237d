package aside

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/known"
	"candor/messages/screen"
)

// FactsKept confirms answers to the five questions, and says what a client has
// to hear now. typed are the answers that were given, where they may not be kept as
// they were typed.
func FactsKept(inc *incident.Incident, now time.Time, typed ...facts.FactAnswer) kit.Post {
	lines := []string{"*" + inc.Name() + "* · written down." + known.Line(inc)}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if news := newsLine(inc, aff, now); news != "" && inc.Writes(aff) {
			lines = append(lines, news)
		}
		lines = append(lines, sounding(inc, aff)...)
		for _, ans := range typed {
			lines = append(lines, backupsKept(aff, ans.Makers[aff.Client.ID])...)
		}
	}
	for _, ans := range typed {
		if ans.Words != "" && !facts.Worded(ans.Question, ans.Answer) {
			lines = append(lines, fmt.Sprintf("▲ “%s” stands behind an answer that no client reads words of. If they may read it, type known and a sentence.", messages.Escape(ans.Words)))
		}
	}
	lines = append(lines, denying(inc)...)
	if len(inc.Clients) > 1 && inc.Facts.Bad() && inc.State == incident.Open && !inc.Differ() {
		lines = append(lines, "This is known of each client of "+inc.Name()+", and each would read it. If it is not so for one of them, type fact "+inc.Clients[0].Client.ID+" and answer for them alone.")
	}
	text := strings.Join(lines, "\n")
	grave := len(typed) == 0 || slices.ContainsFunc(typed, func(ans facts.FactAnswer) bool { return facts.Grave(ans.Question, ans.Answer) })
	if offer := OfferPrivate(inc); offer.Text != "" && grave { // below each answer after it, it would be the fifth time
		return kit.Post{Text: text + "\n" + offer.Text, Blocks: append([]slack.Block{kit.Paragraph("facts", messages.Clip(text, kit.MaxSection))}, offer.Blocks...)}
	}
	return kit.Plain(text)
}

// sounding asks whether words that a client has of ours were wrong, where they read as if there were harm, an
// answer says that there is none, and nobody has said whether they say so: then no text takes them back by itself.
func sounding(inc *incident.Incident, aff *incident.Affected) (lines []string) {
	of := ""
	if len(inc.Clients) > 1 {
		of = " " + aff.Client.ID
	}
	for _, q := range aff.Hinted.Sorted() {
		if inc.FactsOf(aff).Is(q, facts.No) && fault.OneOf(aff.Knows[q], "", facts.DontKnow) {
			lines = append(lines, fmt.Sprintf("▲ %s has words of ours that sound as if %s. If they said that, type correct%s and what is right: no text takes it back by itself.", messages.Escape(aff.Client.Name), facts.That(q, aff.Hinted[q], false), of))
		}
	}
	return lines
}

// denying asks of each line of what is confirmed that reads as if there were no such harm whether it
// is wrong, where an answer says that there is.
func denying(inc *incident.Incident) (lines []string) {
	for i, n := range inc.Facts.Known {
		of := &inc.Facts
		if aff := inc.Affected(n.Client); n.Client != "" && aff != nil {
			of = inc.FactsOf(aff)
		}
		says := func(q facts.Question) bool {
			return facts.Bad(q, of.Answer(q)) && byhand.ClaimsIn(n.Text)[q] == facts.No
		}
		if of.Is(facts.DataLost, facts.Yes) && of.Is(facts.Recoverable, facts.No) && byhand.SaysBack(n.Text) {
			lines = append(lines, fmt.Sprintf("▲ “%s” stands among what is confirmed, and the answer is that nothing comes back. If the line is wrong, type known wrong %d. If it is so, type fact recoverable partback, and what is back.", messages.Escape(n.Text), facts.Number(inc.Facts.Known, i)))
		}
		if slices.ContainsFunc(facts.Questions, says) {
			lines = append(lines, fmt.Sprintf("▲ “%s” stands among what is confirmed. If it is wrong, type known wrong %d.", messages.Escape(n.Text), facts.Number(inc.Facts.Known, i)))
		}
	}
	return lines
}

// backupsKept says what became of an answer to who was to make a client's backups: what
// their record says counts, and the config file is changed by whoever runs the program.
func backupsKept(aff *incident.Affected, typed string) []string {
	said, err := client.BackupsOf(typed)
	name, counts := messages.Escape(aff.Client.Name), string(aff.Client.Backups)
	switch {
	case err != nil || said == client.BackupsUnsaid:
		return nil
	case said.Who() != aff.Agreed().Who() && aff.Client.Provisioned:
		return []string{fmt.Sprintf("▲ “%s” was *not* kept: for %s the config file says backups: %s, and what they read follows that. If it is wrong, change it there.", messages.Escape(string(said)), name, counts)}
	case said.Who() != aff.Agreed().Who():
		return []string{fmt.Sprintf("▲ “%s” was *not* kept: the record of %s says %s, and what they read follows that. If it is wrong, type clients %s and change it.", messages.Escape(string(said)), name, counts, aff.Client.ID)}
	case aff.Client.Provisioned && aff.Client.Backups == client.BackupsUnsaid:
		return []string{fmt.Sprintf("Who was to make the backups of %s holds for this incident. To keep it, write backups: %s into their entry in the config file.", name, messages.Escape(string(said)))}
	}
	return nil
}

// OfferPrivate offers to go on in a private channel where it has turned out to be
// what few should read; empty where it is private, or nothing of that.
func OfferPrivate(inc *incident.Incident) kit.Post {
	grave := inc.Facts.Is(facts.DataLost, facts.Yes) || inc.Facts.Is(facts.Personal, facts.Yes) || facts.Bad(facts.Intruder, inc.Facts.Answer(facts.Intruder))
	if inc.Private || inc.Moving || inc.Over() || !grave {
		return kit.Post{}
	}
	text := "Everybody here can read this. It can go on in a private channel; one neutral line stays here."
	move := slack.NewButtonBlockElement(kit.ActMore, kit.MorePrivate+" "+view.Ref{Number: inc.Number}.String(), kit.PlainText("Move to a private channel"))
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("offer", text), slack.NewActionBlock("do", move)}}
}

// newsLine says what a client does not know yet; "" if nothing.
func newsLine(inc *incident.Incident, aff *incident.Affected, now time.Time) string {
	name, of := messages.Escape(aff.Client.Name), ""
	if len(inc.Clients) > 1 { // else a form opens for all of them
		of = " " + aff.Client.ID
	}
	if by := inc.Disclosure(aff); !by.IsZero() {
		known := inc.FactsOf(aff).Given[facts.DataLost].Since
		if p := aff.Next(); p != nil && p.DueAt.Before(by) && p.DueAt.After(known) { // nobody could say it before that
			by = p.DueAt
		}
		if !aff.Client.Manner.Calls() {
			return fmt.Sprintf("▲ %s does not know that data is gone: tell them now, %s. Type update%s to write it.", name, screen.DueWord(by, now, &aff.Client), of)
		}
		return fmt.Sprintf("▲ %s does not know that data is gone: tell them now, %s. Type call%s for what to say, update%s to write it.", name, screen.DueWord(by, now, &aff.Client), of, of)
	}
	if aff.ToldAt.IsZero() || len(inc.News(aff)) == 0 && inc.Outgrown(aff) == nil {
		return ""
	}
	was := "less than this"
	if l := inc.Outgrown(aff); inc.NewsKind(aff) == update.Correction || l != nil && l.Contradicts(inc.FactsOf(aff).Given[facts.DataLost]) || slices.ContainsFunc(inc.News(aff), func(q facts.Question) bool { return otherwise(inc, aff, q) }) {
		was = "something else"
	}
	return fmt.Sprintf("▲ %s was told %s: tell them now. Type update%s%s", name, was, of, opens(inc, aff))
}

// otherwise says whether what a client was told of a question is not less than what is known now,
// but more, or the opposite.
func otherwise(inc *incident.Incident, aff *incident.Affected, q facts.Question) bool {
	has, now := cmp.Or(aff.Has(q), aff.Knows[q]), inc.FactsOf(aff).Answer(q)
	if has == now {
		was, _, otherwise := inc.Reworded(aff, q)
		return otherwise && was != ""
	}
	return facts.WasWrong(has, now) || has == facts.Suspected && now != facts.Confirmed
}

// opens says what opens after update: while answers about bad news are missing no words are ready.
func opens(inc *incident.Incident, aff *incident.Affected) string {
	if inc.BadNews() && !inc.FactsOf(aff).Asked() {
		return ": what is not answered yet is asked first."
	}
	return ", the words are ready."
}

// TwoLists shows what is confirmed and what is not known.
func TwoLists(inc *incident.Incident) kit.Post {
	text := "*" + inc.Name() + "*" + known.Line(inc)
	for _, list := range []struct {
		name  string
		lines []facts.Noted
	}{{"Confirmed", inc.Facts.Known}, {"Not known yet", inc.Facts.Unknown}} {
		if len(list.lines) == 0 {
			continue
		}
		lines := facts.Texts(list.lines)
		for i, n := range list.lines {
			if n.Client != "" {
				lines[i] = inc.Affected(n.Client).Client.Name + ": " + lines[i]
			}
			lines[i] = fmt.Sprintf("%d. %s", facts.Number(list.lines, i), messages.Escape(lines[i]))
		}
		text += "\n*" + list.name + "*\n" + strings.Join(lines, "\n")
	}
	if len(inc.Facts.Known)+len(inc.Facts.Unknown) == 0 {
		text += "\nNothing is on the two lists. Add to them with known and unknown, in words that the client may read."
	}
	return kit.Plain(messages.Clip(text+untoldLine(inc), kit.MaxSection))
}

// untoldLine says who has not been told all that is certain, and asks whether it changes an
// answer; "" if they all have.
func untoldLine(inc *incident.Incident) string {
	var names []string
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; !aff.ToldAt.IsZero() && inc.Writes(aff) && len(inc.FactsOf(aff).Untold(aff.Learned)) > 0 {
			names = append(names, messages.Escape(aff.Client.Name))
		}
	}
	if len(names) == 0 {
		return ""
	}
	line := fmt.Sprintf("\nNot all that is confirmed has been told to %s. Type update: the words are ready.", fault.And(names))
	if len(inc.Facts.Given) > 0 {
		line += " If it changes an answer above, type fact first."
	}
	return line
}

// NobodyAnswered confirms a call that reached nobody: it does not count as told.
func NobodyAnswered(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("Noted: you called %s, nobody answered (%d×). They do not know yet, so nothing is settled.", messages.Escape(aff.Client.Name), aff.Attempts)
	if p := aff.Next(); p != nil {
		text += fmt.Sprintf(" They %s: %s.", screen.Waits(p, "expect", "are"), screen.DueWord(p.DueAt, now, &aff.Client))
	}
	return kit.Plain(text + " Try another number, leave a voicemail, or write to them.")
}

// AskedKept confirms that a client's question is written down.
func AskedKept(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("Written down: %s has asked %d×.", messages.Escape(aff.Client.Name), len(aff.Asks))
	if aff.ToldAt.IsZero() {
		text += " They asked before they heard from us: tell them now, if only that you are looking into it."
	} else {
		text += " They wait for an answer: tell them now, even if there is nothing new."
	}
	return kit.Post{Text: text, Blocks: append([]slack.Block{kit.Paragraph("asked", text)}, screen.Asks(inc, aff)...)}
}

// AskList shows what a client has asked that nobody has marked as answered.
func AskList(inc *incident.Incident, aff *incident.Affected) kit.Post {
	name := messages.Escape(aff.Client.Name)
	if len(aff.Unanswered()) == 0 {
		return kit.Plain(fmt.Sprintf("Nothing was changed: nothing of %s waits for an answer. Write a question down: asked and what they ask.", name))
	}
	text := fmt.Sprintf("%s waits for an answer:", name)
	return kit.Post{Text: text, Blocks: append([]slack.Block{kit.Paragraph("asked", text)}, screen.Asks(inc, aff)...)}
}

// AnsweredOne confirms that a question was answered, and shows what else they asked.
func AnsweredOne(inc *incident.Incident, aff *incident.Affected) kit.Post {
	if len(aff.Unanswered()) == 0 {
		return kit.Plain(fmt.Sprintf("✓ Answered. No other question of %s waits.", messages.Escape(aff.Client.Name)))
	}
	return AskList(inc, aff)
}

// TakeBackAsked confirms that a second person is asked; until they agree nothing changes.
func TakeBackAsked(inc *incident.Incident, now time.Time) kit.Post {
	dec := inc.TakeBack
	if dec.Alone {
		return kit.Plain(fmt.Sprintf("Nobody else can be asked. Nothing is changed yet: from %s you are asked whether you still want to %s. Until then the client still has to be told; no phone rings meanwhile.", kit.Pen{Now: now}.At(dec.AnswerFrom()), messages.Escape(dec.Act.String())))
	}
	return kit.Plain(fmt.Sprintf("%s is asked whether to %s. Until they agree nothing is changed, and the client still has to be told.", kit.Mention(dec.Second), messages.Escape(dec.Act.String())))
}

// SecondAsked confirms that a second person is asked; until they agree nothing changes.
func SecondAsked(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	if aff.Embargo.Alone {
		return kit.Plain(fmt.Sprintf("Nobody else can be asked. Nothing is put off yet: from %s you are asked whether %s may still hear later. Until then they still have to be told; no phone rings meanwhile.", kit.Pen{Now: now}.At(aff.Embargo.AnswerFrom()), messages.Escape(aff.Client.Name)))
	}
	text := fmt.Sprintf("%s is asked whether %s may hear later. Until they agree nothing is put off", kit.Mention(aff.Embargo.Second), messages.Escape(aff.Client.Name))
	if p := aff.Next(); p != nil {
		text += ": news is " + screen.DueWord(p.DueAt, now, &aff.Client)
	}
	return kit.Plain(text + ".")
}

// TakeBackDecided confirms the second person's answer.
func TakeBackDecided(inc *incident.Incident, aff *incident.Affected, agrees bool) kit.Post {
	if !agrees {
		return kit.Plain(fmt.Sprintf("Good: nothing is taken back, and %s is told.", messages.Escape(aff.Client.Name)))
	}
	return kit.Plain(fmt.Sprintf("Done: %s. The names and the reason are recorded in the timeline.", messages.Escape(inc.TakeBack.Act.String())))
}

// LaterDecided confirms the second person's answer.
func LaterDecided(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	if !aff.Embargo.Agreed() {
		return kit.Plain(fmt.Sprintf("Good: %s is told now. Nothing is put off.", messages.Escape(aff.Client.Name)))
	}
	return kit.Plain(fmt.Sprintf("Agreed: %s hears later, %s. Both names and the reason are recorded in the timeline.", messages.Escape(aff.Client.Name), screen.DueWord(aff.Embargo.Until, now, &aff.Client)))
}

// didYouSay asks below the record of a call what bad news was told in it: what was
// not said, the client does not know.
func didYouSay(text string, inc *incident.Incident, aff *incident.Affected) kit.Post {
	untold := inc.Unheard(aff)
	if len(untold) == 0 {
		return kit.Plain(text)
	}
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID, N: aff.Updates}
	blocks := []slack.Block{kit.Paragraph("recorded", text), nil}
	var asks []string
	for _, u := range untold {
		ref.Key = string(u.Question)
		asks = append(asks, "that "+u.That())
		said := kit.Button(kit.ActSaid, ref, messages.Cut("I said that "+u.That(), kit.MaxOption))
		blocks = append(blocks, slack.NewActionBlock("said-"+ref.Key, said)) // an action may stand once in a block
	}
	ask := fmt.Sprintf("Did you say %s? What you did not say, %s has not been told: it is still due.", fault.And(asks), messages.Escape(aff.Client.Name))
	blocks[1] = kit.Paragraph("said", ask)
	no := kit.Button(kit.ActUpdate, view.Ref{Number: inc.Number, Client: aff.Client.ID}, "No: tell them now")
	return kit.Post{Text: text + "\n" + ask, Blocks: append(blocks, slack.NewActionBlock("do", no))}
}

// SaidSo confirms what was told in a call, and asks for the rest.
func SaidSo(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("Written down: you told %s that.", messages.Escape(aff.Client.Name))
	if w := aff.Owed(promise.Written); w != nil {
		text += fmt.Sprintf(" Now the same in writing, %s.", screen.DueWord(w.DueAt, now, &aff.Client))
	}
	return openClaim(didYouSay(text, inc, aff), inc, aff)
}

// SaysSo confirms what a text says that waits for somebody's word, and asks for the rest.
func SaysSo(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	post := kit.Plain(fmt.Sprintf("Written down with the text that waits: once it is sent, %s is told that by it.", messages.Escape(aff.Client.Name)))
	if aff.Request == nil {
		return post
	}
	return askingClaims(post, inc, aff, &aff.Request.Update, now)
}

// openClaim asks below the answer whether bad news that they were told is so, where nobody has
// answered that here.
func openClaim(post kit.Post, inc *incident.Incident, aff *incident.Affected) kit.Post {
	for _, q := range facts.Questions {
		if a := aff.Knows[q]; facts.Bad(q, a) && inc.FactsOf(aff).Answer(q) == "" {
			ask := fmt.Sprintf("Nobody has answered here whether that is so. If %s, press the button; if not, or if you do not know, type fact %s and the answer.", facts.That(q, a, false), q)
			run := slack.NewButtonBlockElement(kit.ActRun, fmt.Sprintf("%s fact %s %s", inc.Name(), q, a), kit.PlainText(messages.Cut("It is so: "+facts.That(q, a, false), kit.MaxOption)))
			return beneath(post, "open-claim", ask, []slack.Block{slack.NewActionBlock("answer", run)})
		}
	}
	return post
}
