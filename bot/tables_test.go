package bot

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/view"
)

// constants returns the values of the constants of package kit whose names
// begin with a prefix, read from its source: a new one cannot be forgotten here.
func constants(t *testing.T, prefix string) (values []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../messages/kit/actions.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, prefix) {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
		return true
	})
	if len(values) < 4 {
		t.Fatalf("only %d constants %s were found", len(values), prefix)
	}
	return values
}

// No button is dead, and no function waits for a button that nobody shows.
func TestEveryButtonHasItsFunction(t *testing.T) {
	acts, table := constants(t, "Act"), buttons()
	for _, act := range acts {
		row, functions := table[act], 0
		for _, there := range []bool{row.incident != nil, row.client != nil, row.other != nil} {
			if there {
				functions++
			}
		}
		if functions != 1 {
			t.Errorf("the button %s has %d functions, want 1", act, functions)
		}
		if (row.asked || row.menu) && row.incident == nil {
			t.Errorf("the button %s is about no incident, and has a trait that says how one is found", act)
		}
	}
	for act := range table {
		if !slices.Contains(acts, act) {
			t.Errorf("the function of %s has no button", act)
		}
	}
}

func TestEveryMoreOptionHasItsFunction(t *testing.T) {
	b := newBench(t)
	inc := b.declared()
	for _, option := range append(constants(t, "More"), "old") {
		r := ana("more")
		r.text = option
		// Nobody is asked for, so each that is known is refused.
		_, err := b.pressMore(context.Background(), r, view.Ref{Number: 1}, inc, incident.Actor{})
		want := fault.Denied
		if option == "old" {
			want = fault.NotFound
		}
		if fault.CodeOf(err) != want {
			t.Errorf("%s of the menu: %v, want it %s", option, err, want)
		}
	}
}

func TestEveryFormHasItsFunction(t *testing.T) {
	ids, table := constants(t, "Form"), forms()
	for _, id := range ids {
		if table[id] == nil {
			t.Errorf("the form %s has no function", id)
		}
	}
	if len(table) != len(ids) {
		t.Errorf("%d functions for %d forms", len(table), len(ids))
	}
}
