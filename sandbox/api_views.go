package sandbox

import (
	"candor/sandbox/trigger"
	"candor/sandbox/wire"
)

// openView opens a form as the only one in front of a person.
func (s *Server) openView(a wire.Args) (wire.Object, *wire.Refusal) {
	return s.addView(a, func(t *trigger.Trigger) (keep int, no *wire.Refusal) { return 0, nil })
}

// pushView puts a form on top of the one that the trigger arose in.
func (s *Server) pushView(a wire.Args) (wire.Object, *wire.Refusal) {
	return s.addView(a, func(t *trigger.Trigger) (keep int, no *wire.Refusal) {
		stack := s.views[t.User]
		switch {
		case len(stack) == 0 || t.From == "":
			return 0, wire.Refuse("not_found")
		case len(stack) >= maxStack:
			return 0, wire.Refuse("push_limit_reached")
		}
		return len(stack), nil
	})
}

// addView shows one more form on top of as many as keep says.
func (s *Server) addView(a wire.Args, keep func(*trigger.Trigger) (int, *wire.Refusal)) (wire.Object, *wire.Refusal) {
	v, no := s.readView(a["view"], "modal")
	if no != nil {
		return nil, no
	}
	t, no := s.triggers.Find(a["trigger_id"])
	if no != nil {
		return nil, no
	}
	n, no := keep(t)
	if no != nil {
		return nil, no
	}
	if v.externalID != "" && s.viewByID("", v.externalID) != nil {
		return nil, wire.Refuse("duplicate_external_id")
	}
	t.Use()
	s.views[t.User] = s.views[t.User][:n]
	s.push(t.User, v)
	return wire.Object{"view": s.wireView(v)}, nil
}

func (s *Server) updateView(a wire.Args) (wire.Object, *wire.Refusal) {
	old := s.viewByID(a["view_id"], a["external_id"])
	if old == nil {
		return nil, wire.Refuse("not_found")
	}
	v, no := s.readView(a["view"], old.kind)
	switch {
	case no != nil:
		return nil, no
	case a["hash"] != "" && a["hash"] != old.hash:
		return nil, wire.Refuse("hash_conflict")
	}
	s.replace(old, v)
	return wire.Object{"view": s.wireView(old)}, nil
}

func (s *Server) publishView(a wire.Args) (wire.Object, *wire.Refusal) {
	p, err := s.person(a["user_id"])
	switch {
	case err != nil || p.ID != a["user_id"] || s.stranger(p):
		return nil, wire.Refuse("invalid_arguments", "[ERROR] no such user [json-pointer:/user_id]")
	case !s.app.Features.AppHome.Home:
		return nil, wire.Refuse("not_enabled")
	}
	v, no := s.readView(a["view"], "home")
	if no != nil {
		return nil, no
	}
	old := s.homes[p.ID]
	switch {
	case old == nil:
		v.ID, v.user = s.id("V"), p.ID
		v.root = v.ID
		s.rehash(v)
		s.homes[p.ID] = v
		s.show()
		return wire.Object{"view": s.wireView(v)}, nil
	case a["hash"] != "" && a["hash"] != old.hash:
		return nil, wire.Refuse("hash_conflict")
	}
	s.replace(old, v)
	return wire.Object{"view": s.wireView(old)}, nil
}
