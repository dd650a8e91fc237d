package sandbox

import (
	"cmp"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/sandbox/blockkit"
	"candor/sandbox/wire"
)

// A Call is one request to the Web API or to a response_url.
type Call struct {
	Method string
	At     time.Time         // by Options.Now
	Args   map[string]string // without tokens; JSON where the app sent JSON
	Status int               // HTTP status; 0 if the connection was cut
	Answer string            // the JSON that went back, or would have
}

// A method of the Web API: what it needs, how often it may be called a minute
// (0: no limit), and what it does. run is called with the lock held.
type method struct {
	needs     []string // any of these scopes; what depends on the channel is asked for in run
	perMinute int
	appToken  bool
	run       func(s *Server, a wire.Args) (wire.Object, *wire.Refusal)
}

// methods is every method that the sandbox knows, with Slack's limits.
func methods() map[string]method {
	return map[string]method{
		"auth.test":             {run: (*Server).authTest},
		"apps.connections.open": {appToken: true, run: (*Server).openConnection},

		"chat.postMessage":   {needs: []string{"chat:write"}, run: (*Server).postMessage}, // limited by channel
		"chat.postEphemeral": {needs: []string{"chat:write"}, perMinute: 100, run: (*Server).postEphemeral},
		"chat.update":        {needs: []string{"chat:write"}, perMinute: 50, run: (*Server).updateMessage},
		"chat.delete":        {needs: []string{"chat:write"}, perMinute: 50, run: (*Server).deleteMessage},
		"chat.getPermalink":  {perMinute: 100, run: (*Server).permalink},

		"conversations.create":   {perMinute: 20, run: (*Server).createChannel},
		"conversations.invite":   {perMinute: 50, run: (*Server).inviteMembers},
		"conversations.kick":     {perMinute: 50, run: (*Server).kickMember},
		"conversations.info":     {perMinute: 50, run: (*Server).channelInfo},
		"conversations.members":  {perMinute: 100, run: (*Server).channelMembers},
		"conversations.list":     {perMinute: 20, run: (*Server).listChannels},
		"conversations.history":  {perMinute: 50, run: (*Server).history},
		"conversations.replies":  {perMinute: 50, run: (*Server).threadReplies},
		"conversations.open":     {needs: []string{"im:write"}, perMinute: 50, run: (*Server).openDirect},
		"conversations.join":     {needs: []string{"channels:join"}, perMinute: 50, run: (*Server).joinChannel},
		"conversations.setTopic": {perMinute: 20, run: (*Server).setTopic},
		"conversations.rename":   {perMinute: 20, run: (*Server).renameChannel},
		"conversations.archive":  {perMinute: 20, run: (*Server).archiveChannel},
		"users.conversations":    {perMinute: 50, run: (*Server).userChannels},

		"users.info":    {needs: []string{"users:read"}, perMinute: 100, run: (*Server).userInfo},
		"users.list":    {needs: []string{"users:read"}, perMinute: 20, run: (*Server).listUsers},
		"dnd.info":      {needs: []string{"dnd:read"}, perMinute: 50, run: (*Server).doNotDisturb},
		"pins.add":      {needs: []string{"pins:write"}, perMinute: 20, run: (*Server).addPin},
		"pins.remove":   {needs: []string{"pins:write"}, perMinute: 20, run: (*Server).removePin},
		"pins.list":     {needs: []string{"pins:read"}, perMinute: 20, run: (*Server).listPins},
		"reactions.get": {needs: []string{"reactions:read"}, perMinute: 50, run: (*Server).getReactions},

		"views.open":    {perMinute: 100, run: (*Server).openView},
		"views.push":    {perMinute: 100, run: (*Server).pushView},
		"views.update":  {perMinute: 100, run: (*Server).updateView},
		"views.publish": {perMinute: 100, run: (*Server).publishView},
	}
}

// underWay counts a call, and makes it as slow as calls are now, until what it
// returns is called.
func (s *Server) underWay() (done func()) {
	s.mu.Lock()
	s.inFlight++
	latency := s.latency
	s.mu.Unlock()
	s.pause(latency)
	return func() {
		s.mu.Lock()
		s.inFlight--
		s.bell.Ring()
		s.mu.Unlock()
	}
}

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	defer s.underWay()()

	a, bad := wire.ReadArgs(r)
	var key string
	if bad == nil {
		key = wire.Token(r, a)
	}
	s.respond(w, name, a, func() (wire.Object, *wire.Refusal) {
		s.base = "http://" + r.Host
		if bad != nil {
			return nil, bad
		}
		return s.call(name, key, a)
	})
}

// pause waits in real time, as a slow network would make the app wait.
func (s *Server) pause(d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.closed:
	}
}

// call checks what every method checks, and runs it. The lock is held.
func (s *Server) call(name, key string, a wire.Args) (wire.Object, *wire.Refusal) {
	m, known := s.methods[name]
	granted := s.app.OAuth.Scopes.Bot
	switch {
	case !known:
		return nil, wire.Refuse("unknown_method")
	case key == "":
		return nil, wire.Refuse("not_authed")
	case key != s.botToken && key != s.appToken:
		return nil, wire.Refuse("invalid_auth")
	case (key == s.appToken) != m.appToken:
		return nil, wire.Refuse("not_allowed_token_type")
	case len(m.needs) > 0 && !s.app.Has(m.needs...):
		return nil, &wire.Refusal{Code: "missing_scope", Needed: m.needs[0]}
	}
	if wait := s.tooOften(name, m.perMinute); wait > 0 {
		return nil, &wire.Refusal{Code: "ratelimited", RetryAfter: wait}
	}
	s.log.Debug("call", "method", name, "scopes", len(granted))
	return m.run(s, a)
}

// tooOften counts a call against the method's minute and returns how long to
// wait if there were too many. The lock is held.
func (s *Server) tooOften(name string, perMinute int) time.Duration {
	if perMinute == 0 || s.o.Unlimited {
		return 0
	}
	now := s.o.Now()
	recent := slices.DeleteFunc(s.usage[name], func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(recent) >= perMinute {
		s.usage[name] = recent
		return time.Minute - now.Sub(recent[0])
	}
	s.usage[name] = append(recent, now)
	return 0
}

// respond runs a request through what trouble was ordered, takes it down for
// the inspector, and answers.
func (s *Server) respond(w http.ResponseWriter, name string, a wire.Args, run func() (wire.Object, *wire.Refusal)) {
	s.mu.Lock()
	f := s.takeFault(name)
	var answer wire.Object
	var no *wire.Refusal
	if f.Spares() {
		answer, no = run()
	} else {
		no = refused(f)
	}
	status := http.StatusOK
	switch {
	case no != nil && no.RetryAfter > 0:
		status = http.StatusTooManyRequests
		answer = no.Answer(s.app.OAuth.Scopes.Bot)
	case no != nil:
		status = cmp.Or(no.Status, status)
		answer = no.Answer(s.app.OAuth.Scopes.Bot)
	case answer["ok"] == nil:
		answer["ok"] = true
	}
	body := blockkit.Marshal(answer)
	cut := false
	if f != nil {
		if f.Status != 0 {
			status, body = f.Status, json.RawMessage("upstream trouble\n")
		}
		if f.Empty {
			body = json.RawMessage("{}")
		}
		cut = f.Lost && f.Status == 0
	}
	s.note(name, a, status, body, cut)
	scopes := strings.Join(s.app.OAuth.Scopes.Bot, ",")
	s.mu.Unlock()

	if f != nil {
		s.pause(f.Delay)
	}
	if cut {
		panic(http.ErrAbortHandler) // cuts the connection without an answer
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("X-OAuth-Scopes", scopes)
	if no != nil && no.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(no.RetryAfter.Seconds()))))
	}
	w.WriteHeader(status)
	w.Write(body)
}

// note keeps a call for the inspector. The lock is held.
func (s *Server) note(name string, a wire.Args, status int, body json.RawMessage, cut bool) {
	c := Call{Method: name, At: s.o.Now(), Args: a, Status: status, Answer: string(body)}
	if cut {
		c.Status = 0
	}
	s.calls = append(s.calls, c)
}

// Calls returns every call that was made so far, oldest first.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}
