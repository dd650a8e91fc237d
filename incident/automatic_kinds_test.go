package incident

import (
	"testing"

	"candor/incident/playbook"
	"candor/incident/promise"
)

func TestOfWhichIncidentsCandorMayWrite(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Incident, *Affected)
		want   int // minutes after the promised time; 0: never
	}{
		{"their business stands still", func(*Incident, *Affected) {}, 10},
		{"an important part", func(inc *Incident, _ *Affected) { inc.Severity = 2 }, 15},
		{"a provider", func(inc *Incident, _ *Affected) { inc.Kind = "third_party" }, 10},
		{"a job that did not run", func(inc *Incident, _ *Affected) { inc.Kind = "missed_job" }, 10},
		{"a bad deployment", func(inc *Incident, _ *Affected) { inc.Kind = "bad_deploy" }, 10},
		{"lost data", func(inc *Incident, _ *Affected) { inc.Kind = "data_loss" }, 0},
		{"a break-in", func(inc *Incident, _ *Affected) { inc.Kind = "security" }, 0},
		{"money", func(inc *Incident, _ *Affected) { inc.Kind = "billing" }, 0},
		{"a kind of its own that says so", func(inc *Incident, _ *Affected) { inc.Kind, inc.Traits = "phishing", &playbook.Traits{Automatic: true} }, 10},
		{"a kind of its own that says nothing", func(inc *Incident, _ *Affected) { inc.Kind, inc.Traits = "phishing", &playbook.Traits{} }, 0},
		{"a private channel", func(inc *Incident, _ *Affected) { inc.Private = true }, 0},
		{"they did not agree", func(_ *Incident, aff *Affected) { aff.Client.Automatic = false }, 0},
		{"it is resolved", func(inc *Incident, _ *Affected) { inc.State = Resolved }, 0},
		{"they have read nothing yet", func(_ *Incident, aff *Affected) { aff.Written = false }, 0},
		{"they do not know the time", func(_ *Incident, aff *Affected) { aff.Owed(promise.Update).Said = false }, 0},
		{"it was decided already", func(_ *Incident, aff *Affected) { aff.Owed(promise.Update).Auto = -1 }, 0},
		{"nothing is owed", func(_ *Incident, aff *Affected) { aff.Owed(promise.Update).Outcome = promise.Kept }, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc, aff, _ := toldAt0(1, at(30))
			aff.Client.Automatic = true
			tt.change(inc, aff)
			got := inc.AutoAt(aff)
			if tt.want == 0 && !got.IsZero() || tt.want > 0 && !got.Equal(at(30+tt.want)) {
				t.Errorf("Candor writes by itself at %s, want %d min after %s", got, tt.want, at(30))
			}
		})
	}
}
