package sandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
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

// Break lets calls run into f. Of several faults for a method the oldest comes
// first.
func (s *Server) Break(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Method == "*" {
		f.Method = ""
	}
	s.faults = append(s.faults, &f)
	s.show()
}

// Mend removes the faults of a method, or with "" all faults and the latency.
func (s *Server) Mend(method string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if method == "" {
		s.faults, s.latency = nil, 0
	}
	s.faults = slices.DeleteFunc(s.faults, func(f *Fault) bool { return f.Method == method })
	s.show()
}

// SetLatency makes each call of the Web API take this long, in real time. Calls
// run beside each other.
func (s *Server) SetLatency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
	s.show()
}

// takeFault returns a copy of the fault that the next call of a method runs
// into, and counts it; nil if there is none. The lock is held.
func (s *Server) takeFault(method string) *Fault {
	return s.take(func(f *Fault) bool { return f.Method == "" || f.Method == method })
}

// takeOwn does the same for what is not Slack's.
func (s *Server) takeOwn(method string, when func(*Fault) bool) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.take(func(f *Fault) bool { return f.Method == method && when(f) })
}

// take takes the oldest fault for which it is true. The lock is held.
func (s *Server) take(when func(*Fault) bool) *Fault {
	i := slices.IndexFunc(s.faults, when)
	if i < 0 {
		return nil
	}
	f := s.faults[i]
	taken := *f
	if f.Times > 0 {
		if f.Times--; f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
	}
	return &taken
}

// spares reports whether the call takes effect.
func (f *Fault) spares() bool {
	return f == nil || f.Lost || f.Empty || f.Error == "" && f.Status == 0 && f.RetryAfter == 0
}

// refusal is what a call that takes no effect is answered.
func (f *Fault) refusal() *refusal {
	if f.Status == http.StatusTooManyRequests {
		f.Status = 0
		f.RetryAfter = cmp.Or(f.RetryAfter, time.Second)
	}
	if f.RetryAfter > 0 {
		return &refusal{code: "ratelimited", retryAfter: f.RetryAfter}
	}
	return refuse(cmp.Or(f.Error, "internal_error"))
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
