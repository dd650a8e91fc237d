package typed

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/playbook"
)

// Lexicon is what the words of a declaration are looked up in.
type Lexicon struct {
	Command string          // the slash command
	Clock   Clock           // the person's
	Clients []client.Client // those for whom an incident can be declared
	Kinds   []string        // ids of the playbooks
	Books   map[string]*playbook.Playbook
}

// Declaration is what was typed after declare.
type Declaration struct {
	Severity client.Severity
	Client   string    // id
	Also     []string  // ids or tags
	Kind     string    // empty: the usual one
	Words    string    // what they notice, as it was typed, without since when
	Since    time.Time // zero: they did not say
}

var severityWord = regexp.MustCompile(`(?i)^sev(?:erity)?[-\s\p{Zs}\p{Cf}]{0,3}(\d{1,3})(?:[:,\s\p{Zs}\p{Cf}]|$)`)

// Declare reads one line: sev1 acme Checkout is down. The severity, the client and
// the kind may come in any order before the words. A client may be written by its
// id or by any of its names, which is taken whole. A slip says which word is missing
// or wrong, and offers what was probably meant.
func (x *Lexicon) Declare(args string) (d Declaration, slip *fault.Error) {
	rest, joined := trim(args), false
	for rest != "" {
		before := rest
		if m := severityWord.FindStringSubmatch(rest); m != nil && d.Severity == 0 {
			n, _ := strconv.Atoi(m[1]) // the pattern lets digits through
			if d.Severity = client.Severity(n); !d.Severity.Valid() {
				return d, x.noSeverity(d, "sev"+m[1], rest[len(m[0]):])
			}
			rest = trim(rest[len(m[0]):])
			continue
		}
		rest, joined = x.takeName(&d, rest, joined)
		if rest == before {
			break
		}
	}
	d.Words = rest
	if slip := x.missing(d); slip != nil {
		return d, slip
	}
	if d.Long() { // no line can be made of it: the form has its words whole
		return d, nil
	}
	if pb := x.Books[d.Kind]; pb != nil && pb.BadNews { // it is found at a time: what is said of when it happened stays
		d.Words = Notice(d.Words, x.byID(d.Client))
		return d, nil
	}
	if utf8.RuneCountInString(d.Words) > fault.MaxLine { // the form asks for one line of it, and since when
		return d, nil
	}
	began := x.Clock.Began(d.Words)
	d.Words, d.Since = Notice(began.Words, x.byID(d.Client)), began.At
	if began.Unread != "" {
		return d, x.sinceWhen(d, began.Unread)
	}
	if d.Words != "" && !strings.Contains(d.Words, " ") {
		return d, x.slip("“%s” alone does not say what they notice, and the client reads this line. Type for example: `%s %s is down`.", Clip(d.Words), x.Command, d.line()).
			Offering(fault.Ready{Line: d.line() + " is down", Label: Clip(d.Words) + " is down"}, fault.Ready{Line: d.line() + " is slow", Label: Clip(d.Words) + " is slow"}, fault.Ready{Line: "new " + d.Words, Label: "Fill in the form"})
	}
	return d, x.missing(d)
}

// sinceWhen asks back since when it is so, where the words say something of it that is no
// instant. A client reads a time.
func (x *Lexicon) sinceWhen(d Declaration, unread string) *fault.Error {
	fixed := d
	fixed.Words += " since " + x.Clock.Now.Add(-time.Hour).In(cmp.Or(x.Clock.Zone, time.UTC)).Format("15:04")
	return x.slip("Since when exactly? The client reads a time, and “%s” gives none. If you do not know it, write the earliest that you are sure of, for example: `%s %s`.", Clip(unread), x.Command, fixed.line()).
		Offering(fault.Ready{Line: "new " + d.Words, Label: "Fill in the form"})
}

// Long says whether what they notice is more than a client may read first.
func (d Declaration) Long() bool { return utf8.RuneCountInString(d.Words) > fault.MaxLine }

// takeName reads the next client, tag or kind, if one stands there. joined says
// that a comma or “and” stood before it.
func (x *Lexicon) takeName(d *Declaration, text string, joined bool) (rest string, comma bool) {
	word, after := FirstWord(text)
	word, comma = strings.CutSuffix(word, ",")
	word = strings.TrimSuffix(word, ":")
	id := strings.ToLower(word)
	if c, n := x.named(text); c != nil && c.ID != d.Client && (d.Client == "" || joined || x.byID(id) != nil) {
		if d.Client != "" {
			d.Also = append(d.Also, c.ID)
		} else {
			d.Client = c.ID
		}
		return trim(text[n:]), strings.HasPrefix(text[n:], ",")
	}
	switch {
	case d.Client != "" && (id == "and" || id == "&") && x.isName(after):
		return after, true
	case d.Client != "" && len(client.Tagged(x.Clients, word)) > 0:
		d.Also = append(d.Also, word)
		return after, comma
	case slices.Contains(x.Kinds, strings.ReplaceAll(id, "-", "_")):
		d.Kind = strings.ReplaceAll(id, "-", "_")
		return after, false
	}
	return text, false
}

// Those reads clients and tags, by whatever name, with spaces or commas between them. What
// is none stays as it was written.
func (x *Lexicon) Those(text string) (names []string) {
	for text = trim(text); text != ""; text = trim(text) {
		if c, n := x.named(text); c != nil {
			names, text = append(names, c.ID), text[n:]
			continue
		}
		word, after := FirstWord(text)
		word, more, _ := strings.Cut(word, ",")
		names, text = append(names, word), more+" "+after
	}
	return names
}

func (x *Lexicon) isName(text string) bool {
	c, _ := x.named(text)
	return c != nil
}

func (x *Lexicon) byID(id string) *client.Client {
	i := slices.IndexFunc(x.Clients, func(c client.Client) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &x.Clients[i]
}

// named is the client whose id or longest name a text begins with, and how long
// that is there.
func (x *Lexicon) named(text string) (found *client.Client, n int) {
	for i := range x.Clients {
		c := &x.Clients[i]
		for _, name := range append([]string{c.ID}, c.Names()...) {
			if m := begins(text, name); m > n {
				found, n = c, m
			}
		}
	}
	return found, n
}

// begins is how much of a text a name takes at its beginning, whatever the
// capitals, the quotes around it and the spaces in it; 0 if it does not begin so.
func begins(text, name string) int {
	at := 0
	skip := func(is func(rune) bool) {
		for at < len(text) {
			r, size := utf8.DecodeRuneInString(text[at:])
			if !is(r) {
				return
			}
			at += size
		}
	}
	quote := func(r rune) bool { return strings.ContainsRune("\"“”„'‘’`", r) }
	skip(quote)
	for i, word := range strings.Fields(name) {
		if i > 0 {
			was := at
			if skip(unseen); at == was {
				return 0
			}
		}
		if len(text)-at < len(word) || !strings.EqualFold(text[at:at+len(word)], word) {
			return 0
		}
		at += len(word)
	}
	skip(quote)
	if r, _ := utf8.DecodeRuneInString(text[at:]); at < len(text) && !unseen(r) && r != ',' && r != ':' {
		return 0
	}
	return at
}

// trim takes off what parts words from each other.
func trim(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool { return unseen(r) || r == ',' || r == ':' || r == ';' })
}

// missing says what a declaration lacks.
func (x *Lexicon) missing(d Declaration) *fault.Error {
	word, after := FirstWord(d.Words)
	switch {
	case d.Client == "" && len(x.Clients) == 0:
		return x.slip("There is no client yet. Make one with `%s clients`, or type `%s new` for a client who is in no list.", x.Command, x.Command).Offering(fault.Ready{Line: "new", Label: "Fill in the form"})
	case d.Client == "" && word == "":
		return x.slip("Type how bad it is, the client and what they notice: `%s declare sev1 %s Checkout is down`. Or type `%s new` for a form.", x.Command, x.Clients[0].ID, x.Command).
			Offering(fault.Ready{Line: "new", Label: "Fill in the form"})
	case d.Severity == 0 && strings.HasPrefix(strings.ToLower(word), "sev"):
		return x.noSeverity(d, word, after)
	case d.Client == "":
		near := x.near(strings.Trim(word, ",:"))
		if near == nil {
			return x.slip("There is no client “%s”. The clients are %s. Type the line again with one of them behind the severity, or `%s new` for a form.", Clip(word), x.some(), x.Command).
				Offering(fault.Ready{Line: "new", Label: "Fill in the form"})
		}
		fixed := d
		fixed.Client, fixed.Words = near.ID, after
		switch {
		case fixed.Words == "":
			return x.slip("There is no client “%s”. Did you mean %s (%s)? Type for example: `%s %s`.", Clip(word), near.ID, near.Name, x.Command, fixed.with(client.BusinessStopped)).
				Offering(fault.Ready{Line: "new", Label: "Fill in the form"})
		case fixed.Severity == 0:
			return x.slip("There is no client “%s”. Did you mean %s (%s), and how bad is it for them? %s Type for example: `%s %s`.", Clip(word), near.ID, near.Name, howBad(), x.Command, fixed.with(client.BusinessStopped)).Offering(fixed.bySeverity()...)
		}
		return x.slip("There is no client “%s”. Did you mean %s (%s)? Then type: `%s %s`.", Clip(word), near.ID, near.Name, x.Command, fixed.line()).
			Offering(fault.Ready{Line: fixed.line(), Label: "Yes: " + fixed.line()})
	case d.Severity == 0:
		return x.slip("How bad is it for %s? %s Type for example: `%s %s`.", d.Client, howBad(), x.Command, d.with(client.BusinessStopped)).Offering(d.bySeverity()...)
	case d.Words == "":
		d.Words = "Checkout is down"
		return x.slip("What does %s notice? Type it behind, for example: `%s %s`.", d.Client, x.Command, d.line()).
			Offering(fault.Ready{Line: "new", Label: "Fill in the form"})
	}
	return nil
}

// severities say how bad it is for a client, the worst first.
var severities = []string{"their business stopped", "an important part is broken", "small", "a near miss"}

// howBad is the list of them.
func howBad() string {
	var list []string
	for i, means := range severities {
		list = append(list, fmt.Sprintf("sev%d: %s", i+1, means))
	}
	return strings.Join(list, "; ") + "."
}

// bySeverity is the declaration with each severity.
func (d Declaration) bySeverity() (list []fault.Ready) {
	for i, means := range severities {
		d.Severity = client.Severity(i + 1)
		list = append(list, fault.Ready{Line: d.line(), Label: fmt.Sprintf("sev%d: %s", i+1, means)})
	}
	return list
}

// noSeverity refuses a severity that there is not; rest is what stands behind it.
func (x *Lexicon) noSeverity(d Declaration, word, rest string) *fault.Error {
	d.Severity, d.Words = 0, rest
	e := x.slip("There is no severity “%s”. %s Type the line again with one of them, or press one.", Clip(word), howBad())
	if d.Client == "" {
		if d, slip := x.Declare("sev1 " + rest); slip == nil {
			return e.Offering(d.bySeverity()...)
		}
		return e.Offering(fault.Ready{Line: "new", Label: "Fill in the form"})
	}
	return e.Offering(d.bySeverity()...)
}

// slip is a refusal.
func (x *Lexicon) slip(format string, args ...any) *fault.Error {
	return fault.Errorf(fault.Invalid, "%s", "Nothing was declared. "+fmt.Sprintf(format, args...))
}

// near is the client that was probably meant by a word.
func (x *Lexicon) near(word string) *client.Client {
	word = strings.ToLower(word)
	if utf8.RuneCountInString(word) < 2 {
		return nil
	}
	var names []string
	of := map[string]*client.Client{}
	for i := range x.Clients {
		c := &x.Clients[i]
		for _, name := range append([]string{c.ID}, c.Names()...) {
			for _, n := range append(strings.Fields(name), name) {
				if n = strings.ToLower(n); of[n] == nil && len(n) > 2 {
					of[n], names = c, append(names, n)
				}
			}
		}
	}
	if c := of[word]; c != nil {
		return c
	}
	for _, n := range names {
		if len(word) > 2 && strings.HasPrefix(n, word) {
			return of[n]
		}
	}
	return of[fault.Closest(word, names, func(n string) int { return min(2, len(n)/3) })]
}

// some names the first clients.
func (x *Lexicon) some() string {
	const most = 5
	var ids []string
	for _, c := range x.Clients {
		if len(ids) == most {
			return strings.Join(ids, ", ") + " and others"
		}
		ids = append(ids, c.ID)
	}
	return fault.And(ids)
}

// line is a declaration as it is typed.
func (d Declaration) line() string {
	words := []string{"declare"}
	if d.Severity != 0 {
		words = append(words, fmt.Sprintf("sev%d", d.Severity))
	}
	words = append(append(words, d.Client), d.Also...)
	if d.Kind != "" {
		words = append(words, d.Kind)
	}
	return strings.TrimSpace(strings.Join(words, " ") + " " + d.Words)
}

// with is an example of the line, with what it lacks.
func (d Declaration) with(s client.Severity) string {
	d.Severity = cmp.Or(d.Severity, s)
	if d.Words == "" {
		d.Words = "Checkout is down"
	}
	return d.line()
}
