package inbox

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/slack-go/slack"

	"candor/incident/records"
)

// mustJSON is a payload; what cannot be one is a mistake of the test.
func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	p, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func merged(list ...object) object {
	all := object{}
	for _, o := range list {
		maps.Copy(all, o)
	}
	return all
}

// beside is what stands in a message that is no concern of ours, each as Slack or
// another app has been seen to write it or may tomorrow.
var beside = map[string]object{
	"nothing else":                      {},
	"no blocks":                         {"blocks": nil, "attachments": nil, "files": nil, "edited": nil},
	"a kind of block of tomorrow":       {"blocks": []object{{"type": "mirror", "block_id": "m", "depth": object{"x": 3}}}},
	"a section whose text is no object": {"blocks": []object{{"type": "section", "block_id": "m", "text": "words"}}},
	"blocks that are no list":           {"blocks": object{"first": "one"}},
	"a list without elements":           {"blocks": []object{{"type": "rich_text", "block_id": "m", "elements": nil}}},
	"an attachment with an empty time":  {"attachments": []object{{"id": 1, "fallback": "x", "ts": ""}}},
	"an attachment with half a pixel":   {"attachments": []object{{"id": 1, "thumb_width": 99.5, "video_html_height": 10.25}}},
	"a field that is a number":          {"attachments": []object{{"id": 1, "fields": []object{{"title": "amount", "value": 12, "short": "yes"}}}}},
	"a file that is gone":               {"files": []any{object{"id": "F1", "mode": "tombstone"}, nil}},
	"a file of which nothing is shown":  {"files": []object{{"id": "F1", "created": 0, "name": nil, "mode": "file_access"}}},
	"a reaction and a pin":              {"reactions": []object{{"name": "eyes", "users": nil, "count": "2"}}, "pinned_info": object{"C1": object{"pinned_ts": 5}}},
	"who wrote it, at length or not":    {"user_profile": nil, "bot_profile": object{"icons": []int{1}}},
	"a room without people":             {"room": object{"id": "R1", "participants": nil, "date_start": "soon"}},
	"metadata":                          {"metadata": object{"event_type": 1, "event_payload": []int{1}}},
}

func TestAMessageIsReadWhateverStandsBesideIt(t *testing.T) {
	message := object{"type": "message", "user": "U0DANA", "user_team": "T0ACME", "team": "T0ACME", "channel": "C0ACME", "channel_type": "channel",
		"ts": "1773151300.000200", "thread_ts": "1773151200.000100", "text": "it is still down here"}
	around := object{"type": "event_callback", "team_id": "T0STUDIO", "event_id": "Ev1"}
	read := func(name string, payload object) {
		r, err := Read(records.Envelope{ID: "e", Type: "events_api", Payload: mustJSON(t, payload)})
		if err != nil || r.User != "U0DANA" || r.Channel != "C0ACME" || r.Envelope.ID != "event Ev1" || r.Event == nil {
			t.Errorf("with %s: read %+v, %v", name, r, err)
		}
	}
	for name, more := range beside {
		read(name, merged(around, object{"event": merged(message, more)}))
		written := merged(message, more)
		delete(written, "channel")
		for _, kind := range []string{"message_changed", "message_deleted"} {
			read(name+", "+kind, merged(around, object{"event": object{"type": "message", "subtype": kind, "channel": "C0ACME", "ts": "1773151400.000100",
				"message": written, "previous_message": written}}))
		}
	}
	for name, more := range map[string]object{
		"nobody who allowed it":   {"authorizations": nil},
		"a time that is no count": {"event_time": "yesterday", "event_context": 4},
		"an organisation":         {"enterprise_id": "E1", "is_ext_shared_channel": "true", "context_team_id": nil},
		"what nobody knows yet":   {"novelty": []object{{}}},
	} {
		read(name, merged(around, object{"event": message}, more))
	}
	read("a thread whose time is a number", merged(around, object{"event": merged(message, object{"thread_ts": 1773151200.0001})}))
}

func TestAPressIsReadWhateverStandsBesideIt(t *testing.T) {
	button := object{"action_id": "still", "block_id": "do", "type": "button", "value": "1/acme/1", "action_ts": "1773151301.1"}
	press := object{"type": "block_actions", "user": object{"id": "U0ANA", "team_id": "T0STUDIO"}, "team": object{"id": "T0STUDIO"},
		"container": object{"type": "message", "channel_id": "C0TEAM", "is_ephemeral": true}, "channel": object{"id": "C0TEAM"},
		"response_url": "https://hooks.slack.com/actions/x", "trigger_id": "1.2.3", "message": object{"ts": "1.2"}, "actions": []object{button}}
	read := func(name string, payload object) {
		r, err := Read(records.Envelope{ID: "e", Type: "interactive", Payload: mustJSON(t, payload)})
		if err != nil || r.User != "U0ANA" || r.Team != "T0STUDIO" || r.Channel != "C0TEAM" || r.Reply == "" || r.Trigger == "" || !r.Ephemeral ||
			r.Action == nil || r.Action.ActionID != "still" || r.Action.Value != "1/acme/1" || r.View != nil {
			t.Errorf("with %s: read %+v, %v", name, r, err)
		}
	}
	for name, more := range beside {
		read(name, merged(press, object{"message": more}))
	}
	for name, more := range map[string]object{
		"no message":               {"message": nil, "state": nil},
		"a state that is a text":   {"state": ""},
		"an organisation":          {"enterprise": object{"id": "E1"}, "is_enterprise_install": "true", "team": nil},
		"no channel but where":     {"channel": nil},
		"what apps of Slack's get": {"bot_access_token": 1, "function_data": nil, "interactivity": object{"interactor": []int{}}},
		"a button with more to it": {"actions": []object{merged(button, object{"text": "Yes", "style": 3, "confirm": false, "selected_options": object{}})}},
	} {
		read(name, merged(press, more))
	}
	for name, act := range map[string]object{
		"a menu in which nothing was chosen": {"type": "static_select", "action_id": "still", "block_id": "do", "selected_option": nil, "placeholder": "Choose"},
		"an entry of a menu":                 {"type": "overflow", "action_id": "still", "block_id": "do", "selected_option": object{"text": 1, "value": "resolve 1/acme"}},
	} {
		r, err := Read(records.Envelope{ID: "e", Type: "interactive", Payload: mustJSON(t, merged(press, object{"actions": []object{act}}))})
		if err != nil || r.User != "U0ANA" || r.Action == nil || r.Action.ActionID != "still" || act["type"] == "overflow" && r.Action.SelectedOption.Value != "resolve 1/acme" {
			t.Errorf("%s: read %+v, %v", name, r, err)
		}
	}
	// Which of two would be meant, nobody knows; the person is known, and can be told.
	r, err := Read(records.Envelope{ID: "e", Type: "interactive", Payload: mustJSON(t, merged(press, object{"actions": []object{button, button}}))})
	if err == nil || r == nil || r.User != "U0ANA" || r.Reply == "" {
		t.Errorf("two actions: read %+v, %v", r, err)
	}
}

func TestAShortcutIsReadWhateverStandsBesideIt(t *testing.T) {
	used := object{"type": "message_action", "callback_id": "timeline", "user": object{"id": "U0ANA", "team_id": "T0STUDIO"}, "channel": object{"id": "C0ACME"}, "message_ts": "1773151300.000100",
		"response_url": "https://hooks.slack.com/app/x", "trigger_id": "1.2.3", "message": object{"user": "U0DANA", "team": "T0ACME", "ts": "1773151300.000100", "text": "It is down"}}
	for name, more := range map[string]object{
		"nothing":         {},
		"an organisation": {"enterprise": object{"id": "E1"}, "is_enterprise_install": "true", "team": nil},
		"odd blocks":      {"message": merged(used["message"].(object), object{"blocks": object{}, "attachments": 3, "bot_profile": nil, "files": "none"})},
	} {
		r, err := Read(records.Envelope{ID: "e", Type: "interactive", Payload: mustJSON(t, merged(used, more))})
		want := Shortcut{ID: "timeline", TS: "1773151300.000100", Author: "U0DANA", Team: "T0ACME", Text: "It is down"}
		if err != nil || r.User != "U0ANA" || r.Channel != "C0ACME" || r.Reply == "" || r.Trigger == "" || r.Shortcut == nil || *r.Shortcut != want {
			t.Errorf("with %s: read %+v, %v", name, r, err)
		}
	}
	alarm := object{"message": object{"bot_id": "B1", "bot_profile": object{"name": "Alarms"}, "ts": 5, "text": "", "attachments": []any{object{"title": "Disk", "text": "12 files are gone"}, 7}}}
	if r, err := Read(records.Envelope{ID: "e", Type: "interactive", Payload: mustJSON(t, merged(used, alarm))}); err != nil || *r.Shortcut != (Shortcut{ID: "timeline", App: true, Name: "Alarms", Beside: "\nDisk\n12 files are gone\n\n\n\n"}) {
		t.Errorf("of an alarm: read %+v, %v", r.Shortcut, err)
	}
}

func TestAFormIsReadWhateverStandsBesideIt(t *testing.T) {
	fields := object{
		"impact": object{"v": object{"type": "plain_text_input", "value": "the shop does not open"}},
		"empty":  object{"v": object{"type": "plain_text_input", "value": nil}},
		"kind":   object{"v": object{"type": "static_select", "selected_option": object{"value": "outage"}}},
		"who":    object{"v": object{"type": "users_select", "selected_user": "U0BEN", "initial_user": 3}},
		"when":   object{"v": object{"type": "datetimepicker", "selected_date_time": nil}},
		"odd":    object{"v": object{"type": "mirror", "selected_option": "x", "value": object{}}},
		"odder":  nil,
		"file":   object{"v": object{"type": "file_input", "files": []object{{"id": "F1", "shares": object{}, "user_team": 3}}}},
		"rich":   object{"v": object{"type": "rich_text_input", "rich_text_value": object{"type": "rich_text", "elements": []int{}}}},
	}
	input := object{"type": "input", "block_id": "impact", "label": object{"type": "plain_text", "text": "What"}, "element": object{"type": "plain_text_input", "action_id": "v"}}
	view := object{"id": "V1", "type": "modal", "callback_id": "declare", "private_metadata": "1/acme", "hash": "1.x", "title": object{"type": "plain_text", "text": "Declare"},
		"blocks": []any{object{"type": "mirror", "x": 1}, object{"type": "section", "text": "words"}, input}, "state": object{"values": fields}, "close": nil, "previous_view_id": nil}
	form := object{"type": "view_submission", "user": object{"id": "U0ANA", "team_id": "T0STUDIO"}, "team": nil, "view": view, "response_urls": object{}}
	r, err := Read(records.Envelope{ID: "e", Type: "interactive", Payload: mustJSON(t, form)})
	if err != nil || !r.Submit || r.User != "U0ANA" || r.Team != "T0STUDIO" {
		t.Fatalf("read %+v, %v", r, err)
	}
	v := r.View
	if v.ID != "V1" || v.CallbackID != "declare" || v.PrivateMetadata != "1/acme" || v.Hash != "1.x" || v.Title.Text != "Declare" {
		t.Errorf("the form is %+v", v)
	}
	inputs := 0
	for _, b := range v.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok && in.BlockID == "impact" {
			inputs++
		}
	}
	if inputs != 1 {
		t.Errorf("its fields are %+v", v.Blocks.BlockSet)
	}
	values := v.State.Values
	if values["impact"]["v"].Value != "the shop does not open" || values["kind"]["v"].SelectedOption.Value != "outage" || values["who"]["v"].SelectedUser != "U0BEN" {
		t.Errorf("it is filled in with %+v", values)
	}
}

func TestACommandIsReadWhateverStandsBesideIt(t *testing.T) {
	command := object{"user_id": "U0ANA", "team_id": "T0STUDIO", "channel_id": "C0TEAM", "text": "due", "response_url": "https://hooks.slack.com/x", "trigger_id": "1.2"}
	for name, more := range map[string]object{
		"a flag that is a word":  {"is_enterprise_install": "false"},
		"a flag":                 {"is_enterprise_install": true, "enterprise_id": "E1", "enterprise_name": nil},
		"the thread it stood in": {"thread_ts": 1.2, "message_ts": nil},
		"no organisation":        {"enterprise_id": nil, "enterprise_name": nil},
	} {
		r, err := Read(records.Envelope{ID: "e", Type: "slash_commands", Payload: mustJSON(t, merged(command, more))})
		if err != nil || r.User != "U0ANA" || r.Team != "T0STUDIO" || r.Channel != "C0TEAM" || r.Text != "due" || r.Reply == "" || r.Trigger == "" {
			t.Errorf("with %s: read %+v, %v", name, r, err)
		}
	}
}

// What Slack sends of a person or of the app beside a message is nobody's words: it is
// read, and means nothing to us. The same of a text that is not there.
func TestWhatIsNobodysWordsIsReadAndLeftAlone(t *testing.T) {
	message := object{"type": "message", "user": "U0DANA", "channel": "C0ACME", "ts": "1773151300.000200", "thread_ts": "1773151200.000100", "text": "it is still down here"}
	for name, tt := range map[string]struct {
		more object
		idle bool
	}{
		"a text that is not there":     {object{"text": nil, "files": []object{{"id": "F1", "name": "screen.png"}}}, false},
		"a file with a comment":        {object{"subtype": "file_share", "files": []object{{"id": "F1", "mode": "hosted"}}}, false},
		"shown in the channel as well": {object{"subtype": "thread_broadcast", "root": object{"ts": 4}}, false},
		"a person who is not there":    {object{"user": nil}, true},
		"a program that writes":        {object{"subtype": "bot_message", "bot_id": "B0STATUS", "user": nil, "username": "status"}, true},
		"a huddle":                     {object{"subtype": "huddle_thread", "channel_invite": nil, "room": object{"id": "R1"}}, true},
		"somebody joined":              {object{"subtype": "channel_join", "inviter": nil}, true},
		"a kind of tomorrow":           {object{"subtype": "hologram"}, true},
	} {
		payload := object{"type": "event_callback", "team_id": "T0STUDIO", "event_id": "Ev1", "event": merged(message, tt.more)}
		r, err := Read(records.Envelope{ID: "e", Type: "events_api", Payload: mustJSON(t, payload)})
		if err != nil || r.Event == nil {
			t.Errorf("%s: read %+v, %v", name, r, err)
		} else if Idle(r.Event) != tt.idle {
			t.Errorf("%s means nothing to us: %t, want %t", name, !tt.idle, tt.idle)
		}
	}
}

// Who asks or writes is of their own workspace, not of the one that owns the
// channel or in which they are.
func TestReadTakesThePersonsTeam(t *testing.T) {
	press := func(team any, user object) object {
		return object{"type": "block_actions", "team": team, "user": user, "actions": []object{{"action_id": "still", "type": "button"}},
			"container": object{"channel_id": "C0ACME"}}
	}
	message := func(outside string, more object) object {
		return object{"type": "event_callback", "team_id": outside, "event_id": "Ev1", "event": merged(object{"type": "message", "user": "U0BEN", "channel": "C0ACME", "ts": "1.3", "thread_ts": "1.2"}, more)}
	}
	studio := object{"id": "T0STUDIO"}
	tests := []struct {
		name, kind string
		payload    object
		want       string
	}{
		{"a press by a stranger where we are at home", "interactive", press(studio, object{"id": "U0DANA", "team_id": "T0ACME"}), "T0ACME"},
		{"a press by one of us", "interactive", press(studio, object{"id": "U0BEN", "team_id": "T0STUDIO"}), "T0STUDIO"},
		{"a press by one of us in a channel of theirs", "interactive", press(object{"id": "T0ACME"}, object{"id": "U0BEN", "team_id": "T0STUDIO"}), "T0STUDIO"},
		{"a press in an organisation", "interactive", press(nil, object{"id": "U0BEN", "team_id": "T0STUDIO"}), "T0STUDIO"},
		{"a press that says only where", "interactive", press(studio, object{"id": "U0BEN"}), "T0STUDIO"},
		{"a line of ours in a channel of theirs", "events_api", message("T0ACME", object{"user_team": "T0STUDIO"}), "T0STUDIO"},
		{"a line of an organisation", "events_api", message("T0ACME", object{"user_team": "E0STUDIO"}), "E0STUDIO"},
		{"a line that does not say", "events_api", message("T0ACME", nil), ""},
	}
	for _, tt := range tests {
		r, err := Read(records.Envelope{ID: "e", Type: tt.kind, Payload: mustJSON(t, tt.payload)})
		if err != nil || r.Team != tt.want {
			t.Errorf("%s is read as %q, want %q (%v)", tt.name, r.Team, tt.want, err)
		}
	}
	for _, wrong := range []string{`{}`, `{"type":"block_actions"}`, `{"type":"shortcut"}`, `[]`, ``} {
		if _, err := Read(records.Envelope{ID: "e", Type: "interactive", Payload: []byte(wrong)}); err == nil {
			t.Errorf("%q is read as a request", wrong)
		}
	}
}
