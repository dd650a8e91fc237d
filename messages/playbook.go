package messages

import (
	"regexp"
	"strconv"
	"strings"

	"candor"
)

const playbookKeys = "id, name, private, floor, eased and steps; of eased: floor, fact and answer; of a step: id, phase, text, owner, gate, due and done"

// stepNumber is how [candor.Playbook.Validate] begins what it says about a step.
var stepNumber = regexp.MustCompile(`^steps\[(\d+)\]`)

// parsePlaybook reads a checklist and notes what is wrong with it.
func parsePlaybook(file, id, text string, m *mistakes) *candor.Playbook {
	pb := &candor.Playbook{}
	root, ok := m.yamlAt(file, 0, text, pb, playbookKeys)
	if !ok {
		return pb
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
	return pb
}
