package service_test

import (
	"reflect"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/approval"
	watch "candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/records"
)

// instant says what becomes of a stored instant when a clock that was ahead is
// set right.
type instant int

const (
	happened instant = iota + 1 // a line of the record: nothing waits for it
	named                       // a person or a text named it, and it stays
	mended                      // put right with what it belongs to; see TestTheClockJumps and what follows it
	waits                       // something waits for it, and never longer than usual
)

// instants are all that an incident and a delivery keep.
var instants = map[string]instant{
	"approval.Need.At": happened, "approval.Ended.At": happened, "approval.Request.AskedAt": happened, "facts.Fact.At": happened, "facts.FactAnswer.Noticed": happened,
	"facts.Noted.At": happened, "incident.Affected.FirstAt": happened,
	"incident.Affected.ImpactAt": happened, "incident.Before.ImpactAt": happened, "incident.Affected.ToldAt": happened, "question.Question.AnsweredAt": happened, "question.Question.At": happened,
	"incident.CadenceOverride.At": happened, "eta.Estimate.At": happened,
	"incident.Incident.ActedAt": happened, "incident.Incident.DoingAt": happened,
	"incident.Incident.KindAt": happened, "incident.Left.At": happened, "facts.Loss.At": happened,
	"incident.NightAnswer.At": happened, "incident.Leaving.At": happened, "standing.Ask.At": happened, "incident.Reopening.At": happened, "incident.Reopening.ResolvedAt": happened, "outbox.MissingCopy.Since": happened,
	"outbox.Mailed.Came": happened, "outbox.Receipt.At": happened, "outbox.Reply.At": happened, "outbox.Reply.DeletedAt": happened, "outbox.Reply.EditedAt": happened,
	"outbox.Result.At": happened, "outbox.Delivery.EndedAt": happened, "outbox.Delivery.TriedAt": happened, "outbox.Delivery.Bounced": happened, "playbook.Mark.At": happened, "promise.Ack.At": happened,
	"promise.Promise.SettledAt": happened, "update.Acknowledgement.At": happened, "update.Given.At": happened, "update.Update.At": happened, "update.Update.Knew": happened,
	"review.Change.At": happened, "review.Change.DoneAt": happened, "review.Change.DroppedAt": happened, "review.Move.At": happened, "review.Review.At": happened, "review.Review.OpenedAt": happened,
	"night.Handover.At": happened, "night.Handover.Due": waits, "night.Handover.Answered": happened, "night.Rest.TookAt": happened,
	"night.Rest.Since": mended, "night.Rest.Until": mended, "night.Rest.AskAt": mended, "night.Duty.Since": mended, "night.Duty.OfferAt": mended,
	"review.Change.DueAt": named, "review.Move.From": named, "review.Review.DueAt": named, "solved.Answers.Until": named,
	"law.Mark.At": happened, "law.Record.SaidAt": happened, "law.Told.HeardAt": happened, "law.Told.NoticeAt": happened, "law.Told.AnswerAt": happened, "law.Record.AwareAt": named,
	"restore.Mark.At": happened, "restore.Mark.AsOf": happened, "update.Update.SentAt": happened, "update.Update.Got": happened, "update.Update.From": happened, "told.Turn.At": happened, "told.Turn.Since": happened, "update.Update.SpokeAt": happened,
	"incident.Affected.SaidTimes": named, "incident.Affected.Slots": named, "incident.Before.SaidTimes": named, "incident.Affected.Works": named, "incident.Before.Works": named,
	"eta.Estimate.From": named, "eta.Estimate.To": named, "incident.Incident.Booked": named,
	"playbook.Item.NotTill":   named,
	"promise.Promise.SaidDue": named, "promise.Promise.Knew": named, "update.Update.CallAt": named, "update.Update.LateCall": named, "update.Update.LateFor": named, "update.Update.NextAt": named, "update.Update.Usual": named, "update.Instant.At": named,
	"update.Update.Times": named, "update.Invite.At": named,
	"spell.Spell.From": happened, "spell.Spell.To": happened, "spell.Effect.At": happened, "facts.Fact.Doubted": happened, "facts.Fact.Since": mended, "facts.Fact.Noticed": mended, "facts.Fact.Reworded": mended, "facts.Facts.Outset": mended, "facts.Facts.NoticedAt": mended, "facts.Facts.TurnedAt": mended, "incident.Incident.DeclaredAt": mended, "incident.Incident.ResolvedAt": mended, "incident.Incident.ClosedAt": mended, "incident.Incident.Since": mended,
	"incident.Decision.AgreedAt": mended, "incident.Decision.AskedAt": mended, "incident.Decision.Until": mended, "outbox.Delivery.Expires": mended,
	"promise.Promise.MadeAt": mended, "promise.Worded.At": mended, "promise.Promise.DueAt": mended, "promise.Promise.From": mended, "promise.Promise.For": mended,
	"promise.Event.At": mended, "promise.Event.Last": mended, "promise.Event.DueAt": mended, "promise.Promise.LastAt": mended, "promise.Promise.SnoozedTo": mended,
	"eta.Estimate.AskAt": mended, "incident.Affected.Missed": mended, "incident.Incident.NotClosedBefore": mended, "incident.Incident.CardAt": mended, "outbox.Delivery.DoubtAt": mended,
	"outbox.Delivery.NotTill": mended, "outbox.Delivery.QueuedAt": mended, "outbox.Delivery.Until": mended,
	"drill.Drill.At": mended, "drill.Drill.NextAt": mended, "drill.Drill.EndAt": mended, "drill.Said.At": mended,
	"drill.Score.At": happened, "drill.Score.Began": happened, "drill.Score.ToldAt": happened, "drill.Promise.Wrote": happened, "drill.Promise.Due": named,
	"drill.Question.At": happened, "drill.Question.Answered": happened,
	"incident.Incident.Mornings": mended, "approval.Request.NextAt": waits, "incident.Affected.AttemptAt": waits, "incident.Affected.CopyAt": waits, "incident.Affected.SpokeAt": waits,
	"incident.Call.At": waits, "outbox.MissingCopy.NagAt": waits,
}

// Every stored instant has its row, and after a clock that was a day ahead nothing
// that waits for one waits for that day.
func TestEveryStoredInstantIsPutRight(t *testing.T) {
	kinds := map[reflect.Type]bool{}
	instantsOf(reflect.TypeFor[incident.Incident](), kinds)
	instantsOf(reflect.TypeFor[outbox.Delivery](), kinds)
	found := map[string]bool{}
	for kind := range kinds {
		for i := range kind.NumField() {
			if f := kind.Field(i); inner(f.Type) == reflect.TypeFor[time.Time]() {
				found[kind.String()+"."+f.Name] = true
			}
		}
	}
	for name := range found {
		if instants[name] == 0 {
			t.Errorf("%s is stored and has no row: what becomes of it when the clock was ahead?", name)
		}
	}
	for name := range instants {
		if !found[name] {
			t.Errorf("%s has a row and is not stored", name)
		}
	}

	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	right, ahead := d.now, d.now.Add(24*time.Hour)
	d.now = ahead
	if err := d.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := d.Store.Update(t.Context(), func(tx records.Tx) error {
		inc, err := tx.Incident(1)
		if err != nil {
			return err
		}
		aff := inc.Affected("acme")
		aff.Request, aff.Missing = &approval.Request{}, []outbox.MissingCopy{{Key: "INC-1/acme/update/1/slack", Update: 1}}
		inc.Watch.Offer(watch.Handover{From: "U0ANA", To: "U0BEN"})
		eachWait(reflect.ValueOf(inc).Elem(), func(name string, at reflect.Value) { at.Set(reflect.ValueOf(ahead)); delete(found, name) })
		return tx.PutIncident(inc)
	})
	if err != nil {
		t.Fatal(err)
	}
	d.now = right.Add(time.Minute)
	if err := d.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	eachWait(reflect.ValueOf(d.incident()).Elem(), func(name string, at reflect.Value) {
		if got := at.Interface().(time.Time); got.After(d.now.Add(outbox.LongestNag)) {
			t.Errorf("%s still is %s ahead", name, got.Sub(d.now))
		}
	})
	for name, is := range instants {
		if is == waits && found[name] {
			t.Errorf("%s was not tried", name)
		}
	}
}

// inner is what a type holds, behind pointers, lists and maps.
func inner(kind reflect.Type) reflect.Type {
	for kind.Kind() == reflect.Pointer || kind.Kind() == reflect.Slice || kind.Kind() == reflect.Map {
		kind = kind.Elem()
	}
	return kind
}

// instantsOf collects the structs that a record is made of.
func instantsOf(kind reflect.Type, seen map[reflect.Type]bool) {
	if kind = inner(kind); kind.Kind() != reflect.Struct || seen[kind] || kind == reflect.TypeFor[time.Time]() {
		return
	}
	seen[kind] = true
	for i := range kind.NumField() {
		instantsOf(kind.Field(i).Type, seen)
	}
}

// eachWait visits the instants of a record for which something waits.
func eachWait(v reflect.Value, visit func(name string, at reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachWait(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachWait(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().String() + "." + v.Type().Field(i).Name
			if instants[name] == waits {
				visit(name, v.Field(i))
			} else if v.Type().Field(i).IsExported() {
				eachWait(v.Field(i), visit)
			}
		}
	}
}
