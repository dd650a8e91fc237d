package outbox

import (
	"encoding/json"
	"reflect"
	"testing"
)

// Each kind has one row, and the row says everything. Whether a kind has one at all
// is asked in cmd/candor.
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
	for name, n := range rows {
		if n != 1 {
			t.Errorf("%s has %d rows in the table of kinds", name, n)
		}
	}
}

// stored are the keys under which the values of a payload stand in records, all
// as strings. A field may be added; a key that stands here is never another one.
const stored = `{"opens":"public","channel":"C0INC7","ts":"7.7","away":"2026-03-10T14:00:00Z","all":"yes","outside":"yes",` +
	`"nearby":"INC-8","aside":"U0BEN","goes":"INC-8","also":"INC-8","call":"yes","cry":"yes","guard":"yes","number":"2","grave":"yes","no_call":"yes","steps":"outage.01 outage.02","clocks":"acme:contract",` +
	`"n":"2","sheet":"acme/phones","failed":"yes","user":"U0GUS","name":"Gus","answer":"client","had":"yes","passed":"2 3","begun":"acme","reads":"acme","request":"3","kind":"holding","by":"U0BEN","why":"too long",` +
	`"later":"agreed","ruling":"again","via":"email","to":"dana@acme.example","doubted":"yes"}`

// A payload reads what was stored, and is stored as that again.
func TestAPayloadIsStoredAsStrings(t *testing.T) {
	var p Payload
	if err := json.Unmarshal([]byte(stored), &p); err != nil {
		t.Fatal(err)
	}
	for i := range reflect.TypeOf(p).NumField() {
		if reflect.ValueOf(p).Field(i).IsZero() {
			t.Errorf("%s was not read; is its key stored?", reflect.TypeOf(p).Field(i).Name)
		}
	}
	if out, err := json.Marshal(p); string(out) != stored {
		t.Errorf("stored as %s (%v), want %s", out, err, stored)
	}

	var d Delivery
	const old = `{"key":"INC-7/acme/promise/2/rung/3.0/channel","kind":"reminder","data":{"away":"","all":"yes","of a later version":"x"}}`
	if err := json.Unmarshal([]byte(old), &d); err != nil || d.Data != (Payload{All: true}) {
		t.Errorf("%s is read as %+v, %v", old, d.Data, err)
	}
}

// whoSleeps is what becomes of a direct message to somebody who sleeps, where no other is
// asked in their place.
var whoSleeps = map[string]string{
	Direct:        "incident/rota asks others first",
	StepDue:       "their own step; none is brought up while they sleep",
	ApprovalAsk:   "others who may approve are asked first",
	ApprovalAlone: "it is their own text",
	ApprovalEnded: "it is their own text",
	Second:        "somebody chose them by name",
	GoodNight:     "it offers to sleep",
	TakeOver:      "somebody chose them by name",
	Passed:        "others with a role are asked first",
	HandedOver:    "it is about what they asked",
	Muted:         "it is about their own phone",
	Morning:       "it comes in their working hours",
	Damaged:       "it goes to all who may mend it",
	Trial:         "it comes in their working hours",
	SheetAnswer:   "it comes when the client answers, and waits",
	WakeCall:      "incident/rota rings others first",
}

// Each kind that asks a person says what becomes of it while they sleep.
func TestEveryKindKnowsWhatBecomesOfItForWhoSleeps(t *testing.T) {
	for _, k := range Kinds() {
		why := whoSleeps[k.Name]
		switch {
		case k.Asks && why != "":
			t.Errorf("%s is asked of another, and stands here, too", k.Name)
		case k.Where == ToPerson && k.Manner != Edits && !k.Asks && why == "":
			t.Errorf("%s goes to one person: what becomes of it while they sleep?", k.Name)
		case k.Asks && (k.Manner != Posts || k.Where == ToClient):
			t.Errorf("%s asks nobody of ours", k.Name)
		}
	}
}
