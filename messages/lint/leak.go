package lint

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"candor/incident/plain"
	"candor/incident/secret"
	"candor/messages/lint/machine"
)

// mask is a stretch of a text that is no prose, and why.
type mask struct {
	span
	what maskKind
	host string // of a link
}

type maskKind byte

const (
	linkMask maskKind = iota
	mailMask
	markupMask
	secretMask
	hostMask
	traceMask
	placeholderMask
	codeMask // a version, a file: nothing to find in it
)

// leaks finds what is no prose and may have to stay inside.
func (t *text) leaks() {
	t.keys = secret.Find(t.s)
	for _, s := range t.keys {
		t.mask(mask{span: span{s.From, s.To}, what: secretMask})
	}
	t.markup()
	t.traces()
	t.placeholders()
	for from := 0; from < len(t.s); {
		to := from
		for to < len(t.s) && t.s[to] != ' ' && t.s[to] != '\n' {
			to++
		}
		if to > from && to-from <= maxChunk {
			t.chunk(span{from, to})
		}
		from = to + 1
	}
	slices.SortFunc(t.masks, func(a, b mask) int { return a.from - b.from })
}

// maxChunk is the longest run without a space that is looked into for names and
// addresses; none of them is longer.
const maxChunk = 4096

// mask notes a stretch that is no prose. In code there may be more to find.
func (t *text) mask(m mask) {
	t.masks = append(t.masks, m)
	if m.what == codeMask {
		return
	}
	if t.taken == nil {
		t.taken = make([]bool, len(t.s)+1)
	}
	for i := m.from; i < m.to; i++ {
		t.taken[i] = true
	}
}

// chunk looks into what stands between two spaces.
func (t *text) chunk(at span) {
	s := t.s[at.from:at.to]
	if strings.Contains(s, "://") {
		t.links(at)
	}
	if strings.IndexByte(s, '@') > 0 {
		t.mails(at)
	}
	if strings.ContainsAny(s, ".-_0123456789") || strings.Contains(strings.ToLower(s), "localhost") {
		t.hosts(at)
	}
}

// links masks the addresses of a chunk that have a scheme.
func (t *text) links(at span) {
	for at.from < at.to {
		s := t.s[at.from:at.to]
		i := strings.Index(s, "://")
		if i < 0 {
			return
		}
		begin := i
		for begin > 0 && (isWordByte(s[begin-1]) || strings.IndexByte("+.-", s[begin-1]) >= 0) {
			begin--
		}
		end := i + 3
		for end < len(s) && strings.IndexByte("<>\"|`", s[end]) < 0 {
			end++
		}
		end = i + 3 + len(strings.TrimRight(s[i+3:end], ".,;:!?)]}'*_~"))
		t.mask(mask{span{at.from + begin, at.from + end}, linkMask, hostOf(s[i+3 : end])})
		at.from += max(end, i+3)
	}
}

// hostOf returns the host of an address without its scheme.
func hostOf(s string) string {
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s = s[:i]
	}
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = s[i+1:]
	}
	if i := strings.LastIndexByte(s, ':'); i >= 0 && digits(s[i+1:]) == len(s)-i-1 {
		s = s[:i]
	}
	return strings.ToLower(s)
}

// mails masks the addresses of people in a chunk.
func (t *text) mails(at span) {
	s := t.s[at.from:at.to]
	for i := strings.IndexByte(s, '@'); i >= 0; {
		begin, end := i, i+1
		for begin > 0 && (isWordByte(s[begin-1]) || strings.IndexByte("._%+-", s[begin-1]) >= 0) {
			begin--
		}
		for end < len(s) && (isWordByte(s[end]) || s[end] == '.' || s[end] == '-') {
			end++
		}
		end = i + 1 + len(strings.TrimRight(s[i+1:end], ".-"))
		if begin < i && strings.IndexByte(s[i+1:end], '.') > 0 && !isDigit(s[end-1]) && !t.masked(at.from+i) { // left-pad@1.3.0 is a version
			t.mask(mask{span{at.from + begin, at.from + end}, mailMask, strings.ToLower(s[i+1 : end])})
		}
		next := strings.IndexByte(s[max(end, i+1):], '@')
		if next < 0 {
			return
		}
		i = max(end, i+1) + next
	}
}

// leaks reports them, but for what the client may see.
func (k *checker) leaks() {
	for _, s := range k.keys {
		k.add(Secret, span{s.From, s.To}, "")
	}
	for _, m := range k.masks {
		switch m.what {
		case linkMask:
			k.link(m)
		case mailMask:
			if !k.allowed(m.host) && !k.allowed(strings.ToLower(k.s[m.from:m.to])) {
				k.leak("leak-personal-data", m.span, k.forEverybody(m))
			}
		case markupMask:
			k.add("leak-slack-markup", m.span, "")
		case hostMask:
			if !k.allowed(strings.ToLower(k.s[m.from:m.to])) {
				k.add("leak-host", m.span, "")
			}
		case traceMask:
			k.add("leak-trace", m.span, "")
		case placeholderMask:
			k.add("template-placeholder", m.span, "")
		}
	}
	k.cards()
	k.others()
}

func (k *checker) link(m mask) {
	if k.allowed(m.host) {
		return
	}
	shown, _ := strings.CutSuffix(strings.ReplaceAll(k.s[m.from:m.to], "’", "'"), "'s")
	bare := internalLinks().names[m.host] && len(shown) == len(m.host) // a supplier's name alone leads nowhere
	if supplier, words := internal(m.host); (supplier || words > 0) && !bare {
		n := len(k.out)
		if k.leak("leak-internal-link", m.span, words == 1 && !supplier || words == 0 && k.invites(m)); len(k.out) > n && k.opens(m.span) {
			k.lower(n)
		}
	}
	if machine.Is(m.host) {
		k.add("leak-host", m.span, "")
	}
}

// leak notes a leak. Of a text by itself nobody knows whose addresses are in it: what may
// well be the sender's own, there for everybody, is a hint.
func (k *checker) leak(rule string, at span, everybodys bool) {
	n := len(k.out)
	if k.add(rule, at, ""); len(k.out) > n && everybodys && k.alone() {
		k.lower(n)
	}
}

// opens says whether a name begins its sentence: what is told of then, not where to look.
func (k *checker) opens(at span) bool {
	return !strings.Contains(k.s[at.from:at.to], "/") && slices.ContainsFunc(k.sents, func(s sentence) bool { return s.from == at.from && s.last-s.first > 1 })
}

// roles are what stands before the @ of addresses that belong to no person.
var roles = plain.Set("support info help helpdesk contact hello office mail noreply reply security privacy abuse sales billing status service services team admin webmaster postmaster press media legal dpo subscribe unsubscribe feedback accounts incidents operations ops")

// forEverybody says whether an address is that of a desk, or one that readers are to write to.
func (k *checker) forEverybody(m mask) bool {
	local, _, _ := strings.Cut(strings.ToLower(k.s[m.from:m.to]), "@")
	return slices.ContainsFunc(strings.FieldsFunc(local, func(r rune) bool { return !isWordByte(byte(r)) }), func(part string) bool { return roles[part] }) || k.invites(m)
}

// invites says whether the sentence of an address or a link asks readers to go there.
func (k *checker) invites(m mask) bool {
	i, _ := slices.BinarySearchFunc(k.sents, m.from, func(s sentence, from int) int { return cmp.Compare(s.to, from+1) })
	return i < len(k.sents) && k.has(&k.sents[i], "invites")
}

// allowed says whether a host is the client's or the firm's own, or below one; or
// whether an address is allowed by itself.
func (k *checker) allowed(host string) bool {
	return slices.ContainsFunc(k.AllowedDomains, func(d string) bool {
		d = strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(d, "*"), "."))
		return d != "" && (host == d || strings.HasSuffix(host, "."+d))
	})
}

// internalLinks parts the list of hosts into names and words.
var internalLinks = sync.OnceValue(func() (list struct{ names, words map[string]bool }) {
	list.names, list.words = map[string]bool{}, map[string]bool{}
	for _, l := range lines("any/internal-links.txt") {
		if strings.Contains(l, ".") {
			list.names[l] = true
		} else {
			list.words[l] = true
		}
	}
	return list
})

// forEverybody are the first names of hosts on which suppliers write for all.
var forEverybody = plain.Set("status docs support help developers developer")

// internal says what of a host tells that only the team can open what is on it: that it is
// one of a supplier, and how many words. That of a domain is a name too: jenkins.io.
func internal(host string) (supplier bool, words int) {
	list := internalLinks()
	if first, _, _ := strings.Cut(strings.TrimPrefix(host, "www."), "."); forEverybody[first] {
		return list.names[host], 0
	}
	for rest := host; rest != ""; {
		if list.names[rest] {
			return true, words
		}
		label, after, _ := strings.Cut(rest, ".")
		words += btoi(list.words[label] && (strings.Contains(after, ".") || words == 0 && after != ""))
		rest = after
	}
	return false, words
}

// cards finds numbers as those of payment cards. One that begins with + is a phone number.
func (k *checker) cards() {
	for i := 0; i < len(k.s); i++ {
		if !isDigit(k.s[i]) || i > 0 && (isWordByte(k.s[i-1]) || k.s[i-1] == '+' || k.s[i-1] == '.') {
			continue
		}
		end, isCard := secret.Card(k.s, i)
		if isCard && (end == len(k.s) || !isWordByte(k.s[end])) && !k.masked(i) {
			k.add("leak-personal-data", span{i, end}, "")
		}
		i = max(i, end-1)
	}
}
