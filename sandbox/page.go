package sandbox

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"candor/sandbox/blockkit"
	"candor/sandbox/page"
	"candor/sandbox/wire"
	"candor/sandbox/world"
)

// settleLimit bounds, in real time, how long the page waits for the outcome of
// an act before it is drawn again.
const settleLimit = 3 * time.Second

// A question is a press that waits for the person to be sure.
type question struct {
	press  press
	chosen []string
	asks   blockkit.Confirm
}

// pages adds the pages to the mux.
func (s *Server) pages(mux *http.ServeMux) {
	t := page.Templates()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { s.servePage(w, r, t) })
	mux.HandleFunc("GET /calls", func(w http.ResponseWriter, r *http.Request) { s.serveCalls(w, r, t) })
	mux.HandleFunc("GET /caught", func(w http.ResponseWriter, r *http.Request) { s.serveCaught(w, r, t) })
	mux.HandleFunc("GET /letter", s.serveLetter)
	mux.HandleFunc("GET /open", s.serveOpen)
	mux.HandleFunc("GET /events", s.serveEvents)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { page.NotFound.Say(w, http.StatusNotFound) })
	mux.HandleFunc("GET /icon.svg", page.Asset("icon.svg", "image/svg+xml"))
	mux.HandleFunc("GET /favicon.ico", page.Asset("icon.svg", "image/svg+xml")) // browsers ask for it by themselves
	mux.HandleFunc("GET /style.css", page.Asset("style.css", "text/css; charset=utf-8"))
	mux.HandleFunc("GET /page.js", page.Asset("page.js", "text/javascript; charset=utf-8"))
	for path, act := range map[string]func(context.Context, url.Values) error{
		"/say": s.postSay, "/shortcut": s.postShortcut, "/act": s.postAct, "/answer": s.postAnswer, "/join": s.postJoin, "/home": s.postHome, "/mail": s.postMail,
		"/clock": s.postClock, "/trouble": s.postTrouble, "/dismiss": func(context.Context, url.Values) error { return nil },
	} {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) { s.servePost(w, r, act) })
	}
}

func (s *Server) servePage(w http.ResponseWriter, r *http.Request, t *template.Template) {
	s.mu.Lock()
	data := s.pageView(r.URL.Query())
	s.mu.Unlock()
	page.Draw(w, t, "page", data, s.log)
}

func (s *Server) serveCalls(w http.ResponseWriter, _ *http.Request, t *template.Template) {
	s.mu.Lock()
	data := s.callsView()
	s.mu.Unlock()
	page.Draw(w, t, "calls", data, s.log)
}

// servePost does what was pressed and leads back to the page, which then shows
// what became of it.
func (s *Server) servePost(w http.ResponseWriter, r *http.Request, act func(context.Context, url.Values) error) {
	r.Body = http.MaxBytesReader(w, r.Body, wire.MaxBody)
	if !page.SameSite(r) {
		page.OtherSite.Say(w, http.StatusForbidden)
		return
	}
	if err := r.ParseForm(); err != nil {
		page.Unread.Say(w, http.StatusBadRequest)
		return
	}
	form := r.PostForm
	user := form.Get("user")
	s.mu.Lock()
	s.acted = s.acted || r.URL.Path == "/say"
	delete(s.notices, user)
	channels, before := s.unled[user]
	if !before {
		channels = len(s.channels)
	}
	s.mu.Unlock()

	err := act(r.Context(), form)
	settled := s.settle(r.Context())
	s.mu.Lock()
	if delete(s.unled, user); !settled {
		s.unled[user] = channels
	}
	if err != nil {
		s.notices[user] = err.Error()
		s.show()
	}
	to := s.leadsTo(r.URL.Path, form, s.channels[channels:])
	s.mu.Unlock()
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// leadsTo is where the page goes on after an act: where it was, unless the act
// was to look at the Home or has opened a channel, which the person would
// otherwise have to look for. The fragment is the person's column: where the
// columns do not fit side by side, it is the one to show. The lock is held.
func (s *Server) leadsTo(path string, form url.Values, opened []*channel) string {
	if form.Get("page") == "calls" {
		return "/calls"
	}
	back, _ := url.ParseQuery(form.Get("back")) // only the query: it cannot lead elsewhere
	p, err := s.person(form.Get("user"))
	if err != nil {
		return "/?" + back.Encode()
	}
	side := s.side(p)
	if path == "/home" {
		back.Set(side[:1]+"c", "home")
	}
	for _, c := range opened {
		if c.with == "" && c.Creator == world.AppUser && c.has(p.ID) {
			back.Set(side[:1]+"c", c.ID)
		}
	}
	return "/?" + back.Encode() + "#" + side
}

// serveOpen follows a reference to a channel: the column of who pressed it opens
// that channel, the rest of the page stays as its address says.
func (s *Server) serveOpen(w http.ResponseWriter, r *http.Request) {
	from, _ := url.Parse(r.Referer())
	if from == nil {
		from = &url.URL{}
	}
	s.mu.Lock()
	p, err := s.person(r.URL.Query().Get("user"))
	side := s.side(p)
	s.mu.Unlock()
	if err != nil {
		page.NotFound.Say(w, http.StatusNotFound)
		return
	}
	to := page.With(from.Query(), side[:1], p.ID, side[:1]+"c", r.URL.Query().Get("channel"))
	http.Redirect(w, r, to+"#"+side, http.StatusSeeOther)
}

// settle waits for the outcome of an act, but not for long, and says whether it is known.
func (s *Server) settle(ctx context.Context) (known bool) {
	ctx, cancel := context.WithTimeout(ctx, settleLimit) // real time: somebody looks at the page
	defer cancel()
	var err error
	if s.Sockets() > 0 { // without the app there is nothing to wait for
		err = s.Idle(ctx)
	}
	if s.o.Settle != nil && err == nil {
		err = s.o.Settle(ctx)
	}
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("the outcome of an act is not known", "err", err)
	}
	return err == nil
}

func (s *Server) postSay(ctx context.Context, form url.Values) error {
	user, channel, thread, text := form.Get("user"), form.Get("channel"), form.Get("thread"), strings.TrimSpace(form.Get("text"))
	switch {
	case text == "":
		return nil
	case strings.HasPrefix(text, "/") && thread != "":
		name, _, _ := strings.Cut(text, " ")
		//lint:ignore ST1005 the words are Slack's
		return fmt.Errorf("%s is not supported in threads. Sorry!", name)
	case strings.HasPrefix(text, "/"):
		err := s.Command(ctx, user, channel, text)
		if s.whispered(user, channel, err) {
			return nil // Slackbot has said it
		}
		return err
	}
	_, err := s.Reply(ctx, user, channel, thread, text)
	return err
}

// whispered reports whether the last message that a person sees in the channel
// says the same as err.
func (s *Server) whispered(user, channel string, err error) bool {
	if err == nil {
		return false
	}
	return strings.HasSuffix(s.Text(user, channel), "@slackbot (only you): "+err.Error()+"\n")
}

func (s *Server) postJoin(ctx context.Context, form url.Values) error {
	return s.Join(ctx, form.Get("user"), form.Get("channel"))
}

func (s *Server) postHome(ctx context.Context, form url.Values) error {
	return s.OpenHome(ctx, form.Get("user"))
}

// postAct is anything in a message, a form or a Home: a button, a choice, or the
// submission or closing of the form.
func (s *Server) postAct(ctx context.Context, form url.Values) error {
	user, ts := form.Get("user"), form.Get("ts")
	if ts == "" {
		if err := s.absorb(ctx, user, form); err != nil {
			return err
		}
	}
	switch form.Get("do") {
	case "submit":
		err := s.Submit(ctx, user)
		if s.showsErrors(user) {
			return nil // they stand beside their fields
		}
		return err
	case "close":
		return s.CloseView(ctx, user)
	}

	key, exact := form.Get("press"), true
	if key == "" {
		key, exact = form.Get("choose"), false
	}
	block, rest, ok := strings.Cut(key, "|")
	if !ok || !exact && ts == "" {
		return nil // a choice in a form was absorbed
	}
	action, value, _ := strings.Cut(rest, "|")
	pr := press{user, form.Get("channel"), ts, block, action}
	chosen := form["f|"+block+"|"+action]
	if value != "" {
		chosen = []string{value} // an entry of an overflow menu
	}
	if s.ask(pr, chosen) {
		return nil
	}
	return s.pressExactly(ctx, pr, func(blockkit.Placed) []string { return chosen })
}

// ask puts a press off if its element wants the person to be sure.
func (s *Server) ask(pr press, chosen []string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _, pl, err := s.exactly(pr.user, pr.channel, pr.ts, pr.blockID, pr.actionID)
	if err != nil || pl.Confirm == nil {
		return false
	}
	s.asking[pr.user] = &question{press: pr, chosen: chosen, asks: *pl.Confirm}
	s.show()
	return true
}

// postAnswer is the answer to "are you sure?".
func (s *Server) postAnswer(ctx context.Context, form url.Values) error {
	user := form.Get("user")
	s.mu.Lock()
	q := s.asking[user]
	delete(s.asking, user)
	s.show()
	s.mu.Unlock()
	if q == nil || form.Get("do") != "yes" {
		return nil
	}
	return s.pressExactly(ctx, q.press, func(blockkit.Placed) []string { return q.chosen })
}

// showsErrors reports whether the person's form shows errors beside its fields.
func (s *Server) showsErrors(user string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.top(user)
	return v != nil && len(v.errors) > 0
}

// absorb takes what was typed into a form over into its state. Fields that
// dispatch tell the app.
func (s *Server) absorb(ctx context.Context, user string, form url.Values) error {
	s.mu.Lock()
	p, err := s.person(user)
	v := s.top(p.ID)
	if v == nil {
		v = s.homes[p.ID]
	}
	if err != nil || v == nil || v.ID != form.Get("view") {
		s.mu.Unlock()
		return errors.Join(err, errors.New("this form is not open any more"))
	}
	var dispatch []func() error
	for pl := range blockkit.Elements(v.blocks) {
		if !pl.Stateful() {
			continue
		}
		chosen := page.Typed(p, pl, form["f|"+pl.Key()])
		if slices.Equal(chosen, v.typed.Of(pl)) {
			continue
		}
		now := v.typed.Of(pl)
		v.typed.Set(pl, chosen)
		if pl.Block.Type == "input" && !pl.DispatchAction {
			s.efforts.Filled(p.ID, pl, now, chosen)
		} else {
			pr := press{user, "", "", pl.Block.BlockID, pl.ActionID}
			dispatch = append(dispatch, func() error { return s.pressExactly(ctx, pr, func(blockkit.Placed) []string { return chosen }) })
		}
	}
	s.mu.Unlock()
	for _, d := range dispatch {
		if err := d(); err != nil {
			return err
		}
	}
	return nil
}

// postClock moves the product's clock.
func (s *Server) postClock(ctx context.Context, form url.Values) error {
	if s.o.Advance == nil {
		return errors.New("the clock cannot be moved here")
	}
	to := s.o.Now()
	switch form.Get("by") {
	case "due":
		due, ok := s.nextDue()
		if !ok {
			return errors.New("nothing is due")
		}
		to = due
	default:
		d, err := time.ParseDuration(form.Get("by"))
		if err != nil || d <= 0 || d > 48*time.Hour {
			return fmt.Errorf("%q is no time to move on by", form.Get("by"))
		}
		to = to.Add(d)
	}
	// Whoever reloads the page meanwhile leaves this request: the clock still arrives.
	err := s.o.Advance(context.WithoutCancel(ctx), to)
	s.mu.Lock()
	s.show()
	s.mu.Unlock()
	return err
}

func (s *Server) nextDue() (time.Time, bool) {
	if s.o.NextDue == nil {
		return time.Time{}, false
	}
	return s.o.NextDue()
}

// postTrouble orders trouble from the inspector.
func (s *Server) postTrouble(ctx context.Context, form url.Values) error {
	kind := form.Get("kind")
	for _, t := range s.o.Troubles {
		if t.Kind == kind {
			said, err := t.Do(ctx)
			s.mu.Lock()
			defer s.mu.Unlock()
			if form.Get("page") == "calls" { // the page of the people shows by itself what it began
				s.notices[""] = said
			}
			return err
		}
	}
	if f, known := page.Troubles[kind]; known {
		s.Break(f)
		return nil
	}
	switch kind {
	case "slow":
		s.SetLatency(2 * time.Second)
	case "drop":
		s.DropSockets("")
	case "redeliver":
		s.Redeliver()
	case "mend":
		s.Mend("")
	default:
		return fmt.Errorf("there is no trouble called %q", kind)
	}
	return nil
}

// clockLook is how often, in real time, the stream looks whether the minute on
// the page has passed.
const clockLook = 2 * time.Second

// serveEvents tells the page that something has changed; it then fetches itself
// again.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	page.Harden(w.Header())
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w)
	minute := time.NewTicker(clockLook)
	defer minute.Stop()
	told := ""
	for {
		s.mu.Lock()
		drawn, changed := s.drawn(), s.bell.Changed()
		s.mu.Unlock()
		if drawn != told {
			told = drawn
			if _, err := fmt.Fprintf(w, "data: %s\n\n", drawn); err != nil || flush.Flush() != nil {
				return
			}
		}
		select {
		case <-changed:
		case <-minute.C:
		case <-r.Context().Done():
			return
		case <-s.closed:
			return
		}
	}
}
