// Package pledge keeps what the team changes after an incident and what a client was
// promised of it at one date. The change is the team's, the promise the client's. Where a
// change is moved or made before they have heard of it, the next text says so, and with
// that text the promise follows.
package pledge

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/phrase"
	"candor/incident/promise"
	"candor/incident/review"
	"candor/incident/update"
)

// Book is what changes after an incident, and what one client is owed of it.
type Book struct {
	Changes review.Changes
	Client  *client.Client
	Days    func(n int, now time.Time) time.Time // so many working days on, theirs and ours
	Owed    func() []*promise.Promise            // the earliest first
	Promise func(kind promise.Kind, due, now time.Time) *promise.Promise
}

// Of is the promise of a kind that is about a change; nil if there is none.
func (b Book) Of(kind promise.Kind, c *review.Change) *promise.Promise {
	for _, p := range b.Owed() {
		if p.Kind == kind && p.Words == c.Text {
			return p
		}
	}
	return nil
}

// change is what a promise is about; nil if that is written down nowhere.
func (b Book) change(p *promise.Promise) *review.Change {
	for i := range b.Changes {
		if c := &b.Changes[i]; p != nil && fault.OneOf(p.Kind, promise.Measure, promise.Made) && c.Text == p.Words {
			return c
		}
	}
	return nil
}

// Moved is the change behind a promise, where the team has another date for it than the
// client knows; nil otherwise.
func (b Book) Moved(p *promise.Promise) *review.Change {
	if c := b.change(p); c != nil && c.Open() && !c.DueAt.Equal(p.DueAt) {
		return c
	}
	return nil
}

// Which is, among the words of a text about a new date, the number of the promise that it is
// about.
const Which = "promise"

// Movable are the promises of which a client may be told a new date: of changes that were
// moved without a word to them, then what is due in days, the earliest first. A review of which
// they were never told has no date that could be another.
func (b Book) Movable() (list []*promise.Promise) {
	moved := 0
	for _, p := range b.Owed() {
		switch c := b.change(p); {
		case c != nil && c.Dropped(): // it has no date any more
		case p.Kind == promise.Measure && b.Moved(p) != nil:
			list = slices.Insert(list, moved, p)
			moved++
		case p.Kind == promise.Review && p.Said, p.Kind == promise.Measure:
			list = append(list, p)
		}
	}
	return list
}

// Moves is the promise that a text gives a new date: the one that it names, or where it names
// none the first that may have one; nil if that is settled, or moved already.
func (b Book) Moves(u *update.Update) *promise.Promise {
	for _, p := range b.Movable() {
		if n := u.Words[Which]; n == "" || n == fault.Itoa(p.N) {
			return p
		}
	}
	return nil
}

// NewDate is the date that a text about a new one names: the team's own, if it is still to
// come; zero if there is none.
func (b Book) NewDate(u *update.Update, now time.Time) time.Time {
	if c := b.Moved(b.Moves(u)); c != nil && c.DueAt.After(now) {
		return c.DueAt
	}
	return time.Time{}
}

// Follow gives the change behind a promise the date that its client was told.
func (b Book) Follow(p *promise.Promise, u *update.Update, at time.Time) {
	c, due := b.change(p), u.Times["new_due"]
	if c == nil || !c.Open() || c.DueAt.Equal(due) {
		return
	}
	why := strings.TrimSpace(u.Words["why_line"])
	if why == "" {
		why = "the client was told a new date"
	}
	_ = c.Move(due, review.Move{Why: why, By: u.By, At: at}) // the text has left: its date is ahead
}

// ahead and behind are the fields of each kind of text that name what is still to change,
// and what has changed.
var (
	ahead  = map[string]string{update.PostmortemCover: "actions_line", update.Checkin7d: "open_line", update.Checkin30d: "open_line", update.Rebuild: "open_line"}
	behind = map[string]string{update.PostmortemCover: "actions_line", update.Checkin7d: "done_line", update.Checkin30d: "changed_line", update.Rebuild: "done_list"}
)

// line is the part of a text that names a change; empty if none does.
func (b Book) line(text string, c *review.Change) string {
	for _, line := range strings.Split(strings.ReplaceAll(text, "). ", ").\n"), "\n") {
		if b.Changes.Tells(line, c) {
			return line
		}
	}
	return ""
}

// names says whether a line names a day, as a client's texts do.
func (b Book) names(line string, t time.Time) bool {
	return strings.Contains(" "+line, " "+t.In(b.Client.Zone()).Format("2 January"))
}

func (b Book) weekday(t time.Time) string { return t.In(b.Client.Zone()).Format("Monday 2 January") }

// denies says whether a line says that something is not.
func (b Book) denies(line string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }), phrase.Denies)
}

// dated says whether a text names a change for the day that the team has for it.
func (b Book) dated(u *update.Update, c *review.Change) bool {
	if u.Kind == update.ResolvedUpdate {
		return c.Stopgap && u.Times["temporary_until"].Equal(c.DueAt)
	}
	return b.names(b.line(u.Words[ahead[u.Kind]], c), c.DueAt)
}

// Check refuses a text that leaves out what its reader was promised and still expects,
// that names a day which has passed, or another than the team has. The last text may leave out
// the one that it settles.
func (b Book) Check(u *update.Update) error {
	if u.Kind == update.NewDate && b.Moves(u) == nil {
		return fault.FieldError("thing", "Nothing was sent: what this gives a new date is settled, or has one already. Choose again what comes later, or type due to see what is promised.")
	}
	if ahead[u.Kind] == "" {
		return nil
	}
	settles := b.settles(u)
	if p := b.written(); p != nil && u.Kind != update.PostmortemCover && phrase.AllDone(u.Words[ahead[u.Kind]]) {
		return fault.FieldError(ahead[u.Kind], "Nothing was sent: %s still expects the written review, by %s. Say so here.", b.Client.Name, b.weekday(p.DueAt))
	}
	for i := range b.Changes {
		c := &b.Changes[i]
		p := b.Of(promise.Measure, c)
		if b.line(u.Words[ahead[u.Kind]], c) == "" && (p == nil || slices.Contains(settles, p)) {
			continue
		}
		if err := b.open(u, c); err != nil {
			return err
		}
	}
	return nil
}

// inOtherWords says whether a text may mean a change that it does not name: a check-in which says
// that something is open.
func inOtherWords(u *update.Update) bool {
	open := u.Words[ahead[u.Kind]]
	return update.KindOf(u.Kind).Asks && open != "" && !phrase.AllDone(open)
}

// open refuses what a text says of one change, or does not, where it names what is still to come.
func (b Book) open(u *update.Update, c *review.Change) error {
	p, line := b.Of(promise.Measure, c), b.line(u.Words[ahead[u.Kind]], c)
	refuse := func(say string, args ...any) error {
		return fault.FieldError(ahead[u.Kind], "Nothing was sent: "+say, args...)
	}
	switch {
	case c.Dropped() && p != nil && !b.denies(line):
		return refuse("%s was promised by %s: “%s”, and that was dropped. Say in a line of its own, here, that it does not come.", b.Client.Name, b.weekday(p.DueAt), c.Text)
	case !c.Open():
	case !c.DueAt.After(u.At):
		return refuse("“%s” was to be done by %s, and that has passed. Type action done %d, or action move %d with the new date and why. Then write that date here.", c.Text, b.weekday(c.DueAt), c.N, c.N)
	case line == "" && inOtherWords(u):
	case line == "":
		return refuse("%s was promised by %s: “%s”. Leave that line in. If it is done, type action done %d; if it takes longer, action move %d.", b.Client.Name, b.weekday(p.DueAt), c.Text, c.N, c.N)
	case u.Kind == update.PostmortemCover && !b.dated(u, c):
		return refuse("“%s” is to be done by %s, and this names another day or none. Write that day here, or type action move %d with the new one and why.", c.Text, b.weekday(c.DueAt), c.N)
	case p != nil && c.DueAt.After(p.DueAt) && b.dated(u, c) && !b.names(line, p.DueAt):
		return refuse("%s expects “%s” by %s. Say in its line that it comes later than that.", b.Client.Name, c.Text, b.weekday(p.DueAt))
	}
	return nil
}

// News is what a text tells a client of a change.
type News int

const (
	Nothing   News = iota
	Promised       // by when it is made, for the first time
	Later          // that it has another date than they knew
	IsMade         // that it is made
	IsDropped      // that it does not come
)

// Tells is what a text tells a client of a change.
func (b Book) Tells(u *update.Update, c *review.Change, at time.Time) News {
	p := b.Of(promise.Measure, c)
	if c.Dropped() {
		return b.tellsDropped(u, c, p)
	}
	switch {
	case !c.Open() || p != nil && u.Kind == update.Rebuild && !b.dated(u, c):
		if u.Kind == update.ResolvedUpdate && c.Stopgap || b.line(u.Words[behind[u.Kind]], c) != "" {
			return IsMade
		}
	case !c.DueAt.After(at) || !b.dated(u, c):
	case p != nil && !p.DueAt.Equal(c.DueAt):
		return Later
	case p == nil && fault.OneOf(u.Kind, update.PostmortemCover, update.ResolvedUpdate):
		return Promised
	}
	return Nothing
}

// tellsDropped says whether a text tells who was promised a change that it does not come.
func (b Book) tellsDropped(u *update.Update, c *review.Change, p *promise.Promise) News {
	if p != nil && b.denies(b.line(u.Words[ahead[u.Kind]], c)) {
		return IsDropped
	}
	return Nothing
}

// Rest is the promise that a last text keeps which names no change by its words: what is
// due first of what it does not call open.
func (b Book) Rest(u *update.Update) *promise.Promise {
	for _, p := range b.Owed() {
		if c := b.change(p); promise.Of(p.Kind).Draft == u.Kind && (c == nil || !c.Dropped() && b.line(u.Words[ahead[u.Kind]], c) == "") {
			return p
		}
	}
	return nil
}

// settles are the promises that a last text keeps: those whose changes it calls made, else what
// it leaves for that.
func (b Book) settles(u *update.Update) (list []*promise.Promise) {
	if u.Kind != update.Rebuild {
		return nil
	}
	for i := range b.Changes {
		if c := &b.Changes[i]; b.Tells(u, c, u.At) == IsMade {
			list = append(list, b.Of(promise.Measure, c))
		}
	}
	if len(list) == 0 {
		list = append(list, b.Rest(u))
	}
	return list
}

// Apply makes, moves and settles promises by what a text says of each change: what was
// struck out of it is not promised.
func (b Book) Apply(u *update.Update, at time.Time) {
	if p, due := b.written(), u.Times["review_new"]; p != nil && due.After(at) {
		b.Replace(p, due, u.N, at)
	}
	made := false
	for i := range b.Changes {
		c := &b.Changes[i]
		switch old := b.Of(promise.Measure, c); b.Tells(u, c, at) {
		case Promised:
			c.Told = true
			b.promise(promise.Measure, c.Text, c.DueAt, at)
		case Later:
			b.Replace(old, c.DueAt, u.N, at)
		case Nothing:
			b.comesLate(old, u, at)
		case IsDropped:
			old.End(promise.Dropped, "told that it does not come", at)
			old.Update = u.N
		case IsMade:
			made = true
			if p := cmp.Or(b.Of(promise.Made, c), old); p != nil {
				p.Settle(u.N, at)
			}
			if c.Open() {
				c.Finish(u.By, at)
			}
		}
	}
	if p := b.Rest(u); u.Kind == update.Rebuild && !made && p != nil {
		p.Settle(u.N, at)
		b.Changes.Made(p.Words, u.By, at)
	}
}

// comesLate gives a change that a text owns as late the day that it names.
func (b Book) comesLate(p *promise.Promise, u *update.Update, at time.Time) {
	if p == nil {
		return
	}
	if due := u.Times[NewOf+fault.Itoa(p.N)]; due.After(at) {
		b.Replace(p, due, u.N, at)
	}
}

// promise makes one that the client has read, and returns its number.
func (b Book) promise(kind promise.Kind, words string, due, at time.Time) int {
	p := b.Promise(kind, due, at)
	p.Said, p.Words = true, words
	return p.N
}

// Replace gives a promise another date, which text n named.
func (b Book) Replace(old *promise.Promise, due time.Time, n int, at time.Time) {
	was, next := old.N, b.promise(old.Kind, old.Words, due, at)
	for _, p := range b.Owed() { // where it stands now
		if p.N == was {
			p.MovedTo(next, n, at)
		}
	}
}

// written is the review that the client expects; nil if they do not.
func (b Book) written() *promise.Promise {
	for _, p := range b.Owed() {
		if p.Kind == promise.Review {
			return p
		}
	}
	return nil
}

// Review keeps by when the final message says that the review comes. One that was promised
// before it was down again is the same review.
func (b Book) Review(due, at time.Time) {
	switch old := b.written(); {
	case old == nil:
		b.promise(promise.Review, "", due, at)
	case !old.DueAt.Equal(due):
		b.Replace(old, due, 0, at)
	default: // it was owed, and nobody had told them so
		old.Said = true
	}
}

// Heard keeps that a text has told a client by when the review comes, which nobody had told them: the kinds
// that say so say it of each that is still to come.
func (b Book) Heard(u *update.Update, at time.Time) {
	if p := b.written(); p != nil && p.DueAt.After(at) && fault.OneOf(u.Kind, update.Checkin24h, update.OpenAnswer) {
		p.Said = true
	}
}

// Later promises what a review left out, for the day that it names: it is the review that is
// still owed.
func (b Book) Later(u *update.Update, at time.Time) {
	if by := u.Times["rest_by"]; u.Kind == update.PostmortemCover && by.After(at) {
		b.Review(by, at)
		b.written().Words = Missing
	}
}

// Missing is what a promised review brings where they have one that left something out.
const Missing = "what was missing"

// newDateDays is by when a review that is late comes, in working days of the client.
const newDateDays = 2

// LateOf and NewOf begin, among the times of a text, when the client expected a change that is
// late, and by when the team makes it now; the number of the promise follows.
const (
	LateOf = "late/"
	NewOf  = "new/"
)

// late are the changes that are late for their reader, where a text has no line of its own for
// what is still to come and does not tell them that it is made, or comes later.
func (b Book) late(u *update.Update, now time.Time) (list []*promise.Promise) {
	after := update.Aftercare(u.Kind) && !update.KindOf(u.Kind).Empty || u.Kind == update.ResolvedUpdate
	if !after || ahead[u.Kind] != "" {
		return nil
	}
	for i := range b.Changes {
		c := &b.Changes[i]
		if p := b.Of(promise.Measure, c); p != nil && !c.Dropped() && !p.LateFor(now).IsZero() && b.Tells(u, c, now) == Nothing {
			list = append(list, p)
		}
	}
	return list
}

// Own lets a text after the final message own that the review is late, or a change. One that
// does not bring it says when it comes, and may say so because that can be moved before it
// leaves; a change comes when the team says, where they have.
func (b Book) Own(u *update.Update, now time.Time) {
	for _, p := range b.late(u, now) {
		u.Times = fault.Made(u.Times)
		u.Times[LateOf+fault.Itoa(p.N)] = p.DueAt
		if c := b.Moved(p); c != nil && c.DueAt.After(now) {
			u.Times[NewOf+fault.Itoa(p.N)] = c.DueAt
		}
	}
	p := b.written()
	if p == nil || p.LateFor(now).IsZero() || !update.Aftercare(u.Kind) || update.KindOf(u.Kind).Empty {
		return
	}
	u.Times = fault.Made(u.Times)
	u.Times[map[bool]string{true: "rest_late", false: "review_late"}[p.Words == Missing]] = p.DueAt
	if u.Kind != update.PostmortemCover {
		u.Times["review_new"] = b.Days(newDateDays, now)
	}
}

// ReviewWas is when the client expects the review that a text now names for later; zero if
// it does not come later than they know.
func (b Book) ReviewWas(due time.Time) time.Time {
	if p := b.written(); p != nil && due.After(p.DueAt) {
		return p.DueAt
	}
	return time.Time{}
}

// StopgapWas is by when the client expects that a temporary fix is replaced, where that now
// takes longer; zero if it does not.
func (b Book) StopgapWas() time.Time {
	if c := b.Changes.Stopgap(); c != nil {
		if p := b.Of(promise.Measure, c); p != nil && c.DueAt.After(p.DueAt) {
			return p.DueAt
		}
	}
	return time.Time{}
}

// Lasting is by when the client expected the lasting repair that is made, and of which they
// have not read; zero if there is none.
func (b Book) Lasting() time.Time {
	for i := range b.Changes {
		if c := &b.Changes[i]; c.Stopgap && !c.Open() && b.Of(promise.Made, c) != nil {
			return c.DueAt
		}
	}
	return time.Time{}
}

// Made settles what the client was promised of a change that is made: it is kept, and that
// they hear of it is owed from then on. It says whether they were promised it.
func (b Book) Made(c *review.Change, now time.Time) bool {
	p := b.Of(promise.Measure, c)
	if p == nil {
		return false
	}
	p.Settle(0, now)
	due := p.DueAt
	if due.Before(now.Add(time.Hour)) {
		due = b.Days(1, now)
	}
	b.Promise(promise.Made, due, now).Words = c.Text
	return true
}
