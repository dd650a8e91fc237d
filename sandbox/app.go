package sandbox

import (
	"context"
	"encoding/json"

	"candor/sandbox/socket"
	"candor/sandbox/wire"
	"candor/sandbox/world"
)

// newEnvelope wraps a payload. The lock is held.
func (s *Server) newEnvelope(kind string, answers bool, payload wire.Object) *socket.Envelope {
	return socket.NewEnvelope(s.id("envelope-"), kind, answers, payload)
}

// tell tells the app something and waits for its acknowledgement.
func (s *Server) tell(ctx context.Context, e *socket.Envelope) (json.RawMessage, error) {
	return s.hub.Tell(ctx, e)
}

// openConnection hands out a ticket for one socket.
func (s *Server) openConnection(wire.Args) (wire.Object, *wire.Refusal) {
	if !s.app.Settings.SocketMode {
		return nil, wire.Refuse("forbidden_team", "[ERROR] settings.socket_mode_enabled is not set in the manifest")
	}
	return wire.Object{"url": "ws" + s.base[len("http"):] + "/socket?ticket=" + s.hub.Ticket() + "&app_id=" + world.AppID}, nil
}

// DropSockets ends all Socket Mode connections: with a disconnect frame that
// gives the reason, or with "" by cutting them.
func (s *Server) DropSockets(reason string) { s.hub.Drop(reason) }

// Sockets tells how many Socket Mode connections are open.
func (s *Server) Sockets() int { return s.hub.Count() }

// WaitForApp waits until the app has n sockets open.
func (s *Server) WaitForApp(ctx context.Context, n int) error { return s.hub.WaitFor(ctx, n) }

// Redeliver sends the last envelope again, with the same envelope_id. Slack does
// so with events; an app should survive it with anything.
func (s *Server) Redeliver() { s.hub.Redeliver() }
