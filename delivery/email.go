package delivery

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// TLSMode is how the connection to the mail server is encrypted.
type TLSMode string

const (
	StartTLS    TLSMode = "starttls" // begins in the clear and has to be encrypted before anything is said; usually port 587
	ImplicitTLS TLSMode = "implicit" // encrypted from the first byte; usually port 465
	NoTLS       TLSMode = "none"     // only to a server on this machine
)

// MailServer is where mail is handed in. The zero value is no server.
type MailServer struct {
	Host     string
	Port     int
	From     string // the address that mail comes from; its domain is in each Message-ID
	User     string // empty: no login
	Password client.Secret
	TLS      TLSMode // empty: StartTLS
	Heard    bool    // what arrives at From is read: answers go there too
}

// Email sends clients' texts by mail: one recipient per transaction, the same
// bytes at each try.
//
// A mail server takes a mail over with its answer to the final dot. Before the
// dot nothing has been sent, whatever happens; after it only that answer tells,
// and nothing can be looked up. So an answer that is lost there asks a person.
// "Sent" means that the mail server took it over, not that anybody has it.
type Email struct {
	Log *slog.Logger // gets what the mail server really said; nil means slog.Default

	server MailServer
	limits limits
	trust  trust
}

// limits bound a transaction. Together they stay below the worker's patience:
// an attempt that it cuts off after the dot would ask a person for nothing.
type limits struct {
	before time.Duration // from dialling to the final dot
	after  time.Duration // for the answer to the dot: servers look for viruses meanwhile
}

var mailLimits = limits{before: 13 * time.Second, after: 10 * time.Second}

// NewEmail makes a sender that hands mail in at the server.
func NewEmail(server MailServer) *Email {
	server.TLS = cmp.Or(server.TLS, StartTLS)
	return &Email{server: server, limits: mailLimits}
}

// Do carries out one attempt.
func (e *Email) Do(ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
	return e.send(ctx, l, nil)
}

// send hands in the mail of a delivery, with a file if there is one.
func (e *Email) send(ctx context.Context, l *view.Lease, file *attached) outbox.DeliveryOutcome {
	d := l.Delivery
	if d.Text == nil || d.Text.Body == "" || d.To == "" {
		return refused("there is no text, or nowhere to send it")
	}
	m, err := e.compose(l, file)
	if err != nil {
		e.log().Warn("a mail could not be written", "delivery", d.Key, "err", err)
		return refused(err.Error())
	}
	stop := e.handIn(ctx, m)
	if stop == nil {
		return sent(d.To, m.id)
	}
	o := e.outcome(stop, d.To)
	e.log().Info("the mail server did not take it", "delivery", d.Key, "at", stop.at, "verdict", o.Verdict, "err", stop.err)
	if o.Verdict == outbox.Sent {
		return sent(d.To, m.id)
	}
	return o
}

func (e *Email) log() *slog.Logger { return cmp.Or(e.Log, slog.Default()) }
