package delivery

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"net"
	"strconv"
	"time"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/mailed"
)

// Look says whether a person's wake address could be called, as far as that can
// be known without making the phone ring: its host is found and allowed, and a
// connection, with a valid certificate, comes about. Nothing is asked of it.
func (r *Ring) Look(ctx context.Context, p team.Person) outbox.DeliveryOutcome {
	address, _, err := wakeAddress(p)
	if err != nil {
		return refused("the wake address is not a valid web address")
	}
	if err := r.guard.Check(address); err != nil {
		return r.failed(p, err)
	}
	ctx, cancel := context.WithTimeout(ctx, ringTimeout)
	defer cancel()
	port := cmp.Or(address.Port(), map[string]string{"http": "80", "https": "443"}[address.Scheme])
	conn, err := r.guard.dial(ctx, "tcp", net.JoinHostPort(address.Hostname(), port))
	if err != nil {
		return r.failed(p, errNeverLeft{err})
	}
	defer conn.Close()
	if address.Scheme == "http" {
		return done
	}
	secure := tls.Client(conn, &tls.Config{ServerName: address.Hostname(), MinVersion: tls.VersionTLS12, RootCAs: r.trust})
	if err := secure.HandshakeContext(ctx); err != nil {
		return r.failed(p, err)
	}
	return done
}

// LogIn does all that comes before handing in a mail, and hands in none: the
// server is reached, the connection encrypted, the login taken.
func (e *Email) LogIn(ctx context.Context) outbox.DeliveryOutcome {
	ctx, cancel := context.WithTimeout(ctx, e.limits.before)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(e.server.Host, strconv.Itoa(e.server.Port)))
	if err != nil {
		return e.outcome(&stopped{atDial, err}, "")
	}
	defer conn.Close()
	defer limit(ctx, conn)()
	t, stop := e.open(ctx, conn)
	if stop != nil {
		return e.outcome(stop, "")
	}
	_, _ = t.Text.Cmd("QUIT")
	return done
}

// TestMail sends a mail that says it is a test, on the way of all others.
func (e *Email) TestMail(ctx context.Context, to, company string, now time.Time) outbox.DeliveryOutcome {
	text := mailed.TestMail(company)
	d := outbox.Delivery{Key: "test/email/" + to, ID: rand.Text(), Kind: outbox.ClientText, Via: client.ViaEmail, To: to, QueuedAt: now, Text: &text}
	return e.Do(ctx, &view.Lease{Delivery: d, View: view.View{Now: now, Company: company}}, kit.Post{})
}
