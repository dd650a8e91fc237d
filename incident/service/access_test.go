package service_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/service"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
)

// acts names, for each use case that takes an actor, the action for which it asks
// the policy, and the client that it is then about: the one who is named, each of
// several, or none.
var acts = map[string]struct {
	act   policy.Action
	about whom
}{
	"Declare": {policy.Declare, ofNone}, "DeclareAndWrite": {policy.Declare, ofNone}, "Live": {policy.List, ofNone}, "Search": {policy.List, ofNone}, "Cases": {policy.Figures, ofNone},
	"Clients.OpenToo": {policy.List, ofNone},
	"Clients.Book":    {policy.Clients, ofNone}, "Clients.Listed": {policy.Clients, ofNone},
	"Clients.Make": {policy.Clients, ofNone}, "Clients.Edit": {policy.Clients, ofNone}, "Clients.Take": {policy.Clients, ofNone},
	"Clients.Remove": {policy.Clients, ofNone}, "Clients.Restore": {policy.Clients, ofNone},
	"Clients.Keep": {policy.Keep, ofNone},

	"Colleague": {policy.WakeOther, ofNone}, "TestCall": {policy.WakeOther, ofNone}, "TestCalled": {policy.WakeOther, ofNone},

	"Get": {policy.See, ofNone}, "Timeline": {policy.See, ofNone}, "Updates": {policy.See, ofNone},
	"Join": {policy.Join, ofNone}, "Decide": {policy.Join, ofNone},

	"AddClients": {policy.Change, ofNone}, "AddStep": {policy.Change, ofNone}, "NotTheirs": {policy.Change, ofNone}, "AnswerGuest": {policy.Change, ofNone},
	"Asked": {policy.Change, ofNone}, "Cancel": {policy.Change, ofNone}, "Check": {policy.Change, ofNone},
	"Close": {policy.Change, ofNone}, "Edit": {policy.Change, ofNone}, "EstimateHolds": {policy.Change, ofNone},
	"Learn": {policy.Change, ofNone}, "MovePrivate": {policy.Change, ofNone}, "Note": {policy.Change, ofNone}, "Conclude": {policy.Change, ofNone}, "Legal": {policy.Change, ofNone},
	"NotAbout": {policy.Change, ofNone},
	"Watch":    {policy.Change, ofNone},                                                                          // and Join, for whoever answers
	"Reopen":   {policy.Change, ofNone}, "Mistaken": {policy.Change, ofNone}, "Resolve": {policy.Change, ofNone}, // and Send, for the last word
	"SetDoing": {policy.Change, ofNone}, "SetEstimate": {policy.Change, ofNone}, "SetFacts": {policy.Change, ofNone},
	"SetImpact": {policy.Change, ofNone}, "Unlearn": {policy.Change, ofNone},

	"Approve": {policy.Approve, ofOne}, "Reject": {policy.Approve, ofOne},

	"AnswerReminder": {policy.Send, ofOne}, "ChooseNight": {policy.Send, ofOne}, "NobodyAnswered": {policy.Call, ofOne},
	"SetManner":  {policy.Send, ofOne},
	"OfferSlots": {policy.Send, ofOne}, "ResolveDelivery": {policy.Send, ofOne}, "Send": {policy.Send, ofOne},
	"SendAlone": {policy.Send, ofOne}, "SetCadence": {policy.Send, ofOne}, "Snooze": {policy.Send, ofOne},
	"StartCall": {policy.Call, ofOne}, "Tell": {policy.Send, ofOne}, "TellLater": {policy.Send, ofOne}, "TakeBack": {policy.Change, ofNone}, "Said": {policy.Call, ofOne}, "Answered": {policy.Change, ofNone},
	"Told": {policy.Call, ofOne}, "Undo": {policy.Send, ofOne}, "Gave": {policy.Send, ofOne}, "Confirm": {policy.Send, ofOne}, "Meet": {policy.Send, ofOne}, "Withdraw": {policy.Send, ofOne}, "Write": {policy.Send, ofOne},

	"AnswerGroup": {policy.Send, ofEach}, "SendAll": {policy.Send, ofEach}, "TellAll": {policy.Send, ofEach},
	"UndoAll": {policy.Send, ofEach}, "WriteAll": {policy.Send, ofEach},

	"Acknowledge": {policy.GotIt, ofOne}, "Wished": {policy.Wish, ofOne},
	"Replied": {policy.Write, ofThread}, "ReplyChanged": {policy.Write, ofThread},
}

const askedElsewhere = "asked about another client"

type whom int

const (
	ofNone   whom = iota
	ofOne         // the client that is named
	ofEach        // several: those for whom the actor may not are left out
	ofThread      // the client whose thread it is; what is refused is left alone, without an error
)

// askers are kinds of people as the use cases are driven with them.
var askers = map[string]incident.Actor{
	"nobody":                      {},
	"somebody of another company": {ID: "U0DANA", Team: "T0ACME", Home: "T0STUDIO"},
	"a guest":                     {ID: "U0GUEST", Team: "T0STUDIO", Home: "T0STUDIO", Guest: true},
	"a colleague outside":         {ID: "U0EVE", Team: "T0STUDIO", Home: "T0STUDIO"},
	askedElsewhere:                {ID: "U0CLEO", Team: "T0STUDIO", Home: "T0STUDIO"},
	"in charge":                   people["ana"],
}

// Every use case that takes an actor asks the policy, about the client that it is
// for, before it looks at anything else. One without a row fails.
func TestEveryUseCaseAsksThePolicy(t *testing.T) {
	d := askedAbout(t, "globex")
	methods := useCases(d.Service)
	for name := range methods {
		if _, ok := acts[name]; !ok {
			t.Fatalf("%s takes an actor and has no row in acts", name)
		}
	}
	for name := range acts {
		if !methods[name].IsValid() {
			t.Fatalf("acts names %s, which takes no actor", name)
		}
	}
	for _, permittedToo := range []bool{false, true} { // what is refused changes nothing, so it comes first
		for name, row := range acts {
			method := methods[name]
			for who, a := range askers {
				want := row.about == ofThread || permitted(d, a, row.act, row.about)
				if want && !permittedToo || row.about == ofEach && who == askedElsewhere {
					continue
				}
				err := call(method, arguments(d, method.Type(), a, "acme"))
				if got := fault.CodeOf(err) != fault.Denied; got != want {
					t.Errorf("%s for acme, %s: %v, want it permitted=%t", name, who, err, want)
				}
			}
		}
	}
}

// useCases are the methods that take an actor, by name.
func useCases(s *service.Service) map[string]reflect.Value {
	actor, list := reflect.TypeFor[incident.Actor](), map[string]reflect.Value{}
	add := func(prefix string, of reflect.Value, but reflect.Type) {
		for i := range of.NumMethod() {
			name, method := of.Type().Method(i).Name, of.Method(i)
			if but != nil {
				if m, ok := but.MethodByName(name); ok && strings.Replace(m.Type.String(), but.String()+", ", "", 1) == method.Type().String() {
					continue // it is the one of the service
				}
			}
			if takes(method.Type(), actor) {
				list[prefix+name] = method
			}
		}
	}
	add("", reflect.ValueOf(s), nil)
	add("Clients.", reflect.ValueOf(s.Clients()), reflect.TypeOf(s))
	return list
}

// permitted is what the policy says of an act that is about acme, or about all.
func permitted(d *desk, a incident.Actor, act policy.Action, about whom) bool {
	inc, err := d.Peek(d.t.Context(), 1)
	if err != nil {
		d.t.Fatal(err)
	}
	if about == ofEach {
		return policy.MayForSome(a, act, inc) == nil
	}
	return policy.May(a, act, inc, "acme") == nil
}

func takes(method, argument reflect.Type) bool {
	for i := range method.NumIn() {
		if method.In(i) == argument {
			return true
		}
	}
	return false
}

// arguments are those of a use case about a client of the first incident, and
// else empty: the policy is asked before anything is missed.
func arguments(d *desk, method reflect.Type, a incident.Actor, client string) (args []reflect.Value) {
	named := false
	for i := range method.NumIn() {
		v := reflect.New(method.In(i)).Elem()
		switch p := v.Addr().Interface().(type) {
		case *incident.Actor:
			*p = a
		case *int64:
			*p = 1
		case *view.Ref:
			*p, named = view.Ref{Number: 1, Client: client}, true
		case *string:
			if !named {
				*p, named = client, true
			}
		case **incident.Incident:
			*p = d.incident()
		case *incident.Proposal:
			p.Client = client
		case *byhand.Report:
			p.Client = client
		case *incident.DecisionRequest:
			p.Client = client
		default:
			if v.Type().Kind() == reflect.Interface { // the context
				v.Set(reflect.ValueOf(d.t.Context()))
			}
		}
		if method.IsVariadic() && i == method.NumIn()-1 {
			break
		}
		args = append(args, v)
	}
	return args
}

func call(method reflect.Value, args []reflect.Value) error {
	out := method.Call(args)
	err, _ := out[len(out)-1].Interface().(error)
	return err
}

// cleo is outside the channel, and was asked by the ladder.
var cleo = incident.Actor{ID: "U0CLEO", Team: "T0STUDIO", Home: "T0STUDIO"}

// askedAbout is an incident of acme and globex, in which cleo was asked about one.
func askedAbout(t *testing.T, about string) *desk {
	t.Helper()
	d := newDesk(t, withChannel, "ana", "ben", "cleo")
	d.reconfigure(func(r *team.Roster) {
		r.Clients = append(r.Clients, client.Client{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX"})
	})
	d.declare("outage")
	if _, err := d.AddClients(t.Context(), people["ana"], 1, service.MoreClients{Names: []string{"globex"}}); err != nil {
		t.Fatal(err)
	}
	d.ask(about)
	return d
}

// ask notes that the ladder has asked cleo about what a client is owed.
func (d *desk) ask(client string) {
	d.t.Helper()
	err := d.Store.Update(d.t.Context(), func(tx records.Tx) error {
		inc, err := tx.Incident(1)
		if err != nil {
			return err
		}
		inc.Affected(client).Owed(promise.Update).Asked = []string{cleo.ID}
		return tx.PutIncident(inc)
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// An act for all leaves out the clients about whom the person was not asked, with
// the reason; also if by telling the one they come to talk to the others.
func TestAnActForAllLeavesOutOtherClients(t *testing.T) {
	first := incident.Proposal{Kind: update.FirstNoticeUnknown}
	for about, other := range map[string]string{"acme": "globex", "globex": "acme"} {
		d := askedAbout(t, about)
		written, err := d.WriteAll(t.Context(), cleo, 1, first)
		if err != nil {
			t.Fatal(err)
		}
		told, err := d.TellAll(t.Context(), cleo, 1, first)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range append(written, told...) {
			if refused := fault.CodeOf(e.Err) == fault.Denied; refused != (e.Client.ID == other) || !refused && e.Err != nil {
				t.Errorf("asked about %s, for %s: %v", about, e.Client.ID, e.Err)
			}
		}
		if inc := d.incident(); inc.Affected(other).Out > 0 || inc.Affected(other).Drafts[cleo.ID].Kind != "" {
			t.Errorf("asked about %s, a text for %s was written", about, other)
		}
	}
}

// Who was asked about one client decides nothing about a text to another.
func TestATextToAnotherClientIsNotTheirs(t *testing.T) {
	d := askedAbout(t, "globex")
	d.refuse = "C0ACME"
	list, err := d.TellAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.UndoAll(t.Context(), cleo, 1, list[0].Telling.Update.Batch); fault.CodeOf(err) != fault.Denied {
		t.Errorf("they took back what ana sent to both: %v", err)
	}
	d.now = d.now.Add(15 * time.Second) // what was refused is dead by now, and globex was told
	d.work()
	d.ask("globex")
	for _, r := range []outbox.Resolution{outbox.SendAgain, outbox.ItArrived, outbox.GiveUp} {
		if _, err := d.ResolveDelivery(t.Context(), cleo, view.Ref{Number: 1, Key: "INC-1/acme/update/1/slack"}, r); fault.CodeOf(err) != fault.Denied {
			t.Errorf("they decided about a text to acme (%s): %v", r, err)
		}
	}
	if _, err := d.SetCadence(t.Context(), cleo, view.Ref{Number: 1, Client: incident.AllClients}, incident.CadenceOverride{Cadence: schedule.Every(time.Hour)}); fault.CodeOf(err) != fault.Denied {
		t.Errorf("they changed how often both hear: %v", err)
	}
	if _, err := d.SetCadence(t.Context(), cleo, view.Ref{Number: 1, Client: "globex"}, incident.CadenceOverride{Cadence: schedule.Every(time.Hour), AskedBy: "Dana"}); err != nil {
		t.Errorf("they may not for the client that they were asked about: %v", err)
	}
}

// An act that names no client is about the first, for the policy, too: who was asked
// about that one may, and who was asked about another may not.
func TestWhatNamesNoClientIsAboutTheFirst(t *testing.T) {
	for about, may := range map[string]bool{"acme": true, "globex": false} {
		d := askedAbout(t, about)
		_, _, err := d.SetManner(t.Context(), cleo, view.Ref{Number: 1}, client.CallsFirst)
		if (err == nil) != may || err != nil && fault.CodeOf(err) != fault.Denied {
			t.Errorf("asked about %s: %v", about, err)
		}
		if told := d.incident().Affected("acme").Client.Manner == client.CallsFirst; told != may {
			t.Errorf("asked about %s, it was done %t", about, told)
		}
	}
}
