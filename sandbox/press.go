package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"candor/sandbox/blockkit"
	"candor/sandbox/world"
)

// A spot is where something can be pressed: a message or a view.
type spot struct {
	channel *channel
	message *message
	view    *view
}

func (at spot) blocks() []blockkit.Block {
	if at.view != nil {
		return at.view.blocks
	}
	return at.message.blocks
}

// values is what the person chose so far in this spot.
func (at spot) values(user string) blockkit.Values {
	if at.view != nil {
		return at.view.typed
	}
	return at.message.chosen(user)
}

// spots are the places in which a person may press something, the likeliest
// first: the open form; in the direct message also the App Home; the channel's
// messages, newest first. The lock is held.
func (s *Server) spots(p world.Person, where string) ([]spot, error) {
	if v := s.top(p.ID); v != nil {
		return []spot{{view: v}}, nil // it covers everything else
	}
	c, err := s.place(p, strings.TrimSuffix(where, "@home"))
	if err != nil {
		return nil, err
	}
	if !s.sees(c, p.ID) {
		return nil, fmt.Errorf("@%s does not see %s", p.Name, s.label(c))
	}
	var list []spot
	home := s.homes[p.ID]
	if home != nil && where == "@home" {
		return []spot{{view: home}}, nil
	}
	for _, m := range slices.Backward(c.visible(p.ID)) {
		if !m.Deleted {
			list = append(list, spot{channel: c, message: m})
		}
	}
	if home != nil && c.with != "" {
		list = append(list, spot{view: home})
	}
	return list, nil
}

// Press presses what carries the label: a button, an entry of an overflow menu,
// or an option of a menu, radio group or checkbox group (which it toggles). The
// newest wins; an open form wins over everything. A "" or the app's name as the
// channel means the direct message with the app and its Home, "@home" the Home
// alone. Questions such as "are you sure?" are answered with yes.
func (s *Server) Press(ctx context.Context, user, channel, label string) error {
	s.mu.Lock()
	p, err := s.person(user)
	var list []spot
	if err == nil {
		list, err = s.spots(p, channel)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	var there []string
	for _, at := range list {
		for pl := range blockkit.Elements(at.blocks()) {
			chosen, ok := s.reader.Labelled(pl, label, at.values(p.ID).Of(pl), &there)
			if ok {
				return s.act(ctx, p, at, pl, chosen) // unlocks
			}
		}
	}
	s.mu.Unlock()
	if len(there) == 0 {
		return fmt.Errorf("there is nothing for @%s to press here, so not %q either", p.Name, label)
	}
	return fmt.Errorf("there is no %q for @%s to press; there are: %s", label, p.Name, strings.Join(there, ", "))
}

// PressAction presses exactly one element: that of a message in a channel, or,
// with an empty ts, that of the person's open form, else of their Home. The value
// is what is chosen: an option's value, several of them separated by commas, a
// user id, a date. For buttons it is not needed.
func (s *Server) PressAction(ctx context.Context, user, channel, ts, blockID, actionID, value string) error {
	var chosen []string
	if value != "" {
		chosen = []string{value}
	}
	return s.pressExactly(ctx, press{user, channel, ts, blockID, actionID}, func(pl blockkit.Placed) []string {
		if pl.Several() && value != "" {
			return strings.Split(value, ",")
		}
		return chosen
	})
}

// A press names one element as exactly as a payload does.
type press struct{ user, channel, ts, blockID, actionID string }

func (s *Server) pressExactly(ctx context.Context, pr press, choose func(blockkit.Placed) []string) error {
	s.mu.Lock()
	p, at, pl, err := s.exactly(pr.user, pr.channel, pr.ts, pr.blockID, pr.actionID)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	var chosen []string
	if pl.Element.Type != "button" {
		chosen = choose(pl)
	}
	return s.act(ctx, p, at, pl, chosen) // unlocks
}

// exactly finds an element by its ids. The lock is held.
func (s *Server) exactly(user, where, ts, blockID, actionID string) (world.Person, spot, blockkit.Placed, error) {
	p, err := s.person(user)
	if err != nil {
		return p, spot{}, blockkit.Placed{}, err
	}
	var at spot
	if ts == "" {
		at.view = s.top(p.ID)
		if at.view == nil {
			at.view = s.homes[p.ID]
		}
	} else {
		if at.channel, err = s.place(p, where); err != nil {
			return p, at, blockkit.Placed{}, err
		}
		at.message = at.channel.any(ts)
	}
	if at.view == nil && (at.message == nil || !s.sees(at.channel, p.ID) || at.message.Ephemeral != "" && at.message.Ephemeral != p.ID) {
		return p, at, blockkit.Placed{}, errors.New("what you pressed is not there any more")
	}
	pl, ok := blockkit.Find(at.blocks(), blockID, actionID)
	if !ok {
		return p, at, blockkit.Placed{}, errors.New("what you pressed is not there any more")
	}
	return p, at, pl, nil
}

// act records what was chosen and tells the app. It is called with the lock
// held and releases it.
func (s *Server) act(ctx context.Context, p world.Person, at spot, pl blockkit.Placed, chosen []string) error {
	if !s.app.Settings.Interactivity.Enabled {
		s.mu.Unlock()
		return errors.New("nothing can be pressed: settings.interactivity.is_enabled is not set in the manifest")
	}
	if at.view == nil && at.channel.Archived {
		s.mu.Unlock()
		return fmt.Errorf("%s is archived", s.label(at.channel))
	}
	if pl.Stateful() {
		if err := blockkit.Choosable(pl, chosen); err != nil {
			s.mu.Unlock()
			return err
		}
		s.efforts.Filled(p.ID, pl, at.values(p.ID).Of(pl), chosen)
		at.values(p.ID).Set(pl, chosen)
		s.show()
	}
	if !pl.Stateful() {
		s.efforts.Tapped(p.ID)
	}
	e := s.newEnvelope("interactive", false, s.actionPayload(p, at, pl, chosen))
	s.mu.Unlock()

	if _, err := s.tell(ctx, e); err != nil {
		return fmt.Errorf("pressing %q: %w", s.reader.Plain(pl.Element.Text.String(), pl.ActionID), err)
	}
	return nil
}
