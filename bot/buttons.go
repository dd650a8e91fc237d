package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"candor"
	"candor/messages"
)

// button is what a press does. Buttons whose function is missing would be dead;
// a test holds this table against the action ids in messages.
type button func(*Bot, context.Context, *request, messages.Ref, *candor.Incident, candor.Actor) (answer, error)

func buttons() map[string]button {
	return map[string]button{
		messages.ActUpdate:    (*Bot).pressUpdate,
		messages.ActLastWord:  (*Bot).pressLastWord,
		messages.ActStill:     (*Bot).pressStill,
		messages.ActWorks:     (*Bot).pressWorks,
		messages.ActReopen:    (*Bot).pressReopen,
		messages.ActChecklist: (*Bot).pressChecklist,
		messages.ActTold:      (*Bot).pressTold,
		messages.ActMore:      (*Bot).pressMore,
		messages.ActAnswer:    (*Bot).pressAnswer,
		messages.ActSnooze:    (*Bot).pressSnooze,
		messages.ActSend:      (*Bot).pressSend,
		messages.ActEdit:      (*Bot).pressEdit,
		messages.ActUndo:      (*Bot).pressUndo,
		messages.ActArrived:   ruling(candor.ItArrived),
		messages.ActAgain:     ruling(candor.SendAgain),
		messages.ActGiveUp:    ruling(candor.GiveUp),
		messages.ActEtaHolds:  (*Bot).pressEtaHolds,
		messages.ActEtaNew:    (*Bot).pressEtaNew,
		messages.ActEtaNone:   (*Bot).pressEtaNone,
		messages.ActSlower:    (*Bot).pressSlower,
		messages.ActNight:     (*Bot).pressNight,
		messages.ActJoin:      (*Bot).pressJoin,
		messages.ActColleague: pressGuest(candor.Trusted),
		messages.ActTakeOut:   pressGuest(candor.TakeOut),
		messages.ActStopHere:  pressGuest(candor.StopHere),

		messages.ActSendAll:     (*Bot).pressSendAll,
		messages.ActAnswerGroup: (*Bot).pressAnswerGroup,
		messages.ActApprove:     (*Bot).pressApprove,
		messages.ActReject:      (*Bot).pressReject,
		messages.ActEditRequest: (*Bot).pressEditRequest,
		messages.ActWithdraw:    (*Bot).pressWithdraw,
		messages.ActAlone:       (*Bot).pressAlone,

		messages.ActKeep: (*Bot).pressKeep,

		messages.ActQuestions: (*Bot).pressQuestions,
		messages.ActCallCard:  (*Bot).pressCallCard,
		messages.ActCalling:   (*Bot).pressCalling,
		messages.ActNobody:    (*Bot).pressNobody,
		messages.ActLater:     (*Bot).pressLater,
		messages.ActAgree:     agreeing(true),
		messages.ActDisagree:  agreeing(false),
	}
}

// pressed runs a button or a menu and answers it.
func (b *Bot) pressed(ctx context.Context, r *request) {
	a, err := b.press(ctx, r)
	b.answer(ctx, r, a, err)
}

func (b *Bot) press(ctx context.Context, r *request) (answer, error) {
	if r.action.ActionID == messages.ActGotIt { // it is for people of other companies
		return b.pressGotIt(ctx, r)
	}
	if err := b.outsider(r); err != nil {
		return answer{}, err
	}
	value := r.action.Value
	if r.action.SelectedOption.Value != "" {
		value = r.action.SelectedOption.Value
	}
	switch {
	case r.action.ActionID == messages.ActDeclare:
		return b.newIncident(ctx, r, "")
	case r.action.ActionID == messages.ActDismiss:
		return answer{remove: true}, nil
	case r.action.ActionID == messages.ActRun:
		return b.run(ctx, r, value)
	case r.action.ActionID == messages.ActRing:
		return b.testRing(ctx, r, value)
	case r.view != nil && (r.action.BlockID == messages.FieldKind || r.action.BlockID == messages.FieldWho):
		return answer{}, b.changeKind(ctx, r)
	case r.view != nil && r.action.BlockID == messages.FieldShow:
		return answer{}, b.showAnother(ctx, r)
	}
	if act, ok := deskButtons()[r.action.ActionID]; ok {
		return b.pressDesk(ctx, r, act, value)
	}
	act, ok := buttons()[r.action.ActionID]
	if !ok {
		if r.view != nil { // a field of a form: it is read when the form is submitted
			return answer{}, nil
		}
		return answer{}, candor.Errorf(candor.NotFound, "This button is from an older version. Nothing was changed. Type %s for what works now.", b.Command)
	}
	option := ""
	if r.action.ActionID == messages.ActMore {
		option, value, _ = strings.Cut(value, " ")
		r.text = option
	}
	ref, err := messages.ParseRef(value)
	if err != nil {
		return answer{}, err
	}
	load := b.load
	if oneOf(r.action.ActionID, messages.ActJoin, messages.ActAgree, messages.ActDisagree) { // whoever was asked may answer before they may see
		load = b.peek
	}
	inc, a, err := load(ctx, r, ref.Number)
	if err != nil {
		return answer{}, err
	}
	if r.view != nil && r.channel == "" { // what a button of a form answers is read behind it
		r.channel = inc.Channel.ID
	}
	return act(b, ctx, r, ref, inc, a)
}

func (b *Bot) pressUpdate(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	kind := ""
	if aff := forAll(inc, ref.Client); aff != nil && slices.Contains(messages.KindsFor(inc, aff, b.Now()), ref.Key) {
		kind = ref.Key // what a reminder says has happened
	}
	return b.openUpdate(ctx, r, inc, a, ref.Client, kind, "")
}

func (b *Bot) pressLastWord(ctx context.Context, r *request, _ messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	return answer{}, b.openResolve(ctx, r, inc, a)
}

func (b *Bot) pressStill(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	return b.tell(ctx, r, inc, a, candor.Proposal{Client: ref.Client, Kind: candor.Holding})
}

func (b *Bot) pressWorks(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	return b.tell(ctx, r, inc, a, candor.Proposal{Client: ref.Client, Kind: candor.MonitoringUpdate, Quiet: true})
}

func (b *Bot) pressChecklist(ctx context.Context, r *request, _ messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	return answer{}, b.openChecklist(ctx, r, inc, a)
}

func (b *Bot) pressTold(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	if r.view != nil && r.view.CallbackID == messages.FormCall { // the times that were offered on the phone
		act := a
		act.Envelope = ""
		if _, err := b.offer(ctx, r, inc, act, ref.Client, messages.ReadForm(*r.view)); err != nil {
			b.Log.Info("the times for a meeting were not kept", "err", err)
		}
	}
	return b.openTold(ctx, r, inc, a, ref.Client, candor.How(ref.Key))
}

func (b *Bot) pressMore(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	switch r.text {
	case messages.MoreResolve:
		return answer{}, b.openResolve(ctx, r, inc, a)
	case messages.MoreClose:
		return answer{}, b.openClose(ctx, r, inc, a)
	case messages.MoreDetails:
		return answer{}, b.openDetails(ctx, r, inc, a)
	case messages.MoreRest:
		return answer{}, b.openMore(ctx, r, inc, a, ref)
	case messages.MorePrivate:
		return b.pressPrivate(ctx, r, inc, a)
	case messages.MoreCorrect:
		return b.openCorrection(ctx, r, inc, a, ref.Client, "")
	case messages.MoreEta:
		return answer{}, b.openEstimate(ctx, r, inc, a)
	case messages.MoreTold:
		return b.openTold(ctx, r, inc, a, ref.Client, "")
	case messages.MoreFacts:
		return answer{}, b.openQuestions(ctx, r, inc, a, ref.Client)
	case messages.MoreKeep:
		return b.pressKeep(ctx, r, ref, inc, a)
	}
	return answer{}, candor.Errorf(candor.NotFound, "This menu is from an older version. Nothing was changed. Type %s for what works now.", b.Command)
}

func (b *Bot) openMore(ctx context.Context, r *request, inc *candor.Incident, a candor.Actor, ref messages.Ref) error {
	if err := candor.May(a, candor.Change, inc); err != nil {
		return err
	}
	return b.open(ctx, r, messages.MoreForm(inc, ref))
}

// pressPrivate moves the incident; in the place of the form it says so.
func (b *Bot) pressPrivate(ctx context.Context, r *request, inc *candor.Incident, a candor.Actor) (answer, error) {
	said, err := b.movePrivate(ctx, inc, a)
	if err != nil || r.view == nil {
		return said, err
	}
	return answer{}, b.open(ctx, r, messages.Refusal(inc.Name(), said.Text, ""))
}

// pressAnswer is "Yes, I'm on it: send": the confirmation and the sending in one press.
func (b *Bot) pressAnswer(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	t, err := b.Service.AnswerReminder(ctx, a, inc.Number, ref.Client, ref.N, ref.Key)
	switch {
	case candor.CodeOf(err) == candor.NeedsFact:
		return answer{}, b.askFact(ctx, r, inc, a, ref.Client, "", err)
	case err != nil:
		return answer{}, err
	case t.Again:
		return answer{}, b.open(ctx, r, messages.PreviewForm(t, b.Now()))
	}
	return answer{Post: messages.SentAway(t, b.Now())}, nil
}

func (b *Bot) pressSnooze(ctx context.Context, _ *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	if ref.Client == candor.AllClients {
		return b.snoozeGroup(ctx, inc, a, ref.Key)
	}
	return b.snoozed(ctx, inc, a, ref.Client, 5*time.Minute)
}

// pressSend sends the draft that the message shows.
func (b *Bot) pressSend(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	t, err := b.Service.Send(ctx, a, inc.Number, ref.Client, candor.Consent{Hash: ref.Key, Sure: ref.N == messages.Sure})
	if err != nil {
		return answer{}, err
	}
	if t.Again {
		return answer{}, b.open(ctx, r, messages.PreviewForm(t, b.Now()))
	}
	return answer{Post: messages.SentAway(t, b.Now()), replace: true}, nil
}

// pressEdit opens the person's draft in the form again.
func (b *Bot) pressEdit(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	return b.openUpdate(ctx, r, inc, a, ref.Client, "", "")
}

func (b *Bot) pressUndo(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	if ref.Client == candor.AllClients {
		return b.unsend(ctx, inc, a, ref.Key)
	}
	inc, err := b.Service.Undo(ctx, a, inc.Number, ref.Client, ref.N)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: messages.TakenBack(inc, inc.Affected(ref.Client), b.Now()), replace: true}, nil
}

// pressNight writes the first notice again with another choice for the client's
// night, and shows it where it was chosen.
func (b *Bot) pressNight(ctx context.Context, r *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	t, err := b.Service.ChooseNight(ctx, a, inc.Number, ref.Client, ref.N, candor.NightChoice(ref.Key))
	switch {
	case err != nil:
		return answer{}, err
	case r.view != nil:
		_, err := b.API.UpdateViewContext(ctx, messages.PreviewForm(t, b.Now()), "", r.view.Hash, r.view.ID)
		return answer{}, err
	case ref.N > 0: // in the channel, where others see the reminder too
		return answer{}, b.open(ctx, r, messages.PreviewForm(t, b.Now()))
	}
	return answer{Post: messages.Declared(inc, t, b.Command, "", b.Now()), replace: true}, nil
}

func ruling(r candor.Ruling) button {
	return func(b *Bot, ctx context.Context, _ *request, ref messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
		inc, err := b.Service.Rule(ctx, a, inc.Number, ref.Key, r)
		if err != nil {
			return answer{}, err
		}
		return answer{Post: messages.Decided(inc.Affected(ref.Client), r)}, nil
	}
}

func (b *Bot) pressJoin(ctx context.Context, _ *request, _ messages.Ref, inc *candor.Incident, a candor.Actor) (answer, error) {
	inc, err := b.Service.Join(ctx, a, inc.Number)
	if err != nil {
		return answer{}, err
	}
	return say("You are being invited into <#" + inc.Channel.ID + ">."), nil
}
