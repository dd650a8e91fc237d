package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"candor/cmd/candor/cli"
	"candor/incident/client"
	"candor/incident/schedule"
	"candor/incident/team"
	"candor/messages/strictyaml"
)

// config is what the operator wrote, with the defaults filled in. The yaml tags
// are the keys; a test holds config.example.yaml against them. Slack ids, names
// and zones are checked when it is loaded and not again.
//
// Relative paths are relative to the folder of the config file, wherever the
// program was started.
type config struct {
	Company     string          `yaml:"company"` // how clients know the team
	Slack       slackConfig     `yaml:"slack"`
	Store       string          `yaml:"store"`   // bolt:FILE
	RunsOn      string          `yaml:"runs_on"` // the machine, as the tags of clients call it; empty: none of theirs runs on it
	Words       string          `yaml:"words"`   // folder with texts that replace built-in ones; empty: none
	ChannelName string          `yaml:"channel_name"`
	People      []personConfig  `yaml:"people"`
	EscalateTo  []string        `yaml:"escalate_to"`       // Slack ids of people, in the order in which they are woken
	AccountAll  bool            `yaml:"account_sends_all"` // whoever looks after a client may send any text
	Trusted     []string        `yaml:"trusted_guests"`    // Slack ids of people with guest accounts who are of the team
	Clients     []client.Client `yaml:"clients"`           // their keys are those of the record; the time zone is empty for UTC
	Contacts    team.Contacts   `yaml:"our_contacts"`
	Holidays    []string        `yaml:"holidays"` // of the company; after loading days alone, and so are those of the clients
	Mail        mailConfig      `yaml:"mail"`
	Webhooks    webhooksConfig  `yaml:"webhooks"`
	Backup      backupConfig    `yaml:"backup"`
	Print       string          `yaml:"print"`     // a browser that makes PDFs; empty: none are made
	Heartbeat   secret          `yaml:"heartbeat"` // an address that is called while promises are watched; after loading: from wherever it came

	HeartbeatFile string `yaml:"heartbeat_file"`

	dir    string    // the folder of the config file
	unset  []problem // of tokens that are set nowhere
	inline []string  // paths of the secrets that stand in the file itself
	ranOut []string  // sentences about files of holidays that are over
	twice  bool      // a test's store; see [bolt.Options]

	printLimit time.Duration // a test's, for one page; 0: the usual
}

type slackConfig struct {
	BotToken     secret `yaml:"bot_token"` // after loading: from wherever it came
	AppToken     secret `yaml:"app_token"`
	BotTokenFile string `yaml:"bot_token_file"`
	AppTokenFile string `yaml:"app_token_file"`
	APIURL       string `yaml:"api_url"` // ends with a slash
	Command      string `yaml:"command"`
	Announce     string `yaml:"announce"` // the channel that hears what all of the team should know of Candor itself; empty: who is asked first
}

type personConfig struct {
	Slack string `yaml:"slack"`
	Name  string `yaml:"name"`
	Role  string `yaml:"role"`
	Phone string `yaml:"phone"`
	Email string `yaml:"email"`

	Wake       secret `yaml:"wake"` // after loading: from wherever it came
	WakeFile   string `yaml:"wake_file"`
	WakeFormat string `yaml:"wake_format"` // text, json or form
}

// hoursConfig is the hours in three parts, for those who do not write
// Mon-Fri 09:00-17:30.
type hoursConfig struct {
	Days   string `yaml:"days"`
	Opens  string `yaml:"opens"`
	Closes string `yaml:"closes"`
}

// Defaults of keys that may be left out.
const (
	defaultAPIURL      = "https://slack.com/api/"
	defaultCommand     = "/incident"
	defaultStore       = "bolt:candor.db"
	defaultChannelName = "inc-{number}-{client}-{title}"
)

// maxConfigSize is far beyond any config and keeps a wrong file out of memory.
const maxConfigSize = 1 << 20

// loadConfig reads the config file. Tokens in the environment go before those
// in the file. The error is a [configError] with every mistake, one line each.
func loadConfig(path string, getenv func(string) string) (*config, error) {
	text, why := readConfig(path)
	if why != "" {
		return nil, &configError{[]problem{{File: path, Text: why}}}
	}
	c, problems := parseConfig(path, text, getenv)
	if len(problems) > 0 {
		return nil, &configError{problems}
	}
	return c, nil
}

// loadPlaces is loadConfig for who needs to know where things are: after a disaster half of
// what a config names may be missing, secret files first. A mistake counts under store,
// backup and the keys named.
func loadPlaces(path string, getenv func(string) string, keys ...string) (*config, error) {
	text, why := readConfig(path)
	if why != "" {
		return nil, &configError{[]problem{{File: path, Text: why}}}
	}
	c, problems := judgeConfig(path, text, withoutTokens(getenv))
	problems = slices.DeleteFunc(problems, func(p problem) bool {
		key := p.Path[:len(p.Path)-len(strings.TrimLeft(p.Path, "abcdefghijklmnopqrstuvwxyz_"))]
		return p.Path != "" && (strings.HasSuffix(p.Path, "_file") || !slices.Contains(append(keys, "store", "backup"), key))
	})
	if len(problems) > 0 {
		return nil, &configError{problems}
	}
	return c, nil
}

// parseConfig is loadConfig without the reading of the file.
func parseConfig(path string, text []byte, getenv func(string) string) (*config, []problem) {
	c, problems := judgeConfig(path, text, getenv)
	problems = append(problems, c.unset...)
	strictyaml.Sort(problems)
	return c, problems
}

// judgeConfig is parseConfig where nothing talks to Slack: that a token is set nowhere is
// noted in the config, and no mistake.
func judgeConfig(path string, text []byte, getenv func(string) string) (*config, []problem) {
	c := &config{dir: filepath.Dir(path)}
	r := newReader(path)
	if r.Read(text, c) {
		c.inline = r.secrets
		newChecker(r, c, getenv).check()
	}
	strictyaml.Sort(r.Problems)
	return c, r.Problems
}

// readConfig returns the text of the file, or why there is none.
func readConfig(path string) (text []byte, why string) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Sprintf("there is no such file. Type candor init: it asks for everything and writes it. Or copy config.example.yaml to %s and fill it in.", path)
	case err != nil:
		return nil, fmt.Sprintf("cannot be opened: %s. Check the path and its permissions.", reason(err))
	case info.IsDir():
		return nil, "is a folder. Name the file in it, for example " + filepath.Join(path, "candor.yaml") + "."
	}
	switch text, err = cli.ReadUpTo(path, maxConfigSize); {
	case errors.Is(err, cli.ErrTooMuch):
		return nil, "is over 1 MB, which is not a config of Candor. Check the path."
	case err != nil:
		return nil, fmt.Sprintf("cannot be read: %s. Give the user that runs Candor the right to read it.", reason(err))
	}
	return text, ""
}

// reason is an error of the file system without the operation and the path,
// which the line already names.
func reason(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}

// path returns a path of the config, seen from the folder of the file.
func (c *config) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(c.dir, p)
}

// storeFile is where the data is kept.
func (c *config) storeFile() string { return c.path(strings.TrimPrefix(c.Store, "bolt:")) }

// wordsDir is the folder with the team's own texts; empty if there is none.
func (c *config) wordsDir() string { return c.path(c.Words) }

// roster is what the domain needs to know of clients and people.
func (c *config) roster() team.Roster {
	return team.Roster{Clients: slices.Clone(c.Clients), People: c.people(), EscalateTo: c.EscalateTo, TrustedGuests: c.Trusted, AccountSendsAll: c.AccountAll, Contacts: c.Contacts, Holidays: c.Holidays}
}

// people returns the team as the domain knows it.
func (c *config) people() []team.Person {
	var list []team.Person
	for _, p := range c.People {
		list = append(list, team.Person{Slack: p.Slack, Name: p.Name, Role: p.Role, Phone: p.Phone, Email: p.Email,
			Wake: client.Secret(p.Wake.Reveal()), WakeFormat: wakeFormats[p.WakeFormat]})
	}
	return list
}

// hours returns the zero value for none.
func (h hoursConfig) hours() (schedule.Hours, error) {
	if h == (hoursConfig{}) {
		return schedule.Hours{}, nil
	}
	otherwise(&h.Opens, "09:00")
	otherwise(&h.Closes, "17:00")
	return schedule.HoursOf(h.Days, h.Opens, h.Closes)
}
