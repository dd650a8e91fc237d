//go:build !race

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// TestBrowser plays the README's story on the page of the sandbox, in a real
// browser against the whole program. CANDOR_TEST_SCREENSHOT names a file for a
// picture of the page; docs/sandbox.png is one.
func TestBrowser(t *testing.T) {
	t.Parallel() // it waits for the browser most of the time
	browser := startBrowser(t)
	t.Run("with script", func(t *testing.T) { playOutage(visit(t, browser, true)) })
	t.Run("without script", func(t *testing.T) { playOutage(visit(t, browser, false)) })
	t.Run("a redraw keeps what is being typed", func(t *testing.T) { typeMeanwhile(visit(t, browser, true)) })
	t.Run("words stay with their question", func(t *testing.T) { changeKinds(visit(t, browser, true)) })
	t.Run("without script, the rest", func(t *testing.T) { pressAllWithoutScript(visit(t, browser, false)) })
	t.Run("by keyboard, on a phone", func(t *testing.T) { walkByKeyboard(visit(t, browser, true)) })
	t.Run("a loss, by keyboard, on a phone", func(t *testing.T) { walkALoss(visit(t, browser, true)) })
	t.Run("no barriers", func(t *testing.T) {
		if testing.Short() {
			t.Skip("it looks at every page")
		}
		axe := findAxe(t)
		v := visit(t, browser, true)
		checkPages(v, axe)
		checkPapers(v, axe)
		checkGallery(v, axe)
		checkThatItSees(v, axe)
	})
	if file := os.Getenv("CANDOR_TEST_SCREENSHOT"); file != "" {
		t.Run("picture", func(t *testing.T) { takePicture(visit(t, browser, true), file) })
	}
}

// startBrowser starts a browser that knows nothing of the machine's own one, and
// ends it with the test.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(findBrowser(t, true)), chromedp.UserDataDir(t.TempDir()), chromedp.NoFirstRun, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"), // it has a mouse
		chromedp.WindowSize(1280, 1116))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium's sandbox refuses to run as root
	}
	ctx, end := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(end)
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return ctx
}

// A visitor looks at the page of a world of its own, and does there what a
// person does.
type visitor struct {
	t      *testing.T
	ctx    context.Context // its tab
	p      *playground
	story  *story
	script bool

	planting atomic.Bool // it makes trouble itself, of which the browser may complain
}

// visit opens a world, in which the clock stands until the page moves it, and
// the page to it.
func visit(t *testing.T, browser context.Context, script bool) *visitor {
	t.Helper()
	s := &story{t: t, dir: t.TempDir(), clock: &clock{still: began}}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.p, err = openPlayground(context.Background(), ln, filepath.Join(s.dir, "candor.db"), s.clock, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s.p.slack.Patient(patience)
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stopped := s.stop() // nothing moves any more
		if err := errors.Join(stopped, s.invariants(context.Background()), s.p.app.close()); err != nil {
			t.Error(err)
		}
		s.p.close()
	})

	tab, leave := chromedp.NewContext(browser)
	t.Cleanup(leave)
	v := &visitor{t: t, ctx: tab, p: s.p, story: s, script: script}
	err = chromedp.Listen(tab, func(ev any) { // what the browser complains about is seen by nobody else
		if e, ok := ev.(*log.EventEntryAdded); ok && e.Entry.Level == log.EntryLevelError && !v.planting.Load() {
			t.Errorf("the browser says of %s: %s", e.Entry.URL, e.Entry.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	disabled := emulation.SetScriptExecutionDisabledParams{Value: !script}
	if err := chromedp.Do(tab, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, disabled)
		return err
	}), chromedp.Navigate(s.p.url)); err != nil {
		t.Fatal(err)
	}
	return v
}

const (
	patience = time.Minute             // of a visitor; a slow machine is no failure
	glance   = 1500 * time.Millisecond // after which a step is tried again
)

// try repeats a step until it succeeds: the page may be redrawn between finding
// something and pressing it. Without a script the page stays as it came until
// it is loaded again.
func (v *visitor) try(what string, steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	v.tryEach(glance, what, steps...)
}

// tryEach gives each attempt so long.
func (v *visitor) tryEach(attempt time.Duration, what string, steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	for deadline := time.Now().Add(patience); ; {
		ctx, cancel := context.WithTimeout(v.ctx, attempt)
		err := chromedp.Do(ctx, steps...)
		cancel()
		if err == nil {
			return
		}
		if time.Now().After(deadline) || v.ctx.Err() != nil {
			v.t.Fatalf("%s: %v. The page reads:\n%s", what, err, v.read())
		}
		if !v.script && errors.Is(err, context.DeadlineExceeded) {
			if err := chromedp.Do(v.ctx, chromedp.Reload()); err != nil {
				v.t.Fatal(err)
			}
		}
	}
}

// read is the whole page, for what is said of a failure.
func (v *visitor) read() string {
	text, err := chromedp.Run(v.ctx, chromedp.Text("body"))
	if err != nil {
		return err.Error()
	}
	return text
}

// see waits until a column shows a text; in is what must contain it.
func (v *visitor) see(column, in, text string) {
	v.t.Helper()
	v.try(fmt.Sprintf("to see %q in %s", text, column), chromedp.WaitVisible(fmt.Sprintf(`//section[@id=%q]//%s[contains(normalize-space(.), %q)]`, column, in, text)))
}

// press presses what carries exactly this label in the team's column; what came
// last wins.
func (v *visitor) press(label string) {
	v.t.Helper()
	v.try("to press "+label, chromedp.Click(fmt.Sprintf(
		`(//section[@id="team"]//*[self::button or self::a or self::label][not(@tabindex="-1") and not(ancestor::*[@inert])][normalize-space(.)=%q])[last()]`, label)))
}

// fill types into the field with this label, over what it holds.
func (v *visitor) fill(label, text string) {
	v.t.Helper()
	v.puts("to fill in "+label, labelled(label), "value", text, chromedp.Focus(labelled(label)), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(text))
}

// choose takes an option of a menu by typing its first letter, as the keyboard does, which
// no other option may have: a second letter that comes late would choose anew.
func (v *visitor) choose(label, option string) {
	v.t.Helper()
	v.puts("to choose "+option, labelled(label), "selectedOptions[0].text", option, chromedp.SendKeys(labelled(label), option[:1]))
}

// puts types into a field until what was typed stands there: what is drawn anew between a
// key and the next loses some of them. Without a script nothing is.
func (v *visitor) puts(what, field, property, text string, keys ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	holds := fmt.Sprintf(`document.evaluate(%q, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue?.%s.startsWith(%q)`, field, property, text)
	for deadline := time.Now().Add(patience); ; {
		v.try(what, chromedp.WaitVisible(field))
		v.once(what, keys...)
		if !v.script {
			return
		}
		ctx, cancel := context.WithTimeout(v.ctx, patience/3) // the app may answer a choice with another form
		err := chromedp.Do(ctx, chromedp.Poll[chromedp.Void](holds))
		cancel()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			v.t.Fatalf("%s: %v. The page reads:\n%s", what, err, v.read())
		}
	}
}

// labelled is where the field with this label stands in the team's column.
func labelled(label string) string {
	return fmt.Sprintf(`//*[@id=//section[@id="team"]//label[starts-with(normalize-space(.), %q)]/@for]`, label)
}

// say writes into the team's composer and presses Enter.
func (v *visitor) say(text string) {
	v.t.Helper()
	v.puts("to write "+text, `//*[@id="team-say"]`, "value", text, chromedp.Focus("#team-say"), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(text))
	v.once("to send "+text, chromedp.KeyEvent("\n"))
}

// once does what must not be repeated: keys that were typed stay typed.
func (v *visitor) once(what string, steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		v.t.Fatalf("%s: %v. The page reads:\n%s", what, err, v.read())
	}
}

func (v *visitor) formCloses() {
	v.t.Helper()
	v.try("to see the form close", chromedp.WaitNotPresent(`#team [role=dialog]`))
}

// move presses a button of the clock and waits for the time that it shows then. What was
// pressed and not answered at once is not pressed again: the clock would move twice.
func (v *visitor) move(button, clock string) {
	v.t.Helper()
	v.tryEach(patience, "to move the clock", chromedp.Click(fmt.Sprintf(`//header//button[normalize-space(.)=%q]`, button)))
	v.try("to see the clock at "+clock, chromedp.WaitVisible(fmt.Sprintf(`//header//time[contains(., %q)]`, clock)))
}

// playOutage is the main job from declaring to an answered reminder.
func playOutage(v *visitor) {
	v.t.Helper()
	v.see("team", "p", "You are Ana at Studio North. Type /incident to begin.")
	declare(v)
	tellWhatIsNew(v)
	v.move("+30 min", "14:35")
	v.see("client", "article", "The new version of last night stops the start page.")
	v.see("team", "article", " · 2 of ") // the card: told once, ticked once
	v.see("team", "article", "Draft, not sent yet")
	v.press("Yes, I'm on it: send")
	v.see("client", "article", "we are still putting the previous version back")
	v.see("team", "article", "Acme Shop was told at 14:35")
	if text := v.p.slack.Text("@dana", "#acme-shared"); strings.Count(text, "@candor") != 3 {
		v.t.Errorf("the client has not heard three times:\n%s", text)
	}
	v.see("client", "a", "3") // mails that are not read yet
	v.try("to open the mail", chromedp.Click(`//section[@id="client"]//nav[@class="channels"]//a[contains(., "Mail")]`))
	v.see("client", "article", "Ana Ruiz, Studio North <status@studio-north.example> to Dana Fox <dana@acme.example>")
	v.see("client", "article", "still putting the previous version back")
	v.try("to see it as their mail program shows it", chromedp.Click(`//section[@id="client"]//article//summary[.="As HTML"]`), chromedp.WaitVisible(`//section[@id="client"]//article//iframe`))
}

// declare opens an incident through the form and sends the first word, which
// has left five minutes later.
func declare(v *visitor) {
	v.t.Helper()
	v.say("/incident")
	v.press("Declare incident")
	v.choose("Who is affected?", "Acme Shop")
	v.press("Site or app down")
	v.press("15 minutes ago")
	v.press("Next")
	v.see("team", "form", "We do not know the cause yet")
	v.press("Send")
	v.formCloses()
	v.see("team", "h3", "#inc-1-acme") // who declares is led into the channel
	v.move("+5 min", "14:05")
	v.see("client", "article", "we are looking into a problem")
}

// tellWhatIsNew ticks the first step and sends an update through form and
// preview.
func tellWhatIsNew(v *visitor) {
	v.t.Helper()
	v.press("Checklist")
	v.try("to tick the first step", chromedp.Click(`(//section[@id="team"]//div[@role="dialog"]//label[normalize-space(.)="Done"])[1]`))
	v.press("Save")
	v.formCloses()
	v.press("Client update")
	v.fill("What is new?", "The new version of last night stops the start page.")
	v.fill("What are you doing now?", "putting the previous version back")
	v.press("Preview")
	v.see("team", "form", "We are putting the previous version back.")
	v.press("Send")
	v.formCloses()
}

// takePicture saves what the page looks like while a reminder waits, on a screen as many
// people have it.
func takePicture(v *visitor, file string) {
	v.t.Helper()
	v.try("to look at a wide page", chromedp.EmulateViewport(1440, 1000))
	if err := v.p.slack.Command(v.ctx, "@ana", "#team", "/incident declare sev1 acme Checkout is down"); err != nil {
		v.t.Fatal(err)
	}
	v.see("team", "article", "Ready to send to")
	if err := v.p.slack.Press(v.ctx, "@ana", "#team", "Send"); err != nil {
		v.t.Fatal(err)
	}
	v.move("+5 min", "14:05")
	v.see("client", "article", "we are looking into a problem")
	v.try("to open the incident's channel", chromedp.Click(`//section[@id="team"]//nav[@class="channels"]//a[contains(., "inc-1")]`))
	if _, err := v.p.slack.Say(v.ctx, "@dana", "#acme-shared", "Thank you for telling us at once. We are waiting with the newsletter."); err != nil {
		v.t.Fatal(err)
	}
	v.move("to the next deadline (14:30)", "14:30")
	v.see("team", "article", "Draft, not sent yet")
	png, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(file, png, 0o644)
	}
	if err != nil {
		v.t.Fatal(err)
	}
}

// typeMeanwhile holds that the page follows what happens, and leaves alone what
// somebody is typing.
func typeMeanwhile(v *visitor) {
	v.t.Helper()
	v.try("to find the composer", chromedp.WaitVisible("#team-say"))
	v.once("to type", chromedp.SendKeys("#team-say", "half a sen"))
	if _, err := v.p.slack.Say(v.ctx, "@ben", "#team", "look here"); err != nil {
		v.t.Fatal(err)
	}
	v.see("team", "article", "look here")
	const state = `document.activeElement.id + ": " + document.getElementById("team-say").value`
	if got := v.ask(state); got != "team-say: half a sen" {
		v.t.Errorf("after a redraw the focus and the field are at %q", got)
	}
	v.once("to type on and send", chromedp.KeyEvent("tence\n"))
	v.see("team", "article", "half a sentence")
	if got := v.ask(state); got != "team-say: " {
		v.t.Errorf("after sending the focus and the field are at %q", got)
	}

	v.say("/incident new")
	v.see("team", "form", "Who is affected?")
	if got := v.ask(`document.activeElement.closest("[role=dialog]") ? "form" : document.activeElement.tagName`); got != "form" {
		v.t.Errorf("when a form opens the focus is in %s", got)
	}
	v.once("to press Escape", chromedp.KeyEvent("\x1b"))
	v.formCloses()
}

// ask evaluates an expression on the page.
func (v *visitor) ask(expression string) string {
	v.t.Helper()
	got, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		v.t.Fatal(err)
	}
	return got
}
