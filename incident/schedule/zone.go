package schedule

import (
	"sync"
	"time"
)

// Zone is the time zone of a name such as Europe/Berlin; UTC for one that nobody
// knows.
func Zone(name string) *time.Location {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		loc = time.UTC
	}
	zones.Store(name, loc)
	return loc
}

// zones remembers what time.LoadLocation reads from disk at every call.
var zones sync.Map // name → *time.Location
