package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/proof"
	"candor/incident/review"
	"candor/incident/spell"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/due"
	"candor/messages/grammar"
)

// Source is what a client's review is made of.
type Source struct {
	Incident *incident.Incident
	Client   *incident.Affected
	Texts    []*update.Update // what the client was told, oldest first
	Others   []string         // names and aliases of other clients
	Staff    []string         // names of our people
	Proof    proof.Record     // how their backups were tried
	Now      time.Time

	left  *[]Left // what is left out, as it is found; nil: nobody asks
	field string  // that is being filled
	text  *update.Update
}

// Words are the words of the written review by the fields of its text. What nobody can
// know but a person is not in it.
func Words(s Source) map[string]string {
	words := map[string]string{}
	add := func(field string, text func(Source) string) {
		if text := strings.TrimSpace(text(s.in(field))); text != "" {
			words[field] = text
		}
	}
	add("summary_line", Source.summary)
	add("fix_line", func(s Source) string { return s.fit(s.final("fix_line")) })
	add("told_line", Source.told)
	add("actions_line", Source.changes)
	if r := s.Incident.Review; r.Answered() {
		add("cause_line", func(s Source) string { return s.cause(r.Answers) })
		add("gap_line", func(s Source) string { return s.fit(r.Answers.Gap) })
	} else {
		add("cause_line", func(s Source) string { return s.fit(s.Client.Said["cause_line"]) })
	}
	add("open_line", Source.unknown)
	return words
}

// final is what the last final message says in a field: what an earlier one said had fixed it
// has not, where it was down again.
func (s Source) final(field string) string {
	for _, u := range slices.Backward(s.Texts) {
		if u.Kind == update.ResolvedUpdate && !u.SentAt.IsZero() && u.State != update.Withdrawn {
			return u.Words[field]
		}
	}
	return s.Client.Said[field]
}

// unknown is what nobody knows yet.
func (s Source) unknown() string {
	var open []string
	for _, text := range facts.Texts(s.Incident.FactsOf(s.Client).Unknown) {
		open = append(open, s.fit(text))
	}
	return strings.Join(slices.DeleteFunc(open, func(t string) bool { return t == "" }), " ")
}

// summary is what they could not do, and since when it works, as they have read it.
func (s Source) summary() string {
	from, works := s.Client.SaidTimes["from"], s.Client.SaidTimes["resolved_at"]
	impact := s.fit(alike.Past(s.Client))
	if from.IsZero() || works.IsZero() || impact == "" || s.Client.Lost != nil {
		return ""
	}
	var spans []string
	was := func(d spell.Down) string { return s.fit(cmp.Or(d.Past, grammar.Was(d.Noticed))) }
	for _, down := range s.Client.Worked.Down(from, works).Told(impact, was) {
		begins, zone := s.at(down.From), s.Client.Client.Zone()
		if down.From.In(zone).YearDay() == down.To.In(zone).YearDay() {
			begins = down.From.In(zone).Format("15:04 MST")
		}
		if due.Found(s.Incident, down.From) {
			return strings.TrimSpace(fmt.Sprintf("at %s we found that %s %s", s.at(down.From), stop(messages.LowerFirst(impact)), s.fit(s.Client.Said["data_line"])))
		}
		spans = append(spans, "from "+begins+" to "+s.at(down.To))
		if between := "between " + begins + " and " + s.at(down.To); grammar.Happened(messages.LowerFirst(cmp.Or(down.Past, impact))) {
			spans[len(spans)-1] = between
		}
		if down.Past != "" { // and something else behind it
			spans[len(spans)-1] += ", " + messages.LowerFirst(strings.TrimRight(down.Past, ".")) + ";"
		}
	}
	text := strings.ReplaceAll(strings.Join(spans, " and "), "; and ", "; ")
	return strings.TrimSpace(fmt.Sprintf("%s, %s %s", text, stop(messages.LowerFirst(impact)), s.fit(s.Client.Said["data_line"])))
}

func (s Source) at(t time.Time) string {
	return t.In(s.Client.Client.Zone()).Format("15:04 MST on 2 January")
}

// cause says why it happened and how sure that is.
func (s Source) cause(a review.Answers) string {
	why := s.fit(a.Why)
	switch {
	case a.State == review.Unknown, why == "": // the text says itself that nobody knows it, and by when they hear
		return ""
	case a.State == review.Suspected:
		return "Suspected, not confirmed: " + stop(messages.LowerFirst(why))
	}
	if proof := s.fit(a.Proof); proof != "" {
		return "Confirmed: " + stop(messages.LowerFirst(why)) + " We know it from " + stop(messages.LowerFirst(proof))
	}
	return "Confirmed: " + stop(messages.LowerFirst(why))
}

func stop(s string) string { return strings.TrimRight(s, ". ") + "." }

// changes are what the client is told that changes, and by when. Nobody is named.
func (s Source) changes() string {
	var lines []string
	for _, c := range s.Incident.Changes {
		if !c.Told || len(lines) >= review.MostTold {
			continue
		}
		if text := s.fit(c.Text); text != "" {
			when := "by " + s.day(c.DueAt, "Monday 2 January") + s.instead(&c, "Monday 2 January")
			switch {
			case c.Dropped() && s.dropped(&c) == "":
				continue
			case c.Dropped():
				when = s.dropped(&c)
			case !c.Open():
				when = "done on " + s.day(c.DoneAt, "Monday 2 January")
			}
			lines = append(lines, fmt.Sprintf("• %s: %s.", messages.UpperFirst(strings.TrimRight(text, ".")), when))
		}
	}
	return strings.Join(lines, "\n")
}

// dropped owns that a promised change does not come; empty if this reader does not expect it.
func (s Source) dropped(c *review.Change) string {
	if !c.Dropped() || s.Incident.Pledges(s.Client).Of(promise.Measure, c) == nil {
		return ""
	}
	text := "we promised this and will not do it; we are sorry"
	if why := s.fit(c.DropWhy); why != "" {
		text += ": " + messages.LowerFirst(strings.TrimRight(why, ". "))
	}
	return text
}

// instead owns that a change comes on another day than its client was told, where this text
// is the first that says so.
func (s Source) instead(c *review.Change, layout string) string {
	p := s.Incident.Pledges(s.Client).Of(promise.Measure, c)
	switch {
	case p == nil || !c.Open() || s.day(p.DueAt, layout) == s.day(c.DueAt, layout):
		return ""
	case c.DueAt.Before(p.DueAt):
		return ", sooner than we had said"
	}
	return ", not by " + s.day(p.DueAt, layout) + " as we had said; we are sorry"
}

// why says for the text about a new date what the team wrote down as its reason.
func (s Source) why() string {
	p := s.Incident.Pledges(s.Client).Moves(s.text)
	for _, c := range s.Incident.Changes {
		if n := len(c.Moves); p != nil && n > 0 && c.Text == p.Words && !c.DueAt.Equal(p.DueAt) {
			if why := s.fit(c.Moves[n-1].Why); why != "" {
				return stop(messages.UpperFirst(why))
			}
		}
	}
	return ""
}

// day writes a day by the client's clock; one of another year with its year.
func (s Source) day(t time.Time, layout string) string {
	t = t.In(s.Client.Client.Zone())
	if !s.Now.IsZero() && t.Year() != s.Now.In(t.Location()).Year() {
		layout += " 2006"
	}
	return t.Format(layout)
}

// moments are the texts that stand by themselves in what a client was told; the others
// are counted.
var moments = map[string]string{
	update.DataLoss:         "we told you what is lost",
	update.BreachSuspected:  "we told you that someone may have had access",
	update.WrongRecipients:  "we told you what went to the wrong people",
	update.ProcessorNotice:  "our notice about personal data",
	update.OpenAnswer:       "we told you what had been open",
	update.Correction:       "we corrected what we had told you",
	update.MonitoringUpdate: "we wrote that it was working again",
	update.ResolvedUpdate:   "our final message",
	update.ByHand:           "we spoke or wrote to you ourselves",
}

// maxTold is how many lines the times take.
const maxTold = 8

// told lists when they heard what, by their own clock, and what came late.
func (s Source) told() string {
	var lines []string
	var between []time.Time
	first := true
	flush := func() {
		if n := len(between); n == 1 {
			lines = append(lines, fmt.Sprintf("• %s: an update.", s.at(between[0])))
		} else if n > 1 {
			lines = append(lines, fmt.Sprintf("• %d updates, the last at %s.", n, s.at(between[n-1])))
		}
		between = nil
	}
	for _, u := range s.Texts {
		if u.SentAt.IsZero() || u.State == update.Withdrawn || update.Aftercare(u.Kind) && u.Kind != update.OpenAnswer { // that is news
			continue
		}
		words, alone := s.moment(u)
		if first {
			words, alone = "our first notice", true
		}
		if first = false; !alone || len(lines) >= maxTold-1 && u.Kind != update.ResolvedUpdate {
			between = append(between, u.SentAt)
			continue
		}
		flush()
		lines = append(lines, fmt.Sprintf("• %s: %s.", s.at(u.SentAt), words))
	}
	flush()
	return strings.Join(append(lines, s.late()...), "\n")
}

// moment is what a text told them, in our words; alone says whether it has a line of its own.
func (s Source) moment(u *update.Update) (words string, alone bool) {
	switch words, alone = moments[u.Kind]; {
	case u.Kind == update.MonitoringUpdate && s.normally(u):
		return "we wrote that it was running normally again", alone
	case u.Kind == update.BreachSuspected && u.Facts[facts.Intruder] == facts.Confirmed:
		return "we told you that someone got in who should not have", alone
	}
	return words, alone
}

// late says in one sentence what they heard later than we had said: by the minute, in
// which they read times.
func (s Source) late() []string {
	n, most, alike := 0, time.Duration(0), true
	for i := range s.Client.Promises {
		p := &s.Client.Promises[i]
		if p.Said && p.Outcome == promise.Late && p.LateBy() >= time.Minute {
			alike = alike && (n == 0 || messages.Span(most) == messages.Span(p.LateBy()))
			n, most = n+1, max(most, p.LateBy())
		}
	}
	switch {
	case n == 0:
		return nil
	case n == 1:
		return []string{fmt.Sprintf("One of them came %s later than we had said.", messages.Span(most))}
	case alike:
		return []string{fmt.Sprintf("%d of them came %s later than we had said.", n, messages.Span(most))}
	}
	return []string{fmt.Sprintf("%d of them came later than we had said, by up to %s.", n, messages.Span(most))}
}

// words are what the record says in a text of a kind; nil for all others.
var words = map[string]func(Source) map[string]string{
	update.PostmortemCover: Words,
	update.Checkin7d: func(s Source) map[string]string {
		return map[string]string{"done_line": s.in("done_line").made(), "open_line": s.in("open_line").toCome()}
	},
	update.Checkin30d: func(s Source) map[string]string {
		return map[string]string{"changed_line": s.in("changed_line").made() + " " + s.proven(), "open_line": s.in("open_line").promised(true)}
	},
	update.NewDate: func(s Source) map[string]string { return map[string]string{"why_line": s.in("why_line").why()} },
	update.Rebuild: func(s Source) map[string]string {
		return map[string]string{"done_list": s.in("done_list").made(), "proof_line": s.proven(), "open_line": s.in("open_line").toCome()}
	},
}

// Fills says whether the record says something in a text of a kind.
func Fills(kind string) bool { return words[kind] != nil }

// promised are the changes that the client was told, in words that they may read, with a day.
func (s Source) promised(open bool) string {
	var list []string
	for _, c := range s.Incident.Changes {
		gone := s.dropped(&c)
		if !c.Told || c.Open() != open && (!open || gone == "") || !open && c.Dropped() {
			continue
		}
		if text := s.fit(c.Text); text != "" {
			day, by := c.DoneAt, ""
			if open {
				day, by = c.DueAt, "by "
			}
			when := by + s.day(day, "2 January") + s.instead(&c, "2 January")
			if gone != "" {
				when = gone
			}
			list = append(list, fmt.Sprintf("%s (%s).", messages.UpperFirst(strings.TrimRight(text, ".")), when))
		}
	}
	return strings.Join(list, " ")
}

// made is what we said that we would change, and have.
func (s Source) made() string { return s.promised(false) }

// toCome is what of it is still to come, and the review. That nothing is, is said where there was
// something.
func (s Source) toCome() string {
	if p := s.Client.Owed(promise.Review); p != nil && p.DueAt.After(s.Now) {
		return strings.TrimSpace(s.promised(true) + " " + messages.UpperFirst(due.Named(p)) + " (by " + s.day(p.DueAt, "2 January") + ").")
	}
	told := slices.DeleteFunc(slices.Clone(s.Incident.Changes), func(c review.Change) bool { return !c.Told })
	if len(told) > 0 && len(told.Open()) == 0 && s.promised(true) == "" {
		return "Nothing is open."
	}
	return s.promised(true)
}

// proven is that a copy of their data was put back as a test since then; empty if none was.
func (s Source) proven() string {
	at := s.Proof.Proven
	if s.Proof.Failed || !at.After(s.Incident.DeclaredAt) {
		return ""
	}
	took := ""
	if s.Proof.At.Equal(at) && s.Proof.Minutes > 0 {
		took = " in " + messages.Span(time.Duration(s.Proof.Minutes)*time.Minute)
	}
	return fmt.Sprintf("On %s we put a backup of your data back as a test, and it worked%s.", at.In(s.Client.Client.Zone()).Format("2 January"), took)
}

// Fill puts the words into a text in which nobody has written any. It returns what of the
// record a client may not read and the text does not say.
func Fill(u *update.Update, s Source) []Left {
	words, left := s.words(u)
	for name, text := range words {
		if text = strings.TrimSpace(text); text != "" && strings.TrimSpace(u.Own(name)) == "" {
			u.Words[name] = strings.TrimSpace(u.Fixed[name] + " " + text)
		}
	}
	return unsaid(u, words, left)
}

// normally says whether a text that it works says that of what had never stopped: something else
// may be wrong since.
func (s Source) normally(u *update.Update) bool {
	if texts := slices.Collect(maps.Values(u.Texts)); len(texts) > 0 {
		return slices.ContainsFunc(texts, func(t outbox.Text) bool { return strings.Contains(t.Subject+t.Body, "running normally") })
	}
	return grammar.KeptGoing(s.Incident.ImpactOn(s.Client.Client.ID))
}
