package typed

import (
	"regexp"
	"time"

	"candor/incident/fault"
)

// justWorks are words behind “works” that name no time.
var justWorks = regexp.MustCompile(`(?i)^(?:it |all )?(?:works )?(?:again|fine|ok|okay)?(?: again)?(?: ?for (?:all|everybody|everyone))?[.!]*$`)

// Works reads since when it works; zero if that is not said. A time of day is one that has
// been: one that is still to come is refused, and so is what is no time.
func (c Clock) Works(text string) (time.Time, error) {
	if justWorks.MatchString(text) {
		return time.Time{}, nil
	}
	at, err := c.When(text, true)
	switch {
	case err != nil:
		return at, fault.Errorf(fault.Invalid, "“%s” is not a valid time since when it works. Nothing was sent. Type works 14:10 or works 10m ago, or works alone to read the text first. If something does not work yet, press Client update.", Clip(text))
	case c.ToCome(text):
		return at, fault.Errorf(fault.Invalid, "“%s” is still to come. Nothing was sent. If it works now, type works now. If you expect it by then, type eta and the time.", Clip(text))
	}
	return at, nil
}
