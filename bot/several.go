package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/fell"
	"candor/bot/notyours"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
	"candor/messages"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/round"
)

// tellAll sends to every client what was confirmed in the same press or line.
func (b *Bot) tellAll(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, p incident.Proposal) (answer, error) {
	list, err := b.Service.TellAll(ctx, a, inc.Number, p)
	if fault.CodeOf(err) == fault.NeedsFact {
		return answer{}, b.askFact(ctx, r, inc, a, incident.AllClients, p.Words["action_now"], err)
	}
	if err != nil {
		return answer{}, err
	}
	return b.sentOrRead(ctx, r, inc, list, aside.SentToAllUnseen)
}

// pressAnswerGroup is “Yes, I'm on it: send to all”.
func (b *Bot) pressAnswerGroup(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	hash, members, _ := strings.Cut(ref.Key, " ")
	group, err := view.ParseGroup(inc, members)
	if err != nil {
		return answer{}, err
	}
	list, err := b.Service.AnswerGroup(ctx, a, inc.Number, service.ConsentForGroup{Members: group, Hash: hash})
	if fault.CodeOf(err) == fault.NeedsFact {
		return answer{}, b.askFact(ctx, r, inc, a, incident.AllClients, "", err)
	}
	if err != nil {
		return answer{}, err
	}
	return b.sentOrRead(ctx, r, inc, list, aside.SentToAll)
}

// sentOrRead says what left; texts that have changed since the message showed
// them are opened to be read, and one press there sends them.
func (b *Bot) sentOrRead(ctx context.Context, r *request, inc *incident.Incident, list []view.ClientResult, sent func(*incident.Incident, []view.ClientResult, time.Time) kit.Post) (answer, error) {
	unread := func(e view.ClientResult) bool { return e.Err == nil && e.Telling.Again }
	again := slices.DeleteFunc(slices.Clone(list), func(e view.ClientResult) bool { return !unread(e) })
	if len(again) > 0 && b.open(ctx, r, form.PreviewAll(inc, again, "", b.Now())) == nil {
		list = slices.DeleteFunc(list, unread)
	}
	if len(list) == 0 {
		return answer{}, nil
	}
	return answer{Post: sent(inc, list, b.Now())}, nil
}

// snoozeGroup moves the reminders of several clients.
func (b *Bot) snoozeGroup(ctx context.Context, inc *incident.Incident, a incident.Actor, key string) (answer, error) {
	group, err := view.ParseGroup(inc, key)
	if err != nil {
		return answer{}, err
	}
	return b.snoozed(ctx, inc, a, view.ClientsOf(group), 5*time.Minute)
}

// submitAll makes a draft of a form's words for every client.
func (b *Bot) submitAll(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, v form.Values, next time.Time) (outcome, error) {
	kind := v.Get(form.FieldKind)
	p, err := b.drafts().Proposal(b.clock(ctx, r, inc), incident.AllClients, kind, v, next)
	if err != nil {
		return outcome{}, err
	}
	fell.Says(inc, &p)
	p.Begun = form.KnowsOf(inc, r.view)
	list, err := b.Service.WriteAll(ctx, a, inc.Number, p)
	if err != nil {
		return outcome{}, b.onFields(kind, err)
	}
	out := b.readAll(inc, list)
	out.post = aside.MayBe(fell.OpenedForAll(inc, list), inc, b.Words.Playbooks(), p.Words["what_changed"]+"\n"+p.Words["impact_now"])
	return out, nil
}

// readAll shows the texts for several clients in the place of the form.
func (b *Bot) readAll(inc *incident.Incident, list []view.ClientResult) outcome {
	view := form.PreviewAll(inc, list, "", b.Now())
	if !form.FitsAck(view) {
		view = form.ReadAll(view)
	}
	return outcome{next: &view}
}

// submitPreviewAll sends the texts that the person has read.
func (b *Bot) submitPreviewAll(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	hash, ids, _ := strings.Cut(ref.Key, " ")
	read := work.Consent{Hash: hash, Sure: ref.N == kit.Sure, Reason: v.Get(form.FieldOverride)}
	read.Claims, read.Instants = form.ReadClaims(v)
	list, err := b.Service.SendAll(ctx, a, inc.Number, service.ConsentForClients{Clients: view.ParseClients(inc, ids), Consent: read})
	if err != nil {
		return outcome{}, err
	}
	if again := view.AskedAgain(list); len(again) > 0 {
		return b.readAll(inc, again), nil
	}
	out := outcome{post: aside.SentToAll(inc, list, b.Now())}
	if slices.ContainsFunc(list, func(e view.ClientResult) bool { return e.Telling != nil && e.Telling.Update.Kind == update.Overnight }) {
		out.next = b.shift(a).Next(ctx)
	}
	return out, nil
}

// showAnother redraws the preview with the text for another client.
func (b *Bot) showAnother(ctx context.Context, r *request) error {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return err
	}
	_, ids, _ := strings.Cut(ref.Key, " ")
	shown := form.PreviewAll(inc, view.DraftsOf(inc, a.ID, view.ParseClients(inc, ids), ref.N == kit.Sure), r.action.SelectedOption.Value, b.Now())
	shown.PrivateMetadata = r.view.PrivateMetadata // what was read first is what is sent
	_, err = b.API.UpdateViewContext(ctx, shown, "", r.view.Hash, r.view.ID)
	return err
}

// affects adds clients to an incident: affects globex web-3: search is slow.
func (b *Bot) affects(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	who, impact, _ := strings.Cut(text, ":")
	x, err := b.lexicon(ctx, r)
	if err != nil {
		return answer{}, err
	}
	names := x.Those(who)
	if len(names) == 0 {
		return answer{}, x.WhomToo(inc)
	}
	more := service.MoreClients{Names: names, Impact: messages.LowerFirst(typed.Notice(impact, nil))}
	before := inc
	if err = x.Clock.NoTime(more.Impact); err != nil {
		return answer{}, err
	}
	if inc, err = b.Service.AddClients(ctx, a, inc.Number, more); err != nil {
		return answer{}, err
	}
	return answer{Post: aside.Joined(before, inc, aside.State(inc, b.Service.Playbook, b.Now()))}, nil
}

// notTheirs is where a person says that an incident is not a client's.
func (b *Bot) notTheirs(ctx context.Context, r *request, a incident.Actor) notyours.Desk {
	return notyours.Desk{Service: b.Service, Actor: a, Drafts: b.drafts(), Told: b.wholeToldForm, Names: func() (*typed.Lexicon, error) { return b.lexicon(ctx, r) },
		Write: func(inc *incident.Incident, aff *incident.Affected, u update.Update) (slack.ModalViewRequest, error) {
			return b.updateForm(ctx, r, inc, aff, a, u)
		}}
}

// not takes a client out, and may add whose it is: not acme but globex: why.
func (b *Bot) not(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	f, post, err := b.notTheirs(ctx, r, a).Typed(ctx, inc, text)
	if f != nil {
		err = b.open(ctx, r, *f)
	}
	return answer{Post: post}, err
}

func (b *Bot) submitNotTheirs(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	f, post, err := b.notTheirs(ctx, r, a).Do(ctx, inc, form.ReadNotTheirs(ref, v))
	return outcome{next: f, post: post}, err
}

// impact changes what the clients notice: impact the checkout is slow, or for
// one of several impact globex: search is slow.
func (b *Bot) impact(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, client, words, err := b.line(ctx, r, "impact", text)
	if err != nil {
		return answer{}, err
	}
	if err := b.clock(ctx, r, inc).NoTime(words); err != nil {
		return answer{}, err
	}
	inc, err = b.Service.SetImpact(ctx, a, view.Ref{Number: inc.Number, Client: cmp.Or(client, incident.AllClients)}, messages.LowerFirst(typed.Notice(words, nil)))
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.Naming(aside.MayBe(aside.State(inc, b.Service.Playbook, b.Now()), inc, b.Words.Playbooks(), text), inc, client, words)}, nil
}

// unsend takes back an act for several clients.
func (b *Bot) unsend(ctx context.Context, inc *incident.Incident, a incident.Actor, batch string) (answer, error) {
	back, left, err := b.Service.UndoAll(ctx, a, inc.Number, batch)
	post, err := aside.UndoneAll(back, left, err)
	return answer{Post: post, replace: true}, err
}

// firstWords shows the first message to each client after a declaration.
func (b *Bot) firstWords(ctx context.Context, inc *incident.Incident, a incident.Actor) (outcome, error) {
	list, err := b.Service.WriteAll(ctx, a, inc.Number, incident.Proposal{Kind: update.FirstNoticeUnknown})
	if err != nil { // it is declared, whatever the texts say: never show that as a failure
		view := form.Declared(inc, b.noFirstWords(inc, err))
		return outcome{next: &view}, nil
	}
	return b.readAll(inc, list), nil
}

// declaredSeveral answers the declare command for several clients.
func (b *Bot) declaredSeveral(ctx context.Context, inc *incident.Incident, a incident.Actor) kit.Post {
	list, err := b.Service.WriteAll(ctx, a, inc.Number, incident.Proposal{Kind: update.FirstNoticeUnknown})
	if err != nil {
		return round.Beside(aside.Declared(inc, nil, b.Command, b.noFirstWords(inc, err), b.Now()), inc, a.ID, b.Now())
	}
	return aside.DeclaredSeveral(inc, list, b.Now())
}

// pressSendAll sends the drafts that the message is about.
func (b *Bot) pressSendAll(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	hash, ids, _ := strings.Cut(ref.Key, " ")
	list, err := b.Service.SendAll(ctx, a, inc.Number, service.ConsentForClients{Clients: view.ParseClients(inc, ids), Consent: work.Consent{Hash: hash}})
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.SentToAll(inc, list, b.Now()), replace: true}, nil
}
