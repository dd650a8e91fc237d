package sheet_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/sheet"
)

// Every field can be asked for, and its example would be taken.
func TestFields(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range sheet.Fields {
		switch {
		case f.ID == "" || seen[f.ID] || f.Label == "" || f.Hint == "":
			t.Errorf("%+v lacks an id of its own, a label or a hint", f)
		case !strings.HasSuffix(f.Ask, "?"), f.Theirs != "" && !strings.HasSuffix(f.Theirs, "?"):
			t.Errorf("%s asks nothing", f.ID)
		case f.Problem(f.Hint) != "" && f.Kind != sheet.Link:
			t.Errorf("%s does not take its own example: %s", f.ID, f.Problem(f.Hint))
		}
		seen[f.ID] = true
	}
}

func TestWhatAFieldTakes(t *testing.T) {
	for _, tt := range []struct{ field, text, why string }{
		{"phones", "", ""},
		{"phones", "Dana +44 20 7946 0009", ""},
		{"phones", "Dana: 0049 (0)30 / 5550101 ext. 12", ""},
		{"phones", "Dana", "Nobody could call that"},
		{"decides", "Dana alone\nthen Cleo", ""},
		{"decides", strings.Repeat("Dana ", 70), "300"},
		{"decides", "Dana\x00", "cannot be shown"},
		{"panel", "https://panel.example/acme", ""},
		{"panel", "Harbour: <https://panel.example/acme>", ""},
		{"panel", "panel.example", "no link"},
		{"panel", "ftp://panel.example", "no link"},
		{"rollback", "git revert, then deploy from main", ""},
		{"rollback", "Press Deploy v1.12.3 in https://ci.example/acme/builds?branch=main", ""},
		{"rollback", "kubectl rollout undo deployment/acme-checkout-production-eu-west-1", ""},
		{"rollback", "checkout 3f2a9c1 and run make release", ""},
		{"access", "Ana and Ben; the password is in https://vault.example/acme", ""},
		{"access", "The key lies in the safe, ask Ana", ""},
		{"access", "SSH with your own key; token in 1Password, vault Acme", ""},
		{"access", "two-factor codes: Ana's phone, +44 20 7946 0001", ""},
		{"access", "password: Winter2026", "password"},
		{"access", "Passwort ist Sommer#26", "password"},
		{"access", "root pw hunter2", "password"},
		{"access", "PIN 4821", "password"},
		{"access", "token ghp_abcdefghijklmnopqrst", "password"},
		{"access", "AKIAIOSFODNN7EXAMPLE", "password"},
		{"access", "-----BEGIN OPENSSH PRIVATE KEY-----", "password"},
		{"panel", "https://ana:Winter26@panel.example/acme", "password"},
		{"panel", "https://panel.example/acme?token=abc123", "password"},
		{"panel", "https://panel.example/login?password=x", "password"},
		{"access", "xK9dPq2LmN7rT4vB", "password"},
		{"phones", "Dana +44 20 7946 0009, code for the door 4711#", "password"},
	} {
		got := sheet.FieldOf(tt.field).Problem(tt.text)
		if (got == "") != (tt.why == "") || !strings.Contains(got, tt.why) {
			t.Errorf("%s takes %q: %q, want %q", tt.field, tt.text, got, tt.why)
		}
	}
}

// What was written in Slack stands over the config, also that nothing is known.
func TestSlackStandsOverTheConfig(t *testing.T) {
	config := sheet.Sheet{"phones": "Dana, +44 20 7946 0009", "decides": "Dana"}
	got := sheet.Sheet{"phones": "Cleo, +44 20 7946 0003", "decides": "", "panel": "https://panel.example"}.Over(config)
	if want := (sheet.Sheet{"phones": "Cleo, +44 20 7946 0003", "panel": "https://panel.example"}); !got.Equal(want) || len(got) != len(want) {
		t.Errorf("%v, want %v", got, want)
	}
	if config["decides"] == "" || !(sheet.Sheet{}).Empty() || got.Empty() {
		t.Error("the config was changed, or what is empty is not")
	}
}

func TestTheNextGap(t *testing.T) {
	var k sheet.Kept
	var order []string
	whole := sheet.Sheet{"decides": "Dana"}
	for f := k.NextGap(whole); f.ID != ""; f = k.NextGap(whole) {
		order = append(order, f.ID)
		if err := k.Skip(f.ID); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"phones", "tell", "panel", "rollback", "access"}; !slices.Equal(order, want) {
		t.Errorf("asked %v, want %v", order, want)
	}
	if k.Skip("colour") == nil {
		t.Error("a field that there is not was skipped")
	}
}

// What a client answers is suggested by its numbers, a secret in it is not, and nothing is
// lost of an answer without any.
func TestWhatAnAnswerSuggests(t *testing.T) {
	for answer, want := range map[string]sheet.Sheet{
		"1. Dana, +44 20 7946 0009\n2) in writing\n 3: Cleo\n9. else": {"phones": "Dana, +44 20 7946 0009", "tell": "in writing", "decides": "Cleo"},
		"Dana, on her mobile":            {"phones": "Dana, on her mobile"},
		"1. Dana\n2. password: Winter26": {"phones": "Dana"},
		"The PIN is 4821":                {},
	} {
		var q sheet.Question
		q.Heard("Dana", answer, time.Time{})
		if got := q.Suggested(); !got.Equal(want) {
			t.Errorf("%q suggests %v, want %v", answer, got, want)
		}
	}
	var q sheet.Question
	for range 9 {
		q.Heard("Dana", strings.Repeat("é", 400), time.Time{})
	}
	if n := len([]rune(q.Answer)); n != 1500 {
		t.Errorf("%d characters are kept", n)
	}
}

func TestTheyAreAskedOnceAYear(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	k := sheet.Kept{Question: &sheet.Question{At: at}}
	if !k.AskedThem(at.AddDate(1, 0, -1)) || k.AskedThem(at.AddDate(1, 0, 0)) || (&sheet.Kept{}).AskedThem(at) {
		t.Error("it is not a year")
	}
}
