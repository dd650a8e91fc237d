package blockkit

import (
	"encoding/json"
	"fmt"
	"strings"
)

// rich is a node of a rich text block.
type rich struct {
	Type     string          `json:"type"`
	Text     string          `json:"text"`
	URL      string          `json:"url"`
	UserID   string          `json:"user_id"`
	Channel  string          `json:"channel_id"`
	Name     string          `json:"name"` // of an emoji
	Range    string          `json:"range"`
	Unix     int64           `json:"timestamp"`
	Format   string          `json:"format"`
	Fallback string          `json:"fallback"`
	Style    json.RawMessage `json:"style"`
	Indent   int             `json:"indent"`
	Elements []rich          `json:"elements"`
}

// RichText turns a rich text block into mrkdwn, which everything here can
// draw.
func RichText(raw json.RawMessage) string {
	var r rich
	if json.Unmarshal(raw, &r) != nil {
		return ""
	}
	var parts []string
	for _, e := range r.Elements {
		parts = append(parts, e.section())
	}
	return strings.Join(parts, "\n")
}

func (r rich) section() string {
	switch r.Type {
	case "rich_text_list":
		var lines []string
		ordered := strings.Contains(string(r.Style), "ordered")
		for i, e := range r.Elements {
			mark := "•"
			if ordered {
				mark = fmt.Sprintf("%d.", i+1)
			}
			lines = append(lines, strings.Repeat("   ", r.Indent)+mark+" "+e.line())
		}
		return strings.Join(lines, "\n")
	case "rich_text_quote":
		return ">" + strings.ReplaceAll(r.line(), "\n", "\n>")
	case "rich_text_preformatted":
		return "```" + r.line() + "```"
	}
	return strings.TrimSuffix(r.line(), "\n")
}

func (r rich) line() string {
	var b strings.Builder
	for _, e := range r.Elements {
		b.WriteString(e.inline())
	}
	return b.String()
}

func (r rich) inline() string {
	var style struct{ Bold, Italic, Strike, Code bool }
	json.Unmarshal(r.Style, &style) // a style that is no object is none
	text := EscapeAll(r.Text)
	switch r.Type {
	case "link":
		text = "<" + r.URL + ">"
		if r.Text != "" {
			text = "<" + r.URL + "|" + EscapeAll(r.Text) + ">"
		}
	case "user":
		return "<@" + r.UserID + ">"
	case "channel":
		return "<#" + r.Channel + ">"
	case "emoji":
		return ":" + r.Name + ":"
	case "broadcast":
		return "<!" + r.Range + ">"
	case "date":
		return fmt.Sprintf("<!date^%d^%s|%s>", r.Unix, r.Format, r.Fallback)
	}
	for _, s := range []struct {
		on   bool
		mark string
	}{{style.Code, "`"}, {style.Strike, "~"}, {style.Italic, "_"}, {style.Bold, "*"}} {
		if s.on && strings.TrimSpace(text) == text && text != "" {
			text = s.mark + text + s.mark
		}
	}
	return text
}
