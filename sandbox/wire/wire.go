// Package wire is how calls of the Web API come and what they are answered: arguments,
// refusals, pages of a list.
package wire

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A Refusal is an answer with ok: false, or 429.
type Refusal struct {
	Code       string
	Messages   []string // for response_metadata.messages
	Needed     string   // scope, for missing_scope
	RetryAfter time.Duration
	Status     int // HTTP status; 0 is 200, as everywhere in the Web API
}

// Refuse is a refusal with an error of Slack's, and what else it says.
func Refuse(code string, messages ...string) *Refusal {
	return &Refusal{Code: code, Messages: messages}
}

// Answer is the refusal as Slack writes it.
func (r *Refusal) Answer(granted []string) Object {
	o := Object{"ok": false, "error": r.Code}
	if len(r.Messages) > 0 {
		o["response_metadata"] = Object{"messages": r.Messages}
	}
	if r.Needed != "" {
		o["needed"], o["provided"] = r.Needed, strings.Join(granted, ",")
	}
	return o
}

// Args are the arguments of a call: strings, and JSON where there was JSON.
type Args map[string]string

// Flag reads a boolean as Slack does.
func (a Args) Flag(name string) bool {
	return a[name] == "true" || a[name] == "1"
}

// MaxBody is more than any request of the Web API needs.
const MaxBody = 2 << 20

// ReadArgs reads the arguments from the query, a form or a JSON body.
func ReadArgs(r *http.Request) (Args, *Refusal) {
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody))
	if err != nil {
		return nil, Refuse("request_timeout")
	}
	a := Args{}
	addForm := func(v url.Values) {
		for k := range v {
			a[k] = v.Get(k)
		}
	}
	addForm(r.URL.Query())

	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	switch {
	case len(body) == 0:
	case kind == "application/json":
		o, ok := JSONArgs(body)
		if !ok {
			return nil, Refuse("invalid_json")
		}
		maps.Copy(a, o)
	case kind == "application/x-www-form-urlencoded":
		v, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, Refuse("invalid_form_data")
		}
		addForm(v)
	default:
		return nil, Refuse("invalid_post_type")
	}
	return a, nil
}

// Token takes the token out of the arguments or the header.
func Token(r *http.Request, a Args) string {
	t := a["token"]
	delete(a, "token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		t = strings.TrimSpace(bearer)
	}
	return t
}

// OnePage cuts one page out of a list, and returns the cursor for the next.
func OnePage[T any](list []T, a Args, usual int) ([]T, string, *Refusal) {
	limit := usual
	if a["limit"] != "" {
		n, err := strconv.Atoi(a["limit"])
		if err != nil || n < 0 || n > 1000 {
			return nil, "", Refuse("invalid_limit")
		}
		if n > 0 {
			limit = n
		}
	}
	from := 0
	if a["cursor"] != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(a["cursor"], "next:"))
		if err != nil || n < 0 || n > len(list) || !strings.HasPrefix(a["cursor"], "next:") {
			return nil, "", Refuse("invalid_cursor")
		}
		from = n
	}
	to := min(from+limit, len(list))
	next := ""
	if to < len(list) {
		next = "next:" + strconv.Itoa(to)
	}
	return list[from:to], next, nil
}

// Object is a JSON object on its way out.
type Object = map[string]any

// JSONArgs reads an object as arguments.
func JSONArgs(raw json.RawMessage) (Args, bool) {
	var o map[string]json.RawMessage
	if json.Unmarshal(raw, &o) != nil {
		return nil, false
	}
	a := Args{}
	for k, v := range o {
		var text string
		if json.Unmarshal(v, &text) == nil {
			a[k] = text // null becomes the empty string
		} else {
			a[k] = string(v)
		}
	}
	return a, true
}

// List reads a list that is separated by commas.
func (a Args) List(name string) []string {
	var list []string
	for v := range strings.SplitSeq(a[name], ",") {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	return list
}
