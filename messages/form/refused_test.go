package form

import (
	"maps"
	"testing"
)

// Every refusal of a form says what did not happen, and that nothing typed is lost: once.
func TestAFormSaysWhatDidNotHappen(t *testing.T) {
	const kept = " Nothing was done yet, and what you wrote stays here."
	for _, tt := range []struct{ errors, want map[string]string }{
		{map[string]string{"a": "Say what."}, map[string]string{"a": "Say what." + kept}},
		{map[string]string{"b": "Say when.", "a": "Say what."}, map[string]string{"a": "Say what." + kept, "b": "Say when."}},
		{map[string]string{"b": "“12” is too short for a phone number. Write it like +44 20 7946 0002."}, map[string]string{"b": "“12” is too short for a phone number. Write it like +44 20 7946 0002." + kept}},
		{map[string]string{"a": "Say what.", "b": "Nothing was recorded. Say when."}, map[string]string{"a": "Say what.", "b": "Nothing was recorded. Say when."}},
		{map[string]string{"a": "The client was not made: choose another word."}, map[string]string{"a": "The client was not made: choose another word."}},
		{map[string]string{"a": "Ask Ben. Nobody was asked."}, map[string]string{"a": "Ask Ben. Nobody was asked."}},
	} {
		if got := Kept(maps.Clone(tt.errors), []string{"a", "b"}); !maps.Equal(got, tt.want) {
			t.Errorf("%q become %q, want %q", tt.errors, got, tt.want)
		}
	}
}
