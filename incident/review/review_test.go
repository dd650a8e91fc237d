package review_test

import (
	"slices"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/review"
)

// By when the review is written, and where it has to be: nobody writes one for forty
// minutes in which no data was touched, unless somebody promised it.
func TestWhenAReviewIsDue(t *testing.T) {
	loss, breakIn := playbook.Traits{BadNews: true}, playbook.Traits{BadNews: true, Access: playbook.BrokenIn}
	for _, tt := range []struct {
		what string
		harm review.Harm
		want review.Row
	}{
		{"an outage of 40 minutes", review.Harm{Severity: 1, Down: 40 * time.Minute}, review.Row{Days: 5}},
		{"one in which data was touched", review.Harm{Severity: 1, Down: 40 * time.Minute, Data: true}, review.Row{Days: 5, Required: true}},
		{"an hour", review.Harm{Severity: 2, Down: time.Hour}, review.Row{Days: 5, Required: true}},
		{"a small one, for days", review.Harm{Severity: 3, Down: 48 * time.Hour}, review.Row{Days: 10}},
		{"a near miss", review.Harm{Severity: 4, Down: 48 * time.Hour}, review.Row{Days: 10}},
		{"a loss", review.Harm{Severity: 3, Traits: loss}, review.Row{Days: 5, Required: true}},
		{"a break-in", review.Harm{Severity: 2, Traits: breakIn}, review.Row{Days: 10, Required: true}},
		{"a severity of another time", review.Harm{Severity: client.Severity(9), Down: time.Hour}, review.Row{Days: 5, Required: true}},
	} {
		if got := review.Of(tt.harm); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.what, got, tt.want)
		}
	}
}

func TestACauseIsConfirmedByItsProof(t *testing.T) {
	for _, tt := range []struct {
		a     review.Answers
		wrong string
		proof string
	}{
		{review.Answers{State: review.Unknown}, "", ""},
		{review.Answers{State: review.Suspected, Why: "a change"}, "", ""},
		{review.Answers{State: review.Suspected}, review.FieldWhy, ""},
		{review.Answers{State: review.Confirmed, Why: "a change"}, review.FieldWhy, ""},
		{review.Answers{State: review.Confirmed, Why: "A change. Shown by the log."}, "", "the log."},
		{review.Answers{State: "sure", Why: "a change"}, review.FieldState, ""},
	} {
		var r review.Review
		err := r.Answer(tt.a, "U0ANA", time.Unix(1, 0))
		if e, ok := err.(*fault.Error); ok != (tt.wrong != "") || ok && e.Fields[tt.wrong] == "" {
			t.Errorf("%+v: %v", tt.a, err)
		}
		if r.Answers.Proof != tt.proof || r.Answered() != (tt.wrong == "") {
			t.Errorf("%+v became %+v", tt.a, r)
		}
	}
}

func TestChanges(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	due := now.Add(24 * time.Hour)
	var list review.Changes
	for _, c := range []review.Change{
		{Owner: "U0BEN", DueAt: due, At: now}, {Text: "test it", DueAt: due, At: now}, {Text: "test it", Owner: "U0BEN", DueAt: now, At: now},
	} {
		if _, err := list.Add(c); err == nil {
			t.Errorf("%+v was written down", c)
		}
	}
	for _, text := range []string{"a", "b", "c", "d", "e"} {
		if _, err := list.Add(review.Change{Text: text + ".", Owner: "U0BEN", DueAt: due, At: now}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := list.Add(review.Change{Text: "f", Owner: "U0BEN", DueAt: due, At: now}); err == nil {
		t.Error("a sixth was written down")
	}
	c, err := list.Find(2)
	if err != nil || c.Text != "b" {
		t.Fatal(c, err)
	}
	if err := c.Move(due.Add(time.Hour), review.Move{Why: " ", At: now}); err == nil {
		t.Error("moved without a reason")
	}
	if err := c.Move(due.Add(time.Hour), review.Move{Why: "late", At: now}); err != nil || len(c.Moves) != 1 || !c.Moves[0].From.Equal(due) || !c.DueAt.Equal(due.Add(time.Hour)) {
		t.Error(c, err)
	}
	c.Finish("U0BEN", now)
	if _, err := list.Find(2); err == nil || slices.ContainsFunc(list.Open(), func(c review.Change) bool { return c.N == 2 }) {
		t.Error("what is done is open")
	}
	if _, err := list.Add(review.Change{Text: "A", Owner: "U0BEN", DueAt: due, At: now}); err == nil {
		t.Error("the same was written down twice")
	}
}

// A change that was struck out is not promised because another begins with its words.
func TestWhichChangesATextNames(t *testing.T) {
	list := review.Changes{{N: 1, Text: "test the restore"}, {N: 2, Text: "Test the restore every month"}, {N: 3, Text: "rotate the keys"}}
	for text, want := range map[string][]int{
		"• Test the restore every month: by Friday 20 March.":                        {2},
		"• Test the restore: by Friday 20 March.":                                    {1},
		"• Test the restore: by Friday.\n• Test the restore every month: by Monday.": {1, 2},
		"We test the restore and rotate the keys by Friday.":                         {1, 3},
		"We promise nothing.": nil,
	} {
		var got []int
		for i := range list {
			if list.Tells(text, &list[i]) {
				got = append(got, list[i].N)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}
