package aside

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/restore"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/scene"
	"candor/messages/screen"
)

type answer struct {
	name string
	post kit.Post
}

func commandAnswers(w *messages.Words) []answer {
	now := scene.At("14:29")
	books := func(kind string) *playbook.Playbook { return w.Playbooks()[kind] }
	hidden := scene.Told14()
	hidden.Number, hidden.Private = 8, true
	far := scene.Told14()
	far.Number, far.Clients[0].Client, far.Channel.ID = 9, scene.Globex, ""
	live := []screen.Listed{{Incident: scene.Told14()}, {Incident: hidden, Hidden: true}, {Incident: far}}
	putBack := scene.Told14()
	putBack.Clients[0].Restored = &restore.Mark{AsOf: scene.At("14:10")}
	putBack.Clients[0].Promises[1].Event = &promise.Event{Kinds: []promise.EventKind{promise.Worse}, At: scene.At("14:12"), DueAt: scene.At("14:22")}
	miss := scene.Fresh()
	miss.Clients[0].Promises, miss.Clients[0].NoPromise = nil, "near miss: nobody outside <noticed>"
	return []answer{
		{"plain", kit.Plain("Noted in the timeline of INC-7.")},
		{"unknown/near", UnknownVerb("/incident", "delcare", "declare sev1 acme Checkout & `cart` <down>", "declare sev1 acme Checkout &amp; `cart` &lt;down&gt;")},
		{"unknown/far", UnknownVerb("/incident", "<xyzzy>", "", "")},
		{"help", Help("/incident", "all", []HelpLine{{Verb: "due", Usage: "", Does: "what is due to whom, by when"}, {Verb: "still", Usage: "[what you do]", Does: "tell the client that you are still working on it"}, {Verb: "sev", Usage: "<1 to 4>", Does: "how bad it is"}})},
		{"list/none", List(nil, now)},
		{"list/some", List(live, now)},
		{"overview/nothing", Overview(nil, "U0ANA", now)},
		{"overview/mine", Overview(live, "U0BEN", now)},
		{"overview/others", Overview(live, "U0ANA", now)},
		{"due/nothing", DueList(nil, now)},
		{"due/some", DueList(append(live, screen.Listed{Incident: scene.Fresh()}, screen.Listed{Incident: scene.Solved()}, screen.Listed{Incident: scene.Finished()}), now)},
		{"due/hidden", DueList([]screen.Listed{{Incident: hidden, Hidden: true}}, now)},
		{"due/put-back", DueList([]screen.Listed{{Incident: putBack}}, now)},
		{"confirmed", Confirmed(putBack, "acme", now)},
		{"state/told", State(scene.Told14(), books, now)},
		{"state/late", State(scene.Told14(), func(string) *playbook.Playbook { return nil }, scene.At("14:40"))},
		{"state/two-kinds", State(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Also = []string{"bad_deploy"} }), books, now)},
		{"state/near-miss", State(miss, books, now)},
		{"state/closed", State(scene.With(scene.Reviewed(), func(inc *incident.Incident) { inc.State = incident.Closed }), books, scene.At("17:00"))},
		{"steps/some", Steps(scene.Told14(), now)},
		{"steps/all-done", Steps(scene.With(scene.Told14(), func(inc *incident.Incident) {
			for i := range inc.Checklist {
				inc.Checklist[i].State = playbook.ItemDone
			}
		}), now)},
	}
}

func sendingAnswers() []answer {
	first := scene.Telling(scene.Fresh(), update.FirstNoticeUnknown, "*Acme online shop: we are looking into a problem* [INC-7]\nDana, since 13:45 GMT your checkout shows an error.")
	held := scene.Telling(scene.Told14(), update.Holding, scene.HoldingText)
	held.Held = scene.At("14:05").Add(10 * time.Second)
	last := scene.Telling(scene.Solved(), update.ResolvedUpdate, "works")
	last.Update.NextAt = time.Time{}
	snoozed := scene.Told14()
	snoozed.Clients[0].Promises[1].SnoozedTo = scene.At("14:28")
	miss := scene.Fresh()
	miss.Clients[0].Promises = nil
	return []answer{
		{"declared/ready", Declared(scene.Fresh(), first, "/incident", "", scene.At("13:48"))},
		{"declared/near-miss", Declared(miss, first, "/incident", "", scene.At("13:48"))},
		{"declared/no-text", Declared(scene.Fresh(), nil, "/incident", "Nothing was sent: Candor knows no way to write to Acme Shop.", scene.At("13:48"))},
		{"sent/held", SentAway(held, scene.At("14:05"))},
		{"sent/at-once", SentAway(held, scene.At("14:06"))},
		{"sent/last-word", SentAway(last, scene.At("15:25"))},
		{"taken-back/owed", TakenBack(scene.Told14(), &scene.Told14().Clients[0], scene.At("14:05"))},
		{"taken-back/nothing-owed", TakenBack(miss, &miss.Clients[0], scene.At("14:05"))},
		{"recorded/open", Recorded(scene.Told14(), &scene.Told14().Clients[0], byhand.ByCall, scene.At("14:05"))},
		{"recorded/resolved", Recorded(scene.Finished(), &scene.Finished().Clients[0], byhand.ByCall, scene.At("15:31"))},
		{"snoozed", Snoozed(snoozed, &snoozed.Clients[0], scene.At("14:23"))},
		{"decided/arrived", Decided(&scene.Told14().Clients[0], outbox.ItArrived)},
		{"decided/again", Decided(&scene.Told14().Clients[0], outbox.SendAgain)},
		{"decided/given-up", Decided(&scene.Told14().Clients[0], outbox.GiveUp)},
	}
}

func TestAnswers(t *testing.T) {
	list := append(commandAnswers(mustLoad(t)), sendingAnswers()...)
	for _, c := range append(list, badNewsAnswers()...) {
		t.Run(c.name, func(t *testing.T) {
			scene.FitPost(t, c.post.Text, c.post.Blocks)
			scene.Golden(t, "answer/"+c.name, scene.ReadablePost(t, c.post.Text, c.post.Blocks))
		})
	}
}

// What is said on a screen reader and in a notification: how it stands, until
// when, what to do.
func TestNotificationsSayTheDueTimeAndTheAction(t *testing.T) {
	want := map[string][]string{
		"declared/ready":  {"INC-7 is open", "has not heard yet", "14:03", "press Send"},
		"sent/held":       {"in 10 s", "14:30", "Undo"},
		"sent/at-once":    {"On its way", "14:30"},
		"taken-back/owed": {"nothing was sent", "14:30"},
		"snoozed":         {"14:28", "The promise stays", "14:30"},
	}
	for _, c := range sendingAnswers() {
		for _, words := range want[c.name] {
			if !strings.Contains(c.post.Text, words) {
				t.Errorf("%s: %q is not in the text: %s", c.name, words, c.post.Text)
			}
		}
		delete(want, c.name)
	}
	if len(want) > 0 {
		t.Errorf("not looked at: %v", want)
	}
}

func TestAnswersFitWhateverIsTyped(t *testing.T) {
	w, now := mustLoad(t), scene.At("14:29")
	books := func(kind string) *playbook.Playbook { return w.Playbooks()[kind] }
	typed := strings.Repeat("漢😀&<`* \n", 500)
	var live []screen.Listed
	for range 150 {
		live = append(live, screen.Listed{Incident: scene.Worst()})
	}
	one := scene.Worst()
	one.Checklist[0].Text = typed
	for range 60 {
		one.Clients = append(one.Clients, incident.Affected{Client: client.Client{ID: "c", Name: strings.Repeat("<", 75)}, NoPromise: typed})
	}
	tell := scene.Telling(one, update.FirstNoticeUnknown, strings.Repeat("&amp; ", 500))
	tell.Held = now.Add(time.Second)
	long := []HelpLine{}
	for _, topic := range HelpTopics {
		for _, v := range topic.Verbs {
			long = append(long, HelpLine{Verb: v, Usage: "<what> you do", Does: strings.Repeat("x", 120)})
		}
	}
	for _, c := range []answer{
		{"plain", kit.Plain(typed)}, {"unknown near", UnknownVerb("/incident", typed, typed, typed)}, {"unknown far", UnknownVerb("/incident", typed, "", "")}, {"unknown near, to be typed", UnknownVerb("/incident", typed, typed, "")},
		{"unknown fits a button", UnknownVerb("/incident", "dua", "due "+typed[:900], "due "+typed[:900])},
		{"help", Help("/incident", "all", long)}, {"list", List(live, now)}, {"overview", Overview(live, "U0BEN", now)}, {"due", DueList(live, now)},
		{"state", State(one, books, now)}, {"steps", Steps(one, now)},
		{"declared", Declared(one, tell, "/incident", "", now)}, {"not declared", Declared(one, nil, "/incident", typed, now)}, {"sent", SentAway(tell, now)},
		{"taken back", TakenBack(one, &one.Clients[0], now)}, {"recorded", Recorded(one, &one.Clients[0], byhand.ByCall, now)},
		{"snoozed", Snoozed(one, &one.Clients[0], now)}, {"decided", Decided(&one.Clients[0], outbox.SendAgain)},
	} {
		t.Run(c.name, func(t *testing.T) { scene.FitPost(t, c.post.Text, c.post.Blocks) })
	}
}

// A long list says how long it is.
func TestListsCountWhatTheyLeaveOut(t *testing.T) {
	var live []screen.Listed
	for range 150 {
		live = append(live, screen.Listed{Incident: scene.Told14()})
	}
	for name, p := range map[string]kit.Post{"list": List(live, scene.At("14:29")), "due": DueList(live, scene.At("14:29")), "overview": Overview(live, "U0BEN", scene.At("14:29"))} {
		if !strings.HasSuffix(p.Text, " more") {
			t.Errorf("%s of 150 ends with: %s", name, p.Text[len(p.Text)-60:])
		}
	}
}

// A button runs exactly what was typed, or there is none.
func TestUnknownVerbNeverRunsHalfACommand(t *testing.T) {
	short, long := "note "+strings.Repeat("x", 1900), "note "+strings.Repeat("x", 2100)
	p := UnknownVerb("/incident", "noet", short, short)
	if got := p.Blocks[1].(*slack.ActionBlock).Elements.ElementSet[0].(*slack.ButtonBlockElement).Value; got != short {
		t.Errorf("the button runs %d characters of %d", len(got), len(short))
	}
	if p = UnknownVerb("/incident", "noet", long, long); len(p.Blocks) > 0 || !strings.Contains(p.Text, "Type it again") {
		t.Errorf("a command of %d characters has a button: %s", len(long), p.Text)
	}
}

func mustLoad(t *testing.T) *messages.Words {
	t.Helper()
	w, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return w
}
