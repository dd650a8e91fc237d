package main

import (
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each row of docs/MAPPING.md names stories and tests that exist, or says that there
// are none yet; no row is missing.
func TestMapping(t *testing.T) {
	text, err := os.ReadFile("../../docs/MAPPING.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range wrongRows(string(text), testsOf(t)) {
		t.Error(wrong)
	}
}

// adviceOf is how much advice each of the two accounts holds.
var adviceOf = []int{32, 31}

var (
	mappingRow = regexp.MustCompile(`(?m)^\| (\d\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$`)
	named      = regexp.MustCompile("^`([A-Za-z0-9_]+)`$")
)

// wrongRows says what is wrong with the text; tests are the names of all tests.
func wrongRows(text string, tests map[string]bool) (wrong []string) {
	var want []string
	for i, n := range adviceOf {
		for j := range n {
			want = append(want, fmt.Sprintf("%d.%d", i+1, j+1))
		}
	}
	rows := mappingRow.FindAllStringSubmatch(text, -1)
	if len(rows) != len(want) {
		wrong = append(wrong, fmt.Sprintf("%d rows, want %d", len(rows), len(want)))
	}
	for i, row := range rows {
		if i < len(want) && row[1] != want[i] {
			wrong = append(wrong, fmt.Sprintf("row %s stands where %s should", row[1], want[i]))
		}
		if row[4] == "not yet" {
			continue
		}
		for proof := range strings.SplitSeq(row[4], ", ") {
			m := named.FindStringSubmatch(proof)
			switch {
			case m == nil:
				wrong = append(wrong, fmt.Sprintf("row %s names no story and no test: %s", row[1], proof))
			case strings.HasPrefix(m[1], "Test") && !tests[m[1]]:
				wrong = append(wrong, fmt.Sprintf("row %s names the test %s, which is not there", row[1], m[1]))
			case !strings.HasPrefix(m[1], "Test"):
				if _, err := os.Stat(filepath.Join("testdata/script", m[1]+".txtar")); err != nil {
					wrong = append(wrong, fmt.Sprintf("row %s names the story %s, which is not there", row[1], m[1]))
				}
			}
		}
	}
	return wrong
}

// testsOf are the names of all tests of the module.
func testsOf(t *testing.T) map[string]bool {
	names := map[string]bool{}
	eachFile(t, func(_ string, f *sourceFile) {
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.isTest() && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Test") {
				names[fn.Name.Name] = true
			}
		}
	})
	return names
}

// What is wrong with a mapping is found.
func TestAWrongMappingIsNoticed(t *testing.T) {
	text, err := os.ReadFile("../../docs/MAPPING.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := testsOf(t)
	lines := strings.SplitAfter(string(text), "\n")
	for name, change := range map[string]func(row string) string{
		"a row is missing":        func(string) string { return "" },
		"a row stands twice":      func(row string) string { return row + row },
		"nothing shows it":        func(row string) string { return "| 1.3 | a | b |  |\n" },
		"words instead of a name": func(row string) string { return "| 1.3 | a | b | soon |\n" },
		"no such story":           func(row string) string { return "| 1.3 | a | b | `nosuchstory` |\n" },
		"no such test":            func(row string) string { return "| 1.3 | a | b | `TestNoSuchThing` |\n" },
	} {
		changed := ""
		for _, line := range lines {
			if strings.HasPrefix(line, "| 1.3 |") {
				line = change(line)
			}
			changed += line
		}
		if len(wrongRows(changed, tests)) == 0 {
			t.Errorf("%s, and nobody notices", name)
		}
	}
}
