//go:build !race

package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

const (
	enter  = "\r"
	escape = "\x1b"
)

// walkByKeyboard does all of an incident on a phone's width without touching it: declare,
// first notice, checklist, timeline, resolve, review, Home.
func walkByKeyboard(v *visitor) {
	v.t.Helper()
	v.once("to look on a phone", displays[6].show())
	v.tabTo("Type /incident for me", enter)
	v.tabTo("Declare incident", enter)
	v.stands("Who is affected?")
	v.keys("A") // Acme is the first of them; a “c” that came late would choose anew
	v.tabTo("Site or app down", " ")
	v.tabTo("Next", enter)
	v.see("team", "form", "has not been opening")
	v.stands("First notice to them") // on what is to be read, from its beginning
	v.tabTo("Send", enter)
	v.formCloses()
	v.see("team", "h3", "#inc-1-acme")

	v.tabTo("Checklist", enter)
	v.stands("Done")
	v.keys(" ")
	v.tabTo("Save", enter)
	v.formCloses()
	v.stands("Checklist") // back where it was opened
	v.tabTo("+5 min on the clock", enter)
	v.see("team", "article", " · 2 done")
	v.stands("+5 min on the clock") // it can be pressed again
	v.says("/incident aftercare full")
	v.says("/incident timeline")
	v.see("team", "form", "Declared for Acme Shop")
	v.stands("INC-1: timeline")
	v.keys(escape)
	v.formCloses()
	v.stands("Message #inc-1-acme")

	resolveByKeyboard(v)
	reviewByKeyboard(v)
	v.tabTo("Candor", enter)
	v.tabTo("Home", enter)
	v.see("team", "h4", "Not closed yet")
	v.stands("Home")
	v.tabTo("The client sees", enter)
	v.try("to see the client's column", chromedp.Poll[chromedp.Void](`Math.abs(document.getElementById("client").getBoundingClientRect().left) < 2`))
}

func resolveByKeyboard(v *visitor) {
	v.t.Helper()
	v.tabTo("More", enter)
	v.tabTo("Resolve", enter)
	v.stands("Yes: I used it as they do")
	v.keys(" ")
	v.tabTo("None is lost: I checked", " ")
	v.tabTo("No, it stays", " ")
	v.tabTo("Preview", enter)
	v.see("team", "form", "has been working again")
	v.tabTo("Send", enter)
	v.formCloses()
	v.tabTo("+5 min on the clock", enter)
	v.see("team", "article", "has the final message")
}

func reviewByKeyboard(v *visitor) {
	v.t.Helper()
	v.tabTo("Written review", enter)
	v.stands("Nobody knows yet")
	v.tabTo("Why?", "")
	v.keys("We do not know yet.")
	v.tabTo("Save, write it", enter)
	v.see("team", "form", "What happened, in one sentence?")
	v.keys(escape)
	v.formCloses()
}

// standing is the name of what has the focus, as it is told to whoever does not see it;
// and what is wrong with how it is seen: it lies outside of the window, or under
// something, or nothing shows that it has the focus.
const standing = `(() => {
	const e = document.activeElement, by = e.getAttribute("aria-labelledby");
	const name = (e.getAttribute("aria-label") || by && document.getElementById(by).textContent || e.labels?.[0]?.textContent || e.querySelector?.(".label")?.textContent || e.textContent).replace(/\s+/g, " ").trim();
	if (e === document.body) return ["", ""];
	const at = e.getBoundingClientRect(), x = (Math.max(0, at.left) + Math.min(innerWidth, at.right)) / 2, label = e.labels?.[0];
	const seen = [at.top + 6, (at.top + at.bottom) / 2, at.bottom - 6].some(y => { const on = document.elementFromPoint(x, y); return on && (e.contains(on) || label?.contains(on)); });
	if (!seen) return [name, "cannot be seen"];
	const shown = getComputedStyle(e);
	if (shown.outlineStyle === "none" || parseFloat(shown.outlineWidth) < 2) return [name, "shows no focus"];
	return [name, ""];
})()`

// stood is what has the focus. It fails if that cannot be seen.
func (v *visitor) stood() string {
	v.t.Helper()
	got, err := chromedp.Run(v.ctx, chromedp.Evaluate[[]string](standing))
	if err != nil {
		v.t.Fatal(err)
	}
	if got[1] != "" {
		v.t.Errorf("the focus is on %q, which %s", got[0], got[1])
	}
	return got[0]
}

// stands waits until something has the focus; name is how its name begins.
func (v *visitor) stands(name string) {
	v.t.Helper()
	v.try(fmt.Sprintf("to stand on %q", name), chromedp.Poll[chromedp.Void](fmt.Sprintf(`%s[0].startsWith(%q)`, standing, name)))
	v.stood()
}

// tabTo presses Tab until something with this name has the focus, and then a key.
func (v *visitor) tabTo(name, key string) {
	v.t.Helper()
	v.try(fmt.Sprintf("to find %q", name), chromedp.Poll[chromedp.Void](fmt.Sprintf(`document.body.textContent.includes(%q) || !!document.querySelector('[aria-label=%q]')`, name, name)))
	var passed []string
	for range 150 {
		at := v.stood()
		if at == name || strings.HasPrefix(at, name+" ") {
			if key != "" {
				v.keys(key)
			}
			return
		}
		passed = append(passed, at)
		v.keys("\t")
	}
	v.t.Fatalf("Tab does not lead to %q, but to %q", name, passed)
}

// keys presses keys once nothing is under way: what has the focus is not drawn anew
// meanwhile.
func (v *visitor) keys(keys string) {
	v.t.Helper()
	if err := errors.Join(v.p.slack.Idle(v.t.Context()), v.p.app.settle(v.t.Context())); err != nil {
		v.t.Fatal(err)
	}
	v.once("to see the page come to rest", chromedp.Poll[chromedp.Void](`busy === 0`))
	v.once("to press keys", chromedp.KeyEvent(keys))
}

// says finds the composer by keyboard and sends what is typed into it.
func (v *visitor) says(text string) { v.saysIn("#inc-1-acme", text) }

func (v *visitor) saysIn(channel, text string) {
	v.t.Helper()
	if v.stood() != "Message "+channel {
		v.tabTo("Message "+channel, "")
	}
	v.keys(text + "\r")
	v.try("to see it sent", chromedp.Poll[chromedp.Void](`document.getElementById("team-say").value === ""`))
}

// pressAllWithoutScript does what the story does not: menus, a choice that the app must
// hear of, Home, joining, the inspector.
func pressAllWithoutScript(v *visitor) {
	v.t.Helper()
	v.try("to see how to follow", chromedp.WaitVisible(`//header//a[.="Reload to see what is new"]`))
	declare(v)
	v.try("to open the menu", chromedp.Click(`(//section[@id="team"]//summary[@aria-label="More"])[last()]`))
	v.press("When will it work?")
	v.see("team", "form", "Between when and when?")
	v.press("Cancel")
	v.formCloses()

	v.press("Client update")
	v.choose("What kind of news?", "Contained; repair continues")
	v.press("Apply")
	v.see("team", "form", "What works again?")
	v.press("Cancel")
	v.formCloses()

	goesTo := func(channel string) {
		v.try("to go to "+channel, chromedp.Click(fmt.Sprintf(`//section[@id="team"]//nav[@class="channels"]//a[contains(., %q)]`, channel)))
	}
	goesTo("Candor")
	v.press("Home")
	v.see("team", "h4", "Not closed yet")
	v.press("Ben")
	goesTo("inc-1-acme")
	v.see("team", "form", "You are not in #inc-1-acme.")
	v.press("Join")
	v.try("to write there", chromedp.WaitVisible("#team-say"))

	loseTheDisk(v)
	goesTo("inc-1-acme")
	v.press("What we know is right: go on")
	v.see("team", "article", "counts as right now")
	v.try("to go to the inspector", chromedp.Click(`//header//a[.="Inspector"]`))
	v.try("to make trouble", chromedp.Click(`//button[.="Fail the next message"]`))
	v.try("to read of it", chromedp.WaitVisible(`//b[contains(., "chat.postMessage")]`))
}

// loseTheDisk loses the data, which is refused while there is no copy of it, and has the last
// copy put back.
func loseTheDisk(v *visitor) {
	v.t.Helper()
	v.try("to go to the inspector", chromedp.Click(`//header//a[.="Inspector"]`))
	for _, step := range [][2]string{
		{"Lose the disk, put the last copy back", "Nothing was lost: there is no copy yet that could be put back."},
		{"Copy the data now", "A copy of the data was made, as of 2026-03-10 14:05 UTC, and read to its end."},
		{"Lose the disk, put the last copy back", "The disk is lost. The copy as of 2026-03-10 14:05 UTC was put back, and Candor runs on it."},
	} {
		v.once("to press "+step[0], chromedp.Click(fmt.Sprintf(`//button[.=%q]`, step[0])))
		v.once("to read "+step[1], chromedp.WaitVisible(fmt.Sprintf(`//*[contains(normalize-space(.), %q)]`, step[1])))
	}
	v.try("to go back to the people", chromedp.Click(`//a[.="Back to the people"]`))
}

// changeKinds holds that words stay with the question that they answer when a form changes.
func changeKinds(v *visitor) {
	v.t.Helper()
	declare(v)
	v.press("Client update")
	v.fill("What is new?", "The new version stops the start page.")
	v.choose("What kind of news?", "Contained; repair continues")
	v.try("to see the other questions", chromedp.WaitNotPresent(`//section[@id="team"]//label[starts-with(., "What is new?")]`))
	const holds = `[...document.querySelectorAll(".modal input, .modal textarea")].filter(e => e.value.startsWith("The new version")).map(e => e.labels[0].textContent).join()`
	if got := v.ask(holds); got != "" {
		v.t.Errorf("the answer to “What is new?” stands under %q", got)
	}
}
