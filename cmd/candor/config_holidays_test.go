package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A file of holidays is read with the config, ours and a client's; one that is over is said
// and keeps nothing from starting.
func TestHolidaysComeFromFiles(t *testing.T) {
	dir := t.TempDir()
	next := time.Now().AddDate(0, 1, 0)
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ics := func(day time.Time) string {
		return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:" + day.Format("20060102") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	write("ours.ics", ics(next))
	write("old.ics", ics(time.Now().AddDate(0, -2, 0)))
	path := filepath.Join(dir, "candor.yaml")
	write("candor.yaml", string(sandboxYAML)+"\nholidays: [2031-01-01, ours.ics, old.ics]\n")
	c, err := loadConfig(path, bothTokens)
	if err != nil {
		t.Fatal(err)
	}
	day := next.Format(time.DateOnly)
	if list := c.roster().Holidays; !slices.Contains(list, day) || !slices.Contains(list, "2031-01-01") || !slices.IsSorted(list) || len(list) != 3 {
		t.Errorf("our holidays are %v, want %s among them", list, day)
	}
	if len(c.ranOut) != 1 || !strings.Contains(c.ranOut[0], "holidays[2] in the config: old.ics has no day that is still to come") {
		t.Errorf("what is over: %q", c.ranOut)
	}

	id := "  - id: acme"
	if !strings.Contains(string(sandboxYAML), id) {
		t.Fatalf("%q does not stand in the config", id)
	}
	write("candor.yaml", strings.Replace(string(sandboxYAML), id, id+"\n    holidays: [ours.ics]", 1))
	if c, err = loadConfig(path, bothTokens); err != nil || !slices.Equal(c.Clients[0].Holidays, []string{day}) {
		t.Fatalf("the client's holidays: %v", err)
	}
	was := c
	write("ours.ics", ics(next.AddDate(0, 0, 1)))
	if c, err = loadConfig(path, bothTokens); err != nil || slices.Equal(c.Clients[0].Holidays, was.Clients[0].Holidays) || len(fixedChanges(was, c)) > 0 {
		t.Errorf("after a reload they are %v, %v", c, err)
	}
}
