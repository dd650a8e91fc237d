package delivery

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// Webhook posts clients' texts to their webhooks by the Standard Webhooks 1.0
// rules. The id of the delivery travels as webhook-id and is the same at each
// try, so that a receiver who has had it can tell: a repeat does no harm.
type Webhook struct {
	Log *slog.Logger // gets what the network really said; nil means slog.Default

	client *http.Client
}

const (
	// webhookTimeout is for the whole call.
	webhookTimeout = 15 * time.Second
	// longestAsked is the most that a receiver's Retry-After is followed: what is
	// late by more should stand before a person.
	longestAsked = 5 * time.Minute
	// maxAnswer is how much of an answer is read; nothing in it is used.
	maxAnswer = 64 << 10
)

// NewWebhook makes a sender that calls what the guard allows.
func NewWebhook(g *Guard) *Webhook { return &Webhook{client: g.Client(webhookTimeout)} }

// Do carries out one attempt.
func (s *Webhook) Do(ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
	d := l.Delivery
	if d.Text == nil || d.Text.Body == "" || l.View.Client == nil {
		return refused("there is no text, or nowhere to send it")
	}
	hook := l.View.Client.Client.Webhook
	if hook == nil || hook.URL != d.To {
		return refused("the config names another webhook now. Write a new update; it goes there")
	}
	r, err := signed(ctx, hook, d, l.View.Now)
	if err != nil {
		return refused("the webhook's address or secret cannot be used. Whoever runs Candor has to correct it in the config, then press Retry")
	}
	var t departure
	answer, err := s.client.Do(r.WithContext(t.watch(ctx)))
	if err != nil {
		return s.failed(d, fromSilence(t.mark(err)), err)
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer) // so that they can finish writing; the status has said everything
	o := fromAnswer(answer, l.View.Now)
	if o.Verdict != outbox.Sent {
		return s.failed(d, o, errors.New(http.StatusText(answer.StatusCode)))
	}
	o.Receipt = outbox.Receipt{Channel: d.To, TS: d.ID}
	return o
}

// failed logs what was really said, by the network: an address may be a secret, and
// a server may repeat it in what it says itself.
func (s *Webhook) failed(d outbox.Delivery, o outbox.DeliveryOutcome, err error) outbox.DeliveryOutcome {
	cmp.Or(s.Log, slog.Default()).Info("a webhook did not take it", "delivery", d.Key, "verdict", o.Verdict, "err", ofNetwork(err))
	return o
}

// quoted is what an error repeats of a server's words.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// ofNetwork is what an error says of itself.
func ofNetwork(err error) string { return quoted.ReplaceAllString(withoutURL(err).Error(), "***") }

// signed is the request as the rules want it.
func signed(ctx context.Context, hook *client.Webhook, d outbox.Delivery, now time.Time) (*http.Request, error) {
	signer, err := webhooks.NewWebhook(hook.Secret.Reveal())
	if err != nil {
		return nil, err
	}
	if strings.TrimPrefix(hook.Secret.Reveal(), "whsec_") == "" {
		return nil, errors.New("the secret is empty")
	}
	signature, err := signer.Sign(d.ID, now, []byte(d.Text.Body))
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.To, strings.NewReader(d.Text.Body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Candor")
	r.Header.Set(webhooks.HeaderWebhookID, d.ID)
	r.Header.Set(webhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	r.Header.Set(webhooks.HeaderWebhookSignature, signature)
	return r, nil
}

// fromSilence makes an outcome of a call without an answer.
func fromSilence(err error) outbox.DeliveryOutcome {
	why := whyForbidden(err)
	switch {
	case why != "":
		return refused("their webhook's address " + why)
	case badCertificate(err):
		return refused("the certificate of their webhook is not valid. Ask them to renew it, then press Retry")
	case neverLeft(err):
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "their webhook could not be reached"}
	case timedOut(err):
		return outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "their webhook did not answer in time"}
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "the connection to their webhook broke off before it answered"}
}

// fromAnswer makes an outcome of an answer.
func fromAnswer(r *http.Response, now time.Time) outbox.DeliveryOutcome {
	status, code := r.StatusCode, " ("+strconv.Itoa(r.StatusCode)+")"
	switch {
	case status >= 200 && status < 300:
		return done
	case status == http.StatusTooManyRequests:
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "their webhook asked to wait", After: retryAfter(r.Header, now)}
	case status == http.StatusServiceUnavailable:
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "their webhook has trouble" + code, After: retryAfter(r.Header, now)}
	case status == http.StatusGone:
		return refused("their webhook is gone for good" + code + ". Ask them for the new address")
	case status >= 300 && status < 400:
		return refused("their webhook leads elsewhere" + code + ", and Candor does not follow. Ask them for the right address")
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return refused("their webhook does not let Candor in" + code + ". Compare the secret with them, then press Retry")
	case status >= 400 && status < 500 && status != http.StatusRequestTimeout && status != http.StatusTooEarly:
		return refused("their webhook does not take it" + code + ". Ask them why, then press Retry")
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "their webhook has trouble" + code}
}

// retryAfter reads how long to wait, in seconds or until a date; 0 if it does
// not say.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	var wait time.Duration
	if n, err := strconv.Atoi(value); err == nil {
		wait = time.Duration(min(n, int(longestAsked/time.Second))) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return max(0, min(wait, longestAsked))
}
