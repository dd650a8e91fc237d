package client

import "testing"

// Who makes the backups is read as people write it, and a day belongs to a refusal
// alone.
func TestWhoMakesTheBackups(t *testing.T) {
	tests := []struct {
		text string
		want Backups
		ok   bool
	}{
		{"", BackupsUnsaid, true}, {"unsaid", BackupsUnsaid, true}, {"ours", BackupsOurs, true}, {" Theirs ", BackupsTheirs, true}, {"not-agreed", BackupsNotAgreed, true},
		{"declined", BackupsDeclined, true}, {"Declined  2026-03-10", "declined 2026-03-10", true},
		{"declined 2026-02-30", "", false}, {"declined in March", "", false}, {"ours 2026-03-10", "", false}, {"we", "", false}, {"not agreed", "", false},
	}
	for _, tt := range tests {
		if b, err := BackupsOf(tt.text); (err == nil) != tt.ok || tt.ok && b != tt.want {
			t.Errorf("%q is read as %q, error %v", tt.text, b, err)
		}
	}
	c := Client{Name: "Acme", Backups: "declined 2026-03-10"}
	if wrong := c.Apply(ClientForm{Now: map[string]string{FieldBackups: "declined"}}); len(wrong) > 0 || c.Backups.Day() != "2026-03-10" {
		t.Errorf("the same answer again makes %q, wrong %v", c.Backups, wrong)
	}
	if wrong := c.Apply(ClientForm{Now: map[string]string{FieldBackups: "ours", FieldDeclined: "2026-03-10"}}); wrong[FieldDeclined] == "" || c.Backups != BackupsOurs {
		t.Errorf("a day beside “ours” makes %q, wrong %v", c.Backups, wrong)
	}
}
