package typed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// zones are names of times that mean one distance from UTC wherever they are
// used, in seconds. Of names that mean several, such as IST and CST, only those
// count that a clock of the person or of a client shows.
var zones = map[string]int{
	"utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "sast": 2,
	"est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
	"jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "awst": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3,
}

// places are the zones that people name by their letters alone, whatever the season.
var places = map[string]string{"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}

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
	if hours, ok := zones[name]; ok && n == 0 {
		return time.FixedZone(strings.ToUpper(name), hours*3600), true
	}
	if place, ok := places[name]; ok {
		zone, err := time.LoadLocation(place)
		return zone, err == nil
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
