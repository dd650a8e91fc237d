package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"candor/bot/target"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/screen"
)

// button is what a press does, and all that has to be known about it beside
// that. Its one function says what its value names; a test holds the table
// against the action ids in messages, and drives every row.
type button struct {
	incident aboutIncident // a [view.Ref]
	client   aboutClient   // a [view.Ref] without an incident
	other    aboutOther    // whatever the function makes of it

	tells   bool // a client hears of it, now or once another has agreed: only what is true now
	fresh   bool // no client hears of it, and still it was meant for its moment
	asked   bool // whoever may join may press it, before they may see the incident
	menu    bool // what was chosen stands before the ref
	command bool // the value is typed text: what its verb tells, it tells
	foreign bool // for people of other companies
}

type (
	aboutIncident func(*Bot, context.Context, *request, view.Ref, *incident.Incident, incident.Actor) (answer, error)
	aboutClient   func(*Bot, context.Context, *request, incident.Actor, view.Ref) (answer, error)
	aboutOther    func(*Bot, context.Context, *request, string) (answer, error)
)

func buttons() map[string]button {
	return map[string]button{
		kit.ActDeclare: {other: (*Bot).pressDeclare},
		kit.ActDismiss: {other: (*Bot).pressDismiss},
		kit.ActWhole:   {other: (*Bot).pressWhole},
		kit.ActRun:     {other: (*Bot).run, command: true},
		kit.ActRing:    {other: (*Bot).testRing, fresh: true},
		kit.ActGotIt:   {other: (*Bot).pressGotIt, foreign: true},
		kit.ActCallMe:  {other: wishing(outbox.WantsCall), foreign: true},
		kit.ActWantAsk: {other: wishing(outbox.WantsToAsk), foreign: true},

		kit.ActClient:        {client: ofListed(form.ClientOf)},
		kit.ActClientNew:     {client: (*Bot).pressNewClient},
		kit.ActClientMore:    {client: ofListed(form.MoreOf)},
		kit.ActClientRemove:  {client: (*Bot).pressRemoveClient},
		kit.ActClientRestore: {client: (*Bot).pressRestoreClient},
		kit.ActClientPaste:   {client: (*Bot).pressNewClient},

		kit.ActSheet:         {client: (*Bot).pressSheet},
		kit.ActSheetAsk:      {client: (*Bot).pressSheet},
		kit.ActSheetGap:      {client: (*Bot).pressSheet},
		kit.ActSheetSkip:     {client: (*Bot).pressSheet},
		kit.ActRestored:      {client: (*Bot).pressSheet},
		kit.ActRestoreFailed: {client: (*Bot).pressSheet},
		kit.ActRestoreLater:  {client: (*Bot).pressSheet},
		kit.ActPast:          {client: (*Bot).pressPast},
		kit.ActPastNewer:     {client: (*Bot).pressPast},
		kit.ActPastOlder:     {client: (*Bot).pressPast},

		kit.ActUpdate:    {incident: (*Bot).pressUpdate},
		kit.ActReview:    {incident: (*Bot).pressReview},
		kit.ActAskHow:    {incident: (*Bot).pressUpdate},
		kit.ActMeasure:   {incident: (*Bot).pressUpdate},
		kit.ActOffer:     {incident: (*Bot).pressUpdate},
		kit.ActNewDate:   {incident: (*Bot).pressUpdate},
		kit.ActLastWord:  {incident: (*Bot).pressLastWord},
		kit.ActStill:     {incident: (*Bot).pressStill},
		kit.ActWorks:     {incident: (*Bot).pressWorks},
		kit.ActReopen:    {incident: (*Bot).pressReopen, fresh: true},
		kit.ActNotDown:   {incident: (*Bot).pressNotDown, fresh: true},
		kit.ActChecklist: {incident: (*Bot).pressChecklist},
		kit.ActTold:      {incident: (*Bot).pressTold},
		kit.ActMore:      {incident: (*Bot).pressMore, menu: true},
		kit.ActAnswer:    {incident: (*Bot).pressAnswer, tells: true},
		kit.ActSnooze:    {incident: (*Bot).pressSnooze},
		kit.ActMeet:      {incident: (*Bot).pressMeet},
		kit.ActGave:      {incident: (*Bot).pressGave, fresh: true},
		kit.ActMade:      {incident: (*Bot).pressMade, fresh: true},
		kit.ActSend:      {incident: (*Bot).pressSend, tells: true},
		kit.ActEdit:      {incident: (*Bot).pressEdit},
		kit.ActUndo:      {incident: (*Bot).pressUndo},
		kit.ActArrived:   {incident: ruling(outbox.ItArrived)},
		kit.ActAgain:     {incident: ruling(outbox.SendAgain), tells: true},
		kit.ActGiveUp:    {incident: ruling(outbox.GiveUp)},
		kit.ActEtaHolds:  {incident: (*Bot).pressEtaHolds, fresh: true},
		kit.ActEtaNew:    {incident: (*Bot).pressEtaNew},
		kit.ActEtaNone:   {incident: (*Bot).pressEtaNone},
		kit.ActSlower:    {incident: (*Bot).pressSlower},
		kit.ActNight:     {incident: (*Bot).pressNight},
		kit.ActJoin:      {incident: (*Bot).pressJoin, asked: true},
		kit.ActColleague: {incident: pressGuest(outbox.Trusted)},
		kit.ActTakeOut:   {incident: pressGuest(outbox.TakeOut)},
		kit.ActStopHere:  {incident: pressGuest(outbox.StopHere)},

		kit.ActSendAll:     {incident: (*Bot).pressSendAll, tells: true},
		kit.ActAnswerGroup: {incident: (*Bot).pressAnswerGroup, tells: true},
		kit.ActApprove:     {incident: (*Bot).pressApprove, tells: true},
		kit.ActReject:      {incident: (*Bot).pressReject},
		kit.ActEditRequest: {incident: (*Bot).pressEditRequest},
		kit.ActWithdraw:    {incident: (*Bot).pressWithdraw},
		kit.ActAlone:       {incident: (*Bot).pressAlone, tells: true},

		kit.ActUsual:     {incident: spokenTo(client.Usual)},
		kit.ActCallFirst: {incident: spokenTo(client.CallsFirst)},
		kit.ActWriteOnly: {incident: spokenTo(client.WritingOnly)},
		kit.ActLawyer:    {incident: spokenTo(client.Lawyer)},

		kit.ActSmall:  {incident: (*Bot).pressAftercare},
		kit.ActNormal: {incident: (*Bot).pressAftercare},
		kit.ActFull:   {incident: (*Bot).pressAftercare},

		kit.ActGoodNight: {incident: (*Bot).pressGoodNight},
		kit.ActUp:        {incident: watching(night.GetUp)},
		kit.ActTake:      {incident: watching(night.Take), asked: true, fresh: true},
		kit.ActNotMe:     {incident: watching(night.Refuse), asked: true},

		kit.ActEarlier: {incident: (*Bot).pressTimeline},
		kit.ActAfter:   {incident: (*Bot).pressTimeline},
		kit.ActCopy:    {incident: (*Bot).pressCopy},

		kit.ActNotAbout: {incident: (*Bot).pressNotAbout},
		kit.ActIsAbout:  {incident: (*Bot).pressNotAbout},

		kit.ActKeep: {incident: (*Bot).pressKeep},

		kit.ActClocks:    {incident: (*Bot).pressClocks},
		kit.ActInsurer:   {incident: (*Bot).pressInsurer},
		kit.ActQuestions: {incident: (*Bot).pressQuestions},
		kit.ActCallCard:  {incident: (*Bot).pressCallCard},
		kit.ActCalling:   {incident: (*Bot).pressCalling, fresh: true},
		kit.ActNobody:    {incident: (*Bot).pressNobody, fresh: true},
		kit.ActLater:     {incident: (*Bot).pressLater},
		kit.ActAgree:     {incident: agreeing(true), asked: true, fresh: true},
		kit.ActDisagree:  {incident: agreeing(false), asked: true},
		kit.ActAnswered:  {incident: (*Bot).pressAnswered},
		kit.ActSaid:      {incident: (*Bot).pressSaid},
		kit.ActTakeBack:  {incident: (*Bot).pressTakeBack},
		kit.ActMistake:   {incident: (*Bot).pressMistake, fresh: true},
		kit.ActConfirm:   {incident: (*Bot).pressConfirm},
	}
}

// momentary says whether an old press of the button is no longer good; value is
// that of the button.
func (bt button) momentary(value string) bool {
	if bt.command {
		v, ok := verbOf(value)
		return ok && (v.what == tells || v.what == grave)
	}
	return bt.tells || bt.fresh
}

// pressed runs a button or a menu and answers it.
func (b *Bot) pressed(ctx context.Context, r *request) {
	a, err := b.press(ctx, r)
	b.answer(ctx, r, a, err)
}

func (b *Bot) press(ctx context.Context, r *request) (answer, error) {
	act, ok := buttons()[r.action.ActionID]
	if !act.foreign {
		if err := b.outsider(ctx, r); err != nil {
			return answer{}, err
		}
	}
	switch value := r.pressedValue(); {
	case !ok:
		return b.pressField(ctx, r)
	case act.other != nil:
		return act.other(b, ctx, r, value)
	case act.client != nil:
		return b.pressDesk(ctx, r, act.client, value)
	default:
		return b.pressIncident(ctx, r, act, value)
	}
}

// pressedValue is the value of a button, or of what was chosen from a menu.
func (r *request) pressedValue() string {
	if chosen := r.action.SelectedOption.Value; chosen != "" {
		return chosen
	}
	return r.action.Value
}

// pressField is for what is no button of ours: a field of a form, which may
// change the form, or a button of an older version.
func (b *Bot) pressField(ctx context.Context, r *request) (answer, error) {
	switch {
	case r.view == nil:
		return answer{}, fault.Errorf(fault.NotFound, "This button is from an older version. Nothing was changed. Type %s for what works now.", b.Command)
	case r.action.BlockID == form.FieldKind || r.action.BlockID == form.FieldWho:
		return answer{}, b.changeKind(ctx, r)
	case r.action.BlockID == form.FieldWhose:
		return answer{}, b.chooseWhose(ctx, r)
	case r.action.BlockID == form.FieldShow:
		return answer{}, b.showAnother(ctx, r)
	case r.view.CallbackID == kit.FormDeclare && form.Redraws(r.view, b.Words.Choices(), r.action.BlockID, r.action.SelectedOption.Value):
		return answer{}, b.redeclare(ctx, r)
	case form.AsksMore(r.action.BlockID, r.action.SelectedOption.Value):
		return b.pressWhole(ctx, r, "")
	case form.Asked(r.view) != "":
		return answer{}, b.chooseAnswer(ctx, r)
	}
	return answer{}, nil // it is read when the form is submitted
}

// pressIncident finds the incident and who pressed, and runs the button.
func (b *Bot) pressIncident(ctx context.Context, r *request, act button, value string) (answer, error) {
	if act.menu {
		r.text, value, _ = strings.Cut(value, " ")
	}
	first := policy.See
	if act.asked {
		first = policy.Join
	}
	ref, inc, a, err := b.load(ctx, r, value, first)
	if err != nil {
		return answer{}, err
	}
	return act.incident(b, ctx, r, ref, inc, a)
}

func (b *Bot) pressDeclare(ctx context.Context, r *request, _ string) (answer, error) {
	return b.newIncident(ctx, r, "")
}

func (b *Bot) pressDismiss(context.Context, *request, string) (answer, error) {
	return answer{remove: true}, nil
}

func (b *Bot) pressUpdate(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	kind := ""
	if aff := target.ForAll(inc, ref.Client); aff != nil && slices.Contains(form.KindsFor(inc, aff, b.Now()), ref.Key) {
		kind = ref.Key // what a reminder says has happened
	}
	return b.openUpdate(ctx, r, inc, a, ref.Client, kind, "")
}

func (b *Bot) pressMeet(ctx context.Context, _ *request, ref view.Ref, _ *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Meet(ctx, a, ref)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.Met(inc.Affected(ref.Client), b.Now())}, nil
}

// meeting notes which of the offered times the client chose: meeting 2.
func (b *Bot) meeting(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	ref := view.Ref{Number: inc.Number}
	var rest string
	if ref.Client, ref.N, rest = typed.Choice(inc, text); rest != "" {
		return answer{}, aside.NotChosen(rest)
	}
	return b.pressMeet(ctx, r, ref, inc, a)
}

func (b *Bot) pressGave(ctx context.Context, _ *request, ref view.Ref, _ *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Gave(ctx, a, ref)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.Given(inc, inc.Affected(ref.Client), ref.N)}, nil
}

func (b *Bot) pressLastWord(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return answer{}, b.openResolve(ctx, r, inc, a)
}

func (b *Bot) pressStill(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return b.look(ctx, r, inc, a, incident.Proposal{Client: ref.Client, Kind: update.Holding})
}

func (b *Bot) pressWorks(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return b.look(ctx, r, inc, a, incident.Proposal{Client: ref.Client, Kind: update.MonitoringUpdate, Quiet: true})
}

func (b *Bot) pressChecklist(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return answer{}, b.openChecklist(ctx, r, inc, a)
}

func (b *Bot) pressTold(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	if r.view != nil && r.view.CallbackID == kit.FormCall { // the times that were offered on the phone
		act := a
		act.Envelope = ""
		if _, err := b.offer(ctx, r, inc, act, ref.Client, form.Read(*r.view)); err != nil {
			b.Log.Info("the times for a meeting were not kept", "err", err)
		}
	}
	return b.openTold(ctx, r, inc, a, ref.Client, byhand.How(ref.Key))
}

func (b *Bot) pressMore(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	switch r.text {
	case kit.MoreResolve:
		return answer{}, b.openResolve(ctx, r, inc, a)
	case kit.MoreClose:
		return b.openClose(ctx, r, inc, a)
	case kit.MoreDetails:
		return answer{}, b.openDetails(ctx, r, inc, a)
	case kit.MoreRest:
		return answer{}, b.openMore(ctx, r, inc, a, ref)
	case kit.MorePrivate:
		return b.pressPrivate(ctx, r, inc, a)
	case kit.MoreCorrect:
		return b.openCorrection(ctx, r, inc, a, ref.Client, "")
	case kit.MoreEta:
		return answer{}, b.openEstimate(ctx, r, inc, a)
	case kit.MoreTold:
		return b.openTold(ctx, r, inc, a, ref.Client, "")
	case kit.MoreFacts:
		return answer{}, b.openQuestions(ctx, r, inc, a, ref.Client)
	case kit.MoreAfter:
		return answer{Post: aside.Aftercare(inc, b.Now())}, policy.May(a, policy.Change, inc, "")
	case kit.MoreLines:
		return answer{}, b.openTimeline(ctx, r, inc, a, 0)
	case kit.MoreKeep:
		return b.pressKeep(ctx, r, ref, inc, a)
	}
	return answer{}, fault.Errorf(fault.NotFound, "This menu is from an older version. Nothing was changed. Type %s for what works now.", b.Command)
}

func (b *Bot) openMore(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, ref view.Ref) error {
	if err := policy.May(a, policy.Change, inc, ""); err != nil {
		return err
	}
	return b.open(ctx, r, form.More(inc, ref))
}

// pressPrivate moves the incident; in the place of the form it says so.
func (b *Bot) pressPrivate(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) (answer, error) {
	said, err := b.movePrivate(ctx, inc, a)
	if err != nil || r.view == nil {
		return said, err
	}
	return answer{}, b.open(ctx, r, form.Refusal(inc.Name(), said.Text, ""))
}

// pressAnswer is "Yes, I'm on it: send": the confirmation and the sending in one press.
func (b *Bot) pressAnswer(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	t, err := b.Service.AnswerReminder(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, N: ref.N}, ref.Key)
	switch {
	case fault.CodeOf(err) == fault.NeedsFact:
		return answer{}, b.askFact(ctx, r, inc, a, ref.Client, "", err)
	case err != nil:
		return answer{}, err
	case t.Again:
		return answer{}, b.open(ctx, r, form.Offering(b.Words, t, b.Now()))
	}
	return answer{Post: aside.SentAway(t, b.Now())}, nil
}

func (b *Bot) pressSnooze(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	if ref.Client == incident.AllClients {
		return b.snoozeGroup(ctx, inc, a, ref.Key)
	}
	return b.snoozed(ctx, inc, a, []string{ref.Client}, 5*time.Minute)
}

// pressSend sends the draft that the message shows.
func (b *Bot) pressSend(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	t, err := b.Service.Send(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client}, work.Consent{Hash: ref.Key, Sure: ref.N == kit.Sure})
	if err != nil {
		return answer{}, err
	}
	if t.Again {
		return answer{}, b.open(ctx, r, form.Offering(b.Words, t, b.Now()))
	}
	return answer{Post: aside.SentAway(t, b.Now()), replace: true}, nil
}

func (b *Bot) pressUndo(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	if ref.Client == incident.AllClients {
		return b.unsend(ctx, inc, a, ref.Key)
	}
	inc, err := b.Service.Undo(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, N: ref.N})
	post, err := aside.Undone(inc, ref.Client, err, b.Now())
	return answer{Post: post, replace: true}, err
}

// pressNight writes the first notice again with another choice for the client's
// night, and shows it where it was chosen.
func (b *Bot) pressNight(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	t, err := b.Service.ChooseNight(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, N: ref.N}, update.NightChoice(ref.Key))
	switch {
	case err != nil:
		return answer{}, err
	case r.view != nil:
		_, err := b.API.UpdateViewContext(ctx, form.Offering(b.Words, t, b.Now()), "", r.view.Hash, r.view.ID)
		return answer{}, err
	case ref.N > 0: // in the channel, where others see the reminder too
		return answer{}, b.open(ctx, r, form.Offering(b.Words, t, b.Now()))
	}
	return answer{Post: aside.Declared(inc, t, b.Command, "", b.Now()), replace: true}, nil
}

func ruling(r outbox.Resolution) aboutIncident {
	return func(b *Bot, ctx context.Context, _ *request, ref view.Ref, _ *incident.Incident, a incident.Actor) (answer, error) {
		inc, err := b.Service.ResolveDelivery(ctx, a, ref, r)
		if err != nil {
			return answer{}, err
		}
		return answer{Post: aside.Decided(inc.Affected(ref.Client), r)}, nil
	}
}

func (b *Bot) pressJoin(ctx context.Context, _ *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Join(ctx, a, inc.Number)
	if err != nil {
		return answer{}, err
	}
	return say("You are being invited into <#" + inc.Channel.ID + ">."), nil
}
