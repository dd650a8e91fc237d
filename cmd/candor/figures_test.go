package main

import (
	"cmp"
	"go/ast"
	gotoken "go/token"
	"slices"
	"strings"
	"testing"
)

// manyBranches is how many branches a function may have before it counts as one
// that is hard to follow.
const manyBranches = 15

// manyParameters is how many parameters, besides the receiver, a function of the
// domain has when some of them want a name together.
const manyParameters = 5

// budget says of each figure of the source how bad it may be. A limit is what
// was reached: it is lowered with the figure until the goal holds, never raised.
var budget = []struct {
	figure      string
	of          func(*figures) float64
	limit, goal float64
	atLeast     bool // more is better
}{
	{"functions of more than 15 branches", func(f *figures) float64 { return float64(len(f.branchy)) }, 16, 20, false},
	{"functions of the domain with 5 parameters or more", func(f *figures) float64 { return float64(len(f.crowded)) }, 0, 0, false},
	{"methods of the largest interface", func(f *figures) float64 { return float64(f.interfaces[0].n) }, 9, 9, false},
	{"lines of a function, median", func(f *figures) float64 { return f.share(50) }, 10, 10, false},
	{"lines of a function, nine of ten", func(f *figures) float64 { return f.share(90) }, 25, 25, false},
	{"lines of a function, 99 of 100", func(f *figures) float64 { return f.share(99) }, 41, 41, false},
	{"exported names with a comment, per cent", (*figures).documented, 96, 96, true},
	{"lines of the largest package", func(f *figures) float64 { return float64(f.packages[0].n) }, 4500, 4500, false},
	{"methods of the type Service", func(f *figures) float64 { return float64(f.methodsOf("Service")) }, 120, 120, false},
}

// Nothing of what is counted gets worse. With -v it prints all figures, and what
// stands behind them.
func TestFiguresOfTheSource(t *testing.T) {
	f := count(t)
	for _, b := range budget {
		got := b.of(f)
		if got > b.limit && !b.atLeast || got < b.limit && b.atLeast {
			t.Errorf("%s: %.6g, the limit is %.6g", b.figure, got, b.limit)
		}
		t.Logf("%s: %.6g (limit %.6g, goal %.6g)", b.figure, got, b.limit, b.goal)
	}
	t.Logf("%d lines of code in %d functions, without comments and empty lines", f.code, len(f.lengths))
	show := func(what string, list []tally) {
		for _, c := range list {
			t.Logf("%s: %d %s", what, c.n, c.name)
		}
	}
	show("branches", f.branchy)
	show("parameters", f.crowded)
	show("lines", f.packages)
	show("methods of an interface", f.interfaces[:min(5, len(f.interfaces))])
	show("methods", f.methods[:min(10, len(f.methods))])
	t.Logf("without a comment: %s", strings.Join(f.bare, ", "))
}

// tally is something and how many it has of what is counted.
type tally struct {
	name string
	n    int
}

// figures are what was counted in the source without tests, the worst first.
type figures struct {
	branchy    []tally  // functions of many branches
	crowded    []tally  // functions of the domain with many parameters
	interfaces []tally  // what each lists: methods, and interfaces that it is composed of
	packages   []tally  // lines, with comments and empty ones
	methods    []tally  // of types
	lengths    []int    // lines of functions, in order
	code       int      // lines that are neither comment nor empty
	names      int      // exported ones
	bare       []string // exported names without a comment
}

func count(t *testing.T) *figures {
	t.Helper()
	f := &figures{}
	lines, methods, contracts := map[string]int{}, map[string]int{}, map[string]int{}
	eachFile(t, func(dir string, file *sourceFile) {
		if file.isTest() {
			return
		}
		lines[dir] += strings.Count(file.text, "\n")
		f.code += codeLines(file)
		for _, d := range file.tree.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				f.function(file, d)
				if n := d.Type.Params.NumFields(); n >= manyParameters && (dir == "incident" || strings.HasPrefix(dir, "incident/")) {
					f.crowded = append(f.crowded, tally{file.path + " " + functionName(d), n})
				}
				if typ := receiver(d); typ != "" {
					methods[dir+"."+typ]++
				}
			case *ast.GenDecl:
				f.declared(file, d)
				findContracts(dir, d, contracts)
			}
		}
	})
	f.packages, f.methods, f.interfaces = worstFirst(lines), worstFirst(methods), worstFirst(contracts)
	slices.SortFunc(f.branchy, worse)
	slices.SortFunc(f.crowded, worse)
	slices.Sort(f.lengths)
	return f
}

func worse(a, b tally) int { return cmp.Or(b.n-a.n, strings.Compare(a.name, b.name)) }

func worstFirst(m map[string]int) (list []tally) {
	for name, n := range m {
		list = append(list, tally{name, n})
	}
	slices.SortFunc(list, worse)
	return list
}

// share is what so many per cent of all functions keep to.
func (f *figures) share(percent int) float64 {
	return float64(f.lengths[(len(f.lengths)-1)*percent/100])
}

func (f *figures) documented() float64 { return 100 * float64(f.names-len(f.bare)) / float64(f.names) }

// methodsOf is the most methods that a type of this name has in any package.
func (f *figures) methodsOf(typ string) (most int) {
	for _, c := range f.methods {
		if strings.HasSuffix(c.name, "."+typ) {
			most = max(most, c.n)
		}
	}
	return most
}

func (f *figures) function(file *sourceFile, d *ast.FuncDecl) {
	name := file.path + " " + functionName(d)
	f.lengths = append(f.lengths, file.line(d.End())-file.line(d.Pos())+1)
	if n := branches(d); n > manyBranches {
		f.branchy = append(f.branchy, tally{name, n})
	}
	if typ := receiver(d); d.Name.IsExported() && (typ == "" || ast.IsExported(typ)) {
		f.name(file, functionName(d), d.Doc)
	}
}

// branches counts the ways through a function, those of its literals too: one,
// and one more wherever it parts.
func branches(d *ast.FuncDecl) int {
	n := 1
	ast.Inspect(d, func(node ast.Node) bool {
		switch x := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if x.List != nil {
				n++
			}
		case *ast.CommClause:
			if x.Comm != nil {
				n++
			}
		case *ast.BinaryExpr:
			if x.Op == gotoken.LAND || x.Op == gotoken.LOR {
				n++
			}
		}
		return true
	})
	return n
}

// name counts an exported name. One comment is enough: above it, behind it or
// above its group.
func (f *figures) name(file *sourceFile, name string, comments ...*ast.CommentGroup) {
	f.names++
	for _, c := range comments {
		if strings.TrimSpace(c.Text()) != "" {
			return
		}
	}
	f.bare = append(f.bare, file.path+" "+name)
}

func (f *figures) declared(file *sourceFile, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() {
				f.name(file, s.Name.Name, s.Doc, s.Comment, d.Doc)
			}
		case *ast.ValueSpec:
			for _, id := range s.Names {
				if id.IsExported() {
					f.name(file, id.Name, s.Doc, s.Comment, d.Doc)
				}
			}
		}
	}
}

// codeLines counts the lines on which something stands beside comments.
func codeLines(file *sourceFile) (n int) {
	text, base := []byte(file.text), file.tree.FileStart
	for _, group := range file.tree.Comments {
		for _, c := range group.List {
			for i := c.Pos() - base; i < c.End()-base; i++ {
				if text[i] != '\n' {
					text[i] = ' '
				}
			}
		}
	}
	for line := range strings.Lines(string(text)) {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}

// findContracts counts what each interface of a declaration lists: its methods,
// and the interfaces that it is composed of.
func findContracts(dir string, d *ast.GenDecl, into map[string]int) {
	for _, spec := range d.Specs {
		if s, ok := spec.(*ast.TypeSpec); ok {
			if typ, ok := s.Type.(*ast.InterfaceType); ok {
				into[dir+"."+s.Name.Name] = len(typ.Methods.List)
			}
		}
	}
}
