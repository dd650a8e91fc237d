package form

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/score"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// FieldSearch is what is looked for among what is over.
const FieldSearch = "search"

// PastPerPage is how many incidents are shown at once, maxSearch how much can be looked for.
const (
	PastPerPage = 15
	maxSearch   = 100
)

// PastPage is a page of incidents that are over, newest first.
type PastPage struct {
	Query string
	Shown []*incident.Incident
	Newer int // where the page of newer ones begins, and of older ones; 0: there is none
	Older int
	Among int // so many were looked through, and there are older ones; 0: all
}

// Past shows one page of what is over, and takes what to look for.
func Past(p PastPage, now time.Time) slack.ModalViewRequest {
	query := messages.Cut(strings.TrimSpace(p.Query), maxSearch)
	blocks := []slack.Block{field(FieldSearch, "Look for", "A client, a number, or what was noticed. Leave it empty for all.", true, textInput(query, false, maxSearch))}
	blocks = append(blocks, kit.Small("count", pastCount(query, p)))
	var lines []string
	for _, inc := range p.Shown {
		lines = append(lines, pastLine(inc, now))
	}
	for i, text := range kit.Pages(lines, kit.MaxSection) {
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("past%d", i), text))
	}
	var turn []slack.BlockElement
	if p.Newer != 0 {
		turn = append(turn, kit.Button(kit.ActPastNewer, view.Ref{N: p.Newer, Key: query}, "Newer"))
	}
	if p.Older != 0 {
		turn = append(turn, kit.Button(kit.ActPastOlder, view.Ref{N: p.Older, Key: query}, "Older"))
	}
	if len(turn) > 0 {
		blocks = append(blocks, slack.NewActionBlock("turn", turn...))
	}
	return modal(kit.FormPast, "Past incidents", "Look", "Close", view.Ref{Key: query}, blocks...)
}

func pastCount(query string, p PastPage) string {
	about := ""
	if query != "" {
		about = " with “" + messages.Escape(query) + "”"
	}
	text := fmt.Sprintf("%d past incidents%s, the newest first.", len(p.Shown), about)
	switch {
	case len(p.Shown) == 0 && p.Among > 0:
		text = fmt.Sprintf("No past incident%s that you may see yet.", about)
	case len(p.Shown) == 0:
		return "No past incident" + about + " that you may see."
	case len(p.Shown) == 1:
		text = "1 past incident" + about + "."
	}
	if p.Among > 0 {
		text += fmt.Sprintf(" I have looked through %d: press Older to look further.", p.Among)
	}
	return text
}

// pastLine is an incident that is over: which, whose, what, since when, and how its
// promises were kept.
func pastLine(inc *incident.Incident, now time.Time) string {
	line := fmt.Sprintf("*%s* %s · %s", inc.Name(), messages.Escape(messages.Cut(screen.ClientNames(inc), 75)), messages.Escape(messages.Cut(cmp.Or(inc.Title, inc.Impact), 100)))
	line += fmt.Sprintf(" · %s · %s %s", kit.SeverityWord(inc.Severity), inc.State, kit.Day(inc.ClosedAt))
	var sum promise.Score
	for i := range inc.Clients {
		sum = sum.Plus(score.Of(&inc.Clients[i], now))
	}
	if t := sum.Promises; t.Of > 0 {
		line += fmt.Sprintf(" · %d of %d updates on time", t.Kept, t.Of)
	}
	if inc.Channel.ID != "" {
		line += " · <#" + inc.Channel.ID + ">"
	}
	return strings.ReplaceAll(line, "\n", " ")
}
