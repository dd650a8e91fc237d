package law

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/team"
)

// InsurerNotice is a notice for our own insurer, to copy: facts and times, no cause, no
// fault. It is made of answers and times alone: nothing that somebody typed gets into it,
// so it names no client, no machine and no key.
func InsurerNotice(inc *incident.Incident, company string, by team.Person, policy string, now time.Time) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Notice of an incident, %s (our reference %s)", now.UTC().Format("2 January 2006, 15:04 UTC"), inc.Name())
	line("Insured: %s", company)
	if policy != "" {
		line("Policy: %s", policy)
	}
	line("Noticed: %s", inc.Noticed().UTC().Format("2 January 2006, 15:04 UTC"))
	line("Clients concerned: %d", len(inc.Clients))
	line("What is known:")
	for _, s := range insured(inc) {
		line("- %s", s)
	}
	line("Clients told: %s", toldLine(inc))
	line("More follows as it is established.")
	line("This notice states facts and times as known now. It says nothing about cause or responsibility.")
	line("Contact: %s", strings.Join(present(by.Name, by.Phone, by.Email), ", "))
	return strings.TrimSpace(b.String())
}

// insured are the answers as an insurer reads them.
func insured(inc *incident.Incident) (list []string) {
	words := map[facts.Question]map[facts.Answer]string{
		facts.DataLost: {facts.Yes: "data is missing", facts.No: "no data is missing", facts.DontKnow: "whether data is missing is not known yet"},
		facts.Intruder: {facts.Confirmed: "somebody had access who should not have", facts.Suspected: "somebody may have had access who should not have; not confirmed", facts.No: "no access by anybody who should not have it", facts.DontKnow: "whether anybody had access is not known yet"},
		facts.Personal: {facts.Yes: "personal data is affected", facts.No: "no personal data is affected", facts.DontKnow: "whether personal data is affected is not known yet"},
	}
	for _, q := range []facts.Question{facts.DataLost, facts.Intruder, facts.Personal} {
		f := inc.Facts.Given[q]
		if s := words[q][f.Answer]; s != "" {
			list = append(list, fmt.Sprintf("%s (known since %s)", s, f.Since.UTC().Format("2 January, 15:04 UTC")))
		}
	}
	if len(list) == 0 {
		list = []string{"being established"}
	}
	return list
}

func toldLine(inc *incident.Incident) string {
	told, first := 0, time.Time{}
	for i := range inc.Clients {
		if at := inc.Clients[i].FirstAt; !at.IsZero() {
			if told++; first.IsZero() || at.Before(first) {
				first = at
			}
		}
	}
	if told == 0 {
		return "not yet"
	}
	return fmt.Sprintf("%d of %d, the first on %s", told, len(inc.Clients), first.UTC().Format("2 January, 15:04 UTC"))
}

func present(list ...string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
