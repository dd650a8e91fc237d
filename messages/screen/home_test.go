package screen

import (
	"fmt"
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages/scene"
	"candor/messages/waking"
)

// over14 is a closed incident of which one promise was kept late.
func over14() *incident.Incident {
	inc := scene.Reviewed()
	inc.State, inc.ClosedAt, inc.Channel.ID = incident.Closed, scene.At("17:00"), "C0INC7"
	return inc
}

// slip is an incident that was pressed by mistake, of which a reader may know no more.
func slip() *incident.Incident {
	inc := scene.Fresh()
	inc.Private, inc.State, inc.ClosedAt, inc.Mistake = true, incident.Cancelled, scene.At("14:01"), "U0BEN"
	return inc
}

func TestHome(t *testing.T) {
	late, private := scene.Told14(), scene.Fresh()
	late.Roles[playbook.Comms] = "U0ANA"
	mine := scene.Told14()
	mine.Roles[playbook.Comms] = "U0ANA"
	private.Number, private.Private, private.Title, private.Channel.ID = 8, true, "", ""
	review := scene.Finished()
	review.Number = 9
	lines := []ClientLine{{Listing: view.Listing{Client: scene.Whole()}, Outside: true}, {Listing: view.Listing{Client: scene.Globex}}, {Listing: view.Listing{Client: client.Client{ID: "old", Name: "Old"}, Archived: true}}}
	for _, c := range []struct {
		name string
		v    HomeView
	}{
		{"admin", HomeView{Now: scene.At("14:36"), User: "U0ANA", Member: true, Open: []*incident.Incident{late, private, review}, Ended: []*incident.Incident{over14()}, Mistakes: []*incident.Incident{slip()}, Clients: lines, Health: Health(lines, &team.Roster{})}},
		{"member-with-nothing", HomeView{Now: scene.At("14:36"), User: "U0CLEO", Member: true, Clients: lines}},
		{"guest", HomeView{Now: scene.At("14:05"), User: "U0ANA", Open: []*incident.Incident{late}}},
		{"waking", HomeView{Now: scene.At("14:36"), User: "U0BEN", Member: true, Waking: &waking.Whoami{Colleague: view.Colleague{Sleeper: failing(sleeper("U0BEN", "Ben Okafor", ringsAt), "there is nothing at the wake address (404)")}}}},
		{"put-back", HomeView{Now: scene.At("14:36"), User: "U0ANA", Member: true, Open: []*incident.Incident{scene.With(mine, copied)}}},
		{"all-is-well", HomeView{Now: scene.At("14:05"), User: "U0ANA", Member: true, Health: Health(lines[:1], &team.Roster{})[:0]}},
	} {
		t.Run(c.name, func(t *testing.T) {
			view := Home(c.v)
			scene.FitBlocks(t, view.Blocks.BlockSet, scene.Limits(t))
			scene.Golden(t, "home/"+c.name, scene.ReadableJSON(t, view))
		})
	}
}

// However much there is, Slack takes the whole of it, and what is not shown is
// counted.
func TestHomeFitsHoweverMuchThereIs(t *testing.T) {
	v := HomeView{Now: scene.At("14:36"), User: "U0ANA", Member: true, Health: []string{}}
	for i := range 300 {
		inc := scene.Worst()
		inc.Number, inc.State = int64(i+1), incident.Open
		inc.Roles = map[playbook.Role]string{playbook.Commander: "U0ANA"}
		inc.Clients = append(inc.Clients, inc.Clients[0], inc.Clients[0], inc.Clients[0])
		v.Open = append(v.Open, inc)
		ended := scene.Worst()
		ended.State = incident.Closed
		v.Ended = append(v.Ended, ended)
		v.Clients = append(v.Clients, ClientLine{Listing: view.Listing{Client: client.Client{ID: fmt.Sprint("c", i), Name: strings.Repeat("客&", 37)}}, Outside: true})
	}
	v.Health = Health(v.Clients, &team.Roster{})
	view := Home(v)
	scene.FitBlocks(t, view.Blocks.BlockSet, scene.Limits(t))
	text := scene.ReadableJSON(t, view)
	if n := len(view.Blocks.BlockSet); n >= 100 {
		t.Errorf("%d blocks; Slack takes 100", n)
	}
	if len(text) > 250<<10 {
		t.Errorf("the Home has %d bytes; Slack takes 250 KB", len(text))
	}
	for _, want := range []string{"… and 1188 more", "… and 280 more", "… and 275 more"} {
		if !strings.Contains(text, want) {
			t.Errorf("the Home does not say %q", want)
		}
	}
}

// A Home is the same until something happens: nothing in it counts minutes.
func TestAHomeDoesNotChangeByItself(t *testing.T) {
	inc := scene.Told14()
	draw := func(hm string) string {
		return scene.ReadableJSON(t, Home(HomeView{Now: scene.At(hm), User: "U0ANA", Member: true, Open: []*incident.Incident{inc}, Ended: []*incident.Incident{over14()}}))
	}
	if draw("14:05") != draw("14:17") || draw("14:31") != draw("14:39") {
		t.Error("a Home changed with the time alone")
	}
	if draw("14:29") == draw("14:31") {
		t.Error("a Home does not show that something is overdue")
	}
}

func TestHealth(t *testing.T) {
	fine := scene.Whole()
	bare := client.Client{ID: "globex", Name: "Globex <Travel>"}
	asked := team.Roster{EscalateTo: []string{"U0BEN"}, People: []team.Person{{Slack: "U0BEN", Name: "Ben Okafor", Wake: ringsAt}}}
	archived := ClientLine{Listing: view.Listing{Client: bare, Archived: true}, Outside: true}
	tests := []struct {
		name string
		list []ClientLine
		r    team.Roster
		want string
	}{
		{"all is well", []ClientLine{{Listing: view.Listing{Client: fine}}, archived}, asked, ""},
		{"no client yet", nil, asked, ""},
		{"somebody on the list cannot be woken", nil, team.Roster{EscalateTo: asked.EscalateTo, People: []team.Person{{Slack: "U0BEN", Name: "Ben Okafor"}, {Slack: "U0ANA", Name: "Ana Ruiz"}}},
			"▲ No phone can ring, because no wake address is set: Ben"},
		{"everything is missing", []ClientLine{{Listing: view.Listing{Client: bare}}, {Listing: view.Listing{Client: fine}, Outside: true}}, team.Roster{},
			"▲ Candor is not in the channel of Acme Shop &amp; Sons|Told by hand only: Globex &lt;Travel&gt;|No named contact: Globex &lt;Travel&gt;|No phone number: Globex &lt;Travel&gt;|▲ No one is set up to be asked next: write people under escalate_to in the config."},
	}
	for _, tt := range tests {
		if got := strings.Join(Health(tt.list, &tt.r), "|"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
