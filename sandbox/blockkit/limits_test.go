package blockkit

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// repeat joins n copies of a JSON fragment; %d in it becomes the number.
func repeat(n int, fragment string) string {
	var list []string
	for i := range n {
		list = append(list, strings.ReplaceAll(fragment, "%d", fmt.Sprint(i)))
	}
	return strings.Join(list, ",")
}

func TestLimits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	const option = `{"text":{"type":"plain_text","text":"o"},"value":"%d"}`
	section := func(n int) string {
		return `{"type":"section","text":{"type":"mrkdwn","text":"` + long(n) + `"}}`
	}
	action := func(element string) string { return `{"type":"actions","elements":[` + element + `]}` }
	input := func(element string) string {
		return `{"type":"input","label":{"type":"plain_text","text":"L"},"element":` + element + `}`
	}
	press := func(text, more string) string {
		return action(`{"type":"button","text":{"type":"plain_text","text":"` + text + `"}` + more + `}`)
	}
	tests := []struct {
		name, view, blocks string
		want               string // part of the first complaint; "" for none
	}{
		{"50 blocks in a message", "", repeat(50, `{"type":"divider"}`), ""},
		{"51 blocks in a message", "", repeat(51, `{"type":"divider"}`), "no more than 50 items"},
		{"100 blocks in a form", "modal", repeat(100, `{"type":"divider"}`), ""},
		{"101 blocks in a form", "modal", repeat(101, `{"type":"divider"}`), "no more than 100 items"},
		{"a form without blocks", "modal", "", "no fewer than 1"},
		{"section of 3000", "", section(3000), ""},
		{"section of 3001", "", section(3001), "less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		{"an empty section", "", section(0), "more than 0 characters"},
		{"section without text", "", `{"type":"section"}`, "missing required field: text"},
		{"10 fields", "", `{"type":"section","fields":[` + repeat(10, `{"type":"mrkdwn","text":"f"}`) + `]}`, ""},
		{"11 fields", "", `{"type":"section","fields":[` + repeat(11, `{"type":"mrkdwn","text":"f"}`) + `]}`, "no more than 10"},
		{"a field of 2001", "", `{"type":"section","fields":[{"type":"mrkdwn","text":"` + long(2001) + `"}]}`, "less than 2001"},
		{"header of 151", "", `{"type":"header","text":{"type":"plain_text","text":"` + long(151) + `"}}`, "less than 151"},
		{"header in mrkdwn", "", `{"type":"header","text":{"type":"mrkdwn","text":"h"}}`, "/blocks/0/text/type"},
		{"context of 11", "", `{"type":"context","elements":[` + repeat(11, `{"type":"mrkdwn","text":"c"}`) + `]}`, "no more than 10"},
		{"25 buttons", "", action(repeat(25, `{"type":"button","action_id":"%d","text":{"type":"plain_text","text":"b"}}`)), ""},
		{"26 buttons", "", action(repeat(26, `{"type":"button","action_id":"%d","text":{"type":"plain_text","text":"b"}}`)), "no more than 25"},
		{"the same action twice", "", action(repeat(2, `{"type":"button","action_id":"a","text":{"type":"plain_text","text":"b"}}`)), "already exists"},
		{"the same block twice", "", repeat(2, `{"type":"divider","block_id":"d"}`), "already exists"},
		{"button text of 76", "", press(long(76), ""), "less than 76"},
		{"button value of 2001", "", press("b", `,"value":"`+long(2001)+`"`), "less than 2001"},
		{"button in blue", "", press("b", `,"style":"blue"`), "primary, danger"},
		{"confirm without a no", "", press("b", `,"confirm":{"title":{"type":"plain_text","text":"t"},"text":{"type":"plain_text","text":"t"},"confirm":{"type":"plain_text","text":"y"}}`), "/confirm/deny"},
		{"confirm title of 101", "", press("b", `,"confirm":{"title":{"type":"plain_text","text":"`+long(101)+`"},"text":{"type":"plain_text","text":"t"},"confirm":{"type":"plain_text","text":"y"},"deny":{"type":"plain_text","text":"n"}}`), "less than 101"},
		{"5 in an overflow", "", action(`{"type":"overflow","options":[` + repeat(5, option) + `]}`), ""},
		{"6 in an overflow", "", action(`{"type":"overflow","options":[` + repeat(6, option) + `]}`), "no more than 5"},
		{"11 checkboxes", "", action(`{"type":"checkboxes","options":[` + repeat(11, option) + `]}`), "no more than 10"},
		{"101 in a select", "", action(`{"type":"static_select","options":[` + repeat(101, option) + `]}`), "no more than 100"},
		{"option text of 76", "", action(`{"type":"static_select","options":[{"text":{"type":"plain_text","text":"` + long(76) + `"},"value":"v"}]}`), "less than 76"},
		{"an initial option that is no option", "", action(`{"type":"static_select","options":[` + repeat(1, option) + `],"initial_option":{"text":{"type":"plain_text","text":"other"},"value":"0"}}`), "one of the options"},
		{"a text field in actions", "modal", action(`{"type":"plain_text_input"}`), "unsupported type"},
		{"a button in an input", "modal", input(`{"type":"button","text":{"type":"plain_text","text":"b"}}`), "unsupported type"},
		{"an input without a label", "modal", `{"type":"input","element":{"type":"plain_text_input"}}`, "/label"},
		{"placeholder of 151", "modal", input(`{"type":"plain_text_input","placeholder":{"type":"plain_text","text":"` + long(151) + `"}}`), "less than 151"},
		{"two fields with the focus", "modal", repeat(2, input(`{"type":"plain_text_input","focus_on_load":true}`)), "focus_on_load"},
		{"a date that is none", "modal", input(`{"type":"datepicker","initial_date":"tomorrow"}`), "must be a date"},
		{"an unknown block", "", `{"type":"carousel"}`, "unsupported type: carousel"},
		{"an alert", "modal", `{"type":"alert","level":"warning","text":{"type":"mrkdwn","text":"a"}}`, ""},
		{"an image without alt text", "", `{"type":"image","image_url":"https://x.example/i.png"}`, "alt_text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Check(json.RawMessage("["+tt.blocks+"]"), tt.view)
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("refused: %v", got)
			case tt.want != "" && (len(got) == 0 || !strings.Contains(got[0], tt.want)):
				t.Errorf("got %v, want %q", got, tt.want)
			}
		})
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"a & b":                    "a &amp; b",
		"a &amp; b":                "a &amp; b",
		"1 < 2 > 0":                "1 &lt; 2 &gt; 0",
		"<@U0ANA> <https://a.b|c>": "<@U0ANA> <https://a.b|c>",
		"<!date^1^{time}|14:00>":   "<!date^1^{time}|14:00>",
		"<script>alert()</script>": "&lt;script&gt;alert()&lt;/script&gt;",
		">quoted":                  "&gt;quoted",
	} {
		if got := Escape(in); got != want {
			t.Errorf("escape(%q) = %q, want %q", in, got, want)
		}
	}
}

// A form and a Home have limits of their own beside those of their blocks.
func TestLimitsOfAView(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	text := func(n int) *Text { return &Text{Type: "plain_text", Text: long(n)} }
	blocks := json.RawMessage(`[{"type":"divider"}]`)
	for _, tt := range []struct {
		name string
		view View
		want string // part of the first complaint; "" for none
	}{
		{"all that is allowed", View{Type: "modal", Title: text(24), Submit: text(24), Close: text(24), PrivateMetadata: long(3000), CallbackID: long(255), ExternalID: long(255)}, ""},
		{"no title", View{Type: "modal"}, "/view/title"},
		{"a title of 25", View{Type: "modal", Title: text(25)}, "/view/title"},
		{"a button of 25", View{Type: "modal", Title: text(1), Submit: text(25)}, "/view/submit"},
		{"a way back of 25", View{Type: "modal", Title: text(1), Close: text(25)}, "/view/close"},
		{"3001 of our own", View{Type: "modal", Title: text(1), PrivateMetadata: long(3001)}, "less than 3001 characters [json-pointer:/view/private_metadata]"},
		{"a callback id of 256", View{Type: "modal", Title: text(1), CallbackID: long(256)}, "/view/callback_id"},
		{"an external id of 256", View{Type: "modal", Title: text(1), ExternalID: long(256)}, "/view/external_id"},
		{"a Home in place of a form", View{Type: "home", Title: text(1)}, "/view/type"},
	} {
		tt.view.Blocks = blocks
		list := tt.view.Check("modal")
		if got := strings.Join(list, " "); (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
