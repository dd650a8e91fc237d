package bot

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/people"
	"candor/bot/target"
	"candor/incident/client"
	"candor/incident/view"
	"candor/messages/form"
	"candor/messages/screen"
)

func TestMatchingClients(t *testing.T) {
	var list []view.Listing
	for _, c := range []client.Client{{ID: "acme", Name: "Acme Shop"}, {ID: "acme-uk", Name: "Acme UK"}, {ID: "globex", Name: "Globex Travel", Aliases: []string{"GT Cars"}}} {
		list = append(list, view.Listing{Client: c})
	}
	for wanted, want := range map[string][]string{
		"": {"acme", "acme-uk", "globex"}, "acme": {"acme"}, "ACM": {"acme", "acme-uk"}, "travel": {"globex"}, "gt c": {"globex"}, "hotel": nil,
	} {
		var got []string
		for _, l := range target.Matching(list, wanted) {
			got = append(got, l.Client.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", wanted, got, want)
		}
	}
}

// Where Slack does not say in which channels Candor is, nothing is claimed.
func TestTheListOfClientsSaysWhatSlackSays(t *testing.T) {
	b := newBench(t)
	lines := func(channel string) []screen.ClientLine {
		return b.clientLines(context.Background(), []view.Listing{{Client: client.Client{ID: "a", Slack: channel}}, {Client: client.Client{ID: "b"}}})
	}
	if got := lines("C0ACME"); got[0].Outside || got[1].Outside {
		t.Errorf("of a channel that it is in: %+v", got)
	}
	if got := lines("C0NOWHERE"); !got[0].Outside || got[1].Outside {
		t.Errorf("of a channel that it is not in: %+v", got)
	}
	b.API = slack.New("xoxb-wrong", slack.OptionAPIURL("http://127.0.0.1:1/"))
	b.who = people.New(b.API, b.Now)
	if got := lines("C0NOWHERE"); got[0].Outside || !strings.Contains(b.log.String(), "is shown without") {
		t.Errorf("of a Slack that does not answer: %+v, logged %s", got, b.log)
	}
}

func TestNameOf(t *testing.T) {
	user := func(profile, real, display, name string) *slack.User {
		return &slack.User{RealName: real, Name: name, Profile: slack.UserProfile{RealName: profile, DisplayName: display}}
	}
	for _, tt := range []struct {
		u    *slack.User
		want string
	}{
		{user("Ana Ruiz", "A. R.", "ana", "ana.ruiz"), "Ana Ruiz"}, {user(" ", "A. R.", "ana", "ana.ruiz"), "A. R."},
		{user("", "", "ana", "ana.ruiz"), "ana"}, {user("", "", "", "ana.ruiz"), "ana.ruiz"}, {user("", "", "", ""), ""},
	} {
		if got := people.Name(tt.u); got != tt.want {
			t.Errorf("nameOf(%+v) = %q, want %q", tt.u, got, tt.want)
		}
	}
}

// Who acts is known by name from then on, whether or not the config has them:
// texts are signed with it, and forms say it where Slack shows no mention.
func TestPeopleAreCalledByTheirNames(t *testing.T) {
	b := newBench(t)
	r := ana("x")
	r.user = "U0CLEO"
	if got := form.PlainWords("Ask <@U0CLEO>.", time.UTC, b.named); got != "Ask that person." {
		t.Errorf("of somebody unknown: %q", got)
	}
	a, err := b.actor(context.Background(), r, nil)
	b.must(err)
	if got := form.PlainWords("Ask <@U0CLEO>, or <@U0BEN>.", time.UTC, b.named); a.Name != "Cleo Lindqvist" || got != "Ask Cleo Lindqvist, or Ben Okafor." {
		t.Errorf("the actor is %q, and a form says %q", a.Name, got)
	}
	b.declared()
	if _, err := b.runs("INC-1 comms <@U0CLEO>"); err != nil {
		t.Fatal(err)
	}
	if names := b.incident(1).Names; names["U0CLEO"] != "Cleo Lindqvist" || names["U0ANA"] != "Ana Ruiz" {
		t.Errorf("the incident knows %v", names)
	}
}

// A form that is too large for an acknowledgement is not lost.
func TestALargeFormComesInASecondStep(t *testing.T) {
	b := connected(t)
	a, err := b.actor(context.Background(), ana("x"), nil)
	b.must(err)
	lots := strings.Repeat("Dana "+strings.Repeat("<", 65)+"\n", 26)
	form := client.ClientForm{Now: map[string]string{client.FieldName: "Globex Hotels", client.FieldContact: "Dana Fox", client.FieldOthers: lots}}
	_, err = b.Service.Clients().Make(context.Background(), a, "hotels", form)
	b.must(err)
	b.types("clients hotels")
	b.must(b.slack.Fill(b.soon(), "@ana", "The rest", "yes"))
	b.must(b.slack.Submit(b.soon(), "@ana"))
	b.settle()
	if form := b.slack.ViewText("@ana"); !strings.Contains(form, "is saved") {
		t.Fatalf("the form is:\n%s", form)
	}
	b.must(b.slack.Press(b.soon(), "@ana", "", "Go on"))
	b.settle()
	if form := b.slack.ViewText("@ana"); !strings.Contains(form, "When do they work?") {
		t.Errorf("the form is:\n%s", form)
	}
}
