package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// The kinds of call that are caught; each has a path of its own, /webhook/NAME
// and /wake/NAME, and is the method of its faults.
const (
	CaughtWebhook = "webhook"
	CaughtWake    = "wake"
)

// A Caught is a call of the app that left Slack: to a client's webhook, or to an
// address that makes somebody's phone ring.
type Caught struct {
	At        time.Time
	Kind      string // CaughtWebhook or CaughtWake
	Name      string // the last part of the path
	Method    string
	Header    http.Header
	Body      string
	ID        string // webhook-id
	Signature string // what became of verifying it: "verified", or why not; empty if nobody knows the secret
	Status    int    // of the answer; 0 if the answer was lost
}

// Taken says whether the receiver has it.
func (c Caught) Taken() bool { return c.Status < 300 } // also where only the answer was lost

// maxCaught is more than any call of ours has.
const maxCaught = 1 << 20

// catch serves the address of a kind.
func (s *Server) catch(kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCaught))
		if err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		c := Caught{Kind: kind, Name: r.PathValue("name"), Method: r.Method, Header: r.Header.Clone(), Body: string(body), ID: r.Header.Get(webhooks.HeaderWebhookID)}
		c.Signature, c.Status = s.verify(c), http.StatusNoContent
		f := s.takeOwn(kind, func(*Fault) bool { return true })
		switch {
		case f == nil:
		case f.Lost || f.Down:
			c.Status = 0
		case f.RetryAfter > 0:
			c.Status = http.StatusTooManyRequests
			w.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter/time.Second)))
		case f.Status != 0:
			c.Status = f.Status
		}
		s.keep(c)
		if c.Status == 0 {
			panic(http.ErrAbortHandler) // cuts the connection
		}
		if f != nil {
			s.pause(f.Delay)
		}
		w.WriteHeader(c.Status)
	}
}

// verify holds a call against the secret of its receiver. The age of its stamp
// is left out: the clock here may stand still.
func (s *Server) verify(c Caught) string {
	if c.Kind != CaughtWebhook || s.o.Secret == nil || s.o.Secret(c.Name) == "" {
		return ""
	}
	v, err := webhooks.NewWebhook(s.o.Secret(c.Name))
	if err == nil {
		err = v.VerifyIgnoringTimestamp([]byte(c.Body), c.Header)
	}
	if err != nil {
		return "not verified: " + err.Error()
	}
	return "verified"
}

func (s *Server) keep(c Caught) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.At = s.o.Now()
	s.caught = append(s.caught, c)
	s.show()
}

// Caught returns the calls of a kind to a name, or with "" all of them, oldest
// first.
func (s *Server) Caught(kind, name string) (list []Caught) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.caught {
		if c.Kind == kind && (name == "" || c.Name == name) {
			list = append(list, c)
		}
	}
	return list
}

// CaughtText is Caught as plain text for comparing. Ids are numbered as they come,
// so that a repeat shows.
func (s *Server) CaughtText(kind, name string) string {
	var b strings.Builder
	var ids []string
	for _, c := range s.Caught(kind, name) {
		answer := "the answer was lost"
		if c.Status != 0 {
			answer = "answered " + strconv.Itoa(c.Status)
		}
		parts := []string{c.Method, answer}
		if c.ID != "" {
			at := slices.Index(ids, c.ID)
			if at < 0 {
				at, ids = len(ids), append(ids, c.ID)
			}
			parts = append(parts, "id "+strconv.Itoa(at+1))
		}
		if c.Signature != "" {
			parts = append(parts, c.Signature)
		}
		fmt.Fprintf(&b, "%s\n", strings.Join(parts, " · "))
		for l := range strings.SplitSeq(strings.TrimRight(c.Body, "\n"), "\n") {
			b.WriteString(strings.TrimRight("  | "+l, " ") + "\n")
		}
	}
	return b.String()
}
