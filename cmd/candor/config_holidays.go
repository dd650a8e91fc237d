package main

import (
	"fmt"
	"slices"
	"time"

	"candor/cmd/candor/holidays"
	"candor/incident/schedule"
)

// holidays puts in the place of each file of holidays the days that stand in it now: the
// file is read at every start and with every reload.
func (k checker) holidays(now time.Time) {
	k.c.Holidays = k.daysOff("holidays", k.c.Holidays, time.Local, now)
	for i := range k.c.Clients {
		cl := &k.c.Clients[i]
		if !slices.ContainsFunc(cl.Holidays, holidays.IsFile) { // days alone are judged with the client
			continue
		}
		cl.Holidays = k.daysOff(fmt.Sprintf("clients[%d].holidays", i), cl.Holidays, schedule.Zone(cl.TimeZone), now)
	}
}

// daysOff is a list with the days of its files, in order. What is wrong in it is left out.
func (k checker) daysOff(at string, list []string, zone *time.Location, now time.Time) []string {
	var days []string
	for i, entry := range list {
		if !holidays.IsFile(entry) {
			if _, err := time.Parse(time.DateOnly, entry); err != nil {
				k.bad(fmt.Sprintf("%s[%d]", at, i), "%q is not a valid day. Write it like 2026-12-25, or name a file that ends in .ics.", entry)
				continue
			}
			days = append(days, entry)
			continue
		}
		read, err := holidays.Read(k.c.path(entry), zone, now)
		switch {
		case err != nil:
			k.bad(fmt.Sprintf("%s[%d]", at, i), "%q cannot be used: %s. Download it anew as iCalendar (.ics), or write the days like 2026-12-25.", entry, err)
		case len(read) == 0 || read[len(read)-1] < now.Format(time.DateOnly):
			k.c.ranOut = append(k.c.ranOut, fmt.Sprintf("%s[%d] in the config: %s has no day that is still to come, so none is kept. Download that of this year, or remove the line.", at, i, entry)) // it must not keep a start from working
		}
		days = append(days, read...)
	}
	slices.Sort(days)
	return slices.Compact(days)
}
