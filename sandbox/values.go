package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
)

// values is what people chose or typed, by block and action. An element that is
// not in it is untouched and holds its initial value. One value is the text, the
// option's value, the id of a user or channel, the date, the time or the Unix
// time; some elements hold several.
type values map[string]map[string][]string

func (v values) set(p placed, chosen []string) {
	if v[p.block.BlockID] == nil {
		v[p.block.BlockID] = map[string][]string{}
	}
	v[p.block.BlockID][p.ActionID] = chosen
}

// of returns what the element holds now.
func (v values) of(p placed) []string {
	if chosen, touched := v[p.block.BlockID][p.ActionID]; touched {
		return chosen
	}
	return p.initial()
}

// keep drops what belongs to elements that are gone. Where block and action id
// are the same as before, Slack keeps what the person typed, whatever the new
// initial value says.
func (v values) keep(blocks []block) values {
	kept := values{}
	for p := range elements(blocks) {
		if chosen, touched := v[p.block.BlockID][p.ActionID]; touched {
			kept.set(p, chosen)
		}
	}
	return kept
}

// state is the object that goes to the app as state.
func (v values) state(blocks []block) object {
	all := object{}
	for p := range elements(blocks) {
		if !p.stateful() {
			continue
		}
		in, _ := all[p.block.BlockID].(object)
		if in == nil {
			in = object{}
			all[p.block.BlockID] = in
		}
		in[p.ActionID] = p.payload(v.of(p))
	}
	return object{"values": all}
}

// payload is how Slack writes an element's value, in state and in actions.
func (e *element) payload(chosen []string) object {
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
		o["selected_users"] = list(chosen)
	case "channels_select":
		o["selected_channel"] = first
	case "multi_channels_select":
		o["selected_channels"] = list(chosen)
	case "conversations_select":
		o["selected_conversation"] = first
	case "multi_conversations_select":
		o["selected_conversations"] = list(chosen)
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
func (e *element) picked(chosen []string) []object {
	list := []object{}
	for _, op := range e.options() {
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

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// moment reads the value of a datetimepicker.
func moment(chosen []string) (int64, bool) {
	if len(chosen) == 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(chosen[0], 10, 64)
	return n, err == nil
}
