// Package forget takes people out of records who asked to be forgotten: their names,
// mail addresses, numbers and Slack ids.
//
// What is forgotten is kept as a list of salted hashes, outside the store. A store that
// is put back from an older copy is read through it again, so nobody comes back with
// the copy. The list itself names nobody.
//
// A text that a client was sent stays as the client has it, but for what the list
// names: a first name in its greeting stays.
package forget

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Kind is what something is by which a person is known.
type Kind string

// The kinds; each has a form of its own, so KindOf can tell.
const (
	Mail  Kind = "mail"
	Phone Kind = "phone"
	User  Kind = "user" // Slack id
	Name  Kind = "name"
)

var (
	isMail  = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)
	isUser  = regexp.MustCompile(`^[UW][A-Z0-9]{2,20}$`)
	isPhone = regexp.MustCompile(`^\+?[0-9][0-9 ()./-]{4,}[0-9]$`)
)

// KindOf says what something is.
func KindOf(s string) Kind {
	switch s = strings.TrimSpace(s); {
	case isMail.MatchString(s):
		return Mail
	case isUser.MatchString(s):
		return User
	case isPhone.MatchString(s):
		return Phone
	}
	return Name
}

// Entry is one thing that is forgotten.
type Entry struct {
	N      int       `json:"n"` // what stands in its place is numbered
	Kind   Kind      `json:"kind"`
	Sum    string    `json:"sum"`             // hash of its normal form, in hexadecimal
	Salt   string    `json:"salt,omitempty"`  // of its hash, where it came from another list; empty: that of the list
	Words  int       `json:"words,omitempty"` // of a name: how many
	Length int       `json:"length"`          // bytes of its normal form, so that not every word of a store is hashed
	At     time.Time `json:"at"`              // when it was forgotten
}

// List is what is forgotten. The zero value is empty.
type List struct {
	Salt    string  `json:"salt"` // of what is added; the hashes of one salt fit no other
	Entries []Entry `json:"entries"`

	As string `json:"-"` // stands in the place of each thing; empty: what keeps its form
}

// Of is a list of things, for whoever is to find them in a text and know none of them.
func Of(things ...string) *List {
	l := new(List)
	l.Add(time.Time{}, things...)
	return l
}

// Holds says whether these things are on a list, and no more.
func (l *List) Holds(things ...string) bool {
	seen := map[*Entry]bool{}
	for _, s := range things {
		kind := KindOf(s)
		if normal(kind, s) == "" {
			continue
		}
		e := l.find(kind, normal(kind, s))
		if e == nil {
			return false
		}
		seen[e] = true
	}
	return len(seen) == len(l.Entries)
}

// But is a list without some things.
func (l *List) But(things ...string) *List {
	left := &List{Salt: l.Salt, As: l.As}
	own := map[*Entry]bool{}
	for _, s := range things {
		own[l.find(KindOf(s), normal(KindOf(s), s))] = true
	}
	for i := range l.Entries {
		if !own[&l.Entries[i]] {
			left.Entries = append(left.Entries, l.Entries[i])
		}
	}
	return left
}

// Add puts things on the list. What is on it already is forgotten from now on once
// more: it may have come back since.
func (l *List) Add(now time.Time, things ...string) {
	if l.Salt == "" {
		l.Salt = rand.Text()
	}
	for _, s := range things {
		kind := KindOf(s)
		norm := normal(kind, s)
		if norm == "" {
			continue
		}
		if old := l.find(kind, norm); old != nil {
			old.At = now.UTC()
			continue
		}
		e := Entry{N: l.next(), Kind: kind, Sum: sum(l.Salt, kind, norm), Length: len(norm), At: now.UTC()}
		if kind == Name {
			e.Words = strings.Count(norm, " ") + 1
		}
		l.Entries = append(l.Entries, e)
	}
}

func (l *List) next() (n int) {
	for _, e := range l.Entries {
		n = max(n, e.N)
	}
	return n + 1
}

// Since is the part of a list that was forgotten after a moment. What was known of
// somebody before and stands in a record of after it has come back on purpose.
func (l *List) Since(then time.Time) *List {
	part := &List{Salt: l.Salt}
	for _, e := range l.Entries {
		if !e.At.Before(then) {
			part.Entries = append(part.Entries, e)
		}
	}
	return part
}

func sum(salt string, kind Kind, norm string) string {
	h := sha256.Sum256([]byte(salt + "\x00" + string(kind) + "\x00" + norm))
	return hex.EncodeToString(h[:])
}

// salt is that of an entry's hash.
func (l *List) salt(e *Entry) string { return cmp.Or(e.Salt, l.Salt) }

// find returns the entry of a thing in its normal form; nil if it is not forgotten.
func (l *List) find(kind Kind, norm string) *Entry {
	var hashed, salt string // entries of one salt stand together, and a hash takes its time
	for i := range l.Entries {
		e := &l.Entries[i]
		if e.Kind != kind || e.Length != len(norm) {
			continue
		}
		if s := l.salt(e); hashed == "" || s != salt {
			hashed, salt = sum(s, kind, norm), s
		}
		if e.Sum == hashed {
			return e
		}
	}
	return nil
}

// normal is how a thing is hashed, however it is written.
func normal(kind Kind, s string) string {
	switch kind {
	case User:
		return strings.TrimSpace(s)
	case Phone:
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s)
		return strings.TrimPrefix(digits, "00")
	}
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// Gone stands where a name or a number stood.
const Gone = "(forgotten)"

// How ids and addresses begin and end that stand for forgotten ones. They keep their
// form, and nothing ever arrives there.
const (
	goneUser = "U0FORGOTTEN"
	goneMail = "@forgotten.invalid"
)

// Is says whether a Slack id or an address stands for a person who was forgotten.
func Is(to string) bool { return strings.HasPrefix(to, goneUser) || strings.HasSuffix(to, goneMail) }

func (l *List) word(e *Entry) string {
	switch {
	case l.As != "":
		return l.As
	case e.Kind == User:
		return goneUser + strconv.Itoa(e.N)
	case e.Kind == Mail:
		return "forgotten-" + strconv.Itoa(e.N) + goneMail
	}
	return Gone
}

var (
	mails   = regexp.MustCompile(`[^\s<>"'(),;:@/\\|=&?]+@[\pL0-9][\pL0-9.-]*[\pL0-9]`)
	users   = regexp.MustCompile(`<@([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>|\b[UW][A-Z0-9]{2,20}\b`)
	numbers = regexp.MustCompile(`\+?[0-9][0-9 ()./-]{4,}[0-9]`)
)

// Text returns a text without what is forgotten. A name of a single word stays in it:
// most of those are words as well.
func (l *List) Text(s string) string {
	if l == nil || len(l.Entries) == 0 || s == "" {
		return s
	}
	if l.has(Mail) && strings.Contains(s, "@") {
		s = mails.ReplaceAllStringFunc(s, func(m string) string { return l.instead(Mail, m, m) })
	}
	if l.has(User) {
		s = users.ReplaceAllStringFunc(s, l.mention)
	}
	if l.has(Phone) {
		s = numbers.ReplaceAllStringFunc(s, l.phone)
	}
	return l.names(s)
}

func (l *List) has(kind Kind) bool {
	for i := range l.Entries {
		if l.Entries[i].Kind == kind {
			return true
		}
	}
	return false
}

// instead is what stands for a thing, or text if it is not forgotten.
func (l *List) instead(kind Kind, thing, text string) string {
	if e := l.find(kind, normal(kind, thing)); e != nil {
		return l.word(e)
	}
	return text
}

// phone replaces a number among digits: another may stand right beside it.
func (l *List) phone(digits string) string {
	groups := strings.Split(digits, " ")
	for n := len(groups); n > 0; n-- {
		for i := 0; i+n <= len(groups); i++ {
			if now := l.instead(Phone, strings.Join(groups[i:i+n], " "), ""); now != "" {
				return strings.Join(append(append(append([]string{}, groups[:i]...), now), groups[i+n:]...), " ")
			}
		}
	}
	return digits
}

func (l *List) mention(m string) string {
	id, isMention := strings.CutPrefix(m, "<@")
	if !isMention {
		return l.instead(User, m, m)
	}
	id, _, _ = strings.Cut(strings.TrimSuffix(id, ">"), "|")
	if l.instead(User, id, "") != "" {
		return cmp.Or(l.As, Gone)
	}
	return m
}

// span is where a word stands.
type span struct{ from, to int }

// names replaces names of two words and more.
func (l *List) names(s string) string {
	sizes := map[int]map[int]bool{} // by how many words: the lengths
	for _, e := range l.Entries {
		if e.Kind == Name && e.Words > 1 {
			if sizes[e.Words] == nil {
				sizes[e.Words] = map[int]bool{}
			}
			sizes[e.Words][e.Length] = true
		}
	}
	if len(sizes) == 0 {
		return s
	}
	words := wordsIn(s)
	for n, lengths := range sizes {
		for i := len(words) - n; i >= 0; i-- { // from the end, so that what is before stays where it is
			from, to := words[i].from, words[i+n-1].to
			if to > len(s) {
				continue
			}
			norm := normal(Name, s[from:to])
			if lengths[len(norm)] && strings.Count(norm, " ") == n-1 && l.find(Name, norm) != nil {
				s = s[:from] + cmp.Or(l.As, Gone) + s[to:]
				words = wordsIn(s)
				i = min(i, len(words)-n+1)
			}
		}
	}
	return s
}

// wordsIn finds the words of a text: letters and digits, and what joins them in names.
func wordsIn(s string) (list []span) {
	from := -1
	for i, r := range s {
		in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || from >= 0 && strings.ContainsRune("'’-.", r)
		switch {
		case in && from < 0:
			from = i
		case !in && from >= 0:
			list = append(list, span{from, trimmed(s, from, i)})
			from = -1
		}
	}
	if from >= 0 {
		list = append(list, span{from, trimmed(s, from, len(s))})
	}
	return list
}

// trimmed takes off the end of a word what ends a sentence.
func trimmed(s string, from, to int) int {
	word := strings.TrimRight(s[from:to], "'’-.")
	word = strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
	return from + len(word)
}
