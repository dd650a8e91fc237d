package review

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/proof"
	"candor/incident/review"
	"candor/incident/update"
	"candor/messages"
)

var now = time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)

func source(a review.Answers) Source {
	inc := &incident.Incident{Number: 1, Names: map[string]string{"U0BEN": "Ben Olsen"}, Review: &review.Review{Answers: a, At: now},
		Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop", TimeZone: "Europe/London"}}}}
	return Source{Incident: inc, Client: &inc.Clients[0], Others: []string{"Globex Travel"}, Staff: []string{"Ana Ruiz", "Ben Olsen"}, Now: now}
}

// Whatever somebody wrote into the review, a client reads of no person, machine, link,
// token or other client; the sentence beside it is kept.
func TestAReviewNamesNothingOfOurs(t *testing.T) {
	for _, planted := range []string{
		"Ben ran it", "Ana Ruiz approved it", "<@U0BEN> ran it", "see <#C012345>", "it ran on web-3.internal", "it ran on 10.0.4.17", "the ticket is https://jira.internal/browse/OPS-7",
		"OPS-4711 said so", "it was INC-3 again", "we saw it in #ops-alerts", "it began with 9f8e7d6c", "the table users_prod was gone", "Globex Travel had it too", "globex travel had it too", "the key was " + "AKIA" + "IOSFODNN7EXAMPLE",
	} {
		text := "We tried cards only. " + planted + ". Nobody tried the rest."
		s := source(review.Answers{State: review.Confirmed, Why: text, Proof: text, Gap: text, Work: "secret workload"})
		s.Client.Said = map[string]string{"fix_line": text, "impact_past": text}
		s.Client.SaidTimes = map[string]time.Time{"from": now, "resolved_at": now}
		s.Incident.Changes = review.Changes{{N: 1, Text: planted, Told: true, DueAt: now}, {N: 2, Text: "try all", Told: true, DueAt: now}}
		for field, got := range Words(s) {
			if strings.Contains(strings.ToLower(got), strings.ToLower(planted)) || strings.Contains(got, "workload") {
				t.Errorf("%s says %q", field, got)
			}
			if field != "actions_line" && field != "told_line" && (!strings.Contains(strings.ToLower(got), "cards only") || !strings.Contains(got, "Nobody tried the rest")) {
				t.Errorf("%s of %q lost what may be said: %q", field, planted, got)
			}
		}
	}
}

// What looks like an id and is none stays.
func TestNoIDOfOurs(t *testing.T) {
	s := source(review.Answers{})
	for _, text := range []string{"INC-1 was the first.", "We use SHA-256 and UTF-8.", "1234567 orders came.", "The order #4711 is there.", "A facade fell.", "We test gift-cards on 31 March."} {
		if got := s.ours(text); got != "" {
			t.Errorf("%q names %q", text, got)
		}
	}
}

func TestACauseSaysHowSureItIs(t *testing.T) {
	for _, tt := range []struct {
		a    review.Answers
		want string
	}{
		{review.Answers{State: review.Unknown, Why: "a guess"}, ""},
		{review.Answers{State: review.Suspected, Why: "A change stopped it."}, "Suspected, not confirmed: a change stopped it."},
		{review.Answers{State: review.Confirmed, Why: "A change stopped it", Proof: "The log of 09:05"}, "Confirmed: a change stopped it. We know it from the log of 09:05."},
	} {
		if got := Words(source(tt.a))["cause_line"]; got != tt.want {
			t.Errorf("%+v says %q, want %q", tt.a, got, tt.want)
		}
	}
}

// What they were told and when stands in their own time, with what came late.
func TestWhatTheyWereToldAndWhen(t *testing.T) {
	s := source(review.Answers{})
	for i, kind := range []string{update.FirstNoticeUnknown, update.Progress, update.Holding, update.DataLoss, update.ResolvedUpdate, update.Checkin24h} {
		s.Texts = append(s.Texts, &update.Update{N: i + 1, Kind: kind, SentAt: now.Add(time.Duration(i) * time.Minute)})
	}
	s.Client.Promises = []promise.Promise{{Kind: promise.Update, Said: true, DueAt: now, SettledAt: now.Add(12 * time.Minute), Outcome: promise.Late},
		{Kind: promise.Update, Said: true, DueAt: now, SettledAt: now.Add(59 * time.Second), Outcome: promise.Late}}
	want := "• 15:00 GMT on 10 March: our first notice.\n• 2 updates, the last at 15:02 GMT on 10 March.\n• 15:03 GMT on 10 March: we told you what is lost.\n• 15:04 GMT on 10 March: our final message.\nOne of them came 12 min later than we had said."
	if got := Words(s)["told_line"]; got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
}

// Bad news stands by itself, whichever it was, and so does the answer that was still open.
func TestBadNewsIsNoUpdateAmongOthers(t *testing.T) {
	s := source(review.Answers{})
	for i, kind := range []string{update.FirstNoticeUnknown, update.WrongRecipients, update.ResolvedUpdate, update.OpenAnswer} {
		s.Texts = append(s.Texts, &update.Update{N: i + 1, Kind: kind, SentAt: now.Add(time.Duration(i) * time.Minute)})
	}
	want := "• 15:00 GMT on 10 March: our first notice.\n• 15:01 GMT on 10 March: we told you what went to the wrong people.\n• 15:02 GMT on 10 March: our final message.\n• 15:03 GMT on 10 March: we told you what had been open."
	if got := Words(s)["told_line"]; got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
}

// What we said that we would change stands in the texts after it, as far as it is made, with
// nothing of ours; a month later so does that a backup was put back as a test since then.
func TestWhatBecameOfItStandsInTheTextsAfterIt(t *testing.T) {
	day := func(d int) time.Time { return now.AddDate(0, 0, d) }
	made := review.Changes{{N: 1, Text: "a test pays after each change", Told: true, DoneAt: day(10)}, {N: 2, Text: "tell Ben Olsen", Told: true, DoneAt: day(10)}, {N: 3, Text: "rotate our keys", DoneAt: day(9)}}
	late := review.Change{N: 4, Text: "an alarm on orders.", Told: true, DueAt: day(20)}
	tested := proof.Record{At: day(27), Proven: day(27), Minutes: 14}
	for _, tt := range []struct {
		name    string
		kind    string
		changes review.Changes
		proof   proof.Record
		want    map[string]string
	}{
		{"a week later", update.Checkin7d, append(slices.Clone(made), late), tested, map[string]string{"done_line": "A test pays after each change (20 March).", "open_line": "An alarm on orders (by 30 March)."}},
		{"a month later", update.Checkin30d, made, tested, map[string]string{"changed_line": "A test pays after each change (20 March). On 6 April we put a backup of your data back as a test, and it worked in 14 min."}},
		{"the test was before it", update.Checkin30d, made, proof.Record{At: day(-9), Proven: day(-9), Minutes: 14}, map[string]string{"changed_line": "A test pays after each change (20 March)."}},
		{"the last test failed", update.Rebuild, made, proof.Record{At: day(27), Proven: day(20), Failed: true}, map[string]string{"done_list": "A test pays after each change (20 March).", "open_line": "Nothing is open."}},
		{"nothing was said to change", update.Checkin7d, nil, proof.Record{}, nil},
	} {
		s := source(review.Answers{})
		s.Incident.DeclaredAt, s.Incident.Changes, s.Proof = now, tt.changes, tt.proof
		u := &update.Update{Kind: tt.kind, Words: map[string]string{}}
		if Fill(u, s); !maps.Equal(u.Words, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, u.Words, tt.want)
		}
	}
}

// What is left out is said, field by field, with whom or what it names; a key is not repeated,
// and what stays inside anyway, or is said in other words, is no news.
func TestWhatIsLeftOutIsSaid(t *testing.T) {
	words, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	key := "AKIA" + "IOSFODNN7EXAMPLE"
	s := source(review.Answers{State: review.Confirmed, Why: "Ben ran it without a test", Proof: "The log of <@U0BEN>", Gap: "We tried cards only. Globex Travel had it too", Work: "Ben was tired"})
	s.Client.Said = map[string]string{"fix_line": "We changed the key " + key, "impact_past": "visitors of Globex could not pay"}
	s.Client.SaidTimes = map[string]time.Time{"from": now, "resolved_at": now}
	s.Incident.Changes = review.Changes{{N: 1, Text: "move it off web-3.internal", Told: true, DueAt: now}, {N: 2, Text: "try all", Told: true, DueAt: now}, {N: 3, Text: "train Ben", DueAt: now}}
	s.Others = append(s.Others, "Globex")
	u := update.Update{Kind: update.PostmortemCover, Words: map[string]string{}}
	var got []string
	for _, f := range Warnings(words, &u, Fill(&u, s)) {
		if f.Rule != update.LeftOut || f.Level != update.Warn {
			t.Errorf("%+v", f)
		}
		got = append(got, f.Why[:strings.Index(f.Why, ". Say it")])
	}
	want := []string{
		"Their text leaves what they could not do out: it names Globex",
		"Their text leaves the cause out: it names Ben",
		"Their text leaves a sentence of what should have been in place out: it names Globex Travel",
		"Their text leaves a change out: it names web-3.internal",
		"Their text leaves what fixed it out: it names a password or a key",
	}
	if !slices.Equal(got, want) {
		t.Errorf("it says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, field := range []string{"summary_line", "cause_line", "gap_line", "actions_line", "fix_line"} {
		u.Words[field] = "Said in other words."
	}
	if left := Fill(&u, s); len(left) > 0 {
		t.Errorf("%v is still left out", left)
	}
	for field, p := range parts {
		if p[0] == "" || p[1] == "" {
			t.Errorf("%s has no words", field)
		}
	}
}

// Each field that the record fills has words for what it leaves out.
func TestEachFieldThatTheRecordFillsHasWordsForWhatItLeavesOut(t *testing.T) {
	for kind := range words { // the table
		s := source(review.Answers{State: review.Confirmed, Why: "Ben", Proof: "Ben", Gap: "Ben"})
		s.Client.Said = map[string]string{"fix_line": "Ben", "impact_past": "Ben"}
		s.Client.SaidTimes = map[string]time.Time{"from": now, "resolved_at": now}
		s.Incident.Changes = review.Changes{{N: 1, Text: "Ben", Told: true, DueAt: now, Moves: []review.Move{{Why: "Ben"}}}, {N: 2, Text: "ask Ben", Told: true, DueAt: now, DoneAt: now}}
		s.Client.Promises = []promise.Promise{{N: 1, Kind: promise.Measure, Words: "Ben", DueAt: now.Add(-time.Hour)}}
		_, left := s.words(&update.Update{Kind: kind})
		if len(left) == 0 {
			t.Errorf("%s leaves nothing out", kind)
		}
		for _, l := range left {
			if parts[l.Field][0] == "" {
				t.Errorf("%s: %q has no words", kind, l.Field)
			}
		}
	}
}

// A change that may not be named is still to come: that nothing is would not be true.
func TestNothingIsOpenOnlyWhereNothingIs(t *testing.T) {
	s := source(review.Answers{})
	s.Incident.Changes = review.Changes{{N: 1, Text: "ask Ben", Told: true, DueAt: now}, {N: 2, Text: "try all", Told: true, DueAt: now, DoneAt: now}}
	if got := s.toCome(); got != "" {
		t.Errorf("it says %q", got)
	}
	s.Incident.Changes[0].DoneAt = now
	if got := s.toCome(); got != "Nothing is open." {
		t.Errorf("it says %q", got)
	}
}

// What fixed it the first time did not, where it was down again.
func TestWhatFixedItIsOfTheLastFinalMessage(t *testing.T) {
	s := source(review.Answers{})
	s.Client.Said = map[string]string{"fix_line": "We took the change out."}
	final := func(fix string) *update.Update {
		return &update.Update{Kind: update.ResolvedUpdate, State: update.Sent, SentAt: now, Words: map[string]string{"fix_line": fix}}
	}
	for want, texts := range map[string][]*update.Update{
		"We took the change out.": {final("We took the change out.")},
		"We bought a disk.":       {final("We took the change out."), final("We bought a disk.")},
		"":                        {final("We took the change out."), final("")},
	} {
		if s.Texts = texts; Words(s)["fix_line"] != want {
			t.Errorf("it says %q, want %q", Words(s)["fix_line"], want)
		}
	}
}
