package screen

import (
	"cmp"
	"fmt"
	"time"

	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/ways"
)

// answeredPost is the one line that a reminder or a question becomes once it is
// answered. It has no buttons.
func answeredPost(v view.View, d outbox.Delivery) kit.Post {
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		if r := d.Data.Later; r != "" {
			return decidedLater(v, r, w)
		}
		if r := d.Data.Ruling; r != "" {
			return ruled(v, d, r, w)
		}
		if d.Data.Request != "" {
			return requestLine(v, d, w)
		}
		return settled(v, w)
	})
}

// settled says how a promise ended.
func settled(v view.View, w kit.Pen) string {
	p, name := v.Promise, w.Strong(v.Client.Client.Name)
	switch {
	case p != nil && p.Outcome == promise.Pending && v.Client.Embargo.Stands(w.Now):
		return fmt.Sprintf("%s %s.", name, laterPart(v.Client, w))
	case p == nil || p.Outcome == promise.Pending:
		return name + " still expects news; see the card."
	case p.Outcome == promise.Dropped:
		return fmt.Sprintf("No update is due to %s any more: %s.", name, messages.Escape(p.Why))
	case p.Kind == promise.Meeting:
		return name + map[bool]string{true: " asked for a call and was called.", false: " was called; the times that the text offered are settled."}[p.Wished]
	case p.Kind == promise.Written && p.Outcome == promise.Moved:
		return fmt.Sprintf("It is resolved: %s gets the final message in writing.", name)
	case !p.Rings():
		return calmSettled(p, name, w)
	case p.Outcome == promise.Moved:
		return fmt.Sprintf("It is resolved: what %s expects now is the final message.", name)
	case v.Update != nil && v.Update.Kind == update.ByHand:
		return fmt.Sprintf("%s was told by %s, by hand, at %s, %s.", name, kit.Mention(v.Update.By), w.At(p.SettledAt), punctuality(p))
	}
	return fmt.Sprintf("%s was told at %s, %s.", name, w.At(p.SettledAt), punctuality(p))
}

func punctuality(p *promise.Promise) string {
	switch by := p.LateBy(); {
	case by >= time.Second:
		return messages.Span(by) + " late"
	case by <= -time.Second:
		return messages.Span(by) + " early"
	}
	return "on time"
}

// ruled says what a person decided about a text that was stuck.
func ruled(v view.View, d outbox.Delivery, r outbox.Resolution, w kit.Pen) string {
	name, there := w.Strong(v.Client.Client.Name), " there"
	if on := ways.Beside(client.Destination{Via: d.Data.Via, To: d.Data.To}, w); on != "" {
		name, there = name+on, ""
	}
	doubted := bool(d.Data.Doubted)
	switch {
	case r == outbox.ItArrived:
		return fmt.Sprintf("✓ Update %d reached %s: somebody looked.", d.Update, name)
	case r == outbox.SendAgain:
		return fmt.Sprintf("Update %d to %s is sent once more, the same words.", d.Update, name)
	case r == outbox.Closed && doubted:
		return fmt.Sprintf("Nobody found out whether update %d reached %s%s. Nothing is sent to them from %s any more.", d.Update, name, there, v.Incident.Name())
	case r == outbox.Closed:
		return fmt.Sprintf("Update %d did not reach %s%s. Nothing is sent to them from %s any more.", d.Update, name, there, v.Incident.Name())
	case r == outbox.Overtaken && doubted:
		return fmt.Sprintf("Nobody found out whether update %d reached %s%s; they have heard something newer since. Nothing is left to do.", d.Update, name, there)
	case r == outbox.Overtaken && ways.NewerAccepted(v.Client, d):
		return fmt.Sprintf("Update %d did not reach %s%s; their mail server has accepted a newer one since. If that comes back, it is said here.", d.Update, name, there)
	case r == outbox.Overtaken:
		return fmt.Sprintf("Update %d did not reach %s%s; they have heard something newer since. Nothing is left to do.", d.Update, name, there)
	}
	text := fmt.Sprintf("Update %d to %s was given up; it is not sent.", d.Update, name)
	if doubted {
		text = fmt.Sprintf("Update %d to %s was given up: it is not sent again. Whether it arrived, nobody found out.", d.Update, name)
	}
	if p := v.Client.Next(); p != nil {
		text += fmt.Sprintf(" They %s: due %s.", Waits(p, "still expect", "are still"), w.At(p.DueAt))
	}
	return text
}

// linePost is the one line in the channel when a client was told, with the
// beginning of what they read.
func linePost(v view.View) kit.Post {
	u := v.Update
	p := kit.BothWays(v.Now, func(w kit.Pen) string { return "✓ " + told(v, w) + next(v, w) + readers(v.Update, w) })
	if update.Automatic(u.Kind) {
		p = kit.BothWays(v.Now, func(w kit.Pen) string { return automatic(v, w) })
	}
	if u.State == update.Failed || u.State == update.Sending {
		p = kit.BothWays(v.Now, func(w kit.Pen) string { return notTold(v, w) })
	}
	if u.State == update.Withdrawn {
		p = kit.BothWays(v.Now, func(w kit.Pen) string {
			return fmt.Sprintf("Taken back: %s was *not* told at %s, as %s had recorded. It counts no more.", w.Strong(v.Client.Client.Name), w.At(u.SentAt), kit.Mention(u.By))
		})
	}
	if begins := Begins(u); begins != "" {
		p.Blocks = append(p.Blocks, kit.Small("begins", begins))
	}
	return p
}

// Begins is the beginning of what a client read, or was told by hand.
func Begins(u *update.Update) string {
	if u.Kind == update.ByHand {
		return report(u)
	}
	return kit.Glimpse(wording(u))
}

// automatic says that Candor wrote by itself: it is no update.
func automatic(v view.View, w kit.Pen) string {
	return fmt.Sprintf("Nobody wrote to %s in time, so Candor did at %s (update %d, automatic). It does not count: they still wait for one of you.",
		w.Strong(v.Client.Client.Name), w.At(v.Update.SentAt), v.Update.N)
}

func told(v view.View, w kit.Pen) string {
	u, name := v.Update, w.Strong(v.Client.Client.Name)
	late := ""
	if p := v.Promise; p != nil && p.Outcome == promise.Late {
		late = ", " + punctuality(p)
	}
	switch u.Kind {
	case update.ByHand:
		who := cmp.Or(messages.Escape(v.Incident.Names[u.By]), kit.Mention(u.By)) // a mention would ring whoever has just said it
		return fmt.Sprintf("%s %s at %s%s.", who, fmt.Sprintf(byHandWords(u), name), w.At(u.SentAt), late)
	case update.NotYours:
		return fmt.Sprintf("%s has read that it is not theirs (update %d, %s).", name, u.N, w.At(u.SentAt))
	case update.ResolvedUpdate:
		return fmt.Sprintf("%s has the final message (update %d, %s%s).", name, u.N, w.At(u.SentAt), late)
	}
	return fmt.Sprintf("%s was told at %s (update %d%s).", name, w.At(u.SentAt), u.N, late)
}

// byHandWords is how a person told a client; %s stands for the client.
func byHandWords(u *update.Update) string {
	switch byhand.How(u.Words["how"]) {
	case byhand.ByCall:
		return "told %s on the phone"
	case byhand.ByVoicemail:
		return "left %s a voicemail"
	case byhand.ByMessenger:
		return "sent %s a message by hand"
	case byhand.InPerson:
		return "told %s in person"
	case byhand.ByLetter:
		return "wrote %s a letter"
	case byhand.ByRead:
		return "noted that %s had read it"
	}
	return "told %s, by hand,"
}

// report is what was said on a call: by us, by them, and what was promised.
func report(u *update.Update) string {
	text := kit.Glimpse(messages.Escape(u.Words["text"]))
	if said := u.Words["answer"]; said != "" {
		text += "\nThey said: " + kit.Glimpse(messages.Escape(said))
	}
	if promised := u.Words["promised"]; promised != "" {
		text += "\nPromised: " + kit.Glimpse(messages.Escape(promised))
	}
	return text
}

// next says what the client was promised with it.
func next(v view.View, w kit.Pen) string {
	u, call := v.Update, ""
	if p := v.Client.Owed(promise.Meeting); u.Kind == update.ByHand && p != nil && !p.Meets(u.SentAt) {
		call = fmt.Sprintf(" They still expect your call at %s.", w.At(p.DueAt))
	}
	switch {
	case !u.NextAt.IsZero():
		return fmt.Sprintf(" Next update by %s.", w.At(u.NextAt)) + call
	case !u.Usual.IsZero():
		return fmt.Sprintf(" They were told no next time: we owe them news by %s.", w.At(u.Usual)) + call
	case v.Client.Owed(promise.Review) != nil:
		p := v.Client.Owed(promise.Review)
		if !p.Said {
			return fmt.Sprintf(" They are to get the written review by %s, and do not know it yet.", w.At(p.DueAt))
		}
		return fmt.Sprintf(" They expect the written review by %s.", w.At(p.DueAt))
	}
	return call
}
