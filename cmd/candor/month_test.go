package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"candor/store/storetest"
)

// What comes after the final message of something small, in a month in which nobody does
// anything more: at most two messages to who is in charge, and one text to the client,
// whatever its kind.
func TestAMonthAfterSomethingSmall(t *testing.T) {
	t.Parallel()
	wentDown := "fill @ana 'Seen working from outside?' 'Yes: I used it as they do'\nfill @ana 'Is it a temporary fix?' 'No, it stays'\npress @ana 'More questions'\nfill @ana 'Why did it happen?' 'A change of ours stopped it.'\n"
	never := "fill @ana 'Have you seen yourself that it is over?' 'Yes'\n"
	dir, files := t.TempDir(), []string(nil)
	for kind, seen := range map[string]string{"outage": wentDown, "bad_deploy": wentDown, "degraded": wentDown, "third_party": wentDown, "missed_job": never, "billing": never} {
		file := filepath.Join(dir, "after_"+kind+".txtar")
		if err := os.WriteFile(file, fmt.Appendf(nil, smallMonth, kind, seen), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	testscript.Run(t, testscript.Params{
		Files: files, WorkdirRoot: storetest.MemoryDir(t), Cmds: storyCommands, RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error { newStory(t, env); return nil },
	})
}

// smallMonth is its story, of a kind and what is answered once it is over. Their sheets are
// full: no question about them is counted.
const smallMonth = `
client acme 'sheet: {phones: "1 234", decides: D, panel: "https://panel.example", rollback: R, access: A, tell: T}'
client globex 'sheet: {phones: "1 234", decides: D, panel: "https://panel.example", rollback: R, access: A, tell: T}'
slack @ana '/incident declare sev2 acme %s the shop misbehaves'
press @ana team 'Send'
clock 14:40
reached @ana
reached acme-shared
slack @ana inc-1-acme-the-shop-misbehaves '/incident resolve'
%sfill @ana 'Was data lost?' 'None is lost: I checked'
fill @ana 'What could they not do?' 'visitors could not pay'
submit @ana
submit @ana
clock +1m
channel @dana acme-shared
stdout 'visitors could not pay'
clock +120h
clock +600h
reached @ana <=2
reached acme-shared <=1
`
