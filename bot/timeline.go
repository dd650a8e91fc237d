package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/service"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/messages/form"
)

// note writes a line: note restarted web-2, or of what happened before note 13:50 the
// alarm rang.
func (b *Bot) note(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	clock := b.clock(ctx, r, inc)
	at, words := clock.Leading(text)
	if inc, err = b.Service.Note(ctx, a, inc.Number, service.Note{Text: words, Happened: at}); err != nil {
		return answer{}, err
	}
	if at.IsZero() {
		return say("Noted in the timeline of " + inc.Name() + "."), nil
	}
	return say(fmt.Sprintf("Noted in the timeline of %s at %s.", inc.Name(), at.In(clock.Zone).Format("15:04 MST on Monday 2 January"))), nil
}

// timeline shows what happened, or with change corrects a note: timeline change 12
// restarted web-3.
func (b *Bot) timeline(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if text == "" {
		return answer{}, b.openTimeline(ctx, r, inc, a, 0)
	}
	word, rest := typed.FirstWord(text)
	number, words := typed.FirstWord(rest)
	n, err := strconv.Atoi(number)
	if !strings.EqualFold(word, "change") || err != nil {
		return answer{}, fault.Errorf(fault.Invalid, "Nothing was changed. Type timeline to read it, or timeline change 12 and the new words of note 12.")
	}
	if _, err = b.Service.Note(ctx, a, inc.Number, service.Note{Text: words, Instead: n}); err != nil {
		return answer{}, err
	}
	return say(fmt.Sprintf("Note %d was changed. What it said before stays beside it.", n)), nil
}

func (b *Bot) pressTimeline(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return answer{}, b.openTimeline(ctx, r, inc, a, ref.N)
}

func (b *Bot) openTimeline(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, page int) error {
	entries, err := b.Service.Timeline(ctx, a, inc)
	if err != nil {
		return err
	}
	return b.open(ctx, r, form.Timeline(inc, timeline.Lines(entries), page, b.who.Zone(ctx, r.user)))
}
