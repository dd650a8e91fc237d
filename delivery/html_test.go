package delivery

import (
	"strings"
	"testing"

	"candor/messages/mrkdwn"
)

func TestHTMLOfALine(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain words", "a b", "a b"},
		{"markup is text", `<b onclick="x">&amp;</b>`, "&lt;b onclick=&#34;x&#34;&gt;&amp;amp;&lt;/b&gt;"},
		{"an address", "see https://a.example/x?b=1&c=2 now", `see <a href="https://a.example/x?b=1&amp;c=2">https://a.example/x?b=1&amp;c=2</a> now`},
		{"a stop is no part of it", "(https://a.example/x).", `(<a href="https://a.example/x">https://a.example/x</a>).`},
		{"two of them", "http://a.example http://b.example", `<a href="http://a.example">http://a.example</a> <a href="http://b.example">http://b.example</a>`},
		{"a quote ends nothing", `https://a.example/"onmouseover="x`, `<a href="https://a.example/&#34;onmouseover=&#34;x">https://a.example/&#34;onmouseover=&#34;x</a>`},
		{"no script", "javascript:alert(1) data:text/html,x ftp://a.example", "javascript:alert(1) data:text/html,x ftp://a.example"},
		{"a mail address is text", "write to dana@acme.example", "write to dana@acme.example"},
		{"nothing after the scheme", "http:// and https://.", "http:// and https://."},
		{"control characters", "a\x00\x1bb\u202ec\xff", "abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := htmlOf(tt.in)
			want := htmlHead + `<p style="margin:0 0 1em">` + tt.want + "</p>\n" + htmlFoot
			if got != want {
				t.Errorf("htmlOf(%q) =\n%s\nwant\n%s", tt.in, got, want)
			}
		})
	}
}

func TestHTMLKeepsParagraphs(t *testing.T) {
	got := htmlOf("a\r\nb\n\n\n\nc\n")
	if n := strings.Count(got, "<p "); n != 2 || !strings.Contains(got, "a<br>\nb</p>") || !strings.Contains(got, ">c</p>") {
		t.Errorf("paragraphs: %s", got)
	}
	if got := htmlOf(""); strings.Contains(got, "<p ") {
		t.Errorf("an empty mail has a paragraph: %s", got)
	}
}

// Nothing in a mail loads anything or names a colour.
func TestHTMLLoadsNothing(t *testing.T) {
	for _, bad := range []string{"src=", "url(", "<script", "<link", "color:", "background", "@import", "<img"} {
		if strings.Contains(htmlHead+htmlFoot, bad) {
			t.Errorf("the frame of a mail holds %q", bad)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{"<b>", "https://a.example/<x>", "a\n\nb", `"'>`, "http://", "https://https://x", "\x00", "&lt;", "HTTPS://A.b\"'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkHTML(t, htmlOf(s)) })
}

// checkHTML makes sure that no < and no quote is anybody's but ours.
func checkHTML(t *testing.T, doc string) {
	t.Helper()
	body := strings.TrimSuffix(strings.TrimPrefix(doc, htmlHead), htmlFoot)
	if len(body) != len(doc)-len(htmlHead)-len(htmlFoot) {
		t.Fatalf("the frame is broken: %q", doc)
	}
	ours := strings.NewReplacer(`<p style="margin:0 0 1em">`, "", "</p>\n", "", "<br>\n", "", "</a>", "")
	rest := ours.Replace(body)
	for {
		before, link, found := strings.Cut(rest, `<a href="`)
		if strings.ContainsAny(before, "<>\"'\x00\r") {
			t.Fatalf("markup got through: %q", body)
		}
		if !found {
			return
		}
		address, shown, ok := strings.Cut(link, `">`)
		if !ok || strings.ContainsAny(address, "<>\"' ") || !mrkdwn.WebAddress.MatchString(address) {
			t.Fatalf("a link is broken: %q", body)
		}
		rest = shown
	}
}

// The HTML of a mail says what its text says, and nothing that people typed is HTML.
func TestHTMLIsTheText(t *testing.T) {
	got := htmlOf("Hello Dana,\n\n<script>alert(1)</script> & more\nnext line")
	if strings.Contains(got, "<script") || !strings.Contains(got, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more") || !strings.Contains(got, "Hello Dana,") || !strings.Contains(got, "next line") {
		t.Errorf("HTML is\n%s", got)
	}
}
