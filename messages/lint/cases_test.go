package lint

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestCases reads testdata/cases: per rule, drafts that break it (+) and near
// misses that do not (-). A draft may begin with its context in curly brackets.
func TestCases(t *testing.T) {
	names, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("there are no cases", err)
	}
	seen := map[string][2]int{}
	for _, name := range names {
		eachCase(t, name, func(at, rule string, breaks bool, text string, c Context) {
			n := seen[rule]
			n[btoi(breaks)]++
			seen[rule] = n
			found := Check(text, c)
			has := strings.Contains(" "+strings.Join(IDs(found), " ")+" ", " "+rule+" ")
			if has != breaks {
				t.Errorf("%s: %s: found %t, want %t\n  %.200q\n  found %v", at, rule, has, breaks, text, words(found))
			}
		})
	}
	for _, r := range Rules() {
		if n := seen[r.ID]; n[0] < 6 || n[1] < 6 {
			t.Errorf("%s has %d drafts that break it and %d that do not; at least 6 of each tell", r.ID, n[1], n[0])
		}
	}
}

func words(list []Finding) (all []string) {
	for _, f := range list {
		all = append(all, fmt.Sprintf("%s %q", f.Rule, f.Words))
	}
	return all
}

func eachCase(t *testing.T, name string, fn func(at, rule string, breaks bool, text string, c Context)) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rule := ""
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line, at := lines.Text(), fmt.Sprintf("%s:%d", filepath.Base(name), n)
		switch {
		case line == "":
		case line[0] == '#':
			rule = strings.TrimSpace(line[1:])
		case line[0] == '+' || line[0] == '-':
			text, c := caseOf(t, at, line[2:])
			fn(at, rule, line[0] == '+', text, c)
		default:
			t.Errorf("%s: a case begins with +, - or #: %q", at, line)
		}
	}
}

// caseOf reads {key=value …} text. A value goes on until the next key; lists are
// parted by ; or, for texts, by |. \n is a new line and @120 word is 120 words.
func caseOf(t *testing.T, at, line string) (string, Context) {
	t.Helper()
	var c Context
	var now, eta, zone string
	if rest, ok := strings.CutPrefix(line, "{"); ok && (strings.HasPrefix(rest, "}") || strings.Contains(strings.SplitN(rest, "}", 2)[0], "=")) {
		var head string
		head, line, _ = strings.Cut(rest, "} ")
		key := ""
		fields := map[string]string{}
		for _, f := range strings.Split(head, " ") {
			if k, v, ok := strings.Cut(f, "="); ok {
				key = k
				fields[key] = v
			} else if key != "" {
				fields[key] += " " + f
			}
		}
		for k, v := range fields {
			switch k {
			case "now":
				now = v
			case "prev_eta":
				eta = v
			case "client_zone":
				zone = v
			case "late_minutes":
				n, _ := strconv.Atoi(v)
				c.Late = time.Duration(n) * time.Minute
			case "severity":
				c.Severity, _ = ParseSeverity(v)
			case "phase":
				c.Phase = v
			case "kind":
				c.Kind = v
			case "channel":
				c.Channel = v
			case "status":
				c.Status = v
			case "cause_state":
				c.CauseState = v
			case "data_state":
				c.DataState = v
			case "prev_claims":
				c.PrevClaims = strings.Split(v, ";")
			case "prev_texts":
				c.PrevTexts = strings.Split(v, "|")
			case "other_clients":
				c.OtherClients = strings.Split(v, ";")
			case "allowed_domains":
				c.AllowedDomains = strings.Split(v, ";")
			case "staff":
				c.Staff = strings.Split(v, ";")
			case "answered":
				c.Answered.set(v)
			case "technical":
				c.Technical = v == "true"
			default:
				t.Fatalf("%s: nobody knows the context %q", at, k)
			}
		}
	}
	if err := c.setTimes(now, eta, zone); err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	line = strings.NewReplacer(`\n`, "\n", "¦", "").Replace(line) // ¦ hides invented secrets from scanners of repositories
	if rest, ok := strings.CutPrefix(line, "@"); ok && rest != "" && isDigit(rest[0]) {
		n := digits(rest)
		count, _ := strconv.Atoi(rest[:n])
		_, tail, _ := strings.Cut(rest, " ")
		if tail == "word" {
			tail = ""
		}
		line = strings.TrimSpace(strings.Repeat("word. ", count) + tail)
	}
	return line, c
}
