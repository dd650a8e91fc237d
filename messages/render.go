package messages

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/spell"
	"candor/incident/update"
	"candor/messages/given"
	"candor/messages/mrkdwn"
	"candor/messages/stencil"
	"candor/messages/tidy"
	"candor/messages/webhook"
)

const (
	// maxText is the most that a text may have in bytes, which are never fewer
	// than the characters that Slack counts.
	MaxText = 3000
	// maxSubject is a length that mail programs still show.
	MaxSubject = 150
)

// Render returns the exact text of an update for one destination. An error
// names every answer that it still needs.
func (w *Words) Render(inc *incident.Incident, c *client.Client, u update.Update, dest client.Destination) (outbox.Text, error) {
	texts, err := w.RenderAll(inc, c, u, []client.Destination{dest})
	return texts[dest.Via], err
}

// RenderAll returns the exact text of an update for each way of some destinations: what
// they stand on is found out once.
func (w *Words) RenderAll(inc *incident.Incident, c *client.Client, u update.Update, to []client.Destination) (map[string]outbox.Text, error) {
	t := w.template(u.Kind)
	if t == nil {
		return nil, fmt.Errorf("render an update: there is no text of kind %q", u.Kind)
	}
	inc = inc.For(inc.Affected(c.ID))
	vals, texts := t.values(inc, c, u, t.shown), map[string]outbox.Text{}
	for _, d := range to {
		if _, done := texts[d.Via]; done {
			continue
		}
		text, err := w.render(t, told{inc, c, u}, d, maps.Clone(vals))
		if err != nil {
			return nil, err
		}
		texts[d.Via] = text
	}
	return texts, nil
}

// told is an update of an incident for a client.
type told struct {
	*incident.Incident
	client *client.Client
	update.Update
}

// render is the text for a destination, of values that are its own.
func (w *Words) render(t *template, of told, dest client.Destination, vals map[string]value) (outbox.Text, error) {
	inc, c, u := of.Incident, of.client, of.Update
	if !slices.Contains(client.Ways, dest.Via) {
		return outbox.Text{}, fmt.Errorf("render %s: there is no form of it for %q", u.Kind, dest.Via)
	}
	vals["contact"] = value{text: Clean(c.Greeting(dest.Via), false)}
	t.missedLoss(vals, inc, inc.Affected(c.ID), dest.Via)
	missing := t.missing(t.nodes(dest.Via), vals)
	if len(missing) > 0 && !u.Unfinished {
		return outbox.Text{}, notReady("It still needs: ", missing)
	}
	for _, gap := range missing {
		vals[gap.field] = value{text: "[" + tidy.First(w.Ready(u.Kind)[gap.field].Ask, gap.ask) + "]"}
	}
	if wrong := append(t.disordered(u), t.standsIn(u)...); len(wrong) > 0 {
		return outbox.Text{}, notReady("", wrong)
	}
	var text outbox.Text
	way, m := dest.Way(), medium(plain)
	if way.Marked {
		m = mrkdwn.Neutral
	}
	if way.Subject {
		text.Subject = Cut(Clean(t.fill(t.parts[subjectPart].nodes, vals, plain), false), MaxSubject)
	}
	text.Body = w.body(t, wordsPart(way), vals, m)
	if aff := inc.Affected(c.ID); aff != nil {
		text.Body = t.owning(inc, aff, u, text.Body)
	}
	shown := text.Body
	if !way.Marked {
		shown = Escape(shown)
	}
	if len(text.Body) > MaxText || mrkdwn.Weight(shown) > MaxWeight {
		return outbox.Text{}, t.tooLong(text.Body, vals)
	}
	if inc.Drill != nil {
		text.Body = "*" + drill.Mark + "* · practice, no client reads this.\n" + text.Body
	}
	if way.Machine {
		u.Sender.Name = Clean(u.Sender.Name, false)
		return webhook.Notice(inc, c, u, text.Body)
	}
	return text, nil
}

// body fills a part. A text that a person writes in place of one that was
// promised for earlier owns that: where the part says, or else in front of
// everything. What it says of how often the client hears stands likewise, or
// else behind everything. A loss of which its readers have not read comes first.
func (w *Words) body(t *template, name string, vals map[string]value, m medium) string {
	nodes := t.parts[name].nodes
	rhythm := w.line(rhythmLine, name, vals, m)
	late := w.owned(t, name, vals, m)
	vals["late_line"] = value{text: late, ready: true}
	vals["rhythm_line"] = value{text: rhythm, ready: true}
	text := update.CatchUp(t.fill(nodes, vals, m), t.fill([]stencil.Node{{Name: "unread_line"}}, vals, m), t.fill([]stencil.Node{{Name: "unread_backup"}}, vals, m))
	if late != "" && !t.parts[name].names["late_line"] {
		text = late + "\n" + text
	}
	if rhythm != "" && !t.parts[name].names["rhythm_line"] {
		text += "\n" + rhythm
	}
	if name == slackPart {
		text += w.signature(t, text, vals["sender"].text, m)
	}
	return text
}

// owned is the sentence about a promised time that was missed, of an update or of a
// call; empty if none was, or the text says so itself.
func (w *Words) owned(t *template, name string, vals map[string]value, m medium) string {
	if update.Automatic(t.name) {
		return ""
	}
	if t.parts[name].names["late_for"] || vals["words_by"].text != "" { // it was more than an update
		vals = maps.Clone(vals)
		delete(vals, "late_for")
	}
	return w.line(lateLine, name, vals, m)
}

// ourselves finds a text in which its sender speaks as I.
var ourselves = regexp.MustCompile(`\b(I|me|my)\b`)

// signature is the last line of a text in Slack, where nobody sees who wrote it. A
// text that Candor wrote by itself is signed by what it is, one in which somebody
// speaks as I by whose they are, too. A mail brings its own.
func (w *Words) signature(t *template, text, sender string, m medium) string {
	pattern := w.phrases.Signature.Person
	switch {
	case update.Automatic(t.name):
		pattern = w.phrases.Signature.Automatic
	case sender == "":
		return ""
	case w.company != "" && ourselves.MatchString(text):
		pattern = w.phrases.Signature.Company
	}
	return "\n" + stencil.Put(stencil.Put(pattern, "sender", m(sender)), "company", m(Clean(w.company, false)))
}

// line fills a template that stands within other texts.
func (w *Words) line(kind, part string, vals map[string]value, m medium) string {
	t := w.templates[kind]
	return t.fill(t.parts[part].nodes, vals, m)
}

// values are what the variables of the text that are wanted stand for in this update.
func (t *template) values(inc *incident.Incident, client *client.Client, u update.Update, wanted func(name string) bool) map[string]value {
	vals := t.known(inc, client, u, wanted)
	for _, f := range t.fields {
		switch {
		case f.When != "" && !holds(f.When, vals): // what was typed there is about something else
		case f.instant():
			vals[f.Name] = t.instant(u.Times[f.Name], client, u)
		case f.Flag:
			vals[f.Name] = set(strings.TrimSpace(u.Words[f.Name]) != "")
		default:
			vals[f.Name] = value{text: Clean(u.Words[f.Name], f.Long), typed: true, sentence: f.Sentence}
		}
	}
	times := maps.Clone(u.Times)
	if at := u.Times["resolved_at"]; !at.IsZero() && times != nil && times["to"].IsZero() {
		times["to"] = at
	}
	t.ranges(vals, inc.Affected(client.ID), client, u, times)
	t.admit(vals, inc, client, u)
	if strings.HasSuffix(vals["opening"].text, ":") { // the sentence goes on
		for _, name := range []string{"loss_line", "access_line", "sent"} {
			v := vals[name]
			v.text = t.phrases.lowerFirst(v.text)
			vals[name] = v
		}
	}
	return vals
}

// instant writes a time as the client reads it; a zero time is no answer.
func (t *template) instant(at time.Time, client *client.Client, u update.Update) value {
	if at.IsZero() {
		return value{instant: true}
	}
	return instantValue(t.phrases.moment(at, u.At, client))
}

func instantValue(m moment) value {
	return value{text: m.text, after: m.after, instant: true, dist: m.dist}
}

// ranges writes the instants that a text shows as a beginning and its end.
func (t *template) ranges(vals map[string]value, aff *incident.Affected, client *client.Client, u update.Update, times map[string]time.Time) {
	for _, pair := range [][2]string{{"from", "to"}, {"eta_from", "eta_to"}} {
		if from, to := times[pair[0]], times[pair[1]]; !from.IsZero() && !to.IsZero() {
			list := spell.Downs{{From: from, To: to}}
			if aff != nil && pair[0] == "from" { // and not while it worked, as they have read
				list = aff.Worked.Down(from, to).Told(Clean(u.Words["impact_past"], false), t.words.wasOf(aff, from))
			}
			a, b := t.phrases.spans(list, u.At, client)
			vals[pair[0]], vals[pair[1]] = instantValue(a), instantValue(b)
		}
	}
}

// set is the value of a condition.
func set(on bool) value {
	if on {
		return value{text: "yes"}
	}
	return value{}
}

// factNames are those that Candor knows by itself, in order.
var factNames = sortedKeys(given.Facts)

// missing is an answer without which a text cannot be made.
type missing struct{ field, ask string }

// missing lists what a part still needs: the fields that are mandatory, the
// facts that stand outside a group, and the rest of a group of which something
// was answered, such as the second end of an estimate.
func (t *template) missing(nodes []stencil.Node, vals map[string]value) []missing {
	need := map[string]bool{}
	for _, f := range t.fields {
		need[f.Name] = f.Mandatory && !holds(f.Unless, vals) && (f.When == "" || holds(f.When, vals))
	}
	for _, name := range t.unanswered(vals) {
		need[name] = true
	}
	for _, n := range nodes {
		if _, fact := given.Facts[n.Name]; fact {
			need[n.Name] = true
		}
		if slices.Contains(given.Conditions, n.Cond) && !holds(n.Cond, vals) {
			continue
		}
		for _, name := range t.begun(n, vals) {
			need[name] = true
		}
	}
	var list []missing
	for _, name := range append(t.own(), factNames...) {
		if need[name] && vals[name].text == "" {
			list = append(list, missing{name, t.ask(name)})
		}
	}
	return list
}

// holds says whether a condition that a field names holds; none never does.
func holds(condition string, vals map[string]value) bool {
	return condition != "" && vals[condition].text != ""
}

// unanswered returns the first of the template's alternatives if none of them was
// answered.
func (t *template) unanswered(vals map[string]value) []string {
	for _, name := range t.oneOf {
		if vals[name].text != "" {
			return nil
		}
	}
	return t.oneOf[:min(1, len(t.oneOf))]
}

// disordered lists the answers that contradict another one: a time that is not
// after the time that it has to follow, and a second one of two alternatives.
func (t *template) disordered(u update.Update) (wrong []missing) {
	for _, f := range t.fields {
		at, before := u.Times[f.Name], u.Times[f.After]
		if f.After != "" && !at.IsZero() && !before.IsZero() && tooEarly(f, at, before) {
			wrong = append(wrong, missing{f.Name, fmt.Sprintf("“%s” has to be later than “%s”.", trimmed(f.Label), trimmed(t.field(f.After).Label))})
		}
	}
	answered := ""
	for _, name := range t.oneOf {
		if u.Times[name].IsZero() && strings.TrimSpace(u.Words[name]) == "" {
			continue
		}
		if answered != "" {
			wrong = append(wrong, missing{name, fmt.Sprintf("Either “%s” or “%s”, not both.", trimmed(t.field(answered).Label), trimmed(t.field(name).Label))})
		}
		answered = name
	}
	return wrong
}

// standsIn lists the answer that names the sender as the one who steps in for
// the sender.
func (t *template) standsIn(u update.Update) []missing {
	other := Clean(u.Words["backup_person"], false)
	if t.field("backup_person") == nil || other == "" || !strings.EqualFold(other, Clean(u.Sender.Name, false)) {
		return nil
	}
	return []missing{{"backup_person", "You sign this yourself: name somebody else, or leave it empty."}}
}

// trimmed is a label within a sentence.
func trimmed(label string) string { return strings.TrimRight(label, "?") }

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
	return given.Facts[name]
}

// question gives a label that is none, such as "Lost: from when", a stop.
func question(label string) string {
	if tidy.Ends(label) {
		return label
	}
	return label + "."
}

// begun returns the fields of a group if any of them has an answer.
func (t *template) begun(group stencil.Node, vals map[string]value) (names []string) {
	any := false
	for _, name := range append(stencil.Variables(group.Group), group.Cond) {
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

func notReady(needs string, list []missing) *fault.Error {
	e := &fault.Error{Code: fault.Invalid, Fields: map[string]string{}}
	var asks []string
	for _, m := range list {
		e.Fields[m.field] = "Answer this: " + m.ask
		asks = append(asks, m.ask)
	}
	e.Message = "The text is not ready; nothing was sent. " + needs + strings.Join(asks, " ")
	return e
}

func (t *template) tooLong(body string, vals map[string]value) *fault.Error {
	longest := "text" // as a whole
	for _, f := range t.fields {
		if longest == "text" || len(vals[f.Name].text) > len(vals[longest].text) {
			longest = f.Name
		}
	}
	why := fmt.Sprintf("The text has %d characters; %d is the most. This is the longest answer: shorten it.", utf8.RuneCountInString(body), MaxText)
	return &fault.Error{Code: fault.Invalid, Message: why + " Nothing was sent.", Fields: map[string]string{longest: why}}
}

// MaxWeight keeps a text and its mail together in the answer to a form, of which
// Slack drops what is longer than 16 KB.
const MaxWeight = 5800

// tooEarly says whether a time does not come after the one that has to come
// first. What has been is known by the minute, and may have lasted less than one.
func tooEarly(f headField, at, before time.Time) bool {
	if f.Time == "past" {
		return at.Truncate(time.Minute).Before(before.Truncate(time.Minute))
	}
	return !at.After(before)
}
