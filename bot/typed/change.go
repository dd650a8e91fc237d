package typed

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/morning"
	"candor/incident/review"
	"candor/incident/schedule"
)

// Change is something that changes, as somebody typed it: what, who, by when.
type Change struct {
	Text     string
	Owner    string // Slack user id; empty: nobody was named
	DueAt    time.Time
	Internal bool // the client is not told
}

// dueIn is by when something changes of which nobody said it: within a month, at the
// end of a working day.
const dueIn = 30

var (
	named    = regexp.MustCompile(`<@([A-Z0-9]+)(?:\|[^>]*)?>|(?:^|\s)@([\p{L}][\p{L}\d._-]*)`)
	internal = regexp.MustCompile(`(?i)^internal:\s*`)
	limit    = regexp.MustCompile(`(?i)^(?:by|until)\s`)
	bullet   = regexp.MustCompile(`^(?:[-*•]|\d+[.)])\s+`)
)

// Change reads one: test every payment method @ben 20 March. who finds the Slack id of
// a name; "" if nobody is called so. Without a date it is due in 30 days.
func (c Clock) Change(line string, who func(string) string) (ch Change, err error) {
	line = bullet.ReplaceAllString(strings.TrimSpace(line), "")
	ch.Internal = internal.MatchString(line)
	line = internal.ReplaceAllString(line, "")
	when := ""
	if m := named.FindStringSubmatchIndex(line); m != nil {
		if m[2] >= 0 {
			ch.Owner = line[m[2]:m[3]]
		} else if name := line[m[4]:m[5]]; who(name) != "" {
			ch.Owner = who(name)
		} else {
			return ch, fault.Errorf(fault.Invalid, "Nothing was written down: nobody here is called @%s. Write the name as Slack shows it, or leave it out to do it yourself.", name)
		}
		when = strings.TrimSpace(line[m[1]:])
		line = line[:m[0]]
	}
	if line = strings.TrimRight(strings.TrimSpace(line), " ,;:."); when == "" {
		if line, when = c.dated(line); when == "" {
			err = mayBeDay(line)
		}
	}
	if ch.Text = line; err != nil {
		return ch, err
	}
	ch.DueAt, err = c.Day(when)
	return ch, err
}

// dated parts a text from the day at its end. What could be a part of it stays there: “nobody
// deploys on Friday”, “keep the logs for 2 weeks”.
func (c Clock) dated(text string) (rest, when string) {
	words := strings.Fields(text)
	for n := min(longDay, len(words)-1); n > 0; n-- {
		when := strings.Join(words[len(words)-n:], " ")
		_, span := spanOf(schedule.Plain(when))
		if limit.MatchString(when) || strings.ContainsAny(when, "0123456789") && !span {
			if _, err := c.Day(when); err == nil {
				return strings.TrimRight(strings.Join(words[:len(words)-n], " "), " ,;:.("), when
			}
		}
	}
	return text, ""
}

// longDay is how many words a day has: by Friday 20 March 2026.
const longDay = 5

var (
	// dayAtEnd is what people end with who mean a day, though no calendar may have it: 31 April,
	// next week, by end of March. What stands before it may make it a part of the words.
	dayAtEnd = regexp.MustCompile(`(?i)(?:^|(\S+)\s+)((?:` + dayName + `|today|tonight|tomorrow|soon|asap|week \d{1,2}|q[1-4]|\d{1,2}(?:st|nd|rd|th)` +
		`|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}/\d{1,2}|[0-3]\d\.[01]\d` +
		`|(?:at )?(?:the )?(?:end|middle|start|beginning) of (?:(?:the|this|next) )?(?:week|month|quarter|year|` + monthName + `)` +
		`|(?:early|late|mid)[ -]` + monthName + `|(?:this|next) (?:week|weekend|month|quarter|year|` + monthName + `|` + dayName + `)` +
		`|(?:by|until|before|in) ` + monthName + `|in (?:an?|one|two|three|four|six|a few|some) (?:day|week|month)s?)` +
		`(?:,? (?:at )?\d{1,2}[:.]\d{2}(?: [a-z]{2,4})?)?)$`)
	ofTheWords = regexp.MustCompile(`(?i)^(?:on|of|from|since|for|to|after|during|per|every|each|last|past|black|good|cyber|version|v)$`)
)

// mayBeDay refuses what a client would read as a day beside another one: “Payment test next
// week: by Thursday 9 April”.
func mayBeDay(text string) error {
	m := dayAtEnd.FindStringSubmatch(text)
	if m == nil || m[2] == "24/7" || ofTheWords.MatchString(m[1]) && !noSuchDay(m[2]) {
		return nil
	}
	return fault.Errorf(fault.Invalid, "“%s” ends with “%s”, and nobody can tell by which day that is. Nothing was written down. End with the day, for example by 20 March or by Friday.", Clip(text), m[2])
}

// noSuchDay says whether a text is a date that no calendar has, such as 31 April.
func noSuchDay(text string) bool {
	p, ok := parse(schedule.Plain(text)+" 17:00", Clock{Zone: time.UTC})
	if !ok || !p.day.date {
		return false
	}
	_, ok = p.day.on(time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)) // a year with a 29 February
	return !ok
}

// Day reads a date, of which the end of the working day is meant: 20 March, by Friday,
// 2026-03-20. Nothing is 30 days from now.
func (c Clock) Day(text string) (time.Time, error) {
	text = strings.TrimSpace(regexp.MustCompile(`(?i)^(?:by|until|on)\s+`).ReplaceAllString(strings.TrimSpace(text), ""))
	if text == "" {
		return morning.Office{Zone: c.Zone, Off: c.Off}.EndOf(c.Now.AddDate(0, 0, dueIn)), nil
	}
	plain := atMidnight(schedule.Plain(text))
	if _, span := spanOf(plain); !span {
		if _, own := parse(plain, c); !own {
			plain += " 17:00"
		}
		p, ok := parse(plain, c)
		if ok = ok && p.day.known(); ok { // 20.03 is an hour
			_, ok = p.at(c, false)
		}
		if !ok {
			return time.Time{}, fault.Errorf(fault.Invalid, "“%s” is not a valid day. Nothing was written down. Write 20 March, Friday or 2026-03-20.", Clip(text))
		}
	}
	at, err := c.When(plain, false)
	if err == nil && !at.After(c.Now) {
		return time.Time{}, fault.Errorf(fault.Invalid, "“%s” has passed. Nothing was written down. Write a day to come; one of next year with its year.", Clip(text))
	}
	return at, err
}

// Changes reads several, one a line. Who names nobody does it themselves. Of those that
// are not internal, the client is told the first.
func (c Clock) Changes(lines []string, self string, who func(string) string) (list []review.Change, err error) {
	told := 0
	for _, line := range lines {
		ch, err := c.Change(line, who)
		if err != nil {
			e := fault.Errorf(fault.Invalid, "%s", err.Error())
			e.Fields = map[string]string{review.FieldChanges: e.Message}
			return nil, e
		}
		if ch.Owner == "" {
			ch.Owner = self
		}
		tell := !ch.Internal && told < review.MostTold
		if tell {
			told++
		}
		list = append(list, review.Change{Text: ch.Text, Owner: ch.Owner, DueAt: ch.DueAt, Told: tell})
	}
	return list, nil
}

// Act is what is done with a change that is written down already.
type Act struct {
	N     int
	Done  bool
	Drop  bool      // neither: it is moved
	DueAt time.Time // to when
	Why   string
}

var act = regexp.MustCompile(`(?is)^(done|move|drop)\s+(\d{1,3})\s*(.*)$`)

// Act reads one: done 1, drop 1 why, or move 1 27 March because why, also without because. ok is false for what is none.
func (c Clock) Act(text string) (a Act, ok bool, err error) {
	m := act.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return a, false, nil
	}
	a.N, _ = strconv.Atoi(m[2])
	a.Done, a.Drop = strings.EqualFold(m[1], "done"), strings.EqualFold(m[1], "drop")
	if a.Drop {
		a.Why = strings.TrimPrefix(m[3], "because ")
		return a, true, nil
	}
	when, why, _ := strings.Cut(m[3], "because ")
	if a.Why = why; a.Done || strings.TrimSpace(when) == "" {
		return a, true, nil
	}
	if a.DueAt, err = c.Day(when); err != nil && why == "" { // why may stand behind the day as it is
		words := strings.Fields(when)
		for i := len(words) - 1; i > 0; i-- {
			if at, bad := c.Day(strings.Join(words[:i], " ")); bad == nil {
				a.DueAt, a.Why, err = at, strings.Join(words[i:], " "), nil
				break
			}
		}
	}
	return a, true, err
}
