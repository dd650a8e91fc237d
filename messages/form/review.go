package form

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/playbook"
	"candor/incident/review"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

var causeStates = []choice{
	{string(review.Unknown), "Nobody knows yet"},
	{string(review.Suspected), "Suspected, not confirmed"},
	{string(review.Confirmed), "Confirmed: I say by what"},
}

// Review asks what only a person can say of an incident. Everything else is in its
// record. What was answered stands in it; a client is whose text is written next, ""
// for none.
func Review(inc *incident.Incident, client string) slack.ModalViewRequest {
	return reviewForm(inc, client, answered(inc), "")
}

// ReviewAnew is the form with what was typed, once somebody else has answered meanwhile: what they wrote
// stands above.
func ReviewAnew(inc *incident.Incident, client string, v Values) slack.ModalViewRequest {
	typed, _ := ReadReview(v)
	theirs := answered(inc)
	lines := []string{fmt.Sprintf("*%s has answered meanwhile, and nothing of yours was saved.* Read it, write what holds beside it, and save again.", kit.Mention(inc.Review.By))}
	for _, one := range []struct{ what, mine, theirs string }{{"Why?", typed.Why, theirs.Why}, {"Which check?", typed.Gap, theirs.Gap}, {"Workload and conditions", typed.Work, theirs.Work}} {
		if one.theirs != "" && one.theirs != one.mine {
			lines = append(lines, fmt.Sprintf("_%s_ %s", one.what, messages.Escape(one.theirs)))
		}
	}
	f := reviewForm(inc, client, typed, v.Get(review.FieldChanges))
	f.Blocks.BlockSet = append([]slack.Block{kit.Paragraph("meanwhile", messages.Clip(strings.Join(lines, "\n"), kit.MaxSection))}, f.Blocks.BlockSet...)
	return f
}

// answered are the answers that stand, as they are typed.
func answered(inc *incident.Incident) review.Answers {
	a := review.Answers{State: review.Unknown}
	if inc.Review.Answered() {
		a = inc.Review.Answers
	}
	if a.Proof != "" {
		a.Why += " Shown by " + a.Proof
	}
	return a
}

func reviewForm(inc *incident.Incident, client string, a review.Answers, changes string) slack.ModalViewRequest {
	most := review.MaxAnswer
	blocks := []slack.Block{
		kit.Small("about", "The timeline, the effect and what the client was told are in it already. Ask what made each step look right at the time, not who did it. Answer what you can: it opens again as you leave it."),
		field(review.FieldState, "Do you know why it happened?", "", false, radio(string(a.State), causeStates)),
		field(review.FieldWhy, "Why?", "Conditions and decisions. If it is confirmed, end with how you know: “Shown by the log of 09:05.”", true, textInput(a.Why, true, most)),
		field(review.FieldGap, "Which check would have caught it? Why did it not?", "For example: a payment after each change. We tested cards only.", true, textInput(a.Gap, true, most)),
		field(review.FieldChanges, "What changes? One a line, at most 5", "“Test every payment method @ben 20 March”. Without a date: in 30 days. The client reads the first 3; begin a line with “internal:” to keep it here.", true, textInput(changes, true, messages.MaxSubject*review.MostChanges)),
		field(review.FieldWork, "Workload and conditions", "How long people had worked, what else ran. It stays inside.", true, textInput(a.Work, true, most)),
	}
	if list := inc.Changes.Open(); len(list) > 0 {
		var lines []string
		for _, c := range list {
			lines = append(lines, "• "+messages.Escape(c.Text))
		}
		blocks = append(blocks, kit.Paragraph("have", messages.Clip("*Changes that stand already*\n"+strings.Join(lines, "\n"), kit.MaxSection)))
	}
	var found []string
	for _, it := range inc.Checklist {
		if it.Found != "" {
			found = append(found, "• "+messages.Escape(cmp.Or(it.Ask, playbook.Otherwise)+" "+it.Found))
		}
	}
	if len(found) > 0 {
		blocks = append(blocks, kit.Paragraph("found", messages.Clip("*Written down at the steps*\n"+strings.Join(found, "\n"), kit.MaxSection)))
	}
	submit := "Save"
	switch {
	case inc.State == incident.Open:
		blocks = append([]slack.Block{kit.Paragraph("open", "*It is down again.* What you save here is kept. No client gets a review before it is resolved.")}, blocks...)
	case client != "":
		submit = "Save, write it"
	}
	return modal(kit.FormReview, inc.Name()+": review", submit, "Cancel", view.Ref{Number: inc.Number, Client: client, Key: inc.Review.Mark()}, blocks...)
}

// ReadReview takes the answers out of the form, and what changes line by line.
func ReadReview(v Values) (a review.Answers, changes []string) {
	a = review.Answers{State: review.State(v.Get(review.FieldState)), Why: v.Get(review.FieldWhy), Gap: v.Get(review.FieldGap), Work: v.Get(review.FieldWork)}
	for _, line := range strings.FieldsFunc(v.Get(review.FieldChanges), func(r rune) bool { return r == '\n' || r == ';' }) {
		if line = strings.TrimSpace(line); line != "" {
			changes = append(changes, line)
		}
	}
	return a, changes
}
