package schedule

import "strings"

// WindowsZone is the time zone that Windows and Outlook call by a name of their own, such as
// W. Europe Standard Time, in any case of letters; "" for none. An address book or a list
// that comes out of them has these names.
func WindowsZone(name string) string {
	key := strings.ToLower(strings.TrimSpace(name))
	for _, ends := range []string{" standard time", " daylight time"} {
		if place, ok := strings.CutSuffix(key, ends); ok {
			return windowsZones[place]
		}
	}
	return ""
}

// windowsZones are those of CLDR's windowsZones.xml where people live who could be clients,
// without “Standard Time”.
var windowsZones = map[string]string{
	"hawaiian": "Pacific/Honolulu", "alaskan": "America/Anchorage", "pacific": "America/Los_Angeles", "us mountain": "America/Phoenix",
	"mountain": "America/Denver", "central america": "America/Guatemala", "central": "America/Chicago", "canada central": "America/Regina",
	"sa pacific": "America/Bogota", "eastern": "America/New_York", "us eastern": "America/Indiana/Indianapolis", "venezuela": "America/Caracas",
	"paraguay": "America/Asuncion", "atlantic": "America/Halifax", "sa western": "America/La_Paz", "pacific sa": "America/Santiago",
	"newfoundland": "America/St_Johns", "e. south america": "America/Sao_Paulo", "argentina": "America/Argentina/Buenos_Aires",
	"montevideo": "America/Montevideo", "azores": "Atlantic/Azores", "cape verde": "Atlantic/Cape_Verde",

	"gmt": "Europe/London", "greenwich": "Atlantic/Reykjavik", "w. europe": "Europe/Berlin", "central europe": "Europe/Budapest",
	"romance": "Europe/Paris", "central european": "Europe/Warsaw", "gtb": "Europe/Bucharest", "e. europe": "Europe/Chisinau",
	"fle": "Europe/Kiev", "kaliningrad": "Europe/Kaliningrad", "turkey": "Europe/Istanbul", "belarus": "Europe/Minsk", "russian": "Europe/Moscow",

	"morocco": "Africa/Casablanca", "w. central africa": "Africa/Lagos", "egypt": "Africa/Cairo", "south africa": "Africa/Johannesburg",
	"e. africa": "Africa/Nairobi",

	"middle east": "Asia/Beirut", "israel": "Asia/Jerusalem", "arabic": "Asia/Baghdad", "arab": "Asia/Riyadh", "iran": "Asia/Tehran",
	"arabian": "Asia/Dubai", "georgian": "Asia/Tbilisi", "caucasus": "Asia/Yerevan", "west asia": "Asia/Tashkent", "pakistan": "Asia/Karachi",
	"india": "Asia/Kolkata", "sri lanka": "Asia/Colombo", "nepal": "Asia/Kathmandu", "bangladesh": "Asia/Dhaka", "se asia": "Asia/Bangkok",
	"china": "Asia/Shanghai", "singapore": "Asia/Singapore", "taipei": "Asia/Taipei", "tokyo": "Asia/Tokyo", "korea": "Asia/Seoul",

	"w. australia": "Australia/Perth", "cen. australia": "Australia/Adelaide", "aus central": "Australia/Darwin", "e. australia": "Australia/Brisbane",
	"aus eastern": "Australia/Sydney", "tasmania": "Australia/Hobart", "new zealand": "Pacific/Auckland", "fiji": "Pacific/Fiji",
}
