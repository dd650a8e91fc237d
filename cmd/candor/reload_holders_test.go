package main

import (
	"strings"
	"testing"
)

// Who is in charge of an incident and is taken out of the config stays in charge, and the log
// says what follows from it.
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
	p.rewrite(line("Ana Ruiz"), "", line("Cleo Lindqvist"), "", "escalate_to: [U0BEN, U0CLEO]", "escalate_to: [U0BEN]")
	p.logs("Ana Ruiz stands under people no more, and keeps their part in INC-1. Nothing is lost")
	p.logs("the config was reloaded")
	if strings.Contains(p.log.String(), "Cleo Lindqvist stands") {
		t.Error("it names somebody who has no part in anything")
	}
}
