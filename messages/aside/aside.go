package aside

import (
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Refused says no: text is what its reader reads, with what answers the question in it.
func Refused(text string, err error) kit.Post {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Ready) == 0 {
		return kit.Plain(text)
	}
	text = messages.Clip(kit.MentionMarks.ReplaceAllString(messages.Escape(text), "<$1>"), kit.MaxSection)
	return kit.Post{Text: text, Blocks: append([]slack.Block{kit.Paragraph("ask", text)}, kit.Choices(e.Ready)...)}
}

// Unread says above an answer what stood behind a command and was not read; "" is nothing.
func Unread(p kit.Post, verb, rest string) kit.Post {
	if rest == "" {
		return p
	}
	return Beside(p, fmt.Sprintf("“%s” behind %s was *not* read: nothing was done or kept of it.", messages.Cut(rest, 100), verb))
}

// Beside adds a sentence above an answer; an empty one changes nothing.
func Beside(p kit.Post, text string) kit.Post {
	switch {
	case text == "":
		return p
	case len(p.Blocks) > 0:
		p.Blocks = append([]slack.Block{kit.Paragraph("beside", messages.Escape(text))}, p.Blocks...)
	}
	p.Text = messages.Clip(messages.Escape(text)+"\n"+p.Text, kit.MaxPlain)
	return p
}

// Together is several answers in one.
func Together(list []kit.Post) kit.Post {
	var lines []string
	for _, p := range list {
		lines = append(lines, p.Text)
	}
	return kit.Plain(strings.TrimPrefix(screen.UpTo(kit.MaxSection, lines), "\n"))
}

// MovesAway confirms that an incident moves to a private channel. Others may
// stand beside the reader's screen: it says nothing of what it is about.
func MovesAway(inc *incident.Incident) kit.Post {
	return kit.Plain(fmt.Sprintf("%s moves to a private channel. Whoever has a role is invited there, and so are you. Here nothing more is posted.", inc.Name()))
}

// maxValue is how much a button can carry.
const maxValue = 2000
