package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"candor/bot/book"
	"candor/bot/learned"
	"candor/bot/refusal"
	"candor/bot/target"
	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/ending"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/screen"
)

// openUpdate opens the update form, with the person's draft if there is one.
// kind and text are what is known already; both may be empty.
func (b *Bot) openUpdate(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client, kind, text string) (answer, error) {
	if kind == "" && text == "" {
		client = target.WhoIsMeant(inc, a, client)
	}
	aff, err := target.ToTellAll(inc, a, client)
	if err != nil {
		return answer{}, err
	}
	if err := target.NothingToWrite(inc, aff); err != nil {
		return answer{}, err
	}
	if inc.State != incident.Open && text != "" { // no form has room for it
		return answer{}, inc.Eligible(aff, update.Progress, b.Now())
	}
	if b.drafts().OnlyLastWord(inc, aff) {
		return answer{}, b.openResolve(ctx, r, inc, a)
	}
	kind = promise.NewestAsk(cmp.Or(kind, target.KindAfter(inc, aff, a)), aff.Pending(), b.Now())
	if kind == "" && text == "" && inc.BadNews() && inc.Writes(aff) {
		return b.openNews(ctx, r, inc, aff, a)
	}
	kind = cmp.Or(kind, b.drafts().Roomy(inc, aff, a, text))
	u := b.drafts().About(inc, aff, b.drafts().Begin(inc, aff, a, kind), r.action)
	if text != "" {
		u.Words[form.FirstTyped(u.Kind)] = text
	}
	f, err := b.updateForm(ctx, r, inc, aff, a, u)
	if err != nil {
		return answer{}, err
	}
	if text != "" {
		f = form.KeepTyped(b.Words, f, u.Kind, map[string]string{form.FirstTyped(u.Kind): text})
	}
	return answer{}, b.open(ctx, r, form.CutOff(b.Words, f, u.Kind, form.FirstTyped(u.Kind), text))
}

// openNews opens what bad news needs next: the five questions, the text, or the form.
func (b *Bot) openNews(ctx context.Context, r *request, inc *incident.Incident, aff *incident.Affected, a incident.Actor) (answer, error) {
	if !inc.FactsOf(aff).Asked() {
		return answer{}, b.openQuestions(ctx, r, inc, a, aff.Client.ID)
	}
	show := b.oneInWriting
	switch {
	case !update.BadNews(b.drafts().NewsKind(inc, aff, a)):
		show = b.wholeForm
	case aff.Client.ID == incident.AllClients:
		show = b.allInWriting
	}
	f, err := show(ctx, r, inc, aff, a)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, f)
}

// askFact opens the form for what is new where “still working” was refused: it
// says why, and keeps what was typed. Whoever cannot get the form reads why.
func (b *Bot) askFact(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client, doing string, why error) error {
	if target.Several(inc, client) {
		client = incident.AllClients
	}
	aff := target.ForAll(inc, client)
	if aff == nil {
		return why
	}
	begun := *aff
	if doing != "" { // what was just typed counts, not what was once given up
		begun.Drafts = nil
	}
	u := b.drafts().Begin(inc, &begun, a, form.KindOfEvent(inc, aff, b.Now()))
	if doing != "" {
		u.Words["action_now"] = doing
	}
	f, err := b.updateForm(ctx, r, inc, aff, a, u)
	if err != nil {
		return why
	}
	f = form.Because(form.CutOff(b.Words, f, u.Kind, "action_now", doing), b.apologise(why))
	if b.open(ctx, r, f) != nil {
		return why
	}
	return nil
}

// changeKind redraws the update form for another kind of news.
func (b *Bot) changeKind(ctx context.Context, r *request) error {
	ref, inc, a, err := b.load(ctx, r, r.view.PrivateMetadata, policy.See)
	if err != nil {
		return err
	}
	vals := form.Read(*r.view)
	kind, client := vals.Get(form.FieldKind), cmp.Or(vals.Get(form.FieldWho), ref.Client)
	if r.action.BlockID == form.FieldKind {
		kind = r.action.SelectedOption.Value
	} else {
		client = r.action.SelectedOption.Value
	}
	aff, err := target.ToTellAll(inc, a, client)
	if err != nil {
		return err
	}
	if r.action.BlockID == form.FieldWho && !slices.Contains(form.KindsFor(inc, aff, b.Now()), kind) {
		kind = "" // it fits the others, not this one: begin with what does
	}
	if update.BadNews(kind) && !inc.FactsOf(aff).Asked() {
		return b.openQuestions(ctx, r, inc, a, client)
	}
	desk := b.drafts().Filling(learned.Desk{Service: b.Service, Actor: a, Now: b.Now()}.Filler(ctx, b.Words, inc))
	u, words := desk.Begin(inc, aff, a, kind), desk.TypedIn(inc, a, r.view, b.who.Zone(ctx, r.user))
	desk.Take(&u, b.clock(ctx, r, inc), words)
	f, err := b.updateForm(ctx, r, inc, aff, a, u)
	if err != nil {
		return err
	}
	_, err = b.API.UpdateViewContext(ctx, form.KeepTyped(b.Words, f, u.Kind, words), "", r.view.Hash, r.view.ID)
	return err
}

func (b *Bot) openTold(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client string, how byhand.How) (answer, error) {
	aff, err := target.ToCall(inc, a, client)
	switch {
	case err != nil:
		return answer{}, err
	case inc.Over() && (inc.State == incident.Cancelled || inc.Drill != nil):
		return answer{}, target.Over(inc)
	}
	return answer{}, b.open(ctx, r, b.toldForm(inc, aff, how))
}

// toldForm asks first what nobody can know; how is known where a call was begun.
func (b *Bot) toldForm(inc *incident.Incident, aff *incident.Affected, how byhand.How) slack.ModalViewRequest {
	f := b.wholeToldForm(inc, aff, how)
	if how != "" {
		return form.Short(f, form.FieldHow)
	}
	return form.Short(f)
}

func (b *Bot) wholeToldForm(inc *incident.Incident, aff *incident.Affected, how byhand.How) slack.ModalViewRequest {
	return form.Told(b.Words, inc, aff, how, inc.ProposeNext(aff, update.ByHand, false, b.Now()), b.Now())
}

func (b *Bot) openChecklist(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) error {
	if err := policy.May(a, policy.Change, inc, ""); err != nil {
		return err
	}
	return b.open(ctx, r, form.Checklist(inc, b.reader(ctx, r, inc), b.Now()))
}

func (b *Bot) openDetails(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) error {
	if err := policy.May(a, policy.Change, inc, ""); err != nil {
		return err
	}
	return b.open(ctx, r, form.Details(inc, b.Service.Playbooks, b.Service.Solo(inc)))
}

// openClose opens the form that closes, or says what is in the way and offers what
// settles it.
func (b *Bot) openClose(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) (answer, error) {
	if err := policy.May(a, policy.Change, inc, ""); err != nil {
		return answer{}, err
	}
	switch why := ending.MayClose(inc, b.Now()); {
	case inc.State == incident.Closed:
		return answer{}, inc.OverError()
	case inc.State == incident.Open:
		return answer{}, fault.Errorf(fault.Conflict, "%s was not closed: it is still open. Resolve it first; that also gives the client the final message.", inc.Name())
	case why != nil:
		return answer{Post: screen.StillOwed(inc, why.Message, b.Now())}, nil
	}
	return answer{}, b.open(ctx, r, form.Close(inc, b.reader(ctx, r, inc), b.Now()))
}

// outcome of a submitted form: another form in its place, a message, or both
// nil and empty: the form closes.
type outcome struct {
	next *slack.ModalViewRequest
	post kit.Post
}

// submit is what the submission of a form does.
type submit func(*Bot, context.Context, *request, form.Values) (outcome, error)

// forms by callback id; a test holds this table against the ids in messages.
func forms() map[string]submit {
	return map[string]submit{
		kit.FormDeclare:   (*Bot).submitDeclare,
		kit.FormUpdate:    (*Bot).submitUpdate,
		kit.FormPreview:   (*Bot).submitPreview,
		kit.FormEta:       (*Bot).submitEstimate,
		kit.FormTold:      (*Bot).submitTold,
		kit.FormChecklist: (*Bot).submitChecklist,
		kit.FormFound:     (*Bot).submitFound,
		kit.FormResolve:   (*Bot).submitResolve,
		kit.FormClose:     (*Bot).submitClose,
		kit.FormDetails:   (*Bot).submitDetails,
		kit.FormReject:    (*Bot).submitReject,

		kit.FormPreviewAll: (*Bot).submitPreviewAll,

		kit.FormClient:     atDesk(book.Desk.Submit),
		kit.FormClientMore: atDesk(book.Desk.SubmitMore),
		kit.FormSheet:      atDesk(book.Desk.SubmitSheet),
		kit.FormSheetAsk:   atDesk(book.Desk.SubmitAsk),
		kit.FormPast:       (*Bot).submitPast,

		kit.FormPasteClients: (*Bot).submitPasteClients,

		kit.FormQuestions: (*Bot).submitQuestions,
		kit.FormExtent:    (*Bot).submitExtent,
		kit.FormCall:      (*Bot).submitCall,
		kit.FormLater:     (*Bot).submitLater,
		kit.FormTakeBack:  (*Bot).submitTakeBack,
		kit.FormReview:    (*Bot).submitReview,
		kit.FormNight:     (*Bot).submitNight,
		kit.FormNotTheirs: (*Bot).submitNotTheirs,
	}
}

// submitted applies a form and acknowledges it with errors, the next form or
// nothing, which closes it.
func (b *Bot) submitted(ctx context.Context, r *request) {
	do, ok := forms()[r.view.CallbackID]
	if !ok {
		r.acknowledge(b.formErrors(r, fault.Errorf(fault.NotFound, "This form is from an older version. Nothing was changed. Close it and open it again.")))
		return
	}
	v := form.Read(*r.view)
	if err := refusal.Impossible(v); err != nil {
		r.acknowledge(b.formErrors(r, err))
		return
	}
	out, err := do(b, ctx, r, v)
	switch {
	case err != nil:
		r.acknowledge(b.formErrors(r, refusal.Awake(ctx, b.Service, r.user, err)))
	case out.next != nil:
		if fault.OneOf(r.view.CallbackID, kit.FormQuestions, kit.FormExtent) { // which stood in the place of a text
			*out.next = form.KeepTyped(b.Words, *out.next, "", form.TypedIn(b.Words, r.view, update.Update{}, nil))
		}
		r.acknowledge(slack.NewUpdateViewSubmissionResponse(out.next))
	default:
		r.acknowledge(nil)
	}
	if err == nil && out.post.Text != "" {
		b.answer(ctx, r, answer{Post: out.post}, nil)
	}
}

// acknowledge answers a submission, once.
func (r *request) acknowledge(payload any) {
	if ack := r.ack; ack != nil {
		r.ack = nil
		ack(payload)
	}
}

// formErrors puts an error on the fields that it is about. Slack shows errors
// only on inputs that the form has; what belongs to none stands on the first.
func (b *Bot) formErrors(r *request, err error) *slack.ViewSubmissionResponse {
	if e, ok := errors.AsType[*incident.UntoldError](err); ok { // with the button that tells
		view := form.Untold(e)
		return slack.NewUpdateViewSubmissionResponse(&view)
	}
	text := b.apologise(err)
	inputs := form.Inputs(r.view)
	shown := map[string]string{}
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code != fault.Internal {
		for name, why := range e.Fields {
			if name = form.OnTyped(name, form.Read(*r.view)); slices.Contains(inputs, name) {
				shown[name] = form.PlainWords(why, b.who.KnownZone(r.user), b.named)
			}
		}
	}
	if len(shown) == 0 && len(inputs) == 0 { // a form without inputs: a preview
		view := form.Refusal(r.view.Title.Text, text, r.view.PrivateMetadata)
		return slack.NewUpdateViewSubmissionResponse(&view)
	}
	if len(shown) == 0 {
		shown[inputs[0]] = form.PlainWords(text, b.who.KnownZone(r.user), b.named)
	}
	return slack.NewErrorsViewSubmissionResponse(form.Kept(shown, inputs))
}

// named is how a person is called where Slack shows no mention: as the config
// says, else as their profile does.
func (b *Bot) named(user string) string {
	if name := b.Service.Person(user).Name; name != "" {
		return name
	}
	if name := b.who.Known(user); name != "" {
		return name
	}
	return "that person"
}

// about loads the incident that a form is about.
func (b *Bot) about(ctx context.Context, r *request) (view.Ref, *incident.Incident, incident.Actor, error) {
	return b.load(ctx, r, r.view.PrivateMetadata, policy.See)
}

// formClosed says what did not happen to whoever closed a form that a client waits for.
func (b *Bot) formClosed(ctx context.Context, r *request) {
	if ref, inc, a, err := b.about(ctx, r); err == nil {
		b.answer(ctx, r, answer{Post: aside.Closed(inc, ref, r.view.CallbackID, a.ID, b.Now())}, nil)
	}
}

// reader is who reads a form of steps.
func (b *Bot) reader(ctx context.Context, r *request, inc *incident.Incident) form.Reader {
	return form.Reader{Zone: b.who.Zone(ctx, r.user), Solo: b.Service.Solo(inc)}
}
