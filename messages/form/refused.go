package form

import (
	"regexp"
	"strings"
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

// undone finds where an error says what did not happen.
var undone = regexp.MustCompile(`(?i)\b(nothing|nobody) (was|were|is|has)\b|\b(was|were|is) \*?not\*? (sent|made|saved|recorded|done|told|kept|changed|opened|approved)\b|\bnot (sent|saved) yet\b`)

// OnTyped puts what is wrong with the next time where somebody typed it, beside the menu.
func OnTyped(field string, v Values) string {
	if field == FieldNext && strings.TrimSpace(v.Get(FieldNextAt)) != "" {
		return FieldNextAt
	}
	return field
}

// Kept are the errors of a form, by the name of the field, where the first of them says what
// did not happen and what is kept, if none says it by itself.
func Kept(errors map[string]string, inputs []string) map[string]string {
	for _, why := range errors {
		if undone.MatchString(why) {
			return errors
		}
	}
	for _, name := range inputs {
		if why := errors[name]; why != "" {
			errors[name] = strings.TrimRight(why, " ") + " Nothing was done yet, and what you wrote stays here."
			break
		}
	}
	return errors
}

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
