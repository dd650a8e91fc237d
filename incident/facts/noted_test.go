package facts

import (
	"fmt"
	"testing"
)

// What is taken off a list by its number is what stood beside that number, whatever was
// taken off or written since.
func TestANumberStaysWithItsSentence(t *testing.T) {
	for _, confirmed := range []bool{true, false} {
		f := &Facts{}
		old := []Noted{{Text: "a"}, {Text: "b"}, {Text: "c"}} // of an older program
		list, _ := f.list(confirmed)
		*list = old
		steps := []struct {
			drop int
			note string
			want string
		}{
			{drop: 4, want: "1a 2b 3c"}, {drop: 1, want: "2b 3c"}, {drop: 1, want: "2b 3c"}, {drop: 3, want: "2b"},
			{note: "d", want: "2b 4d"}, {drop: 4, want: "2b"}, {note: "e", want: "2b 5e"}, {drop: 2, want: "5e"}, {drop: 0, want: "5e"}, {drop: 5}, {note: "g", want: "6g"},
		}
		for _, s := range steps {
			if s.note != "" {
				f.Note(confirmed, Noted{Text: s.note})
			} else {
				f.Drop(confirmed, s.drop)
			}
			got := ""
			for i, n := range *list {
				got += fmt.Sprintf(" %d%s", Number(*list, i), n.Text)
			}
			if got != " "+s.want && got != s.want {
				t.Errorf("confirmed %v: after %+v the list is%s, want %s", confirmed, s, got, s.want)
			}
		}
		if old[0].N != 0 || old[0].Text != "a" {
			t.Error("the list of before was changed")
		}
	}
}

func TestAFullListNamesItsFirst(t *testing.T) {
	f := &Facts{}
	for range MaxNoted + 1 {
		f.Note(true, Noted{Text: "x"})
	}
	f.Drop(true, 1)
	if first, full := f.Full(true); !full || first != 2 {
		t.Errorf("full %v, first %d", full, first)
	}
	if _, full := f.Full(false); full {
		t.Error("the other list is full")
	}
}
