package slackapp

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// What nobody reads is taken out, and nothing else; what is no JSON, or cut off, stays as it is.
func TestWithout(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`{"ok":true,"ts":"1.2","message":{"blocks":[{"text":"a } \" ] , b"}],"n":[1,{}]},"channel":"C1"}`, `{"ok":true,"ts":"1.2","channel":"C1"}`},
		{`{ "message" : {} , "ok" : true }`, `{ "ok" : true }`},
		{`{"ok":true, "message":{"a":"b"}}`, `{"ok":true}`},
		{`{"message":{}}`, `{}`},
		{`{"ok":true,"warning":"message","deep":{"message":1}}`, `{"ok":true,"warning":"message","deep":{"message":1}}`},
		{`{"ok":true,"message":null,"n":12}`, `{"ok":true,"n":12}`},
		{`{"ok":false,"error":"fatal_error","message":"words, {"}`, `{"ok":false,"error":"fatal_error"}`},
		{`{"ok":true,"message":{"text":"cut o`, `{"ok":true,"message":{"text":"cut o`},
		{`<html>`, `<html>`}, {``, ``}, {`{}`, `{}`}, {`[{"message":1}]`, `[{"message":1}]`}, {`{"message" 1}`, `{"message" 1}`},
	} {
		if got := string(without([]byte(tt.text), "message")); got != tt.want {
			t.Errorf("%s becomes %s, want %s", tt.text, got, tt.want)
		}
	}
}

func FuzzWithout(f *testing.F) {
	f.Add(`{"ok":true,"message":{"text":"a\\"},"ts":"1"}`)
	f.Add(`{"a":[1,2],"message":"b"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var all, left map[string]json.RawMessage
		if json.Unmarshal([]byte(text), &all) != nil || strings.Count(text, `"message"`) > 1 || strings.Contains(text, `\u`) {
			return
		}
		delete(all, "message")
		if err := json.Unmarshal(without([]byte(text), "message"), &left); err != nil || len(all)+len(left) > 0 && !reflect.DeepEqual(all, left) {
			t.Errorf("%s: left is %s, want %s, %v", text, left, all, err)
		}
	})
}

type answers func() (*http.Response, error)

func (a answers) RoundTrip(*http.Request) (*http.Response, error) { return a() }

// An answer that breaks off, or is longer than is looked through, is handed on as it came.
func TestLightHandsOnWhatCame(t *testing.T) {
	cut := errors.New("cut off")
	long := `{"ok":true,"message":"` + strings.Repeat("x", 2*mostOfAnAnswer) + `"}`
	for _, tt := range []struct {
		path string
		body io.Reader
		want string
		err  error
	}{
		{"/api/chat.postMessage", strings.NewReader(`{"ok":true,"message":{},"ts":"1"}`), `{"ok":true,"ts":"1"}`, nil},
		{"/api/chat.update", strings.NewReader(`{"message":{},"ok":true}`), `{"ok":true}`, nil},
		{"/api/conversations.history", strings.NewReader(`{"message":{},"ok":true}`), `{"message":{},"ok":true}`, nil},
		{"/api/chat.postMessage", strings.NewReader(long), long, nil},
		{"/api/chat.postMessage", io.MultiReader(strings.NewReader(`{"ok":tr`), broken{cut}), `{"ok":tr`, cut},
	} {
		req, _ := http.NewRequest(http.MethodPost, "https://slack.example"+tt.path, nil)
		resp, err := Light{answers(func() (*http.Response, error) { return &http.Response{Body: io.NopCloser(tt.body)}, nil })}.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		if string(got) != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: %.80s, %v, want %.80s, %v", tt.path, got, err, tt.want, tt.err)
		}
		resp.Body.Close()
	}
	req, _ := http.NewRequest(http.MethodPost, "https://slack.example/api/chat.postMessage", nil)
	if _, err := (Light{answers(func() (*http.Response, error) { return nil, cut })}).RoundTrip(req); !errors.Is(err, cut) {
		t.Errorf("a call that failed: %v", err)
	}
}
