package screen

import (
	"strings"
	"text/template"
	"time"

	"candor/incident"
	"candor/incident/fault"
)

// timelineWords says in one sentence what each kind of line means. What stands
// in a with or an if is said only if it is given; the rest a line of that kind
// must have.
var timelineWords = map[incident.EntryKind]string{
	incident.EntryDeclared:     `Declared for {{.ClientName}}: {{.Words}}.`,
	incident.EntryAffects:      `Also affects {{join .Clients}}.`,
	incident.EntryKindChanged:  `It is now “{{.Name}}”. The checklist follows; what was done stays.`,
	incident.EntrySeverity:     `Severity {{.From}} became {{.To}}.`,
	incident.EntryStatus:       `Status became {{.To}}.`,
	incident.EntryRole:         `{{mention .Person}} is now {{.Role}}.`,
	incident.EntryRoleFreed:    `The role {{.Role}} is free.`,
	incident.EntryRoleTaken:    `{{mention .Person}} is now {{.Role}}: they were asked, and told the client.`,
	incident.EntryImpact:       `{{.ClientName}} notices: {{.Words}}`,
	incident.EntryImpactAll:    `They notice: {{.Words}}`,
	incident.EntryResolved:     `It works again.{{with .Reason}} Skipped steps: {{.}}{{end}}`,
	incident.EntryReopened:     `It is down again: {{.Reason}}.`,
	incident.EntryClosed:       `Closed.{{with .Reason}} Skipped steps: {{.}}{{end}}`,
	incident.EntryCancelled:    `Cancelled: {{.Reason}}`,
	incident.EntryNote:         `{{.Words}}`,
	incident.EntryStepAdded:    `Added: {{.Step}}`,
	incident.EntryStepDone:     `Done: {{.Step}}{{with .Reason}} Reason: {{.}}{{end}}`,
	incident.EntryStepSkipped:  `Skipped: {{.Step}} Reason: {{.Reason}}`,
	incident.EntryStepReopened: `Opened again: {{.Step}}{{with .Reason}} Reason: {{.}}{{end}}`,
	incident.EntryClientKept:   `{{.ClientName}} was kept as a client.`,

	incident.EntryFact:             `{{.Question}}: {{.Answer}}{{with .Words}}, {{.}}{{end}}{{if or .From .To}} (from {{or .From "unknown"}} to {{or .To "unknown"}}){{end}}.`,
	incident.EntryKnown:            `Confirmed: {{.Words}}`,
	incident.EntryKnownDropped:     `Taken off the list: {{.Words}}`,
	incident.EntryUnknown:          `Not known: {{.Words}}`,
	incident.EntryUnknownDropped:   `Taken off the list: {{.Words}}`,
	incident.EntryDoing:            `We are {{.Words}}.`,
	incident.EntryEstimate:         `Estimate: between {{day .Start}} and {{day .Until}} UTC.{{with .Reason}} Why: {{.}}{{end}}`,
	incident.EntryNoEstimate:       `There is no estimate.{{with .Reason}} Why: {{.}}{{end}}`,
	incident.EntryEstimateQuestion: `Asked whether the estimate will hold.`,
	incident.EntryEstimateHolds:    `The estimate will hold.`,

	incident.EntryApproved:          `Approved update {{.Update}} ({{.UpdateKind}}) for {{.ClientName}}.` + overridden,
	incident.EntryApprovedAlone:     `Approved update {{.Update}} ({{.UpdateKind}}) for {{.ClientName}} alone.` + overridden,
	incident.EntryUndone:            `Took back update {{.Update}} for {{.ClientName}} before it left.`,
	incident.EntryRequest:           `Asked for approval of an update ({{.UpdateKind}}) to {{.ClientName}}.`,
	incident.EntryRequestApproved:   `Approved the update ({{.UpdateKind}}) to {{.ClientName}}.`,
	incident.EntryRequestAlone:      `Approved alone: nobody else had answered.`,
	incident.EntryRequestRejected:   `Did not approve the update ({{.UpdateKind}}) to {{.ClientName}}: {{.Reason}}`,
	incident.EntryRequestWithdrawn:  `Took back the update to {{.ClientName}} before it was approved.`,
	incident.EntryRequestUnanswered: `Nobody has approved the update to {{.ClientName}} yet; everybody was asked.`,
	incident.EntryAutomatic:         `Nobody wrote to {{.ClientName}} in time. Candor sends an automatic text ({{.UpdateKind}}).`,

	incident.EntryTold:          `{{.ClientName}} was told (update {{.Update}}, {{.UpdateKind}}).`,
	incident.EntryToldByHand:    `{{.ClientName}} was told by hand{{with .Way}}{{byHand .}}{{end}}: {{.Words}}{{with .Answer}} They said: {{.}}{{end}}{{with .Promised}} Promised: {{.}}{{end}}`,
	incident.EntryToldLate:      `Update {{.Update}} turned out to have reached {{.ClientName}}.`,
	incident.EntryToldItself:    `{{.ClientName}} has the automatic text (update {{.Update}}, {{.UpdateKind}}). The update is still owed.`,
	incident.EntryNotReached:    `Update {{.Update}} did not reach {{.ClientName}}: {{.Reason}}.`,
	incident.EntryPerhaps:       `It is not known whether update {{.Update}} reached {{.ClientName}}: {{.Reason}}.`,
	incident.EntryTextLost:      `Update {{.Update}} to {{.ClientName}} cannot be read any more. It may not have arrived.`,
	incident.EntryRuled:         `Decided about update {{.Update}} to {{.ClientName}} ({{.Way}}): {{.To}}.`,
	incident.EntryRead:          `{{with .Name}}{{.}}{{end}} at {{.ClientName}} has read update {{.Update}}.`,
	incident.EntryReply:         `{{with .Name}}{{.}}{{end}} at {{.ClientName}} wrote in the thread: {{.Words}}`,
	incident.EntryReplyEdited:   `{{with .Name}}{{.}}{{end}} at {{.ClientName}} changed what they wrote in the thread.`,
	incident.EntryReplyDeleted:  `{{with .Name}}{{.}}{{end}} at {{.ClientName}} took back what they wrote in the thread.`,
	incident.EntryCalling:       `Is calling {{.ClientName}}.`,
	incident.EntryNobodyPicksUp: `Called {{.ClientName}}: nobody answered (try {{.Try}}).`,
	incident.EntryAsked:         `{{.ClientName}} asked: {{.Words}}`,
	incident.EntrySlots:         `Chose the times to offer {{.ClientName}} for a meeting.`,

	incident.EntryLossUntold:     `Data is gone, and {{.ClientName}} does not know. Tell them by {{clock .Until}} UTC.`,
	incident.EntryToldOtherwise:  `{{.ClientName}} was told otherwise about {{.Question}}: {{.From}}, and now it is {{.To}}. Tell them.`,
	incident.EntryAwaitsAnswer:   `{{.ClientName}} waits for an answer. Tell them now.`,
	incident.EntryLaterAsked:     `Asked {{mention .Person}} whether {{.ClientName}} may hear later: {{.Reason}}`,
	incident.EntryLaterAgreed:    `Agreed that {{.ClientName}} hears later, at the latest {{day .Until}} UTC. {{mention .Person}} asked: {{.Reason}}`,
	incident.EntryLaterRefused:   `Did not agree that {{.ClientName}} hears later. Tell them now.`,
	incident.EntryCadence:        `{{.ClientName}} hears {{or .To "as usual"}} from the next update on.`,
	incident.EntryCadenceAsked:   `{{.ClientName}} hears {{or .To "as usual"}} from the next update on, as {{.Name}} asked.`,
	incident.EntryCadencePlanned: `{{.ClientName}} hears {{or .To "as usual"}} from the next update on, which says so.`,

	incident.EntryReminded:        `Reminded of the promise to {{.ClientName}}, due {{clock .Until}} UTC.`,
	incident.EntryRemindedAll:     `Reminded of the promise to {{.ClientName}}, due {{clock .Until}} UTC. Nobody has answered, so the whole list was asked.`,
	incident.EntryRemindedMissing: `Reminded that update {{.Update}} is missing at {{.ClientName}} ({{.Way}}).`,
	incident.EntrySnoozed:         `Snoozed the reminder; the promise stays.`,
	incident.EntryRang:            `Rang {{or .Name (mention .Person)}}.`,
	incident.EntryNotWoken:        `{{or .Name (mention .Person)}} could not be woken: {{.Reason}}.`,
	incident.EntryJoined:          `Joined after being asked.`,
	incident.EntryGuestCame:       `{{mention .Person}} is a guest and in the channel: nothing internal is posted there until somebody says who they are.`,
	incident.EntryGuestLeft:       `{{mention .Person}} left the channel.`,
	incident.EntryGuestTrusted:    `{{mention .Person}} is a colleague, says {{mention .SaidBy}}.`,
	incident.EntryGuestGoes:       `{{mention .Person}} is the client's and is taken out of the channel.`,
	incident.EntryGuestTakenOut:   `{{mention .Person}} was taken out of the channel.`,
	incident.EntryGuestStays:      `{{mention .Person}} stays in the channel; nothing internal is posted there.`,
	incident.EntryShared:          `The channel became shared outside: nothing internal is posted there any more.`,
	incident.EntryInternal:        `The channel is internal again.`,
	incident.EntryMoves:           `It moves to a private channel.`,
	incident.EntryMoved:           `It goes on in a private channel.`,
}

const overridden = `{{range .Overrides}} It left although the draft check blocked it ({{.Rule}}): {{.Reason}}{{end}}`

// handWords say how a person told a client without Candor.
var handWords = map[incident.How]string{
	incident.ByCall: " on the phone", incident.ByVoicemail: " by voicemail", incident.ByMessenger: " by a message", incident.InPerson: " in person",
}

var timelineSentences = parseTimeline()

func parseTimeline() *template.Template {
	all := template.New("timeline").Funcs(template.FuncMap{
		"mention": fault.Mention,
		"join":    func(list []string) string { return strings.Join(list, ", ") },
		"clock":   func(at time.Time) string { return at.UTC().Format("15:04") },
		"day":     func(at time.Time) string { return at.UTC().Format("2 Jan 15:04") },
		"byHand":  func(way string) string { return handWords[incident.How(way)] },
	})
	for kind, words := range timelineWords {
		template.Must(all.New(string(kind)).Parse(words))
	}
	return all
}

// TimelineSentence says what a line of the timeline means, in the words of the
// people whom it quotes: they are not escaped. A line from before there were kinds
// has its own sentence, and of a kind that this program does not know only the
// word is known.
func TimelineSentence(e incident.Entry) string {
	if e.Kind == "" {
		return e.Text
	}
	var b strings.Builder
	t := timelineSentences.Lookup(string(e.Kind))
	if t == nil || t.Execute(&b, e) != nil {
		return string(e.Kind)
	}
	return b.String()
}
