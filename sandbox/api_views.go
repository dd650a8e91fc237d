package sandbox

// openView opens a form as the only one in front of a person.
func (s *Server) openView(a args) (object, *refusal) {
	return s.addView(a, func(t *trigger) (keep int, no *refusal) { return 0, nil })
}

// pushView puts a form on top of the one that the trigger arose in.
func (s *Server) pushView(a args) (object, *refusal) {
	return s.addView(a, func(t *trigger) (keep int, no *refusal) {
		stack := s.views[t.user]
		switch {
		case len(stack) == 0 || t.from == "":
			return 0, refuse("not_found")
		case len(stack) >= maxStack:
			return 0, refuse("push_limit_reached")
		}
		return len(stack), nil
	})
}

// addView shows one more form on top of as many as keep says.
func (s *Server) addView(a args, keep func(*trigger) (int, *refusal)) (object, *refusal) {
	v, no := s.readView(a["view"], "modal")
	if no != nil {
		return nil, no
	}
	t, no := s.spend(a["trigger_id"])
	if no != nil {
		return nil, no
	}
	n, no := keep(t)
	if no != nil {
		return nil, no
	}
	if v.externalID != "" && s.viewByID("", v.externalID) != nil {
		return nil, refuse("duplicate_external_id")
	}
	t.used = true
	s.views[t.user] = s.views[t.user][:n]
	s.push(t.user, v)
	return object{"view": s.wireView(v)}, nil
}

func (s *Server) updateView(a args) (object, *refusal) {
	old := s.viewByID(a["view_id"], a["external_id"])
	if old == nil {
		return nil, refuse("not_found")
	}
	v, no := s.readView(a["view"], old.kind)
	switch {
	case no != nil:
		return nil, no
	case a["hash"] != "" && a["hash"] != old.hash:
		return nil, refuse("hash_conflict")
	}
	s.replace(old, v)
	return object{"view": s.wireView(old)}, nil
}

func (s *Server) publishView(a args) (object, *refusal) {
	p, err := s.person(a["user_id"])
	switch {
	case err != nil || p.ID != a["user_id"] || s.stranger(p):
		return nil, refuse("invalid_arguments", "[ERROR] no such user [json-pointer:/user_id]")
	case !s.app.Features.AppHome.Home:
		return nil, refuse("not_enabled")
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
		return object{"view": s.wireView(v)}, nil
	case a["hash"] != "" && a["hash"] != old.hash:
		return nil, refuse("hash_conflict")
	}
	s.replace(old, v)
	return object{"view": s.wireView(old)}, nil
}
