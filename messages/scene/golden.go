package scene

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files in testdata")

// Golden compares what was made with testdata/<name>.golden. After a change of
// words: go test ./messages ./messages/screen ./messages/aside ./messages/form -update, then read the diff.
func Golden(t *testing.T, name string, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *rewrite {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v\nMake it with: go test ./messages ./messages/screen ./messages/aside ./messages/form -update", err)
	}
	if got != string(want) {
		t.Errorf("%s differs.\ngot:\n%s\nwant:\n%s\nIf the change is meant: go test ./messages ./messages/screen ./messages/aside ./messages/form -update, and read the diff.", file, got, want)
	}
}
