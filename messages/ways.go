package messages

import (
	"fmt"
	"slices"
	"strings"

	"candor"
)

// resultsLine says what became of a client's newest update at each of its
// destinations, problems first; "" where there is nothing to say that "last told"
// does not: one Slack channel that has it.
func resultsLine(aff *candor.Affected, w pen) string {
	var list []candor.Result
	for _, r := range aff.Results {
		if resultRank(r) < silent {
			list = append(list, r)
		}
	}
	if len(list) == 0 || len(aff.Results) == 1 && list[0].To.Via == candor.ViaSlack && list[0].State == candor.Delivered {
		return ""
	}
	slices.SortStableFunc(list, func(a, b candor.Result) int { return resultRank(a) - resultRank(b) })
	var parts []string
	for i, r := range list {
		if i == shownResults && len(list) > shownResults+1 {
			parts = append(parts, fmt.Sprintf("%d more", len(list)-i))
			break
		}
		parts = append(parts, resultWords(r, w))
	}
	return clip(strings.Join(parts, " · "), maxResults)
}

// maxResults keeps what is said of one client to about a line.
const maxResults = 400

// shownResults is how many destinations a card names before it counts the rest.
const shownResults = 3

// silent is the rank of what is not worth a word: it only waits for its time.
const silent = 3

// resultRank orders results: what needs a person, what is under way, what is there.
func resultRank(r candor.Result) int {
	switch {
	case r.State == candor.Dead && !r.Unsure || r.State == candor.Asks:
		return 0
	case r.State == candor.InDoubt || r.Reason != "" && underWay(r):
		return 1
	case r.State == candor.Delivered || r.Unsure:
		return 2
	}
	return silent
}

func underWay(r candor.Result) bool { return r.State == candor.Waiting || r.State == candor.InFlight }

func resultWords(r candor.Result, w pen) string {
	where := resultPlace(r.To)
	if r.To.Optional && resultRank(r) == 0 {
		where += " (optional)"
	}
	switch {
	case r.State == candor.Dead && r.Unsure:
		return where + ": given up, not known whether it arrived"
	case r.State == candor.Dead:
		return "▲ " + where + ": not sent"
	case r.State == candor.Asks:
		return "▲ " + where + ": not known whether it arrived"
	case r.State == candor.InDoubt:
		return where + ": looking whether it arrived"
	case r.State != candor.Delivered:
		return where + ": trying again, " + escape(r.Reason)
	case r.Seen:
		return where + " ✓ somebody looked: it arrived"
	case r.To.Via == candor.ViaEmail: // more is not known
		return where + ": accepted by the mail server " + w.at(r.At)
	}
	return where + " ✓ " + w.at(r.At)
}

func resultPlace(to candor.Destination) string {
	switch to.Via {
	case candor.ViaEmail:
		return escape(to.To)
	case candor.ViaWebhook:
		return "webhook"
	}
	return "Slack"
}

// by says on which way a text goes, in a sentence that names the client already.
func by(to candor.Destination, w pen) string {
	switch {
	case to.Via == candor.ViaEmail:
		return " by e-mail to " + escape(to.To)
	case to.Via == candor.ViaWebhook:
		return " by webhook"
	case w.plain || to.To == "":
		return ""
	}
	return " in <#" + to.To + ">"
}

// whereToLook says how a person finds out whether a text arrived.
func whereToLook(to candor.Destination, w pen) string {
	switch to.Via {
	case candor.ViaEmail:
		return "Ask them, or whoever runs your mail server: has it left?"
	case candor.ViaWebhook:
		return "Ask them: is it there?"
	}
	return "Look" + by(to, w) + ": is it there?"
}
