package candor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Reply is what somebody at the client wrote in the thread of an update. All of
// its words are theirs and may hold anything.
type Reply struct {
	TS        string    `json:"ts"`   // of the message in Slack
	User      string    `json:"user"` // Slack user id
	Name      string    `json:"name"`
	Text      string    `json:"text"`            // cut to maxReply characters; empty once they took it back
	Files     []string  `json:"files,omitempty"` // names
	Link      string    `json:"link,omitempty"`  // to the message
	At        time.Time `json:"at"`
	EditedAt  time.Time `json:"edited_at,omitzero"`
	DeletedAt time.Time `json:"deleted_at,omitzero"`
}

// Copied says in which delivery a reply was copied to the team.
type Copied struct {
	TS  string `json:"ts"`
	Key string `json:"key"`
}

// How replies are copied. Slack takes one message a second in a channel, and
// cards and reminders want to be heard too: what comes in a burst is one copy.
const (
	replyPause = 2 * time.Second
	maxReply   = 2000 // characters of one reply
	maxCopy    = 5000 // characters of all replies in one copy
	maxReplies = 8    // in one copy
	maxCopied  = 100  // that are remembered, to follow their edits
	maxAsked   = 20   // that wait for an answer; more are only counted
	maxGlimpse = 150  // characters of a reply on the card
)

// Place names the thread of a message of ours, as [Incident.Places] does.
func Place(channel, thread string) string { return channel + "/" + thread }

// Replied copies to the team what somebody at the client wrote in the thread of
// an update, and keeps it on the card until the next update goes out. The same
// message twice is one copy. A thread that is no update's is left alone.
func (s *Service) Replied(ctx context.Context, a Actor, place string, r Reply) error {
	return s.inThread(ctx, a, place, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		if aff.copyOf(r.TS) != "" {
			return errNothing
		}
		r := r
		r.Text, r.At = shorten(r.Text, maxReply), now
		key, err := s.copyReply(tx, inc, aff, r, now)
		if err != nil {
			return err
		}
		aff.Copied = append(aff.Copied, Copied{r.TS, key})
		aff.Copied = aff.Copied[max(0, len(aff.Copied)-maxCopied):]
		aff.ask(r)
		return record(tx, inc, "", "reply", fmt.Sprintf("%s at %s wrote in the thread: %s", r.Name, aff.Client.Name, shorten(r.words(), maxGlimpse)), now)
	})
}

// ReplyChanged follows what became of a reply: edited, or deleted if gone is
// true. The copy is edited once; a reply that was not copied is left alone.
func (s *Service) ReplyChanged(ctx context.Context, a Actor, place string, changed Reply, gone bool) error {
	return s.inThread(ctx, a, place, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		key := aff.copyOf(changed.TS)
		if key == "" {
			return errNothing
		}
		d, err := tx.Delivery(key)
		if isLost(err) {
			return errNothing
		}
		if err != nil {
			return err
		}
		i := slices.IndexFunc(d.Replies, func(r Reply) bool { return r.TS == changed.TS })
		r := &d.Replies[i]
		text := shorten(changed.Text, maxReply)
		if !r.DeletedAt.IsZero() || !gone && r.Text == text && slices.Equal(r.Files, changed.Files) {
			return errNothing
		}
		what := "changed"
		if r.Text, r.Files, r.EditedAt = text, changed.Files, now; gone {
			what, r.Text, r.Files, r.DeletedAt = "took back", "", nil, now
		}
		aff.reask(*r)
		if err := tx.PutDelivery(d); err != nil {
			return err
		}
		if err := inc.recopy(tx, aff, d, now); err != nil {
			return err
		}
		return record(tx, inc, "", "reply", fmt.Sprintf("%s at %s %s what they wrote in the thread.", r.Name, aff.Client.Name, what), now)
	})
}

// errNothing undoes a transaction in which nothing changed.
var errNothing = Errorf(Conflict, "Nothing changed.")

// inThread runs fn on the incident and the client whose update's thread it is,
// if there is one and the actor is of the client. What was found out is
// finished in the same commit.
func (s *Service) inThread(ctx context.Context, a Actor, place string, fn func(Tx, *Incident, *Affected, time.Time) error) error {
	err := s.commit(ctx, func(tx Tx, now time.Time) error {
		inc, err := tx.IncidentIn(place)
		if err != nil {
			return err
		}
		if inc == nil || May(a, Write, inc) != nil {
			return errNothing
		}
		s.refresh(tx, inc)
		i := slices.IndexFunc(inc.Clients, func(aff Affected) bool { return slices.Contains(aff.Threads, place) })
		if err := fn(tx, inc, &inc.Clients[i], now); err != nil {
			return err
		}
		if err := s.put(tx, inc, now); err != nil {
			return err
		}
		return tx.Finish(a.Envelope, now)
	})
	if err == errNothing {
		return nil
	}
	return err
}

// copyReply queues the copy of a reply, or adds it to one that has not left yet.
func (s *Service) copyReply(tx Tx, inc *Incident, aff *Affected, r Reply, now time.Time) (key string, err error) {
	to := inc.copyTo()
	if n := len(aff.Copied); n > 0 {
		d, err := tx.Delivery(aff.Copied[n-1].Key)
		if err != nil && !isLost(err) {
			return "", err
		}
		if err == nil && d.State == Waiting && d.Attempt == 0 && d.To == to && d.roomFor(r) {
			d.Replies = append(d.Replies, r)
			return d.Key, tx.PutDelivery(d)
		}
	}
	d := inc.newDelivery(Copy, aff.Client.ID+"/reply/"+r.TS, now)
	d.Lane = inc.Name() + "/" + aff.Client.ID + "/replies"
	d.Client, d.To, d.Replies = aff.Client.ID, to, []Reply{r}
	d.NotTill = later(now, aff.CopyAt.Add(replyPause))
	if len(aff.Asked) == 0 && to == "" { // the first since the last update: somebody should see it
		d.Users = []string{inc.Holder(Comms)}
	}
	aff.CopyAt = d.NotTill
	return d.Key, enqueue(tx, d)
}

// copyTo is where replies are copied: the incident's channel, or where that
// takes nothing the person who talks to the client, also when it is over.
func (inc *Incident) copyTo() string {
	if inc.Over() || !inc.takesPosts() {
		return inc.Holder(Comms)
	}
	return ""
}

func (d *Delivery) roomFor(r Reply) bool {
	n := utf8.RuneCountInString(r.Text)
	for _, have := range d.Replies {
		n += utf8.RuneCountInString(have.Text)
	}
	return n <= maxCopy && len(d.Replies) < maxReplies
}

// recopy queues an edit of a copy that has left, unless one is waiting already.
func (inc *Incident) recopy(tx Tx, aff *Affected, d *Delivery, now time.Time) error {
	if d.State == Waiting || d.State == Dead {
		return nil
	}
	for n := 1; ; n++ {
		key := fmt.Sprintf("%s/edit/%d", d.Key[len(inc.Name())+1:], n)
		switch old, err := tx.Delivery(inc.Name() + "/" + key); {
		case isDamaged(err): // the next number is free
		case CodeOf(err) == NotFound:
			e := inc.newDelivery(Recopy, key, now)
			e.Lane, e.Client, e.Target = d.Lane, aff.Client.ID, d.Key
			return enqueue(tx, e)
		case err != nil:
			return err
		case old.State == Waiting:
			return nil
		}
	}
}

func (aff *Affected) copyOf(ts string) string {
	for _, c := range aff.Copied {
		if c.TS == ts {
			return c.Key
		}
	}
	return ""
}

// ask keeps a reply on the card until an update answers it.
func (aff *Affected) ask(r Reply) {
	r.Text, r.Files, r.Link = shorten(r.words(), maxGlimpse), nil, ""
	aff.Asked = append(aff.Asked, r)
	if n := len(aff.Asked) - maxAsked; n > 0 { // the first ones wait longest
		aff.Asked, aff.AskedMore = aff.Asked[:maxAsked], aff.AskedMore+n
	}
}

// reask follows an edit of a reply that waits for an answer.
func (aff *Affected) reask(r Reply) {
	for i := range aff.Asked {
		switch {
		case aff.Asked[i].TS != r.TS:
		case !r.DeletedAt.IsZero():
			aff.Asked = slices.Delete(aff.Asked, i, i+1)
			return
		default:
			aff.Asked[i].Text = shorten(r.words(), maxGlimpse)
		}
	}
}

// repliesAnswered takes the replies off the card that were written before an update
// was approved; later ones its writer cannot have read.
func (aff *Affected) repliesAnswered(u *Update) {
	aff.Asked = slices.DeleteFunc(aff.Asked, func(r Reply) bool { return !r.At.After(u.At) })
	aff.AskedMore = 0
}

// words are what a reply says on one line: its text, or the names of its files.
func (r *Reply) words() string {
	if text := strings.Join(strings.Fields(r.Text), " "); text != "" {
		return text
	}
	return strings.Join(r.Files, ", ")
}

// shorten cuts a text to n characters and marks the cut.
func shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
