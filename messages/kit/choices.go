package kit

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident/fault"
	"candor/messages"
)

// What a menu and a button carry.
const (
	maxMenuLine   = 150
	maxButtonLine = 2000
	mostButtons   = 5 // more of them are a menu
)

// Choices are the lines that answer a question, each for one press. A line that is too
// long to be carried whole is left out: a part of it would be something else.
func Choices(list []fault.Ready) (blocks []slack.Block) {
	var options []*slack.OptionBlockObject
	for i, r := range list {
		if messages.Units(r.Line) <= maxButtonLine {
			run := slack.NewButtonBlockElement(ActRun, r.Line, PlainText(messages.Cut(r.Label, MaxOption)))
			blocks = append(blocks, slack.NewActionBlock(fmt.Sprintf("ready%d", i), run)) // an action may stand once in a block
		}
		if messages.Units(r.Line) <= maxMenuLine && len(options) < 100 {
			options = append(options, slack.NewOptionBlockObject(r.Line, PlainText(messages.Cut(r.Label, MaxOption)), nil))
		}
	}
	if len(blocks) <= mostButtons {
		return blocks
	}
	if len(options) == 0 {
		return blocks[:mostButtons]
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, PlainText("Choose"), ActRun, options...)
	return []slack.Block{slack.NewActionBlock("ready", menu)}
}
