package paper

import (
	"html"
	"html/template"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
)

const policy = template.HTML(`<meta name="policy">`)

var marks = regexp.MustCompile(`<style>(?s:.*)</style>|<[^>]*>`)

// letters are the words of a page, without what is markup.
func letters(page []byte) string {
	return strings.Join(strings.Fields(html.UnescapeString(marks.ReplaceAllString(string(page), " "))), "")
}

// The page has every word of the mail, in its order, whatever somebody wrote; none of it
// becomes markup or hides.
func TestThePageHasTheWordsOfTheMail(t *testing.T) {
	body := "Hi Dana,\r\n\r\nWhy: <script>alert(1)</script><iframe src=\"file:///etc/passwd\"></iframe> {{.Policy}} & “ü”\n• <b>one</b>\n•two\n\nWhat changes:\n" + strings.Repeat("x", 400) + "\nhttps://acme.example: a: b"
	u := &update.Update{Texts: map[string]outbox.Text{client.ViaEmail: {Subject: "Review </title><script>", Body: body}}}
	page, err := Page(u, "Studio <North>", policy)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := letters(page), "Review</title><script>Studio<North>Review</title><script>"+strings.Join(strings.Fields(body), ""); got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
	for _, never := range []string{"<script", "<iframe", "<b>"} {
		if strings.Contains(string(page), never) {
			t.Errorf("it has %s", never)
		}
	}
	at := strings.Index(string(page), string(policy))
	if at < 0 || at > strings.Index(string(page), "<title>") {
		t.Error("its policy does not stand before everything that people wrote")
	}
	for _, want := range []string{`<p class="lead"><strong>What changes:</strong></p>`, `<p><strong>Why: </strong>&lt;script&gt;`, `<p class="item">•two</p>`, `<p>https://acme.example: a: b</p>`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("there is no %s", want)
		}
	}
	hidden := &update.Update{Texts: map[string]outbox.Text{client.ViaEmail: {Subject: "s", Body: "a\u202eb\x00c\xff"}}}
	if page, _ = Page(hidden, "", policy); strings.ContainsAny(string(page), "\u202e\x00") {
		t.Error("something hides in it")
	}
	if strings.Contains(string(page), `class="from"`) {
		t.Error("a line at the head of the page says of nobody whose it is")
	}
}

// Of who has no mail it is the words of Slack.
func TestThePageOfWhoReadsSlack(t *testing.T) {
	u := &update.Update{Texts: map[string]outbox.Text{client.ViaSlack: {Body: "*Shop: our review of 10 March* [INC-7]\nDana, our review &amp; more."}}}
	page, _ := Page(u, "Studio North", policy)
	if got := letters(page); !strings.HasSuffix(got, "Shop:ourreviewof10March[INC-7]Dana,ourreview&more.") {
		t.Errorf("it says %s", got)
	}
}

// The mail that brings it says what it is and when the words came, and nothing that people
// wrote is in the name of the file.
func TestTheCover(t *testing.T) {
	u := &update.Update{Texts: map[string]outbox.Text{client.ViaEmail: {Subject: "Review of 10 March [INC-7]"}}}
	got := Cover(u, client.Client{TimeZone: "Europe/London"}, "Studio North", time.Date(2026, 4, 10, 14, 20, 0, 0, time.UTC))
	want := outbox.Text{Subject: "Review of 10 March [INC-7] (PDF)", Body: "This is the review that we mailed you just now, as a PDF to keep or to print. It has the same words as our mail of 10 April 2026, 15:20 BST.\n\nStudio North\n"}
	if got != want {
		t.Errorf("it is %+v", got)
	}
	if file := File("INC-7"); file != "review-INC-7.pdf" {
		t.Errorf("the file is %s", file)
	}
}

// The newest review that was sent counts.
func TestTheLatestReview(t *testing.T) {
	of := func(id, kind string, n int, s update.State) *update.Update {
		return &update.Update{Client: id, Kind: kind, N: n, State: s}
	}
	list := []*update.Update{of("acme", update.PostmortemCover, 3, update.Sent), of("acme", update.PostmortemCover, 5, update.Sent), of("acme", update.PostmortemCover, 6, update.Withdrawn), of("globex", update.PostmortemCover, 9, update.Sent), of("acme", update.Checkin7d, 8, update.Sent)}
	if got := Latest(list, "acme"); got == nil || got.N != 5 {
		t.Errorf("it is %+v", got)
	}
	right := of("acme", update.Correction, 9, update.Sent)
	right.Corrects = 5
	if got := Latest(append(list, right), "acme"); got != nil {
		t.Errorf("it was put right, and is %+v", got)
	}
	if got := Latest(list, "initech"); got != nil {
		t.Errorf("it is %+v", got)
	}
}

// CANDOR_TEST_PAGE names a file for a long page, to look at.
func TestALongPageToLookAt(t *testing.T) {
	file := os.Getenv("CANDOR_TEST_PAGE")
	if file == "" {
		t.Skip("CANDOR_TEST_PAGE names no file")
	}
	part := "Why: Suspected, not confirmed: a clean-up script ran against the live data. Größe, naïve, Zoë, 🙂. " + strings.Repeat("It was not caught, since nobody looked at what it deletes. ", 8) + "\n\n"
	body := "Hi Dana,\n\nThis is our review of 10 March.\n\n" + strings.Repeat(part+"What we told you:\n"+strings.Repeat("• 10:20 GMT on 10 March: an update, in which we said what we knew and what we did not know at that time, and when you would hear next.\n", 6)+"\n", 6) + "A word: " + strings.Repeat("Donaudampfschiff", 25) + "\n\nAna Ruiz, Lead developer\n"
	page, err := Page(&update.Update{Texts: map[string]outbox.Text{client.ViaEmail: {Subject: "Review of 10 March: what happened and what we are changing [INC-7]", Body: body}}}, "Studio North", policy)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
}
