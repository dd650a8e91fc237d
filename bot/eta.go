package bot

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/screen"
)

// eta says when it is expected to work: eta 2-4h because the copy is slow.
func (b *Bot) eta(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if text == "" {
		return answer{}, b.openEstimate(ctx, r, inc, a)
	}
	e, err := readEstimate(text, b.who.zone(ctx, r.user), b.Now())
	if err != nil {
		return answer{}, err
	}
	return b.estimate(ctx, r, inc, a, e)
}

func (b *Bot) estimate(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, e incident.Estimate) (answer, error) {
	inc, err := b.Service.SetEstimate(ctx, a, inc.Number, e)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.EstimateSaved(inc, b.who.zone(ctx, r.user), b.Now())}, nil
}

func (b *Bot) openEstimate(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) error {
	if err := incident.May(a, incident.Change, inc); err != nil {
		return err
	}
	return b.open(ctx, r, form.Estimate(inc))
}

func (b *Bot) pressEtaHolds(ctx context.Context, _ *request, ref kit.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	if _, err := b.Service.EstimateHolds(ctx, a, inc.Number, ref.N); err != nil {
		return answer{}, err
	}
	return say("Good. The estimate stays as the client knows it."), nil
}

func (b *Bot) pressEtaNew(ctx context.Context, r *request, _ kit.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return answer{}, b.openEstimate(ctx, r, inc, a)
}

func (b *Bot) pressEtaNone(ctx context.Context, r *request, _ kit.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return b.estimate(ctx, r, inc, a, incident.Estimate{})
}

func (b *Bot) submitEstimate(ctx context.Context, r *request, v form.Values) (outcome, error) {
	_, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	e, err := readEstimate(v.Get(form.FieldEta), b.who.zone(ctx, r.user), b.Now())
	if err == nil {
		e.Why = v.Get(form.FieldReason)
		inc, err = b.Service.SetEstimate(ctx, a, inc.Number, e)
	}
	if wrong, ok := errors.AsType[*fault.Error](err); ok {
		wrong.Fields = map[string]string{form.FieldEta: wrong.Message}
	}
	if err != nil {
		return outcome{}, err
	}
	return outcome{post: screen.EstimateSaved(inc, b.who.zone(ctx, r.user), b.Now())}, nil
}

var becauseWord = regexp.MustCompile(`(?i)^(.*?)[ ,;:]+because +(.+)$`)

// readEstimate reads what is typed after eta.
func readEstimate(text string, zone *time.Location, now time.Time) (incident.Estimate, error) {
	var e incident.Estimate
	text = strings.Join(strings.Fields(text), " ")
	if m := becauseWord.FindStringSubmatch(text); m != nil {
		text, e.Why = m[1], m[2]
	}
	if strings.EqualFold(text, "none") || strings.EqualFold(text, "unknown") {
		return e, nil
	}
	var err error
	e.From, e.To, err = between(text, zone, now)
	return e, err
}

// rangeForms are the ways to write two ends, the clearest first: a hyphen alone
// also stands in dates.
var rangeForms = []*regexp.Regexp{
	regexp.MustCompile(`^(?:between |from )?(.+?) (?:-|–|—|to|and|until) (.+)$`),
	regexp.MustCompile(`^(.+?) ?(?:–|—) ?(.+)$`),
	regexp.MustCompile(`^([^-]+)-([^-]+)$`),
}

var bareNumber = regexp.MustCompile(`^[0-9]{1,6}(?:\.[0-9]{1,3})?$`)

// between reads a range as people type it: 2-4h, 30 to 45 min, 15:00-16:00,
// tomorrow 09:00-11:00. Times are in the typist's zone.
func between(text string, zone *time.Location, now time.Time) (from, to time.Time, err error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, form := range rangeForms {
		m := form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		begin, end := m[1], m[2]
		if bareNumber.MatchString(begin) { // of 2-4h and 15-16:00 the unit stands once
			if unit := strings.TrimLeft(end, "0123456789. "); strings.HasPrefix(unit, ":") {
				begin += ":00"
			} else {
				begin += unit
			}
		}
		if from, err = when(begin, zone, now, false); err != nil {
			continue
		}
		since := now
		if _, err := schedule.ParseSpan(end, 0); err != nil { // a time of day: the next one after the beginning
			since = from
			if today, ok := clockOn(end, zone, now, 0); ok && today.After(now) && from.After(today) {
				from, since = now, now // it has begun already
			}
		}
		if to, err = when(end, zone, since, false); err == nil && to.After(from) {
			return from, to, nil
		}
	}
	const how = "Give two ends, for example: eta 2-4h, eta 15:00-16:00, or eta none."
	if _, one := when(text, zone, now, false); one == nil {
		return from, to, fault.Errorf(fault.Invalid, "One time would be a promise. Nothing was changed. %s", how)
	}
	return from, to, fault.Errorf(fault.Invalid, "%q is no estimate. Nothing was changed. %s", clip(text), how)
}
