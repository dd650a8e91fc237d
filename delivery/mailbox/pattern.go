package mailbox

import (
	"regexp"
	"sync"
)

// lazily compiles a pattern when it is first used. Those for mails are large, and most
// programs wait for weeks without one.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
