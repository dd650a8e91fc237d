package proof_test

import (
	"testing"
	"time"

	"candor/incident/proof"
)

func on(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 10, 0, 0, 0, time.UTC)
}

func worked(at time.Time) proof.Record { return proof.Record{At: at, Minutes: 14, Proven: at} }

// Never tested is no fault of anybody's; red is only what failed, and what is older than
// twice the half year.
func TestHowItStands(t *testing.T) {
	now := on(time.September, 1)
	failed := worked(on(time.August, 1))
	failed.Failed = true
	for _, tt := range []struct {
		what string
		proof.Record
		want proof.Standing
		bad  bool
	}{
		{"never tried", proof.Record{}, proof.Untested, false},
		{"asked, and never tried", proof.Record{AskedAt: on(time.January, 2)}, proof.Untested, false},
		{"six months less a day", worked(on(time.March, 2)), proof.Proven, false},
		{"six months", worked(on(time.March, 1)), proof.Due, false},
		{"twelve months less a day", worked(time.Date(2025, time.September, 2, 10, 0, 0, 0, time.UTC)), proof.Due, false},
		{"twelve months", worked(time.Date(2025, time.September, 1, 10, 0, 0, 0, time.UTC)), proof.Old, true},
		{"failed after it had worked", failed, proof.Failed, true},
		{"failed at the first try", proof.Record{At: now, Failed: true}, proof.Failed, true},
	} {
		if got := tt.Stands(now); got != tt.want || got.Bad() != tt.bad {
			t.Errorf("%s: %d, red %t; want %d, %t", tt.what, got, got.Bad(), tt.want, tt.bad)
		}
	}
}

func TestNotingATry(t *testing.T) {
	var r proof.Record
	for _, wrong := range []proof.Try{{}, {Minutes: -1}, {Minutes: 1441}, {Minutes: -1, Failed: true}} {
		if r.Note(wrong, on(time.March, 1)) == nil || r != (proof.Record{}) {
			t.Errorf("%+v was noted", wrong)
		}
	}
	if err := r.Note(proof.Try{Minutes: 14, By: "U0ANA"}, on(time.March, 1)); err != nil || r.Stands(on(time.March, 1)) != proof.Proven {
		t.Errorf("%v: %+v", err, r)
	}
	if err := r.Note(proof.Try{Failed: true}, on(time.March, 8)); err != nil || r.Stands(on(time.March, 8)) != proof.Failed || !r.Proven.Equal(on(time.March, 1)) {
		t.Errorf("%v: %+v", err, r)
	}
	if err := r.Note(proof.Try{Minutes: 1440}, on(time.March, 9)); err != nil || r.Stands(on(time.March, 9)) != proof.Proven {
		t.Errorf("%v: %+v", err, r)
	}
}

// Everybody has a turn before anybody has a second one, whatever came of the first.
func TestTheRotationIsFair(t *testing.T) {
	list := []proof.Client{{ID: "acme", Name: "Acme"}, {ID: "globex", Name: "Globex", Record: worked(time.Date(2025, 8, 1, 10, 0, 0, 0, time.UTC))}, {ID: "hotel", Name: "Hotel"}}
	got := ""
	for week := range 9 {
		now := on(time.March, 6).AddDate(0, 0, 7*week)
		next := proof.Next(list, now)
		if next == nil {
			got += " -"
			continue
		}
		got += " " + next.ID
		for i := range list {
			if list[i].ID != next.ID {
				continue
			}
			switch list[i].AskedAt = now; list[i].ID {
			case "acme": // fails each time
				_ = list[i].Note(proof.Try{Failed: true}, now)
			case "globex":
				_ = list[i].Note(proof.Try{Minutes: 5}, now)
			}
		}
	}
	if want := " acme hotel globex acme hotel acme hotel acme hotel"; got != want {
		t.Errorf("the turns were%s, want%s", got, want)
	}
	if n := proof.CountOf(list, on(time.May, 8)); n.Proven != 1 || n.Of != 3 || n.Next == "" || n.Since.Month() != time.November {
		t.Errorf("%+v", n)
	}
}

func TestFridaysAtTen(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		at     string
		friday string
		asks   bool
		next   string
	}{
		{"2026-03-13T08:59:00Z", "2026-03-13", false, "2026-03-13T09:00:00Z"},
		{"2026-03-13T09:00:00Z", "2026-03-13", true, "2026-03-20T09:00:00Z"},
		{"2026-03-13T14:59:00Z", "2026-03-13", true, "2026-03-20T09:00:00Z"},
		{"2026-03-13T15:00:00Z", "2026-03-13", false, "2026-03-20T09:00:00Z"},
		{"2026-03-12T23:30:00Z", "2026-03-13", false, "2026-03-13T09:00:00Z"}, // it is Friday there
		{"2026-03-29T12:00:00Z", "2026-04-03", false, "2026-04-03T08:00:00Z"}, // the clock changed that night
	} {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		friday, asks := proof.Week(at, berlin)
		if next := proof.NextWeek(at, berlin).UTC().Format(time.RFC3339); friday != tt.friday || asks != tt.asks || next != tt.next {
			t.Errorf("%s: %s, asks %t, next %s; want %s, %t, %s", tt.at, friday, asks, next, tt.friday, tt.asks, tt.next)
		}
	}
}
