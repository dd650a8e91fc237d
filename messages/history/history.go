// Package history says in words what stands in the timeline of an incident.
package history

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template"
	"time"

	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/lint"
	"candor/messages/ways"
)

// words says in one sentence what each kind of line means. What stands
// in a with or an if is said only if it is given; the rest a line of that kind
// must have.
var words = map[timeline.Kind]string{
	timeline.Declared:     `Declared for {{.ClientName}}: {{.Words}}.`,
	timeline.Affects:      `Also affects {{join .Clients}}.`,
	timeline.NotTheirs:    `Not theirs: {{.ClientName}} is out of it. Why: {{.Reason}}`,
	timeline.KindChanged:  `It is now “{{.Name}}”. The checklist follows; what was done stays.`,
	timeline.KindAdded:    `It is “{{.Name}}”, too. The steps of that are added.`,
	timeline.Severity:     `Severity {{.From}} became {{.To}}.`,
	timeline.Status:       `Status became “{{status .To}}”.`,
	timeline.Role:         `Now {{mention .Person}} {{role .Role}}.`,
	timeline.RoleFreed:    `Nobody {{role .Role}} any more.`,
	timeline.RoleTaken:    `Now {{mention .Person}} {{role .Role}}: they were asked, and told the client.`,
	timeline.Impact:       `{{.ClientName}} notices: {{.Words}}`,
	timeline.ImpactAll:    `They notice: {{.Words}}`,
	timeline.Resolved:     `It works again.{{with .Reason}} Skipped steps: {{.}}{{end}}`,
	timeline.Reopened:     `It is down again{{with .ClientName}} for {{.}} alone{{end}}: {{.Reason}}.`,
	timeline.Closed:       `Closed.{{with .Reason}} Skipped steps: {{.}}{{end}}`,
	timeline.Unclosed:     `Not closed any more: {{with .ClientName}}what {{.}} was sent last came back.{{else}}a client has to hear what is known now.{{end}}`,
	timeline.ClosedItself: `Closed by itself: everything was settled a day ago.`,
	timeline.Cancelled:    `Cancelled: {{.Reason}}`,
	timeline.Mistaken:     `Cancelled at once, no second person was asked: {{.Reason}}`,
	timeline.Noticed:      `It was noticed at {{day .Start}}.`,
	timeline.Note:         `{{.Words}}`,
	timeline.NoteChanged:  `“{{.From}}” became “{{.Words}}”.`,
	timeline.StepAdded:    `Added: {{.Step}}`,
	timeline.StepDone:     `Done: {{.Step}}{{with .Reason}} Reason: {{.}}{{end}}`,
	timeline.StepSkipped:  `Skipped: {{.Step}} Reason: {{.Reason}}`,
	timeline.StepReopened: `Opened again: {{.Step}}{{with .Reason}} Reason: {{.}}{{end}}`,
	timeline.StepFound:    `{{.Reason}} {{.Words}}`,
	timeline.Aftercare:    `What comes after the final message: {{.To}}, before that {{.From}}.`,
	timeline.ClientKept:   `{{.ClientName}} was kept as a client.`,
	timeline.Restored:     `Candor's data was put back from a copy as of {{day .Until}}. What happened between then and now is not in this timeline.`,
	timeline.DrillJoined:  `Takes part in the drill.`,
	timeline.DrillEnded:   `The drill is over.`,
	timeline.Confirmed:    `Confirmed what the copy as of {{day .Until}} knows of {{.ClientName}}.`,

	timeline.ClockAware:  `Said when the team became aware that personal data is or may be affected: {{day .Start}}.{{with .Reason}} Why: {{.}}{{end}}`,
	timeline.ClocksEnded: `The legal clocks end: {{.Reason}}`,
	timeline.ClockEnded:  `The clock “{{.Name}}” ends for {{.ClientName}}: {{.Reason}}`,
	timeline.ClockLaws:   `Laws that apply to the data of {{.ClientName}}, as was said: {{.Words}}.`,

	timeline.ReviewOpened:   `The written review is due by {{day .Until}}.`,
	timeline.ReviewAnswered: `Answered the questions of the review; the cause is {{.To}}.{{with .Words}} {{.}}{{end}}`,
	timeline.ChangeAdded:    `To change: {{.Words}}. {{mention .Person}}, by {{day .Until}}.`,
	timeline.ChangeDone:     `Changed: {{.Words}}.`,
	timeline.ChangePassed:   `Who had it can act here no more, so {{mention .Person}} sees to it by {{day .Until}}: {{.Words}}.`,
	timeline.ChangeDropped:  `Dropped: {{.Words}}. Why: {{.Reason}}`,
	timeline.ChangeMoved:    `Put off to {{day .Until}}: {{.Words}}. Why: {{.Reason}}`,

	timeline.Fact:             `{{with .ClientName}}{{.}}: {{end}}{{fact .Question .Answer}}{{with .Words}}, {{.}}{{end}}{{if or .From .To}} (from {{or .From "unknown"}} to {{or .To "unknown"}}){{end}}.`,
	timeline.Known:            `Confirmed{{with .ClientName}} for {{.}}{{end}}: {{.Words}}`,
	timeline.KnownDropped:     `Taken off the list: {{.Words}}`,
	timeline.Unknown:          `Not known{{with .ClientName}} for {{.}}{{end}}: {{.Words}}`,
	timeline.UnknownDropped:   `Taken off the list: {{.Words}}`,
	timeline.Backups:          `Who was to make the backups of {{.ClientName}}: {{.Words}}.`,
	timeline.Doing:            `We are {{.Words}}.`,
	timeline.Estimate:         `Estimate: between {{from .Start}} and {{day .Until}}.{{with .Reason}} Why: {{.}}{{end}}`,
	timeline.NoEstimate:       `There is no estimate.{{with .Reason}} Why: {{.}}{{end}}`,
	timeline.EstimateQuestion: `Asked whether the estimate will hold.`,
	timeline.EstimateHolds:    `The estimate will hold.`,

	timeline.Approved:          `Approved update {{.Update}} ({{kind .UpdateKind}}) for {{.ClientName}}.` + overridden,
	timeline.ApprovedAlone:     `Approved update {{.Update}} ({{kind .UpdateKind}}) for {{.ClientName}} alone.` + overridden,
	timeline.Undone:            `Took back update {{.Update}} for {{.ClientName}} before it left.`,
	timeline.Stopped:           `Update {{.Update}} for {{.ClientName}} did not leave: {{.Reason}}.`,
	timeline.Request:           `Asked for approval of an update ({{kind .UpdateKind}}) to {{.ClientName}}.`,
	timeline.RequestApproved:   `Approved the update ({{kind .UpdateKind}}) to {{.ClientName}}.`,
	timeline.RequestAlone:      `Approved alone: nobody else had answered.`,
	timeline.RequestRejected:   `Did not approve the update ({{kind .UpdateKind}}) to {{.ClientName}}: {{.Reason}}`,
	timeline.RequestWithdrawn:  `Took back the update to {{.ClientName}} before it was approved.`,
	timeline.RequestUnanswered: `Nobody has approved the update to {{.ClientName}} yet; everybody was asked.`,
	timeline.Automatic:         `Nobody wrote to {{.ClientName}} in time. Candor sends an automatic text.`,

	timeline.Told:          `{{.ClientName}} was told (update {{.Update}}, {{kind .UpdateKind}}).`,
	timeline.ToldByHand:    `{{.ClientName}} {{if eq .Way "read"}}had read{{else}}was told by hand{{with .Way}}{{byHand .}}{{end}}{{end}}{{if not .Until.IsZero}} at {{clock .Until}}{{end}}: {{.Words}}{{with .Answer}} They said: {{.}}{{end}}{{with .Promised}} Promised: {{.}}{{end}}`,
	timeline.Said:          `{{.ClientName}} was told by hand that {{.Words}}.`,
	timeline.NotTold:       `Took back what was recorded, {{.ClientName}} was not told it: “{{.Words}}”{{with .Reason}} Why: {{.}}{{end}}`,
	timeline.AskedByHand:   `{{.ClientName}} was asked by hand: “{{.Words}}”`,
	timeline.OverByHand:    `{{.ClientName}} was told by hand that this is over: “{{.Words}}”`,
	timeline.ToldLate:      `Update {{.Update}} turned out to have reached {{.ClientName}}.`,
	timeline.ToldItself:    `{{.ClientName}} has the automatic text (update {{.Update}}). Their update is still due.`,
	timeline.NotReached:    `Update {{.Update}} did not reach {{.ClientName}}: {{.Reason}}.`,
	timeline.Perhaps:       `It is not known whether update {{.Update}} reached {{.ClientName}}: {{.Reason}}.`,
	timeline.TextLost:      `Update {{.Update}} to {{.ClientName}} cannot be read any more. It may not have arrived.`,
	timeline.Printed:       `{{.ClientName}} was sent update {{.Update}} as a PDF, too.`,
	timeline.NotPrinted:    `It is not known that {{.ClientName}} got update {{.Update}} as a PDF, too: {{.Reason}}.`,
	timeline.Ruled:         `Decided about update {{.Update}} to {{.ClientName}} ({{way .Way}}): {{ruled .To}}.`,
	timeline.Read:          `{{with .Name}}{{.}}{{end}} at {{.ClientName}} has read update {{.Update}}.`,
	timeline.Reply:         `{{with .Name}}{{.}}{{end}} at {{.ClientName}} wrote{{with .Words}}: {{.}}{{else}} (no words){{end}}`,
	timeline.ReplyEdited:   `{{with .Name}}{{.}}{{end}} at {{.ClientName}} changed what they wrote.`,
	timeline.ReplyDeleted:  `{{with .Name}}{{.}}{{end}} at {{.ClientName}} took back what they wrote.`,
	timeline.ReplyAside:    `Said that what {{.ClientName}} wrote is {{with .To}}about {{.}}{{else}}not about this{{end}}.`,
	timeline.Manner:        `{{.ClientName}} is spoken to in another manner from now on: {{.To}}.`,
	timeline.Calling:       `Is calling {{.ClientName}}.`,
	timeline.NobodyPicksUp: `Called {{.ClientName}}: nobody answered (try {{.Try}}).`,
	timeline.Asked:         `{{.ClientName}} asked: {{.Words}}`,
	timeline.AskAnswered:   `Marked as answered what {{.ClientName}} asked: {{.Words}}`,
	timeline.Chose:         `{{.ClientName}} chose when to talk: {{clock .Until}}.`,
	timeline.NotDown:       `It is not down again: that was pressed by mistake. No client had heard of it.`,
	timeline.Gave:          `{{.ClientName}} {{with .Promised}}{{gave .}}{{else}}got what was promised{{end}}, by somebody's own hand.`,
	timeline.Slots:         `Chose the times to offer {{.ClientName}} for a meeting.`,

	timeline.LossUntold:    `Data is gone, and {{.ClientName}} does not know. Tell them by {{clock .Until}}.`,
	timeline.NotHeard:      `{{.ClientName}} has not heard this: {{known .Question .To}}. Tell them.`,
	timeline.ToldOtherwise: `{{.ClientName}} was told otherwise{{with known .Question .From}}: {{.}}{{end}}. It is not so any more: {{known .Question .To}}. Tell them.`,
	timeline.AwaitsAnswer:  `{{.ClientName}} waits for an answer. Tell them now.`,
	timeline.LaterAsked:    `Asked {{mention .Person}} whether {{.ClientName}} may hear later: {{.Reason}}`,
	timeline.LaterAgreed:   `Agreed that {{.ClientName}} hears later, at the latest {{day .Until}}. {{mention .Person}} asked: {{.Reason}}`,
	timeline.LaterRefused:  `Did not agree that {{.ClientName}} hears later. Tell them now.`,
	timeline.LaterAlone:    `Decided alone that {{.ClientName}} hears later, at the latest {{day .Until}}; nobody else could be asked. Why: {{.Reason}}`,

	timeline.TakeBackAsked:   `Asked {{mention .Person}} to agree to {{.Words}}, before the client was told what is known. Why: {{.Reason}}`,
	timeline.TakeBackAgreed:  `Agreed to {{.Words}}, before the client was told what was known. {{mention .Person}} asked: {{.Reason}}`,
	timeline.TakeBackRefused: `Did not agree to {{.Words}}; {{mention .Person}} had asked. The client still has to be told what is known.`,
	timeline.TakeBackAlone:   `Decided alone to {{.Words}}, before the client was told what was known; nobody else could be asked. Why: {{.Reason}}`,

	timeline.Cadence:        `{{.ClientName}} hears {{or .To "as usual"}} from the next update on.`,
	timeline.CadenceAsked:   `{{.ClientName}} hears {{or .To "as usual"}} from the next update on, as {{.Name}} asked.`,
	timeline.CadencePlanned: `{{.ClientName}} hears {{or .To "as usual"}} from the next update on, which says so.`,

	timeline.Reminded:        `Reminded of the promise to {{.ClientName}}, due {{clock .Until}}.`,
	timeline.RemindedAll:     `Reminded of the promise to {{.ClientName}}, due {{clock .Until}}. Nobody has answered, so the whole list was asked.`,
	timeline.RemindedMissing: `Reminded that update {{.Update}} is missing at {{.ClientName}} ({{way .Way}}).`,
	timeline.Snoozed:         `Snoozed the reminder; the promise stays.`,
	timeline.Rang:            `Rang {{or .Name (mention .Person)}}.`,
	timeline.NotWoken:        `{{or .Name (mention .Person)}} could not be woken: {{.Reason}}.`,
	timeline.Joined:          `Joined after being asked.`,
	timeline.GuestCame:       `{{mention .Person}} is a guest and in the channel: nothing internal is posted there until somebody says who they are.`,
	timeline.GuestLeft:       `{{mention .Person}} left the channel.`,
	timeline.GuestTrusted:    `{{mention .Person}} is a colleague, says {{mention .SaidBy}}.`,
	timeline.GuestGoes:       `{{mention .Person}} is the client's and is taken out of the channel.`,
	timeline.AccountLeft:     `The account of {{mention .Person}} in Slack was deactivated. What they had to do was given to others.`,
	timeline.AllLeft:         `The account of {{mention .Person}} in Slack was deactivated. Nobody is left who could be asked.`,
	timeline.GuestTakenOut:   `{{mention .Person}} was taken out of the channel.`,
	timeline.GuestStays:      `{{mention .Person}} stays in the channel; nothing internal is posted there.`,
	timeline.Shared:          `The channel became shared outside: nothing internal is posted there any more.`,
	timeline.Internal:        `The channel is internal again.`,
	timeline.ClientAway:      `Nobody of {{.ClientName}} is in their channel any more: nothing is sent there.`,
	timeline.ClientBack:      `{{.ClientName}} can read their channel again.`,
	timeline.Moves:           `It moves to a private channel.`,
	timeline.Moved:           `It goes on in a private channel.`,
	timeline.Sleeps:          `Sleeps until {{day .Until}}. {{with .Person}}{{mention .}} is asked to be on it.{{else}}Nobody is on it: work pauses.{{end}}`,
	timeline.GotUp:           `Is up again.`,
	timeline.MorningTold:     `Told the team how it stands, while {{mention .Person}} sleeps.`,
	timeline.TakeoverAsked:   `Asked {{mention .Person}} to take over.`,
	timeline.TakeoverKept:    `Keeps it: {{mention .Person}} was told that nobody has to take over.`,
	timeline.TakeoverRefused: `Cannot take over from {{mention .Person}}.`,
	timeline.TookOver:        `Took over from {{mention .Person}}.`,
}

const overridden = `{{range .Overrides}} The draft check blocked it: {{rule .Rule}} It left nonetheless: {{ended .Reason}}{{end}}`

// handWords say how a person told a client without Candor.
var handWords = map[byhand.How]string{
	byhand.ByCall: " on the phone", byhand.ByVoicemail: " by voicemail", byhand.ByMessenger: " by a message", byhand.InPerson: " in person", byhand.ByLetter: " by letter",
}

// ruledWords say what a person decided about a text that may not have arrived.
var ruledWords = map[outbox.Resolution]string{
	outbox.ItArrived: "it arrived", outbox.SendAgain: "it is sent again", outbox.GiveUp: "it is not sent any more", outbox.Overtaken: "a newer one has arrived", outbox.Closed: "nothing is sent to them any more",
}

var sentences = sync.OnceValue(compiled)

func compiled() *template.Template {
	all := template.New("timeline").Funcs(template.FuncMap{
		"mention": fault.Mention,
		"way":     func(via string) string { return ways.WordsOf(via).Short },
		"ruled":   func(r string) string { return ruledWords[outbox.Resolution(r)] },
		"kind":    kit.KindWord,
		"status":  func(s string) string { return kit.StatusWord(update.Status(s)) },
		"role":    roleDoes,
		"gave":    gave,
		"join":    fault.And,
		"clock":   inZone(fault.Clock, "15:04 MST"),
		"from":    inZone(fault.Moment, "2 Jan 15:04"), // before the zone is said
		"day":     inZone(fault.Moment, "2 Jan 15:04 MST"),
		"known": func(q facts.Question, a string) string {
			if !slices.Contains(facts.Answers[q], facts.Answer(a)) { // the words behind an answer that is the same
				return a
			}
			return playbook.Because(q, facts.Answer(a))
		},
		"fact": func(q facts.Question, a string) string {
			return messages.UpperFirst(playbook.Because(q, facts.Answer(a)))
		},
		"rule":   ruleSays,
		"ended":  kit.Ended,
		"byHand": func(way string) string { return handWords[byhand.How(way)] },
	})
	for kind, words := range words {
		template.Must(all.New(string(kind)).Parse(words))
	}
	return all
}

// gave says what a client got without a text of ours; what they said is written nowhere.
func gave(what string) string {
	name := promisedWords[promise.Kind(strings.ReplaceAll(what, " ", "_"))]
	asked, asks := strings.CutPrefix(name, "Asking ")
	switch {
	case asks:
		return "was asked " + asked
	case name != "":
		return "got what was promised (" + strings.ToLower(name[:1]) + name[1:] + ")"
	}
	return "got what was promised (" + what + ")"
}

// Reader is the zone of [Said] where Slack shows the sentence: that of whoever reads it.
var Reader = time.FixedZone("of its reader", 0)

func inZone(mark func(time.Time) string, layout string) func(time.Time) string {
	return func(at time.Time) string {
		if at.Location() == Reader {
			return mark(at)
		}
		return at.Format(layout)
	}
}

// ruleSays is what a rule of the draft check has against a text, without what to write instead;
// of one that there is no more, its name.
func ruleSays(id string) string {
	for _, r := range lint.Rules() {
		if r.ID == id {
			why, _, _ := strings.Cut(r.Why, ": ")
			return kit.Ended(why)
		}
	}
	return kit.Ended(id)
}

// roleDoes says what somebody with a role does.
func roleDoes(r playbook.Role) string {
	switch r {
	case playbook.Comms, playbook.Tech, playbook.Account:
		return kit.RoleWord(r)
	case playbook.Privacy:
		return "looks after the personal data"
	}
	return "is in charge"
}

// mentioned are the people in a sentence.
var mentioned = regexp.MustCompile(`(?:<|&lt;)@([UW][A-Z0-9]+)(?:\|[^<>&]*)?(?:>|&gt;)`)

// Named is what somebody typed, with the people in it as name writes them.
func Named(text string, name func(user string) string) string {
	return mentioned.ReplaceAllStringFunc(text, func(s string) string { return name(mentioned.FindStringSubmatch(s)[1]) })
}

// Said is [Sentence] by the clock of a zone, with the people in it as name writes them and
// all else as escape does.
func Said(e timeline.Entry, zone *time.Location, name, escape func(string) string) string {
	var b strings.Builder
	unmarked := func(s string) {
		for m := mentioned.FindStringSubmatchIndex(s); m != nil; m = mentioned.FindStringSubmatchIndex(s) {
			b.WriteString(escape(s[:m[0]]) + name(s[m[2]:m[3]]))
			s = s[m[1]:]
		}
		b.WriteString(escape(s))
	}
	s := sentence(e, zone)
	for before, mark, after := fault.CutMark(s); mark != ""; before, mark, after = fault.CutMark(s) {
		unmarked(before)
		b.WriteString(mark)
		s = after
	}
	unmarked(s)
	return b.String()
}

// Sentence says what a line of the timeline means, in the words of the
// people whom it quotes: they are not escaped. A line from before there were kinds
// has its own sentence, and of a kind that this program does not know only the
// word is known. Times are UTC.
func Sentence(e timeline.Entry) string { return sentence(e, time.UTC) }

func sentence(e timeline.Entry, zone *time.Location) string {
	if e.Kind == "" {
		return e.Text
	}
	e.Start, e.Until = e.Start.In(zone), e.Until.In(zone)
	var b strings.Builder
	t := sentences().Lookup(string(e.Kind))
	if t == nil || t.Execute(&b, e) != nil {
		return string(e.Kind)
	}
	if zone == Reader {
		return b.String()
	}
	return fault.ByClock(b.String(), zone)
}
