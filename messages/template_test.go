package messages

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/update"
	"candor/messages/given"
	"candor/messages/strictyaml"
)

// Whatever a file of words holds, it is read or refused, and what is read can be
// filled.
func FuzzTemplate(f *testing.F) {
	for _, file := range builtInFiles() {
		f.Add(file.text)
	}
	for _, s := range []string{"---\n---\n", mini + "[[[[a:{{", "---\nfields: [{name: a}]\none_of: [a, a]\n---\n== slack ==\n[[a: ]]", "---\nabout: &a [*a]\n---\n", "---\r\n---\r\n== email =="} {
		f.Add(s)
	}
	phrases := english()
	f.Fuzz(func(t *testing.T, text string) {
		var m strictyaml.Mistakes
		parsePhrases("p.yaml", text, &m)
		m = strictyaml.Mistakes{}
		tpl := parseTemplate("t.md", update.Progress, text, &m)
		if m.Err() != nil {
			return
		}
		tpl.phrases = phrases
		w := &Words{templates: map[string]*template{update.Progress: tpl, lateLine: {parts: map[string]*part{slackPart: {}, emailPart: {}}, phrases: phrases}, rhythmLine: {parts: map[string]*part{slackPart: {}, emailPart: {}}, phrases: phrases}}, phrases: phrases}
		tpl.words = w
		for _, everything := range []bool{true, false} {
			c, u := tpl.tried(everything)
			for _, via := range client.Ways {
				_, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: via})
				if err != nil && fault.CodeOf(err) != fault.Invalid {
					t.Fatal(err)
				}
			}
			w.Begin(&c.Incident, &c.Incident.Clients[0], u, c.Now)
		}
	})
}

// Whoever replaces a text finds every name that it may use.
func TestOperatingNamesWhatATemplateMayUse(t *testing.T) {
	text, err := os.ReadFile("../docs/OPERATING.md")
	if err != nil {
		t.Fatal(err)
	}
	names := append(sortedKeys(given.Facts), given.Conditions...)
	for _, typ := range []reflect.Type{reflect.TypeFor[head](), reflect.TypeFor[headField]()} {
		for f := range typ.Fields() {
			names = append(names, f.Tag.Get("yaml"))
		}
	}
	for _, name := range names {
		if s := string(text); !strings.Contains(s, "`"+name+"`") && !strings.Contains(s, name+":") {
			t.Errorf("docs/OPERATING.md does not say what %s is", name)
		}
	}
}

// The template in docs/OPERATING.md works as it stands there.
func TestOperatingShowsATemplateThatWorks(t *testing.T) {
	text, err := os.ReadFile("../docs/OPERATING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, from, found := strings.Cut(string(text), "```\n---\nabout:")
	example, _, closed := strings.Cut(from, "```")
	if !found || !closed {
		t.Fatal("docs/OPERATING.md shows no template")
	}
	dir := t.TempDir()
	mustWrite(t, filepath.Join(dir, "templates", "holding.md"), "---\nabout:"+example)
	mustLoad(t, dir)
}

// A subject fits a mail program's list, whatever the client calls the thing.
func TestASubjectIsShort(t *testing.T) {
	w := mustLoad(t, "")
	c, u := w.templates[update.Holding].tried(true)
	c.Client.Service = strings.Repeat("服務 ", 100)
	mail, err := w.Render(&c.Incident, &c.Client, u, byEmail)
	if err != nil || Units(mail.Subject) > MaxSubject || !strings.HasSuffix(mail.Subject, "…") {
		t.Errorf("the subject has %d characters: %s, %v", Units(mail.Subject), mail.Subject, err)
	}
}
