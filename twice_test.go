package candor_test

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
	"time"

	"candor"
)

// interrupted is a store of whose next transaction the first run is undone, as
// when another call of its group fails, and before the second something happens.
type interrupted struct {
	candor.Store
	between func()
}

func (s *interrupted) Update(ctx context.Context, fn func(candor.Tx) error) error {
	if do := s.between; do != nil {
		s.between = nil
		undone := errors.New("undone")
		if err := s.Store.Update(ctx, func(tx candor.Tx) error { return errors.Join(fn(tx), undone) }); !errors.Is(err, undone) {
			return err
		}
		do()
	}
	return s.Store.Update(ctx, fn)
}

// A call is recorded while somebody else resolves and tells the client too: the
// time that the first run proposed is promised by nobody.
func TestAReportThatRunsTwicePromisesNothing(t *testing.T) {
	d := newDesk(t, candor.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.pass(15 * time.Second)
	tell := func(text string) {
		t.Helper()
		if _, err := d.Told(t.Context(), people["ana"], 1, candor.ByHandReport{Client: "acme", How: candor.ByCall, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	d.Store = &interrupted{Store: d.Store, between: func() {
		inc, err := d.Get(t.Context(), people["ana"], 1)
		if err != nil {
			t.Fatal(err)
		}
		var done []string
		for _, it := range inc.OpenItems(candor.ResolveGate) {
			done = append(done, it.ID)
		}
		if _, err := d.Resolve(t.Context(), people["ana"], 1, candor.Closing{Done: done}, nil); err != nil {
			t.Fatal(err)
		}
		tell("it works again")
	}}
	tell("we are at it")
	if p := d.acme().Owed(candor.CheckinPromise); p != nil {
		t.Errorf("nobody promised anything, and the client is owed word at %s (said: %t)", p.DueAt, p.Said)
	}
}

// transacts are the functions whose last argument runs in a transaction.
var transacts = []string{"Update", "View", "commit", "change", "changeFor", "changeRequest", "inChannel", "inThread", "edit"}

// A function that runs in a transaction may run twice, so what it was given it
// leaves as it is: no parameter of the use case around it is assigned to, or handed
// on by its address.
func TestATransactionLeavesWhatItWasGiven(t *testing.T) {
	eachFile(t, func(_, path string, _ []string) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			for _, id := range changedParams(fn) {
				t.Errorf("%s: %s changes its parameter %s in a transaction: a second run begins with what the first left", fset.Position(id.Pos()), fn.Name.Name, id.Name)
			}
		}
	})
}

// changedParams lists where a function changes one of its parameters inside a
// function that it gives to a transaction.
func changedParams(fn *ast.FuncDecl) (list []*ast.Ident) {
	params := map[any]bool{} // what the parser knows of names is enough for those of one function
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
		if !ok || len(call.Args) == 0 || !slices.Contains(transacts, called(call)) {
			return true
		}
		ast.Inspect(call.Args[len(call.Args)-1], func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					note(left)
				}
			case *ast.UnaryExpr:
				if n.Op == token.AND {
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

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}
