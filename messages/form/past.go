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

// pastPerPage is how many incidents are shown at once, maxSearch how much can be looked for.
const (
	pastPerPage = 15
	maxSearch   = 100
)

// Past shows one page of incidents that are over, newest first, and takes what to look
// for: ref.Key is that, ref.N the page, from 1; 0 and what is beyond is the first.
func Past(list []*incident.Incident, ref view.Ref, now time.Time) slack.ModalViewRequest {
	query := messages.Cut(strings.TrimSpace(ref.Key), maxSearch)
	pages := max(1, (len(list)+pastPerPage-1)/pastPerPage)
	page := ref.N
	if page < 1 || page > pages {
		page = 1
	}
	blocks := []slack.Block{field(FieldSearch, "Look for", "A client, a number, or what was noticed. Leave it empty for all.", true, textInput(query, false, maxSearch))}
	from := (page - 1) * pastPerPage
	shown := list[from:min(from+pastPerPage, len(list))]
	blocks = append(blocks, kit.Small("count", pastCount(query, from, len(shown), len(list))))
	var lines []string
	for _, inc := range shown {
		lines = append(lines, pastLine(inc, now))
	}
	for i, text := range kit.Pages(lines, kit.MaxSection) {
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("past%d", i), text))
	}
	var turn []slack.BlockElement
	if page > 1 {
		turn = append(turn, kit.Button(kit.ActPastNewer, view.Ref{N: page - 1, Key: query}, "Newer"))
	}
	if page < pages {
		turn = append(turn, kit.Button(kit.ActPastOlder, view.Ref{N: page + 1, Key: query}, "Older"))
	}
	if len(turn) > 0 {
		blocks = append(blocks, slack.NewActionBlock("turn", turn...))
	}
	return modal(kit.FormPast, "Past incidents", "Look", "Close", view.Ref{Key: query}, blocks...)
}

func pastCount(query string, from, shown, all int) string {
	about := ""
	if query != "" {
		about = " with “" + messages.Escape(query) + "”"
	}
	if all == 0 {
		return "No past incident" + about + " that you may see."
	}
	return fmt.Sprintf("%d to %d of %d%s, the newest first.", from+1, from+shown, all, about)
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
