package blockkit

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// objects says what is wrong with a typed text; "" if nothing is.
func (e *Element) objects(typed string) string {
	n := utf8.RuneCountInString(typed)
	switch e.Type {
	case "plain_text_input":
		most := MaxInputLength
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

// Values is what people chose or typed, by block and action. An element that is
// not in it is untouched and holds its initial value. One value is the text, the
// option's value, the id of a user or channel, the date, the time or the Unix
// time; some elements hold several.
type Values map[string]map[string][]string

// Set keeps what was chosen in an element.
func (v Values) Set(p Placed, chosen []string) {
	if v[p.Block.BlockID] == nil {
		v[p.Block.BlockID] = map[string][]string{}
	}
	v[p.Block.BlockID][p.ActionID] = chosen
}

// Of returns what the element holds now.
func (v Values) Of(p Placed) []string {
	if chosen, touched := v[p.Block.BlockID][p.ActionID]; touched {
		return chosen
	}
	return p.initial()
}

// Changed counts the options that are in one of two choices and not in the other.
func Changed(before, after []string) (n int) {
	for _, o := range slices.Concat(before, after) {
		if slices.Contains(before, o) != slices.Contains(after, o) {
			n++
		}
	}
	return n
}

// Questions counts what can be filled in or chosen.
func Questions(blocks []Block) (n int) {
	for p := range Elements(blocks) {
		if p.Stateful() {
			n++
		}
	}
	return n
}

// Keep drops what belongs to elements that are gone. Where block and action id
// are the same as before, Slack keeps what the person typed, whatever the new
// initial value says.
func (v Values) Keep(blocks []Block) Values {
	kept := Values{}
	for p := range Elements(blocks) {
		if chosen, touched := v[p.Block.BlockID][p.ActionID]; touched {
			kept.Set(p, chosen)
		}
	}
	return kept
}

// State is the object that goes to the app as state.
func (v Values) State(blocks []Block) object {
	all := object{}
	for p := range Elements(blocks) {
		if !p.Stateful() {
			continue
		}
		in, _ := all[p.Block.BlockID].(object)
		if in == nil {
			in = object{}
			all[p.Block.BlockID] = in
		}
		in[p.ActionID] = p.Payload(v.Of(p))
	}
	return object{"values": all}
}

// Payload is how Slack writes an element's value, in state and in actions.
func (e *Element) Payload(chosen []string) object {
	o := object{"type": e.Type}
	var first any
	if len(chosen) > 0 {
		first = chosen[0]
	}
	switch e.Type {
	case "static_select", "external_select", "radio_buttons", "overflow":
		o["selected_option"] = nil
		if picked := e.picked(chosen); len(picked) > 0 {
			o["selected_option"] = picked[0]
		}
	case "checkboxes", "multi_static_select", "multi_external_select":
		o["selected_options"] = e.picked(chosen)
	case "users_select":
		o["selected_user"] = first
	case "multi_users_select":
		o["selected_users"] = append([]string{}, chosen...)
	case "channels_select":
		o["selected_channel"] = first
	case "multi_channels_select":
		o["selected_channels"] = append([]string{}, chosen...)
	case "conversations_select":
		o["selected_conversation"] = first
	case "multi_conversations_select":
		o["selected_conversations"] = append([]string{}, chosen...)
	case "datepicker":
		o["selected_date"] = first
	case "timepicker":
		o["selected_time"] = first
	case "datetimepicker":
		o["selected_date_time"] = nil
		if len(chosen) > 0 {
			o["selected_date_time"] = json.Number(chosen[0])
		}
	default:
		o["value"] = first
	}
	return o
}

// picked are the chosen options as the app wrote them.
func (e *Element) picked(chosen []string) []object {
	list := []object{}
	for _, op := range e.AllOptions() {
		if !slices.Contains(chosen, op.Value) {
			continue
		}
		o := object{"text": object{"type": op.Text.Type, "text": op.Text.Text}, "value": op.Value}
		if op.Text.Type == "plain_text" {
			o["text"].(object)["emoji"] = true
		}
		if op.Description != nil {
			o["description"] = object{"type": op.Description.Type, "text": op.Description.Text}
		}
		list = append(list, o)
	}
	return list
}

// Moment reads the value of a datetimepicker.
func Moment(chosen []string) (int64, bool) {
	if len(chosen) == 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(chosen[0], 10, 64)
	return n, err == nil
}
