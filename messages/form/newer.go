package form

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// begun says in a form which texts its writer may know of, by client.
func begun(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	var list []outbox.Member
	for i := range inc.Clients {
		one := &inc.Clients[i]
		if aff.Client.ID == one.Client.ID {
			return view.FormatGroup(inc, []outbox.Member{{Client: one.Client.ID, Promise: cmp.Or(u.Begun, one.Out, one.Updates+1)}})
		}
		list = append(list, outbox.Member{Client: one.Client.ID, Promise: cmp.Or(one.Out, one.Updates+1)})
	}
	return view.FormatGroup(inc, list)
}

// KnowsOf reads that out of the form; nothing out of one of an older version.
func KnowsOf(inc *incident.Incident, f *slack.View) map[string]int {
	if f == nil {
		return nil
	}
	ref, err := view.ParseRef(f.PrivateMetadata)
	if err != nil || ref.Knows == "" {
		return nil
	}
	list, err := view.ParseGroup(inc, ref.Knows)
	if err != nil {
		return nil
	}
	known := map[string]int{}
	for _, m := range list {
		known[m.Client] = m.Promise
	}
	return known
}

// StillKnows keeps in a form that is drawn anew, in the place of was, what its writer may know of.
func StillKnows(inc *incident.Incident, f slack.ModalViewRequest, was *slack.View) slack.ModalViewRequest {
	known := KnowsOf(inc, was)
	ref, err := view.ParseRef(f.PrivateMetadata)
	if err != nil || len(known) == 0 {
		return f
	}
	list, err := view.ParseGroup(inc, ref.Knows)
	if err != nil {
		return f
	}
	for i, m := range list {
		if n, ok := known[m.Client]; ok {
			list[i].Promise = min(n, m.Promise)
		}
	}
	ref.Knows = view.FormatGroup(inc, list)
	f.PrivateMetadata = ref.String()
	return f
}

// toldSince stands above a text that was begun before somebody else told the client
// something.
func toldSince(t *view.Draft, now time.Time) (blocks []slack.Block) {
	if t.Newer == nil {
		return nil
	}
	says := fmt.Sprintf("▲ %s has told *%s* something newer, at %s. Press Edit if this is no longer right.",
		kit.Mention(t.Newer.By), messages.Escape(t.Client.Name), messages.ClientTime(t.Newer.HeardAt(), now, &t.Client))
	id := "told-since-" + t.Client.ID
	return []slack.Block{kit.Paragraph(id, says), kit.Small(id+"-words", screen.Begins(t.Newer))}
}

// toldSinceAny is toldSince for several clients.
func toldSinceAny(list []view.ClientResult, now time.Time) (blocks []slack.Block) {
	const most = 10 // two blocks for each
	for _, e := range list {
		if e.Err == nil && len(blocks) < most {
			blocks = append(blocks, toldSince(e.Telling, now)...)
		}
	}
	return blocks
}

// sayNewer stands below a text that says otherwise than what somebody has written down since
// the client heard last: its writer may have begun before.
func sayNewer(t *view.Draft, aff *incident.Affected) (blocks []slack.Block) {
	for i, n := range alike.Unsaid(t.Incident, aff, &t.Update) {
		var says string
		switch e := t.Incident.Estimate; {
		case n.What != "the estimate":
			says = "Somebody has written down since: “" + messages.Escape(messages.Cut(n.Says, 200)) + "”. Press Edit if that holds now."
		case e.To.IsZero():
			says = "Somebody has written down since that nobody can say it any more. Press Edit and take it out."
		default:
			says = fmt.Sprintf("Somebody has written down another one since: %s to %s. Press Edit if that holds now.",
				messages.ClientTime(e.From, n.At, &t.Client), messages.ClientTime(e.To, n.At, &t.Client))
		}
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("newer-%d", i), "▲ *"+messages.UpperFirst(n.What)+"*: the text says otherwise. "+says))
	}
	if said := aff.Said[update.Spoken]; said != "" && t.Newer == nil && slices.ContainsFunc(incident.OwnWords, func(name string) bool { return t.Update.Words[name] != "" }) {
		blocks = append(blocks, kit.Small("spoken", fmt.Sprintf("%s was told by hand since: “%s”", messages.Escape(t.Client.Name), messages.Escape(messages.Cut(said, 200)))))
	}
	return blocks
}
