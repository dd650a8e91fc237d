package sandbox

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/slack-go/slack"
)

// TestBrowser looks at what only a browser can show: that the page follows what
// happens, and keeps what somebody is typing.
func TestBrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium-headless-shell")
	if err != nil {
		t.Skip("chromium-headless-shell is not installed")
	}
	b := newBench(t)
	name := slack.NewInputBlock("name", plainText("Name"), nil, slack.NewPlainTextInputBlockElement(nil, "v"))
	b.onCommand = func(c slack.SlashCommand) any {
		if _, err := b.api.OpenView(c.TriggerID, modal(name)); err != nil {
			t.Error(err)
		}
		return nil
	}
	b.connect(1)
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	ctx, cancel = chromedp.NewExecAllocator(ctx, opts...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()

	do := func(a chromedp.Action[chromedp.Void]) {
		t.Helper()
		_, err := chromedp.Run(ctx, a)
		b.must(err)
	}
	read := func(a chromedp.Action[string]) string {
		t.Helper()
		v, err := chromedp.Run(ctx, a)
		b.must(err)
		return v
	}

	_, err = chromedp.Run(ctx, chromedp.Navigate(b.web.URL))
	b.must(err)
	do(chromedp.WaitVisible(`#team-say`))
	do(chromedp.SendKeys(`#team-say`, "half a sen"))
	_, err = b.Say(b.soon(), "@ben", "#team", "look here")
	b.must(err)
	do(chromedp.WaitVisible(`//article[contains(., "look here")]`))
	typed := read(chromedp.Value(`#team-say`))
	focused := read(chromedp.Evaluate[string](`document.activeElement.id`))
	if typed != "half a sen" || focused != "team-say" {
		t.Errorf("after a redraw the field holds %q and the focus is on %q", typed, focused)
	}

	do(chromedp.SendKeys(`#team-say`, "tence\n"))
	do(chromedp.WaitVisible(`//article[contains(., "half a sentence")]`))
	if typed := read(chromedp.Value(`#team-say`)); typed != "" {
		t.Errorf("after sending the field still holds %q", typed)
	}
	do(chromedp.SendKeys(`#team-say`, "/helper\n"))
	do(chromedp.WaitVisible(`#team [role=dialog]`))
	do(chromedp.SendKeys(`#team .modalbody input`, "Ana\n"))
	do(chromedp.WaitNotPresent(`#team [role=dialog]`))
}
