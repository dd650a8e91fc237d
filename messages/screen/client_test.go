package screen

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/scene"
)

func TestClientBlocksFitSlack(t *testing.T) {
	for _, body := range []string{"short", strings.Repeat("a line of a text\n", messages.MaxText/17)} {
		d := outbox.Delivery{Incident: 7, Client: "acme", Update: 3, Text: &outbox.Text{Body: body}}
		p := kit.Post{Text: body, Blocks: ClientBlocks(d)}
		mustFit(t, p)
		text := ""
		for _, b := range p.Blocks[:len(p.Blocks)-1] {
			text += b.(*slack.SectionBlock).Text.Text
		}
		do := p.Blocks[len(p.Blocks)-1].(*slack.ActionBlock).Elements.ElementSet
		if text != body || len(do) != 1 || do[0].(*slack.ButtonBlockElement).Value != "7|acme|3|" {
			t.Errorf("shows %q with %d buttons, want the text and Got it about update 3", text, len(do))
		}
	}
}

func TestNotedSaysWhenTheyHearNext(t *testing.T) {
	inc := scene.Told14()
	aff := inc.Affected("")
	for _, tt := range []struct {
		name, now, want string
		change          func(*promise.Promise)
	}{
		{"promised", "14:10", "Noted. Next update by 14:30 GMT.", nil},
		{"late", "14:31", "Noted.", nil},
		{"they were never told the time", "14:10", "Noted.", func(p *promise.Promise) { p.Said = false }},
		{"over", "14:10", "Noted.", func(p *promise.Promise) { p.Outcome = promise.Kept }},
	} {
		was := aff.Promises[1]
		if tt.change != nil {
			tt.change(&aff.Promises[1])
		}
		if got := Noted(aff, scene.At(tt.now)).Text; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		aff.Promises[1] = was
	}
}

func TestReadersAreHarmless(t *testing.T) {
	u := &update.Update{Readings: []update.Acknowledgement{{Name: "<!channel> *Dana* _x_\u202e\n" + strings.Repeat("long ", 40), At: scene.At("14:12")}, {Name: "Eve"}}}
	got := readers(u, kit.Pen{Now: scene.At("14:12"), Plain: true})
	if strings.ContainsAny(got, "<*_\n\u202e") || len(got) > 120 || !strings.HasSuffix(got, "14:12 UTC and 1 more.") {
		t.Errorf("readers = %q", got)
	}
	u.Readings = []update.Acknowledgement{{At: scene.At("14:12").Add(time.Minute)}}
	if got := readers(u, kit.Pen{Now: scene.At("14:12"), Plain: true}); !strings.Contains(got, "Somebody there") {
		t.Errorf("without a name: %q", got)
	}
}
