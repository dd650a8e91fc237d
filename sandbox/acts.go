package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"candor/sandbox/blockkit"
	"candor/sandbox/effort"
	"candor/sandbox/socket"
	"candor/sandbox/wire"
	"candor/sandbox/world"
)

// actor finds who acts and where, and checks that they are there. The lock is
// held.
func (s *Server) actor(user, where string) (world.Person, *channel, error) {
	p, err := s.person(user)
	if err != nil {
		return p, nil, err
	}
	c, err := s.place(p, where)
	switch {
	case err != nil:
		return p, nil, err
	case c.Archived:
		return p, nil, fmt.Errorf("#%s is archived", c.Name)
	case !c.has(p.ID):
		return p, nil, fmt.Errorf("@%s is not in %s", p.Name, s.label(c))
	}
	return p, c, nil
}

// whisper is Slackbot telling one person something. The lock is held.
func (s *Server) whisper(c *channel, user, text string) error {
	s.add(c, &message{Message: Message{User: world.Slackbot, Text: blockkit.Escape(text), Ephemeral: user}})
	return errors.New(text)
}

// Command types a slash command, with the slash, and returns once the app has
// acknowledged it. What Slackbot would say is the error. The commands /invite,
// /join and /leave are Slack's own.
func (s *Server) Command(ctx context.Context, user, channel, text string) error {
	s.mu.Lock()
	s.acted = true
	p, c, err := s.actor(user, channel)
	name, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if name == "/join" {
		s.mu.Unlock()
		return s.Join(ctx, user, strings.TrimSpace(rest))
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	switch name {
	case "/invite":
		s.mu.Unlock()
		return s.Invite(ctx, user, channel, strings.Fields(rest)...)
	case "/leave":
		s.leave(c, p.ID)
		s.mu.Unlock()
		return nil
	}
	command, ok := s.app.Command(name)
	switch {
	case !ok:
		err = s.whisper(c, p.ID, name+" is not a valid command.")
	case s.stranger(p):
		err = s.whisper(c, p.ID, name+" is not available to you: the app belongs to "+s.ws.Team.Name+".")
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	rest = strings.TrimSpace(rest)
	if command.Escape {
		rest = s.escapeTyped(rest, true)
	} else {
		rest = blockkit.Escape(rest)
	}
	s.efforts.Wrote(p.ID, name)
	payload := s.commandPayload(p, c, name, rest)
	reply := &replyURL{user: p.ID, channel: c.ID}
	e := s.newEnvelope("slash_commands", true, payload)
	s.mu.Unlock()

	ack, err := s.tell(ctx, e)
	if err != nil {
		return s.commandFailed(c, p, name, err)
	}
	return s.answerCommand(c, p, name, reply, ack)
}

// commandFailed tells the person what Slackbot would.
func (s *Server) commandFailed(c *channel, p world.Person, name string, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case errors.Is(err, socket.ErrNoAnswer):
		return s.whisper(c, p.ID, name+" failed because the app did not respond (operation_timeout)")
	case errors.Is(err, socket.ErrNoApp):
		return s.whisper(c, p.ID, name+` failed with the error "dispatch_failed": the app is not connected`)
	}
	return err
}

// answerCommand posts what the app put into its acknowledgement.
func (s *Server) answerCommand(c *channel, p world.Person, name string, r *replyURL, ack json.RawMessage) error {
	if len(ack) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := wire.JSONArgs(ack)
	if !ok {
		return s.whisper(c, p.ID, name+" failed: the app's answer is not an object")
	}
	said, no := s.readContent(a)
	switch {
	case no != nil:
		return s.whisper(c, p.ID, fmt.Sprintf("%s failed with the error %q: %s", name, no.Code, strings.Join(no.Messages, "; ")))
	case !said.empty():
		s.answer(r, a["response_type"], said)
	}
	return nil
}

// Say lets a person write in a channel. It returns once the app has
// acknowledged the event, or did not within Slack's 3 seconds.
func (s *Server) Say(ctx context.Context, user, channel, text string) (ts string, err error) {
	return s.Reply(ctx, user, channel, "", text)
}

// Reply lets a person write in the thread of the message parent; with "" in the
// channel.
func (s *Server) Reply(ctx context.Context, user, channel, parent, text string) (ts string, err error) {
	s.mu.Lock()
	p, c, err := s.actor(user, channel)
	switch {
	case err != nil:
	case strings.TrimSpace(text) == "":
		err = errors.New("there is nothing to say")
	case c.with != "" && (!s.app.Features.AppHome.Messages || s.app.Features.AppHome.ReadOnly):
		err = errors.New("sending messages to this app has been turned off")
	case parent != "" && c.find(parent) == nil:
		err = fmt.Errorf("there is no message %s in %s", parent, s.label(c))
	}
	if err != nil {
		s.mu.Unlock()
		return "", err
	}
	s.efforts.Wrote(p.ID, text)
	m := &message{Message: Message{User: p.ID, ThreadTS: parent, Text: s.escapeTyped(text, false)}}
	s.add(c, m)
	s.mu.Unlock()
	return m.TS, s.delivered(ctx)
}

// Edit lets a person change what they wrote.
func (s *Server) Edit(ctx context.Context, user, channel, ts, text string) error {
	s.mu.Lock()
	c, m, err := s.written(user, channel, ts)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	before := s.wire(c, m, true)
	m.Text, m.Edited, m.edited = s.escapeTyped(text, false), true, s.stamp()
	s.emitChanged(c, m, before)
	s.show()
	s.mu.Unlock()
	return s.delivered(ctx)
}

// Unsay lets a person delete what they wrote.
func (s *Server) Unsay(ctx context.Context, user, channel, ts string) error {
	s.mu.Lock()
	c, m, err := s.written(user, channel, ts)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.remove(c, m)
	s.mu.Unlock()
	return s.delivered(ctx)
}

// written finds a message of the person's own. The lock is held.
func (s *Server) written(user, where, ts string) (*channel, *message, error) {
	p, c, err := s.actor(user, where)
	if err != nil {
		return nil, nil, err
	}
	m := c.find(ts)
	if m == nil || m.User != p.ID || m.Subtype != "" {
		return nil, nil, fmt.Errorf("@%s wrote no message %s in %s", p.Name, ts, s.label(c))
	}
	return c, m, nil
}

// React lets a person add an emoji, such as "eyes", to a message.
func (s *Server) React(ctx context.Context, user, channel, ts, emoji string) error {
	s.mu.Lock()
	p, c, err := s.actor(user, channel)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	m := c.find(ts)
	if m == nil || slices.Contains(m.Reactions[emoji], p.ID) {
		s.mu.Unlock()
		return fmt.Errorf("there is no message %s, or it has that reaction", ts)
	}
	if m.Reactions == nil {
		m.Reactions = map[string][]string{}
	}
	m.Reactions[emoji] = append(slices.Clone(m.Reactions[emoji]), p.ID)
	s.emit("reaction_added", c, wire.Object{"user": p.ID, "reaction": emoji, "item_user": m.User, "item": wire.Object{"type": "message", "channel": c.ID, "ts": m.TS}})
	s.show()
	s.mu.Unlock()
	return s.delivered(ctx)
}

// Invite lets a person add others, or the app, to a channel.
func (s *Server) Invite(ctx context.Context, user, channel string, users ...string) error {
	s.mu.Lock()
	p, c, err := s.actor(user, channel)
	var ids []string
	for _, u := range users {
		id := world.AppUser
		if !s.isApp(u) {
			other, e := s.person(u)
			if err = errors.Join(err, e); e == nil && s.stranger(other) && !slices.Contains(c.SharedWith, other.Team) {
				err = errors.Join(err, fmt.Errorf("%s is not shared with @%s's company", s.label(c), other.Name))
			}
			id = other.ID
		}
		ids = append(ids, id)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	for _, id := range ids {
		if !c.has(id) {
			s.join(c, id, p.ID)
		}
	}
	s.mu.Unlock()
	return s.delivered(ctx)
}

// Join lets a person enter a public channel.
func (s *Server) Join(ctx context.Context, user, where string) error {
	s.mu.Lock()
	p, err := s.person(user)
	var c *channel
	if err == nil {
		c, err = s.place(p, where)
	}
	if err == nil && !s.sees(c, p.ID) {
		err = fmt.Errorf("there is no channel called %s", where)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	if !c.has(p.ID) {
		s.join(c, p.ID, "")
	}
	s.mu.Unlock()
	return s.delivered(ctx)
}

// leave takes a person out of a channel. The lock is held.
func (s *Server) leave(c *channel, user string) {
	s.emit("member_left_channel", c, wire.Object{"user": user, "channel": c.ID, "channel_type": c.channelType(), "team": s.teamOf(user)})
	c.Members = slices.DeleteFunc(c.Members, func(m string) bool { return m == user })
	s.show()
}

// Share shares a channel with the first partner that it is not shared with.
func (s *Server) Share(ctx context.Context, channel string) error {
	s.mu.Lock()
	c, err := s.place(world.Person{Team: s.ws.Team.ID}, channel)
	i := -1
	if err == nil {
		i = slices.IndexFunc(s.ws.Partners, func(t world.Team) bool { return !slices.Contains(c.SharedWith, t.ID) })
	}
	if err != nil || i < 0 {
		s.mu.Unlock()
		return errors.Join(err, fmt.Errorf("%s cannot be shared with anybody else", channel))
	}
	team := s.ws.Partners[i].ID
	c.Shared, c.SharedWith, c.Pending = true, append(c.SharedWith, team), false
	s.emit("channel_shared", c, wire.Object{"connected_team_id": team, "channel": c.ID})
	s.show()
	s.mu.Unlock()
	return s.delivered(ctx)
}

// Unshare ends that a channel is shared with anybody, as the owner of one of the
// workspaces does: the other company's people are out of it.
func (s *Server) Unshare(ctx context.Context, channel string) error {
	s.mu.Lock()
	c, err := s.place(world.Person{Team: s.ws.Team.ID}, channel)
	if err != nil || !c.Shared {
		s.mu.Unlock()
		return errors.Join(err, fmt.Errorf("%s is shared with nobody", channel))
	}
	gone := c.SharedWith
	c.Shared, c.SharedWith = false, nil
	c.Members = slices.DeleteFunc(c.Members, func(m string) bool { return m != world.AppUser && slices.Contains(gone, s.teamOf(m)) })
	for _, team := range gone {
		s.emit("channel_unshared", c, wire.Object{"previously_connected_team_id": team, "channel": c.ID, "is_ext_shared": false})
	}
	s.show()
	s.mu.Unlock()
	return s.delivered(ctx)
}

// OfferShare invites another company to share a channel; nobody has accepted
// yet. Slack sends no event for it.
func (s *Server) OfferShare(channel string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.place(world.Person{Team: s.ws.Team.ID}, channel)
	if err == nil {
		c.Pending = true
		s.show()
	}
	return err
}

// Regrade makes a person of the home workspace an admin, a guest or an ordinary
// member, as an owner of the workspace does.
func (s *Server) Regrade(user string, admin, guest bool) error {
	return s.Change(user, func(p *world.Person) { p.Admin, p.Guest = admin, guest })
}

// Account ends a person's account, as an admin does when somebody leaves the company, or brings it
// back.
func (s *Server) Account(user string, ended bool) error {
	return s.Change(user, func(p *world.Person) {
		p.Left = ended
		s.emit("user_change", nil, wire.Object{"user": s.wireUser(*p)})
	})
}

// Change changes what is true of a person, such as when they have Do Not Disturb on.
func (s *Server) Change(user string, fn func(*world.Person)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	if err != nil {
		return err
	}
	fn(&s.ws.People[slices.IndexFunc(s.ws.People, func(have world.Person) bool { return have.ID == p.ID })])
	s.show()
	return nil
}

// OpenHome lets a person open the app's Home.
func (s *Server) OpenHome(ctx context.Context, user string) error {
	s.mu.Lock()
	p, err := s.person(user)
	switch {
	case err != nil:
	case s.stranger(p):
		err = fmt.Errorf("@%s cannot open an app of another company", p.Name)
	case !s.app.Features.AppHome.Home:
		err = errors.New("the app has no Home: home_tab_enabled is not set in the manifest")
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.efforts.Tapped(p.ID)
	c := s.directWith(p.ID)
	inner := wire.Object{"user": p.ID, "channel": c.ID, "tab": "home"}
	if v := s.homes[p.ID]; v != nil {
		inner["view"] = s.wireView(v)
	}
	s.emit("app_home_opened", c, inner)
	s.mu.Unlock()
	return s.delivered(ctx)
}

// delivered waits until all events that are under way have been acknowledged,
// or Slack would stop waiting. People do not learn whether an event arrived, so
// neither is an error.
func (s *Server) delivered(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, socket.AckLimit) // real time
	defer cancel()
	for {
		changed := s.bell.Changed()
		if !s.hub.Delivering() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

var (
	typedUser    = regexp.MustCompile(`(^|[\s(])@([\pL\d._-]+)`)
	typedChannel = regexp.MustCompile(`(^|[\s(])#([\pL\d_-]+)`)
	typedLink    = regexp.MustCompile(`https?://[^\s<>]+`)
)

// escapeTyped turns what a person typed into what Slack stores: names become
// references, links are bracketed, the rest is escaped. In commands references
// also carry the name.
func (s *Server) escapeTyped(text string, withName bool) string {
	text = blockkit.EscapeAll(text)
	named := func(name string) string {
		if withName {
			return "|" + name
		}
		return ""
	}
	text = typedUser.ReplaceAllStringFunc(text, func(found string) string {
		before, name, _ := strings.Cut(found, "@")
		trail := strings.TrimRight(name, ".-_")
		rest := name[len(trail):]
		if s.isApp(trail) {
			return before + "<@" + world.AppUser + named(s.handle(world.AppUser)) + ">" + rest
		}
		if p, err := s.person("@" + trail); err == nil {
			return before + "<@" + p.ID + named(p.Name) + ">" + rest
		}
		return found
	})
	text = typedChannel.ReplaceAllStringFunc(text, func(found string) string {
		before, name, _ := strings.Cut(found, "#")
		for _, c := range s.channels {
			if c.with == "" && c.Name == name {
				return before + "<#" + c.ID + "|" + name + ">" // messages carry the name, too
			}
		}
		return found
	})
	return typedLink.ReplaceAllString(text, "<$0>")
}

// TakeEffort returns what a person has done since the last call, or since the
// beginning, and counts anew from now on. It knows what came in here, whoever sent
// it: the page, a test or a story.
func (s *Server) TakeEffort(user string) (effort.Effort, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	if err != nil {
		return effort.Effort{}, err
	}
	e := s.efforts.Take(p.ID)
	if v := s.top(p.ID); v != nil {
		s.efforts.Asked(p.ID, v.blocks)
	}
	return e, nil
}
