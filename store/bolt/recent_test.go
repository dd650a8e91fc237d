package bolt

import (
	"cmp"
	"encoding"
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/store/storetest"
)

// What a transaction returns belongs to whoever asked: whatever they do to it, the next
// one reads what was written.
func TestWhatWasReadLatelyIsNobodyElses(t *testing.T) {
	store, err := Open(filepath.Join(storetest.MemoryDir(t), "candor.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	read := func() (got *incident.Incident) {
		t.Helper()
		err := store.View(t.Context(), func(tx records.Tx) (err error) {
			got, err = tx.Incident(7)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	full := new(incident.Incident)
	if stuff(reflect.ValueOf(full).Elem(), 0); len(full.Clients) == 0 || len(full.Clients[0].Promises) == 0 || len(full.Facts.Given) == 0 {
		t.Fatal("it is not full")
	}
	full.Number = 7
	for range 3 { // each is written after others were read
		if err := store.Update(t.Context(), func(tx records.Tx) error { return tx.PutIncident(full) }); err != nil {
			t.Fatal(err)
		}
		first := read()
		if first.Clients[0].Client.Name != full.Clients[0].Client.Name {
			t.Error("what was read before the write is read after it")
		}
		data, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // decoded, copied
			again := read()
			if !reflect.DeepEqual(first, again) {
				t.Error("a copy is not what was decoded")
			}
			scribble(reflect.ValueOf(again))
			scribble(reflect.ValueOf(first))
			first = read()
			if now, err := json.Marshal(first); err != nil || string(now) != string(data) {
				t.Fatalf("what was done to a copy is read by others: %s, %v", now, err)
			}
		}
		full.Clients[0].Client.Name += "!"
	}
}

// What a transaction wrote that failed is read by nobody, and what stands there is.
func TestWhatWasWrittenInVainIsNotRead(t *testing.T) {
	store, err := Open(filepath.Join(storetest.MemoryDir(t), "candor.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	failed := errors.New("failed")
	write := func(rev int64, reason string, end error) {
		t.Helper()
		err := store.Update(t.Context(), func(tx records.Tx) error {
			d := &outbox.Delivery{Key: "card", Lane: "card", Reason: reason}
			if _, err := tx.Enqueue(d); err != nil {
				return err
			}
			return cmp.Or(tx.PutIncident(&incident.Incident{Number: 7, Rev: rev}), tx.PutDelivery(d), end)
		})
		if !errors.Is(err, end) {
			t.Fatal(err)
		}
	}
	write(1, "stands", nil)
	write(2, "in vain", failed)
	err = store.View(t.Context(), func(tx records.Tx) error {
		inc, err := tx.Incident(7)
		d, wrong := tx.Delivery("card")
		if err != nil || wrong != nil || inc.Rev != 1 || d.Reason != "stands" {
			t.Errorf("read %+v, %+v, %v, %v", inc, d, err, wrong)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// stuff sets all that a record can hold.
func stuff(v reflect.Value, depth int) {
	if depth > 12 { // a type that holds itself
		return
	}
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 3, 10, 14, depth, 0, 0, time.UTC)))
		return
	}
	if reflect.PointerTo(v.Type()).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) { // it has a form of its own
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(1)
	case reflect.Uint64, reflect.Uint32, reflect.Uint8:
		v.SetUint(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		stuff(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			stuff(v.Index(i), depth+1)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		stuff(key, depth+1)
		stuff(value, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				stuff(v.Field(i), depth+1)
			}
		}
	}
}

// scribble changes all that is reached through pointers, in place.
func scribble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			scribble(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			scribble(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			scribble(v.MapIndex(key))
			v.SetMapIndex(key, reflect.Zero(v.Type().Elem()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type() != reflect.TypeFor[time.Time]() {
				scribble(v.Field(i))
			}
		}
	default:
		if v.CanSet() {
			v.SetZero()
		}
	}
}
