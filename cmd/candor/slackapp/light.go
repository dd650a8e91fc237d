package slackapp

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
)

// Light takes out of Slack's answers what nobody reads: of a message that was posted or changed,
// the message. The library would read all of its blocks, and say of one in which it does not
// understand a block that it was not posted.
type Light struct{ Next http.RoundTripper }

// mostOfAnAnswer is how much of an answer is looked through; what is longer stays as it is.
const mostOfAnAnswer = 1 << 20

// RoundTrip passes a request on.
func (l Light) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := l.Next.RoundTrip(req)
	if err != nil || !strings.HasSuffix(req.URL.Path, "/chat.postMessage") && !strings.HasSuffix(req.URL.Path, "/chat.update") {
		return resp, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, mostOfAnAnswer))
	rest := io.Reader(resp.Body)
	if err != nil { // it is for whoever reads on to say so
		rest = broken{err}
	}
	resp.Body = answer{io.MultiReader(bytes.NewReader(without(body, "message")), rest), resp.Body}
	resp.ContentLength = -1
	return resp, nil
}

// answer is the body of an answer of which a part was read.
type answer struct {
	io.Reader
	io.Closer
}

// broken is what is left of an answer that broke off.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// without takes a member out of a JSON object. What is none stays as it is.
func without(object []byte, name string) []byte {
	s := scanner{object: object}
	if !s.sign('{') {
		return object
	}
	for {
		from := s.at
		key, err := s.value()
		if err != nil || !s.sign(':') {
			return object
		}
		if _, err := s.value(); err != nil {
			return object
		}
		more := s.sign(',')
		if string(key) == `"`+name+`"` {
			if !more { // the last: the comma before it goes, too
				from = bytes.LastIndexAny(object[:from], ",{")
				if object[from] == '{' {
					from++
				}
			}
			return append(object[:from:from], object[s.at:]...)
		}
		if !more {
			return object
		}
	}
}

// scanner goes through JSON without reading it.
type scanner struct {
	object []byte
	at     int
}

var errNoJSON = errors.New("no JSON")

// sign goes past one, if it is there.
func (s *scanner) sign(c byte) bool {
	s.space()
	if s.at >= len(s.object) || s.object[s.at] != c {
		return false
	}
	s.at++
	return true
}

func (s *scanner) space() {
	for s.at < len(s.object) && strings.IndexByte(" \t\r\n", s.object[s.at]) >= 0 {
		s.at++
	}
}

// value goes past a value and returns it.
func (s *scanner) value() ([]byte, error) {
	s.space()
	from, depth := s.at, 0
	for s.at < len(s.object) {
		switch c := s.object[s.at]; c {
		case '"':
			if !s.text() {
				return nil, errNoJSON
			}
			if depth == 0 {
				return s.object[from:s.at], nil
			}
			continue
		case '{', '[':
			depth++
		case '}', ']', ',':
			if c != ',' {
				depth--
			}
			if depth < 0 || depth == 0 && c == ',' { // a number, or such
				return s.object[from:s.at], nil
			}
			if depth == 0 {
				s.at++
				return s.object[from:s.at], nil
			}
		}
		s.at++
	}
	return nil, errNoJSON
}

// text goes past a string.
func (s *scanner) text() bool {
	for s.at++; s.at < len(s.object); s.at++ {
		switch s.object[s.at] {
		case '\\':
			s.at++
		case '"':
			s.at++
			return true
		}
	}
	return false
}
