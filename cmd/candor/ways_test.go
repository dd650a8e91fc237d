package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
)

// A story that says nothing about it is about Slack: each client is reached there
// and nowhere else, so that what goes wrong in Slack is all that goes wrong.
//
//	ways acme slack email      on both, as on the sandbox's page
//	ways globex email webhook? the webhook is optional
//	ways acme                  by hand
//	approval acme other        each text is approved

// setWays says how a client is reached. It stands before the first act.
func (s *story) setWays(args []string) error {
	if s.p != nil || len(args) == 0 {
		return fmt.Errorf("ways takes a client and how it is reached, before the first act")
	}
	if s.ways == nil {
		s.ways = map[string][]string{}
	}
	s.ways[args[0]] = args[1:]
	return nil
}

// reach changes the config to what the story says.
func (s *story) reach(c *config) {
	c.twice = !testing.Short()
	if s.words != "" {
		c.Words = s.words
	}
	c.Slack.Announce, c.Print, c.AccountAll = s.announce, s.browser, s.accountAll
	if filepath.Dir(s.browser) == s.dir { // a few lines of shell
		c.printLimit = time.Second / 2
	}
	if s.contacts != "" {
		r := newReader("our_contacts")
		r.Read([]byte(s.contacts), &c.Contacts)
		for _, wrong := range r.Problems {
			s.t.Error(wrong)
		}
	}
	c.Holidays = s.holidays
	c.Clients = slices.DeleteFunc(c.Clients, func(cl client.Client) bool { return slices.Contains(s.gone, cl.ID) })
	for i := range c.Clients {
		ways, said := s.ways[c.Clients[i].ID]
		if !said {
			ways = []string{client.ViaSlack}
		}
		if hook := hookOf(c); c.Clients[i].Webhook == nil && hook != nil { // any client can have one here
			c.Clients[i].Webhook = &client.Webhook{URL: hook.URL[:strings.LastIndexByte(hook.URL, '/')+1] + c.Clients[i].ID, Secret: hook.Secret}
		}
		reach(&c.Clients[i], ways)
		if rule := s.approval[c.Clients[i].ID]; rule != "" {
			c.Clients[i].Approval = client.Approval{Rule: client.ApprovalRuleOf(rule)}
		}
		for _, p := range s.profiles {
			if p.id == c.Clients[i].ID {
				p.lay(s.t, &c.Clients[i])
			}
		}
	}
}

// hookOf is a webhook that the sandbox catches; nil if it catches none.
func hookOf(c *config) *client.Webhook {
	for i := range c.Clients {
		if hook := c.Clients[i].Webhook; hook != nil {
			return hook
		}
	}
	return nil
}

// profile is what a story changes of a client before its first act: keys of the
// config, as an operator writes them.
type profile struct{ id, yaml string }

func (p profile) lay(t *testing.T, c *client.Client) {
	r := newReader("client " + p.id)
	r.Read([]byte(p.yaml), c)
	for _, wrong := range r.Problems {
		t.Error(wrong)
	}
}

// slackOnly is a config whose clients are reached by Slack alone.
func slackOnly(c *config) *config {
	new(story).reach(c)
	return c
}

func reach(cl *client.Client, ways []string) {
	cl.Optional = nil
	for _, way := range ways {
		if name, optional := strings.CutSuffix(way, "?"); optional {
			cl.Optional = append(cl.Optional, name)
		}
	}
	uses := func(way string) bool { return slices.Contains(ways, way) || slices.Contains(ways, way+"?") }
	if cl.Email = uses(client.ViaEmail); !cl.Email { // who has nothing but an address is there for mail alone
		cl.Contacts = slices.DeleteFunc(cl.Contacts, func(ct client.Contact) bool { return ct.Phone == "" })
	}
	if !uses(client.ViaSlack) {
		cl.Slack = ""
	}
	if !uses(client.ViaWebhook) {
		cl.Webhook = nil
	}
}
