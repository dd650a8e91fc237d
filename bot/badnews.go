package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"candor/bot/counsel"
	"candor/bot/declaring"
	"candor/bot/learned"
	"candor/bot/refusal"
	"candor/bot/saying"
	"candor/bot/target"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/fault"
	"candor/incident/meeting"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
)

// openQuestions asks the five questions of bad news.
func (b *Bot) openQuestions(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client string) error {
	if err := policy.May(a, policy.Change, inc, ""); err != nil {
		return err
	}
	if target.Several(inc, client) {
		client = incident.AllClients
	}
	aff := target.ForAll(inc, client)
	switch {
	case aff == nil:
		return target.NotAffected(inc)
	case inc.Over():
		return target.Over(inc)
	}
	return b.open(ctx, r, form.KeepTyped(b.Words, form.Questions(inc, aff), "", b.drafts().Filling(learned.Desk{Service: b.Service, Actor: a, Now: b.Now()}.Filler(ctx, b.Words, inc)).TypedIn(inc, a, r.view, b.who.Zone(ctx, r.user))))
}

// chooseWhose redraws the questions with the answers of the client who was chosen.
func (b *Bot) chooseWhose(ctx context.Context, r *request) error {
	_, inc, a, err := b.about(ctx, r)
	if err != nil {
		return err
	}
	return b.openQuestions(ctx, r, inc, a, r.action.SelectedOption.Value)
}

func (b *Bot) submitQuestions(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, before, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	answers, err := form.ReadQuestions(before, ref.Client, v)
	if err != nil {
		return outcome{}, err
	}
	inc, err := b.Service.SetFacts(ctx, a, before.Number, answers...)
	if err != nil {
		return outcome{}, refusal.Renamed(err, form.QuestionFields)
	}
	aff, out := target.ForAll(inc, ref.Client), outcome{}
	if aff != nil && inc.FactsOf(aff).Bad() && inc.Writes(aff) {
		view := form.Extent(inc, aff, b.who.Zone(ctx, r.user))
		out.next = &view
	} else if out, err = b.afterQuestions(ctx, r, ref, inc, a); err != nil {
		return out, err
	}
	out.post = counsel.Started(out.post, before, inc, b.Now())
	return out, nil
}

func (b *Bot) submitExtent(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	answers := form.ReadExtent(inc, ref.Client, v)
	if noticed := v.Get(form.FieldNoticed); strings.TrimSpace(noticed) != "" {
		if answers[0].Noticed, err = declaring.At(b.clock(ctx, r, inc), noticed, form.FieldNoticed, true); err != nil {
			return outcome{}, err
		}
	}
	if inc, err = b.Service.SetFacts(ctx, a, inc.Number, answers...); err != nil {
		return outcome{}, refusal.Renamed(err, form.QuestionFields)
	}
	return b.afterQuestions(ctx, r, ref, inc, a)
}

// afterQuestions is what follows the answers: the call, or where nobody calls any
// more, the text.
func (b *Bot) afterQuestions(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (outcome, error) {
	aff := target.FirstToCall(inc, ref.Client)
	if aff == nil || !inc.Writes(aff) || policy.May(a, policy.Send, inc, aff.Client.ID) != nil { // somebody else talks to them
		return outcome{post: aside.FactsKept(inc, b.Now())}, nil
	}
	view := b.card(ctx, r, inc, aff)
	if aff.Owed(promise.Written) != nil || !aff.Client.Manner.Calls() { // nobody calls them, or they were called; what is left is the text
		a.Envelope = ""
		var err error
		if view, err = b.inWriting(ctx, r, inc, aff, a); err != nil {
			return outcome{}, err
		}
	}
	return outcome{next: &view, post: aside.OfferPrivate(inc)}, nil
}

// card is the call card as it stands now.
func (b *Bot) card(ctx context.Context, r *request, inc *incident.Incident, aff *incident.Affected) slack.ModalViewRequest {
	now := b.Now()
	slots := meeting.Slots(inc, aff, now)
	s := messages.Speaker{Person: b.Service.Person(r.user), Company: b.Service.Company, Now: now, Next: inc.ProposeNext(aff, update.ByHand, false, now)}
	return form.CallCard(b.Words, inc, aff, s, slots, b.who.Zone(ctx, r.user))
}

func (b *Bot) openCard(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client string) (answer, error) {
	aff, err := target.ToCall(inc, a, client)
	switch {
	case err != nil:
		return answer{}, err
	case inc.Over():
		return answer{}, target.Over(inc)
	}
	return answer{}, b.open(ctx, r, b.card(ctx, r, inc, aff))
}

// submitCall keeps the times that are offered and goes on to the text.
func (b *Bot) submitCall(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	if inc, err = b.offer(ctx, r, inc, a, ref.Client, v); err != nil {
		return outcome{}, err
	}
	a.Envelope = ""
	aff := inc.Affected(ref.Client)
	view, err := b.inWriting(ctx, r, inc, aff, a)
	if err != nil {
		return outcome{}, err
	}
	if len(aff.Client.Destinations()) == 0 {
		view = b.toldForm(inc, aff, byhand.ByCall)
	}
	return outcome{next: &view}, nil
}

// offer keeps the two times that stand on the call card.
func (b *Bot) offer(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client string, v form.Values) (*incident.Incident, error) {
	slots, err := declaring.Slots(b.clock(ctx, r, inc), v)
	if err != nil {
		return nil, err
	}
	return b.Service.OfferSlots(ctx, a, view.Ref{Number: inc.Number, Client: client}, slots)
}

// inWriting is what comes after the questions or a call: the text as it stands, with
// a question for each answer that it still needs.
func (b *Bot) inWriting(ctx context.Context, r *request, inc *incident.Incident, aff *incident.Affected, a incident.Actor) (slack.ModalViewRequest, error) {
	if target.Several(inc, "") && !inc.Differ() && update.BadNews(b.drafts().NewsKind(inc, aff, a)) { // the same happened to all: one form, a text for each
		return b.allInWriting(ctx, r, inc, target.ForAll(inc, incident.AllClients), a)
	}
	return b.oneInWriting(ctx, r, inc, aff, a)
}

func (b *Bot) pressQuestions(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return answer{}, b.openQuestions(ctx, r, inc, a, ref.Client)
}

func (b *Bot) pressCallCard(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return b.openCard(ctx, r, inc, a, ref.Client)
}

// pressCalling records that a call begins; its card stays before the caller.
func (b *Bot) pressCalling(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.StartCall(ctx, a, inc.Number, ref.Client)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, b.card(ctx, r, inc, inc.Affected(ref.Client)))
}

func (b *Bot) pressNobody(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.NobodyAnswered(ctx, a, inc.Number, ref.Client)
	switch {
	case err != nil:
		return answer{}, err
	case r.view == nil || r.view.CallbackID != kit.FormCall:
		return b.nobodyPickedUp(r, inc, ref.Client), nil
	}
	return answer{}, b.open(ctx, r, b.card(ctx, r, inc, inc.Affected(ref.Client)))
}

func (b *Bot) pressLater(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return b.openLater(ctx, r, inc, a, ref.Client)
}

func (b *Bot) openLater(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client string) (answer, error) {
	aff, err := target.ToTell(inc, a, client)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, form.Later(inc, aff, b.Service.Alone(inc, a.ID)))
}

func (b *Bot) submitLater(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	second := v.Get(form.FieldSecond)
	if second != "" {
		if _, err := b.who.Teammate(ctx, second, b.Home, b.Org); err != nil {
			return outcome{}, err
		}
	}
	until, err := declaring.At(b.clock(ctx, r, inc), v.Get(form.FieldUntil), form.FieldUntil, false)
	if err != nil {
		return outcome{}, err
	}
	inc, err = b.Service.TellLater(ctx, a, inc.Number, incident.DecisionRequest{Client: ref.Client, Reason: v.Get(form.FieldReason), Second: second, Until: until})
	if err != nil {
		return outcome{}, err
	}
	return outcome{post: aside.SecondAsked(inc, inc.Affected(ref.Client), b.Now())}, nil
}

// agreeing is a press of the second person who was asked.
func agreeing(agrees bool) aboutIncident {
	return func(b *Bot, ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
		dec := inc.DecisionOf(inc.Affected(ref.Client), ref.Key)
		inc, err := b.Service.Decide(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, Key: ref.Key}, agrees)
		if err != nil {
			return answer{}, err
		}
		if dec.Act != nil {
			return answer{Post: aside.TakeBackDecided(inc, inc.Affected(ref.Client), agrees)}, nil
		}
		return answer{Post: aside.LaterDecided(inc, inc.Affected(ref.Client), b.Now())}, nil
	}
}

// pressAnswered marks a client's question as answered.
func (b *Bot) pressAnswered(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Answered(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, N: ref.N, Key: ref.Key})
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.AnsweredOne(inc, inc.Affected(ref.Client)), replace: true}, nil
}

// pressSaid adds to a call that bad news was told in it, or what they were asked; or takes it back.
func (b *Bot) pressSaid(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	post, err := saying.Desk{Service: b.Service, Actor: a, Words: b.Words}.Add(ctx, inc, ref)
	if err != nil || r.view == nil {
		return answer{Post: post, replace: err == nil}, err
	}
	return answer{}, b.open(ctx, r, form.Refusal(inc.Name(), post.Text, ""))
}

// pressTakeBack asks for the decision about what the person wanted to do.
func (b *Bot) pressTakeBack(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	want := inc.Wanted[a.ID]
	if want == nil {
		return answer{}, fault.Errorf(fault.Conflict, "There is nothing for you to decide in %s. Nothing was changed. Type the command again.", inc.Name())
	}
	return answer{}, b.open(ctx, r, form.TakeBack(inc, want, b.Service.Alone(inc, a.ID)))
}

func (b *Bot) submitTakeBack(ctx context.Context, r *request, v form.Values) (outcome, error) {
	_, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	second := v.Get(form.FieldSecond)
	if second != "" {
		if _, err := b.who.Teammate(ctx, second, b.Home, b.Org); err != nil {
			return outcome{}, err
		}
	}
	if inc, err = b.Service.TakeBack(ctx, a, inc.Number, incident.DecisionRequest{Reason: v.Get(form.FieldReason), Second: second}); err != nil {
		return outcome{}, err
	}
	return outcome{post: aside.TakeBackAsked(inc, b.Now())}, nil
}

// pressMistake cancels what was just declared by a slip of the hand.
func (b *Bot) pressMistake(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	said, err := b.cancelled(ctx, inc, a, incident.PressedByMistake)
	if err != nil || r.view == nil {
		said.replace = err == nil
		return said, err
	}
	return answer{}, b.open(ctx, r, form.Refusal(inc.Name(), said.Text, ""))
}

// line finds the incident that a command is about, the client who stands in front, and what
// else was typed.
func (b *Bot) line(ctx context.Context, r *request, verb, text string) (inc *incident.Incident, a incident.Actor, client, rest string, err error) {
	if inc, a, err = b.incident(ctx, r); err != nil {
		return inc, a, "", "", err
	}
	x, err := b.lexicon(ctx, r)
	if err == nil {
		client, rest, err = x.Whose(inc, verb, text)
	}
	return inc, a, client, rest, err
}

func (b *Bot) later(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, client, _, err := b.line(ctx, r, "later", text)
	if err != nil {
		return answer{}, err
	}
	return b.openLater(ctx, r, inc, a, client)
}

func (b *Bot) callCard(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, client, _, err := b.line(ctx, r, "call", text)
	if err != nil {
		return answer{}, err
	}
	return b.openCard(ctx, r, inc, a, client)
}

func (b *Bot) theyAsked(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, client, text, err := b.line(ctx, r, "asked", text)
	if err != nil {
		return answer{}, err
	}
	if text == "" {
		return answer{Post: aside.AskList(inc, inc.Affected(client))}, nil
	}
	if inc, err = b.Service.Asked(ctx, a, view.Ref{Number: inc.Number, Client: client}, text); err != nil {
		return answer{}, err
	}
	return answer{Post: aside.AskedKept(inc, inc.Affected(client), b.Now())}, nil
}

// fact answers one question: fact data_lost yes all user accounts, or of one client
// fact acme data_lost yes. Without an answer it opens the five.
func (b *Bot) fact(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	whose, ans, err := typed.Fact(inc, text)
	switch {
	case err != nil:
		return answer{}, err
	case ans.Question == "":
		return answer{}, b.openQuestions(ctx, r, inc, a, whose)
	}
	before := inc
	if inc, err = b.Service.SetFacts(ctx, a, inc.Number, ans); err != nil {
		return answer{}, err
	}
	return answer{Post: counsel.Started(aside.FactsKept(inc, b.Now(), ans), before, inc, b.Now())}, nil
}

// learning adds to one of the two lists, takes from it, or shows both.
func learning(verb string) func(*Bot, context.Context, *request, string) (answer, error) {
	return func(b *Bot, ctx context.Context, r *request, text string) (answer, error) {
		inc, a, client, text, err := b.line(ctx, r, verb, text)
		if err != nil {
			return answer{}, err
		}
		if inc, err = b.notebook(ctx, r, inc, a).Learn(ctx, inc, verb == "known", client, text); err != nil {
			return answer{}, err
		}
		return answer{Post: aside.MayBe(aside.TwoLists(inc), inc, b.Words.Playbooks(), map[bool]string{true: text}[verb == "known"])}, nil
	}
}

func (b *Bot) doing(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, _, text, err := b.line(ctx, r, "doing", text)
	if err != nil {
		return answer{}, err
	}
	if inc, err = b.Service.SetDoing(ctx, a, inc.Number, text); err != nil {
		return answer{}, err
	}
	return say("Noted: we are " + messages.Escape(inc.Doing) + ". The next text to the client begins with it."), nil
}
