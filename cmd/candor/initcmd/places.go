package initcmd

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/slack-go/slack"
	"go.yaml.in/yaml/v3"

	"candor/incident/client"
)

// announce asks for the channel in which Candor speaks of itself.
func (s *session) announce(ctx context.Context) error {
	d, err := s.slack(ctx)
	if err != nil {
		return err
	}
	text := "A channel of your own, like #team, where Candor says hello and what is wrong with itself (Enter: none)"
	if s.now.Announce != "" {
		text = "The channel of your own where Candor says what is wrong with itself (Enter: the one that is set)"
	}
	id, err := s.ask(ctx, question{flag: "announce", value: s.answers.announce, text: text, check: func(v string) (string, string) {
		if v == "" || v == "none" {
			return "", ""
		}
		d.anew()
		c, why := d.channel(ctx, v)
		switch {
		case why != "":
			return "", why
		case c.IsExtShared || c.IsShared || c.IsPendingExtShared:
			return "", fmt.Sprintf("Another company reads #%s, so nothing of your own is said there. Choose a channel of your own.", c.Name)
		}
		return c.ID, ""
	}})
	if err != nil || id == "" || id == s.now.Announce {
		return err
	}
	return s.set(id, "slack", "announce")
}

// hello posts the first message, once.
func (s *session) hello(ctx context.Context) error {
	if s.now.Announce == "" || !s.answers.hello {
		if !s.quiet {
			s.term.say("No such channel is set, so Candor does not say hello.")
		}
		return nil
	}
	d, err := s.slack(ctx)
	if err != nil {
		return err
	}
	info, err := d.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: s.now.Announce})
	if err != nil {
		return refusal("Candor did not say hello. " + saidBySlack(err))
	}
	say, err := s.yesNo(ctx, "Say hello in #"+info.Name+" now?", true)
	if err != nil || !say {
		return err
	}
	text := fmt.Sprintf("Hello. I am set up for %s: %s, %s. When something of a client's breaks, type `%s` in any channel; `%s help` shows what else there is. Nothing leaves for a client that one of you has not approved.",
		s.now.Company, counted(len(s.now.Clients), "client", "clients"), counted(len(s.now.People), "person", "people"), s.now.Command, s.now.Command)
	_, _, err = d.api.PostMessageContext(ctx, s.now.Announce, slack.MsgOptionText(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text), false))
	switch _, refused := asSlack(err); {
	case err == nil:
		s.said = append(s.said, "Candor has said hello in #"+info.Name+".")
	case refused:
		return refusal("Candor did not say hello. " + saidBySlack(err))
	default:
		s.said = append(s.said, "Slack did not answer: look in #"+info.Name+" whether Candor has said hello.")
	}
	return nil
}

// machine asks where Candor runs, what falls with it, and who notices.
func (s *session) machine(ctx context.Context) error {
	preset := s.now.RunsOn
	name, err := s.ask(ctx, question{flag: "runs-on", value: s.runsOn, preset: preset, text: "Does anything of a client's run on the machine that Candor runs on? Type its name, like web-3 (Enter: no)", check: func(v string) (string, string) {
		if v == "" || v == "no" || v == "none" {
			return "", ""
		}
		tag, ok := client.CleanTag(v)
		if !ok {
			return "", fmt.Sprintf("%q is not a valid name here. Write up to 40 of a-z, 0-9, dots, - and _, for example web-3.", v)
		}
		return tag, ""
	}})
	if err == nil && name != s.now.RunsOn {
		err = s.set(name, "runs_on")
	}
	if err == nil && (name != "" || s.given["falls-with"]) {
		err = s.fallsWithIt(ctx, name)
	}
	if err == nil {
		err = s.watched(ctx)
	}
	if err == nil {
		err = s.copiesTo(ctx)
	}
	return err
}

// fallsWithIt asks which clients run on the machine, and tags them with its name, so
// that all of them can be told at once.
func (s *session) fallsWithIt(ctx context.Context, tag string) error {
	if tag == "" {
		return refusal("--falls-with: Which machine? Give its name with --runs-on.")
	}
	var there []string
	for _, c := range client.Tagged(s.now.Clients, tag) {
		there = append(there, c.ID)
	}
	var ids []string
	_, err := s.ask(ctx, question{flag: "falls-with", value: s.fallsWith, preset: strings.Join(there, ", "), text: "Which clients run on " + tag + ", too? Short words with commas between (Enter: none, or those that are shown)", check: func(v string) (string, string) {
		ids = nil
		for _, word := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ';' }) {
			word = strings.TrimSpace(word)
			i := slices.IndexFunc(s.now.Clients, func(c client.Client) bool {
				return c.ID == strings.ToLower(word) || strings.EqualFold(c.Name, word)
			})
			if i < 0 {
				return "", fmt.Sprintf("There is no client %q in the config. Write them as in: %s.", word, strings.Join(idsOf(s.now.Clients), ", "))
			}
			ids = append(ids, s.now.Clients[i].ID)
		}
		return v, ""
	}})
	if err != nil {
		return err
	}
	for i, c := range s.now.Clients {
		if slices.Contains(ids, c.ID) && !slices.Contains(c.Tags, tag) {
			if err := s.set(append(slices.Clone(c.Tags), tag), "clients", i, "tags"); err != nil {
				return err
			}
		}
	}
	var names []string
	for _, c := range client.Tagged(s.now.Clients, tag) {
		names = append(names, c.Name)
	}
	if len(names) > 0 {
		s.note("When %s falls, Candor falls with what these use: %s. Nobody is reminded of what is due then. Better run it on another machine; else give an address that is called each minute.", tag, strings.Join(names, ", "))
	}
	return nil
}

func idsOf(list []client.Client) (ids []string) {
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

// watched asks who rings when the machine is gone.
func (s *session) watched(ctx context.Context) error {
	text := "An address that is called each minute while all is well: its service rings when the calls stop, like https://hc-ping.com/… (Enter: none)"
	if s.now.Heartbeat {
		text = "The address that is called each minute (Enter: the one that is set)"
	}
	v, err := s.ask(ctx, question{flag: "heartbeat", value: s.heartbeat, text: text, check: func(v string) (string, string) {
		u, err := url.Parse(v)
		if v != "" && v != "none" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			return "", "That is not a valid web address. Write the whole of it, from https:// on."
		}
		return strings.TrimPrefix(v, "none"), ""
	}})
	if err != nil || v == "" {
		return err
	}
	return s.set(v, "heartbeat")
}

// copiesTo asks where copies of the data go. They are made in any case.
func (s *session) copiesTo(ctx context.Context) error {
	text := "A folder on another disk for copies of the data (Enter: beside the data)"
	dir, err := s.ask(ctx, question{flag: "copies", value: s.copies, preset: s.now.Copies, text: text, check: func(v string) (string, string) {
		if v != "" && v != s.now.Copies {
			if abs, err := filepath.Abs(v); err == nil {
				v = abs
			}
		}
		return v, ""
	}})
	switch {
	case err != nil:
		return err
	case dir != s.now.Copies:
		return s.set(dir, "backup", "dir")
	case !s.now.MakesCopies && s.first:
		return s.set(&yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}, "backup")
	}
	return nil
}
