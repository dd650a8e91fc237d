package candor_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers says who may import whom. A new package needs a line here and an arrow
// in docs/ARCHITECTURE.md.
var layers = map[string][]string{
	".":                   {},
	"messages":            {".", "messages/lint", "messages/strictyaml"},
	"messages/lint":       {},
	"messages/strictyaml": {"."},
	"delivery":            {".", "messages"},
	"bot":                 {".", "messages"},
	"store/bolt":          {"."},
	"store/storetest":     {"."},
	"sandbox":             {},
	"cmd/candor":          {".", "bot", "delivery", "messages", "messages/lint", "messages/strictyaml", "sandbox", "store/bolt"},
}

// clocks are the functions of package time that read a clock or wait on one.
// Outside cmd time is an argument, except where realTime gives the reason.
var clocks = []string{"time.Now(", "time.Since(", "time.Until(", "time.Sleep("}

var realTime = map[string]string{
	"sandbox": "Slack's limits for acknowledging and for triggers are real seconds",
}

func TestTimeIsAnArgumentOutsideCmd(t *testing.T) {
	eachFile(t, func(dir, path string, _ []string) {
		if strings.HasPrefix(dir, "cmd/") || realTime[dir] != "" {
			return
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range clocks {
			if strings.Contains(string(text), c) {
				t.Errorf("%s calls %s)", path, c)
			}
		}
	})
}

func TestWhoMayImportWhom(t *testing.T) {
	seen := map[string]bool{}
	eachFile(t, func(dir, path string, imports []string) {
		allowed, known := layers[dir]
		if !known {
			t.Errorf("%s: the package is in no line of layers", dir)
		}
		seen[dir] = true
		for _, imp := range imports {
			rel, ours := strings.CutPrefix(imp, "candor")
			if !ours || rel != "" && rel[0] != '/' {
				continue
			}
			if rel = strings.TrimPrefix(rel, "/"); rel == "" {
				rel = "."
			}
			if !slices.Contains(allowed, rel) {
				t.Errorf("%s imports %s, which is not in its line", path, imp)
			}
		}
	})
	for dir := range layers {
		if !seen[dir] {
			t.Errorf("layers names %s, which has no code", dir)
		}
	}
}

func TestTheDomainImportsTheStandardLibraryOnly(t *testing.T) {
	eachFile(t, func(dir, path string, imports []string) {
		for _, imp := range imports {
			if path == "schedule.go" && imp == "github.com/robfig/cron/v3" { // its parser, behind a guard
				continue
			}
			if dir == "." && strings.Contains(imp, ".") {
				t.Errorf("%s imports %s", path, imp)
			}
		}
	})
}

// eachFile calls fn for each Go file that is not a test.
func eachFile(t *testing.T, fn func(dir, path string, imports []string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || path != "." && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		var imports []string
		for _, s := range f.Imports {
			imp, _ := strconv.Unquote(s.Path.Value) // the parser has checked it
			imports = append(imports, imp)
		}
		fn(filepath.ToSlash(filepath.Dir(path)), path, imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
