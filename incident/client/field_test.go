package client

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// unasked are the fields that no form changes, each with its reason.
var unasked = map[string]string{
	FieldID:       "it is typed in commands and stays for ever",
	FieldSheet:    "it has a form of its own, also for a client of the config",
	FieldOptional: "it takes knowing the config",
}

// Every key of the record has a row, and one row of each key judges what stands
// there in a file. A form asks for the rest.
func TestEveryKeyOfAClientHasItsRow(t *testing.T) {
	var keys []string
	for f := range reflect.TypeFor[Client]().Fields() {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Tag.Get("yaml") == "-" { // it says where the client stands
			continue
		}
		keys = append(keys, key)
		rows, judges, asked := 0, 0, 0
		for _, row := range Fields {
			if row.Key != key {
				continue
			}
			rows++
			if row.check != nil {
				judges++
			}
			if row.set != nil && row.Ask.Page != Unasked {
				asked++
			}
		}
		if rows == 0 || judges != 1 {
			t.Errorf("%s has %d rows in Fields, of which %d judge it; want one that does", key, rows, judges)
		}
		if (asked == 0) != (unasked[key] != "") {
			t.Errorf("%s is asked for by %d fields of a form; if none should, unasked says why", key, asked)
		}
	}
	names := map[string]bool{}
	for _, row := range Fields {
		if !slices.Contains(keys, row.Key) {
			t.Errorf("%s stands under %q, which is no key of a client", row.Name, row.Key)
		}
		if row.Name == "" || row.word == "" || row.get == nil || names[row.Name] {
			t.Errorf("the row %q has no name, no word for a history, nothing to read it by, or a name that another has", row.Name)
		}
		names[row.Name] = true
		if (row.Ask.Page == Unasked) != (row.Ask.Label == "") {
			t.Errorf("%s is on page %d of a form and is asked for as %q", row.Name, row.Ask.Page, row.Ask.Label)
		}
	}
}

// What may stay away is what is there: a way that is switched off is none of them,
// and one that is left alone has to arrive.
func TestOptionalWaysFollowTheWaysThatAreLeft(t *testing.T) {
	dana := []Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}
	tests := []struct {
		name     string
		c        Client
		optional []string
	}{
		{"both are there", Client{Slack: "C0ACME", Email: true, Contacts: dana}, []string{ViaEmail}},
		{"the channel is gone", Client{Email: true, Contacts: dana}, nil},
		{"the mail is gone", Client{Slack: "C0ACME"}, nil},
		{"none is left", Client{}, nil},
	}
	for _, tt := range tests {
		tt.c.Name, tt.c.Optional = "Acme", []string{ViaEmail}
		given := tt.c.Optional
		if wrong := tt.c.Settle(); len(wrong) > 0 || !slices.Equal(tt.c.Optional, tt.optional) {
			t.Errorf("%s: optional is %v, wrong %v, want %v", tt.name, tt.c.Optional, wrong, tt.optional)
		}
		if given[0] != ViaEmail {
			t.Errorf("%s: the list that was given is %v", tt.name, given)
		}
	}
}

// Answers mean what they say in files: the first choice is what there is without one.
func TestTheFirstChoiceIsNothing(t *testing.T) {
	c := Client{Name: "Acme", Night: NightAlways, Approval: Approval{Rule: ApprovalOther}}
	if wrong := c.Apply(ClientForm{Now: map[string]string{FieldNight: "ask", FieldApproval: "none"}}); len(wrong) > 0 || c.Night != NightAsk || c.Approval.Rule != ApprovalNone {
		t.Errorf("ask and none make %q and %q, wrong %v", c.Night, c.Approval.Rule, wrong)
	}
}
