package messages

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/update"
	"candor/messages/invented"
	"candor/messages/menu"
	"candor/messages/mrkdwn"
	"candor/messages/strictyaml"
)

var (
	toSlack = client.Destination{Via: client.ViaSlack, To: "C0WEBSHOP"}
	byEmail = client.Destination{Via: client.ViaEmail, To: "dana@webshop.example", Name: "Dana Fox"}
)

func mustLoad(t testing.TB, dir string) *Words {
	t.Helper()
	w, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// The invented incident has short names in these tests.
type Case = invented.Case

var Sample = invented.Sample

// mustRender fills a kind in the sample case with the given words.
func mustRender(t testing.TB, w *Words, u update.Update) string {
	t.Helper()
	c := Sample()
	text, err := w.Render(&c.Incident, &c.Client, u, toSlack)
	if err != nil {
		t.Fatal(err)
	}
	return text.Body
}

func TestFieldsFitSlack(t *testing.T) {
	w := mustLoad(t, "")
	for _, kind := range w.Kinds() {
		if len(w.Fields(kind)) == 0 && !update.Automatic(kind) {
			t.Errorf("%s asks nothing", kind)
		}
		for _, f := range w.Fields(kind) {
			if f.Label == "" || len(f.Label) > 48 || len(f.Hint) > 150 || f.Max < 1 || f.Max > 3000 {
				t.Errorf("%s: %s does not fit a form: %+v", kind, f.Name, f)
			}
		}
	}
	if w.Fields("by-hand") != nil || w.Fields("late") != nil {
		t.Error("by-hand and late are no kinds of update with a form")
	}
}

func TestRenderNamesEveryMissingAnswer(t *testing.T) {
	w, c := mustLoad(t, ""), Sample()
	c.Incident.Clients[0].SaidTimes = map[string]time.Time{"eta_from": c.Now, "eta_to": c.Now}
	tests := []struct {
		name, kind string
		u          update.Update
		want       []string
	}{
		{"nothing was answered", update.FirstNoticeUnknown, update.Update{At: c.Now},
			[]string{"impact", "action_now", "client_action", "next_update"}},
		{"spaces are no answer", update.Holding, update.Update{At: c.Now, NextAt: c.Next, Words: map[string]string{"action_now": " \n", "impact_still": "x"}},
			[]string{"action_now"}},
		{"no estimate and no word that there is none", update.EtaChange, etaChange(c, nil, nil), []string{"eta_from"}},
		{"a new estimate and none", update.EtaChange, etaChange(c, map[string]string{"no_eta": "yes", "outcome": "x"}, map[string]time.Time{"eta_from": c.Next, "eta_to": c.Next.Add(time.Hour)}), []string{"no_eta"}},
		{"an estimate that ends before it begins", update.EtaChange, etaChange(c, map[string]string{"outcome": "x"}, map[string]time.Time{"eta_from": c.Next, "eta_to": c.Next}), []string{"eta_to"}},
		{"who steps in is who signs", update.MissedUpdate, update.Update{At: c.Now, NextAt: c.Next, LateFor: c.Now, Sender: c.Sender,
			Words: map[string]string{"impact_now": "a", "action_now": "b", "backup_person": " ana  ruiz"}}, []string{"backup_person"}},
		{"half an estimate", update.Progress, update.Update{At: c.Now, NextAt: c.Next,
			Words: map[string]string{"what_changed": "a", "impact_now": "b", "action_now": "c"}, Times: map[string]time.Time{"eta_from": c.Next}},
			[]string{"eta_to", "outcome"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.u.Kind = tt.kind
			_, err := w.Render(&c.Incident, &c.Client, tt.u, toSlack)
			e, ok := err.(*fault.Error)
			if !ok || e.Code != fault.Invalid || len(e.Fields) != len(tt.want) {
				t.Fatalf("Render = %v, want an error about %v", err, tt.want)
			}
			for _, f := range tt.want {
				asks, ok := strings.CutPrefix(e.Fields[f], "Answer this: ")
				if !strings.Contains(e.Message, asks) || asks == "" || !ok {
					t.Errorf("the error does not ask for %s: %s", f, e.Message)
				}
			}
		})
	}
}

// etaChange is an update about an estimate, without the new one.
func etaChange(c Case, words map[string]string, times map[string]time.Time) update.Update {
	all := map[string]string{"reason": "a", "impact_now": "b", "action_now": "c"}
	maps.Copy(all, words)
	return update.Update{At: c.Now, NextAt: c.Next, Words: all, Times: times}
}

func TestRenderRefusesWhatSlackWouldCut(t *testing.T) {
	w, c := mustLoad(t, ""), Sample()
	u := w.templates[update.Progress].sample(true)
	u.Words["impact_now"] = strings.Repeat("a ", 1600)
	_, err := w.Render(&c.Incident, &c.Client, u, toSlack)
	e, ok := err.(*fault.Error)
	if !ok || e.Fields["impact_now"] == "" || len(e.Fields) != 1 {
		t.Errorf("Render = %v, want an error on impact_now", err)
	}
}

// A text and its mail together stay below what Slack takes as an answer to a form.
func TestRenderRefusesWhatNoFormCouldShow(t *testing.T) {
	w, c := mustLoad(t, ""), Sample()
	u := w.templates[update.Progress].sample(true)
	u.Words["impact_now"] = strings.Repeat("&", 1300)
	if _, err := w.Render(&c.Incident, &c.Client, u, byEmail); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("Render = %v, want an error", err)
	}
	u.Words["impact_now"] = strings.Repeat("&", 300)
	if _, err := w.Render(&c.Incident, &c.Client, u, byEmail); err != nil {
		t.Error(err)
	}
}

func TestSentencesInPlace(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct {
		name, kind string
		words      map[string]string
		want       string
	}{
		{"one stop, not two", update.FirstNoticeUnknown, map[string]string{"impact": "visitors cannot order."}, "order since 09:12 CET. We do not know"},
		{"trailing spaces and lines", update.FirstNoticeUnknown, map[string]string{"impact": " visitors\ncannot  order \n"}, "Dana, visitors have not been able to order since"},
		{"three dots", update.FirstNoticeUnknown, map[string]string{"action_now": "looking into it..."}, "We are looking into it. You do"},
		{"a question keeps its mark", update.FirstNoticeUnknown, map[string]string{"action_now": "asking: is it the network?"}, "is it the network? You"},
		{"a capital in the middle of a sentence", update.FirstNoticeUnknown, map[string]string{"impact": "Visitors cannot order"}, "Dana, visitors have not"},
		{"a name keeps its capital", update.FirstNoticeUnknown, map[string]string{"impact": "Google sign-in fails"}, "CET: Google sign-in fails. We"},
		{"a capital at the start", update.FirstNoticeUnknown, map[string]string{"still_works": "bank transfer still works."}, "order. Bank transfer still works. We"},
		{"a headline", update.MitigatedUpdate, map[string]string{"works_again": "visitors can order again."}, "visitors have been able to order again since 10:20 CET*"},
		{"a sentence gets its stop and capital", update.Progress, map[string]string{"what_changed": "we ruled out the database"}, "Webshop: we ruled out the database. Visitors still"},
		{"a sentence in quotes", update.Progress, map[string]string{"what_changed": "The provider says “we are back.”"}, "back.” Visitors"},
		{"a name of a product at the start", update.Progress, map[string]string{"impact_now": "iOS users cannot pay"}, "iOS users cannot pay. "},
		{"an address at the start", update.Progress, map[string]string{"impact_now": "shop.example is slow"}, "shop.example is slow. "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := w.templates[tt.kind].sample(false)
			for k, v := range tt.words {
				u.Words[k] = v
			}
			if got := mustRender(t, w, u); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want it to hold %q", got, tt.want)
			}
		})
	}
}

// mini is a template with one field of each kind.
const mini = `---
about: a test
fields:
  - {name: impact, label: What it is, sample: it is down, mandatory: true}
  - {name: extra, label: More of it, sample: some}
---
== slack ==
`

func TestOptionalParts(t *testing.T) {
	tests := []struct {
		name, text, extra, want string
	}{
		{"in the middle", "A [[extra: {{extra}}]] B {{impact}}", "", "A B it is down"},
		{"shown", "A [[extra: {{extra}}]] B {{impact}}", "some", "A some B it is down"},
		{"at the end", "{{impact}}. [[extra: {{extra}}.]]", "", "It is down."},
		{"before a stop", "{{impact}} [[extra: {{extra}}]].", "", "It is down."},
		{"alone on a line", "{{impact}}\n[[extra: {{extra}}]]\nend", "", "It is down\nend"},
		{"alone on the last line", "{{impact}}\n[[extra: {{extra}}]]", "", "It is down"},
		{"alone on the first line", "[[extra: {{extra}}]]\n{{impact}}", "", "It is down"},
		{"several", "[[extra: {{extra}}]] [[extra: {{extra}}]]\n{{impact}} [[extra: a]] [[extra: b]] c", "", "It is down c"},
		{"an empty line that was meant", "{{impact}}\n\n[[extra: {{extra}}]] end", "", "It is down\n\nend"},
		{"of several lines", "{{impact}}[[extra: \nand {{extra}}]]", "more", "It is down\nand more"},
		{"single brackets are brackets", "{{impact}} [{{ref}}] {x}", "", "It is down [INC-41] {x}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m strictyaml.Mistakes
			tpl := parseTemplate("t.md", "t", mini+tt.text, &m)
			for s := range strings.SplitSeq(fmt.Sprint(m.Err()), "\n") {
				if !strings.Contains(s, "no part uses it") && !strings.Contains(s, "is missing") {
					t.Fatal(s)
				}
			}
			vals := map[string]value{"impact": {text: "it is down", typed: true}, "extra": {text: tt.extra, typed: true}, "ref": {text: "INC-41"}}
			tpl.phrases = english()
			if got := tpl.fill(tpl.parts[slackPart].nodes, vals, mrkdwn.Neutral); got != tt.want {
				t.Errorf("fill(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestMistakesInATemplate(t *testing.T) {
	head := func(fields string) string {
		return "---\nabout: x\nfields:\n" + fields + "---\n== slack ==\n{{impact}}\n"
	}
	tests := []struct {
		name, text string
		want       []string // of each mistake: the line and some words
	}{
		{"no head", "hello", []string{"late.md:1: the head is missing"}},
		{"empty", "", []string{"late.md:1: the head is missing"}},
		{"head never ends", "---\nabout: x\n", []string{"late.md:1: the head is missing"}},
		{"a key that is not known", "---\nabout: x\nfeilds: []\n---\n== slack ==\nx", []string{`late.md:3: feilds: is not a known key. Write fields.`}},
		{"a key of a field", head("  - {name: impact, label: W, sample: x, mandatory: true}\n  - {nmae: b}\n"), []string{`late.md:5: fields[1].nmae: is not a known key. Write name.`}},
		{"no YAML", "---\nabout: a: b: c\n---\n== slack ==\nx", []string{"late.md:2: this is not valid YAML"}},
		{"no YAML inside brackets", head("  - {name: impact, label: What?, sample: x}\n"), []string{"late.md:4: this is not valid YAML"}},
		{"wrong kind", "---\nabout: x\nfields:\n  - {name: impact, mandatory: maybe}\n---\n== slack ==\n{{impact}}", []string{`late.md:4: fields[0].mandatory: "maybe" is neither true nor false. Write one of the two`}},
		{"twice", "---\nabout: x\nabout: y\n---\n== slack ==\nx", []string{"late.md:3: about: is here for the second time; the first is on line 2."}},
		{"no sample, no label", head("  - {name: impact, mandatory: true}\n"), []string{"late.md:4: impact: label", "late.md:4: impact: sample"}},
		{"a field that is a fact", head("  - {name: impact, label: W, sample: x, mandatory: true}\n  - {name: since, label: S, sample: x}\n"), []string{"late.md:5: \"since\" is filled in by Candor", "late.md:5: the field \"since\" is asked but"}},
		{"a field that no part uses", head("  - {name: impact, label: W, sample: x, mandatory: true}\n  - {name: b, label: S, sample: x}\n"), []string{`late.md:5: the field "b" is asked but no part uses it`}},
		{"a time that is neither", head("  - {name: impact, label: W, sample: x, time: soon, mandatory: true}\n"), []string{"late.md:4: impact: time: soon", "late.md:4: impact: sample"}},
		{"unknown variable", mini + "{{impact}} {{extra_}}", []string{"late.md:8: nothing is known as {{extra_}}", `late.md:5: the field "extra"`}},
		{"unknown condition", mini + "{{impact}} [[extr: {{extra}}]]", []string{"late.md:8: nothing is known as {{extr}}"}},
		{"optional outside a group", mini + "{{impact}}\n{{extra}}", []string{"late.md:9: {{extra}} may be empty"}},
		{"unclosed variable", mini + "a\n{{impact} [[extra: {{extra}}]]", []string{"late.md:9: {{"}},
		{"unclosed variable at the end", mini + "[[extra: {{extra}}]] {{impact}}\n{{imp", []string{"late.md:9: {{ is never closed"}},
		{"unclosed group", mini + "{{impact}}\n[[extra: {{extra}}", []string{"late.md:9: [[extra: is never closed"}},
		{"group in a group", mini + "{{impact}} [[extra: a [[extra: {{extra}}]] b]]", []string{"late.md:8: [[ stands inside another"}},
		{"closes nothing", mini + "{{impact}} ]] [[extra: {{extra}}]] }}", []string{"late.md:8: ]] closes nothing", "late.md:8: }} closes nothing"}},
		{"group without a name", mini + "{{impact}} [[extra {{extra}}]]", []string{"late.md:8: [[ needs the name"}},
		{"no part", strings.Replace(mini, "== slack ==\n", "", 1), []string{`late.md:7: the part "slack" is missing`}},
		{"text before the part", strings.Replace(mini, "== slack ==", "{{impact}} [[extra: {{extra}}]]", 1), []string{"late.md:7: this text belongs to no part"}},
		{"empty part", "---\nabout: x\n---\n== slack ==\n\n", []string{`late.md:4: the part "slack" is empty`}},
		{"unknown part", "---\nabout: x\n---\n== slack ==\nx\n== fax ==\ny", []string{`late.md:6: there is no part "fax"`}},
		{"no mail", mini + "{{impact}} [[extra: {{extra}}]]", []string{`late.md:8: the part "email" is missing`}},
		{"a condition has no words", mini + "{{impact}} [[extra: {{extra}}]] {{by_mail}}", []string{"late.md:8: {{by_mail}} has no words"}},
		{"optional in a group of something else", mini + "{{impact}} [[by_mail: {{extra}}]]", []string{"late.md:8: {{extra}} may be empty"}},
		{"a flag with words", head("  - {name: impact, label: W, sample: x, mandatory: true}\n  - {name: b, label: S, sample: x, flag: true}\n"), []string{"late.md:5: b: a flag is a box"}},
		{"later than nothing", head("  - {name: impact, label: W, sample: 2026-03-10 09:15, time: past, after: b, mandatory: true}\n"), []string{"late.md:4: impact: after: b works only"}},
		{"one of nothing", "---\nabout: x\nfields:\n  - {name: impact, label: W, sample: x, mandatory: true}\none_of: [impact, b]\n---\n== slack ==\n{{impact}}", []string{`late.md:5: one_of: "impact"`, `late.md:5: one_of: "b"`}},
		{"a note about nothing", strings.Replace(mini, "---\n== sl", "then: {impact_still: \"{{nothing}}\"}\n---\n== sl", 1) + "{{impact}} [[extra: {{extra}}]]", []string{`then: impact_still: there is no field "nothing"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			mustWrite(t, filepath.Join(dir, "templates", "late.md"), tt.text)
			_, err := Load(dir)
			if err == nil {
				t.Fatal("Load found nothing wrong")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got\n%v\nwant a line with %q", err, want)
				}
			}
		})
	}
}

func mustWrite(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestOwnWordsReplaceBuiltInOnes(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, filepath.Join(dir, "templates", "late.md"), "---\nabout: x\n---\n== slack ==\nLate since {{late_for}}, sorry.\n== email ==\nLate.\n")
	mustWrite(t, filepath.Join(dir, "playbooks", "fire.yaml"), "id: fire\nname: Fire\nsteps:\n  - {id: f.1, phase: assess, owner: tech, text: Run.}\n")
	mustWrite(t, filepath.Join(dir, "choices.yaml"), "doing: looking\nchoices:\n  - {id: fire, label: Fire, kind: fire, severity: 1, impact: it burns}\n")
	mustWrite(t, filepath.Join(dir, "phrases.yaml"), phrasesWith(t, "tomorrow: tomorrow", "tomorrow: the next day,"))
	mustWrite(t, filepath.Join(dir, "README.md"), "our words")
	mustWrite(t, filepath.Join(dir, ".git", "HEAD"), "x")
	w := mustLoad(t, dir)

	u := w.templates[update.Holding].sample(true)
	u.LateFor = Sample().Incident.Since
	if got := mustRender(t, w, u); !strings.HasPrefix(got, "Late since 09:12 CET, sorry.\n") {
		t.Errorf("the replaced line is not used: %q", got)
	}
	u.NextAt = Sample().Now.AddDate(0, 0, 1)
	if got := mustRender(t, w, u); !strings.HasSuffix(got, "Next update by 12:00 CET the next day,.\n– Ana Ruiz") {
		t.Errorf("the replaced phrase is not used: %q", got)
	}
	if w.Playbooks()["fire"] == nil || w.Playbooks()["outage"] == nil {
		t.Error("a new playbook stands beside the built-in ones")
	}
	if c, ok := w.Choice("fire"); !ok || c.Kind != "fire" || w.Doing() != "looking" || len(w.Choices()) != 1 {
		t.Errorf("the replaced choices are not used: %+v", w.Choices())
	}
}

func TestMistakesInAFolder(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"a template that replaces nothing", "templates/late-notice.md", "x", "late-notice.md:1: it replaces nothing. Rename it to one of these, or remove it: auto-holding.md, auto-late.md, breach-suspected.md"},
		{"a file beside the folders", "late.md", "x", "late.md:1: it replaces nothing. Rename it to one of these, or remove it: badnews.yaml, choices.yaml, meanwhile.yaml, phrases.yaml"},
		{"a folder that nothing reads", "template/late.md", "x", "template:1: nothing reads this folder"},
		{"a playbook with another ending", "playbooks/x.yml", "x", "x.yml:1: it replaces nothing. A checklist is a file that ends with .yaml"},
		{"a playbook under another name", "playbooks/fire.yaml", "id: flood\nname: F\nsteps:\n  - {id: a, phase: assess, owner: tech, text: x}\n", `fire.yaml:1: the id is "flood"`},
		{"a playbook with two mistakes, the first", "playbooks/fire.yaml", "id: fire\nname: F\nsteps:\n  - {id: a, phase: asses, owner: tech, text: x}\n  - {id: b, phase: assess, owner: me, text: x}\n", `fire.yaml:4: steps[1] a: phase "asses"`},
		{"a playbook with two mistakes, the second", "playbooks/fire.yaml", "id: fire\nname: F\nsteps:\n  - {id: a, phase: asses, owner: tech, text: x}\n  - {id: b, phase: assess, owner: me, text: x}\n", `fire.yaml:5: steps[2] b: owner "me"`},
		{"a playbook with a misspelt key", "playbooks/fire.yaml", "id: fire\nname: F\nsteps:\n  - {id: a, phase: assess, onwer: tech, text: x}\n", `fire.yaml:4: steps[0].onwer: is not a known key. Write owner.`},
		{"a floor that does not exist", "playbooks/fire.yaml", "id: fire\nname: F\nfloor: 9\nsteps:\n  - {id: a, phase: assess, owner: tech, text: x}\n", `fire.yaml:3: floor: 9`},
		{"signs without a word", "playbooks/fire.yaml", "id: fire\nname: F\nbad_news: true\nsigns: [[fire], []]\nsteps:\n  - {id: a, phase: assess, owner: tech, text: x}\n", `fire.yaml:4: signs: write lists of words`},
		{"a turn of phrase without a word", "playbooks/fire.yaml", "id: fire\nname: F\nbad_news: true\nsays: [it burns, \"\"]\nsteps:\n  - {id: a, phase: assess, owner: tech, text: x}\n", `fire.yaml:4: says: write words`},
		{"signs of no bad news", "playbooks/fire.yaml", "id: fire\nname: F\nbad_news: false\nsigns: [[fire]]\nsteps:\n  - {id: a, phase: assess, owner: tech, text: x}\n", `fire.yaml:4: signs: write lists of words`},
		{"an empty playbook", "playbooks/fire.yaml", "", `fire.yaml:1: there is nothing in it`},
		{"a choice of an unknown kind", "choices.yaml", "doing: x\nchoices:\n  - {id: a, label: A, kind: b, severity: 1}\n", `choices.yaml:3: a: there is no checklist "b"`},
		{"phrases without a day", "phrases.yaml", phrasesWith(t, "Sunday, Monday", "Monday"), `phrases.yaml:4: weekdays: there are 6. Write 7`},
		{"phrases without a word", "phrases.yaml", phrasesWith(t, "tomorrow: tomorrow", "tomorrow:"), `phrases.yaml:6: tomorrow is missing`},
		{"phrases that lose the time", "phrases.yaml", phrasesWith(t, "\"{{day}} at {{time}}\"", "\"{{day}}\""), `phrases.yaml:13: near_time: {{time}} is missing`},
		{"phrases that own nothing", "phrases.yaml", phrasesWith(t, "fell: \"The problem was back from {{time}} on, although we had told you otherwise. We are sorry that we did not write to you then.\"", "fell:"), `phrases.yaml:20: fell is missing`},
		{"phrases that hide what was wrong", "phrases.yaml", phrasesWith(t, "that the trouble had lasted since {{time}}.", "otherwise."), `phrases.yaml:22: from_moved: {{time}} is missing`},
		{"phrases with a misspelt key", "phrases.yaml", phrasesWith(t, "yesterday:", "yesterdy:"), `phrases.yaml:7: yesterdy: is not a known key. Write yesterday.`},
		{"empty phrases", "phrases.yaml", "", `phrases.yaml:1: there is nothing in it`},
		{"a mail without a subject", "templates/holding.md", builtInText(t, "templates/holding.md", "== subject ==", "== subject ==\n\n== subject =="), `holding.md:39: the part "subject" is empty`},
		{"a subject of two lines", "templates/holding.md", builtInText(t, "templates/holding.md", "== subject ==\n", "== subject ==\nRe: us\n"), `holding.md:41: a subject is one line`},
		{"a fact that is not always known", "templates/holding.md", builtInText(t, "templates/holding.md", "Hi {{contact}}", "{{review_by}}"), `holding.md:42: filled with its samples it does not work: The text is not ready; nothing was sent. It still needs: No written review`},
		{"a bracket that is left over in a mail", "templates/holding.md", builtInText(t, "templates/holding.md", "Hi {{contact}}", "Hi {contact}"), `holding.md:42: filled with its samples it still holds a curly bracket`},
		{"a choice without a severity", "choices.yaml", "doing: x\nchoices:\n  - {id: a, label: A, kind: outage}\n", `choices.yaml:3: a: severity 0`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			mustWrite(t, filepath.Join(dir, tt.file), tt.text)
			_, err := Load(dir)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("Load = %v\nwant a line with %q", err, tt.want)
			}
			said := map[string]bool{}
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if said[line] {
					t.Errorf("said twice: %s", line)
				}
				said[line] = true
			}
		})
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that does not exist is an error")
	}
}

// builtInText is a built-in file with a change.
func builtInText(t *testing.T, name, old, new string) string {
	t.Helper()
	text := builtInFiles()[name].text
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	return strings.Replace(text, old, new, 1)
}

func phrasesWith(t *testing.T, old, new string) string { return builtInText(t, phrasesFile, old, new) }

// Stay calm, tell, contain, learn, rebuild: each checklist leads through all of it.
func TestEachChecklistHasEachPhase(t *testing.T) {
	words, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for id, pb := range words.Playbooks() {
		for _, phase := range playbook.Phases {
			if !slices.ContainsFunc(pb.Steps, func(s playbook.Step) bool { return s.Phase == phase }) {
				t.Errorf("%s has no step to %s", id, phase)
			}
		}
	}
}

func TestPlaybooks(t *testing.T) {
	w := mustLoad(t, "")
	want := map[string]struct {
		name    string
		private bool
		floor   client.Severity
		means   map[string]string
	}{
		"outage":         {"Site or app down", false, 0, map[string]string{playbook.MeansFirstNotice: "outage.05", playbook.MeansResolved: "outage.12", playbook.MeansReview: "outage.15", playbook.MeansRepair: "outage.08", playbook.MeansLearned: "outage.13", playbook.MeansChanges: "outage.14", playbook.MeansCheckin: "outage.16"}},
		"data_loss":      {"Data missing", true, 1, map[string]string{playbook.MeansFirstNotice: "data_loss.06", playbook.MeansReview: "data_loss.15", playbook.MeansLearned: "data_loss.13"}},
		"security":       {"Possible break-in", true, 2, map[string]string{playbook.MeansFirstNotice: "security.05", playbook.MeansReview: "security.15", playbook.MeansLearned: "security.14"}},
		"privacy_leak":   {"Message for the wrong recipients", true, 2, map[string]string{playbook.MeansFirstNotice: "privacy_leak.04", playbook.MeansReview: "privacy_leak.13", playbook.MeansLearned: "privacy_leak.14", playbook.MeansChanges: "privacy_leak.15", playbook.MeansCheckin: "privacy_leak.16"}},
		"backup_failure": {"Backup missing", false, 3, map[string]string{playbook.MeansFirstNotice: "backup_failure.05", playbook.MeansResolved: "backup_failure.11", playbook.MeansReview: "backup_failure.14", playbook.MeansChanges: "backup_failure.13"}},
		"degraded":       {"Slow, or fails now and then", false, 0, map[string]string{playbook.MeansFirstNotice: "degraded.04", playbook.MeansResolved: "degraded.11", playbook.MeansReview: "degraded.14", playbook.MeansRepair: "degraded.08", playbook.MeansLearned: "degraded.12", playbook.MeansChanges: "degraded.13", playbook.MeansCheckin: "degraded.15"}},
		"bad_deploy":     {"Broken since a change", false, 0, map[string]string{playbook.MeansFirstNotice: "bad_deploy.04", playbook.MeansResolved: "bad_deploy.12", playbook.MeansReview: "bad_deploy.15", playbook.MeansRepair: "bad_deploy.08", playbook.MeansLearned: "bad_deploy.13", playbook.MeansChanges: "bad_deploy.14", playbook.MeansCheckin: "bad_deploy.16"}},
		"third_party":    {"A provider is down", false, 0, map[string]string{playbook.MeansFirstNotice: "third_party.04", playbook.MeansResolved: "third_party.12", playbook.MeansReview: "third_party.15", playbook.MeansChanges: "third_party.14", playbook.MeansCheckin: "third_party.16"}},
		"billing":        {"Wrong charge or invoice", false, 3, map[string]string{playbook.MeansFirstNotice: "billing.04", playbook.MeansResolved: "billing.11", playbook.MeansReview: "billing.14", playbook.MeansLearned: "billing.12", playbook.MeansChanges: "billing.13", playbook.MeansCheckin: "billing.15"}},
		"missed_job":     {"An automatic job did not run", false, 0, map[string]string{playbook.MeansFirstNotice: "missed_job.04", playbook.MeansResolved: "missed_job.11", playbook.MeansReview: "missed_job.14", playbook.MeansRepair: "missed_job.08", playbook.MeansLearned: "missed_job.12", playbook.MeansChanges: "missed_job.13", playbook.MeansCheckin: "missed_job.15"}},
	}
	for id, pb := range w.Playbooks() {
		x := want[id]
		if pb.ID != id || pb.Name != x.name || pb.Private != x.private || pb.Floor != x.floor || len(pb.Steps) < 15 || len(pb.Steps) > 20 {
			t.Errorf("%s = %q, private %v, floor %d, %d steps; want %+v and 15 to 20 steps", id, pb.Name, pb.Private, pb.Floor, len(pb.Steps), x)
		}
		means := map[string]string{}
		for _, s := range pb.Steps {
			if s.Means != "" {
				means[s.Means] = s.ID
			}
			for _, ours := range []string{"SEV", "gate", "comms owner", "tech lead", "commander", "mitigate"} {
				if strings.Contains(s.Text, ours) {
					t.Errorf("%s speaks of %q; people read: %s", s.ID, ours, s.Text)
				}
			}
		}
		if fmt.Sprint(means) != fmt.Sprint(x.means) {
			t.Errorf("%s: done by itself: %v, want %v", id, means, x.means)
		}
	}
	if len(w.Playbooks()) != len(want) {
		t.Errorf("%d playbooks, want %d", len(w.Playbooks()), len(want))
	}
}

func TestChoices(t *testing.T) {
	w := mustLoad(t, "")
	want := []menu.Choice{
		{ID: "down", Label: "Site or app down", Kind: "outage", Severity: 1, Impact: "your site or app does not open", Noun: "your site or app", Past: "your site or app did not open", Since: "your site or app has not been opening"},
		{ID: "broken", Label: "Something broken", Kind: "outage", Severity: 2, Impact: "part of it does not work", Past: "part of it did not work"},
		{ID: "data", Label: "Data missing", Kind: "data_loss", Severity: 1, Impact: "some of your data is missing", Past: "some of your data was missing"},
		{ID: "hacked", Label: "Possible break-in", Kind: "security", Severity: 1, Impact: "we see activity that we cannot explain", Past: "we saw activity that we could not explain", Began: "at {{time}} we noticed activity that we cannot explain"},
		{ID: "leak", Label: "Message for the wrong recipients", Kind: "privacy_leak", Severity: 2, Impact: "some of your data is with people it was not meant for", Past: "some of your data went to people it was not meant for"},
		{ID: "backup", Label: "A backup is missing", Kind: "backup_failure", Severity: 2, Impact: "there is no working backup of your data", Past: "there was no working backup of your data"},
		{ID: "provider", Under: "other", Label: "A provider is down", Kind: "third_party", Severity: 2, Impact: "part of it does not work", Past: "part of it did not work"},
		{ID: "slow", Under: "other", Label: "Slow, or fails now and then", Kind: "degraded", Severity: 2, Impact: "your site or app is slow or fails now and then", Noun: "your site or app", Past: "your site or app was slow or failed now and then", Since: "your site or app has been slow or failing now and then"},
		{ID: "changed", Under: "other", Label: "Broken since a change", Kind: "bad_deploy", Severity: 2, Impact: "something that worked before does not work now", Past: "something that worked before did not work", Since: "something that worked before has not been working"},
		{ID: "charged", Under: "other", Label: "Wrong charge or invoice", Kind: "billing", Severity: 2, Impact: "some charges or invoices are wrong", Past: "some charges or invoices went out wrong", Since: "some charges or invoices have been wrong"},
		{ID: "job", Under: "other", Label: "An import, report or mailing did not run", Kind: "missed_job", Severity: 3, Impact: "an automatic import, report or mailing is late", Past: "an automatic import, report or mailing was late", Since: "an automatic import, report or mailing has been late"},
		{ID: "other", Label: "Other", Kind: "outage", Severity: 2},
	}
	if got := w.Choices(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("Choices() =\n%v\nwant\n%v", got, want)
	}
	if w.Doing() != "checking what happened" {
		t.Errorf("Doing() = %q", w.Doing())
	}
	if _, ok := w.Choice("nothing"); ok {
		t.Error("there is no such choice")
	}
}
