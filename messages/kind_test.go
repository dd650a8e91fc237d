package messages

import (
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"candor/incident/playbook"
)

const phishing = "id: phishing\nname: False mails\nsteps:\n  - {id: p.1, phase: assess, owner: tech, text: Keep one.}\n"

// No trait of a kind of ours is left to what a silent file would mean.
func TestOurKindsDecideEveryTrait(t *testing.T) {
	traits := []string{"private"}
	for f := range reflect.TypeFor[playbook.Traits]().Fields() {
		traits = append(traits, f.Tag.Get("yaml"))
	}
	files, w := builtInFiles(), mustLoad(t, "")
	for id := range w.Playbooks() {
		var keys map[string]any
		if err := yaml.Unmarshal([]byte(files[path.Join(playbookFolder, id+".yaml")].text), &keys); err != nil {
			t.Fatal(err)
		}
		for _, trait := range traits {
			if _, decided := keys[trait]; !decided {
				t.Errorf("%s.yaml does not say %s", id, trait)
			}
		}
		if !w.choices.Names(id) {
			t.Errorf("no answer of the form to declare means %s", id)
		}
	}
}

// loadWith reads the words with files of your own.
func loadWith(t *testing.T, files map[string]string) (*Words, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		mustWrite(t, filepath.Join(dir, name), text)
	}
	return Load(dir)
}

func TestOwnFileOfOurKindKeepsWhatItDoesNotSay(t *testing.T) {
	w, err := loadWith(t, map[string]string{"playbooks/outage.yaml": "id: outage\nname: Down\nmay_wait: false\nsteps:\n  - {id: o.1, phase: assess, owner: tech, text: Look.}\n"})
	if err != nil {
		t.Fatal(err)
	}
	pb, want := w.Playbooks()["outage"], mustLoad(t, "").Playbooks()["outage"].Traits
	want.MayWait = false
	if pb.Traits != want || pb.Private || !pb.Usual || pb.Name != "Down" {
		t.Errorf("%+v, want the traits %+v", pb, want)
	}
	if n := len(w.Choices()); n != len(mustLoad(t, "").Choices()) {
		t.Errorf("%d answers in the form to declare, want ours alone", n)
	}
}

func TestOneKindIsTheUsualOne(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		usual string
		want  string // of the mistake
	}{
		{"ours", nil, "outage", ""},
		{"one of your own before ours", map[string]string{"playbooks/phishing.yaml": "usual: true\n" + phishing}, "phishing", ""},
		{"two of your own", map[string]string{"playbooks/phishing.yaml": "usual: true\n" + phishing,
			"playbooks/fraud.yaml": "usual: true\n" + strings.Replace(phishing, "id: phishing", "id: fraud", 1)}, "", "phishing.yaml:1: usual: fraud is the usual kind already"},
		{"none", map[string]string{"playbooks/outage.yaml": "id: outage\nname: Down\nusual: false\nsteps:\n  - {id: o.1, phase: assess, owner: tech, text: Look.}\n"}, "", "no kind is the usual one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, err := loadWith(t, tt.files)
			if tt.want != "" {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("Load = %v, want %q", err, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for id, pb := range w.Playbooks() {
				if pb.Usual != (id == tt.usual) {
					t.Errorf("%s is the usual kind: %t", id, pb.Usual)
				}
			}
		})
	}
}

func TestMistakesInAKind(t *testing.T) {
	menu := func(entry string) string { return "menu:\n  - " + entry + "\n" + phishing }
	tests := []struct{ name, text, want string }{
		{"a misspelt trait", "may_weit: true\n" + phishing, `phishing.yaml:1: may_weit: is not a known key. Write may_wait.`},
		{"no yes and no no", "may_wait: sometimes\n" + phishing, `phishing.yaml:1: may_wait: "sometimes" is neither true nor false. Write one of the two`},
		{"an unknown access", "access: hacked\n" + phishing, `phishing.yaml:1: access: "hacked" is none of none, seen, sent, break_in`},
		{"an answer without a severity", menu("{id: a, label: A}"), "phishing.yaml:2: a: severity 0 does not exist"},
		{"an answer without a label", menu("{id: a, severity: 1}"), "phishing.yaml:2: a: label has 0 characters"},
		{"an answer that names a kind", menu("{id: a, label: A, severity: 1, kind: outage}"), "phishing.yaml:2: menu[0].kind: is not a known key"},
		{"an answer that is there already", menu("{id: down, label: A, severity: 1}"), `phishing.yaml:1: menu: each answer needs an id that no other has; this one has "down"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := loadWith(t, map[string]string{"playbooks/phishing.yaml": tt.text}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load = %v\nwant %q", err, tt.want)
			}
		})
	}
}

// One step of a kind of ours is replaced, left out or added, and the rest stays as it
// is, also in versions to come.
func TestAFileChangesSingleSteps(t *testing.T) {
	ours := mustLoad(t, "").Playbooks()["data_loss"]
	w, err := loadWith(t, map[string]string{"playbooks/data_loss.yaml": `change:
  - {id: data_loss.01, text: "Press the red button."}
  - {id: data_loss.16, out: true}
  - {id: ours.1, after: data_loss.01, phase: assess, owner: tech, text: "Call the data centre."}
`})
	if err != nil {
		t.Fatal(err)
	}
	pb := w.Playbooks()["data_loss"]
	if pb.Traits != ours.Traits || pb.Name != ours.Name || pb.Floor != ours.Floor || pb.Eased == nil || pb.Private != ours.Private {
		t.Errorf("what the file does not mention is %+v, want that of %+v", pb, ours)
	}
	first := ours.Steps[0]
	first.Text = "Press the red button."
	if len(pb.Steps) != len(ours.Steps) || pb.Steps[0] != first || pb.Steps[1].ID != "ours.1" || pb.Steps[2] != ours.Steps[1] {
		t.Errorf("the steps are %+v", pb.Steps)
	}
	for _, s := range pb.Steps {
		if s.ID == "data_loss.16" {
			t.Error("data_loss.16 is left out")
		}
	}
	if ours.Steps[0].Text == first.Text {
		t.Error("the built-in words are changed, too")
	}
}

func TestMistakesInChangedSteps(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"a step that does not exist", "outage", "change:\n  - {id: outage.99, text: A}\n", `outage.yaml:2: change: there is no step "outage.99". The steps are outage.01 to outage.16.`},
		{"after one that does not exist", "outage", "change:\n  - {id: a, after: outage.99, phase: assess, owner: tech, text: A}\n", `outage.yaml:2: change: there is no step "outage.99"`},
		{"a new one that is there", "outage", "change:\n  - {id: outage.02, after: outage.01, text: A}\n", `outage.yaml:2: change: outage.02 is a step of ours already`},
		{"twice", "outage", "change:\n  - {id: outage.01, out: true}\n  - {id: outage.01, out: true}\n", `outage.yaml:3: change: outage.01 is here for the second time`},
		{"a misspelt key", "outage", "change:\n  - {id: outage.01, txt: A}\n", `outage.yaml:2: change[0].txt: is not a known key`},
		{"an owner that nobody is", "outage", "name: Down\nchange:\n  - {id: outage.02, owner: boss}\n", `outage.yaml:3: steps[2] outage.02: owner "boss" is none of`},
		{"a new one without a text", "outage", "change:\n  - {id: a, after: outage.01, phase: assess, owner: tech}\n", `outage.yaml:2: steps[2] a: text is empty`},
		{"a condition of nothing", "outage", "change:\n  - {id: outage.02, only: weather bad}\n", `outage.yaml:2: steps[2] outage.02: only: "weather" is none of the facts`},
		{"a condition without an answer", "outage", "change:\n  - {id: outage.02, unless: personal}\n", `outage.yaml:2: steps[2] outage.02: unless: write an answer behind personal`},
		{"an answer to another question", "outage", "change:\n  - {id: outage.02, unless: personal tested}\n", `outage.yaml:2: steps[2] outage.02: unless: "tested" is no answer to personal`},
		{"both", "outage", "change:\n  - {id: outage.01, out: true}\nsteps:\n  - {id: o.1, phase: assess, owner: tech, text: Look.}\n", `outage.yaml:3: steps is the whole list, and change is single steps of ours`},
		{"no kind of ours", "phishing", "id: phishing\nname: False mails\nchange:\n  - {id: p.1, out: true}\n", `phishing.yaml:3: change: there is no kind of ours of this name`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := loadWith(t, map[string]string{"playbooks/" + tt.file + ".yaml": tt.text}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load = %v\nwant %q", err, tt.want)
			}
		})
	}
}
