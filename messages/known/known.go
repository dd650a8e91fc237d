// Package known is what the team reads on one line of what is known of bad news.
package known

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/messages"
)

// Line says on one line what is known of bad news and what is not; where that
// differs between clients, on a line for those for whom it is the same.
func Line(inc *incident.Incident) string {
	if !inc.Differ() {
		return line(given(&inc.Facts), inc.Facts.Known, inc.Facts.Unknown)
	}
	of := func(list []facts.Noted, client string) []facts.Noted {
		return slices.DeleteFunc(slices.Clone(list), func(n facts.Noted) bool { return n.Client != client })
	}
	var same [][]string // names of clients, and then their line
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		name, line := messages.Escape(aff.Client.Name), line(answered(inc.FactsOf(aff)), of(inc.Facts.Known, aff.Client.ID), of(inc.Facts.Unknown, aff.Client.ID))
		if at := slices.IndexFunc(same, func(g []string) bool { return g[0] == line }); at >= 0 {
			same[at] = append(same[at], name)
		} else {
			same = append(same, []string{line, name})
		}
	}
	all := ""
	for _, g := range same {
		if g[0] == "" {
			g[0] = "\nNothing is known of their data."
		}
		all += strings.ReplaceAll(g[0], "\n", "\n"+messages.Clip(fault.And(g[1:]), 150)+" · ")
	}
	return all + line(nil, of(inc.Facts.Known, ""), of(inc.Facts.Unknown, ""))
}

// answered are the answers that count, as they may be said.
func answered(f *facts.Facts) map[facts.Question]facts.Answer {
	said := map[facts.Question]facts.Answer{}
	for q := range f.Answers() {
		said[q] = f.SaidAs(q)
	}
	return said
}

// given are all answers, also those that wait for another one.
func given(f *facts.Facts) map[facts.Question]facts.Answer {
	said := answered(f)
	for q, fact := range f.Given {
		said[q] = cmp.Or(said[q], fact.Answer)
	}
	return said
}

func line(given map[facts.Question]facts.Answer, certain, open []facts.Noted) string {
	var known, unknown []string
	for _, q := range facts.Questions {
		switch a := given[q]; {
		case a == "", q == facts.Recoverable && given[facts.DataLost] == facts.No: // nothing has to come back
		case a.Open():
			unknown = append(unknown, words[q][a])
		default:
			known = append(known, words[q][a])
		}
	}
	known, unknown = counted(known, certain), counted(unknown, open)
	line := ""
	if len(known) > 0 {
		line = "\nKnown: " + strings.Join(known, " · ")
	}
	if len(unknown) > 0 {
		line += "\nNot known yet: " + strings.Join(unknown, " · ")
	}
	return line
}

// counted adds how many more things were written down. A single one that stands
// alone is shown: “1 more” of nothing says nothing.
func counted(list []string, written []facts.Noted) []string {
	switch n := len(written); {
	case n == 0:
		return list
	case len(list) == 0:
		list = append(list, messages.Escape(messages.Cut(written[n-1].Text, 150)))
		return counted(list, written[:n-1])
	default:
		return append(list, fmt.Sprintf("%d more", n))
	}
}

// words are the answers as the card says them.
var words = map[facts.Question]map[facts.Answer]string{
	facts.DataLost:    {facts.Yes: "data is gone", facts.No: "no data is gone", facts.DontKnow: "whether data is gone"},
	facts.SpareCopy:   {facts.NoCopy: "no backup", facts.CopyFailed: "the backup does not work", facts.CopyTested: "a tested backup", facts.DontKnow: "whether there is a backup"},
	facts.Recoverable: {facts.Yes: "all of it can come back", facts.Partly: "part of it can come back", facts.No: "nothing can come back", facts.PartBack: "part of it is back, the rest is gone", facts.Restored: "all of it is back", facts.InDoubt: "whether all of it is still back", facts.PartDoubt: "whether what was back still is", facts.MoreLost: "whether the rest can come back", facts.DontKnow: "what can come back"},
	facts.Intruder:    {facts.No: "nobody got in", facts.Suspected: "somebody may have got in (signs)", facts.Confirmed: "somebody got in", facts.DontKnow: "whether somebody got in"},
	facts.Personal:    {facts.Yes: "personal data", facts.No: "no personal data", facts.DontKnow: "whether personal data is affected"},
}
