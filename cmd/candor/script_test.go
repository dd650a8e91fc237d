package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/slack-go/slack"
	"go.etcd.io/bbolt"

	"candor/incident/records"
	"candor/sandbox/catch"
	"candor/sandbox/faults"
	"candor/sandbox/letters"
	"candor/sandbox/world"
	"candor/store/storetest"
)

var update = flag.Bool("update", false, "rewrite the golden parts of stories")

// TestScripts runs the stories in testdata/script: each is the whole program
// against the sandbox, over real HTTP and WebSocket, with a clock that stands
// still until it is moved. At the end of each the invariants are checked
// against what the outside saw.
func TestScripts(t *testing.T) {
	t.Parallel()
	t.Cleanup(func() { everythingLogged(t) })
	testscript.Run(t, testscript.Params{
		Files:               stories(t),
		WorkdirRoot:         storetest.MemoryDir(t),
		Setup:               func(env *testscript.Env) error { newStory(t, env); return nil },
		Cmds:                storyCommands,
		Condition:           func(c string) (bool, error) { return c == "browser" && findBrowser(t, false) != "", nil },
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
	})
}

// stories are the scripts that are played: all, or every tenth of them, from the one that
// CANDOR_TEST_TENTH counts to.
func stories(t *testing.T) (played []string) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	if err != nil || len(all) == 0 {
		t.Fatalf("there are no stories: %v", err)
	}
	tenth, err := strconv.Atoi(os.Getenv("CANDOR_TEST_TENTH"))
	if err != nil {
		return all
	}
	for i, file := range all {
		if i%10 == tenth%10 {
			played = append(played, file)
		}
	}
	return played
}

// began is when every story begins: a Tuesday afternoon.
var began = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

type storyKey struct{}

// story is one script's world.
type story struct {
	t      *testing.T // of all stories: what is wrong at the end of one is said there
	dir    string
	clock  *clock
	p      *playground
	stop   func() error
	manual bool     // acts do not settle by themselves
	log    *os.File // what the program logged

	damaged bool // a record of the store was damaged on purpose, or what it held was lost

	approval   map[string]string // whose clients' texts are approved, and by whom
	words      string            // the folder of its own texts
	browser    string            // that prints; empty: none does
	announce   string            // the channel for all of the team
	accountAll bool              // whoever looks after a client may send them any text

	ways map[string][]string // how clients are reached that are not reached by Slack alone

	looked map[string]string // up to which message it was counted what reached whom

	profiles []profile // what differs from the sandbox's config
	gone     []string  // clients that were taken out of it
	holidays []string  // of the company itself
	contacts string    // whom the company itself turns to, as the config says it

	trace *trace   // all that comes out of it
	truth truthLog // what its people said that they know
}

func newStory(t *testing.T, env *testscript.Env) {
	s := &story{t: t, dir: env.WorkDir, trace: newTrace()}
	env.Values[storyKey{}] = s
	env.Setenv("TZ", "UTC")
	env.Defer(func() { // after everything that the story defers
		if err := s.trace.write(s, strings.TrimPrefix(filepath.Base(s.dir), "script-")); err != nil {
			t.Error(err)
		}
	})
}

// storyCommands are what a story may say.
var storyCommands = map[string]func(*testscript.TestScript, bool, []string){
	"client": begin(func(s *story, args []string) error {
		s.profiles = append(s.profiles, profile{args[0], args[1]})
		return nil
	}),
	"contacts": begin(func(s *story, args []string) error {
		text, err := os.ReadFile(filepath.Join(s.dir, args[0]))
		s.contacts = string(text)
		return err
	}),
	"print": func(ts *testscript.TestScript, _ bool, args []string) {
		if of(ts).browser = findBrowser(of(ts).t, false); args[0] != "browser" {
			of(ts).browser = ts.MkAbs(args[0])
			ts.Check(os.Chmod(ts.MkAbs(args[0]), 0o700))
		}
	},
	"pdf":  show((*story).pdf),
	"at":   begin(func(s *story, args []string) error { return s.setStart(args[0]) }),
	"ways": begin((*story).setWays),
	"words": begin(func(s *story, args []string) error {
		s.words = filepath.Join(s.dir, args[0])
		return nil
	}),
	"announce": begin(func(s *story, args []string) error {
		s.announce = args[0]
		return nil
	}),
	"account": begin(func(s *story, args []string) error {
		s.accountAll = args[0] == "all"
		return nil
	}),
	"approval": begin(func(s *story, args []string) error {
		if s.approval == nil {
			s.approval = map[string]string{}
		}
		s.approval[args[0]] = args[1]
		return nil
	}),
	"slack": act("slack", func(ctx context.Context, s *story, a []string) error { return s.slackCommand(ctx, a) }),
	"press": act("press", func(ctx context.Context, s *story, a []string) error {
		return s.p.slack.Press(ctx, a[0], place(a), a[len(a)-1])
	}),
	"shortcut": act("shortcut", func(ctx context.Context, s *story, a []string) error {
		return s.p.slack.Shortcut(ctx, a[0], channelName(a[1]), a[2], a[3])
	}),
	"fill": act("fill", func(ctx context.Context, s *story, a []string) error { return s.p.slack.Fill(ctx, a[0], a[1], a[2]) }),
	"paste": act("paste", func(ctx context.Context, s *story, a []string) error {
		text, err := os.ReadFile(filepath.Join(s.dir, a[2]))
		if err != nil {
			return err
		}
		return s.p.slack.Fill(ctx, a[0], a[1], string(text))
	}),
	"submit": act("submit", func(ctx context.Context, s *story, a []string) error { return s.p.slack.Submit(ctx, a[0]) }),
	"cancel": act("cancel", func(ctx context.Context, s *story, a []string) error { return s.p.slack.CloseView(ctx, a[0]) }),
	"say": act("say", func(ctx context.Context, s *story, a []string) error {
		_, err := s.p.slack.Say(ctx, a[0], channelName(a[1]), a[2])
		return err
	}),
	"mails": act("mails", func(ctx context.Context, s *story, a []string) error { return s.mailsUs(ctx, a) }),
	"reply": act("reply", func(ctx context.Context, s *story, a []string) error { return s.reply(ctx, a) }),
	"edit": act("edit", func(ctx context.Context, s *story, a []string) error {
		return s.p.slack.Edit(ctx, a[0], channelName(a[1]), s.lastOf(a), a[2])
	}),
	"unsay": act("unsay", func(ctx context.Context, s *story, a []string) error {
		return s.p.slack.Unsay(ctx, a[0], channelName(a[1]), s.lastOf(a))
	}),
	"share": act("share", func(ctx context.Context, s *story, a []string) error { return s.p.slack.Share(ctx, channelName(a[0])) }),
	"unshare": act("unshare", func(ctx context.Context, s *story, a []string) error {
		return s.p.slack.Unshare(ctx, channelName(a[0]))
	}),
	"regrade": act("regrade", func(_ context.Context, s *story, a []string) error {
		return s.p.slack.Regrade(a[0], a[1] == "admin", a[1] == "guest")
	}),
	"deactivate": act("deactivate", func(_ context.Context, s *story, a []string) error {
		if len(a) > 1 { // unseen: no event says so
			return s.p.slack.Change(a[0], func(p *world.Person) { p.Left = true })
		}
		return s.p.slack.Account(a[0], true)
	}),
	"reactivate": act("reactivate", func(_ context.Context, s *story, a []string) error { return s.p.slack.Account(a[0], false) }),
	"without": act("without", func(_ context.Context, s *story, a []string) error {
		s.gone = append(s.gone, a[0])
		return nil
	}),
	"reload":    act("reload", func(ctx context.Context, s *story, _ []string) error { return s.reload(ctx) }),
	"holidays":  begin(func(s *story, a []string) error { s.holidays = a; return nil }),
	"quiet":     act("quiet", func(_ context.Context, s *story, a []string) error { return s.quiet(a[0], a[1]) }),
	"redeliver": act("redeliver", func(_ context.Context, s *story, _ []string) error { s.p.slack.Redeliver(); return nil }),
	"drop":      act("drop", func(ctx context.Context, s *story, a []string) error { return s.drop(ctx, a) }),
	"clock":     act("clock", func(ctx context.Context, s *story, a []string) error { return s.moveClock(ctx, a[0]) }),
	"restart":   act("restart", func(ctx context.Context, s *story, _ []string) error { return s.restart(ctx) }),
	"damage":    act("damage", func(ctx context.Context, s *story, a []string) error { return s.damage(ctx, a[0], a[1]) }),
	"drill":     act("drill", func(ctx context.Context, s *story, _ []string) error { return s.trouble(ctx, "drill") }),
	"putaway":   act("putaway", func(ctx context.Context, s *story, _ []string) error { return s.trouble(ctx, "drill-clear") }),
	"drillpage": show(func(s *story, _ []string) string { return s.drillPage() }),
	"copy":      act("copy", func(ctx context.Context, s *story, _ []string) error { return s.trouble(ctx, "copy-data") }),
	"putback":   act("putback", func(ctx context.Context, s *story, _ []string) error { return s.trouble(ctx, "lose-disk") }),
	"work":      begin(func(s *story, _ []string) error { return s.work() }),
	"halt":      begin(func(s *story, _ []string) error { return s.stop() }),
	"sleep":     begin(func(s *story, a []string) error { return s.sleep(a[0]) }),
	"messages":  show(func(s *story, a []string) string { return s.messages(channelName(a[0])) }),
	"accepted":  begin(func(s *story, a []string) error { return s.acceptOnly(a) }),
	"break":     act("break", func(_ context.Context, s *story, a []string) error { return s.breakSlack(a) }),
	"mend":      act("mend", func(_ context.Context, s *story, a []string) error { s.p.slack.Mend(strings.Join(a, "")); return nil }),
	"settle": act("settle", func(_ context.Context, s *story, a []string) error {
		s.manual = len(a) > 0 && a[0] == "off"
		return nil
	}),
	"channel":  show(func(s *story, a []string) string { return s.p.slack.Text(a[0], channelName(a[1])) }),
	"view":     show(func(s *story, a []string) string { return s.p.slack.ViewText(a[0]) }),
	"open":     act("open", func(ctx context.Context, s *story, a []string) error { return s.p.slack.OpenHome(ctx, a[0]) }),
	"notice":   show(func(s *story, _ []string) string { return s.notice() }),
	"home":     show(func(s *story, a []string) string { return s.p.slack.HomeText(a[0]) }),
	"channels": show(func(s *story, _ []string) string { return s.channels() }),
	"mail":     show(func(s *story, a []string) string { return s.p.slack.MailText(a[0]) }),
	"webhooks": show(func(s *story, a []string) string {
		return seconds.ReplaceAllString(s.p.slack.CaughtText(catch.Webhook, a[0]), "${1}Z")
	}),
	"wakes":   show(func(s *story, a []string) string { return s.p.slack.CaughtText(catch.Wake, a[0]) }),
	"calls":   show(func(s *story, a []string) string { return s.calls(a) }),
	"effort":  costs,
	"reached": reaches,
	"candor":  program,
}

// seconds are those of a webhook's timestamp: how many went by in a test's settling
// is chance.
var seconds = regexp.MustCompile(`("timestamp":"[^"]*:\d\d):\d\dZ`)

func of(ts *testscript.TestScript) *story { return ts.Value(storyKey{}).(*story) }

// openForm is what the person of an act has open; "" if nobody or nothing.
func (s *story) openForm(args []string) string {
	if len(args) == 0 || !strings.HasPrefix(args[0], "@") {
		return ""
	}
	return s.p.slack.ViewText(args[0])
}

// place is the channel of an act, "" where the story names none. Stories write
// it without #, which would begin a comment; @candor is the direct message.
func place(a []string) string {
	if len(a) < 3 {
		return ""
	}
	return channelName(a[1])
}

func channelName(s string) string {
	if strings.HasPrefix(s, "@") {
		return s
	}
	return "#" + s
}

func begin(fn func(*story, []string) error) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(fn(of(ts), args)) }
}

// actPatience is how long a step of a story may take on a busy machine.
const actPatience = 2 * time.Minute

// act runs a step of a story and, unless the story settles by hand, lets
// everything that follows from it happen. With ! it must fail; the error is on
// stderr.
func act(name string, fn func(context.Context, *story, []string) error) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		s := of(ts)
		ctx, cancel := context.WithTimeout(context.Background(), actPatience)
		defer cancel()
		ts.Check(s.open(ts))
		before, began := s.openForm(args), s.clock.Now()
		if name == "press" {
			before += s.p.slack.Text(args[0], place(args))
		}
		err := fn(ctx, s, args)
		if err != nil {
			fmt.Fprintln(ts.Stderr(), err)
		}
		if !s.manual {
			ts.Check(s.settle(ctx))
			s.trace.look(s.p.slack, args, err)
		}
		if err == nil { // once it has been answered: what was refused is not known
			s.note(began, append([]string{name}, args...), before)
		}
		if (err != nil) != neg {
			ts.Fatalf("%s: %v", strings.Join(args, " "), err)
		}
	}
}

func show(fn func(*story, []string) string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		s := of(ts)
		ts.Check(s.open(ts))
		fmt.Fprintln(ts.Stdout(), strings.TrimRight(fn(s, args), "\n"))
	}
}

// program runs a subcommand; with ! it must fail. The exit code is the last
// line of stderr.
func program(ts *testscript.TestScript, neg bool, args []string) {
	for i, a := range args {
		if _, err := os.Stat(ts.MkAbs(a)); i > 0 && (err == nil || args[i-1] == "--config" || args[i-1] == "import" || strings.HasSuffix(a, ".txt")) {
			args[i] = ts.MkAbs(a)
		}
	}
	var out, errs strings.Builder
	code := run(context.Background(), args, func(k string) string { return ts.Getenv(k) }, &out, &errs)
	here := strings.NewReplacer(ts.MkAbs(".")+string(filepath.Separator), "")
	fmt.Fprint(ts.Stdout(), here.Replace(out.String()))
	fmt.Fprintln(ts.Stderr(), here.Replace(errs.String())+"exit", code)
	of(ts).trace.ran(args, here.Replace(out.String()), here.Replace(errs.String()), code)
	if (code != 0) != neg {
		ts.Fatalf("candor %s: exit %d", strings.Join(args, " "), code)
	}
}

func (s *story) setStart(text string) error {
	at, err := time.Parse("2006-01-02T15:04", text)
	s.clock = &clock{still: at}
	return err
}

// open starts the world with the first act of a story.
func (s *story) open(ts *testscript.TestScript) error {
	if s.p != nil {
		return nil
	}
	if s.clock == nil {
		s.clock = &clock{still: began}
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if s.log, err = os.Create(filepath.Join(s.dir, "candor.log")); err != nil {
		return err
	}
	s.p, err = openPlayground(context.Background(), ln, filepath.Join(s.dir, "candor.db"), s.clock, slog.New(slog.NewTextHandler(s.log, nil)), s.reach)
	if err != nil {
		return err
	}
	s.p.slack.Patient(actPatience) // a busy machine is no slow person
	ts.Defer(func() {
		ctx, cancel := context.WithTimeout(context.Background(), actPatience)
		defer cancel()
		stopped := s.stop() // nothing moves any more
		if !s.damaged {     // else they cannot hold
			stopped = errors.Join(stopped, s.invariants(ctx), s.candour(), s.letters())
		}
		err := errors.Join(stopped, s.p.app.close())
		s.p.close()
		s.log.Close()
		if err != nil {
			s.t.Errorf("at the end of %s: %v", ts.Name(), err)
		}
	})
	return s.start()
}

// start runs the program and waits for its connections.
func (s *story) start() error {
	ctx, cancel := context.WithCancel(s.trace.begin(context.Background(), s.p))
	ended := make(chan error, 1)
	go func() { ended <- s.p.app.run(ctx, false) }()
	s.stop = sync.OnceValue(func() error { cancel(); return <-ended })
	s.p.disk.Stop, s.p.disk.Start = s.stop, s.start
	wait, done := context.WithTimeout(context.Background(), 10*time.Second)
	defer done()
	return s.p.slack.WaitForApp(wait, 2)
}

// restart ends the process without finishing anything and starts another one on
// the same store.
func (s *story) restart(ctx context.Context) error {
	if err := errors.Join(s.stop(), s.p.app.close()); err != nil {
		return err
	}
	return s.startAgain(ctx)
}

// startAgain starts another process on the store of one that has ended.
func (s *story) startAgain(ctx context.Context) error {
	if err := s.p.another(ctx, filepath.Join(s.dir, "candor.db"), s.clock); err != nil {
		return err
	}
	return s.start()
}

// damage flips one bit of the first record of a bucket whose key has a part, as a
// disk does, and starts the program again. A number stands for its eight bytes.
func (s *story) damage(ctx context.Context, bucket, part string) error {
	if err := errors.Join(s.stop(), s.p.app.close()); err != nil {
		return err
	}
	s.damaged = true
	if err := flipBit(filepath.Join(s.dir, "candor.db"), bucket, part); err != nil {
		return err
	}
	return s.startAgain(ctx)
}

// flipBit damages the first record of a bucket whose key has a part.
func flipBit(path, bucket, part string) error {
	if n, err := strconv.ParseUint(part, 10, 64); err == nil {
		part = string(binary.BigEndian.AppendUint64(nil, n))
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(bucket)).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			if bytes.Contains(k, []byte(part)) {
				v = bytes.Clone(v)
				v[len(v)/2] ^= 1
				return tx.Bucket([]byte(bucket)).Put(bytes.Clone(k), v)
			}
		}
		return fmt.Errorf("no record in %s has %q in its key", bucket, part)
	})
	return errors.Join(err, db.Close())
}

// reload takes over what the story has said of the config since it began, as SIGHUP does.
func (s *story) reload(ctx context.Context) error {
	_, err := s.p.app.service.Provision(ctx, s.p.config(filepath.Join(s.dir, "candor.db")).roster())
	s.p.app.bot.Stir()
	return err
}

// work lets what came in be worked off, and nothing else.
func (s *story) work() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := errors.Join(s.p.slack.Idle(ctx), s.p.app.bot.Drain(ctx), s.p.slack.Idle(ctx), s.trace.work(ctx, s.p.app))
	s.trace.look(s.p.slack, []string{"work"}, err)
	return err
}

// acceptOnly stops the program and leaves a command in its inbox, as a process
// does that dies right after it has acknowledged.
func (s *story) acceptOnly(a []string) error {
	if err := s.stop(); err != nil {
		return err
	}
	channel := ""
	for _, c := range s.p.slack.Channels() {
		if c.Name == a[1] {
			channel = c.ID
		}
	}
	payload, err := json.Marshal(slack.SlashCommand{TeamID: "T0STUDIO", ChannelID: channel, UserID: "U0" + strings.ToUpper(strings.TrimPrefix(a[0], "@")),
		Command: "/incident", Text: strings.TrimPrefix(a[2], "/incident ")})
	if err != nil {
		return err
	}
	_, err = s.p.app.service.Receive(context.Background(), nil, records.Envelope{ID: "accepted-" + a[2], Type: "slash_commands", Payload: payload, At: s.clock.Now()})
	return err
}

// sleep moves the clock while nothing runs.
func (s *story) sleep(text string) error {
	d, err := time.ParseDuration(strings.TrimPrefix(text, "+"))
	s.clock.set(s.clock.Now().Add(d))
	return err
}

// messages says in a word what each message of the app in a channel is, for the
// noise budget.
func (s *story) messages(channel string) string {
	var b strings.Builder
	for _, m := range s.p.slack.Messages(channel) {
		text := m.Text + string(m.Blocks)
		switch {
		case !m.Bot || m.Deleted || m.Ephemeral != "" || m.Subtype != "":
		case strings.Contains(text, "Next steps"):
			b.WriteString("card\n")
		case strings.Contains(text, `"reply1"`):
			b.WriteString("copy of a reply\n")
		case strings.Contains(text, "✓"):
			b.WriteString("told\n")
		case m.Edited:
			b.WriteString("reminder answered\n")
		default:
			b.WriteString("something else: " + m.Text + "\n")
		}
	}
	return b.String()
}

// settleAhead is how far an act settles by itself: past the undo, Slack's
// second per message and a short back-off.
const settleAhead = 15 * time.Second

// settle lets everything happen that follows from an act within a few seconds.
func (s *story) settle(ctx context.Context) error {
	limit := s.clock.Now().Add(settleAhead)
	for {
		if err := errors.Join(s.p.slack.Idle(ctx), s.p.app.settle(ctx), s.p.slack.Idle(ctx)); err != nil {
			return err
		}
		next, err := s.p.app.service.NextWake(ctx)
		if err != nil || next.IsZero() || next.After(limit) {
			return err
		}
		if err := s.p.app.advance(ctx, next); err != nil {
			return err
		}
	}
}

func (s *story) slackCommand(ctx context.Context, a []string) error {
	channel := "#team"
	if len(a) > 2 {
		channel = channelName(a[1])
	}
	return s.p.slack.Command(ctx, a[0], channel, a[len(a)-1])
}

// reply writes in the thread of the app's newest message that began one.
func (s *story) reply(ctx context.Context, a []string) error {
	parent := ""
	for _, m := range s.p.slack.Messages(channelName(a[1])) {
		if m.Bot && m.ThreadTS == "" && m.Ephemeral == "" && !m.Deleted {
			parent = m.TS
		}
	}
	if parent == "" {
		return errors.New("the app has begun no thread there")
	}
	_, err := s.p.slack.Reply(ctx, a[0], channelName(a[1]), parent, a[2])
	return err
}

// mailsUs puts a mail from an address into the company's mailbox, and lets it be read:
// mails ADDRESS answers|away|bounces TEXT, or mails ADDRESS writes|forged SUBJECT TEXT.
func (s *story) mailsUs(ctx context.Context, a []string) error {
	if len(a) == 3 {
		a = []string{a[0], a[1], "", a[2]}
	}
	if err := s.p.slack.Mail(letters.Kind(a[1]), a[0], a[2], a[3]); err != nil {
		return err
	}
	s.p.product().mailbox.Look(ctx)
	return nil
}

// lastOf is the newest message that a person wrote in a channel.
func (s *story) lastOf(a []string) (ts string) {
	for _, m := range s.p.slack.Messages(channelName(a[1])) {
		if m.User == "U0"+strings.ToUpper(strings.TrimPrefix(a[0], "@")) && m.Subtype == "" && !m.Deleted {
			ts = m.TS
		}
	}
	return ts
}

// quiet lets somebody switch Do Not Disturb on until a time of the same day.
func (s *story) quiet(user, until string) error {
	hm, err := time.Parse("15:04", until)
	now := s.clock.Now()
	return errors.Join(err, s.p.slack.Change(user, func(p *world.Person) {
		p.QuietFrom, p.QuietUntil = now, time.Date(now.Year(), now.Month(), now.Day(), hm.Hour(), hm.Minute(), 0, 0, time.UTC)
	}))
}

// moveClock moves time by +30m, or to 14:30 of the same or the next day.
func (s *story) moveClock(ctx context.Context, text string) error {
	now := s.clock.Now()
	if d, err := time.ParseDuration(strings.TrimPrefix(text, "+")); err == nil {
		return s.p.app.advance(ctx, now.Add(d))
	}
	hm, err := time.Parse("15:04", text)
	if err != nil {
		return fmt.Errorf("clock takes +30m or 14:30, not %q", text)
	}
	to := time.Date(now.Year(), now.Month(), now.Day(), hm.Hour(), hm.Minute(), 0, 0, time.UTC)
	if !to.After(now) {
		to = to.AddDate(0, 0, 1)
	}
	return s.p.app.advance(ctx, to)
}

// breakSlack makes a method fail: break chat.postMessage lost 1. Mail, webhooks
// and wake calls are methods too: break mail 451 2, break mail down.
func (s *story) breakSlack(a []string) error {
	f := faults.Fault{Method: a[0]}
	switch kind := a[1]; kind {
	case "lost":
		f.Lost = true
	case "empty":
		f.Empty = true
	case "down":
		f.Down = true
	case "slow":
		f.Delay = 200 * time.Millisecond
	case "429":
		f.RetryAfter = 5 * time.Second
	default:
		if status, err := strconv.Atoi(kind); err == nil {
			f.Status = status
		} else {
			f.Error = kind
		}
	}
	if len(a) > 2 {
		n, err := strconv.Atoi(a[2])
		if err != nil {
			return err
		}
		f.Times = n
	}
	s.p.slack.Break(f)
	return nil
}

func (s *story) drop(ctx context.Context, a []string) error {
	s.p.slack.DropSockets(strings.Join(a, " "))
	return s.p.slack.WaitForApp(ctx, 2)
}

func (s *story) channels() string {
	var b strings.Builder
	for _, c := range s.p.slack.Channels() {
		kind := "public"
		switch {
		case c.Private:
			kind = "private"
		case c.Shared:
			kind = "shared"
		}
		fmt.Fprintf(&b, "#%s %s %s\n", c.Name, kind, strings.Join(c.Members, " "))
	}
	return b.String()
}

// calls lists the Web API calls so far, or those of one method.
func (s *story) calls(a []string) string {
	var b strings.Builder
	for _, c := range s.p.slack.Calls() {
		if len(a) == 0 || c.Method == a[0] {
			fmt.Fprintf(&b, "%s %d\n", c.Method, c.Status)
		}
	}
	return b.String()
}
