package service_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/menu"
)

// ownKind is a desk with one more kind of incident, phishing, of which one file
// says everything. It is night where the client is.
func ownKind(t *testing.T, traits string) (*desk, *messages.Words) {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "playbooks"), 0o755); err != nil {
		t.Fatal(err)
	}
	text := "id: phishing\nname: False mails in our name\n" + traits + "steps:\n  - {id: phishing.1, phase: assess, owner: tech, text: Keep one of the mails.}\n"
	if err := os.WriteFile(filepath.Join(dir, "playbooks", "phishing.yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	words, err := messages.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, client.Client{ID: "acme", Name: "Acme Shop", TimeZone: "Europe/London", Slack: "C0ACME", Automatic: true, Night: client.NightSummary}, "ana", "ben")
	d.Words, d.Playbooks = words, words.Playbooks()
	d.now = time.Date(2026, 3, 11, 2, 0, 0, 0, time.UTC)
	return d, words
}

// choose declares what an answer of the form means.
func (d *desk) choose(c client.Severity, kind, impact string) *incident.Incident {
	d.t.Helper()
	inc, err := d.Declare(d.t.Context(), people["ana"], service.Declaration{Client: "acme", Kind: kind, Severity: c, Impact: impact, Doing: "checking what happened"})
	if err != nil {
		d.t.Fatal(err)
	}
	return inc
}

// saysImpact says whether the draft check takes it for what the client notices
// that somebody got in.
func saysImpact(w *messages.Words, inc *incident.Incident, now time.Time) bool {
	aff := inc.Affected("acme")
	u := update.Update{Incident: inc.Number, Client: "acme", Kind: update.Progress, NextAt: now.Add(time.Hour),
		Texts: map[string]outbox.Text{client.ViaSlack: {Body: "We are closing the accounts that were opened. Next update by 03:00 GMT."}}}
	return !slices.ContainsFunc(w.Check(inc, view.CheckInput{Client: &aff.Client, Update: u, Now: now}), func(f update.Finding) bool { return f.Rule == "missing-impact" })
}

// One file is a whole new kind: its answer in the declare form and what that
// means, its questions, its nights, who may write, what its texts owe.
func TestAKindFromOneFile(t *testing.T) {
	const decided = `private: false
floor: 2
bad_news: false
may_wait: true
automatic: true
works_again: false
access: seen
menu:
  - {id: false_mails, label: Mails in their name, severity: 2, impact: "your customers get false mails in your name", past: "your customers got false mails in your name"}
`
	tests := []struct {
		name, file string
		want       menu.Choice
		private    bool
		traits     playbook.Traits
		due        time.Time // of the first word, declared at 02:00 as the answer says
	}{
		{"everything is decided", decided,
			menu.Choice{ID: "false_mails", Label: "Mails in their name", Kind: "phishing", Severity: 2, Impact: "your customers get false mails in your name", Past: "your customers got false mails in your name"},
			false, playbook.Traits{MayWait: true, Automatic: true, Access: playbook.Seen}, time.Date(2026, 3, 11, 8, 30, 0, 0, time.UTC)},
		{"nothing is decided: careful", "",
			menu.Choice{ID: "phishing", Label: "False mails in our name", Kind: "phishing", Severity: 1},
			true, playbook.Traits{BadNews: true, WorksAgain: true, Access: playbook.NoAccess}, time.Date(2026, 3, 11, 2, 15, 0, 0, time.UTC)},
		{"nothing is decided, and it is milder", "floor: 2\n",
			menu.Choice{ID: "phishing", Label: "False mails in our name", Kind: "phishing", Severity: 2},
			true, playbook.Traits{BadNews: true, WorksAgain: true, Access: playbook.NoAccess}, time.Date(2026, 3, 11, 2, 30, 0, 0, time.UTC)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, w := ownKind(t, tt.file)
			menu := w.Choices()
			if got := menu[len(menu)-2]; got != tt.want || menu[len(menu)-1].ID != "other" {
				t.Fatalf("before the last answer of the form stands %+v, want %+v", got, tt.want)
			}
			impact := tt.want.Impact
			if impact == "" {
				impact = "your customers get false mails"
			}
			inc := d.choose(tt.want.Severity, tt.want.Kind, impact)
			if got := inc.KindTraits(); got != tt.traits {
				t.Errorf("its traits are %+v, want %+v", got, tt.traits)
			}
			if inc.Private != tt.private || inc.Severity != tt.want.Severity || inc.Impact != impact {
				t.Errorf("declared private %t, severity %d, %q", inc.Private, inc.Severity, inc.Impact)
			}
			if inc.BadNews() != tt.traits.BadNews || inc.CanWorkAgain() != tt.traits.WorksAgain {
				t.Errorf("it asks the five questions: %t; it can work again: %t", inc.BadNews(), inc.CanWorkAgain())
			}
			if due := inc.Affected("acme").Promises[0].DueAt; !due.Equal(tt.due) {
				t.Errorf("the first word is due at %s, want %s", due, tt.due)
			}
			if got := saysImpact(w, inc, d.now); got != tt.traits.Access.Possible() {
				t.Errorf("that somebody got in is what they notice: %t", got)
			}
		})
	}
}

// A kind that somebody may have got in by says so while nobody knows.
func TestOwnKindOfBreakInIsBreakingNews(t *testing.T) {
	for access, want := range map[string]string{"break_in": update.BreachSuspected, "none": update.FirstNoticeUnknown} {
		d, _ := ownKind(t, "access: "+access+"\n")
		d.choose(1, "phishing", "your customers get false mails")
		inc, err := d.SetFacts(t.Context(), people["ana"], 1, facts.FactAnswer{Question: facts.Intruder, Answer: facts.DontKnow})
		if err != nil {
			t.Fatal(err)
		}
		if got := inc.NewsKind(inc.Affected("acme")); got != want {
			t.Errorf("access %s: the news is %s, want %s", access, got, want)
		}
	}
}

// An incident of before kinds had traits means the same; of a kind of your own
// it takes them from the file as soon as anything happens.
func TestIncidentsOfBeforeKeepTheirTraits(t *testing.T) {
	words, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"outage", "data_loss", "security", "privacy_leak", "backup_failure"} { // there were no others
		pb, old := words.Playbooks()[id], incident.Incident{Kind: id}
		if got, want := old.KindTraits(), pb.Traits; got.BadNews != want.BadNews || got.MayWait != want.MayWait || got.Automatic != want.Automatic ||
			got.WorksAgain != want.WorksAgain || got.Access.Possible() != want.Access.Possible() {
			t.Errorf("%s: %+v, and its file says %+v", id, got, want)
		}
	}

	d, _ := ownKind(t, "")
	inc := d.choose(1, "phishing", "your customers get false mails")
	inc.Traits = nil
	if err := d.Store.Update(t.Context(), func(tx records.Tx) error { return tx.PutIncident(inc) }); err != nil {
		t.Fatal(err)
	}
	if inc.BadNews() {
		t.Error("it was declared when such a kind asked no questions")
	}
	if inc, err = d.Note(t.Context(), people["ana"], 1, service.Note{Text: "called the bank"}); err != nil || !inc.BadNews() {
		t.Errorf("afterwards it asks the questions: %v", err)
	}
}
