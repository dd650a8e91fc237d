package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/declaring"
	"candor/bot/saying"
	"candor/bot/target"
	"candor/bot/ticks"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/phrase"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/round"
	"candor/messages/screen"
)

// overview answers the command alone: in an incident's channel its state,
// elsewhere what is due from the person and what is open.
func (b *Bot) overview(ctx context.Context, r *request) (answer, error) {
	inc, _, err := b.implied(ctx, r)
	switch {
	case err != nil:
		return answer{}, err
	case inc == nil:
		return b.home(ctx, r)
	}
	return answer{Post: aside.State(inc, b.Service.Playbook, b.Now())}, nil
}

// home lists what is due from the person and what is open.
func (b *Bot) home(ctx context.Context, r *request) (answer, error) {
	a, live, err := b.live(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.Overview(live, a.ID, b.Now())}, nil
}

// live returns the open incidents, with those that the person may not see cut
// down to their names.
func (b *Bot) live(ctx context.Context, r *request) (incident.Actor, []screen.Listed, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return a, nil, err
	}
	list, err := b.Service.Live(ctx, a)
	if err != nil {
		return a, nil, err
	}
	var shown []screen.Listed
	for _, inc := range list {
		shown = append(shown, screen.Listed{Incident: inc, Hidden: !b.sees(ctx, r, a, inc)})
	}
	slices.SortStableFunc(shown, screen.Listed.Compare)
	return a, shown, nil
}

// whichIncident asks which of the live incidents that a person sees a line is about.
func (b *Bot) whichIncident(ctx context.Context, r *request, line string) error {
	_, live, err := b.live(ctx, r)
	if err != nil {
		return err
	}
	line = typed.Unnamed(line)
	return aside.WhichIncident(b.Command, line, typed.Readable(line), live)
}

// sees says whether a person may see an incident: because of who they are, or of
// being in its channel, which costs a question to Slack.
func (b *Bot) sees(ctx context.Context, r *request, a incident.Actor, inc *incident.Incident) bool {
	if policy.May(a, policy.See, inc, "") == nil {
		return true
	}
	member, err := b.actor(ctx, r, inc)
	return err == nil && policy.May(member, policy.See, inc, "") == nil
}

func (b *Bot) list(ctx context.Context, r *request, text string) (answer, error) {
	if other, err := b.closed(ctx, r, text); !other {
		return answer{}, err
	}
	_, live, err := b.live(ctx, r)
	return answer{Post: aside.List(live, b.Now())}, err
}

func (b *Bot) due(ctx context.Context, r *request, _ string) (answer, error) {
	if r.text != "" { // INC-7 due asks about that one
		inc, _, err := b.incident(ctx, r)
		if err != nil {
			return answer{}, err
		}
		return answer{Post: aside.DueList([]screen.Listed{{Incident: inc}}, b.Now())}, nil
	}
	_, live, err := b.live(ctx, r)
	return answer{Post: aside.DueList(live, b.Now())}, err
}

func (b *Bot) help(_ context.Context, _ *request, about string) (answer, error) {
	var lines []aside.HelpLine
	for _, v := range verbs() {
		lines = append(lines, aside.HelpLine{Verb: v.name, Usage: v.usage, Does: v.does})
	}
	return answer{Post: aside.Help(b.Command, about, lines)}, nil
}

// lexicon is what the words of a declaration are looked up in.
func (b *Bot) lexicon(ctx context.Context, r *request) (*typed.Lexicon, error) {
	clients, err := b.Service.Clients().All(ctx)
	return &typed.Lexicon{Command: b.Command, Clock: b.clock(ctx, r, nil), Clients: clients, Kinds: b.Service.Kinds(), Books: b.Words.Playbooks()}, err
}

// declare opens an incident from one line: sev1 acme Checkout is down. The
// severity, the client and the kind may come in any order before the words.
func (b *Bot) declare(ctx context.Context, r *request, args string) (answer, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return answer{}, err
	}
	x, err := b.lexicon(ctx, r)
	if err != nil {
		return answer{}, err
	}
	line, slip := x.Declare(args)
	if slip != nil {
		return answer{}, slip
	}
	if f, long := declaring.Long(b.Words, x.Clients, line); long && b.open(ctx, r, f) == nil {
		return answer{}, nil
	}
	made, err := b.Service.DeclareAndWrite(ctx, a, service.Declaration{
		Client: line.Client, Also: line.Also, Kind: cmp.Or(line.Kind, b.Service.UsualKind()), Severity: line.Severity,
		Title: line.Words, Impact: messages.LowerFirst(line.Words), Since: line.Since, Doing: b.Words.Doing(), Typed: "declare " + args,
	})
	if err != nil {
		return answer{}, err
	}
	a.Envelope = "" // spent on the declaration
	inc, post := made.Incident, b.firstPost(ctx, made, a)
	if pb := playbook.ReadsLike(b.Words.Playbooks(), line.Words); line.Kind == "" && pb != nil {
		post = aside.ReadsLike(post, inc, b.Service.Playbook(inc.Kind), pb)
	}
	return answer{Post: aside.Beside(post, b.openToo(ctx, r, a, inc))}, nil
}

func (b *Bot) update(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	client, text := typed.Client(inc, text, false)
	return b.openUpdate(ctx, r, inc, a, client, "", text)
}

func (b *Bot) still(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, client, text, err := b.line(ctx, r, "still", text)
	if err != nil {
		return answer{}, err
	}
	text, next, err := b.clock(ctx, r, inc).TrailingNext(text)
	if err != nil {
		return answer{}, err
	}
	p := incident.Proposal{Client: client, Kind: update.Holding, NextAt: next.At, Asks: next.Asks}
	if text != "" {
		p.Words = map[string]string{"action_now": strings.TrimSuffix(text, ".")}
	}
	if !phrase.GoesOn(text) || next.May {
		return b.look(ctx, r, inc, a, p)
	}
	said, err := b.tell(ctx, r, inc, a, p)
	if fault.CodeOf(err) == fault.NeedsYes {
		return b.askTime(inc, client, next, strings.TrimSpace("still "+client)+" "+text+" next"), nil
	}
	return said, err
}

// look shows the exact text that an act would send, in a form of one button.
func (b *Bot) look(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, p incident.Proposal) (answer, error) {
	p.Look = true
	var shown slack.ModalViewRequest
	var err error
	if target.Several(inc, p.Client) {
		var list []view.ClientResult
		if list, err = b.Service.WriteAll(ctx, a, inc.Number, p); err == nil {
			shown = *b.readAll(inc, list).next
		}
	} else {
		var t *view.Draft
		if t, err = b.Service.Write(ctx, a, inc.Number, p); err == nil {
			shown = form.Offering(b.Words, t, b.Now())
		}
	}
	if fault.CodeOf(err) == fault.NeedsFact {
		return answer{}, b.askFact(ctx, r, inc, a, p.Client, p.Words["action_now"], err)
	}
	if err != nil {
		return answer{}, err
	}
	if len(p.Words) > 0 {
		shown = form.Because(shown, "Not sent yet: your words say more than what you are doing, so read the whole text. If something is new, cancel and press Client update. If it works again, press It works again.")
	}
	return answer{}, b.open(ctx, r, shown)
}

// tell sends what was confirmed in the same press or line.
func (b *Bot) tell(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, p incident.Proposal) (answer, error) {
	if target.Several(inc, p.Client) {
		return b.tellAll(ctx, r, inc, a, p)
	}
	t, err := b.Service.Tell(ctx, a, inc.Number, p)
	if fault.CodeOf(err) == fault.NeedsFact {
		return answer{}, b.askFact(ctx, r, inc, a, p.Client, p.Words["action_now"], err)
	}
	if err != nil {
		return answer{}, err
	}
	if t.Again || t.Say { // it waits to be read
		return answer{}, b.open(ctx, r, form.Offering(b.Words, t, b.Now()))
	}
	return answer{Post: aside.SentUnseen(t, b.Now())}, nil
}

func (b *Bot) works(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	client, text := typed.Client(inc, text, true)
	p := incident.Proposal{Client: client, Kind: update.MonitoringUpdate, Quiet: true}
	since, err := b.clock(ctx, r, inc).Works(text)
	if err != nil {
		return answer{}, err
	}
	if since.IsZero() {
		return b.look(ctx, r, inc, a, p)
	}
	p.Times = map[string]time.Time{"since_fixed": since}
	return b.tell(ctx, r, inc, a, p)
}

// told records what a person told the client: told call: <text> [next 45m].
func (b *Bot) told(ctx context.Context, r *request, text string) (answer, error) {
	whole := text
	inc, a, client, text, err := b.line(ctx, r, "told", text)
	if who, why, ok := typed.NotTold(inc, whole); ok {
		post, err := saying.Desk{Service: b.Service, Actor: a, Words: b.Words}.NotTold(ctx, inc, who, why)
		return answer{Post: post}, err
	}
	switch {
	case err != nil:
		return answer{}, err
	case text == "":
		return b.openTold(ctx, r, inc, a, client, "")
	case typed.NobodyAnswered(text):
		if inc, err = b.Service.NobodyAnswered(ctx, a, inc.Number, client); err != nil {
			return answer{}, err
		}
		return b.nobodyPickedUp(r, inc, client), nil
	}
	report, next, err := b.clock(ctx, r, inc).Report(client, text)
	if err != nil {
		return answer{}, err
	}
	told, err := b.Service.Told(ctx, a, inc.Number, report)
	if fault.CodeOf(err) == fault.NeedsYes {
		before := strings.TrimSpace(whole[:strings.LastIndex(strings.ToLower(whole), "next")])
		return b.askTime(inc, client, next, "told "+before+" next"), nil
	}
	if err != nil {
		return answer{}, err
	}
	return answer{Post: round.Beside(aside.Told(b.Words, told, &report, r.user, true, b.Now()), told, r.user, b.Now())}, nil
}

func (b *Bot) next(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	client, text := typed.Client(inc, text, true)
	p := incident.Proposal{Client: client, Kind: update.Holding}
	if text == "" {
		return b.look(ctx, r, inc, a, p)
	}
	next, err := b.clock(ctx, r, inc).Next(text)
	if err != nil {
		return answer{}, err
	}
	p.NextAt, p.Asks = next.At, next.Asks
	said, err := b.tell(ctx, r, inc, a, p)
	if fault.CodeOf(err) == fault.NeedsYes {
		return b.askTime(inc, client, next, strings.TrimSpace("next "+client)), nil
	}
	return said, err
}

// askTime asks back about a next time; line is the command that takes it, without
// the time.
func (b *Bot) askTime(inc *incident.Incident, client string, next typed.Next, line string) answer {
	line = fmt.Sprintf("%s %s %s sure", inc.Name(), line, next.At.UTC().Format("2006-01-02 15:04:05 MST"))
	return answer{Post: aside.AskTime(inc.Affected(client), next.At, next.Asks.Passed, line, b.Now())}
}

// snooze moves the reminders of a client; where none is named, of all whose news
// are due together.
func (b *Bot) snooze(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	clients, d, err := typed.Snooze(inc, text)
	if err != nil {
		return answer{}, err
	}
	return b.snoozed(ctx, inc, a, clients, d)
}

// snoozed moves the reminders of clients and says of each what became of it.
func (b *Bot) snoozed(ctx context.Context, inc *incident.Incident, a incident.Actor, clients []string, d time.Duration) (answer, error) {
	var said []kit.Post
	done := false
	for i, client := range clients {
		now, err := b.Service.Snooze(ctx, a, view.Ref{Number: inc.Number, Client: client}, d)
		if err != nil && !done && i == len(clients)-1 {
			return answer{}, err
		} else if err != nil {
			said = append(said, kit.Plain("*"+messages.Escape(inc.Affected(client).Client.Name)+"*: "+b.apologise(err)))
			continue
		}
		a.Envelope, done = "", true // the envelope is spent on the first one
		said = append(said, aside.Snoozed(now, now.Affected(client), b.Now()))
	}
	return answer{Post: aside.Together(said)}, nil
}

func (b *Bot) check(ctx context.Context, r *request, args string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	switch {
	case err != nil:
		return answer{}, err
	case args == "":
		return answer{}, b.openChecklist(ctx, r, inc, a)
	}
	p, err := b.ticks(a).Typed(ctx, inc, args)
	return answer{Post: p}, err
}

// ticks is where a person answers for steps.
func (b *Bot) ticks(a incident.Actor) ticks.Desk {
	return ticks.Desk{Service: b.Service, Actor: a, Now: b.Now()}
}

// edit changes what an incident is and says how it stands now.
func (b *Bot) edit(ctx context.Context, r *request, d incident.Details) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	wasPrivate := inc.Private
	if inc, err = b.Service.Edit(ctx, a, inc.Number, d); err != nil {
		return answer{}, err
	}
	if inc.Private != wasPrivate {
		return answer{Post: aside.MovesAway(inc)}, nil
	}
	return answer{Post: aside.State(inc, b.Service.Playbook, b.Now())}, nil
}

func (b *Bot) sev(ctx context.Context, r *request, text string) (answer, error) {
	return b.edit(ctx, r, incident.Details{Severity: typed.Severity(text)})
}

func (b *Bot) kind(ctx context.Context, r *request, text string) (answer, error) {
	kinds := typed.Kinds{IDs: b.Service.Kinds(), Book: b.Service.Playbook}
	if d, ok := kinds.Read(text); ok {
		return b.edit(ctx, r, d)
	}
	inc, _, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return answer{}, kinds.Which(inc, text)
}

func (b *Bot) private(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err == nil {
		err = typed.Private(inc, text)
	}
	if err != nil {
		return answer{}, err
	}
	return b.movePrivate(ctx, inc, a)
}

func (b *Bot) movePrivate(ctx context.Context, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.MovePrivate(ctx, a, inc.Number)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.MovesAway(inc)}, nil
}

func (b *Bot) status(ctx context.Context, r *request, text string) (answer, error) {
	if text == "" {
		return b.overview(ctx, r)
	}
	return b.edit(ctx, r, incident.Details{Status: kit.ParseStatus(text)})
}

// names reads whom a command names; not is what does not happen to nobody.
func (b *Bot) names(r *request, verb, not string) typed.Names {
	return typed.Names{Staff: b.Service.Roster().Staff(), Example: strings.TrimSpace(r.text + " " + verb + " @ben"), Not: not}
}

func (b *Bot) assign(ctx context.Context, r *request, role playbook.Role, text string) (answer, error) {
	user, err := b.names(r, string(role), "nothing was changed").Who(r.user, text)
	if err != nil {
		return answer{}, err
	}
	name, err := b.who.Teammate(ctx, user, b.Home, b.Org)
	if err != nil {
		return answer{}, err
	}
	return b.edit(ctx, r, incident.Details{Roles: map[playbook.Role]string{role: user}, Names: map[string]string{user: name}})
}

func (b *Bot) resolve(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return answer{}, b.openResolve(ctx, r, inc, a)
}

func (b *Bot) close(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return b.openClose(ctx, r, inc, a)
}

func (b *Bot) cancel(ctx context.Context, r *request, reason string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return b.cancelled(ctx, inc, a, reason)
}

func (b *Bot) cancelled(ctx context.Context, inc *incident.Incident, a incident.Actor, reason string) (answer, error) {
	inc, err := b.Service.Cancel(ctx, a, inc.Number, reason)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.Cancelled(inc)}, nil
}
