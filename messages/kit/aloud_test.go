package kit

import (
	"testing"

	"candor/incident/team"
	"candor/incident/update"
)

func TestWhatIsSaidOnThePhone(t *testing.T) {
	const body = "*Acme online shop: we are looking into a problem* [INC-7]\nDana, since 13:45 GMT &lt;part&gt; of it does not work."
	tests := []struct{ body, sender, company, want string }{
		{body, "Ana Ruiz", "Studio North", "This is Ana Ruiz of Studio North. Dana, since 13:45 GMT <part> of it does not work."},
		{body, "Ana Ruiz", "", "This is Ana Ruiz. Dana, since 13:45 GMT <part> of it does not work."},
		{"Dana, all is well.", "", "Studio North", "This is Studio North. Dana, all is well."},
		{"*Only a headline*", "Ana", "", "This is Ana. Only a headline"},
		{"*Correction* [INC-7]: at 13:45 GMT we told you so.", "Ana", "", "This is Ana. At 13:45 GMT we told you so."},
	}
	for _, tt := range tests {
		if got := Spoken(&update.Update{Sender: team.Person{Name: tt.sender}}, tt.body, tt.company); got != tt.want {
			t.Errorf("spoken(%q) = %q, want %q", tt.body, got, tt.want)
		}
	}
	if got := Written(body); got != "Acme online shop: we are looking into a problem [INC-7]\nDana, since 13:45 GMT <part> of it does not work." {
		t.Errorf("to copy: %q", got)
	}
}
