package delivery

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Ring calls the wake address of a person: one HTTP POST, after which their
// phone rings. The address is a secret: it is in no reason and in no log.
type Ring struct {
	Log *slog.Logger // gets what the network really said; nil means slog.Default

	guard  *Guard
	client *http.Client
	trust  trust // for [Ring.Look]
}

const (
	// ringTimeout is for the whole call.
	ringTimeout = 10 * time.Second
	// longestRingWait is the most that a Retry-After is followed: a service that
	// asks for more would silence the call until nobody needs it.
	longestRingWait = 30 * time.Second
)

// NewRing makes a sender that calls what the guard allows.
func NewRing(g *Guard) *Ring { return &Ring{guard: g, client: g.Client(ringTimeout)} }

// Do carries out one attempt. A call whose answer is lost is made again: a
// phone that rings twice wakes somebody too.
func (r *Ring) Do(ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
	i := slices.IndexFunc(l.View.People, func(p team.Person) bool { return p.Slack == l.Delivery.To })
	if i < 0 || l.View.People[i].Wake == "" {
		return refused("there is no wake address any more")
	}
	return r.Call(ctx, l.View.People[i], p.Text)
}

// Test makes a person's phone ring and says that it is a test.
func (r *Ring) Test(ctx context.Context, p team.Person) outbox.DeliveryOutcome {
	return r.Call(ctx, p, screen.TestCall().Text)
}

// Wake makes the phones ring of those who are asked first when nobody answers, as far as
// they can be rung; where none of them can, everybody's. What goes wrong is logged.
func (r *Ring) Wake(ctx context.Context, all *team.Roster, text string) {
	who := slices.DeleteFunc(all.Staff(), func(p team.Person) bool { return p.Wake == "" })
	first := func(p team.Person) bool { return slices.Contains(all.EscalateTo, p.Slack) }
	if slices.ContainsFunc(who, first) {
		who = slices.DeleteFunc(who, func(p team.Person) bool { return !first(p) })
	}
	for _, p := range who {
		r.Call(ctx, p, text)
	}
}

// Call makes a person's phone ring and shows them the text.
func (r *Ring) Call(ctx context.Context, p team.Person, text string) outbox.DeliveryOutcome {
	req, err := ringRequest(ctx, p, text)
	if err != nil {
		return refused("the wake address is not a valid web address. Whoever runs Candor has to correct it in the config")
	}
	var t departure
	answer, err := r.client.Do(req.WithContext(t.watch(req.Context())))
	if err != nil {
		return r.failed(p, t.mark(withoutURL(err)))
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer) // so that the connection can be used again
	return r.answered(p, answer)
}

// withoutURL takes an error out of the one that repeats the whole address.
func withoutURL(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// ringTitle is the title of what the phone shows.
const ringTitle = "Candor"

// ringRequest writes the call. Plain text with these headers is what ntfy takes;
// a webhook that does not know the headers still has the whole sentence. A form
// also holds what the address has after its ?, since some services want their
// keys beside the message.
func ringRequest(ctx context.Context, p team.Person, text string) (*http.Request, error) {
	address, login, err := wakeAddress(p)
	if err != nil {
		return nil, err
	}
	kind, body := "text/plain; charset=utf-8", []byte(text)
	switch p.WakeFormat {
	case team.WakeJSON:
		kind = "application/json"
		body, err = json.Marshal(map[string]string{"title": ringTitle, "message": text, "text": text})
	case team.WakeForm:
		kind = "application/x-www-form-urlencoded"
		form := address.Query()
		form.Set("title", ringTitle)
		form.Set("message", text)
		body = []byte(form.Encode())
	}
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("User-Agent", "Candor")
	if login != nil {
		password, _ := login.Password()
		req.SetBasicAuth(login.Username(), password)
	}
	if p.WakeFormat == team.WakeText {
		req.Header.Set("Title", ringTitle)
		req.Header.Set("Priority", "urgent")
		req.Header.Set("Tags", "rotating_light")
	}
	return req, nil
}

// wakeAddress reads a person's address, and apart from it the name and the
// password that may stand in it.
func wakeAddress(p team.Person) (address *url.URL, login *url.Userinfo, err error) {
	if address, err = url.Parse(p.Wake.Reveal()); err != nil {
		return nil, nil, err
	}
	login, address.User = address.User, nil
	return address, login, nil
}

// answered makes an outcome of an answer.
func (r *Ring) answered(p team.Person, answer *http.Response) outbox.DeliveryOutcome {
	code := strconv.Itoa(answer.StatusCode)
	if answer.StatusCode/100 != 2 {
		r.log().Info("a wake address did not take the call", "person", p.Slack, "status", code)
	}
	const fix = ". Whoever runs Candor has to correct it in the config"
	switch answer.StatusCode {
	case http.StatusTooManyRequests:
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the wake address asked to wait", After: min(retryAfter(answer.Header, time.Time{}), longestRingWait)}
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the wake address has trouble (" + code + ")"}
	case http.StatusUnauthorized, http.StatusForbidden:
		return refused("the wake address does not let Candor in (" + code + ")" + fix)
	case http.StatusNotFound, http.StatusGone:
		return refused("there is nothing at the wake address (" + code + ")" + fix)
	}
	switch answer.StatusCode / 100 {
	case 2:
		return done
	case 3:
		return refused("the wake address leads to another one (" + code + ")" + fix)
	case 4:
		return refused("the wake address did not take the call (" + code + ")" + fix)
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the wake address has trouble (" + code + ")"}
}

// failed makes an outcome of a call without an answer.
func (r *Ring) failed(p team.Person, err error) outbox.DeliveryOutcome {
	r.log().Info("a wake address could not be called", "person", p.Slack, "err", ofNetwork(err))
	why := whyForbidden(err)
	switch {
	case why != "":
		return refused("the wake address " + why)
	case badCertificate(err):
		return refused("the certificate at the wake address is not valid. Whoever runs it has to renew it")
	case neverLeft(err):
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the wake address could not be reached"}
	case timedOut(err):
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the wake address did not answer in time"}
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the connection to the wake address broke off"}
}

func (r *Ring) log() *slog.Logger {
	if r.Log == nil {
		return slog.Default()
	}
	return r.Log
}
