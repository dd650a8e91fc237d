package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"candor/delivery/printer/printertest"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/sandbox/catch"
)

// mailed checks the mail that was caught: each is an approved text to the person
// whom it was approved for.
func mailed(list []catch.Mail, approved map[string]outbox.Delivery, seen map[string]int) error {
	var breaches []error
	for _, m := range list {
		id, _, _ := strings.Cut(strings.Trim(m.ID, "<>"), "@")
		d, ok := approved[id]
		switch {
		case !ok || d.Via != client.ViaEmail:
			breaches = append(breaches, fmt.Errorf("a mail that nobody approved went to %s: %q", m.To, m.Text))
		case d.To != m.To || !strings.Contains(m.Shown, "<"+m.To+">") || strings.Contains(m.Shown, ","):
			breaches = append(breaches, fmt.Errorf("%s was mailed to %s, shown as %s", d.Key, m.To, m.Shown))
		case m.Unparsed != "" || m.Text != d.Text.Body || m.Subject != d.Text.Subject:
			breaches = append(breaches, fmt.Errorf("%s reads %q: %q, but %q: %q was approved (%s)", d.Key, m.Subject, m.Text, d.Text.Subject, d.Text.Body, m.Unparsed))
		case d.Kind == outbox.Paper && (d.State == outbox.Recalled || len(m.Files) != 1 || m.Files[0].Type != "application/pdf"), d.Kind != outbox.Paper && len(m.Files) > 0:
			breaches = append(breaches, fmt.Errorf("%s carries %d files", d.Key, len(m.Files)))
		case d.Kind == outbox.Paper && !asMailed(m.Files[0].Data, d, approved):
			breaches = append(breaches, fmt.Errorf("%s has other words than the mail before it", d.Key))
		case slackMarks.MatchString(m.Text + m.Subject):
			breaches = append(breaches, fmt.Errorf("%s has a mark of Slack in a mail: %q", d.Key, m.Text))
		}
		seen[id]++
	}
	return errors.Join(breaches...)
}

// asMailed says whether a PDF has the words of the mail that it repeats, and next to no
// other. A browser that is a few lines of shell prints no letters.
func asMailed(pdf []byte, d outbox.Delivery, approved map[string]outbox.Delivery) bool {
	p := printertest.Read(pdf)
	letters := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for _, other := range approved {
		if other.Key == strings.Replace(d.Key, "/paper/", "/", 1) {
			return p.Pages == 0 || strings.Contains(letters(p.Text), letters(other.Text.Body)) && len(letters(p.Text)) < len(letters(other.Text.Body+other.Text.Subject))+100
		}
	}
	return false
}

// slackMarks are what only Slack can read.
var slackMarks = regexp.MustCompile(`<[@#!]|&(lt|gt|amp);`)

// hooked checks the webhooks that were called. Who takes webhooks knows a repeat
// by its id, so an id counts once, however often it came.
func hooked(list []catch.Call, approved map[string]outbox.Delivery, seen map[string]int) error {
	var breaches []error
	for _, c := range list {
		d, ok := approved[c.ID]
		switch {
		case !ok || d.Via != client.ViaWebhook:
			breaches = append(breaches, fmt.Errorf("a text that nobody approved went to the webhook of %s: %s", c.Name, c.Body))
		case c.Name != d.Client || !strings.HasSuffix(d.To, "/"+c.Name):
			breaches = append(breaches, fmt.Errorf("%s went to the webhook of %s", d.Key, c.Name))
		case c.Body != d.Text.Body || slackMarks.MatchString(c.Body):
			breaches = append(breaches, fmt.Errorf("%s reads %s, but %s was approved", d.Key, c.Body, d.Text.Body))
		case c.Signature != "verified":
			breaches = append(breaches, fmt.Errorf("%s is %s", d.Key, c.Signature))
		}
		if c.Taken() {
			seen[c.ID] = 1
		}
	}
	return errors.Join(breaches...)
}
