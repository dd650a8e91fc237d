package delivery

import (
	"context"
	"log/slog"
	"time"

	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/paper"
)

// Paper mails a client their review as a PDF. While none can be made, nothing has left.
type Paper struct {
	Page  func(view.View) ([]byte, error)                                // the page that is printed
	Print func(ctx context.Context, page []byte) (pdf []byte, err error) // within [PrintLimit]; an error is a reason for people
	Log   *slog.Logger

	mail *Email
}

// PrintLimit and the limits of the mail stay below the worker's patience together, as
// those of any mail do.
const PrintLimit = 12 * time.Second

var printedLimits = limits{before: 6 * time.Second, after: 6 * time.Second}

// By has the PDF handed in by who hands in the texts.
func (p *Paper) By(texts *Email) *Paper {
	mail := *texts
	mail.limits, p.mail = printedLimits, &mail
	return p
}

// printAgain is when a page is tried again: a browser that fails seldom mends itself, and
// each try takes what a small machine has.
const printAgain = 3 * time.Minute

// Do carries out one attempt.
func (p *Paper) Do(ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
	if l.View.Update == nil || l.View.Incident == nil {
		return refused("its words could not be made")
	}
	page, err := p.Page(l.View)
	if err != nil {
		p.Log.Error("the page of a review could not be made", "delivery", l.Delivery.Key, "err", err)
		return refused("its page could not be made")
	}
	pdf, err := p.Print(ctx, page)
	if err != nil {
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: err.Error(), After: printAgain}
	}
	return p.mail.send(ctx, l, &attached{name: paper.File(l.View.Incident.Name()), pdf: pdf})
}

// attached is a PDF that goes with a mail.
type attached struct {
	name string
	pdf  []byte
}
