package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/sandbox/blockkit"
	"candor/sandbox/socket"
	"candor/sandbox/world"
)

// Fill fills in a field of the person's open form by its label: a text, the text
// of an option, several texts separated by commas for checkboxes and menus that
// take several ("" clears), @name for people, #name for channels, 2026-11-23,
// 14:30, or 2026-11-23 14:30 in the person's time zone. A field that dispatches
// tells the app at once.
func (s *Server) Fill(ctx context.Context, user, label, value string) error {
	s.mu.Lock()
	p, err := s.person(user)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	v := s.top(p.ID)
	if v == nil {
		s.mu.Unlock()
		return fmt.Errorf("@%s has no form open", p.Name)
	}
	pl, err := s.reader.Field(v.blocks, label)
	var chosen []string
	if err == nil {
		chosen, err = s.read(p, pl, value)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	if pl.Block.Type == "input" && !pl.DispatchAction {
		s.efforts.Filled(p.ID, pl, v.typed.Of(pl), chosen)
		v.typed.Set(pl, chosen)
		delete(v.errors, pl.Block.BlockID)
		s.show()
		s.mu.Unlock()
		return nil
	}
	return s.act(ctx, p, spot{view: v}, pl, chosen) // unlocks
}

// read turns what a person means into values. The lock is held.
func (s *Server) read(p world.Person, pl blockkit.Placed, value string) ([]string, error) {
	if value == "" {
		return nil, nil
	}
	wanted := []string{value}
	if pl.Several() {
		wanted = s.reader.SplitOptions(pl, value)
	}
	var chosen []string
	for _, w := range wanted {
		one, err := s.readOne(p, pl, strings.TrimSpace(w), w)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, one)
	}
	return chosen, nil
}

func (s *Server) readOne(p world.Person, pl blockkit.Placed, value, exact string) (string, error) {
	kind := strings.TrimPrefix(pl.Element.Type, "multi_")
	switch kind {
	case "static_select", "external_select", "radio_buttons", "checkboxes":
		var there []string
		for _, o := range pl.AllOptions() {
			name := s.reader.Plain(o.Text.Text, "")
			if name == value || o.Value == value {
				return o.Value, nil
			}
			there = append(there, name)
		}
		return "", fmt.Errorf("there is no option %q; there are: %s", value, strings.Join(there, ", "))
	case "users_select":
		if s.isApp(value) {
			return world.AppUser, nil
		}
		who, err := s.person(value)
		return who.ID, err
	case "channels_select", "conversations_select":
		c, err := s.place(p, value)
		if err != nil {
			return "", err
		}
		return c.ID, nil
	case "datepicker":
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return "", fmt.Errorf("%q is not a date such as 2026-11-23", value)
		}
	case "timepicker":
		if !blockkit.ClockTime.MatchString(value) {
			return "", fmt.Errorf("%q is not a time such as 14:30", value)
		}
	case "datetimepicker":
		if _, err := strconv.ParseInt(value, 10, 64); err == nil {
			return value, nil
		}
		t, err := time.ParseInLocation("2006-01-02 15:04", strings.Replace(value, "T", " ", 1), p.Location())
		if err != nil {
			return "", fmt.Errorf("%q is not a time such as 2026-11-23 14:30", value)
		}
		return strconv.FormatInt(t.Unix(), 10), nil
	default:
		return exact, nil // a text keeps its spaces
	}
	return value, nil
}

// Submit submits the form in front of a person. What the form itself or the app
// objects to is the error, "label: message" for each field, and the form stays
// open.
func (s *Server) Submit(ctx context.Context, user string) error {
	s.mu.Lock()
	p, err := s.person(user)
	v := s.top(p.ID)
	switch {
	case err != nil:
	case v == nil:
		err = fmt.Errorf("@%s has no form open", p.Name)
	case v.submit == nil:
		err = errors.New("this form has no submit button")
	case !s.app.Settings.Interactivity.Enabled:
		err = errors.New("nothing can be submitted: settings.interactivity.is_enabled is not set in the manifest")
	default:
		v.errors = blockkit.Incomplete(v.blocks, v.typed)
		err = s.reader.Objections(v.blocks, v.errors)
		s.show()
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.efforts.Tapped(p.ID)
	e := s.newEnvelope("interactive", true, s.submissionPayload(p, v))
	s.mu.Unlock()

	ack, err := s.tell(ctx, e)
	if err != nil {
		return fmt.Errorf("we had some trouble connecting: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.submitted(p, v, ack)
}

// submitted does what the app answered to a submission. The lock is held.
func (s *Server) submitted(p world.Person, v *view, ack json.RawMessage) error {
	var r struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	trouble := func(why string, more ...string) error {
		return fmt.Errorf("we had some trouble connecting: %s %s", why, strings.Join(more, "; "))
	}
	if len(ack) > 0 && json.Unmarshal(ack, &r) != nil {
		return trouble("the app's answer is not an object")
	}
	switch r.Action {
	case "":
		s.dropView(p.ID, v)
	case "clear":
		s.views[p.ID] = nil
		s.show()
	case "errors":
		if wrong := blockkit.UnknownErrors(v.blocks, r.Errors); wrong != "" {
			return trouble(wrong)
		}
		v.errors = r.Errors
		s.show()
		return s.reader.Objections(v.blocks, v.errors)
	case "update", "push":
		n, no := s.readView(string(r.View), "modal")
		switch {
		case no != nil:
			return trouble("the app answered with a form that Slack refuses:", no.Messages...)
		case r.Action == "push" && len(s.views[p.ID]) >= maxStack:
			return trouble("push_limit_reached")
		case r.Action == "push":
			s.push(p.ID, n)
		default:
			s.replace(v, n)
		}
	default:
		return trouble("unknown response_action " + r.Action)
	}
	return nil
}

// dropView takes a view off a person's stack, wherever it is: the app may have
// put another on top in the meantime. The lock is held.
func (s *Server) dropView(user string, v *view) {
	s.views[user] = slices.DeleteFunc(slices.Clone(s.views[user]), func(o *view) bool { return o == v })
	s.show()
}

// CloseView closes the form in front of a person: the whole stack if it asks for
// that with clear_on_close, else the top. The app learns of it if a closed view
// asks for that with notify_on_close.
func (s *Server) CloseView(ctx context.Context, user string) error {
	s.mu.Lock()
	p, err := s.person(user)
	v := s.top(p.ID)
	if err == nil && v == nil {
		err = fmt.Errorf("@%s has no form open", p.Name)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.efforts.Tapped(p.ID)
	var e *socket.Envelope
	if v.notifyOnClose {
		e = s.newEnvelope("interactive", false, s.closedPayload(p, v, v.clearOnClose))
	}
	if v.clearOnClose {
		s.views[p.ID] = nil
	}
	s.dropView(p.ID, v)
	s.mu.Unlock()
	if e == nil {
		return nil
	}
	if _, err := s.tell(ctx, e); err != nil {
		return fmt.Errorf("the form is closed, but: %w", err)
	}
	return nil
}
