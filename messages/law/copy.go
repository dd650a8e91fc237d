package law

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/forget"
	"candor/incident/law"
	"candor/incident/playbook"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/messages/history"
)

// Source is what the copy for our lawyer is made of.
type Source struct {
	Record  history.Record
	Client  string                  // the id of the one client that it is about
	Others  []client.Client         // that are known; nothing of theirs gets into it
	People  map[string]*forget.List // find those of others in a text, by their ids; nil of one: nobody knows who they are
	Company string
	Made    time.Time
}

// WriteCopy writes the copy for our lawyer as Markdown, and at its end the checksum of all
// that is above it: what was known when, what the client was told word for word, calls,
// the evidence that was saved, what may have to be reported. It is about one client:
// what names another one is taken out, and so is every password and key. Texts to the
// client are as they were sent, each with its checksum. Times are UTC.
func WriteCopy(w io.Writer, s Source) error {
	inc, aff := s.Record.Incident, s.Record.Incident.Affected(s.Client)
	hide := newVeil(s)
	var b strings.Builder
	by := ""
	if s.Company != "" {
		by = " by " + line(s.Company)
	}
	fmt.Fprintf(&b, "# Copy for our lawyer: %s, %s\n\nConfidential. Made%s on %s. All times are UTC.\n", inc.Name(), line(aff.Client.Name), by, stamp(s.Made))
	b.WriteString("What names another client, and every password and key, was taken out and reads [another client] and [a secret]. Texts to the client are as they were sent.\n")
	b.WriteString(s.unknownPeople())
	s.times(&b, hide)
	s.known(&b, hide)
	s.clocks(&b, hide)
	s.sent(&b)
	s.evidence(&b, hide)
	s.lines(&b, hide)
	fmt.Fprintf(&b, "\n## Checksums\n\nSHA-256. Each text: of its words as the record has them. Each line of what happened: of the line in the record and the sum before it, so that a line that was changed or left out shows.\n")
	for _, text := range s.Record.Unread {
		fmt.Fprintf(&b, "\n**Could not be read:** %s\n", hide.text(text))
	}
	_, err := fmt.Fprintf(w, "%s\nAll that is above this line: %x\n", b.String(), sha256.Sum256([]byte(b.String())))
	return err
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format("Mon 2 Jan 2006 15:04")
}

func line(text string) string { return history.Inline(text) }

// times are when it began, was noticed, was told.
func (s Source) times(b *strings.Builder, hide *veil) {
	inc, aff := s.Record.Incident, s.Record.Incident.Affected(s.Client)
	b.WriteString("\n## When\n\n| | |\n| --- | --- |\n")
	for _, row := range []struct {
		what string
		at   time.Time
	}{{"Began for the client", inc.Since}, {"Noticed", inc.Noticed()}, {"Declared", inc.DeclaredAt}, {"Aware that personal data is or may be affected", inc.Law.AwareAt},
		{"The client first heard of anything", aff.FirstAt}, {"The client heard that personal data is or may be affected", aff.Law.HeardAt}, {"Formal notice", aff.Law.NoticeAt}, {"Resolved", inc.ResolvedAt}, {"Closed", inc.ClosedAt}} {
		fmt.Fprintf(b, "| %s | %s |\n", row.what, stamp(row.at))
	}
	impact := aff.Impact
	if impact == "" {
		impact = inc.Impact
	}
	fmt.Fprintf(b, "\nWhat they noticed: %s\n", hide.text(impact))
	if by := inc.Law.SaidBy; by != "" {
		fmt.Fprintf(b, "\nThe time of becoming aware is as %s said on %s.\n", hide.text(s.Record.Name(by)), stamp(inc.Law.SaidAt))
	}
}

// known is what was answered and written down, in the order in which it was known.
func (s Source) known(b *strings.Builder, hide *veil) {
	b.WriteString("\n## What was known when\n\n")
	for _, l := range s.mine() {
		if slices.Contains(knowing, l.Kind) {
			fmt.Fprintf(b, "- %s · %s: %s\n", stamp(l.Moment()), s.who(l, hide), hide.text(s.said(l)))
		}
	}
}

// knowing are the lines that say what was known.
var knowing = []timeline.Kind{timeline.Declared, timeline.Fact, timeline.Known, timeline.KnownDropped, timeline.Unknown, timeline.UnknownDropped, timeline.StepFound, timeline.ClockAware, timeline.ClocksEnded, timeline.ClockEnded, timeline.ReviewAnswered}

// clocks are what may have to be reported.
func (s Source) clocks(b *strings.Builder, hide *veil) {
	inc, aff := s.Record.Incident, s.Record.Incident.Affected(s.Client)
	list := inc.Law.Clocks(aff.Party())
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## Legal clocks\n\n%s\n\n| What | Who | Counts from | Until | Ended |\n| --- | --- | --- | --- | --- |\n", Reminder)
	for _, c := range list {
		ended := ""
		switch {
		case c.State == law.Kept:
			ended = "told " + stamp(c.At)
		case c.Mark != nil:
			ended = fmt.Sprintf("%s, %s: %s", stamp(c.Mark.At), hide.text(s.Record.Name(c.Mark.By)), hide.text(c.Mark.Why))
		}
		fmt.Fprintf(b, "| %s %s | %s | %s | %s | %s |\n", c.Rule.Name, c.Limit.What, c.Rule.To, stamp(c.Start), stamp(c.Due), ended)
	}
}

// sent are the texts for the client, each with its checksum.
func (s Source) sent(b *strings.Builder) {
	b.WriteString("\n## What the client was told\n")
	for _, u := range s.Record.Texts {
		if u.Client != s.Client || u.SentAt.IsZero() {
			continue
		}
		fmt.Fprintf(b, "\n### Text %d, %s, signed by %s\n", u.N, stamp(u.SentAt), line(u.Sender.Name))
		if u.State == update.Withdrawn {
			b.WriteString("\nTaken back: it was recorded for them, and they were not told it.\n")
		}
		for _, via := range slices.Sorted(keys(u.Texts)) {
			t := u.Texts[via]
			fmt.Fprintf(b, "\n%s · SHA-256 %x\n\n", via, sha256.Sum256([]byte(t.Subject+"\n"+t.Body)))
			if t.Subject != "" {
				fmt.Fprintf(b, "> %s\n>\n", quoted(t.Subject))
			}
			fmt.Fprintf(b, "> %s\n", quoted(t.Body))
		}
		if len(u.Texts) == 0 {
			fmt.Fprintf(b, "\nby hand · SHA-256 %x\n\n> %s\n", sha256.Sum256([]byte(u.Words["text"])), quoted(u.Words["text"]))
		}
	}
}

func quoted(text string) string {
	return strings.ReplaceAll(html.EscapeString(html.UnescapeString(text)), "\n", "\n> ")
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// evidence are the steps that were done, with what was written down about them.
func (s Source) evidence(b *strings.Builder, hide *veil) {
	b.WriteString("\n## Steps and evidence\n\n")
	for _, it := range s.Record.Incident.Checklist {
		if it.State == playbook.ItemOpen {
			fmt.Fprintf(b, "- open: %s\n", hide.text(it.Text))
			continue
		}
		by := "Candor"
		if it.By != "" {
			by = hide.text(s.Record.Name(it.By))
		}
		fmt.Fprintf(b, "- %s · %s · %s: %s", it.State, stamp(it.At), by, hide.text(it.Text))
		if it.Reason != "" {
			fmt.Fprintf(b, " Why: %s", hide.text(it.Reason))
		}
		if it.Found != "" {
			fmt.Fprintf(b, " %s %s", hide.text(it.Ask), hide.text(it.Found))
		}
		b.WriteString("\n")
	}
}

// lines are what happened, each with a checksum that holds those before it.
func (s Source) lines(b *strings.Builder, hide *veil) {
	b.WriteString("\n## What happened\n\n")
	var sum [32]byte
	for _, l := range s.Record.Lines {
		text, _ := json.Marshal(l.Entry) // it was read from JSON
		sum = sha256.Sum256(append(sum[:], text...))
		if !s.about(l) {
			continue
		}
		fmt.Fprintf(b, "- %s · %s: %s", stamp(l.Moment()), s.who(l, hide), hide.text(s.said(l)))
		if !l.Happened.IsZero() {
			fmt.Fprintf(b, " (written down %s)", stamp(l.At))
		}
		for _, c := range l.Changes {
			fmt.Fprintf(b, " (before: “%s”)", hide.text(c.From))
		}
		fmt.Fprintf(b, " · %x\n", sum[:8])
	}
}

func (s Source) who(l timeline.Line, hide *veil) string {
	if l.By == "" {
		return "Candor"
	}
	return hide.text(s.Record.Name(l.By))
}

func (s Source) said(l timeline.Line) string {
	return history.Said(l.Entry, time.UTC, s.Record.Name, func(text string) string { return text })
}

// mine are the lines that may be read by whoever reads of this client.
func (s Source) mine() (list []timeline.Line) {
	for _, l := range s.Record.Lines {
		if s.about(l) {
			list = append(list, l)
		}
	}
	return list
}

// about says whether a line is about the client, or about no client alone.
func (s Source) about(l timeline.Line) bool { return l.Client == "" || l.Client == s.Client }

// Of is the client that a copy is about: the one that was named, or the only one.
func Of(inc *incident.Incident, id string) *incident.Affected {
	if id == "" && len(inc.Clients) != 1 {
		return nil
	}
	return inc.Affected(id)
}
