package lint

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"candor/incident/plain"
)

// FuzzCheck holds what is true of every text: no panic, and the words of a
// finding stand where it says, unless they are a secret that was cut.
func FuzzCheck(f *testing.F) {
	for _, l := range readLabelled(f, "testdata/dev.jsonl") {
		f.Add(l.Text, l.Context.Kind)
	}
	for _, mail := range modelMails {
		f.Add(mail, "data_loss")
	}
	f.Add("’“–\u200b\u00ad ！😀 \xff\xfe <@U1> {{x [[a: ]] \\\\x\\y C:\\z ://@ 1:99 25:00 12.30 %% ....;;;", "first-notice-unknown")
	f.Add(strings.Repeat("password is ", 40), "reply")
	now := time.Date(2026, 3, 10, 15, 20, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text, kind string) {
		c := Context{Kind: kind, Severity: 1, Now: now, PrevETA: now.Add(-time.Hour), Late: time.Hour, PrevTexts: []string{text, text}, OtherClients: []string{"Globex Travel"}, Auto: true}
		for _, found := range Check(text, c) {
			checkFinding(t, text, found)
		}
	})
}

func checkFinding(t *testing.T, text string, f Finding) {
	t.Helper()
	if f.Why == "" || f.Level.weight() < 0 {
		t.Errorf("%+v has no reason or no level", f)
	}
	if f.From < 0 || f.From > f.To || f.To > len(text) {
		t.Fatalf("%+v is not in a text of %d bytes", f, len(text))
	}
	cut, isCut := strings.CutSuffix(f.Words, "…")
	folded, _ := plain.Fold(text)
	switch {
	case f.Words == text[f.From:f.To]:
	case isCut && len([]rune(cut)) <= 4 && strings.Contains(folded, cut):
	default:
		t.Errorf("%+v: the words are not those at %d to %d of %q", f, f.From, f.To, text)
	}
	if utf8.ValidString(text) && !utf8.ValidString(f.Words+f.Why+f.Replace) {
		t.Errorf("%+v is not valid UTF-8", f)
	}
}

// hostile are texts that make careless readers slow.
var hostile = map[string]string{
	"no spaces":         "a",
	"labels of secrets": "password: password is ",
	"hits of rules":     "we are sorry if because of soon a small issue occurred ",
	"open brackets":     "[[a: {{b <c ",
	"exceptions":        "Exception",
	"addresses":         "://a@b.c",
	"paths":             "/var/x /var/x ",
	"times":             "10:00 ",
	"mail quotes":       "> a\n",
	"backticks":         "`",
	"stops":             ". ",
	"negations":         "not no never without nobody ",
	"denied hits":       "not a minor issue and no soon ",
	"capitals":          "A ",
	"digits":            "4 ",
	"emoji":             "😀",
	"colons":            ":a:",
	"curly":             "’“",
	"promised times":    "next update at 10:00 ",
	"estimates":         "we expect 10:00 ",
	"not UTF-8":         "\xff\xfe",
	"hyphens":           "a-",
	"dots":              "a.",
	"letters apart":     "s o o n  ",
	"entities":          "&amp;",
	"lookalikes":        "ѕ",
	"narrow lines":      "we are sorry\nas soon as\n",
	"slips":             "garantee shrotly ",
	"headings":          "What we do:\n",
	"planned work":      "planned maintenance may take a few days ",
	"semicolons":        "we will fix it soon; ",
	"few":               "a few users failed; ",
	"stamps":            "2026-05-12 10:15 it is resolved\n",
}

// A text that is four times as long may take about four times as long, whatever
// it consists of; ten times is far from a square's sixteen.
func TestHostileTextsTakeLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	Check("warm up", Context{})
	for name, piece := range hostile {
		t.Run(name, func(t *testing.T) {
			short, long := strings.Repeat(piece, 20_000/len(piece)), strings.Repeat(piece, 80_000/len(piece))
			for try := 1; ; try++ { // a busy machine may be slow once
				a, b := timeOf(short), timeOf(long)
				if b < 10*a || b < 100*time.Millisecond {
					return
				}
				if try == 4 {
					t.Fatalf("%d bytes took %v, %d bytes took %v", len(short), a, len(long), b)
				}
			}
		})
	}
}

// What one find costs grows with its sentence, so no sentence is longer than a
// page; a find over the cut is lost, and nobody writes like that.
func TestATextWithoutStopsIsCut(t *testing.T) {
	text := prepare(strings.Repeat("word ", 1000), english())
	if len(text.sents) != 4 {
		t.Errorf("1000 words without a stop are %d sentences, want 4", len(text.sents))
	}
	for _, s := range text.sents {
		if n := s.last - s.first; n > longestSentence {
			t.Errorf("a sentence has %d words", n)
		}
	}
}

func timeOf(text string) time.Duration {
	start := time.Now()
	Check(text, Context{Kind: "first_notice", OtherClients: []string{"Globex Travel", "aaa"}})
	return time.Since(start)
}

func ExampleCheck() {
	for _, f := range Check("The checkout will be fixed soon!", Context{Kind: "reply"}) {
		fmt.Printf("%s %s %q\n", f.Level, f.Rule, f.Words)
	}
	// Output:
	// warn vague-time "soon"
	// hint exclamation "!"
}
