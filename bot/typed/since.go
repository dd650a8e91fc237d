package typed

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
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
	agoBehind  = regexp.MustCompile(`(?i)(?:^|[\s(,;–-])((?:\d+(?:\.\d+)? ?[a-z]+ )?\d+(?:\.\d+)? ?[a-z]+ ago)\b`)
	atTheEnd   = regexp.MustCompile(`(?i) (at (?:about |around )?\d{1,2}(?:[:.]\d{2}(?: ?[ap]m)?| ?[ap]m)(?: [a-z]+)?)[.!]*$`)
	forAWhile  = regexp.MustCompile(`(?i) (for (?:about |the (?:last|past) )?(\d+(?:\.\d+)? ?[a-z]+(?: \d+ ?[a-z]+)?))[.!]*$`)
	someTime   = regexp.MustCompile(`(?i) ((?:earlier )?(?:this morning|this afternoon|this evening|last night|yesterday)|earlier(?: today)?)[.!]*$`)
	isForNow   = regexp.MustCompile(`(?i)\b(is|are|was|were)\b`)
	beganThen  = regexp.MustCompile(`(?i)(?:\b(?:it|this|that|everything|trouble|problem|outage|incident)(?: (?:really|actually|already|first|has|had))* (?:began|begun|started)|\b(?:has|have|had) been(?: \w+){1,3} since|\b(?:is|are|was|were) (?:already )?\w+ since)(?: already)?(?: at| around| about)? `)
	hasBeen    = regexp.MustCompile(`(?i)\bbeen\b`)
)

// Began reads out of what somebody notices since when they do: the checkout is down since
// 1pm. The text to the client says it in its own way, and never two times.
func (c Clock) Began(text string) Beginning {
	text = strings.TrimSpace(text)
	none := Beginning{Words: text}
	if m := sinceAhead.FindStringSubmatchIndex(text); m != nil {
		switch at, n := c.ahead(text[m[1]:]); {
		case n > 0 && c.Now.Sub(at) > 23*time.Hour && c.Now.Sub(at) < schedule.Day && !someTime.MatchString(text[:m[1]+n]): // it is still to come
			return unread(text, m[2], m[1]+n)
		case n > 0:
			return without(text, m[2], m[1]+n, at)
		case strings.Contains(strings.ToLower(text[m[2]:m[3]]), "since"):
			return unread(text, m[2], m[1]+len(firstClause(text[m[1]:])))
		}
	}
	if m := agoBehind.FindStringSubmatchIndex(text); m != nil {
		if d, ok := spanOf(strings.ToLower(text[m[2]:m[3]])); ok {
			return without(text, m[2], m[3], c.Now.Add(-d))
		}
	}
	if m := atTheEnd.FindStringSubmatchIndex(text); m != nil {
		said := strings.NewReplacer("about ", "", "around ", "").Replace(text[m[2]:m[3]])
		switch at, err := c.When(said, true); {
		case err == nil && (c.Passed(said) || strings.HasSuffix(said, "yesterday")):
			return without(text, m[2], m[3], at)
		case err == nil:
			return unread(text, m[2], m[3])
		}
	}
	if m := forAWhile.FindStringSubmatchIndex(text); m != nil {
		switch d, ok := spanOf(strings.ToLower(text[m[4]:m[5]])); {
		case ok && hasBeen.MatchString(text[:m[2]]) && !isForNow.MatchString(text[:m[2]]):
			return without(text, m[2], m[3], c.Now.Add(-d))
		case ok && isForNow.MatchString(text[:m[2]]): // it may be over, or it is how long each waits
			return unread(text, m[2], m[3])
		}
	}
	if m := someTime.FindStringSubmatchIndex(text); m != nil {
		return unread(text, m[2], m[3])
	}
	return none
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
