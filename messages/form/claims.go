package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/byhand"
	"candor/incident/claimed"
	"candor/incident/facts"
	"candor/incident/standing"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/known"
)

// FieldClaims asks what a text says in its writer's own words: of harm, and of instants.
const FieldClaims = "claims"

// claimsField asks whether a text says of harm what its words look like, or that there is none, and
// whether what they name by a time is promised; nothing where they look like neither. What was
// ticked before it had to be read again is.
func claimsField(t *view.Draft, now time.Time) []slack.Block {
	return claimsOf([]*view.Draft{t}, "Does it say so to "+t.Client.Name+"?", now)
}

// claimsAll asks it of texts for several clients at once: a tick is for each whose text says so.
func claimsAll(list []view.ClientResult, now time.Time) []slack.Block {
	var drafts []*view.Draft
	for _, e := range list {
		if e.Err == nil {
			drafts = append(drafts, e.Telling)
		}
	}
	return claimsOf(drafts, "Do the texts say so?", now)
}

func claimsOf(drafts []*view.Draft, ask string, now time.Time) []slack.Block {
	var harm, instants boxes
	for _, t := range drafts {
		aff, u := t.Incident.Affected(t.Client.ID), &t.Update
		if aff == nil {
			continue
		}
		claims := byhand.Claims(u.Claims).Add(claimed.Harm(t.Incident, aff, u))
		for _, q := range claims.Sorted() {
			harm.add(string(q)+"="+string(claims[q]), "It says that "+byhand.That(q, claims[q]), u.Claims[q] == claims[q])
		}
		for _, i := range append(claimed.Instants(t.Incident, aff, u, now), u.Instants...) {
			instants.add(fmt.Sprintf("%s=%d", i.What, i.At.Unix()), known.Says(i, u, &t.Client, now), u.Has(i.What, i.At))
		}
	}
	list, ticked := append(harm.list, instants.list...), append(harm.ticked, instants.ticked...)
	if len(list) == 0 {
		return nil
	}
	hint := "Then it is kept: you are reminded of what is promised, and later texts own what was not so."
	if len(harm.list) > 0 {
		hint = "Then it is taken back if it turns out otherwise. It records no answer here: type fact for that."
	}
	list = list[:min(len(list), maxBoxes)]
	group := slack.NewCheckboxGroupsBlockElement(valueID, options(list)...)
	group.InitialOptions = ticked
	return []slack.Block{field(FieldClaims, ask, hint, true, group)}
}

// boxes are choices with those that are ticked, each once.
type boxes struct {
	list   []choice
	ticked []*slack.OptionBlockObject
}

func (b *boxes) add(value, label string, ticks bool) {
	one := choice{value, messages.Cut(label, kit.MaxOption)}
	if slices.ContainsFunc(b.list, func(has choice) bool { return has.value == value }) {
		return
	}
	if b.list = append(b.list, one); ticks {
		b.ticked = append(b.ticked, one.object())
	}
}

// saysOver says of a text that reads as if something that was asked of them is over where that is
// said: only there do the later texts keep it.
func saysOver(t *view.Draft) []slack.Block {
	aff, u := t.Incident.Affected(t.Client.ID), &t.Update
	if aff == nil || u.Words[standing.Release] != "" || u.Words[standing.Over] != "" || !byhand.Allows(byhand.Typed(u)) {
		return nil
	}
	asked := standing.Endable(aff.Standing, t.Incident.FactsOf(aff))
	if len(asked) == 0 {
		return nil
	}
	return []slack.Block{kit.Paragraph("over", fmt.Sprintf("▲ It reads as if what you asked of them is over: “%s” If it is, press Edit and say why under *Is what you asked of them over?* Otherwise the next text asks it again.", messages.Escape(messages.Cut(asked[0].Text, 150))))}
}

// ReadClaims are what was ticked there.
func ReadClaims(v Values) (claims byhand.Claims, instants []update.Instant) {
	claims = byhand.Claims{}
	for _, ticked := range v[FieldClaims] {
		what, text, _ := strings.Cut(ticked, "=")
		if at, err := strconv.ParseInt(text, 10, 64); err == nil {
			instants = append(instants, update.Instant{What: what, At: time.Unix(at, 0).UTC()})
		} else if byhand.That(facts.Question(what), facts.Answer(text)) != "" {
			claims[facts.Question(what)] = facts.Answer(text)
		}
	}
	return claims, instants
}
