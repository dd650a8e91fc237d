package scene

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

func fitInput(t *testing.T, b *slack.InputBlock, within func(string, string, int)) {
	t.Helper()
	within("label of "+b.BlockID, b.Label.Text, 2000)
	if b.Hint != nil {
		within("hint of "+b.BlockID, b.Hint.Text, 2000)
	}
	switch el := b.Element.(type) {
	case *slack.PlainTextInputBlockElement:
		if el.MaxLength < 1 || el.MaxLength > 3000 {
			t.Errorf("%s takes %d characters; 1 to 3000 are allowed", b.BlockID, el.MaxLength)
		}
		if el.InitialValue != "" {
			within("initial value of "+b.BlockID, el.InitialValue, el.MaxLength)
		}
	case *slack.SelectBlockElement:
		within("placeholder of "+b.BlockID, el.Placeholder.Text, 150)
		if el.Type == slack.OptTypeUser || el.Type == slack.OptTypeConversations {
			return
		}
		if len(el.OptionGroups) > 100 || len(el.OptionGroups) > 0 == (len(el.Options) > 0) {
			t.Errorf("%s has %d options and %d groups of them", b.BlockID, len(el.Options), len(el.OptionGroups))
		}
		fitChoice(t, b.BlockID, el.Options, el.OptionGroups, within)
	case *slack.MultiSelectBlockElement:
		if el.Type != slack.MultiOptTypeUser {
			fitChoice(t, b.BlockID, el.Options, el.OptionGroups, within)
		}
	case *slack.RadioButtonsBlockElement:
		fitOptions(t, b.BlockID, el.Options, 10, within)
	case *slack.CheckboxGroupsBlockElement:
		fitOptions(t, b.BlockID, el.Options, 10, within)
	default:
		t.Errorf("no limits are known for %T", el)
	}
}

// fitChoice checks the options of a menu: its groups, or else those without one.
func fitChoice(t *testing.T, of string, list []*slack.OptionBlockObject, groups []*slack.OptionGroupBlockObject, within func(string, string, int)) {
	t.Helper()
	for _, g := range groups {
		within("name of a group", g.Label.Text, 75)
		fitOptions(t, of, g.Options, 100, within)
	}
	if len(groups) == 0 {
		fitOptions(t, of, list, 100, within)
	}
}

func fitOptions(t *testing.T, of string, list []*slack.OptionBlockObject, most int, within func(string, string, int)) {
	t.Helper()
	if len(list) == 0 || len(list) > most {
		t.Errorf("%s has %d options; 1 to %d are allowed", of, len(list), most)
	}
	seen := map[string]bool{}
	for _, o := range list {
		within("option of "+of, o.Text.Text, 75)
		within("value of an option of "+of, o.Value, 150)
		if seen[o.Value] {
			t.Errorf("%s offers %q twice", of, o.Value)
		}
		seen[o.Value] = true
	}
}

// ReadableJSON is what Slack gets, as a reviewer reads it.
func ReadableJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	// Some of slack-go's types escape for HTML by themselves.
	return strings.NewReplacer(`\u0026`, "&", `\u003c`, "<", `\u003e`, ">").Replace(b.String())
}

// Limits checks a text's length as Slack counts it at most.
func Limits(t *testing.T) func(what, s string, most int) {
	return func(what, s string, most int) {
		t.Helper()
		if n := len(utf16.Encode([]rune(s))); n > most || n == 0 {
			t.Errorf("%s has %d characters; 1 to %d are allowed", what, n, most)
		}
		if !utf8.ValidString(s) {
			t.Errorf("%s is cut within a character", what)
		}
	}
}

// FitBlocks fails the test for blocks that Slack would refuse: too many, too long.
func FitBlocks(t *testing.T, blocks []slack.Block, within func(string, string, int)) {
	t.Helper()
	seen := map[string]bool{}
	for _, b := range blocks {
		if _, line := b.(*slack.DividerBlock); !line && (b.ID() == "" || seen[b.ID()] || len(b.ID()) > 255) {
			t.Errorf("block id %q is empty, too long or used twice", b.ID())
		}
		seen[b.ID()] = true
		fitBlock(t, b, within)
	}
}

func fitBlock(t *testing.T, b slack.Block, within func(string, string, int)) {
	t.Helper()
	switch b := b.(type) {
	case *slack.HeaderBlock:
		within("header", b.Text.Text, 150)
	case *slack.SectionBlock:
		within("section "+b.BlockID, b.Text.Text, 3000)
	case *slack.ContextBlock:
		if n := len(b.ContextElements.Elements); n == 0 || n > 10 {
			t.Errorf("context %s has %d elements; 1 to 10 are allowed", b.BlockID, n)
		}
		for _, el := range b.ContextElements.Elements {
			within("context "+b.BlockID, el.(*slack.TextBlockObject).Text, 3000)
		}
	case *slack.ActionBlock:
		if n := len(b.Elements.ElementSet); n == 0 || n > 25 {
			t.Errorf("actions %s has %d elements; 1 to 25 are allowed", b.BlockID, n)
		}
		fitElements(t, b, within)
	case *slack.InputBlock:
		fitInput(t, b, within)
	case *slack.DividerBlock:
	default:
		t.Errorf("no limits are known for %T", b)
	}
}

func fitElements(t *testing.T, b *slack.ActionBlock, within func(string, string, int)) {
	t.Helper()
	seen := map[string]bool{}
	once := func(id string) {
		if seen[id] {
			t.Errorf("action id %s is used twice in %s", id, b.BlockID)
		}
		seen[id] = true
	}
	for _, el := range b.Elements.ElementSet {
		switch el := el.(type) {
		case *slack.ButtonBlockElement:
			once(el.ActionID)
			within("button", el.Text.Text, 75)
			within("value of "+el.Text.Text, el.Value, 2000)
			if c := el.Confirm; c != nil {
				within("confirm title", c.Title.Text, 100)
				within("confirm text", c.Text.Text, 300)
				within("confirm button", c.Confirm.Text, 30)
			}
		case *slack.OverflowBlockElement:
			once(el.ActionID)
			if n := len(el.Options); n < 1 || n > 5 {
				t.Errorf("the menu has %d options; 1 to 5 are allowed", n)
			}
			for _, o := range el.Options {
				within("option", o.Text.Text, 75)
				within("value of "+o.Text.Text, o.Value, 150)
			}
		case *slack.SelectBlockElement:
			once(el.ActionID)
			within("placeholder of "+b.BlockID, el.Placeholder.Text, 150)
			fitChoice(t, b.BlockID, el.Options, el.OptionGroups, within)
		default:
			t.Errorf("no limits are known for %T", el)
		}
	}
}

// ReadablePost is a post as a reviewer reads it.
func ReadablePost(t *testing.T, text string, blocks []slack.Block) string {
	t.Helper()
	return ReadableJSON(t, struct {
		Text   string        `json:"text"`
		Blocks []slack.Block `json:"blocks,omitempty"`
	}{text, blocks})
}

// FitPost holds a post against Slack's limits and ours: what Slack would refuse
// or split, blocks without an id, calls to the whole channel.
func FitPost(t *testing.T, text string, blocks []slack.Block) {
	t.Helper()
	within := Limits(t)
	within("text", text, 3000)
	if len(blocks) > 8 {
		t.Errorf("%d blocks; 8 are plenty for one message", len(blocks))
	}
	FitBlocks(t, blocks, within)
	if s := ReadablePost(t, text, blocks); strings.Contains(s, "<!channel>") || strings.Contains(s, "<!here>") || strings.Contains(s, "<!everyone>") {
		if !headerOnly(text, blocks) {
			t.Errorf("the whole channel is called:\n%s", s)
		}
	}
}

// headerOnly says whether such a call stands only in a header, where it is
// plain text and calls nobody.
func headerOnly(text string, blocks []slack.Block) bool {
	for _, b := range blocks {
		if s, ok := b.(*slack.SectionBlock); ok && strings.Contains(s.Text.Text, "<!ch") {
			return false
		}
	}
	return !strings.Contains(text, "<!ch")
}
