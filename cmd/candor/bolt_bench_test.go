package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/bot"
	"candor/sandbox"
)

// rival is a program that opens channels in a small Slack of its own when somebody declares.
type rival struct {
	*stage
	ids map[string]string // of the people, by handle
	pid int
}

// newRival runs a program until the benchmark ends. run makes its command line.
func newRival(b *testing.B, run func(server *sandbox.Server, url string) *exec.Cmd, sockets int) *rival {
	b.Helper()
	ws, team := crowd(together)
	server, url := serveSlack(b, sandbox.Options{Manifest: bot.Manifest, Now: new(clock).Now, Workspace: ws, Unlimited: true})
	cmd := run(server, url)
	cmd.Env = append(os.Environ(), "SLACK_BOT_TOKEN="+server.BotToken(), "SLACK_APP_TOKEN="+server.AppToken(), "SLACK_API_URL="+url+"api/")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if err := server.WaitForApp(b.Context(), sockets); err != nil {
		b.Fatal(err)
	}
	r := &rival{stage: &stage{playground: &playground{slack: server, url: url}, team: team}, ids: map[string]string{}, pid: cmd.Process.Pid}
	for _, p := range ws.People {
		r.ids["@"+p.Name] = p.ID
	}
	return r
}

// newCandor is the real program, or the one that CANDOR_BENCH_PROGRAM names.
func newCandor(b *testing.B) *rival {
	b.Helper()
	dir := b.TempDir()
	program := os.Getenv("CANDOR_BENCH_PROGRAM")
	if program == "" {
		program = filepath.Join(dir, "candor")
		if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
			b.Fatalf("build: %v\n%s", err, out)
		}
	}
	return newRival(b, func(_ *sandbox.Server, url string) *exec.Cmd {
		text := strings.Replace(string(sandboxYAML), "company:", "slack: {api_url: "+url+"api/}\ncompany:", 1)
		if err := os.WriteFile(filepath.Join(dir, "candor.yaml"), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
		return exec.Command(program, "serve", "--config", filepath.Join(dir, "candor.yaml"))
	}, 2)
}

// newBolt is the app in testdata/bolt, with its library from the registry.
func newBolt(b *testing.B) *rival {
	b.Helper()
	dir := b.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/bolt")); err != nil {
		b.Fatal(err)
	}
	install := exec.Command("npm", "install", "--no-audit", "--no-fund")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		b.Fatalf("npm install: %v\n%s", err, out)
	}
	return newRival(b, func(*sandbox.Server, string) *exec.Cmd {
		cmd := exec.Command("node", "app.js")
		cmd.Dir = dir
		return cmd
	}, 1)
}

// worked is how long the program has had a processor, in its own code and in the kernel.
func (r *rival) worked(b *testing.B) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", r.pid))
	r.must(b, err)
	_, after, _ := strings.Cut(string(stat), ") ")
	var ticks time.Duration
	for _, field := range strings.Fields(after)[11:13] { // utime and stime, a hundred a second
		n, err := strconv.Atoi(field)
		r.must(b, err)
		ticks += time.Duration(n)
	}
	return ticks * 10 * time.Millisecond
}

// waited is how long people waited in a round: for Slack to take their command, and for a
// channel with them and its card in it. Each is in order.
type waited struct{ acked, usable []time.Duration }

// declares has everybody declare, at once or one after the other.
func (r *rival) declares(b *testing.B, round int, atOnce bool) (w waited) {
	b.Helper()
	before := len(r.slack.Calls())
	began, acked := make([]time.Time, len(r.team)), make([]time.Duration, len(r.team))
	var typing sync.WaitGroup
	for i, user := range r.team {
		declare := func() {
			began[i] = time.Now()
			err := r.slack.Command(b.Context(), user, "#team", fmt.Sprintf("/incident declare sev2 acme Part %d of %d is down", i, round))
			if acked[i] = time.Since(began[i]); err != nil {
				b.Errorf("%s: %v", user, err)
			}
		}
		if atOnce {
			typing.Go(declare)
			continue
		}
		declare()
		r.until(b, "the channel can be used", func() bool { return !r.usableBy(before)[r.ids[user]].IsZero() })
		r.must(b, r.slack.Idle(b.Context()))
	}
	typing.Wait()
	r.until(b, "all channels can be used", func() bool { return len(r.usableBy(before)) >= len(r.team) })
	ready := r.usableBy(before)
	for i, user := range r.team {
		w.acked = append(w.acked, acked[i])
		w.usable = append(w.usable, ready[r.ids[user]].Sub(began[i]))
	}
	r.must(b, r.slack.Idle(b.Context()))
	slices.Sort(w.acked)
	slices.Sort(w.usable)
	return w
}

// usableBy is since when each person has been in a new channel in which a message stands.
func (r *rival) usableBy(before int) map[string]time.Time {
	invited, posted := map[string]sandbox.Call{}, map[string]time.Time{}
	for _, c := range r.slack.Calls()[before:] {
		channel := c.Args["channel"]
		switch {
		case c.Status != 200:
		case c.Method == "conversations.invite":
			for _, user := range strings.Split(c.Args["users"], ",") {
				invited[user] = c
			}
		case c.Method == "chat.postMessage" && posted[channel].IsZero():
			posted[channel] = c.At
		}
	}
	ready := map[string]time.Time{}
	for user, c := range invited {
		at := posted[c.Args["channel"]]
		if at.IsZero() {
			continue
		}
		if ready[user] = c.At; at.After(c.At) {
			ready[user] = at
		}
	}
	return ready
}

func p50(list []time.Duration) float64 { return ms(list[len(list)/2]) }
func p99(list []time.Duration) float64 { return ms(list[len(list)*99/100]) }

// BenchmarkBesideBolt holds what people wait for against an app that does the same with Bolt
// and keeps nothing: five rounds of each, one after the other, on the same machine.
// CANDOR_BENCH_BOLT=1 asks for it: it installs the library with npm. Slack's twenty new
// channels a minute do not hold here.
func BenchmarkBesideBolt(b *testing.B) {
	if os.Getenv("CANDOR_BENCH_BOLT") == "" {
		b.Skip("CANDOR_BENCH_BOLT is not set: it installs Bolt with npm")
	}
	const rounds = 5
	candor, bolt := newCandor(b), newBolt(b)
	round := 0
	for _, row := range []struct {
		name    string
		atOnce  bool
		latency time.Duration
	}{
		{"25 at once, 0 ms", true, 0}, {"25 at once, 100 ms", true, 100 * time.Millisecond},
		{"one at a time, 0 ms", false, 0}, {"one at a time, 100 ms", false, 100 * time.Millisecond},
	} {
		b.Run(row.name, func(b *testing.B) {
			found := map[string][]float64{}
			for b.Loop() {
				for range rounds {
					round++
					for name, r := range map[string]*rival{"candor": candor, "bolt": bolt} {
						r.slack.SetLatency(row.latency)
						before := r.worked(b)
						w := r.declares(b, round, row.atOnce)
						found[name+" cpu"] = append(found[name+" cpu"], ms(r.worked(b)-before)/together)
						found[name+" usable-p50"] = append(found[name+" usable-p50"], p50(w.usable))
						found[name+" usable-p99"] = append(found[name+" usable-p99"], p99(w.usable))
						found[name+" ack-p50"] = append(found[name+" ack-p50"], p50(w.acked))
						found[name+" ack-p99"] = append(found[name+" ack-p99"], p99(w.acked))
					}
				}
			}
			for _, what := range []string{"usable-p50", "usable-p99", "ack-p50", "ack-p99", "cpu"} {
				ours, theirs := median(found["candor "+what]), median(found["bolt "+what])
				b.ReportMetric(ours/theirs, what+"/bolt")
				b.Logf("%s: %s %.1f ms, Bolt %.1f ms: %.2f", row.name, what, ours, theirs, ours/theirs)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkProcessor is what a declare takes of the processor, in the whole program: what does not
// change with what else the machine does, as the time that people wait does.
func BenchmarkProcessor(b *testing.B) {
	for _, atOnce := range []bool{true, false} {
		b.Run(fmt.Sprintf("at once %v", atOnce), func(b *testing.B) {
			r := newCandor(b)
			r.declares(b, 0, atOnce) // what is made once is made
			rounds, before := 0, r.worked(b)
			for b.Loop() {
				rounds++
				r.declares(b, rounds, atOnce)
			}
			b.ReportMetric(ms(r.worked(b)-before)/float64(rounds*together), "cpu-ms/declare")
			b.ReportMetric(0, "ns/op")
		})
	}
}
