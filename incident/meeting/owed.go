package meeting

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/promise"
)

// writeWithin is how long after a call about bad news the client has it in writing.
const writeWithin = 30 * time.Minute

// OweWriting makes the promise that bad news that was said on the phone follows in
// writing, unless it has been written already. What comforts them can wait for the next text.
func OweWriting(inc *incident.Incident, aff *incident.Affected, now time.Time) {
	if inc.Over() || aff.Out > 0 || aff.Owed(promise.Written) != nil || len(aff.Client.Destinations()) == 0 || !slices.ContainsFunc(Unwritten(inc, aff), func(q facts.Question) bool { return !facts.Comforts(q, inc.FactsOf(aff).Answer(q)) }) {
		return
	}
	inc.Promise(aff, promise.Written, now.Add(writeWithin), now)
}

// Unwritten lists the answers that a client does not have in writing and that a text can
// say: while somebody may have got in, none says that no data is lost.
func Unwritten(inc *incident.Incident, aff *incident.Affected) []facts.Question {
	known := inc.FactsOf(aff)
	return slices.DeleteFunc(inc.News(aff), func(q facts.Question) bool {
		return q == facts.DataLost && known.Is(q, facts.No) && facts.Grave(facts.Intruder, known.Answer(facts.Intruder))
	})
}

// OweMorningCall makes the promise to ourselves that a client who did not answer at
// night, and who should know of bad news, is called first in the morning.
func OweMorningCall(inc *incident.Incident, aff *incident.Affected, now time.Time) {
	at := aff.Client.NextCall(now)
	if !aff.Client.Manner.Calls() || at.IsZero() || inc.Over() || !inc.KindTraits().BadNews && inc.FactsOf(aff).Answer(facts.DataLost) != facts.Yes {
		return
	}
	p := aff.Owed(promise.Meeting)
	switch {
	case p == nil:
		p = inc.Promise(aff, promise.Meeting, at, now)
	case at.Before(p.DueAt): // before what a text offered
		p.DueAt = at
	default:
		return
	}
	p.Morning = true
}

// CallBackWithin is how soon a client who asks for a call is called.
const CallBackWithin = 30 * time.Minute

// OweCallBack makes the promise of a call that the client has asked for, unless
// one is owed already, and returns it. Nobody told them a time.
func OweCallBack(inc *incident.Incident, aff *incident.Affected, now time.Time) *promise.Promise {
	at, p := now.Add(CallBackWithin), aff.Owed(promise.Meeting)
	switch {
	case p == nil:
		p = inc.Promise(aff, promise.Meeting, at, now)
	case p.Morning && at.Before(p.DueAt): // they are awake
		p.Move(at)
	default:
		return p
	}
	p.Wished = true
	return p
}

// StatusBy is by when a client hears where the questions stand that nobody can
// answer on a call.
func StatusBy(inc *incident.Incident, c *client.Client, now time.Time) time.Time {
	return inc.BusinessDays(c, 3, now)
}

// hardQuestions are what the promise is about.
const hardQuestions = "who did it, what it costs them, who pays, whether they can leave"

// OweAnswer makes the promise of that date, unless it is owed already.
func OweAnswer(inc *incident.Incident, aff *incident.Affected, now time.Time) {
	if aff.Owed(promise.Answer) != nil {
		return
	}
	p := inc.Promise(aff, promise.Answer, StatusBy(inc, &aff.Client, now), now)
	p.Said, p.Words = true, hardQuestions
}
