package outbox

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strconv"
	"testing"
)

// Each kind that has a name has one row, and the row says everything.
func TestEveryKindHasARow(t *testing.T) {
	rows := map[string]int{}
	for _, k := range Kinds() {
		rows[k.Name]++
		if k.Manner == 0 || k.Where == 0 || k.Shut == 0 || k.Lost == 0 {
			t.Errorf("the row of %s leaves something open: %+v", k.Name, k)
		}
		if says := k.Manner == Posts || k.Manner == Edits; says && !k.Words || k.Manner == Deletes && k.Words {
			t.Errorf("the row of %s contradicts itself about words: %+v", k.Name, k)
		}
		if k.Shut != Anyway && k.Where != InChannel {
			t.Errorf("the row of %s says what becomes of it where it does not go: %+v", k.Name, k)
		}
	}
	for _, name := range namedKinds(t) {
		if rows[name] != 1 {
			t.Errorf("%s has %d rows in the table of kinds", name, rows[name])
		}
		delete(rows, name)
	}
	if len(rows) > 0 {
		t.Errorf("rows without a constant: %v", rows)
	}
}

// namedKinds are the constants that name a kind, read from the source.
func namedKinds(t *testing.T) (list []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	first := file.Decls[slices.IndexFunc(file.Decls, func(d ast.Decl) bool { g, ok := d.(*ast.GenDecl); return ok && g.Tok == token.CONST })]
	for _, s := range first.(*ast.GenDecl).Specs {
		name, err := strconv.Unquote(s.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, name)
	}
	return list
}

// A payload reads what was stored as a map of strings, and is stored as one.
func TestAPayloadIsStoredAsStrings(t *testing.T) {
	var p Payload
	fields := map[string]string{}
	for i := range reflect.TypeFor[Payload]().NumField() {
		f := reflect.TypeFor[Payload]().Field(i)
		key := f.Tag.Get("json")
		key = key[:slices.Index([]byte(key), ',')]
		fields[key] = "yes"
	}
	all, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all, &p); err != nil {
		t.Fatal(err)
	}
	for i := range reflect.TypeOf(p).NumField() {
		if reflect.ValueOf(p).Field(i).IsZero() {
			t.Errorf("%s was not read", reflect.TypeOf(p).Field(i).Name)
		}
	}
	var again map[string]string
	if out, err := json.Marshal(p); err != nil || json.Unmarshal(out, &again) != nil || !reflect.DeepEqual(again, fields) {
		t.Errorf("stored as %s (%v), want %s", out, err, all)
	}

	var d Delivery
	const old = `{"key":"INC-7/acme/promise/2/rung/3.0/channel","kind":"reminder","data":{"away":"","all":"yes","of a later version":"x"}}`
	if err := json.Unmarshal([]byte(old), &d); err != nil || d.Data != (Payload{All: true}) {
		t.Errorf("%s is read as %+v, %v", old, d.Data, err)
	}
}
