package messages

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor"
)

// Names of the fields of the update form that are not fields of a template.
const (
	FieldKind   = "kind"
	FieldNext   = "next_update" // a menu; its values are Unix seconds
	FieldNextAt = "next_at"     // a time that was typed instead
)

// kindWords names the kinds of update on screens, in the order in which they are offered.
var kindWords = []choice{
	{candor.FirstNoticeUnknown, "First word: we are looking into it"},
	{candor.FirstNoticeKnown, "First word: we know what is wrong"},
	{candor.Progress, "Something new"},
	{candor.Holding, "Still working on it"},
	{candor.MitigatedUpdate, "Less harm now, repair goes on"},
	{candor.MonitoringUpdate, "Works again, we keep watching"},
	{candor.DataLoss, "Bad news: data is lost"},
	{candor.BreachSuspected, "Bad news: somebody may have got in"},
}

// KindWord is what screens call a kind of update.
func KindWord(kind string) string {
	for _, k := range kindWords {
		if k.value == kind {
			return k.label
		}
	}
	switch kind {
	case candor.ResolvedUpdate:
		return "The last word: it works again"
	case candor.ByHand:
		return "Told by hand"
	}
	return kind
}

// KindsFor lists the kinds of update that fit: a first word comes first and
// once, "still working" needs one before it.
func KindsFor(inc *candor.Incident, aff *candor.Affected) []string {
	if inc.State == candor.Resolved {
		return []string{candor.ResolvedUpdate}
	}
	var list []string
	for _, k := range kindWords {
		if candor.FirstNotice(k.value) == aff.Written && !candor.BadNews(k.value) {
			continue
		}
		list = append(list, k.value)
	}
	return list
}

// UpdateForm asks for the words of one update to one client. u holds what is
// known already; zone is the writer's, in which times are typed.
func (w *Words) UpdateForm(inc *candor.Incident, aff *candor.Affected, u candor.Update, zone *time.Location, now time.Time) slack.ModalViewRequest {
	ref := Ref{Number: inc.Number, Client: aff.Client.ID, Key: u.Kind}
	var kinds []choice
	for _, k := range KindsFor(inc, aff) {
		kinds = append(kinds, choice{k, KindWord(k)})
	}
	kind := field(FieldKind, "What kind of news?", "", false, selectOne("Choose", u.Kind, kinds))
	kind.DispatchAction = true
	blocks := []slack.Block{
		slack.NewContextBlock("to", mrkdwnText("*"+inc.Name()+"* · to "+escape(Destinations(aff))+". You see the exact text before it leaves.")),
		kind,
	}
	if len(inc.Clients) > 1 {
		blocks = slices.Insert(blocks, 1, whoField(inc, aff.Client.ID))
	}
	fields := w.templateFields(u, zone)
	if aff.Client.ID == candor.AllClients {
		eachItsOwn(u.Kind, fields)
	}
	blocks = append(blocks, fields...)
	if u.Kind != candor.ResolvedUpdate {
		blocks = append(blocks, nextFields(&aff.Client, u.NextAt, now)...)
	}
	return form(FormUpdate, "Tell "+aff.Client.Name, "Preview", "Cancel", ref, blocks...)
}

// templateFields are the inputs that a kind of update needs. The kind is part
// of each name, since Slack keeps what was typed under a name that it knows.
func (w *Words) templateFields(u candor.Update, zone *time.Location) []slack.Block {
	var blocks []slack.Block
	for _, f := range w.Fields(u.Kind) {
		initial := u.Words[f.Name]
		if f.Instant {
			if at := u.Times[f.Name]; !at.IsZero() {
				initial = at.In(zone).Format("2006-01-02 15:04")
			}
		}
		most := f.Max
		if f.Instant {
			most = maxTime
		}
		blocks = append(blocks, field(u.Kind+":"+f.Name, f.Label, fieldHint(f), !f.Mandatory, textInput(initial, f.Long, most)))
	}
	return blocks
}

// maxTime is room for every time that a person may type.
const maxTime = 40

// fieldHint is the template's own hint, or how a time may be typed.
func fieldHint(f Field) string {
	switch {
	case f.Hint != "" || !f.Instant:
		return f.Hint
	case f.Future:
		return "Your time, for example 16:15, or 45m from now."
	}
	return "Your time, for example 02:15, or 40m for 40 minutes ago."
}

// nextFields ask when the client hears next: a menu in the client's time, and
// any other time typed.
func nextFields(c *candor.Client, proposed, now time.Time) []slack.Block {
	var list []choice
	add := func(at time.Time) {
		v := fmt.Sprint(at.Unix())
		if at.After(now) && !slices.ContainsFunc(list, func(c choice) bool { return c.value == v }) {
			list = append(list, choice{v, fmt.Sprintf("%s (in %s)", ClientTime(at, now, c), Span(at.Sub(now)))})
		}
	}
	add(proposed)
	for _, d := range []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour} {
		add(now.Add(d).Truncate(time.Minute))
	}
	add(candor.Morning(c.Zone(), now))
	chosen := ""
	if len(list) > 0 {
		chosen = list[0].value
	}
	return []slack.Block{
		field(FieldNext, "They hear from us again by", "Shown in their time. Promise only what you will keep.", false, selectOne("Choose a time", chosen, list)),
		field(FieldNextAt, "Or another time", "Your time, for example 45m or 16:15. It counts instead of the menu.", true, textInput("", false, maxTime)),
	}
}

// ReadUpdate takes the words of an update out of a submitted form: text fields
// by their template name. when reads the time that was typed into a field, which
// lies before or after now as the field says; its error is a sentence.
func (w *Words) ReadUpdate(kind string, v Values, when func(string, Field) (time.Time, error)) (words map[string]string, times map[string]time.Time, wrong map[string]string) {
	words, times, wrong = map[string]string{}, map[string]time.Time{}, map[string]string{}
	for _, f := range w.Fields(kind) {
		text := strings.TrimSpace(v.Get(kind + ":" + f.Name))
		switch {
		case text == "":
		case f.Instant:
			at, err := when(text, f)
			if err != nil {
				wrong[kind+":"+f.Name] = err.Error()
			}
			times[f.Name] = at
		default:
			words[f.Name] = text
		}
	}
	return words, times, wrong
}

// FieldErrors renames the fields of an error to those of the update form.
func (w *Words) FieldErrors(kind string, fields map[string]string) map[string]string {
	own := map[string]bool{}
	for _, f := range w.Fields(kind) {
		own[f.Name] = true
	}
	named := map[string]string{}
	for name, why := range fields {
		switch {
		case own[name]:
			named[kind+":"+name] = why
		case name == FieldNext && kind != candor.ResolvedUpdate:
			named[FieldNext] = why
		case name == FieldReason: // of the gate, which stands in the same form
			named[name] = why
		default: // about the text as a whole: shown where the writer looks first
			named[w.firstField(kind)] = why
		}
	}
	return named
}

func (w *Words) firstField(kind string) string {
	if list := w.Fields(kind); len(list) > 0 {
		return kind + ":" + list[0].Name
	}
	return FieldKind
}

// Destinations says in a few words where a client's updates go.
func Destinations(aff *candor.Affected) string {
	if aff.Client.Slack == "" {
		return aff.Client.Name + " (no channel: call them)"
	}
	return aff.Client.Name + " in their Slack channel"
}

// PreviewForm shows the exact text. Send sends it; nothing else does.
func PreviewForm(t *candor.Telling, now time.Time) slack.ModalViewRequest {
	u := t.Update
	ref := Ref{Number: t.Incident.Number, Client: t.Client.ID, Key: u.Hash()}
	submit, title := "Send", "First word to them"
	if !candor.FirstNotice(u.Kind) {
		title = "Read it once"
	}
	blocks := []slack.Block{
		slack.NewContextBlock("to", mrkdwnText(fmt.Sprintf("*%s* · exactly this goes to <#%s>:", t.Incident.Name(), t.Client.Slack))),
	}
	if len(t.Asks) > 0 {
		submit = "Ask for approval"
		blocks = append(blocks, slack.NewContextBlock("asks", mrkdwnText("It leaves when you have the word of "+asksWhom(t.Asks)+".")))
	}
	if t.Blocked {
		title, submit = "Not like this", "Send with this reason"
	}
	if t.Again {
		ref.N = Sure
		title, submit = "Read it once more", "Yes, send it now"
		blocks = append([]slack.Block{paragraph("again", againText(t))}, blocks...)
	}
	blocks = append(blocks, exactly(u.Texts[candor.ViaSlack].Body)...)
	for i, f := range t.Findings[:min(mostFindings, len(t.Findings))] {
		blocks = append(blocks, paragraph(fmt.Sprintf("finding%d", i), findingLine(f)))
	}
	if t.Blocked {
		blocks = append(blocks, overrideField())
	}
	if !u.NextAt.IsZero() {
		blocks = append(blocks, slack.NewContextBlock("next", mrkdwnText(fmt.Sprintf("You promise the next word by *%s* (in %s). Candor reminds you.",
			ClientTime(u.NextAt, now, &t.Client), Span(u.NextAt.Sub(now))))))
	}
	edit := slack.NewButtonBlockElement(ActEdit, ref.String(), plainText("Edit"))
	blocks = append(blocks, slack.NewActionBlock("do", edit))
	return form(FormPreview, title, submit, "Not yet", ref, blocks...)
}

// againText says why a text is confirmed twice.
func againText(t *candor.Telling) string {
	switch name := escape(t.Client.Name); {
	case candor.BadNews(t.Update.Kind):
		return fmt.Sprintf("This is bad news for %s. Saying it today is right. Read it once more, as they will read it.", name)
	case t.Client.Approval.Rule == candor.ApprovalOther:
		return fmt.Sprintf("%s wants two people to read each text, and nobody else is here. Read it once more, as they will read it. The record says that you decided alone.", name)
	}
	return "The text has changed since you saw it. Read it once more."
}

// ToldForm records a call or a message that a person made.
func ToldForm(inc *candor.Incident, aff *candor.Affected, proposed, now time.Time) slack.ModalViewRequest {
	ref := Ref{Number: inc.Number, Client: aff.Client.ID}
	why := "A call or a message by hand counts like an update. Write down what they know now."
	if len(aff.Client.Destinations()) == 0 {
		why = fmt.Sprintf("Candor has no Slack channel for %s. Call them, then write down here what they know now.", escape(aff.Client.Name))
	}
	blocks := []slack.Block{
		slack.NewContextBlock("why", mrkdwnText(why)),
		field("text", "What did you tell "+aff.Client.Name+"?", "", false, textInput("", true, 1000)),
	}
	if inc.State == candor.Open {
		blocks = append(blocks, nextFields(&aff.Client, proposed, now)...)
	}
	return form(FormTold, "I told them myself", "Record", "Cancel", ref, blocks...)
}
