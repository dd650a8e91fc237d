//go:build !race

package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"candor/sandbox/blockkit"
	"candor/sandbox/page"
	"candor/sandbox/world"
)

// axePackage is what looks for barriers, from npm: axe-core, the engine behind most such checks.
const axePackage = "axe-core@4.14.1"

// findAxe installs axe-core into a folder of the test and returns its source. It skips
// the test where that is impossible, unless there must be a browser; CANDOR_TEST_AXE=skip
// is for where the registry cannot be reached.
func findAxe(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	install := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--prefix", dir, axePackage)
	out, err := install.CombinedOutput()
	if err == nil {
		var source []byte
		if source, err = os.ReadFile(filepath.Join(dir, "node_modules/axe-core/axe.min.js")); err == nil {
			return string(source)
		}
	}
	missing := fmt.Sprintf("%s did not come from npm, so no page was checked: %v\n%s", axePackage, err, out)
	if os.Getenv("CANDOR_TEST_BROWSER") == "required" && os.Getenv("CANDOR_TEST_AXE") != "skip" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// A display is what a page is looked at on.
type display struct {
	wide, tall  int64
	dark, paper bool
}

// displays are those of people: a desk, two laptops, a phone, each light and dark.
var displays = []display{
	{wide: 1440, tall: 900}, {wide: 1440, tall: 900, dark: true}, {wide: 1280, tall: 800}, {wide: 1280, tall: 800, dark: true},
	{wide: 1024, tall: 768}, {wide: 1024, tall: 768, dark: true}, {wide: 390, tall: 844}, {wide: 390, tall: 844, dark: true},
}

// looked is on which of them a page is looked at: on the widest and the narrowest in the
// light, and on one in the dark. With CANDOR_LONG it is on each.
func looked() []display {
	if os.Getenv("CANDOR_LONG") != "" {
		return displays
	}
	return []display{displays[0], displays[5], displays[6]}
}

func (d display) String() string {
	return fmt.Sprintf("%d px, %s", d.wide, map[bool]string{true: "dark", false: "light"}[d.dark])
}

// show looks at the page on a screen, without the movement that would be half-way through.
func (d display) show() chromedp.Action[chromedp.Void] {
	features := []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: map[bool]string{true: "dark", false: "light"}[d.dark]},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}
	return chromedp.Steps(chromedp.EmulateViewport(d.wide, d.tall), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: map[bool]string{true: "print"}[d.paper], Features: features})
		return err
	}))
}

// lookForBarriers finds each barrier that axe-core knows. What has nothing to do with
// colours is the same in the dark.
const lookForBarriers = `axe.run(document, {resultTypes: ["violations"], ...(matchMedia("(prefers-color-scheme: dark)").matches && {runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}})}).then(found => found.violations.flatMap(v => v.nodes.map(n =>
	v.id + ": " + n.html.slice(0, 200) + "\n      " + n.failureSummary.split("\n").slice(1).join("; ").trim())).join("\n    "))`

// lookForCuts finds what pushes the page sideways, buttons that something cuts off, lines
// too short to be read, what leaves no room for what is said, and what nobody could press without a script.
const lookForCuts = `(() => {
	const list = [], within = (e, box) => e.left >= box.left - 1 && e.right <= box.right + 1;
	if (document.documentElement.scrollWidth > innerWidth) list.push("the page is " + document.documentElement.scrollWidth + " px wide");
	for (const box of document.querySelectorAll(".messages, .modalbody, .modal, .head, .placehead, .composer, .bar")) {
		if (box.scrollWidth <= box.clientWidth + 1) continue;
		const out = [...box.querySelectorAll("*")].find(e => e.getBoundingClientRect().right > box.getBoundingClientRect().right + 1 && !e.matches(".default"));
		list.push("out of " + box.className + " reaches " + (out || box).outerHTML.slice(0, 160));
	}
	const pen = document.createElement("canvas").getContext("2d"), sentence = "Your site or app does not open, and we are checking what happened since.";
	for (const e of document.querySelectorAll("#client .message > .content > .blocks > .text, #client .message .section > .text")) {
		pen.font = getComputedStyle(e).font;
		const letters = e.clientWidth / (pen.measureText(sentence).width / sentence.length);
		if (letters < 45) list.push("a line of the client's has " + Math.floor(letters) + " characters");
	}
	for (const e of document.querySelectorAll("button")) if (e.type !== "submit" || e.form?.method !== "post" || !e.form.getAttribute("action")) list.push("does nothing without a script: " + e.outerHTML);
	for (const e of document.querySelectorAll("[data-choose]")) if (!(e.closest(".choices") || e).nextElementSibling?.matches("noscript")) list.push("cannot be told without a script: " + e.outerHTML);
	for (const e of document.querySelectorAll(".messages")) if (e.clientWidth && e.clientHeight < innerHeight * 0.3) list.push("what is said has " + e.clientHeight + " px of height");
	for (const e of document.querySelectorAll("button:not([aria-hidden]), summary")) {
		const box = e.closest(".modal, .messages, .composer, .bar, section, main");
		if (e.getClientRects().length && !within(e.getBoundingClientRect(), box.getBoundingClientRect())) list.push("cut off: " + e.textContent);
	}
	return list.join("\n    ");
})()`

// open goes to a page, and unfolds what is closed there.
func (v *visitor) open(url, script string) {
	v.t.Helper()
	const unfold = "\n;document.querySelectorAll('details').forEach((d, i) => { if (i < 12) d.open = true })"
	v.once("to open "+url, chromedp.Navigate("about:blank"), chromedp.Navigate(url))
	v.evaluate(script + unfold)
}

// evaluate runs a script on the page and waits for what it promises.
func (v *visitor) evaluate(script string) any {
	v.t.Helper()
	got, err := chromedp.Run(v.ctx, chromedp.Evaluate[any](script, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatal(err)
	}
	return got
}

// isOpen holds that a page has no barrier, on each of the displays.
func (v *visitor) isOpen(axe, what, url string, on ...display) {
	v.t.Helper()
	v.open(url, axe)
	v.finds(what, on, lookForCuts, lookForBarriers)
}

// finds fails if looks find something on the page, on any of the displays.
func (v *visitor) finds(what string, on []display, looks ...string) {
	v.t.Helper()
	for _, d := range on {
		v.once("to look on "+d.String(), d.show())
		for _, look := range looks {
			if found := v.evaluate(look); found != "" {
				v.t.Errorf("%s, %s:\n    %s", what, d, found)
			}
		}
	}
}

// act does what people do through Slack, and lets follow what follows.
func (v *visitor) act(steps ...func(context.Context) error) {
	v.t.Helper()
	for i, step := range steps {
		if err := step(v.t.Context()); err != nil {
			v.t.Fatalf("step %d: %v", i+1, err)
		}
		if err := v.story.settle(v.t.Context()); err != nil {
			v.t.Fatal(err)
		}
	}
}

func (v *visitor) types(user, channel, text string) func(context.Context) error {
	return func(ctx context.Context) error { return v.p.slack.Command(ctx, user, channel, text) }
}

func (v *visitor) fills(user, label, value string) func(context.Context) error {
	return func(ctx context.Context) error { return v.p.slack.Fill(ctx, user, label, value) }
}

func (v *visitor) submits(user string) func(context.Context) error {
	return func(ctx context.Context) error { return v.p.slack.Submit(ctx, user) }
}

func (v *visitor) waits(how string) func(context.Context) error {
	return func(ctx context.Context) error { return v.story.moveClock(ctx, how) }
}

// checkPages looks at each page of the sandbox, in the states in which most stands on it.
func checkPages(v *visitor, axe string) {
	at := func(query string) string { return v.p.url + query }
	v.isOpen(axe, "the first page", at(""), looked()...)
	v.act(v.types("@ana", "#team", "/incident new"))
	if v.p.slack.Submit(v.t.Context(), "@ana") == nil {
		v.t.Error("a form with nothing in it was taken")
	}
	v.isOpen(axe, "a form with errors", at(""), looked()...)
	v.act(v.fills("@ana", "Who is affected?", "Acme Shop"), v.fills("@ana", "What do they notice?", "Site or app down"), v.submits("@ana"))
	v.isOpen(axe, "what is read before it leaves", at(""), looked()...)
	v.isOpen(axe, "the inspector", at("calls"), looked()...)
	v.act(v.submits("@ana"), v.waits("+40m"))
	if _, err := v.p.slack.Say(v.t.Context(), "@dana", "#acme-shared", "Are our orders safe? https://acme.example/"+strings.Repeat("orders/", 20)+" and `"+strings.Repeat("code", 30)+"`"); err != nil {
		v.t.Fatal(err)
	}
	v.act(v.types("@ana", "#inc-1-acme", "/incident nothing of the kind"))
	channel := v.channel("inc-1-acme")
	v.isOpen(axe, "a channel and the mailbox", at("?cc=mail&tc="+channel), looked()...)
	v.isOpen(axe, "a client's channel", at("?t=U0BEN#client"), looked()...)
	if err := v.p.slack.OpenHome(v.t.Context(), "@ana"); err != nil {
		v.t.Fatal(err)
	}
	v.isOpen(axe, "a Home", at("?tc=home"), looked()...)
	v.act(func(ctx context.Context) error { return v.story.trouble(ctx, "drill") }, v.waits("+4m"))
	v.isOpen(axe, "how a drill went", at("?tc="+channel), looked()...)
	v.isOpen(axe, "what was caught", at("caught"), looked()...)
	v.planting.Store(true)
	v.isOpen(axe, "a page that is not there", at("nothing"), looked()...)
	v.planting.Store(false)
}

// checkPapers looks at the pages that the program writes into files, on each display and
// as they are printed.
func checkPapers(v *visitor, axe string) {
	v.t.Helper()
	var copied bytes.Buffer
	store, dir := filepath.Join(v.story.dir, "copy.db"), v.t.TempDir()
	if err := errors.Join(v.p.app.store.Copy(v.t.Context(), &copied), os.WriteFile(store, copied.Bytes(), 0o600)); err != nil {
		v.t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"what happened, to print": {"export", "INC-1", store, "--html"},
		"the report to a client":  {"report", "acme", store, "--html"},
	} {
		var out, says bytes.Buffer
		if code := run(v.t.Context(), args, func(string) string { return "" }, &out, &says); code != 0 {
			v.t.Fatalf("%s: %d, %s", name, code, &says)
		}
		file := filepath.Join(dir, args[0]+".html")
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			v.t.Fatal(err)
		}
		v.isOpen(axe, name, "file://"+file, looked()...)
		v.finds(name, []display{{wide: 643, tall: 950, paper: true}}, lookForCuts, lookForBarriers)
	}
}

// checkThatItSees plants barriers, each of which must be found.
func checkThatItSees(v *visitor, axe string) {
	v.t.Helper()
	v.planting.Store(true)
	defer v.planting.Store(false)
	for _, tt := range []struct {
		fault, look, finds string
		on                 display
	}{
		{`<button type="submit"></button>`, lookForBarriers, "button-name", displays[0]},
		{`<p style="color:#999;background:#fff">Too pale to be read</p>`, lookForBarriers, "color-contrast", displays[7]},
		{`<form method="post" action="/say"><input name="text"></form>`, lookForBarriers, "label", displays[6]},
		{`<p style="width:500px">Too wide</p>`, lookForCuts, "px wide", displays[6]},
		{`<section style="width:80px;overflow:hidden"><form method="post" action="/say"><button style="width:200px">Cut</button></form></section>`, lookForCuts, "cut off: Cut", displays[0]},
		{`<button type="button">Script</button>`, lookForCuts, "without a script", displays[0]},
	} {
		v.open(v.p.url+"nothing", axe)
		const styled = "document.querySelectorAll('[style]').forEach(e => { e.style.cssText = e.getAttribute('style') })" // the page allows none in HTML
		v.evaluate(fmt.Sprintf("document.querySelector('main').insertAdjacentHTML('beforeend', %q); %s", tt.fault, styled))
		v.once("to look", tt.on.show())
		if found := fmt.Sprint(v.evaluate(tt.look)); !strings.Contains(found, tt.finds) {
			v.t.Errorf("%s is not seen: %q", tt.fault, found)
		}
	}
}

// channel is the id of a channel.
func (v *visitor) channel(name string) string {
	v.t.Helper()
	for _, c := range v.p.slack.Channels() {
		if c.Name == name {
			return c.ID
		}
	}
	v.t.Fatalf("there is no #%s", name)
	return ""
}

// checkGallery looks at all forms, Homes and messages there are, each as its test has
// it: whether they fit, and each kind of block in them for barriers.
func checkGallery(v *visitor, axe string) {
	var body []byte
	mux := http.NewServeMux()
	mux.HandleFunc("/style.css", page.Asset("style.css", "text/css"))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
	srv := httptest.NewServer(mux)
	defer srv.Close()
	for what, draw := range map[string]func(t *testing.T, kinds bool) []byte{"all forms": allForms, "all messages": allMessages} {
		body = draw(v.t, false)
		v.open(srv.URL, "")
		v.finds(what, []display{displays[0], displays[2], displays[4], displays[6]}, lookForCuts) // nothing is wider in the dark
		body = draw(v.t, true)
		v.isOpen(axe, what, srv.URL, displays[2], displays[7])
	}
}

// golden is a form, a Home or a message in a file of expected texts.
type golden struct {
	file, Type           string
	Title, Submit, Close blockkit.Text
	Blocks               json.RawMessage
}

// goldens reads the expected texts under a folder of messages.
func goldens(t *testing.T, dir string) (list []golden) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join("../../messages", dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		g := golden{file: path}
		if json.Unmarshal(raw, &g) == nil && len(g.Blocks) > 0 {
			list = append(list, g)
		}
		return err
	})
	if err != nil || len(list) < 5 {
		t.Fatalf("%d of %s could be read: %v", len(list), dir, err)
	}
	return list
}

// bystander knows nobody: what people are called is no matter here.
type bystander struct{}

func (bystander) Handle(user string) string                         { return strings.ToLower(strings.TrimPrefix(user, "U0")) }
func (bystander) RealName(user string) string                       { return user }
func (bystander) Zone(string) *time.Location                        { return time.UTC }
func (bystander) Now() time.Time                                    { return began }
func (bystander) Label(id string) string                            { return id }
func (bystander) Channel(id, _ string) (name string, known, _ bool) { return id, true, true }

const galleryFrame = `<!doctype html><html lang="en"><head><title>Gallery</title><link rel="stylesheet" href="/style.css"><style>html,body{height:auto!important;overflow:visible!important}main.single{display:block}.overlay{position:relative}.modal{max-height:none}</style></head><body class="inspector"><main class="single"><h1>Gallery</h1><h2>All of a kind</h2>`

func allForms(t *testing.T, kinds bool) []byte {
	column := &page.Column{Key: "team", Person: world.Person{ID: "U0ANA"}}
	return gallery(t, kinds, append(goldens(t, "form/testdata/form"), goldens(t, "screen/testdata/home")...), func(y *page.Eye, id string, g golden, blocks []blockkit.Block) (string, any) {
		errs := map[string]string{}
		for _, b := range blocks {
			errs[b.BlockID] = "Say when, for example 16:15."
		}
		return "modal", &page.Form{Column: column, ID: id, Title: cmp.Or(g.Title.Text, "Home"), Submit: g.Submit.Text, Close: cmp.Or(g.Close.Text, "Close"), Blocks: y.Blocks(id, blocks, blockkit.Values{}, errs)}
	})
}

func allMessages(t *testing.T, kinds bool) []byte {
	column := &page.Column{Key: "team", Person: world.Person{ID: "U0ANA"}}
	list := append(goldens(t, "screen/testdata/post"), append(goldens(t, "screen/testdata/answer"), goldens(t, "aside/testdata/answer")...)...)
	return gallery(t, kinds, list, func(y *page.Eye, id string, _ golden, blocks []blockkit.Block) (string, any) {
		return "message", &page.Message{Column: column, TS: id, ID: id, Author: "Candor", Initials: "C", Time: "14:00", App: true, Pinned: true, CanReply: true, Blocks: y.Blocks(id, blocks, blockkit.Values{}, nil)}
	})
}

// gallery draws many on one page; or, of all that is in them, one block of each kind.
func gallery(t *testing.T, kinds bool, list []golden, of func(y *page.Eye, id string, g golden, blocks []blockkit.Block) (name string, data any)) []byte {
	t.Helper()
	b := bytes.NewBufferString(galleryFrame)
	templates := page.Templates()
	y := &page.Eye{Reader: blockkit.Reader{Names: bystander{}}, User: "U0ANA"}
	seen := map[string]bool{}
	for i, g := range list {
		blocks, err := blockkit.Parse(g.Blocks)
		if err != nil {
			t.Fatalf("%s: %v", g.file, err)
		}
		if kinds {
			blocks = slices.DeleteFunc(blocks, func(b blockkit.Block) bool { k := kindOf(t, b.Raw); was := seen[k]; seen[k] = true; return was })
			if len(blocks) == 0 {
				continue
			}
		}
		name, data := of(y, fmt.Sprintf("g%d", i), g, blocks)
		fmt.Fprintf(b, "<h3>%s</h3>", filepath.Base(g.file))
		if err := templates.ExecuteTemplate(b, name, data); err != nil {
			t.Fatalf("%s: %v", g.file, err)
		}
	}
	b.WriteString("</main></body></html>")
	return b.Bytes()
}

// kindOf is a block without its words: two of a kind are drawn alike.
func kindOf(t *testing.T, raw json.RawMessage) string {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(bare(v))
}

// bare takes out words, and all of a list that is as what stands before it.
func bare(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, part := range v {
			switch word, isWord := part.(string); {
			case key == "type" || key == "style" || key == "level":
			case isWord && strings.ContainsAny(word, "`<*_~"):
				v[key] = "marked"
			default:
				v[key] = bare(part)
			}
		}
		return v
	case []any:
		var list []any
		for _, part := range v {
			if part = bare(part); len(list) == 0 || fmt.Sprint(part) != fmt.Sprint(list[len(list)-1]) {
				list = append(list, part)
			}
		}
		return list
	case string:
		return ""
	}
	return v
}
