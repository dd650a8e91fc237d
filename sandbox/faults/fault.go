package faults

import (
	"cmp"
	"fmt"
	"time"
)

// A Fault is trouble that calls of a method run into.
//
// Besides the methods of the Web API there are "mail", "webhook" and "wake", which
// only faults that name them are about. A Status of mail is what its server
// answers to the recipient, or of 552 and 554 to the content.
//
// Error, RetryAfter and a Status on its own keep the call from having an effect.
// With Lost, Empty or only a Delay it takes effect first, and it is the answer
// that suffers: the cases in which an app cannot know what happened. Lost with a
// Status takes effect and answers with that status.
type Fault struct {
	Method     string        // a Web API method, "response_url", or "" for all of them; "mail", "webhook", "wake"
	Error      string        // ok: false with this error
	Status     int           // this HTTP status
	Lost       bool          // the connection is cut without an answer
	Empty      bool          // the answer is {}
	Down       bool          // of mail: nobody is there, the connection ends before a word
	Delay      time.Duration // the answer comes this much later, in real time
	RetryAfter time.Duration // 429 with this Retry-After
	Times      int           // so many calls; 0 means until mended
}

// Spares reports whether the call takes effect.
func (f *Fault) Spares() bool {
	return f == nil || f.Lost || f.Empty || f.Error == "" && f.Status == 0 && f.RetryAfter == 0
}

// String says what the fault does, for the inspector.
func (f *Fault) String() string {
	what := "answers late"
	switch {
	case f.Down:
		what = "is down"
	case f.RetryAfter > 0:
		what = "answers 429"
	case f.Lost:
		what = "loses the answer"
	case f.Empty:
		what = "answers {}"
	case f.Status != 0:
		what = fmt.Sprintf("answers %d", f.Status)
	case f.Error != "":
		what = "answers " + f.Error
	}
	times := "until mended"
	if f.Times > 0 {
		times = fmt.Sprintf("%d more", f.Times)
	}
	return fmt.Sprintf("%s %s (%s)", cmp.Or(f.Method, "everything"), what, times)
}
