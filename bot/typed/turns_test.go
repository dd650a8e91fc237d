package typed

import "testing"

// What somebody says to the program as to a person leads to the command that does it, with what it needs.
func TestTurned(t *testing.T) {
	for line, want := range map[string]string{
		"its back": "works ", "it’s back up": "works ", "we are back": "works ", "fixed at 1410": "works 1410", "it is back since 14:05": "works 14:05", "works again as of 14:05": "works 14:05",
		"also affects globex": "affects globex", "add globex": "affects globex", "add globex too": "affects globex",
		"gn": "goodnight ", "I am going to bed": "goodnight ", "good night.": "goodnight ",
		"what is due": "due ", "what's owed to acme": "due ", "what now?": "check ", "what is next": "check ", "what should we do now": "check ",
		"step 2 done": "check done 2", "2 done, saw the error page": "check done 2 saw the error page", "#3 is ok": "check done 3",
		"severity is 2": "sev 2", "prio 1": "sev 1", "remind me in 10 minutes": "snooze 10 minutes", "wake me at 15:00": "snooze 15:00",
		"it began at 13:40": "correct it began at 13:40", "since 13:40": "correct it began at 13:40", "started 20 min ago": "correct it began 20 min ago",
		"tell them we have rolled back": "update we have rolled back", "let them know that it is the cache": "update it is the cache",
		"take back the last message": "correct ", "that was wrong, it is the search": "correct ", "help me please": "help ",
		"its down again": "reopen ", "checkout is down again since 14:30": "reopen ", "everything broken again": "reopen ", "I take it": "commander me", "i'll take over": "commander me",
		"no review needed": "aftercare ", "who does the review": "review ", "stop reminding me": "due ", "she took the second": "meeting 2", "they prefer the first one": "", "Dana wants the first": "meeting 1",
		"were done here": "close ", "what did we tell them?": "timeline ",

		"it is not back": "", "we are not back at 14:00": "", "the backup is back at the office of the host": "", "add a test to the release": "", "add": "", "since Monday the host answers": "",
		"tell them": "", "what a night": "", "it began with the release": "", "the cache was full": "", "fixed the cache": "", "2 hosts are done": "",
	} {
		verb, args, ok := Turned(line)
		if got := verb + " " + args; ok && got != want || !ok && want != "" {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
