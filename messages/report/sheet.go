package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"candor/incident/figures"
	"candor/messages"
	"candor/messages/kit"
)

// Sheet is the figures of all that was counted, of each client and of each incident. It
// is for the team. Times are UTC; in JSON their shape is RFC 3339.
type Sheet struct {
	Month  string    `json:"month"` // March 2026, or all time
	At     time.Time `json:"at"`    // as of when
	All    Part      `json:"all"`
	Client []Part    `json:"clients,omitempty"`   // in order of their ids
	Each   []Part    `json:"incidents,omitempty"` // the earliest first
	Unread []string  `json:"unread,omitempty"`    // what there was and could not be read
}

// Part is the figures of one client or of one incident, or of all; then both are empty.
type Part struct {
	Client   string          `json:"client,omitempty"`   // its id
	Name     string          `json:"name,omitempty"`     // of the client
	Incident string          `json:"incident,omitempty"` // INC-7
	Cases    int             `json:"cases"`              // incidents, each once for each of its clients
	Figures  []figures.Value `json:"figures"`
}

// Count makes the sheet of what was read.
func Count(cases []figures.Case, m figures.Month, now time.Time) Sheet {
	sheet := Sheet{Month: m.String(), At: now.UTC()}
	var all figures.Sample
	clients, names := map[string]figures.Sample{}, map[string]string{}
	for _, c := range cases {
		s := figures.Count(c, m, now)
		if s.Cases == 0 {
			continue
		}
		id := c.Client.Client.ID
		all, clients[id], names[id] = all.Plus(s), clients[id].Plus(s), c.Client.Client.Name
		sheet.Each = append(sheet.Each, Part{Client: id, Name: names[id], Incident: c.Incident.Name(), Cases: s.Cases, Figures: s.Table()})
	}
	sheet.All = Part{Cases: all.Cases, Figures: all.Table()}
	for id, s := range clients {
		sheet.Client = append(sheet.Client, Part{Client: id, Name: names[id], Cases: s.Cases, Figures: s.Table()})
	}
	slices.SortFunc(sheet.Client, func(a, b Part) int { return cmp.Compare(a.Client, b.Client) })
	return sheet
}

// Text writes the sheet for a terminal.
func (s Sheet) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "How clients were told · %s · as of %s UTC\n", s.Month, s.At.Format("Mon 2 Jan 2006 15:04"))
	for _, line := range s.Unread {
		fmt.Fprintf(&b, "Could not be read: %s\n", line)
	}
	s.All.text(&b, "All clients · "+incidents(s.All.Cases))
	for _, p := range s.Client {
		p.text(&b, fmt.Sprintf("%s (%s) · %s", oneLine(p.Name), p.Client, incidents(p.Cases)))
	}
	for _, p := range s.Each {
		p.text(&b, fmt.Sprintf("%s · %s", p.Incident, oneLine(p.Name)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p Part) text(b *strings.Builder, head string) {
	fmt.Fprintf(b, "\n%s\n", head)
	if p.Cases == 0 {
		b.WriteString("  Nothing to count.\n")
		return
	}
	for _, v := range p.Figures {
		fmt.Fprintf(b, "  %-4s %-31s %s\n", v.ID, v.Name, Say(v))
	}
}

func incidents(n int) string {
	if n == 1 {
		return "1 incident"
	}
	return fmt.Sprintf("%d incidents", n)
}

// oneLine takes what would break a line out of people's words.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Say writes a figure in words. What nobody knows is said to be unknown.
func Say(v figures.Value) string {
	var more []string
	if v.Unknown > 0 && v.Main != nil {
		more = append(more, fmt.Sprintf("%d unknown", v.Unknown))
	}
	if v.Open > 0 {
		more = append(more, fmt.Sprintf("%d still overdue", v.Open))
	}
	text := ""
	switch {
	case v.Main == nil && v.Unknown > 0:
		text = fmt.Sprintf("unknown (%d)", v.Unknown)
	case v.Main == nil:
		text = v.None
	case v.Unit == figures.Minutes:
		text = minutes(*v.Main)
	case v.Of > 0:
		text = fmt.Sprintf("%d of %d", v.Part, v.Of)
	default:
		text = fmt.Sprintf("%d %%", int(*v.Main)) // rounded down: nearly all is not all
	}
	if v.Beside != nil && v.Days {
		text += fmt.Sprintf(" · %s: %s", v.Says, messages.Span(time.Duration(*v.Beside*24*float64(time.Hour))))
	} else if v.Beside != nil {
		text += fmt.Sprintf(" · %s: %s", v.Says, minutes(*v.Beside))
	}
	if len(more) > 0 {
		text += " · " + strings.Join(more, ", ")
	}
	return text
}

func minutes(n float64) string {
	return messages.Span(time.Duration(n * float64(time.Minute)).Round(time.Second))
}

// Brief is the figures as Slack shows them to whoever asked. What is about one incident
// or one client says so in head.
func Brief(head string, s Sheet) kit.Post {
	if s.All.Cases == 0 {
		return kit.Plain(fmt.Sprintf("*%s, %s* Nothing to count: no incident that you may see.", messages.Escape(head), s.Month))
	}
	text := fmt.Sprintf("*%s, %s* · %s", messages.Escape(head), s.Month, incidents(s.All.Cases))
	for _, v := range s.All.Figures {
		text += fmt.Sprintf("\n%s: *%s*", v.Name, Say(v))
	}
	return kit.Plain(text)
}
