package catch

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"candor/sandbox/faults"
)

// The kinds of call that are caught; each has a path of its own, /webhook/NAME
// and /wake/NAME, and is the method of its faults.
const (
	Webhook = "webhook"
	Wake    = "wake"
)

// A Call is a call of the app that left Slack: to a client's webhook, or to an
// address that makes somebody's phone ring.
type Call struct {
	At        time.Time
	Kind      string // Webhook or Wake
	Name      string // the last part of the path
	Method    string
	Header    http.Header
	Body      string
	ID        string // webhook-id
	Signature string // what became of verifying it: "verified", or why not; empty if nobody knows the secret
	Status    int    // of the answer; 0 if the answer was lost
}

// Taken says whether the receiver has it.
func (c Call) Taken() bool { return c.Status < 300 } // also where only the answer was lost

// A Keeper is who the catchers work for: it says what goes wrong, and keeps what
// was caught.
type Keeper interface {
	Trouble(method string, when func(*faults.Fault) bool) *faults.Fault // the next one of a method; nil if there is none
	Pause(time.Duration)
	Secret(name string) string // of a webhook; "" if nobody knows it
	KeepMail(Mail)
	KeepCall(Call)
}

// maxCaught is more than any call of ours has.
const maxCaught = 1 << 20

// Calls serves the address of a kind.
func Calls(kind string, k Keeper) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCaught))
		if err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		c := Call{Kind: kind, Name: r.PathValue("name"), Method: r.Method, Header: r.Header.Clone(), Body: string(body), ID: r.Header.Get(webhooks.HeaderWebhookID)}
		c.Signature, c.Status = verify(c, k), http.StatusNoContent
		f := k.Trouble(kind, func(*faults.Fault) bool { return true })
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
		k.KeepCall(c)
		if c.Status == 0 {
			panic(http.ErrAbortHandler) // cuts the connection
		}
		if f != nil {
			k.Pause(f.Delay)
		}
		w.WriteHeader(c.Status)
	}
}

// verify holds a call against the secret of its receiver. The age of its stamp
// is left out: the clock here may stand still.
func verify(c Call, k Keeper) string {
	if c.Kind != Webhook || k.Secret(c.Name) == "" {
		return ""
	}
	v, err := webhooks.NewWebhook(k.Secret(c.Name))
	if err == nil {
		err = v.VerifyIgnoringTimestamp([]byte(c.Body), c.Header)
	}
	if err != nil {
		return "not verified: " + err.Error()
	}
	return "verified"
}

// CallText is calls as plain text for comparing. Ids are numbered as they come, so
// that a repeat shows.
func CallText(list []Call) string {
	var b strings.Builder
	var ids []string
	for _, c := range list {
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
