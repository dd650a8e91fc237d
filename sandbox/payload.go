package sandbox

import (
	"candor/sandbox/blockkit"
	"candor/sandbox/wire"
	"candor/sandbox/world"
)

// wireTeam is the team of a person in a payload.
func (s *Server) wireTeam(p world.Person) wire.Object {
	t := s.ws.TeamByID(p.Team)
	return wire.Object{"id": t.ID, "domain": t.Domain}
}

func wireActor(p world.Person) wire.Object {
	return wire.Object{"id": p.ID, "username": p.Name, "name": p.Name, "team_id": p.Team}
}

// interaction is what all interactive payloads have in common. The lock is held.
func (s *Server) interaction(kind string, p world.Person, fromView string) wire.Object {
	return wire.Object{
		"type": kind, "team": s.wireTeam(p), "user": wireActor(p), "api_app_id": world.AppID, "token": "sandbox",
		"trigger_id": s.triggers.Add(s.id("trigger."), p.ID, fromView), "enterprise": nil, "is_enterprise_install": false,
	}
}

// commandPayload is a slash command as the app gets it. The lock is held.
func (s *Server) commandPayload(p world.Person, c *channel, command, text string) wire.Object {
	name := c.Name
	if c.with != "" {
		name = "directmessage"
	}
	return wire.Object{
		"token": "sandbox", "team_id": p.Team, "team_domain": s.ws.TeamByID(p.Team).Domain,
		"channel_id": c.ID, "channel_name": name, "user_id": p.ID, "user_name": p.Name,
		"command": command, "text": text, "api_app_id": world.AppID, "is_enterprise_install": "false",
		"response_url": s.newReplyURL(p.ID, c, nil), "trigger_id": s.triggers.Add(s.id("trigger."), p.ID, ""),
	}
}

// actionPayload is a press in a message or a view. The lock is held.
func (s *Server) actionPayload(p world.Person, at spot, pl blockkit.Placed, chosen []string) wire.Object {
	fromView := ""
	if at.view != nil {
		fromView = at.view.ID
	}
	o := s.interaction("block_actions", p, fromView)
	action := pl.Payload(chosen)
	if !pl.Stateful() {
		delete(action, "value")
	}
	action["action_id"], action["block_id"], action["action_ts"] = pl.ActionID, pl.Block.BlockID, s.stamp()
	switch pl.Element.Type {
	case "button":
		action["text"] = wire.Object{"type": "plain_text", "text": pl.Element.Text.String(), "emoji": true}
		if pl.Value != "" {
			action["value"] = pl.Value
		}
	}
	o["actions"] = []wire.Object{action}

	if v := at.view; v != nil {
		o["view"] = s.wireView(v)
		o["container"] = wire.Object{"type": "view", "view_id": v.ID}
		return o
	}
	c, m := at.channel, at.message
	name := c.Name
	if c.with != "" {
		name = "directmessage"
	}
	o["channel"] = wire.Object{"id": c.ID, "name": name}
	o["response_url"] = s.newReplyURL(p.ID, c, m)
	o["state"] = m.chosen(p.ID).State(m.blocks)
	container := wire.Object{"type": "message", "message_ts": m.TS, "channel_id": c.ID, "is_ephemeral": m.Ephemeral != ""}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	o["container"] = container
	if m.Ephemeral == "" { // Slack does not send along what only one person sees
		o["message"] = s.wire(c, m, true)
	}
	return o
}

// submissionPayload is a submitted form. The lock is held.
func (s *Server) submissionPayload(p world.Person, v *view) wire.Object {
	o := s.interaction("view_submission", p, v.ID)
	o["view"], o["response_urls"] = s.wireView(v), []wire.Object{}
	o["hash"] = v.hash
	return o
}

// closedPayload is a form that was closed; cleared says that the whole stack
// went. Slack does not send along what stood in it. The lock is held.
func (s *Server) closedPayload(p world.Person, v *view, cleared bool) wire.Object {
	empty := s.wireView(v)
	empty["state"] = wire.Object{"values": wire.Object{}}
	return wire.Object{
		"type": "view_closed", "team": s.wireTeam(p), "user": wireActor(p), "api_app_id": world.AppID, "token": "sandbox",
		"view": empty, "is_cleared": cleared, "is_enterprise_install": false,
	}
}
