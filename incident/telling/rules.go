package telling

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/incident/work"
)

// saidIn lists what a report says they were told of that which they had to hear.
func saidIn(inc *incident.Incident, aff *incident.Affected, r *byhand.Report) []incident.Untold {
	if r.How == byhand.ByVoicemail {
		return nil
	}
	return slices.DeleteFunc(inc.Unheard(aff), func(u incident.Untold) bool { return !slices.Contains(r.Said, u.Question) })
}

// noteWrong keeps in a report that they were told that what was certain is wrong, where its writer
// says so.
func noteWrong(f *facts.Facts, u *update.Update, said []facts.Question) {
	if slices.Contains(said, facts.Sentence) {
		u.SaidWrong(f)
	}
}

// maySay lists the bad news that a report by hand may have told, of those questions that
// somebody says were told in it. It refuses what cannot have been said.
func maySay(inc *incident.Incident, aff *incident.Affected, u *update.Update, said []facts.Question) (list []incident.Untold, err error) {
	name := aff.Client.Name
	if u.Kind != update.ByHand || byhand.How(u.Words["how"]) == byhand.ByVoicemail {
		return nil, fault.Errorf(fault.Invalid, "Nothing was recorded. You can only have said it in a call or a message of your own: type told and what you said.")
	}
	for _, each := range inc.Unheard(aff) {
		if slices.Contains(said, each.Question) {
			list = append(list, each)
		}
	}
	if len(list) < len(said) {
		return nil, fault.Errorf(fault.Conflict, "%s has been told that already, or it is another answer now. Nothing was changed. If they heard another one from you, press Client update and put it right.", name)
	}
	later := func(each incident.Untold) bool { return inc.FactsOf(aff).Given[each.Question].Since.After(u.At) }
	if i := slices.IndexFunc(list, later); i >= 0 {
		return nil, fault.Errorf(fault.Conflict, "Nothing was recorded: that %s was written down after this call or message to %s was. If you said it all the same, type told call: and what you said. If not, call them again, or press Client update.", list[i].That(), name)
	}
	return list, nil
}

// mayRecord refuses a report that could not be true, and proposes the next time.
func mayRecord(inc *incident.Incident, aff *incident.Affected, r *byhand.Report, now time.Time) error {
	name := aff.Client.Name
	switch {
	case inc.State == incident.Cancelled, inc.Over() && (inc.Drill != nil || r.NotTheirs != ""): // once it is closed, a call may still be noted
		return inc.OverError()
	case r.NotTheirs != "" && inc.MayLose(aff) != nil:
		return inc.MayLose(aff)
	case r.NotTheirs != "" && r.How == byhand.ByVoicemail:
		return fault.FieldError("how", "Nothing was recorded: on a machine nobody at %s may have heard that it is not theirs. Call them again, or write to them.", name)
	case aff.Out > 0 && !aff.OnCall(): // the record of a call may come while its text leaves
		return fault.Errorf(fault.Conflict, "It was *not* recorded yet: update %d is about to reach %s, with a time of its own. Take it back with Undo, or wait until it has arrived.", aff.Out, name)
	case strings.TrimSpace(r.Text) == "":
		return fault.FieldError("text", "Nothing was recorded. Say in a few words what you told %s.", name)
	case r.How != "" && !fault.OneOf(r.How, byhand.Hows...):
		return fault.FieldError("how", "Nothing was recorded. Say how you told %s: %s.", name, fault.Join(byhand.Hows))
	case r.Hear != "" && r.Hear.Cadence().IsZero():
		return fault.FieldError("hear", "Nothing was recorded. Say when they want to hear: %s.", fault.Join(update.Hears))
	}
	return cmp.Or(r.CheckWords(name), r.CheckLengths(), r.CheckTime(name, asOf(aff), now), nextTold(inc, aff, r, now))
}

// asOf is the moment of the copy as of which the client is known; zero where that is now.
func asOf(aff *incident.Affected) time.Time {
	if aff.Restored == nil {
		return time.Time{}
	}
	return aff.Restored.AsOf
}

// nextTold is when the client hears after a report: as it said, else as was typed,
// else as is usual.
func nextTold(inc *incident.Incident, aff *incident.Affected, r *byhand.Report, now time.Time) error {
	u := update.Update{Kind: update.ByHand}
	u.Facts, _ = inc.Tells(aff, r)
	usual := inc.NextAfter(aff, &u, now)
	switch {
	case inc.State != incident.Open:
	case r.Hear != "" && r.Hear != update.HearThrice: // they said so, whatever stood there
		r.NextAt = inc.NextAfter(aff, &update.Update{Kind: update.Holding, Rhythm: r.Hear.Cadence()}, now)
		usual = r.NextAt
	case r.NextAt.IsZero() && aff.Owed(promise.Update).KnownFor(usual): // it stands as they know it
		r.NextAt = usual
	case r.NextAt.IsZero():
		r.Usual = usual
	case !r.NextAt.After(now):
		return fault.FieldError("next_update", "Nothing was recorded. The next time is in the past: choose one that is still to come.")
	}
	if r.NextAt.After(usual) || r.Asks.Passed {
		if err := inc.AskBack(aff, &incident.Proposal{Kind: update.ByHand, NextAt: r.NextAt, Asks: r.Asks}, now); err != nil {
			return err
		}
	}
	if p := aff.Next(); r.How == byhand.ByVoicemail && p.StandsAt(now) && !r.NextAt.IsZero() { // nobody said that they heard it
		r.NextAt = schedule.Sooner(r.NextAt, p.DueAt)
	}
	return nil
}

// wantsToHear keeps when a client wants to hear from now on, as it said on the phone.
// Where nobody asked and it knows of bad news, it hears as a text about that would
// have announced.
func (t Telling) wantsToHear(r *byhand.Report) {
	inc, aff, asked, h := t.Inc, t.Client, "", r.Hear
	told, _ := inc.Tells(aff, r)
	switch {
	case h == "" && (!inc.AsksRhythm(aff) || !facts.AnyGrave(told) && !facts.AnyGrave(aff.Knows)):
		return
	case h == "" || h == update.HearThrice:
		h = update.HearThrice
	case len(aff.Client.Contacts) > 0:
		asked = fault.FirstOf(aff.Client.Contacts[0].Name, aff.Client.Name)
	default:
		asked = aff.Client.Name
	}
	aff.Plan, aff.QuietUpdates = incident.CadenceOverride{}, 0
	aff.Pace = incident.CadenceOverride{Cadence: h.Cadence(), By: t.By.ID, AskedBy: asked, At: t.Now}
}

// recordedAlready refuses the same report within a minute, whoever makes it.
func recordedAlready(w *work.Unit, aff *incident.Affected, r *byhand.Report) error {
	if aff.Updates == 0 {
		return nil
	}
	last, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, aff.Updates)
	if err != nil {
		return records.UnlessLost(err)
	}
	again := update.Update{Kind: update.ByHand, Words: r.Words(), Times: last.Times}
	if !again.Repeats(last, w.Now) {
		return nil
	}
	return fault.Errorf(fault.Conflict, "Already recorded at %s by <@%s>. Nothing was recorded twice.", aff.Client.Clock(last.At, "15:04"), last.By)
}
