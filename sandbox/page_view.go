package sandbox

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/sandbox/blockkit"
	"candor/sandbox/page"
	"candor/sandbox/world"
)

func (s *Server) pageView(q url.Values) *page.Page {
	v := &page.Page{Title: s.app.BotName() + " sandbox", Version: s.drawn(), CanMove: s.o.Advance != nil, Links: s.o.Links, Caught: len(s.mails) + len(s.caught), Back: page.Query(q)}
	if s.o.Drill != nil {
		v.Drill = s.o.Drill()
	}
	team := s.columnView(q, "team", "Your team sees", func(p world.Person) bool { return !s.stranger(p) })
	client := s.columnView(q, "client", "The client sees", s.stranger)
	here := time.UTC
	if team != nil {
		v.Columns, here = append(v.Columns, team), s.zone(team.Person.ID)
		s.welcome(team)
	}
	if client != nil {
		v.Columns = append(v.Columns, client)
	}
	if team != nil && client != nil {
		team.Other, client.Other = client, team
	}

	now := s.o.Now().In(here)
	v.Date, v.Clock = now.Format("Mon 2 Jan 2006"), now.Format("15:04 MST")
	if due, ok := s.nextDueUnlocked(); ok && v.CanMove {
		v.Due = due.In(here).Format("15:04")
		if due.Sub(now) > 20*time.Hour {
			v.Due = due.In(here).Format("Mon 15:04")
		}
	}
	return v
}

// drawn names the state that a page shows: what happened, and the minute on its
// clock.
func (s *Server) drawn() string {
	return fmt.Sprintf("%d.%d", s.version, s.o.Now().Unix()/60)
}

// welcome tells a newcomer where to begin.
func (s *Server) welcome(team *page.Column) {
	if s.acted || len(s.app.Features.Commands) == 0 || team.Place == nil || team.Place.Home {
		return
	}
	team.Command = s.app.Features.Commands[0].Command
	team.Hint = fmt.Sprintf("You are %s at %s. Type %s to begin.", team.Person.FirstName(), s.ws.Team.Name, team.Command)
}

// nextDueUnlocked asks for the next deadline without the lock: the answer may
// need the product, and the product may need the sandbox.
func (s *Server) nextDueUnlocked() (time.Time, bool) {
	s.mu.Unlock()
	defer s.mu.Lock()
	return s.nextDue()
}

// side is the column in which a person stands.
func (s *Server) side(p world.Person) string {
	if s.stranger(p) {
		return "client"
	}
	return "team"
}

// columnView draws one side of the page; nil if there is nobody on it. The state
// of the column stands under two keys: k for the person, kc for the channel; k is
// the first letter of the column's own key.
func (s *Server) columnView(q url.Values, key, title string, ours func(world.Person) bool) *page.Column {
	k := key[:1]
	var people []world.Person
	for _, p := range s.ws.People {
		if ours(p) {
			people = append(people, p)
		}
	}
	if len(people) == 0 {
		return nil
	}
	at := max(0, slices.IndexFunc(people, func(p world.Person) bool { return p.ID == q.Get(k) }))
	c := &page.Column{Key: key, Title: title, Person: people[at], Company: s.ws.TeamByID(people[at].Team).Name, Back: page.Query(q), Notice: s.notices[people[at].ID]}
	c.Eye = s.eye(c.Person.ID)
	for i, p := range people {
		c.People = append(c.People, page.Tab{Label: p.FirstName(), URL: page.With(q, k, p.ID), Here: i == at})
	}
	s.channelTabs(c, q, k)
	if v := s.top(c.Person.ID); v != nil {
		c.Modal = s.formView(c, v)
	}
	if q := s.asking[c.Person.ID]; q != nil {
		c.Question = &q.asks
	}
	return c
}

// channelTabs fills in the list of channels and opens one of them.
func (s *Server) channelTabs(c *page.Column, q url.Values, k string) {
	wanted := q.Get(k + "c")
	me := c.Person.ID
	var list []*channel
	for _, ch := range s.channels {
		if s.sees(ch, me) && (!ch.Archived || ch.has(me)) {
			list = append(list, ch)
		}
	}
	slices.SortStableFunc(list, func(a, b *channel) int { return cmp.Compare(rank(a, me), rank(b, me)) })
	var here *channel
	for _, ch := range list {
		if ch.ID == wanted || ch.with != "" && wanted == "home" || here == nil && ch.has(me) && wanted == "" {
			here = ch
		}
	}
	mail, inMail := s.mailTab(c, wanted, page.With(q, k+"c", mailPlace, k, me))
	if here == nil && len(list) > 0 && !inMail {
		here = list[0]
	}
	if here != nil {
		c.Place = s.placeView(c, here, wanted == "home" && here.with != "", page.With(q, k+"c", here.ID))
	}
	for _, ch := range list {
		t := page.Tab{Label: ch.Name, Mark: "#", URL: page.With(q, k+"c", ch.ID, k, me), Here: ch == here, Dim: !ch.has(me), Unread: s.unread(ch, me)}
		switch {
		case ch.with != "":
			t.Label, t.Mark = s.app.BotName(), "@"
		case ch.Private:
			t.Mark = "▣"
		}
		c.Channels = append(c.Channels, t)
	}
	c.Channels = append(c.Channels, mail...)
}

// rank orders the list: one's own channels, the direct message, what one could
// join, archives.
func rank(c *channel, user string) int {
	switch {
	case c.Archived:
		return 3
	case !c.has(user):
		return 2
	case c.with != "":
		return 1
	}
	return 0
}

// unread counts what others said since the person last looked.
func (s *Server) unread(c *channel, user string) int {
	if !c.has(user) {
		return 0
	}
	n := 0
	for _, m := range c.visible(user) {
		if m.User != user && m.Subtype == "" && !m.Deleted && after(m.TS, c.read[user]) {
			n++
		}
	}
	return n
}

func (s *Server) placeView(c *page.Column, ch *channel, home bool, messagesURL string) *page.Place {
	me := c.Person.ID
	if n := len(ch.messages); n > 0 && !home {
		ch.read[me] = ch.messages[n-1].TS
	}
	v := &page.Place{
		Key: c.Key, ID: ch.ID, Name: "#" + ch.Name, Topic: s.reader.PlainFor(ch.Topic, "", me), About: s.about(ch),
		MessagesURL: messagesURL, Home: home, MayWrite: ch.has(me) && !ch.Archived, MayJoin: !ch.has(me) && !ch.Archived,
		Placeholder: "Message",
	}
	if ch.with != "" {
		v.Direct, v.HasHome, v.Name, v.Topic, v.About = true, s.app.Features.AppHome.Home, s.app.BotName(), "", "app, direct message"
	}
	if len(s.app.Features.Commands) > 0 && !s.stranger(c.Person) {
		v.Placeholder += ", or type " + s.app.Features.Commands[0].Command
	}
	if home {
		if h := s.homes[me]; h != nil {
			v.Form = s.formView(c, h)
		}
		return v
	}
	v.Messages = s.messageViews(c, ch)
	return v
}

// about says who is in a channel.
func (s *Server) about(c *channel) string {
	people := 0
	for _, m := range c.Members {
		if m != world.AppUser {
			people++
		}
	}
	parts := []string{fmt.Sprintf("%d people", people)}
	if people == 1 {
		parts[0] = "1 person"
	}
	if c.Private {
		parts = append(parts, "private")
	}
	for _, t := range c.SharedWith {
		parts = append(parts, "shared with "+s.ws.TeamByID(t).Name)
	}
	if len(c.Pins) > 0 {
		parts = append(parts, fmt.Sprintf("%d pinned", len(c.Pins)))
	}
	if c.Archived {
		parts = append(parts, "archived")
	}
	return strings.Join(parts, " · ")
}

// messageViews lists the messages of a channel with their threads.
func (s *Server) messageViews(c *page.Column, ch *channel) []*page.Message {
	var list []*page.Message
	day := ""
	visible := ch.visible(c.Person.ID)
	for _, m := range visible {
		if m.ThreadTS != "" && !m.Broadcast {
			continue
		}
		v := s.messageView(c, ch, m)
		if d := messageTime(m.TS).In(s.zone(c.Person.ID)).Format("Monday, 2 January"); d != day {
			v.Day, day = d, d
		}
		if m.Broadcast {
			if parent := ch.any(m.ThreadTS); parent != nil {
				v.Excerpt = page.Excerpt(s.reader.PlainFor(parent.Text, "", c.Person.ID))
			}
			v.CanReply = false
			v.ID += "-also"
			list = append(list, v)
			continue
		}
		for _, r := range visible {
			if r.ThreadTS == m.TS && r.TS != m.TS && !r.Deleted {
				rv := s.messageView(c, ch, r)
				rv.InThread, rv.CanReply = true, false
				v.Replies = append(v.Replies, rv)
			}
		}
		list = append(list, v)
	}
	return list
}

// messageTime reads a timestamp.
func messageTime(ts string) time.Time { return time.UnixMicro(microseconds(ts)).UTC() }

func (s *Server) messageView(c *page.Column, ch *channel, m *message) *page.Message {
	me := c.Person.ID
	v := &page.Message{
		Column: c, Channel: ch.ID, TS: m.TS, ID: c.Key + "-" + m.TS, Author: s.realName(m.User), App: m.User == world.AppUser || m.User == world.Slackbot, System: m.Subtype != "",
		Time: messageTime(m.TS).In(s.zone(c.Person.ID)).Format("15:04"), Ephemeral: m.Ephemeral != "", Edited: m.Edited && !m.Deleted, Deleted: m.Deleted,
		Pinned: slices.Contains(ch.Pins, m.TS), Broadcast: m.Broadcast, CanReply: m.Ephemeral == "" && !m.Deleted && !ch.Archived && ch.has(me) && m.Subtype == "",
	}
	for _, word := range strings.Fields(v.Author) {
		v.Initials += string([]rune(word)[:1])
	}
	v.Tint = "tint" + strconv.Itoa(page.Tint(m.User))
	if t := s.teamOf(m.User); t != c.Person.Team && ch.Shared && m.User != world.Slackbot {
		v.Badge = s.ws.TeamByID(t).Name
	}
	for _, name := range sortedKeys(m.Reactions) {
		v.Reactions = append(v.Reactions, fmt.Sprintf("%s %d", blockkit.Emoji(":"+name+":"), len(m.Reactions[name])))
	}
	if s.offersShortcuts(c.Person, ch, m) && m.Subtype == "" {
		v.Shortcuts = s.app.ShortcutNames()
	}
	switch {
	case m.Deleted:
	case len(m.blocks) > 0:
		v.Blocks = c.Eye.Blocks(v.ID, m.blocks, m.chosen(me), nil)
	case m.Subtype == "channel_join" || m.Subtype == "group_join":
		v.Text = "joined"
	default:
		v.Text = s.reader.HTML(m.Text, me)
	}
	return v
}

// callsView is the inspector: the newest call first.
func (s *Server) callsView() any {
	type row struct {
		Method, At, Answer string
		Status             string
		OK                 bool
		Args               [][2]string
	}
	v := struct {
		Title    string
		Calls    []row
		Sockets  int
		Faults   []string
		Latency  time.Duration
		Notice   string
		Troubles []page.Trouble
	}{Title: s.app.BotName() + " sandbox", Sockets: s.hub.Count(), Latency: s.latency, Notice: s.notices[""], Troubles: s.o.Troubles}
	for _, f := range s.faults {
		v.Faults = append(v.Faults, f.String())
	}
	const most = 300
	for i := len(s.calls) - 1; i >= max(0, len(s.calls)-most); i-- {
		c := s.calls[i]
		r := row{Method: c.Method, At: c.At.UTC().Format("15:04:05"), Answer: c.Answer, Status: strconv.Itoa(c.Status), OK: strings.HasPrefix(c.Answer, "{") && strings.Contains(c.Answer, `"ok":true`)}
		if c.Status == 0 {
			r.Status, r.OK = "lost", false
		}
		for _, k := range sortedKeys(c.Args) {
			r.Args = append(r.Args, [2]string{k, c.Args[k]})
		}
		v.Calls = append(v.Calls, r)
	}
	return v
}
