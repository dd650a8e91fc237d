package lint

import (
	"fmt"
	"reflect"
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
	r := kept[reading, *text]{most: generation}
	at := func(n int) reading { return reading{raw: fmt.Sprint(n, strings.Repeat(" text", 200))} }
	for n := range 1000 {
		r.keep(at(n), len(at(n).raw), &text{})
		if _, ok := r.find(at(0), len(at(0).raw)); !ok {
			t.Fatalf("what is asked for again and again was let go after %d", n)
		}
	}
	_, old := r.find(at(1), 0)
	if _, newest := r.find(at(999), 0); old || !newest {
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

// What was found in a sentence counts for one that patterns cannot tell from it, and no other.
func TestASentenceIsKnownByAllThatPatternsSee(t *testing.T) {
	seen := map[string]bool{ // of each field of a word: whether patterns look at it
		"w": true, "kind": true, "capital": true, "day": true, "apart": true,
		"id":   false, // follows from w
		"span": false, "caps": false, "joined": false,
	}
	one := word{w: "may", kind: numberWord}
	changes := map[string]word{
		"w": {w: "might", kind: numberWord}, "kind": {w: "may"}, "capital": {w: "may", kind: numberWord, capital: true}, "day": {w: "may", kind: numberWord, day: true}, "apart": {w: "may", kind: numberWord, apart: true},
	}
	for f := range reflect.TypeFor[word]().Fields() {
		looks, known := seen[f.Name]
		other, changed := changes[f.Name]
		switch {
		case !known:
			t.Errorf("word.%s: nobody has said whether patterns look at it; if they do, it belongs into the key of a sentence", f.Name)
		case looks != changed:
			t.Errorf("word.%s: no word differs in it alone", f.Name)
		case looks && string(appendWords(nil, []word{one})) == string(appendWords(nil, []word{other})):
			t.Errorf("word.%s: two words that differ in it have the same key", f.Name)
		}
	}
	if string(appendWords(nil, []word{{w: "a"}, {w: "b"}})) == string(appendWords(nil, []word{{w: "a\x00\x01b"}})) {
		t.Error("two words have the key of one")
	}
	used := mustLoad(English)
	for _, text := range []string{
		"Mark will call you by 14:00.", "mark will call you by 14:00.", "Mark will call you by 14.", "We may be done by 5 May.", "We May be done by 5 may.",
		"It will never happen again; we may be done.", "It will never happen again.", "It will never happen again; it will never happen again.",
	} {
		want := prepare(text, mustLoad(English))
		for range 2 {
			got := prepare(text, used)
			if !reflect.DeepEqual(got.found, want.found) || !reflect.DeepEqual(got.sents, want.sents) || !reflect.DeepEqual(got.filed, want.filed) || !reflect.DeepEqual(got.ends, want.ends) {
				t.Errorf("%q: found %v, want %v", text, got.found, want.found)
			}
		}
	}
}
