package byhand

import (
	"strings"
	"testing"
)

// What was not told is no report: it would count as a word to the client, in time.
func TestCheckWords(t *testing.T) {
	for _, tt := range []struct {
		how     How
		text    string
		refused string
	}{
		{"", "call", "in a few words"},
		{"", "by phone", "in a few words"},
		{"", "Dana", "in a few words"},
		{"", "Called Dana, she knows", ""},
		{"", "It works again", ""},
		{ByCall, "everything", ""},
		{ByCall, "nobody answered, I will try again", "a call that nobody took"},
		{"", "no answer yet", "a call that nobody took"},
		{ByCall, "Dana did not pick up", "a call that nobody took"},
		{"", "I couldn’t reach them", "a call that nobody took"},
		{ByCall, "nobody can order at the moment", ""},
		{ByCall, "left a voicemail", "told voicemail:"},
		{ByCall, "it went to voicemail", "told voicemail:"},
		{ByVoicemail, "nobody answered, call us back", ""},
		{"", "I will tell Dana", "heard already"},
		{"", "I’ll let them know at three", "heard already"},
		{"", "have to tell them", "heard already"},
		{ByCall, "we will tell them at three what we found", ""},
		{"", "we will write again at three", ""},
	} {
		err := (&Report{How: tt.how, Text: tt.text}).CheckWords("Acme Shop")
		if (err != nil) != (tt.refused != "") || err != nil && !strings.Contains(err.Error(), tt.refused) {
			t.Errorf("%s: %q: %v", tt.how, tt.text, err)
		}
	}
}
