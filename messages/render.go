package messages

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"candor"
)

// maxText is the most that a text may have in bytes, which are never fewer than
// the characters that Slack counts.
const maxText = 3000

// Render returns the exact text of an update for one destination. An error
// names every answer that it still needs.
func (w *Words) Render(inc *candor.Incident, client *candor.Client, u candor.Update, dest candor.Destination) (candor.Text, error) {
	t := w.template(u.Kind)
	if t == nil {
		return candor.Text{}, fmt.Errorf("render an update: there is no text of kind %q", u.Kind)
	}
	if dest.Via != candor.ViaSlack {
		return candor.Text{}, fmt.Errorf("render %s: there is no form of it for %q", u.Kind, dest.Via)
	}
	vals := t.values(inc, client, u)
	if missing := t.missing(t.parts[slackPart].nodes, vals); len(missing) > 0 {
		return candor.Text{}, missingError(missing)
	}
	body := fill(t.parts[slackPart].nodes, vals)
	if !u.LateFor.IsZero() {
		body = fill(w.templates[lateLine].parts[slackPart].nodes, vals) + "\n" + body
	}
	if len(body) > maxText {
		return candor.Text{}, t.tooLong(body, vals)
	}
	return candor.Text{Body: body}, nil
}

// values are what the variables of the text stand for in this update.
func (t *template) values(inc *candor.Incident, client *candor.Client, u candor.Update) map[string]value {
	vals := known(inc, client, u)
	for _, f := range t.fields {
		if f.instant() {
			v := value{instant: true}
			if at := u.Times[f.Name]; !at.IsZero() {
				v.text = ClientTime(at, u.At, client)
			}
			vals[f.Name] = v
			continue
		}
		vals[f.Name] = value{text: clean(u.Words[f.Name], f.Long), typed: true, sentence: f.Sentence}
	}
	return vals
}

// known are the facts that nobody is asked for. An instant that is written down
// in the update comes before the one that follows from the incident.
func known(inc *candor.Incident, client *candor.Client, u candor.Update) map[string]value {
	vals := map[string]value{}
	for name, s := range map[string]string{
		"service": client.ServiceName(), "ref": inc.Name(), "contact": client.Greeting(),
		"sender": u.Sender.Name, "role": u.Sender.Role, "phone": u.Sender.Phone,
	} {
		vals[name] = value{text: clean(s, false)}
	}
	for name, at := range map[string]time.Time{
		"since": inc.Since, "last_update": toldAt(inc, client), "next_update": u.NextAt, "late_for": u.LateFor,
		"watch_until": u.NextAt, "to": u.Times["resolved_at"],
	} {
		if given := u.Times[name]; !given.IsZero() {
			at = given
		}
		v := value{instant: true}
		if !at.IsZero() {
			v.text = ClientTime(at, u.At, client)
		}
		vals[name] = v
	}
	vals["began"] = value{} // what a client notices who has read nothing from us yet
	if aff := inc.Affected(client.ID); aff != nil && !aff.Written {
		vals["began"] = value{text: clean(inc.ImpactOn(client.ID), false)}
	}
	vals["date"] = value{}
	if at := u.Times["date"]; !at.IsZero() {
		vals["date"] = value{text: ClientDay(at, client)}
	}
	return vals
}

// toldAt returns when the client last heard of the incident.
func toldAt(inc *candor.Incident, client *candor.Client) time.Time {
	if aff := inc.Affected(client.ID); aff != nil {
		return aff.ToldAt
	}
	return time.Time{}
}

// missing is an answer without which a text cannot be made.
type missing struct{ field, ask string }

// missing lists what a part still needs: the fields that are mandatory, the
// facts that stand outside a group, and the rest of a group of which something
// was answered, such as the second end of an estimate.
func (t *template) missing(nodes []node, vals map[string]value) []missing {
	need := map[string]bool{}
	for _, f := range t.fields {
		need[f.Name] = f.Mandatory
	}
	for _, n := range nodes {
		if _, fact := facts[n.name]; fact {
			need[n.name] = true
		}
		for _, name := range t.begun(n, vals) {
			need[name] = true
		}
	}
	var list []missing
	for _, name := range append(t.own(), sortedKeys(facts)...) {
		if need[name] && vals[name].text == "" {
			list = append(list, missing{name, t.ask(name)})
		}
	}
	return list
}

// own lists the names of the template's fields, in order.
func (t *template) own() (names []string) {
	for _, f := range t.fields {
		names = append(names, f.Name)
	}
	return names
}

func (t *template) ask(name string) string {
	if f := t.field(name); f != nil {
		return question(f.Label)
	}
	return facts[name]
}

// question gives a label that is none, such as "Lost: from when", a stop.
func question(label string) string {
	if endsSentence(label) {
		return label
	}
	return label + "."
}

// begun returns the fields of a group if any of them has an answer.
func (t *template) begun(group node, vals map[string]value) (names []string) {
	any := false
	for _, name := range append(variables(group.group), group.cond) {
		if t.field(name) != nil && name != "" {
			names = append(names, name)
			any = any || vals[name].text != ""
		}
	}
	if !any {
		return nil
	}
	return names
}

func missingError(list []missing) *candor.Error {
	e := &candor.Error{Code: candor.Invalid, Fields: map[string]string{}}
	var asks []string
	for _, m := range list {
		e.Fields[m.field] = m.ask
		asks = append(asks, m.ask)
	}
	e.Message = "The text is not ready; nothing was sent. It still needs: " + strings.Join(asks, " ")
	return e
}

func (t *template) tooLong(body string, vals map[string]value) *candor.Error {
	longest := ""
	for _, f := range t.fields {
		if longest == "" || len(vals[f.Name].text) > len(vals[longest].text) {
			longest = f.Name
		}
	}
	why := fmt.Sprintf("The text has %d characters; Slack takes %d. This is the longest answer: shorten it.", utf8.RuneCountInString(body), maxText)
	return &candor.Error{Code: candor.Invalid, Message: why + " Nothing was sent.", Fields: map[string]string{longest: why}}
}
