package typed

import (
	"strconv"
	"strings"
	"time"
)

// Posted reads the instant of a message's timestamp; zero if it is none.
func Posted(ts string) time.Time {
	sec, _, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(sec, 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
