package ways

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/messages"
	"candor/messages/kit"
)

// publicAddress is an address without user, query and fragment: a key may stand
// in each of them.
func publicAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "their system"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

// ResultsLine says what became of a client's newest update at each of its
// destinations, problems first; "" where there is nothing to say that "last told"
// does not: one Slack channel that has it.
func ResultsLine(aff *incident.Affected, w kit.Pen) string {
	var list []outbox.Result
	for _, r := range aff.Results {
		if resultRank(r) < silent {
			list = append(list, r)
		}
	}
	if len(list) == 0 || len(aff.Results) == 1 && list[0].To.Way().Thread && list[0].State == outbox.Delivered {
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

// Unread says by which ways to a client nothing is expected to be read: a channel in which
// nobody of theirs is, an address that did not take our last text; "" if by all it is.
func Unread(aff *incident.Affected) string {
	var text string
	if aff.Away {
		text = " Nobody of theirs is in their Slack channel, so nothing is sent there. Share it with them again, or call them."
	}
	for _, r := range aff.Results {
		if r.State == outbox.Dead && !r.Unsure && !r.To.Way().Thread && aff.Client.Has(r.To.Via, r.To.To) {
			text += fmt.Sprintf(" Our last text did not get to %s. The next one goes there, too: correct the address in their profile if it is wrong, or call them.", WordsOf(r.To.Via).place(r.To))
		}
	}
	return text
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
	case r.State == outbox.Dead && !r.Unsure || r.State == outbox.NeedsDecision:
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
	where := WordsOf(r.To.Via).place(r.To)
	if r.To.Optional && resultRank(r) == 0 {
		where += " (optional)"
	}
	switch {
	case r.State == outbox.Dead && r.Unsure:
		return where + ": given up, not known whether it arrived"
	case r.State == outbox.Dead && r.Back:
		return "▲ " + where + ": came back"
	case r.State == outbox.Dead:
		return "▲ " + where + ": not sent"
	case r.State == outbox.NeedsDecision:
		return "▲ " + where + ": not known whether it arrived"
	case r.State == outbox.InDoubt:
		return where + ": looking whether it arrived"
	case r.State != outbox.Delivered:
		return where + ": trying again, " + messages.Escape(r.Reason)
	case r.Seen:
		return where + " ✓ somebody looked: it arrived"
	case WordsOf(r.To.Via).taken != "":
		return where + ": " + WordsOf(r.To.Via).taken + " " + w.At(r.At)
	}
	return where + " ✓ " + w.At(r.At)
}

// wayWords are those of a way to a client. What may be secret in an address is in
// none of them.
type wayWords struct {
	place   func(client.Destination) string          // where a text is: in a list of results
	by      func(client.Destination, kit.Pen) string // how it goes there, in a sentence that names the client already: " by webhook"
	Goes    string                                   // behind who gets it: " by e-mail"
	Name    func(client.Destination, kit.Pen) string // who gets it, among others
	Address func(client.Destination) string          // who gets it, so that nobody is mistaken for another
	Reached func(client.Destination) string          // in a list of clients
	Short   string                                   // of those who get it, in a few words: "by e-mail"
	look    string                                   // how a person finds out whether it arrived; %s is where
	taken   string                                   // what is known of one that arrived, if that is less than ✓
	Silent  bool                                     // the client's name says it: their channel
	IDs     [2]string                                // of the blocks that show who gets it, and the text
	About   string                                   // what a text becomes that no person reads
}

// wordsByWay has a row for each way.
var wordsByWay = map[string]wayWords{
	client.ViaSlack: {
		place: always("Slack"), by: inChannel, Address: channelLink, Reached: channelLink, Short: "in their Slack channel",
		Name: func(_ client.Destination, w kit.Pen) string {
			if w.Plain {
				return "their Slack channel"
			}
			return "Slack"
		},
		look: "Look%s: is it there?", Silent: true, IDs: [2]string{"to", "text"},
	},
	client.ViaEmail: {
		place: escapedAddress, Address: personAndAddress, Short: "by e-mail", Goes: " by e-mail",
		by:   func(to client.Destination, _ kit.Pen) string { return " by e-mail to " + escapedAddress(to) },
		Name: func(to client.Destination, _ kit.Pen) string { return to.To },
		Reached: func(to client.Destination) string {
			return "mail to " + messages.Escape(messages.Cut(cmp.Or(to.Name, to.To), 40))
		},
		look: "Ask them, or whoever runs your mail server: has it left?", taken: "accepted by the mail server", IDs: [2]string{"mail", "mail"},
	},
	client.ViaWebhook: {
		place: always("webhook"), Reached: always("webhook"), Short: "to their system",
		by:      func(client.Destination, kit.Pen) string { return " by webhook" },
		Name:    func(client.Destination, kit.Pen) string { return "their webhook" },
		Address: func(to client.Destination) string { return messages.Escape(publicAddress(to.To)) },
		look:    "Ask them: is it there?", IDs: [2]string{"webhook", "webhook-text"},
		About: "as JSON, with the status, the number of the update and the next time",
	},
}

// WordsOf returns the words of a way. One that nobody knows is spoken of as the
// client's channel.
func WordsOf(via string) wayWords {
	if words, ok := wordsByWay[via]; ok {
		return words
	}
	return wordsByWay[client.ViaSlack]
}

func always(s string) func(client.Destination) string {
	return func(client.Destination) string { return s }
}

func channelLink(to client.Destination) string { return "<#" + to.To + ">" }

func escapedAddress(to client.Destination) string { return messages.Escape(to.To) }

func personAndAddress(to client.Destination) string {
	if to.Name == "" {
		return escapedAddress(to)
	}
	return messages.Escape(to.Name + " (" + to.To + ")")
}

func inChannel(to client.Destination, w kit.Pen) string {
	if w.Plain || to.To == "" {
		return ""
	}
	return " in " + channelLink(to)
}

// NewerAccepted says whether all that is known of a newer text at the place of an older one
// is that a mail server took it, as it had taken the one that came back.
func NewerAccepted(aff *incident.Affected, d outbox.Delivery) bool {
	return WordsOf(d.Data.Via).taken != "" && slices.ContainsFunc(aff.Results, func(r outbox.Result) bool {
		return r.To.Via == d.Data.Via && r.To.To == d.Data.To && r.Update > d.Update && r.State == outbox.Delivered && !r.Seen
	})
}

// None says whether nothing of ours reaches a client now: no way leads to them, or only a
// channel in which nobody of theirs is.
func None(aff *incident.Affected) bool {
	return !slices.ContainsFunc(aff.Client.Destinations(), func(d client.Destination) bool { return !aff.Away || !d.Way().Thread })
}

// By says on which way a text goes, in a sentence that names the client already.
func By(to client.Destination, w kit.Pen) string { return WordsOf(to.Via).by(to, w) }

// Beside is by, but for a way that goes without saying.
func Beside(to client.Destination, w kit.Pen) string {
	if WordsOf(to.Via).Silent {
		return ""
	}
	return By(to, w)
}

// WhereToLook says how a person finds out whether a text arrived.
func WhereToLook(to client.Destination, w kit.Pen) string {
	return strings.Replace(WordsOf(to.Via).look, "%s", By(to, w), 1)
}

// To says in a few words on which ways a client is reached: one that has a
// destination for each person last, with their number.
func To(list []client.Destination) (words []string) {
	count := map[string]int{}
	for _, d := range list {
		count[d.Via]++
	}
	for _, each := range []bool{false, true} {
		for _, via := range client.Ways {
			switch {
			case count[via] == 0 || client.WayOf(via).Each != each:
			case count[via] == 1:
				words = append(words, WordsOf(via).Short)
			default:
				words = append(words, fmt.Sprintf("%s to %d people", WordsOf(via).Short, count[via]))
			}
		}
	}
	return words
}
