package readback_test

import (
	"encoding"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/store/readback"
)

// What a record is said to be once it was written and read is what it is then, whatever stands in
// it: lists that are empty and those that are not there, times of other zones, what is not written.
func TestCopyIsWhatIsReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	incidents, deliveries := 0, 0
	for range 300 {
		incidents += same[incident.Incident](t, r)
		deliveries += same[outbox.Delivery](t, r)
	}
	if incidents < 250 || deliveries < 250 {
		t.Errorf("only %d incidents and %d deliveries of 300 could be known", incidents, deliveries)
	}
}

// same holds a copy of anything against what JSON makes of it, and says whether there was one.
func same[T any](t *testing.T, r *rand.Rand) int {
	t.Helper()
	var record T
	anything(reflect.ValueOf(&record).Elem(), r, 0)
	data, err := json.Marshal(&record)
	if err != nil {
		t.Fatal(err)
	}
	var want T
	if err := json.Unmarshal(data, &want); err != nil { // a form that nobody wrote
		return 0
	}
	got, ok := readback.Copy(&record)
	if !ok {
		return 0
	}
	if !reflect.DeepEqual(*got, want) {
		read, _ := json.Marshal(got)
		t.Fatalf("%s\nis said to be\n%s, or differs in what is not written", data, read)
	}
	again, ok := readback.Copy(got)
	if !ok || !reflect.DeepEqual(again, got) {
		t.Fatal("a copy of a copy is something else")
	}
	return 1
}

var zones = []*time.Location{time.UTC, time.Local, time.FixedZone("", 3600), time.FixedZone("GMT", 0)}

// anything sets a value to anything.
func anything(v reflect.Value, r *rand.Rand, depth int) {
	if depth > 9 || r.IntN(4) == 0 { // zero, or nil
		return
	}
	if at, ok := v.Addr().Interface().(*time.Time); ok {
		*at = time.Date(2026, time.Month(r.IntN(12)), 10, 14, 0, r.IntN(60), r.IntN(2)*r.IntN(1e9), zones[r.IntN(len(zones))])
		if r.IntN(4) == 0 {
			*at = time.Time{}.In(zones[3])
		}
		return
	}
	if _, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok && v.Kind() == reflect.Struct {
		_ = v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte([]string{"30m", "1h", "0 9 * * MON"}[r.IntN(3)]))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString([]string{"", "text", "<b> & “ ”", "30m", string(promise.Update), string(promise.DownAgain)}[r.IntN(6)])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(r.Int64N(12))
	case reflect.Uint64, reflect.Uint32, reflect.Uint8:
		v.SetUint(r.Uint64N(200))
	case reflect.Float64:
		v.SetFloat(r.Float64())
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		anything(v.Elem(), r, depth+1)
	case reflect.Slice:
		n := r.IntN(3)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			anything(v.Index(i), r, depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range r.IntN(3) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			anything(key, r, depth+1)
			anything(value, r, depth+1)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				anything(v.Field(i), r, depth+1)
			}
		}
	}
}

type own struct{ N int }

type Inner struct {
	N int `json:"n"`
}

func (o *own) UnmarshalJSON([]byte) error { o.N = 1; return nil }

// Where only JSON knows what is read back, nobody says that they do.
func TestCopyOfWhatOnlyJSONKnows(t *testing.T) {
	type meets struct {
		Inner
		N int `json:"n"`
	}
	type quoted struct {
		N int `json:"n,string"`
	}
	type hidden struct{ n int }
	for name, known := range map[string]bool{
		"an interface": knows[struct{ V any }](), "a form of its own": knows[struct{ List []own }](), "two fields of one name": knows[meets](),
		"a number as text": knows[struct{ M map[string]quoted }](), "a field that is not written": knows[hidden](), "a function": knows[struct{ F func() }](),
	} {
		if known {
			t.Errorf("%s: it is said to be known", name)
		}
	}
	type list struct{ Next *list }
	if !knows[list]() || !knows[incident.Incident]() || !knows[outbox.Delivery]() {
		t.Error("it is said not to be known")
	}
}

func knows[T any]() bool {
	_, ok := readback.Copy(new(T))
	return ok
}
