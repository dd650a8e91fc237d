package main

import (
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"candor/cmd/candor/lintcmd"
)

// lintIn runs the command with something on its standard input.
func lintIn(t *testing.T, in string, args ...string) (out, errs string, err error) {
	t.Helper()
	var o, e strings.Builder
	cmd := lintcmd.Command()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	cmd.SetIn(strings.NewReader(in))
	cmd.SetOut(&o)
	cmd.SetErr(&e)
	err = cmd.Execute()
	return o.String(), e.String(), err
}

func TestLintReadsStandardInput(t *testing.T) {
	for _, args := range [][]string{nil, {"-"}} {
		out, _, err := lintIn(t, "We will fix it soon.", args...)
		if err == nil || !strings.Contains(out, "vague-time: “soon”") {
			t.Errorf("lint %v: %q, %v", args, out, err)
		}
	}
	if out, _, err := lintIn(t, "", "--kind", "reply"); err == nil || out != "" || !strings.Contains(err.Error(), "nothing was checked") {
		t.Errorf("an empty text: %q, %v", out, err)
	}
}

// Ten thousand drafts, one of them of a megabyte, are answered one by one and in order.
func TestLintManyLines(t *testing.T) {
	const many = 10_000
	var in strings.Builder
	for i := range many {
		text := "We found it!"
		switch {
		case i == 77:
			text = strings.Repeat("Orders fail; ", 80_000)
		case i%2 == 1:
			text = "We found it."
		}
		fmt.Fprintf(&in, "{\"id\": %d, \"text\": %q}\n", i, text)
	}
	out, errs, err := lintIn(t, in.String(), "--jsonl")
	if err != nil || errs != "" {
		t.Fatalf("%v, %s", err, errs)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != many {
		t.Fatalf("%d answers to %d lines", len(lines), many)
	}
	for i, line := range lines {
		want := fmt.Sprintf(`{"id":%d,"rules":["exclamation"]}`, i)
		switch {
		case i == 77:
			want = `{"id":77,"rules":["too-long"]}`
		case i%2 == 1:
			want = fmt.Sprintf(`{"id":%d,"rules":[]}`, i)
		}
		if line != want {
			t.Fatalf("line %d: %s, want %s", i, line, want)
		}
	}
}

// What was answered before the input broke is not lost.
func TestLintSaysWhereItsInputBroke(t *testing.T) {
	in := iotest.TimeoutReader(strings.NewReader(strings.Repeat("{\"id\": 1, \"text\": \"We found it.\"}\n", 3000)))
	var out, errs strings.Builder
	err := lintcmd.LintLines(in, &out, &errs)
	if n := strings.Count(out.String(), "\n"); err == nil || n == 0 || !strings.Contains(err.Error(), fmt.Sprintf("line %d was not read", n+1)) {
		t.Errorf("%d answers, then %v", n, err)
	}
}
