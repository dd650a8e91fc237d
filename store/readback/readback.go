// Package readback says what a record is once it was written as JSON and read again, without
// doing either. Whoever has just written a record need not decode it to know what the next
// one reads.
package readback

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"time"
)

// mender is a type whose UnmarshalJSON reads the fields as they are, and then calls Mend, which
// brings up to date what an older program wrote. Mend changes nothing that is.
type mender interface{ Mend() }

// Copy returns what is read back of a record: it shares nothing with it. It is false for a type
// of which only JSON itself knows that. Text that is no UTF-8, which JSON changes, it does not see.
func Copy[T any](v *T) (*T, bool) {
	do := of(reflect.TypeFor[T]())
	if do.unknown() {
		return nil, false
	}
	read := new(T)
	*read = *v
	if do.apart != nil && !do.apart(reflect.ValueOf(read).Elem()) {
		return nil, false
	}
	return read, true
}

// plan is how a value of a type is made what is read back of it, in place, where it was copied as
// it lies in memory.
type plan struct {
	apart func(reflect.Value) bool // nil: nothing is to do; false: it cannot be known
	never bool                     // only JSON knows
	parts []*plan                  // that it is made of
	asked bool
}

// unknown says whether a type or a part of it is one of which only JSON knows.
func (p *plan) unknown() bool {
	if p.never || p.asked {
		return p.never
	}
	p.asked = true // a type may hold itself
	for _, part := range p.parts {
		p.never = p.never || part.unknown()
	}
	return p.never
}

var (
	mu    sync.Mutex
	plans = map[reflect.Type]*plan{}
)

// of is the plan of a type, made once.
func of(t reflect.Type) *plan {
	mu.Lock()
	defer mu.Unlock()
	p := planned(t)
	p.unknown()
	return p
}

func planned(t reflect.Type) *plan {
	if p := plans[t]; p != nil {
		return p
	}
	p := &plan{}
	plans[t] = p
	pointer := reflect.PointerTo(t)
	_, byText := reflect.Zero(pointer).Interface().(encoding.TextUnmarshaler)
	_, byJSON := reflect.Zero(pointer).Interface().(json.Unmarshaler)
	_, mends := reflect.Zero(pointer).Interface().(mender)
	_, asJSON := reflect.Zero(pointer).Interface().(json.Marshaler)
	switch {
	case t == reflect.TypeFor[time.Time]():
		p.apart = instant
	case asJSON, byJSON && !mends:
		p.never = true
	case byText:
		_, asText := reflect.Zero(pointer).Interface().(encoding.TextMarshaler)
		p.never = !asText
		p.apart = throughText
	default:
		p.kind(t)
	}
	if mends {
		fields := p.apart
		p.apart = func(v reflect.Value) bool {
			if fields != nil && !fields(v) {
				return false
			}
			v.Addr().Interface().(mender).Mend()
			return true
		}
	}
	return p
}

// kind plans what has no form of its own.
func (p *plan) kind(t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer:
		p.pointer(p.part(t.Elem()))
	case reflect.Slice:
		p.slice(t, p.part(t.Elem()))
	case reflect.Array:
		p.never = true // none of ours has one
	case reflect.Map:
		key := p.part(t.Key())
		p.never = key.apart != nil || t.Key().Kind() != reflect.String && !t.Key().ConvertibleTo(reflect.TypeFor[int]())
		p.table(t, p.part(t.Elem()))
	case reflect.Struct:
		p.structure(t)
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer, reflect.Uintptr, reflect.Complex64, reflect.Complex128:
		p.never = true
	}
}

func (p *plan) part(t reflect.Type) *plan {
	part := planned(t)
	p.parts = append(p.parts, part)
	return part
}

func (p *plan) pointer(elem *plan) {
	p.apart = func(v reflect.Value) bool {
		if v.IsNil() {
			return true
		}
		to := reflect.New(v.Type().Elem())
		to.Elem().Set(v.Elem())
		v.Set(to)
		return elem.apart == nil || elem.apart(to.Elem())
	}
}

func (p *plan) slice(t reflect.Type, elem *plan) {
	p.apart = func(v reflect.Value) bool {
		if v.IsNil() {
			return true
		}
		list := reflect.MakeSlice(t, v.Len(), v.Len())
		reflect.Copy(list, v)
		v.Set(list)
		for i := 0; elem.apart != nil && i < list.Len(); i++ {
			if !elem.apart(list.Index(i)) {
				return false
			}
		}
		return true
	}
}

func (p *plan) table(t reflect.Type, elem *plan) {
	p.apart = func(v reflect.Value) bool {
		if v.IsNil() {
			return true
		}
		to := reflect.MakeMapWithSize(t, v.Len())
		key, value := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		for each := v.MapRange(); each.Next(); {
			key.SetIterKey(each)
			value.SetIterValue(each)
			if elem.apart != nil && !elem.apart(value) {
				return false
			}
			to.SetMapIndex(key, value)
		}
		v.Set(to)
		return true
	}
}

// field is one of a struct that does not stay as it lies in memory.
type field struct {
	index int
	*plan
	out        bool // it is not written
	emptyIsOut bool // nor is an empty list or map
	zeroIsOut  bool // nor is what says of itself that it is zero
}

func (p *plan) structure(t reflect.Type) {
	var fields []field
	names := map[string]bool{}
	for i := range t.NumField() {
		f := p.field(t.Field(i), i)
		p.named(names, t.Field(i))
		if k := t.Field(i).Type.Kind(); f.out || f.zeroIsOut || f.apart != nil || k == reflect.Pointer || k == reflect.Slice || k == reflect.Map { // these may not be planned yet
			fields = append(fields, f)
		}
	}
	if len(fields) == 0 {
		return
	}
	p.apart = func(v reflect.Value) bool {
		for i := range fields {
			if !fields[i].set(v.Field(fields[i].index)) {
				return false
			}
		}
		return true
	}
}

// field plans one field, as its tag has it.
func (p *plan) field(f reflect.StructField, index int) field {
	tag := f.Tag.Get("json")
	if tag == "-" {
		return field{index: index, plan: &plan{}, out: true}
	}
	one := field{index: index, plan: p.part(f.Type)}
	_, options, _ := strings.Cut(tag, ",")
	for o := range strings.SplitSeq(options, ",") {
		switch k := f.Type.Kind(); o {
		case "":
		case "omitempty":
			one.emptyIsOut = k == reflect.Slice || k == reflect.Map
		case "omitzero":
			_, one.zeroIsOut = reflect.Zero(reflect.PointerTo(f.Type)).Interface().(zeroer)
			p.never = p.never || k == reflect.Pointer && f.Type.Implements(reflect.TypeFor[zeroer]())
		default: // a form that no record of ours has
			p.never = true
		}
	}
	return one
}

// named notes what a field is called: of two of one name not both are written. Those of a struct
// that is embedded are written as if they were those of the other.
func (p *plan) named(names map[string]bool, f reflect.StructField) {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	switch embedded := f.Anonymous && name == ""; {
	case name == "-":
	case !f.IsExported(), embedded && f.Type.Kind() != reflect.Struct:
		p.never = true
	case embedded:
		for i := range f.Type.NumField() {
			p.named(names, f.Type.Field(i))
		}
	default:
		if name == "" {
			name = f.Name
		}
		p.never = p.never || names[name]
		names[name] = true
	}
}

type zeroer interface{ IsZero() bool }

// set makes a field what is read back of it.
func (f *field) set(v reflect.Value) bool {
	if f.out || f.emptyIsOut && v.Len() == 0 || f.zeroIsOut && v.Addr().Interface().(zeroer).IsZero() {
		v.SetZero()
		return true
	}
	return f.apart == nil || f.apart(v)
}

// instant makes of a time what is read back of it: one in UTC, or of a fixed distance from it.
func instant(v reflect.Value) bool {
	t := v.Addr().Interface().(*time.Time)
	if _, away := t.Zone(); away != 0 {
		return throughText(v)
	}
	*t = t.UTC()
	return true
}

// throughText writes and reads what has a form of its own.
func throughText(v reflect.Value) bool {
	at := v.Addr().Interface()
	text, err := at.(encoding.TextMarshaler).MarshalText()
	if err != nil {
		return false
	}
	v.SetZero()
	return at.(encoding.TextUnmarshaler).UnmarshalText(text) == nil
}
