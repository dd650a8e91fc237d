package initcmd

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"candor/cmd/candor/yamledit"
	"candor/incident/client"
	"candor/incident/outbox"
)

// mail asks for the server that takes mail for clients without a channel, and logs in.
func (s *session) mail(ctx context.Context) error {
	text := "Your mail server, for clients who read mail and not Slack, like smtp.example.com (Enter: none)"
	if s.now.Mail {
		text = "Your mail server (Enter: the one that is set)"
	}
	for {
		host, err := s.ask(ctx, question{flag: "mail-host", value: s.mailHost, text: text})
		if err != nil || host == "" || host == "none" {
			return err
		}
		from, err := s.ask(ctx, question{flag: "mail-from", value: s.mailFrom, text: "The address that mail comes from, like status@studio-north.example", check: func(v string) (string, string) {
			if v == "" {
				return "", "Type an address: clients see it, and what cannot be delivered comes back there."
			}
			return v, sentence(client.Address(v))
		}})
		if err != nil {
			return err
		}
		user, err := s.ask(ctx, question{flag: "mail-user", value: s.mailUser, text: "The name with which it wants a login (Enter: none)"})
		if err != nil {
			return err
		}
		node, err := s.mailNode(ctx, host, from, user)
		if err != nil {
			return err
		}
		why, err := s.logsIn(ctx, node)
		if err != nil {
			return err
		}
		if why == "" {
			return s.mailToo(ctx)
		}
		if s.quiet {
			return refusal("--mail-host: " + why)
		}
		s.term.say("%s Mail was not set up.", why)
		s.given["mail-host"], s.given["mail-from"], s.given["mail-user"] = false, false, false
	}
}

// mailNode is the section of the config. A password in the environment stays there.
func (s *session) mailNode(ctx context.Context, host, from, user string) (*yaml.Node, error) {
	tls, port := s.mailTLS, ""
	if h, p, ok := strings.Cut(host, ":"); ok {
		host, port = h, p
	}
	if tls == "" && port == "465" {
		tls = "implicit"
	}
	var file, password string
	switch {
	case user == "" || s.Getenv("MAIL_PASSWORD") != "":
	case s.given["mail-password-file"]:
		var err error
		if file, err = filepath.Abs(s.mailPassword); err != nil {
			return nil, err
		}
		if _, err := os.Stat(file); err != nil {
			return nil, refusal(fmt.Sprintf("--mail-password-file: %q cannot be read. Check the path.", s.mailPassword))
		}
	default:
		var err error
		password, err = s.ask(ctx, question{text: "Its password", secret: true, exact: true, check: func(v string) (string, string) {
			if v == "" {
				return "", "The password is missing. Type it, or set MAIL_PASSWORD, or give --mail-password-file."
			}
			return v, ""
		}})
		if err != nil {
			return nil, err
		}
	}
	n := keys("host", host, "tls", tls, "from", from, "user", user, "password", password, "password_file", file)
	if port != "" {
		n.Content = append(n.Content, nodeOf("port"), &yaml.Node{Kind: yaml.ScalarNode, Value: port})
	}
	return n, nil
}

// logsIn writes the section once the server takes the login; else it says why not.
func (s *session) logsIn(ctx context.Context, node *yaml.Node) (why string, err error) {
	text, err := yamledit.Set(s.file.text, node, "mail")
	if err != nil {
		return "", err
	}
	if _, problems := s.Read(s.config, text); len(problems) > 0 {
		return problems[0].Path + " " + problems[0].Text, nil
	}
	if o := s.LogIn(ctx, s.config, text); o.Verdict != outbox.Sent {
		return upper(strings.TrimSuffix(forInit(o.Reason), ".")) + ".", nil
	}
	if !s.quiet {
		s.term.say("The server takes the login. No mail was sent: candor doctor --mail you@example.com sends one.")
	}
	return "", s.set(node, "mail")
}

// mailToo lets those be told by mail who have an address and no other way.
func (s *session) mailToo(ctx context.Context) error {
	var names []string
	var at []int
	for i, c := range s.now.Clients {
		if len(c.Destinations()) == 0 && c.First().Email != "" {
			names, at = append(names, c.Name), append(at, i)
		}
	}
	if len(names) == 0 {
		return nil
	}
	yes, err := s.yesNo(ctx, "Send updates by mail to "+strings.Join(names, ", ")+"?", true)
	for _, i := range at {
		if yes && err == nil {
			err = s.set(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}, "clients", i, "email")
		}
	}
	return err
}
