package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/sandbox/blockkit"
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

	b.mustHave(b.get("/"), "You are Ana at Studio North. Type /helper to begin.", "Your team sees", "The client sees", "Mon 23 Nov 2026</span> <b>14:00 GMT</b>")
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
	b.mustHave(b.post("/clock", "by", "5m"), "14:05 GMT", "deadline (14:30)")
	b.mustHave(b.post("/clock", "by", "due"), "14:30 GMT")
}

// Without a script a person reloads the page to see what is new, also while the clock
// still moves.
func TestTheClockArrivesThoughThePageIsReloadedMeanwhile(t *testing.T) {
	left, arrived := make(chan struct{}), make(chan error, 1)
	manifest, err := os.ReadFile("testdata/manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b := newBenchWith(t, Options{Manifest: manifest, Advance: func(ctx context.Context, _ time.Time) error {
		<-left
		arrived <- ctx.Err()
		return nil
	}})
	ctx, leave := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, b.web.URL+"/clock", strings.NewReader("by=30m"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	go b.web.Config.Handler.ServeHTTP(httptest.NewRecorder(), r)
	leave()
	close(left)
	if err := <-arrived; err != nil {
		t.Errorf("the clock stops on its way: %v", err)
	}
}

func TestWhoOpensAChannelIsLedIntoIt(t *testing.T) {
	b := newBench(t)
	b.onCommand = func(slack.SlashCommand) any {
		c, err := b.api.CreateConversation(slack.CreateConversationParams{ChannelName: "war-room"})
		b.must(err)
		_, err = b.api.InviteUsersToConversation(c.ID, "U0ANA", "U0BEN")
		b.must(err)
		_, _, err = b.api.PostMessage(c.ID, slack.MsgOptionText("Here we are", false))
		b.must(err)
		_, _, err = b.api.PostMessage("C0TEAM", slack.MsgOptionText("It is open: <#"+c.ID+">", false))
		b.must(err)
		return nil
	}
	b.connect(1)
	page := b.post("/say", "user", "U0ANA", "channel", "C0TEAM", "text", "/helper", "back", "c=U0DANA&cc=C0ACME")
	b.mustHave(page, "<h3>#war-room</h3>")

	page = b.get("/?t=U0BEN&tc=C0TEAM&cc=C0ACME")
	b.mustHave(page, "<h3>#team</h3>", `aria-label="1 unread"`)
	link := regexp.MustCompile(`<a class="ref channel" href="([^"]+)">#war-room</a>`).FindStringSubmatch(page)
	if link == nil {
		t.Fatal("a channel that is named in a message cannot be opened from it")
	}
	r, err := http.NewRequest("GET", b.web.URL+strings.ReplaceAll(link[1], "&amp;", "&"), nil)
	b.must(err)
	r.Header.Set("Referer", b.web.URL+"/?t=U0BEN&tc=C0TEAM&cc=C0ACME")
	answer, err := http.DefaultClient.Do(r)
	b.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	b.must(err)
	b.mustHave(string(body), "<h3>#war-room</h3>", "<h3>#acme-shared</h3>")
}

// An app that is slow opens the channel when the page has stopped waiting: who pressed next, is led into it
// then, and nobody else is.
func TestWhoOpensAChannelIsLedIntoItLater(t *testing.T) {
	b := newBench(t)
	slow := context.DeadlineExceeded
	b.Server.o.Settle = func(context.Context) error { return slow }
	b.connect(1)
	b.mustHave(b.post("/say", "user", "U0ANA", "channel", "C0TEAM", "text", "/helper"), "<h3>#team</h3>")
	c, err := b.api.CreateConversation(slack.CreateConversationParams{ChannelName: "war-room"})
	b.must(err)
	_, err = b.api.InviteUsersToConversation(c.ID, "U0ANA", "U0BEN")
	b.must(err)
	slow = nil
	b.mustHave(b.post("/say", "user", "U0BEN", "channel", "C0TEAM", "text", "hello"), "<h3>#team</h3>")
	b.mustHave(b.post("/say", "user", "U0ANA", "channel", "C0TEAM", "text", "hello"), "<h3>#war-room</h3>")
	b.mustHave(b.post("/say", "user", "U0ANA", "channel", "C0TEAM", "text", "hello", "back", "tc=C0TEAM"), "<h3>#team</h3>")
}

func TestFormCoversItsColumnOnly(t *testing.T) {
	b := newBench(t)
	name := slack.NewInputBlock("name", plainText("Name"), nil, slack.NewPlainTextInputBlockElement(nil, "v"))
	b.onCommand = func(c slack.SlashCommand) any {
		_, err := b.api.OpenView(c.TriggerID, modal(name))
		b.must(err)
		return nil
	}
	b.connect(1)
	page := b.post("/say", "user", "U0ANA", "channel", "C0TEAM", "text", "/helper")
	if n := strings.Count(page, " inert>"); n != 3 { // the list of channels, the log and the composer of one side
		t.Errorf("%d parts of the page are out of reach, want 3", n)
	}
}

// BenchmarkPage draws a channel in which much was said.
func BenchmarkPage(b *testing.B) {
	manifest, err := os.ReadFile("testdata/manifest.yaml")
	if err != nil {
		b.Fatal(err)
	}
	s, err := New(Options{Manifest: manifest, Now: func() time.Time { return start }})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for range 200 {
		if _, err := s.Say(b.Context(), "@ana", "#team", "Checking *the logs* of <https://example.com|the shop> again, @ben."); err != nil {
			b.Fatal(err)
		}
	}
	h := s.Handler()
	for b.Loop() {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "http://localhost/", nil)
		h.ServeHTTP(w, r)
		b.ReportMetric(float64(w.Body.Len())/1024, "KiB")
	}
}

func TestDatesAreTheViewersOwn(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		format string
		at     time.Time
		want   string
	}{
		{"{date_short_pretty} {time}", now.Add(-time.Hour), "today 13:00"},
		{"{date_pretty} at {time}", now.Add(12 * time.Hour), "tomorrow at 02:00"},
		{"{date_pretty}", now.AddDate(0, 0, -1), "yesterday"},
		{"{date_short}", now, "10 Mar"},
		{"{date}", now.AddDate(0, 0, 7), "17 March"},
		{"{date_long}", now.AddDate(1, 0, 0), "Wednesday, 10 March 2027"}, // more than half a year away
	} {
		if got := blockkit.FormatDate(tt.format, tt.at, now); got != tt.want {
			t.Errorf("formatDate(%q, %s) = %q, want %q", tt.format, tt.at, got, tt.want)
		}
	}

	b := newBench(t)
	_, err := b.Say(b.soon(), "@ana", "#team", "hello")
	b.must(err)
	_, _, err = b.api.PostMessage("C0TEAM", slack.MsgOptionText("Due <!date^1783000800^{time}|never>", false)) // 14:00 UTC in a summer
	b.must(err)
	b.mustHave(b.get("/"), "Due ", ">15:00</span>")
}

// A page that says no is a page: it has a title, says what to do, and leads back.
func TestWhatIsNotThereLeadsBack(t *testing.T) {
	b := newBench(t)
	for _, tt := range []struct {
		method, path, site string
		code               int
		says               string
	}{
		{http.MethodGet, "/nothing", "", http.StatusNotFound, "There is no such page"},
		{http.MethodPost, "/nothing", "", http.StatusNotFound, "There is no such page"},
		{http.MethodGet, "/say", "", http.StatusNotFound, "There is no such page"},
		{http.MethodGet, "/open?user=nobody", "", http.StatusNotFound, "There is no such page"},
		{http.MethodPost, "/say", "cross-site", http.StatusForbidden, "it is ignored"},
		{http.MethodPost, "/say?%", "", http.StatusBadRequest, "could not be read"},
	} {
		req, err := http.NewRequest(tt.method, b.web.URL+tt.path, nil)
		b.must(err)
		req.Header.Set("Sec-Fetch-Site", tt.site)
		r, err := http.DefaultClient.Do(req)
		b.must(err)
		body, err := io.ReadAll(r.Body)
		b.must(errors.Join(err, r.Body.Close()))
		if r.StatusCode != tt.code || !strings.Contains(strings.ToLower(string(body)), strings.ToLower(tt.says)) {
			t.Errorf("%s %s: %s, it says\n%s", tt.method, tt.path, r.Status, body)
		}
		b.mustHave(string(body), `<html lang="en">`, "<title>", `<a href="/">Back to the people</a>`)
	}
}

// Browsers ask for the small picture of a page by themselves, under a name of their own.
func TestThePageHasItsPicture(t *testing.T) {
	b := newBench(t)
	b.mustHave(b.get("/"), `<link rel="icon" href="/icon.svg">`)
	for _, path := range []string{"/icon.svg", "/favicon.ico"} {
		r, err := http.Get(b.web.URL + path)
		b.must(err)
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		b.must(err)
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(string(body), "<svg") {
			t.Errorf("GET %s: %s, %s: %s", path, r.Status, r.Header.Get("Content-Type"), body)
		}
	}
}
