package sandbox

import (
	"encoding/json"
	"time"

	"candor/sandbox/blockkit"
	"candor/sandbox/wire"
	"candor/sandbox/world"
)

const maxStack = 3 // views on top of each other

// Patient gives the app so long in place of Slack's three seconds, in real time, to answer who
// presses or types, and each trigger_id: for whoever plays on a machine that has more to do.
func (s *Server) Patient(d time.Duration) {
	s.hub.Patient(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.triggers.Live(d)
}

// A view is a form in front of a person, or their App Home.
type view struct {
	ID              string
	user            string
	kind            string // "modal" or "home"
	title           *blockkit.Text
	submit          *blockkit.Text
	close           *blockkit.Text
	raw             json.RawMessage
	blocks          []blockkit.Block
	privateMetadata string
	callbackID      string
	externalID      string
	hash            string
	clearOnClose    bool
	notifyOnClose   bool
	root, previous  string // ids of views
	typed           blockkit.Values
	errors          map[string]string // by block id: what the app objects to
	written         viewTexts
}

// viewTexts are the texts of a view as the app wrote them.
type viewTexts struct{ Title, Submit, Close json.RawMessage }

// readView reads a view and refuses what Slack refuses. The lock is held.
func (s *Server) readView(raw string, kind string) (*view, *wire.Refusal) {
	var v blockkit.View
	if raw == "" {
		return nil, wire.Refuse("invalid_arguments", "[ERROR] missing required field: view [json-pointer:/view]")
	}
	if len(raw) > blockkit.MaxViewBytes {
		return nil, wire.Refuse("view_too_large")
	}
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		return nil, wire.Refuse("invalid_arguments", "[ERROR] "+err.Error()+" [json-pointer:/view]")
	}

	if wrong := v.Check(kind); len(wrong) > 0 {
		return nil, wire.Refuse("invalid_arguments", wrong...)
	}

	full, blocks, err := blockkit.Complete(v.Blocks, s.id)
	if err != nil {
		return nil, wire.Refuse("invalid_arguments", "[ERROR] "+err.Error()+" [json-pointer:/view/blocks]")
	}
	n := &view{
		kind: kind, title: v.Title, submit: v.Submit, close: v.Close, raw: full, blocks: blocks,
		privateMetadata: v.PrivateMetadata, callbackID: v.CallbackID, externalID: v.ExternalID,
		clearOnClose: v.ClearOnClose, notifyOnClose: v.NotifyOnClose, typed: blockkit.Values{},
	}
	json.Unmarshal([]byte(raw), &n.written) // it was read once already
	return n, nil
}

// rehash marks that a view has changed. The lock is held.
func (s *Server) rehash(v *view) { v.hash = s.id("hash.") }

// replace puts new content into a view that stays the same view; what the
// person typed stays where the ids are the same. The lock is held.
func (s *Server) replace(v, by *view) {
	by.ID, by.user, by.root, by.previous = v.ID, v.user, v.root, v.previous
	by.typed = v.typed.Keep(by.blocks)
	if by.externalID == "" {
		by.externalID = v.externalID
	}
	*v = *by
	s.asked(v)
	s.rehash(v)
	s.show()
}

// push puts a view on top of a person's stack. The lock is held.
func (s *Server) push(user string, v *view) *view {
	stack := s.views[user]
	v.ID, v.user = s.id("V"), user
	v.root = v.ID
	if len(stack) > 0 {
		v.root, v.previous = stack[0].ID, stack[len(stack)-1].ID
	}
	s.asked(v)
	s.rehash(v)
	s.views[user] = append(stack[:len(stack):len(stack)], v)
	s.show()
	return v
}

// top is the form that a person sees; nil if none is open. The lock is held.
func (s *Server) top(user string) *view {
	if stack := s.views[user]; len(stack) > 0 {
		return stack[len(stack)-1]
	}
	return nil
}

// viewByID finds an open view or an App Home. The lock is held.
func (s *Server) viewByID(id, externalID string) *view {
	match := func(v *view) bool {
		return id != "" && v.ID == id || id == "" && externalID != "" && v.externalID == externalID
	}
	for _, stack := range s.views {
		for _, v := range stack {
			if match(v) {
				return v
			}
		}
	}
	for _, v := range s.homes {
		if match(v) {
			return v
		}
	}
	return nil
}

// wireView is the view as the Web API and payloads write it.
func (s *Server) wireView(v *view) wire.Object {
	var previous any
	if v.previous != "" {
		previous = v.previous
	}
	blocks := v.raw
	if blocks == nil {
		blocks = json.RawMessage("[]")
	}
	o := wire.Object{
		"id": v.ID, "team_id": s.ws.Team.ID, "type": v.kind, "blocks": blocks, "private_metadata": v.privateMetadata,
		"callback_id": v.callbackID, "external_id": v.externalID, "hash": v.hash, "state": v.typed.State(v.blocks),
		"clear_on_close": v.clearOnClose, "notify_on_close": v.notifyOnClose, "root_view_id": v.root, "previous_view_id": previous,
		"app_id": world.AppID, "bot_id": world.AppBot, "app_installed_team_id": s.ws.Team.ID, "title": v.written.Title, "submit": v.written.Submit, "close": v.written.Close,
	}
	for _, k := range []string{"title", "submit", "close"} {
		if o[k].(json.RawMessage) == nil {
			o[k] = nil
		}
	}
	return o
}

// asked counts the questions of a form that its person is shown. The lock is held.
func (s *Server) asked(v *view) {
	if v.kind == "modal" {
		s.efforts.Asked(v.user, v.blocks)
	}
}
