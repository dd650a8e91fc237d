// Package initcmd is candor init: from nothing to a config that works, by questions.
//
// Each answer is tried with Slack, with the phone or with the file as soon as it is
// given, and written then, so that nothing is lost where somebody stops. Every
// question has a flag; what a flag answers is not asked. What a file says already
// is changed only where it is asked for.
package initcmd

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"candor/cmd/candor/cli"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/messages/strictyaml"
)

const help = `Asks what Candor has to know, tries each answer at once, and writes the config:
the Slack app and its tokens, your company, the people and whether their phones
ring, your clients, where Candor runs. It takes about 20 minutes. Stop at any time
with Ctrl-C: type candor init again, and it goes on where you stopped.

With a config that is complete it changes what you choose, and nothing else.

Every question has a flag, and what a flag answers is not asked. With --yes nothing
is asked: what has no flag is left out, and if one answer is wrong nothing is
written. Tokens in SLACK_BOT_TOKEN and SLACK_APP_TOKEN are used and not written.`

// Setup is what the rest of the program knows.
type Setup struct {
	Getenv  func(string) string
	Web     *http.Client
	Link    func() (string, error)                                         // creates the Slack app
	Read    func(path string, text []byte) (Current, []strictyaml.Problem) // what a config says, and what is wrong with it
	Client  func(client.Client) *yaml.Node                                 // as a config writes it
	Missing func(http.Header) (vital, rest []string)                       // what does not work without the scopes that an app lacks
	Ring    func(context.Context, Current, team.Person) outbox.DeliveryOutcome
	LogIn   func(ctx context.Context, path string, text []byte) outbox.DeliveryOutcome // at the mail server of a config
	Examine func(ctx context.Context, path string) (wrong []string)                    // what candor doctor finds, a line each
}

// Current is what a config says now.
type Current struct {
	Company, Command, APIURL, Announce string
	BotToken, AppToken                 client.Secret // from wherever they came
	People                             []team.Person
	AskedNext                          []string
	Clients                            []client.Client
	RunsOn, Copies                     string // Copies: a folder; empty: beside the data
	MakesCopies, Heartbeat, Mail       bool
	Secrets                            bool // some stand in the file itself
	Ours                               team.Contacts
	Private                            []string // what of an own network may be called
}

// answers are what the flags say.
type answers struct {
	config                                       string
	yes                                          bool
	botToken, botFile, appToken, appFile, apiURL string
	workspace, company                           string
	people                                       []string
	ring                                         bool
	next, announce                               string
	mailHost, mailFrom, mailUser                 string
	mailPassword, mailTLS                        string
	clientsFile                                  string
	clients                                      []string
	leaveOut                                     bool
	runsOn, fallsWith, heartbeat, copies         string
	insurer, policy, lawyer, hoster              string
	hello                                        bool
}

// Command is candor init.
func Command(setup func() Setup) *cobra.Command {
	cmd := &cobra.Command{Use: "init", Short: "Set Candor up by questions: from nothing to a config that is tried and works", Long: help, Args: cobra.NoArgs, SuggestFor: []string{"setup", "configure", "install"}}
	var a answers
	f := cmd.Flags()
	f.StringVar(&a.config, "config", "candor.yaml", "the config `file`")
	f.BoolVar(&a.yes, "yes", false, "ask nothing")
	f.StringVar(&a.botToken, "bot-token", "", "the bot `token`; others on this machine may see it: a file or SLACK_BOT_TOKEN is better")
	f.StringVar(&a.botFile, "bot-token-file", "", "the `file` that holds the bot token")
	f.StringVar(&a.appToken, "app-token", "", "the app `token`; a file or SLACK_APP_TOKEN is better")
	f.StringVar(&a.appFile, "app-token-file", "", "the `file` that holds the app token")
	f.StringVar(&a.apiURL, "slack-api-url", "", "the `address` of another Slack, for tests")
	f.StringVar(&a.workspace, "workspace", "", "the `name` of the workspace that the tokens must be of")
	f.StringVar(&a.company, "company", "", "the `name` by which clients know you; without it that of the workspace")
	f.StringArrayVar(&a.people, "person", nil, "`somebody` of the team, as often as you like: '@ana, Lead developer, +44 20 7946 0001, ana@studio-north.example, https://ntfy.sh/some-long-words'; all but the first in any order, or left out")
	f.BoolVar(&a.ring, "ring", false, "make the phone of each --person ring")
	f.StringVar(&a.next, "next", "", "`who` is asked when nobody answers, in this order: '@ben, @cleo'; without it everybody but the first person")
	f.StringVar(&a.announce, "announce", "", "the `channel` of your own in which Candor says hello, and what is wrong with itself: '#team'")
	f.StringVar(&a.mailHost, "mail-host", "", "the mail `server`: smtp.example.com, or with a port")
	f.StringVar(&a.mailFrom, "mail-from", "", "the `address` that mail comes from")
	f.StringVar(&a.mailUser, "mail-user", "", "the `name` with which the server wants a login; the password comes from MAIL_PASSWORD")
	f.StringVar(&a.mailPassword, "mail-password-file", "", "the `file` that holds the password")
	f.StringVar(&a.mailTLS, "mail-tls", "", "`how` it is encrypted: starttls, which is usual, implicit, or none on this machine")
	f.StringVar(&a.clientsFile, "clients", "", "a `file` of clients: CSV with a header in any order, or vCard")
	f.StringArrayVar(&a.clients, "client", nil, "a `client`, as often as you like: 'Acme Shop, Dana Fox, +44 20 7946 0002, dana@acme.example, #acme-shared'; a name is enough")
	f.BoolVar(&a.leaveOut, "leave-out-bad", false, "take the other clients where some rows of the file cannot be taken")
	f.StringVar(&a.runsOn, "runs-on", "", "the `name` of the machine that Candor runs on, where clients run on it, too: web-3")
	f.StringVar(&a.fallsWith, "falls-with", "", "the `clients` that run on that machine, with commas between")
	f.StringVar(&a.heartbeat, "heartbeat", "", "the `address` of a service that rings when Candor stops calling it")
	f.StringVar(&a.copies, "copies", "", "the `folder` for copies of the data, best on another disk; without it beside the data")
	f.StringVar(&a.insurer, "insurer", "", "whom you `call` yourselves when data is lost: 'Northern Mutual, +44 20 7946 0100, claims@northern.example'")
	f.StringVar(&a.policy, "policy", "", "the `number` of your policy, that the insurer asks for")
	f.StringVar(&a.lawyer, "lawyer", "", "your `lawyer`, written like --insurer")
	f.StringVar(&a.hoster, "hoster", "", "`who` runs your machines, written like --insurer")
	f.BoolVar(&a.hello, "hello", true, "say hello in the announce channel")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		f.Visit(clean)
		s := &session{Setup: setup(), answers: a, given: map[string]bool{}, term: newTerminal(cmd.InOrStdin(), cmd.OutOrStdout())}
		s.about = func(flag string) string {
			if f := f.Lookup(flag); f != nil {
				return f.Usage
			}
			return ""
		}
		for _, st := range steps {
			for _, name := range st.flags {
				s.given[name] = f.Changed(name)
			}
		}
		return s.run(cmd.Context())
	}
	return cmd
}

// step is a part of what is asked.
type step struct {
	name  string // as the file notes it while it is still to be asked
	about string // for a person
	flags []string
	run   func(*session, context.Context) error
}

// steps in the order in which they are asked.
var steps = []step{
	{"tokens", "the Slack app and its tokens", []string{"bot-token", "bot-token-file", "app-token", "app-token-file", "workspace", "slack-api-url"}, (*session).tokens},
	{"company", "the name of your company", []string{"company"}, (*session).company},
	{"people", "people, and their phones", []string{"person", "ring"}, (*session).people},
	{"next", "who is asked when nobody answers", []string{"next"}, (*session).asked},
	{"announce", "the channel in which Candor speaks of itself", []string{"announce"}, (*session).announce},
	{"mail", "mail to clients", []string{"mail-host", "mail-from", "mail-user", "mail-password-file", "mail-tls"}, (*session).mail},
	{"clients", "clients", []string{"clients", "client", "leave-out-bad"}, (*session).clients},
	{"machine", "where Candor runs, and what falls with it", []string{"runs-on", "falls-with", "heartbeat", "copies"}, (*session).machine},
	{"contacts", "your insurer, lawyer and host", []string{"insurer", "policy", "lawyer", "hoster"}, (*session).contacts},
	{"hello", "hello in that channel", []string{"hello"}, (*session).hello},
}

// session is one run of the command.
type session struct {
	Setup
	answers
	given   map[string]bool // flags that were given
	about   func(flag string) string
	term    *terminal
	file    *file
	now     Current
	room    *directory
	first   bool     // the file is being made: there are questions that were never answered
	quiet   bool     // nothing is asked
	refused []string // answers that cannot be taken, where nothing is asked
	said    []string // what a person should know at the end
}

func (s *session) run(ctx context.Context) error {
	if err := s.open(); err != nil {
		return err
	}
	todo := s.file.pending()
	s.first = len(todo) > 0
	some := slices.ContainsFunc(steps, func(st step) bool { return s.has(st) })
	s.quiet = s.yes || !s.first && some
	switch {
	case s.first:
	case some:
		for _, st := range steps {
			if s.has(st) {
				todo = append(todo, st.name)
			}
		}
	case s.yes:
		s.term.say("%s No flag says what to change. Nothing was changed.", s.state("Otherwise give --bot-token-file and --app-token-file."))
		return nil
	default:
		return s.stopped(ctx, s.menu(ctx))
	}
	return s.stopped(ctx, s.each(ctx, todo))
}

func (s *session) has(st step) bool {
	return slices.ContainsFunc(st.flags, func(name string) bool { return s.given[name] })
}

// each asks the steps that are to be asked, and ends.
func (s *session) each(ctx context.Context, todo []string) error {
	if s.first && !s.quiet {
		s.term.say("Candor is set up in about 20 minutes. Each answer is tried at once and written to %s. Ctrl-C stops; candor init goes on.", s.config)
	}
	for _, st := range steps {
		if !slices.Contains(todo, st.name) || st.name == "hello" && len(s.refused) > 0 {
			continue
		}
		if err := s.step(ctx, st); err != nil {
			return err
		}
	}
	if len(s.refused) > 0 {
		return cli.Sentence("Nothing was written, and nothing was said in Slack.\n%s", strings.Join(s.refused, "\n"))
	}
	return s.end(ctx)
}

// step asks one part. Where nothing is asked, what is wrong with an answer does not
// keep the others from being looked at; without Slack nothing can be.
func (s *session) step(ctx context.Context, st step) error {
	if !s.quiet {
		s.term.say("\n%s", strings.ToUpper(st.about[:1])+st.about[1:])
	}
	if s.quiet && st.name == "hello" { // it is the first that others see: what was answered is written before
		if err := s.file.save(); err != nil {
			return err
		}
	}
	err := st.run(s, ctx)
	if r, ok := errors.AsType[refusal](err); ok && s.quiet {
		if s.refused = append(s.refused, string(r)); st.name == "tokens" || st.name == "hello" {
			return cli.Sentence("Nothing was %s.\n%s", map[bool]string{true: "said in Slack. The config is written", false: "written"}[st.name == "hello"], string(r))
		}
		return nil
	}
	if err != nil {
		return err
	}
	s.file.done(st.name)
	if s.quiet && st.name != "hello" {
		return nil // all of it is written at once
	}
	return s.file.save()
}

// state says whether anything is missing; otherwise is what to do where the service does not
// have the tokens either.
func (s *session) state(otherwise string) string {
	switch {
	case s.now.BotToken != "" && s.now.AppToken != "":
		return s.config + " is complete."
	case s.now.BotToken != "":
		return fmt.Sprintf("%s is complete but for the app token, which is not set here either. If the service has it, nothing is missing. %s", s.config, otherwise)
	case s.now.AppToken != "":
		return fmt.Sprintf("%s is complete but for the bot token, which is not set here either. If the service has it, nothing is missing. %s", s.config, otherwise)
	}
	return fmt.Sprintf("%s is complete but for the two tokens, which are not set here either. If the service has them, nothing is missing. %s", s.config, otherwise)
}

// menu changes what is chosen in a config that is complete.
func (s *session) menu(ctx context.Context) error {
	s.quiet = false
	for {
		s.term.say("\n%s What do you want to change?", s.state("Otherwise choose 1."))
		for i, st := range steps {
			s.term.say("  %d  %s", i+1, st.about)
		}
		n, err := s.ask(ctx, question{text: "A number (Enter: nothing more)", check: numberOf})
		if err != nil || n == "" {
			return err
		}
		chosen, _ := strconv.Atoi(n)
		if err := s.step(ctx, steps[chosen-1]); err != nil {
			return err
		}
	}
}

// numberOf is the number of a step as it was typed: itself, or a word of what the step is about.
func numberOf(v string) (number, why string) {
	n, err := strconv.Atoi(v)
	if v == "" || err == nil && n >= 1 && n <= len(steps) {
		return v, ""
	}
	word := strings.ToLower(v)
	for _, is := range []func(about, word string) bool{strings.HasPrefix, strings.Contains} {
		var fit []int
		for i, st := range steps {
			if is(strings.ToLower(st.about), word) {
				fit = append(fit, i+1)
			}
		}
		if err != nil && len(fit) == 1 {
			return strconv.Itoa(fit[0]), ""
		}
	}
	return "", fmt.Sprintf("That is not a number from 1 to %d.", len(steps))
}

// stopped says what is kept and how to go on where somebody stopped in the middle.
func (s *session) stopped(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil && !errors.Is(err, errNoMore) {
		return err
	}
	s.term.say("")
	left := s.file.pending()
	switch {
	case s.quiet:
		return cli.Sentence("Stopped. Nothing was written.")
	case !s.file.there() || len(left) == len(steps) && s.now.BotToken == "":
		return cli.Sentence("Stopped before anything was answered. Nothing was written. To begin again, type: candor init%s", s.configFlag())
	case len(left) == 0:
		return cli.Sentence("Stopped. What you changed before is in %s.", s.config)
	}
	var about []string
	for _, st := range steps {
		if slices.Contains(left, st.name) {
			about = append(about, st.about)
		}
	}
	return cli.Sentence("Stopped. What you answered is tried and in %s. To go on, type: candor init%s\nStill to come: %s.", s.config, s.configFlag(), strings.Join(about, "; "))
}

func (s *session) configFlag() string {
	if s.config == "candor.yaml" {
		return ""
	}
	return " --config " + s.config
}

// end says what there is now, what candor doctor finds, and what to type.
func (s *session) end(ctx context.Context) error {
	if err := s.file.save(); err != nil {
		return err
	}
	s.term.say("\n%s is written: %s, %s.%s", s.config, counted(len(s.now.Clients), "client", "clients"), counted(len(s.now.People), "person", "people"), s.file.readers())
	if n := s.byMailAlone(); n > 0 {
		s.term.say("%s a mail address and no other way, and no mail server is set: you tell them by hand. candor init --mail-host sets one.", counted(n, "client has", "clients have"))
	}
	for _, line := range s.said {
		s.term.say("%s", line)
	}
	if wrong := s.Examine(ctx, s.config); len(wrong) > 0 {
		s.term.say("\ncandor doctor finds:\n%s", strings.Join(wrong, "\n"))
	} else {
		s.term.say("candor doctor finds nothing wrong.")
	}
	s.term.say("\nStart it: candor serve --config %s\nThen type %s in any channel of Slack.", s.config, s.now.Command)
	return nil
}

// byMailAlone counts the clients who could be told by mail, if there were a server.
func (s *session) byMailAlone() (n int) {
	for _, c := range s.now.Clients {
		if !s.now.Mail && len(c.Destinations()) == 0 && c.First().Email != "" {
			n++
		}
	}
	return n
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
