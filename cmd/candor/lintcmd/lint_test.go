package lintcmd

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// Whoever named no file and sits before a terminal is told what it waits for.
func TestWhoIsToTypeIsToldSo(t *testing.T) {
	terminal, err := os.Open("/dev/ptmx")
	if err != nil {
		t.Skipf("no terminal can be had here: %v", err)
	}
	defer terminal.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for _, tt := range []struct {
		name  string
		in    *os.File
		jsonl bool
		want  string
	}{
		{"a terminal", terminal, false, "Type or paste the draft, then press Enter and Ctrl-D."},
		{"a terminal, for many", terminal, true, "Type or paste drafts, one a line, as JSON"},
		{"nothing", null, false, ""},
	} {
		cmd, said := Command(), new(bytes.Buffer)
		cmd.SetIn(tt.in)
		cmd.SetErr(said)
		if _, err := openDraft(cmd, nil, tt.jsonl); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := said.String(); !strings.HasPrefix(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%s is told %q, want %q", tt.name, got, tt.want)
		}
	}
}
