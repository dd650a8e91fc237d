package messages

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"candor"
)

const playbookKeys = "id, name, private, usual, floor, eased, bad_news, may_wait, automatic, works_again, access, menu and steps; of eased: floor, fact and answer; of menu: id, label, severity, impact and past; of a step: id, phase, text, owner, gate, due and done"

// kindFile is a file of a kind: its playbook, and its answers in the declare form.
type kindFile struct {
	candor.Playbook `yaml:",inline"`
	Menu            []menuEntry `yaml:"menu"`
}

// menuEntry is a [Choice] that means the kind in whose file it stands.
type menuEntry struct {
	ID       string          `yaml:"id"`
	Label    string          `yaml:"label"`
	Severity candor.Severity `yaml:"severity"`
	Impact   string          `yaml:"impact"`
	Past     string          `yaml:"past"`
}

// stepNumber is how [candor.Playbook.Validate] begins what it says about a step.
var stepNumber = regexp.MustCompile(`^steps\[(\d+)\]`)

// parseKind reads a kind of incident and notes what is wrong with it. Traits
// that the file does not mention are those of base. It returns the answers of
// the declare form that the file brings; nil if it says nothing of any.
func parseKind(file, id, text string, base candor.Playbook, m *mistakes) (*candor.Playbook, []Choice) {
	k := kindFile{Playbook: candor.Playbook{Private: base.Private, Usual: base.Usual, Traits: base.Traits}}
	pb := &k.Playbook
	root, ok := m.yamlAt(file, 0, text, &k, playbookKeys)
	if !ok {
		return pb, nil
	}
	for _, err := range pb.Validate() {
		line := root.Line
		if part := stepNumber.FindStringSubmatch(err.Error()); part != nil {
			n, _ := strconv.Atoi(part[1]) // the pattern lets only digits through
			line = lineOf(root, "steps", n-1)
		} else if key, _, _ := strings.Cut(err.Error(), ":"); child(root, key) != nil {
			line = child(root, key).Line
		}
		m.add(file, line, "%s.", strings.TrimSuffix(err.Error(), "."))
	}
	if pb.ID != "" && pb.ID != id {
		m.add(file, child(root, "id").Line, "the id is %q and the file is called %s.yaml. Make them the same.", pb.ID, id)
	}
	if k.Menu == nil {
		return pb, nil
	}
	menu := []Choice{}
	for i, e := range k.Menu {
		c := Choice{ID: e.ID, Label: e.Label, Kind: id, Severity: e.Severity, Impact: e.Impact, Past: e.Past}
		c.check(func(format string, args ...any) { m.add(file, lineOf(root, "menu", i), format, args...) })
		menu = append(menu, c)
	}
	return pb, menu
}

// ordinary is the answer of the declare form for a kind whose file brings none.
// Who declares can say that it is milder.
func ordinary(pb *candor.Playbook) []Choice {
	return []Choice{{ID: pb.ID, Label: cut(pb.Name, maxChoiceLabel), Kind: pb.ID, Severity: cmp.Or(pb.Floor, candor.BusinessStopped)}}
}
