package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"candor/cmd/candor/clientfile"
	"candor/incident/client"
	"candor/incident/schedule"
	"candor/incident/sheet"
	"candor/incident/team"
	"candor/messages/strictyaml"
)

const (
	testBotToken = "xoxb-for-tests"
	testAppToken = "xapp-for-tests"
)

func testEnv(pairs ...string) func(string) string {
	env := map[string]string{}
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		env[name] = value
	}
	return func(name string) string { return env[name] }
}

var bothTokens = testEnv("SLACK_BOT_TOKEN="+testBotToken, "SLACK_APP_TOKEN="+testAppToken)

// Each file in testdata/config is one mistake, or a few. It begins with what
// must be said about it, without the name of the file; "# env:" sets the
// environment, in which both tokens are otherwise.
func TestConfigMistakes(t *testing.T) {
	for _, path := range mustGlob(t, "testdata/config/*.yaml") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			want, env := directives(mustRead(t, path))
			if len(want) == 0 {
				t.Fatal("the file does not begin with # want:")
			}
			_, err := loadConfig(path, env)
			if err == nil {
				t.Fatalf("loadConfig(%s) = nil, want %s", path, want)
			}
			said := strings.Split(strings.ReplaceAll(err.Error(), path+":", ""), "\n")
			if diff := cmp.Diff(want, said); diff != "" {
				t.Errorf("loadConfig(%s) (-want +got):\n%s", path, diff)
			}
			for _, p := range err.(*configError).Problems {
				if !twoSentences.MatchString(p.Text) {
					t.Errorf("%q does not say what to do next", p.Text)
				}
			}
		})
	}
}

var twoSentences = regexp.MustCompile(`.[.;:] [A-Z{].*[.:…}]$`)

// directives returns what the comments at the head of a test file ask for.
func directives(text string) (want []string, env func(string) string) {
	env = bothTokens
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if w, ok := strings.CutPrefix(line, "# want: "); ok {
			want = append(want, w)
		}
		if e, ok := strings.CutPrefix(line, "# env:"); ok {
			env = testEnv(strings.Fields(e)...)
		}
	}
	return want, env
}

func TestConfigFileThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, filepath.Join(dir, "big.yaml"), strings.Repeat("#", maxConfigSize+1))
	mustWrite(t, filepath.Join(dir, "empty.yaml"), "")
	tests := []struct{ name, path, want string }{
		{"missing", "no/candor.yaml", "no/candor.yaml: there is no such file. Type candor init: it asks for everything and writes it. Or copy config.example.yaml to no/candor.yaml and fill it in."},
		{"a folder", dir, dir + ": is a folder. Name the file in it, for example " + dir + "/candor.yaml."},
		{"too big", dir + "/big.yaml", dir + "/big.yaml: is over 1 MB, which is not a config of Candor. Check the path."},
		{"without an end", "/dev/zero", "/dev/zero: is over 1 MB, which is not a config of Candor. Check the path."},
		{"empty", dir + "/empty.yaml", dir + "/empty.yaml:1: the file is empty. Copy config.example.yaml over it and fill it in."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := loadConfig(tt.path, bothTokens); err == nil || err.Error() != tt.want {
				t.Errorf("loadConfig = %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestConfigExample(t *testing.T) {
	c, err := loadConfig("../../config.example.yaml", bothTokens)
	if err != nil {
		t.Fatal(err)
	}

	t.Run("holds every key and no other", func(t *testing.T) {
		commented := regexp.MustCompile(`(?m)^(\s*)#([a-z_]+:)`)
		text := commented.ReplaceAllString(mustRead(t, "../../config.example.yaml"), "$1$2")
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		written, known := map[string]bool{}, map[string]bool{}
		writtenKeys(written, doc.Content[0], "")
		knownKeys(known, reflect.TypeFor[config](), "")
		if diff := cmp.Diff(slices.Sorted(maps.Keys(known)), slices.Sorted(maps.Keys(written))); diff != "" {
			t.Errorf("the keys of config.example.yaml (-known +written):\n%s", diff)
		}
	})
	t.Run("names the defaults of the cadence", func(t *testing.T) {
		written, plain := c.Clients[0], client.Client{}
		for sev := range written.Cadence {
			if got, want := written.RhythmOf(sev), plain.RhythmOf(sev); got != want {
				t.Errorf("severity %d: %v, the default is %v", sev, got, want)
			}
		}
	})
	t.Run("names the defaults of the rest", func(t *testing.T) {
		got := []string{c.Slack.Command, c.Slack.APIURL, c.Store, c.ChannelName}
		want := []string{defaultCommand, defaultAPIURL, defaultStore, defaultChannelName}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func writtenKeys(keys map[string]bool, n *yaml.Node, path string) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			at := strings.TrimPrefix(path+"."+n.Content[i].Value, ".")
			keys[at] = true
			writtenKeys(keys, n.Content[i+1], at)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			writtenKeys(keys, item, path+"[]")
		}
	}
}

func knownKeys(keys map[string]bool, t reflect.Type, path string) {
	switch t { // read by a type of their own
	case reflect.TypeFor[schedule.Hours]():
		t = reflect.TypeFor[hoursConfig]()
	case reflect.TypeFor[map[client.Severity]client.Rhythm]():
		t = reflect.TypeFor[clientfile.Cadences]()
	case reflect.TypeFor[*client.Webhook]():
		t = reflect.TypeFor[webhookConfig]()
	case reflect.TypeFor[sheet.Sheet]():
		for _, id := range sheet.IDs() {
			keys[path+"."+id] = true
		}
		return
	case reflect.TypeFor[client.Approval](), reflect.TypeFor[schedule.Cadence]():
		return
	}
	if t.Kind() == reflect.Slice {
		t, path = t.Elem(), path+"[]"
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		if key := strictyaml.Key(t.Field(i)); key != "" {
			at := strings.TrimPrefix(path+"."+key, ".")
			keys[at] = true
			knownKeys(keys, t.Field(i).Type, at)
		}
	}
}

func TestConfigBecomesTheDomain(t *testing.T) {
	c, err := loadConfig("../../config.example.yaml", bothTokens)
	if err != nil {
		t.Fatal(err)
	}
	people := []team.Person{
		{Slack: "U0ANA", Name: "Ana Ruiz", Role: "Lead developer", Phone: "+44 20 7946 0001", Email: "ana@studio-north.example"},
		{Slack: "U0BEN", Name: "Ben Okafor", Role: "Developer"},
		{Slack: "U0CLEO", Name: "Cleo Lindqvist", Role: "Account manager"},
	}
	if diff := cmp.Diff(people, c.people()); diff != "" {
		t.Error(diff)
	}
	contacts := team.Contacts{Insurer: team.Contact{Name: "Northern Mutual", Phone: "+44 20 7946 0100", Email: "claims@northern.example"}, Policy: "CY-2026-114",
		Lawyer: team.Contact{Name: "Field and Rowe", Phone: "+44 20 7946 0101", Email: "post@field-rowe.example"}, Host: team.Contact{Name: "Harbour Hosting", Phone: "+44 20 7946 0102", Email: "support@harbour.example"}}
	if got := c.roster().Contacts; got != contacts {
		t.Errorf("our contacts are %+v", got)
	}
	clients := []client.Client{{
		ID: "acme", Name: "Acme Shop", Aliases: []string{"ACME Ltd"}, Service: "Acme online shop", TimeZone: "Europe/London", Slack: "C0ACME",
		Hours:    schedule.Hours{Days: []time.Weekday{1, 2, 3, 4, 5}, Opens: 9 * time.Hour, Closes: 17*time.Hour + 30*time.Minute},
		Letters:  "legal@acme.example",
		CallFrom: "08:15", Holidays: []string{"2026-12-25", "2027-01-01"}, Domains: []string{"acme.example"}, Tags: []string{"web-3"}, Backups: client.BackupsOurs, Laws: []string{"uk-gdpr"}, NotifyWithin: "24h",
		Sheet: sheet.Sheet{"phones": "Dana Fox, +44 20 7946 0009", "decides": "Dana alone", "tell": "in writing", "panel": "https://panel.example/acme",
			"rollback": "https://wiki.studio-north.example/acme-rollback", "access": "Ana and Ben; the vault: https://vault.example/acme"},
		Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example", Phone: "+44 20 7946 0002"}},
		Email:    true, Optional: []string{client.ViaEmail},
		Cadence: map[client.Severity]client.Rhythm{
			1: {First: 15 * time.Minute, Every: schedule.Every(30 * time.Minute), Mitigated: schedule.Every(time.Hour), Monitoring: schedule.Every(2 * time.Hour), Final: 15 * time.Minute},
			2: {First: 30 * time.Minute, Every: schedule.Every(time.Hour), Mitigated: schedule.Every(2 * time.Hour), Monitoring: schedule.Every(4 * time.Hour), Final: 30 * time.Minute},
			3: {First: 2 * time.Hour, Every: schedule.Every(4 * time.Hour), Mitigated: schedule.Every(24 * time.Hour), Monitoring: schedule.Every(24 * time.Hour), Final: 2 * time.Hour},
		},
	}, {
		ID: "globex", Name: "Globex Travel", Approval: client.Approval{Rule: client.ApprovalNamed, People: []string{"U0BEN"}},
		Hours: schedule.Hours{Days: []time.Weekday{1, 2, 3, 4, 6}, Opens: 8 * time.Hour, Closes: 16 * time.Hour},
	}}
	if diff := cmp.Diff(clients, c.Clients); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"U0BEN", "U0CLEO"}, c.EscalateTo); diff != "" {
		t.Error(diff)
	}
}

const smallest = "company: Studio North\nclients: [{id: acme, name: Acme Shop}]\n"

func TestConfigDefaultsAndPaths(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "candor.yaml")
	if err := os.Mkdir(filepath.Join(dir, "words"), 0o700); err != nil {
		t.Fatal(err)
	}
	load := func(more string) *config { return mustLoad(t, path, smallest+more, bothTokens) }

	c := load("")
	got := []string{c.Slack.Command, c.Slack.APIURL, c.ChannelName, c.storeFile(), c.wordsDir()}
	want := []string{"/incident", "https://slack.com/api/", "inc-{number}-{client}-{title}", dir + "/candor.db", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
	if cadence := c.Clients[0].Cadence; cadence != nil {
		t.Errorf("a client without a cadence has %v, want nil", cadence)
	}
	if got, want := load("words: words\nstore: bolt:data/x.db\n"), dir; got.wordsDir() != want+"/words" || got.storeFile() != want+"/data/x.db" {
		t.Errorf("relative paths: %s and %s, want them under %s", got.wordsDir(), got.storeFile(), want)
	}
	if got := load("store: bolt:/srv/x.db\n").storeFile(); got != "/srv/x.db" {
		t.Errorf("storeFile() = %s, want /srv/x.db", got)
	}
	if got := load("slack: {api_url: 'http://127.0.0.1:8080/api'}\n").Slack.APIURL; got != "http://127.0.0.1:8080/api/" {
		t.Errorf("api_url = %s, want a slash at its end", got)
	}
	for _, url := range []string{"http://localhost:1/api/", "http://[::1]:1/api/", "https://slack.example/api/"} {
		load("slack: {api_url: '" + url + "'}\n")
	}
}

func TestConfigTakesWhatYAMLOffers(t *testing.T) {
	const text = `
company: "  Studio North "
people:
  - {slack: U0ANA, name: Ana Ruiz, phone: 0044207946}
clients:
  - id: acme
    name: Acme Shop
    time_zone:
    cadence: {sev1: &slow {every: 45m}, sev2: *slow, sev3: {every: "0 9,13,17 * * MON-FRI", monitoring: "@every 2h"}}
`
	c := mustLoad(t, filepath.Join(t.TempDir(), "candor.yaml"), text, bothTokens)
	if c.Company != "Studio North" {
		t.Errorf("company is %q, want it without spaces around", c.Company)
	}
	if got := c.people()[0].Phone; got != "0044207946" {
		t.Errorf("phone is %q, want it with its zeros", got)
	}
	want := map[client.Severity]client.Rhythm{1: {Every: schedule.Every(45 * time.Minute)}, 2: {Every: schedule.Every(45 * time.Minute)},
		3: {Every: schedule.Cadence{Cron: "0 9,13,17 * * MON-FRI"}, Monitoring: schedule.Every(2 * time.Hour)}}
	if diff := cmp.Diff(want, c.Clients[0].Cadence); diff != "" {
		t.Errorf("the cadence (-want +got):\n%s", diff)
	}
}

// What a client may have beside a name, in all the ways to write it.
func TestConfigOfAClient(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.yaml")
	load := func(keys string) client.Client {
		t.Helper()
		return mustLoad(t, path, "company: A\nclients: [{id: acme, name: Acme Shop, "+keys+"}]\n", bothTokens).Clients[0]
	}
	for word, want := range map[string]client.NightPolicy{"ask": client.NightAsk, "always": client.NightAlways, "sev1": client.NightWorst, "summary": client.NightSummary} {
		if got := load("night: " + word).Night; got != want {
			t.Errorf("night: %s is %q, want %q", word, got, want)
		}
	}
	for word, want := range map[string]client.ApprovalRule{"none": client.ApprovalNone, "other": client.ApprovalOther, "commander": client.ApprovalCommander} {
		if got := load("approval: " + word).Approval; got.Rule != want || got.People != nil {
			t.Errorf("approval: %s is %+v, want %q", word, got, want)
		}
	}
	c := load("technical: yes, automatic: True, hours: {days: Mon-Sat}")
	if !c.Technical || !c.Automatic || c.Hours.String() != "Mon-Sat 09:00-17:00" {
		t.Errorf("the client is %+v, hours %s", c, c.Hours)
	}
	if c := load("technical: no, automatic: false, hours: "); c.Technical || c.Automatic || c.Hours.String() != "" {
		t.Errorf("the client is %+v", c)
	}
}

// Clients may all be made in Slack.
func TestConfigWithoutClients(t *testing.T) {
	for _, text := range []string{"company: A\n", "company: A\nclients: []\n", "company: A\nclients:\n"} {
		if c := mustLoad(t, filepath.Join(t.TempDir(), "candor.yaml"), text, bothTokens); len(c.Clients) != 0 {
			t.Errorf("%q has clients", text)
		}
	}
}

// A token comes from the environment, else its file, else the config.
func TestConfigTokens(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "candor.yaml")
	mustWrite(t, filepath.Join(dir, "bot"), "xoxb-from-file\n")
	const app = "SLACK_APP_TOKEN=xapp-1"
	tests := []struct {
		name, slack string
		env         func(string) string
		want        string
	}{
		{"in the config", "bot_token: xoxb-from-config", testEnv(app), "xoxb-from-config"},
		{"in a file beside the config", "bot_token_file: bot", testEnv(app), "xoxb-from-file"},
		{"the environment before the config", "bot_token: xoxb-from-config", testEnv(app, "SLACK_BOT_TOKEN=xoxb-from-env"), "xoxb-from-env"},
		{"the environment before a file that is not there", "bot_token_file: gone", testEnv(app, "SLACK_BOT_TOKEN=xoxb-from-env\n"), "xoxb-from-env"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustLoad(t, path, smallest+"slack: {"+tt.slack+"}\n", tt.env)
			if got := c.Slack.BotToken.Reveal(); got != tt.want {
				t.Errorf("bot token is %s, want %s", got, tt.want)
			}
		})
	}
}

// However a config is printed, its tokens are not in it.
func TestConfigSecretsCannotBePrinted(t *testing.T) {
	c := mustLoad(t, filepath.Join(t.TempDir(), "candor.yaml"), smallest, bothTokens)
	inside := struct{ hidden config }{*c} // unexported: fmt does not ask its methods
	prints := map[string]string{"String": c.Slack.BotToken.String(), "GoString": c.Slack.BotToken.GoString()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		prints[verb] = fmt.Sprintf(verb, c)
		prints[verb+" of a token"] = fmt.Sprintf(verb, c.Slack.BotToken)
		prints[verb+" of a pointer"] = fmt.Sprintf(verb, &c.Slack.BotToken)
		prints[verb+" inside"] = fmt.Sprintf(verb, inside)
	}
	for name, marshal := range map[string]func(any) ([]byte, error){"json": json.Marshal, "yaml": yaml.Marshal} {
		text, err := marshal(c.Slack)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		prints[name] = string(text)
	}
	var log strings.Builder
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Info("config", "config", c, "token", c.Slack.BotToken)
	}
	prints["slog"] = log.String()

	for how, text := range prints {
		if strings.Contains(text, "for-tests") || strings.Contains(text, fmt.Sprintf("%x", testBotToken)) {
			t.Errorf("%s prints a token: %s", how, text)
		}
	}
	if !strings.Contains(prints["json"], `"***"`) || !strings.Contains(prints["%v of a token"], "***") {
		t.Errorf("a token is not shown as ***: %s", prints["json"])
	}
}

// Wherever a token is pasted, the mistake that follows does not repeat it.
func TestConfigErrorsHoldNoSecret(t *testing.T) {
	texts := []string{
		"xoxb-12-leak: 1", "company: [xoxb-12-leak", "company: *xoxb-12-leak", "store: xoxb-12-leak", "words: xapp-1-leak",
		"channel_name: '{xapp-1-leak}'", "escalate_to: [xoxb-12-leak]", "slack: {bot_token: xapp-1-leak, app_token: xoxb-1-leak}",
		"slack: {bot_token: 'xoxp-leak', app_token: leak}", "slack: {bot_token: xoxb-1 leak, app_token: xapp-1_leak}",
		"people: [{slack: U0BEN, name: Ben, wake: leak}]", "people: [{slack: U0BEN, name: Ben, wake: 'http://ntfy.example/leak', wake_format: x}]",
		"people: [{slack: U0BEN, name: Ben, wake: 'https://10.1.2.3/leak', wake_file: x}]", "people: [{slack: U0BEN, name: Ben, wake: [leak]}]",
		"slack: {bot_token_file: xoxb-12-leak}", "slack: {command: xapp-1-leak, api_url: 'https://u:leak@slack.com'}",
		"clients: [{id: xoxb-12-leak, slack: xoxb-12-leak, time_zone: xapp-1-leak, cadence: {sev1: {first: xapp-1-leak}}}]",
		"people: [{slack: XOXB-12-LEAK, email: xoxb-12-leak}]", "slack: {bot_token: [leak], app_token: {leak: 1}}",
	}
	for _, text := range texts {
		_, problems := parseConfig("candor.yaml", []byte(text), testEnv())
		said := (&configError{problems}).Error()
		if len(problems) == 0 || strings.Contains(strings.ToLower(said), "leak") && text != texts[len(texts)-1] {
			t.Errorf("%s\nis answered with\n%s", text, said)
		}
	}
}

func FuzzConfig(f *testing.F) {
	for _, path := range append(mustGlob(f, "testdata/config/*.yaml"), "../../config.example.yaml") {
		f.Add(mustRead(f, path))
	}
	// No file of the machine is read, whatever the fuzzer writes.
	files := regexp.MustCompile(`(?i)_file|words|ics`)
	f.Fuzz(func(t *testing.T, text string) {
		if files.MatchString(text) {
			t.Skip("it may name a file")
		}
		c, problems := parseConfig("candor.yaml", []byte(text), bothTokens)
		c.people()
		c.storeFile()
		for _, p := range problems {
			if p.Line < 0 || p.Line > strings.Count(text, "\n")+strings.Count(text, "\r")+strings.Count(text, "\u2028")+strings.Count(text, "\u2029")+strings.Count(text, "\u0085")+2 {
				t.Errorf("%q: line %d is not in the file", text, p.Line)
			}
			if strings.ContainsAny(p.String(), "\n") {
				t.Errorf("%q: a problem of two lines: %q", text, p)
			}
		}
		fmt.Fprintf(io.Discard, "%+v %v", c, &configError{problems})
	})
}

func TestConfigErrorIsRecognised(t *testing.T) {
	_, err := loadConfig("testdata/config/no-such-file", bothTokens)
	if _, ok := errors.AsType[*configError](fmt.Errorf("load: %w", err)); !ok {
		t.Errorf("%T is no *configError", err)
	}
}

func mustLoad(t *testing.T, path, text string, env func(string) string) *config {
	t.Helper()
	mustWrite(t, path, text)
	c, err := loadConfig(path, env)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustWrite(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func mustGlob(t testing.TB, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
	}
	return paths
}
