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
