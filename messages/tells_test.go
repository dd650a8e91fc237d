package messages

import (
	"slices"
	"testing"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/messages/scene"
)

// An answer is told by its sentence, as one of its own, in whatever field.
func TestWhatATextTells(t *testing.T) {
	w := mustLoad(t, "")
	email := []client.Destination{{Via: client.ViaSlack}, {Via: client.ViaEmail}}
	loss := map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy, facts.Recoverable: facts.Partly}
	tests := []struct {
		name  string
		facts map[facts.Question]facts.Answer
		kind  string
		to    []client.Destination
		words map[string]string
		want  []facts.Question
	}{
		{"its sentence", map[facts.Question]facts.Answer{facts.DataLost: facts.No}, update.Progress, nil, map[string]string{"what_changed": "We looked again\nno data was lost"}, []facts.Question{facts.DataLost}},
		{"limited", map[facts.Question]facts.Answer{facts.DataLost: facts.No}, update.Progress, nil, map[string]string{"what_changed": "No data was lost so far."}, nil},
		{"within another", map[facts.Question]facts.Answer{facts.Intruder: facts.Confirmed}, update.Progress, nil, map[string]string{"what_changed": "We suspect that someone got in who should not have."}, nil},
		{"in another field", map[facts.Question]facts.Answer{facts.DataLost: facts.No}, update.Progress, nil, map[string]string{"what_changed": "We looked again.", "cause_suspected": "no data was lost"}, nil},
		{"more was added to it", map[facts.Question]facts.Answer{facts.Personal: facts.Yes}, update.Progress, nil, map[string]string{"what_changed": "Personal data is affected: names of 20 customers."}, []facts.Question{facts.Personal}},
		{"what was wrong", map[facts.Question]facts.Answer{facts.DataLost: facts.No}, update.Correction, nil, map[string]string{"wrong": "no data was lost", "right": "We do not know."}, nil},
		{"a clause of what is not known", map[facts.Question]facts.Answer{facts.Personal: facts.DontKnow}, update.BreachSuspected, nil, map[string]string{"unknown_line": "how it happened; whether personal data is affected"}, []facts.Question{facts.Personal}},
		{"by its kind", map[facts.Question]facts.Answer{facts.Intruder: facts.Suspected}, update.BreachSuspected, nil, map[string]string{"unknown_line": "who it was"}, []facts.Question{facts.Intruder}},
		{"by a field of its own", loss, update.DataLoss, nil, map[string]string{"backup_line": "There was none.", "recoverable": "Perhaps a part of it."}, []facts.Question{facts.DataLost, facts.SpareCopy, facts.Recoverable}},
		{"the rest is in the mail", loss, update.DataLoss, email, map[string]string{"backup_line": "There was none.", "recoverable": "Perhaps a part of it."}, []facts.Question{facts.DataLost, facts.SpareCopy}},
	}
	for _, tt := range tests {
		inc := scene.Told14()
		scene.Given(inc, tt.facts)
		u := update.Update{Kind: tt.kind, To: tt.to, Words: tt.words, Texts: map[string]outbox.Text{client.ViaSlack: {}}}
		if got := w.Tells(inc, &inc.Clients[0].Client, u)[client.ViaSlack]; !slices.Equal(got, tt.want) {
			t.Errorf("%s: it tells %v, want %v", tt.name, got, tt.want)
		}
	}
}
