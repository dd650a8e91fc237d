package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/bot/people"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/schedule"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/form"
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
	return answer{Post: screen.State(inc, b.Service.Playbook(inc.Kind), b.Now())}, nil
}

// home lists what is due from the person and what is open.
func (b *Bot) home(ctx context.Context, r *request) (answer, error) {
	a, live, err := b.live(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.Overview(live, a.ID, b.Now())}, nil
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
	return a, shown, nil
}

// sees says whether a person may see an incident: because of who they are, or of
// being in its channel, which costs a question to Slack.
func (b *Bot) sees(ctx context.Context, r *request, a incident.Actor, inc *incident.Incident) bool {
	if incident.May(a, incident.See, inc, "") == nil {
		return true
	}
	member, err := b.actor(ctx, r, inc)
	return err == nil && incident.May(member, incident.See, inc, "") == nil
}

func (b *Bot) list(ctx context.Context, r *request, _ string) (answer, error) {
	_, live, err := b.live(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.List(live, b.Now())}, nil
}

func (b *Bot) due(ctx context.Context, r *request, _ string) (answer, error) {
	if r.text != "" { // INC-7 due asks about that one
		inc, _, err := b.incident(ctx, r)
		if err != nil {
			return answer{}, err
		}
		return answer{Post: screen.DueList([]screen.Listed{{Incident: inc}}, b.Now())}, nil
	}
	_, live, err := b.live(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.DueList(live, b.Now())}, nil
}

func (b *Bot) help(context.Context, *request, string) (answer, error) {
	var lines []screen.HelpLine
	for _, v := range verbs() {
		lines = append(lines, screen.HelpLine{Verb: v.name, Usage: v.usage, Does: v.does})
	}
	return answer{Post: screen.Help(b.Command, lines)}, nil
}

func (b *Bot) newIncident(ctx context.Context, r *request, text string) (answer, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return answer{}, err
	}
	if err := incident.May(a, incident.Declare, nil, ""); err != nil {
		return answer{}, err
	}
	clients, err := b.Service.RecentClients(ctx)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, form.Declare(clients, b.Words.Choices(), text))
}

var severityWord = regexp.MustCompile(`^(?i)sev-?([1-4])$`)

// declare opens an incident from one line: sev1 acme Checkout is down. The
// severity, the client and the kind may come in any order before the words.
func (b *Bot) declare(ctx context.Context, r *request, args string) (answer, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return answer{}, err
	}
	d := service.Declaration{Kind: b.Service.UsualKind(), Typed: "declare " + args, Doing: b.Words.Doing()}
	clients, err := b.Service.Clients(ctx)
	if err != nil {
		return answer{}, err
	}
	rest := args
	for {
		word, after := typed.FirstWord(rest)
		c, known := clientOf(clients, strings.ToLower(word))
		switch m := severityWord.FindStringSubmatch(word); {
		case m != nil && d.Severity == 0:
			n, _ := strconv.Atoi(m[1]) // the pattern lets one digit through
			d.Severity = client.Severity(n)
		case known && d.Client == "":
			d.Client = c.ID
		case d.Client != "" && (known || len(client.Tagged(clients, word)) > 0):
			d.Also = append(d.Also, word)
		case b.Service.Playbook(strings.ToLower(word)) != nil:
			d.Kind = strings.ToLower(word)
		default:
			d.Title, d.Impact = rest, typed.LowerFirst(rest)
			return b.declared(ctx, r, a, d, clients)
		}
		rest = after
	}
}

func clientOf(list []client.Client, id string) (client.Client, bool) {
	i := slices.IndexFunc(list, func(c client.Client) bool { return c.ID == id })
	if i < 0 {
		return client.Client{}, false
	}
	return list[i], true
}

// declared opens the incident and answers with the first notice, ready to send.
func (b *Bot) declared(ctx context.Context, r *request, a incident.Actor, d service.Declaration, clients []client.Client) (answer, error) {
	switch {
	case d.Severity == 0 || d.Client == "" || d.Impact == "":
		return answer{}, fault.Errorf(fault.Invalid, "Nothing was declared. Type how bad it is, the client and what they notice: `%s declare sev1 %s Checkout is down`. Or type `%s new` for a form.",
			b.Command, anyClient(clients), b.Command)
	}
	inc, err := b.Service.Declare(ctx, a, d)
	if err != nil {
		return answer{}, err
	}
	a.Envelope = "" // spent on the declaration
	post := b.firstPost(ctx, inc, a)
	return answer{Post: screen.Beside(post, b.openToo(ctx, r, a, inc))}, nil
}

func anyClient(list []client.Client) string {
	if len(list) == 0 {
		return "client"
	}
	return list[0].ID
}

func (b *Bot) update(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return b.openUpdate(ctx, r, inc, a, "", "", text)
}

func (b *Bot) still(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	p := incident.Proposal{Kind: update.Holding}
	if text != "" {
		p.Words = map[string]string{"action_now": strings.TrimSuffix(text, ".")}
	}
	return b.tell(ctx, r, inc, a, p)
}

// tell sends what was confirmed in the same press or line.
func (b *Bot) tell(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, p incident.Proposal) (answer, error) {
	if several(inc, p.Client) {
		return b.tellAll(ctx, r, inc, a, p)
	}
	t, err := b.Service.Tell(ctx, a, inc.Number, p)
	if fault.CodeOf(err) == fault.NeedsFact {
		return answer{}, b.askFact(ctx, r, inc, a, p.Client, p.Words["action_now"], err)
	}
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.SentAway(t, b.Now())}, nil
}

func (b *Bot) works(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	p := incident.Proposal{Kind: update.MonitoringUpdate, Quiet: true}
	if text != "" {
		since, err := b.clock(ctx, r, inc).When(text, true)
		if err != nil {
			return answer{}, err
		}
		p.Times = map[string]time.Time{"since_fixed": since}
	}
	return b.tell(ctx, r, inc, a, p)
}

var trailingNext = regexp.MustCompile(`(?i)\s+next\s+(\S+(?:\s+\d{1,2}:\d{2})?)$`)

// How a report begins that says how the client was told.
var (
	toldHow        = regexp.MustCompile(`(?i)^(call|phone|voicemail|messenger|message|sms|in person|person)\s*:\s*`)
	nobodyAnswered = regexp.MustCompile(`(?i)^(nobody answered|no answer)\.?$`)
)

var hows = map[string]incident.How{
	"call": incident.ByCall, "phone": incident.ByCall, "voicemail": incident.ByVoicemail,
	"messenger": incident.ByMessenger, "message": incident.ByMessenger, "sms": incident.ByMessenger,
	"person": incident.InPerson, "in person": incident.InPerson,
}

// told records what a person told the client: told call: <text> [next 45m].
func (b *Bot) told(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	client, text, err := oneClient(inc, "told", text)
	switch {
	case err != nil:
		return answer{}, err
	case text == "":
		return b.openTold(ctx, r, inc, a, client, "")
	case nobodyAnswered.MatchString(text):
		if inc, err = b.Service.NobodyAnswered(ctx, a, inc.Number, client); err != nil {
			return answer{}, err
		}
		return answer{Post: screen.NobodyAnswered(inc, inc.Affected(client), b.Now())}, nil
	}
	report := incident.ByHandReport{Client: client, Text: text}
	if m := toldHow.FindStringSubmatch(text); m != nil {
		report.How, text = hows[strings.ToLower(m[1])], text[len(m[0]):]
		report.Text = text
	}
	if m := trailingNext.FindStringSubmatchIndex(text); m != nil {
		at, err := b.clock(ctx, r, inc).When(text[m[2]:m[3]], false)
		switch {
		case err == nil:
			report.Text, report.NextAt = strings.TrimRight(text[:m[0]], " ,;"), at
		case strings.ContainsAny(text[m[2]:m[3]], "0123456789"): // it was meant as a time; “next week” is a word
			return answer{}, err
		}
	}
	inc, err = b.Service.Told(ctx, a, inc.Number, report)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.Recorded(inc, inc.Affected(client), report.How, b.Now())}, nil
}

func (b *Bot) next(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	at, err := b.clock(ctx, r, inc).When(text, false)
	if err != nil {
		return answer{}, err
	}
	return b.tell(ctx, r, inc, a, incident.Proposal{Kind: update.Holding, NextAt: at})
}

func (b *Bot) snooze(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if text == "" {
		return answer{}, fault.Errorf(fault.Invalid, "Snooze for how long? Nothing was changed. Type for example: snooze 5m.")
	}
	d, err := schedule.ParseSpan(text, 0)
	if err != nil {
		return answer{}, fault.Errorf(fault.Invalid, "Nothing was changed. %s", err)
	}
	return b.snoozed(ctx, inc, a, "", d)
}

func (b *Bot) snoozed(ctx context.Context, inc *incident.Incident, a incident.Actor, client string, d time.Duration) (answer, error) {
	inc, err := b.Service.Snooze(ctx, a, view.Ref{Number: inc.Number, Client: client}, d)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.Snoozed(inc, inc.Affected(client), b.Now())}, nil
}

func (b *Bot) check(ctx context.Context, r *request, args string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	word, rest := typed.FirstWord(args)
	step, reason := typed.FirstWord(rest)
	switch strings.ToLower(word) {
	case "":
		return answer{}, b.openChecklist(ctx, r, inc, a)
	case "done":
		inc, err = b.Service.Check(ctx, a, inc.Number, service.StepAnswer{Item: step, State: playbook.ItemDone})
	case "skip":
		inc, err = b.Service.Check(ctx, a, inc.Number, service.StepAnswer{Item: step, State: playbook.ItemSkipped, Reason: reason})
	case "open":
		inc, err = b.Service.Check(ctx, a, inc.Number, service.StepAnswer{Item: step, State: playbook.ItemOpen})
	case "add":
		inc, err = b.Service.AddStep(ctx, a, inc.Number, rest)
	default:
		return answer{}, fault.Errorf(fault.Invalid, "Nothing was changed. Type check done 3, check skip 3 and why, check open 3, or check add and the step. Only check shows them all.")
	}
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.Steps(inc, b.Now())}, nil
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
		return answer{Post: screen.MovesAway(inc)}, nil
	}
	return answer{Post: screen.State(inc, b.Service.Playbook(inc.Kind), b.Now())}, nil
}

func (b *Bot) sev(ctx context.Context, r *request, text string) (answer, error) {
	digit := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(text), "sev"), "-")
	n, err := strconv.Atoi(strings.TrimSpace(digit))
	if err != nil || n == 0 {
		n = -1 // the domain says which there are
	}
	return b.edit(ctx, r, incident.Details{Severity: client.Severity(n)})
}

func (b *Bot) kind(ctx context.Context, r *request, text string) (answer, error) {
	if text == "" {
		return answer{}, fault.Errorf(fault.Invalid, "Which kind? Nothing was changed. Type kind and one of: %s.", strings.Join(b.Service.Kinds(), ", "))
	}
	return b.edit(ctx, r, incident.Details{Kind: strings.ToLower(text)})
}

func (b *Bot) private(ctx context.Context, r *request, _ string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
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
	return answer{Post: screen.MovesAway(inc)}, nil
}

func (b *Bot) status(ctx context.Context, r *request, text string) (answer, error) {
	if text == "" {
		return b.overview(ctx, r)
	}
	return b.edit(ctx, r, incident.Details{Status: update.Status(strings.ToLower(text))})
}

func (b *Bot) commander(ctx context.Context, r *request, text string) (answer, error) {
	return b.assign(ctx, r, playbook.Commander, text)
}

func (b *Bot) comms(ctx context.Context, r *request, text string) (answer, error) {
	return b.assign(ctx, r, playbook.Comms, text)
}

var mentioned = regexp.MustCompile(`^<@([A-Z0-9]+)(?:\|[^>]*)?>$`)

func (b *Bot) assign(ctx context.Context, r *request, role playbook.Role, text string) (answer, error) {
	m := mentioned.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return answer{}, fault.Errorf(fault.Invalid, "Nobody was named, so nothing was changed. Name one person of the team, for example: %s @ben.", role)
	}
	name, err := b.teammate(ctx, r, m[1])
	if err != nil {
		return answer{}, err
	}
	return b.edit(ctx, r, incident.Details{Roles: map[playbook.Role]string{role: m[1]}, Names: map[string]string{m[1]: name}})
}

// teammate refuses to give a role to somebody who could not act in it, and returns
// the name of whoever could.
func (b *Bot) teammate(ctx context.Context, r *request, user string) (string, error) {
	u, err := b.who.Person(ctx, user)
	if err != nil {
		e := fault.Errorf(fault.Conflict, "Nothing was changed: Slack did not tell Candor who <@%s> is. Try again in a moment, or name somebody else.", user)
		return "", fmt.Errorf("%w (%w)", e, err)
	}
	if u.IsRestricted || u.IsUltraRestricted {
		return "", fault.Errorf(fault.Invalid, "<@%s> is a guest, and guests can read here, not act. Nothing was changed. Name a member of the team.", user)
	}
	if u.IsBot || u.Deleted || u.IsStranger || u.TeamID != "" && u.TeamID != b.Home {
		return "", fault.Errorf(fault.Invalid, "<@%s> is not a member of your team. Nothing was changed. Name somebody who is.", user)
	}
	return people.Name(u), nil
}

func (b *Bot) note(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if inc, err = b.Service.Note(ctx, a, inc.Number, text); err != nil {
		return answer{}, err
	}
	return say("Noted in the timeline of " + inc.Name() + "."), nil
}

func (b *Bot) resolve(ctx context.Context, r *request, _ string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.openResolve(ctx, r, inc, a)
}

func (b *Bot) close(ctx context.Context, r *request, _ string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.openClose(ctx, r, inc, a)
}

func (b *Bot) cancel(ctx context.Context, r *request, reason string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if inc, err = b.Service.Cancel(ctx, a, inc.Number, reason); err != nil {
		return answer{}, err
	}
	return say(inc.Name() + " is cancelled. No client was told, and none will be."), nil
}
