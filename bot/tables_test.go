package bot

import (
	"context"
	"testing"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/view"
	"candor/messages/kit"
)

// Whether each id has its row is asked in cmd/candor.

// A button is about one thing, and has the traits of that.
func TestEveryButtonHasItsFunction(t *testing.T) {
	for act, row := range buttons() {
		functions := 0
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
}

// options are what the card's More menu and its form offer.
var options = []string{
	kit.MoreResolve, kit.MoreLines, kit.MoreAfter, kit.MoreClose, kit.MoreDetails, kit.MoreTold, kit.MoreKeep,
	kit.MoreFacts, kit.MorePrivate, kit.MoreEta, kit.MoreCorrect, kit.MoreRest,
}

func TestEveryMoreOptionHasItsFunction(t *testing.T) {
	b := newBench(t)
	inc := b.declared()
	for _, option := range append(options, "old") {
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
	for id, do := range forms() {
		if do == nil {
			t.Errorf("the form %s has no function", id)
		}
	}
}
