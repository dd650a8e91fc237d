package bot

import (
	"cmp"
	"context"
	"regexp"
	"strconv"
	"strings"

	"candor/bot/book"
	"candor/bot/drills"
	"candor/bot/fell"
	"candor/bot/refusal"
	"candor/bot/target"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/service"
	"candor/incident/view"
	"candor/messages/aside"
)

// verb is one word that may be typed after the slash command. Help is made from
// this table: what works is documented, because it is the same line.
type verb struct {
	name  string
	usage string
	does  string
	what  trait
	run   func(*Bot, context.Context, *request, string) (answer, error)
}

// trait is what is special about a verb.
type trait int

const (
	plain trait = iota
	named       // takes a person: the text stays as Slack sent it
	tells       // says to the client, or records, what is true now
	grave       // ends or opens an incident: nobody is led there by a mistyped word
)

// verbs in the order in which help shows them.
func verbs() []verb {
	return []verb{
		{"new", "[text]", "open the form to declare an incident", plain, (*Bot).newIncident},
		{"declare", "sev1 acme Checkout is down", "declare at once: how bad (sev1 to sev4), client, what they notice", plain, (*Bot).declare},
		{"update", "[text]", "write to the client", plain, (*Bot).update},
		{"still", "[what you do] [next 45m]", "tell the client that you are still working on it", tells, (*Bot).still},
		{"works", "[02:38]", "tell the client that it works again and that you keep watching", tells, (*Bot).works},
		{"correct", "[client] [3] [what is right]", "correct something that we told the client", plain, (*Bot).correct},
		{"told", "[call: text] [next 45m] | not acme: why", "record a call or a message that you made yourself; with not, take back what was recorded for the wrong client", tells, (*Bot).told},
		{"asked", "[text]", "record that the client asked; alone: their open questions", plain, (*Bot).theyAsked},
		{"call", "", "what to say on the phone, and what not", plain, (*Bot).callCard},
		{"round", "", "whom to call now where several clients wait for a call: take the next", plain, sameAs((*Bot).round)},
		{"meeting", "[client] 1 | 2", "which of the two times to talk the client chose", plain, (*Bot).meeting},
		{"fact", "[acme] [data_lost yes all user accounts]", "what is known of bad news, of one client or of all; alone: the five questions", plain, (*Bot).fact},
		{"known", "[globex:] [text | drop 1 | wrong 1]", "write down what is certain, as the client may read it", plain, learning("known")},
		{"unknown", "[globex:] [text | drop 1]", "write down what is not known yet: “We do not know yet …”", plain, learning("unknown")},
		{"doing", "text", "what you do about it: “We are …”", plain, (*Bot).doing},
		{"clocks", "[aware 02:10 | laws gdpr | end why]", "what may have to be reported to whom by when; a reminder, not legal advice", plain, (*Bot).clocks},
		{"insurer", "", "your insurer's number, and a notice to copy", plain, sameAs((*Bot).pressInsurer)},
		{"lawyer", "", "your lawyer's number, and how to make a copy for them", plain, sameAs((*Bot).lawyer)},
		{"later", "", "decide with a second person that the client hears later", plain, (*Bot).later},
		{"due", "", "what is due to whom, by when", plain, (*Bot).due},
		{"next", "45m | 15:30", "move the next update; the client is told", tells, (*Bot).next},
		{"cadence", "30m | 0 9,13,17 * * * | usual [client] [asked by Dana]", "how often they hear from you, from the next update on", plain, (*Bot).cadence},
		{"snooze", "5m", "be reminded later; the promise stays", plain, (*Bot).snooze},
		{"check", "[done 3 [what you found] | skip 3 reason | open 3 | add text]", "the checklist", plain, (*Bot).check},
		{"sev", "1 to 4", "how bad it is for the client", plain, (*Bot).sev},
		{"kind", "kind | also kind", "what kind of incident it is; with also, what it is beside that; its own kind again: nothing else", plain, (*Bot).kind},
		{"affects", "globex web-3[: what they notice]", "more clients have it: by name, or everybody with a tag", plain, (*Bot).affects},
		{"not", "acme | acme but globex: why", "it is not theirs: they are taken out, once they have heard that if they were told", plain, (*Bot).not},
		{"impact", "[globex:] what they notice", "what the clients notice, or one of them", plain, (*Bot).impact},
		{"private", "", "go on in a private channel, for good; you are asked first", plain, (*Bot).private},
		{"status", "we are looking | we know why | contained | watching", "where you are: it sets how often the client hears from you, and sends nothing", plain, (*Bot).status},
		{"eta", "2-4h | 15:00-16:00 | none [because why]", "when you expect that it works; the next update says it", plain, (*Bot).eta},
		{"commander", "@name", "who is in charge", named, holding(playbook.Commander)},
		{"comms", "@name", "who talks to the client", named, holding(playbook.Comms)},
		{"tech", "@name", "who leads the repair", named, holding(playbook.Tech)},
		{"account", "@name", "who looks after the client afterwards", named, holding(playbook.Account)},
		{"privacy", "@name", "who looks after the personal data", named, holding(playbook.Privacy)},
		{"handover", "@name", "ask somebody to take over what you do; until they say yes it stays with you", named, (*Bot).handover},
		{"goodnight", "", "go to sleep: who is on it meanwhile, when your phone may ring, what the client reads", plain, sameAs((*Bot).pressGoodNight)},
		{"confirm", "[client]", "what Candor knows from a copy of its data is right; only after a restore", plain, (*Bot).confirm},
		{"note", "[13:50] text", "write a line into the timeline, of now or of earlier", plain, (*Bot).note},
		{"timeline", "[change 12 text]", "what happened so far; with change, what a note of yours should have said", plain, (*Bot).timeline},
		{"resolve", "", "it works again: three questions, then the final message", plain, sameAs((*Bot).resolve)},
		{"aftercare", "[small | normal | full]", "how much comes after the final message: the review, the questions how it goes", plain, (*Bot).aftercare},
		{"review", "", "what is learned from it: why, which check was missing, what changes", plain, (*Bot).review},
		{"action", "text @who 20 March | done 1 | move 1 27 March because why | drop 1 why", "what changes so that it does not happen again", named, (*Bot).action},
		{"actions", "", "what changes, who does it and by when", plain, (*Bot).action},
		{"reopen", "what you see", "it is down again, after they read that it works", grave, (*Bot).reopen},
		{"close", "", "everything is done", grave, sameAs((*Bot).close)},
		{"cancel", "reason", "it was no incident; only before the client was told", grave, (*Bot).cancel},
		{"mistake", "", "it was pressed by mistake; only in the first two minutes", grave, sameAs((*Bot).pressMistake)},
		{"drill", "[down | data | in | end]", "practise with a furious client, who is played: no client reads it, and it counts in no figure", plain, (*Bot).drill},
		{"whoami", "[@name]", "who you are to Candor, and whether it can wake you; admins may ask about others", named, (*Bot).whoami},
		{"list", "[closed [checkout]]", "the incidents that are not closed; with closed, those that are over: by client, by number, by what was noticed", plain, (*Bot).list},
		{"figures", "[acme] [2026-03]", "how clients were told in a month: how soon, how often by the time that you named", plain, (*Bot).figures},
		{"clients", "[name]", "who is told: contacts, how they are reached, what is missing; make or change one", plain, (*Bot).clients},
		{"sheet", "acme", "what to know of a client at night: phones, who decides, panel, how to roll back, who has access", plain, ofClients(book.Desk.Sheet)},
		{"restored", "acme 14 | acme failed", "a copy of a client's data was put back to test it: the minutes that it took", plain, ofClients(book.Desk.Restored)},
		{"help", "[clients | still | all]", "what you can type: about a topic, one command, or all of it", plain, (*Bot).help},
	}
}

// sameAs does what a button of the incident does, whatever was typed behind the verb.
func sameAs(press aboutIncident) func(*Bot, context.Context, *request, string) (answer, error) {
	return func(b *Bot, ctx context.Context, r *request, _ string) (answer, error) {
		inc, a, err := b.incident(ctx, r)
		if err != nil {
			return answer{}, err
		}
		return press(b, ctx, r, view.Ref{}, inc, a)
	}
}

func find(name string) (verb, bool) {
	for _, v := range verbs() {
		if v.name == name {
			return v, true
		}
	}
	return verb{}, false
}

// verbOf is the verb of a typed text.
func verbOf(text string) (verb, bool) {
	word, rest := typed.FirstWord(typed.Numbered(text))
	if incidentName.MatchString(word) {
		word, _ = typed.FirstWord(rest)
	}
	return find(strings.ToLower(word))
}

// typed runs a command and answers it.
func (b *Bot) typed(ctx context.Context, r *request) {
	if err := b.outsider(ctx, r); err != nil {
		b.answer(ctx, r, answer{}, err)
		return
	}
	text := typed.Readable(r.text) // while it runs, that is the incident
	a, err := b.run(ctx, r, r.text)
	b.answer(ctx, r, a, refusal.Quoting(err, text))
}

// run finds the verb of a typed text. An incident is implied by its channel;
// elsewhere it comes first: INC-7 still.
func (b *Bot) run(ctx context.Context, r *request, text string) (answer, error) {
	if err := refusal.NoSecret(typed.Readable(text)); err != nil {
		return answer{}, err
	}
	word, rest := typed.FirstWord(typed.Numbered(text))
	if incidentName.MatchString(word) {
		r.text = word
		word, rest = typed.FirstWord(rest)
	} else {
		r.text, r.said = "", text
	}
	if strings.EqualFold(word+" "+rest, "good night") {
		word, rest = "goodnight", ""
	}
	if word == "" {
		return b.overview(ctx, r)
	}
	if about, ok := typed.AsksHelp(word, rest); ok {
		return b.help(ctx, r, about)
	}
	v, ok := find(strings.ToLower(word))
	if !ok {
		return b.unknown(ctx, r, strings.ToLower(word), rest)
	}
	if v.what != named {
		rest = typed.Readable(rest)
	}
	rest, err := fell.Typed(v.name, typed.OfAll(v.name, rest), func() (*incident.Incident, error) { inc, _, err := b.incident(ctx, r); return inc, err })
	if err = cmp.Or(err, typed.Clock{Now: b.Now()}.NextBehind(r.text, v.name, rest)); err != nil {
		return answer{}, err
	}
	a, err := v.run(b, ctx, r, rest)
	a.Post = aside.Unread(a.Post, v.name, typed.Unread(v.name, rest))
	return a, err
}

var incidentName = regexp.MustCompile(`^(?i)inc-?[0-9]{1,12}$`)

// unknown answers a mistyped verb with what was probably meant and, unless a client would read it,
// a button that runs it; of what ends an incident, or opens it again, what it does.
func (b *Bot) unknown(ctx context.Context, r *request, word, rest string) (answer, error) {
	line := word + " " + typed.Readable(rest)
	nearest, rest := typed.Meant(word, rest, r.text != "", ledTo())
	if nearest == "" && r.text == "" { // whoever begins with a client means to declare
		x, err := b.lexicon(ctx, r)
		if err != nil {
			return answer{}, err
		}
		switch d, slip := x.Declare(line); {
		case slip != nil && d.Client != "":
			return answer{}, slip
		case slip == nil:
			nearest, rest = "declare", line
		}
	}
	if nearest == "" { // who may not see an incident is led nowhere by what is in it
		if inc, _, err := b.implied(ctx, r); err == nil {
			nearest, rest = typed.Sentence(line, inc != nil)
		}
	}
	run := strings.TrimSpace(r.text + " " + nearest + " " + rest)
	shown := typed.Readable(run)
	switch v, _ := find(nearest); {
	case nearest == "":
		shown, run = "", ""
	case v.what == tells: // what a client reads is not sent by a press on a guess
		run = ""
	case v.what == grave:
		shown, run = "help "+nearest, "help "+nearest
	}
	return answer{Post: aside.UnknownVerb(b.Command, typed.Clip(typed.Readable(word)), shown, run)}, nil
}

// ledTo are the verbs to which a mistyped word may lead.
func ledTo() (names []string) {
	for _, v := range verbs() {
		if v.what != grave {
			names = append(names, v.name)
		}
	}
	return names
}

// incident returns the incident that a command is about and who asks. The
// person may see it; what else is allowed, the use case says.
func (b *Bot) incident(ctx context.Context, r *request) (*incident.Incident, incident.Actor, error) {
	inc, a, err := b.implied(ctx, r)
	if err == nil && inc == nil {
		err = b.whichIncident(ctx, r, r.said)
	}
	return inc, a, err
}

// implied is incident where there may be none: nil if none was named and the
// channel is no incident's.
func (b *Bot) implied(ctx context.Context, r *request) (*incident.Incident, incident.Actor, error) {
	want := service.Wanted{Channel: r.channel, Act: policy.See}
	if digits := strings.TrimLeft(strings.ToLower(r.text), "inc-"); incidentName.MatchString(r.text) {
		number, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return nil, incident.Actor{}, err
		}
		want.Number = number
	}
	return b.Service.Find(ctx, want, func(inc *incident.Incident) (incident.Actor, error) {
		if want.Number == 0 && inc.Channel.ID != r.channel {
			return incident.Actor{}, fault.Errorf(fault.Conflict, "%s Nothing was changed.", inc.Elsewhere())
		}
		return b.actor(ctx, r, inc)
	})
}

// load reads what a button or a form is about, and returns the incident and the person
// who asks, if they may do the act.
func (b *Bot) load(ctx context.Context, r *request, value string, act policy.Action) (view.Ref, *incident.Incident, incident.Actor, error) {
	ref, err := target.Ref(value)
	if err != nil {
		return ref, nil, incident.Actor{}, err
	}
	inc, a, err := b.Service.Find(ctx, service.Wanted{Number: ref.Number, Act: act}, func(inc *incident.Incident) (incident.Actor, error) {
		return b.actor(ctx, r, inc)
	})
	if err == nil {
		err = target.Named(inc, ref)
	}
	if err == nil && r.view != nil && r.channel == "" { // what a form answers is read behind it
		r.channel = inc.Channel.ID
	}
	return ref, inc, a, err
}

// drill begins a drill, takes part in one or ends it.
func (b *Bot) drill(ctx context.Context, r *request, text string) (answer, error) {
	desk := drills.Desk{Service: b.Service, Who: func() (incident.Actor, error) { return b.actor(ctx, r, nil) },
		Here: func() (*incident.Incident, incident.Actor, error) { return b.incident(ctx, r) }}
	return posted(desk.Answer(ctx, text))
}
