package messages

import (
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/update"
	"candor/messages/mrkdwn"
	"candor/messages/strictyaml"
)

func TestClientTime(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := []struct {
		name, zone, now, at, want string
	}{
		{"London in winter", "Europe/London", "2026-11-24T12:00:00Z", "2026-11-24T14:30:00Z", "14:30 GMT"},
		{"London in summer", "Europe/London", "2026-07-24T12:00:00Z", "2026-07-24T13:30:00Z", "14:30 BST"},
		{"Kolkata", "Asia/Kolkata", "2026-11-24T06:00:00Z", "2026-11-24T09:00:00Z", "14:30 IST"},
		{"São Paulo has no letters", "America/Sao_Paulo", "2026-11-24T12:00:00Z", "2026-11-24T17:30:00Z", "14:30 (UTC-3)"},
		{"Kathmandu has minutes", "Asia/Kathmandu", "2026-11-24T06:00:00Z", "2026-11-24T08:45:00Z", "14:30 (UTC+5:45)"},
		{"two digits", "Asia/Almaty", "2026-11-24T06:00:00Z", "2026-11-24T09:30:00Z", "14:30 (UTC+5)"},
		{"far east", "Pacific/Kiritimati", "2026-11-24T00:00:00Z", "2026-11-24T00:30:00Z", "14:30 (UTC+14)"},
		{"UTC", "UTC", "2026-11-24T12:00:00Z", "2026-11-24T14:30:00Z", "14:30 UTC"},
		{"no zone is UTC", "", "2026-11-24T12:00:00Z", "2026-11-24T14:30:00Z", "14:30 UTC"},
		{"tomorrow", "Europe/London", "2026-11-24T22:00:00Z", "2026-11-25T09:30:00Z", "tomorrow at 09:30 GMT"},
		{"just after midnight is tomorrow", "Europe/London", "2026-11-24T23:59:00Z", "2026-11-25T00:00:00Z", "midnight tonight (00:00 GMT)"},
		{"the midnight behind the next", "Europe/London", "2026-11-24T12:00:00Z", "2026-11-26T00:00:00Z", "midnight tomorrow night (00:00 GMT)"},
		{"a midnight in days", "Europe/Berlin", "2026-11-24T12:00:00Z", "2026-11-30T23:00:00Z", "midnight at the end of Monday 30 November (00:00 CET)"},
		{"the midnight of today", "Europe/London", "2026-11-24T12:00:00Z", "2026-11-24T00:00:00Z", "00:00 GMT"},
		{"the midnight of yesterday", "Europe/London", "2026-11-24T12:00:00Z", "2026-11-23T00:00:00Z", "midnight at the start of Monday 23 November (00:00 GMT)"},
		{"a midnight a year away", "Europe/London", "2026-11-24T12:00:00Z", "2027-11-25T00:00:00Z", "midnight at the end of Wednesday 24 November 2027 (00:00 GMT)"},
		{"no midnight there", "Asia/Kolkata", "2026-11-24T12:00:00Z", "2026-11-25T00:00:00Z", "tomorrow at 05:30 IST"},
		{"the same UTC day, tomorrow there", "Asia/Kolkata", "2026-11-24T18:00:00Z", "2026-11-24T20:00:00Z", "tomorrow at 01:30 IST"},
		{"another UTC day, today there", "America/Sao_Paulo", "2026-11-24T23:00:00Z", "2026-11-25T01:00:00Z", "22:00 (UTC-3)"},
		{"yesterday", "Europe/London", "2026-11-24T01:00:00Z", "2026-11-23T23:10:00Z", "yesterday at 23:10 GMT"},
		{"in two days", "Europe/London", "2026-11-23T22:00:00Z", "2026-11-25T09:30:00Z", "Wednesday 25 November, 09:30 GMT"},
		{"two days ago", "Europe/London", "2026-11-24T22:00:00Z", "2026-11-22T23:10:00Z", "Sunday 22 November, 23:10 GMT"},
		{"over the new year", "Europe/London", "2026-12-30T22:00:00Z", "2027-01-01T09:30:00Z", "Friday 1 January, 09:30 GMT"},
		{"a year ago", "Europe/London", "2026-11-24T22:00:00Z", "2025-11-24T09:30:00Z", "Monday 24 November 2025, 09:30 GMT"},
		{"over the change of the clocks", "Europe/London", "2026-10-24T20:00:00Z", "2026-10-25T09:30:00Z", "tomorrow at 09:30 GMT"},
		{"half a minute ahead shows its seconds", "Europe/London", "2026-11-24T14:30:05Z", "2026-11-24T14:30:35Z", "14:30:35 GMT"},
		{"half a minute ago does not", "Europe/London", "2026-11-24T14:31:05Z", "2026-11-24T14:30:35Z", "14:30 GMT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &client.Client{TimeZone: tt.zone}
			if got := ClientTime(at(tt.at), at(tt.now), c); got != tt.want {
				t.Errorf("ClientTime(%s, %s, %s) = %q, want %q", tt.at, tt.now, tt.zone, got, tt.want)
			}
		})
	}
	if got := ClientTime(at("2026-11-24T14:30:00Z"), at("2026-11-24T12:00:00Z"), nil); got != "14:30 UTC" {
		t.Errorf("without a client: %q", got)
	}
}

func TestTimesInASentence(t *testing.T) {
	w := mustLoad(t, "")
	c := Sample()
	tests := []struct {
		name string
		next time.Time
		want string
	}{
		{"today", c.Now.Add(time.Hour), "Next update by 13:00 CET."},
		{"tomorrow", c.Now.Add(24 * time.Hour), "Next update by 12:00 CET tomorrow."},
		{"later", c.Now.Add(72 * time.Hour), "Next update by Friday 13 March, 12:00 CET."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := w.templates[update.Progress].sample(false)
			u.NextAt = tt.next
			got := strings.TrimSuffix(mustRender(t, w, u), "\n– Ana Ruiz")
			if len(got) < len(tt.want) || got[len(got)-len(tt.want):] != tt.want {
				t.Errorf("got %q, want it to end with %q", got, tt.want)
			}
		})
	}
}

// The word before a time follows its day; nothing else that stands there does.
func TestPrepositions(t *testing.T) {
	c := Sample()
	tests := []struct {
		text               string
		today, soon, later string
	}{
		{"at {{next_update}}", "at 13:00 CET", "tomorrow at 12:00 CET", "on Friday 13 March, 12:00 CET"},
		{"meet on {{next_update}}", "meet at 13:00 CET", "meet tomorrow at 12:00 CET", "meet on Friday 13 March, 12:00 CET"},
		{"(at {{next_update}})", "(at 13:00 CET)", "(tomorrow at 12:00 CET)", "(on Friday 13 March, 12:00 CET)"},
		{"by {{next_update}}", "by 13:00 CET", "by 12:00 CET tomorrow", "by Friday 13 March, 12:00 CET"},
		{"that {{next_update}}", "that 13:00 CET", "that tomorrow at 12:00 CET", "that Friday 13 March, 12:00 CET"},
		{"at: {{next_update}}", "at: 13:00 CET", "at: tomorrow at 12:00 CET", "at: Friday 13 March, 12:00 CET"},
	}
	for _, tt := range tests {
		for at, want := range map[time.Time]string{c.Now.Add(time.Hour): tt.today, c.Now.Add(24 * time.Hour): tt.soon, c.Now.Add(72 * time.Hour): tt.later} {
			var m strictyaml.Mistakes
			tpl := parseTemplate("t.md", "t", "---\nabout: x\n---\n== slack ==\n"+tt.text, &m)
			tpl.phrases, tpl.words = english(), mustLoad(t, "")
			vals := tpl.values(&c.Incident, &c.Client, update.Update{At: c.Now, NextAt: at}, tpl.shown)
			if got := tpl.fill(tpl.parts[slackPart].nodes, vals, mrkdwn.Neutral); got != want {
				t.Errorf("%q at %s is %q, want %q", tt.text, at, got, want)
			}
		}
	}
}
