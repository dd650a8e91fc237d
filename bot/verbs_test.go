package bot

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/messages/aside"
)

func TestFirstWord(t *testing.T) {
	tests := []struct{ in, word, rest string }{
		{"", "", ""},
		{"  due  ", "due", ""},
		{"note  two words ", "note", "two words"},
		{"note\tby tab", "note", "by tab"},
		{"note\nline two", "note", "line two"},
		{"note\u00a0pasted", "note", "pasted"},
		{"漢字 x", "漢字", "x"},
	}
	for _, tt := range tests {
		if word, rest := typed.FirstWord(tt.in); word != tt.word || rest != tt.rest {
			t.Errorf("firstWord(%q) = %q, %q, want %q, %q", tt.in, word, rest, tt.word, tt.rest)
		}
	}
}

func TestIncidentName(t *testing.T) {
	for s, want := range map[string]bool{
		"INC-7": true, "inc-7": true, "inc7": true, "Inc-123456789012": true,
		"INC-": false, "INC": false, "INC-7x": false, "xINC-7": false, "INC--7": false, "INC-1234567890123": false, "INC 7": false, "7": false,
	} {
		if got := incidentName.MatchString(s); got != want {
			t.Errorf("%q is the name of an incident: %v, want %v", s, got, want)
		}
	}
}

func TestNear(t *testing.T) {
	for word, want := range map[string]string{
		"delcare": "declare", "declar": "declare", "udpate": "update", "stil": "still", "deu": "due", "snoze": "snooze", "lst": "list",
		"resovle": "resolve", "comander": "commander", "chekc": "check", "hlep": "help",
		"done": "", "it": "", "inc": "", "delete": "", "drill-1": "", "resolved": "resolve",
		"xyz": "", "ab": "", "xyzzyplugh": "", "": "", "漢字": "", strings.Repeat("due", 1000): "",
	} {
		if got := typed.Nearest(word, ledTo()); got != want {
			t.Errorf("Nearest(%.20q) = %q, want %q", word, got, want)
		}
	}
}

// Every verb stands in exactly one topic of the help and in all of it, and has a page of
// its own; what somebody needs at night is one short screen.
func TestHelpListsEveryVerb(t *testing.T) {
	b := newBench(t)
	page := func(about string) string {
		a, err := b.runs(strings.TrimSpace("help " + about))
		b.must(err)
		return answerText(a)
	}
	line := func(v verb) string { return "`" + strings.TrimSpace(v.name+" "+v.usage) + "` " + v.does }
	for _, v := range verbs() {
		var topics []string
		for _, topic := range aside.HelpTopics {
			if strings.Contains(page(topic.Name), line(v)) {
				topics = append(topics, topic.Name)
			}
		}
		if len(topics) != 1 || strings.Count(page("all"), line(v)) != 1 || v.name != "clients" && !strings.Contains(page(v.name), line(v)) {
			t.Errorf("the help lists %s in the topics %v", v.name, topics)
		}
		if got, ok := find(v.name); !ok || got.does != v.does {
			t.Errorf("%s cannot be typed", v.name)
		}
		if v.does == "" || strings.HasSuffix(v.does, ".") || strings.Contains(v.does, "!") {
			t.Errorf("help of %s: %q", v.name, v.does)
		}
	}
}

func TestTheFirstHelpIsOneScreen(t *testing.T) {
	b := newBench(t)
	a, err := b.runs("help")
	b.must(err)
	text := answerText(a)
	if n := strings.Count(strings.TrimSpace(text), "\n") + 1; n > 12 {
		t.Errorf("it has %d lines:\n%s", n, text)
	}
	for _, topic := range aside.HelpTopics[1:] {
		if !strings.Contains(text, "`help "+topic.Name+"`") {
			t.Errorf("it does not name %s:\n%s", topic.Name, text)
		}
	}
	a, err = b.runs("help xyzzy")
	b.must(err)
	if text := answerText(a); !strings.Contains(text, "There is no help about `xyzzy`.") || !strings.Contains(text, "`help facts`") {
		t.Errorf("of what there is not:\n%s", text)
	}
}

// garbage is what nobody means, and what somebody types at two in the morning.
var garbage = []string{
	"", "7", "-1", "0", "xyzzy plugh", "<@U0NOBODY>", "<@U0DANA|dana>", "<!channel>", "漢字 😀", "\x00\xff", strings.Repeat("9", 40), strings.Repeat("long ", 700),
	"done", "done 99", "skip", "skip 1", "open 0", "add", "sev9", "45m", "tomorrow 26:00", "resolved", "INC-1", "next soon",
}

// Whatever is typed after a verb, in a channel that is no incident's and about
// one that is named, is answered with a sentence, never with a mistake of ours.
func TestVerbsTakeAnything(t *testing.T) {
	sweeps(t)
	for _, v := range verbs() {
		t.Run(v.name, func(t *testing.T) {
			b := newBench(t)
			b.declared()
			for _, args := range garbage {
				b.mustAnswer(t, v.name+" "+args)
				b.mustAnswer(t, "INC-1 "+v.name+" "+args)
			}
			b.mustAnswer(t, "inc999 "+v.name)
		})
	}
}

// mustAnswer runs a command that must be answered in words, or with a form.
func (b *bench) mustAnswer(t *testing.T, text string) {
	t.Helper()
	a, err := b.runs(text)
	switch {
	case fault.CodeOf(err) == fault.Internal:
		t.Errorf("%.60q ends with a mistake of ours: %v", text, err)
	case err != nil && strings.TrimSpace(err.Error()) == "":
		t.Errorf("%.60q is answered with an empty sentence", text)
	case err == nil && a.Text == "" && !a.remove:
		t.Errorf("%.60q is not answered", text)
	}
	if n := len(utf16.Encode([]rune(a.Text))); n > 3000 {
		t.Errorf("%.60q is answered with %d characters", text, n)
	}
}

// saysNo is how a sentence says what did not happen.
var saysNo = regexp.MustCompile(`Nothing was|nothing was|\*not\*|was not`)

// What changes nothing is not answered as if it had.
func TestWhatIsNotUnderstoodChangesNothing(t *testing.T) {
	b := newBench(t)
	rev := b.declared().Rev
	for _, text := range []string{
		"sev", "sev 0", "sev 5", "sev worse", "kind", "kind flood", "status resolved", "status fine", "commander", "commander ben", "comms <@U0DANA|dana>",
		"next", "next soon", "snooze", "snooze -5m", "snooze tomorrow", "check 3", "check done 99", "check skip 1", "check add", "note", "cancel", "close", "works soon", "still",
	} {
		_, err := b.runs("INC-1 " + text)
		if err == nil || !saysNo.MatchString(err.Error()) {
			t.Errorf("%s: %v", text, err)
		}
		if b.incident(1).Rev != rev {
			t.Fatalf("%s changed the incident", text)
		}
	}
}

// The same over the wire: every answer arrives, every form opens.
func TestVerbsOverTheWire(t *testing.T) {
	b := connected(t)
	for _, about := range []string{"", "INC-1 "} {
		for _, v := range verbs() {
			said, form := b.types(about+v.name), b.slack.ViewText("@ana")
			if said == "" && form == "" || failed(said) {
				t.Errorf("%s%s is answered with %q", about, v.name, said)
			}
			if form != "" {
				b.must(b.slack.CloseView(b.soon(), "@ana"))
			}
		}
		if about == "" {
			b.types("declare sev1 acme Checkout is down")
		}
	}
	for line := range strings.Lines(b.log.String()) {
		// The clock stands still: of all the forms that were closed in this second Slack takes one line.
		if strings.Contains(line, "level=ERROR") || strings.Contains(line, "did not reach") && !strings.Contains(line, "rate limit") {
			t.Errorf("it was logged: %s", line)
		}
	}
}

// What people type instead of a command leads to one that there is; a word means one thing.
func TestOtherWordsLeadToACommand(t *testing.T) {
	seen := map[string]string{}
	for _, other := range typed.OtherWords {
		v, ok := find(strings.TrimSuffix(other.Line, " …"))
		if !ok || v.usage == "" && v.name != other.Line {
			t.Errorf("%s is no command, or takes nothing", other.Line)
		}
		for w := range strings.FieldsSeq(other.Words) {
			if _, known := find(w); known || seen[w] != "" {
				t.Errorf("%q stands for %s and is a command, or stands for %s", w, other.Line, seen[w])
			}
			seen[w] = other.Line
		}
	}
	for _, turn := range typed.Turns {
		verb, args, _ := strings.Cut(turn.Line, " ")
		if v, ok := find(verb); !ok || v.usage == "" && args != "" || v.what == grave && args != "" { // of that it is said what it does
			t.Errorf("%s is no command, takes nothing, or ends an incident", turn.Line)
		}
	}
}

func TestUnknownVerbOverTheWire(t *testing.T) {
	b := connected(t)
	if said := b.types("delcare sev1 acme Search & filters are <slow>"); !strings.Contains(said, "Did you mean") {
		t.Fatalf("said %q", said)
	}
	b.must(b.slack.Press(b.soon(), "@ana", "#team", "Yes: declare sev1 acme Search & filters are <slow>"))
	b.settle()
	if inc := b.incident(1); inc.Impact != "search & filters are <slow>" {
		t.Errorf("the button declared %q", inc.Impact)
	}
}

// A text that cannot be sent is said on the phone, or copied.
func TestAClientWithoutAChannelIsCalled(t *testing.T) {
	b := connected(t)
	if said := b.types("declare sev1 globex Booking is slow"); !strings.Contains(said, "Call them, then press I told them") {
		t.Errorf("declared: %s", said)
	}
	b.types("INC-1 update")
	b.must(b.slack.Submit(b.soon(), "@ana"))
	form := b.slack.ViewText("@ana")
	for _, want := range []string{"No phone number of Globex Travel is known", "This is Ana Ruiz of Studio North. Globex Travel, booking has been slow since", "to copy into a message"} {
		if !strings.Contains(form, want) {
			t.Errorf("the form lacks %q:\n%s", want, form)
		}
	}
	b.must(b.slack.Press(b.soon(), "@ana", "", "I told them"))
	b.settle()
	b.must(b.slack.Fill(b.soon(), "@ana", "What did you tell Globex Travel?", "We are on it"))
	b.must(b.slack.Submit(b.soon(), "@ana"))
	b.settle()
	b.types("INC-1 resolve")
	if form := b.slack.ViewText("@ana"); !strings.Contains(form, "no channel and no address for Globex Travel") {
		t.Errorf("the form is:\n%s", form)
	}
	for question, answer := range map[string]string{"Seen working from outside?": "Globex Travel says so", "Was data lost?": "None is lost: I checked", "Is it a temporary fix?": "No, it stays"} {
		b.must(b.slack.Fill(b.soon(), "@ana", question, answer))
	}
	b.must(b.slack.Submit(b.soon(), "@ana"))
	if inc := b.incident(1); inc.State != incident.Resolved {
		t.Errorf("it is %s", inc.State)
	}
}

func FuzzCommands(f *testing.F) {
	for _, v := range verbs() {
		f.Add(v.name + " " + v.usage)
		f.Add("INC-1 " + v.name)
	}
	for _, s := range garbage {
		f.Add(s)
	}
	b := newBench(f)
	b.declared()
	f.Fuzz(func(t *testing.T, text string) {
		r := ana("fuzz")
		a, err := b.run(context.Background(), r, text)
		if fault.CodeOf(err) == fault.Internal {
			t.Fatalf("%q: %v", text, err)
		}
		if err == nil && a.Text == "" {
			t.Fatalf("%q is not answered", text)
		}
	})
}

// answerText is all that an answer says.
func answerText(a answer) string { return a.Text + blocksText(a.Blocks) }
