package main

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"candor/incident/timeline"
	"candor/messages"
)

// The rooms of the domain, each with those that it may import; then what stands
// around it. A new package needs a line here and an arrow in docs/ARCHITECTURE.md.
var (
	rules = []string{"incident/fault", "incident/schedule", "incident/client", "incident/team", "incident/facts", "incident/playbook", "incident/outbox", "incident/update", "incident/timeline", "incident/promise", "incident"}
	shown = and(rules, "incident/view")

	layers = map[string][]string{
		"incident/fault":      {},
		"incident/schedule":   {"incident/fault"},
		"incident/client":     {"incident/fault", "incident/schedule"},
		"incident/team":       {"incident/client"},
		"incident/facts":      {"incident/fault", "incident/schedule"},
		"incident/playbook":   {"incident/client", "incident/facts", "incident/fault", "incident/schedule"},
		"incident/outbox":     {"incident/client", "incident/team"},
		"incident/update":     {"incident/client", "incident/facts", "incident/outbox", "incident/playbook", "incident/schedule", "incident/team"},
		"incident/timeline":   {"incident/facts", "incident/playbook", "incident/update"},
		"incident/promise":    {"incident/playbook", "incident/schedule", "incident/update"},
		"incident":            rules[:len(rules)-1],
		"incident/view":       rules,
		"incident/work":       shown,
		"incident/service":    and(shown, "incident/work"),
		"messages":            and(shown, "messages/lint", "messages/strictyaml"),
		"messages/kit":        and(shown, "messages"),
		"messages/screen":     and(shown, "messages", "messages/kit"),
		"messages/form":       and(shown, "messages", "messages/kit", "messages/screen"),
		"messages/scene":      shown, // for tests
		"messages/lint":       {},
		"messages/strictyaml": {"incident/fault"},
		"delivery":            and(shown, "messages", "messages/kit", "messages/screen"),
		"bot":                 and(shown, "incident/work", "incident/service", "messages", "messages/kit", "messages/screen", "messages/form", "bot/people", "bot/typed"),
		"bot/people":          {"incident/team"},
		"bot/typed":           and(rules),
		"store/bolt":          and(rules, "incident/work"),
		"store/storetest":     and(rules, "incident/work", "incident/service"),
		"sandbox":             {"sandbox/blockkit", "sandbox/catch", "sandbox/faults", "sandbox/page", "sandbox/socket", "sandbox/world"},
		"sandbox/blockkit":    {},
		"sandbox/catch":       {"sandbox/faults"},
		"sandbox/faults":      {},
		"sandbox/page":        {"sandbox/blockkit", "sandbox/catch", "sandbox/faults", "sandbox/world"},
		"sandbox/socket":      {"sandbox/world"},
		"sandbox/world":       {},
		"cmd/candor":          and(shown, "incident/work", "incident/service", "bot", "delivery", "messages", "messages/screen", "messages/lint", "messages/strictyaml", "sandbox", "store/bolt"),
	}
)

func and(rooms []string, more ...string) []string { return slices.Concat(rooms, more) }

func TestWhoMayImportWhom(t *testing.T) {
	seen := map[string]bool{}
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() {
			return
		}
		allowed, known := layers[dir]
		if !known {
			t.Errorf("%s: the package is in no line of layers", dir)
		}
		seen[dir] = true
		for _, imp := range f.imports() {
			rel, ours := within(imp)
			if ours && !slices.Contains(allowed, rel) {
				t.Errorf("%s imports %s, which is not in its line", f.path, imp)
			}
		}
	})
	for dir := range layers {
		if !seen[dir] {
			t.Errorf("layers names %s, which has no code", dir)
		}
	}
}

// within is the folder of a package of this module, "." for the root.
func within(path string) (dir string, ours bool) {
	rel, ours := strings.CutPrefix(path, "candor")
	if !ours || rel != "" && rel[0] != '/' {
		return "", false
	}
	if rel == "" {
		return ".", true
	}
	return rel[1:], true
}

// domain says which folders decide. They import the standard library only, but for
// cron's parser behind its guard.
func domain(dir string) bool { return dir == "incident" || strings.HasPrefix(dir, "incident/") }

const cronParser = "incident/schedule/cadence.go"

func TestTheDomainImportsTheStandardLibraryOnly(t *testing.T) {
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() || !domain(dir) {
			return
		}
		for _, imp := range f.imports() {
			if strings.Contains(imp, ".") && !(f.path == cronParser && imp == "github.com/robfig/cron/v3") {
				t.Errorf("%s imports %s", f.path, imp)
			}
		}
	})
}

// clocks are the functions of package time that read a clock or wait on one.
var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc"}

// realTime is where time is no argument, each with its reason: it is the network's.
var realTime = map[string]string{
	"bot/bot.go (*Bot).Run":                         "what Slack has been acknowledged is given a moment to leave before the sockets close",
	"bot/home_tab.go (*Bot).followHomes":            "Homes are drawn together: Slack allows a hundred a minute",
	"bot/inbox.go (*Bot).take":                      "Slack waits three seconds for an acknowledgement",
	"delivery/worker.go (*Worker).Run":              "how often the worker looks by itself; what is due is asked of the service",
	"delivery/worker.go outlive":                    "how long a call that is under way may take after the program was told to stop",
	"sandbox/api.go (*Server).pause":                "a slow network, made on purpose",
	"sandbox/page.go (*Server).serveEvents":         "a sign of life on an idle stream",
	"sandbox/socket/socket.go (*conn).write":        "the deadline of a write",
	"sandbox/socket/socket.go (*conn).ping":         "Slack pings",
	"sandbox/socket/socket.go (*Hub).await":         "Slack waits three seconds for an acknowledgement",
	"sandbox/view.go (*Server).newTrigger":          "a trigger lives three seconds",
	"sandbox/view.go (*Server).spend":               "a trigger lives three seconds",
	"store/storetest/storetest.go (*kit).comesBack": "a store that hangs is not waited for",
}

func TestTimeIsAnArgumentOutsideCmd(t *testing.T) {
	found := map[string]bool{}
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() || strings.HasPrefix(dir, "cmd/") {
			return
		}
		for _, d := range f.tree.Decls {
			name := f.path
			if fn, ok := d.(*ast.FuncDecl); ok {
				name += " " + functionName(fn)
			}
			ast.Inspect(d, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok || !slices.Contains(clocks, sel.Sel.Name) || !isPackage(sel.X, "time") {
					return true
				}
				if found[name] = true; realTime[name] == "" {
					t.Errorf("%s:%d: %s uses time.%s. Time is an argument; if it is the network's, say so in realTime", f.path, f.line(sel.Pos()), name, sel.Sel.Name)
				}
				return true
			})
		}
	})
	for name := range realTime {
		if !found[name] {
			t.Errorf("realTime names %s, which uses no clock", name)
		}
	}
}

func isPackage(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// namesKinds is where code may name a kind of incident, each with its reason. What
// follows from a kind stands in its file: code that names one knows nothing of the
// kinds that an operator adds.
var namesKinds = map[string]string{
	"incident/playbook.go":         "the incidents of before",
	"messages/sample.go":           "an example",
	"messages/scene/incident.go":   "an example",
	"messages/lint/kind.go":        "kinds of message",
	"store/storetest/storetest.go": "an example",
}

func TestNoCodeNamesAKindOfIncident(t *testing.T) {
	kinds := mustWords(t).Playbooks()
	eachFile(t, func(_ string, f *sourceFile) {
		if f.isTest() || namesKinds[f.path] != "" {
			return
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != gotoken.STRING {
				return true
			}
			if text, _ := strconv.Unquote(lit.Value); kinds[text] != nil {
				t.Errorf("%s:%d names the kind %s; make it a trait of its file", f.path, f.line(lit.Pos()), text)
			}
			return true
		})
	})
}

// A kind of line that has a name has a row, and no line is of a kind without a name.
func TestEveryKindOfLineHasANameAndARow(t *testing.T) {
	eachFile(t, func(_ string, f *sourceFile) {
		if f.isTest() {
			return
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if typ, ok := n.Type.(*ast.Ident); !ok || typ.Name != "EntryKind" {
					break
				}
				for i, word := range literals(n.Values) {
					if _, ok := timeline.Kinds[timeline.Kind(word)]; !ok {
						t.Errorf("%s:%d: %s has no row in EntryKinds", f.path, f.line(n.Pos()), n.Names[i].Name)
					}
				}
			case *ast.CompositeLit:
				if typ, ok := n.Type.(*ast.SelectorExpr); !ok || typ.Sel.Name != "Entry" {
					break
				}
				for _, field := range n.Elts {
					if kv, ok := field.(*ast.KeyValueExpr); ok && isNamed(kv.Key, "Kind") && len(literals([]ast.Expr{kv.Value})) > 0 {
						t.Errorf("%s:%d writes a line of a kind without a name", f.path, f.line(kv.Pos()))
					}
				}
			}
			return true
		})
	})
}

func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// literals are the texts among what is written.
func literals(list []ast.Expr) (texts []string) {
	for _, e := range list {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == gotoken.STRING {
			text, _ := strconv.Unquote(lit.Value) // the parser has checked it
			texts = append(texts, text)
		}
	}
	return texts
}

// transacts are the functions whose last argument runs in a transaction.
var transacts = []string{"Update", "View", "read", "save", "commit", "change", "changeFor", "changeRequest", "changeEach", "changeIf", "inChannel", "inThread", "edit"}

// A function that runs in a transaction may run twice, so what it was given it
// leaves as it is: no parameter of the use case around it is assigned to, or handed
// on by its address.
func TestATransactionLeavesWhatItWasGiven(t *testing.T) {
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() || !domain(dir) {
			return
		}
		tree, err := parser.ParseFile(f.fset, f.path, f.text, 0) // what the parser knows of names is enough for those of one function
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range tree.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			for _, id := range changedParams(fn) {
				t.Errorf("%s: %s changes its parameter %s in a transaction: a second run begins with what the first left", f.fset.Position(id.Pos()), fn.Name.Name, id.Name)
			}
		}
	})
}

// changedParams lists where a function changes one of its parameters inside a
// function that it gives to a transaction.
func changedParams(fn *ast.FuncDecl) (list []*ast.Ident) {
	params := map[any]bool{}
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			params[name.Obj] = true
		}
	}
	note := func(e ast.Expr) {
		if id := base(e); id != nil && id.Obj != nil && params[id.Obj] {
			list = append(list, id)
		}
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 || !slices.Contains(transacts, calledName(call)) {
			return true
		}
		ast.Inspect(call.Args[len(call.Args)-1], func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					note(left)
				}
			case *ast.UnaryExpr:
				if n.Op == gotoken.AND {
					note(n.X)
				}
			}
			return true
		})
		return true
	})
	return list
}

// base is the variable at the root of what is assigned to: r of r.List[0].Text.
func base(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return base(e.X)
	case *ast.IndexExpr:
		return base(e.X)
	}
	return nil
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func mustWords(t *testing.T) *messages.Words {
	t.Helper()
	words, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return words
}
