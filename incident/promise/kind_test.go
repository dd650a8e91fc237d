package promise_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"candor/incident/promise"
	"candor/incident/update"
)

// Each kind that has a name has a row, with an owner, a figure, and what closing
// does with it.
func TestEveryKindOfPromiseHasARow(t *testing.T) {
	tree, err := parser.ParseFile(token.NewFileSet(), "kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	named := map[promise.Kind]bool{}
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Kind" {
			word, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			named[promise.Kind(word)] = true
		}
		return true
	})
	rows := map[promise.Kind]bool{}
	for _, r := range promise.Table {
		if rows[r.Kind] = true; !named[r.Kind] || r.Owner == "" || r.Score == 0 || r.Close == 0 {
			t.Errorf("the row of %q is not whole: %+v", r.Kind, r)
		}
		if r.Draft != "" && update.KindOf(r.Draft).Proves == "" && !update.KindOf(r.Draft).Afterward {
			t.Errorf("the draft of %q, %q, is no text for afterwards", r.Kind, r.Draft)
		}
	}
	for kind := range named {
		if !rows[kind] {
			t.Errorf("%q has no row", kind)
		}
	}
}

// Phones ring for news, the final message and a call, and for nothing that is due
// in days.
func TestWhichPromisesRing(t *testing.T) {
	want := map[promise.Kind]bool{promise.Update: true, promise.Final: true, promise.Afterword: true, promise.Meeting: true}
	for _, r := range promise.Table {
		if r.Kind.Rings() != want[r.Kind] {
			t.Errorf("%q rings: %t", r.Kind, r.Kind.Rings())
		}
	}
	if promise.Kind("one that nobody knows").Rings() {
		t.Error("what nobody knows rings")
	}
}
