package aside

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/team"
	"candor/messages"
	"candor/messages/kit"
)

// Insurer shows how the insurer is reached, and a notice to copy.
func Insurer(inc *incident.Incident, c team.Contacts, notice string) kit.Post {
	head := "*" + inc.Name() + "* · *Tell your insurer.* Facts and times; leave out cause and fault. Many policies want it before you hire help.\n" + policyPart(c) + reached(c.Insurer, "No insurer is in our_contacts. If you have one: its number is on your policy.")
	copied := "Notice to copy:\n```\n" + messages.Escape(notice) + "\n```"
	done := "When it is done: `check done` with the number of the step, and the reference that they gave you."
	return kit.Post{Text: messages.Clip(head+"\n"+copied+"\n"+done, kit.MaxPlain), Blocks: []slack.Block{
		kit.Paragraph("insurer", head), kit.Paragraph("notice", messages.Clip(copied, kit.MaxSection)), kit.Small("done", done),
	}}
}

// Lawyer shows how the lawyer and the host are reached, and how to make the copy for the
// lawyer.
func Lawyer(inc *incident.Incident, c team.Contacts) kit.Post {
	lines := []string{
		"*" + inc.Name() + "* · *Copy for our lawyer*",
		"Lawyer: " + reached(c.Lawyer, "none is in our_contacts."),
		"Host, for its copies of logs and disks: " + reached(c.Host, "none is in our_contacts."),
		"One file of what was known when, the texts as sent, calls and evidence, with checksums. Whoever runs Candor makes it:",
	}
	for i := range inc.Clients {
		id := inc.Clients[i].Client.ID
		lines = append(lines, kit.Code(fmt.Sprintf("candor export %s --lawyer --client %s > %s-%s.md", inc.Name(), id, strings.ToLower(inc.Name()), id)))
	}
	return kit.Plain(strings.Join(append(lines, "It is about one client: names, addresses and machines of others are taken out."), "\n"))
}

// policyPart names the policy; "" if none is known.
func policyPart(c team.Contacts) string {
	if c.Policy == "" {
		return ""
	}
	return "Policy " + messages.Escape(c.Policy) + ". "
}

// reached is how somebody outside is reached; none is said of nobody.
func reached(c team.Contact, none string) string {
	if !c.Known() {
		return none
	}
	var list []string
	if c.Name != "" {
		list = append(list, messages.Escape(c.Name))
	}
	if c.Phone != "" {
		list = append(list, "call "+kit.TapToCall(c.Phone))
	}
	if c.Email != "" {
		list = append(list, messages.Escape(c.Email))
	}
	return strings.Join(list, " · ")
}

// Under puts one more paragraph under a post; "" is none.
func Under(p kit.Post, text string) kit.Post {
	switch {
	case text == "":
		return p
	case p.Text == "":
		return kit.Plain(text)
	case len(p.Blocks) > 0:
		p.Blocks = append(p.Blocks, kit.Paragraph("under", messages.Clip(text, kit.MaxSection)))
	}
	p.Text = messages.Clip(p.Text+"\n"+text, kit.MaxPlain)
	return p
}
