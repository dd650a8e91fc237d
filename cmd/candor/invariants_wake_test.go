package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/drill"
	"candor/sandbox/catch"
)

// rung checks the calls that made phones ring: each names an incident and who
// waits, of a private one nothing else, and of others that wait for the same
// person the name; never what an incident is about. And no phone rings twice
// within five minutes.
func rung(list []catch.Call, incidents []*incident.Incident) error {
	var breaches []error
	last := map[string]catch.Call{}
	for _, c := range list {
		if strings.HasPrefix(c.Body, "This is a test:") {
			continue
		}
		body, practice := strings.CutPrefix(c.Body, drill.Mark+" · ")
		m := needsYou.FindStringSubmatch(body)
		if m == nil || practice != isDrill(m[1], incidents) {
			breaches = append(breaches, fmt.Errorf("the phone of %s shows %q", c.Name, c.Body))
			continue
		}
		if practice { // it keeps no other from ringing, and rings once
			if n := slices.IndexFunc(list, func(o catch.Call) bool { return o.Name == c.Name && o.Body == c.Body }); list[n].At != c.At {
				breaches = append(breaches, fmt.Errorf("a drill rang the phone of %s twice: %q", c.Name, c.Body))
			}
			continue
		}
		before, again := last[c.Name]
		if pause := c.At.Sub(before.At); again && pause >= 0 && pause < 5*time.Minute-time.Second {
			breaches = append(breaches, fmt.Errorf("the phone of %s rang twice within %s", c.Name, pause))
		}
		if c.Status >= 200 && c.Status < 300 { // else it is called again
			last[c.Name] = c
		}
		for _, inc := range incidents {
			switch {
			case inc.Name() == m[1] && inc.Private && m[2] != "":
				breaches = append(breaches, fmt.Errorf("%s is private, and the phone of %s shows %q", inc.Name(), c.Name, c.Body))
			case inc.Impact != "" && strings.Contains(c.Body, inc.Impact) || inc.Title != "" && strings.Contains(c.Body, inc.Title):
				breaches = append(breaches, fmt.Errorf("the phone of %s shows what %s is about: %q", c.Name, inc.Name(), c.Body))
			}
		}
	}
	return errors.Join(breaches...)
}

var needsYou = regexp.MustCompile(`^(INC-\d+) needs you(: (nobody has taken it, and .+ expects (news|the first notice|the final message|your call) by|.+ (ha(s|ve) been waiting for (news|the first notice|the final message|your call) since|has been asking for a call since|has been waiting for an answer since|was to be told by)) .+ UTC)?(\. (INC-\d+(, | and )?)+(\d+ more)? needs? you too)?$`)

// isDrill says whether the incident of a name is a drill.
func isDrill(name string, incidents []*incident.Incident) bool {
	return slices.ContainsFunc(incidents, func(inc *incident.Incident) bool { return inc.Name() == name && inc.Drill != nil })
}
