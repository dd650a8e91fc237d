// Package offers takes away the offer to take a text back once the text has left: an
// answer that only one person sees cannot be edited later but by the address that Slack
// gave for it, which works for half an hour and nowhere else. Where there is none, as
// after a form, the offer stays: it says for how long it holds, and, when it is pressed
// later, that it is over.
package offers

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/aside"
	"candor/messages/kit"
)

// life is how long an address is used: Slack takes answers there for 30 minutes.
const life = 25 * time.Minute

// Offers are those that stand now. They are forgotten at a restart. Set the fields before
// use; its methods may be called from any goroutine.
type Offers struct {
	Service *service.Service
	HTTP    *http.Client
	Log     *slog.Logger
	Now     func() time.Time

	mu   sync.Mutex
	list []offer
}

type offer struct {
	reply string // the address of the message
	ref   view.Ref
	rest  string // what the message says of those who get nothing of it
	until time.Time
}

// Keep notes a message that may offer to take a text back, if it stands where its address
// was given for: only that can be replaced.
func (o *Offers) Keep(reply string, p kit.Post, there bool) {
	ref, ok := aside.Offered(p)
	if !ok || !there {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.list = append(o.list, offer{reply, ref, aside.Rest(p), o.Now().Add(life)})
}

// Look takes away the offers whose texts have left, each by itself: an address that does
// not answer keeps no other waiting.
func (o *Offers) Look(ctx context.Context) {
	o.mu.Lock()
	list := o.list
	o.list = nil
	o.mu.Unlock()
	var stay []offer
	var each sync.WaitGroup
	defer each.Wait()
	for _, one := range list {
		switch over, p := o.over(ctx, one); {
		case !o.Now().Before(one.until):
		case !over:
			stay = append(stay, one)
		case p.Text != "":
			each.Go(func() { o.replace(ctx, one.reply, p) })
		}
	}
	o.mu.Lock()
	o.list = append(stay, o.list...)
	o.mu.Unlock()
}

// over says whether a text can be taken back no more, and what its sender reads then;
// nothing if somebody took it back.
func (o *Offers) over(ctx context.Context, one offer) (over bool, p kit.Post) {
	d, ref := o.Service.Desk(), one.ref
	if err := d.View(ctx, func(tx records.Tx) error {
		inc, err := tx.Incident(ref.Number)
		if err != nil {
			return err
		}
		texts, err := told(tx, inc, ref)
		if err != nil {
			return err
		}
		for _, u := range texts {
			if u.State == update.Held || u.State == update.Sending {
				return nil
			}
		}
		over, p = true, aside.OfferOver(inc, texts, one.rest, o.Now())
		return nil
	}); err != nil {
		o.Log.Warn("it is not known whether an offer to take a text back still holds", "incident", ref.Number, "err", err)
	}
	return over, p
}

// told are the texts that an offer is about.
func told(tx records.Tx, inc *incident.Incident, ref view.Ref) (list []*update.Update, err error) {
	for _, aff := range inc.Everybody() { // whoever was taken out by it, too
		for n := aff.Updates; n > 0; n-- {
			if ref.Client != incident.AllClients && (aff.Client.ID != ref.Client || n != ref.N) {
				continue
			}
			u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
			if err != nil {
				return nil, err
			}
			if ref.Client != incident.AllClients || u.Batch == ref.Key {
				list = append(list, u)
				break
			}
		}
	}
	return list, nil
}

func (o *Offers) replace(ctx context.Context, reply string, p kit.Post) {
	msg := &slack.WebhookMessage{Text: p.Text, ResponseType: slack.ResponseTypeEphemeral, ReplaceOriginal: true}
	if len(p.Blocks) > 0 {
		msg.Blocks = &slack.Blocks{BlockSet: p.Blocks}
	}
	if err := slack.PostWebhookCustomHTTPContext(ctx, reply, o.HTTP, msg); err != nil { // whoever presses it reads that it is over
		o.Log.Info("an offer to take a text back stays until it is pressed", "err", err)
	}
}
