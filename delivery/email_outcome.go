package delivery

import (
	"context"
	"errors"
	"io"
	"net"
	"net/textproto"
	"regexp"
	"strconv"

	"candor/incident/outbox"
)

// outcome says what is known of a transaction that stopped. Before the final dot
// it is known that nothing was sent.
func (e *Email) outcome(s *stopped, to string) outbox.DeliveryOutcome {
	if reply, ok := errors.AsType[*textproto.Error](s.err); ok {
		return e.answered(s.at, readReply(reply), to)
	}
	retry := func(why string) outbox.DeliveryOutcome {
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: why}
	}
	late := timedOut(s.err) || errors.Is(s.err, context.Canceled)
	switch {
	case s.at == atDot && late:
		return outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "the mail server had the whole mail and did not answer in time"}
	case s.at == atDot:
		return outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "the mail server had the whole mail, and the connection broke off before it answered"}
	case s.at == atDial && !late, s.at == atGreeting && !late:
		return retry("the mail server could not be reached")
	case late:
		return retry("the mail server did not answer in time")
	case s.at == atTLS && !brokenOff(s.err):
		return e.noTLS(s.err)
	case s.at == atLogin && !brokenOff(s.err):
		return refused("the mail server offers no login that Candor knows. Whoever runs Candor has to look at mail in the config, then press Retry")
	case errors.Is(s.err, errNoUTF8):
		return refused("the mail server cannot send to " + to + ": it takes only plain letters in addresses. Reach them another way")
	}
	return retry("the connection to the mail server broke off")
}

// brokenOff says whether an error is the end of the connection and not a
// disagreement on it.
func brokenOff(err error) bool {
	e, ok := errors.AsType[*net.OpError](err)
	return ok && (e.Op == "read" || e.Op == "write") || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// noTLS says why nothing was said to a server that is not the one, or not in
// private.
func (e *Email) noTLS(err error) outbox.DeliveryOutcome {
	fix := ". Whoever runs Candor has to correct it, then press Retry"
	switch {
	case errors.Is(err, errNotHere):
		return refused("mail.tls is none, and the mail server is not on this machine" + fix)
	case errors.Is(err, errNoStartTLS):
		return refused("the mail server does not offer encryption on that port (STARTTLS). Whoever runs Candor has to set mail.tls to implicit, usually with port 465, then press Retry")
	case badCertificate(err):
		return refused("the mail server's certificate is not valid for the name in mail.host" + fix)
	}
	return refused("no encrypted connection to the mail server came about: mail.tls or mail.port does not fit" + fix)
}

// reply is what a server answered.
type reply struct {
	code     int
	enhanced string // 5.1.1; empty if it says none
}

var enhancedForm = regexp.MustCompile(`^\s*([245]\.\d{1,3}\.\d{1,3})\b`)

func readReply(err *textproto.Error) reply {
	r := reply{code: err.Code}
	if m := enhancedForm.FindStringSubmatch(err.Msg); m != nil {
		r.enhanced = m[1]
	}
	return r
}

// String is the numbers alone: the words are the server's, and stand in the log.
func (r reply) String() string {
	if r.enhanced == "" {
		return strconv.Itoa(r.code)
	}
	return strconv.Itoa(r.code) + " " + r.enhanced
}

// answered makes an outcome of a server's refusal.
func (e *Email) answered(at step, r reply, to string) outbox.DeliveryOutcome {
	switch {
	case at == atDot && r.code/100 == 2: // taken over, in other words than usual
		return done
	case r.code/100 == 5:
		return refused(e.refusal(at, r, to))
	case r.code/100 == 4:
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the mail server asked to try again later (" + r.String() + ")"}
	case at == atDot:
		return outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "the mail server had the whole mail, and its answer makes no sense (" + r.String() + ")"}
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the mail server's answer makes no sense (" + r.String() + ")"}
}

// refusal explains an answer that will not change by itself, and says what can
// be done.
func (e *Email) refusal(at step, r reply, to string) string {
	code := " (" + r.String() + ")"
	switch {
	case at == atLogin:
		return "the mail login was refused" + code + ". Whoever runs Candor has to correct mail.user or its password, then press Retry"
	case r.code == 530:
		return "the mail server wants a login" + code + ". Whoever runs Candor has to set mail.user and its password, then press Retry"
	case r.code == 552 && at != atRecipient, r.enhanced == "5.3.4":
		return "the mail is too large for the mail server" + code + ". Write a shorter one"
	case r.enhanced == "5.2.2", r.code == 552:
		return "the mailbox of " + to + " is full" + code + ". Reach them another way, then press Retry"
	case at == atSender:
		return "the mail server sends nothing from " + e.server.From + code + ". Whoever runs Candor has to correct mail.from, then press Retry"
	case unknownAddress(at, r):
		return "their mail server does not know the address " + to + code + ". Reach them another way, and have it corrected in the config"
	case at == atRecipient:
		return "the mail server does not take mail for " + to + code + ". Whoever runs Candor finds its reason in the log; then press Retry"
	case at == atDot:
		return "the mail server read the mail and refused it" + code + ". Whoever runs Candor finds its reason in the log, often a missing SPF or DKIM record; then press Retry"
	}
	return "the mail server refused it" + code + ". Whoever runs Candor finds its reason in the log; then press Retry"
}

// unknownAddress says whether it is the address that is wrong. Where the server
// does not say, its three usual codes mean that.
func unknownAddress(at step, r reply) bool {
	switch r.enhanced {
	case "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1":
		return true
	case "":
		return at == atRecipient && (r.code == 550 || r.code == 551 || r.code == 553)
	}
	return false
}
