package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"candor"
	"candor/sandbox"
)

// rung checks the calls that made phones ring: each is one sentence that names an
// incident, of a private one nothing else, and never what the incident is about.
func rung(list []sandbox.Caught, incidents []*candor.Incident) error {
	var breaches []error
	for _, c := range list {
		if strings.HasPrefix(c.Body, "This is a test:") {
			continue
		}
		m := needsYou.FindStringSubmatch(c.Body)
		if m == nil {
			breaches = append(breaches, fmt.Errorf("the phone of %s shows %q", c.Name, c.Body))
			continue
		}
		for _, inc := range incidents {
			switch {
			case inc.Name() != m[1]:
			case inc.Private && c.Body != inc.Name()+" needs you":
				breaches = append(breaches, fmt.Errorf("%s is private, and the phone of %s shows %q", inc.Name(), c.Name, c.Body))
			case strings.Contains(c.Body, inc.Impact) || inc.Title != "" && strings.Contains(c.Body, inc.Title):
				breaches = append(breaches, fmt.Errorf("the phone of %s shows what %s is about: %q", c.Name, inc.Name(), c.Body))
			}
		}
	}
	return errors.Join(breaches...)
}

var needsYou = regexp.MustCompile(`^(INC-\d+) needs you(: .+ expects? (news|the first word|the last word) since .+ UTC)?$`)
