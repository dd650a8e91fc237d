package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/bot"
	"candor/cmd/candor/slackapp"
	"candor/sandbox"
	"candor/sandbox/catch"
	"candor/sandbox/faults"
	"candor/sandbox/world"
	"candor/store/bolt"
)

// clinic is a config, the Slack that it points to, and the command.
type clinic struct {
	t      *testing.T
	dir    string
	slack  *sandbox.Server
	web    *http.Server
	url    string
	env    map[string]string
	config string
	args   []string
}

// healthy is a config in which nothing is wrong but what a row changes.
const healthy = `
company: Studio North
people:
  - {slack: U0ANA, name: Ana Ruiz}
  - {slack: U0BEN, name: Ben Okafor, wake_file: ben}
  - {slack: U0CLEO, name: Cleo Lindqvist, wake_file: cleo}
backup: {after: "true"}
escalate_to: [U0BEN, U0CLEO]
clients:
  - {id: acme, name: Acme Shop, slack: C0ACME, time_zone: Europe/London}
  - {id: globex, name: Globex Travel, slack: C0GLOBEX}
`

// newClinic opens a workspace after fn has changed it, without some of the scopes.
func newClinic(t *testing.T, fn func(*world.Workspace), without ...string) *clinic {
	t.Helper()
	ws := world.Default()
	if fn != nil {
		fn(&ws)
	}
	server, err := sandbox.New(sandbox.Options{Manifest: manifestWithout(t, without...), Now: time.Now, Workspace: ws})
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k := &clinic{t: t, dir: t.TempDir(), slack: server, web: &http.Server{Handler: server.Handler()}, config: healthy}
	go k.web.Serve(ln) //nolint:errcheck // it ends with the listener
	t.Cleanup(func() { server.Close(); k.web.Close() })
	here := strings.Replace(localURL(ln), "localhost", "127.0.0.1", 1)
	k.url = here
	k.config += "slack: {api_url: " + here + "api/}\nwebhooks: {allow_private: [127.0.0.1]}\n"
	k.file("ben", here+"wake/secret-ben")
	k.file("cleo", here+"wake/secret-cleo")
	k.env = map[string]string{"SLACK_BOT_TOKEN": server.BotToken(), "SLACK_APP_TOKEN": server.AppToken()}
	return k
}

// eventOf is the line of the event that needs a scope.
var eventOf = map[string]string{"channels:history": "      - message.channels\n", "groups:history": "      - message.groups\n", "users:read": "      - user_change\n"}

// manifestWithout is the app's manifest with fewer scopes.
func manifestWithout(t *testing.T, scopes ...string) []byte {
	t.Helper()
	text := string(bot.Manifest)
	for _, s := range scopes {
		line := "      - " + s + "\n"
		if !strings.Contains(text, line) {
			t.Fatalf("the manifest has no scope %s", s)
		}
		text = strings.Replace(text, line, "", 1)
		if event := eventOf[s]; event != "" {
			text = strings.Replace(text, event, "", 1) // Slack sends none without its scope
		}
	}
	return []byte(text)
}

// visit runs the command and returns what it printed and its exit code.
func (k *clinic) visit() (out string, code int) {
	k.t.Helper()
	path := filepath.Join(k.dir, "candor.yaml")
	if err := os.WriteFile(path, []byte(k.config), 0o600); err != nil {
		k.t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	ctx, cancel := context.WithTimeout(k.t.Context(), 30*time.Second)
	defer cancel()
	code = run(ctx, append([]string{"doctor", "--config", path}, k.args...), func(s string) string { return k.env[s] }, &stdout, &stderr)
	if strings.Contains(stdout.String()+stderr.String(), "secret-") {
		k.t.Errorf("a wake address was printed:\n%s", stdout.String())
	}
	for name, secret := range k.env {
		if strings.Contains(stdout.String()+stderr.String(), secret) {
			k.t.Errorf("%s was printed", name)
		}
	}
	if (code == 0) != (stderr.String() == "") {
		k.t.Errorf("exit %d with %q", code, stderr.String())
	}
	return stdout.String(), code
}

// want checks that each line is printed, and how many problems and warnings there are.
func (k *clinic) want(problems, warnings int, lines ...string) {
	k.t.Helper()
	out, code := k.visit()
	for _, line := range lines {
		if !strings.Contains(out, line) {
			k.t.Errorf("it does not say %q", line)
		}
	}
	if strings.Contains(out, "Whoever runs Candor") || strings.Contains(out, "press Retry") {
		k.t.Error("it speaks to somebody in Slack")
	}
	if p, w := strings.Count(out, "problem  "), strings.Count(out, "warning  "); p != problems || w != warnings {
		k.t.Errorf("%d problems and %d warnings, want %d and %d", p, w, problems, warnings)
	}
	if fixes := strings.Count(out, "→"); fixes != problems+warnings {
		k.t.Errorf("%d fixes for %d findings", fixes, problems+warnings)
	}
	if want := min(problems, 1); code != want {
		k.t.Errorf("exit %d, want %d", code, want)
	}
	if k.t.Failed() {
		k.t.Log(out)
	}
}

func TestDoctorFindsNothing(t *testing.T) {
	k := newClinic(t, nil)
	k.want(0, 0, "ok       bot token: Slack knows it as candor in Studio North.", "ok       scopes: all 12 are granted.", "ok       clock:", "ok       app token: Socket Mode can be opened.",
		"ok       people: Slack knows all 3.", "ok       channel of acme: Candor is in #acme-shared", "ok       channel of globex:", "ok       store: ", "ok       texts:", "ok       disk:", "ok       print: no browser is named",
		"ok       waking Ben Okafor: the wake address can be reached. Whether the phone rings only --ring U0BEN shows.", "Candor can run. Warnings: 0.")
	if list := mustGlob(t, filepath.Join(k.dir, "*")); len(list) != 3 { // the config and two wake files
		t.Errorf("it left behind %q", list)
	}
	if list := k.slack.Caught(catch.Wake, ""); len(list) > 0 {
		t.Errorf("it rang: %+v", list)
	}
	reads := []string{"auth.test", "apps.connections.open", "users.info", "conversations.info"}
	for _, c := range k.slack.Calls() {
		if !slices.Contains(reads, c.Method) {
			t.Errorf("it called %s, and it may change nothing", c.Method)
		}
	}
}

// browser is one under print that is a few lines of shell.
func (k *clinic) browser(lines string) {
	k.config += "print: browser.sh\n"
	k.file("browser.sh", "#!/bin/sh\n"+lines+"\n")
	if err := os.Chmod(filepath.Join(k.dir, "browser.sh"), 0o700); err != nil {
		k.t.Fatal(err)
	}
}

func person(ws *world.Workspace, id string) *world.Person {
	return &ws.People[slices.IndexFunc(ws.People, func(p world.Person) bool { return p.ID == id })]
}

func room(ws *world.Workspace, id string) *world.Channel {
	return &ws.Channels[slices.IndexFunc(ws.Channels, func(c world.Channel) bool { return c.ID == id })]
}

func TestDoctorFindsWhatIsWrongInSlack(t *testing.T) {
	tests := []struct {
		name               string
		ws                 func(*world.Workspace)
		without            []string
		fault              faults.Fault
		problems, warnings int
		want               string
	}{
		{name: "a vital scope", without: []string{"im:write"}, problems: 1, want: "problem  scope im:write: is missing: nobody is reminded by direct message."},
		{name: "other scopes", without: []string{"groups:history", "dnd:read"}, warnings: 2, want: "warning  scope dnd:read: is missing: the card does not say who has Do Not Disturb on."},
		{name: "not in the channel", ws: func(ws *world.Workspace) { room(ws, "C0ACME").Members = []string{"U0ANA", "U0DANA"} }, problems: 1, want: "problem  channel of acme: Candor is not in C0ACME"},
		{name: "archived", ws: func(ws *world.Workspace) { room(ws, "C0ACME").Archived = true }, problems: 1, want: "problem  channel of acme: it is archived"},
		{name: "not shared", ws: func(ws *world.Workspace) { c := room(ws, "C0GLOBEX"); c.Shared, c.SharedWith = false, nil }, warnings: 1, want: "warning  channel of globex: #globex-shared is not shared"},
		{name: "an account that was closed", ws: func(ws *world.Workspace) { person(ws, "U0BEN").Left = true }, problems: 1, want: "problem  person Ben Okafor: the account in Slack is deactivated."},
		{name: "a guest", ws: func(ws *world.Workspace) { person(ws, "U0CLEO").Guest = true }, warnings: 1, want: "warning  person Cleo Lindqvist: is a guest"},
		{name: "of another company", ws: func(ws *world.Workspace) { person(ws, "U0CLEO").Team = "T0ACME" }, problems: 1, want: "problem  person Cleo Lindqvist: belongs to another company"},
		{name: "Slack does not say who that is", fault: faults.Fault{Method: "users.info", Error: "internal_error"}, warnings: 3, want: "Slack did not say who that is (internal_error)."},
		{name: "Slack does not say how the channel is", fault: faults.Fault{Method: "conversations.info", Status: 503}, warnings: 2, want: "Slack did not say how it is (no answer)."},
		{name: "Socket Mode is off", fault: faults.Fault{Method: "apps.connections.open", Error: "forbidden_team"}, problems: 1, want: "problem  app token: Slack refuses it for Socket Mode (forbidden_team)."},
		{name: "Slack does not answer", fault: faults.Fault{Lost: true}, problems: 1, want: "problem  Slack: it cannot be reached."},
		{name: "the bot token", fault: faults.Fault{Method: "auth.test", Error: "token_revoked"}, problems: 1, want: "problem  bot token: Slack does not accept it (token_revoked)."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := newClinic(t, tt.ws, tt.without...)
			if tt.fault != (faults.Fault{}) {
				k.slack.Break(tt.fault)
			}
			k.want(tt.problems, tt.warnings, tt.want, "ok       store: ", "ok       texts: ")
		})
	}
}

func TestDoctorFindsWhatIsWrongHere(t *testing.T) {
	tests := []struct {
		name               string
		do                 func(*clinic)
		problems, warnings int
		want               string
	}{
		{"nobody knows the person", func(k *clinic) { k.replace("U0CLEO", "U0GONE") }, 1, 0, "problem  person Cleo Lindqvist: Slack knows nobody with the id U0GONE."},
		{"no such channel", func(k *clinic) { k.replace("C0GLOBEX", "C0NOWHERE") }, 1, 0, "problem  channel of globex: Candor is not in C0NOWHERE"},
		{"a client told by hand", func(k *clinic) { k.replace(", slack: C0GLOBEX", "") }, 0, 1, "warning  client globex: Candor knows no way to write to them"},
		{"a client told by phone", func(k *clinic) {
			k.replace(", slack: C0GLOBEX", ", contacts: [{name: Dana Fox, phone: +49 30 5550101}]")
		}, 0, 0, "ok       client globex: they are told by phone"},
		{"Candor on the machine of a client", func(k *clinic) {
			k.replace("slack: C0GLOBEX", "slack: C0GLOBEX, tags: [web-3]")
			k.config += "runs_on: web-3\n"
		}, 0, 1, "warning  machine: Candor runs on web-3, and so does what clients use (1 of them): when it falls, nobody is reminded of what is due."},
		{"a machine that is no tag", func(k *clinic) { k.config += "runs_on: Web 3\n" }, 1, 0, `runs_on: "Web 3" is not a valid tag.`},
		{"word every few seconds", func(k *clinic) { k.replace("slack: C0GLOBEX", "slack: C0GLOBEX, cadence: {sev2: {every: 20s}}") }, 0, 1, "warning  client globex: at severity 2 they are promised word every 20s"},
		{"the store is in use", func(k *clinic) { k.open("candor.db") }, 0, 0, "is in use by a running candor."},
		{"there is no folder for the store", func(k *clinic) { k.config += "store: bolt:no/candor.db\n" }, 1, 0, "there is no folder"},
		{"it is no store", func(k *clinic) { mustWrite(k.t, filepath.Join(k.dir, "candor.db"), strings.Repeat("x", 70000)) }, 1, 0, "is not a candor store"},
		{"a text of ours does not work", func(k *clinic) {
			k.config += "words: words\n"
			k.file("words/templates/holding.md", "---\nabout: ours\n---\n{{nobody_knows}}\n")
		}, 1, 0, "problem  texts: "},
		{"a wake address that is not there", func(k *clinic) { k.file("ben", "http://127.0.0.1:1/secret-ben") }, 1, 0, "problem  waking Ben Okafor: the wake address could not be reached."},
		{"a wake address that does not encrypt", func(k *clinic) { k.file("ben", strings.Replace(k.read("ben"), "http:", "https:", 1)) }, 1, 0, "problem  waking Ben Okafor: the connection to the wake address broke off."},
		{"somebody on the list without a wake address", func(k *clinic) { k.replace(", wake_file: ben", "") }, 0, 1, "warning  waking Ben Okafor: there is no wake address"},
		{"nobody has one", func(k *clinic) { k.replace(", wake_file: ben", ""); k.replace(", wake_file: cleo", "") }, 0, 1, "warning  waking: nobody has a wake address"},
		{"a browser that prints", func(k *clinic) {
			k.browser(`for a; do case $a in --print-to-pdf=*) echo '%PDF-1.4 %%EOF' > "${a#*=}";; esac; done`)
		}, 0, 0, "ok       print: "},
		{"a browser that does not", func(k *clinic) { k.browser("kill -SEGV $$") }, 1, 0, "problem  print: no PDF was made: the browser crashed. Clients get their review as a mail all the same"},
		{"a ring that is wished for", func(k *clinic) { k.args = []string{"--ring", "U0BEN"} }, 0, 0, "ok       ring: the wake address of Ben Okafor took the call"},
		{"a ring of nobody", func(k *clinic) { k.args = []string{"--ring", "U0GONE"} }, 1, 0, "is nobody under people."},
		{"a ring of somebody without an address", func(k *clinic) { k.args = []string{"--ring", "U0ANA"} }, 1, 0, "Ana Ruiz has no wake address."},
		{"a ring that fails", func(k *clinic) {
			k.args = []string{"--ring", "U0BEN"}
			k.slack.Break(faults.Fault{Method: catch.Wake, Status: 403})
		}, 1, 0, "problem  ring: the wake address does not let Candor in (403)."},
		{"a mail that is refused", func(k *clinic) {
			k.mailServer()
			k.args = []string{"--mail", "ana@studio-north.example"}
			k.slack.Break(faults.Fault{Method: "mail", Status: 550})
		}, 1, 1, "problem  mail: "},
		{"the mail server is down", func(k *clinic) {
			k.config += "mail: {host: 127.0.0.1, port: 1, from: status@studio-north.example, tls: none}\n"
		}, 1, 1, "problem  mail: the mail server could not be reached."},
		{"nobody reads what clients answer", func(k *clinic) { k.mailServer() }, 0, 1, "warning  clients' mail: what clients answer by mail is not seen"},
		{"the mailbox is out of reach", func(k *clinic) {
			k.mailServer()
			k.replace("tls: none}", "tls: none, inbox: {host: 127.0.0.1, port: 1, tls: none, user: candor, password: letmein}}")
		}, 1, 0, "problem  clients' mail: the mail server 127.0.0.1 cannot be reached, or does not answer.\n         → Look at that server, and at mail.inbox in the config."},
		{"a mail without a server", func(k *clinic) { k.args = []string{"--mail", "ana@studio-north.example"} }, 1, 0, "no test mail was sent"},
		{"a mistake in the config", func(k *clinic) { k.replace("Europe/London", "Londn") }, 1, 0, `"Londn" is not a valid time zone.`},
		{"no config", func(k *clinic) { k.args = []string{"--config", filepath.Join(k.dir, "gone.yaml")} }, 1, 0, "there is no such file."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := newClinic(t, nil)
			tt.do(k)
			k.want(tt.problems, tt.warnings, tt.want)
		})
	}
}

func (k *clinic) replace(old, with string) {
	k.t.Helper()
	if !strings.Contains(k.config, old) {
		k.t.Fatalf("the config has no %q", old)
	}
	k.config = strings.ReplaceAll(k.config, old, with)
}

func (k *clinic) file(name, text string) {
	k.t.Helper()
	path := filepath.Join(k.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		k.t.Fatal(err)
	}
	mustWrite(k.t, path, text)
}

func (k *clinic) read(name string) string {
	k.t.Helper()
	return mustRead(k.t, filepath.Join(k.dir, name))
}

// mailServer adds a place where mail is caught.
func (k *clinic) mailServer() {
	k.t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		k.t.Fatal(err)
	}
	k.slack.ServeMail(ln)
	k.config += fmt.Sprintf("mail: {host: 127.0.0.1, port: %d, from: status@studio-north.example, tls: none}\n", ln.Addr().(*net.TCPAddr).Port)
}

// open keeps a store open, as a running candor does.
func (k *clinic) open(name string) {
	k.t.Helper()
	s, err := bolt.Open(filepath.Join(k.dir, name), bolt.Options{})
	if err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { s.Close() })
}

// Nobody listens where Slack should be: the rest is looked at.
func TestDoctorWithoutSlack(t *testing.T) {
	k := newClinic(t, nil)
	k.replace("api_url: "+k.url, "api_url: http://127.0.0.1:1/")
	k.want(1, 0, "problem  Slack: it cannot be reached. Tokens, channels and people were not looked at.", "ok       store: ", "ok       texts: ", "ok       disk: ")
}

// So is a store that others can read.
func TestDoctorLooksAtWhoMayReadTheStore(t *testing.T) {
	k := newClinic(t, nil)
	path := filepath.Join(k.dir, "candor.db")
	store, err := bolt.Open(path, bolt.Options{})
	if err = errors.Join(err, store.Close(), os.Chmod(path, 0o644)); err != nil {
		t.Fatal(err)
	}
	k.want(0, 1, "warning  store: others on this machine can read it (0644)", "Type chmod 600 ")
}

// Secrets in a config that others can read are a warning; without secrets it may be read.
func TestDoctorLooksAtWhoMayReadTheConfig(t *testing.T) {
	k := newClinic(t, nil)
	path := filepath.Join(k.dir, "candor.yaml")
	mustWrite(t, path, k.config)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	k.want(0, 0)
	k.replace("slack: {api_url", "slack: {bot_token: "+k.slack.BotToken()+", api_url")
	k.want(0, 1, "warning  config: others on this machine can read it (0644), and it holds secrets: slack.bot_token.", "chmod 600")
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	k.want(0, 0, "ok       config: the secrets in it can be read by its owner only.")
}

func TestDoctorForMachines(t *testing.T) {
	k := newClinic(t, nil, "dnd:read", "chat:write")
	k.args = []string{"--json"}
	out, code := k.visit()
	var got struct {
		OK       bool
		Findings []finding
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	levels := map[level]int{}
	for _, f := range got.Findings {
		levels[f.Level]++
		if f.Subject == "" || f.Text == "" || (f.Fix == "") != (f.Level == fine) {
			t.Errorf("a finding without words or without its fix: %+v", f)
		}
	}
	if got.OK || code != 1 || levels[trouble] != 1 || levels[warning] != 1 || levels[fine] < 8 {
		t.Errorf("exit %d, ok %t, %v", code, got.OK, levels)
	}
}

// Candor says of each scope what does not work without it, and asks for no other.
func TestEveryScopeHasItsReason(t *testing.T) {
	var names []string
	for _, s := range slackapp.Scopes {
		names = append(names, s.Name)
		if len(s.Without) < 10 || strings.HasSuffix(s.Without, ".") {
			t.Errorf("%s: %q", s.Name, s.Without)
		}
	}
	wanted := slackapp.Wanted()
	slices.Sort(names)
	slices.Sort(wanted)
	if !slices.Equal(names, wanted) {
		t.Errorf("scopes in scopes.go: %q\nin the manifest: %q", names, wanted)
	}
	if s := slackapp.ScopeOf("new:scope"); !s.Vital {
		t.Error("a scope that is not in the table is not taken for vital")
	}
}

// A start refuses only what it cannot work without.
func TestAStartWithoutAScope(t *testing.T) {
	for without, starts := range map[string]bool{"dnd:read": true, "pins:write": true, "groups:history": true, "chat:write": false, "users:read": false} {
		t.Run(without, func(t *testing.T) {
			k := newClinic(t, nil, without)
			mustWrite(t, filepath.Join(k.dir, "candor.yaml"), k.config)
			c, err := loadConfig(filepath.Join(k.dir, "candor.yaml"), func(s string) string { return k.env[s] })
			if err != nil {
				t.Fatal(err)
			}
			log := new(lockedBuffer)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			a, err := newApp(ctx, c, new(clock), newLog(log))
			if err == nil {
				defer a.close()
			}
			switch {
			case starts && err != nil:
				t.Errorf("it does not start: %v", err)
			case starts && !strings.Contains(log.String(), "scope="+without):
				t.Errorf("the log does not warn:\n%s", log)
			case !starts && (err == nil || !strings.Contains(err.Error(), without+" missing")):
				t.Errorf("it starts without what it needs: %v", err)
			}
		})
	}
}

// What is wrong with the store is said at once, also while Slack does not answer.
func TestTheStoreIsLookedAtBeforeSlack(t *testing.T) {
	dir := t.TempDir()
	c := mustLoad(t, filepath.Join(dir, "candor.yaml"), smallest+"slack: {api_url: 'http://127.0.0.1:9/api/'}\nstore: bolt:no/candor.db\n", bothTokens)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // nobody waits for Slack
	_, err := newApp(ctx, c, new(clock), newLog(new(lockedBuffer)))
	if err == nil || !strings.Contains(err.Error(), "there is no folder "+filepath.Join(dir, "no")) {
		t.Errorf("it says: %v", err)
	}
}
