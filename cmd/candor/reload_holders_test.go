package main

import (
	"strings"
	"testing"
)

// Who is in charge of an incident and is taken out of the config stays in charge, and the log
// says what follows from it, by what they have. Whose phone cannot ring any more is told.
func TestAReloadNamesWhoHasAPart(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.start()
	p.must(p.slack.Command(t.Context(), "@ana", "#team", "/incident declare sev2 globex Booking is slow"))
	p.until("it is declared", func() bool { return p.sees("@ana", "#team", "[Send]") })
	config := mustRead(t, p.dir+"/candor.yaml")
	line := func(name string) string {
		for l := range strings.Lines(config) {
			if strings.Contains(l, "name: "+name) {
				return l
			}
		}
		t.Fatalf("nobody is called %s", name)
		return ""
	}
	p.must(p.slack.Command(t.Context(), "@ana", "#team", "/incident INC-1 comms @ben"))
	p.until("Ben talks to the client", func() bool { return p.sees("@ana", "#team", "@ben") })
	p.rewrite(", wake: "+strings.TrimSuffix(strings.SplitAfter(line("Ben Okafor"), "wake: ")[1], "}\n"), "")
	p.logs("Ben Okafor has no wake address any more, and keeps their part in INC-1")
	p.logs("Give it to somebody else: /incident INC-1 comms @name")
	p.until("Ben is told", func() bool { return p.sees("@ben", "@candor", "your phone cannot ring any more") })
	p.until("the card shows it", func() bool { return p.sees("@ana", "#inc-1-globex-booking-is-slow", "Ben (no address)") })
	p.rewrite(line("Ana Ruiz"), "", line("Cleo Lindqvist"), "", "escalate_to: [U0BEN, U0CLEO]", "escalate_to: [U0BEN]")
	p.logs("Ana Ruiz stands under people no more, and keeps their part in INC-1. Nothing is lost")
	p.logs("Give it to somebody else: /incident INC-1 commander @name")
	p.until("Ana is told", func() bool { return p.sees("@ana", "@candor", "your phone cannot ring any more") })
	p.logs("the config was reloaded")
	if strings.Contains(p.log.String(), "Cleo Lindqvist stands") {
		t.Error("it names somebody who has no part in anything")
	}
}
