package sandbox

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"candor/sandbox/faults"
	"candor/sandbox/world"
)

func TestCommandIsAnswered(t *testing.T) {
	b := newBench(t)
	var got slack.SlashCommand
	b.onCommand = func(c slack.SlashCommand) any {
		got = c
		return map[string]any{"text": "Hello <@" + c.UserID + "> & all"}
	}
	b.connect(2)
	b.must(b.Command(b.soon(), "@ana", "#acme-shared", "/helper ask @ben in #team < 5"))
	if want := "ask <@U0BEN|ben> in <#C0TEAM|team> &lt; 5"; got.Text != want {
		t.Errorf("the app got %q, want %q", got.Text, want)
	}
	if got.TeamID != "T0STUDIO" || got.ChannelName != "acme-shared" || got.Command != "/helper" {
		t.Errorf("the app got %+v", got)
	}
	b.mustText("@ana", "C0ACME", "@helper (only you): Hello @ana & all\n")
	b.mustText("@dana", "C0ACME", "")
}

func TestCommandThatFails(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := b.Command(b.soon(), "@ana", "#team", "/helper"); err == nil || !strings.Contains(err.Error(), "dispatch_failed") {
		t.Errorf("without an app: %v", err)
	}
	b.onCommand = func(slack.SlashCommand) any { return silence }
	b.connect(1)
	if err := b.Command(b.soon(), "@ana", "#team", "/helper"); err == nil || err.Error() != "/helper failed because the app did not respond (operation_timeout)" {
		t.Errorf("without an acknowledgement: %v", err)
	}
	if err := b.Command(b.soon(), "@dana", "#acme-shared", "/helper"); err == nil || !strings.Contains(err.Error(), "not available") {
		t.Errorf("a stranger: %v", err)
	}
	if err := b.Command(b.soon(), "@ana", "#team", "/other"); err == nil || !strings.Contains(err.Error(), "not a valid command") {
		t.Errorf("an unknown command: %v", err)
	}
	if err := b.Command(b.soon(), "@cleo", "#globex-shared", "/helper"); err == nil {
		t.Error("somebody typed in a channel that she is not in")
	}
}

func button(id, label, value string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(id, value, plainText(label))
}

func TestButtonsAndResponseURL(t *testing.T) {
	b := newBench(t)
	var got slack.InteractionCallback
	b.onPress = func(i slack.InteractionCallback) any { got = i; return nil }
	b.connect(1)
	_, ts, err := b.api.PostMessage("C0ACME", slack.MsgOptionText("Something is up", false), slack.MsgOptionBlocks(
		slack.NewSectionBlock(mrkdwn("*Something* is up"), nil, nil),
		slack.NewActionBlock("do", button("ok", "Got it", "v1"), slack.NewOverflowBlockElement("more", slack.NewOptionBlockObject("later", plainText("Later"), nil))),
	))
	b.must(err)
	b.mustText("@dana", "#acme-shared", "@helper:\n  *Something* is up\n  [Got it] [⋯ Later]\n")

	b.must(b.Press(b.soon(), "@dana", "#acme-shared", "Got it"))
	a := got.ActionCallback.BlockActions[0]
	if got.Team.ID != "T0ACME" || got.User.ID != "U0DANA" || got.Container.MessageTs != ts || got.Message.Timestamp != ts || a.Value != "v1" || a.ActionID != "ok" || a.BlockID != "do" {
		t.Errorf("the app got %+v, action %+v", got, a)
	}
	b.must(b.Press(b.soon(), "@dana", "#acme-shared", "Later"))
	if a := got.ActionCallback.BlockActions[0]; a.SelectedOption.Value != "later" {
		t.Errorf("overflow: %+v", a)
	}
	if err := b.Press(b.soon(), "@dana", "#acme-shared", "Sooner"); err == nil || !strings.Contains(err.Error(), "[Got it], (Later)") {
		t.Errorf("a label that is not there: %v", err)
	}

	hook := func(text string) error {
		return slack.PostWebhook(got.ResponseURL, &slack.WebhookMessage{Text: text})
	}
	b.must(hook("for you"))
	b.mustText("@dana", "#acme-shared", "@helper:\n  *Something* is up\n  [Got it] [⋯ Later]\n@helper (only you): for you\n")
	for range 4 {
		b.must(hook("again"))
	}
	if err := hook("a sixth time"); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("a sixth use: %v", err)
	}
	b.must(b.Press(b.soon(), "@ana", "#acme-shared", "Got it"))
	b.clock.move(31 * time.Minute)
	if err := hook("too late"); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("after 31 minutes: %v", err)
	}
}

func modal(blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainText("A form"), Submit: plainText("Send"), Close: plainText("Back"),
		CallbackID: "form", PrivateMetadata: "secret", NotifyOnClose: true, Blocks: slack.Blocks{BlockSet: blocks},
	}
}

func TestForm(t *testing.T) {
	b := newBench(t)
	var got slack.InteractionCallback
	var answer any
	name := slack.NewInputBlock("name", plainText("Name"), nil, slack.NewPlainTextInputBlockElement(nil, "v"))
	sev := slack.NewInputBlock("sev", plainText("Severity"), nil, slack.NewRadioButtonsBlockElement("v",
		slack.NewOptionBlockObject("1", plainText("High"), nil), slack.NewOptionBlockObject("2", plainText("Low"), nil)))
	sev.DispatchAction = true
	who := slack.NewInputBlock("who", plainText("Who"), nil, slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "v"))
	who.Optional = true
	b.onCommand = func(c slack.SlashCommand) any {
		if _, err := b.api.OpenView(c.TriggerID, modal(name, sev, who)); err != nil {
			t.Error(err)
		}
		if _, err := b.api.OpenView(c.TriggerID, modal(name)); err == nil || err.Error() != "exchanged_trigger_id" {
			t.Errorf("the second use of a trigger: %v", err)
		}
		return nil
	}
	b.onPress = func(i slack.InteractionCallback) any { got = i; return answer }
	b.connect(1)
	b.must(b.Command(b.soon(), "@ana", "#team", "/helper"))
	want := "== A form ==\nName: {}\nSeverity:\n( ) High\n( ) Low\nWho (optional): {}\n[Back] [Send]\n"
	if v := b.ViewText("@ana"); v != want {
		t.Errorf("the form is\n%s\nwant\n%s", v, want)
	}

	if err := b.Submit(b.soon(), "@ana"); err == nil || err.Error() != "Name: Please complete this required field.\nSeverity: Please complete this required field." {
		t.Errorf("an empty form: %v", err)
	}
	b.must(b.Fill(b.soon(), "@ana", "Name", "x & y"))
	b.must(b.Fill(b.soon(), "@ana", "Severity", "Low"))
	if got.Type != slack.InteractionTypeBlockActions || got.View.ID == "" || got.ActionCallback.BlockActions[0].SelectedOption.Value != "2" {
		t.Errorf("dispatch: %+v", got)
	}
	b.must(b.Fill(b.soon(), "@ana", "Who", "@ben"))
	answer = slack.NewErrorsViewSubmissionResponse(map[string]string{"name": "too short"})
	if err := b.Submit(b.soon(), "@ana"); err == nil || err.Error() != "Name: too short" {
		t.Errorf("errors of the app: %v", err)
	}
	values := got.View.State.Values
	if got.View.PrivateMetadata != "secret" || values["name"]["v"].Value != "x & y" || values["sev"]["v"].SelectedOption.Value != "2" || values["who"]["v"].SelectedUser != "U0BEN" {
		t.Errorf("the app got %+v", values)
	}

	next := modal(name)
	answer = slack.NewUpdateViewSubmissionResponse(&next)
	b.must(b.Submit(b.soon(), "@ana"))
	if v := b.ViewText("@ana"); v != "== A form ==\nName: x & y\n[Back] [Send]\n" {
		t.Errorf("what was typed is gone:\n%s", v)
	}
	answer = slack.NewPushViewSubmissionResponse(&next)
	b.must(b.Submit(b.soon(), "@ana"))
	answer = nil
	b.must(b.CloseView(b.soon(), "@ana"))
	if got.Type != slack.InteractionTypeViewClosed || got.View.PrivateMetadata != "secret" || len(got.View.State.Values) > 0 {
		t.Errorf("closing told the app %s, with %+v", got.Type, got.View.State)
	}
	b.must(b.Submit(b.soon(), "@ana"))
	if v := b.ViewText("@ana"); v != "" {
		t.Errorf("still open:\n%s", v)
	}
}

func TestViewHashAndStack(t *testing.T) {
	b := newBench(t)
	form := modal(slack.NewSectionBlock(mrkdwn("hello"), nil, nil), slack.NewActionBlock("do", button("more", "More", "")))
	triggers := make(chan string, 9)
	b.onCommand = func(c slack.SlashCommand) any { triggers <- c.TriggerID; return nil }
	b.onPress = func(i slack.InteractionCallback) any { triggers <- i.TriggerID; return nil }
	b.connect(1)
	b.must(b.Command(b.soon(), "@ana", "#team", "/helper"))
	v, err := b.api.OpenView(<-triggers, form)
	b.must(err)
	_, err = b.api.UpdateView(form, "", v.Hash, v.ID)
	b.must(err)
	_, err = b.api.UpdateView(form, "", v.Hash, v.ID)
	b.mustFail(err, "hash_conflict")
	for i := range 3 {
		b.must(b.Press(b.soon(), "@ana", "", "More"))
		_, err = b.api.PushView(<-triggers, form)
		if i < 2 {
			b.must(err)
		}
	}
	b.mustFail(err, "push_limit_reached")
	_, err = b.api.OpenView("nonsense", form)
	b.mustFail(err, "invalid_trigger_id")
}

func TestChannels(t *testing.T) {
	b := newBench(t)
	joined := make(chan string, 9)
	b.onEvent = func(e slackevents.EventsAPIEvent) {
		if j, ok := e.InnerEvent.Data.(*slackevents.MemberJoinedChannelEvent); ok {
			joined <- j.User
		}
	}
	b.connect(1)
	c, err := b.api.CreateConversation(slack.CreateConversationParams{ChannelName: "inc-1", IsPrivate: true})
	b.must(err)
	_, err = b.api.CreateConversation(slack.CreateConversationParams{ChannelName: "inc-1"})
	b.mustFail(err, "name_taken")
	_, err = b.api.CreateConversation(slack.CreateConversationParams{ChannelName: "Inc 1"})
	b.mustFail(err, "invalid_name_specials")
	_, err = b.api.InviteUsersToConversation(c.ID, "U0ANA", "U0BEN")
	b.must(err)
	b.must(b.Idle(b.soon()))
	if first := <-joined; first != "U0ANA" {
		t.Errorf("%s joined first", first)
	}
	_, err = b.api.InviteUsersToConversation(c.ID, "U0ANA")
	b.mustFail(err, "already_in_channel")
	_, err = b.api.InviteUsersToConversation(c.ID, "U0DANA")
	b.mustFail(err, "cant_invite")
	_, err = b.api.SetTopicOfConversation(c.ID, "What happens")
	b.must(err)

	_, ts, err := b.api.PostMessage(c.ID, slack.MsgOptionText("one", false))
	b.must(err)
	b.must(b.api.AddPin(c.ID, slack.NewRefToMessage(c.ID, ts)))
	b.mustFail(b.api.AddPin(c.ID, slack.NewRefToMessage(c.ID, ts)), "already_pinned")
	b.mustText("@ana", "#inc-1", "@helper (pinned): one\n")
	b.mustText("@cleo", "#inc-1", "")
	if _, err := b.Say(b.soon(), "@cleo", "#inc-1", "hi"); err == nil {
		t.Error("cleo wrote where she is not")
	}

	b.must(b.api.ArchiveConversation(c.ID))
	b.clock.move(time.Minute)
	_, _, err = b.api.PostMessage(c.ID, slack.MsgOptionText("two", false))
	b.mustFail(err, "is_archived")
	_, _, err = b.api.PostMessage("C0NOWHERE", slack.MsgOptionText("two", false))
	b.mustFail(err, "channel_not_found")
}

func TestThreadsAndHistory(t *testing.T) {
	b := newBench(t).connect(1)
	meta := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "update", EventPayload: map[string]any{"id": "d1"}})
	_, parent, err := b.api.PostMessage("C0ACME", slack.MsgOptionText("first", false), meta)
	b.must(err)
	b.clock.move(time.Second)
	_, reply, err := b.api.PostMessage("C0ACME", slack.MsgOptionText("second", false), slack.MsgOptionTS(parent), slack.MsgOptionBroadcast())
	b.must(err)
	_, err = b.Reply(b.soon(), "@dana", "#acme-shared", parent, "thanks @ben")
	b.must(err)
	b.mustText("@ana", "#acme-shared", "@helper: first\n  ↳ @helper (also in the channel): second\n  ↳ @dana: thanks @ben\n")

	h, err := b.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C0ACME", IncludeAllMetadata: true})
	b.must(err)
	if len(h.Messages) != 2 || h.Messages[0].Timestamp != reply || h.Messages[1].Metadata.EventPayload["id"] != "d1" {
		t.Errorf("history: %+v", h.Messages)
	}
	thread, _, _, err := b.api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C0ACME", Timestamp: parent})
	b.must(err)
	if len(thread) != 3 || thread[0].Metadata.EventType != "" || thread[2].User != "U0DANA" || thread[2].Text != "thanks <@U0BEN>" {
		t.Errorf("replies: %+v", thread)
	}

	_, _, _, err = b.api.UpdateMessage("C0ACME", reply, slack.MsgOptionText("second, better", false))
	b.must(err)
	_, _, _, err = b.api.UpdateMessage("C0ACME", thread[2].Timestamp, slack.MsgOptionText("no", false))
	b.mustFail(err, "cant_update_message")
	_, _, err = b.api.DeleteMessage("C0ACME", parent)
	b.must(err)
	b.mustText("@dana", "#acme-shared", "@helper: (This message was deleted.)\n  ↳ @helper (also in the channel, edited): second, better\n  ↳ @dana: thanks @ben\n")
	b.clock.move(time.Second)
	_, late, msg, err := b.api.PostMessageWithResponse("C0ACME", slack.MsgOptionText("third", false), slack.MsgOptionTS(parent))
	b.must(err)
	if late == "" || msg.ThreadTimestamp != "" {
		t.Errorf("a reply to a deleted message went to the thread %q", msg.ThreadTimestamp)
	}
}

func TestRateLimits(t *testing.T) {
	b := newBench(t)
	_, _, err := b.api.PostMessage("C0TEAM", slack.MsgOptionText("one", false))
	b.must(err)
	_, _, err = b.api.PostMessage("C0TEAM", slack.MsgOptionText("two", false))
	var limited *slack.RateLimitedError
	if !errors.As(err, &limited) || limited.RetryAfter != time.Second {
		t.Errorf("the second message within a second: %v", err)
	}
	_, _, err = b.api.PostMessage("C0ACME", slack.MsgOptionText("elsewhere", false))
	b.must(err)
	b.clock.move(time.Second)
	_, _, err = b.api.PostMessage("C0TEAM", slack.MsgOptionText("two", false))
	b.must(err)

	for i := range 21 {
		_, err = b.api.SetTopicOfConversation("C0TEAM", strings.Repeat("x", i+1))
		if i < 20 {
			b.must(err)
		}
	}
	if !errors.As(err, &limited) || limited.RetryAfter != time.Minute {
		t.Errorf("the 21st topic in a minute: %v", err)
	}
}

func TestTokensAndScopes(t *testing.T) {
	b := newBench(t)
	who, err := b.api.AuthTest()
	b.must(err)
	if who.UserID != world.AppUser || !strings.Contains(who.Header.Get("X-OAuth-Scopes"), "chat:write") {
		t.Errorf("auth.test: %+v", who)
	}
	_, err = b.client("xoxb-wrong", "").AuthTest()
	b.mustFail(err, "invalid_auth")
	_, err = b.client(b.AppToken(), "").AuthTest()
	b.mustFail(err, "not_allowed_token_type")
	_, err = b.api.GetDNDInfo(new("U0ANA"))
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) || refused.Err != "missing_scope" || refused.Needed != "dnd:read" || !strings.Contains(refused.Provided, "chat:write") {
		t.Errorf("a method without its scope: %#v", err)
	}
	b.mustFail(b.api.AddReaction("eyes", slack.NewRefToMessage("C0TEAM", "1.2")), "unknown_method")
	for _, c := range b.Calls() {
		if _, ok := c.Args["token"]; ok {
			t.Errorf("%s shows a token", c.Method)
		}
	}
}

func TestEphemeralIsSeenByOne(t *testing.T) {
	b := newBench(t)
	_, err := b.api.PostEphemeral("C0ACME", "U0ANA", slack.MsgOptionText("psst", false))
	b.must(err)
	b.mustText("@ana", "#acme-shared", "@helper (only you): psst\n")
	b.mustText("@ben", "#acme-shared", "")
	_, err = b.api.PostEphemeral("C0GLOBEX", "U0CLEO", slack.MsgOptionText("psst", false))
	b.mustFail(err, "user_not_in_channel")
}

func TestFaults(t *testing.T) {
	b := newBench(t)
	post := func(text string) error {
		b.clock.move(time.Second)
		_, _, err := b.api.PostMessage("C0TEAM", slack.MsgOptionText(text, false))
		return err
	}
	b.Break(faults.Fault{Method: "chat.postMessage", Error: "fatal_error", Times: 1})
	b.mustFail(post("a"), "fatal_error")
	b.Break(faults.Fault{Method: "chat.postMessage", Status: http.StatusBadGateway, Times: 1})
	if err := post("b"); err == nil || !strings.Contains(err.Error(), "502") {
		t.Errorf("a status: %v", err)
	}
	b.Break(faults.Fault{Method: "chat.postMessage", Lost: true, Times: 1})
	if err := post("c"); err == nil {
		t.Error("a lost answer arrived")
	}
	b.Break(faults.Fault{Method: "chat.postMessage", Empty: true, Times: 1})
	b.must(post("d")) // the client takes {} for success
	b.Break(faults.Fault{Method: "chat.postMessage", RetryAfter: 7 * time.Second})
	var limited *slack.RateLimitedError
	if err := post("e"); !errors.As(err, &limited) || limited.RetryAfter != 7*time.Second {
		t.Errorf("429: %v", err)
	}
	b.Mend("chat.postMessage")
	b.must(post("f"))
	b.mustText("@ana", "#team", "@helper: c\n@helper: d\n@helper: f\n")
}

func TestSocketsDropAndRedeliver(t *testing.T) {
	b := newBench(t)
	b.connect(2)
	b.must(b.Command(b.soon(), "@ana", "#team", "/helper"))
	b.Redeliver()
	b.must(b.Idle(b.soon()))
	b.mu.Lock()
	if len(b.acked) != 2 || b.acked[0] != b.acked[1] {
		t.Errorf("envelopes: %v, want one twice", b.acked)
	}
	b.mu.Unlock()

	b.DropSockets("refresh_requested")
	b.must(b.WaitForApp(b.soon(), 2))
	b.must(b.Command(b.soon(), "@ana", "#team", "/helper"))
}

func TestEventsAreSentAgain(t *testing.T) {
	b := newBench(t)
	_, err := b.Say(b.soon(), "@dana", "#acme-shared", "is it down?")
	b.must(err)
	got := make(chan *slackevents.MessageEvent, 1)
	b.onEvent = func(e slackevents.EventsAPIEvent) {
		if m, ok := e.InnerEvent.Data.(*slackevents.MessageEvent); ok {
			got <- m
		}
	}
	b.connect(1) // what was said before waits for a socket
	b.must(b.Idle(b.soon()))
	if m := <-got; m.User != "U0DANA" || m.Text != "is it down?" || m.UserTeam != "T0ACME" || m.ChannelType != "channel" {
		t.Errorf("the app heard %+v", m)
	}
}

func TestHome(t *testing.T) {
	b := newBench(t)
	b.onEvent = func(e slackevents.EventsAPIEvent) {
		if o, ok := e.InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); ok {
			b.api.PublishView(o.User, slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
				slack.NewHeaderBlock(plainText("Waiting for you")), slack.NewActionBlock("do", button("new", "New", "")),
			}}}, "")
		}
	}
	pressed := ""
	b.onPress = func(i slack.InteractionCallback) any { pressed = i.View.ID; return nil }
	b.connect(1)
	b.must(b.OpenHome(b.soon(), "@ben"))
	if h := b.HomeText("@ben"); h != "# Waiting for you\n[New]\n" {
		t.Errorf("home:\n%s", h)
	}
	b.must(b.Press(b.soon(), "@ben", "@home", "New"))
	if pressed == "" {
		t.Error("the press named no view")
	}
	if err := b.OpenHome(b.soon(), "@dana"); err == nil {
		t.Error("a stranger opened the app")
	}
}

func TestManifestIsChecked(t *testing.T) {
	for text, want := range map[string]string{
		"display_information: {name: X}": "bot_user",
		"{display_information: {name: X}, features: {bot_user: {display_name: X}}, settings: {event_subscriptions: {bot_events: [pin_added]}}}": "pins:read",
		"{display_information: {name: X}, features: {bot_user: {display_name: X}, slash_commands: [{command: /x, description: y}]}}":            "scope commands",
	} {
		if _, err := New(Options{Manifest: []byte(text), Now: time.Now}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New(%s) = %v, want %q", text, err, want)
		}
	}
}

func TestShareAndGuest(t *testing.T) {
	w := world.Default()
	w.People = append(w.People, world.Person{ID: "U0GUS", Name: "gus", RealName: "Gus Hale", Team: "T0STUDIO", Guest: true})
	manifest := newBench(t).o.Manifest
	b := newBenchWith(t, Options{Manifest: manifest, Workspace: w})
	shared := make(chan string, 1)
	b.onEvent = func(e slackevents.EventsAPIEvent) {
		if c, ok := e.InnerEvent.Data.(*slackevents.ChannelSharedEvent); ok {
			shared <- c.ConnectedTeamID
		}
	}
	b.connect(1)
	b.must(b.Share(b.soon(), "#team"))
	if team := <-shared; team != "T0ACME" {
		t.Errorf("shared with %s", team)
	}
	c, err := b.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C0TEAM"})
	b.must(err)
	u, err := b.api.GetUserInfo("U0GUS")
	b.must(err)
	dana, err := b.api.GetUserInfo("U0DANA")
	b.must(err)
	if !c.IsExtShared || !u.IsRestricted || !dana.IsStranger || dana.TeamID != "T0ACME" {
		t.Errorf("channel %+v, guest %+v, stranger %+v", c, u, dana)
	}
	b.mustText("@gus", "#team", "")
	b.must(b.Invite(b.soon(), "@ana", "#team", "@gus"))
	if _, err := b.Say(b.soon(), "@gus", "#team", "hello"); err != nil {
		t.Error(err)
	}
}
