package main

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"candor/incident/timeline"
	"candor/messages"
)

// The rooms of the domain, each with those that it may import; then what stands
// around it. A new package needs a line here and a place in docs/ARCHITECTURE.md.
var (
	rules  = []string{"incident/forget", "incident/phrase", "incident/fault", "incident/schedule", "incident/question", "incident/pledge", "incident/client", "incident/team", "incident/facts", "incident/playbook", "incident/outbox", "incident/update", "incident/timeline", "incident/promise", "incident/damage", "incident/approval", "incident/restore", "incident/review", "incident/solved", "incident/eta", "incident/spell", "incident/night", "incident/morning", "incident/law", "incident/byhand", "incident/drill", "incident/standing", "incident/told", "incident", "incident/lookup", "incident/proof", "incident/sheet"}
	shown  = and(rules, "incident/claimed", "incident/view", "incident/meeting", "incident/score")
	layers = map[string][]string{
		"incident/forget":       {},
		"incident/visible":      {},
		"incident/plain":        {},
		"incident/secret":       {"incident/plain"},
		"incident/fault":        {"incident/forget"},
		"incident/schedule":     {"incident/fault"},
		"incident/morning":      {"incident/schedule"},
		"incident/client":       {"incident/fault", "incident/schedule", "incident/law", "incident/sheet"},
		"incident/clientlist":   {"incident/client", "incident/fault", "incident/schedule", "incident/visible"},
		"incident/law":          {"incident/fault", "incident/schedule"},
		"incident/team":         {"incident/client"},
		"incident/phrase":       {},
		"incident/facts":        {"incident/fault", "incident/phrase", "incident/schedule"},
		"incident/playbook":     {"incident/client", "incident/facts", "incident/fault", "incident/phrase", "incident/schedule"},
		"incident/outbox":       {"incident/client", "incident/phrase", "incident/team", "incident/secret"},
		"incident/update":       {"incident/client", "incident/facts", "incident/fault", "incident/outbox", "incident/phrase", "incident/playbook", "incident/schedule", "incident/team"},
		"incident/byhand":       {"incident/facts", "incident/update", "incident/fault", "incident/phrase"},
		"incident/standing":     {"incident/facts", "incident/fault", "incident/update"},
		"incident/told":         {"incident/byhand", "incident/client", "incident/facts", "incident/fault", "incident/law", "incident/phrase", "incident/schedule", "incident/spell", "incident/standing", "incident/update"},
		"incident/timeline":     {"incident/facts", "incident/playbook", "incident/update"},
		"incident/promise":      {"incident/fault", "incident/morning", "incident/outbox", "incident/phrase", "incident/playbook", "incident/schedule", "incident/update"},
		"incident/eta":          {"incident/fault", "incident/schedule"},
		"incident/spell":        {},
		"incident/alike":        {"incident", "incident/damage", "incident/facts", "incident/fault", "incident/outbox", "incident/phrase", "incident/promise", "incident/told", "incident/update"},
		"incident/claimed":      {"incident", "incident/byhand", "incident/facts", "incident/fault", "incident/outbox", "incident/playbook", "incident/promise", "incident/schedule", "incident/update"},
		"incident/beside":       {"incident", "incident/alike", "incident/fault", "incident/lookup", "incident/update"},
		"incident/damage":       {"incident/client", "incident/fault"},
		"incident/drill":        {"incident/client", "incident/fault", "incident/outbox", "incident/schedule"},
		"incident/drilling":     and(rules, "incident/replies", "incident/records", "incident/work"),
		"incident":              rules[:len(rules)-2],
		"incident/lookup":       {"incident", "incident/damage", "incident/promise", "incident/schedule"},
		"incident/approval":     {"incident/client", "incident/fault", "incident/morning", "incident/promise", "incident/update"},
		"incident/lapse":        and(rules, "incident/ringing"),
		"incident/digest":       rules,
		"incident/paper":        rules,
		"incident/meeting":      rules,
		"incident/score":        rules,
		"incident/review":       {"incident/client", "incident/fault", "incident/playbook"},
		"incident/pledge":       {"incident/client", "incident/fault", "incident/phrase", "incident/promise", "incident/review", "incident/update"},
		"incident/restore":      {"incident/fault", "incident/schedule"},
		"incident/night":        {"incident/fault", "incident/schedule"},
		"incident/rota":         and(shown, "incident/firm", "incident/records"),
		"incident/watch":        and(rules, "incident/asleep", "incident/firm", "incident/records", "incident/rota", "incident/view", "incident/work"),
		"incident/solved":       {"incident/facts", "incident/fault"},
		"incident/recovery":     and(rules, "incident/firm", "incident/records", "incident/work"),
		"incident/unreadable":   and(rules, "incident/firm", "incident/records", "incident/view", "incident/work"),
		"incident/figures":      and(rules, "incident/records"),
		"incident/policy":       {"incident", "incident/fault", "incident/playbook", "incident/promise", "incident/review", "incident/update"},
		"incident/ending":       rules,
		"incident/view":         rules,
		"incident/records":      rules,
		"incident/firm":         and(shown, "incident/records", "incident/paper"),
		"incident/rehearsal":    {"incident", "incident/update"},
		"incident/work":         and(shown, "incident/asked", "incident/resend", "incident/rota", "incident/firm", "incident/records", "incident/digest", "incident/rehearsal", "incident/whose", "incident/paper", "incident/beside", "incident/alike", "incident/notyours", "incident/claimed"),
		"incident/replies":      and(rules, "incident/lookup", "incident/meeting", "incident/rota", "incident/work"),
		"incident/whose":        {"incident", "incident/client", "incident/facts", "incident/fault", "incident/schedule", "incident/update"},
		"incident/asked":        {"incident"},
		"incident/asleep":       {"incident", "incident/fault", "incident/night", "incident/promise", "incident/update"},
		"incident/resend":       {"incident", "incident/facts", "incident/fault", "incident/outbox", "incident/promise", "incident/update"},
		"incident/question":     {},
		"incident/notyours":     {"incident", "incident/client", "incident/facts", "incident/fault", "incident/outbox", "incident/update", "incident/whose"},
		"incident/taking":       and(rules, "incident/notyours", "incident/work"),
		"incident/ahead":        and(rules, "incident/eta", "incident/records", "incident/whose", "incident/work"),
		"incident/audit":        and(rules, "incident/firm", "incident/records", "incident/work"),
		"incident/reminding":    and(rules, "incident/beside", "incident/watch", "incident/work", "incident/firm", "incident/records", "incident/view", "incident/clocks", "incident/upkeep"),
		"incident/ringing":      and(rules, "incident/records"),
		"incident/heard":        and(rules, "incident/replies", "incident/firm", "incident/records", "incident/upkeep", "incident/work"),
		"incident/telling":      and(rules, "incident/alike", "incident/claimed", "incident/meeting", "incident/notyours", "incident/work", "incident/records"),
		"incident/service":      and(shown, "incident/ending", "incident/replies", "incident/telling", "incident/figures", "incident/lapse", "incident/policy", "incident/reminding", "incident/recovery", "incident/ringing", "incident/rota", "incident/firm", "incident/records", "incident/work", "incident/watch", "incident/opening", "incident/checking", "incident/clocks", "incident/drilling", "incident/before", "incident/upkeep", "incident/rehearsal", "incident/whose", "incident/ahead", "incident/notyours", "incident/taking", "incident/fallen", "incident/lessons", "incident/unreadable"),
		"messages":              and(shown, "incident/alike", "messages/asks", "messages/clock", "messages/due", "messages/given", "messages/grammar", "messages/invented", "messages/lint", "messages/menu", "messages/mrkdwn", "messages/opens", "messages/owns", "messages/outset", "messages/strictyaml", "messages/ready", "messages/webhook", "messages/tidy", "incident/notyours", "incident/asleep", "messages/stencil"),
		"incident/fallen":       and(rules, "incident/policy", "incident/replies", "incident/whose", "incident/work"),
		"messages/menu":         and(rules, "messages/strictyaml"),
		"messages/ready":        {"incident/fault"},
		"messages/webhook":      {"incident", "incident/client", "incident/facts", "incident/outbox", "incident/update"},
		"messages/clock":        {},
		"messages/tidy":         {},
		"messages/stencil":      {"messages/strictyaml"},
		"messages/asks":         {"incident/facts", "incident/standing"},
		"messages/due":          {"incident", "incident/byhand", "incident/facts", "incident/fault", "incident/phrase", "incident/pledge", "incident/promise", "incident/review", "incident/standing", "incident/update", "messages/grammar"},
		"messages/given":        {},
		"messages/opens":        {"incident", "incident/facts", "incident/update"},
		"messages/outset":       {"incident/client"},
		"messages/owns":         {"incident", "incident/asleep", "incident/client", "incident/facts", "incident/fault", "incident/phrase", "incident/playbook", "incident/promise", "incident/spell", "incident/update", "messages/due", "messages/grammar", "messages/mrkdwn", "incident/byhand", "incident/notyours"},
		"messages/invented":     rules,
		"messages/grammar":      {},
		"messages/mrkdwn":       {"incident/visible"},
		"messages/kit":          and(shown, "messages", "messages/mrkdwn"),
		"messages/mailed":       and(shown, "messages/kit"),
		"messages/ways":         and(shown, "messages", "messages/kit"),
		"messages/closing":      and(shown, "incident/ending", "messages", "messages/kit"),
		"messages/waking":       and(shown, "messages", "messages/kit"),
		"messages/known":        and(shown, "messages", "messages/kit"),
		"messages/accounts":     and(shown, "messages", "messages/kit"),
		"messages/screen":       and(shown, "messages/accounts", "incident/ending", "messages/waking", "messages", "messages/mrkdwn", "messages/exercise", "messages/kit", "messages/mailed", "messages/overnight", "messages/morning", "messages/law", "messages/ways", "messages/upkeep", "messages/known", "messages/paper", "messages/closing", "incident/resend"),
		"messages/overnight":    and(shown, "messages", "messages/history", "messages/kit", "messages/mrkdwn", "incident/asleep"),
		"messages/morning":      and(shown, "messages", "messages/kit", "messages/upkeep"),
		"incident/lessons":      and(rules, "incident/work"),
		"incident/round":        rules,
		"incident/opening":      and(rules, "incident/before", "incident/claimed", "incident/firm", "incident/policy", "incident/records", "incident/rota", "incident/work"),
		"incident/before":       and(rules, "incident/records", "incident/work"),
		"incident/checking":     and(rules, "incident/work"),
		"incident/clocks":       and(rules, "incident/policy", "incident/work"),
		"messages/exercise":     and(shown, "messages", "messages/mrkdwn", "messages/kit", "messages/strictyaml"),
		"messages/law":          and(shown, "messages", "messages/history", "messages/kit", "messages/lint"),
		"messages/aside":        and(shown, "incident/notyours", "messages", "messages/kit", "messages/known", "messages/lint", "messages/screen"),
		"messages/history":      and(shown, "messages", "messages/kit", "messages/lint", "messages/ways"),
		"messages/round":        and(shown, "incident/round", "messages", "messages/kit", "messages/screen"),
		"messages/review":       and(shown, "incident/alike", "messages", "messages/due", "messages/grammar", "messages/lint"),
		"messages/paper":        and(shown, "incident/visible", "messages/mrkdwn", "messages/history", "messages/kit"),
		"messages/report":       and(shown, "incident/figures", "messages", "messages/clock", "messages/history", "messages/kit", "messages/grammar"),
		"messages/form":         and(shown, "incident/alike", "messages", "messages/owns", "messages/grammar", "messages/history", "messages/kit", "messages/known", "messages/menu", "messages/mrkdwn", "messages/screen", "messages/ready", "messages/ways", "incident/notyours", "messages/closing", "messages/clock", "incident/asleep", "messages/due"),
		"messages/scene":        shown, // for tests
		"messages/lint":         {"messages/lint/blank", "messages/lint/hour", "messages/lint/machine", "incident/plain", "incident/secret", "messages/lint/sieve"},
		"messages/lint/machine": {"incident/plain"},
		"messages/lint/blank":   {"incident/plain"},
		"messages/lint/hour":    {"incident/plain"},
		"messages/lint/sieve":   {},
		"messages/strictyaml":   {"incident/fault", "incident/visible"},
		"delivery":              and(shown, "incident/visible", "messages", "messages/kit", "messages/mailed", "messages/screen", "messages/mrkdwn", "messages/paper"),
		"delivery/printer":      {}, // it prints whatever page it is given
		"bot":                   and(shown, "incident/ending", "messages/waking", "incident/policy", "incident/firm", "incident/records", "incident/work", "incident/service", "messages", "messages/accounts", "messages/kit", "messages/screen", "messages/form", "messages/aside", "bot/declaring", "bot/heed", "bot/hometab", "bot/inbox", "bot/learned", "bot/past", "bot/book", "bot/people", "bot/refusal", "bot/target", "bot/typed", "bot/shift", "messages/law", "messages/round", "bot/counsel", "bot/recipient", "bot/notebook", "bot/offers", "bot/drafting", "bot/drills", "bot/ticks", "messages/upkeep", "bot/notyours", "bot/saying", "messages/review", "bot/fell", "incident/lessons"),
		"delivery/mailbox":      and(rules, "delivery", "incident/visible", "incident/firm", "incident/records", "incident/work", "incident/heard"),
		"bot/shift":             and(shown, "messages/waking", "incident/records", "incident/policy", "incident/service", "incident/watch", "messages/form", "messages/kit", "messages/overnight", "bot/target", "bot/people", "messages/screen"),
		"bot/declaring":         and(rules, "incident/claimed", "incident/view", "incident/service", "messages", "messages/form", "bot/typed", "bot/inbox"),
		"bot/recipient":         and(shown, "bot/refusal", "incident/service", "messages/kit", "messages/screen"),
		"bot/offers":            and(shown, "incident/records", "incident/service", "messages/aside", "messages/kit"),
		"bot/notebook":          and(shown, "incident/policy", "incident/service", "messages/form", "bot/typed"),
		"bot/counsel":           and(shown, "incident/clocks", "incident/policy", "incident/service", "messages", "messages/aside", "messages/form", "messages/kit", "messages/law", "bot/typed"),
		"bot/ticks":             and(shown, "incident/service", "messages/aside", "messages/form", "messages/kit", "bot/learned", "bot/typed"),
		"bot/learned":           and(shown, "incident/records", "incident/service", "incident/work", "messages", "messages/aside", "messages/form", "messages/kit", "messages/review", "bot/typed", "incident/lessons", "incident/whose"),
		"bot/drafting":          and(shown, "incident/service", "messages", "messages/form", "bot/declaring", "bot/typed", "messages/kit", "bot/target"),
		"bot/fell":              {"bot/typed", "messages", "messages/form", "messages/kit", "messages/screen", "incident", "incident/fault", "incident/service", "incident/update", "incident/view", "messages/grammar"},
		"bot/drills":            and(rules, "incident/drilling", "incident/service", "messages/exercise", "messages/kit"),
		"bot/heed":              {"messages/aside", "incident", "incident/outbox", "incident/records", "incident/service", "bot/inbox", "bot/people", "bot/typed", "incident/upkeep", "incident/watch"},
		"bot/hometab":           and(shown, "messages/waking", "incident/policy", "incident/service", "messages/kit", "messages/screen", "messages/upkeep"),
		"bot/inbox":             and(rules, "incident/visible", "incident/firm", "incident/records", "incident/work"),
		"bot/past":              and(shown, "incident/figures", "incident/policy", "incident/service", "messages/form", "messages/kit", "messages/report", "messages/upkeep"),
		"bot/book":              {"incident", "incident/client", "incident/clientlist", "incident/fault", "incident/service", "messages/form", "incident/view", "incident/proof", "incident/sheet", "incident/upkeep", "incident/outbox", "messages/kit", "messages/upkeep", "messages/ways"},
		"bot/people":            {"incident/team", "incident/fault", "incident/schedule"},
		"bot/refusal":           and(rules, "incident/records", "incident/rota", "incident/service", "incident/view", "incident/meeting", "incident/score", "messages", "messages/form", "incident/secret"),
		"bot/target":            and(shown, "incident/policy"),
		"bot/typed":             and(rules, "incident/notyours", "incident/view"),
		"bot/notyours":          and(shown, "incident/notyours", "incident/service", "messages/aside", "messages/form", "messages/kit", "bot/drafting", "bot/target", "bot/typed"),
		"bot/saying":            and(shown, "incident/service", "messages", "messages/aside", "messages/kit"),
		"store/bolt":            and(rules, "incident/meeting", "incident/firm", "incident/records", "incident/work", "store/pages", "store/readback"),
		"store/pages":           {},
		"store/readback":        {},
		"store/backup":          and(rules, "incident/audit", "incident/firm", "incident/records", "incident/work", "store/bolt"),
		"store/storetest":       and(rules, "incident/meeting", "incident/audit", "incident/firm", "incident/records", "incident/work", "incident/service"),
		"sandbox":               {"sandbox/blockkit", "sandbox/catch", "sandbox/effort", "sandbox/faults", "sandbox/letters", "sandbox/page", "sandbox/socket", "sandbox/trigger", "sandbox/wire", "sandbox/world"},
		"sandbox/blockkit":      {},
		"sandbox/catch":         {"sandbox/faults"},
		"sandbox/effort":        {"sandbox/blockkit"},
		"sandbox/faults":        {},
		"sandbox/letters":       {"sandbox/catch", "sandbox/faults"},
		"sandbox/page":          {"sandbox/blockkit", "sandbox/catch", "sandbox/faults", "sandbox/world"},
		"sandbox/socket":        {"sandbox/world"},
		"sandbox/trigger":       {"sandbox/wire"},
		"sandbox/wire":          {},
		"sandbox/world":         {},
		"cmd/candor/control":    {},
		"cmd/candor/slackapp":   {"bot", "delivery", "incident/schedule"},
		"cmd/candor/astray":     {"store/backup", "store/bolt", "cmd/candor/cli", "cmd/candor/control"},
		"cmd/candor/cli":        {"incident/fault", "messages/clock"},
		"cmd/candor/forgetcmd":  and(rules, "incident/firm", "incident/records", "incident/work", "store/backup", "store/bolt", "cmd/candor/cli", "cmd/candor/control"),
		"cmd/candor/yamledit":   {},
		"cmd/candor/holidays":   {},
		"cmd/candor/clientfile": and(rules, "messages/strictyaml", "cmd/candor/yamledit"),
		"cmd/candor/initcmd":    and(rules, "incident/clientlist", "incident/visible", "messages/strictyaml", "cmd/candor/cli", "cmd/candor/yamledit"),
		"cmd/candor/lean":       {},
		"cmd/candor/hearing":    and(rules, "delivery", "delivery/mailbox", "incident/firm", "incident/records", "incident/work", "incident/heard", "messages/mailed"),
		"cmd/candor/restoring":  {"store/backup", "cmd/candor/cli", "cmd/candor/control"},
		"cmd/candor/storefile":  {"store/backup", "cmd/candor/cli", "cmd/candor/control", "incident/damage", "store/bolt"},
		"cmd/candor/lostdisk":   and(rules, "incident/firm", "incident/records", "incident/work", "sandbox/page", "store/backup"),
		"cmd/candor/rehearsal":  and(rules, "incident/drilling", "incident/firm", "incident/records", "messages/exercise", "sandbox/page"),
		"cmd/candor/lintcmd":    and(rules, "messages", "messages/lint", "cmd/candor/cli"),
		"cmd/candor/ledger":     and(rules, "incident/figures", "incident/records", "messages/history", "store/bolt"),
		"cmd/candor/exportcmd":  and(rules, "cmd/candor/cli", "cmd/candor/ledger", "delivery/printer", "messages/history", "messages/law", "messages/paper"),
		"cmd/candor/printing":   and(shown, "incident/paper", "delivery", "delivery/printer", "messages/paper"),
		"cmd/candor/candour":    {}, // for tests: it must not know what a record says
		"cmd/candor":            and(shown, "incident/clientlist", "incident/firm", "incident/records", "incident/watch", "incident/work", "incident/service", "bot", "bot/inbox", "delivery", "messages", "messages/history", "messages/report", "messages/review", "messages/screen", "messages/lint", "messages/strictyaml", "sandbox", "sandbox/page", "store/backup", "store/bolt", "cmd/candor/candour", "cmd/candor/cli", "cmd/candor/control", "cmd/candor/forgetcmd", "cmd/candor/initcmd", "cmd/candor/clientfile", "cmd/candor/ledger", "cmd/candor/lintcmd", "cmd/candor/lostdisk", "cmd/candor/restoring", "cmd/candor/storefile", "incident/heard", "delivery/mailbox", "messages/mailed", "cmd/candor/hearing", "cmd/candor/lean", "messages/law", "cmd/candor/slackapp", "cmd/candor/rehearsal", "cmd/candor/yamledit", "cmd/candor/pocketcmd", "messages/pocket", "cmd/candor/holidays", "cmd/candor/exportcmd", "cmd/candor/printing", "cmd/candor/astray"),
		"incident/proof":        {"incident/fault", "incident/schedule"},
		"incident/sheet":        {"incident/fault", "incident/forget", "incident/proof", "incident/secret"},
		"incident/upkeep":       and(rules, "incident/policy", "incident/view", "incident/firm", "incident/records", "incident/work"),
		"messages/pocket":       shown,
		"messages/upkeep":       and(shown, "messages", "messages/kit"),
		"cmd/candor/pocketcmd":  and(rules, "incident/firm", "incident/records", "incident/service", "incident/upkeep", "incident/view", "messages/pocket", "store/backup", "store/bolt", "cmd/candor/cli", "cmd/candor/control"),

		"incident/schedule/scheduletest": {}, // for tests, as the next ones
		"delivery/printer/printertest":   {},
		"incident/service/servicetest":   and(shown, "incident/schedule/scheduletest", "incident/audit", "incident/firm", "incident/records", "incident/work", "incident/service", "messages", "store/bolt", "store/storetest"),
	}
)

func and(rooms []string, more ...string) []string { return slices.Concat(rooms, more) }

func TestWhoMayImportWhom(t *testing.T) {
	seen := map[string]bool{}
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() {
			return
		}
		allowed, known := layers[dir]
		if !known {
			t.Errorf("%s: the package is in no line of layers", dir)
		}
		seen[dir] = true
		for _, imp := range f.imports() {
			rel, ours := within(imp)
			if ours && !slices.Contains(allowed, rel) {
				t.Errorf("%s imports %s, which is not in its line", f.path, imp)
			}
		}
	})
	for dir := range layers {
		if !seen[dir] {
			t.Errorf("layers names %s, which has no code", dir)
		}
	}
}

// Whoever opens a folder reads first what it is for: here, and with go doc.
func TestEveryRoomSaysWhatItIs(t *testing.T) {
	said := map[string]string{}
	eachFile(t, func(dir string, f *sourceFile) {
		if !f.isTest() {
			said[dir] += f.tree.Doc.Text()
		}
	})
	for dir, words := range said {
		if name := path.Base(dir); !strings.HasPrefix(words, "Package "+name+" ") && !strings.HasPrefix(words, "Command "+name+" ") {
			t.Errorf("%s: no package comment begins with Package %s", dir, name)
		}
	}
}

// docs/ARCHITECTURE.md has one place for each room: what stands in two is half forgotten.
func TestThePlanShowsEachRoomOnce(t *testing.T) {
	plan, err := os.ReadFile("../../docs/ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(plan), "## Rooms")
	table, _, _ = strings.Cut(table, "\n## ")
	places, floor := map[string]int{}, ""
	for line := range strings.Lines(table) {
		if m := floors.FindStringSubmatch(line); m != nil {
			floor = m[1]
			places[floor]++
		}
		for _, m := range rooms.FindAllStringSubmatch(line, -1) {
			places[floor+"/"+m[1]]++
		}
	}
	for dir := range layers {
		if places[dir] != 1 {
			t.Errorf("docs/ARCHITECTURE.md shows %s %d times", dir, places[dir])
		}
		delete(places, dir)
	}
	for dir := range places {
		t.Errorf("docs/ARCHITECTURE.md shows %s, which is no package", dir)
	}
}

var (
	floors = regexp.MustCompile("^### `([a-z/]+)`")
	rooms  = regexp.MustCompile(`(?:^|[^*])\*([a-z/]+)\*(?:[^*]|$)`)
)

// within is the folder of a package of this module, "." for the root.
func within(path string) (dir string, ours bool) {
	rel, ours := strings.CutPrefix(path, "candor")
	if !ours || rel != "" && rel[0] != '/' {
		return "", false
	}
	if rel == "" {
		return ".", true
	}
	return rel[1:], true
}

// domain says which folders decide. They import the standard library only, but for
// cron's parser behind its guard.
func domain(dir string) bool { return dir == "incident" || strings.HasPrefix(dir, "incident/") }

const cronParser = "incident/schedule/cadence.go"

func TestTheDomainImportsTheStandardLibraryOnly(t *testing.T) {
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() || !domain(dir) {
			return
		}
		for _, imp := range f.imports() {
			if strings.Contains(imp, ".") && !(f.path == cronParser && imp == "github.com/robfig/cron/v3") {
				t.Errorf("%s imports %s", f.path, imp)
			}
		}
	})
}

// waiting are the functions of package time that wait on a clock; clocks are
// these and those that read one.
var (
	waiting = []string{"Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc"}
	clocks  = append([]string{"Now", "Since", "Until"}, waiting...)
)

// realTime is where time is no argument, each with its reason: it is the network's.
var realTime = map[string]string{
	"bot/inbox/inbox.go (*Inbox).Run":               "what Slack has been acknowledged is given a moment to leave before the sockets close",
	"bot/hometab/hometab.go (*Homes).Follow":        "Homes are drawn together: Slack allows a hundred a minute",
	"bot/inbox/listen.go (*Inbox).hear":             "how long a connection may be missing before it is opened anew",
	"bot/inbox/take.go (*Inbox).take":               "Slack waits three seconds for an acknowledgement",
	"delivery/worker.go (*Worker).Run":              "how often the worker looks by itself; what is due is asked of the service",
	"store/backup/keeper.go withEnd":                "how long what is being said of the copies may take after the program was told to stop",
	"delivery/printer/printer.go watch":             "how often the folder of a browser is measured",
	"delivery/worker.go outlive":                    "how long a call that is under way may take after the program was told to stop",
	"sandbox/api.go (*Server).pause":                "a slow network, made on purpose",
	"sandbox/page.go (*Server).serveEvents":         "a sign of life on an idle stream",
	"sandbox/socket/socket.go (*conn).write":        "the deadline of a write",
	"sandbox/socket/socket.go (*conn).ping":         "Slack pings",
	"sandbox/socket/socket.go (*Hub).await":         "Slack waits three seconds for an acknowledgement",
	"sandbox/trigger/trigger.go (*Book).Add":        "a trigger lives three seconds",
	"sandbox/trigger/trigger.go (*Book).Find":       "a trigger lives three seconds",
	"store/bolt/group.go (*Store).join":             "how long those who come after may keep a commit back",
	"store/bolt/group.go (*Store).leave":            "how long those who come after may keep a commit back",
	"store/backup/make.go (*roomyWriter).Write":     "the disk is left to the commits of the store",
	"store/backup/silent.go Soon":                   "how long a disk that hangs is waited for",
	"store/storetest/storetest.go (*kit).comesBack": "a store that hangs is not waited for",
}

func TestTimeIsAnArgumentOutsideCmd(t *testing.T) {
	found := map[string]bool{}
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() || strings.HasPrefix(dir, "cmd/") {
			return
		}
		for _, d := range f.tree.Decls {
			name := f.path
			if fn, ok := d.(*ast.FuncDecl); ok {
				name += " " + functionName(fn)
			}
			ast.Inspect(d, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok || !slices.Contains(clocks, sel.Sel.Name) || !isPackage(sel.X, "time") {
					return true
				}
				if found[name] = true; realTime[name] == "" {
					t.Errorf("%s:%d: %s uses time.%s. Time is an argument; if it is the network's, say so in realTime", f.path, f.line(sel.Pos()), name, sel.Sel.Name)
				}
				return true
			})
		}
	})
	for name := range realTime {
		if !found[name] {
			t.Errorf("realTime names %s, which uses no clock", name)
		}
	}
}

// waits are the places where a test waits in real time, each with its reason.
// Everything else has a clock that is moved by hand or a bubble of synctest. A
// context with a limit is none: it ends what should have ended by itself.
var waits = map[string]string{
	"bot/inbox/listen_test.go (*library).run":                             "called in bubbles only: no real time passes",
	"cmd/candor/bench_test.go (*stage).until":                             "a benchmark: what came in over real sockets is worked off",
	"cmd/candor/bench_test.go (*stage).pace":                              "a benchmark: so many commands in a real second",
	"cmd/candor/idle_bench_test.go BenchmarkIdle":                         "a benchmark: the real program is watched for a minute",
	"cmd/candor/bench_test.go BenchmarkMemory":                            "a benchmark: the real program comes to rest before it is measured",
	"cmd/candor/backup_kill_test.go TestKillDuringACopy":                  "the real program is killed at a moment that nobody chose",
	"cmd/candor/kill_test.go TestKillAtRandomMoments":                     "the real program is killed at a moment that nobody chose",
	"cmd/candor/kill_test.go (*process).rest":                             "the leases of the real program lapse by its own clock",
	"cmd/candor/serve_test.go (*process).until":                           "a real process is asked over the network whether it has come so far",
	"delivery/email_server_test.go (*visit).Data":                         "a real mail server that takes longer than its client waits",
	"bot/hometab/slow_test.go TestASlowHomeKeepsNobodyElseWaiting":        "a real host that does not answer: that others do not wait is told by the wall clock",
	"delivery/audience_slow_test.go TestSeveralPeopleAreAskedAboutAtOnce": "a real host that answers once all are asked about",
	"delivery/isolation_test.go TestASlackTextPassesMailsThatHang":        "a real store and real hands: that a text does not wait is told by the wall clock",
	"delivery/worker_test.go (*slow).Do":                                  "called in bubbles only: no real time passes",
	"incident/service/tick_bench_test.go receiveMeanwhile":                "a benchmark: somebody acts every five real milliseconds",
	"cmd/candor/backup_bench_test.go (*turns).rest":                       "a benchmark: commits beside a copy, in real time",
}

func TestNoTestSleeps(t *testing.T) {
	found := map[string]bool{}
	eachFile(t, func(_ string, f *sourceFile) {
		if !f.isTest() {
			return
		}
		for _, d := range f.tree.Decls {
			name := f.path
			if fn, ok := d.(*ast.FuncDecl); ok {
				name += " " + functionName(fn)
			}
			for _, at := range realWaits(d) {
				if found[name] = true; waits[name] == "" {
					t.Errorf("%s:%d: %s waits. Move a clock, or use synctest; if it waits for a real process or network, say so in waits", f.path, f.line(at), name)
				}
			}
		}
	})
	for name := range waits {
		if !found[name] {
			t.Errorf("waits names %s, which does not wait", name)
		}
	}
}

// realWaits are where a clock is waited for outside bubbles.
func realWaits(d ast.Decl) (list []gotoken.Pos) {
	ast.Inspect(d, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if ok && isPackage(sel.X, "time") && slices.Contains(waiting, sel.Sel.Name) {
			list = append(list, n.Pos())
		}
		call, ok := n.(*ast.CallExpr)
		return !ok || !isBubble(call)
	})
	return list
}

// isBubble says whether a call is synctest.Test.
func isBubble(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Test" && isPackage(sel.X, "synctest")
}

func isPackage(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// namesKinds is where code may name a kind of incident, each with its reason. What
// follows from a kind stands in its file: code that names one knows nothing of the
// kinds that an operator adds.
var namesKinds = map[string]string{
	"incident/playbook/former.go":   "the incidents of before",
	"messages/invented/invented.go": "an example",
	"messages/scene/incident.go":    "an example",
	"messages/lint/kind.go":         "kinds of message",
	"store/storetest/storetest.go":  "an example",
}

func TestNoCodeNamesAKindOfIncident(t *testing.T) {
	kinds := mustWords(t).Playbooks()
	eachFile(t, func(_ string, f *sourceFile) {
		if f.isTest() || namesKinds[f.path] != "" {
			return
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != gotoken.STRING {
				return true
			}
			if text, _ := strconv.Unquote(lit.Value); kinds[text] != nil {
				t.Errorf("%s:%d names the kind %s; make it a trait of its file", f.path, f.line(lit.Pos()), text)
			}
			return true
		})
	})
}

// englishRooms are those that read English, and what each reads. Whatever else the domain knows of the language
// belongs to one of them.
var englishRooms = map[string]string{
	"incident/phrase": "what a rule turns on",
	"incident/byhand": "how somebody was told by hand",
	"incident/client": "a rhythm as it is typed",
	"incident/facts":  "days",
	"incident/secret": "what a text says is a password",
}

func TestTheDomainReadsEnglishInItsRooms(t *testing.T) {
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() || englishRooms[dir] != "" || !strings.HasPrefix(dir, "incident") {
			return
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && strings.Contains(lit.Value, "(?i)") {
				t.Errorf("%s:%d reads words; that is for incident/phrase", f.path, f.line(lit.Pos()))
			}
			return true
		})
	})
}

// A kind of line that has a name has a row, and no line is of a kind without a name.
func TestEveryKindOfLineHasANameAndARow(t *testing.T) {
	eachFile(t, func(_ string, f *sourceFile) {
		if f.isTest() {
			return
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if typ, ok := n.Type.(*ast.Ident); !ok || typ.Name != "EntryKind" {
					break
				}
				for i, word := range literals(n.Values) {
					if _, ok := timeline.Kinds[timeline.Kind(word)]; !ok {
						t.Errorf("%s:%d: %s has no row in EntryKinds", f.path, f.line(n.Pos()), n.Names[i].Name)
					}
				}
			case *ast.CompositeLit:
				if typ, ok := n.Type.(*ast.SelectorExpr); !ok || typ.Sel.Name != "Entry" {
					break
				}
				for _, field := range n.Elts {
					if kv, ok := field.(*ast.KeyValueExpr); ok && isNamed(kv.Key, "Kind") && len(literals([]ast.Expr{kv.Value})) > 0 {
						t.Errorf("%s:%d writes a line of a kind without a name", f.path, f.line(kv.Pos()))
					}
				}
			}
			return true
		})
	})
}

func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// literals are the texts among what is written.
func literals(list []ast.Expr) (texts []string) {
	for _, e := range list {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == gotoken.STRING {
			text, _ := strconv.Unquote(lit.Value) // the parser has checked it
			texts = append(texts, text)
		}
	}
	return texts
}

// tables are the declarations in which each constant of a group has its place, the
// group by its first constant. A new one is forgotten in none of them.
var tables = []struct{ file, first, in, table string }{
	{"messages/kit/actions.go", "ActDeclare", "bot/buttons.go", "buttons"},
	{"messages/kit/actions.go", "MoreResolve", "bot/buttons.go", "(*Bot).pressMore"},
	{"messages/kit/actions.go", "MoreResolve", "bot/tables_test.go", "options"},
	{"messages/kit/actions.go", "FormDeclare", "bot/forms.go", "forms"},
	{"incident/outbox/kind.go", "ClientText", "incident/outbox/kind.go", "kinds"},
}

func TestEveryIDHasItsPlaceInEveryTable(t *testing.T) {
	groups, named, literal := map[string][]string{}, map[string]map[string]bool{}, map[string][]string{}
	eachFile(t, func(_ string, f *sourceFile) {
		for _, d := range f.tree.Decls {
			names := declares(d)
			for _, name := range names {
				named[f.path+" "+name], literal[f.path+" "+name] = mentions(d)
			}
			if len(names) > 0 {
				groups[f.path+" "+names[0]] = names
			}
		}
	})
	for _, tt := range tables {
		group, where := groups[tt.file+" "+tt.first], tt.in+" "+tt.table
		if len(group) < 4 || named[where] == nil {
			t.Errorf("%s has %d constants from %s on, and %s is there: %t", tt.file, len(group), tt.first, where, named[where] != nil)
		}
		for _, name := range group {
			if !named[where][name] {
				t.Errorf("%s has no place in %s", name, where)
			}
		}
		for _, id := range literal[where] {
			t.Errorf("%s has a row %q, which no constant names", where, id)
		}
	}
}

// declares are the names that a declaration of functions, variables or constants gives.
func declares(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return []string{functionName(d)}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if s, ok := spec.(*ast.ValueSpec); ok {
				for _, id := range s.Names {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names
}

// mentions are the names in a declaration, and the texts that are keys or names of
// rows in it.
func mentions(d ast.Decl) (names map[string]bool, rows []string) {
	names = map[string]bool{}
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			names[n.Name] = true
		case *ast.KeyValueExpr:
			rows = append(rows, literals([]ast.Expr{n.Key})...)
			if isNamed(n.Key, "Name") {
				rows = append(rows, literals([]ast.Expr{n.Value})...)
			}
		}
		return true
	})
	return names, rows
}

// readers are the folders whose tests may read the source; what the others ask of
// it is asked here.
var readers = []string{"cmd/candor"}

func TestOnlyTheseTestsReadTheSource(t *testing.T) {
	eachFile(t, func(dir string, f *sourceFile) {
		for _, imp := range f.imports() {
			if strings.HasPrefix(imp, "go/") && !slices.Contains(readers, dir) {
				t.Errorf("%s imports %s: test the values, or ask here", f.path, imp)
			}
		}
	})
}

// The comment of package bolt says why.
func TestNothingWalksBackwards(t *testing.T) {
	eachFile(t, func(dir string, f *sourceFile) {
		if dir != "store/bolt" {
			return
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 0 && slices.Contains([]string{"Last", "Prev"}, calledName(call)) {
				t.Errorf("%s:%d calls %s of a cursor, which may hang after a delete", f.path, f.line(call.Pos()), calledName(call))
			}
			return true
		})
	})
}

// transacts are the functions whose last argument runs in a transaction.
var transacts = []string{"Update", "View", "read", "save", "commit", "change", "changeFor", "changeRequest", "changeEach", "changeIf", "inChannel", "inThread", "edit"}

// A function that runs in a transaction may run twice, so what it was given it
// leaves as it is: no parameter of the use case around it is assigned to, or handed
// on by its address.
func TestATransactionLeavesWhatItWasGiven(t *testing.T) {
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() || !domain(dir) {
			return
		}
		tree, err := parser.ParseFile(f.fset, f.path, f.text, 0) // what the parser knows of names is enough for those of one function
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range tree.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			for _, id := range changedParams(fn) {
				t.Errorf("%s: %s changes its parameter %s in a transaction: a second run begins with what the first left", f.fset.Position(id.Pos()), fn.Name.Name, id.Name)
			}
		}
	})
}

// changedParams lists where a function changes one of its parameters inside a
// function that it gives to a transaction.
func changedParams(fn *ast.FuncDecl) (list []*ast.Ident) {
	params := map[any]bool{}
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			params[name.Obj] = true
		}
	}
	note := func(e ast.Expr) {
		if id := base(e); id != nil && id.Obj != nil && params[id.Obj] {
			list = append(list, id)
		}
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 || !slices.Contains(transacts, calledName(call)) {
			return true
		}
		ast.Inspect(call.Args[len(call.Args)-1], func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					note(left)
				}
			case *ast.UnaryExpr:
				if n.Op == gotoken.AND {
					note(n.X)
				}
			}
			return true
		})
		return true
	})
	return list
}

// base is the variable at the root of what is assigned to: r of r.List[0].Text.
func base(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return base(e.X)
	case *ast.IndexExpr:
		return base(e.X)
	}
	return nil
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func mustWords(t *testing.T) *messages.Words {
	t.Helper()
	words, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return words
}
