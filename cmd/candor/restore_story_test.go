package main

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// trouble presses a button of the inspector.
func (s *story) trouble(ctx context.Context, kind string) error {
	page, err := s.inspector(ctx)
	if err != nil {
		return err
	}
	if !strings.Contains(page, `name="kind" value="`+kind+`"`) {
		return fmt.Errorf("the inspector has no button %s", kind)
	}
	s.damaged = s.damaged || kind == "lose-disk" // it knows nothing of what the client has read since
	form := url.Values{"page": {"calls"}, "kind": {kind}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.p.url+"trouble", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// inspector is the page on which trouble is made.
func (s *story) inspector(ctx context.Context) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.p.url+"calls", nil)
	if err != nil {
		return "", err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

var noticed = regexp.MustCompile(`<p class="notice" role="alert">(.*?)</p>`)

// notice is what the inspector says of the trouble that was made last.
func (s *story) notice() string {
	page, err := s.inspector(context.Background())
	if m := noticed.FindStringSubmatch(page); m != nil && err == nil {
		return html.UnescapeString(m[1])
	}
	return fmt.Sprint(err)
}
