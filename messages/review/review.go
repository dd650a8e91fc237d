package review

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/proof"
	"candor/incident/review"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/lint"
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
}

// Words are the words of the written review by the fields of its text. What nobody can
// know but a person is not in it.
func Words(s Source) map[string]string {
	words := map[string]string{}
	add := func(field, text string) {
		if text = strings.TrimSpace(text); text != "" {
			words[field] = text
		}
	}
	said := s.Client.Said
	add("summary_line", s.summary())
	add("fix_line", s.fit(said["fix_line"]))
	add("told_line", s.told())
	add("actions_line", s.changes())
	if r := s.Incident.Review; r.Answered() {
		add("cause_line", s.cause(r.Answers))
		add("gap_line", s.fit(r.Answers.Gap))
	} else {
		add("cause_line", s.fit(said["cause_line"]))
	}
	var open []string
	for _, text := range messages.Notes(s.Incident.FactsOf(s.Client).Unknown) {
		open = append(open, s.fit(text))
	}
	add("open_line", strings.Join(slices.DeleteFunc(open, func(t string) bool { return t == "" }), " "))
	return words
}

// summary is what they could not do, and since when it works, as they have read it.
func (s Source) summary() string {
	from, works := s.Client.SaidTimes["from"], s.Client.SaidTimes["resolved_at"]
	impact := s.fit(s.Client.Said["impact_past"])
	if from.IsZero() || works.IsZero() || impact == "" || s.Client.Lost != nil {
		return ""
	}
	var spans []string
	for _, down := range s.Client.Worked.Down(from, works) {
		begins, zone := s.at(down[0]), s.Client.Client.Zone()
		if down[0].In(zone).YearDay() == down[1].In(zone).YearDay() {
			begins = down[0].In(zone).Format("15:04 MST")
		}
		spans = append(spans, "from "+begins+" to "+s.at(down[1]))
	}
	return strings.TrimSpace(fmt.Sprintf("%s, %s %s", strings.Join(spans, " and "), stop(messages.LowerFirst(impact)), s.fit(s.Client.Said["data_line"])))
}

func (s Source) at(t time.Time) string {
	return t.In(s.Client.Client.Zone()).Format("15:04 MST on 2 January")
}

// cause says why it happened and how sure that is.
func (s Source) cause(a review.Answers) string {
	why := s.fit(a.Why)
	switch {
	case a.State == review.Unknown:
		return "We do not know yet why it happened."
	case why == "":
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
		if text := s.fit(c.Text); text != "" && c.Told && len(lines) < review.MostTold {
			when := "by " + s.day(c.DueAt, "Monday 2 January")
			if !c.Open() {
				when = "done on " + s.day(c.DoneAt, "Monday 2 January")
			}
			lines = append(lines, fmt.Sprintf("• %s: %s.", messages.UpperFirst(strings.TrimRight(text, ".")), when))
		}
	}
	return strings.Join(lines, "\n")
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
		if u.SentAt.IsZero() || update.Aftercare(u.Kind) && u.Kind != update.OpenAnswer { // that is news
			continue
		}
		words, alone := moments[u.Kind]
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

// late says in one sentence what they heard later than we had said: by the minute, in
// which they read times.
func (s Source) late() []string {
	n, most := 0, time.Duration(0)
	for i := range s.Client.Promises {
		p := &s.Client.Promises[i]
		if p.Said && p.Outcome == promise.Late && p.LateBy() >= time.Minute {
			n, most = n+1, max(most, p.LateBy())
		}
	}
	switch {
	case n == 0:
		return nil
	case n == 1:
		return []string{fmt.Sprintf("One of them came %s later than we had said.", messages.Span(most))}
	}
	return []string{fmt.Sprintf("%d of them came later than we had said, one by %s.", n, messages.Span(most))}
}

// fit is a text without the sentences that a client may not read.
func (s Source) fit(text string) string {
	var list []string
	for _, line := range strings.FieldsFunc(strings.ReplaceAll(text, ". ", ".\n"), func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = strings.TrimSpace(line); line != "" && !s.ours(line) {
			list = append(list, line)
		}
	}
	return strings.Join(list, " ")
}

// Inside says whether a text has anything that its client may not read.
func Inside(s Source, text string) bool { return s.ours(text) }

// ours says whether a sentence has what is of the team.
func (s Source) ours(sentence string) bool {
	lower := strings.ToLower(sentence)
	if strings.Contains(lower, "<@") || strings.Contains(lower, "<#") || lint.FindSecret(sentence) != "" {
		return true
	}
	for _, list := range [][]string{s.Others, s.Staff} {
		for _, name := range list {
			if named(sentence, name) {
				return true
			}
		}
	}
	found := lint.Check(sentence, lint.Context{Kind: "reply", OtherClients: s.Others, Staff: s.Staff, AllowedDomains: s.Client.Client.Domains, Now: s.Now})
	return slices.ContainsFunc(found, func(f lint.Finding) bool { return strings.HasPrefix(f.Rule, "leak") || f.Rule == "blame-person" })
}

// named says whether a sentence names somebody: whole, or by their first name.
func named(sentence, name string) bool {
	first, _, _ := strings.Cut(name, " ")
	for _, n := range []string{name, first} {
		if len(n) > 2 && strings.Contains(bare(sentence), bare(n)) {
			return true
		}
	}
	return false
}

// bare is a text as words between single spaces, so that a name is found as a word.
func bare(s string) string {
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(s), apart), " ") + " "
}

// words are what the record says in a text of a kind; nil for all others.
var words = map[string]func(Source) map[string]string{
	update.PostmortemCover: Words,
	update.Checkin7d: func(s Source) map[string]string {
		return map[string]string{"done_line": s.made(), "open_line": s.left()}
	},
	update.Checkin30d: func(s Source) map[string]string {
		return map[string]string{"changed_line": s.made() + " " + s.proven(), "open_line": s.promised(true)}
	},
	update.Rebuild: func(s Source) map[string]string {
		return map[string]string{"done_list": s.made(), "proof_line": s.proven(), "open_line": s.left()}
	},
}

// Fills says whether the record says something in a text of a kind.
func Fills(kind string) bool { return words[kind] != nil }

// promised are the changes that the client was told, in words that they may read, with a day.
func (s Source) promised(open bool) string {
	var list []string
	for _, c := range s.Incident.Changes {
		if text := s.fit(c.Text); text != "" && c.Told && c.Open() == open {
			day, by := c.DoneAt, ""
			if open {
				day, by = c.DueAt, "by "
			}
			list = append(list, fmt.Sprintf("%s (%s%s).", messages.UpperFirst(strings.TrimRight(text, ".")), by, s.day(day, "2 January")))
		}
	}
	return strings.Join(list, " ")
}

// made is what we said that we would change, and have.
func (s Source) made() string { return s.promised(false) }

// left is what of it is still to come. That nothing is, is said where there was something.
func (s Source) left() string {
	if open := s.promised(true); open != "" || s.made() == "" {
		return open
	}
	return "Nothing is open."
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

// Fill puts the words into a text in which nobody has written any.
func Fill(u *update.Update, s Source) {
	for name, text := range words[u.Kind](s) {
		if text = strings.TrimSpace(text); text != "" && strings.TrimSpace(u.Own(name)) == "" {
			u.Words[name] = strings.TrimSpace(u.Fixed[name] + " " + text)
		}
	}
}
