package typed

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"candor/incident/schedule"
)

var offset = regexp.MustCompile(`^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$`)

// zoneNamed is the zone that a name means here, in small letters: one that a
// clock of the person or of a client shows at this season or the next, a usual
// one, a distance from UTC, or the name of a place. Where the clients' clocks
// mean several by it, none.
func (c Clock) zoneNamed(name string) (*time.Location, bool) {
	if m := offset.FindStringSubmatch(name); m != nil {
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		seconds := hours*3600 + minutes*60
		if m[1] == "-" {
			seconds = -seconds
		}
		return time.FixedZone(strings.ToUpper(name), seconds), hours <= 14 && minutes < 60
	}
	found, n := 0, 0
	for _, zone := range append([]*time.Location{c.Zone}, c.Others...) {
		if seconds, ok := shows(zone, name, c.Now); ok && (n == 0 || seconds != found) {
			found = seconds
			n++
		}
	}
	if n == 1 {
		return time.FixedZone(strings.ToUpper(name), found), true
	}
	if zone, ok := schedule.ByLetters(name); ok && n == 0 {
		return zone, true
	}
	if zone, ok := schedule.Spoken(name); ok {
		return zone, true
	}
	return placeNamed(name)
}

// shows is how far from UTC a zone is when its clock shows a name, in the seasons
// around now.
func shows(zone *time.Location, name string, now time.Time) (seconds int, ok bool) {
	if zone == nil {
		return 0, false
	}
	t := now.In(zone).AddDate(0, -9, 0)
	for range 5 {
		short, off := t.Zone()
		if strings.EqualFold(short, name) {
			return off, true
		}
		_, end := t.ZoneBounds()
		if end.IsZero() {
			break
		}
		t = end.In(zone)
	}
	return 0, false
}

// placeNamed finds europe/berlin, whose name has its capitals elsewhere.
func placeNamed(name string) (*time.Location, bool) {
	if !strings.Contains(name, "/") {
		return nil, false
	}
	words := regexp.MustCompile(`[a-z]+`).ReplaceAllStringFunc(name, func(w string) string {
		if w == "of" || w == "es" || w == "au" {
			return w
		}
		return strings.ToUpper(w[:1]) + w[1:]
	})
	zone, err := time.LoadLocation(words)
	return zone, err == nil
}
