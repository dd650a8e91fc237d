package typed

import (
	"testing"
	"time"
)

func TestWhatWasNotRead(t *testing.T) {
	for line, want := range map[[2]string]string{
		{"resolve", "since 13:05"}:     "since 13:05",
		{"resolve", ""}:                "",
		{"list", "acme"}:               "acme",
		{"list", "closed acme"}:        "",
		{"call", "acme"}:               "",
		{"call", "acme next 15:00"}:    "next 15:00",
		{"call", "since 13:05"}:        "since 13:05",
		{"still", "reading since 1pm"}: "",
	} {
		if got := Unread(line[0], line[1]); got != want {
			t.Errorf("%v: %q, want %q", line, got, want)
		}
	}
}

func TestANextTimeIsNoWordForTheClient(t *testing.T) {
	c := Clock{Now: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC), Zone: time.UTC}
	for line, refused := range map[[2]string]bool{
		{"impact", "nobody can pay next 15:00"}:             true,
		{"doing", "reading the log, next 45m"}:              true,
		{"impact", "nobody can pay"}:                        false,
		{"impact", "nobody can book the next flight"}:       false,
		{"doing", "reading the log of the next machine"}:    false,
		{"still", "reading the log next 15:00"}:             false,
		{"note", "the hosting company writes next 15:00"}:   false,
		{"unknown", "which orders come with the next mail"}: false,
	} {
		if err := c.NextBehind("", line[0], line[1]); (err != nil) != refused {
			t.Errorf("%v: %v", line, err)
		}
	}
}
