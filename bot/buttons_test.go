package bot

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/eta"
	"candor/incident/facts"
	"candor/incident/lessons"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/restore"
	"candor/incident/review"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
	"candor/messages/kit"
)

// shop is a bench whose clock moves, with two clients who can be written to, and
// a queue that is worked off by hand.
type shop struct {
	*bench
	clock time.Time
	fail  outbox.Verdict // of client texts; empty: they arrive
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{bench: newBench(t), clock: began}
	now := func() time.Time { return s.clock }
	s.Now, s.Service.Now = now, now
	s.company.Reconfigure(func(r *team.Roster) { r.Clients[1].Slack = "C0GLOBEX" })
	s.declared()
	_, err := s.Service.Edit(t.Context(), s.as("U0ANA"), 1, incident.Details{Roles: map[playbook.Role]string{playbook.Tech: "U0BEN"}})
	s.must(err)
	s.work()
	return s
}

func (s *shop) as(user string) incident.Actor {
	return incident.Actor{ID: user, Team: s.Home, Home: s.Home, InChannel: true}
}

func (s *shop) acme() *incident.Affected { return s.incident(1).Affected("acme") }

// work delivers what is ready half a minute from now and counts the texts for clients.
func (s *shop) work() (texts int) {
	s.t.Helper()
	s.clock = s.clock.Add(30 * time.Second)
	s.company.Carry(func(l *view.Lease) outbox.DeliveryOutcome {
		if l.Delivery.Kind == outbox.ClientText {
			texts++
			if s.fail != "" {
				return outbox.DeliveryOutcome{Verdict: s.fail, Reason: "it was refused"}
			}
		}
		return servicetest.Arrives(l)
	})
	return texts
}

// pass lets time go by and does what is due then.
func (s *shop) pass(d time.Duration) {
	s.t.Helper()
	s.clock = s.clock.Add(d)
	s.must(s.Service.Tick(s.t.Context()))
	s.work()
}

// tell sends the first word to all, and it arrives or not.
func (s *shop) tell() {
	s.t.Helper()
	_, err := s.Service.TellAll(s.t.Context(), s.as("U0ANA"), 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	s.must(err)
	s.work()
}

// write makes the draft of the first word.
func (s *shop) write() *view.Draft {
	s.t.Helper()
	t, err := s.Service.Write(s.t.Context(), s.as("U0ANA"), 1, incident.Proposal{Client: "acme", Kind: update.FirstNoticeUnknown})
	s.must(err)
	return t
}

// request asks for approval of the first word.
func (s *shop) request() view.Ref {
	s.t.Helper()
	s.company.Reconfigure(func(r *team.Roster) { r.Clients[0].Approval = client.Approval{Rule: client.ApprovalOther} })
	t := s.write()
	_, err := s.Service.Send(s.t.Context(), s.as("U0ANA"), view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: t.Update.Hash()})
	s.must(err)
	s.work()
	r := s.acme().Request
	if r == nil {
		s.t.Fatal("no approval was asked for")
	}
	return about(r.N, r.Update.Hash())
}

func (s *shop) both() {
	s.t.Helper()
	_, err := s.Service.AddClients(s.t.Context(), s.as("U0ANA"), 1, service.MoreClients{Names: []string{"globex"}})
	s.must(err)
	s.work()
}

// about is a reference to INC-1 and Acme.
func about(n int, key string) view.Ref {
	return view.Ref{Number: 1, Client: "acme", N: n, Key: key}
}

func toAll(key string) view.Ref {
	return view.Ref{Number: 1, Client: incident.AllClients, Key: key}
}

// ready brings about, for each button, what it is pressed in, and returns who
// presses it and its value.
var ready = map[string]func(*shop) (user, value string){
	kit.ActDeclare:       plainly(""),
	kit.ActDismiss:       plainly(""),
	kit.ActWhole:         plainly(""),
	kit.ActRun:           plainly("INC-1 note restarted it"),
	kit.ActRing:          plainly("U0ANA"),
	kit.ActClient:        plainly("0|acme|0|"),
	kit.ActClientNew:     plainly("0||0|"),
	kit.ActClientMore:    plainly("0|acme|0|"),
	kit.ActClientRemove:  plainly("0|globex|0|"),
	kit.ActClientRestore: plainly("0|globex|0|"),
	kit.ActClientPaste:   plainly("0||0|"),
	kit.ActSheet:         plainly("0|acme|0|"),
	kit.ActSheetAsk:      plainly("0|globex|0|"),
	kit.ActSheetGap:      plainly("0|acme|0|phones"),
	kit.ActSheetSkip:     plainly("0|acme|0|phones"),
	kit.ActRestored:      plainly("0|acme|14|"),
	kit.ActRestoreFailed: plainly("0|acme|0|"),
	kit.ActRestoreLater:  plainly("0|acme|0|"),
	kit.ActUpdate:        plainly(about(0, "").String()),
	kit.ActLastWord:      afterFirst(about(0, "")),
	kit.ActReview:        plainly(about(0, update.PostmortemCover).String()),
	kit.ActAskHow:        plainly(about(0, update.Checkin24h).String()),
	kit.ActMeasure:       plainly(about(0, update.Rebuild).String()),
	kit.ActOffer:         plainly(about(0, update.MeetingInvite).String()),
	kit.ActNewDate:       plainly(about(0, update.NewDate).String()),
	kit.ActChecklist:     plainly(about(0, "").String()),
	kit.ActTold:          plainly(about(0, string(byhand.ByCall)).String()),
	kit.ActMore:          plainly(kit.MoreDetails + " " + about(0, "").String()),
	kit.ActEdit:          plainly(about(0, "").String()),
	kit.ActEtaNew:        plainly(about(1, "").String()),
	kit.ActEtaNone:       afterFirst(about(1, "")),
	kit.ActSlower:        afterFirst(about(0, "")),
	kit.ActJoin:          plainly(about(0, "").String()),
	kit.ActColleague:     plainly(about(0, "U0CLEO").String()),
	kit.ActTakeOut:       plainly(about(0, "U0CLEO").String()),
	kit.ActStopHere:      plainly(about(0, "U0CLEO").String()),
	kit.ActKeep:          plainly(about(0, "").String()),
	kit.ActQuestions:     plainly(about(0, "").String()),
	kit.ActClocks:        plainly(about(0, "").String()),
	kit.ActInsurer:       plainly(about(0, "").String()),
	kit.ActCopy:          plainly(about(0, "").String()),
	kit.ActCallCard:      plainly(about(0, "").String()),
	kit.ActCalling:       plainly(about(0, "").String()),
	kit.ActNobody:        plainly(about(0, "").String()),
	kit.ActLater:         plainly(about(0, "").String()),

	kit.ActGotIt:   theirs,
	kit.ActCallMe:  theirs,
	kit.ActWantAsk: theirs,
	kit.ActStill:   afterFirst(about(0, "")),
	kit.ActWorks:   afterFirst(about(0, "")),
	kit.ActReopen: func(s *shop) (string, string) {
		s.tell()
		_, err := s.Service.Resolve(s.t.Context(), s.as("U0ANA"), 1, service.Solved{Answers: servicetest.Solved})
		s.must(err)
		return "U0ANA", about(0, "").String()
	},
	kit.ActNotDown: func(s *shop) (string, string) {
		s.tell()
		_, err := s.Service.Resolve(s.t.Context(), s.as("U0ANA"), 1, service.Solved{Answers: servicetest.Solved})
		s.must(err)
		_, err = s.Service.Reopen(s.t.Context(), s.as("U0ANA"), view.Ref{Number: 1}, service.Seen{Reason: "it looked so"})
		s.must(err)
		return "U0ANA", about(0, "").String()
	},
	kit.ActAnswer: func(s *shop) (string, string) {
		s.pass(8 * time.Minute)
		p := s.acme().Owed(promise.Update)
		return "U0ANA", about(p.N, p.Draft.Hash()).String()
	},
	kit.ActAnswerGroup: func(s *shop) (string, string) {
		s.both()
		s.pass(8 * time.Minute)
		inc := s.incident(1)
		var group []outbox.Member
		for _, aff := range inc.Clients {
			group = append(group, outbox.Member{Client: aff.Client.ID, Promise: aff.Owed(promise.Update).N})
		}
		return "U0ANA", toAll(view.GroupHash(inc, group) + " " + view.FormatGroup(inc, group)).String()
	},
	kit.ActMeet: func(s *shop) (string, string) {
		s.changes(func(inc *incident.Incident) {
			aff := inc.Affected("acme")
			aff.Slots = []time.Time{s.clock.Add(2 * time.Hour), s.clock.Add(4 * time.Hour)}
			inc.Promise(aff, promise.Meeting, aff.Slots[0], s.clock)
		})
		return "U0ANA", about(2, "").String()
	},
	kit.ActMade: func(s *shop) (string, string) {
		_, _, err := s.Service.Conclude(s.t.Context(), s.as("U0ANA"), 1, lessons.Lesson{Changes: []review.Change{{Text: "test it", Owner: "U0ANA", DueAt: s.clock.Add(48 * time.Hour)}}})
		s.must(err)
		return "U0ANA", about(1, "").String()
	},
	kit.ActGave: func(s *shop) (string, string) {
		s.changes(func(inc *incident.Incident) {
			inc.Promise(inc.Affected("acme"), promise.Review, s.clock.Add(time.Hour), s.clock)
		})
		return "U0ANA", about(s.acme().Owed(promise.Review).N, "").String()
	},
	kit.ActSnooze: func(s *shop) (string, string) {
		s.pass(8 * time.Minute)
		return "U0ANA", about(s.acme().Owed(promise.Update).N, "").String()
	},
	kit.ActSend: func(s *shop) (string, string) {
		return "U0ANA", about(0, s.write().Update.Hash()).String()
	},
	kit.ActSendAll: func(s *shop) (string, string) {
		s.both()
		list, err := s.Service.WriteAll(s.t.Context(), s.as("U0ANA"), 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
		s.must(err)
		return "U0ANA", toAll(view.HashAll(list) + " " + view.FormatClients(s.incident(1), []string{"acme", "globex"})).String()
	},
	kit.ActUndo: func(s *shop) (string, string) {
		_, err := s.Service.Tell(s.t.Context(), s.as("U0ANA"), 1, incident.Proposal{Client: "acme", Kind: update.FirstNoticeUnknown})
		s.must(err)
		return "U0ANA", about(1, "").String()
	},
	kit.ActNight: func(s *shop) (string, string) {
		s.write()
		return "U0ANA", about(0, string(update.NightThrough)).String()
	},
	kit.ActArrived: afterFailure,
	kit.ActAgain:   afterFailure,
	kit.ActGiveUp:  afterFailure,
	kit.ActEtaHolds: func(s *shop) (string, string) {
		inc, err := s.Service.SetEstimate(s.t.Context(), s.as("U0ANA"), 1, eta.Estimate{From: s.clock.Add(2 * time.Hour), To: s.clock.Add(4 * time.Hour)})
		s.must(err)
		return "U0ANA", about(inc.Estimate.N, "").String()
	},
	kit.ActApprove:     func(s *shop) (string, string) { return "U0BEN", s.request().String() },
	kit.ActReject:      func(s *shop) (string, string) { return "U0BEN", s.request().String() },
	kit.ActEditRequest: func(s *shop) (string, string) { return "U0BEN", s.request().String() },
	kit.ActWithdraw:    func(s *shop) (string, string) { return "U0ANA", s.request().String() },
	kit.ActAlone: func(s *shop) (string, string) {
		ref := s.request()
		s.clock = s.acme().Next().DueAt
		return "U0ANA", ref.String()
	},
	kit.ActTakeBack: func(s *shop) (string, string) {
		_, err := s.Service.SetFacts(s.t.Context(), s.as("U0ANA"), 1, facts.FactAnswer{Question: facts.DataLost, Answer: facts.Yes})
		s.must(err)
		if _, err := s.Service.Cancel(s.t.Context(), s.as("U0ANA"), 1, "it was nothing"); err == nil {
			s.t.Fatal("it was cancelled")
		}
		return "U0ANA", about(0, "").String()
	},
	kit.ActAnswered: func(s *shop) (string, string) {
		_, err := s.Service.Asked(s.t.Context(), s.as("U0ANA"), view.Ref{Number: 1, Client: "acme"}, "Who pays?")
		s.must(err)
		return "U0ANA", about(1, "").String()
	},
	kit.ActSaid: func(s *shop) (string, string) {
		_, err := s.Service.SetFacts(s.t.Context(), s.as("U0ANA"), 1, facts.FactAnswer{Question: facts.DataLost, Answer: facts.Yes})
		s.must(err)
		_, err = s.Service.Told(s.t.Context(), s.as("U0ANA"), 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "hi"})
		s.must(err)
		return "U0ANA", about(1, string(facts.DataLost)).String()
	},
	kit.ActSmall:   plainly(about(0, "small").String()),
	kit.ActNormal:  plainly(about(0, "normal").String()),
	kit.ActFull:    plainly(about(0, "full").String()),
	kit.ActEarlier: plainly(about(1, "").String()),
	kit.ActAfter:   plainly(about(2, "").String()),
	kit.ActMistake: plainly(about(0, "").String()),
	kit.ActConfirm: func(s *shop) (string, string) {
		s.changes(func(inc *incident.Incident) {
			inc.Affected("acme").Restored = &restore.Mark{AsOf: s.clock, At: s.clock}
		})
		return "U0ANA", about(0, "").String()
	},
	kit.ActPast:      plainly(view.Ref{}.String()),
	kit.ActPastNewer: plainly(view.Ref{N: 1, Key: "acme"}.String()),
	kit.ActPastOlder: plainly(view.Ref{N: 2, Key: "acme"}.String()),
	kit.ActUsual:     plainly(about(0, "").String()),
	kit.ActCallFirst: plainly(about(0, "").String()),
	kit.ActWriteOnly: plainly(about(0, "").String()),
	kit.ActLawyer:    plainly(about(0, "").String()),
	kit.ActNotAbout:  func(s *shop) (string, string) { return "U0ANA", about(0, s.heard()).String() },
	kit.ActIsAbout: func(s *shop) (string, string) {
		key := s.heard()
		_, err := s.Service.Declare(s.t.Context(), s.as("U0ANA"), service.Declaration{Client: "acme", Impact: "search is slow", Severity: 2, Kind: "outage"})
		s.must(err)
		return "U0ANA", about(2, key).String()
	},
	kit.ActGoodNight: plainly(about(0, "").String()),
	kit.ActUp: func(s *shop) (string, string) {
		_, err := s.Service.Watch(s.t.Context(), s.as("U0ANA"), 1, night.Request{Act: night.GoodNight, Until: s.clock.Add(8 * time.Hour)})
		s.must(err)
		return "U0ANA", about(0, "").String()
	},
	kit.ActTake:  askedToTakeOver,
	kit.ActNotMe: askedToTakeOver,

	kit.ActAgree:    afterLater,
	kit.ActDisagree: afterLater,
}

func askedToTakeOver(s *shop) (string, string) {
	inc, err := s.Service.Watch(s.t.Context(), s.as("U0ANA"), 1, night.Request{Act: night.HandOver, To: "U0BEN"})
	s.must(err)
	return "U0BEN", about(inc.Watch.Handover.N, "").String()
}

// theirs is a press of the client's under the first word.
func theirs(s *shop) (string, string) {
	s.tell()
	return "U0DANA", about(1, "").String()
}

// heard lets Acme write in their channel, and returns the key of the copy.
func (s *shop) heard() string {
	s.t.Helper()
	r := outbox.Reply{TS: "1.1", User: "U0DANA", Name: "Dana Fox", Text: "Where are the invoices?"}
	s.must(s.Service.Replied(s.t.Context(), incident.Actor{ID: "U0DANA", Team: "T0ACME", Home: s.Home}, "C0ACME/", r))
	return s.acme().CopyOf("1.1")
}

func plainly(value string) func(*shop) (string, string) {
	return func(*shop) (string, string) { return "U0ANA", value }
}

func afterFirst(ref view.Ref) func(*shop) (string, string) {
	return func(s *shop) (string, string) {
		s.tell()
		return "U0ANA", ref.String()
	}
}

func afterFailure(s *shop) (string, string) {
	s.fail = outbox.Refused
	s.tell()
	s.fail = ""
	return "U0ANA", about(1, "INC-1/acme/update/1/slack").String()
}

func afterLater(s *shop) (string, string) {
	_, err := s.Service.TellLater(s.t.Context(), s.as("U0ANA"), 1,
		incident.DecisionRequest{Client: "acme", Reason: "the police asked for it", Second: "U0BEN", Until: s.clock.Add(3 * time.Hour)})
	s.must(err)
	return "U0BEN", about(0, s.acme().Embargo.Key).String()
}

// at is the channel in which a button is pressed.
func at(act string) string {
	if buttons()[act].foreign {
		return "C0ACME"
	}
	return "C0TEAM"
}

// pressed receives a press before a restart that lasts, and works it off after.
// It returns how many texts left for clients and what the person reads.
func (s *shop) pressed(act, user, value string, away time.Duration) (texts int, said string) {
	s.t.Helper()
	payload, err := json.Marshal(map[string]any{
		"type": "block_actions", "user": map[string]string{"id": user, "team_id": s.Home}, "team": map[string]string{"id": s.Home}, "channel": map[string]string{"id": at(act)},
		"actions": []any{map[string]string{"action_id": act, "block_id": "do", "type": "button", "value": value}},
	})
	s.must(err)
	_, err = s.Service.Receive(s.t.Context(), nil, records.Envelope{ID: "press", Type: "interactive", Payload: payload, At: s.clock})
	s.must(err)
	s.clock = s.clock.Add(away)
	before := len(s.slack.Messages(at(act)))
	s.must(s.in.Recover(context.Background()))
	for _, m := range s.slack.Messages(at(act))[before:] {
		said += m.Text + "\n"
	}
	return s.work(), said
}

const notDone = "it was *not* done"

// A press of before a restart is done after it, unless a client would hear what
// was true then: every button is driven, and says by itself which it is.
func TestAnHourOldPressTellsNoClient(t *testing.T) {
	sweeps(t)
	for _, act := range slices.Sorted(maps.Keys(buttons())) {
		t.Run(act, func(t *testing.T) {
			if ready[act] == nil {
				t.Fatal("it is never pressed here; say in what")
			}
			row := buttons()[act]

			s := newShop(t)
			user, value := ready[act](s)
			texts, said := s.pressed(act, user, value, 0)
			if (texts > 0) != row.tells {
				t.Errorf("pressed now, %d texts leave for clients, and its row says %t; the answer: %s", texts, row.tells, said)
			}
			if failed(said) {
				t.Errorf("pressed now: %s", said)
			}

			s = newShop(t)
			user, value = ready[act](s)
			rev := s.incident(1).Rev
			texts, said = s.pressed(act, user, value, time.Hour)
			if texts > 0 {
				t.Errorf("an hour late %d texts leave for clients", texts)
			}
			if old := row.momentary(value); strings.Contains(said, notDone) != old {
				t.Errorf("an hour late, its row says %t, and the person reads: %s", old, said)
			} else if old && s.incident(1).Rev != rev {
				t.Error("an hour late it changed the incident")
			}
		})
	}
}

// “Did you mean … Yes” runs a typed command, and that may be one which tells.
func TestAnHourOldYesRunsNoCommandThatTells(t *testing.T) {
	s := newShop(t)
	s.tell()
	texts, said := s.pressed(kit.ActRun, "U0ANA", "INC-1 still restoring last night's copy", time.Hour)
	if texts > 0 || !strings.Contains(said, notDone) {
		t.Errorf("%d texts leave; the person reads: %s", texts, said)
	}
}
