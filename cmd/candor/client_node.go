package main

import (
	"time"

	"go.yaml.in/yaml/v3"

	"candor/incident/client"
	"candor/incident/schedule"
)

// entry is a key with its value, left out if that is nil.
type entry struct {
	key   string
	value *yaml.Node
}

func mapping(list ...entry) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, e := range list {
		if e.value != nil {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: e.key}, e.value)
		}
	}
	if len(n.Content) == 0 {
		return nil
	}
	return n
}

// word is a text, quoted where YAML would read something else; nil if it is empty.
func word(s string) *yaml.Node {
	if s == "" {
		return nil
	}
	n := new(yaml.Node)
	n.SetString(s)
	return n
}

func words(list []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, s := range list {
		n.Content = append(n.Content, word(s))
	}
	if len(list) == 0 {
		return nil
	}
	return n
}

func truth(b bool) *yaml.Node {
	if !b {
		return nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}
}

// clientNode is a client as the config writes it.
func clientNode(c *client.Client, secrets bool) *yaml.Node {
	return mapping(
		entry{"id", word(c.ID)}, entry{"name", word(c.Name)}, entry{"service", word(c.Service)}, entry{"aliases", words(c.Aliases)},
		entry{"contacts", contactNodes(c.Contacts)}, entry{"time_zone", word(c.TimeZone)},
		entry{"hours", word(c.Hours.String())}, entry{"holidays", words(c.Holidays)}, entry{"night", word(string(c.Night))},
		entry{"slack", word(c.Slack)}, entry{"email", truth(c.Email)}, entry{"webhook", webhookNode(c.Webhook, secrets)}, entry{"optional", words(c.Optional)},
		entry{"cadence", cadenceNode(c.Cadence)}, entry{"approval", approvalNode(c.Approval)},
		entry{"technical", truth(c.Technical)}, entry{"automatic", truth(c.Automatic)},
		entry{"domains", words(c.Domains)}, entry{"tags", words(c.Tags)},
	)
}

func contactNodes(list []client.Contact) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for _, ct := range list {
		n.Content = append(n.Content, mapping(entry{"name", word(ct.Name)}, entry{"email", word(ct.Email)}, entry{"phone", word(ct.Phone)}))
	}
	if len(list) == 0 {
		return nil
	}
	return n
}

func webhookNode(h *client.Webhook, secrets bool) *yaml.Node {
	if h == nil {
		return nil
	}
	secret := ""
	if secrets {
		secret = h.Secret.Reveal()
	}
	return mapping(entry{"url", word(h.URL)}, entry{"secret", word(secret)})
}

func cadenceNode(m map[client.Severity]client.Rhythm) *yaml.Node {
	rhythm := func(sev client.Severity) *yaml.Node {
		r := m[sev]
		return mapping(
			entry{"first", length(r.First)}, entry{"every", word(r.Every.String())}, entry{"mitigated", word(r.Mitigated.String())},
			entry{"monitoring", word(r.Monitoring.String())}, entry{"final", length(r.Final)})
	}
	return mapping(entry{"sev1", rhythm(1)}, entry{"sev2", rhythm(2)}, entry{"sev3", rhythm(3)})
}

// length writes a duration as the config reads it.
func length(d time.Duration) *yaml.Node {
	return word(schedule.Every(d).String())
}

func approvalNode(a client.Approval) *yaml.Node {
	if a.Rule == client.ApprovalNamed {
		return words(a.People)
	}
	return word(string(a.Rule))
}
