package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/audit"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	updates "candor/incident/update"
	"candor/sandbox"
	"candor/sandbox/catch"
	"candor/sandbox/world"
)

// invariants holds what the outside saw against what was promised (see
// "Invariants" in the package comment of candor):
//
//   - a client text is byte for byte the text that was approved, and arrived
//     exactly once or stands before a person;
//   - nothing internal reached a client's channel, mailbox or webhook;
//   - internal text of a private incident was shown to its members only.
func (s *story) invariants(ctx context.Context) error {
	approved := map[string]outbox.Delivery{} // by the opaque id that travels with the message
	var incidents []*incident.Incident
	var breaches []error
	err := s.p.app.store.View(ctx, func(tx records.Tx) error {
		if err := audit.Check(tx); err != nil {
			breaches = append(breaches, err)
		}
		for number := int64(1); ; number++ {
			inc, err := tx.Incident(number)
			if fault.CodeOf(err) == fault.NotFound {
				return askedTexts(tx, approved)
			}
			if err != nil {
				return err
			}
			incidents = append(incidents, inc)
			if err := approvedTexts(tx, inc, approved); err != nil {
				return err
			}
		}
	})
	if err != nil {
		return err
	}
	breaches = append(breaches, s.p.app.store.Check())
	seen := map[string]int{}
	breaches = append(breaches, s.homes(incidents))
	for _, c := range s.p.slack.Channels() {
		for _, m := range s.p.slack.Messages(c.ID) {
			if m.Bot && m.Ephemeral == "" && (c.Shared && !ours(c, incidents) || playedIn(c, incidents) && m.Metadata != nil) {
				breaches = append(breaches, fromUs(c, m, approved, seen))
			}
			breaches = append(breaches, private(c, m, incidents), elsewhere(c, m, incidents))
		}
	}
	breaches = append(breaches, mailed(s.p.slack.Mails(""), approved, seen), hooked(s.p.slack.Caught(catch.Webhook, ""), approved, seen))
	breaches = append(breaches, rung(s.p.slack.Caught(catch.Wake, ""), incidents))
	for id, d := range approved {
		breaches = append(breaches, once(d, seen[id]))
	}
	return errors.Join(breaches...)
}

// askedTexts collects the questions to clients that a person has read and sent.
func askedTexts(tx records.Tx, approved map[string]outbox.Delivery) error {
	all, err := tx.AllKept()
	for _, k := range all {
		if k.Question == nil {
			continue
		}
		d, err := tx.Delivery(k.Question.Key)
		if err != nil {
			return err
		}
		approved[d.ID] = *d
	}
	return err
}

// approvedTexts collects the deliveries of an incident's updates.
func approvedTexts(tx records.Tx, inc *incident.Incident, approved map[string]outbox.Delivery) error {
	for _, aff := range slices.Concat(inc.Clients, inc.Spared) {
		for n := 1; n <= aff.Updates; n++ {
			u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
			if err != nil {
				return err
			}
			for _, to := range u.To {
				d, err := tx.Delivery(fmt.Sprintf("%s/%s/update/%d/%s", inc.Name(), aff.Client.ID, n, to.Key()))
				if err != nil {
					return err
				}
				if *d.Text != u.Texts[to.Via] {
					return fmt.Errorf("%s: the queued text is not the approved one", d.Key)
				}
				if updates.BadNews(u.Kind) && !bool(d.Data.Grave) {
					return fmt.Errorf("%s is bad news, and can be answered by a button that reads as consent", d.Key)
				}
				approved[d.ID] = *d
				p, err := tx.Delivery(fmt.Sprintf("%s/%s/update/%d/paper/%s", inc.Name(), aff.Client.ID, n, to.Key()))
				if err == nil { // the same once more, as a PDF
					approved[p.ID] = *p
				}
			}
		}
	}
	return nil
}

// fromUs checks a message of ours in a client's channel.
func fromUs(c world.Channel, m sandbox.Message, approved map[string]outbox.Delivery, seen map[string]int) error {
	if m.Subtype != "" {
		return nil
	}
	var meta struct {
		Payload struct {
			ID string `json:"id"`
		} `json:"event_payload"`
	}
	if err := json.Unmarshal(m.Metadata, &meta); err != nil || meta.Payload.ID == "" {
		return fmt.Errorf("something that is no client text was posted to #%s: %q", c.Name, m.Text)
	}
	d, ok := approved[meta.Payload.ID]
	switch {
	case !ok:
		return fmt.Errorf("a text that nobody approved was posted to #%s: %q", c.Name, m.Text)
	case strings.Contains(m.Text, "<"):
		return fmt.Errorf("%s has a mark of Slack in it, which only we may write: %q", d.Key, m.Text)
	case d.To != c.ID:
		return fmt.Errorf("%s was posted to #%s, not to %s", d.Key, c.Name, d.To)
	case m.Text != d.Text.Body:
		return fmt.Errorf("%s reads %q in #%s, but %q was approved", d.Key, m.Text, c.Name, d.Text.Body)
	}
	seen[meta.Payload.ID]++
	return asApproved(d, m)
}

// clientButtons are the buttons under a client's text: under bad news none that
// reads as consent.
var clientButtons = map[bool]string{false: "Got it", true: "Call meI have a question"}

// asApproved checks that the blocks of a client's text show the same words, and
// no buttons but those.
func asApproved(d outbox.Delivery, m sandbox.Message) error {
	if d.Kind == outbox.AskClient && len(m.Blocks) == 0 { // its words alone, without a button
		return nil
	}
	var blocks slack.Blocks
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		return fmt.Errorf("%s: its blocks cannot be read: %w", d.Key, err)
	}
	text, buttons := "", ""
	for _, b := range blocks.BlockSet {
		switch b := b.(type) {
		case *slack.SectionBlock:
			text += b.Text.Text
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				button, _ := e.(*slack.ButtonBlockElement)
				buttons += button.Text.Text
			}
		default:
			return fmt.Errorf("%s shows a block of type %T", d.Key, b)
		}
	}
	want := clientButtons[bool(d.Data.Grave)]
	if d.Data.Grave && d.Data.NoCall {
		want = "I have a question"
	}
	if text != d.Text.Body || buttons != want {
		return fmt.Errorf("%s shows %q and the buttons %q, but %q was approved", d.Key, text, buttons, d.Text.Body)
	}
	return nil
}

// homes checks that nobody's Home shows a private incident of which they are no
// member.
func (s *story) homes(incidents []*incident.Incident) error {
	for _, inc := range incidents {
		if !inc.Private {
			continue
		}
		members := []string{}
		for _, c := range s.p.slack.Channels() {
			if c.ID == inc.Channel.ID {
				members = c.Members
			}
		}
		named := regexp.MustCompile(regexp.QuoteMeta(inc.Name()) + `\b`)
		for _, user := range []string{"U0ANA", "U0BEN", "U0CLEO"} {
			if !slices.Contains(members, user) && !inc.Roles.Has(user) && named.MatchString(s.p.slack.HomeText(user)) {
				return fmt.Errorf("%s is private, and stands in the Home of %s", inc.Name(), user)
			}
		}
	}
	return nil
}

// once checks how often a client text arrived.
func once(d outbox.Delivery, times int) error {
	switch {
	case times > 1:
		return fmt.Errorf("%s arrived %d times", d.Key, times)
	case times == 1 && d.Via == client.ViaWebhook && d.State == outbox.Waiting: // its answer was lost; a repeat does no harm
	case times == 1 && (d.State == outbox.Waiting || d.State == outbox.Recalled):
		return fmt.Errorf("%s arrived although it is %s", d.Key, d.State)
	case times == 0 && d.State == outbox.Delivered:
		return fmt.Errorf("%s counts as sent and never arrived", d.Key)
	}
	return nil // waiting, or before a person
}

// ours says whether it is an incident's own channel, which became shared; the
// story itself checks what is posted there from then on.
func ours(c world.Channel, incidents []*incident.Incident) bool {
	return slices.ContainsFunc(incidents, func(inc *incident.Incident) bool { return inc.Channel.ID == c.ID })
}

// playedIn says whether it is the channel of a drill, in which its client's texts stand.
func playedIn(c world.Channel, incidents []*incident.Incident) bool {
	return slices.ContainsFunc(incidents, func(inc *incident.Incident) bool { return inc.Channel.ID == c.ID && inc.Drill != nil })
}

// private checks that what a private incident is about was shown to its members
// only. What all read of it while it was public was taken away.
func private(c world.Channel, m sandbox.Message, incidents []*incident.Incident) error {
	if !m.Bot || m.Metadata != nil { // client texts are checked above
		return nil
	}
	text := m.Text + string(m.Blocks)
	for _, inc := range incidents {
		if !inc.Private || c.ID == inc.Channel.ID || wasIn(inc, c.ID) != nil || m.Deleted && len(inc.Old) > 0 || !tellsOf(inc, text, m.Ephemeral == "" && !ours(c, incidents) && onlyPrivate(inc, incidents)) {
			continue
		}
		var readers []string
		switch {
		case m.Ephemeral != "":
			readers = []string{m.Ephemeral}
		default:
			readers = c.Members
		}
		for _, user := range readers {
			if user != world.AppUser && !inc.Roles.Has(user) && user != inc.DeclaredBy {
				return fmt.Errorf("%s is private, and %s read of it in %s: %q", inc.Name(), user, c.Name, m.Text)
			}
		}
	}
	return nil
}

// tellsOf says whether a text shows what a private incident is about: what the client
// notices, or who the client is. alone says that the client's name is enough for that.
func tellsOf(inc *incident.Incident, text string, alone bool) bool {
	named := regexp.MustCompile(regexp.QuoteMeta(inc.Name()) + `\b`).MatchString(text)
	return named && strings.Contains(text, inc.Impact) || slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool {
		return (named || alone) && strings.Contains(text, aff.Client.Name)
	})
}

// onlyPrivate says whether none of the clients of an incident is in one that is not
// private: whoever reads their name in a message of ours learns of this one.
func onlyPrivate(inc *incident.Incident, all []*incident.Incident) bool {
	return !slices.ContainsFunc(all, func(other *incident.Incident) bool {
		return !other.Private && slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool { return other.Affected(aff.Client.ID) != nil })
	})
}

// wasIn says when an incident left a channel; nil if it was never there.
func wasIn(inc *incident.Incident, channel string) *incident.Left {
	for i := range inc.Old {
		if inc.Old[i].ID == channel {
			return &inc.Old[i]
		}
	}
	return nil
}

// elsewhere checks that in a channel that an incident has left nothing was said
// or edited since but that it goes on elsewhere, and that nothing can be pressed.
func elsewhere(c world.Channel, m sandbox.Message, incidents []*incident.Incident) error {
	for _, inc := range incidents {
		left := wasIn(inc, c.ID)
		if left == nil || !m.Bot || m.Deleted || m.Ephemeral != "" || m.Subtype != "" || m.Text == inc.Elsewhere() && len(blocksOf(m)) == 0 {
			continue
		}
		sec, _, _ := strings.Cut(m.TS, ".")
		at, err := strconv.ParseInt(sec, 10, 64)
		switch {
		case err != nil:
			return err
		case at > left.At.Unix():
			return fmt.Errorf("%s moved away, and #%s was told %q", inc.Name(), c.Name, m.Text)
		case strings.Contains(string(m.Blocks), `"type":"actions"`):
			return fmt.Errorf("%s moved away, and #%s still has buttons under %q", inc.Name(), c.Name, m.Text)
		}
	}
	return nil
}

func blocksOf(m sandbox.Message) (list []json.RawMessage) {
	_ = json.Unmarshal(m.Blocks, &list) // a message without blocks has none
	return list
}
