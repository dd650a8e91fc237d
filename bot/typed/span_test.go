package typed

import (
	"testing"
	"time"
)

// A length of time is read in the words around which people say it.
func TestSpoken(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"10 more minutes": 10 * time.Minute, "another half hour please": 30 * time.Minute, "for an hour or so": time.Hour, "five minutes": 5 * time.Minute,
		"45m": 45 * time.Minute, "a quarter of an hour": 15 * time.Minute, "an hour and a half": 90 * time.Minute,
	} {
		if d, ok := spoken(text, false); !ok || d != want {
			t.Errorf("%q is read as %s, %t", text, d, ok)
		}
	}
	for _, text := range []string{"hourly", "more", "please", "till noon", "ten", ""} {
		if d, ok := spoken(text, false); ok {
			t.Errorf("%q is read as %s", text, d)
		}
	}
}
