package aside

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/messages"
	"candor/messages/kit"
)

// UnknownVerb answers a mistyped command with the nearest one: shown is that
// command as it reads, run as the button carries it, "" if it is to be typed. shown
// is "" if nothing is near.
func UnknownVerb(command, typed, shown, run string) kit.Post {
	none := fmt.Sprintf("There is no %s. Nothing was done.", kit.Code(command+" "+messages.Cut(typed, 60)))
	if shown == "" {
		return kit.Plain(fmt.Sprintf("%s Type %s for the list.", none, kit.Code(command+" help")))
	}
	shown = strings.Join(strings.Fields(shown), " ")
	text := fmt.Sprintf("%s Did you mean %s?", none, kit.Code(command+" "+messages.Cut(shown, 300)))
	if run == "" || messages.Units(run) > maxValue { // a button would run only the beginning of it
		return kit.Plain(text + " Type it again.")
	}
	yes := slack.NewButtonBlockElement(kit.ActRun, run, kit.PlainText(messages.Cut("Yes: "+shown, kit.MaxOption)))
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("ask", text), slack.NewActionBlock("do", yes)}}
}

func askBack(text, line, label string) kit.Post {
	text = messages.Clip(messages.Escape(text), kit.MaxSection)
	if line == "" || messages.Units(line) > maxValue {
		return kit.Plain(text)
	}
	yes := slack.NewButtonBlockElement(kit.ActRun, line, kit.PlainText(messages.Cut(label, kit.MaxOption)))
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("ask", text), slack.NewActionBlock("do", yes)}}
}

// AskTime asks back about a next time: passed says that its time of day has just
// passed today. line is the command that takes it.
func AskTime(aff *incident.Affected, at time.Time, passed bool, line string, now time.Time) kit.Post {
	when := messages.ClientTime(at, now, &aff.Client)
	why := fmt.Sprintf("By it %s would hear next %s, in %s: that is much later than usual.", aff.Client.Name, when, messages.Span(at.Sub(now)))
	if passed {
		why = fmt.Sprintf("That time of day has passed, so %s would hear next %s, in %s.", aff.Client.Name, when, messages.Span(at.Sub(now)))
	}
	text := "Nothing was sent or recorded, and the promise stays. " + why + " Press the button if you mean it, or type an earlier time."
	return askBack(text, line, "Yes, "+when)
}
