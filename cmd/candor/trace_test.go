package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"candor/bot"
	"candor/delivery"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/sandbox"
	"candor/sandbox/catch"
)

// A trace is everything that came out of one story: each call of Slack, mail,
// webhook call and wake call, what each act showed, and the whole store. It
// proves that a change of the code alone, such as moving it, changes nothing
// else:
//
//	CANDOR_TEST_TRACE=$PWD/before go test ./cmd/candor -run TestScripts -count=1    # on the old commit
//	CANDOR_TEST_TRACE=$PWD/after go test ./cmd/candor -run TestScripts -count=1     # on the new one
//	diff -r $PWD/before $PWD/after
//
// Two runs of one program are equal byte for byte. Each part stands under a line
// that begins with ##: calls, reads, mails, webhooks, wakes, screens, store. To
// compare one part, cut it out of both:
//
//	sed -n '/^## calls/,/^## reads/p' $PWD/before/spine.trace
//
// What is chance or of the machine has a name instead: ids are <id1>, <id2> in
// the order in which they first appear, a message of Slack is "acme-shared's 3".
// The clock of a story stands still until it is moved, so times are what they
// are. While a trace is taken the worker does one thing at a time, and begins
// when the program has done what it was asked. Each destination has a list of its
// own, in which the order counts; of what only reads, what is read counts, and
// not how often.
type trace struct {
	dir     string            // where it goes
	began   time.Time         // by the wall clock
	screens []string          // what each act showed
	last    map[string]string // by what it is: what people saw last
}

// newTrace returns nil, which takes nothing down, unless a trace is wanted.
func newTrace() *trace {
	dir := os.Getenv("CANDOR_TEST_TRACE")
	if dir == "" {
		return nil
	}
	return &trace{dir: dir, began: time.Now(), last: map[string]string{}}
}

// begin makes the order of what the worker does the order of its queue. It
// returns the context in which the program is to run.
func (t *trace) begin(ctx context.Context, p *playground) context.Context {
	if t == nil {
		return ctx
	}
	w := p.app.worker
	w.Parallel, w.Queue = 1, calmQueue{w.Queue, p.slack, p.app.bot}
	return context.WithValue(ctx, byItself{}, true)
}

// work does what the worker would do by itself meanwhile.
func (t *trace) work(ctx context.Context, a *app) error {
	if t == nil {
		return nil
	}
	return a.worker.Drain(ctx)
}

// calmQueue takes the worker's luck away. It hands out nothing while the program
// runs by itself, but only where the story lets it settle: what is claimed while
// a command is still at work sees it half done. And what Slack tells because of a
// call is heard before the outcome of that call is written down.
type calmQueue struct {
	delivery.Queue
	slack *sandbox.Server
	bot   *bot.Bot
}

type byItself struct{}

func (q calmQueue) Claim(ctx context.Context, room func() outbox.Room) ([]*view.Lease, error) {
	if ctx.Value(byItself{}) != nil {
		return nil, nil
	}
	return q.Queue.Claim(ctx, room)
}

func (q calmQueue) Settle(ctx context.Context, l *view.Lease, o outbox.DeliveryOutcome, room func() outbox.Room) ([]*view.Lease, error) {
	wait, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := errors.Join(q.slack.Idle(wait), q.bot.Drain(wait)); err != nil {
		return nil, err
	}
	if ctx.Value(byItself{}) != nil {
		room = nil
	}
	return q.Queue.Settle(ctx, l, o, room)
}

// look notes what an act has changed on people's screens: what a form was
// answered is in no call. Of a Home only this is sure: it follows by itself, a
// few seconds of real time behind.
func (t *trace) look(slack *sandbox.Server, args []string, err error) {
	if t == nil {
		return
	}
	now := homesOf(slack)
	for _, user := range []string{"ana", "ben", "cleo", "dana"} {
		now["form of "+user] = slack.ViewText(user)
	}
	var shown strings.Builder
	for _, what := range slices.Sorted(maps.Keys(now)) {
		if now[what] != t.last[what] {
			fmt.Fprintf(&shown, "%s:\n%s", what, indent(now[what]))
			t.last[what] = now[what]
		}
	}
	if err != nil {
		fmt.Fprintf(&shown, "error: %v\n", err)
	}
	if shown.Len() > 0 {
		t.screens = append(t.screens, fmt.Sprintf("act %q\n%s", args, shown.String()))
	}
}

// homesOf returns the Homes as they were published last.
func homesOf(slack *sandbox.Server) map[string]string {
	last := map[string]sandbox.Call{}
	for _, c := range slack.Calls() {
		if c.Method == "views.publish" && c.Status == http.StatusOK {
			last["Home of "+c.Args["user_id"]] = c
		}
	}
	homes := map[string]string{}
	for what, c := range last {
		homes[what] = argsJSON(c)
	}
	return homes
}

// ran notes what a subcommand printed.
func (t *trace) ran(args []string, out, errs string, code int) {
	if t == nil {
		return
	}
	t.screens = append(t.screens, fmt.Sprintf("candor %q: exit %d\n%s%s", args, code, indent(out), indent(errs)))
}

// write writes the trace of a story that has ended and has let go of its store.
func (t *trace) write(s *story, name string) error {
	if t == nil {
		return nil
	}
	parts, err := t.parts(s)
	if err != nil {
		return fmt.Errorf("trace of %s: %w", name, err)
	}
	if err := os.MkdirAll(t.dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(t.dir, name+".trace"), []byte(newNames(s).write(parts)), 0o644)
}

func (t *trace) parts(s *story) ([]part, error) {
	screens := part{name: "screens", records: t.screens}
	if s.p == nil { // it was about subcommands alone
		return []part{screens}, nil
	}
	calls, reads := callParts(s.p.slack)
	parts := append([]part{{name: "calls"}}, calls...)
	parts = append(parts,
		part{name: "reads", loose: true, records: reads},
		part{name: "mails", records: mailRecords(s.p.slack.Mails(""))},
		part{name: "webhooks", records: caughtRecords(s.p.slack.Caught(catch.Webhook, ""))},
		part{name: "wakes", records: caughtRecords(s.p.slack.Caught(catch.Wake, ""))},
		screens,
		part{name: "store"})
	store, err := storeParts(filepath.Join(s.dir, "candor.db"))
	return append(parts, store...), err
}

// A part of a trace is a list of records under a heading. sub is of a part of a
// part; loose says that the order of the records is chance.
type part struct {
	name    string
	sub     bool
	loose   bool
	records []string
}

// reading are the methods that change nothing.
var reading = regexp.MustCompile(`^(auth\.test|apps\.connections\.open|users\..*|dnd\.info|chat\.getPermalink|pins\.list|reactions\.get|conversations\.(info|members|list|history|replies))$`)

// callParts lists the calls of each destination, and apart from them what was
// read.
func callParts(slack *sandbox.Server) (calls []part, reads []string) {
	read := map[string]bool{}
	for _, c := range slack.Calls() {
		switch {
		case c.Method == "views.publish": // see look
			continue
		case reading.MatchString(c.Method):
			read[callRecord(c)] = true
			continue
		}
		where := destination(c)
		i := slices.IndexFunc(calls, func(p part) bool { return p.name == where })
		if i < 0 {
			i, calls = len(calls), append(calls, part{name: where, sub: true})
		}
		calls[i].records = append(calls[i].records, stampText(c.At)+" "+callRecord(c))
	}
	slices.SortFunc(calls, func(a, b part) int { return cmp.Compare(a.name, b.name) })
	return calls, slices.Sorted(maps.Keys(read))
}

// destination is whose order a call keeps. What is said to one person in a
// channel is an answer, and comes beside what is posted there.
func destination(c sandbox.Call) string {
	where := cmp.Or(c.Args["channel"], c.Args["user_id"], c.Args["name"], "somebody")
	switch {
	case c.Method == "chat.postEphemeral":
		return where + " for " + c.Args["user"]
	case c.Args["channel"] == "":
		return where + " by " + c.Method
	}
	return where
}

func callRecord(c sandbox.Call) string {
	var answer struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal([]byte(c.Answer), &answer) // what is no JSON says no error
	return fmt.Sprintf("%s → %d %s\n%s", c.Method, c.Status, answer.Error, indent(argsJSON(c)))
}

func argsJSON(c sandbox.Call) string {
	args := map[string]any{}
	for k, v := range c.Args {
		args[k] = v
		if v != "" && (v[0] == '{' || v[0] == '[') {
			if inner, err := readJSON([]byte(v)); err == nil {
				args[k] = inner
			}
		}
	}
	return writeJSON(args)
}

func mailRecords(list []catch.Mail) (records []string) {
	for _, m := range list {
		records = append(records, fmt.Sprintf("%s from %s to %s %s\n%s", stampText(m.At), m.Sender, m.To, m.Unparsed,
			indent(strings.ReplaceAll(string(m.Raw), "\r\n", "\n"))))
	}
	return records
}

func caughtRecords(list []catch.Call) (records []string) {
	for _, c := range list {
		header := c.Header.Clone()
		if header.Get("Webhook-Signature") != "" { // it signs an id that is chance
			header.Set("Webhook-Signature", cmp.Or(c.Signature, "unknown"))
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%s %s %s → %d %s\n", stampText(c.At), c.Method, c.Name, c.Status, c.Signature)
		_ = header.Write(&b) // memory takes it
		records = append(records, strings.ReplaceAll(b.String(), "\r\n", "\n")+indent(c.Body))
	}
	return records
}

// storeParts reads the file as it is, past the types of the program: they may
// have changed.
func storeParts(path string) (parts []part, err error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			p := part{name: string(name), sub: true, loose: true}
			shape := shapes[p.name]
			err := b.ForEach(func(k, v []byte) error {
				value := record(v)
				if shape.value != "" {
					value = spell(shape.value, v)
				}
				p.records = append(p.records, spell(shape.key, k)+"\n"+indent(value))
				return nil
			})
			parts = append(parts, p)
			return err
		})
	})
	return parts, err
}

// shapes says what the keys of each bucket are made of, and the values of those
// that are not records: n is a number, t a time, w a word with its length, and
// what is left is text.
var shapes = map[string]struct{ key, value string }{
	"incidents": {key: "n"}, "updates": {key: "nn"}, "timeline": {key: "nn"}, "inbox": {key: "n"},
	"live": {"n", "-"}, "due": {"tn", "-"}, "channel": {"wn", "-"}, "lane": {"wn", "t"}, "ready": {"tn", "-"}, "finished": {"t", "-"},
}

// spell writes a key so that it can be read and sorts as the key does.
func spell(shape string, b []byte) string {
	var parts []string
	for _, kind := range shape {
		switch {
		case kind == 'n' && len(b) >= 8:
			parts, b = append(parts, fmt.Sprintf("%06d", binary.BigEndian.Uint64(b))), b[8:]
		case kind == 't' && len(b) >= 12:
			at := time.Unix(int64(binary.BigEndian.Uint64(b)^(1<<63)), int64(binary.BigEndian.Uint32(b[8:])))
			parts, b = append(parts, stampText(at)), b[12:]
		case kind == 'w' && len(b) >= 4 && len(b) >= 4+int(binary.BigEndian.Uint32(b)):
			end := 4 + int(binary.BigEndian.Uint32(b))
			parts, b = append(parts, string(b[4:end])), b[end:]
		}
	}
	if len(b) > 0 {
		text := string(b)
		if q := strconv.Quote(text); q != `"`+text+`"` {
			text = q
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

// record is the JSON of a record, behind its form and its checksum.
func record(data []byte) string {
	const header = 1 + 4
	if len(data) > header {
		if v, err := readJSON(data[header:]); err == nil {
			return writeJSON(v)
		}
	}
	return fmt.Sprintf("%q", data)
}

// names gives what is chance or of the machine names that are the same in each run.
type names struct {
	fixed *strings.Replacer
	began time.Time         // what lies between then and now was read from the wall clock
	seen  map[string]string // by what was found
}

// chance is what differs from run to run: what package crypto/rand made or was
// made of that, and the sandbox's counted ids, which several hands draw.
var chance = regexp.MustCompile(`\b[A-Z2-7]{26}\b` +
	`|\bcandor-[0-9a-f]{16}\b|\b[0-9a-f]{16}\b` + // fingerprints: the boundary in a mail, what a form was opened upon
	`|\bwhsec_[A-Za-z0-9+/=]+` +
	`|\b(envelope-|trigger\.|hash\.|Ev|V|C0|b|a)\d{5}\b` +
	`|\b\d{10}\.\d{6}\b`) // the stamp of something that is no message

func newNames(s *story) *names {
	pairs := []string{s.dir, "<dir>"}
	if s.p != nil {
		pairs = append(pairs, "localhost:"+port(s.p.url), "<sandbox>", "127.0.0.1:"+port(s.p.url), "<sandbox>", s.p.mail.Addr().String(), "<mail>")
		pairs = append(pairs, messageNames(s.p.slack)...)
	}
	return &names{fixed: strings.NewReplacer(pairs...), began: s.trace.began, seen: map[string]string{}}
}

// messageNames names each message by its place in its channel, and each new
// channel by its name.
func messageNames(slack *sandbox.Server) (pairs []string) {
	labels := map[string]string{"D0ANA": "ana", "D0BEN": "ben", "D0CLEO": "cleo"}
	for _, c := range slack.Channels() {
		labels[c.ID] = c.Name
		if strings.HasPrefix(c.ID, "C00") {
			pairs = append(pairs, c.ID, "C0("+c.Name+")")
		}
	}
	for id, label := range labels {
		last := map[string]int{}
		for _, m := range slack.Messages(id) {
			kind := label + "'s "
			if m.Ephemeral != "" { // an answer to one person comes beside what is posted
				kind = label + "'s answer "
			}
			last[kind]++
			name := kind + strconv.Itoa(last[kind])
			pairs = append(pairs, m.TS, name, "p"+strings.Replace(m.TS, ".", "", 1), name) // the second as in a link
		}
	}
	return pairs
}

func port(url string) string { return strings.Trim(url[strings.LastIndexByte(url, ':')+1:], "/") }

// write writes all parts, named. Records in loose order are sorted without what
// is chance in them first, so that it gets its names in the same order, and once
// more with the names.
func (n *names) write(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		mark := "##"
		if p.sub {
			mark = "###"
		}
		fmt.Fprintf(&b, "%s %s\n\n", mark, n.name(n.fix(p.name)))
		records := make([]string, len(p.records))
		for i, r := range p.records {
			records[i] = n.fix(r)
		}
		if p.loose {
			slices.SortStableFunc(records, func(a, b string) int {
				return cmp.Or(cmp.Compare(chance.ReplaceAllString(a, "?"), chance.ReplaceAllString(b, "?")), cmp.Compare(n.known(a), n.known(b)))
			})
		}
		for i, r := range records {
			records[i] = n.name(r)
		}
		if p.loose {
			slices.Sort(records)
		}
		for _, r := range records {
			b.WriteString(strings.TrimRight(r, "\n") + "\n\n")
		}
	}
	return b.String()
}

// wall is how times are written: a record's, a message's, a command's.
var wall = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z|\^\d{10}\^|\b\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d UTC`)

// fix gives what is of the machine its name.
func (n *names) fix(text string) string {
	return wall.ReplaceAllStringFunc(n.fixed.Replace(text), func(found string) string {
		at, err := time.Parse(time.RFC3339Nano, found)
		if err != nil {
			at, err = time.Parse("2 Jan 2006 15:04 UTC", found)
		}
		if sec, no := strconv.ParseInt(strings.Trim(found, "^"), 10, 64); no == nil {
			at, err = time.Unix(sec, 0), nil
		}
		if err != nil || at.Before(n.began.Add(-time.Minute)) || at.After(time.Now()) {
			return found
		}
		return "<now>"
	})
}

// name gives what is chance its name.
func (n *names) name(text string) string {
	return chance.ReplaceAllStringFunc(text, func(found string) string {
		if n.seen[found] == "" {
			n.seen[found] = fmt.Sprintf("<id%d>", len(n.seen)+1)
		}
		return n.seen[found]
	})
}

// known names only what has a name already.
func (n *names) known(text string) string {
	return chance.ReplaceAllStringFunc(text, func(found string) string { return cmp.Or(n.seen[found], "?") })
}

// readJSON and writeJSON make one form of what may be written in several.
func readJSON(data []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, errors.New("there is something behind it")
	}
	return v, nil
}

func writeJSON(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return b.String()
}

func stampText(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z") }

// indent keeps a text apart from the headings.
func indent(text string) string {
	if text == "" {
		return ""
	}
	return "  | " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  | ") + "\n"
}
