package approval

import (
	"slices"
	"testing"
	"time"

	"candor/incident/promise"
	"candor/incident/update"
)

// A word that was given is nobody else's: who says yes after it meets only what is open.
func TestAWordThatWasGivenStays(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	r := Request{Needs: []Need{{For: Other, Anyone: true}, {For: "privacy", People: []string{"U0CLEO"}}}}
	if !r.Meet("U0BEN", at) || r.Meet("U0BEN", at.Add(time.Minute)) {
		t.Error("a second word of the same person counts, or the first did not")
	}
	if len(r.Open()) != 1 || r.Open()[0].For != "privacy" {
		t.Errorf("open: %+v", r.Open())
	}
	if !r.Meet("U0CLEO", at.Add(2*time.Minute)) {
		t.Error("the word that is missing does not count")
	}
	if n := r.Needs[0]; n.By != "U0BEN" || !n.At.Equal(at) {
		t.Errorf("the first word is %s's of %s by now", n.By, n.At)
	}
	if len(r.Open()) != 0 || r.Decider(Approved) != "U0CLEO" {
		t.Errorf("open: %+v; the last word was %s's", r.Open(), r.Decider(Approved))
	}
}

// Who was asked for a role's word and has the role no more is let go of; whoever may still
// say yes is not, and who said it stays.
func TestWhoIsAskedNoMoreIsLetGo(t *testing.T) {
	r := Request{N: 2, Asked: []string{"U0ANA", "U0BEN", "U0CLEO"}, Posts: []string{"INC-1/acme/request/2/U0ANA", "INC-1/acme/request/2/U0BEN", "INC-1/acme/request/2/U0BENT", "INC-1/acme/request/2/channel"},
		Needs: []Need{{For: "commander", People: []string{"U0BEN"}}, {For: "privacy", People: []string{"U0ANA"}, By: "U0ANA"}, {For: Other, People: []string{"U0CLEO"}}}}
	changed, posts := r.Redirect(func(role string) string { return map[string]string{"commander": "U0DEE", Other: "U0CLEO"}[role] })
	if !changed || !slices.Equal(posts, []string{"INC-1/acme/request/2/U0BEN"}) || slices.Contains(r.Asked, "U0BEN") || len(r.Asked) != 2 || len(r.Posts) != 3 {
		t.Errorf("%v %v: %+v", changed, posts, r)
	}
	if r.Place("U0BEN") == "U0BEN" || r.Place("") != "channel" {
		t.Error("who is asked again has the message of before")
	}
	if changed, posts = r.Redirect(func(role string) string { return map[string]string{"commander": "U0DEE", Other: "U0CLEO"}[role] }); changed || len(posts) > 0 {
		t.Errorf("nothing has changed, and %v are let go", posts)
	}
}

// Whose account was deactivated is asked no more; a word that they gave stays.
func TestWhoLeavesIsAskedNoMore(t *testing.T) {
	r := Request{N: 2, Asked: []string{"U0BEN", "U0CLEO"}, Posts: []string{"INC-1/acme/request/2/U0BEN", "INC-1/acme/request/2/channel"},
		Needs: []Need{{For: Named, People: []string{"U0BEN", "U0CLEO"}}, {For: "privacy", People: []string{"U0BEN"}, By: "U0BEN"}}}
	posts := r.Leave("U0BEN")
	if !slices.Equal(posts, []string{"INC-1/acme/request/2/U0BEN"}) || !slices.Equal(r.Asked, []string{"U0CLEO"}) || !slices.Equal(r.Needs[0].People, []string{"U0CLEO"}) || r.Needs[1].By != "U0BEN" {
		t.Errorf("%v: %+v", posts, r)
	}
}

// In the morning those read that their word is owed who were asked, and whose word still
// counts: anyone's, where anyone may say yes.
func TestWhoseWordIsOwedInTheMorning(t *testing.T) {
	owed := []*promise.Promise{{Kind: promise.Final}, {Kind: promise.Review}}
	for name, tt := range map[string]struct {
		needs []Need
		want  []string
	}{
		"anyone's":        {[]Need{{For: Other, Anyone: true}}, []string{"U0BEN", "U0CLEO"}},
		"one person's":    {[]Need{{For: Named, People: []string{"U0BEN"}}}, []string{"U0BEN"}},
		"it is given":     {[]Need{{For: Other, Anyone: true, By: "U0BEN"}}, nil},
		"one is missing":  {[]Need{{For: Other, Anyone: true, By: "U0BEN"}, {For: "privacy", People: []string{"U0CLEO"}}}, []string{"U0CLEO"}},
		"nobody's at all": {nil, nil},
	} {
		r := &Request{N: 1, Asked: []string{"U0ANA", "U0BEN", "U0CLEO"}, Needs: tt.needs, Update: update.Update{Kind: update.PostmortemCover, By: "U0ANA"}}
		var got []string
		for _, thing := range r.Waits("acme", owed) {
			got = append(got, thing.Owner)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v read it, want %v", name, got, tt.want)
		}
	}
}
