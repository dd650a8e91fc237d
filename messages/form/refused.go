package form

import (
	"regexp"

	"github.com/slack-go/slack"
)

// Inputs are the names of a form's inputs, in their order; none of what is no form.
func Inputs(v *slack.View) (names []string) {
	if v == nil {
		return nil
	}
	for _, block := range v.Blocks.BlockSet {
		if in, ok := block.(*slack.InputBlock); ok {
			names = append(names, in.BlockID)
		}
	}
	return names
}

// marks are what a form's error would show literally.
var marks = regexp.MustCompile("[*`]|<([@#])([A-Z0-9]+)>")

// PlainWords writes an error for a form, which shows no marks and no mentions; named is
// how a Slack user is called.
func PlainWords(s string, named func(user string) string) string {
	return marks.ReplaceAllStringFunc(s, func(m string) string {
		part := marks.FindStringSubmatch(m)
		switch {
		case part[1] == "#":
			return "the incident's channel"
		case part[1] == "":
			return ""
		}
		return named(part[2])
	})
}
