package pocketcmd

import (
	"net/http/httptest"
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/records"
	"candor/incident/service/servicetest"
)

// What a script notes is kept; what cannot be true, or is about nobody whose backups we
// make, is refused in a sentence.
func TestAScriptNotesARestore(t *testing.T) {
	b := servicetest.New(t, servicetest.Setup{Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Backups: client.BackupsOurs}, {ID: "globex", Name: "Globex Travel"}}})
	for _, tt := range []struct {
		query, want string
		status      int
	}{
		{"client=acme&minutes=14", "Acme Shop was restored in 14 min", 200},
		{"client=acme&minutes=0&failed=yes", "could not be restored", 200},
		{"client=acme&minutes=soon", "Nothing was noted", 400},
		{"client=acme&minutes=-3", "Nothing was noted", 409},
		{"client=globex&minutes=14", "Nothing was noted", 409},
		{"client=initech&minutes=14", "There is no client", 409},
	} {
		w := httptest.NewRecorder()
		Note(b.Service)(w, httptest.NewRequest("POST", "/restored?"+tt.query, nil))
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: %d %s, want %d %s", tt.query, w.Code, w.Body, tt.status, tt.want)
		}
	}
	err := b.File.View(t.Context(), func(tx records.Tx) error {
		k, err := tx.Kept("acme")
		if !k.Proof.Failed || k.Proof.Proven.IsZero() {
			t.Errorf("what is kept is %+v", k.Proof)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
