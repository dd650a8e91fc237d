package main

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"
)

var (
	drillOnPage = regexp.MustCompile(`(?s)(<form[^>]*class="drill".*?)<nav`)
	htmlTag     = regexp.MustCompile(`<[^>]*>`)
)

// drillPage is what the sandbox's page shows of its drill, a line for each element.
func (s *story) drillPage() string {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.p.url, nil)
	if err != nil {
		return err.Error()
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err.Error()
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err.Error()
	}
	shown := html.UnescapeString(htmlTag.ReplaceAllString(drillOnPage.FindString(string(text))+">", "\n"))
	return fmt.Sprintln(strings.Join(drillLines(shown), "\n"))
}

// drillLines are the lines of a text that say something.
func drillLines(text string) (list []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
