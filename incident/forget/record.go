package forget

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
)

// beside says under which keys of an object more stands of the person whom another key
// names: who is forgotten by one loses the others, however they are written.
var beside = map[string][]string{
	"user": {"name"}, "person": {"name"}, "to": {"name", "to_name"},
	"slack": {"name", "email", "phone"}, "email": {"name", "phone"},
}

// Record returns the JSON of a record without what is forgotten, and whether it held
// any of it. Who is forgotten is no contact of a client any more, and what was drafted
// for them is drafted anew.
func (l *List) Record(body []byte) (clean []byte, held bool, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber() // a number may have more digits than a float holds
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, false, err
	}
	v, held = l.value("", v)
	if !held {
		return body, false, nil
	}
	clean, err = json.Marshal(v)
	return clean, true, err
}

func (l *List) value(key string, v any) (any, bool) {
	switch v := v.(type) {
	case string:
		now := l.line(key, v)
		return now, now != v
	case []any:
		return l.array(key, v)
	case map[string]any:
		return l.object(key, v)
	}
	return v, false
}

// line is a text under a key.
func (l *List) line(key, s string) string {
	if key == "payload" { // an envelope, as Slack sent it
		if raw, err := base64.StdEncoding.DecodeString(s); err == nil && bytes.HasPrefix(raw, []byte("{")) {
			return base64.StdEncoding.EncodeToString([]byte(l.Text(string(raw))))
		}
	}
	if strings.HasSuffix(key, "name") { // a name alone, also one of a single word
		return l.Text(l.instead(Name, s, s))
	}
	return l.Text(s)
}

func (l *List) array(key string, list []any) (any, bool) {
	kept, held := make([]any, 0, len(list)), false
	for _, v := range list {
		now, changed := l.value(key, v)
		held = held || changed
		if changed && key == "contacts" {
			continue
		}
		kept = append(kept, now)
	}
	return kept, held
}

func (l *List) object(key string, obj map[string]any) (any, bool) {
	now, changed := make(map[string]any, len(obj)), map[string]bool{}
	for k, v := range obj {
		name := l.Text(k)
		v, held := l.value(k, v)
		if text, ok := v.(string); ok && name != k && named(key) && text != "" {
			v, held = Gone, true
		}
		now[name] = v
		if held || name != k {
			changed[k] = true
		}
	}
	for id := range changed {
		blank(now, beside[id])
	}
	if _, owed := now["promises"]; owed && changed["client"] {
		redraft(now)
	}
	return now, len(changed) > 0
}

// Near returns by what else those are known in the JSON of a record who are on the list:
// the address beside a name, the id beside an address. A name of one word is no way to
// find anybody.
func (l *List) Near(body []byte) (things []string, err error) {
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return nil, err
	}
	l.near("", v, func(together ...string) {
		held := slices.ContainsFunc(together, func(s string) bool { return l.Text(s) != s })
		for _, s := range together {
			if held && (KindOf(s) != Name || len(strings.Fields(s)) > 1) && l.Text(s) == s {
				things = append(things, s)
			}
		}
	})
	return things, nil
}

func (l *List) near(key string, v any, see func(together ...string)) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			l.near(key, e, see)
		}
	case map[string]any:
		for id, names := range beside {
			together := []string{}
			for _, k := range append([]string{id}, names...) {
				if s, ok := v[k].(string); ok && s != "" {
					together = append(together, s)
				}
			}
			see(together...)
		}
		for k, e := range v {
			if name, ok := e.(string); ok && named(key) {
				see(k, name)
			}
			l.near(k, e, see)
		}
	}
}

// blank takes away what stands under keys of an object.
func blank(obj map[string]any, keys []string) {
	for _, key := range keys {
		if text, ok := obj[key].(string); ok && text != "" && !Is(text) {
			obj[key] = Gone
		}
	}
}

// redraft takes away what was drafted for a client.
func redraft(affected map[string]any) {
	delete(affected, "drafts")
	list, _ := affected["promises"].([]any)
	for _, p := range list {
		if p, ok := p.(map[string]any); ok {
			delete(p, "draft")
		}
	}
}

// Merge adds what another list has, as it was forgotten last. The two may be of two
// salts: a list is begun anew where a store came back without the one before.
func (l *List) Merge(other *List) {
	if len(l.Entries) == 0 {
		l.Salt = other.Salt
	}
	taken := map[int]bool{}
	for _, e := range l.Entries {
		taken[e.N] = true
	}
	for _, e := range other.Entries {
		if e.Salt = other.salt(&e); e.Salt == l.Salt {
			e.Salt = ""
		}
		if old := l.same(e); old != nil {
			if e.At.After(old.At) {
				old.At = e.At
			}
			continue
		}
		if taken[e.N] {
			e.N = l.next()
		}
		taken[e.N] = true
		l.Entries = append(l.Entries, e)
	}
}

// same is the entry of the same hash; nil if there is none.
func (l *List) same(e Entry) *Entry {
	i := slices.IndexFunc(l.Entries, func(o Entry) bool { return o.Kind == e.Kind && o.Sum == e.Sum && o.Salt == e.Salt })
	if i < 0 {
		return nil
	}
	return &l.Entries[i]
}

// named says whether what stands under a key are names by the ids of people.
func named(key string) bool { return key == "names" || key == "called" }
