// Package drafting is how a form about an update begins, and what is read out of it.
package drafting

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/declaring"
	"candor/bot/target"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/pledge"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/form"
	"candor/messages/kit"
)

// Desk is where an update is drafted at a moment.
type Desk struct {
	Words *messages.Words
	Now   time.Time

	fill func(*incident.Affected, *update.Update)
}

// Filling is the desk at which a form was filled from the record, too: nobody has typed that.
func (d Desk) Filling(fill func(*incident.Affected, *update.Update)) Desk {
	d.fill = fill
	return d
}

// Begin is the draft of the person, or a new update filled with what is known.
func (d Desk) Begin(inc *incident.Incident, aff *incident.Affected, a incident.Actor, kind string) update.Update {
	u, ok := aff.Drafts[a.ID]
	now := d.Now
	fit := form.KindsFor(inc, aff, now)
	if kind == "" && len(fit) > 0 && !slices.Contains(fit, u.Kind) { // no draft, or one that came too late: the first word was sent by somebody else
		kind = fit[0]
	}
	if !ok || kind != "" && u.Kind != kind {
		u = update.Update{Incident: inc.Number, Client: aff.Client.ID, Kind: kind}
	}
	if u.Ends = inc.Ends(aff, u.Kind) && !u.NextAt.After(now); u.Ends {
		u.NextAt = time.Time{}
	} else if u.NamesNext() && !u.NextAt.After(now) {
		u.NextAt = inc.ProposeNext(aff, u.Kind, false, now)
	}
	if u.Kind == update.Correction && u.Corrects == 0 {
		u.Corrects = inc.WrongIn(aff)
	}
	u.Words = maps.Clone(u.Words)
	u.Times = maps.Clone(u.Times)
	u.DropPassed(now)
	if inc.Facts.ChangedAt().After(u.At) { // the draft says what was known then
		u.Words, u.Fixed = u.OwnWords(), nil
		messages.DropFacts(u.Words)
	}
	u = d.Words.Begin(inc, aff, u, now)
	if u.Words == nil {
		u.Words = map[string]string{}
	}
	return u
}

// About is a draft about the promise of the button that was pressed: of one that is about another
// nothing is kept.
func (d Desk) About(inc *incident.Incident, aff *incident.Affected, u update.Update, pressed *slack.BlockAction) update.Update {
	if pressed == nil {
		return u
	}
	ref, err := view.ParseRef(pressed.Value)
	if err != nil || u.Kind != update.NewDate || ref.Key != u.Kind || ref.N == 0 || u.Words[pledge.Which] == fault.Itoa(ref.N) {
		return u
	}
	u.Words, u.Times = map[string]string{pledge.Which: fault.Itoa(ref.N)}, nil
	return d.Words.Begin(inc, aff, u, d.Now)
}

// Roomy is the kind of update that has room for what somebody has typed of what is new; "" where
// their own draft has, or nothing was typed.
func (d Desk) Roomy(inc *incident.Incident, aff *incident.Affected, a incident.Actor, text string) string {
	room := func(kind string) bool {
		return slices.ContainsFunc(d.Words.Fields(kind), func(f messages.Field) bool { return f.Name == form.FirstTyped(kind) })
	}
	fit := form.KindsFor(inc, aff, d.Now)
	i := slices.IndexFunc(fit, room)
	if u, ok := aff.Drafts[a.ID]; text == "" || i < 0 || ok && room(u.Kind) {
		return ""
	}
	return fit[i]
}

// NewsKind is the kind of update that bad news needs now; "" where the person's
// own draft is under way.
func (d Desk) NewsKind(inc *incident.Incident, aff *incident.Affected, a incident.Actor) string {
	kind := inc.NewsKind(aff)
	if !slices.Contains(d.Words.Kinds(), kind) {
		kind = update.Progress
	}
	if u, ok := aff.Drafts[a.ID]; ok && !update.BadNews(kind) && slices.Contains(form.KindsFor(inc, aff, d.Now), u.Kind) {
		return ""
	}
	return kind
}

// TypedIn is what the person has typed into the form that they see, f, by field; nil: they see none.
func (d Desk) TypedIn(inc *incident.Incident, a incident.Actor, f *slack.View, zone *time.Location) map[string]string {
	if f == nil {
		return nil
	}
	ref, err := view.ParseRef(f.PrivateMetadata)
	was := target.ForAll(inc, ref.Client)
	if err != nil || was == nil {
		return nil
	}
	u := update.Update{}
	if f.CallbackID == kit.FormUpdate {
		u = d.Begin(inc, was, a, ref.Key)
		if d.fill != nil {
			d.fill(was, &u)
		}
	}
	return form.TypedIn(d.Words, f, u, zone)
}

// Take puts what somebody typed in another form into the fields of this update of the same name.
func (d Desk) Take(u *update.Update, c typed.Clock, words map[string]string) {
	for _, f := range d.Words.Fields(u.Kind) {
		text, ok := words[f.Name]
		switch {
		case !ok:
		case !f.Instant:
			u.Words[f.Name] = text
			delete(u.Fixed, f.Name)
		default:
			if at, err := c.When(text, !f.Future); err == nil {
				u.Times = fault.Made(u.Times)
				u.Times[f.Name] = at
			}
		}
	}
}

// Other is what the person has written in a draft of another kind, by field. What was not about
// bad news is of no use in a text about it.
func (d Desk) Other(inc *incident.Incident, aff *incident.Affected, a incident.Actor, u update.Update) map[string]string {
	draft, ok := aff.Drafts[a.ID]
	if !ok || draft.Kind == u.Kind || update.BadNews(u.Kind) {
		return nil
	}
	bare, words := *aff, map[string]string{}
	bare.Drafts = nil
	begun := d.Begin(inc, &bare, a, draft.Kind)
	if d.fill != nil {
		d.fill(&bare, &begun)
	}
	for _, f := range d.Words.Fields(draft.Kind) {
		if text := draft.Own(f.Name); !f.Instant && !f.Flag && text != "" && text != begun.Own(f.Name) {
			words[f.Name] = text
		}
	}
	return words
}

// OnlyLastWord says whether all that is left to write to a client, or to any of them where it
// stands for all, is the last word, which has a form of its own.
func (d Desk) OnlyLastWord(inc *incident.Incident, aff *incident.Affected) bool {
	if inc.State != incident.Resolved || inc.MustHear(aff) != nil {
		return false
	}
	return aff.Owed(promise.Final) != nil ||
		aff.Client.ID == incident.AllClients && inc.OwesLastWord() ||
		len(form.KindsFor(inc, aff, d.Now)) == 0
}

// NextTime reads when the client hears next: the typed time counts before the menu.
func NextTime(c typed.Clock, v form.Values) (time.Time, error) {
	if text := strings.TrimSpace(v.Get(form.FieldNextAt)); text != "" {
		at, err := declaring.At(c, text, form.FieldNextAt, false)
		if err == nil && c.Passed(text) {
			return at, fault.FieldError(form.FieldNextAt, "%s has passed today. Nothing was sent or recorded. If you mean tomorrow, write: tomorrow %s.", typed.Clip(text), typed.Clip(text))
		}
		if err == nil && c.Soon(at, text) != nil {
			return at, fault.FieldError(form.FieldNextAt, "%s", c.Soon(at, text))
		}
		return at, err
	}
	unix, err := strconv.ParseInt(v.Get(form.FieldNext), 10, 64)
	if err != nil {
		return time.Time{}, nil // the domain proposes one
	}
	return time.Unix(unix, 0).UTC(), nil
}

// Proposal reads an update out of a form.
func (d Desk) Proposal(clock typed.Clock, to, kind string, v form.Values, next time.Time) (incident.Proposal, error) {
	words, times, wrong := form.ReadUpdate(d.Words, kind, v, func(text string, f messages.Field) (time.Time, error) {
		return clock.When(text, !f.Future)
	})
	if len(wrong) > 0 {
		e := fault.Errorf(fault.Invalid, "A time could not be read. Nothing was sent. Write it like 14:30.")
		e.Fields = wrong
		return incident.Proposal{}, e
	}
	if at, said := d.rightTime(clock, words["right"]); kind == update.Correction && !at.IsZero() {
		words["right"], times["from"] = said, at
	}
	which, _ := strconv.Atoi(v.Get(form.FieldWhich)) // of a correction; 0, the newest, where it is not asked
	return incident.Proposal{Client: to, Kind: kind, Words: words, Times: times, NextAt: next, Corrects: which, Answers: form.ReadAnswers(v), Replies: form.ReadReplies(v), Slower: v.Get(form.FieldSlower) == "yes"}, nil
}

// rightTime is when it began, as what is right says, and that sentence with the time as the
// client reads it; zero where it is about something else.
func (d Desk) rightTime(c typed.Clock, right string) (time.Time, string) {
	at, from, to := c.BeganAt(right)
	if at.IsZero() || c.HasZone(right[from:to]) {
		return at, right
	}
	zone := c.Zone
	if len(c.Others) > 0 && !slices.ContainsFunc(c.Others, func(z *time.Location) bool { return z.String() != c.Others[0].String() }) {
		zone = c.Others[0]
	}
	said := messages.ClientTime(at, d.Now, &client.Client{TimeZone: zone.String()})
	before := right[:from]
	if !strings.ContainsAny(said[:1], "0123456789") { // yesterday at 13:20 GMT
		before = strings.TrimSuffix(before, "at ")
	}
	return at, before + said + right[to:]
}

// Right begins a correction with what is right, and where that is when it began, with what
// they have read of it.
func (d Desk) Right(c typed.Clock, aff *incident.Affected, u *update.Update, text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	at, right := d.rightTime(c, text)
	if u.Words["right"] = right; !at.IsZero() && !aff.SaidTimes["from"].IsZero() && u.Words["wrong"] == "" {
		u.Words["wrong"] = "it began at " + messages.ClientTime(aff.SaidTimes["from"], d.Now, &aff.Client)
		if noticed := strings.TrimRight(aff.ToldImpact(), "."); noticed != "" && update.BesideBegan(right) != "" { // that was something else, too
			u.Words["wrong"] = noticed + ", and that " + u.Words["wrong"]
		}
	}
}

// HasLeft refuses a number that is no text to the client: another one would be corrected
// in its place.
func HasLeft(list []*update.Update, aff *incident.Affected, n int) error {
	if !slices.ContainsFunc(list, func(u *update.Update) bool { return u.N == n && u.Correctable() }) {
		return fault.Errorf(fault.Invalid, "No text %d was sent to %s. Nothing was changed. Leave the number out: the form shows which texts there are.", n, aff.Client.Name)
	}
	return nil
}

// ResolveOrWrite resolves with the last word, or writes it where somebody has
// resolved already.
func ResolveOrWrite(ctx context.Context, s *service.Service, a incident.Actor, inc *incident.Incident, says service.Solved) (*view.Draft, error) {
	if inc.State != incident.Open && says.Last != nil && says.Last.Client == incident.AllClients {
		list, err := s.WriteAll(ctx, a, inc.Number, *says.Last)
		return &view.Draft{Incident: inc, All: list}, err
	}
	if inc.State != incident.Open && says.Last != nil {
		return s.Write(ctx, a, inc.Number, *says.Last)
	}
	return s.Resolve(ctx, a, inc.Number, says)
}
