package typed

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/phrase"
	"candor/incident/schedule"
)

// Beginning is what words say of when it began.
type Beginning struct {
	At     time.Time // zero: they say no instant
	Words  string    // without it
	Unread string    // what speaks of when, and is no instant: since this morning
}

var (
	sinceAhead = regexp.MustCompile(`(?i)(?:^|[\s(,;–-])((?:and )?(?:(?:it |this )?(?:started|began)(?: at)?|since)(?: about| around)?) +`)
	agoBehind  = regexp.MustCompile(`(?i)(?:^|[\s(,;–-])((?:(?:\d+(?:\.\d+)? ?[a-z]+ )?\d+(?:\.\d+)? ?[a-z]+|(?:half an|a quarter of an|an?|` + phrase.Numbers + `) (?:minute|hour|day|week)s?(?: and a half)?) ago)\b`)
	endsAt     = regexp.MustCompile(`(?i) (at (?:about |around )?(?:midnight|noon|midday|\d{1,2}(?:[:.]\d{2}(?: ?[ap]m)?| ?[ap]m)(?: [a-z]+)?))[.!]*$`)
	lasting    = regexp.MustCompile(`(?i) (for (?:about |the (?:last|past) )?(\d+(?:\.\d+)? ?[a-z]+(?: \d+ ?[a-z]+)?))[.!]*$`)
	someTime   = regexp.MustCompile(`(?i) ((?:earlier )?(?:this morning|this afternoon|this evening|last night|yesterday)|earlier(?: today)?|overnight|(?:a few|a couple of|some|several) [a-z]+ ago)[.!]*$`)
	isForNow   = regexp.MustCompile(`(?i)\b(is|are|was|were)\b`)
	beganThen  = regexp.MustCompile(`(?i)(?:\b(?:it|this|that|everything|trouble|problem|outage|incident)(?: (?:really|actually|already|first|has|had))* (?:began|begun|started)|\b(?:has|have|had) been(?: \w+){1,3} since|\b(?:is|are|was|were) (?:already )?\w+ since)(?: already)?(?: at| around| about)? `)
	hasBeen    = regexp.MustCompile(`(?i)\bbeen\b`)
)

// Began reads out of what somebody notices since when they do: the checkout is down since
// 1pm. The text to the client says it in its own way, and never two times.
func (c Clock) Began(text string) Beginning {
	text = strings.TrimSpace(text)
	for _, read := range []func(string) (Beginning, bool){c.since, c.ago, c.atTheEnd, c.forAWhile, sometime} {
		if b, ok := read(text); ok {
			return b
		}
	}
	return Beginning{Words: text}
}

// since reads since 13:00, and started at 13:00.
func (c Clock) since(text string) (Beginning, bool) {
	m := sinceAhead.FindStringSubmatchIndex(text)
	if m == nil {
		return Beginning{}, false
	}
	at, n := c.ahead(text[m[1]:])
	behind := c.Now.Sub(at)
	switch {
	case n > 0 && behind > 23*time.Hour && behind < schedule.Day && !someTime.MatchString(text[:m[1]+n]): // it is still to come
		return unread(text, m[2], m[1]+n), true
	case n > 0:
		return without(text, m[2], m[1]+n, at), true
	case m[2] > 0 && isForNow.MatchString(firstClause(text[m[1]:])): // the orders since Monday are gone
	case strings.Contains(strings.ToLower(text[m[2]:m[3]]), "since"):
		return unread(text, m[2], m[1]+len(firstClause(text[m[1]:]))), true
	}
	return Beginning{}, false
}

// ago reads 20 min ago.
func (c Clock) ago(text string) (Beginning, bool) {
	m := agoBehind.FindStringSubmatchIndex(text)
	if m == nil {
		return Beginning{}, false
	}
	d, ok := spanOf(strings.ToLower(text[m[2]:m[3]]))
	return without(text, m[2], m[3], c.Now.Add(-d)), ok
}

// atTheEnd reads a time of day behind all else: login fails at 9:15 am.
func (c Clock) atTheEnd(text string) (Beginning, bool) {
	m := endsAt.FindStringSubmatchIndex(text)
	if m == nil {
		return Beginning{}, false
	}
	said := strings.NewReplacer("about ", "", "around ", "", "at midnight", "midnight").Replace(text[m[2]:m[3]])
	at, err := c.When(said, true)
	if err == nil && !c.Passed(said) && said != "midnight" && !strings.HasSuffix(said, "yesterday") {
		return unread(text, m[2], m[3]), true
	}
	return without(text, m[2], m[3], at), err == nil
}

// forAWhile reads has been slow for 2 hours. With is and was it may be over, or how long each
// waits.
func (c Clock) forAWhile(text string) (Beginning, bool) {
	m := lasting.FindStringSubmatchIndex(text)
	if m == nil {
		return Beginning{}, false
	}
	d, ok := spanOf(strings.ToLower(text[m[4]:m[5]]))
	if isForNow.MatchString(text[:m[2]]) {
		return unread(text, m[2], m[3]), ok
	}
	return without(text, m[2], m[3], c.Now.Add(-d)), ok && hasBeen.MatchString(text[:m[2]])
}

// sometime reads this morning, which is no instant.
func sometime(text string) (Beginning, bool) {
	m := someTime.FindStringSubmatchIndex(text)
	if m == nil {
		return Beginning{}, false
	}
	return unread(text, m[2], m[3]), true
}

// ahead is the longest time that a text begins with, and how much of it that is; 0 if it
// begins with none.
func (c Clock) ahead(text string) (at time.Time, n int) {
	const most = 7
	end := 0
	for range most {
		next := strings.IndexFunc(strings.TrimLeft(text[end:], " "), unseen)
		end += len(text[end:]) - len(strings.TrimLeft(text[end:], " "))
		if next < 0 {
			next = len(text) - end
		}
		word := text[end : end+next]
		end += next
		if !slices.Contains(fillers, strings.ToLower(word)) {
			said := strings.TrimRight(text[:end], ".,;:!)")
			if t, err := c.When(said, true); err == nil {
				at, n = t, len(said)
			}
		}
		if end == len(text) {
			break
		}
	}
	return at, n
}

// firstClause is a text up to its first comma or full stop.
func firstClause(text string) string {
	if i := strings.IndexAny(text, ",;.!)"); i > 0 {
		return text[:i]
	}
	return text
}

// without takes a part out of words.
func without(text string, from, to int, at time.Time) Beginning {
	const marks = " ,;:–-()"
	before, after := strings.TrimRight(text[:from], marks), strings.TrimLeft(text[to:], ".!:) ")
	if before == "" {
		after = strings.TrimLeft(after, marks)
	}
	if before != "" && after != "" && !strings.HasPrefix(after, ",") {
		before += " "
	}
	return Beginning{At: at, Words: before + after}
}

func unread(text string, from, to int) Beginning {
	b := without(text, from, to, time.Time{})
	b.Unread = strings.TrimSpace(text[from:to])
	return b
}

// NoTime refuses a time in what somebody notices, where the text to the client says by
// itself since when they do.
func (c Clock) NoTime(words string) error {
	if b := c.Began(words); !b.At.IsZero() || b.Unread != "" {
		return fault.Errorf(fault.Invalid, "Nothing was changed. Leave out since when: the text to the client says that by itself. Write: %s. If they have read another time, type correct and when it began.", Clip(b.Words))
	}
	return nil
}

// BeganAt is when it began, as a sentence says that puts it right, and where in it the
// time stands; zero: it says something else.
func (c Clock) BeganAt(text string) (at time.Time, from, to int) {
	m := beganThen.FindStringIndex(text)
	if m == nil || strings.HasSuffix(strings.ToLower(text[:m[0]]), "we ") { // since when somebody works on it
		return at, 0, 0
	}
	at, n := c.ahead(text[m[1]:])
	return at, m[1], m[1] + n
}

// HasZone says whether a time is written with its zone.
func (c Clock) HasZone(text string) bool {
	p, ok := parse(schedule.Plain(text), c)
	return ok && p.zone != ""
}
