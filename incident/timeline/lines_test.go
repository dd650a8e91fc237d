package timeline

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// What was dated back stands where it happened, and a note shows its newest words.
func TestLinesStandWhereTheyHappened(t *testing.T) {
	start := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	at := func(n int, e Entry) Entry {
		e.N, e.At = n, start.Add(time.Duration(n)*time.Minute)
		return e
	}
	lines := Lines([]Entry{
		at(1, Entry{Kind: Declared, Words: "down"}),
		at(2, Entry{Kind: Note, Words: "the alarm rang", Happened: start.Add(-10 * time.Minute)}),
		at(3, Entry{Kind: Note, Words: "web-2 restarted"}),
		at(4, Entry{Kind: NoteChanged, Try: 3, From: "web-2 restarted", Words: "web-3 restarted"}),
		at(5, Entry{Kind: NoteChanged, Try: 3, From: "web-3 restarted", Words: "web-3 restarted twice"}),
		at(6, Entry{Kind: NoteChanged, Try: 99, From: "nothing", Words: "of a line that is not there"}),
	})
	var got []string
	for _, l := range lines {
		got = append(got, fmt.Sprintf("%d %s %d", l.N, l.Words, len(l.Changes)))
	}
	want := "2 the alarm rang 0, 1 down 0, 3 web-3 restarted twice 2, 6 of a line that is not there 0"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("read\n%s\nwant\n%s", s, want)
	}
}
