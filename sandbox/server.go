package sandbox

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"candor/sandbox/blockkit"
	"candor/sandbox/catch"
	"candor/sandbox/effort"
	"candor/sandbox/faults"
	"candor/sandbox/letters"
	"candor/sandbox/page"
	"candor/sandbox/socket"
	"candor/sandbox/trigger"
	"candor/sandbox/world"
)

// Options are what the sandbox needs to know. Manifest and Now are required.
type Options struct {
	Manifest  []byte                                        // the app's manifest, YAML, in Slack's format; all of it is enforced
	Now       func() time.Time                              // stamps messages and measures rate limits; may stand still
	Advance   func(ctx context.Context, to time.Time) error // moves the product's clock; nil hides the clock controls
	NextDue   func() (time.Time, bool)                      // the next deadline; nil hides that button
	Settle    func(ctx context.Context) error               // called after each act on the page, before it is drawn again; may be nil
	Workspace world.Workspace                               // zero value: world.Default()
	Links     []page.Link                                   // further pages of the program, for the top of the page
	Troubles  []page.Trouble                                // further troubles for the inspector
	Drill     func() *page.Drill                            // the exercise, begun by one of them; nil: there is none
	Secret    func(name string) string                      // of the webhook with that name in its address, to verify what is signed; nil knows none
	Log       *slog.Logger                                  // nil discards
	Unlimited bool                                          // methods take any number of calls a minute, as Slack does not: to measure bursts
}

// A Server is the workspace and everything that happened in it. It is safe for
// concurrent use.
type Server struct {
	o        Options
	log      *slog.Logger
	app      world.Manifest
	ws       world.Workspace
	botToken string
	appToken string
	methods  map[string]method
	reader   blockkit.Reader           // reads texts with the names of the workspace
	zones    map[string]*time.Location // by person: loaded once, since every message shows a time
	closed   chan struct{}
	hub      *socket.Hub // the app's connections
	bell     socket.Bell // rings at each change

	// mu guards what follows. It is never held while waiting for the app.
	mu       sync.Mutex
	base     string // http://host:port under which the app reached us last
	channels []*channel
	triggers *trigger.Book
	replies  map[string]*replyURL   // by the secret part of a response_url
	views    map[string][]*view     // open forms by person, the top one last
	homes    map[string]*view       // published App Home by person
	efforts  effort.Counter         // by person, since somebody asked
	notices  map[string]string      // what the page tells a person about the last act
	unled    map[string]int         // by person: how many channels there were before acts whose outcome was not waited for
	asking   map[string]*question   // presses on the page that wait for "are you sure?"
	acted    bool                   // somebody typed something: the first hint has done its work
	usage    map[string][]time.Time // calls in the last minute by method
	faults   []*faults.Fault
	latency  time.Duration
	calls    []Call
	mails    []catch.Mail
	inbox    *letters.Box   // of the app's company; nil: it has none
	mailRead map[string]int // how many of their mails a person has seen, by address
	caught   []catch.Call
	inFlight int // Web API calls that are not answered yet
	lastTS   time.Time
	counter  int

	version int // of what people see
}

// channel is a conversation with what was said in it: a channel, or a direct
// message between the app and one person.
type channel struct {
	world.Channel
	with     string // the person, in a direct message
	messages []*message
	lastPost time.Time // of the app, for the rate limit
	created  time.Time
	read     map[string]string // timestamp up to which a person has read
}

// New builds a sandbox. It reaches nothing and is reached by nobody until its
// Handler is served.
func New(o Options) (*Server, error) {
	if o.Now == nil {
		return nil, errors.New("sandbox: Options.Now is missing")
	}
	app, err := world.ParseManifest(o.Manifest)
	if err != nil {
		return nil, err
	}
	if o.Workspace.Team.ID == "" {
		o.Workspace = world.Default()
	}
	if err := o.Workspace.Check(); err != nil {
		return nil, fmt.Errorf("workspace: %w", err)
	}

	s := &Server{
		o: o, app: app, ws: o.Workspace,
		log:      cmp.Or(o.Log, slog.New(slog.DiscardHandler)),
		botToken: "xoxb-" + rand.Text(), appToken: "xapp-" + rand.Text(),
		methods: methods(), zones: map[string]*time.Location{},
		closed:   make(chan struct{}),
		triggers: trigger.NewBook(), replies: map[string]*replyURL{},
		views: map[string][]*view{}, homes: map[string]*view{}, efforts: effort.Counter{}, notices: map[string]string{}, unled: map[string]int{}, asking: map[string]*question{},
		mailRead: map[string]int{},
		usage:    map[string][]time.Time{},
	}
	s.reader = blockkit.Reader{Names: names{s}}
	for _, c := range o.Workspace.Channels {
		c = c.Clone()
		c.Shared = c.Shared || len(c.SharedWith) > 0
		s.channels = append(s.channels, &channel{Channel: c, created: o.Now(), read: map[string]string{}})
	}
	for _, p := range o.Workspace.People {
		s.zones[p.ID] = p.Location()
		if p.Team == o.Workspace.Team.ID {
			s.directWith(p.ID)
		}
	}
	s.hub = socket.New(s.log, &s.bell, s.closed)
	return s, nil
}

// BotToken is the token for the Web API, xoxb-….
func (s *Server) BotToken() string { return s.botToken }

// AppToken is the token for Socket Mode, xapp-….
func (s *Server) AppToken() string { return s.appToken }

// Handler serves the page ("/", "/calls", "/caught"), the Web API, Socket Mode, the response URLs and
// the addresses whose calls are caught ("/webhook/NAME", "/wake/NAME"). It answers only requests that were addressed to this machine itself.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("/socket", s.hub.Serve)
	mux.HandleFunc("POST /response/{secret}", s.serveReply)
	for _, kind := range []string{catch.Webhook, catch.Wake} {
		mux.HandleFunc("/"+kind+"/{name}", catch.Calls(kind, keeper{s}))
	}
	s.pages(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !loopback(r.Host) {
			// A name that somebody else controls may point here.
			page.Elsewhere.Say(w, http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// loopback reports whether host, with or without a port, is this machine.
func loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// Close drops the sockets and ends what waits for the app.
func (s *Server) Close() {
	s.mu.Lock()
	select {
	case <-s.closed:
	default:
		close(s.closed)
	}
	s.mu.Unlock()
	s.DropSockets("")
}

// show says that what people see has changed. The lock is held.
func (s *Server) show() {
	s.version++
	s.bell.Ring()
}

// Idle waits until nothing is under way between the sandbox and the app: no
// event is unsent, nothing that was sent is unacknowledged, no Web API call is
// unanswered.
func (s *Server) Idle(ctx context.Context) error {
	for {
		changed := s.bell.Changed()
		s.mu.Lock()
		busy := s.hub.Busy() + s.inFlight // at one instant: what the app is told is counted while a call still is
		s.mu.Unlock()
		if busy == 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// stamp gives the next message its timestamp. Timestamps are unique and grow,
// even where the clock stands still. The lock is held.
func (s *Server) stamp() string {
	t := s.o.Now().Truncate(time.Microsecond)
	if !t.After(s.lastTS) {
		t = s.lastTS.Add(time.Microsecond)
	}
	s.lastTS = t
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}

// id makes an identifier such as C0000A1. Identifiers are predictable, so that
// scripts can be compared. The lock is held.
func (s *Server) id(prefix string) string {
	s.counter++
	return fmt.Sprintf("%s%05d", prefix, s.counter)
}

// person finds somebody by id, by handle (@ana) or by bare handle.
func (s *Server) person(who string) (world.Person, error) {
	name := strings.ToLower(strings.TrimPrefix(who, "@"))
	for _, p := range s.ws.People {
		if p.ID == who || p.Name == name {
			return p, nil
		}
	}
	return world.Person{}, fmt.Errorf("there is nobody called %s", who)
}

// stranger reports whether the person is of another company.
func (s *Server) stranger(p world.Person) bool { return p.Team != s.ws.Team.ID }

// isApp reports whether who names the app's bot user.
func (s *Server) isApp(who string) bool {
	return who == world.AppUser || strings.EqualFold(strings.TrimPrefix(who, "@"), s.app.BotName())
}

// handle is how a user is written in plain text, without the @.
func (s *Server) handle(user string) string {
	if user == world.AppUser {
		return strings.ToLower(s.app.BotName())
	}
	if user == world.Slackbot {
		return "slackbot"
	}
	if p, err := s.person(user); err == nil {
		return p.Name
	}
	return user
}

// zone is where a person's clock hangs; UTC for nobody.
func (s *Server) zone(user string) *time.Location { return cmp.Or(s.zones[user], time.UTC) }

// realName is how a user is called on the page.
func (s *Server) realName(user string) string {
	switch p, err := s.person(user); {
	case user == world.AppUser:
		return s.app.BotName()
	case user == world.Slackbot:
		return "Slackbot"
	case err == nil:
		return p.RealName
	}
	return user
}

// byID finds a conversation by its id; nil if there is none. The lock is held.
func (s *Server) byID(id string) *channel {
	for _, c := range s.channels {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// place finds the conversation that a person means: an id, a name with #, or
// the direct message with the app ("" or @candor). The lock is held.
func (s *Server) place(p world.Person, where string) (*channel, error) {
	if where == "" || s.isApp(where) {
		if s.stranger(p) {
			return nil, fmt.Errorf("@%s has no direct messages with an app of another company", p.Name)
		}
		return s.directWith(p.ID), nil
	}
	for _, c := range s.channels {
		if c.ID == where || c.with == "" && c.Name == strings.TrimPrefix(where, "#") {
			return c, nil
		}
	}
	return nil, fmt.Errorf("there is no channel called %s", where)
}

// directWith is the direct message between the app and a person; it is made at
// first use. The lock is held, or the server not yet shared.
func (s *Server) directWith(user string) *channel {
	for _, c := range s.channels {
		if c.with == user {
			return c
		}
	}
	c := &channel{
		Channel: world.Channel{ID: "D0" + strings.TrimPrefix(user, "U0"), Private: true, Members: []string{user, world.AppUser}},
		with:    user, created: s.o.Now(), read: map[string]string{},
	}
	s.channels = append(s.channels, c)
	return c
}

// sees reports whether a user may read the conversation: members, and people of
// the home team in what is public, unless they are guests.
func (s *Server) sees(c *channel, user string) bool {
	if c.has(user) {
		return true
	}
	p, err := s.person(user)
	return c.with == "" && !c.Private && (user == world.AppUser || err == nil && !s.stranger(p) && !p.Guest)
}

func (c *channel) has(user string) bool { return slices.Contains(c.Members, user) }

// label is how a conversation is called in sentences.
func (s *Server) label(c *channel) string {
	if c.with != "" {
		return "the direct message with @" + s.handle(c.with)
	}
	return "#" + c.Name
}

// Channels returns the channels as they are now, without direct messages.
func (s *Server) Channels() []world.Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []world.Channel
	for _, c := range s.channels {
		if c.with == "" {
			list = append(list, c.Clone())
		}
	}
	return list
}
