package typed

import "testing"

// Who leaves out the verb and begins with how bad it is declares, at 02:00.
func TestASeverityInOneWord(t *testing.T) {
	for _, tt := range []struct {
		word, rest string
		in         bool
		want       string
	}{
		{"sev1", "acme checkout is down", false, "declare sev1 acme checkout is down"},
		{"SEV1", "acme checkout is down", false, "declare SEV1 acme checkout is down"},
		{"sev2", "", false, "sev 2"},
		{"sev2", "", true, "sev 2"},
		{"sev2", "the host is back", true, "sev 2 the host is back"},
		{"sev5", "acme", false, ""},
		{"severe", "acme", false, ""},
	} {
		verb, args, ok := Glued(tt.word, tt.rest, tt.in)
		if got := verb + " " + args; ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%s %s: %q, %t, want %q", tt.word, tt.rest, got, ok, tt.want)
		}
	}
}
