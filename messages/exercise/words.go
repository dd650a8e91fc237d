package exercise

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/drill"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/mrkdwn"
)

// Marked is a message of a drill to the team, with the mark in front of it.
func Marked(v view.View, p kit.Post) kit.Post {
	if v.Incident == nil || v.Incident.Drill == nil {
		return p
	}
	p.Text = drill.Mark + " · " + p.Text
	if len(p.Blocks) > 0 {
		p.Blocks = append([]slack.Block{kit.Small("drill", "*"+drill.Mark+"* · nothing here is real, and no client reads it")}, p.Blocks...)
	}
	return p
}

// Begun says in a drill's channel what it is, and lets people join or end it.
func Begun(v view.View, _ outbox.Delivery) kit.Post {
	d, name := v.Incident.Drill, v.Incident.Name()
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return fmt.Sprintf("%s began this drill: %s at %s is furious, and played by me. Do what you would do: tell her, by *Client update* on the card, say when she hears again, and keep to it. The first notice is due by %s.\n"+
			"Your texts stay in this channel. Nobody's phone rings but of those who press *I am in*. It counts in no figure. It ends when it works again, with *End the drill*, or by itself at %s.",
			kit.Mention(d.By), d.Script.Person, w.Strong(d.Script.Client), w.At(d.At.Add(drill.First)), w.At(d.At.Add(drill.Longest)))
	}, slack.NewActionBlock("join", kit.Primary(run(name+" drill in", "I am in"))), slack.NewActionBlock("end", run(name+" drill end", "End the drill")))
}

// Start is the button on a Home that begins a drill.
func Start() *slack.ButtonBlockElement {
	b := run("drill", "Drill")
	b.Confirm = slack.NewConfirmationBlockObject(kit.PlainText("Start a drill?"),
		kit.PlainText("A channel opens in which a furious client is played. No client reads it, and it counts in no figure."), kit.PlainText("Start it"), kit.PlainText("Not now"))
	return b
}

func run(command, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(kit.ActRun, command, kit.PlainText(label))
}

// Ended says how a drill went.
func Ended(v view.View, _ outbox.Delivery) kit.Post {
	d := v.Incident.Drill
	if d.Scored == nil {
		return kit.Plain("The drill is over.")
	}
	lines := Score(*d.Scored, time.UTC)
	if len(v.Incident.Clients) > 0 {
		lines = Score(*d.Scored, v.Incident.Clients[0].Client.Zone())
	}
	return kit.BothWays(v.Now, func(kit.Pen) string {
		return "The drill is over.\n" + strings.Join(lines, "\n")
	})
}

// Score says in plain words how a drill went, a sentence or two a line. zone is that in which
// her texts named times.
func Score(s drill.Score, zone *time.Location) (lines []string) {
	at := func(t time.Time) string { return t.In(zone).Format("15:04") }
	if s.ToldAt.IsZero() {
		lines = append(lines, fmt.Sprintf("You told her nothing in %s.", Lasted(s.At.Sub(s.Began))))
	} else {
		lines = append(lines, fmt.Sprintf("You told her after %s.", Lasted(s.ToldAt.Sub(s.Began))))
	}
	for _, p := range s.Promises {
		switch {
		case p.Wrote.IsZero():
			lines = append(lines, fmt.Sprintf("You said “next update by %s” and did not write again.", at(p.Due)))
		case p.Kept():
			lines = append(lines, fmt.Sprintf("You said “next update by %s” and wrote at %s.", at(p.Due), at(p.Wrote)))
		default:
			lines = append(lines, fmt.Sprintf("You said “next update by %s” and wrote at %s, %s late.", at(p.Due), at(p.Wrote), Lasted(p.Wrote.Sub(p.Due))))
		}
	}
	for _, q := range s.Questions {
		switch {
		case q.At.IsZero():
			lines = append(lines, fmt.Sprintf("Before she asked %s, you had answered it.", q.Asks))
		case q.Answered.IsZero():
			lines = append(lines, fmt.Sprintf("Not answered: she asked %s at %s.", q.Asks, at(q.At)))
		default:
			lines = append(lines, fmt.Sprintf("She asked %s at %s; you answered after %s.", q.Asks, at(q.At), Lasted(q.Answered.Sub(q.At))))
		}
	}
	for _, a := range s.Do {
		lines = append(lines, advice[a])
	}
	return lines
}

// advice is what each says.
var advice = map[drill.Advice]string{
	drill.TellSooner: "Next time: send the first notice before you know the cause. “We are looking, next update by …” is enough.",
	drill.NameATime:  "Next time: name in every text when she hears again. It is what she waits for.",
	drill.KeepTimes:  "Next time: write by the time that you named, also if there is nothing new. A later time that you keep is better than a sooner one.",
	drill.AnswerThem: "Next time: answer what she asks, also with “we do not know yet, we say so by …”.",
	drill.AllWell:    "She was told in time, had to ask nothing twice, and no time that you named passed without a word. Do it like this when it is real.",
}

// Lasted is a length of time as people say it: 2 min 40 s.
func Lasted(d time.Duration) string {
	d = d.Round(time.Second)
	m, s := int(d/time.Minute), int(d%time.Minute/time.Second)
	switch {
	case m == 0:
		return fmt.Sprintf("%d s", s)
	case s == 0:
		return fmt.Sprintf("%d min", m)
	}
	return fmt.Sprintf("%d min %d s", m, s)
}

// Opened answers whoever began a drill.
func Opened(name string) kit.Post {
	return kit.Plain(name + " is a drill. Its channel opens now, and you are in it. Nothing of it reaches a client.")
}

// Joined and Over answer those who pressed.
func Joined(name string) kit.Post {
	return kit.Plain("You are in. If " + name + " is late, your phone may ring: the call says DRILL.")
}

// Over confirms that a drill was ended.
func Over(name string) kit.Post {
	return kit.Plain(name + " is over. How it went stands in its channel.")
}

// Which asks which drill is meant.
func Which(typed string) string {
	var list []string
	for _, s := range Scripts() {
		list = append(list, fmt.Sprintf("drill %s (%s)", s.ID, s.Does))
	}
	return fmt.Sprintf("There is no drill “%s”. Nothing was opened. Type %s. In a drill's channel: drill in, drill end.", messages.Clip(mrkdwn.Neutral(typed), 60), strings.Join(list, ", or "))
}
