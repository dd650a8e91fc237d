package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"candor/sandbox"
)

// reaches counts what the app has written to a person of the team, or into a channel,
// since the last look or since the story began: reached @ana <=14, reached acme-shared <=9.
// With ! it must have been more. Without a limit it only counts anew. What was posted
// counts, also if it was deleted later; what was edited, or answers somebody who typed or
// pressed, does not.
func reaches(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	ts.Check(s.open(ts))
	if len(args) == 0 {
		ts.Fatalf("reached takes a person or a channel, and a limit such as <=14")
	}
	if s.looked == nil {
		s.looked = map[string]string{}
	}
	since := s.reached(args[0])
	fmt.Fprintf(ts.Stdout(), "messages: %d\n%s", len(since), strings.Join(since, ""))
	if len(args) == 1 {
		return
	}
	most, err := strconv.Atoi(strings.TrimPrefix(args[1], "<="))
	if err != nil || most < 0 {
		ts.Fatalf("reached knows a limit such as <=14, not %q", args[1])
	}
	if (len(since) > most) != neg {
		ts.Fatalf("%s was written to %d times, at most %d:\n%s", args[0], len(since), most, strings.Join(since, ""))
	}
}

// reached lists what reached somebody since the last look, each as its first line: to a
// person what is theirs alone, and what names them in a channel.
func (s *story) reached(whom string) (lines []string) {
	var list []sandbox.Message
	add := func(where, names string) {
		for _, m := range s.p.slack.Messages(where) {
			if m.Bot && m.Ephemeral == "" && m.Subtype == "" && strings.Contains(m.Text, names) && m.TS > s.looked[whom] {
				list = append(list, m)
			}
		}
	}
	if !strings.HasPrefix(whom, "@") {
		add(channelName(whom), "")
	} else {
		add(whom, "")
		for _, c := range s.p.slack.Channels() {
			if !c.Shared {
				add("#"+c.Name, "<@U0"+strings.ToUpper(whom[1:])+">")
			}
		}
	}
	slices.SortFunc(list, func(a, b sandbox.Message) int { return strings.Compare(a.TS, b.TS) })
	for _, m := range list {
		first, _, _ := strings.Cut(m.Text, "\n")
		lines, s.looked[whom] = append(lines, first+"\n"), m.TS
	}
	return lines
}
