package report

import (
	"fmt"
	"html"
	"strings"
	"time"

	"candor/incident/figures"
	"candor/messages/clock"
)

// Measures of the picture, in its own units.
const (
	barLeft  = 270 // where bars begin: before them stands what was promised
	barTime  = 200 // as long as a promise that was kept to the last minute
	barMost  = 330 // as long as one that was missed, or very late
	barRow   = 26
	barTall  = 16
	barWidth = 740
)

// looks says how a bar is filled. None needs its colour to be told from the others:
// the words stand behind it.
var looks = map[figures.Outcome]string{figures.Kept: "#2e7d5b", figures.Late: "#d98e04", figures.Missed: "#b3261e"}

// bars draws a bar for each promise: up to the mark it was kept, beyond it the client
// waited longer than we had said.
func (r Client) bars(b *strings.Builder) {
	due := r.due()
	if len(due) == 0 {
		return
	}
	b.WriteString("<h2>What we promised</h2>\n<p>A bar for each promise. The line is the time that we had named: a bar that goes beyond it came later.</p>\n")
	tall := len(due)*barRow + 10
	// A phone pushes the picture sideways: smaller it could not be read.
	fmt.Fprintf(b, "<div class=\"bars\" tabindex=\"0\" role=\"group\" aria-label=\"A bar for each promise\"><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">\n", barWidth, tall, barWidth, tall, html.EscapeString(r.summary(due)))
	for i, p := range due {
		y := i*barRow + 5
		fmt.Fprintf(b, "<text x=\"0\" y=\"%d\">%s</text>\n", y+13, html.EscapeString(fmt.Sprintf("%s · %s · %s", clock.Sure(p.Due.In(r.Zone), "Mon 2 Jan 15:04"), p.Incident, kinds[p.Kind])))
		fmt.Fprintf(b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", barLeft, y, long(p), barTall, looks[p.Outcome])
		fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\">%s</text>\n", barLeft+max(long(p), barTime)+8, y+13, html.EscapeString(became(p)))
	}
	fmt.Fprintf(b, "<line x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\" stroke=\"#111\" stroke-width=\"1.5\"/>\n</svg></div>\n", barLeft+barTime, barLeft+barTime, tall)
}

// long is how long the bar of a promise is: what was told ahead of its time stays short
// of the mark by the share that was left of it.
func long(p figures.Promise) int {
	whole := max(p.Due.Sub(p.Made), time.Minute)
	part := func(d time.Duration) int { return max(6, int(barTime*min(2, d.Seconds()/whole.Seconds()))) }
	switch p.Outcome {
	case figures.Missed:
		return barMost
	case figures.Late:
		return min(barMost, barTime+part(p.Late))
	}
	return part(p.Done.Sub(p.Made))
}

// summary says the picture to whoever does not see it.
func (r Client) summary(due []figures.Promise) string {
	n := map[figures.Outcome]int{}
	for _, p := range due {
		n[p.Outcome]++
	}
	return fmt.Sprintf("%d promises. Kept: %d. Late: %d. Missed: %d.", len(due), n[figures.Kept], n[figures.Late], n[figures.Missed])
}
