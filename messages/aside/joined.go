package aside

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Joined adds to an answer, where an incident affects more clients than before, whether
// what is known of the others is so for them: nobody has said it.
func Joined(before, inc *incident.Incident, post kit.Post) kit.Post {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if !before.HasClient(aff.Client.ID) && aff.Written {
			post = kit.Plain(putBack(inc, aff) + "\n" + post.Text)
		}
		if before.HasClient(aff.Client.ID) || aff.Own[facts.DataLost].Answer != facts.DontKnow && aff.Own[facts.Intruder].Answer != facts.DontKnow && aff.Own[facts.Personal].Answer != facts.DontKnow {
			continue
		}
		text := fmt.Sprintf("▲ What is known in %s was said of the others. Is it so for %s, too? Until you say it, their texts say nothing of it. Type fact %s.", inc.Name(), messages.Escape(aff.Client.Name), aff.Client.ID)
		if len(post.Blocks) == 0 {
			post.Blocks = []slack.Block{kit.Paragraph("state", messages.Clip(post.Text, kit.MaxSection))}
		}
		ref := view.Ref{Number: inc.Number, Client: aff.Client.ID}
		post.Text += "\n" + text
		post.Blocks = append(post.Blocks, kit.Paragraph("joined-"+aff.Client.ID, text), slack.NewActionBlock("answer-"+aff.Client.ID, kit.Button(kit.ActQuestions, ref, "Answer the questions")))
	}
	return post
}
