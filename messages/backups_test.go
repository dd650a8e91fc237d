package messages

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/team"
	"candor/incident/update"
	"candor/messages/owns"
	"candor/messages/scene"
)

// Who was to make the backups is a fact of the contract: each text that tells of a
// missing one says what was agreed, says sorry once, and never leaves out that there
// was none.
func TestWhatIsSaidOfAMissingBackup(t *testing.T) {
	w, at := mustLoad(t, ""), scene.At("14:00")
	const onTheCall = "When I call, I will go through what was agreed with you."
	tests := []struct {
		agreed client.Backups
		answer facts.Answer
		want   string
		owned  string // what the disclosure says after it
		aloud  string // what the call says in its place; "": the same
	}{
		{client.BackupsOurs, facts.NoCopy, "There was no backup, no spare copy of your data. We should have made one every night and did not. That is our responsibility, and we are sorry.", "", ""},
		{client.BackupsNotAgreed, facts.NoCopy, "There was no backup, no spare copy of your data. We had not agreed who makes them, and we should have raised it with you. We are sorry.", "", ""},
		{client.BackupsTheirs, facts.NoCopy, "There was no backup, no spare copy of your data. " + onTheCall, " We are sorry that this has happened.", "I will go through what was agreed with you now."},
		{"declined 2026-01-12", facts.NoCopy, "There was no backup, no spare copy of your data. " + onTheCall, " We are sorry that this has happened.", "I will go through what was agreed with you now."},
		{client.BackupsUnsaid, facts.NoCopy, "There was no backup of this data. We are sorry. When I call, I will tell you who was to make it.", "", "I do not know yet who was to make it. I will find out and tell you."},
		{client.BackupsOurs, facts.CopyFailed, "There was a backup, a spare copy of your data, and it does not work. We should have made sure that it works and did not. That is our responsibility, and we are sorry.", "", ""},
		{client.BackupsUnsaid, facts.CopyFailed, "There was a backup of this data, and it does not work. We are sorry. When I call, I will tell you who was to look after it.", "", "I do not know yet who was to look after it. I will find out and tell you."},
	}
	for _, tt := range tests {
		inc := scene.Disaster()
		aff := &inc.Clients[0]
		aff.Backups = tt.agreed
		scene.Given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: tt.answer, facts.Recoverable: facts.DontKnow})
		for _, via := range []string{client.ViaSlack, client.ViaEmail, client.ViaWebhook} {
			u := w.Begin(inc, aff, update.Update{Kind: update.DataLoss, Incident: inc.Number, Client: aff.Client.ID, NextAt: at.Add(30 * time.Minute), At: at, Words: map[string]string{"protect_line": "stopped all changes"}}, at)
			text, err := w.Render(inc, &aff.Client, u, client.Destination{Via: via, To: "x"})
			if err != nil {
				t.Fatal(err)
			}
			body := text.Body
			if via == client.ViaWebhook {
				body = strings.ReplaceAll(body, `\n`, "\n")
			}
			if want := tt.want + tt.owned + "\n"; !strings.Contains(body, want) {
				t.Errorf("%q %s: %s does not say %q:\n%s", tt.agreed, tt.answer, via, want, body)
			}
		}
		for field, kind := range map[string]string{"data_line": update.ResolvedUpdate, "gap_line": update.PostmortemCover, "what_changed": update.Progress} {
			want, later, calls := strings.Cut(tt.want, " When I call")
			if calls && kind != update.PostmortemCover { // that is the review
				want += strings.NewReplacer(", I will tell you", " Our written review will say", ", I will go", " Our written review will go").Replace(later)
			}
			if got := w.Begin(inc, aff, update.Update{Kind: kind}, at).Words[field]; !strings.Contains(got, want) || strings.Contains(got, "I call") {
				t.Errorf("%q %s: the %s of %s is %q", tt.agreed, tt.answer, field, kind, got)
			}
		}
		said := w.Opening(inc, aff, Speaker{Person: team.Person{Name: "Ana Ruiz"}, Company: "Studio North", Now: at, Next: at})[1]
		want := tt.want
		if tt.aloud != "" {
			want, _, _ = strings.Cut(tt.want, " When I call")
			want += " " + tt.aloud
		}
		if !strings.Contains(said, want) || strings.Contains(said, "When I call") || strings.Count(said, "sorry") != 1 {
			t.Errorf("%q %s: on the call one says %q", tt.agreed, tt.answer, said)
		}
	}
}

// Whom nobody calls is promised no call, also not for who was to make the backups.
func TestAMissingBackupAndWritingOnly(t *testing.T) {
	w, at := mustLoad(t, ""), scene.At("14:00")
	for _, manner := range []client.Manner{client.WritingOnly, client.Lawyer} {
		for _, agreed := range append([]client.Backups{client.BackupsUnsaid}, client.BackupsSaid...) {
			inc := scene.Disaster()
			inc.Clients[0].Client.Manner, inc.Clients[0].Backups = manner, agreed
			scene.Given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy})
			got := w.Begin(inc, &inc.Clients[0], update.Update{Kind: update.DataLoss}, at).Words["backup_line"]
			if strings.Contains(got, "call") || agreed == client.BackupsUnsaid && !strings.Contains(got, "Our written review will say who was to make it.") {
				t.Errorf("%s, %q: %s", manner, agreed, got)
			}
		}
	}
}

// A text about a break-in is sorry for that: what it says of a missing backup is
// among what is confirmed, where no apology belongs.
func TestABreakInThatAlsoTellsOfAMissingBackupIsSorryForTheBreakIn(t *testing.T) {
	w := mustLoad(t, "")
	for _, agreed := range append([]client.Backups{client.BackupsUnsaid}, client.BackupsSaid...) {
		inc := lostAndTold("", facts.Suspected)
		inc.Clients[0].Backups = agreed
		u := w.Begin(inc, &inc.Clients[0], update.Update{Kind: update.BreachSuspected}, scene.At("15:00"))
		if confirmed := u.Words["confirmed"]; !strings.Contains(confirmed, "There was no backup") || strings.Contains(confirmed, "sorry") || u.Words["ownership_line"] != "We are sorry this is happening." {
			t.Errorf("%q: confirmed %q, and %q", agreed, confirmed, u.Words["ownership_line"])
		}
	}
}

// Of several clients each reads what was agreed with it, and none what was agreed
// with another.
func TestEachClientReadsItsOwnContract(t *testing.T) {
	w, at := mustLoad(t, ""), scene.At("14:00")
	inc := scene.With(scene.Disaster(), func(inc *incident.Incident) {
		inc.Clients = append(inc.Clients, incident.Affected{Client: scene.Globex})
	})
	scene.Given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy})
	inc.Clients[0].Client.Backups, inc.Clients[1].Backups = client.BackupsOurs, client.BackupsTheirs
	for i, want := range []string{"every night and did not", "what was agreed"} {
		if got := w.Begin(inc, &inc.Clients[i], update.Update{Kind: update.DataLoss}, at).Words["backup_line"]; !strings.Contains(got, want) {
			t.Errorf("client %d reads %q", i, got)
		}
	}
}

// The sentence about the missing backup brings the apology; no text adds a second one,
// and none says that it was ours where something else was agreed.
func TestAMissingBackupIsOwnedOnce(t *testing.T) {
	w := mustLoad(t, "")
	for _, agreed := range append([]client.Backups{client.BackupsUnsaid}, client.BackupsSaid...) {
		for _, kind := range owns.Kinds {
			inc := lostAndTold("", facts.Suspected)
			inc.Clients[0].Backups = agreed
			u := answered(w, inc, kind)
			u.LateFor = time.Time{} // that has an apology of its own
			if kind == update.DataLoss || kind == update.ResolvedUpdate {
				u.Words["ownership_line"] = w.badNews.Ownership.Ours // as a draft had it before anybody was asked
				u = w.Begin(inc, &inc.Clients[0], u, scene.At("15:00"))
			}
			for _, via := range []string{client.ViaSlack, client.ViaEmail} {
				text, err := w.Render(inc, &inc.Clients[0].Client, u, client.Destination{Via: via})
				if err != nil {
					t.Fatal(err)
				}
				if n := strings.Count(text.Body, "sorry"); n != 1 || strings.Contains(strings.ToLower(text.Body), "our responsibility") != (agreed == client.BackupsOurs) {
					t.Errorf("%s, %q, %s says sorry %d times:\n%s", kind, agreed, via, n, text.Body)
				}
			}
		}
	}
}

// Where no data is lost there is none that “this data” could be.
func TestABackupThatNobodyNeeded(t *testing.T) {
	w, inc := mustLoad(t, ""), scene.Disaster()
	inc.Clients[0].Backups = client.BackupsUnsaid
	for answer, want := range map[facts.Answer]string{facts.NoCopy: "There was no backup of your data. ", facts.CopyFailed: "There was a backup of your data, and it does not work. "} {
		scene.Given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.No, facts.SpareCopy: answer})
		if got := w.backups(inc); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", answer, got)
		}
	}
}
