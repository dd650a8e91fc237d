package delivery

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
)

func code(s string) error { return slack.SlackErrorResponse{Err: s} }
func status(n int) error  { return slack.StatusCodeError{Code: n, Status: strconv.Itoa(n)} }
func posted(e error) error {
	return &url.Error{Op: "Post", URL: "https://slack.com/api/chat.postMessage", Err: e}
}

func TestClassify(t *testing.T) {
	const (
		retry, refused, unknown = outbox.Retry, outbox.Refused, outbox.Unknown
	)
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	reset := &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	tests := []struct {
		name   string
		err    error
		client outbox.Verdict // of a client's text
		team   outbox.Verdict // of what is for the team
		after  time.Duration
		reason string // part of it
	}{
		{"connection refused", posted(dial), retry, retry, 0, "could not be reached"},
		{"no such host", posted(&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "slack.com"}}), retry, retry, 0, "could not be reached"},
		{"name service is slow", posted(&net.DNSError{IsTimeout: true}), retry, retry, 0, "could not be reached"},
		{"a certificate that is not Slack's", posted(&tls.CertificateVerificationError{Err: errors.New("expired")}), retry, retry, 0, "could not be reached"},
		{"deadline before there was a connection", errNeverLeft{posted(context.DeadlineExceeded)}, retry, retry, 0, "could not be reached"},
		{"too fast", &slack.RateLimitedError{RetryAfter: 7 * time.Second}, retry, retry, 7 * time.Second, "asked to wait"},
		{"too fast, wrapped", fmt.Errorf("post: %w", &slack.RateLimitedError{RetryAfter: time.Second}), retry, retry, time.Second, "asked to wait"},
		{"429 without a time", status(429), retry, retry, 0, "asked to wait"},
		{"429 with nonsense for a time", &strconv.NumError{Func: "ParseInt", Num: "soon", Err: strconv.ErrSyntax}, retry, retry, 0, "asked to wait"},
		{"ratelimited in the body", code("ratelimited"), retry, retry, 0, "asked to wait"},
		{"workspace is being moved", code("team_added_to_org"), retry, retry, 0, "moving"},

		{"no answer in time", posted(context.DeadlineExceeded), unknown, retry, 0, "did not answer in time"},
		{"client timeout", posted(os.ErrDeadlineExceeded), unknown, retry, 0, "did not answer in time"},
		{"stopped while waiting", posted(context.Canceled), unknown, retry, 0, "broke off"},
		{"reset after the request", posted(reset), unknown, retry, 0, "broke off"},
		{"closed after the request", posted(io.EOF), unknown, retry, 0, "broke off"},
		{"half an answer", io.ErrUnexpectedEOF, unknown, retry, 0, "broke off"},
		{"an answer that is no JSON", &json.SyntaxError{}, unknown, retry, 0, "broke off"},
		{"ok without a timestamp", errNoProof, unknown, retry, 0, "did not say"},
		{"500", status(500), unknown, retry, 0, "trouble (500)"},
		{"502", status(502), unknown, retry, 0, "trouble (502)"},
		{"503", status(503), unknown, retry, 0, "trouble (503)"},
		{"504", status(504), unknown, retry, 0, "trouble (504)"},
		{"408", status(408), unknown, retry, 0, "trouble (408)"},
		{"a redirect that led nowhere", status(302), unknown, retry, 0, "trouble (302)"},
		{"internal_error", code("internal_error"), unknown, retry, 0, "trouble (internal_error)"},
		{"fatal_error", code("fatal_error"), unknown, retry, 0, "trouble"},
		{"request_timeout", code("request_timeout"), unknown, retry, 0, "trouble"},
		{"service_unavailable", code("service_unavailable"), unknown, retry, 0, "trouble"},
		{"nobody knows what", errors.New("xoxb-secret"), unknown, retry, 0, "broke off"},

		{"403 from a proxy", status(403), refused, refused, 0, "refused the call (403)"},
		{"404", status(404), refused, refused, 0, "(404)"},
		{"not in the channel", code("not_in_channel"), refused, refused, 0, "/invite @Candor"},
		{"no such channel", code("channel_not_found"), refused, refused, 0, "/invite @Candor"},
		{"archived", code("is_archived"), refused, refused, 0, "Unarchive it"},
		{"too long", code("msg_too_long"), refused, refused, 0, "too long"},
		{"blocks", code("invalid_blocks"), refused, refused, 0, "by hand"},
		{"apps may not post", code("restricted_action"), refused, refused, 0, "Ask an admin"},
		{"token", code("invalid_auth"), refused, retry, 0, "token"},
		{"account", code("account_inactive"), refused, retry, 0, "token"},
		{"scope", code("missing_scope"), refused, refused, 0, "permission"},
		{"person is gone", code("user_not_found"), refused, refused, 0, "no such person"},
		{"message is gone", code("message_not_found"), refused, refused, 0, "gone"},
		{"a code that we do not know", code("some_new_thing"), refused, refused, 0, "some_new_thing"},
		{"a code that is none", code("<!channel> look"), refused, refused, 0, "no reason given"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, internal := range []bool{false, true} {
				want := tt.client
				if internal {
					want = tt.team
				}
				o := classify(tt.err, internal)
				if o.Verdict != want || o.After != tt.after || !strings.Contains(o.Reason, tt.reason) {
					t.Errorf("classify(%v, internal %t) = %s after %s, %q; want %s after %s, with %q", tt.err, internal, o.Verdict, o.After, o.Reason, want, tt.after, tt.reason)
				}
				if strings.HasSuffix(o.Reason, ".") || strings.Contains(o.Reason, "xoxb") || strings.Contains(o.Reason, "<!") {
					t.Errorf("%q is no reason to show inside a sentence", o.Reason)
				}
				if internal && strings.Contains(o.Reason, "Retry") {
					t.Errorf("%q speaks of a button that is not there", o.Reason)
				}
			}
		})
	}
}
