package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/delivery"
	"candor/incident/outbox"
	"candor/incident/team"
)

// mailing logs in at the mail server, and sends a real mail if it was asked to.
func (d *doctor) mailing(ctx context.Context) {
	const subject = "mail"
	if d.c.Mail.Host == "" {
		if d.mail != "" {
			d.say(trouble, subject, "no test mail was sent: the config names no mail server.", "Add mail: with host and from.")
		}
		return
	}
	server := delivery.NewEmail(d.c.mailServer())
	server.Log = d.log
	defer d.mailbox(ctx)
	if !d.tried(subject, server.LogIn(ctx), "the server is reached, encrypted as mail.tls says, and takes the login.") || d.mail == "" {
		return
	}
	d.tried(subject, server.TestMail(ctx, d.mail, d.c.Company, d.now()), "the server took over a test mail to "+d.mail+". Look whether it arrived, and not among spam.")
}

// tried makes a finding of an attempt, and says whether it came off. Reasons are
// written for people in Slack, who have a button.
func (d *doctor) tried(subject string, o outbox.DeliveryOutcome, well string) bool {
	if o.Verdict == outbox.Sent {
		d.say(fine, subject, well, "")
		return true
	}
	reason := strings.NewReplacer(", then press Retry", "", "; then press Retry", "", "Whoever runs Candor has to ", "You have to ").Replace(o.Reason)
	text, fix, found := strings.Cut(reason, ". ")
	if !found {
		fix = "Check the address, the port, and what stands between it and this machine"
	}
	d.say(trouble, subject, text+".", strings.TrimSuffix(fix, ".")+".")
	return false
}

// waking looks at each wake address without calling it, and really rings one
// person if it was asked to.
func (d *doctor) waking(ctx context.Context) {
	ring := delivery.NewRing(d.c.guard())
	ring.Log = d.log
	people := d.c.people()
	some := slices.ContainsFunc(people, func(p team.Person) bool { return p.Wake != "" })
	if !some {
		d.say(warning, "waking", "nobody has a wake address: a missed promise at night reaches people by Slack only, and its Do Not Disturb holds that back.", "Write wake under people: docs/OPERATING.md says which services fit.")
	}
	for _, p := range people {
		subject := "waking " + p.Name
		switch {
		case p.Wake != "":
			d.tried(subject, ring.Look(ctx, p), "the wake address can be reached. Whether the phone rings only --ring "+p.Slack+" shows.")
		case some && slices.Contains(d.c.EscalateTo, p.Slack):
			d.say(warning, subject, "there is no wake address, and escalate_to counts on them.", "Write wake under people, or take them out of escalate_to.")
		}
	}
	if d.ring != "" {
		d.ringNow(ctx, ring, people)
	}
}

func (d *doctor) ringNow(ctx context.Context, ring *delivery.Ring, people []team.Person) {
	i := slices.IndexFunc(people, func(p team.Person) bool { return p.Slack == d.ring })
	switch {
	case i < 0:
		d.say(trouble, "ring", fmt.Sprintf("nobody was called: %q is nobody under people.", d.ring), "Write the Slack id of somebody there, for example U0BEN.")
	case people[i].Wake == "":
		d.say(trouble, "ring", "nobody was called: "+people[i].Name+" has no wake address.", "Write wake under people.")
	default:
		d.tried("ring", ring.Test(ctx, people[i]), "the wake address of "+people[i].Name+" took the call: the phone should ring now.")
	}
}
