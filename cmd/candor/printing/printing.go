// Package printing connects the browser that the config names with what prints: a
// client's review by mail, and the check of doctor.
package printing

import (
	"context"
	"html/template"
	"log/slog"
	"time"

	"candor/delivery"
	"candor/delivery/printer"
	"candor/incident/client"
	"candor/incident/outbox"
	owed "candor/incident/paper"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/paper"
)

// Unfit is why a file cannot be the browser; "" if it may be one, or none is named.
func Unfit(browser string) string {
	if browser == "" {
		return ""
	}
	return printer.Unfit(browser)
}

// Cover returns what words the mail that brings a PDF; nil where none is made.
func Cover(browser, company string) owed.Cover {
	if browser == "" {
		return nil
	}
	return func(u *update.Update, c client.Client, now time.Time) outbox.Text {
		return paper.Cover(u, c, company, now)
	}
}

// Sender returns who sends PDFs; nil where none is made, or nobody sends mail. The limit is
// for one page; 0: the usual.
func Sender(browser string, limit time.Duration, mail delivery.Sender, log *slog.Logger) delivery.Sender {
	by, ok := mail.(*delivery.Email)
	if browser == "" || !ok {
		return nil
	}
	if limit == 0 {
		limit = delivery.PrintLimit
	}
	p := &delivery.Paper{
		Page: func(v view.View) ([]byte, error) {
			return paper.Page(v.Update, v.Company, template.HTML(printer.Policy))
		},
		Print: (&printer.Browser{Path: browser, Limit: limit, Log: log}).Print, Log: log,
	}
	return p.By(by)
}

// Try prints a page, and says how that went. A fix says that it did not.
func Try(ctx context.Context, browser string) (text, fix string) {
	if browser == "" {
		return "no browser is named: clients get their review as a mail, and candor export --pdf writes nothing. Nothing else is missing.", ""
	}
	b := &printer.Browser{Path: browser, Limit: printer.Unhurried, Log: slog.New(slog.DiscardHandler)}
	if _, err := b.Print(ctx, []byte("<!DOCTYPE html>"+printer.Policy+"<title>Candor</title><p>Candor can print.")); err != nil {
		return "no PDF was made: " + err.Error() + ". Clients get their review as a mail all the same, and who is in charge hears that the PDF is missing.",
			"Run " + browser + " as the user that runs Candor, and look what it says. Chromium as a snap cannot read Candor's files; take the package of your system, or the headless shell."
	}
	return browser + " prints.", ""
}
