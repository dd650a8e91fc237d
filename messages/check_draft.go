package messages

import (
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/due"
	"candor/messages/lint"
	"candor/messages/mrkdwn"
	"candor/messages/owns"
)

// draft reads each text as its receiver does, and says what is wrong with it.
// What the structure has found already is not said again, nor what is wrong on
// several ways.
func (t *template) draft(inc *incident.Incident, c view.CheckInput, found []update.Finding) (list []update.Finding) {
	seen := map[string]bool{}
	for _, f := range found {
		seen[f.Rule] = true
	}
	var read []lint.Finding
	for _, way := range client.ReadWays() { // a machine gets the same words
		for _, f := range t.read(inc, c, way) {
			key := f.Rule + "\x00" + strings.ToLower(f.Words)
			if seen[f.Rule] && f.Words == "" || seen[f.Rule] && slices.ContainsFunc(found, func(s update.Finding) bool { return s.Rule == f.Rule }) || seen[key] {
				continue
			}
			seen[key], seen[f.Rule] = true, true
			read = append(read, f)
		}
	}
	for _, f := range lint.Merged(read) {
		list = append(list, t.finding(f, c.Update))
	}
	slices.SortStableFunc(list, func(a, b update.Finding) int { return weightOf(a.Level) - weightOf(b.Level) })
	return list
}

func weightOf(l update.Level) int {
	return slices.Index([]update.Level{update.Block, update.Warn, update.Hint}, l)
}

// read checks the text of one way: of a mail its subject too, which owes less.
func (t *template) read(inc *incident.Incident, c view.CheckInput, way client.Way) []lint.Finding {
	text, ok := c.Update.Texts[way.Via]
	if !ok {
		return nil
	}
	around := context(inc, c)
	if way.Marked {
		if !owns.Letter(c.Update) || update.BadNews(c.Update.Kind) { // it says everything, as long as that takes
			around.Channel = "email"
		}
		if c.Update.Kind == update.PostmortemCover {
			around.Channel = "review"
		}
		return lint.Check(mrkdwn.Unescape(text.Body), around)
	}
	around.Channel = "email"
	if c.Update.Kind == update.PostmortemCover { // a document that is read in peace
		around.Channel = "review"
	}
	list := lint.Check(text.Body, around)
	if !way.Subject {
		return list
	}
	around.Kind, around.Late, around.PrevTexts = "reply", 0, nil // what was said before is taken back below it
	return append(list, lint.Check(text.Subject, around)...)
}

// finding tells the writer, at the field where the words were typed.
func (t *template) finding(f lint.Finding, u update.Update) update.Finding {
	own := update.Finding{
		Rule: f.Rule, Level: update.Level(f.Level), Words: f.Words, Why: f.Why, Replace: f.Replace, Example: f.Example, Final: !lint.Overridable(f.Rule),
	}
	for _, field := range t.fields {
		if typed := u.Words[field.Name]; f.Words != "" && strings.Contains(strings.ToLower(Clean(typed, true)), strings.ToLower(f.Words)) {
			own.Field = field.Name
			break
		}
	}
	return own
}

// context is what is known around a text.
func context(inc *incident.Incident, c view.CheckInput) lint.Context {
	u := c.Update
	around := lint.Context{
		Access: inc.KindTraits().Access.Possible(), Severity: int(inc.Severity), Kind: u.Kind, Phase: owns.Phase(inc, u.Kind), Status: string(inc.StatusOf(inc.Affected(c.Client.ID))), CauseState: owns.CauseState(inc, u.Kind),
		Now: due.ThisMinute(c.Now), Zone: c.Client.Zone(), OtherClients: c.Others, AllowedDomains: slices.Concat(c.Client.Domains, c.Known), Staff: c.Staff,
		Technical: c.Client.Technical, Auto: update.Automatic(u.Kind),
		Answered: lint.Answers{Impact: true, Action: true, Next: true, ClientAction: true}, // each is a field, or a line that is not asked for
	}
	if inc.State == incident.Resolved || u.Kind == update.ResolvedUpdate {
		around.Status = string(update.StatusSolved)
	}
	around.DataState = dataStates[inc.Facts.Given[facts.DataLost].Answer]
	around.Answered.Ownership = owns.TellsNoBackup(&inc.Facts, u.Kind) // the sentence about the backup owns what is ours
	if u.Kind == update.DataLoss {
		around.DataState = "confirmed_loss"
	}
	if !u.LateFor.IsZero() && c.Now.After(u.LateFor) && !update.Automatic(u.Kind) {
		around.Late = c.Now.Sub(u.LateFor)
	}
	if aff := inc.Affected(c.Client.ID); aff != nil {
		_, around.PrevETA, _ = aff.ToldEstimate()
	}
	for _, text := range c.Earlier {
		around.PrevTexts = append(around.PrevTexts, mrkdwn.Unescape(text))
	}
	return around
}

// dataStates are the answers to whether data is gone, as the draft check knows them.
var dataStates = map[facts.Answer]string{facts.Yes: "confirmed_loss", facts.No: "confirmed_none", facts.DontKnow: "unknown"}
