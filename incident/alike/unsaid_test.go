package alike

import (
	"testing"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/update"
)

// texts are those of one client, by number.
type texts map[int]update.Update

func (list texts) ClientUpdate(_ int64, _ string, n int) (*update.Update, error) {
	if u, ok := list[n]; ok {
		return &u, nil
	}
	return nil, fault.Errorf(fault.NotFound, "It is lost.")
}

// What somebody else has told since a text was begun is news to its writer, once; what they told
// themselves, what was taken back and what Candor wrote by itself is none.
func TestWhatSomebodyElseHasToldSince(t *testing.T) {
	text := func(by, kind string, s update.State) update.Update {
		return update.Update{By: by, Kind: kind, State: s}
	}
	for _, tt := range []struct {
		name  string
		begun int
		list  texts
		want  string // who told it
	}{
		{"nothing since", 2, texts{1: text("ben", update.Progress, update.Sent)}, ""},
		{"another's", 1, texts{1: text("ben", update.Progress, update.Sent)}, "ben"},
		{"another's by hand", 1, texts{1: text("ben", update.ByHand, update.Sent)}, "ben"},
		{"another's that may have arrived", 1, texts{1: text("ben", update.Progress, update.Sending)}, "ben"},
		{"their own", 1, texts{1: text("ana", update.Progress, update.Sent)}, ""},
		{"behind their own", 1, texts{1: text("ben", update.Progress, update.Sent), 2: text("ana", update.Progress, update.Sent)}, "ben"},
		{"taken back", 1, texts{1: text("ben", update.Progress, update.Withdrawn)}, ""},
		{"automatic", 1, texts{1: text("", update.AutoHolding, update.Sent)}, ""},
		{"one is lost", 1, texts{1: text("ben", update.Progress, update.Sent), 3: text("ana", update.Progress, update.Sent)}, "ben"},
		{"begun before that was kept", 0, texts{1: text("ben", update.Progress, update.Sent)}, ""},
	} {
		aff := &incident.Affected{Updates: len(tt.list)}
		if _, gap := tt.list[3]; gap {
			aff.Updates = 3
		}
		u := update.Update{By: "ana", Begun: tt.begun}
		said, err := Told(tt.list, aff, &u)
		if err != nil || (said == nil) != (tt.want == "") || said != nil && said.By != tt.want {
			t.Errorf("%s: %+v, %v; want %q", tt.name, said, err, tt.want)
		}
		if said, _ = Told(tt.list, aff, &u); said != nil {
			t.Errorf("%s: it is news twice", tt.name)
		}
	}
}
