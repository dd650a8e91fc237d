package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"candor/store/bolt"
)

// The real program is killed at random moments while updates leave for Slack, by
// mail and by webhook, and is started again. At the end each of them is there
// exactly once or stands before a person, and the store is sound.
//
// CANDOR_TEST_KILLS says how often; CANDOR_TEST_SEED replays the moments, though
// not the scheduling of the machine.
func TestKillAtRandomMoments(t *testing.T) {
	kills, err := strconv.Atoi(os.Getenv("CANDOR_TEST_KILLS"))
	if err != nil {
		t.Skip("CANDOR_TEST_KILLS is not set: how often the program is killed")
	}
	r := seeded(t)
	p := newProcess(t)
	// Updates follow each other within seconds, so that each life sees some leave.
	const quick = "night: always\n    cadence: {sev1: {first: 30s, every: 4s, mitigated: 4s, monitoring: 4s}}\n"
	p.configure("cadence: {sev1: {first: 2s}}\n", quick, "slack: C0GLOBEX\n", "slack: C0GLOBEX\n    "+quick)
	p.start()
	p.must(p.slack.Command(t.Context(), "@ana", "#team", "/incident declare sev1 acme globex Checkout is down"))
	p.until("the channel is there", func() bool { return p.sees("@ana", channelOfINC1, "Next steps") })
	p.until("the first text leaves", func() bool { return p.slack.Press(t.Context(), "@ana", "#team", "Send to all 2") == nil })
	p.until("the first words are there", func() bool { return p.clientTexts() == 1 && len(p.slack.Mails("")) == 2 })
	for i := range kills {
		for range r.IntN(3) {
			// What is refused because the one before is still on its way is part of the game.
			_ = p.slack.Command(t.Context(), "@ana", channelOfINC1, fmt.Sprintf("/incident still trying remedy %d", i))
			time.Sleep(time.Duration(r.IntN(250)) * time.Millisecond)
		}
		time.Sleep(time.Duration(r.IntN(900)) * time.Millisecond)
		p.end(syscall.SIGKILL)
		p.start()
	}
	p.rest()
	if err := p.end(syscall.SIGTERM); err != nil {
		t.Errorf("SIGTERM: %v, want a clean end", err)
	}
	p.judge(kills)
}

const channelOfINC1 = "#inc-1-acme-checkout-is-down"

// configure changes the config before the first start.
func (p *process) configure(pairs ...string) {
	p.t.Helper()
	path := filepath.Join(p.dir, "candor.yaml")
	p.must(os.WriteFile(path, []byte(strings.NewReplacer(pairs...).Replace(mustRead(p.t, path))), 0o600))
}

// rest waits until what was under way is settled: a lease lapses after 30
// seconds, and what may have arrived is looked up for a minute and a half.
func (p *process) rest() {
	p.t.Helper()
	time.Sleep(30*time.Second + 90*time.Second + 10*time.Second)
}

// judge holds what arrived against the store.
func (p *process) judge(kills int) {
	p.t.Helper()
	store, err := bolt.Open(filepath.Join(p.dir, "candor.db"), bolt.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	defer store.Close()
	s := &story{t: p.t, p: &playground{slack: p.slack, app: &app{store: store}}}
	if err := s.invariants(p.t.Context()); err != nil {
		p.t.Error(err)
	}
	p.t.Logf("killed %d times: %d texts in Slack, %d mails, %d webhook calls, %d problems before a person", kills,
		p.clientTexts()+len(p.slack.Messages("C0GLOBEX")), len(p.slack.Mails("")), len(p.slack.Caught("webhook", "")), strings.Count(p.slack.Text("@ana", channelOfINC1), "[Give up]"))
}

// seeded is chance that CANDOR_TEST_SEED replays.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed, err := strconv.ParseUint(os.Getenv("CANDOR_TEST_SEED"), 10, 64)
	if err != nil {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}
