package form

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/pledge"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/due"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Names of the fields of the update form that are not fields of a template.
const (
	FieldKind   = "kind"
	FieldNext   = "next_update" // a menu; its values are Unix seconds
	FieldNextAt = "next_at"     // a time that was typed instead
	FieldSlower = "slower"      // a box: they hear less often from now on
)

// KindsFor lists the kinds of update that a person may send now, in order. It is
// empty where nothing is left to say.
func KindsFor(inc *incident.Incident, aff *incident.Affected, now time.Time) (list []string) {
	if inc.State == incident.Resolved && aff.Owed(promise.Final) != nil && inc.Withheld(aff) == nil {
		list = append(list, update.ResolvedUpdate)
	}
	if inc.State != incident.Open && aff.Owed(promise.Afterword) != nil { // they wait for that
		list = append(list, inc.Answering(aff))
	}
	for _, g := range fitting(inc, aff, now) {
		for _, k := range g.Kinds {
			list = fault.AppendNew(list, k.Kind)
		}
	}
	if i := slices.Index(list, inc.NewsKind(aff)); i > 0 && (inc.Withheld(aff) != nil || !aff.Opened()) { // what they have to hear comes first
		list = slices.Concat(list[i:i+1], list[:i], list[i+1:])
	}
	return list
}

// KindOfEvent is the kind of update that tells what has happened since they were told, if a person
// may send it now; else something new.
func KindOfEvent(inc *incident.Incident, aff *incident.Affected, now time.Time) string {
	p := aff.Owed(promise.Update)
	if p == nil || p.Event == nil || !slices.Contains(KindsFor(inc, aff, now), inc.Telling(aff, p.Event)) {
		return update.Progress
	}
	return inc.Telling(aff, p.Event)
}

// fitting is the menu of what fits now.
func fitting(inc *incident.Incident, aff *incident.Affected, now time.Time) (groups []kit.KindGroup) {
	all := slices.Clone(kit.KindWords)
	if inc.State != incident.Open { // what is for then comes first
		slices.Reverse(all)
	}
	for _, g := range all {
		fit := kit.KindGroup{Name: g.Name}
		for _, k := range g.Kinds {
			if inc.Eligible(aff, k.Kind, now) == nil {
				fit.Kinds = append(fit.Kinds, k)
			}
		}
		if len(fit.Kinds) > 0 {
			groups = append(groups, fit)
		}
	}
	return groups
}

// kindMenu offers the kinds, parted by what they are for. A last word that is
// owed stands alone: first things first.
func kindMenu(inc *incident.Incident, aff *incident.Affected, chosen string, now time.Time) *slack.SelectBlockElement {
	if chosen == update.ResolvedUpdate {
		return selectOne("Choose", chosen, []choice{{chosen, kit.KindWord(chosen)}})
	}
	el := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, kit.PlainText("Choose"), valueID)
	for _, g := range fitting(inc, aff, now) {
		el.OptionGroups = append(el.OptionGroups, slack.NewOptionGroupBlockElement(kit.PlainText(g.Name), kindOptions(g.Kinds)...))
		for _, k := range g.Kinds {
			if k.Kind == chosen {
				el.WithInitialOption(choice{k.Kind, k.Word}.object())
			}
		}
	}
	return el
}

func kindOptions(list []kit.KindName) (objects []*slack.OptionBlockObject) {
	for _, k := range list {
		objects = append(objects, choice{k.Kind, k.Word}.object())
	}
	return objects
}

// Update asks for the words of one update to one client. u holds what is
// known already; zone is the writer's, in which times are typed.
func Update(w *messages.Words, inc *incident.Incident, aff *incident.Affected, u update.Update, zone *time.Location, now time.Time) slack.ModalViewRequest {
	whom, title := Destinations(aff), "Tell "+aff.Client.Name
	if aff.Client.ID == incident.AllClients {
		whom = fmt.Sprintf("all %d clients", len(inc.Clients))
		title = "Tell " + whom
	}
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID, Key: u.Kind, Knows: begun(inc, aff, u)}
	kind := field(FieldKind, "What kind of news?", "", false, kindMenu(inc, aff, u.Kind, now))
	kind.DispatchAction = true
	blocks := []slack.Block{
		slack.NewContextBlock("to", kit.Mrkdwn("*"+inc.Name()+"* · to "+messages.Escape(whom)+". You see the exact text before it leaves.")),
		kind,
	}
	if len(inc.Clients) > 1 {
		blocks = slices.Insert(blocks, 1, whoField(inc, aff.Client.ID))
	}
	if screen.OffersCall(u.Kind) && !aff.Client.HasPhone() && aff.Client.ID != incident.AllClients {
		blocks = append(blocks, kit.Paragraph("phone", screen.NoPhone(&aff.Client)+" This text promises a call."))
	}
	if aff.Client.ID == incident.AllClients {
		u = sharedAnswers(w, inc, u, now)
	}
	blocks = append(blocks, sayNewer(&view.Draft{Incident: inc, Client: aff.Client, Update: u}, aff)...)
	fields := templateFields(w, inc, aff, u, zone)
	if aff.Client.ID == incident.AllClients {
		eachItsOwn(w, inc, u, fields, now)
	}
	blocks = append(blocks, fields...)
	if open := answersField(aff, &u); open != nil && aff.Client.ID != incident.AllClients {
		blocks = append(blocks, open)
	}
	if len(u.Fixed) > 0 {
		blocks = append(blocks, slack.NewActionBlock("change", kit.Button(kit.ActQuestions, view.Ref{Number: inc.Number, Client: aff.Client.ID}, "Change the answers")))
	}
	if update.PromisesNext(u.Kind) {
		blocks = append(blocks, nextOf(inc, aff, u, now)...)
		blocks = append(blocks, slowerField(inc, aff, u, now)...)
	}
	return modal(kit.FormUpdate, title, "Preview", "Cancel", ref, blocks...)
}

// Because puts above a form why it stands there instead of what was asked for; nothing where that
// needs no word.
func Because(form slack.ModalViewRequest, why string) slack.ModalViewRequest {
	if why == "" {
		return form
	}
	id := "because"
	for slices.ContainsFunc(form.Blocks.BlockSet, func(b slack.Block) bool { return b.ID() == id }) { // Slack takes no id twice
		id += "_too"
	}
	form.Blocks.BlockSet = slices.Insert(form.Blocks.BlockSet, 0, slack.Block(kit.Paragraph(id, messages.Escape(why))))
	return form
}

// CutOff says above a form that what was typed after the command did not fit into
// its field: whoever typed it would send half a text and not know.
func CutOff(w *messages.Words, form slack.ModalViewRequest, kind, name, typed string) slack.ModalViewRequest {
	for _, f := range w.Fields(kind) {
		if f.Name == name && !f.Flag && !f.Instant {
			return cutOff(form, f.Label, typed, f.Max)
		}
	}
	return form
}

func cutOff(form slack.ModalViewRequest, label, typed string, most int) slack.ModalViewRequest {
	if messages.Units(typed) <= most {
		return form
	}
	end := typed[len(strings.TrimSuffix(messages.Cut(typed, most), "…")):] // whoever typed it in a command has it nowhere else
	return Because(form, fmt.Sprintf("What you typed has %d characters and “%s” takes %d, so its end is missing below: “…%s”. Shorten it, or keep the rest for another text.",
		messages.Units(typed), label, most, messages.Cut(end, kit.MaxSection/2)))
}

// templateFields are the inputs that a kind of update needs. The kind is part
// of each name, since Slack keeps what was typed under a name that it knows.
func templateFields(w *messages.Words, inc *incident.Incident, aff *incident.Affected, u update.Update, zone *time.Location) []slack.Block {
	var blocks []slack.Block
	for _, f := range fieldsFor(w, inc, aff, u) {
		initial := u.Own(f.Name)
		if fixed, ok := u.Fixed[f.Name]; ok && fixed == "" { // nobody knows it yet: the answer says so
			continue
		} else if ok {
			blocks = append(blocks, fixedLine(u.Kind, f, fixed))
			if messages.Whole(f.Name) {
				continue
			}
			f.Mandatory, f.Hint = false, "Stands behind the line above. Empty is fine."
		}
		if f.Flag {
			blocks = append(blocks, flagField(u.Kind, f, initial != ""))
			continue
		}
		if choosesPromise(u.Kind, f.Name) {
			blocks = append(blocks, whichField(inc, aff, u, f)...)
			continue
		}
		if f.Instant {
			if at := u.Times[f.Name]; !at.IsZero() {
				initial = FieldTime(at.In(zone))
			}
		}
		if q, found := w.ReadyFor(inc, u.Kind)[f.Name]; found && q.Optional {
			if pick := pickField(u.Kind, f.Name, q, initial); pick != nil {
				blocks = append(blocks, pick...)
				f.Label, initial = "Or in your own words", ""
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

// choosesPromise says whether a field of a text is a choice of what was promised.
func choosesPromise(kind, field string) bool { return kind == update.NewDate && field == "thing" }

// whichField asks which of what was promised comes later: what a text says of it, and what gets
// the date, is one choice. For all clients it is what each is owed first.
func whichField(inc *incident.Incident, aff *incident.Affected, u update.Update, f messages.Field) []slack.Block {
	var list []choice
	chosen := ""
	for _, p := range inc.Pledges(aff).Movable() {
		list = append(list, choice{fault.Itoa(p.N), messages.Cut(fmt.Sprintf("%s (%s)", messages.UpperFirst(due.Named(p)), messages.ClientTime(p.DueAt, p.MadeAt, &aff.Client)), kit.MaxOption)})
		if p == inc.Pledges(aff).Moves(&u) {
			chosen = list[len(list)-1].value
		}
	}
	if len(list) == 0 || aff.Client.ID == incident.AllClients {
		return nil
	}
	return []slack.Block{field(u.Kind+":"+f.Name, f.Label, f.Hint, false, selectOne("Choose", chosen, list))}
}

// fixedLine is what an answer says in a field. It is no input: to change the line,
// the answer is changed.
func fixedLine(kind string, f messages.Field, text string) slack.Block {
	return kit.Paragraph(fixedID+kind+":"+f.Name, messages.Clip("*"+messages.Escape(f.Label)+"*\n"+kit.Quoted(messages.Escape(text)), kit.MaxSection))
}

// fixedID begins the id of a block that shows what an answer says.
const fixedID = "fixed:"

// flagField is a box to tick. Its words stand at the box.
func flagField(kind string, f messages.Field, ticked bool) *slack.InputBlock {
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

// FieldTime writes an instant so that a field reads it back as the same one:
// near a change of the clocks with its zone.
func FieldTime(at time.Time) string {
	layout := "2006-01-02 15:04"
	_, before := at.Add(-3 * time.Hour).Zone()
	if _, after := at.Add(3 * time.Hour).Zone(); after != before {
		layout += " MST"
	}
	return at.Format(layout)
}

// fieldHint is the template's own hint, or how a time may be typed.
func fieldHint(f messages.Field) string {
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
	from := now.Add(time.Minute - time.Nanosecond).Truncate(time.Minute) // of which the spans are: half an hour is 30 min
	times := []time.Time{proposed, schedule.Morning(c.Zone(), now)}
	for _, d := range []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour} {
		times = append(times, from.Add(d))
	}
	var list []choice
	chosen := ""
	if proposed.IsZero() {
		list, chosen = []choice{{"none", "No more by itself: it is over"}}, "none"
	}
	for _, at := range slices.CompactFunc(slices.SortedFunc(slices.Values(times), time.Time.Compare), time.Time.Equal) {
		if !at.After(now) || !at.Equal(proposed) && at.Sub(proposed).Abs() < time.Minute {
			continue
		}
		left := at.Sub(from)
		if left < time.Minute {
			left = at.Sub(now)
		}
		list = append(list, choice{fmt.Sprint(at.Unix()), fmt.Sprintf("%s (in %s)", messages.ClientTime(at, now, c), messages.Span(left))})
		if at.Equal(proposed) {
			chosen = fmt.Sprint(at.Unix())
		}
	}
	if chosen == "" && len(list) > 0 {
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
func ReadUpdate(w *messages.Words, kind string, v Values, when func(string, messages.Field) (time.Time, error)) (words map[string]string, times map[string]time.Time, wrong map[string]string) {
	words, times, wrong = map[string]string{}, map[string]time.Time{}, map[string]string{}
	for _, f := range w.Fields(kind) {
		text, asked := picked(w, kind, f.Name, v), v.Asked(kind+":"+f.Name)
		switch {
		case !asked: // it keeps what is known
		case text == "" && slices.Contains(messages.OptionalFacts, f.Name):
			words[f.Name] = "" // the facts do not fill it again
		case text == "":
		case choosesPromise(kind, f.Name):
			words[pledge.Which] = text
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
func FieldErrors(w *messages.Words, kind string, fields map[string]string) map[string]string {
	own := map[string]bool{}
	for _, f := range w.Fields(kind) {
		own[f.Name] = true
	}
	named := map[string]string{}
	for name, why := range fields {
		switch {
		case own[name]:
			named[kind+":"+name] = why
		case name == FieldNext && update.PromisesNext(kind):
			named[FieldNext] = why
		case fault.OneOf(name, firstAsked[kit.FormResolve]...): // which stand in the same form
			named[name] = why
		default: // about the text as a whole: shown where the writer looks first
			named[firstField(w, kind)] = why
		}
	}
	return named
}

func firstField(w *messages.Words, kind string) string {
	if list := w.Fields(kind); len(list) > 0 {
		return kind + ":" + list[0].Name
	}
	return FieldKind
}

// slowerField offers to write less often from now on, where that may be: the
// text then says so.
func slowerField(inc *incident.Incident, aff *incident.Affected, u update.Update, now time.Time) []slack.Block {
	step := inc.Slower(aff, now)
	if step == 0 || aff.Client.ID == incident.AllClients || update.FirstNotice(u.Kind) {
		return nil
	}
	box := choice{"yes", "From now on " + messages.Pace(schedule.Every(step))}.object()
	el := slack.NewCheckboxGroupsBlockElement(valueID, box)
	if !u.Rhythm.IsZero() {
		el.InitialOptions = []*slack.OptionBlockObject{box}
	}
	return []slack.Block{field(FieldSlower, "Nothing happens for long?", "The text says it. Anything that happens goes back to the usual rhythm.", true, el)}
}
