package menu

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"candor/incident/client"
	"candor/incident/playbook"
	"candor/messages/strictyaml"
)

// kindFile is a file of a kind: its playbook, and its answers in the declare form.
type kindFile struct {
	playbook.Playbook
	Menu   []menuEntry `yaml:"menu"`
	Change []change    `yaml:"change"` // single steps of a kind of ours, in place of steps
}

// menuEntry is a [Choice] that means the kind in whose file it stands.
type menuEntry struct {
	ID       string          `yaml:"id"`
	Label    string          `yaml:"label"`
	Severity client.Severity `yaml:"severity"`
	Impact   string          `yaml:"impact"`
	Past     string          `yaml:"past"`
}

// stepNumber is how [playbook.Playbook.Validate] begins what it says about a step.
var stepNumber = regexp.MustCompile(`^steps\[(\d+)\]`)

// ParseKind reads a kind of incident and notes what is wrong with it. Traits
// that the file does not mention are those of base. It returns the answers of
// the declare form that the file brings; nil if it says nothing of any.
func ParseKind(file, id, text string, base playbook.Playbook, m *strictyaml.Mistakes) (*playbook.Playbook, []Choice) {
	k := kindFile{Playbook: playbook.Playbook{Private: base.Private, Usual: base.Usual, Traits: base.Traits}}
	pb := &k.Playbook
	r, ok := m.YAMLAt(file, 0, text, &k)
	if !ok {
		return pb, nil
	}
	var at map[string]string // the places of changed steps, by their ids
	if k.Change != nil {
		if at = k.changed(&base, file, r, m); len(base.Steps) == 0 {
			return pb, nil
		}
	}
	for _, err := range pb.Validate() {
		path, _, _ := strings.Cut(err.Error(), ":")
		if part := stepNumber.FindStringSubmatch(err.Error()); part != nil {
			n, _ := strconv.Atoi(part[1]) // the pattern lets only digits through
			path = cmp.Or(at[pb.Steps[n-1].ID], fmt.Sprintf("steps[%d]", n-1))
		}
		m.Add(file, r.Line(path), "%s.", strings.TrimSuffix(err.Error(), "."))
	}
	if pb.ID != "" && pb.ID != id {
		m.Add(file, r.Line("id"), "the id is %q and the file is called %s.yaml. Make them the same.", pb.ID, id)
	}
	if k.Menu == nil {
		return pb, nil
	}
	answers := []Choice{}
	for i, e := range k.Menu {
		c := Choice{ID: e.ID, Label: e.Label, Kind: id, Severity: e.Severity, Impact: e.Impact, Past: e.Past}
		c.check(func(format string, args ...any) { m.Add(file, r.Line(fmt.Sprintf("menu[%d]", i)), format, args...) })
		answers = append(answers, c)
	}
	return pb, answers
}

// Ordinary is the answer of the declare form for a kind whose file brings none.
// Who declares can say that it is milder.
func Ordinary(pb *playbook.Playbook, label string) []Choice {
	return []Choice{{ID: pb.ID, Label: label, Kind: pb.ID, Severity: cmp.Or(pb.Floor, client.BusinessStopped)}}
}
