package stencil

import (
	"fmt"
	"reflect"
	"testing"
)

// What is put in is not read again, and what has no value stays.
func TestPut(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"at {{time}}", "at 14:00"},
		{"{{what}} at {{time}}, {{time}}", "{{time}} at 14:00, 14:00"},
		{"{{other}} at {{time}}", "{{other}} at 14:00"},
		{"{{{time}}", "{14:00"},
		{"{{14:00}} {{time", "{{14:00}} {{time"},
		{"{ {{ time }} {{time}}}", "{ {{ time }} 14:00}"},
	} {
		if got := Put(tt.text, "time", "14:00", "what", "{{time}}"); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A text that was read before is the same, also once many others were.
func TestOfATextThatWasReadBefore(t *testing.T) {
	const text = "We found [[what: {{what}} ]]at {{time}}."
	want := Of(text)
	if len(want) != 5 || want[1].Cond != "what" || want[3].Name != "time" {
		t.Fatalf("%q is %+v", text, want)
	}
	for n := range 2 * most {
		Of(fmt.Sprint("other ", n))
	}
	if got := Of(text); !reflect.DeepEqual(got, want) {
		t.Errorf("it is %+v afterwards, was %+v", got, want)
	}
	kept := 0
	read.Range(func(any, any) bool { kept++; return true })
	if kept > most {
		t.Errorf("%d texts are kept, at most %d are to be", kept, most)
	}
}
