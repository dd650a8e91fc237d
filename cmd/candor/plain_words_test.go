package main

import (
	"encoding/json"
	"go/ast"
	gotoken "go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A plainWord is a term that nobody reads from us, and what stands in its place.
type plainWord struct {
	like  string // the term as somebody may write it
	never string // a regular expression for all its forms
	say   string
	but   string // a regular expression for where it is right: taken out before; "": nowhere
	docs  bool   // neither in what operators read, outside of code
}

// plainWords is the one list of them. What screens, refusals, help and the stories
// say is held against it. What clients read has the draft check.
var plainWords = []plainWord{
	// One thing has one name.
	{"the first word is due", `(?i)\bfirst word\b`, "first notice", "", true},
	{"Next word by 14:30", `(?i)\bnext words?\b`, "next update", "", true},
	{"the last word", `(?i)\blast word\b`, "final message", "", true},
	{"it waits for the word of @ben", `(?i)\bword of (<|@|%s|somebody|one of)|another's word|\bs?asks? for your word`, "is waiting for @ben to approve", "", true},
	{"kept 3 of 4", `\bkept (%d|\d+) of (%d|\d+)|(%d|\d+) of (%d|\d+) promises`, "3 of 4 updates on time", "", true},
	{"nothing is owed to them", `(?i)\bow(ed|es|ing)\b`, "due", "", true},
	{"no spare copy", `(?i)\bspare cop(y|ies)\b`, "backup", `backup(, which)? ?(is)?,? a spare copy of your data`, true},
	{"it is about people", `(?i)\bit is (not )?about people\b`, "personal data", "", true},
	{"less harm", `(?i)\bless harm\b|\bmitigat\w+`, "contained", `identified, mitigated, monitoring`, false},
	{"Maybe hacked", `(?i)\b(maybe|perhaps) hacked\b`, "possible break-in", "", true},
	{"Sent to the wrong people", `(^|: |“)[Ss]ent to the wrong people`, "message for the wrong recipients", "", true},
	{"It leaves for Acme Shop", `\b[Ii]t leaves (for|in)\b|\bhas left for\b`, "Sending to Acme Shop in 10 s, was sent to", "", true},
	{"it stands in the timeline", `\bstands? (in|above|below|beside) (the|it|what)\b`, "is in, is recorded in", "", true},
	{"12:99 is no time", `\bis no (valid )?(time|day|name|number|duration|tag|domain|address|e-mail|phone|web|port|cadence)\b`, "is not a valid time", `there is no [a-z-]+`, true},
	{"Acme Shop expects news since 14:30", `\b(expects?|waits? for|asks? for) [^.·:]{0,40}\bsince (%s|\d|<!date)`, "has been waiting for news since 14:30", "", true},
	{"Recorded: Acme Shop knows.", `Recorded: [^.]* knows\.`, "has been told", "", true},

	// The terms of the field.
	{"SEV1", `\bSEV ?-?\d?\b`, "Business stopped, Important part broken, Small, Near miss", "", false},
	{"the cadence", `(?i)\bcadence\b`, "how often they hear", "", false},
	{"the close gate", `(?i)\bgates?\b`, "open steps", "", false},
	{"the incident commander", `(?i)\bcommander\b`, "in charge", `commander @name| commander me|other, commander, or|An incident commander for|\{commander\}`, false},
	{"comms", `(?i)\bcomms\b`, "talks to the client", `\{comms\}|comms \{you\}`, false},
	{"post-mortem", `(?i)\b(post-?mortem|stakeholders?|runbook|playbook|remediat\w+|triage|SLA|MTTR|RCA|war room|scribe|aftercare|embargo)\b`, "what it is, in plain words", "", false},
	{"the payload", `(?i)\b(payload|endpoint|enqueued?|deliver(y|ies)|timed? ?out|boolean)\b`, "what happened, in plain words", "", false},
	{"escalate it", `(?i)\bescalat(e|ed|es|ion|ing)\b`, "who is asked next", "", false},

	// How we speak.
	{"Done!", `\pL!(\s|$|”)`, "it without an exclamation mark", "", true},
	{"Please try again", `(?i)\bplease\b`, "what to do, without please", `Please complete this required field|“Please [^”]*”|\(please \|`, true},
	{"Unfortunately", `(?i)\bunfortunately\b|\boops\b|\bthe inconvenience\b|\bkindly\b`, "what happened", "", true},
	{"failed to send", `(?i)\bfailed to\b|\binvalid\b|\berror occurred\b|\bsomething went wrong\b`, "what did not happen, and what to do", "", true},
}

// termsOfFiles are the sources that name a term because somebody writes it there.
var termsOfFiles = map[string]string{
	"incident/playbook/playbook.go": "the keys of a file of steps",
	"incident/client/id.go":         "the words of the commands, which are no ids",
	"incident/client/rhythm.go":     "reads what people wrote before",
	"cmd/candor/lintcmd/lint.go":    "the draft check takes its terms from other programs",
	"bot/inbox/read.go":             "what Slack sends, for the log",
	"delivery/mailbox/report.go":    "the words of mail servers",
	"bot/typed/meant.go":            "what people type who know other programs",
	"bot/typed/turns.go":            "what people type as they talk",
	"incident/secret/secret.go":     "what a password is called",
}

// said is a text that people read, and where it was found.
type said struct{ where, text string }

// No screen, refusal, help or document says a term for which there is a plain word.
func TestPlainWords(t *testing.T) {
	if testing.Short() {
		t.Skip("it only reads texts")
	}
	sources := map[string][]said{
		"screens": onScreens(t), "stories": inStories(t), "source": inSource(t), "files of words": inWordFiles(t), "docs": inDocs(t),
	}
	for name, list := range sources {
		if len(list) < 20 {
			t.Errorf("%s: only %d texts were read; look where they are now", name, len(list))
		}
	}
	used := map[string]bool{}
	for _, w := range plainWords {
		never := regexp.MustCompile(w.never)
		if !never.MatchString(w.like) {
			t.Errorf("%q does not find %q", w.never, w.like)
		}
		for name, list := range sources {
			for _, s := range list {
				term := never.FindString(w.cut(s.text))
				switch {
				case term == "" || name == "docs" && !w.docs:
				case termsOfFiles[s.where] != "":
					used[s.where] = true
				default:
					t.Errorf("%s says %q in %q. Say %s.", s.where, term, s.text, w.say)
				}
			}
		}
	}
	for file := range termsOfFiles {
		if !used[file] {
			t.Errorf("%s needs no exception any more", file)
		}
	}
}

// cut takes out of a text where the term is right.
func (w plainWord) cut(text string) string {
	if w.but == "" {
		return text
	}
	return regexp.MustCompile(w.but).ReplaceAllString(text, "")
}

// typed is what is to be typed as it is, or what Slack makes a name or a time of.
var typed = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`|<[^>\n]*>")

// read notes what a file says, each line that a person reads by itself.
func read(t *testing.T, path string, find *regexp.Regexp) (list []said) {
	t.Helper()
	for _, m := range find.FindAllStringSubmatch(mustRead(t, path), -1) {
		list = append(list, said{path, typed.ReplaceAllString(strings.Join(m[1:], ""), "")})
	}
	return list
}

// onScreens are the expected texts of the team's screens; those of a preview of a
// text to a client are the client's.
func onScreens(t *testing.T) (list []said) {
	for _, dir := range []string{"screen", "aside", "form"} {
		err := filepath.WalkDir("../../messages/"+dir+"/testdata", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasPrefix(filepath.ToSlash(path), "../../messages/form/testdata/form/preview/") {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			var tree any
			if err := json.Unmarshal(raw, &tree); err != nil {
				tree = map[string]any{"text": string(raw)}
			}
			for _, text := range textsOf(tree) {
				list = append(list, said{path, typed.ReplaceAllString(text, "")})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// textsOf are the texts within the blocks of a screen.
func textsOf(tree any) (list []string) {
	switch v := tree.(type) {
	case []any:
		for _, e := range v {
			list = append(list, textsOf(e)...)
		}
	case map[string]any:
		for key, e := range v {
			if s, ok := e.(string); ok && key == "text" {
				list = append(list, s)
			}
			list = append(list, textsOf(e)...)
		}
	}
	return list
}

// expected is a line of a story that says what is on a screen, or what is pressed.
var expected = regexp.MustCompile(`(?m)^(?:(?:stdout|stderr|press \S+ \S+) '(.*)'|fill \S+ '([^']*)'.*)$`)

func inStories(t *testing.T) (list []said) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		list = append(list, slices.DeleteFunc(read(t, path, expected), func(s said) bool {
			return strings.Contains(s.text, "spare copy of your data") || strings.HasSuffix(path, "lint.txtar") // what a client reads; the draft check
		})...)
	}
	return list
}

// inWordFiles are the names and steps of checklists, and what forms ask.
func inWordFiles(t *testing.T) (list []said) {
	line := regexp.MustCompile(`(?m)^ *(?:- \{.*text: |.*label: |hint: |name: |about: )['"]?(.*?)['"]?\}?$`)
	for _, pattern := range []string{"../../messages/playbooks/*.yaml", "../../messages/en/choices.yaml", "../../messages/en/templates/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, path := range files {
			list = append(list, read(t, path, line)...)
		}
	}
	return list
}

// inDocs are the lines of what operators and newcomers read; engineers have
// docs/ARCHITECTURE.md and the decisions, which name the terms that the source has.
func inDocs(t *testing.T) (list []said) {
	for _, path := range []string{"../../README.md", "../../docs/OPERATING.md", "../../docs/SLACK.md"} {
		for _, line := range strings.Split(typed.ReplaceAllString(mustRead(t, path), ""), "\n") {
			list = append(list, said{path, line})
		}
	}
	return list
}

// speaking are the packages that say something to people; lint quotes what others
// write, and the rest speaks to those who read logs and tests.
var speaking = regexp.MustCompile(`^(incident|messages|bot|delivery|cmd/candor)`)

var silent = regexp.MustCompile(`messages/(lint|scene)|incident/(audit|service/servicetest)|candor/candour|strictyaml`)

// inSource are the sentences of the source: also a refusal that no test expects.
func inSource(t *testing.T) (list []said) {
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() || !speaking.MatchString(dir) || silent.MatchString(dir) {
			return
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				return n.Tag == nil
			case *ast.CallExpr:
				return !logs(n)
			case *ast.BasicLit:
				s, err := strconv.Unquote(n.Value)
				if n.Kind == gotoken.STRING && err == nil && strings.Contains(s, " ") && !strings.Contains(s, "%w") {
					list = append(list, said{f.path, typed.ReplaceAllString(s, "")})
				}
			}
			return true
		})
	})
	return list
}

// logs says whether a call writes to the log.
func logs(n *ast.CallExpr) bool {
	sel, ok := n.Fun.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"Debug", "Info", "Warn", "Error", "DebugContext", "InfoContext", "WarnContext", "ErrorContext", "With"}, sel.Sel.Name)
}
