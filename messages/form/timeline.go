package form

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/history"
	"candor/messages/kit"
)

const (
	// linesPerPage is how many lines of a timeline are read at once.
	linesPerPage = 20
	// maxLine is how much of one line a page shows; an export has all of it.
	maxLine = 600
)

// Timeline shows one page of what happened in an incident, in the reader's zone. Pages
// count from 1, the oldest first; 0 and what is beyond is the newest.
func Timeline(inc *incident.Incident, lines []timeline.Line, page int, zone *time.Location) slack.ModalViewRequest {
	pages := max(1, (len(lines)+linesPerPage-1)/linesPerPage)
	if page < 1 || page > pages {
		page = pages
	}
	shown := lines[(page-1)*linesPerPage : min(page*linesPerPage, len(lines))]
	blocks := []slack.Block{kit.Small("pages", fmt.Sprintf("Lines %d to %d of %d, times in %s. To add one, type `note`, for example `note 13:50 the alarm rang`.",
		(page-1)*linesPerPage+1, (page-1)*linesPerPage+len(shown), len(lines), messages.Escape(zone.String())))}
	day := ""
	var said []string
	flush := func() {
		for i, text := range kit.Pages(said, kit.MaxSection) {
			blocks = append(blocks, kit.Paragraph(fmt.Sprintf("lines-%d-%d", len(blocks), i), text))
		}
		said = nil
	}
	for _, l := range shown {
		if d := l.Moment().In(zone).Format("Monday 2 January 2006"); d != day {
			flush()
			day = d
			said = append(said, "*"+d+"*")
		}
		said = append(said, timelineLine(l, zone))
	}
	flush()
	if b := pageButtons(inc, page, pages); len(b) > 0 {
		blocks = append(blocks, slack.NewActionBlock("turn", b...))
	}
	f := modal(kit.FormPreview, inc.Name()+": timeline", "", "Close", view.Ref{Number: inc.Number}, blocks...)
	f.Submit = nil
	return f
}

// timelineLine is one line: when, its number, by whom, what, and what was changed in it.
func timelineLine(l timeline.Line, zone *time.Location) string {
	who := "Candor"
	if l.By != "" {
		who = kit.Mention(l.By)
	}
	text := fmt.Sprintf("%s · %d · %s: %s", l.Moment().In(zone).Format("15:04"), l.N, who, messages.Clip(history.Said(l.Entry, zone, kit.Mention, messages.Escape), maxLine))
	var more []string
	if !l.Happened.IsZero() {
		more = append(more, "written at "+l.At.In(zone).Format("15:04 on 2 Jan"))
	}
	for _, c := range l.Changes {
		more = append(more, fmt.Sprintf("changed by %s at %s, before: “%s”", kit.Mention(c.By), c.At.In(zone).Format("15:04 on 2 Jan"), messages.Escape(kit.Glimpse(c.From))))
	}
	if len(more) > 0 {
		text += " _(" + strings.Join(more, "; ") + ")_"
	}
	return strings.ReplaceAll(text, "\n", " ")
}

// OfferCopy puts the copy for our lawyer under a timeline.
func OfferCopy(f *slack.ModalViewRequest, inc *incident.Incident) {
	f.Blocks.BlockSet = append(f.Blocks.BlockSet, slack.NewActionBlock("copy", kit.Button(kit.ActCopy, view.Ref{Number: inc.Number}, "Copy for our lawyer")))
}

// Copy says in the place of the timeline how the copy for our lawyer is made.
func Copy(inc *incident.Incident, text string) slack.ModalViewRequest {
	f := modal(kit.FormPreview, inc.Name()+": for our lawyer", "", "Close", view.Ref{Number: inc.Number}, kit.Paragraph("lawyer", messages.Clip(text, kit.MaxSection)),
		slack.NewActionBlock("back", kit.Button(kit.ActAfter, view.Ref{Number: inc.Number}, "Back to the timeline")))
	f.Submit = nil
	return f
}

func pageButtons(inc *incident.Incident, page, pages int) (list []slack.BlockElement) {
	if page > 1 {
		list = append(list, kit.Button(kit.ActEarlier, view.Ref{Number: inc.Number, N: page - 1}, "Earlier"))
	}
	if page < pages {
		list = append(list, kit.Button(kit.ActAfter, view.Ref{Number: inc.Number, N: page + 1}, "Later"))
	}
	return list
}
