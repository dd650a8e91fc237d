package told_test

import (
	"maps"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/schedule/scheduletest"
	"candor/incident/told"
	"candor/incident/update"
)

// A record from before it was kept where a text has arrived, and what happened in between, is read
// as it was: what is put right of it is only what came back.
func TestAnOldRecordIsReadAsItWas(t *testing.T) {
	at, mail, chat := scheduletest.At, client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}, client.Destination{Via: client.ViaSlack, To: "C0ACME"}
	text := func(n int, kind string, words map[string]string) *update.Update {
		return &update.Update{N: n, Kind: kind, State: update.Sent, At: at(10 * n), SentAt: at(10 * n), To: []client.Destination{chat, mail}, Words: words, Times: map[string]time.Time{}}
	}
	texts := []*update.Update{
		text(1, update.FirstNoticeUnknown, map[string]string{"impact": "the shop is down"}),
		text(2, update.MonitoringUpdate, map[string]string{"impact_still": "it works"}),
		text(3, update.DataLoss, map[string]string{"client_action": "Keep all."}),
	}
	texts[1].Times["since_fixed"] = at(18)
	texts[2].Facts = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}
	h := told.History{Texts: texts, Lost: &facts.Loss{What: "orders", At: at(30)}}
	h.Turns = []told.Turn{{After: 2, At: at(25), Down: true, Knew: true}, {After: 3, At: at(35), Words: map[string]string{update.Amend + "right": "It was slow."}}}
	was := h.Known()
	h.Turns = told.Guess(was, time.Time{}, texts)
	if now := h.Known(); known(now) != known(was) {
		t.Fatalf("it is read as\n%s\nand was\n%s", known(now), known(was))
	}
	if was.Lost == nil || was.Lost.What != "orders" || len(was.Worked) != 1 || len(was.LossAt) != 2 || was.Said[update.Amend+"right"] == "" {
		t.Fatalf("it was %s", known(was))
	}
	texts[2].ComesBack(mail)
	if now := h.Known(); now.Knows[facts.DataLost] != facts.Yes || len(now.LossAt) != 1 {
		t.Errorf("one copy came back: %s", known(now))
	}
	texts[2].ComesBack(chat)
	texts[2].State, texts[2].SentAt = update.Sending, time.Time{}
	now := h.Known()
	if now.Knows[facts.DataLost] != "" || now.Lost != nil || len(now.Standing) != 0 || now.Heard != 2 || !now.ToldAt.Equal(at(20)) || len(now.Worked) != 1 {
		t.Errorf("all of it came back: %s", known(now))
	}
	if words := maps.Clone(now.Said); words["impact"] != "the shop is down" || words["impact_still"] != "" {
		t.Errorf("it is down again, and they have read %v", words)
	}
}

// Who was taken out, since it is not theirs, and is in it again knows when they heard, and nothing
// of what it was about.
func TestWhatWasNotTheirsIsNotKnown(t *testing.T) {
	at, mail := scheduletest.At, client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}
	var texts []*update.Update
	for n, words := range []map[string]string{{"impact": "the shop is down"}, {"impact": "booking is down"}} {
		u := &update.Update{N: n + 1, Kind: update.FirstNoticeUnknown, State: update.Sent, At: at(10 * n), SentAt: at(10 * n), To: []client.Destination{mail}, Words: words, Warns: facts.Questions[n]}
		u.Arrives(mail, u.SentAt)
		texts = append(texts, u)
	}
	k := told.History{Texts: texts[:1], Since: 1}.Known()
	if len(k.Said) != 0 || len(k.Warned) != 0 || !k.Written || k.Heard != 1 || !k.FirstAt.Equal(at(0)) {
		t.Errorf("they are back: %s", known(k))
	}
	k = told.History{Texts: texts, Since: 1}.Known()
	if k.Said["impact"] != "booking is down" || len(k.Warned) != 1 || !k.FirstAt.Equal(at(0)) || !k.ToldAt.Equal(at(10)) {
		t.Errorf("they were told what is theirs: %s", known(k))
	}
}
