package sandbox

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"candor/sandbox/faults"
	"candor/sandbox/wire"
)

// Break lets calls run into f. Of several faults for a method the oldest comes
// first.
func (s *Server) Break(f faults.Fault) {
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
	s.faults = slices.DeleteFunc(s.faults, func(f *faults.Fault) bool { return f.Method == method })
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
func (s *Server) takeFault(method string) *faults.Fault {
	return s.take(func(f *faults.Fault) bool { return f.Method == "" || f.Method == method })
}

// takeOwn does the same for what is not Slack's.
func (s *Server) takeOwn(method string, when func(*faults.Fault) bool) *faults.Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.take(func(f *faults.Fault) bool { return f.Method == method && when(f) })
}

// take takes the oldest fault for which it is true. The lock is held.
func (s *Server) take(when func(*faults.Fault) bool) *faults.Fault {
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

// refused is what a call that takes no effect is answered.
func refused(f *faults.Fault) *wire.Refusal {
	if f.Status == http.StatusTooManyRequests {
		f.Status = 0
		f.RetryAfter = cmp.Or(f.RetryAfter, time.Second)
	}
	if f.RetryAfter > 0 {
		return &wire.Refusal{Code: "ratelimited", RetryAfter: f.RetryAfter}
	}
	return wire.Refuse(cmp.Or(f.Error, "internal_error"))
}
