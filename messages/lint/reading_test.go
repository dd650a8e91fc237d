package lint

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A text that was read before is judged as one that is read for the first time, also
// beside others who read it.
func TestATextReadBeforeIsJudgedAsANewOne(t *testing.T) {
	text := "It works again. We are sorry for any inconvenience; it was only a minor hiccup, and this will never happen again."
	fresh := &checker{Context: Context{Kind: "reply"}, pack: english(), text: prepare(text, english()), kind: kindOf("reply")}
	for _, check := range checks {
		check(fresh)
	}
	want := IDs(fresh.out)
	if len(want) < 3 {
		t.Fatalf("the text has too few faults to compare: %v", want)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				for _, kind := range []string{"reply", "progress", "resolved"} { // what is around it changes what is found, not the text
					found := IDs(Check(text, Context{Kind: kind}))
					if kind == "reply" && !slices.Equal(found, want) {
						t.Errorf("found %v, want %v", found, want)
					}
				}
			}
		})
	}
	all.Wait()
}

func TestOnlySoMuchIsKept(t *testing.T) {
	var r readings
	at := func(n int) reading { return reading{raw: fmt.Sprint(n, strings.Repeat(" text", 200))} }
	for n := range 1000 {
		r.keep(at(n), &text{})
		if r.find(at(0)) == nil {
			t.Fatalf("what is asked for again and again was let go after %d", n)
		}
	}
	if r.find(at(1)) != nil || r.find(at(999)) == nil {
		t.Error("the newest are kept, not the oldest")
	}
	kept := 0
	for key := range r.young {
		kept += len(key.raw)
	}
	for key := range r.old {
		kept += len(key.raw)
	}
	if kept > 2*generation {
		t.Errorf("%d bytes are kept", kept)
	}
	if before := len(recent.young) + len(recent.old); readOnce(strings.Repeat("long ", longestKept), english()) == nil || len(recent.young)+len(recent.old) != before {
		t.Error("a text that is nobody's draft was kept")
	}
}
