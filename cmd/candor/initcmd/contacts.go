package initcmd

import (
	"context"
	"fmt"
	"strings"

	"candor/incident/team"
)

// outsider is one whom the company itself turns to, as it is asked for.
type outsider struct {
	flag, key, text string
	now             func(team.Contacts) team.Contact
	answer          func(answers) string
}

// outsiders in the order in which they are asked: at two in the morning nobody looks
// for the number of a policy.
var outsiders = []outsider{
	{"insurer", "insurer", "Your insurer against such damage: name, phone and mail address, with commas between (Enter: %s)",
		func(c team.Contacts) team.Contact { return c.Insurer }, func(a answers) string { return a.insurer }},
	{"lawyer", "lawyer", "Your lawyer, in the same way (Enter: %s)",
		func(c team.Contacts) team.Contact { return c.Lawyer }, func(a answers) string { return a.lawyer }},
	{"hoster", "host", "Who runs your machines, and has copies of logs and disks (Enter: %s)",
		func(c team.Contacts) team.Contact { return c.Host }, func(a answers) string { return a.hoster }},
}

// contacts asks whom the company calls itself. Each may be left out; it is asked once.
func (s *session) contacts(ctx context.Context) error {
	for _, o := range outsiders {
		if err := s.outsider(ctx, o); err != nil {
			return err
		}
		if o.flag != "insurer" || !s.now.Ours.Insurer.Known() {
			continue
		}
		policy, err := s.ask(ctx, question{flag: "policy", value: s.policy, preset: s.now.Ours.Policy, text: "The number of your policy (Enter: none, or the one that is shown)"})
		if err == nil && policy != s.now.Ours.Policy {
			err = s.set(policy, "our_contacts", "policy")
		}
		if err != nil {
			return err
		}
	}
	if s.given["policy"] && !s.now.Ours.Insurer.Known() {
		return refusal("--policy: Whose? Give the insurer with --insurer.")
	}
	return nil
}

func (s *session) outsider(ctx context.Context, o outsider) error {
	keeps, was := "none", o.now(s.now.Ours)
	if was.Known() {
		keeps = "the one that is set, " + was.Name
	}
	found := was
	_, err := s.ask(ctx, question{flag: o.flag, value: o.answer(s.answers), text: fmt.Sprintf(o.text, keeps), check: func(v string) (string, string) {
		if v == "" || strings.EqualFold(v, "none") {
			return "", ""
		}
		c, why := contactIn(v)
		if why == "" {
			found = c
		}
		return v, why
	}})
	if err != nil || found == was {
		return err
	}
	return s.set(keys("name", found.Name, "phone", found.Phone, "email", found.Email), "our_contacts", o.key)
}

// contactIn reads a name, and a number and an address in any order. A contact whom nobody
// can reach is none.
func contactIn(line string) (c team.Contact, why string) {
	for _, part := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' }) {
		switch part = strings.TrimSpace(part); {
		case part == "":
		case strings.Contains(part, "@"):
			c.Email = part
		case numberForm.MatchString(part):
			c.Phone = part
		case c.Name != "":
			return c, fmt.Sprintf("%q is neither a number nor a mail address. Write them like this: Northern Mutual, +44 20 7946 0100, claims@northern.example.", part)
		default:
			c.Name = part
		}
	}
	switch {
	case c.Name == "":
		return c, "Begin with their name, like this: Northern Mutual, +44 20 7946 0100."
	case c.Phone == "" && c.Email == "":
		return c, fmt.Sprintf("How is %s reached? Add a number or a mail address behind a comma.", c.Name)
	}
	return c, ""
}
