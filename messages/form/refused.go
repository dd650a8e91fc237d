package form

import (
	"regexp"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/fault"
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

// PlainWords writes an error for a form, which shows no marks and no mentions; zone is that
// of its reader, and named is how a Slack user is called.
func PlainWords(s string, zone *time.Location, named func(user string) string) string {
	return marks.ReplaceAllStringFunc(fault.ByClock(s, zone), func(m string) string {
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
