package messages

import (
	"slices"
	"testing"

	"candor"
)

// An answer is told by its sentence, as one of its own, in whatever field.
func TestWhatATextTells(t *testing.T) {
	w := mustLoad(t, "")
	email := []candor.Destination{{Via: candor.ViaSlack}, {Via: candor.ViaEmail}}
	loss := map[candor.Question]candor.Answer{candor.DataLost: candor.Yes, candor.SpareCopy: candor.NoCopy, candor.Recoverable: candor.Partly}
	tests := []struct {
		name  string
		facts map[candor.Question]candor.Answer
		kind  string
		to    []candor.Destination
		words map[string]string
		want  []candor.Question
	}{
		{"its sentence", map[candor.Question]candor.Answer{candor.DataLost: candor.No}, candor.Progress, nil, map[string]string{"what_changed": "We looked again\nno data is lost"}, []candor.Question{candor.DataLost}},
		{"limited", map[candor.Question]candor.Answer{candor.DataLost: candor.No}, candor.Progress, nil, map[string]string{"what_changed": "No data is lost so far."}, nil},
		{"within another", map[candor.Question]candor.Answer{candor.Intruder: candor.Confirmed}, candor.Progress, nil, map[string]string{"what_changed": "We suspect that somebody got in who should not."}, nil},
		{"in another field", map[candor.Question]candor.Answer{candor.DataLost: candor.No}, candor.Progress, nil, map[string]string{"what_changed": "We looked again.", "cause_suspected": "no data is lost"}, nil},
		{"more was added to it", map[candor.Question]candor.Answer{candor.Personal: candor.Yes}, candor.Progress, nil, map[string]string{"what_changed": "Data about people is affected: names of 20 customers."}, []candor.Question{candor.Personal}},
		{"what was wrong", map[candor.Question]candor.Answer{candor.DataLost: candor.No}, candor.Correction, nil, map[string]string{"wrong": "no data is lost", "right": "We do not know."}, nil},
		{"a clause of what is not known", map[candor.Question]candor.Answer{candor.Personal: candor.DontKnow}, candor.BreachSuspected, nil, map[string]string{"unknown_line": "how it happened; whether data about people is affected"}, []candor.Question{candor.Personal}},
		{"by its kind", map[candor.Question]candor.Answer{candor.Intruder: candor.Suspected}, candor.BreachSuspected, nil, map[string]string{"unknown_line": "who it was"}, []candor.Question{candor.Intruder}},
		{"by a field of its own", loss, candor.DataLoss, nil, map[string]string{"backup_line": "There was none.", "recoverable": "Perhaps a part of it."}, []candor.Question{candor.DataLost, candor.SpareCopy, candor.Recoverable}},
		{"the rest is in the mail", loss, candor.DataLoss, email, map[string]string{"backup_line": "There was none.", "recoverable": "Perhaps a part of it."}, []candor.Question{candor.DataLost, candor.SpareCopy}},
	}
	for _, tt := range tests {
		inc := told14()
		given(inc, tt.facts)
		u := candor.Update{Kind: tt.kind, To: tt.to, Words: tt.words}
		if got := w.Tells(inc, &inc.Clients[0].Client, u, candor.ViaSlack); !slices.Equal(got, tt.want) {
			t.Errorf("%s: it tells %v, want %v", tt.name, got, tt.want)
		}
	}
}
