package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/bot/refusal"
	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/messages/aside"
	"candor/messages/kit"
	"candor/messages/screen"
)

// answer is what the person who asked sees, and nobody else.
type answer struct {
	kit.Post
	replace bool // in place of the message whose button was pressed
	remove  bool // take that message away
}

func say(text string) answer { return answer{Post: kit.Plain(text)} }

// posted is the answer that a room of commands found.
func posted(post kit.Post, err error) (answer, error) { return answer{Post: post}, err }

// apologise turns an error into what the person reads. An error that is ours is
// logged in full under a reference, and the person gets only the reference.
func (b *Bot) apologise(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code != fault.Internal {
		return e.Message // without what was wrapped around it for the log
	}
	if e, ok := errors.AsType[*damage.Error](err); ok {
		return "Nothing was done: " + screen.Unreadable(e.Record)
	}
	ref := strings.ToLower(rand.Text()[:6])
	b.Log.Error("a request failed", "ref", ref, "err", err)
	return fmt.Sprintf("Something broke on our side and nothing was changed. Try again. If it stays, show this to whoever runs Candor: %s.", ref)
}

// broke tells the person that a mistake of ours stopped what they asked for. It
// may have stopped half way, so it claims nothing.
func (b *Bot) broke(ctx context.Context, r *request) {
	e := fault.Errorf(fault.Conflict, "Something broke on our side, and this may not have been done. Type %s to see how things stand, then try again.", b.Command)
	switch {
	case r.submit:
		r.acknowledge(b.formErrors(r, e))
	case r.event == nil:
		b.answer(ctx, r, answer{}, e)
	}
}

// answer tells the person who asked.
func (b *Bot) answer(ctx context.Context, r *request, a answer, err error) {
	if e, ok := errors.AsType[*incident.UntoldError](err); ok {
		a = answer{Post: screen.Untold(e)}
	} else if err != nil {
		a = answer{Post: aside.Refused(b.refused(ctx, r, err), err)}
	}
	if a.Text == "" && !a.remove {
		return
	}
	if err := b.deliver(ctx, r, a); err != nil {
		b.Log.Warn("an answer did not reach its reader", "err", err)
	}
}

// refused is what a person reads of what was not done. Before they do, it leaves the
// inbox: a restart would do it after all. Where that cannot be written, they are told.
func (b *Bot) refused(ctx context.Context, r *request, err error) string {
	text := b.apologise(refusal.Awake(ctx, b.Service, r.user, err))
	if !r.kept {
		return text
	}
	if err := b.in.End(ctx, r.env.ID); err != nil {
		b.Log.Error("what was refused may be done after a restart: the store failed", "err", err)
		return "This was not done yet, and may still be: Candor cannot write to its disk. Tell whoever runs it. When it runs again, type " + b.Command + " to see how things stand before you try again."
	}
	return text
}

func (b *Bot) deliver(ctx context.Context, r *request, a answer) error {
	if r.reply != "" {
		msg := &slack.WebhookMessage{
			ResponseType: slack.ResponseTypeEphemeral, Text: a.Text, ThreadTimestamp: r.thread,
			ReplaceOriginal: a.replace && r.fromMsg, DeleteOriginal: a.remove && r.fromMsg,
		}
		if len(a.Blocks) > 0 {
			msg.Blocks = &slack.Blocks{BlockSet: a.Blocks}
		}
		err := slack.PostWebhookCustomHTTPContext(ctx, r.reply, b.HTTP, msg)
		b.offers.Keep(r.reply, a.Post, err == nil && msg.ReplaceOriginal)
		if err == nil || a.remove || a.replace {
			return err
		}
		b.Log.Info("an answer goes another way: its address does not work any more", "err", err)
	}
	opts := []slack.MsgOption{slack.MsgOptionText(a.Text, false)}
	if len(a.Blocks) > 0 {
		opts = append(opts, slack.MsgOptionBlocks(a.Blocks...))
	}
	if r.channel != "" {
		if _, err := b.API.PostEphemeralContext(ctx, r.channel, r.user, opts...); err == nil {
			return nil
		}
	}
	dm, _, _, err := b.API.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{r.user}})
	if err != nil {
		return fmt.Errorf("open a direct message: %w", err)
	}
	_, _, err = b.API.PostMessageContext(ctx, dm.ID, opts...)
	return err
}

// open shows a form, in the place of the one in which a button was pressed, such
// as Edit in the preview. A trigger lives three seconds and works once.
func (b *Bot) open(ctx context.Context, r *request, form slack.ModalViewRequest) error {
	if r.view != nil {
		_, err := b.API.UpdateViewContext(ctx, form, "", "", r.view.ID)
		return err
	}
	if r.late || r.trigger == "" {
		return fault.Errorf(fault.Conflict, "The form could not be opened in time. Nothing was changed. Ask for it again.")
	}
	_, err := b.API.OpenViewContext(ctx, r.trigger, form)
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && (e.Err == "expired_trigger_id" || e.Err == "trigger_expired") {
		return fault.Errorf(fault.Conflict, "Slack was too slow to open the form. Nothing was changed. Ask for it again.")
	}
	return err
}
