package main

import (
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"candor/cmd/candor/clientfile"
	"candor/incident/client"
	"candor/incident/schedule"
	"candor/messages/strictyaml"
	"candor/store/backup"
)

// reader reads the YAML of a config: beside what any file may hold, the types
// that have a form of their own there.
type reader struct {
	*strictyaml.Reader
	secrets     []string          // paths of those that stand in the file
	secretFiles map[string]string // path of a secret → the file that holds it
}

func newReader(file string) *reader {
	r := &reader{secretFiles: map[string]string{}, Reader: &strictyaml.Reader{
		File: file, Like: "config.example.yaml", Clean: redact, Secret: tokenLike.MatchString,
		Empty: "the file is empty. Copy config.example.yaml over it and fill it in.",
	}}
	r.Own = r.own
	return r
}

func (r *reader) bad(path, format string, args ...any) { r.Bad(path, format, args...) }

func (r *reader) unread(path string) bool { return r.Unread(path) }

// own reads what can be written in more than one way, or has to be looked at.
func (r *reader) own(value any, n *yaml.Node, path string) bool {
	switch v := value.(type) {
	case *secret:
		if s, ok := r.Text(n, path); ok {
			*v = newSecret(s)
			r.secrets = append(r.secrets, path)
		}
	case *time.Duration:
		r.duration(n, v, path)
	case *schedule.Cadence:
		r.cadence(n, v, path)
	case *schedule.Hours:
		r.hours(n, v, path)
	case *client.NightPolicy:
		word, _ := r.Text(n, path)
		*v = client.NightPolicyOf(word)
	case *client.Manner:
		word, _ := r.Text(n, path)
		*v = client.MannerOf(word)
	case *client.Approval: // one word, or a list of people
		if n.Kind != yaml.ScalarNode {
			v.Rule = client.ApprovalNamed
			r.List(n, &v.People, path)
			break
		}
		word, _ := r.Text(n, path)
		v.Rule = client.ApprovalRuleOf(word)
	case *map[client.Severity]client.Rhythm:
		var c clientfile.Cadences
		r.Struct(n, &c, path)
		*v = c.Rhythms()
	case *backup.Keep:
		r.keep(n, v, path)
	case *client.Webhook:
		var w webhookConfig
		r.Struct(n, &w, path)
		*v = client.Webhook{URL: w.URL, Secret: client.Secret(w.Secret.Reveal())}
		r.secretFiles[path+".secret"] = w.SecretFile
	default:
		return false
	}
	return true
}

// hours reads one text, or the three parts.
func (r *reader) hours(n *yaml.Node, v *schedule.Hours, path string) {
	var err error
	if n.Kind == yaml.ScalarNode {
		text, _ := r.Text(n, path)
		*v, err = schedule.ParseHours(text)
	} else {
		var parts hoursConfig
		r.Struct(n, &parts, path)
		*v, err = parts.hours()
	}
	if err != nil {
		r.bad(path, "%s", err)
	}
}

func (r *reader) duration(n *yaml.Node, v *time.Duration, path string) {
	s, ok := r.Text(n, path)
	if !ok {
		return
	}
	d, err := schedule.ParseSpan(s, time.Second) // so that the whole can be tried quickly
	if err != nil {
		r.bad(path, "%s", err)
		return
	}
	*v = d
}

// cadence reads a duration or an expression of cron. One word is taken for a
// duration, since that is what was meant.
func (r *reader) cadence(n *yaml.Node, v *schedule.Cadence, path string) {
	s, ok := r.Text(n, path)
	if !ok {
		return
	}
	var c schedule.Cadence
	var err error
	if strings.ContainsAny(s, " @=") {
		c, err = schedule.ParseCadence(s)
	} else {
		c.Step, err = schedule.ParseSpan(s, time.Second)
	}
	if err != nil {
		r.bad(path, "%s", err)
		return
	}
	*v = c
}
