package screen

import (
	"testing"
)

func TestWhatIsSaidOnThePhone(t *testing.T) {
	const body = "*Acme online shop: we are looking into a problem* [INC-7]\nDana, since 13:45 GMT &lt;part&gt; of it does not work."
	tests := []struct{ body, sender, company, want string }{
		{body, "Ana Ruiz", "Studio North", "This is Ana Ruiz of Studio North. Dana, since 13:45 GMT <part> of it does not work."},
		{body, "Ana Ruiz", "", "This is Ana Ruiz. Dana, since 13:45 GMT <part> of it does not work."},
		{"Dana, all is well.", "", "Studio North", "This is Studio North. Dana, all is well."},
		{"*Only a headline*", "Ana", "", "This is Ana. Only a headline"},
	}
	for _, tt := range tests {
		if got := spoken(tt.body, tt.sender, tt.company); got != tt.want {
			t.Errorf("spoken(%q) = %q, want %q", tt.body, got, tt.want)
		}
	}
	if got := written(body); got != "Acme online shop: we are looking into a problem [INC-7]\nDana, since 13:45 GMT <part> of it does not work." {
		t.Errorf("to copy: %q", got)
	}
}
