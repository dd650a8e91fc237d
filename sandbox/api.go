package sandbox

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/sandbox/blockkit"
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
	run       func(s *Server, a args) (object, *refusal)
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

// A refusal is an answer with ok: false, or 429.
type refusal struct {
	code       string
	messages   []string // for response_metadata.messages
	needed     string   // scope, for missing_scope
	retryAfter time.Duration
	status     int // HTTP status; 0 is 200, as everywhere in the Web API
}

func refuse(code string, messages ...string) *refusal {
	return &refusal{code: code, messages: messages}
}

func (r *refusal) answer(granted []string) object {
	o := object{"ok": false, "error": r.code}
	if len(r.messages) > 0 {
		o["response_metadata"] = object{"messages": r.messages}
	}
	if r.needed != "" {
		o["needed"], o["provided"] = r.needed, strings.Join(granted, ",")
	}
	return o
}

// args are the arguments of a call: strings, and JSON where there was JSON.
type args map[string]string

// flag reads a boolean as Slack does.
func (a args) flag(name string) bool {
	return a[name] == "true" || a[name] == "1"
}

// list reads a list that is separated by commas.
func (a args) list(name string) []string {
	var list []string
	for v := range strings.SplitSeq(a[name], ",") {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	return list
}

// maxBody is more than any request of the Web API needs.
const maxBody = 2 << 20

// readArgs reads the arguments from the query, a form or a JSON body.
func readArgs(r *http.Request) (args, *refusal) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return nil, refuse("request_timeout")
	}
	a := args{}
	addForm := func(v url.Values) {
		for k := range v {
			a[k] = v.Get(k)
		}
	}
	addForm(r.URL.Query())

	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	switch {
	case len(body) == 0:
	case kind == "application/json":
		o, ok := jsonArgs(body)
		if !ok {
			return nil, refuse("invalid_json")
		}
		maps.Copy(a, o)
	case kind == "application/x-www-form-urlencoded":
		v, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, refuse("invalid_form_data")
		}
		addForm(v)
	default:
		return nil, refuse("invalid_post_type")
	}
	return a, nil
}

// token takes the token out of the arguments or the header.
func token(r *http.Request, a args) string {
	t := a["token"]
	delete(a, "token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		t = strings.TrimSpace(bearer)
	}
	return t
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

	a, bad := readArgs(r)
	var key string
	if bad == nil {
		key = token(r, a)
	}
	s.respond(w, name, a, func() (object, *refusal) {
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
func (s *Server) call(name, key string, a args) (object, *refusal) {
	m, known := s.methods[name]
	granted := s.app.OAuth.Scopes.Bot
	switch {
	case !known:
		return nil, refuse("unknown_method")
	case key == "":
		return nil, refuse("not_authed")
	case key != s.botToken && key != s.appToken:
		return nil, refuse("invalid_auth")
	case (key == s.appToken) != m.appToken:
		return nil, refuse("not_allowed_token_type")
	case len(m.needs) > 0 && !s.app.Has(m.needs...):
		return nil, &refusal{code: "missing_scope", needed: m.needs[0]}
	}
	if wait := s.tooOften(name, m.perMinute); wait > 0 {
		return nil, &refusal{code: "ratelimited", retryAfter: wait}
	}
	s.log.Debug("call", "method", name, "scopes", len(granted))
	return m.run(s, a)
}

// tooOften counts a call against the method's minute and returns how long to
// wait if there were too many. The lock is held.
func (s *Server) tooOften(name string, perMinute int) time.Duration {
	if perMinute == 0 {
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
func (s *Server) respond(w http.ResponseWriter, name string, a args, run func() (object, *refusal)) {
	s.mu.Lock()
	f := s.takeFault(name)
	var answer object
	var no *refusal
	if f.Spares() {
		answer, no = run()
	} else {
		no = refused(f)
	}
	status := http.StatusOK
	switch {
	case no != nil && no.retryAfter > 0:
		status = http.StatusTooManyRequests
		answer = no.answer(s.app.OAuth.Scopes.Bot)
	case no != nil:
		status = cmp.Or(no.status, status)
		answer = no.answer(s.app.OAuth.Scopes.Bot)
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
	if no != nil && no.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(no.retryAfter.Seconds()))))
	}
	w.WriteHeader(status)
	w.Write(body)
}

// note keeps a call for the inspector. The lock is held.
func (s *Server) note(name string, a args, status int, body json.RawMessage, cut bool) {
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

// page cuts one page out of a list, and returns the cursor for the next.
func onePage[T any](list []T, a args, usual int) ([]T, string, *refusal) {
	limit := usual
	if a["limit"] != "" {
		n, err := strconv.Atoi(a["limit"])
		if err != nil || n < 0 || n > 1000 {
			return nil, "", refuse("invalid_limit")
		}
		if n > 0 {
			limit = n
		}
	}
	from := 0
	if a["cursor"] != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(a["cursor"], "next:"))
		if err != nil || n < 0 || n > len(list) || !strings.HasPrefix(a["cursor"], "next:") {
			return nil, "", refuse("invalid_cursor")
		}
		from = n
	}
	to := min(from+limit, len(list))
	next := ""
	if to < len(list) {
		next = "next:" + strconv.Itoa(to)
	}
	return list[from:to], next, nil
}
