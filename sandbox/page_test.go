package sandbox

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// get fetches a page.
func (b *bench) get(path string) string {
	b.t.Helper()
	r, err := http.Get(b.web.URL + path)
	b.must(err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	b.must(err)
	if r.StatusCode != http.StatusOK {
		b.t.Errorf("GET %s: %s", path, r.Status)
	}
	return string(body)
}

// post submits a form and returns the page that it leads to.
func (b *bench) post(path string, pairs ...string) string {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r, err := http.PostForm(b.web.URL+path, form)
	b.must(err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	b.must(err)
	if r.StatusCode != http.StatusOK || r.Request.Method != http.MethodGet {
		b.t.Errorf("POST %s ends at %s %s with %s", path, r.Request.Method, r.Request.URL, r.Status)
	}
	return string(body)
}

func (b *bench) mustHave(page string, parts ...string) {
	b.t.Helper()
	for _, p := range parts {
		if !strings.Contains(page, p) {
			b.t.Errorf("the page lacks %q", p)
		}
	}
}

func TestPageWithoutScript(t *testing.T) {
	b := newBench(t)
	name := slack.NewInputBlock("name", plainText("Name"), nil, slack.NewPlainTextInputBlockElement(nil, "v"))
	b.onCommand = func(c slack.SlashCommand) any {
		if _, err := b.api.OpenView(c.TriggerID, modal(name)); err != nil {
			t.Error(err)
		}
		return map[string]any{"text": "*Here* you are"}
	}
	submitted := ""
	b.onPress = func(i slack.InteractionCallback) any {
		if i.Type == slack.InteractionTypeViewSubmission {
			submitted = i.View.State.Values["name"]["v"].Value
		}
		return nil
	}
	b.connect(1)

	b.mustHave(b.get("/"), "You are Ana at Studio North. Type /helper to begin.", "Your team sees", "The client sees", "Mon 23 Nov 2026, 14:00 UTC")
	page := b.post("/say", "user", "U0ANA", "channel", "C0TEAM", "text", "/helper me", "back", "t=U0ANA")
	b.mustHave(page, "<strong>Here</strong> you are", "Only visible to you", `role="dialog"`, "A form")
	if strings.Contains(page, "to begin.") {
		t.Error("the hint is still there")
	}
	view := regexp.MustCompile(`name="view" value="(\w+)"`).FindStringSubmatch(page)[1]

	page = b.post("/act", "user", "U0ANA", "view", view, "f|name|v", "", "do", "submit")
	b.mustHave(page, "Please complete this required field.")
	page = b.post("/act", "user", "U0ANA", "view", view, "f|name|v", "<b>", "do", "submit")
	if submitted != "<b>" || strings.Contains(page, `role="dialog"`) {
		t.Errorf("submitted %q", submitted)
	}
	page = b.post("/say", "user", "U0DANA", "channel", "C0ACME", "text", "<script>alert(1)</script>")
	b.mustHave(page, "&lt;script&gt;alert(1)&lt;/script&gt;")
	if strings.Contains(page, "<script>alert") {
		t.Error("a text is not escaped")
	}
	b.mustHave(b.get("/calls"), "views.open")
}

func TestPageAsksBeforeItPresses(t *testing.T) {
	b := newBench(t)
	pressed := 0
	b.onPress = func(slack.InteractionCallback) any { pressed++; return nil }
	b.connect(1)
	sure := button("go", "Send", "v")
	sure.Confirm = slack.NewConfirmationBlockObject(plainText("Send it?"), plainText("It goes to the client."), plainText("Yes, send"), plainText("Back"))
	_, ts, err := b.api.PostMessage("C0TEAM", slack.MsgOptionBlocks(slack.NewActionBlock("do", sure)))
	b.must(err)
	press := []string{"user", "U0ANA", "channel", "C0TEAM", "ts", ts, "press", "do|go"}
	b.mustHave(b.post("/act", press...), "Send it?", "Yes, send", `role="alertdialog"`)
	b.post("/answer", "user", "U0ANA", "do", "no")
	b.post("/act", press...)
	if pressed != 0 {
		t.Error("pressed before the person was sure")
	}
	b.post("/answer", "user", "U0ANA", "do", "yes")
	if pressed != 1 {
		t.Errorf("pressed %d times, want once", pressed)
	}
}

func TestPageIsClosedToOthers(t *testing.T) {
	b := newBench(t)
	try := func(change func(*http.Request)) int {
		r, err := http.NewRequest("POST", b.web.URL+"/say", strings.NewReader("user=U0ANA&channel=C0TEAM&text=hi"))
		b.must(err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		change(r)
		answer, err := http.DefaultTransport.RoundTrip(r)
		b.must(err)
		answer.Body.Close()
		return answer.StatusCode
	}
	for name, change := range map[string]func(*http.Request){
		"another origin": func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"no origin":      func(r *http.Request) { r.Header.Set("Origin", "null") },
		"another site":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another host":   func(r *http.Request) { r.Host = "evil.example" },
	} {
		if status := try(change); status != http.StatusForbidden {
			t.Errorf("%s: %d, want 403", name, status)
		}
	}
	if status := try(func(r *http.Request) { r.Header.Set("Origin", b.web.URL) }); status != http.StatusSeeOther {
		t.Errorf("the page itself: %d", status)
	}
}

func TestClockControls(t *testing.T) {
	manifest, err := os.ReadFile("testdata/manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var b *bench
	b = newBenchWith(t, Options{
		Manifest: manifest,
		Advance:  func(_ context.Context, to time.Time) error { b.clock.move(to.Sub(b.clock.Now())); return nil },
		NextDue:  func() (time.Time, bool) { return start.Add(30 * time.Minute), true },
	})
	b.mustHave(b.post("/clock", "by", "5m"), "14:05 UTC", "to the next deadline (14:30)")
	b.mustHave(b.post("/clock", "by", "due"), "14:30 UTC")
}
