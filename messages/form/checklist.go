package form

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/closing"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Names of the fields of the checklist and of the gates' forms. A step's own
// field is stepField with its id.
const (
	FieldSkip   = "skip"
	FieldReason = "reason"
	FieldAdd    = "add"
	FieldStatus = "status"

	FieldAlsoKind = "also_kind"
	stepField     = "step:"
)

// Reader is who reads a form of steps.
type Reader struct {
	Zone *time.Location // in which due times are shown
	Solo bool           // nobody else is there to do anything: roles say nothing
}

// done is the value of a ticked step.
const done = "done"

// Checklist shows every step: the open ones to tick, the answered ones with
// who answered them.
func Checklist(inc *incident.Incident, r Reader, now time.Time) slack.ModalViewRequest {
	ref := view.Ref{Number: inc.Number}
	blocks := []slack.Block{kit.Paragraph("head", "*"+inc.Name()+"*"+screen.StepsDone(inc, " · "))}
	var answered []string
	var skippable []choice
	for i, it := range inc.Checklist {
		if it.State != playbook.ItemOpen {
			answered = append(answered, answeredLine(playbook.Number(inc.Checklist, i), it))
			continue
		}
		blocks = append(blocks, stepInput(inc, i, r, now))
		skippable = append(skippable, choice{it.ID, fmt.Sprintf("%d. %s", playbook.Number(inc.Checklist, i), it.Text)})
	}
	if len(skippable) > 0 {
		skip := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, kit.PlainText("Choose steps"), valueID, options(skippable)...)
		blocks = append(blocks, slack.NewDividerBlock(),
			field(FieldSkip, "Skip these", "", true, skip),
			field(FieldReason, "Why they are skipped", "One line, for example: no staging system here.", true, textInput("", false, 300)))
	}
	blocks = append(blocks, field(FieldAdd, "Add a step", "", true, textInput("", false, 300)))
	for i, part := range kit.Pages(answered, 2900) {
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("answered%d", i), part))
	}
	return modal(kit.FormChecklist, "Checklist", "Save", "Cancel", ref, blocks...)
}

// stepInput is one open step to tick: a line with “Done” beside it. An input of Slack's
// would say of each that it is optional; an option's text has no room for the words.
func stepInput(inc *incident.Incident, at int, r Reader, now time.Time) *slack.SectionBlock {
	it := inc.Checklist[at]
	var hints []string
	if !r.Solo {
		hints = append(hints, "Who: "+kit.RoleWord(it.Owner))
	}
	if due := incident.DueAt(&it, inc); !due.IsZero() {
		late := map[bool]string{true: ", late"}[now.After(due)]
		hints = append(hints, "due "+readerTime(due, now, r.Zone)+late)
	}
	if it.Why != "" {
		hints = append(hints, "because "+it.Why)
	}
	box := slack.NewCheckboxGroupsBlockElement(valueID, choice{done, "Done"}.object())
	line := slack.NewSectionBlock(kit.PlainText(fmt.Sprintf("%d. %s", playbook.Number(inc.Checklist, at), it.Text)), nil, slack.NewAccessory(box), slack.SectionBlockOptionBlockID(stepField+it.ID))
	if len(hints) > 0 {
		line.Fields = []*slack.TextBlockObject{kit.PlainText(messages.UpperFirst(strings.Join(hints, " · ")))}
	}
	return line
}

// readerTime writes an instant where Slack shows no dates of its own, as in
// labels and hints: in the zone of the person who reads it.
func readerTime(at, now time.Time, zone *time.Location) string {
	return messages.ClientTime(at, now, &client.Client{TimeZone: zone.String()})
}

func answeredLine(n int, it playbook.Item) string {
	mark := "✓"
	if it.State == playbook.ItemSkipped {
		mark = "– skipped:"
	}
	line := fmt.Sprintf("%s %d. %s", mark, n, messages.Escape(messages.Cut(it.Text, 300)))
	if it.By != "" {
		line += fmt.Sprintf(" — <@%s>", it.By)
	}
	if it.Reason != "" {
		line += ": " + messages.Escape(messages.Cut(it.Reason, 200))
	}
	return line
}

// Ticked returns the ids of the steps that were ticked in a form.
func Ticked(v Values) []string {
	var ids []string
	for name := range v {
		if id, ok := strings.CutPrefix(name, stepField); ok && v.Get(name) == done {
			ids = append(ids, id)
		}
	}
	return ids
}

// gateFields are the open steps that a close asks about, and the one reason for the rest.
func gateFields(inc *incident.Incident, r Reader, now time.Time) []slack.Block {
	open := inc.Gated(now)
	if len(open) == 0 {
		return nil
	}
	blocks := []slack.Block{kit.Paragraph("gate", "*Still open.* Tick what is done. You skip the rest, for one reason, and nobody is reminded of it.")}
	for i, it := range inc.Checklist {
		if slices.ContainsFunc(open, func(o playbook.Item) bool { return o.ID == it.ID }) {
			blocks = append(blocks, stepInput(inc, i, r, now))
		}
	}
	return append(blocks, field(FieldReason, "Why the rest is skipped", "", true, textInput("", false, 300)))
}

// Close ends the incident: the open steps of its gate, what stays promised after it, and
// what is dropped.
func Close(inc *incident.Incident, r Reader, now time.Time) slack.ModalViewRequest {
	blocks := gateFields(inc, r, now)
	if len(blocks) == 0 {
		blocks = []slack.Block{kit.Paragraph("gate", "Every step is answered. Close "+inc.Name()+"?")}
	}
	if ahead := closing.Ahead(inc, screen.Thing, now); ahead != "" {
		blocks = append(blocks, kit.Paragraph("ahead", ahead))
	}
	if dropped := closing.Dropped(inc, now); dropped != "" {
		blocks = append(blocks, kit.Paragraph("dropped", dropped))
	}
	return modal(kit.FormClose, "Close "+inc.Name(), "Close it", "Cancel", view.Ref{Number: inc.Number}, blocks...)
}

// Details changes what an incident is and who does what.
func Details(inc *incident.Incident, playbooks map[string]*playbook.Playbook, solo bool) slack.ModalViewRequest {
	var kinds, statuses []choice
	for _, id := range slices.Sorted(maps.Keys(playbooks)) {
		kinds = append(kinds, choice{id, playbooks[id].Name})
	}
	for _, s := range update.Statuses {
		statuses = append(statuses, choice{string(s), kit.StatusWord(s)})
	}
	blocks := []slack.Block{
		field(FieldSeverity, "How bad is it for them?", "Promises that were made stay.", false, selectOne("Choose", fmt.Sprint(int(inc.Severity)), severityChoices())),
		field(FieldKind, "What is it?", "The checklist follows and keeps what was done.", false, selectOne("Choose", inc.Kind, kinds)),
	}
	if inc.State == incident.Open {
		blocks = append(blocks, field(FieldStatus, "Where are we?", "It sets how often they hear from us. It sends nothing.", false, selectOne("Choose", string(inc.Status), statuses)))
	}
	blocks = append(blocks, field(FieldAlsoKind, "Is it something else, too?", "The steps of both are on the list, each once. Nothing that was done is lost.", true, selectOne("Choose", "", kinds)))
	if !solo {
		blocks = append(blocks,
			field(string(playbook.Commander), "In charge", "", false, person(inc.Roles[playbook.Commander])),
			field(string(playbook.Comms), "Talks to the client", "Empty: whoever is in charge.", true, person(inc.Roles[playbook.Comms])))
	}
	return modal(kit.FormDetails, inc.Name(), "Save", "Cancel", view.Ref{Number: inc.Number, Key: detailsShown(inc)}, blocks...)
}

// detailsShown is what the form showed first. It travels with the form, so that
// saving changes what the person changed and nothing that others changed meanwhile.
func detailsShown(inc *incident.Incident) string {
	return strings.Join([]string{fmt.Sprint(int(inc.Severity)), inc.Kind, string(inc.Status), inc.Roles[playbook.Commander], inc.Roles[playbook.Comms]}, ",")
}

// ReadDetails takes what was changed out of a submitted details form.
func ReadDetails(ref view.Ref, v Values) incident.Details {
	shown := append(strings.Split(ref.Key, ","), make([]string, 5)...)
	changed := func(name string, i int) string {
		if now := v.Get(name); now != shown[i] {
			return now
		}
		return ""
	}
	sev, _ := strconv.Atoi(changed(FieldSeverity, 0)) // a menu gives a number or nothing
	d := incident.Details{Severity: client.Severity(sev), Kind: changed(FieldKind, 1), Status: update.Status(changed(FieldStatus, 2)), Also: v.Get(FieldAlsoKind), Roles: map[playbook.Role]string{}}
	for i, role := range []playbook.Role{playbook.Commander, playbook.Comms} {
		if now := v.Get(string(role)); now != shown[3+i] && v.Asked(string(role)) {
			d.Roles[role] = now
		}
	}
	return d
}
