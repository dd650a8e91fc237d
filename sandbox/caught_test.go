package sandbox

import (
	"context"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"candor/sandbox/catch"
	"candor/sandbox/faults"
	"candor/sandbox/page"
)

const globexSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func newCatcher(t *testing.T) *bench {
	t.Helper()
	manifest, err := os.ReadFile("testdata/manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return newBenchWith(t, Options{Manifest: manifest, Secret: func(name string) string {
		if name == "globex" {
			return globexSecret
		}
		return ""
	}, Troubles: []page.Trouble{{Kind: "fog", Label: "Fog", Do: func(context.Context) (string, error) { return "It is foggy now.", nil }}}})
}

// call calls a webhook and returns the status, 0 if the answer was lost.
func (b *bench) call(path, id, secret, body string) (status int, after string) {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.web.URL+path, strings.NewReader(body))
	b.must(err)
	if secret != "" {
		signer, err := webhooks.NewWebhook(secret)
		b.must(err)
		signature, err := signer.Sign(id, start, []byte(body))
		b.must(err)
		r.Header.Set("webhook-id", id)
		r.Header.Set("webhook-timestamp", strconv.FormatInt(start.Unix(), 10))
		r.Header.Set("webhook-signature", signature)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return 0, ""
	}
	answer.Body.Close()
	return answer.StatusCode, answer.Header.Get("Retry-After")
}

func TestCallsAreCaught(t *testing.T) {
	b := newCatcher(t)
	b.call("/webhook/globex", "a", globexSecret, `{"n":1}`)
	b.call("/webhook/globex", "a", globexSecret, `{"n":1}`)
	b.call("/webhook/globex", "b", "whsec_b3RoZXIgc2VjcmV0IG9mIHNvbWVib2R5", `{"n":2}`)
	b.call("/webhook/acme", "c", globexSecret, `{"n":3}`)
	b.call("/wake/ana", "", "", "INC-1 needs you")
	want := `POST · answered 204 · id 1 · verified
  | {"n":1}
POST · answered 204 · id 1 · verified
  | {"n":1}
POST · answered 204 · id 2 · not verified: unable to verify payload, err: no matching signature found
  | {"n":2}
`
	if got := b.CaughtText(catch.Webhook, "globex"); got != want {
		t.Errorf("Globex got\n%s\nwant\n%s", got, want)
	}
	if got, want := b.CaughtText(catch.Webhook, "acme"), "POST · answered 204 · id 1\n  | {\"n\":3}\n"; got != want { // nobody knows its secret
		t.Errorf("Acme got %q, want %q", got, want)
	}
	if got, want := b.CaughtText(catch.Wake, "ana"), "POST · answered 204\n  | INC-1 needs you\n"; got != want {
		t.Errorf("Ana's phone got %q, want %q", got, want)
	}
	page := b.get("/caught")
	b.mustHave(page, "{&#34;n&#34;:1}", "INC-1 needs you", "verified", "not verified", "webhook-signature", "No mail was sent yet.")
	b.mustHave(b.get("/"), "Caught (5)")
}

func TestTroubleWithWebhooks(t *testing.T) {
	tests := []struct {
		name   string
		fault  faults.Fault
		status int
		after  string
		taken  bool
	}{
		{"500", faults.Fault{Status: 500}, 500, "", false},
		{"gone", faults.Fault{Status: 410}, 410, "", false},
		{"asks to wait", faults.Fault{RetryAfter: 7 * time.Second}, 429, "7", false},
		{"the answer is lost", faults.Fault{Lost: true}, 0, "", true},
		{"slow", faults.Fault{Delay: 10 * time.Millisecond}, 204, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newCatcher(t)
			tt.fault.Method, tt.fault.Times = catch.Webhook, 1
			b.Break(tt.fault)
			status, after := b.call("/webhook/globex", "a", globexSecret, "{}")
			list := b.Caught(catch.Webhook, "globex")
			if status != tt.status || after != tt.after || len(list) != 1 || list[0].Taken() != tt.taken {
				t.Errorf("answered %d, Retry-After %q, caught %+v; want %d, %q, taken %t", status, after, list, tt.status, tt.after, tt.taken)
			}
			if status, _ := b.call("/webhook/globex", "a", globexSecret, "{}"); status != http.StatusNoContent {
				t.Errorf("the trouble does not end: %d", status)
			}
		})
	}
}

// Each switch of the inspector does something, and can be mended.
func TestTroubleOnThePage(t *testing.T) {
	b := newCatcher(t)
	pg := b.get("/calls")
	for kind, f := range page.Troubles {
		b.mustHave(pg, `name="kind" value="`+kind+`"`)
		b.mustHave(b.post("/trouble", "kind", kind, "page", "calls"), f.String())
		if after := b.post("/trouble", "kind", "mend", "page", "calls"); strings.Contains(after, f.String()) {
			t.Errorf("%s is not mended", kind)
		}
	}
	if b.post("/trouble", "kind", "fog"); strings.Contains(b.get("/calls"), "It is foggy now.") {
		t.Error("the inspector answers what was pressed elsewhere")
	}
	b.mustHave(b.post("/trouble", "kind", "fog", "page", "calls"), "It is foggy now.")
	b.mustHave(b.post("/trouble", "kind", "flood", "page", "calls"), "there is no trouble called")
}
