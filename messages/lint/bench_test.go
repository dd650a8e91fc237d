package lint

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// A draft of 120 words, as somebody would write it at night.
const longDraft = `Dana, since 09:12 CET visitors to your web shop see an error page and cannot order. Browsing and the basket still work, and so does payment by invoice. We do not know the cause yet. Ana and Ben are checking the server and all changes of last night; the first of them is out again since 09:40 CET, and it did not help. Please ask your team to take orders by phone until we tell you otherwise, and write down what customers want to buy. We do not know yet whether orders from this morning are missing. We are comparing them with the payment records. Next update at 10:15 CET, also if there is nothing new.`

func BenchmarkCheck(b *testing.B) {
	c := Context{Severity: 1, Phase: "assess", Kind: "first_notice", OtherClients: []string{"Globex Travel", "Kite Bank"}, Now: time.Date(2026, 3, 10, 8, 45, 0, 0, time.UTC)}
	if found := Check(longDraft, c); len(found) > 0 {
		b.Fatal(words(found))
	}
	if n := countWords(longDraft); n < 105 || n > 120 {
		b.Fatalf("the draft has %d words", n)
	}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ { // another text each time: one that was read before costs less
		Check(fmt.Sprintf("%s\n\nReference %d.", longDraft, n), c)
	}
}

// The same text with another answer beside it, as while a form is filled in.
func BenchmarkCheckAgain(b *testing.B) {
	c := Context{Severity: 1, Phase: "assess", Kind: "first_notice", Now: time.Date(2026, 3, 10, 8, 45, 0, 0, time.UTC)}
	for b.Loop() {
		Check(longDraft, c)
	}
}

// Everything is read once; a text that is twice as long takes twice the time.
func BenchmarkCheckHostile(b *testing.B) {
	text := strings.Repeat("password: password is we are sorry if because of a ", 2000)
	for b.Loop() {
		Check(text, Context{})
	}
}

// 100 kB of notices, in which few lines are about a key.
func BenchmarkCheckLong(b *testing.B) {
	data, err := os.ReadFile("testdata/clean.txt")
	if err != nil {
		b.Fatal(err)
	}
	lines := strings.Split(strings.ReplaceAll(string(data), "\n- ", "\n"), "\n")
	for n := 0; b.Loop(); n++ { // other words each time: a sentence that was read before costs less
		var text strings.Builder
		for i := 0; text.Len() < 100<<10; i++ {
			fmt.Fprintf(&text, "Note %d: %s\n\n", n*10000+i, lines[i%len(lines)])
		}
		Check(text.String(), Context{})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		mustLoad(English)
	}
}
