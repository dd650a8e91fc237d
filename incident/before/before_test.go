package before_test

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/lessons"
	"candor/incident/review"
	"candor/incident/schedule/scheduletest"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
)

var ana = incident.Actor{ID: "U0ANA", Name: "Ana Ruiz", Team: "T0HOME", Home: "T0HOME"}

// What tells most about an earlier incident comes first: the same kind for the same
// client, then a tag, then a change that is still open.
func TestWhatHappenedBefore(t *testing.T) {
	type earlier struct {
		client, kind, change string
		private              bool
	}
	tests := []struct {
		name   string
		before []earlier
		want   *review.Before
	}{
		{"nothing", nil, nil},
		{"the same kind for the same client", []earlier{{client: "acme", kind: "outage"}}, &review.Before{Number: 1}},
		{"and what was to change", []earlier{{client: "acme", kind: "outage", change: "watch the disk"}}, &review.Before{Number: 1, Open: "watch the disk"}},
		{"and all of it", []earlier{{client: "acme", kind: "outage", change: "watch the disk\nread the logs"}}, &review.Before{Number: 1, Open: "watch the disk; read the logs"}},
		{"the same kind for a client with a tag of theirs", []earlier{{client: "globex", kind: "outage", change: "watch the disk"}}, &review.Before{Number: 1, Tag: "web-3", Open: "watch the disk"}},
		{"the client goes before the tag", []earlier{{client: "acme", kind: "outage"}, {client: "globex", kind: "outage"}}, &review.Before{Number: 1}},
		{"another kind on the tag", []earlier{{client: "globex", kind: "backup_failure", change: "watch the disk"}}, nil},
		{"another kind for the client, nothing open", []earlier{{client: "acme", kind: "backup_failure"}}, nil},
		{"another kind for the client, something open", []earlier{{client: "acme", kind: "backup_failure", change: "watch the disk"}}, &review.Before{Number: 1, OtherKind: true, Open: "watch the disk"}},
		{"a client without the tag", []earlier{{client: "initech", kind: "outage", change: "watch the disk"}}, nil},
		{"private, on the tag", []earlier{{client: "globex", kind: "outage", private: true}}, nil},
		{"private, of the client", []earlier{{client: "acme", kind: "data_loss", change: "watch the disk"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := servicetest.New(t, servicetest.Setup{People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}}, Clients: []client.Client{
				{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Tags: []string{"db-1", "web-3"}}, {ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX", Tags: []string{"web-3"}}, {ID: "initech", Name: "Initech", Slack: "C0INITECH"}}})
			declare := func(client, kind string, private bool) *incident.Incident {
				t.Helper()
				inc, err := b.Declare(t.Context(), ana, service.Declaration{Client: client, Kind: kind, Private: private, Severity: 2, Impact: "it is down", Since: scheduletest.At(0)})
				if err != nil {
					t.Fatal(err)
				}
				return inc
			}
			for _, e := range tt.before {
				inc := declare(e.client, e.kind, e.private)
				if e.change == "" {
					continue
				}
				for text := range strings.SplitSeq(e.change, "\n") {
					change := review.Change{Text: text, Owner: "U0ANA", By: "U0ANA", At: b.Now(), DueAt: b.Now().AddDate(0, 0, 9)}
					if _, _, err := b.Conclude(t.Context(), ana, inc.Number, lessons.Lesson{Changes: []review.Change{change}}); err != nil {
						t.Fatal(err)
					}
				}
			}
			b.Move(1)
			got := declare("acme", "outage", false).Before
			if (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}
