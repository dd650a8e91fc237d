package messages

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"candor"
)

// stepNumber is how [candor.Playbook.Validate] begins what it says about a step.
var stepNumber = regexp.MustCompile(`^steps\[(\d+)\]`)

// parsePlaybook reads a checklist and notes what is wrong with it.
func parsePlaybook(file, id, text string, m *mistakes) *candor.Playbook {
	pb := &candor.Playbook{}
	r, ok := m.yamlAt(file, 0, text, pb)
	if !ok {
		return pb
	}
	for _, err := range pb.Validate() {
		path, _, _ := strings.Cut(err.Error(), ":")
		if part := stepNumber.FindStringSubmatch(err.Error()); part != nil {
			n, _ := strconv.Atoi(part[1]) // the pattern lets only digits through
			path = fmt.Sprintf("steps[%d]", n-1)
		}
		m.add(file, r.Line(path), "%s.", strings.TrimSuffix(err.Error(), "."))
	}
	if pb.ID != "" && pb.ID != id {
		m.add(file, r.Line("id"), "the id is %q and the file is called %s.yaml. Make them the same.", pb.ID, id)
	}
	return pb
}
