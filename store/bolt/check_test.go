package bolt

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/lookup"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// sample fills a store with one of everything.
func sample(t *testing.T, s *Store) {
	t.Helper()
	err := s.Update(t.Context(), func(tx records.Tx) error {
		inc := &incident.Incident{Number: 1, Title: "a title to look for", State: incident.Open, Channel: incident.Channel{ID: "C1"},
			Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
			Clients: []incident.Affected{{Client: client.Client{ID: "acme"},
				Promises: []promise.Promise{{N: 1, Kind: promise.Update, MadeAt: noon, DueAt: noon.Add(time.Hour)}}}}}
		_, first := tx.Enqueue(&outbox.Delivery{Key: "INC-1/a", Lane: "l", State: outbox.Waiting, NotTill: noon})
		_, second := tx.Enqueue(&outbox.Delivery{Key: "INC-1/b", Lane: "l", State: outbox.Waiting, NotTill: noon})
		_, done := tx.Receive(records.Envelope{ID: "E1", At: noon})
		_, waits := tx.Receive(records.Envelope{ID: "E2", At: noon})
		return errors.Join(tx.PutIncident(inc), tx.PutReach(team.Reach{User: "U0ANA"}), first, second, done, waits, tx.Finish("E1", noon))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// No byte of a record may change without notice: neither of its JSON nor of
// the header in front of it.
func TestAFlippedBitIsFoundAndNeverServed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	var record []byte
	if err := s.view(t.Context(), func(t *tx) error {
		record = bytes.Clone(t.bucket(incidents).Get(number(1)))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(whole, record); n != 1 {
		t.Fatalf("the record is in the file %d times, want once", n)
	}
	start := bytes.Index(whole, record)

	for i, was := range record {
		mustWriteAt(t, path, start+i, was^1<<(i%8))
		s := mustOpen(t, path)
		err := s.View(t.Context(), func(tx records.Tx) error { _, err := tx.Incident(1); return err })
		wantError(t, err, "incidents/0000000000000001 is damaged")
		if code := fault.CodeOf(err); code != fault.Internal {
			t.Errorf("byte %d: the error has code %s, want internal", i, code)
		}
		wantError(t, s.Check(), "incidents/0000000000000001")
		mustClose(t, s)
		mustWriteAt(t, path, start+i, was)
	}
}

func mustWriteAt(t *testing.T, path string, offset int, b byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte{b}, int64(offset))
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatWasCutShortIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	mustClose(t, s)
	if err := os.Truncate(path, 4*4096); err != nil {
		t.Fatal(err)
	}
	_, err := Open(path, Options{})
	wantError(t, err, "If the path is right, restore the last backup")
}

// readyKey is the key of a delivery to Slack in the index ready.
func readyKey(at time.Time, seq uint64) []byte {
	return join(word("slack"), stamp(at), []byte{math.MaxInt8}, number(seq))
}

// Each row breaks one entry of an index or one record behind the store's back.
func TestCheckFindsWhatDoesNotAgree(t *testing.T) {
	wake := join(stamp(noon.Add(50*time.Minute)), number(1))
	tests := []struct {
		name string
		do   func(*tx) error
		want string
	}{
		{"a live incident is not listed", func(t *tx) error { return t.remove(live, number(1)) }, "index live lacks"},
		{"a live incident is listed that is none", func(t *tx) error { return t.putRaw(live, number(2), nil) }, "index live has"},
		{"a wake is missing", func(t *tx) error { return t.remove(due, wake) }, "index due lacks"},
		{"a wake is too many", func(t *tx) error { return t.putRaw(due, join(stamp(noon), number(1)), nil) }, "index due has"},
		{"a channel is missing", func(t *tx) error { return t.remove(channel, join(word("C1"), number(1))) }, "index channel lacks"},
		{"a channel is too many", func(t *tx) error { return t.putRaw(channel, join(word("C2"), number(1)), nil) }, "index channel has"},
		{"a key is missing", func(t *tx) error { return t.remove(keyed, keyedBy(lookup.Open("acme"), 1)) }, "index keyed lacks"},
		{"a key is too many", func(t *tx) error { return t.putRaw(keyed, keyedBy(lookup.Open("globex"), 1), nil) }, "index keyed has"},
		{"a client stands under another's id", func(t *tx) error {
			return t.put(clients, []byte("globex"), client.Profile{Client: client.Client{ID: "acme"}})
		},
			"clients/globex holds what belongs under 61636d65"},
		{"an entry makes no sense", func(t *tx) error { return t.putRaw(channel, []byte("?"), nil) }, "index channel has"},
		{"a delivery has lost its place", func(t *tx) error { return t.remove(lane, join(word("l"), number(2))) }, "index lane lacks"},
		{"a place is nobody's", func(t *tx) error { return t.putRaw(lane, join(word("l"), number(9)), join(stamp(noon), []byte("x"))) }, "index lane has"},
		{"the head of a lane is not ready", func(t *tx) error { return t.remove(ready, readyKey(noon, 1)) }, "index ready lacks"},
		{"another than the head is ready", func(t *tx) error { return t.putRaw(ready, readyKey(noon, 2), []byte("INC-1/b")) }, "index ready has"},
		{"an envelope would never be forgotten", func(t *tx) error { return t.remove(finished, join(stamp(noon), []byte("E1"))) }, "index finished lacks"},
		{"an envelope is forgotten that is not known", func(t *tx) error { return t.putRaw(finished, join(stamp(noon), []byte("E3")), nil) }, "index finished has"},
		{"an envelope waits and is not there", func(t *tx) error { return t.remove(inbox, number(2)) }, "seen/E2 waits"},
		{"an envelope is there and not known", func(t *tx) error { return t.remove(seen, []byte("E2")) }, "is not known as waiting"},
		{"an envelope is finished and still there", func(t *tx) error {
			return errors.Join(t.put(seen, []byte("E2"), sighting{Place: 2, Done: noon}), t.putRaw(finished, join(stamp(noon), []byte("E2")), nil))
		}, "is not known as waiting"},
		{"a record stands under another key", func(t *tx) error {
			return t.put(entries, join(number(1), number(2)), timeline.Entry{Incident: 1, N: 3})
		}, "holds what belongs under"},
		{"a person stands under another's id", func(t *tx) error { return t.put(reach, []byte("U0BEN"), team.Reach{User: "U0ANA"}) }, "holds what belongs under"},
		{"a record is copied to another key", func(t *tx) error { return t.putRaw(incidents, number(2), t.bucket(incidents).Get(number(1))) }, "incidents/0000000000000002 is damaged: its checksum"},
		{"a record of a later form", func(t *tx) error {
			data, err := encode(updates, updateKey(1, "acme", 1), update.Update{Incident: 1, Client: "acme", N: 1})
			data[0] = 2
			return errors.Join(err, t.putRaw(updates, updateKey(1, "acme", 1), data))
		}, "written by a newer candor"},
		{"a record of two bytes", func(t *tx) error { return t.putRaw(updates, updateKey(1, "acme", 1), []byte("ab")) }, "cut short"},
		{"a counter stands too low", func(t *tx) error { return t.put(meta, []byte("seq"), 1) }, "the counter seq stands at 1, and 2 is in use"},
		{"a place would be given out again", func(t *tx) error { return t.put(meta, []byte("place"), 1) }, "the counter place stands at 1, and 2 is in use"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
			defer s.Close()
			sample(t, s)
			if err := s.Check(); err != nil {
				t.Fatalf("before anything was broken: %v", err)
			}
			if err := s.update(t.Context(), tt.do); err != nil {
				t.Fatal(err)
			}
			wantError(t, s.Check(), tt.want)
		})
	}
}

// An index has no checksum, so what it leads to is held against it.
func TestADamagedIndexIsNotServed(t *testing.T) {
	tests := []struct {
		name string
		do   func(*tx) error
		ask  func(records.Tx) error
	}{
		{"live", func(t *tx) error { return t.putRaw(live, number(2), nil) },
			func(tx records.Tx) error { _, err := tx.LiveIncidents(); return err }},
		{"due", func(t *tx) error { return t.putRaw(due, join(stamp(noon), number(1)), nil) },
			func(tx records.Tx) error { _, err := tx.DueIncidents(noon); return err }},
		{"due", func(t *tx) error { return t.putRaw(due, []byte("?"), nil) },
			func(tx records.Tx) error { _, err := tx.DueNumbers(noon); return err }},
		{"channel", func(t *tx) error { return t.putRaw(channel, join(word("C2"), number(1)), nil) },
			func(tx records.Tx) error { _, err := tx.IncidentIn("C2"); return err }},
		{"ready", func(t *tx) error { return t.putRaw(ready, readyKey(noon.Add(-1), 2), []byte("INC-1/b")) },
			func(tx records.Tx) error { _, err := tx.ReadyDelivery(noon, nil); return err }},
		{"ready", func(t *tx) error {
			early := stamp(noon.Add(-1))
			return errors.Join(t.putRaw(lane, join(word("l"), number(1)), join(early, []byte{math.MaxInt8}, word("slack"), []byte("INC-1/a"))),
				t.putRaw(ready, readyKey(noon.Add(-1), 1), []byte("INC-1/a")))
		}, func(tx records.Tx) error { _, err := tx.ReadyDelivery(noon, nil); return err }},
		{"ready", func(t *tx) error { return t.putRaw(ready, []byte("?"), nil) },
			func(tx records.Tx) error { _, err := tx.ReadyDelivery(noon, nil); return err }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
			defer s.Close()
			sample(t, s)
			if err := s.update(t.Context(), tt.do); err != nil {
				t.Fatal(err)
			}
			err := s.View(t.Context(), tt.ask)
			wantError(t, err, "index "+tt.name+" is damaged")
			if code := fault.CodeOf(err); code != fault.Internal {
				t.Errorf("the error has code %s, want internal", code)
			}
		})
	}
}

func TestStampsSortAsTimesDo(t *testing.T) {
	times := []time.Time{{}, time.Unix(-5, 1), time.Unix(-1, 999999999), time.Unix(0, 0), time.Unix(0, 1), noon, noon.Add(1), noon.AddDate(500, 0, 0)}
	for i, at := range times {
		if got := stampTime(stamp(at)); !got.Equal(at) {
			t.Errorf("the stamp of %s reads %s", at, got)
		}
		if i > 0 && bytes.Compare(stamp(times[i-1]), stamp(at)) >= 0 {
			t.Errorf("the stamp of %s does not sort before that of %s", times[i-1], at)
		}
	}
}

// A whole page of nonsense is an error on opening or in Check, and not the end
// of the process. The two meta pages stand in for each other and are left out.
func TestADamagedPageIsReported(t *testing.T) {
	for _, junk := range []byte{0x00, 0x01, 0xff} {
		path := filepath.Join(t.TempDir(), "candor.db")
		s := mustOpen(t, path)
		sample(t, s)
		used := mustFindPages(t, s)
		mustClose(t, s)
		for _, id := range used {
			restore := mustFillPage(t, path, id, junk)
			if err := openAndCheck(path); err == nil {
				t.Errorf("page %d full of %#x: no error, want one", id, junk)
			}
			restore()
		}
	}
}

// mustFindPages returns the pages that are in use, without the two meta pages.
func mustFindPages(t *testing.T, s *Store) (used []int64) {
	t.Helper()
	err := s.view(t.Context(), func(t *tx) error {
		for id := int64(2); ; id++ {
			p, err := t.b.Page(int(id))
			if err != nil || p == nil { // nil: behind the last one
				return err
			}
			if p.Type != "free" {
				used = append(used, id)
			}
		}
	})
	if err != nil || len(used) == 0 {
		t.Fatalf("pages in use: %v, %v", used, err)
	}
	return used
}

func mustFillPage(t *testing.T, path string, id int64, junk byte) (restore func()) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	size := int64(os.Getpagesize())
	was := make([]byte, size)
	_, readErr := f.ReadAt(was, id*size)
	_, writeErr := f.WriteAt(bytes.Repeat([]byte{junk}, int(size)), id*size)
	if err := errors.Join(readErr, writeErr); err != nil {
		t.Fatal(err)
	}
	return func() {
		_, err := f.WriteAt(was, id*size)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

func openAndCheck(path string) error {
	s, err := Open(path, Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Check()
}
