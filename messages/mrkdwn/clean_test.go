package mrkdwn

import "testing"

// What looks clean at a glance is.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "Checkout is down", " two  spaces ", "a\tb", "line\nline\n\n", "d\u00e9j\u00e0 vu", "\u202eleft", "\xff", "~!", "\x7f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, long := range []bool{true, false} {
			if got, want := Clean(s, long), clean(s, long); got != want {
				t.Errorf("%q becomes %q, want %q", s, got, want)
			}
		}
	})
}
