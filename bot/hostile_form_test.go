package bot

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"candor/incident/client"
	"candor/messages/form"
	"candor/messages/kit"
)

// hostile are values that somebody may well type who is tired, in a hurry, or copies from
// elsewhere.
var hostile = map[string]string{
	"empty": "", "blanks": " \n\u00a0\t ", "as long as can be": strings.Repeat("longer ", 428), "emoji": "🔥🔥 :fire:", "a call to everybody": "<!here> @here @channel", "a wrong day": "2026-02-31 25:61",
	"the past": "2020-01-01 09:00", "the far future": "9999-12-31 23:59", "another client": "globex", "a tag": "<b>bold</b> & {{impact}}", "zero": "0",
}

// times are the fields that take a time and nothing else.
var times = []string{form.FieldNextAt, form.FieldEta, "noticed", "slot1", "slot2"}

// beside are fields whose mistake stands on another one, and why.
var beside = map[string]string{
	kit.FormClient + "/" + client.FieldEmail: "a mail address without the name of a person",
	kit.FormClient + "/" + client.FieldPhone: "a number without the name of a person",
}

// undoneWords is how a form says what did not happen.
var undoneWords = regexp.MustCompile(`(?i)nothing was|nobody was|\bnot \w+ yet|was not|not kept`)

// handed is what became of a form.
type handed struct {
	changed bool
	errors  map[string]string
	said    bool // another form or a message answers it
}

// handsIn opens a form and hands it in with one field changed.
func handsIn(t *testing.T, id, block, value string) handed {
	t.Helper()
	c, f := opensForm(t, id)
	state := f.held.State(f.blocks)["values"].(map[string]any)
	state[block] = impossible(value, "text")
	before := c.kept()
	c.takes(f.forged(f.view.PrivateMetadata, object{"values": state}))
	if broken(c.said) {
		t.Errorf("%s: something of ours broke: %s", block, c.said)
	}
	h := handed{changed: c.kept() != before, said: len(c.said) > len("null\n")}
	for line := range strings.Lines(c.said) {
		var ack struct{ Errors map[string]string }
		if json.Unmarshal([]byte(line), &ack) == nil && ack.Errors != nil {
			h.errors = ack.Errors
		}
	}
	return h
}

// Whatever is typed into one field of a form: it is refused at that field, with what did not
// happen, or it is kept, or another form answers. No form closes as if it had done something.
func TestEachFieldWithHostileValues(t *testing.T) {
	sweeps(t)
	for _, id := range slices.Sorted(maps.Keys(forms())) {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			_, f := opensForm(t, id)
			for block, field := range f.held.State(f.blocks)["values"].(map[string]any) {
				if kindOf(field) != "text" {
					continue
				}
				for name, value := range hostile {
					h := handsIn(t, id, block, value)
					blank, all := strings.TrimSpace(value) == "", ""
					for _, at := range slices.Sorted(maps.Keys(h.errors)) {
						all += h.errors[at] + " "
					}
					switch {
					case len(h.errors) == 0 && !h.changed && !h.said && !blank:
						t.Errorf("%s is %s: the form closes, and nothing was done", block, name)
					case len(h.errors) == 0 && slices.Contains(times, block) && (name == "the far future" || name == "a wrong day" || name == "a call to everybody"):
						t.Errorf("%s is %s: it is taken for a time", block, name)
					case len(h.errors) == 0:
					case h.changed:
						t.Errorf("%s is %s: refused, and something was done: %s", block, name, all)
					case h.errors[block] == "" && beside[id+"/"+block] == "":
						t.Errorf("%s is %s: it does not stand there: %q", block, name, h.errors)
					case !undoneWords.MatchString(all):
						t.Errorf("%s is %s: it does not say what did not happen: %s", block, name, all)
					case utf8.RuneCountInString(all) > 400:
						t.Errorf("%s is %s: it is answered with %d characters: %.100s", block, name, utf8.RuneCountInString(all), all)
					}
				}
			}
		})
	}
}
