package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"candor/sandbox/catch"
	"candor/sandbox/faults"
	"candor/sandbox/world"
)

// newcomer is somebody who types candor init in an empty folder: a real process
// whose terminal is a pair of pipes.
type newcomer struct {
	t   *testing.T
	k   *clinic
	dir string
	env []string
}

func newNewcomer(t *testing.T, fn func(*world.Workspace), without ...string) *newcomer {
	t.Helper()
	n := &newcomer{t: t, k: newClinic(t, fn, without...), dir: t.TempDir()}
	n.env = []string{"CANDOR_TEST_AS_PROGRAM=1", "PATH=" + os.Getenv("PATH"), "HOME=" + n.dir}
	// All that a file has to say here that it would not say elsewhere: where Slack is.
	n.write("candor.yaml", "# mine\nslack: {api_url: "+n.k.url+"api/}\n\nwebhooks: {allow_private: [127.0.0.1]} # tests\nbackup: {after: \"true\"}\n")
	return n
}

func (n *newcomer) path(name string) string { return filepath.Join(n.dir, name) }

func (n *newcomer) write(name, text string) { n.t.Helper(); mustWrite(n.t, n.path(name), text) }

func (n *newcomer) config() string { n.t.Helper(); return mustRead(n.t, n.path("candor.yaml")) }

// talk is a conversation: what is asked, and what is answered.
type talk struct {
	n    *newcomer
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *lockedBuffer
	seen int // how much of the output was waited for
}

func (n *newcomer) begin(args ...string) *talk {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), time.Minute)
	n.t.Cleanup(cancel)
	c := &talk{n: n, out: new(lockedBuffer), cmd: exec.CommandContext(ctx, os.Args[0], append([]string{"init"}, args...)...)}
	c.cmd.Dir, c.cmd.Env, c.cmd.Stdout, c.cmd.Stderr = n.dir, n.env, c.out, c.out
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		n.t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	return c
}

// answer types a line once something was asked.
func (c *talk) answer(asked, line string) *talk {
	c.n.t.Helper()
	c.hears(asked)
	if _, err := io.WriteString(c.in, line+"\n"); err != nil {
		c.n.t.Fatalf("%v\n%s", err, c.out)
	}
	return c
}

// hears waits until something is said that was not heard before.
func (c *talk) hears(what string) *talk {
	c.n.t.Helper()
	c.n.until("it says "+what, c.out, func() bool {
		at := strings.Index(c.out.String()[c.seen:], what)
		if at >= 0 {
			c.seen += at + len(what)
		}
		return at >= 0
	})
	return c
}

func (n *newcomer) until(what string, out *lockedBuffer, fn func() bool) {
	n.t.Helper()
	p := process{t: n.t, log: out}
	p.until(what, fn)
}

// end waits for the process and returns all that it said.
func (c *talk) end(code int) string {
	c.n.t.Helper()
	c.in.Close()
	_ = c.cmd.Wait() // the code says it
	if got := c.cmd.ProcessState.ExitCode(); got != code {
		c.n.t.Errorf("exit %d, want %d\n%s", got, code, c.out)
	}
	return c.out.String()
}

// unattended runs it without anybody to answer.
func (n *newcomer) unattended(code int, args ...string) string {
	n.t.Helper()
	return n.begin(append([]string{"--yes"}, args...)...).end(code)
}

func (n *newcomer) tokens() []string {
	return []string{"--bot-token", n.k.slack.BotToken(), "--app-token", n.k.slack.AppToken()}
}

func (n *newcomer) wake(who string) string { return n.k.url + "wake/" + who }

// people and a channel, unattended
func (n *newcomer) setUp(more ...string) string {
	n.t.Helper()
	args := append(n.tokens(), "--person", "@ana, Lead developer, +44 20 7946 0001, ana@studio-north.example, "+n.wake("ana"), "--person", "ben, "+n.wake("ben"), "--announce", "#team")
	return n.unattended(0, append(args, more...)...)
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("it does not say %q", p)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

// doctor says how a config is that candor init has written.
func (n *newcomer) doctor() string {
	n.t.Helper()
	var out bytes.Buffer
	if code := run(n.t.Context(), []string{"doctor", "--config", n.path("candor.yaml")}, func(string) string { return "" }, &out, &out); code != 0 {
		n.t.Errorf("candor doctor ends with %d", code)
	}
	return out.String()
}

func TestInitFromNothing(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	n.write("clients.csv", "\ufeffMail;Name;Phone;Slack channel\r\ndana@acme.example;Acme Shop;+44 20 7946 0002;#acme-shared\r\n;\"Globex; Travel\";+49 30 5550101;\r\n")
	c := n.begin()
	c.hears("https://api.slack.com/apps?new_app=1&manifest_json=")
	c.answer("The bot token:", n.k.slack.AppToken()).hears("That is the other token: this one begins with xoxb-.")
	c.answer("The bot token:", n.k.slack.BotToken()+"x").hears("Slack does not know this token: a part of it is missing")
	c.answer("The bot token:", n.k.slack.BotToken()).hears("it is of the workspace Studio North (https://studio-north.slack.com/).")
	c.answer("Is that your workspace? [yes]:", "what").hears("Type yes or no.").answer("Is that your workspace?", "no").hears("Nothing of this token is kept.")
	if strings.Contains(n.config(), "xoxb-") {
		t.Error("the token of another workspace was written")
	}
	c.answer("The bot token:", n.k.slack.BotToken())
	c.answer("Is that your workspace? [yes]:", "")
	c.answer("The app token:", n.k.slack.AppToken())
	c.answer("The name by which clients know you [Studio North]:", "?").hears("Asked is the name by which clients know you; without it that of the workspace. Enter takes Studio North. Ctrl-C stops and loses nothing")
	c.answer("The name by which clients know you [Studio North]:", "")
	c.answer("Who are you in Slack? Like @ana:", "@anna").hears("Slack knows nobody called @anna in Studio North. Did you mean @ana?")
	c.answer("Who are you in Slack?", "@dana").hears("Dana Fox belongs to another company")
	c.answer("Who are you in Slack?", "@ana")
	c.answer("Ana Ruiz: role, as clients read it", "Lead developer")
	c.answer("Phone, like", "call me").hears(`“call me” is not a valid phone number`)
	c.answer("Phone, like", "+44 20 7946 0001")
	c.answer("Mail (Enter: none)", "ana@studio-north.example")
	c.answer("What makes your phone ring? (Enter: nothing)", "http://127.0.0.1:1/")
	c.answer("Ring my phone now? [yes]:", "").hears("Your phone is not set up: the wake address could not be reached.")
	c.answer("What makes your phone ring?", n.wake("ana"))
	c.answer("Ring my phone now?", "yes")
	c.answer("Did the phone ring? [no]:", "no").hears("Your phone is not set up: the call was taken, and the phone did not ring.")
	c.answer("Ring my phone now?", "").answer("Did the phone ring?", "yes")
	c.answer("Who else works on incidents?", "Ben Okafor").answer("Ben Okafor: role", "").answer("Phone, like", "").answer("Mail", "")
	c.answer("What makes Ben Okafor's phone ring?", "").hears("Ben Okafor's phone is not set up")
	c.answer("Who else works on incidents?", "")
	c.answer("Who is asked when nobody answers, one after another [@ben]:", "@ben, @cleo").hears("Cleo Lindqvist is not among the people who work on incidents.")
	c.answer("Who is asked when nobody answers", "@ben, @ana")
	c.answer("A channel of your own, like #team", "#acme-shared").hears("Another company reads #acme-shared")
	c.answer("A channel of your own", "#team")
	c.answer("Your mail server, for clients who read mail", "127.0.0.1:1").answer("The address that mail comes from", "status").hears("is not a valid e-mail address")
	c.answer("The address that mail comes from", "status@studio-north.example").answer("a login (Enter: none)", "").hears("The mail server could not be reached. Mail was not set up.")
	c.answer("Your mail server", "")
	c.answer("A file or a client (Enter: no more):", n.path("clients.csv")).hears("2 clients are taken.")
	c.answer("A file or a client", "Initech, Peter, +1 512 555 0101").answer("A file or a client", "")
	c.answer("Does anything of a client's run on the machine that Candor runs on?", "web-3")
	c.answer("Which clients run on web-3, too?", "acme-shop, initech").hears("When web-3 falls, Candor falls with what these use: Acme Shop, Initech.")
	c.answer("An address that is called each minute", n.k.url+"wake/beat").answer("A folder on another disk", "")
	c.answer("Your insurer against such damage", "Northern Mutual").hears("How is Northern Mutual reached?")
	c.answer("Your insurer", "Northern Mutual, +44 20 7946 0100, claims@northern.example").answer("The number of your policy", "CY-2026-114")
	c.answer("Your lawyer", "").answer("Who runs your machines", "none")
	c.answer("Say hello in #team now? [yes]:", "")
	out := c.end(0)
	wants(t, out, "candor.yaml is written: 3 clients, 2 people. Only you can read it.", "Candor has said hello in #team.", "Start it: candor serve --config candor.yaml\nThen type /incident in any channel of Slack.")
	for _, secret := range []string{n.k.slack.BotToken(), n.k.slack.AppToken()} {
		if strings.Contains(out, secret) {
			t.Errorf("a token was printed:\n%s", out)
		}
	}
	wants(t, n.config(), "# mine\nslack: {api_url: ", "announce: C0TEAM}", "allow_private: [127.0.0.1]} # tests", "escalate_to: [U0BEN, U0ANA]", `
clients:
  - id: acme-shop
    name: Acme Shop
    contacts:
      - name: Acme Shop
        email: dana@acme.example
        phone: +44 20 7946 0002
    slack: C0ACME
    tags: [web-3]
  - id: globex-travel
    name: Globex; Travel
`, "our_contacts:", "insurer:", "name: Northern Mutual", "phone: +44 20 7946 0100", "email: claims@northern.example", "policy: CY-2026-114")
	if strings.Contains(n.config(), "candor init goes on") || strings.Contains(n.config(), "lawyer:") {
		t.Errorf("it is not complete:\n%s", n.config())
	}
	if m := n.k.slack.Text("@ana", "#team"); strings.Count(m, "Hello. I am set up for Studio North: 3 clients, 2 people.") != 1 {
		t.Errorf("the channel reads:\n%s", m)
	}
	if rung := len(n.k.slack.Caught(catch.Wake, "")); rung != 2 {
		t.Errorf("phones were rung %d times, want 2", rung)
	}
	n.mode(0o600)
	n.doctor()
}

// Unattended: everything by flags, and candor doctor has nothing to say.
func TestInitUnattended(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	out := n.setUp("--ring", "--client", "Acme Shop, Dana Fox, dana@acme.example, #acme-shared", "--client", "Globex Travel, C0GLOBEX", "--company", "Studio North Ltd", "--next", "@ben, @ana", "--workspace", "studio-north")
	wants(t, out, "candor.yaml is written: 2 clients, 2 people.", "candor doctor finds nothing wrong.", "The address of Ana Ruiz took the call.", "Candor has said hello in #team.")
	if d := n.doctor(); !strings.Contains(d, "Candor can run. Warnings: 0.") {
		t.Error(d)
	}

	// Again, with one flag: that changes and nothing else does.
	before := n.config()
	out = n.begin("--company", "Studio South").end(0)
	if got := strings.Replace(n.config(), "company: Studio South", "company: Studio North Ltd", 1); got != before {
		t.Errorf("it was\n%s\nand is\n%s\n%s", before, n.config(), out)
	}
	n.unattended(0)
	out = n.unattended(0, "--client", "acme-shop", "--client", "Initech")
	wants(t, out, "is written: 3 clients")
	if got := n.config(); strings.Count(got, "name: Acme Shop") != 1 || !strings.Contains(got, "id: initech") {
		t.Errorf("it reads\n%s", got)
	}
	if m := n.k.slack.Text("@ana", "#team"); strings.Count(m, "Hello.") != 1 {
		t.Errorf("hello was said again:\n%s", m)
	}
}

// Clients who have a mail address and nothing else are told by mail, once there is a
// server that takes the login.
func TestInitSetsUpMail(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	out := n.setUp("--client", "Acme Shop, dana@acme.example", "--client", "Globex Travel, +49 30 5550101")
	wants(t, out, "1 client has a mail address and no other way, and no mail server is set: you tell them by hand.")
	n.k.config = ""
	n.k.mailServer() // its port is in the config that it writes
	_, port, _ := strings.Cut(n.k.config, "port: ")
	port, _, _ = strings.Cut(port, ",")
	wants(t, n.begin("--mail-host", "127.0.0.1:1", "--mail-from", "status@studio-north.example", "--mail-tls", "none").end(1), "Nothing was written", "--mail-host: The mail server could not be reached.")
	n.begin("--mail-host", "127.0.0.1:"+port, "--mail-from", "status@studio-north.example", "--mail-tls", "none").end(0)
	n.begin("--client", "Initech, peter@initech.example").end(0)
	wants(t, n.config(), "from: status@studio-north.example", "        email: dana@acme.example\n    email: true\n", "        email: peter@initech.example\n    email: true\n")
	wants(t, n.doctor(), "ok       mail: the server is reached")
}

// What is wrong with an answer is said with all that is wrong, and nothing is written.
func TestInitUnattendedRefuses(t *testing.T) {
	t.Parallel()
	outside := func(ws *world.Workspace) { room(ws, "C0ACME").Members = []string{"U0ANA", "U0DANA"} }
	person := []string{"--person", "@ana"}
	tests := []struct {
		name    string
		ws      func(*world.Workspace)
		without []string
		args    []string
		bare    bool // without the right tokens
		want    []string
	}{
		{name: "a mistyped token", bare: true, args: []string{"--bot-token", "xoxb-1-wrong"}, want: []string{"Nothing was written.", "--bot-token: Slack does not know this token: a part of it is missing"}},
		{name: "half a token", bare: true, args: []string{"--bot-token", "xoxb-1 2"}, want: []string{"--bot-token: A part of the token is missing, or there is more than the token."}},
		{name: "no token", bare: true, args: person, want: []string{"The bot token is missing. It is under Install App"}},
		{name: "a wrong workspace", args: append(person, "--workspace", "studio-south"), want: []string{"it is of the workspace Studio North (https://studio-north.slack.com/). It is not studio-south. Create the app there, and give its tokens."}},
		{name: "missing scopes", without: []string{"im:write", "users:read"}, args: person, want: []string{"the app may not do all that is needed:\n  im:write: nobody is reminded by direct message\n  users:read:", "candor manifest under App Manifest"}},
		{name: "a channel that it is not in", ws: outside, args: append(person, "--client", "Acme Shop, #acme-shared"), want: []string{"Candor is not in #acme-shared and cannot post there. Type /invite @Candor in that channel, then try again. The client was not taken."}},
		{name: "a channel of nobody", args: append(person, "--announce", "#nowhere"), want: []string{"--announce: Slack shows Candor no channel #nowhere. Is the name right?"}},
		{name: "a channel for two", args: append(person, "--client", "Acme Shop, #acme-shared", "--client", "Initech, C0ACME"), want: []string{"Acme Shop has the channel C0ACME. Give each client one of its own"}},
		{name: "several things at once", args: []string{"--person", "@bob", "--next", "@ana", "--clients", "none.csv", "--heartbeat", "beat"}, want: []string{"Nothing was written, and nothing was said in Slack.\n--person: Slack knows nobody called @bob", "--clients: There is no file none.csv. No client was taken.", "--heartbeat: That is not a valid web address."}},
		{name: "an insurer whom nobody reaches", args: append(person, "--insurer", "Northern Mutual, claims"), want: []string{`--insurer: "claims" is neither a number nor a mail address.`}},
		{name: "a policy of nobody", args: append(person, "--policy", "CY-1"), want: []string{"--policy: Whose? Give the insurer with --insurer."}},
		{name: "nobody", want: []string{"--person: Name at least one person"}},
		{name: "somebody who left", ws: func(ws *world.Workspace) { personOf(ws, "U0ANA").Left = true }, args: person, want: []string{"The account of Ana Ruiz in Slack is deactivated."}},
		{name: "a guest", ws: func(ws *world.Workspace) { personOf(ws, "U0ANA").Guest = true }, args: person, want: []string{"Ana Ruiz is a guest in Slack"}},
		{name: "two of a name", ws: func(ws *world.Workspace) { personOf(ws, "U0BEN").RealName = "Ana Ruiz" }, args: []string{"--person", "Ana Ruiz"}, want: []string{"--person: Ana Ruiz may be @ana (Ana Ruiz) or @ben (Ana Ruiz). Type which one."}},
		{name: "a phone that does not ring", args: []string{"--person", "@ana, http://127.0.0.1:1/x", "--ring"}, want: []string{"--ring: Ana Ruiz's phone is not set up: the wake address could not be reached."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNewcomer(t, tt.ws, tt.without...)
			before, args := n.config(), tt.args
			if !tt.bare {
				args = append(n.tokens(), args...)
			}
			wants(t, n.unattended(1, args...), tt.want...)
			if n.config() != before {
				t.Errorf("it was written all the same:\n%s", n.config())
			}
			if m := n.k.slack.Text("@ana", "#team"); strings.Contains(m, "Hello") {
				t.Errorf("it said hello:\n%s", m)
			}
		})
	}
}

var personOf = person

// Thirty rows, of which three are bad: they are named, and nothing is taken until
// somebody says that the rest will do.
func TestInitWithBadRows(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	rows := []string{"name,mail,phone,channel"}
	for i := range 30 {
		rows = append(rows, fmt.Sprintf("Client %d,hello%d@example.com,+44 20 7946 %04d,", i, i, i))
	}
	rows[4], rows[11], rows[30] = "Client 3,not an address,,", ",nobody@example.com,,", "Client 29,,,#nowhere"
	n.write("list.csv", strings.Join(rows, "\n"))
	three := []string{"3 of 30 clients in list.csv cannot be taken:", "Line 5, Client 3: “not an address” is not a valid e-mail address.", "Line 12: It has no name.", "Line 31, Client 29: Slack shows Candor no channel #nowhere."}
	out := n.unattended(1, append(n.tokens(), "--person", "@ana", "--clients", "list.csv")...)
	wants(t, out, append(three, "None was taken. Correct these rows, or give --leave-out-bad to take the others.")...)

	c := n.begin("--person", "@ana", "--bot-token", n.k.slack.BotToken(), "--app-token", n.k.slack.AppToken(), "--company", "Studio North", "--announce", "none")
	c.answer("Is that your workspace?", "").answer("Who is asked when nobody answers", "").answer("Your mail server", "")
	c.answer("A file or a client", "list.csv").hears(three[1])
	c.hears("None was taken yet.")
	rows[4] = "Client 3,hello3@example.com,,"
	n.write("list.csv", strings.Join(rows, "\n"))
	c.answer("type rest to take the other 27", "").hears("2 of 30 clients")
	c.answer("type rest to take the other 28", "rest").hears("28 clients are taken.\nLeft out: 2 rows.\n  Line 12: It has no name.")
	if got := strings.Count(n.config(), "  - id: client-"); got != 0 {
		n.until("they are written", c.out, func() bool { return strings.Count(n.config(), "  - id: client-") == 28 })
	}
	c.answer("A file or a client", "lists.csv").hears("There is no file lists.csv.")
	c.answer("type skip to go on without it", "Client 40, not an address, x").hears("The client was not taken.")
	c.answer("A file or a client", "lists.csv").answer("type skip to go on without it", "Client 40, Dana Fox")
	c.answer("A file or a client", "")
	c.answer("Does anything of a client's run", "").answer("An address that is called", "").answer("A folder on another disk", "").answer("Your insurer", "").answer("Your lawyer", "").answer("Who runs your machines", "")
	c.end(0)
	if got := strings.Count(n.config(), "  - id: client-"); got != 29 {
		t.Errorf("%d clients, want 29", got)
	}
	n.unattended(0, "--clients", "list.csv", "--leave-out-bad")
	if got := strings.Count(n.config(), "  - id: client-"); got != 29 {
		t.Errorf("the same list again: %d clients, want 29", got)
	}
}

// Slack allows few lists a minute: a list of clients is placed with one of each.
func TestInitPlacesManyChannels(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	rows := []string{"name;channel"}
	for i := range 80 {
		rows = append(rows, fmt.Sprintf("Client %d;#client-%d", i, i))
	}
	n.write("list.csv", strings.Join(rows, "\n"))
	out := n.unattended(1, append(n.tokens(), "--person", "@ana", "--clients", "list.csv")...)
	wants(t, out, "80 of 80 clients in list.csv cannot be taken:", "Line 81, Client 79: Slack shows Candor no channel #client-79.")
	if got := strings.Count(out, "Slack shows Candor no channel"); got != 80 {
		t.Errorf("%d clients have the right reason, want 80", got)
	}
}

// Tokens that are in the environment or in files of their own stay there. Who may read
// a config without secrets stays as it was; one with a token is for its owner.
func TestInitLeavesTokensWhereTheyAre(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	n.must(os.Chmod(n.path("candor.yaml"), 0o644))
	n.env = append(n.env, "SLACK_BOT_TOKEN="+n.k.slack.BotToken())
	n.write("app", n.k.slack.AppToken()+"\n")
	out := n.unattended(0, "--app-token-file", "app", "--person", "@ana")
	wants(t, out, "The bot token is in SLACK_BOT_TOKEN and not in the file: set it wherever Candor starts.")
	wants(t, n.config(), "app_token_file: "+n.path("app"))
	if strings.Contains(n.config(), "xoxb-") || strings.Contains(n.config(), "xapp-") {
		t.Errorf("a token was written:\n%s", n.config())
	}
	n.mode(0o644)
	wants(t, n.begin("--bot-token", n.k.slack.BotToken()).end(1), "Nothing was written.", "--bot-token was not written: SLACK_BOT_TOKEN is set here and counts before the file. Change it there.")
	wants(t, n.unattended(0), "candor.yaml is complete. No flag says what to change.")

	// Without them it is not said to be complete.
	n.env = n.env[:len(n.env)-1]
	lacks := "candor.yaml is complete but for the bot token, which is not set here either. If the service has it, nothing is missing. "
	wants(t, n.unattended(0), lacks+"Otherwise give --bot-token-file and --app-token-file. No flag says what to change. Nothing was changed.")
	n.begin().answer(lacks+"Otherwise choose 1. What do you want to change?", "").end(0)
	n.begin("--bot-token", n.k.slack.BotToken()).end(0)
	n.mode(0o600)
}

func (n *newcomer) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n *newcomer) mode(want os.FileMode) {
	n.t.Helper()
	if info, err := os.Stat(n.path("candor.yaml")); err != nil || info.Mode().Perm() != want {
		n.t.Errorf("%v, %v, want %v", info.Mode(), err, want)
	}
}

// Ctrl-C, or a terminal that is gone, loses nothing that was answered and tried.
func TestInitGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	c := n.begin()
	c.answer("The bot token:", n.k.slack.BotToken()).answer("Is that your workspace?", "").answer("The app token:", n.k.slack.AppToken())
	c.answer("The name by which clients know you", "Studio North")
	c.answer("Who are you in Slack?", "@ana").answer("role", "").answer("Phone", "").answer("Mail", "").answer("What makes your phone ring?", "")
	c.hears("Who else works on incidents?")
	if err := c.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	wants(t, c.end(1), "Stopped. What you answered is tried and in candor.yaml. To go on, type: candor init\nStill to come: people, and their phones; who is asked when nobody answers;")
	wants(t, n.config(), "# candor init goes on with: people, next, announce, mail, clients, machine, contacts, hello", "company: Studio North", "name: Ana Ruiz")

	c = n.begin()
	c.answer("Who else works on incidents?", "").answer("Who is asked when nobody answers", "")
	wants(t, c.end(1), "Still to come: the channel in which Candor speaks of itself;")
	c = n.begin()
	c.answer("A channel of your own", "").answer("Your mail server", "").answer("A file or a client", "").answer("Does anything of a client's run", "").answer("An address that is called", "").answer("A folder on another disk", "").answer("Your insurer", "").answer("Your lawyer", "").answer("Who runs your machines", "")
	wants(t, c.end(0), "candor.yaml is written: 0 clients, 1 person.")

	// Complete: it asks what to change, and Enter changes nothing.
	before := n.config()
	c = n.begin()
	c.answer("A number (Enter: nothing more)", "")
	c.end(0)
	if n.config() != before {
		t.Errorf("it was\n%s\nand is\n%s", before, n.config())
	}
	c = n.begin()
	c.answer("A number", "0").answer("That is not a number from 1 to 10.\nA number", "the").answer("That is not a number from 1 to 10.\nA number", "phones").answer("Who else works", "@ana").answer("Ana Ruiz: role", "Lead developer").answer("Phone", "").answer("Mail", "").answer("What makes your phone ring?", "").answer("Who else", "").answer("A number", "")
	c.end(0)
	if got := strings.Replace(n.config(), "    role: Lead developer\n", "", 1); got != before {
		t.Errorf("it was\n%s\nand is\n%s", before, n.config())
	}
}

// Without an answer from Slack nothing is believed.
func TestInitWithoutSlack(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	n.k.slack.Break(faults.Fault{Lost: true})
	wants(t, n.unattended(1, append(n.tokens(), "--person", "@ana")...), "Nothing was written.", "Slack could not be reached, so this was not tried.")
}

// A link to a config on a disk that is away stays, and nothing is written in its place.
func TestInitLeavesALinkThatLeadsNowhere(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	_ = os.Remove(n.path("candor.yaml"))
	if err := os.Symlink("away/candor.yaml", n.path("candor.yaml")); err != nil {
		t.Skip("no links here: ", err)
	}
	wants(t, n.unattended(1, append(n.tokens(), "--company", "Studio North")...), "is a link to away/candor.yaml, and there is no such file. Nothing was asked or written.")
	if to, err := os.Readlink(n.path("candor.yaml")); to != "away/candor.yaml" {
		t.Errorf("the link is %q, %v", to, err)
	}
}

// A file with mistakes, and one that somebody changes meanwhile, stay as they are.
func TestInitLeavesAFileAlone(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	n.write("candor.yaml", "company: Studio North\nclient: []\n")
	wants(t, n.unattended(1, "--company", "Other"), "candor.yaml has mistakes. Nothing was asked or changed.", "candor.yaml:2: client: ")

	m := newNewcomer(t, nil)
	c := m.begin()
	c.hears("The bot token:")
	m.write("candor.yaml", m.config()+"# by hand\n")
	c.answer("", m.k.slack.BotToken()).answer("Is that your workspace?", "")
	wants(t, c.end(1), "candor.yaml was changed by somebody else meanwhile. It is as they left it")
	if !strings.HasSuffix(m.config(), "# by hand\n") {
		t.Error(m.config())
	}
}

// A token that is typed stands on no screen: the terminal is told to keep it, and told
// again to show what is typed, also when somebody stops there.
func TestInitKeepsATokenOffTheScreen(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	n.write("stty", "#!/bin/sh\necho \"$*\" >>\""+n.path("echo.txt")+"\"\n")
	if err := os.Chmod(n.path("stty"), 0o700); err != nil {
		t.Fatal(err)
	}
	n.env = append(n.env, "PATH="+n.dir+":"+os.Getenv("PATH"))
	c := n.begin().answer("The bot token (not shown): ", n.k.slack.BotToken()).hears("Is that your workspace?")
	if got := mustRead(t, n.path("echo.txt")); got != "-echo\necho\n" {
		t.Errorf("around the first token the terminal was told %q", got)
	}
	c.answer(": ", "").hears("The app token (not shown): ")
	if err := c.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	wants(t, c.end(1), "Stopped.")
	if got := mustRead(t, n.path("echo.txt")); got != strings.Repeat("-echo\necho\n", 2) {
		t.Errorf("after Ctrl-C the terminal was told %q", got)
	}
}

// What was answered is in the file, also in the middle of a part that asks for several.
func TestInitKeepsEachAnswerAtOnce(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, nil)
	stop := func(c *talk) string {
		t.Helper()
		if err := c.cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		return c.end(1)
	}
	c := n.begin().answer("The bot token", n.k.slack.BotToken()).answer("Is that your workspace?", "").hears("The app token")
	wants(t, stop(c), "Stopped. What you answered is tried and in candor.yaml. To go on, type: candor init")
	wants(t, n.config(), "bot_token: "+n.k.slack.BotToken())

	c = n.begin().answer("Is that your workspace?", "").answer("The app token", n.k.slack.AppToken()).answer("The name by which clients know you", "")
	c.answer("Who are you in Slack?", "@ana").answer("role", "").answer("Phone", "").answer("Mail", "").answer("What makes your phone ring?", "").answer("Who else", "").answer("Who is asked", "")
	c.answer("A channel of your own", "").answer("Your mail server", "").answer("A file or a client", "Acme Shop").hears("A file or a client")
	stop(c)
	wants(t, n.config(), "name: Acme Shop")

	c = n.begin().answer("A file or a client", "").answer("Does anything of a client's run", "web-3").answer("Which clients run on", "").hears("An address that is called")
	stop(c)
	wants(t, n.config(), "runs_on: web-3")

	c = n.begin().answer("Does anything of a client's run", "").answer("Which clients run on", "").answer("An address that is called", "").answer("A folder on another disk", "").answer("Your insurer", "Northern Mutual, +44 20 7946 0100").hears("The number of your policy")
	stop(c)
	wants(t, n.config(), "Northern Mutual")
}
