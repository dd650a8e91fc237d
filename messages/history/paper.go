package history

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/messages/kit"
	"candor/messages/ways"
)

// Paper is an incident as it is handed on: to whoever writes the review, to the
// insurer, to the court. It is of the team: nothing is taken out of it. Times are UTC;
// in JSON their shape is RFC 3339, and an empty field is left out.
type Paper struct {
	Incident string    `json:"incident"` // INC-7
	Title    string    `json:"title,omitempty"`
	Kind     string    `json:"kind"`
	Severity string    `json:"severity"`
	State    string    `json:"state"`
	Private  bool      `json:"private,omitempty"`
	Began    time.Time `json:"began"` // when the client began to notice, as far as is known
	Declared time.Time `json:"declared"`
	Resolved time.Time `json:"resolved,omitzero"`
	Closed   time.Time `json:"closed,omitzero"`
	Roles    []Held    `json:"roles,omitempty"`

	Clients  []ClientPaper `json:"clients"`
	Review   *ReviewPaper  `json:"review,omitempty"` // nil: none was opened
	Changes  []ChangePaper `json:"changes,omitempty"`
	Timeline []LinePaper   `json:"timeline"`
	Unread   []string      `json:"unread,omitempty"` // what there was and could not be read
}

// Held is a role and who had it last.
type Held struct {
	Role string `json:"role"`
	Name string `json:"name"`
}

// ClientPaper is what one client noticed, was told and was promised.
type ClientPaper struct {
	Name     string         `json:"name"`
	Impact   string         `json:"impact,omitempty"`
	Texts    []TextPaper    `json:"texts,omitempty"`
	Promises []PromisePaper `json:"promises,omitempty"`
}

// TextPaper is one text, as it was approved.
type TextPaper struct {
	N      int       `json:"n"`
	Kind   string    `json:"kind"`
	State  string    `json:"state"`
	Signed string    `json:"signed,omitempty"`
	At     time.Time `json:"at,omitzero"`   // when it left; zero: it did not
	Next   time.Time `json:"next,omitzero"` // when it said that they hear next
	To     []string  `json:"to,omitempty"`  // the ways
	Text   string    `json:"text"`
}

// PromisePaper is one promise and what became of it.
type PromisePaper struct {
	What    string    `json:"what"`
	Due     time.Time `json:"due"`
	Outcome string    `json:"outcome"`
	Settled time.Time `json:"settled,omitzero"`
}

// LinePaper is one line of the timeline.
type LinePaper struct {
	N       int       `json:"n"`
	At      time.Time `json:"at"`               // when it happened
	Written time.Time `json:"written,omitzero"` // when it was written down, if later
	By      string    `json:"by"`
	Text    string    `json:"text"`
	Before  []string  `json:"before,omitempty"` // what the note said before it was changed
}

// Record is what a paper is made of.
type Record struct {
	Incident *incident.Incident
	Lines    []timeline.Line
	Texts    []*update.Update // of all its clients
	Unread   []string
	Name     func(user string) string // how people call a Slack user
}

// Write makes the paper of an incident.
func Write(r Record) Paper {
	inc := r.Incident
	p := Paper{
		Incident: inc.Name(), Title: Named(inc.Title, r.Name), Kind: inc.Kind, Severity: fmt.Sprintf("%d", inc.Severity), State: string(inc.State), Private: inc.Private,
		Began: inc.Since, Declared: inc.DeclaredAt, Resolved: inc.ResolvedAt, Closed: inc.ClosedAt, Unread: r.Unread,
	}
	for role, user := range inc.Roles {
		if user != "" {
			p.Roles = append(p.Roles, Held{string(role), r.Name(user)})
		}
	}
	slices.SortFunc(p.Roles, func(a, b Held) int { return strings.Compare(a.Role, b.Role) })
	for _, aff := range inc.Everybody() {
		p.Clients = append(p.Clients, clientPaper(r, aff))
	}
	p.Review, p.Changes = reviewPaper(r), changePapers(r)
	for _, l := range r.Lines {
		line := LinePaper{N: l.N, At: l.Moment(), By: "Candor", Text: Said(l.Entry, time.UTC, r.Name, same)}
		if !l.Happened.IsZero() {
			line.Written = l.At
		}
		if l.By != "" {
			line.By = r.Name(l.By)
		}
		for _, c := range l.Changes {
			line.Before = append(line.Before, Named(c.From, r.Name))
		}
		p.Timeline = append(p.Timeline, line)
	}
	return p
}

func same(s string) string { return s }

func clientPaper(r Record, aff *incident.Affected) ClientPaper {
	c := ClientPaper{Name: aff.Client.Name, Impact: aff.Impact}
	if c.Impact == "" {
		c.Impact = r.Incident.Impact
	}
	c.Impact = Named(c.Impact, r.Name)
	if !r.Incident.HasClient(aff.Client.ID) {
		c.Impact = "It was not theirs: they were taken out. " + aff.Leaving.Why
	}
	for _, u := range r.Texts {
		if u.Client != aff.Client.ID {
			continue
		}
		t := TextPaper{N: u.N, Kind: kit.KindWord(u.Kind), State: string(u.State), Signed: u.Sender.Name, At: u.SentAt, Next: u.NextAt, Text: PlainText(u)}
		for _, to := range u.To {
			t.To = append(t.To, to.Via)
		}
		c.Texts = append(c.Texts, t)
	}
	for _, p := range aff.Promises {
		c.Promises = append(c.Promises, PromisePaper{What: Named(what(p), r.Name), Due: p.Known().DueAt, Outcome: outcome(p), Settled: p.SettledAt})
	}
	return c
}

func what(p promise.Promise) string {
	if p.Words != "" {
		return string(p.Kind) + ": " + p.Words
	}
	return string(p.Kind)
}

func outcome(p promise.Promise) string {
	if p.Outcome == promise.Pending {
		return "open"
	}
	return string(p.Outcome)
}

// PlainText is an update as it reads without markup: as a mail, or where there is none
// as it stood in Slack or was said.
func PlainText(u *update.Update) string {
	if t, ok := u.Texts[client.ViaEmail]; ok {
		return strings.TrimSpace(t.Body)
	}
	if t, ok := u.Texts[client.ViaSlack]; ok {
		return strings.TrimSpace(html.UnescapeString(t.Body))
	}
	for _, t := range u.Texts {
		return strings.TrimSpace(t.Body)
	}
	return strings.TrimSpace(u.Words["text"]) // told by hand: what was noted of it
}

const paperTime = "Mon 2 Jan 2006 15:04"

func stamp(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format(paperTime)
}

// Markdown writes the paper for people. Text of theirs is quoted or escaped: it never
// becomes a heading or HTML.
func (p Paper) Markdown(w io.Writer) error {
	var b strings.Builder
	title := p.Incident
	if p.Title != "" {
		title += ": " + inline(p.Title)
	}
	fmt.Fprintf(&b, "# %s\n\nInternal. All times are UTC.\n\n", title)
	fmt.Fprintf(&b, "| | |\n| --- | --- |\n| Kind | %s |\n| Severity | %s |\n| State | %s |\n| Began | %s |\n| Declared | %s |\n| Resolved | %s |\n| Closed | %s |\n",
		inline(kindWords(p.Kind)), p.Severity, p.State, stamp(p.Began), stamp(p.Declared), stamp(p.Resolved), stamp(p.Closed))
	for _, h := range p.Roles {
		fmt.Fprintf(&b, "| %s | %s |\n", inline(roleHeld(h.Role)), inline(h.Name))
	}
	for _, line := range p.Unread {
		fmt.Fprintf(&b, "\n**Could not be read:** %s\n", inline(line))
	}
	for _, c := range p.Clients {
		c.markdown(&b)
	}
	p.Review.markdown(&b)
	changesMarkdown(&b, p.Changes)
	b.WriteString("\n## Timeline\n\n")
	for _, l := range p.Timeline {
		fmt.Fprintf(&b, "- %s · %s: %s%s\n", stamp(l.At), inline(l.By), inline(l.Text), l.beside())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func signedBy(name string) string {
	if name == "" {
		return ""
	}
	return " · signed by " + inline(name)
}

// waysTo are ways to a client in words.
func waysTo(list []string) (words []string) {
	for _, via := range list {
		words = append(words, ways.WordsOf(via).Short)
	}
	return words
}

func (l LinePaper) beside() string {
	var list []string
	if !l.Written.IsZero() {
		list = append(list, "written down "+stamp(l.Written))
	}
	for _, old := range l.Before {
		list = append(list, "before: “"+inline(old)+"”")
	}
	if list == nil {
		return ""
	}
	return " *(" + strings.Join(list, "; ") + ")*"
}

func (c ClientPaper) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %s\n\nNoticed: %s\n", inline(c.Name), inline(c.Impact))
	if len(c.Promises) > 0 {
		b.WriteString("\n| Promised | Due | Outcome | Settled |\n| --- | --- | --- | --- |\n")
	}
	for _, p := range c.Promises {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", inline(promised(p.What)), stamp(p.Due), p.Outcome, stamp(p.Settled))
	}
	for _, t := range c.Texts {
		fmt.Fprintf(b, "\n### Text %d: %s\n\n%s · %s%s", t.N, inline(t.Kind), t.State, stamp(t.At), signedBy(t.Signed))
		if len(t.To) > 0 {
			fmt.Fprintf(b, " · %s", strings.Join(waysTo(t.To), ", "))
		}
		fmt.Fprintf(b, "\n\n> %s\n", strings.ReplaceAll(html.EscapeString(t.Text), "\n", "\n> "))
	}
}

// markup are the signs that mean something in Markdown.
var markup = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "#", `\#`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "\n", " ", "\r", " ")

// Inline is text of people's in one line of Markdown.
func Inline(s string) string { return markup.Replace(s) }

func inline(s string) string { return Inline(s) }
