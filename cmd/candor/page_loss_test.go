//go:build !race

package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// walkALoss tells a client on a phone's width, without touching it, that all of their data
// is lost, and goes on to the written review. CANDOR_TEST_SHOTS names a folder for a picture
// of each screen.
func walkALoss(v *visitor) {
	v.t.Helper()
	v.once("to look on a phone", displays[6].show())
	v.tabTo("Type /incident for me", enter)
	v.tabTo("Declare incident", enter)
	v.stands("Who is affected?")
	v.keys("A")
	v.picks("Site or app down", "Data missing")
	v.tabTo("Next", enter)
	v.stands("First notice to them")
	v.shot("first-notice")
	v.tabTo("Send", enter)
	v.formCloses()
	v.see("team", "h3", "#inc-1")
	v.tabTo("+5 min on the clock", enter) // until then it can be taken back

	tellOfTheLoss(v)
	repairAndResolve(v)
	reviewTheLoss(v)
	v.tabTo("The client sees", enter)
	v.see("client", "article", "our review of 10 March")
	v.shot("client")
}

func tellOfTheLoss(v *visitor) {
	v.t.Helper()
	v.saysIn("#inc-1", "/incident update")
	v.stands("Yes, data is gone")
	v.keys(" ")
	v.keys("\t")
	v.turns(kb.ArrowUp, "No, there was none")
	v.keys("\t\t") // whether any of it can come back nobody knows yet
	v.turns(kb.ArrowUp, "No, we checked")
	v.keys("\t")
	v.turns(kb.ArrowUp, "Yes: names, addresses, orders of people")
	v.shot("questions")
	v.tabTo("Next", enter)
	v.stands("Which data?")
	v.shot("how-far-begins")
	v.keys("all user data")
	v.tabTo("Gone from", "10 February")
	v.tabTo("Gone until", "10 March")
	v.tabTo("We", " ") // were to make the backups
	v.shot("how-far")
	v.tabTo("Next: the call", enter)
	v.see("team", "form", "Say first")
	v.shot("call")
	v.tabTo("Nobody answered", enter)
	v.tabTo("Next: in writing", enter)
	v.tabTo("All changes", " ")
	v.tabTo("And we copied what is left", " ")
	v.shot("missing")
	v.tabTo("Send", enter)
	v.see("team", "form", "stopped all changes and saved copies")
	v.shot("once-more")
	v.tabTo("Yes, send it now", enter)
	v.formCloses()
	v.tabTo("+5 min on the clock", enter)
	v.see("team", "article", "Acme Shop was told at 14:00")
	v.shot("told")
}

func repairAndResolve(v *visitor) {
	v.t.Helper()
	v.saysIn("#inc-1", "/incident fact recoverable part the accounts of February, from an export of the host")
	v.saysIn("#inc-1", "/incident works 14:05")
	v.see("team", "form", "That is the service, not your data.")
	v.shot("works")
	v.tabTo("Yes, send it now", enter)
	v.formCloses()
	v.tabTo("+5 min on the clock", enter)

	v.tabTo("More", enter)
	v.tabTo("Resolve", enter)
	v.stands("Yes: I used it as they do")
	v.keys(" ")
	v.tabTo("No, it stays", " ")
	v.turns(kb.ArrowDown, "Yes: we replace it by Tuesday 17 March, 17:00 GMT")
	v.shot("resolve")
	v.tabTo("Preview", enter)
	v.see("team", "form", "where we stand on your lost data")
	v.tabTo("Send", enter)
	v.shot("final")
	v.tabTo("Yes, send it now", enter)
	v.formCloses()
	v.tabTo("+5 min on the clock", enter)
	v.see("team", "article", "has the final message")
	v.shot("resolved")
}

func reviewTheLoss(v *visitor) {
	v.t.Helper()
	v.tabTo("Written review", enter)
	v.stands("Nobody knows yet")
	v.turns(kb.ArrowDown, "Suspected, not confirmed")
	v.tabTo("Why?", "A clean-up script ran against the live data.")
	v.tabTo("Which check would have caught it? Why did it not?", "A backup every night. Nobody was asked to look that it is there.")
	v.tabTo("What changes? One a line, at most 5", "Back up the shop every night @ana 31 March")
	v.shot("review")
	v.tabTo("Save, write it", enter)
	v.see("team", "form", "What happened, in one sentence?")
	v.tabTo("What happened, in one sentence?", "a clean-up script of ours deleted the user data")
	v.shot("review-text")
	v.tabTo("Preview", enter)
	v.see("team", "form", "our review of 10 March is ready")
	v.shot("review-read")
	v.tabTo("Send", enter)
	v.formCloses()
	v.tabTo("+5 min on the clock", enter)
}

// picks chooses an answer by the arrows, from the first of the question.
func (v *visitor) picks(first, answer string) {
	v.t.Helper()
	v.tabTo(first, " ")
	v.turns(kb.ArrowDown, answer)
}

// turns presses an arrow until an answer of the question has the focus.
func (v *visitor) turns(arrow, answer string) {
	v.t.Helper()
	var passed []string
	for range 12 {
		at := v.stood()
		if at == answer {
			return
		}
		passed = append(passed, at)
		v.keys(arrow)
	}
	v.t.Fatalf("the arrows do not lead to %q, but to %q", answer, passed)
}

// shot takes a picture, if somebody wants to look.
func (v *visitor) shot(name string) {
	v.t.Helper()
	dir := os.Getenv("CANDOR_TEST_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s.png", name)), png, 0o600)
	}
	if err != nil {
		v.t.Fatal(err)
	}
}
