package audit_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/audit"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/store/bolt"
	"candor/store/storetest"
)

// auditCase is a stored state that keeps the invariants, for the rows of
// TestAudit to break.
type auditCase struct {
	inc        *incident.Incident
	updates    []*update.Update
	deliveries []*outbox.Delivery
	lines      []timeline.Entry
}

// soundState has told its client twice: the first notice arrived, the second
// update is on its way, and the next promise has nagged.
func soundState() *auditCase {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	text := func(n int) map[string]outbox.Text {
		return map[string]outbox.Text{client.ViaSlack: {Body: strings.Repeat("We look. ", n)}}
	}
	frozen := func(n int) *outbox.Text { t := text(n)[client.ViaSlack]; return &t }
	to := []client.Destination{{Via: client.ViaSlack, To: "C0ACME"}}
	return &auditCase{
		inc: &incident.Incident{
			Number: 1, State: incident.Open, CardKey: "INC-1/card/1",
			Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
			Clients: []incident.Affected{{
				Client: client.Client{ID: "acme"}, Updates: 2, Out: 2, ToldAt: noon,
				Promises: []promise.Promise{
					{N: 1, Kind: promise.Update, MadeAt: noon, DueAt: noon.Add(time.Hour), Outcome: promise.Kept},
					{N: 2, Kind: promise.Update, MadeAt: noon, DueAt: noon.Add(2 * time.Hour), Rung: outbox.Due, Nags: 1,
						Showing: "INC-1/acme/promise/2/rung/3.1/channel", Direct: []string{"INC-1/acme/promise/2/rung/3.1/direct/U0ANA"}},
				},
			}},
		},
		updates: []*update.Update{
			{Incident: 1, Client: "acme", N: 1, State: update.Sent, To: to, Texts: text(1)},
			{Incident: 1, Client: "acme", N: 2, State: update.Held, To: to, Texts: text(2)},
		},
		lines: []timeline.Entry{
			{Incident: 1, N: 1, What: "told", Text: "Acme Shop was told (update 1, first-notice-unknown)."},
			{Incident: 1, N: 2, Kind: timeline.Told, Client: "acme", ClientName: "Acme Shop", Update: 2, UpdateKind: update.Progress},
		},
		deliveries: []*outbox.Delivery{
			{Key: "INC-1/card/1", Kind: outbox.Card, Lane: "card", State: outbox.Delivered},
			{Key: "INC-1/acme/update/1/slack", Kind: outbox.ClientText, Lane: "acme", Via: "slack", Client: "acme", State: outbox.Delivered, Text: frozen(1)},
			{Key: "INC-1/acme/update/2/slack", Kind: outbox.ClientText, Lane: "acme", Via: "slack", Client: "acme", State: outbox.Waiting, NotTill: noon, Text: frozen(2)},
			{Key: "INC-1/acme/promise/2/rung/3.1/channel", Kind: outbox.Reminder, Lane: "r", State: outbox.Delivered, Client: "acme", Promise: 2},
			{Key: "INC-1/acme/promise/2/rung/3.1/direct/U0ANA", Kind: outbox.Direct, Lane: "d", State: outbox.Dead, Client: "acme", Promise: 2},
		},
	}
}

func (c *auditCase) acme() *incident.Affected   { return &c.inc.Clients[0] }
func (c *auditCase) promise() *promise.Promise  { return &c.acme().Promises[1] }
func (c *auditCase) moving() *outbox.Delivery   { return c.deliveries[2] }
func (c *auditCase) reminder() *outbox.Delivery { return c.deliveries[3] }

// arrive is what the domain does when the second update has arrived.
func (c *auditCase) arrive() {
	c.moving().State, c.updates[1].State, c.acme().Out = outbox.Delivered, update.Sent, 0
}

// close is what the domain does when nothing is owed any more.
func (c *auditCase) close() {
	c.inc.State, c.promise().Outcome, c.acme().NoPromise = incident.Closed, promise.Dropped, "closed"
}

// audit stores the state and returns what the audit finds.
func (c *auditCase) audit(t *testing.T) error {
	t.Helper()
	s, err := bolt.Open(filepath.Join(storetest.MemoryDir(t), "candor.db"), bolt.Options{Twice: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Update(t.Context(), func(tx records.Tx) error {
		for _, u := range c.updates {
			if err := tx.PutClientUpdate(u); err != nil {
				return err
			}
		}
		for _, e := range c.lines {
			if err := tx.Append(e); err != nil {
				return err
			}
		}
		for _, d := range c.deliveries {
			if _, err := tx.Enqueue(d); err != nil {
				return err
			}
		}
		return tx.PutIncident(c.inc)
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.View(t.Context(), audit.Check)
}

func TestAudit(t *testing.T) {
	tests := []struct {
		name string
		do   func(*auditCase)
		want string // the whole finding; empty: none
	}{
		{"a sound state", func(*auditCase) {}, ""},
		{"no commander", func(c *auditCase) { c.inc.Roles = nil }, "INC-1: nobody is in charge"},
		{"no promise and no reason", func(c *auditCase) { c.promise().Outcome = promise.Kept }, "INC-1: it owes acme no update and gives no reason"},
		{"no promise for a reason", func(c *auditCase) { c.promise().Outcome, c.acme().NoPromise = promise.Dropped, "near miss" }, ""},
		{"two promises at once", func(c *auditCase) { c.acme().Promises[0].Outcome = promise.Pending }, "INC-1: it owes acme 2 updates at once"},

		{"closed", func(c *auditCase) { c.arrive(); c.close() }, ""},
		{"a line that does not say what it has to", func(c *auditCase) { c.lines[1].Update, c.lines[1].ClientName = 0, "" }, "INC-1: line 2 (told) does not say client, update"},
		{"a line of no known kind", func(c *auditCase) { c.lines[1].Kind = "tolled" }, `INC-1: line 2 is of a kind "tolled" that has no row`},
		{"a line that says nothing", func(c *auditCase) { c.lines[0].Text = "" }, "INC-1: line 1 says nothing"},

		{"closed, and nobody is in charge any more", func(c *auditCase) { c.arrive(); c.close(); c.inc.Roles = nil }, ""},
		{"closed and owing an update", func(c *auditCase) {
			c.arrive()
			c.inc.State, c.inc.ClosedAt = incident.Closed, c.promise().MadeAt.Add(time.Hour)
		}, "INC-1: it is closed and still owes acme something"},
		{"closed and told a time after it", func(c *auditCase) {
			c.arrive()
			c.inc.State, c.inc.ClosedAt = incident.Closed, c.promise().MadeAt.Add(-time.Hour)
		}, ""},
		{"closed while a text is on its way", func(c *auditCase) { c.close() },
			"INC-1: it is closed and INC-1/acme/update/2/slack is still on its way"},
		{"cancelled while a text waits for approval", func(c *auditCase) {
			c.arrive()
			c.close()
			c.inc.State, c.acme().Request = incident.Cancelled, &approval.Request{N: 1}
		}, "INC-1: it is cancelled and a text to acme still waits for approval"},
		{"closed with another text than was approved", func(c *auditCase) { c.arrive(); c.close(); c.moving().Text.Body += "!" },
			"INC-1: INC-1/acme/update/2/slack does not carry the text that was approved"},

		{"resolved and owing an update", func(c *auditCase) { c.inc.State = incident.Resolved }, "INC-1: it is resolved and owes acme an update"},
		{"resolved and owing nothing", func(c *auditCase) { c.inc.State, c.promise().Outcome = incident.Resolved, promise.Moved },
			"INC-1: it is resolved and owed acme neither a last word nor has a reason why not"},
		{"resolved and owing the last word", func(c *auditCase) { c.inc.State, c.promise().Kind = incident.Resolved, promise.Final }, ""},
		{"resolved before anybody was told", func(c *auditCase) {
			c.inc.State, c.promise().Outcome, c.acme().NoPromise = incident.Resolved, promise.Dropped, "resolved before the first notice"
			c.acme().ToldAt, c.acme().Out, c.acme().Updates = time.Time{}, 0, 0
		}, ""},
		{"resolved and told, with a reason and no last word", func(c *auditCase) {
			c.inc.State, c.promise().Outcome, c.acme().NoPromise = incident.Resolved, promise.Dropped, "resolved before the first notice"
			c.acme().ToldAt = c.inc.DeclaredAt.Add(time.Minute)
			c.acme().FirstAt, c.inc.ResolvedAt = c.acme().ToldAt, c.acme().ToldAt.Add(time.Hour)
		}, "INC-1: acme knows of it and was never owed a last word"},
		{"resolved before anybody was told, and told by hand since", func(c *auditCase) {
			c.arrive()
			c.inc.State, c.promise().Outcome, c.acme().NoPromise = incident.Resolved, promise.Dropped, "resolved before the first notice"
			c.inc.ResolvedAt = c.acme().ToldAt.Add(-time.Hour)
			c.acme().FirstAt = c.acme().ToldAt
		}, ""},

		{"a reminder that was never queued", func(c *auditCase) { c.promise().Showing, c.promise().Direct = "", nil },
			"INC-1: promise 2 to acme has nagged and nothing was queued"},
		{"repeated as the ladder repeats", func(c *auditCase) {
			p := c.promise()
			p.Usual, p.Rung, p.Repeat, p.LastAt = time.Hour, outbox.Everybody, 2, p.DueAt.Add(80*time.Minute)
		}, ""},
		{"a storm of reminders", func(c *auditCase) {
			p := c.promise()
			p.Usual, p.MadeAt, p.Rung, p.Repeat, p.LastAt = time.Hour, p.DueAt, outbox.Everybody, 88, p.DueAt.Add(5*time.Minute)
		}, "INC-1: promise 2 to acme was repeated 88 times in the 5m0s after its time"},
		{"a reminder that is not there", func(c *auditCase) { c.promise().Direct = []string{"INC-1/gone"} },
			"INC-1: delivery INC-1/gone: There is no delivery INC-1/gone."},
		{"a reminder of another promise", func(c *auditCase) { c.reminder().Promise = 1 },
			"INC-1: INC-1/acme/promise/2/rung/3.1/channel is not about promise 2 to acme"},
		{"a card that is not there", func(c *auditCase) { c.inc.CardKey = "INC-1/card/9" },
			"INC-1: delivery INC-1/card/9: There is no delivery INC-1/card/9."},

		{"an update that is not there", func(c *auditCase) { c.acme().Updates = 3 },
			"INC-1: update 3 to acme: INC-1 has no update 3 for acme."},
		{"an update recorded by hand has no delivery", func(c *auditCase) { c.updates[0].Texts, c.updates[0].To = nil, nil }, ""},
		{"a delivery that waits for nothing", func(c *auditCase) { c.moving().NotTill = time.Time{} },
			"INC-1: INC-1/acme/update/2/slack waits for nothing"},
		{"another text than was approved", func(c *auditCase) { c.moving().Text.Body += "!" },
			"INC-1: INC-1/acme/update/2/slack does not carry the text that was approved"},
		{"an update is on its way that is not noted", func(c *auditCase) { c.acme().Out = 0 },
			"INC-1: update 2 to acme is on its way and 0 is noted"},
		{"an update is noted and nothing moves", func(c *auditCase) { c.arrive(); c.acme().Out = 2 },
			"INC-1: update 2 to acme is noted as on its way and nothing moves"},
		{"an update arrived", func(c *auditCase) { c.arrive() }, ""},
		{"a text of a drill for its own channel", func(c *auditCase) {
			c.inc.Drill, c.inc.Channel.ID = &drill.Drill{}, c.updates[0].To[0].To
		}, ""},
		{"a text of a drill for a client", func(c *auditCase) { c.inc.Drill, c.acme().Updates = &drill.Drill{}, 1; c.acme().Out = 0 },
			"INC-1: it is a drill, and INC-1/acme/update/1/slack is for elsewhere"},
		{"an update arrived and does not know it", func(c *auditCase) { c.arrive(); c.updates[1].State = update.Failed },
			"INC-1: INC-1/acme/update/2/slack arrived and its update is failed"},
		{"an update was taken back", func(c *auditCase) {
			c.moving().State, c.updates[1].State, c.acme().Out = outbox.Recalled, update.Withdrawn, 0
		}, ""},
		{"an update was taken back and does not know it", func(c *auditCase) {
			c.moving().State, c.updates[1].State, c.acme().Out = outbox.Recalled, update.Failed, 0
		}, "INC-1: INC-1/acme/update/2/slack was taken back and its update is failed"},
		{"an update was forgotten", func(c *auditCase) {
			c.arrive()
			c.updates[1].State, c.updates[1].Texts, c.updates[1].To = update.Sending, nil, nil
		}, "INC-1: update 2 to acme is sending and was forgotten"},
		{"a text that may not have arrived stands before a person", func(c *auditCase) {
			c.moving().State, c.updates[1].State, c.acme().Out = outbox.NeedsDecision, update.Sending, 0
			c.moving().Target = "INC-1/card/1"
		}, ""},
		{"a text that did not arrive and nobody was told", func(c *auditCase) {
			c.moving().State, c.updates[1].State, c.acme().Out = outbox.Dead, update.Failed, 0
		}, "INC-1: INC-1/acme/update/2/slack is dead and nobody was told"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := soundState()
			tt.do(c)
			got := ""
			if err := c.audit(t); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Audit found %q, want %q", got, tt.want)
			}
		})
	}
}
