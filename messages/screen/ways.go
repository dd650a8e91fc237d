package screen

import (
	"fmt"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/messages"
	"candor/messages/kit"
)

// resultsLine says what became of a client's newest update at each of its
// destinations, problems first; "" where there is nothing to say that "last told"
// does not: one Slack channel that has it.
func resultsLine(aff *incident.Affected, w kit.Pen) string {
	var list []outbox.Result
	for _, r := range aff.Results {
		if resultRank(r) < silent {
			list = append(list, r)
		}
	}
	if len(list) == 0 || len(aff.Results) == 1 && list[0].To.Via == client.ViaSlack && list[0].State == outbox.Delivered {
		return ""
	}
	slices.SortStableFunc(list, func(a, b outbox.Result) int { return resultRank(a) - resultRank(b) })
	var parts []string
	for i, r := range list {
		if i == shownResults && len(list) > shownResults+1 {
			parts = append(parts, fmt.Sprintf("%d more", len(list)-i))
			break
		}
		parts = append(parts, resultWords(r, w))
	}
	return messages.Clip(strings.Join(parts, " · "), maxResults)
}

// maxResults keeps what is said of one client to about a line.
const maxResults = 400

// shownResults is how many destinations a card names before it counts the rest.
const shownResults = 3

// silent is the rank of what is not worth a word: it only waits for its time.
const silent = 3

// resultRank orders results: what needs a person, what is under way, what is there.
func resultRank(r outbox.Result) int {
	switch {
	case r.State == outbox.Dead && !r.Unsure || r.State == outbox.Asks:
		return 0
	case r.State == outbox.InDoubt || r.Reason != "" && underWay(r):
		return 1
	case r.State == outbox.Delivered || r.Unsure:
		return 2
	}
	return silent
}

func underWay(r outbox.Result) bool { return r.State == outbox.Waiting || r.State == outbox.InFlight }

func resultWords(r outbox.Result, w kit.Pen) string {
	where := resultPlace(r.To)
	if r.To.Optional && resultRank(r) == 0 {
		where += " (optional)"
	}
	switch {
	case r.State == outbox.Dead && r.Unsure:
		return where + ": given up, not known whether it arrived"
	case r.State == outbox.Dead:
		return "▲ " + where + ": not sent"
	case r.State == outbox.Asks:
		return "▲ " + where + ": not known whether it arrived"
	case r.State == outbox.InDoubt:
		return where + ": looking whether it arrived"
	case r.State != outbox.Delivered:
		return where + ": trying again, " + messages.Escape(r.Reason)
	case r.Seen:
		return where + " ✓ somebody looked: it arrived"
	case r.To.Via == client.ViaEmail: // more is not known
		return where + ": accepted by the mail server " + w.At(r.At)
	}
	return where + " ✓ " + w.At(r.At)
}

func resultPlace(to client.Destination) string {
	switch to.Via {
	case client.ViaEmail:
		return messages.Escape(to.To)
	case client.ViaWebhook:
		return "webhook"
	}
	return "Slack"
}

// by says on which way a text goes, in a sentence that names the client already.
func by(to client.Destination, w kit.Pen) string {
	switch {
	case to.Via == client.ViaEmail:
		return " by e-mail to " + messages.Escape(to.To)
	case to.Via == client.ViaWebhook:
		return " by webhook"
	case w.Plain || to.To == "":
		return ""
	}
	return " in <#" + to.To + ">"
}

// whereToLook says how a person finds out whether a text arrived.
func whereToLook(to client.Destination, w kit.Pen) string {
	switch to.Via {
	case client.ViaEmail:
		return "Ask them, or whoever runs your mail server: has it left?"
	case client.ViaWebhook:
		return "Ask them: is it there?"
	}
	return "Look" + by(to, w) + ": is it there?"
}
