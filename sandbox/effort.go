package sandbox

import (
	"strings"

	"candor/sandbox/blockkit"
)

// Effort is what something cost a person who held a phone.
type Effort struct {
	Taps      int // presses, choices in a form, submissions, forms and pages that were opened or closed by hand
	Lines     int // that were typed: into a form, as a message or as a command
	Questions int // most of them in one form
}

// TakeEffort returns what a person has done since the last call, or since the
// beginning, and counts anew from now on. It knows what came in here, whoever sent
// it: the page, a test or a story.
func (s *Server) TakeEffort(user string) (Effort, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	if err != nil {
		return Effort{}, err
	}
	e := *s.effortOf(p.ID)
	delete(s.efforts, p.ID)
	if v := s.top(p.ID); v != nil {
		s.asks(v)
	}
	return e, nil
}

// effortOf is what is counted of a person. The lock is held, as in what follows.
func (s *Server) effortOf(user string) *Effort {
	if s.efforts[user] == nil {
		s.efforts[user] = &Effort{}
	}
	return s.efforts[user]
}

func (s *Server) tapped(user string) { s.effortOf(user).Taps++ }

func (s *Server) wrote(user, text string) {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			s.effortOf(user).Lines++
		}
	}
}

// filled counts what was typed or chosen in an element: of several options each
// that changed.
func (s *Server) filled(user string, pl blockkit.Placed, before, chosen []string) {
	switch {
	case strings.HasSuffix(pl.Element.Type, "_input"):
		s.wrote(user, strings.Join(chosen, "\n"))
	case pl.Several():
		s.effortOf(user).Taps += max(1, blockkit.Changed(before, chosen))
	default:
		s.tapped(user)
	}
}

// asks counts the questions of a form that a person is shown.
func (s *Server) asks(v *view) {
	if e := s.effortOf(v.user); v.kind == "modal" {
		e.Questions = max(e.Questions, blockkit.Questions(v.blocks))
	}
}
