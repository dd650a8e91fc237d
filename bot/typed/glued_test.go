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
		{"SEV1", "acme checkout is down", false, "declare sev1 acme checkout is down"},
		{"p1", "acme checkout is down", false, "declare sev1 acme checkout is down"},
		{"P2", "", true, "sev 2"},
		{"sev2", "", false, "sev 2"},
		{"sev2", "", true, "sev 2"},
		{"sev2", "the host is back", true, "sev 2 the host is back"},
		{"sev5", "acme", false, ""},
		{"severe", "acme", false, ""},
		{"done", "3", true, "check done 3"},
		{"skip", "2 nobody needs it", true, "check skip 2 nobody needs it"},
		{"3", "done", true, "check done 3"},
		{"done", "with it", true, ""},
		{"it", "works again", true, "works "},
		{"The", "checkout is back.", true, "works "},
		{"fixed", "", true, "works "},
		{"fixed", "the wrong thing", true, ""},
		{"nothing", "works", true, ""},
		{"it", "is down again", true, ""},
	} {
		verb, args, ok := Glued(tt.word, tt.rest, tt.in)
		if got := verb + " " + args; ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%s %s: %q, %t, want %q", tt.word, tt.rest, got, ok, tt.want)
		}
	}
}

func TestNumbered(t *testing.T) {
	for text, want := range map[string]string{
		"inc 7 still": "INC-7 still", "#7 due": "INC-7 due", "Incident #7": "INC-7", " INC 12  still  it": "INC-12 still  it",
		"INC-7 still": "INC-7 still", "inc7 due": "inc7 due", "7 due": "7 due", "inc still 7": "inc still 7", "#7x due": "#7x due",
	} {
		if got := Numbered(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestUnnamed(t *testing.T) {
	for line, want := range map[string]string{
		"still INC-1 restarting the database": "still restarting the database", "due inc1": "due", "still": "still",
		"note like INC-1": "note like INC-1", "still restarting INC-1": "still restarting INC-1",
	} {
		if got := Unnamed(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
