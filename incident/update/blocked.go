package update

import (
	"fmt"
	"strings"

	"candor/incident/fault"
)

// Blocked makes one error of the findings that keep a text from leaving.
func Blocked(list []Finding) error {
	e := &fault.Error{Code: fault.Blocked, Fields: map[string]string{}}
	var why []string
	for _, f := range list {
		if f.Level != Block {
			continue
		}
		if f.Final {
			e.Code = fault.Invalid
		}
		reason := f.Why
		if f.Words != "" && !strings.Contains(reason, f.Words) { // the writer sees which words are meant
			reason = fmt.Sprintf("“%s”: %s", fault.Clipped(f.Words), reason)
		}
		why = append(why, reason)
		field := f.Field
		if field == "" {
			field = "text"
		}
		e.Fields[field] = reason
	}
	if len(why) == 0 {
		return nil
	}
	e.Message = "The update was *not* sent. " + strings.Join(why, " ")
	return e
}
