package sandbox

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/sandbox/blockkit"
	"candor/sandbox/wire"
	"candor/sandbox/world"
)

// known finds a conversation by id as the app sees it: a private channel that
// the app is not in does not exist for it. The lock is held.
func (s *Server) known(id string) (*channel, *wire.Refusal) {
	c := s.byID(id)
	if c == nil || c.Private && !c.has(world.AppUser) {
		return nil, wire.Refuse("channel_not_found")
	}
	return c, nil
}

// joined refuses a conversation, which was found, that the app is not in.
func joined(c *channel, no *wire.Refusal) (*channel, *wire.Refusal) {
	if no == nil && !c.has(world.AppUser) {
		no = wire.Refuse("not_in_channel")
	}
	return c, no
}

// kind is which of Slack's kinds a conversation is, as in the names of scopes.
func (c *channel) kind() string {
	switch {
	case c.with != "":
		return "im"
	case c.Private:
		return "groups"
	}
	return "channels"
}

// allowed finds a conversation and asks for the scope that its kind needs: what
// is "read", "history", "write" and so on.
func (s *Server) allowed(id, what string) (*channel, *wire.Refusal) {
	c, no := s.known(id)
	if no != nil {
		return nil, no
	}
	return c, s.needs(c.kind(), what)
}

// needs asks for one scope. Writing in public channels is called manage.
func (s *Server) needs(kind, what string) *wire.Refusal {
	scope := kind + ":" + what
	if kind == "channels" && what == "write" {
		scope = "channels:manage"
	}
	if !s.app.Has(scope) {
		return &wire.Refusal{Code: "missing_scope", Needed: scope}
	}
	return nil
}

// changeable finds a channel that the app is in and may change.
func (s *Server) changeable(id string) (*channel, *wire.Refusal) {
	c, no := s.allowed(id, "write")
	switch {
	case no != nil:
		return nil, no
	case c.with != "":
		return nil, wire.Refuse("method_not_supported_for_channel_type")
	case c.Archived:
		return nil, wire.Refuse("is_archived")
	case !c.has(world.AppUser):
		return nil, wire.Refuse("not_in_channel")
	}
	return c, nil
}

// wireChannel is the conversation as the Web API writes it.
func (s *Server) wireChannel(c *channel) wire.Object {
	o := wire.Object{
		"id": c.ID, "created": c.created.Unix(), "is_archived": c.Archived, "context_team_id": s.ws.Team.ID,
		"is_im": c.with != "", "is_org_shared": false,
	}
	if c.with != "" {
		o["user"], o["is_user_deleted"] = c.with, false
		return o
	}
	// Private channels made today are is_group with an id that starts with C.
	o["name"], o["name_normalized"] = c.Name, c.Name
	o["is_channel"], o["is_group"], o["is_private"] = !c.Private, c.Private, c.Private
	o["is_mpim"], o["is_general"], o["is_member"] = false, false, c.has(world.AppUser)
	o["creator"] = c.Creator
	o["is_shared"], o["is_ext_shared"], o["is_pending_ext_shared"] = c.Shared, c.Shared, c.Pending
	o["topic"] = wire.Object{"value": c.Topic, "creator": c.Creator, "last_set": c.created.Unix()}
	o["purpose"] = wire.Object{"value": "", "creator": "", "last_set": 0}
	if c.Shared {
		o["shared_team_ids"] = append([]string{s.ws.Team.ID}, c.SharedWith...)
		o["connected_team_ids"] = list(c.SharedWith)
		o["internal_team_ids"] = []string{}
		o["conversation_host_id"] = s.ws.Team.ID
	}
	return o
}

var channelName = regexp.MustCompile(`^[a-z0-9_-]+$`)

// checkName says what Slack says about the name of a channel. The lock is held.
func (s *Server) checkName(name string) *wire.Refusal {
	switch {
	case name == "":
		return wire.Refuse("invalid_name_required")
	case utf8.RuneCountInString(name) > 80:
		return wire.Refuse("invalid_name_maxlength")
	case !channelName.MatchString(name):
		return wire.Refuse("invalid_name_specials")
	case strings.Trim(name, "-_") == "":
		return wire.Refuse("invalid_name_punctuation")
	}
	for _, c := range s.channels {
		if c.with == "" && c.Name == name { // archived channels and hidden ones keep their names
			return wire.Refuse("name_taken")
		}
	}
	return nil
}

func (s *Server) createChannel(a wire.Args) (wire.Object, *wire.Refusal) {
	kind := "channels"
	if a.Flag("is_private") {
		kind = "groups"
	}
	if no := s.needs(kind, "write"); no != nil {
		return nil, no
	}
	if no := s.checkName(a["name"]); no != nil {
		return nil, no
	}
	c := &channel{
		Channel: world.Channel{ID: s.id("C0"), Name: a["name"], Private: a.Flag("is_private"), Creator: world.AppUser, Members: []string{world.AppUser}},
		created: s.o.Now(), read: map[string]string{},
	}
	s.channels = append(s.channels, c)
	s.show()
	return wire.Object{"channel": s.wireChannel(c)}, nil
}

// inviteMembers adds people. One who cannot be added stops the whole call, and
// nobody is added, unless force is set.
func (s *Server) inviteMembers(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.changeable(a["channel"])
	if no != nil && no.Code == "missing_scope" && s.byID(a["channel"]).kind() == "channels" && s.app.Has("channels:write.invites") {
		c, no = s.byID(a["channel"]), nil
	}
	if no != nil {
		return nil, no
	}
	users := a.List("users")
	if len(users) == 0 {
		return nil, wire.Refuse("no_user")
	}
	var errs []wire.Object
	var join []string
	for _, u := range users {
		if code := s.cannotJoin(c, u); code != "" {
			errs = append(errs, wire.Object{"user": u, "ok": false, "error": code})
		} else if !slices.Contains(join, u) {
			join = append(join, u)
		}
	}
	if len(errs) > 0 && !a.Flag("force") || len(join) == 0 {
		return wire.Object{"ok": false, "error": errs[0]["error"], "errors": errs}, nil
	}
	for _, u := range join {
		s.join(c, u, world.AppUser)
	}
	return wire.Object{"channel": s.wireChannel(c)}, nil
}

// cannotJoin says why somebody cannot be invited by the app, or "".
func (s *Server) cannotJoin(c *channel, user string) string {
	p, err := s.person(user)
	switch {
	case user == world.AppUser:
		return "cant_invite_self"
	case err != nil || p.ID != user:
		return "user_not_found"
	case c.has(user):
		return "already_in_channel"
	case s.stranger(p) && !slices.Contains(c.SharedWith, p.Team):
		return "cant_invite"
	}
	return ""
}

// kickMember takes somebody out of a channel.
func (s *Server) kickMember(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.changeable(a["channel"])
	if no != nil {
		return nil, no
	}
	user := a["user"]
	p, err := s.person(user)
	switch {
	case user == world.AppUser:
		return nil, wire.Refuse("cant_kick_self")
	case err != nil || p.ID != user:
		return nil, wire.Refuse("user_not_found")
	case !c.has(user):
		return nil, wire.Refuse("not_in_channel")
	}
	s.leave(c, user)
	return wire.Object{}, nil
}

// join makes somebody a member; by is who invited them, or "". The lock is held.
func (s *Server) join(c *channel, user, by string) {
	c.Members = append(c.Members, user)
	subtype := "channel_join"
	if c.Private {
		subtype = "group_join"
	}
	s.emit("member_joined_channel", c, wire.Object{"user": user, "channel": c.ID, "channel_type": c.channelType(), "team": s.teamOf(user), "inviter": by})
	s.add(c, &message{Message: Message{User: user, Subtype: subtype, Text: "<@" + user + "> has joined the channel"}})
}

// channelType is the letter that events use.
func (c *channel) channelType() string {
	if c.Private {
		return "G"
	}
	return "C"
}

func (s *Server) channelInfo(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.allowed(a["channel"], "read")
	if no != nil {
		return nil, no
	}
	o := s.wireChannel(c)
	if a.Flag("include_num_members") {
		o["num_members"] = len(c.Members)
	}
	return wire.Object{"channel": o}, nil
}

func (s *Server) channelMembers(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.allowed(a["channel"], "read")
	if no != nil {
		return nil, no
	}
	members, next, no := wire.OnePage(c.Members, a, 100)
	if no != nil {
		return nil, no
	}
	return wire.Object{"members": list(members), "response_metadata": wire.Object{"next_cursor": next}}, nil
}

// typesOf reads the argument types and asks for the scope of each.
func (s *Server) typesOf(a wire.Args) ([]string, *wire.Refusal) {
	types := a.List("types")
	if len(types) == 0 {
		types = []string{"public_channel"}
	}
	kinds := map[string]string{"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
	var list []string
	for _, t := range types {
		kind, ok := kinds[t]
		if !ok {
			return nil, wire.Refuse("invalid_types")
		}
		if no := s.needs(kind, "read"); no != nil {
			return nil, no
		}
		list = append(list, kind)
	}
	return list, nil
}

// listing answers with the conversations that keep says, a page at a time.
func (s *Server) listing(a wire.Args, keep func(*channel) bool) (wire.Object, *wire.Refusal) {
	kinds, no := s.typesOf(a)
	if no != nil {
		return nil, no
	}
	list := []wire.Object{}
	for _, c := range s.channels {
		if slices.Contains(kinds, c.kind()) && keep(c) && !(c.Archived && a.Flag("exclude_archived")) {
			list = append(list, s.wireChannel(c))
		}
	}
	list, next, no := wire.OnePage(list, a, 100)
	if no != nil {
		return nil, no
	}
	return wire.Object{"channels": list, "response_metadata": wire.Object{"next_cursor": next}}, nil
}

func (s *Server) listChannels(a wire.Args) (wire.Object, *wire.Refusal) {
	return s.listing(a, func(c *channel) bool { return !c.Private || c.has(world.AppUser) })
}

// userChannels lists what a user is in; without a user, what the app is in.
func (s *Server) userChannels(a wire.Args) (wire.Object, *wire.Refusal) {
	user := a["user"]
	if user == "" {
		user = world.AppUser
	}
	if p, err := s.person(user); user != world.AppUser && (err != nil || p.ID != user) {
		return nil, wire.Refuse("user_not_found")
	}
	return s.listing(a, func(c *channel) bool { return c.has(user) && c.has(world.AppUser) || c.has(user) && !c.Private })
}

func (s *Server) history(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := joined(s.allowed(a["channel"], "history"))
	if no != nil {
		return nil, no
	}
	return s.messagePage(c, a, func(m *message) bool {
		return (m.ThreadTS == "" || m.Broadcast) && !(m.Deleted && len(c.repliesTo(m)) == 0)
	}, true)
}

func (s *Server) threadReplies(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := joined(s.allowed(a["channel"], "history"))
	if no != nil {
		return nil, no
	}
	ts := a["ts"]
	parent := slices.IndexFunc(c.messages, func(m *message) bool {
		return m.TS == ts && m.Ephemeral == "" && (!m.Deleted || len(c.repliesTo(m)) > 0)
	})
	if parent < 0 {
		return nil, wire.Refuse("thread_not_found")
	}
	return s.messagePage(c, a, func(m *message) bool {
		return m.TS == ts || m.ThreadTS == ts && !m.Deleted
	}, false)
}

// messagePage answers with the messages of a conversation that are chosen, are
// within oldest and latest, and fit on a page.
func (s *Server) messagePage(c *channel, a wire.Args, choose func(*message) bool, newestFirst bool) (wire.Object, *wire.Refusal) {
	// Without include_all_metadata the app does not get to see metadata.
	meta := a.Flag("include_all_metadata")
	within := func(ts string) bool {
		oldest, latest := a["oldest"], a["latest"]
		low := oldest == "" || oldest == "0" || after(ts, oldest) || a.Flag("inclusive") && ts == oldest
		high := latest == "" || after(latest, ts) || a.Flag("inclusive") && ts == latest
		return low && high
	}
	found := []wire.Object{}
	for _, m := range c.messages {
		if m.Ephemeral == "" && choose(m) && within(m.TS) {
			found = append(found, s.wire(c, m, meta))
		}
	}
	if newestFirst {
		slices.Reverse(found)
	}
	found, next, no := wire.OnePage(found, a, 100)
	if no != nil {
		return nil, no
	}
	return wire.Object{"messages": found, "has_more": next != "", "pin_count": len(c.Pins), "response_metadata": wire.Object{"next_cursor": next}}, nil
}

func (s *Server) openDirect(a wire.Args) (wire.Object, *wire.Refusal) {
	if id := a["channel"]; id != "" {
		c, no := s.known(id)
		if no != nil {
			return nil, no
		}
		return wire.Object{"channel": s.wireDirect(c, a)}, nil
	}
	users := a.List("users")
	switch {
	case len(users) == 0:
		return nil, wire.Refuse("users_list_not_supplied")
	case len(users) > 1:
		return nil, &wire.Refusal{Code: "missing_scope", Needed: "mpim:write"}
	}
	p, err := s.person(users[0])
	switch {
	case users[0] == world.AppUser:
		return nil, wire.Refuse("cannot_dm_bot")
	case err != nil || p.ID != users[0] || p.Left:
		return nil, wire.Refuse("user_not_found")
	case s.stranger(p):
		return nil, wire.Refuse("user_not_visible")
	}
	return wire.Object{"channel": s.wireDirect(s.directWith(p.ID), a)}, nil
}

// wireDirect is a direct message as conversations.open answers: the id alone,
// unless return_im asks for more.
func (s *Server) wireDirect(c *channel, a wire.Args) wire.Object {
	if a.Flag("return_im") {
		return s.wireChannel(c)
	}
	return wire.Object{"id": c.ID}
}

func (s *Server) joinChannel(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.known(a["channel"])
	switch {
	case no != nil:
		return nil, no
	case c.kind() != "channels":
		return nil, wire.Refuse("method_not_supported_for_channel_type")
	case c.Archived:
		return nil, wire.Refuse("is_archived")
	}
	if c.has(world.AppUser) {
		return wire.Object{"channel": s.wireChannel(c), "warning": "already_in_channel"}, nil
	}
	s.join(c, world.AppUser, "")
	return wire.Object{"channel": s.wireChannel(c)}, nil
}

func (s *Server) setTopic(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.changeable(a["channel"])
	switch {
	case no != nil:
		return nil, no
	case utf8.RuneCountInString(a["topic"]) > 250:
		return nil, wire.Refuse("too_long")
	}
	if topic := blockkit.Escape(a["topic"]); topic != c.Topic {
		c.Topic = topic
		s.remark(c, world.AppUser, "topic", "set the channel topic: "+topic)
	}
	return wire.Object{"channel": s.wireChannel(c)}, nil
}

// remark adds a line such as "set the channel topic". The lock is held.
func (s *Server) remark(c *channel, user, what, text string) {
	prefix := "channel_"
	if c.Private {
		prefix = "group_"
	}
	s.add(c, &message{Message: Message{User: user, Subtype: prefix + what, Text: text}})
}

func (s *Server) renameChannel(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.changeable(a["channel"])
	switch {
	case no != nil:
		return nil, no
	case c.Creator != world.AppUser:
		return nil, wire.Refuse("not_authorized") // only who made it, or an admin
	}
	if no := s.checkName(a["name"]); no != nil {
		return nil, no
	}
	old := c.Name
	c.Name = a["name"]
	s.remark(c, world.AppUser, "name", "has renamed the channel from \""+old+"\" to \""+c.Name+"\"")
	event := "channel_rename"
	if c.Private {
		event = "group_rename"
	}
	s.emit(event, c, wire.Object{"channel": wire.Object{"id": c.ID, "name": c.Name, "created": c.created.Unix()}})
	return wire.Object{"channel": s.wireChannel(c)}, nil
}

func (s *Server) archiveChannel(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.changeable(a["channel"])
	if no != nil {
		if no.Code == "is_archived" {
			no.Code = "already_archived"
		}
		return nil, no
	}
	s.remark(c, world.AppUser, "archive", "archived the channel")
	c.Archived = true
	event := "channel_archive"
	if c.Private {
		event = "group_archive"
	}
	s.emit(event, c, wire.Object{"channel": c.ID, "user": world.AppUser})
	s.show()
	return wire.Object{}, nil
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
