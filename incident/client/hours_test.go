package client

import (
	"testing"
	"time"

	"candor/incident/schedule"
	"candor/incident/schedule/scheduletest"
)

// clock reads a time of day in March 2026 in London: 10 14:00.
func march(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-2 15:04", "2026-03-"+text, scheduletest.Zone(t, "Europe/London"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

var (
	shop     = Client{Name: "Acme Shop", TimeZone: "Europe/London"} // Monday to Friday, 09:00 to 17:00
	bakery   = Client{TimeZone: "Europe/London", Hours: schedule.Hours{Days: []time.Weekday{time.Tuesday, time.Sunday}, Opens: 5 * time.Hour, Closes: 12 * time.Hour}}
	bar      = Client{TimeZone: "Europe/London", Hours: schedule.Hours{Days: []time.Weekday{time.Friday, time.Saturday}, Opens: 20 * time.Hour, Closes: 3 * time.Hour}}
	hospital = Client{TimeZone: "Europe/London", Hours: schedule.Hours{Days: everyDay, Closes: 24 * time.Hour}}
	closed   = Client{TimeZone: "Europe/London", Holidays: []string{"2026-03-11"}}
	everyDay = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
)

func TestWhenAClientWorks(t *testing.T) { // 10 March 2026 is a Tuesday
	tests := []struct {
		name   string
		client Client
		now    string
		open   bool
		opens  string // next; "": never
	}{
		{"in the afternoon", shop, "10 14:00", true, "11 09:00"},
		{"the minute it opens", shop, "10 09:00", true, "11 09:00"},
		{"the minute before", shop, "10 08:59", false, "10 09:00"},
		{"the minute it closes", shop, "10 17:00", false, "11 09:00"},
		{"at the weekend", shop, "14 12:00", false, "16 09:00"},
		{"their own days", bakery, "10 11:59", true, "15 05:00"},
		{"past midnight", bar, "14 02:59", true, "14 20:00"},
		{"a day after which none follows", bar, "15 03:00", false, "20 20:00"},
		{"a holiday", closed, "11 12:00", false, "12 09:00"},
		{"the evening before a holiday", closed, "10 18:00", false, "12 09:00"},
		{"never closed", hospital, "10 03:00", true, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.client.Open(march(t, tt.now)); got != tt.open {
				t.Errorf("Open(%s) = %t", tt.now, got)
			}
			got := tt.client.NextOpening(march(t, tt.now))
			if tt.opens == "" && !got.IsZero() || tt.opens != "" && !got.Equal(march(t, tt.opens)) {
				t.Errorf("NextOpening(%s) = %s, want %s", tt.now, got, tt.opens)
			}
		})
	}
	never := Client{Hours: schedule.Hours{Days: []time.Weekday{9}}}
	if got := never.AfterOpen(scheduletest.Start, time.Hour); never.Open(scheduletest.Start) || !never.NextOpening(scheduletest.Start).IsZero() || !got.Equal(scheduletest.At(60)) {
		t.Errorf("a client that never works: an hour of open time ends at %s", got)
	}
}

func TestBusinessDaysAreTheClients(t *testing.T) {
	tests := []struct {
		name   string
		client Client
		n      int
		from   string
		want   string
	}{
		{"over a weekend", shop, 1, "13 23:00", "16 17:00"},
		{"five", shop, 5, "10 14:00", "17 17:00"},
		{"their own days, and their closing", bakery, 2, "10 14:00", "17 12:00"},
		{"a holiday is none", closed, 1, "10 14:00", "12 17:00"},
		{"who never closes reads in the afternoon", hospital, 1, "13 14:00", "14 17:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.client.BusinessDays(tt.n, march(t, tt.from)); !got.Equal(march(t, tt.want)) {
				t.Errorf("BusinessDays(%d, %s) = %s, want %s", tt.n, tt.from, got, tt.want)
			}
		})
	}
}
