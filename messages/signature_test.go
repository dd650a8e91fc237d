package messages

import (
	"strings"
	"testing"

	"candor/incident/update"
)

// Who signs is the last line of every text in Slack; where somebody says “I”, whose
// they are, too. What nobody wrote is signed by what it is.
func TestWhoSignsIsTheLastLine(t *testing.T) {
	w := mustLoad(t, "").SignedBy("Studio <North>")
	for _, kind := range w.Kinds() {
		c, sampled := w.templates[kind].tried(true)
		text, err := w.Render(&c.Incident, &c.Client, sampled, toSlack)
		if err != nil {
			t.Fatal(err)
		}
		got := text.Body
		last := got[strings.LastIndexByte(got, '\n')+1:]
		want := "– Ana Ruiz"
		switch {
		case update.Automatic(kind):
			want = "– Automatic message"
		case kind == update.DataLoss, kind == update.BreachSuspected, kind == update.WrongRecipients, kind == update.MeetingInvite, kind == update.MissedUpdate:
			want = "– Ana Ruiz, Studio &lt;North&gt;"
		}
		if last != want {
			t.Errorf("%s ends with %q, want %q", kind, last, want)
		}
	}
}
