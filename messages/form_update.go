package messages

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/schedule"
)

// Names of the fields of the update form that are not fields of a template.
const (
	FieldKind   = "kind"
	FieldNext   = "next_update" // a menu; its values are Unix seconds
	FieldNextAt = "next_at"     // a time that was typed instead
	FieldSlower = "slower"      // a box: they hear less often from now on
)

// kindGroup is a part of the menu of kinds.
type kindGroup struct {
	name  string
	kinds []choice
}

// kindWords names the kinds of update on screens, in the order in which they are
// offered. What Candor sends by itself, and the last word, which resolving asks
// for, are in no menu.
var kindWords = []kindGroup{
	{"First word", []choice{
		{incident.FirstNoticeUnknown, "First word: we are looking into it"},
		{incident.FirstNoticeKnown, "First word: we know what is wrong"},
		{incident.FirstNoticeThirdParty, "First word: a provider is down"},
	}},
	{"News", []choice{
		{incident.Progress, "Something new"},
		{incident.Holding, "Still working on it"},
		{incident.MissedUpdate, "We are late, and say so"},
		{incident.EtaChange, "Our estimate will not hold"},
		{incident.MitigatedUpdate, "Less harm now, repair goes on"},
		{incident.MonitoringUpdate, "Works again, we keep watching"},
		{incident.Correction, "Something that we said was wrong"},
		{incident.Overnight, "We pause for the night"},
	}},
	{"Bad news", []choice{
		{incident.DataLoss, "Bad news: data is lost"},
		{incident.BreachSuspected, "Bad news: somebody may have got in"},
		{incident.ProcessorNotice, "Formal notice about personal data"},
		{incident.MisdeliveryRecipient, "For whoever got it by mistake"},
		{incident.MeetingInvite, "Two times to talk about it"},
	}},
	{"Afterwards", []choice{
		{incident.Checkin24h, "A day later: does it all work?"},
		{incident.PostmortemCover, "The written review"},
		{incident.Checkin7d, "A week later: what is done"},
		{incident.Rebuild, "What we promised, and where it stands"},
	}},
}

// KindWord is what screens call a kind of update.
func KindWord(kind string) string {
	for _, g := range kindWords {
		for _, k := range g.kinds {
			if k.value == kind {
				return k.label
			}
		}
	}
	switch kind {
	case incident.ResolvedUpdate:
		return "The last word: it works again"
	case incident.ByHand:
		return "Told by hand"
	case incident.AutoHolding, incident.AutoLate:
		return "Sent by Candor itself"
	}
	return kind
}

// KindsFor lists the kinds of update that a person may send now, in order. It is
// empty where nothing is left to say.
func KindsFor(inc *incident.Incident, aff *incident.Affected, now time.Time) (list []string) {
	if inc.State == incident.Resolved && aff.Owed(incident.FinalPromise) != nil {
		list = append(list, incident.ResolvedUpdate)
	}
	for _, g := range fitting(inc, aff, now) {
		for _, k := range g.kinds {
			list = append(list, k.value)
		}
	}
	return list
}

// fitting is the menu of what fits now.
func fitting(inc *incident.Incident, aff *incident.Affected, now time.Time) (groups []kindGroup) {
	all := slices.Clone(kindWords)
	if inc.State == incident.Resolved { // what is for then comes first
		slices.Reverse(all)
	}
	for _, g := range all {
		fit := kindGroup{name: g.name}
		for _, k := range g.kinds {
			if inc.Fits(aff, k.value, now) == nil {
				fit.kinds = append(fit.kinds, k)
			}
		}
		if len(fit.kinds) > 0 {
			groups = append(groups, fit)
		}
	}
	return groups
}

// kindMenu offers the kinds, parted by what they are for. A last word that is
// owed stands alone: first things first.
func kindMenu(inc *incident.Incident, aff *incident.Affected, chosen string, now time.Time) *slack.SelectBlockElement {
	if chosen == incident.ResolvedUpdate {
		return selectOne("Choose", chosen, []choice{{chosen, KindWord(chosen)}})
	}
	el := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, plainText("Choose"), valueID)
	for _, g := range fitting(inc, aff, now) {
		el.OptionGroups = append(el.OptionGroups, slack.NewOptionGroupBlockElement(plainText(g.name), options(g.kinds)...))
		for _, k := range g.kinds {
			if k.value == chosen {
				el.WithInitialOption(k.object())
			}
		}
	}
	return el
}

// UpdateForm asks for the words of one update to one client. u holds what is
// known already; zone is the writer's, in which times are typed.
func (w *Words) UpdateForm(inc *incident.Incident, aff *incident.Affected, u incident.Update, zone *time.Location, now time.Time) slack.ModalViewRequest {
	whom, title := Destinations(aff), "Tell "+aff.Client.Name
	if aff.Client.ID == incident.AllClients {
		whom = fmt.Sprintf("all %d clients", len(inc.Clients))
		title = "Tell " + whom
	}
	ref := Ref{Number: inc.Number, Client: aff.Client.ID, Key: u.Kind}
	kind := field(FieldKind, "What kind of news?", "", false, kindMenu(inc, aff, u.Kind, now))
	kind.DispatchAction = true
	blocks := []slack.Block{
		slack.NewContextBlock("to", mrkdwnText("*"+inc.Name()+"* · to "+escape(whom)+". You see the exact text before it leaves.")),
		kind,
	}
	if len(inc.Clients) > 1 {
		blocks = slices.Insert(blocks, 1, whoField(inc, aff.Client.ID))
	}
	fields := w.templateFields(u, zone)
	if aff.Client.ID == incident.AllClients {
		w.eachItsOwn(inc, u, fields, now)
	}
	blocks = append(blocks, fields...)
	if incident.PromisesNext(u.Kind) {
		blocks = append(blocks, nextFields(&aff.Client, u.NextAt, now)...)
		blocks = append(blocks, slowerField(inc, aff, u, now)...)
	}
	return form(FormUpdate, title, "Preview", "Cancel", ref, blocks...)
}

// Because puts above a form why it stands there instead of what was asked for.
func Because(form slack.ModalViewRequest, why string) slack.ModalViewRequest {
	form.Blocks.BlockSet = slices.Insert(form.Blocks.BlockSet, 0, slack.Block(paragraph("because", escape(why))))
	return form
}

// CutOff says above a form that what was typed after the command did not fit into
// its field: whoever typed it would send half a text and not know.
func (w *Words) CutOff(form slack.ModalViewRequest, kind, name, typed string) slack.ModalViewRequest {
	for _, f := range w.Fields(kind) {
		if f.Name == name && !f.Flag && !f.Instant {
			return cutOff(form, f.Label, typed, f.Max)
		}
	}
	return form
}

func cutOff(form slack.ModalViewRequest, label, typed string, most int) slack.ModalViewRequest {
	if units(typed) <= most {
		return form
	}
	return Because(form, fmt.Sprintf("What you typed has %d characters and “%s” takes %d, so its end is missing below. Shorten it, or keep the rest for another text.", units(typed), label, most))
}

// templateFields are the inputs that a kind of update needs. The kind is part
// of each name, since Slack keeps what was typed under a name that it knows.
func (w *Words) templateFields(u incident.Update, zone *time.Location) []slack.Block {
	var blocks []slack.Block
	for _, f := range w.Fields(u.Kind) {
		initial := u.Words[f.Name]
		if f.Flag {
			blocks = append(blocks, flagField(u.Kind, f, initial != ""))
			continue
		}
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

// flagField is a box to tick. Its words stand at the box.
func flagField(kind string, f Field, ticked bool) *slack.InputBlock {
	yes := choice{flagged, f.Label}.object()
	box := slack.NewCheckboxGroupsBlockElement(valueID, yes)
	if ticked {
		box.InitialOptions = []*slack.OptionBlockObject{yes}
	}
	return field(kind+":"+f.Name, "Or", fieldHint(f), true, box)
}

// flagged is the answer of a ticked box.
const flagged = "yes"

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
func nextFields(c *client.Client, proposed, now time.Time) []slack.Block {
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
	add(schedule.Morning(c.Zone(), now))
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
		case text == "" && slices.Contains(optionalFacts, f.Name):
			words[f.Name] = "" // the facts do not fill it again
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
		case name == FieldNext && incident.PromisesNext(kind):
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
