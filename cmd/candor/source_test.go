package main

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"candor/incident/promise"
)

// sourceFile is a Go file of the module as it stands on the disk.
type sourceFile struct {
	path string // within the module
	text string
	tree *ast.File // with its comments
	fset *gotoken.FileSet
}

func (f *sourceFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

func (f *sourceFile) line(p gotoken.Pos) int { return f.fset.Position(p).Line }

// imports are the paths that a file imports, by the name that it uses for each.
func (f *sourceFile) imports() map[string]string {
	list := map[string]string{}
	for _, s := range f.tree.Imports {
		full, _ := strconv.Unquote(s.Path.Value) // the parser has checked it
		name := full[strings.LastIndex(full, "/")+1:]
		if s.Name != nil {
			name = s.Name.Name
		}
		list[name] = full
	}
	return list
}

// sources are the Go files of the module by the folder of their package, "." for
// the root. They are read once for all tests that judge the source.
var sources = sync.OnceValues(func() (map[string][]*sourceFile, error) {
	const root = "../.."
	list, fset := map[string][]*sourceFile{}, gotoken.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || path != root && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go":
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(fset, path, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		dir := filepath.ToSlash(filepath.Dir(rel))
		list[dir] = append(list[dir], &sourceFile{filepath.ToSlash(rel), string(text), tree, fset})
		return err
	})
	return list, err
})

// eachFile calls fn for each Go file of the module, tests too, package by package. The
// race detector has nothing to see there.
func eachFile(t *testing.T, fn func(dir string, f *sourceFile)) {
	t.Helper()
	if slow != "" {
		t.Skip("one goroutine reads the source")
	}
	packages, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		for _, f := range packages[dir] {
			fn(dir, f)
		}
	}
}

// functionName is the name of a function, with its receiver: (*Bot).update.
func functionName(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	typ := receiver(d)
	if _, star := d.Recv.List[0].Type.(*ast.StarExpr); star {
		typ = "(*" + typ + ")"
	}
	return typ + "." + d.Name.Name
}

// receiver is the type that a method belongs to, "" for a function.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	e := d.Recv.List[0].Type
	for {
		switch t := e.(type) {
		case *ast.StarExpr:
			e = t.X
		case *ast.IndexExpr:
			e = t.X
		case *ast.IndexListExpr:
			e = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}

// Each kind of promise that has a name has a row in the table of them.
func TestEveryKindOfPromiseHasARow(t *testing.T) {
	list, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, f := range list["incident/promise"] {
		ast.Inspect(f.tree, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			typ, ok := spec.Type.(*ast.Ident)
			word, isWord := spec.Values[0].(*ast.BasicLit)
			if !ok || !isWord || typ.Name != "Kind" {
				return true
			}
			named++
			id, _ := strconv.Unquote(word.Value) // the parser has checked it
			if !slices.ContainsFunc(promise.Table, func(r promise.Row) bool { return r.Kind == promise.Kind(id) }) {
				t.Errorf("%s has no row in promise.Table", id)
			}
			return true
		})
	}
	if named < len(promise.Table) {
		t.Errorf("%d kinds have a name, and %d have a row", named, len(promise.Table))
	}
}
