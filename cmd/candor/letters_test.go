package main

import (
	"errors"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	htmlBody = regexp.MustCompile(`(?s)<body[^>]*>(.*)</body>`)
	htmlLink = regexp.MustCompile(`<a href="([^"]*)">([^<]*)</a>`)
	htmlMark = regexp.MustCompile(`<[^>]*>`)
)

// shownAs is what a mail program shows of a mail in HTML, and which of its links lead
// elsewhere than they say.
func shownAs(page string) (text string, wrong error) {
	body := htmlBody.FindStringSubmatch(page)
	if body == nil {
		return "", errors.New("it has no body")
	}
	for _, link := range htmlLink.FindAllStringSubmatch(body[1], -1) {
		if link[1] != link[2] {
			wrong = errors.Join(wrong, fmt.Errorf("a link says %s and leads to %s", link[2], link[1]))
		}
	}
	lines := strings.NewReplacer("</p>", "\n", "<br>", "\n").Replace(body[1])
	return html.UnescapeString(htmlMark.ReplaceAllString(lines, "")), wrong
}

// letters compares the two parts of each mail of a story: whoever reads the HTML reads every
// sentence, time and link of the text, in its order, and nothing else.
func (s *story) letters() (wrong error) {
	for i, m := range s.p.slack.Mails("") {
		if dir := os.Getenv("CANDOR_TEST_LETTERS"); dir != "" { // to be read side by side
			name := filepath.Join(dir, fmt.Sprintf("%s-%02d", filepath.Base(s.dir), i))
			wrong = errors.Join(wrong, os.WriteFile(name+".txt", []byte(m.Subject+"\n\n"+m.Text), 0o600), os.WriteFile(name+".html", []byte(m.HTML), 0o600))
		}
		if m.Unparsed != "" || len(m.Files) > 0 && m.HTML == "" { // what brings a file is plain words alone
			continue
		}
		if why := differ(m.Text, m.HTML); why != nil {
			wrong = errors.Join(wrong, fmt.Errorf("mail %q to %s: %w", m.Subject, m.To, why))
		}
	}
	return wrong
}

// differ says how the two parts of a mail say different things.
func differ(text, page string) error {
	shown, wrong := shownAs(page)
	if got, want := strings.Join(strings.Fields(shown), " "), strings.Join(strings.Fields(text), " "); got != want {
		wrong = errors.Join(wrong, fmt.Errorf("the text says\n%s\nand the HTML\n%s", want, got))
	}
	return wrong
}

// What the comparison above cannot do without.
func TestTheTwoPartsOfAMailAreCompared(t *testing.T) {
	for _, tt := range []struct {
		text, page string
		same       bool
	}{
		{"Hi Dana,\n\nit works. See https://x.example/a?b&c", `<html><body style="x"><p>Hi Dana,</p><p>it works. See <a href="https://x.example/a?b&amp;c">https://x.example/a?b&amp;c</a></p></body></html>`, true},
		{"It works since 14:30 GMT.", "<html><body><p>It works since 14:40 GMT.</p></body></html>", false},
		{"It works. We are sorry.", "<html><body><p>It works.</p></body></html>", false},
		{"It works.", "<html><body><p>It works.</p><p>Thank you.</p></body></html>", false},
		{"See https://x.example", `<html><body><p>See <a href="https://y.example">https://x.example</a></p></body></html>`, false},
		{"It works.", "", false},
	} {
		if err := differ(tt.text, tt.page); (err == nil) != tt.same {
			t.Errorf("%q and %q: %v", tt.text, tt.page, err)
		}
	}
}
