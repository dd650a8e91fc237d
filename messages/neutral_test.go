package messages

import (
	"encoding/json"
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/visible"
	"candor/messages/mrkdwn"
)

func TestNeutral(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain words stay", "visitors cannot order (since 9%)", "visitors cannot order (since 9%)"},
		{"entities", "Tom & Jerry <b>", "Tom &amp; Jerry &lt;b&gt;"},
		{"a mention of everybody", "<!channel> <!here>", "&lt;!channel&gt; &lt;!here&gt;"},
		{"a mention of a person", "<@U0ANA>", "&lt;@U0ANA&gt;"},
		{"a link with another text", "<https://bad.example|your bank>", "&lt;https://bad.example|your bank&gt;"},
		{"written mentions", "@channel @Here @everyone @heretic", "@\u2060channel @\u2060Here @\u2060everyone @heretic"},
		{"bold", "a *bold* word", "a ∗bold∗ word"},
		{"what would end our headline", "down* now", "down∗ now"},
		{"italics", "_quiet_", "＿quiet＿"},
		{"an underscore in a name", "the file order_list.csv", "the file order_list.csv"},
		{"struck out", "~gone~", "∼gone∼"},
		{"code", "`ls` and ```x```", "'ls' and '''x'''"},
		{"a quote", "> you said", "› you said"},
		{"an address keeps its way", "see https://a.example/_x_/b?c=1&d=*", "see https://a.example/%5Fx%5F/b?c=1&amp;d=%2A"},
		{"an entity that was typed", "&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := mrkdwn.Neutral(tt.in); got != tt.want {
				t.Errorf("neutral(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestClean(t *testing.T) {
	tests := []struct {
		name, in string
		long     bool
		want     string
	}{
		{"spaces and lines at the ends", " \n a  b\t c \r\n ", false, "a b c"},
		{"one line", "a\nb\u2028c\rd", false, "a b c d"},
		{"several lines", "a \r\n\n\n b", true, "a\nb"},
		{"control characters", "a\x00b\x1b[31mc\u202ed\ufeff", false, "ab[31mcd"},
		{"broken bytes", "a\xffb", false, "ab"},
		{"other scripts and emoji stay", "नमस्ते 👩‍💻 São", false, "नमस्ते 👩‍💻 São"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.in, tt.long); got != tt.want {
				t.Errorf("clean(%q, %v) = %q, want %q", tt.in, tt.long, got, tt.want)
			}
		})
	}
}

// markup is what people type, or configure, that means something somewhere.
var markup = []string{"<!channel>", "*b*", "`x`", "a\n> b", "<https://x|y>", "&lt;", "@here", "_a_", "http://a/*_~`", "[[x: {{y}}]]", "\x00", "..", "…"}

// Whatever is typed or configured, nothing in a text is markup but our own headline.
func TestRenderIsHarmless(t *testing.T) {
	w := mustLoad(t, "")
	for _, s := range markup {
		for _, kind := range w.Kinds() {
			checkRender(t, w, kind, s, s)
		}
	}
}

// Each run fills one text, so that there are many runs.
func FuzzRenderIsHarmless(f *testing.F) {
	for i, s := range markup {
		f.Add(s, s, uint8(i))
	}
	w := mustLoad(f, "")
	kinds := w.Kinds()
	f.Fuzz(func(t *testing.T, words, name string, kind uint8) {
		checkRender(t, w, kinds[int(kind)%len(kinds)], words, name)
	})
}

// checkRender fills a text with these words and this name for every way.
func checkRender(t *testing.T, w *Words, kind, words, name string) {
	t.Helper()
	c := Sample()
	c.Client.Service, c.Client.Contacts[0].Name = "S"+name, "C"+name
	u := w.templates[kind].sample(true)
	u.Sender.Name = "N" + name
	c.Incident.Impact = "i" + words
	for field := range u.Words {
		u.Words[field] = "w" + words
	}
	for _, via := range client.Ways {
		text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: via})
		switch way := client.WayOf(via); {
		case fault.CodeOf(err) == fault.Invalid:
		case err != nil:
			t.Fatal(err)
		case way.Marked:
			checkHarmless(t, text.Body)
		case way.Subject:
			checkMail(t, text)
		case way.Machine && (!json.Valid([]byte(text.Body)) || strings.ContainsAny(text.Body, "<>\x00\n")):
			t.Errorf("no JSON for a webhook: %q", text.Body)
		}
	}
}

// checkMail: the subject is one line that a header can carry, and the body has no
// control characters but ends of lines.
func checkMail(t *testing.T, mail outbox.Text) {
	t.Helper()
	bad := func(r rune) bool { return r == '\ufffd' || visible.Hidden(r) && r != '\n' }
	if mail.Subject == "" || strings.Contains(mail.Subject, "\n") || strings.ContainsFunc(mail.Subject, bad) || strings.TrimSpace(mail.Subject) != mail.Subject {
		t.Errorf("no subject of a mail: %q", mail.Subject)
	}
	if strings.ContainsFunc(mail.Body, bad) || strings.Contains(mail.Body, "\n\n\n") || strings.TrimSpace(mail.Body) != mail.Body {
		t.Errorf("no body of a mail: %q", mail.Body)
	}
}

func checkHarmless(t *testing.T, body string) {
	t.Helper()
	bare := strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(body)
	if strings.ContainsAny(bare, "<>&`~\x00") {
		t.Errorf("markup got through: %q", body)
	}
	if n := strings.Count(body, "*"); n != 0 && (n != 2 || !strings.HasPrefix(body, "*")) {
		t.Errorf("the headline is broken: %q", body)
	}
	if mrkdwn.Muted(body) != body {
		t.Errorf("everybody would be notified: %q", body)
	}
	if strings.Contains(body, "  ") || strings.TrimSpace(body) != body {
		t.Errorf("spaces were left over: %q", body)
	}
}
