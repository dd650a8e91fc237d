package socket

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"candor/sandbox/world"
)

// These are real time: they measure an app that runs in real time.
const (
	AckLimit     = 3 * time.Second // for an acknowledgement
	pingInterval = 5 * time.Second // clients give up after about 30 s without a ping
	writeLimit   = 5 * time.Second
)

const (
	maxSockets  = 10       // open at once
	maxAck      = 20 << 10 // a larger acknowledgement is dropped, and nobody is told
	maxAttempts = 4        // an event is sent once and repeated three times
)

// ErrNoAnswer is what becomes of an envelope that nobody acknowledged in time.
var ErrNoAnswer = errors.New("the app did not respond")

// ErrNoApp is what becomes of an envelope while no socket is open.
var ErrNoApp = errors.New("the app is not connected")

// A Bell wakes whoever waits for a change.
type Bell struct {
	mu      sync.Mutex
	changed chan struct{} // closed and replaced at each change
}

// Ring says that something has changed.
func (b *Bell) Ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.changed != nil {
		close(b.changed)
	}
	b.changed = nil
}

// Changed is closed at the next change. Who waits takes it before looking.
func (b *Bell) Changed() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.changed == nil {
		b.changed = make(chan struct{})
	}
	return b.changed
}

// A Hub holds the app's connections, and what it has not acknowledged yet.
type Hub struct {
	log    *slog.Logger
	bell   *Bell
	closed <-chan struct{}
	wake   chan struct{} // holds a token while events may be waiting

	// mu guards what follows. It is never held while waiting for the app.
	mu      sync.Mutex
	sockets []*conn
	turn    int // round robin over sockets
	tickets map[string]bool
	waiting map[string]*Envelope // sent and not acknowledged
	queue   []*Envelope          // events to be sent
	last    *Envelope

	patience time.Duration // of who presses or types; 0: AckLimit
}

// New makes a hub that works until closed is. It rings the bell at each change.
func New(log *slog.Logger, bell *Bell, closed <-chan struct{}) *Hub {
	h := &Hub{log: log, bell: bell, closed: closed, wake: make(chan struct{}, 1), tickets: map[string]bool{}, waiting: map[string]*Envelope{}}
	go h.sendEvents()
	return h
}

// Ticket opens one connection, once.
func (h *Hub) Ticket() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	ticket := rand.Text()
	h.tickets[ticket] = true
	return ticket
}

// Queue sends an event as soon as a connection is open.
func (h *Hub) Queue(e *Envelope) {
	h.mu.Lock()
	h.queue = append(h.queue, e)
	h.mu.Unlock()
	h.poke()
}

// Busy counts what is unsent, or sent and not acknowledged.
func (h *Hub) Busy() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.queue) + len(h.waiting)
}

// Delivering says whether events are on their way to an app that is there.
func (h *Hub) Delivering() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := len(h.queue)
	for _, e := range h.waiting {
		if e.kind == "events_api" {
			n++
		}
	}
	return len(h.sockets) > 0 && n > 0
}

// A conn is one Socket Mode connection of the app.
type conn struct {
	ws      *websocket.Conn
	writing sync.Mutex
	done    chan struct{}
}

// write sends one frame of JSON.
func (k *conn) write(frame []byte) error {
	k.writing.Lock()
	defer k.writing.Unlock()
	k.ws.SetWriteDeadline(time.Now().Add(writeLimit)) // real time, as the network is
	return k.ws.WriteMessage(websocket.TextMessage, frame)
}

// frameOf writes JSON as Slack does, without escaping <, > and &.
func frameOf(o map[string]any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(o); err != nil {
		panic(err) // only maps, slices, strings and numbers come here
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// An Envelope is one thing that the app is told and has to acknowledge.
type Envelope struct {
	id      string
	kind    string // slash_commands, interactive or events_api
	payload map[string]any
	answers bool // whether the acknowledgement may carry a payload
	attempt int  // of an event, from 0
	acked   chan json.RawMessage
}

func (e *Envelope) frame() []byte {
	o := map[string]any{"envelope_id": e.id, "type": e.kind, "payload": e.payload, "accepts_response_payload": e.answers}
	if e.kind == "events_api" {
		o["retry_attempt"], o["retry_reason"] = e.attempt, ""
		if e.attempt > 0 {
			o["retry_reason"] = "timeout"
		}
	}
	return frameOf(o)
}

// NewEnvelope wraps a payload; answers says whether its acknowledgement may carry one.
func NewEnvelope(id, kind string, answers bool, payload map[string]any) *Envelope {
	return &Envelope{id: id, kind: kind, answers: answers, payload: payload, acked: make(chan json.RawMessage, 1)}
}

// Serve opens a connection for a ticket and serves it until it closes.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	h.mu.Lock()
	valid := h.tickets[ticket]
	delete(h.tickets, ticket)
	h.mu.Unlock()
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
	h.serve(&conn{ws: ws, done: make(chan struct{})})
}

// serve greets a socket and reads acknowledgements from it until it closes.
func (h *Hub) serve(k *conn) {
	defer k.ws.Close()
	defer close(k.done)
	h.mu.Lock()
	if len(h.sockets) >= maxSockets {
		h.mu.Unlock()
		k.write(disconnectFrame("too_many_websockets"))
		return
	}
	hello := frameOf(map[string]any{
		"type": "hello", "num_connections": len(h.sockets) + 1, "connection_info": map[string]any{"app_id": world.AppID},
		"debug_info": map[string]any{"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
	})
	h.mu.Unlock()
	if k.write(hello) != nil {
		return
	}

	h.mu.Lock()
	select {
	case <-h.closed:
		h.mu.Unlock()
		return
	default:
	}
	h.sockets = append(h.sockets, k)
	h.bell.Ring()
	h.mu.Unlock()
	h.poke()
	defer h.forget(k)

	go k.ping()
	for {
		_, frame, err := k.ws.ReadMessage()
		if err != nil {
			return
		}
		h.acknowledge(frame)
	}
}

// ping keeps the client convinced that the connection lives.
func (k *conn) ping() {
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

func (h *Hub) forget(k *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sockets = slices.DeleteFunc(h.sockets, func(o *conn) bool { return o == k })
	h.bell.Ring()
}

// acknowledge matches an acknowledgement with its envelope. It may come over
// another socket than the envelope went out by.
func (h *Hub) acknowledge(frame []byte) {
	if len(frame) >= maxAck {
		h.log.Warn("an acknowledgement of 20 KB or more was dropped", "bytes", len(frame))
		return
	}
	var a struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	if json.Unmarshal(frame, &a) != nil {
		h.log.Warn("an acknowledgement is not JSON")
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.waiting[a.ID]
	if e == nil {
		return // late, or a second time
	}
	delete(h.waiting, a.ID)
	if string(a.Payload) == "null" || !e.answers {
		a.Payload = nil
	}
	e.acked <- a.Payload
	h.bell.Ring()
}

// next picks the socket whose turn it is; nil if none is open. The lock is held.
func (h *Hub) next() *conn {
	if len(h.sockets) == 0 {
		return nil
	}
	h.turn++
	return h.sockets[h.turn%len(h.sockets)]
}

// dispatch sends an envelope over one socket. The lock is not held.
func (h *Hub) dispatch(e *Envelope) error {
	h.mu.Lock()
	k := h.next()
	if k == nil {
		h.mu.Unlock()
		return ErrNoApp
	}
	h.waiting[e.id] = e
	h.last = e
	h.mu.Unlock()
	if err := k.write(e.frame()); err != nil {
		k.ws.Close() // nobody will acknowledge what this socket carried
		h.log.Warn("a socket broke", "err", err)
	}
	return nil
}

// await waits so long for an acknowledgement.
func (h *Hub) await(ctx context.Context, e *Envelope, d time.Duration) (json.RawMessage, error) {
	limit := time.NewTimer(d) // real time: this is what the app is held to
	defer limit.Stop()
	defer func() {
		h.mu.Lock()
		delete(h.waiting, e.id)
		h.bell.Ring()
		h.mu.Unlock()
	}()
	select {
	case payload := <-e.acked:
		return payload, nil
	case <-limit.C:
		return nil, ErrNoAnswer
	case <-h.closed:
		return nil, ErrNoApp
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Tell sends an envelope and waits for its acknowledgement. Commands and
// presses are told once and never again.
func (h *Hub) Tell(ctx context.Context, e *Envelope) (json.RawMessage, error) {
	if err := h.dispatch(e); err != nil {
		return nil, err
	}
	h.mu.Lock()
	limit := cmp.Or(h.patience, AckLimit)
	h.mu.Unlock()
	return h.await(ctx, e, limit)
}

// Patient lets those who press and type wait so long, where Slack says after three seconds that
// the app did not respond.
func (h *Hub) Patient(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.patience = d
}

// poke lets the sender of events look at the queue.
func (h *Hub) poke() {
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// sendEvents sends what is in the queue, in order, as soon as a socket is open.
func (h *Hub) sendEvents() {
	for {
		select {
		case <-h.wake:
		case <-h.closed:
			return
		}
		for e := h.unqueue(); e != nil; e = h.unqueue() {
			if h.dispatch(e) != nil {
				h.requeue(e)
				break
			}
			go h.follow(e)
		}
	}
}

// unqueue takes the first event out of the queue and counts it as under way.
func (h *Hub) unqueue() *Envelope {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.queue) == 0 || len(h.sockets) == 0 {
		return nil
	}
	e := h.queue[0]
	h.queue = h.queue[1:]
	h.waiting[e.id] = e
	return e
}

func (h *Hub) requeue(e *Envelope) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.waiting, e.id)
	h.queue = append([]*Envelope{e}, h.queue...)
}

// follow waits for an event's acknowledgement and sends it again if none comes.
func (h *Hub) follow(e *Envelope) {
	if _, err := h.await(context.Background(), e, AckLimit); !errors.Is(err, ErrNoAnswer) {
		return
	}
	e.attempt++
	if e.attempt >= maxAttempts {
		h.log.Warn("an event was never acknowledged", "envelope", e.id)
		return
	}
	h.requeue(e)
	h.poke()
}

// Drop ends all Socket Mode connections: with a disconnect frame that
// gives the reason, or with "" by cutting them.
func (h *Hub) Drop(reason string) {
	h.mu.Lock()
	sockets := slices.Clone(h.sockets)
	h.mu.Unlock()
	for _, k := range sockets {
		if reason != "" {
			k.write(disconnectFrame(reason))
		}
		k.ws.Close()
	}
	for _, k := range sockets {
		<-k.done
		h.forget(k)
	}
}

func disconnectFrame(reason string) []byte {
	return frameOf(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "sandbox"}})
}

// Count tells how many Socket Mode connections are open.
func (h *Hub) Count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.sockets)
}

// WaitFor waits until the app has n sockets open.
func (h *Hub) WaitFor(ctx context.Context, n int) error {
	for {
		h.mu.Lock()
		open, changed := len(h.sockets), h.bell.Changed()
		h.mu.Unlock()
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
func (h *Hub) Redeliver() {
	h.mu.Lock()
	last := h.last
	h.mu.Unlock()
	if last == nil {
		return
	}
	again := *last
	again.acked = make(chan json.RawMessage, 1)
	if h.dispatch(&again) == nil {
		go h.await(context.Background(), &again, AckLimit) // what it answers is not acted upon
	}
}
