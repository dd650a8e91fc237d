package sandbox

import "time"

// names tells texts what they refer to. The lock is held.
type names struct{ s *Server }

func (n names) Handle(user string) string { return n.s.handle(user) }

func (n names) RealName(user string) string { return n.s.realName(user) }

func (n names) Zone(user string) *time.Location { return n.s.zone(user) }

func (n names) Now() time.Time { return n.s.o.Now() }

func (n names) Channel(id, viewer string) (name string, known, seen bool) {
	c := n.s.byID(id)
	if c == nil {
		return "", false, false
	}
	return c.Name, true, viewer == "" || n.s.sees(c, viewer)
}

func (n names) Label(id string) string {
	if c := n.s.byID(id); c != nil {
		return n.s.label(c)
	}
	return ""
}
