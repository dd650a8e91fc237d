package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"candor/incident/records"
	"candor/store/backup"
	"candor/store/bolt"
)

// turns has a copy being made stand still every other second, so that acknowledgements
// beside it and without it are measured on the same machine at the same time, whatever
// else that does.
type turns struct {
	mu    sync.Mutex
	going chan struct{} // closed while the copy may go on
	apart *os.Process   // reads the copy; nil: it is being written
	stage string        // "writing", "reading"
}

const aTurn = time.Second

func (g *turns) stop() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.going = make(chan struct{})
	if g.apart != nil {
		_ = g.apart.Signal(syscall.SIGSTOP)
	}
}

func (g *turns) goOn() {
	g.mu.Lock()
	defer g.mu.Unlock()
	close(g.going)
	if g.apart != nil {
		_ = g.apart.Signal(syscall.SIGCONT)
	}
}

func (g *turns) now() (stage string, going chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.stage, g.going
}

// rest is between two commits: a team types no faster.
func (g *turns) rest() { time.Sleep(time.Millisecond) }

// Write waits for a turn.
func (g *turns) Write(p []byte) (int, error) {
	_, going := g.now()
	<-going
	return len(p), nil
}

// check is checkApart, in turns.
func (g *turns) check(ctx context.Context, path string) (r backup.Report, err error) {
	cmd := exec.CommandContext(ctx, os.Args[0], "verify", "--json", path)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return r, err
	}
	if err := cmd.Start(); err != nil {
		return r, err
	}
	backup.LowPriority(cmd.Process.Pid)
	g.mu.Lock()
	g.apart, g.stage = cmd.Process, "reading"
	g.mu.Unlock()
	err = json.NewDecoder(out).Decode(&r)
	g.mu.Lock()
	g.apart = nil
	g.mu.Unlock()
	if e := cmd.Wait(); err == nil {
		err = e
	}
	return r, err
}

// percentile is what so many per cent of the times stay below, in milliseconds.
func percentile(list []time.Duration, percent int) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return float64(list[min(len(list)-1, len(list)*percent/100)].Microseconds()) / 1000
}

// BenchmarkAcksDuringACopy commits envelopes, as they come in over the network, while a
// store is copied and the copy is read to its end, and in between, every second in turn.
// It prints what 99 of 100 commits take, and how much more beside the copy than without.
// CANDOR_BENCH_STORE_MB is how large the store is, 64 if it is not set; CANDOR_BENCH_DIR
// is on which disk.
func BenchmarkAcksDuringACopy(b *testing.B) {
	megabytes, err := strconv.Atoi(os.Getenv("CANDOR_BENCH_STORE_MB"))
	if err != nil {
		megabytes = 64
	}
	b.Setenv("CANDOR_TEST_AS_PROGRAM", "1") // for the process that reads the copies
	dir, err := os.MkdirTemp(os.Getenv("CANDOR_BENCH_DIR"), "candor-bench-")
	if err != nil {
		b.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "candor.db")
	if err := fatten(path, megabytes<<20); err != nil {
		b.Fatal(err)
	}
	syscall.Sync()
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	n := 0
	receive := func() time.Duration {
		n++
		began := time.Now()
		err := s.Update(b.Context(), func(tx records.Tx) error {
			_, err := tx.Receive(records.Envelope{ID: fmt.Sprint("E", n), At: began})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	for b.Loop() {
		g := &turns{stage: "writing", going: make(chan struct{})}
		job := &backup.Job{Dir: filepath.Join(dir, "copies"), Beside: path, Keep: backup.Keep{Daily: 1}, Zone: time.UTC, Check: g.check, Free: backup.FreeSpace,
			Source: func(ctx context.Context, w io.Writer) error { return s.Copy(ctx, io.MultiWriter(g, w)) }}
		took, worked := map[string][]time.Duration{}, map[string]time.Duration{}
		before, _ := os.Stat(path)
		done := make(chan error, 1)
		go func() { _, err := job.Make(b.Context(), time.Now()); done <- err }()
		for turn, ended := 0, false; !ended; turn++ {
			stage, _ := g.now()
			key := stage + ", alone"
			if turn%2 == 1 {
				g.goOn()
				key = stage
			}
			for began := time.Now(); time.Since(began) < aTurn && !ended; {
				select {
				case err := <-done:
					if ended = true; err != nil {
						b.Fatal(err)
					}
				default:
				}
				d := receive()
				if time.Since(began) > aTurn/5 { // what the turn before has left on the way to the disk
					took[key] = append(took[key], d)
				}
				g.rest()
			}
			if turn%2 == 1 && !ended {
				worked[stage] += aTurn
				g.stop()
			}
		}
		alone := append(took["writing, alone"], took["reading, alone"]...)
		beside := append(took["writing"], took["reading"]...)
		after, _ := os.Stat(path)
		b.ReportMetric(worked["writing"].Seconds(), "s-writing")
		b.ReportMetric(worked["reading"].Seconds(), "s-reading")
		b.ReportMetric(float64((after.Size()-before.Size())>>20), "MB-grown")
		b.ReportMetric(percentile(alone, 50), "alone-p50-ms")
		b.ReportMetric(percentile(beside, 50), "copying-p50-ms")
		b.ReportMetric(percentile(alone, 99), "alone-p99-ms")
		b.ReportMetric(percentile(beside, 99), "copying-p99-ms")
		b.ReportMetric(percentile(beside, 99)/percentile(alone, 99), "p99-ratio")
		for _, stage := range []string{"writing", "reading"} {
			b.Logf("%s: %d commits, p50 %.1f ms, p99 %.1f ms; alone meanwhile: %d, %.1f, %.1f", stage,
				len(took[stage]), percentile(took[stage], 50), percentile(took[stage], 99),
				len(took[stage+", alone"]), percentile(took[stage+", alone"], 50), percentile(took[stage+", alone"], 99))
		}
	}
}
