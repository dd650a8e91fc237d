package sandbox

import (
	"candor/sandbox/page"
	"candor/sandbox/world"
)

// eye is how a person sees the workspace. The lock is held.
func (s *Server) eye(user string) *page.Eye {
	y := &page.Eye{Reader: s.reader, User: user}
	for _, p := range s.ws.People {
		y.People = append(y.People, page.Choice{ID: p.ID, Name: p.RealName})
	}
	y.People = append(y.People, page.Choice{ID: world.AppUser, Name: s.app.BotName()})
	for _, c := range s.channels {
		if c.with == "" && s.sees(c, user) {
			y.Channels = append(y.Channels, page.Choice{ID: c.ID, Name: "#" + c.Name})
		}
	}
	return y
}
