package facts

import "testing"

// A day that does not exist is refused however it is written; what may be a day, a
// time or anything else passes.
func TestADayThatDoesNotExistIsRefused(t *testing.T) {
	for _, text := range []string{
		"February 31", "31 February", "31 April", "April 31", "30 Feb 2026", "30 Feb", "Feb. 30", "Feb 30, 2026", "29 February 2026", "February 29, 2025",
		"31st of April", "the 31st June", "31. April", "31-Apr-2026", "0 March", "32 May", "32nd of May", "Sept 31", "09:00 on 31 April", "31 April, 11:40", "APRIL 31ST",
		"2026-02-30", "2026-13-01", "2026/04/31", "31.04.2026", "31/4/2026", "4/31/2026", "31/04", "30.02.26", "about 31 November", "25.30", "0/5/2026",
	} {
		if !NoSuchDay(text) {
			t.Errorf("%q passes", text)
		}
	}
	for _, text := range []string{
		"", "10 February", "February 10", "29 February", "29 Feb 2024", "Feb 29", "31 March 2026", "1 May", "May 1st", "31st of May", "today", "11:40 today", "09:00 on 12 May",
		"12 May 09:45", "April 09:45", "March 2026", "14.30", "2026-02-28", "28.02.2026", "12/31/2025", "31/12/2025", "Monday", "order 31 Apricots", "40 days ago", "45 orders in April 2026",
	} {
		if NoSuchDay(text) {
			t.Errorf("%q is refused", text)
		}
	}
}
