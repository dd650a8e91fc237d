package sandbox

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// These are real time: they measure an app that runs in real time.
const (
	ackLimit     = 3 * time.Second // for an acknowledgement
	pingInterval = 5 * time.Second // clients give up after about 30 s without a ping
	writeLimit   = 5 * time.Second
)

const (
	maxSockets  = 10       // open at once
	maxAck      = 20 << 10 // a larger acknowledgement is dropped, and nobody is told
	maxAttempts = 4        // an event is sent once and repeated three times
)

// errNoAnswer is what becomes of an envelope that nobody acknowledged in time.
var errNoAnswer = errors.New("the app did not respond")

// errNoApp is what becomes of an envelope while no socket is open.
var errNoApp = errors.New("the app is not connected")

// A socket is one Socket Mode connection of the app.
type socket struct {
	ws      *websocket.Conn
	writing sync.Mutex
	done    chan struct{}
}

// write sends one frame of JSON.
func (k *socket) write(frame []byte) error {
	k.writing.Lock()
	defer k.writing.Unlock()
	k.ws.SetWriteDeadline(time.Now().Add(writeLimit)) // real time, as the network is
	return k.ws.WriteMessage(websocket.TextMessage, frame)
}

// An envelope is one thing that the app is told and has to acknowledge.
type envelope struct {
	id      string
	kind    string // slash_commands, interactive or events_api
	payload object
	answers bool // whether the acknowledgement may carry a payload
	attempt int  // of an event, from 0
	acked   chan json.RawMessage
}

func (e *envelope) frame() []byte {
	o := object{"envelope_id": e.id, "type": e.kind, "payload": e.payload, "accepts_response_payload": e.answers}
	if e.kind == "events_api" {
		o["retry_attempt"], o["retry_reason"] = e.attempt, ""
		if e.attempt > 0 {
			o["retry_reason"] = "timeout"
		}
	}
	return marshal(o)
}

// newEnvelope wraps a payload. The lock is held.
func (s *Server) newEnvelope(kind string, answers bool, payload object) *envelope {
	return &envelope{id: s.id("envelope-"), kind: kind, answers: answers, payload: payload, acked: make(chan json.RawMessage, 1)}
}

// openConnection hands out a ticket for one socket.
func (s *Server) openConnection(args) (object, *refusal) {
	if !s.app.Settings.SocketMode {
		return nil, refuse("forbidden_team", "[ERROR] settings.socket_mode_enabled is not set in the manifest")
	}
	ticket := rand.Text()
	s.tickets[ticket] = true
	return object{"url": "ws" + s.base[len("http"):] + "/socket?ticket=" + ticket + "&app_id=" + AppID}, nil
}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	valid := s.tickets[ticket]
	delete(s.tickets, ticket)
	s.mu.Unlock()
	if !valid {
		http.Error(w, "expired ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{
		WriteBufferSize: 64 << 10,
		CheckOrigin: func(r *http.Request) bool { // not a web page: a Slack client names Slack, or nothing
			o := r.Header.Get("Origin")
			return o == "" || o == "https://api.slack.com"
		},
	}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	ws.SetReadLimit(1 << 20)
	s.serve(&socket{ws: ws, done: make(chan struct{})})
}

// serve greets a socket and reads acknowledgements from it until it closes.
func (s *Server) serve(k *socket) {
	defer k.ws.Close()
	defer close(k.done)
	s.mu.Lock()
	if len(s.sockets) >= maxSockets {
		s.mu.Unlock()
		k.write(disconnectFrame("too_many_websockets"))
		return
	}
	hello := marshal(object{
		"type": "hello", "num_connections": len(s.sockets) + 1, "connection_info": object{"app_id": AppID},
		"debug_info": object{"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
	})
	s.mu.Unlock()
	if k.write(hello) != nil {
		return
	}

	s.mu.Lock()
	select {
	case <-s.closed:
		s.mu.Unlock()
		return
	default:
	}
	s.sockets = append(s.sockets, k)
	s.stir()
	s.mu.Unlock()
	s.poke()
	defer s.forget(k)

	go k.ping()
	for {
		_, frame, err := k.ws.ReadMessage()
		if err != nil {
			return
		}
		s.acknowledge(frame)
	}
}

// ping keeps the client convinced that the connection lives.
func (k *socket) ping() {
	t := time.NewTicker(pingInterval) // real time
	defer t.Stop()
	for {
		if k.ws.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(writeLimit)) != nil {
			return
		}
		select {
		case <-t.C:
		case <-k.done:
			return
		}
	}
}

func (s *Server) forget(k *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets = slices.DeleteFunc(s.sockets, func(o *socket) bool { return o == k })
	s.stir()
}

// acknowledge matches an acknowledgement with its envelope. It may come over
// another socket than the envelope went out by.
func (s *Server) acknowledge(frame []byte) {
	if len(frame) >= maxAck {
		s.log.Warn("an acknowledgement of 20 KB or more was dropped", "bytes", len(frame))
		return
	}
	var a struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	if json.Unmarshal(frame, &a) != nil {
		s.log.Warn("an acknowledgement is not JSON")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.waiting[a.ID]
	if e == nil {
		return // late, or a second time
	}
	delete(s.waiting, a.ID)
	if string(a.Payload) == "null" || !e.answers {
		a.Payload = nil
	}
	e.acked <- a.Payload
	s.stir()
}

// next picks the socket whose turn it is; nil if none is open. The lock is held.
func (s *Server) next() *socket {
	if len(s.sockets) == 0 {
		return nil
	}
	s.turn++
	return s.sockets[s.turn%len(s.sockets)]
}

// dispatch sends an envelope over one socket. The lock is not held.
func (s *Server) dispatch(e *envelope) error {
	s.mu.Lock()
	k := s.next()
	if k == nil {
		s.mu.Unlock()
		return errNoApp
	}
	s.waiting[e.id] = e
	s.last = e
	s.mu.Unlock()
	if err := k.write(e.frame()); err != nil {
		k.ws.Close() // nobody will acknowledge what this socket carried
		s.log.Warn("a socket broke", "err", err)
	}
	return nil
}

// await waits for an acknowledgement, for as long as Slack does.
func (s *Server) await(ctx context.Context, e *envelope) (json.RawMessage, error) {
	limit := time.NewTimer(ackLimit) // real time: this is what the app is held to
	defer limit.Stop()
	defer func() {
		s.mu.Lock()
		delete(s.waiting, e.id)
		s.stir()
		s.mu.Unlock()
	}()
	select {
	case payload := <-e.acked:
		return payload, nil
	case <-limit.C:
		return nil, errNoAnswer
	case <-s.closed:
		return nil, errNoApp
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// tell sends an envelope and waits for its acknowledgement. Commands and
// presses are told once and never again.
func (s *Server) tell(ctx context.Context, e *envelope) (json.RawMessage, error) {
	if err := s.dispatch(e); err != nil {
		return nil, err
	}
	return s.await(ctx, e)
}

// poke lets the sender of events look at the queue.
func (s *Server) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// sendEvents sends what is in the queue, in order, as soon as a socket is open.
func (s *Server) sendEvents() {
	for {
		select {
		case <-s.wake:
		case <-s.closed:
			return
		}
		for e := s.unqueue(); e != nil; e = s.unqueue() {
			if s.dispatch(e) != nil {
				s.requeue(e)
				break
			}
			go s.follow(e)
		}
	}
}

// unqueue takes the first event out of the queue and counts it as under way.
func (s *Server) unqueue() *envelope {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 || len(s.sockets) == 0 {
		return nil
	}
	e := s.queue[0]
	s.queue = s.queue[1:]
	s.waiting[e.id] = e
	return e
}

func (s *Server) requeue(e *envelope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.waiting, e.id)
	s.queue = append([]*envelope{e}, s.queue...)
}

// follow waits for an event's acknowledgement and sends it again if none comes.
func (s *Server) follow(e *envelope) {
	if _, err := s.await(context.Background(), e); !errors.Is(err, errNoAnswer) {
		return
	}
	e.attempt++
	if e.attempt >= maxAttempts {
		s.log.Warn("an event was never acknowledged", "envelope", e.id)
		return
	}
	s.requeue(e)
	s.poke()
}

// DropSockets ends all Socket Mode connections: with a disconnect frame that
// gives the reason, or with "" by cutting them.
func (s *Server) DropSockets(reason string) {
	s.mu.Lock()
	sockets := slices.Clone(s.sockets)
	s.mu.Unlock()
	for _, k := range sockets {
		if reason != "" {
			k.write(disconnectFrame(reason))
		}
		k.ws.Close()
	}
	for _, k := range sockets {
		<-k.done
		s.forget(k)
	}
}

func disconnectFrame(reason string) []byte {
	return marshal(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "sandbox"}})
}

// Sockets tells how many Socket Mode connections are open.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// WaitForApp waits until the app has n sockets open.
func (s *Server) WaitForApp(ctx context.Context, n int) error {
	for {
		s.mu.Lock()
		open, changed := len(s.sockets), s.changed
		s.mu.Unlock()
		if open >= n {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Redeliver sends the last envelope again, with the same envelope_id. Slack does
// so with events; an app should survive it with anything.
func (s *Server) Redeliver() {
	s.mu.Lock()
	last := s.last
	s.mu.Unlock()
	if last == nil {
		return
	}
	again := *last
	again.acked = make(chan json.RawMessage, 1)
	if s.dispatch(&again) == nil {
		go s.await(context.Background(), &again) // what it answers is not acted upon
	}
}
