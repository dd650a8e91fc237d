package screen

import (
	"fmt"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/kit"
)

// FactsKept confirms answers to the five questions, and says what a client has
// to hear now.
func FactsKept(inc *incident.Incident, now time.Time) kit.Post {
	lines := []string{"*" + inc.Name() + "* · written down." + knownLine(inc)}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if news := newsLine(inc, aff, now); news != "" && inc.State == incident.Open {
			lines = append(lines, news)
		}
	}
	return kit.Plain(strings.Join(lines, "\n"))
}

// newsLine says what a client does not know yet; "" if nothing.
func newsLine(inc *incident.Incident, aff *incident.Affected, now time.Time) string {
	name := messages.Escape(aff.Client.Name)
	if by := inc.DisclosureDue(aff); !by.IsZero() {
		if p := aff.Next(); p != nil && p.DueAt.Before(by) {
			by = p.DueAt
		}
		if !aff.Client.Manner.Calls() {
			return fmt.Sprintf("▲ %s does not know that data is gone: tell them now, %s. Type update to write it.", name, DueWord(by, now, &aff.Client))
		}
		return fmt.Sprintf("▲ %s does not know that data is gone: tell them now, %s. Type call for what to say, update to write it.", name, DueWord(by, now, &aff.Client))
	}
	if aff.ToldAt.IsZero() || len(inc.News(aff)) == 0 {
		return ""
	}
	was := "less than this"
	if inc.NewsKind(aff) == update.Correction {
		was = "something else"
	}
	return fmt.Sprintf("▲ %s was told %s: tell them now. Type update, the words are ready.", name, was)
}

// TwoLists shows what is confirmed and what is not known.
func TwoLists(inc *incident.Incident) kit.Post {
	text := "*" + inc.Name() + "*" + knownLine(inc)
	for _, list := range []struct {
		name  string
		lines []facts.Noted
	}{{"Confirmed", inc.Facts.Known}, {"Not known yet", inc.Facts.Unknown}} {
		if len(list.lines) == 0 {
			continue
		}
		text += "\n*" + list.name + "*\n" + kit.Numbered(messages.Notes(list.lines))
	}
	if len(inc.Facts.Known)+len(inc.Facts.Unknown) == 0 {
		text += "\nNothing is on the two lists. Add to them with known and unknown, in words that the client may read."
	}
	return kit.Plain(messages.Clip(text, kit.MaxSection))
}

// NobodyAnswered confirms a call that reached nobody: it does not count as told.
func NobodyAnswered(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("Noted: you called %s, nobody answered (%d×). They do not know yet, so nothing is settled.", messages.Escape(aff.Client.Name), aff.Attempts)
	if p := aff.Next(); p != nil {
		text += fmt.Sprintf(" They expect news: %s.", DueWord(p.DueAt, now, &aff.Client))
	}
	return kit.Plain(text + " Try another number, leave a voicemail, or write to them.")
}

// AskedKept confirms that a client's question is written down.
func AskedKept(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("Written down: %s has asked %d×.", messages.Escape(aff.Client.Name), len(aff.Asks))
	if aff.ToldAt.IsZero() {
		text += " They asked before they heard from us: tell them now, if only that you are looking into it."
	} else {
		text += " They wait for an answer: tell them now, even if there is nothing new."
	}
	return kit.Plain(text)
}

// SecondAsked confirms that a second person is asked; until they agree nothing changes.
func SecondAsked(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("%s is asked whether %s may hear later. Until they agree nothing is put off", kit.Mention(aff.Embargo.Second), messages.Escape(aff.Client.Name))
	if p := aff.Next(); p != nil {
		text += ": news is " + DueWord(p.DueAt, now, &aff.Client)
	}
	return kit.Plain(text + ".")
}

// LaterDecided confirms the second person's answer.
func LaterDecided(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	if !aff.Embargo.Agreed() {
		return kit.Plain(fmt.Sprintf("Good: %s is told now. Nothing is put off.", messages.Escape(aff.Client.Name)))
	}
	return kit.Plain(fmt.Sprintf("Agreed: %s hears later, %s. Both names and the reason stand in the timeline.", messages.Escape(aff.Client.Name), DueWord(aff.Embargo.Until, now, &aff.Client)))
}
