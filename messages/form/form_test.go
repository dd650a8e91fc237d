package form

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/restore"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/scene"
)

type formCase struct {
	name string
	view slack.ModalViewRequest
	ack  bool // may be the answer to a submission: Slack takes no more than 16 KB there
}

func declareForms(w *messages.Words) []formCase {
	return []formCase{
		{"declare/two-clients", Declare([]client.Client{scene.Acme, scene.Globex}, w.Choices(), Begun{}), false},
		{"declare/one-client-and-words", Declare([]client.Client{scene.Acme}, w.Choices(), Begun{Text: "Checkout <is> down & out"}), false},
	}
}

func previewForms() []formCase {
	first := scene.Telling(scene.Fresh(), update.FirstNoticeUnknown, "*Acme online shop: we are looking into a problem* [INC-7]\nDana, since 13:45 GMT &lt;part&gt; of it does not work.")
	again := scene.Telling(scene.Told14(), update.DataLoss, "Dana, this is bad news and you should hear it from us first.")
	again.Again = true
	found := scene.Telling(scene.Told14(), update.Progress, "We found it.")
	found.Findings = []update.Finding{{Level: update.Warn, Why: "“soon” is not a valid time. Say when, or leave it out."}, {Level: update.Hint, Why: "They may not know what a <pod> is.", Replace: "part of the <system>"}}
	last := scene.Telling(scene.Solved(), update.ResolvedUpdate, "*Acme online shop works again since 15:22 GMT*")
	last.Update.NextAt = time.Time{}
	blocked, asks := *found, *found
	blocked.Blocked, blocked.Findings = true, []update.Finding{{Level: update.Block, Words: "web-1", Why: "Internal names help attackers and mean nothing to the client."}}
	asks.Asks = []approval.Need{{For: approval.Other, People: []string{"U0CLEO", "U0ANA"}, Anyone: true}, {For: "privacy", People: []string{"U0ANA"}}}
	return []formCase{
		{"preview/first-word", Preview(first, scene.At("13:50")), true},
		{"preview/bad-news-again", Preview(again, scene.At("14:05")), true},
		{"preview/findings", Preview(found, scene.At("14:05")), true},
		{"preview/last-word", Preview(last, scene.At("15:25")), true},
		{"preview/blocked", Preview(&blocked, scene.At("14:05")), false},
		{"preview/asks", Preview(&asks, scene.At("14:05")), true},
		{"reject", Reject(scene.With(scene.Told14(), scene.Asking), &scene.With(scene.Told14(), scene.Asking).Clients[0]), false},
	}
}

// halfDone is a checklist with answered and skipped steps.
func halfDone() *incident.Incident {
	inc := scene.Told14()
	inc.Checklist[0].By, inc.Checklist[1].By = "U0ANA", "U0BEN"
	inc.Checklist[4].State, inc.Checklist[4].By, inc.Checklist[4].Reason = playbook.ItemSkipped, "U0CLEO", "no test <card> & no time"
	return inc
}

// gated has open steps at both gates.
func gated(inc *incident.Incident) *incident.Incident {
	inc.Checklist[4].Gate, inc.Checklist[5].Gate = playbook.ResolveGate, playbook.CloseGate
	return inc
}

func checklistForms() []formCase {
	before := scene.Fresh()
	before.Checklist[0].State, before.Checklist[1].State = playbook.ItemOpen, playbook.ItemOpen
	return []formCase{
		{"checklist/fresh", Checklist(before, Reader{Zone: scene.London}, scene.At("13:50")), false},
		{"checklist/half-done", Checklist(halfDone(), Reader{Zone: scene.MustZone("Asia/Kolkata")}, scene.At("14:40")), false},
		{"checklist/sixty-steps", Checklist(scene.Sixty(), Reader{Zone: time.UTC}, scene.At("14:05")), false},
	}
}

func endForms(w *messages.Words) []formCase {
	inc, again := gated(scene.Told14()), gated(scene.Solved())
	begin := func(inc *incident.Incident) *update.Update {
		u := w.Begin(inc, &inc.Clients[0], update.Update{Kind: update.ResolvedUpdate}, scene.At("15:25"))
		return &u
	}
	untold := gated(scene.Fresh())
	copied := gated(scene.Told14())
	scene.Given(copied, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes})
	copied.Clients[0].Restored = &restore.Mark{AsOf: scene.At("14:10"), At: scene.At("14:20")}
	far := gated(scene.Told14()) // a client without a channel with us
	far.Clients[0].Client = scene.Globex
	return []formCase{
		{"told/open", Told(w, scene.Told14(), &scene.Told14().Clients[0], "", scene.At("15:00"), scene.At("14:29")), false},
		{"told/no-channel", Told(w, far, &far.Clients[0], byhand.ByCall, scene.At("15:00"), scene.At("14:29")), false},
		{"told/restored", Told(w, copied, &copied.Clients[0], "", scene.At("15:00"), scene.At("14:29")), false},
		{"told/resolved", Told(w, scene.Solved(), &scene.Solved().Clients[0], byhand.InPerson, time.Time{}, scene.At("15:29")), false},
		{"resolve/told", Resolve(w, inc, &inc.Clients[0], begin(inc), scene.London, scene.At("15:25")), false},
		{"resolve/untold", Resolve(w, untold, &untold.Clients[0], nil, scene.London, scene.At("14:00")), false},
		{"resolve/no-channel", Resolve(w, far, &far.Clients[0], nil, scene.London, scene.At("14:29")), false},
		{"resolve/again", Resolve(w, again, &again.Clients[0], begin(again), scene.London, scene.At("15:25")), false},
		{"close/open-steps", Close(gated(scene.Finished()), Reader{Zone: scene.London}, scene.At("16:00")), false},
		{"close/nothing-open", Close(scene.Finished(), Reader{Zone: scene.London}, scene.At("16:00")), false},
		{"more/open", More(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Clients[0].Written, inc.Clients[0].OneOff = true, true }), view.Ref{Number: 7, Client: "acme"}), false},
		{"more/private", More(scene.Disaster(), view.Ref{Number: 7, Client: "acme"}), false},
		{"details/open", Details(scene.Told14(), w.Playbooks(), false), false},
		{"details/resolved", Details(scene.Solved(), w.Playbooks(), false), false},
		{"refusal", Refusal("Read it once", "The draft has changed since you read it. It was *not* sent.", view.Ref{Number: 7, Client: "acme"}.String()), true},
		{"declared", Declared(scene.Fresh(), "Nothing was sent: Candor knows no way to write to Acme Shop."), true},
	}
}

func TestForms(t *testing.T) {
	w := mustLoad(t)
	list := append(declareForms(w), previewForms()...)
	list = append(list, wayForms(t, w)...)
	list = append(list, updateForms(w)...)
	list = append(list, checklistForms()...)
	list = append(list, clientForms()...)
	list = append(list, badNewsForms(w)...)
	for _, c := range append(list, endForms(w)...) {
		t.Run(c.name, func(t *testing.T) {
			mustFitView(t, c)
			scene.Golden(t, "form/"+c.name, scene.ReadableJSON(t, c.view))
		})
	}
}

// worstAnswered is it with every step answered.
func worstAnswered() *incident.Incident {
	inc := scene.Worst()
	for i := range inc.Checklist {
		it := &inc.Checklist[i]
		it.State, it.By, it.Reason = playbook.ItemSkipped, "U0ANA", strings.Repeat("&😀", 2000)
	}
	return inc
}

func TestFormsFitWhateverIsTyped(t *testing.T) {
	w := mustLoad(t)
	inc, aff, now := scene.Worst(), &scene.Worst().Clients[0], scene.At("14:05")
	typed := strings.Repeat("漢😀&<", 1500)
	var clients []client.Client
	for i := range 250 {
		clients = append(clients, client.Client{ID: fmt.Sprint("c", i), Name: fmt.Sprint(i) + strings.Repeat("客😀", 40)})
	}
	list := []formCase{
		{"declare", Declare(clients, w.Choices(), Begun{Text: typed}), false},
		{"declare cut off, for a reason", Because(Declare(clients, w.Choices(), Begun{Text: typed, Severity: client.NearMiss}), "Shorten it."), false},
		{"client", Client(worstClient(typed)), false}, // the bot asks FitsAck
		{"client more", ClientMore(worstClient(typed)), false},
		{"client go on", ClientGoOn(worstClient("").Listing.Client), true},
		{"client page", ClientPage(worstClient("").Listing), false},
		{"client saved", ClientSaved(&client.Saved{Client: worstClient("").Listing.Client, Secret: client.Secret(strings.Repeat("x", 60))}, "/incident", true), true},
		{"client gone", ClientGone(strings.Repeat("客", 75), true), false},
		{"declare one hundred", Declare(clients[:100], w.Choices(), Begun{Text: typed}), false},
		{"checklist", Checklist(inc, Reader{Zone: scene.London}, now), false},
		{"checklist answered", Checklist(worstAnswered(), Reader{Zone: scene.London}, now), false},
		{"close", Close(inc, Reader{Zone: scene.London}, now), false},
		{"details", Details(inc, w.Playbooks(), false), false},
		{"more", More(inc, view.Ref{Number: 1 << 62, Client: aff.Client.ID}), false},
		{"questions", Questions(inc, aff), true},
		{"call", CallCard(w, worstNews(inc), aff, messages.Speaker{Person: team.Person{Name: typed}, Company: typed, Now: now, Next: now}, [2]time.Time{now, now}, scene.London), true},
		{"later", Later(inc, aff, false), true},
		{"told", Told(w, inc, aff, "", now.AddDate(1, 0, 0), now), false},
		{"resolve untold", Resolve(w, inc, aff, nil, scene.London, now), false},
		{"refusal", Refusal(strings.Repeat("客", 24), typed, view.Ref{}.String()), true},
		{"declared", Declared(inc, typed), true},
	}
	for _, kind := range w.Kinds() {
		u := update.Update{Kind: kind, NextAt: now.AddDate(1, 0, 0), Words: map[string]string{}}
		for _, f := range w.Fields(kind) {
			u.Words[f.Name] = typed
		}
		list = append(list, formCase{"update " + kind, Update(w, inc, aff, u, scene.London, now), false}, formCase{"resolve " + kind, Resolve(w, inc, aff, &u, scene.London, now), false})
	}
	for _, body := range []string{strings.Repeat("&amp;", 600), strings.Repeat("漢", 1000), strings.Repeat("\"", 3000), strings.Repeat("a b\n", 750)} {
		tell := scene.Telling(inc, update.DataLoss, body)
		tell.Again = true
		list = append(list, formCase{"preview " + body[:3], Preview(tell, now), true})
	}
	list = append(list, worstPreviews(w)...)
	for _, c := range list {
		t.Run(c.name, func(t *testing.T) { mustFitView(t, c) })
	}
}

// What is read before sending is what is sent: every character of it.
func TestAPreviewIsNeverCut(t *testing.T) {
	for _, body := range []string{
		"short", strings.Repeat("word ", 599) + "end", strings.Repeat("漢", 3000), strings.Repeat("&amp;", 1200),
		strings.Repeat("a long line of words\n", 400), strings.Repeat("😀", 4000),
	} {
		shown := ""
		for _, b := range kit.Exactly("text", body) {
			if s, ok := b.(*slack.SectionBlock); ok {
				if strings.HasSuffix(s.Text.Text, "&a") || strings.HasSuffix(s.Text.Text, "&am") || strings.HasSuffix(s.Text.Text, "&") || strings.HasSuffix(s.Text.Text, "&amp") {
					t.Errorf("a paragraph ends within an entity: …%s", s.Text.Text[len(s.Text.Text)-9:])
				}
				shown += s.Text.Text
			}
		}
		if shown != body {
			t.Errorf("%d bytes are shown of %d: %.20s…", len(shown), len(body), body)
		}
		mustFitView(t, formCase{view: modal(kit.FormPreview, "Read it", "Send", "Not yet", view.Ref{}, kit.Exactly("text", body)...)})
	}
}

// Every client can be chosen, however many there are.
func TestManyClients(t *testing.T) {
	var list []choice
	for i := range 250 {
		list = append(list, choice{fmt.Sprint(i), fmt.Sprint("Client ", i)})
	}
	el := selectOne("Choose", "249", list)
	n := len(el.Options)
	for _, g := range el.OptionGroups {
		n += len(g.Options)
	}
	if n != 250 || len(el.OptionGroups) != 3 || el.OptionGroups[1].Label.Text != "Client 100 – Client 199" || el.InitialOption.Value != "249" {
		t.Errorf("%d clients in %d parts, the second %q", n, len(el.OptionGroups), el.OptionGroups[1].Label.Text)
	}
}

// A step is shown with its number on the whole list, and its time in the zone of
// whoever reads the form.
func TestDueTimesAreTheReaders(t *testing.T) {
	for zone, want := range map[string]string{"Europe/London": "due 14:18 GMT", "Asia/Kolkata": "due 19:48 IST", "America/Sao_Paulo": "due 11:18 (UTC-3)"} {
		s := scene.ReadableJSON(t, Checklist(scene.Told14(), Reader{Zone: scene.MustZone(zone)}, scene.At("14:05")))
		if !strings.Contains(s, want) || !strings.Contains(s, "3. Stop all deployments") {
			t.Errorf("for a reader in %s there is no %q in\n%s", zone, want, s)
		}
		if strings.Contains(s, "late") {
			t.Error("a step is late before its time")
		}
	}
	if s := scene.ReadableJSON(t, Checklist(scene.Told14(), Reader{Zone: scene.London}, scene.At("14:20"))); !strings.Contains(s, "due 14:18 GMT, late") {
		t.Errorf("what is late does not say so:\n%s", s)
	}
}

// A time is read as its field means it: what has been, or what is to come.
func TestTimesAreReadAsTheirFieldMeansThem(t *testing.T) {
	w := mustLoad(t)
	future := map[string]bool{}
	for kind, names := range map[string][]string{update.ResolvedUpdate: {"from", "resolved_at", "review_due"}, update.Progress: {"eta_from", "eta_to"}} {
		v := Values{}
		for _, name := range names {
			v[kind+":"+name] = []string{"11:40"}
		}
		_, times, wrong := ReadUpdate(w, kind, v, func(text string, f messages.Field) (time.Time, error) {
			future[f.Name] = f.Future
			return scene.At("11:40"), nil
		})
		if len(times) != len(names) || len(wrong) > 0 {
			t.Errorf("%s: read %v, wrong %v", kind, times, wrong)
		}
	}
	want := map[string]bool{"from": false, "resolved_at": false, "review_due": true, "eta_from": true, "eta_to": true}
	if !maps.Equal(future, want) {
		t.Errorf("read as future: %v, want %v", future, want)
	}
}

func TestReadUpdate(t *testing.T) {
	w := mustLoad(t)
	v := Values{"progress:what_changed": {"  We found it.  "}, "progress:eta_from": {"soon"}, "holding:action_now": {"of another kind"}, "progress:impact_now": {" "}}
	words, times, wrong := ReadUpdate(w, update.Progress, v, func(string, messages.Field) (time.Time, error) {
		return time.Time{}, fault.Errorf(fault.Invalid, "No time.")
	})
	if len(words) != 1 || words["what_changed"] != "We found it." {
		t.Errorf("words = %v", words)
	}
	if !times["eta_from"].IsZero() || len(wrong) != 1 || wrong["progress:eta_from"] != "No time." {
		t.Errorf("times = %v, wrong = %v", times, wrong)
	}
}

func TestFieldErrors(t *testing.T) {
	w := mustLoad(t)
	tests := []struct{ name, kind, field, want string }{
		{"a field of the text", update.Progress, "what_changed", "progress:what_changed"},
		{"the next time", update.Progress, "next_update", "next_update"},
		{"the final message has no next time", update.ResolvedUpdate, "next_update", "resolved:impact_past"},
		{"the text as a whole", update.Holding, "text", "holding:" + w.Fields(update.Holding)[0].Name},
		{"a kind without fields", update.ByHand, "text", FieldKind},
	}
	for _, tt := range tests {
		got := FieldErrors(w, tt.kind, map[string]string{tt.field: "why"})
		if len(got) != 1 || got[tt.want] != "why" {
			t.Errorf("%s: FieldErrors(%s, %s) = %v, want it on %s", tt.name, tt.kind, tt.field, got, tt.want)
		}
	}
}

func TestKindsFor(t *testing.T) {
	tests := []struct {
		name     string
		inc      *incident.Incident
		has, not []string
	}{
		{"nobody was told", scene.Fresh(), []string{update.FirstNoticeUnknown, update.DataLoss}, []string{update.Holding, update.ResolvedUpdate}},
		{"they were told", scene.Told14(), []string{update.Holding, update.Progress, update.DataLoss}, []string{update.FirstNoticeUnknown}},
		{"it is resolved", scene.Solved(), []string{update.ResolvedUpdate}, []string{update.Holding}},
	}
	for _, tt := range tests {
		got := " " + strings.Join(KindsFor(tt.inc, &tt.inc.Clients[0], scene.At("14:05")), " ") + " "
		for _, k := range tt.has {
			if !strings.Contains(got, " "+k+" ") {
				t.Errorf("%s: %s is not offered:%s", tt.name, k, got)
			}
		}
		for _, k := range tt.not {
			if strings.Contains(got, " "+k+" ") {
				t.Errorf("%s: %s is offered:%s", tt.name, k, got)
			}
		}
	}
}

// mustFitView holds a form against Slack's limits, as mustFit does a message.
func mustFitView(t *testing.T, c formCase) {
	t.Helper()
	v, within := c.view, scene.Limits(t)
	within("title", v.Title.Text, 24)
	within("close", v.Close.Text, 24)
	if v.Submit != nil {
		within("submit", v.Submit.Text, 24)
	}
	if n := len(v.PrivateMetadata); n > 3000 {
		t.Errorf("private_metadata has %d bytes", n)
	}
	if n := len(v.Blocks.BlockSet); n == 0 || n > 100 {
		t.Errorf("%d blocks; 1 to 100 are allowed", n)
	}
	scene.FitBlocks(t, v.Blocks.BlockSet, within)
	for _, b := range v.Blocks.BlockSet {
		if _, ok := b.(*slack.InputBlock); ok && v.Submit == nil {
			t.Error("a form with inputs needs a button to submit it")
		}
	}
	sent, err := json.Marshal(slack.NewUpdateViewSubmissionResponse(&v))
	if err != nil {
		t.Fatal(err)
	}
	if most := map[bool]int{true: 16 << 10, false: 250 << 10}[c.ack]; len(sent) > most {
		t.Errorf("the form has %d bytes; at most %d are safe", len(sent), most)
	}
	noShouting(t, v)
}

// noShouting: forms speak quietly, and in people's words.
func noShouting(t *testing.T, v slack.ModalViewRequest) {
	t.Helper()
	ours := []string{v.Title.Text, v.Close.Text}
	for _, b := range v.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok && !strings.HasPrefix(in.BlockID, stepField) {
			ours = append(ours, in.Label.Text)
			if in.Hint != nil {
				ours = append(ours, in.Hint.Text)
			}
		}
	}
	for _, s := range ours {
		for _, bad := range []string{"!", "lease", "SEV", "gate", "cadence", "comms", "commander"} {
			if strings.Contains(s, bad) && !strings.Contains(s, "客") {
				t.Errorf("a form says %q: %s", bad, s)
			}
		}
	}
}
