package incident

import (
	"reflect"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/told"
	"candor/incident/update"
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

// Somebody said by mistake that it is down again, and meanwhile the text came back that said that
// it works: what is put back is what they know by then.
func TestWhatIsPutBackIsWhatTheyKnow(t *testing.T) {
	inc := &Incident{State: Open, Status: update.Monitoring, Clients: []Affected{{Updates: 2}}}
	aff, to := &inc.Clients[0], client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}
	text := func(n int, kind string) *update.Update {
		u := &update.Update{N: n, Kind: kind, State: update.Sent, At: at(n), SentAt: at(n), To: []client.Destination{to}, Words: map[string]string{"impact_still": kind}, Times: map[string]time.Time{}}
		u.Arrives(to, at(n))
		return u
	}
	texts := []*update.Update{text(1, update.Progress), text(2, update.MonitoringUpdate)}
	texts[1].Times["since_fixed"] = at(2)
	for _, u := range texts {
		inc.Hears(aff, u)
	}
	inc.Remember(at(3))
	aff.Falls(told.Turn{At: at(3), Down: true, Knew: true})
	if aff.SaidTimes[Fell].IsZero() || len(aff.Worked) != 1 {
		t.Fatalf("it is down again: %v, it worked %v", aff.SaidTimes, aff.Worked)
	}
	texts[1].ComesBack(to)
	texts[1].State, texts[1].SentAt = update.Sending, time.Time{}
	inc.Rereads(aff, texts)
	if len(aff.Worked) != 0 || aff.Heard != 1 {
		t.Errorf("they never read that it works: it worked %v, they have heard %d", aff.Worked, aff.Heard)
	}
	inc.TakeBackReopening(at(5))
	if got := aff.SaidTimes["since_fixed"]; !got.IsZero() || aff.Said["impact_still"] != update.Progress || len(aff.Turns) != 0 {
		t.Errorf("put back, they have read that it works since %s, and %v; %v", got, aff.Said, aff.Turns)
	}
}
