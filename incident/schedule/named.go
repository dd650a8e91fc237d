package schedule

import (
	"strings"
	"time"
)

// letters are names of times that mean one distance from UTC wherever they are used, in hours. Of names
// that mean several, such as IST and CST, none is here.
var letters = map[string]int{
	"utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "sast": 2,
	"est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
	"jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "awst": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3,
}

// spoken are the zones that people name alike in every season.
var spoken = map[string]string{
	"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
	"eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver", "pacific": "America/Los_Angeles",
}

// ByLetters is the clock that letters mean behind a time, in capitals or not.
func ByLetters(name string) (*time.Location, bool) {
	hours, ok := letters[strings.ToLower(name)]
	return time.FixedZone(strings.ToUpper(name), hours*3600), ok
}

// Spoken is the zone of whom people name by a word, or by two letters, whatever the season: Eastern, PT.
func Spoken(name string) (*time.Location, bool) {
	zone, err := time.LoadLocation(spoken[strings.ToLower(name)])
	return zone, err == nil && spoken[strings.ToLower(name)] != ""
}

// areas are those under which a town with a clock of its own is listed.
var areas = []string{"Europe", "America", "Asia", "Australia", "Africa", "Pacific", "Atlantic"}

// Town is the zone that is called after a town: Berlin, New York.
func Town(name string) (*time.Location, bool) {
	for _, area := range areas {
		if zone, err := time.LoadLocation(area + "/" + strings.ReplaceAll(name, " ", "_")); err == nil {
			return zone, true
		}
	}
	return nil, false
}
