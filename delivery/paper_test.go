package delivery

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
)

// paperAt is the sender of PDFs that hands them in at a post.
func paperAt(p *post, print func(context.Context, []byte) ([]byte, error)) *Paper {
	return (&Paper{
		Page:  func(v view.View) ([]byte, error) { return []byte("page of " + v.Update.Client), nil },
		Print: print, Log: slog.New(slog.DiscardHandler),
	}).By(p.email())
}

func aReview() *view.Lease {
	l := mailLease()
	l.Delivery.Kind, l.Delivery.Text = outbox.Paper, &outbox.Text{Subject: "Our review (PDF)", Body: "As a PDF."}
	l.View.Update.Client, l.View.Update.Invite = "acme", &update.Invite{N: 1}
	return l
}

// A review as a PDF is the page, printed, with the words that bring it; nothing else of
// the update goes along once more.
func TestAReviewIsMailedAsAPDF(t *testing.T) {
	p := newPost(t)
	s := paperAt(p, func(_ context.Context, page []byte) ([]byte, error) { return append([]byte("%PDF "), page...), nil })
	if o := s.Do(t.Context(), aReview(), kit.Post{}); o.Verdict != outbox.Sent {
		t.Fatalf("%+v", o)
	}
	text := string(p.only().text)
	for _, want := range []string{"As a PDF.", "application/pdf", `filename="review-INC-7.pdf"`, base64.StdEncoding.EncodeToString([]byte("%PDF page of acme"))} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
	if strings.Contains(text, "text/calendar") || strings.Count(text, "Content-Type: multipart/") != 1 {
		t.Errorf("it has more than its words and the file:\n%s", text)
	}
}

// While no PDF is made nothing leaves, and it is tried again; a page that cannot be made
// never can be.
func TestWithoutAPDFNothingLeaves(t *testing.T) {
	p := newPost(t)
	s := paperAt(p, func(context.Context, []byte) ([]byte, error) { return nil, errors.New("the browser crashed") })
	if o := s.Do(t.Context(), aReview(), kit.Post{}); o.Verdict != outbox.Retry || o.Reason != "the browser crashed" || o.After != printAgain {
		t.Errorf("%+v", o)
	}
	s.Page = func(view.View) ([]byte, error) { return nil, errors.New("broken") }
	if o := s.Do(t.Context(), aReview(), kit.Post{}); o.Verdict != outbox.Refused {
		t.Errorf("%+v", o)
	}
	l := aReview()
	l.View.Update = nil
	if o := s.Do(t.Context(), l, kit.Post{}); o.Verdict != outbox.Refused {
		t.Errorf("without its update: %+v", o)
	}
	p.none()
}

// A file goes whole, whatever bytes it has.
func TestAFileGoesWhole(t *testing.T) {
	p := newPost(t)
	pdf := bytes.Repeat([]byte("\r\n.\r\n\x00\xff"), 5000)
	s := paperAt(p, func(context.Context, []byte) ([]byte, error) { return pdf, nil })
	if o := s.Do(t.Context(), aReview(), kit.Post{}); o.Verdict != outbox.Sent {
		t.Fatalf("%+v", o)
	}
	if !strings.Contains(strings.ReplaceAll(string(p.only().text), "\r\n", ""), base64.StdEncoding.EncodeToString(pdf)) {
		t.Error("the file is another one")
	}
}

// To print and to mail ends before the lease does, also where both take their time.
func TestAPDFEndsWithinItsLease(t *testing.T) {
	if all := PrintLimit + printedLimits.before + printedLimits.after; all >= patience {
		t.Errorf("%v to print and to mail, and the worker waits %v", all, patience)
	}
	texts := newPost(t).email()
	if p := (&Paper{}).By(texts); p.mail.limits != printedLimits || texts.limits != mailLimits {
		t.Errorf("the PDF has %v and texts have %v", p.mail.limits, texts.limits)
	}
}
