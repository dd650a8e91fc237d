package facts

import (
	"slices"
	"testing"
	"time"
)

var day = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

// several are two clients and what is known of them.
func several() (*Facts, Apart) {
	var acme, globex Own
	return &Facts{TurnedAt: day}, Apart{"acme": &acme, "globex": &globex}
}

// An answer of one client is that one's alone, and the worst stands for all.
func TestAnAnswerOfOneClient(t *testing.T) {
	type step struct {
		client string
		q      Question
		a      Answer
	}
	for _, tt := range []struct {
		name               string
		steps              []step
		acme, globex, both map[Question]Answer
	}{
		{"of all", []step{{"", DataLost, Yes}}, map[Question]Answer{DataLost: Yes}, map[Question]Answer{DataLost: Yes}, map[Question]Answer{DataLost: Yes}},
		{"of one", []step{{"acme", DataLost, Yes}}, map[Question]Answer{DataLost: Yes}, nil, map[Question]Answer{DataLost: Yes}},
		{"of one, and the other is asked", []step{{"acme", DataLost, Yes}, {"globex", DataLost, No}}, map[Question]Answer{DataLost: Yes}, map[Question]Answer{DataLost: No}, map[Question]Answer{DataLost: Yes}},
		{"it was so for all, and is not for one", []step{{"", DataLost, Yes}, {"globex", DataLost, No}}, map[Question]Answer{DataLost: Yes}, map[Question]Answer{DataLost: No}, map[Question]Answer{DataLost: Yes}},
		{"it was so for one, and is for all", []step{{"acme", DataLost, Yes}, {"", DataLost, Yes}}, map[Question]Answer{DataLost: Yes}, map[Question]Answer{DataLost: Yes}, map[Question]Answer{DataLost: Yes}},
		{"nobody has lost any", []step{{"acme", DataLost, Yes}, {"globex", DataLost, No}, {"acme", DataLost, No}}, map[Question]Answer{DataLost: No}, map[Question]Answer{DataLost: No}, map[Question]Answer{DataLost: No}},
		{"what one knows weighs less than what nobody was asked", []step{{"acme", DataLost, No}}, map[Question]Answer{DataLost: No}, nil, nil},
		{"what comes back is asked of those whose data is lost", []step{{"acme", DataLost, Yes}, {"globex", Recoverable, No}, {"acme", Recoverable, Restored}},
			map[Question]Answer{DataLost: Yes, Recoverable: Restored}, nil, map[Question]Answer{DataLost: Yes, Recoverable: Restored}},
		{"of two losses one is not back", []step{{"", DataLost, Yes}, {"acme", Recoverable, Restored}, {"globex", Recoverable, Partly}},
			map[Question]Answer{DataLost: Yes, Recoverable: Restored}, map[Question]Answer{DataLost: Yes, Recoverable: Partly}, map[Question]Answer{DataLost: Yes, Recoverable: Partly}},
		{"somebody may have got in at one, and did at the other", []step{{"acme", Intruder, Suspected}, {"globex", Intruder, Confirmed}}, map[Question]Answer{Intruder: Suspected}, map[Question]Answer{Intruder: Confirmed}, map[Question]Answer{Intruder: Confirmed}},
	} {
		f, all := several()
		for i, s := range tt.steps {
			if !f.GiveOne(FactAnswer{Client: s.client, Question: s.q, Answer: s.a}, all, "U0ANA", day.Add(time.Duration(i)*time.Minute)) {
				t.Errorf("%s: step %d is no other answer", tt.name, i+1)
			}
		}
		for who, want := range map[*Facts]map[Question]Answer{f.With(*all["acme"]): tt.acme, f.With(*all["globex"]): tt.globex, f: tt.both} {
			got := who.Answers()
			for _, q := range Questions {
				if got[q] != want[q] {
					t.Errorf("%s: %s is %q, want %q", tt.name, q, got[q], want[q])
				}
			}
		}
	}
}

// The same answer once more is no change, and parts nobody.
func TestTheSameAnswerOfOneClient(t *testing.T) {
	f, all := several()
	f.GiveOne(FactAnswer{Question: DataLost, Answer: Yes, Words: "all orders"}, all, "U0ANA", day)
	if f.GiveOne(FactAnswer{Client: "acme", Question: DataLost, Answer: Yes, Words: "all orders"}, all, "U0ANA", day.Add(time.Minute)) || len(*all["acme"]) > 0 {
		t.Errorf("it is another answer, own is %v", *all["acme"])
	}
}

// Nobody has said of who joins what is known of the others: bad news may be theirs, and the
// rest was not asked.
func TestWhoJoinsIsNotClaimedForWhatIsKnown(t *testing.T) {
	for _, tt := range []struct {
		q           Question
		known, want Answer
	}{
		{DataLost, Yes, DontKnow}, {DataLost, No, ""}, {DataLost, DontKnow, DontKnow},
		{SpareCopy, NoCopy, DontKnow}, {SpareCopy, CopyTested, ""},
		{Intruder, Suspected, DontKnow}, {Intruder, Confirmed, DontKnow}, {Intruder, No, ""},
		{Personal, Yes, DontKnow}, {Personal, No, ""},
	} {
		f, all := several()
		acme := Apart{"acme": all["acme"]}
		f.GiveOne(FactAnswer{Question: tt.q, Answer: tt.known}, acme, "U0ANA", day)
		f.Join("globex", all, "U0ANA", day)
		if got := f.With(*all["globex"]).Answer(tt.q); got != tt.want {
			t.Errorf("%s %s: who joins has %q, want %q", tt.q, tt.known, got, tt.want)
		}
		if got := f.With(*all["acme"]).Answer(tt.q); got != tt.known {
			t.Errorf("%s %s: the others have %q now", tt.q, tt.known, got)
		}
	}
}

// Of those whom somebody joins one may know what the other does not.
func TestWhoJoinsThoseWhoDiffer(t *testing.T) {
	f, all := several()
	two := Apart{"acme": all["acme"], "globex": all["globex"]}
	f.GiveOne(FactAnswer{Client: "acme", Question: DataLost, Answer: No}, two, "U0ANA", day)
	f.GiveOne(FactAnswer{Client: "globex", Question: DataLost, Answer: DontKnow}, two, "U0ANA", day)
	var third Own
	all["third"] = &third
	f.Join("third", all, "U0ANA", day)
	if got := f.With(third).Answer(DataLost); got != DontKnow {
		t.Errorf("who joins has %q", got)
	}
}

// What one client's bad news was noticed at is not when another's was, and a sentence for
// one is read by no other.
func TestTheFactsOfOneClient(t *testing.T) {
	f, all := several()
	f.GiveOne(FactAnswer{Client: "acme", Question: DataLost, Answer: Yes}, all, "U0ANA", day)
	f.GiveOne(FactAnswer{Client: "globex", Question: DataLost, Answer: Yes}, all, "U0ANA", day.Add(time.Hour))
	f.Known = []Noted{{Text: "for all"}, {Client: "acme", Text: "for one"}}
	acme, globex := f.Of("acme", *all["acme"]), f.Of("globex", *all["globex"])
	if !acme.TurnedAt.Equal(day) || !globex.TurnedAt.Equal(day.Add(time.Hour)) {
		t.Errorf("noticed %v and %v", acme.TurnedAt, globex.TurnedAt)
	}
	if len(acme.Known) != 2 || len(globex.Known) != 1 || globex.Known[0].Text != "for all" || len(f.Known) != 2 {
		t.Errorf("they read %v and %v, and there are %v", acme.Known, globex.Known, f.Known)
	}
}

// What weighs more has to be said of every answer, and of none.
func TestEveryAnswerHasItsWeight(t *testing.T) {
	for _, q := range Questions {
		want := append([]Answer{""}, Answers[q]...)
		slices.Sort(want)
		if got := slices.Sorted(slices.Values(gravity[q])); !slices.Equal(got, want) {
			t.Errorf("%s: weighed are %q, want %q", q, got, want)
		}
	}
}
