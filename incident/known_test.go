package incident

import (
	"reflect"
	"testing"
	"time"

	"candor/incident/told"
)

// All that a client knows is kept in the incident, and read from there: a field that is forgotten
// in one of the two is lost with the next text.
func TestWhatAClientKnowsIsKept(t *testing.T) {
	var k told.Known
	v := reflect.ValueOf(&k).Elem()
	for i := range v.NumField() {
		one := told.Known{}
		f := reflect.ValueOf(&one).Elem().Field(i)
		f.Set(filled(f.Type()))
		var aff Affected
		aff.Keep(one)
		if got := reflect.ValueOf(aff.Known()).Field(i); got.IsZero() && v.Type().Field(i).Name != "Status" { // which is found out when it is needed
			t.Errorf("%s is not kept", v.Type().Field(i).Name)
		}
	}
}

// filled is a value of a type that is not zero.
func filled(t reflect.Type) reflect.Value {
	if t == reflect.TypeFor[time.Time]() {
		return reflect.ValueOf(at(1))
	}
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(t, 1, 1))
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
	case reflect.Struct:
		v.Field(0).Set(filled(t.Field(0).Type))
	case reflect.Int:
		v.SetInt(1)
	case reflect.Bool:
		v.SetBool(true)
	default:
		v.SetString("x")
	}
	return v
}
