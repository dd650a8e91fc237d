package initcmd

import (
	"context"
	"crypto/rand"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/team"
)

// company asks for the name by which clients know the team.
func (s *session) company(ctx context.Context) error {
	preset := s.now.Company
	if d, err := s.slack(ctx); preset == "" && err == nil {
		preset = d.self.Team
	}
	name, err := s.ask(ctx, question{flag: "company", value: s.answers.company, text: "The name by which clients know you", preset: preset, check: func(v string) (string, string) {
		if v == "" {
			return "", "Type the name of your company, for example Studio North."
		}
		return v, sentence(client.OneLine(v))
	}})
	if err != nil || name == s.now.Company {
		return err
	}
	return s.set(name, "company")
}

func sentence(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}

// people asks for the team, one after another.
func (s *session) people(ctx context.Context) error {
	d, err := s.slack(ctx)
	if err != nil {
		return err
	}
	for _, line := range s.answers.people {
		if err := s.byLine(ctx, d, line); err != nil {
			return err
		}
	}
	if s.quiet || len(s.answers.people) > 0 {
		if len(s.now.People) == 0 && len(s.refused) == 0 {
			return refusal("--person: Name at least one person, for example --person '@ana, Lead developer, +44 20 7946 0001'.")
		}
		return nil
	}
	return s.peopleOneByOne(ctx, d)
}

func (s *session) peopleOneByOne(ctx context.Context, d *directory) error {
	for {
		text := "Who are you in Slack? Like @ana"
		if len(s.now.People) > 0 {
			text = "Who else works on incidents? Like @ben (Enter: nobody else)"
		}
		p := team.Person{}
		_, err := s.ask(ctx, question{text: text, check: func(v string) (string, string) {
			if v == "" && len(s.now.People) > 0 {
				return "", ""
			}
			u, why := d.person(ctx, v)
			p.Slack, p.Name = u.ID, nameOf(u)
			return u.ID, why
		}})
		if err != nil || p.Slack == "" {
			return err
		}
		if i := s.personAt(p.Slack); i >= 0 {
			s.term.say("%s is among them. What you type now is changed; Enter keeps what there is.", p.Name)
			p = s.now.People[i]
		}
		if err := s.person(ctx, p); err != nil {
			return err
		}
	}
}

func (s *session) personAt(id string) int {
	return slices.IndexFunc(s.now.People, func(p team.Person) bool { return p.Slack == id })
}

// person asks what is needed of somebody. A wake address is kept once the phone has
// rung, and only then.
func (s *session) person(ctx context.Context, p team.Person) (err error) {
	ask := func(text, preset string, check checking) (v string) {
		if err == nil {
			v, err = s.ask(ctx, question{text: text, preset: preset, check: check})
		}
		return v
	}
	p.Role = ask(p.Name+": role, as clients read it, like Lead developer (Enter: none)", p.Role, func(v string) (string, string) { return v, sentence(client.OneLine(v)) })
	p.Phone = ask("Phone, like +44 20 7946 0001 (Enter: none)", p.Phone, phone)
	p.Email = ask("Mail (Enter: none)", p.Email, func(v string) (string, string) { return v, sentence(client.Address(v)) })
	if err != nil {
		return err
	}
	if p.Wake, err = s.wake(ctx, p); err != nil {
		return err
	}
	return s.writePerson(p)
}

func phone(v string) (string, string) { return v, sentence(client.PhoneNumber(v)) }

const aboutWaking = `Slack does not wake anybody who has Do Not Disturb on. An address that takes a call does:
type ntfy for one of ntfy.sh (its app is free), or the address of a service of yours.`

// wake asks for the address that makes a phone ring, and makes it ring.
func (s *session) wake(ctx context.Context, p team.Person) (client.Secret, error) {
	whose := p.Name + "'s phone"
	if s.personAt(p.Slack) == 0 || len(s.now.People) == 0 {
		whose = "your phone"
	}
	s.term.say("%s", aboutWaking)
	for old := p.Wake; ; p.Wake = old {
		text := "What makes " + whose + " ring? (Enter: nothing)"
		if p.Wake != "" {
			text = "What makes " + whose + " ring? (Enter: the address that is set)"
		}
		v, err := s.ask(ctx, question{text: text, check: wakeAddress})
		switch {
		case err != nil:
			return "", err
		case v == "" && old == "":
			s.notSetUp(whose)
			return "", nil
		case v == "":
			return old, nil
		case v == "ntfy":
			topic := "candor-" + strings.ToLower(rand.Text())
			v = "https://ntfy.sh/" + topic
			s.term.say("On the phone install ntfy, press +, and subscribe to the topic\n\n%s\n\nLet it ring past Do Not Disturb. Who knows the topic can ring the phone: keep it to yourselves.", topic)
		}
		p.Wake = client.Secret(v)
		rings, err := s.rings(ctx, p, whose)
		if err != nil || rings {
			return p.Wake, err
		}
	}
}

func wakeAddress(v string) (string, string) {
	if v != "" && v != "ntfy" && !strings.HasPrefix(v, "https://") && !strings.HasPrefix(v, "http://") {
		return "", "Type the whole address, from https:// on, or ntfy."
	}
	return v, ""
}

// rings makes a phone ring now, and believes who hears it.
func (s *session) rings(ctx context.Context, p team.Person, whose string) (bool, error) {
	for {
		now, err := s.yesNo(ctx, "Ring "+strings.Replace(whose, "your", "my", 1)+" now?", true)
		if err != nil || !now {
			s.notSetUp(whose)
			return false, err
		}
		o := s.Ring(ctx, s.now, p)
		if o.Verdict != outbox.Sent {
			s.term.say("%s is not set up: %s. Is the address right, and may this machine call it?", upper(whose), strings.TrimSuffix(forInit(o.Reason), "."))
			return false, nil
		}
		heard, err := s.yesNo(ctx, "The address took the call. Did the phone ring?", false)
		if err != nil || heard {
			return heard, err
		}
		s.term.say("%s is not set up: the call was taken, and the phone did not ring. Is the app signed in to that address, and may it ring past Do Not Disturb?", upper(whose))
	}
}

// forInit is a reason as whoever is setting Candor up reads it.
func forInit(reason string) string {
	text, _, _ := strings.Cut(reason, ". Whoever runs Candor")
	return text
}

func (s *session) notSetUp(whose string) {
	line := fmt.Sprintf("%s is not set up: at night nothing from Candor makes it ring. Once there is an address, type candor init again.", upper(whose))
	s.term.say("%s", line)
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

var numberForm = regexp.MustCompile(`^[+(]?[0-9][0-9 ()./-]{4,}$`)

// byLine reads a person from one line: who, then what there is, in any order.
func (s *session) byLine(ctx context.Context, d *directory, line string) error {
	parts := strings.Split(line, ",")
	u, why := d.person(ctx, strings.TrimSpace(parts[0]))
	if why != "" {
		return refusal("--person: " + why)
	}
	p := team.Person{Slack: u.ID, Name: nameOf(u)}
	if i := s.personAt(u.ID); i >= 0 {
		p = s.now.People[i]
	}
	new := false
	for _, part := range parts[1:] {
		switch part = strings.TrimSpace(part); {
		case part == "":
		case strings.HasPrefix(part, "https://"), strings.HasPrefix(part, "http://"):
			p.Wake, new = client.Secret(part), true
		case strings.Contains(part, "@"):
			p.Email = part
		case numberForm.MatchString(part):
			p.Phone = part
		default:
			p.Role = part
		}
	}
	switch ring := s.ring && p.Wake != ""; {
	case ring:
		if o := s.Ring(ctx, s.now, p); o.Verdict != outbox.Sent {
			return refusal(fmt.Sprintf("--ring: %s's phone is not set up: %s.", p.Name, strings.TrimSuffix(forInit(o.Reason), ".")))
		}
		s.said = append(s.said, fmt.Sprintf("The address of %s took the call. Whether the phone rang, only %s can say: if not, it is not set up.", p.Name, p.Name))
	case new:
		s.said = append(s.said, fmt.Sprintf("%s's phone was not rung. candor doctor --ring %s makes it ring.", p.Name, p.Slack))
	case p.Wake == "":
		s.said = append(s.said, fmt.Sprintf("%s's phone is not set up: at night nothing from Candor makes it ring.", p.Name))
	}
	return s.writePerson(p)
}

// writePerson adds somebody, or writes what has changed of them.
func (s *session) writePerson(p team.Person) error {
	i := s.personAt(p.Slack)
	if i < 0 {
		return s.add("people", keys("slack", p.Slack, "name", p.Name, "role", p.Role, "phone", p.Phone, "email", p.Email, "wake", p.Wake.Reveal()))
	}
	was := s.now.People[i]
	for _, f := range []struct{ key, was, now string }{{"role", was.Role, p.Role}, {"phone", was.Phone, p.Phone}, {"email", was.Email, p.Email}, {"wake", was.Wake.Reveal(), p.Wake.Reveal()}} {
		if f.was == f.now {
			continue
		}
		if err := s.set(f.now, "people", i, f.key); err != nil {
			return err
		}
	}
	return nil
}

// asked asks in which order people are asked when nobody answers.
func (s *session) asked(ctx context.Context) error {
	d, err := s.slack(ctx)
	if err != nil {
		return err
	}
	preset := s.now.AskedNext
	for i, p := range s.now.People {
		if len(s.now.AskedNext) == 0 && (i > 0 || len(s.now.People) == 1) {
			preset = append(preset, p.Slack)
		}
	}
	var shown []string
	for _, id := range preset {
		shown = append(shown, d.handle(ctx, id))
	}
	var ids []string
	_, err = s.ask(ctx, question{flag: "next", value: s.next, text: "Who is asked when nobody answers, one after another", preset: strings.Join(shown, ", "), check: func(v string) (string, string) {
		ids = nil
		for _, word := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ';' }) {
			u, why := d.person(ctx, word)
			switch {
			case why != "":
				return "", why
			case s.personAt(u.ID) < 0:
				return "", fmt.Sprintf("%s is not among the people who work on incidents. Add them there first, or leave them out.", nameOf(u))
			case slices.Contains(ids, u.ID):
				return "", fmt.Sprintf("%s is named twice. Name each once.", nameOf(u))
			}
			ids = append(ids, u.ID)
		}
		return v, ""
	}})
	if err != nil || slices.Equal(ids, s.now.AskedNext) {
		return err
	}
	return s.set(ids, "escalate_to")
}
