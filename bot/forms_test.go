package bot

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/form"
	"candor/messages/kit"
)

// 13:40 typed at 14:00 is twenty minutes ago for what has been, and tomorrow for
// what is to come: the field says which.
func TestTypedTimesFollowTheirField(t *testing.T) {
	b := newBench(t)
	inc := b.declared()
	a, err := b.actor(context.Background(), ana("x"), inc)
	b.must(err)
	today := time.Date(2026, 3, 10, 13, 40, 0, 0, time.UTC)
	tests := []struct {
		kind  string
		words map[string]string
		field string
		want  time.Time
	}{
		{update.MonitoringUpdate, map[string]string{"since_fixed": "14:00", "proof_line": "It works again."}, "since_fixed", began},
		{update.FirstNoticeKnown, map[string]string{"impact": "it is slow", "cause_line": "We found it.", "action_now": "repairing it", "client_action": "Wait.", "eta_from": "13:40", "eta_to": "tomorrow 15:00"}, "eta_from", today.AddDate(0, 0, 1)},
	}
	for _, tt := range tests {
		v := form.Values{}
		for name, text := range tt.words {
			v[tt.kind+":"+name] = []string{text}
		}
		tell, err := b.write(context.Background(), ana("write"), inc, a, "acme", tt.kind, v, began.Add(time.Hour))
		if err != nil {
			t.Errorf("%s: %v", tt.kind, err)
			continue
		}
		if got := tell.Update.Times[tt.field]; !got.Equal(tt.want) {
			t.Errorf("%s of %s is %s, want %s", tt.field, tt.kind, got, tt.want)
		}
	}
}

// A time that cannot be read stands on its field, and nothing is kept.
func TestATimeThatCannotBeReadStandsOnItsField(t *testing.T) {
	b := connected(t)
	b.types("declare sev1 acme Checkout is down")
	b.types("INC-1 update")
	b.must(b.slack.Fill(b.soon(), "@ana", "Or another time", "soon"))
	if err := b.slack.Submit(b.soon(), "@ana"); err == nil || !strings.HasPrefix(err.Error(), `Or another time: “soon” is not a valid time. Nothing was changed.`) {
		t.Errorf("the form says %v", err)
	}
	b.must(b.slack.Fill(b.soon(), "@ana", "Or another time", "45 min"))
	b.must(b.slack.Submit(b.soon(), "@ana"))
	if form := b.slack.ViewText("@ana"); !strings.Contains(form, "14:45 GMT") {
		t.Errorf("the preview is:\n%s", form)
	}
}

// A draft of the first word that came too late is not offered again: the client
// has one.
func TestADraftThatDoesNotFitAnyMoreIsLeft(t *testing.T) {
	b := newBench(t)
	inc := b.declared()
	aff := inc.Affected("")
	a := incident.Actor{ID: "U0ANA"}
	if u := b.drafts().Begin(inc, aff, a, ""); u.Kind != update.FirstNoticeUnknown || u.Words["action_now"] == "" {
		t.Errorf("the draft is offered as %q with %v", u.Kind, u.Words)
	}
	aff.Written = true // by Ben, meanwhile
	u := b.drafts().Begin(inc, aff, a, "")
	if !slices.Contains(form.KindsFor(inc, aff, began), u.Kind) {
		t.Errorf("a form for %s would have no kind chosen", u.Kind)
	}
	if u := b.drafts().Begin(inc, aff, a, update.DataLoss); u.Kind != update.DataLoss {
		t.Errorf("the kind that was asked for became %s", u.Kind)
	}
}

// A button can name a client that the incident does not affect; it is refused.
func TestAButtonAboutAnotherClientIsRefused(t *testing.T) {
	b := newBench(t)
	b.declared()
	for act, row := range buttons() {
		if row.incident == nil {
			continue
		}
		r := ana("press")
		r.text = kit.MoreTold
		_, err := row.incident(b.Bot, context.Background(), r, view.Ref{Number: 1, Client: "globex", N: 1, Key: "INC-1/globex/update/1/slack"}, b.incident(1), incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"})
		if fault.CodeOf(err) == fault.Internal {
			t.Errorf("%s about another client: %v", act, err)
		}
	}
}
