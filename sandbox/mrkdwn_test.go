package sandbox

import (
	"strings"
	"testing"
)

func TestMarkupIsEscaped(t *testing.T) {
	b := newBench(t)
	for in, want := range map[string]string{
		"*bold* _it_ ~no~ `co*de*`": "<div><strong>bold</strong> <em>it</em> <s>no</s> <code>co*de*</code></div>",
		"snake_case_name 2*3*4":     "<div>snake_case_name 2*3*4</div>",
		"&lt;b&gt; & <x":            "<div>&lt;b&gt; &amp; &lt;x</div>",
		"<javascript:alert(1)|hi>":  "<div>hi</div>",
		"&gt;a\n&gt;b":              "<blockquote>a<br>b<br></blockquote>",
		"```x < y```":               "<pre>x &lt; y</pre>",
	} {
		b.Server.mu.Lock()
		got := strings.ReplaceAll(string(b.reader.HTML(in, "U0ANA")), "<div>&nbsp;</div>", "")
		b.Server.mu.Unlock()
		if got != want {
			t.Errorf("html(%q) = %s, want %s", in, got, want)
		}
	}
}
