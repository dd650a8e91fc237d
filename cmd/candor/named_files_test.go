package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// namedFile is a Go file in a comment: one beside it, or by its path in the module.
var namedFile = regexp.MustCompile(`(?:^|[\s(\x60,])((?:[\w-]+/)*[\w-]+\.go)(?:[\s),:;\x60]|\.(?:\s|$)|$)`)

// namedPath is a path in backticks.
var namedPath = regexp.MustCompile("`([a-z_]+(?:/[\\w.-]+)+)`")

// Whoever is sent to a file finds it: what is renamed is renamed where it is named.
func TestTheFilesThatAreNamedAreThere(t *testing.T) {
	const root = "../.."
	missing := func(path string) bool {
		_, err := os.Stat(filepath.Join(root, path))
		return err != nil
	}
	n := 0
	eachFile(t, func(dir string, f *sourceFile) {
		for _, group := range f.tree.Comments {
			for _, m := range namedFile.FindAllStringSubmatch(group.Text(), -1) {
				path := m[1]
				if n++; !strings.Contains(path, "/") {
					path = dir + "/" + path
				}
				if missing(path) {
					t.Errorf("%s:%d names %s, which is not there", f.path, f.line(group.Pos()), m[1])
				}
			}
		}
	})
	for _, doc := range []string{"README.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/OPERATING.md", "docs/SLACK.md", "docs/PERFORMANCE.md"} {
		for i, line := range strings.Split(mustRead(t, filepath.Join(root, doc)), "\n") {
			for _, m := range namedPath.FindAllStringSubmatch(line, -1) {
				if top, _, _ := strings.Cut(m[1], "/"); missing(top) { // a path on somebody's machine
					continue
				}
				if n++; missing(m[1]) {
					t.Errorf("%s:%d names %s, which is not there", doc, i+1, m[1])
				}
			}
		}
	}
	if n < 60 {
		t.Errorf("%d files are named: they are not found", n)
	}
}
