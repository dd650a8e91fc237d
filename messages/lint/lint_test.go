package lint

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// documented is a rule as the documentation lists it.
type documented struct {
	ID    string `json:"id"`
	Level Level  `json:"level"`
	Tier  int    `json:"tier"`
}

func TestRulesAreThoseOfTheDocumentation(t *testing.T) {
	var want []documented
	readJSON(t, "testdata/rules.json", &want)
	want = append(want, documented{"denied-loss", Block, 1})  // ours: the record says that data is gone
	want = append(want, documented{"guessed-cause", Hint, 1}) // ours: readers take a guess for the cause
	for _, id := range []string{"missing-when", "missing-who", "empty-update", "unclear-date", "unsure-end", "self-praise", "own-part-denied", "leak-detail", "wording-unchecked"} {
		want = append(want, documented{id, Hint, 2}) // ours: what real texts leave out, first as hints
	}
	have := Rules()
	if len(have) != len(want) {
		t.Fatalf("there are %d rules, want %d", len(have), len(want))
	}
	for i, w := range want {
		if h := have[i]; h.ID != w.ID || h.Level != w.Level || h.Tier != w.Tier {
			t.Errorf("rule %d is %s %s tier %d, want %s %s tier %d", i, h.ID, h.Level, h.Tier, w.ID, w.Level, w.Tier)
		}
	}
}

// A tired writer reads one sentence; it ends, and does not shout.
func TestEveryRuleSaysWhy(t *testing.T) {
	groups := []string{"leak", "promise", "structure", "truth", "tone", "form"}
	for _, r := range Rules() {
		if !strings.HasSuffix(r.Why, ".") || strings.ContainsAny(r.Why, "!") || len(r.Why) > 160 {
			t.Errorf("%s: the reason is no short sentence: %q", r.ID, r.Why)
		}
		if !slices.Contains(groups, r.Group) {
			t.Errorf("%s is in the group %q, which is none of %v", r.ID, r.Group, groups)
		}
	}
}

func TestWorstFirst(t *testing.T) {
	found := Check("Sorry!! We are nearly there, password: Lighthouse77 is for you.", Context{Kind: "holding"})
	for i := 1; i < len(found); i++ {
		if found[i].Level.weight() < found[i-1].Level.weight() {
			t.Errorf("%s (%s) stands behind %s (%s)", found[i].Rule, found[i].Level, found[i-1].Rule, found[i-1].Level)
		}
	}
	if len(found) < 3 || found[0].Level != Block {
		t.Errorf("found %v", words(found))
	}
	if urgent := Urgent(found); len(urgent) == 0 || slices.ContainsFunc(urgent, func(f Finding) bool { return f.Level != Block }) {
		t.Errorf("when the time is nearly up: %v", words(urgent))
	}
}

func TestASecretIsNeverRepeated(t *testing.T) {
	text := "PASSWORD: LIGHTHOUSE77! PLEASE READ THIS, it is https://u:Lighthouse77@host.internal/x and the sentence around it goes on for more than thirty words so that nobody can say that it is short, which it is not, as everybody sees who reads it to its end."
	for _, f := range Check(text, Context{}) {
		if strings.Contains(strings.ToLower(f.Words+f.Why+f.Replace), "lighthouse") {
			t.Errorf("%s repeats it: %+v", f.Rule, f)
		}
	}
}

func TestOverridable(t *testing.T) {
	for _, r := range Rules() {
		if got, want := Overridable(r.ID), r.ID != "leak-secret"; got != want {
			t.Errorf("Overridable(%s) = %t, want %t", r.ID, got, want)
		}
	}
}

// levelOf is the level of the first finding of a rule, empty if there is none.
func levelOf(list []Finding, rule string) Level {
	i := slices.IndexFunc(list, func(f Finding) bool { return f.Rule == rule })
	if i < 0 {
		return ""
	}
	return list[i].Level
}

func TestLevels(t *testing.T) {
	tests := []struct {
		name, rule, text string
		c                Context
		want             Level
	}{
		{"progress in a text that nobody reads", "unbacked-progress", "We are nearly there.", Context{Kind: "holding", Auto: true}, Block},
		{"progress that a person claims", "unbacked-progress", "We are nearly there.", Context{Kind: "holding", Phase: "contain"}, Warn},
		{"progress in a text by itself", "unbacked-progress", "We are nearly there.", Context{Kind: "holding"}, Hint},
		{"the status beside the text conflicts", "contradicts-status", "The repair is in.", Context{Status: "monitoring", Label: "resolved"}, Block},
		{"the status beside the text agrees", "contradicts-status", "The repair is in.", Context{Status: "resolved", Label: "resolved"}, ""},
		{"the text conflicts", "contradicts-status", "The fault is fixed.", Context{Status: "monitoring"}, Warn},
		{"that of a part may", "contradicts-status", "The mail is fixed.", Context{Status: "monitoring"}, Hint},
		{"not where the incident is known", "contradicts-status", "The mail is fixed.", Context{Status: "monitoring", Phase: "recover"}, Warn},
		{"no impact", "missing-impact", "We are testing.", Context{Kind: "progress"}, Warn},
		{"no impact that we recognise, but the field holds one", "missing-impact", "We are testing.", Context{Kind: "progress", Answered: Answers{Impact: true}}, Hint},
		{"no action", "missing-action", "Orders fail.", Context{Kind: "progress"}, Warn},
		{"no action that we recognise, but the field holds one", "missing-action", "Orders fail.", Context{Kind: "progress", Answered: Answers{Action: true}}, Hint},
		{"no next time", "missing-next-update", "Orders fail.", Context{Kind: "progress"}, Block},
		{"a next time in the field", "missing-next-update", "Orders fail.", Context{Kind: "progress", Answered: Answers{Next: true}}, ""},
		{"nothing for the client to do", "missing-client-action", "Orders fail.", Context{Kind: "first_notice"}, Hint},
		{"something for the client to do in the field", "missing-client-action", "Orders fail.", Context{Kind: "first_notice", Answered: Answers{ClientAction: true}}, ""},
		{"a small incident owes no review", "missing-followup", "It works.", Context{Kind: "resolved", Severity: 3}, ""},
		{"a big one does", "missing-followup", "It works.", Context{Kind: "resolved", Severity: 2}, Hint},
		{"one whose size nobody said does too", "missing-followup", "It works.", Context{Kind: "resolved"}, Hint},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := levelOf(Check(tt.text, tt.c), tt.rule); got != tt.want {
				t.Errorf("%s is %q, want %q", tt.rule, got, tt.want)
			}
		})
	}
}

func TestWordsAndReplacements(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 7, 10, 12, 0, 0, 0, berlin)
	tests := []struct{ rule, text, words, replace string }{
		{"jargon", "We rolled it back.", "rolled it back", "put the previous version back"},
		{"jargon", "The API is slow.", "API", "connection between two programs"},
		{"missing-timezone", "We call you at 14:30.", "14:30", "14:30 CEST"},
		{"all-caps", "PLEASE READ THIS NOW.", "PLEASE READ THIS NOW", "Please read this now"},
		{"exclamation", "We found it!", "!", "."},
		{"conditional-apology", "We’re sorry if you couldn’t order.", "sorry if", "We are sorry that you could not sell for two hours."},
		{"vague-time", "It ends – we hope – soon.", "soon", "by 15:30 CET"},
		{"leak-host", "Es läuft auf db‑prod‑01 weiter.", "db‑prod‑01", "one of your servers"},
		{"missing-next-update", "Orders fail.", "", "We write again at 15:30 CET, also if nothing is new."},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			found := Check(tt.text, Context{Now: now, Zone: berlin, Kind: "progress"})
			i := slices.IndexFunc(found, func(f Finding) bool { return f.Rule == tt.rule })
			if i < 0 {
				t.Fatalf("%q: found only %v", tt.text, words(found))
			}
			if f := found[i]; f.Words != tt.words || f.Replace != tt.replace || tt.text[f.From:f.To] != tt.words {
				t.Errorf("%q: words %q at %d to %d, replacement %q; want %q and %q", tt.text, f.Words, f.From, f.To, f.Replace, tt.words, tt.replace)
			}
		})
	}
}

// A text in another language is checked for what needs no words of it.
func TestOtherLanguages(t *testing.T) {
	c := Context{Kind: "first_notice", Severity: 1, Language: "de"}
	found := IDs(Check("URGENT! Der Shop auf prod-db-01 ist um 10:30 down, bitte soon lesen: https://studio.slack.com/x :fire:", c))
	want := []string{"all-caps", "emoji", "exclamation", "leak-host", "leak-internal-link", "missing-timezone", Unchecked}
	if !slices.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
	if found := Check("Seit 09:12 CET können Besucher nicht bestellen. Wir prüfen den Server. Nächste Nachricht um 09:45 CET.", c); !slices.Equal(IDs(found), []string{Unchecked}) {
		t.Errorf("a clean text in German: %v", words(found))
	}
}

// In it the answers of the form are all that says what is owed; without a form
// nothing is known of them.
func TestOtherLanguagesOweTheFieldsOfTheForm(t *testing.T) {
	text := "Der Shop ist nicht da, wir suchen die Ursache."
	for _, tt := range []struct {
		answered Answers
		want     []string
	}{
		{Answers{}, []string{Unchecked}},
		{Answers{Impact: true}, []string{"missing-action", "missing-next-update", Unchecked}},
		{Answers{Impact: true, Action: true, Next: true}, []string{Unchecked}},
	} {
		if got := IDs(Check(text, Context{Kind: "progress", Answered: tt.answered})); !slices.Equal(got, tt.want) {
			t.Errorf("with %+v: %v, want %v", tt.answered, got, tt.want)
		}
	}
}

// The words of the trade take one line; a fault is said once for a sentence; an
// example is marked as one.
func TestFindingsAsPeopleMeetThem(t *testing.T) {
	list := Merged(Check("The cache and the API are slow. It is only a tiny glitch, a small hiccup. It will work soon.", Context{Kind: "reply"}))
	var got []string
	for _, f := range list {
		got = append(got, f.Rule)
		if f.Rule == "minimising" != f.Example && f.Rule != "vague-time" {
			t.Errorf("%s: example %t", f.Rule, f.Example)
		}
	}
	if want := []string{"minimising", "vague-time", "jargon"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	if why := list[2].Why; why != "The client may not know these words: “cache” (short-term memory that makes pages faster), “API” (connection between two programs)." {
		t.Errorf("the words of the trade: %s", why)
	}
}

// What mail programs quote of an earlier message is nobody's words of today, but
// a secret in it still leaves.
func TestQuotedLines(t *testing.T) {
	text := "Orders work again.\n\n> We will fix it soon!\n> key: sk_live_" + "4eC39HqLyjWDarjt\n"
	if got, want := IDs(Check(text, Context{})), []string{"exclamation", "leak-secret"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func TestEmojiAreToldFromPlainSigns(t *testing.T) {
	for _, r := range "‼⁉⌚⌛⏩⏰⏳☀☂⚡✂✅✨❌❤➕⬛⬜⭐⭕🀄🇩😀🚀🫡" {
		if !isEmoji(r) {
			t.Errorf("%c (%U) is no emoji", r, r)
		}
	}
	for _, r := range "a§©®™•–…€→↵⇒⌘⏴─■●✓✗✱✻❯➜➤⬚" {
		if isEmoji(r) {
			t.Errorf("%c (%U) is an emoji", r, r)
		}
	}
}

// What only the team knows is asked of a text by itself, and is a fault beside an
// incident of which it is known.
func TestOfATextAloneItIsAsked(t *testing.T) {
	for _, text := range []string{
		"This was caused by a full disk.",
		"The orders are unaffected.",
		"An attacker opened the list.",
	} {
		for level, c := range map[Level]Context{Hint: {Kind: "progress"}, Warn: {Kind: "progress", Phase: "contain"}} {
			list := slices.DeleteFunc(Check(text, c), func(f Finding) bool { return f.Words == "" })
			if len(list) != 1 || (list[0].Level == Hint) != (level == Hint) {
				t.Errorf("%q in %q: %v, want one %s", text, c.Phase, list, level)
			}
		}
	}
	if list := Check("No orders were lost.", Context{Kind: "progress"}); len(list) == 0 || !slices.ContainsFunc(list, func(f Finding) bool { return f.Level == Warn && !f.Lowered }) {
		t.Errorf("while it goes on nobody knows what was lost: %v", list)
	}
	if list := Check("Chinese hackers opened the list.", Context{}); list[0].Level != Block {
		t.Errorf("who is said to be behind it is a guess in any text: %v", list)
	}
}

// What is half said is a hint, and keeps nothing from leaving.
func TestWhatIsHalfSaidIsAHint(t *testing.T) {
	for _, text := range []string{
		"More desks open in the coming weeks.",
		"We are improving our monitoring of the list of desks in all shops.",
		"We see a clear improvement.",
		"The alarm was overlooked.",
	} {
		list := Check(text, Context{Phase: "contain"})
		if len(list) != 1 || list[0].Level != Hint {
			t.Errorf("%q: %v, want one hint", text, list)
		}
	}
	if list := Check("We are improving our monitoring.", Context{Phase: "contain"}); len(list) != 1 || list[0].Level != Warn {
		t.Errorf("a short sentence has no room for what the plan is: %v", list)
	}
}

// Who reads on a campus or in a library is where its times are: without a zone they are a
// hint in a text by itself, and a warning where the incident is known.
func TestReadersInOnePlaceNeedNoZone(t *testing.T) {
	for text, want := range map[string]Level{"The printer stopped at 09:30.": Warn, "Students could not print from 09:30 to 10:15.": Hint, "The printer in our library stopped at 09:30.": Hint} {
		if got := levelOf(Check(text, Context{Kind: "reply"}), "missing-timezone"); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		if got := levelOf(Check(text, Context{Kind: "reply", Phase: "contain"}), "missing-timezone"); got != Warn {
			t.Errorf("%q in an incident: %s", text, got)
		}
	}
}
