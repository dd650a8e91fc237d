package messages

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/team"
	"candor/incident/view"
)

var london = mustZone("Europe/London")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// globex has no channel with us, no contact and no time zone.
var globex = client.Client{ID: "globex", Name: "Globex Travel"}

// telling is a text as its writer sees it before it leaves.
func telling(inc *incident.Incident, kind, body string) *view.Telling {
	return &view.Telling{
		Incident: inc, Client: inc.Clients[0].Client,
		Update: incident.Update{Kind: kind, NextAt: at("14:30"), To: inc.Clients[0].Client.Destinations(), Texts: map[string]outbox.Text{client.ViaSlack: {Body: body}}},
	}
}

type formCase struct {
	name string
	view slack.ModalViewRequest
	ack  bool // may be the answer to a submission: Slack takes no more than 16 KB there
}

func declareForms(w *Words) []formCase {
	return []formCase{
		{"declare/two-clients", DeclareForm([]client.Client{acme, globex}, w.Choices(), ""), false},
		{"declare/one-client-and-words", DeclareForm([]client.Client{acme}, w.Choices(), "Checkout <is> down & out"), false},
	}
}

func previewForms() []formCase {
	first := telling(fresh(), incident.FirstNoticeUnknown, "*Acme online shop: we are looking into a problem* [INC-7]\nDana, since 13:45 GMT &lt;part&gt; of it does not work.")
	again := telling(told14(), incident.DataLoss, "Dana, this is bad news and you should hear it from us first.")
	again.Again = true
	found := telling(told14(), incident.Progress, "We found it.")
	found.Findings = []incident.Finding{{Level: incident.Warn, Why: "“soon” is no time. Say when, or leave it out."}, {Level: incident.Hint, Why: "They may not know what a <pod> is.", Replace: "part of the <system>"}}
	last := telling(solved(), incident.ResolvedUpdate, "*Acme online shop works again since 15:22 GMT*")
	last.Update.NextAt = time.Time{}
	blocked, asks := *found, *found
	blocked.Blocked, blocked.Findings = true, []incident.Finding{{Level: incident.Block, Words: "web-1", Why: "Internal names help attackers and mean nothing to the client."}}
	asks.Asks = []incident.Need{{For: incident.NeedOther, People: []string{"U0CLEO", "U0ANA"}, Anyone: true}, {For: "privacy", People: []string{"U0ANA"}}}
	return []formCase{
		{"preview/first-word", PreviewForm(first, at("13:50")), true},
		{"preview/bad-news-again", PreviewForm(again, at("14:05")), true},
		{"preview/findings", PreviewForm(found, at("14:05")), true},
		{"preview/last-word", PreviewForm(last, at("15:25")), true},
		{"preview/blocked", PreviewForm(&blocked, at("14:05")), false},
		{"preview/asks", PreviewForm(&asks, at("14:05")), true},
		{"reject", RejectForm(with(told14(), asking), &with(told14(), asking).Clients[0]), false},
	}
}

// halfDone is a checklist with answered and skipped steps.
func halfDone() *incident.Incident {
	inc := told14()
	inc.Checklist[0].By, inc.Checklist[1].By = "U0ANA", "U0BEN"
	inc.Checklist[4].State, inc.Checklist[4].By, inc.Checklist[4].Reason = playbook.ItemSkipped, "U0CLEO", "no test <card> & no time"
	return inc
}

// sixty is the longest checklist that there may be.
func sixty() *incident.Incident {
	inc := told14()
	inc.Checklist = nil
	for i := range 60 {
		inc.Checklist = append(inc.Checklist, playbook.Item{ID: fmt.Sprintf("outage.%02d", i), Text: fmt.Sprintf("Step %d of sixty", i+1), Owner: playbook.Commander, Due: "T+30m"})
	}
	return inc
}

// gated has open steps at both gates.
func gated(inc *incident.Incident) *incident.Incident {
	inc.Checklist[4].Gate, inc.Checklist[5].Gate = playbook.ResolveGate, playbook.CloseGate
	return inc
}

func checklistForms() []formCase {
	before := fresh()
	before.Checklist[0].State, before.Checklist[1].State = playbook.ItemOpen, playbook.ItemOpen
	return []formCase{
		{"checklist/fresh", ChecklistForm(before, london, at("13:50")), false},
		{"checklist/half-done", ChecklistForm(halfDone(), mustZone("Asia/Kolkata"), at("14:40")), false},
		{"checklist/sixty-steps", ChecklistForm(sixty(), time.UTC, at("14:05")), false},
	}
}

func endForms(w *Words) []formCase {
	inc, again := gated(told14()), gated(solved())
	begin := func(inc *incident.Incident) *incident.Update {
		u := w.Begin(inc, &inc.Clients[0], incident.Update{Kind: incident.ResolvedUpdate}, at("15:25"))
		return &u
	}
	untold := gated(fresh())
	far := gated(told14()) // a client without a channel with us
	far.Clients[0].Client = globex
	return []formCase{
		{"told/open", ToldForm(told14(), &told14().Clients[0], "", at("15:00"), at("14:29")), false},
		{"told/no-channel", ToldForm(far, &far.Clients[0], incident.ByCall, at("15:00"), at("14:29")), false},
		{"told/resolved", ToldForm(solved(), &solved().Clients[0], incident.InPerson, time.Time{}, at("15:29")), false},
		{"resolve/told", w.ResolveForm(inc, &inc.Clients[0], begin(inc), london, at("15:25")), false},
		{"resolve/untold", w.ResolveForm(untold, &untold.Clients[0], nil, london, at("14:00")), false},
		{"resolve/no-channel", w.ResolveForm(far, &far.Clients[0], nil, london, at("14:29")), false},
		{"resolve/again", w.ResolveForm(again, &again.Clients[0], begin(again), london, at("15:25")), false},
		{"close/open-steps", CloseForm(gated(finished()), london, at("16:00")), false},
		{"close/nothing-open", CloseForm(finished(), london, at("16:00")), false},
		{"more/open", MoreForm(with(told14(), func(inc *incident.Incident) { inc.Clients[0].Written, inc.Clients[0].OneOff = true, true }), Ref{Number: 7, Client: "acme"}), false},
		{"more/private", MoreForm(disaster(), Ref{Number: 7, Client: "acme"}), false},
		{"details/open", DetailsForm(told14(), w.Playbooks()), false},
		{"details/resolved", DetailsForm(solved(), w.Playbooks()), false},
		{"refusal", Refusal("Read it once", "The draft has changed since you read it. It was *not* sent.", Ref{Number: 7, Client: "acme"}.String()), true},
		{"declared", DeclaredForm(fresh(), "Nothing was sent: Candor knows no way to write to Acme Shop."), true},
	}
}

func TestForms(t *testing.T) {
	w := mustLoad(t, "")
	list := append(declareForms(w), previewForms()...)
	list = append(list, wayForms(t, w)...)
	list = append(list, updateForms(w)...)
	list = append(list, checklistForms()...)
	list = append(list, clientForms()...)
	list = append(list, badNewsForms(w)...)
	for _, c := range append(list, endForms(w)...) {
		t.Run(c.name, func(t *testing.T) {
			mustFitView(t, c)
			golden(t, "form/"+c.name, readableJSON(t, c.view))
		})
	}
}

// worst is an incident of which everything that people and the config may write
// is as long and as hostile as it may be.
func worst() *incident.Incident {
	inc := sixty()
	inc.Number = 999999999999
	inc.Impact, inc.Title = strings.Repeat("<!channel> & ", 12)[:150], strings.Repeat("漢", 150)
	for i := range inc.Checklist {
		inc.Checklist[i].ID += strings.Repeat("x", 80)
		inc.Checklist[i].Text = strings.Repeat("&", 300)
		inc.Checklist[i].Gate = []playbook.Gate{playbook.ResolveGate, playbook.CloseGate}[i%2]
	}
	inc.Clients[0].Client = client.Client{ID: strings.Repeat("c", 24), Name: strings.Repeat("客", 75)}
	inc.Clients[0].Promises = inc.Clients[0].Promises[1:]
	return inc
}

// worstAnswered is it with every step answered.
func worstAnswered() *incident.Incident {
	inc := worst()
	for i := range inc.Checklist {
		it := &inc.Checklist[i]
		it.State, it.By, it.Reason = playbook.ItemSkipped, "U0ANA", strings.Repeat("&😀", 2000)
	}
	return inc
}

func TestFormsFitWhateverIsTyped(t *testing.T) {
	w := mustLoad(t, "")
	inc, aff, now := worst(), &worst().Clients[0], at("14:05")
	typed := strings.Repeat("漢😀&<", 1500)
	var clients []client.Client
	for i := range 250 {
		clients = append(clients, client.Client{ID: fmt.Sprint("c", i), Name: fmt.Sprint(i) + strings.Repeat("客😀", 40)})
	}
	list := []formCase{
		{"declare", DeclareForm(clients, w.Choices(), typed), false},
		{"client", ClientForm(worstClient(typed)), false}, // the bot asks FitsAck
		{"client more", ClientMoreForm(worstClient(typed)), false},
		{"client go on", ClientGoOn(worstClient("").Listing.Client), true},
		{"client page", ClientPage(worstClient("").Listing), false},
		{"client saved", ClientSaved(&client.Saved{Client: worstClient("").Listing.Client, Secret: client.Secret(strings.Repeat("x", 60))}, "/incident", true), true},
		{"client gone", ClientGone(strings.Repeat("客", 75), true), false},
		{"declare one hundred", DeclareForm(clients[:100], w.Choices(), typed), false},
		{"checklist", ChecklistForm(inc, london, now), false},
		{"checklist answered", ChecklistForm(worstAnswered(), london, now), false},
		{"close", CloseForm(inc, london, now), false},
		{"details", DetailsForm(inc, w.Playbooks()), false},
		{"more", MoreForm(inc, Ref{Number: 1 << 62, Client: aff.Client.ID}), false},
		{"questions", QuestionsForm(inc, aff), true},
		{"call", w.CallCard(worstNews(inc), aff, Speaker{Person: team.Person{Name: typed}, Company: typed, Now: now, Next: now}, [2]time.Time{now, now}, london), true},
		{"later", LaterForm(inc, aff), true},
		{"told", ToldForm(inc, aff, "", now.AddDate(1, 0, 0), now), false},
		{"resolve untold", w.ResolveForm(inc, aff, nil, london, now), false},
		{"refusal", Refusal(strings.Repeat("客", 24), typed, Ref{}.String()), true},
		{"declared", DeclaredForm(inc, typed), true},
	}
	for _, kind := range w.Kinds() {
		u := incident.Update{Kind: kind, NextAt: now.AddDate(1, 0, 0), Words: map[string]string{}}
		for _, f := range w.Fields(kind) {
			u.Words[f.Name] = typed
		}
		list = append(list, formCase{"update " + kind, w.UpdateForm(inc, aff, u, london, now), false}, formCase{"resolve " + kind, w.ResolveForm(inc, aff, &u, london, now), false})
	}
	for _, body := range []string{strings.Repeat("&amp;", 600), strings.Repeat("漢", 1000), strings.Repeat("\"", 3000), strings.Repeat("a b\n", 750)} {
		tell := telling(inc, incident.DataLoss, body)
		tell.Again = true
		list = append(list, formCase{"preview " + body[:3], PreviewForm(tell, now), true})
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
		for _, b := range exactly("text", body) {
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
		mustFitView(t, formCase{view: form(FormPreview, "Read it", "Send", "Not yet", Ref{}, exactly("text", body)...)})
	}
}

func TestCutCountsCharacters(t *testing.T) {
	tests := []struct {
		in   string
		most int
		want string
	}{
		{"short", 5, "short"},
		{"longer", 5, "long…"},
		{"漢字漢字", 4, "漢字漢字"},
		{"漢字漢字漢", 4, "漢字漢…"},
		{"😀😀", 4, "😀😀"}, // two units each
		{"😀😀😀", 4, "😀…"},
		{"a\xffb", 3, "a\xffb"},
		{"", 3, ""},
	}
	for _, tt := range tests {
		if got := cut(tt.in, tt.most); got != tt.want {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.in, tt.most, got, tt.want)
		}
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
		s := readableJSON(t, ChecklistForm(told14(), mustZone(zone), at("14:05")))
		if !strings.Contains(s, want) || !strings.Contains(s, "3. Stop all deployments") {
			t.Errorf("for a reader in %s there is no %q in\n%s", zone, want, s)
		}
		if strings.Contains(s, "late") {
			t.Error("a step is late before its time")
		}
	}
	if s := readableJSON(t, ChecklistForm(told14(), london, at("14:20"))); !strings.Contains(s, "due 14:18 GMT, late") {
		t.Errorf("what is late does not say so:\n%s", s)
	}
}

// A time is read as its field means it: what has been, or what is to come.
func TestTimesAreReadAsTheirFieldMeansThem(t *testing.T) {
	w := mustLoad(t, "")
	future := map[string]bool{}
	for kind, names := range map[string][]string{incident.ResolvedUpdate: {"from", "resolved_at", "review_due"}, incident.Progress: {"eta_from", "eta_to"}} {
		v := Values{}
		for _, name := range names {
			v[kind+":"+name] = []string{"11:40"}
		}
		_, times, wrong := w.ReadUpdate(kind, v, func(text string, f Field) (time.Time, error) {
			future[f.Name] = f.Future
			return at("11:40"), nil
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
	w := mustLoad(t, "")
	v := Values{"progress:what_changed": {"  We found it.  "}, "progress:eta_from": {"soon"}, "holding:action_now": {"of another kind"}, "progress:impact_now": {" "}}
	words, times, wrong := w.ReadUpdate(incident.Progress, v, func(string, Field) (time.Time, error) { return time.Time{}, fault.Errorf(fault.Invalid, "No time.") })
	if len(words) != 1 || words["what_changed"] != "We found it." {
		t.Errorf("words = %v", words)
	}
	if !times["eta_from"].IsZero() || len(wrong) != 1 || wrong["progress:eta_from"] != "No time." {
		t.Errorf("times = %v, wrong = %v", times, wrong)
	}
}

func TestFieldErrors(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct{ name, kind, field, want string }{
		{"a field of the text", incident.Progress, "what_changed", "progress:what_changed"},
		{"the next time", incident.Progress, "next_update", "next_update"},
		{"the last word has no next time", incident.ResolvedUpdate, "next_update", "resolved:impact_past"},
		{"the text as a whole", incident.Holding, "text", "holding:" + w.Fields(incident.Holding)[0].Name},
		{"a kind without fields", incident.ByHand, "text", FieldKind},
	}
	for _, tt := range tests {
		got := w.FieldErrors(tt.kind, map[string]string{tt.field: "why"})
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
		{"nobody was told", fresh(), []string{incident.FirstNoticeUnknown, incident.DataLoss}, []string{incident.Holding, incident.ResolvedUpdate}},
		{"they were told", told14(), []string{incident.Holding, incident.Progress, incident.DataLoss}, []string{incident.FirstNoticeUnknown}},
		{"it is resolved", solved(), []string{incident.ResolvedUpdate}, []string{incident.Holding}},
	}
	for _, tt := range tests {
		got := " " + strings.Join(KindsFor(tt.inc, &tt.inc.Clients[0], at("14:05")), " ") + " "
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
	v, within := c.view, limits(t)
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
	fitBlocks(t, v.Blocks.BlockSet, within)
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

func fitInput(t *testing.T, b *slack.InputBlock, within func(string, string, int)) {
	t.Helper()
	within("label of "+b.BlockID, b.Label.Text, 2000)
	if b.Hint != nil {
		within("hint of "+b.BlockID, b.Hint.Text, 2000)
	}
	switch el := b.Element.(type) {
	case *slack.PlainTextInputBlockElement:
		if el.MaxLength < 1 || el.MaxLength > 3000 {
			t.Errorf("%s takes %d characters; 1 to 3000 are allowed", b.BlockID, el.MaxLength)
		}
		if el.InitialValue != "" {
			within("initial value of "+b.BlockID, el.InitialValue, el.MaxLength)
		}
	case *slack.SelectBlockElement:
		within("placeholder of "+b.BlockID, el.Placeholder.Text, 150)
		if el.Type == slack.OptTypeUser || el.Type == slack.OptTypeConversations {
			return
		}
		if len(el.OptionGroups) > 100 || len(el.OptionGroups) > 0 == (len(el.Options) > 0) {
			t.Errorf("%s has %d options and %d groups of them", b.BlockID, len(el.Options), len(el.OptionGroups))
		}
		for _, g := range el.OptionGroups {
			within("name of a group", g.Label.Text, 75)
			fitOptions(t, b.BlockID, g.Options, 100, within)
		}
		if len(el.OptionGroups) == 0 {
			fitOptions(t, b.BlockID, el.Options, 100, within)
		}
	case *slack.MultiSelectBlockElement:
		if el.Type == slack.MultiOptTypeUser {
			return
		}
		for _, g := range el.OptionGroups {
			within("name of a group", g.Label.Text, 75)
			fitOptions(t, b.BlockID, g.Options, 100, within)
		}
		if len(el.OptionGroups) == 0 {
			fitOptions(t, b.BlockID, el.Options, 100, within)
		}
	case *slack.RadioButtonsBlockElement:
		fitOptions(t, b.BlockID, el.Options, 10, within)
	case *slack.CheckboxGroupsBlockElement:
		fitOptions(t, b.BlockID, el.Options, 10, within)
	default:
		t.Errorf("no limits are known for %T", el)
	}
}

func fitOptions(t *testing.T, of string, list []*slack.OptionBlockObject, most int, within func(string, string, int)) {
	t.Helper()
	if len(list) == 0 || len(list) > most {
		t.Errorf("%s has %d options; 1 to %d are allowed", of, len(list), most)
	}
	seen := map[string]bool{}
	for _, o := range list {
		within("option of "+of, o.Text.Text, 75)
		within("value of an option of "+of, o.Value, 150)
		if seen[o.Value] {
			t.Errorf("%s offers %q twice", of, o.Value)
		}
		seen[o.Value] = true
	}
}
