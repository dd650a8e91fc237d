package delivery

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
)

// Reasons are for people. They have no full stop at the end, since they stand
// inside sentences too, and nothing in them that others typed.

// errNoProof is an answer that says ok and proves nothing: without a timestamp
// nobody knows whether there is a message.
var errNoProof = errors.New("the answer has no channel or timestamp")

// classify makes an outcome of the error of a call. A call that may have taken
// effect is unknown for a client's text; what is for the team is done again.
func classify(err error, internal bool) outbox.DeliveryOutcome {
	unknown := outbox.Unknown
	if internal {
		unknown = outbox.Retry
	}
	if o, ok := fromSlack(err, unknown, internal); ok {
		return o
	}
	switch {
	case neverLeft(err):
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Slack could not be reached"}
	case errors.Is(err, errNoProof):
		return outbox.DeliveryOutcome{Verdict: unknown, Reason: "Slack's answer did not say whether it was posted"}
	case timedOut(err):
		return outbox.DeliveryOutcome{Verdict: unknown, Reason: "Slack did not answer in time"}
	}
	return outbox.DeliveryOutcome{Verdict: unknown, Reason: "the connection to Slack broke off before it answered"}
}

// fromSlack reads errors that are an answer.
func fromSlack(err error, unknown outbox.Verdict, internal bool) (outbox.DeliveryOutcome, bool) {
	if e, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return tooFast(e.RetryAfter), true
	}
	if e, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return fromStatus(e.Code, unknown), true
	}
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return fromCode(e.Err, unknown, internal), true
	}
	if _, ok := errors.AsType[*strconv.NumError](err); ok { // 429 with a Retry-After that is no number
		return tooFast(0), true
	}
	return outbox.DeliveryOutcome{}, false
}

func tooFast(wait time.Duration) outbox.DeliveryOutcome {
	return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Slack asked to wait", After: wait}
}

func fromStatus(status int, unknown outbox.Verdict) outbox.DeliveryOutcome {
	code := strconv.Itoa(status)
	switch {
	case status == http.StatusTooManyRequests:
		return tooFast(0)
	case status >= 400 && status < 500 && status != http.StatusRequestTimeout:
		return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "Slack, or something on the way to it, refused the call (" + code + ")"}
	}
	return outbox.DeliveryOutcome{Verdict: unknown, Reason: "Slack has trouble (" + code + ")"}
}

// fromCode reads Slack's own codes.
func fromCode(code string, unknown outbox.Verdict, internal bool) outbox.DeliveryOutcome {
	switch code {
	case "ratelimited", "rate_limited":
		return tooFast(0)
	case "team_added_to_org", "external_channel_migrating":
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Slack is moving the workspace or the channel"}
	case "internal_error", "fatal_error", "request_timeout", "service_unavailable":
		return outbox.DeliveryOutcome{Verdict: unknown, Reason: "Slack has trouble (" + code + ")"}
	}
	if internal && TokenRefused(code) { // nobody can be told of it before the token works again; then they hear of all
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: refusals(code).words(internal)}
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: refusals(code).words(internal)}
}

// TokenRefused says whether Slack takes nothing from Candor at the time, whatever it is.
func TokenRefused(code string) bool {
	switch code {
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "org_login_required":
		return true
	}
	return false
}

// A refusal is why Slack will not do something, and what a person can do about it.
type refusal struct {
	why   string
	fix   string // empty if there is nothing to mend
	again bool   // once mended, the same text can be sent
}

// words says it; only a client's text has a Retry button.
func (r refusal) words(internal bool) string {
	switch {
	case r.fix == "":
		return r.why
	case r.again && !internal:
		return r.why + ". " + r.fix + ", then press Retry"
	}
	return r.why + ". " + r.fix
}

const askAdmin = "Ask an admin of the workspace"

// refusals explains Slack's codes; one that is not here is named as it is.
func refusals(code string) refusal {
	switch code {
	case "not_in_channel":
		return refusal{"I am not in that channel", "Type `/invite @Candor` there", true}
	case "channel_not_found":
		return refusal{"I cannot see that channel: it is gone, or it is private and I am not in it", "Type `/invite @Candor` there", true}
	case "is_archived":
		return refusal{"that channel is archived", "Unarchive it", true}
	case "msg_too_long", "msg_blocks_too_long":
		return refusal{"the text is too long for Slack", "Write a shorter one", false}
	case "no_text", "invalid_blocks", "invalid_blocks_format", "invalid_arguments", "invalid_metadata_format":
		return refusal{"Slack does not take the message as it is (" + code + ")", "Write it by hand in the channel, and tell whoever runs Candor", false}
	case "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel":
		return refusal{"I may not post in that channel", askAdmin + " to let apps post there", true}
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "org_login_required", "no_permission":
		return refusal{"Slack no longer accepts my token (" + code + ")", "Whoever runs Candor has to install it again", true}
	case "missing_scope", "not_allowed_token_type", "access_denied", "ekm_access_denied", "team_access_not_granted":
		return refusal{"I lack a permission for that (" + code + ")", "Whoever runs Candor has to install it again with the manifest", true}
	case "message_not_found", "cant_update_message", "edit_window_closed":
		return refusal{"the message is gone or can no longer be edited", "", false}
	case "user_not_found", "user_disabled", "users_not_found", "user_not_visible":
		return refusal{"there is no such person in the workspace any more", "Give the role to somebody else", false}
	case "cannot_dm_bot", "messages_tab_disabled", "user_is_restricted":
		return refusal{"that person cannot be reached by direct message (" + code + ")", "Tell them yourself", false}
	case "name_taken":
		return refusal{"all names for its channel are taken", "", false}
	}
	if !plainCode.MatchString(code) { // what is shown is ours
		code = "no reason given"
	}
	return refusal{"Slack refused it (" + code + ")", "", false}
}

var plainCode = regexp.MustCompile(`^[a-z0-9_]{1,60}$`)

// errNeverLeft is an error of a call that never had a connection to leave on.
type errNeverLeft struct{ error }

func (e errNeverLeft) Unwrap() error { return e.error }

// neverLeft says whether nothing of a request can have reached Slack.
func neverLeft(err error) bool {
	if _, ok := errors.AsType[errNeverLeft](err); ok {
		return true
	}
	if e, ok := errors.AsType[*net.OpError](err); ok && e.Op == "dial" {
		return true
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	return badCertificate(err)
}

// badCertificate says whether a server could not show that it is the one.
func badCertificate(err error) bool {
	_, ok := errors.AsType[*tls.CertificateVerificationError](err)
	return ok
}

func timedOut(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return errors.Is(err, context.DeadlineExceeded) || ok && e.Timeout()
}

// departure watches whether a request ever had a connection to leave on. The
// error alone does not always tell: a deadline may pass before or after.
type departure struct{ asked, left atomic.Bool }

func (t *departure) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.left.Store(true) },
	})
}

// mark notes on an error that nothing left.
func (t *departure) mark(err error) error {
	if err != nil && t.asked.Load() && !t.left.Load() {
		return errNeverLeft{err}
	}
	return err
}
