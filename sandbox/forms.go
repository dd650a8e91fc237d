package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
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
	pl, err := s.field(v, label)
	var chosen []string
	if err == nil {
		chosen, err = s.read(p, pl, value)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	if pl.block.Type == "input" && !pl.DispatchAction {
		v.typed.set(pl, chosen)
		delete(v.errors, pl.block.BlockID)
		s.show()
		s.mu.Unlock()
		return nil
	}
	return s.act(ctx, p, spot{view: v}, pl, chosen) // unlocks
}

// field finds a field by the label of its input, by the text of its section, or
// by its placeholder. The lock is held.
func (s *Server) field(v *view, label string) (placed, error) {
	var there []string
	for pl := range elements(v.blocks) {
		if !pl.stateful() {
			continue
		}
		for _, t := range []*text{pl.Label, pl.block.Text, pl.Placeholder} {
			name := s.plain(t.String(), "")
			if name == "" {
				continue
			}
			there = append(there, name)
			if name == label {
				return pl, nil
			}
		}
	}
	return placed{}, fmt.Errorf("there is no field %q; there are: %s", label, strings.Join(there, ", "))
}

// read turns what a person means into values. The lock is held.
func (s *Server) read(p Person, pl placed, value string) ([]string, error) {
	if value == "" {
		return nil, nil
	}
	wanted := []string{value}
	if pl.several() {
		wanted = s.splitOptions(pl, value)
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

// splitOptions parts a list at its commas, unless the whole is an option itself.
func (s *Server) splitOptions(pl placed, value string) []string {
	for _, o := range pl.options() {
		if s.plain(o.Text.Text, "") == value {
			return []string{value}
		}
	}
	return strings.Split(value, ",")
}

func (s *Server) readOne(p Person, pl placed, value, exact string) (string, error) {
	kind := strings.TrimPrefix(pl.element.Type, "multi_")
	switch kind {
	case "static_select", "external_select", "radio_buttons", "checkboxes":
		var there []string
		for _, o := range pl.options() {
			name := s.plain(o.Text.Text, "")
			if name == value || o.Value == value {
				return o.Value, nil
			}
			there = append(there, name)
		}
		return "", fmt.Errorf("there is no option %q; there are: %s", value, strings.Join(there, ", "))
	case "users_select":
		if s.isApp(value) {
			return AppUser, nil
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
		if !clockTime.MatchString(value) {
			return "", fmt.Errorf("%q is not a time such as 14:30", value)
		}
	case "datetimepicker":
		if _, err := strconv.ParseInt(value, 10, 64); err == nil {
			return value, nil
		}
		t, err := time.ParseInLocation("2006-01-02 15:04", strings.Replace(value, "T", " ", 1), p.location())
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
		v.errors = s.incomplete(v)
		err = s.objections(v)
		s.show()
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
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
func (s *Server) submitted(p Person, v *view, ack json.RawMessage) error {
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
		if wrong := unknownErrors(v, r.Errors); wrong != "" {
			return trouble(wrong)
		}
		v.errors = r.Errors
		s.show()
		return s.objections(v)
	case "update", "push":
		n, no := s.readView(string(r.View), "modal")
		switch {
		case no != nil:
			return trouble("the app answered with a form that Slack refuses:", no.messages...)
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

// unknownErrors names an error that belongs to no input; Slack then shows none.
func unknownErrors(v *view, errs map[string]string) string {
	if len(errs) == 0 {
		return "the app answered errors without any error"
	}
	for id := range errs {
		if !slices.ContainsFunc(v.blocks, func(b block) bool { return b.BlockID == id && b.Type == "input" }) {
			return fmt.Sprintf("the app answered an error for %q, which is no input block", id)
		}
	}
	return ""
}

// objections lists the errors of a form in the order of its fields; nil if there
// are none.
func (s *Server) objections(v *view) error {
	var errs []error
	for i := range v.blocks {
		if text, ok := v.errors[v.blocks[i].BlockID]; ok {
			errs = append(errs, fmt.Errorf("%s: %s", s.plain(v.blocks[i].Label.String(), ""), text))
		}
	}
	return errors.Join(errs...)
}

// incomplete is what Slack itself objects to before it asks the app.
func (s *Server) incomplete(v *view) map[string]string {
	wrong := map[string]string{}
	for pl := range elements(v.blocks) {
		if pl.block.Type != "input" {
			continue
		}
		chosen := v.typed.of(pl)
		typed := ""
		if len(chosen) > 0 {
			typed = chosen[0]
		}
		if len(chosen) == 0 || len(chosen) == 1 && strings.TrimSpace(typed) == "" {
			if !pl.Optional {
				wrong[pl.block.BlockID] = "Please complete this required field."
			}
			continue
		}
		if text := pl.element.objects(typed); text != "" {
			wrong[pl.block.BlockID] = text
		}
	}
	return wrong
}

var number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// objects says what is wrong with a typed text; "" if nothing is.
func (e *element) objects(typed string) string {
	n := utf8.RuneCountInString(typed)
	switch e.Type {
	case "plain_text_input":
		most := maxInputLength
		if e.MaxLength > 0 {
			most = e.MaxLength
		}
		if n > most {
			return fmt.Sprintf("Keep this to %d characters or fewer.", most)
		}
		if n < e.MinLength {
			return fmt.Sprintf("Write at least %d characters.", e.MinLength)
		}
	case "email_text_input":
		if a, err := mail.ParseAddress(typed); err != nil || a.Address != typed {
			return "Enter a valid e-mail address."
		}
	case "url_text_input":
		if u, err := url.Parse(typed); err != nil || u.Scheme == "" || u.Host == "" {
			return "Enter a valid link."
		}
	case "number_input":
		if !number.MatchString(typed) || !e.Decimal && strings.Contains(typed, ".") {
			return "Enter a number."
		}
		f, _ := strconv.ParseFloat(typed, 64)
		if low, err := strconv.ParseFloat(e.MinValue, 64); err == nil && f < low {
			return "Enter a number of at least " + e.MinValue + "."
		}
		if high, err := strconv.ParseFloat(e.MaxValue, 64); err == nil && f > high {
			return "Enter a number of at most " + e.MaxValue + "."
		}
	}
	return ""
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
	var e *envelope
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
