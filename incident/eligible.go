package incident

import (
	"cmp"
	"slices"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/update"
)

// Eligible says whether a person may send an update of the kind to the client now;
// the error is a sentence that names what to send instead.
func (inc *Incident) Eligible(aff *Affected, kind string, now time.Time) error {
	name := aff.Client.Name
	if err := inc.FitsState(aff, kind); err != nil {
		return err
	}
	switch {
	case aff.Restored != nil:
		return aff.Restored.Refuse(name)
	case kind == update.NotYours || aff.Leaving != nil:
		return inc.fitsNotYours(aff, kind)
	case inc.hides(aff, kind, now):
		return inc.TellFirst(aff, "Nothing was sent.")
	case inc.omits(aff, kind, now):
		return fault.Errorf(fault.Conflict, "Nothing was sent. %s knows from you that data is gone and has not read it, so the first text says it. Press Client update.", name)
	case update.Automatic(kind):
		return fault.Errorf(fault.Invalid, "Nothing was sent: Candor sends that text by itself, where a client agreed to it. Press Client update and write your own.")
	case update.Aftercare(kind):
		return inc.fitsAfter(aff, kind)
	}
	if err := inc.beginsOnce(aff, kind); err != nil {
		return err
	}
	if kind == update.MonitoringUpdate {
		return inc.fitsWorks()
	}
	if kind == update.Holding {
		return cmp.Or(aff.Owed(promise.Update).Bare(name, aff.Client.Clock, now), inc.changedSince(aff))
	}
	return inc.fitsOpen(aff, kind, now)
}

// beginsOnce refuses a text that begins, or follows on from, one of which it is not so.
func (inc *Incident) beginsOnce(aff *Affected, kind string) error {
	name := aff.Client.Name
	switch {
	case aff.Unsure > 0 && !aff.Opened() && kind == update.Holding:
		return fault.Errorf(fault.Conflict, "Nobody knows yet whether update %d reached %s, so nothing can follow on from it. Nothing was sent. Look whether they have it, then press It arrived or Send again in the channel of %s.", aff.Unsure, name, inc.Name())
	case kind == update.Holding && !aff.Opened() && len(aff.Client.Destinations()) == 0:
		return aff.ByHandOnly()
	case kind == update.Holding && !aff.Opened():
		return fault.Errorf(fault.Conflict, "%s has not heard of this in writing yet, so no text can follow on from one. Nothing was sent. Send the first notice: press Client update. What you said on the phone: type told and what, next 45m.", name)
	case update.FirstNotice(kind) && aff.Opened():
		return fault.Errorf(fault.Conflict, "%s has had the first notice. Nothing was sent. Press Client update and tell them something new.", name)
	}
	return nil
}

// CanWorkAgain says whether something was down that can work again.
func (inc *Incident) CanWorkAgain() bool { return inc.KindTraits().WorksAgain }

// hides says whether a text of the kind would leave a client in the dark: of a loss
// they hear before anything else, and of other bad news in the text that tells it.
// A first notice says by itself what its kind of incident suspects.
func (inc *Incident) hides(aff *Affected, kind string, now time.Time) bool {
	u := inc.Withheld(aff)
	switch {
	case u == nil || aff.Embargo.Stands(now) || tellsLoss(kind):
		return false
	case u.Question == facts.DataLost:
		return true
	case update.FirstNotice(kind):
		return u.Question != facts.Personal && (u.Answer == facts.Confirmed || kind != update.FirstNoticeUnknown || inc.KindTraits().Suspects() != u.Question)
	case kind == update.Progress:
		return update.BadNews(inc.NewsKind(aff))
	}
	return !update.BadNews(kind)
}

// omits says whether a text would be the first that a client reads, and leave out a
// loss that they have only heard of.
func (inc *Incident) omits(aff *Affected, kind string, now time.Time) bool {
	return !aff.Opened() && inc.FactsOf(aff).Is(facts.DataLost, facts.Yes) && aff.Has(facts.DataLost) != facts.Yes && !aff.Embargo.Stands(now) && !tellsLoss(kind)
}

// tellsLoss says whether a text may come before everything else: it tells of a loss, or is for somebody else.
func tellsLoss(kind string) bool {
	return fault.OneOf(kind, update.DataLoss, update.Correction, update.MisdeliveryRecipient)
}

// fitsWorks refuses “it works again” where that is not what happened.
func (inc *Incident) fitsWorks() error {
	if !inc.CanWorkAgain() {
		return fault.Errorf(fault.Conflict, "Nothing was sent: nothing was down that could work again. Press Client update and say what is new, or resolve it.")
	}
	return nil
}

// FitsState says whether the kind belongs to where the incident is in its life.
func (inc *Incident) FitsState(aff *Affected, kind string) error {
	name := aff.Client.Name
	switch {
	case inc.Over():
		return inc.OverError()
	case inc.State != Open && !inc.afterward(aff, kind):
		return inc.doneError(aff)
	case inc.State == Open && kind == update.ResolvedUpdate:
		return fault.Errorf(fault.Conflict, "Nothing was sent. %s is still open. Resolve it first: that also writes the final message to %s.", inc.Name(), name)
	}
	return nil
}

// afterward says whether a kind may leave once it is resolved: the last word, what
// may follow it, and where we said that we write again, what is new.
func (inc *Incident) afterward(aff *Affected, kind string) bool {
	return kind == update.ResolvedUpdate && inc.State == Resolved || update.KindOf(kind).Afterward || kind == update.Progress && (aff.Owed(promise.Afterword) != nil || inc.MustHear(aff) != nil)
}

// doneError says what a resolved incident still has to say to a client.
func (inc *Incident) doneError(aff *Affected) error {
	if inc.State == Closed {
		return fault.Errorf(fault.Conflict, "Nothing was sent. %s is closed: from it %s gets only what was promised for afterwards; type due to see it. If something is wrong now, declare a new incident.", inc.Name(), aff.Client.Name)
	}
	if inc.MustHear(aff) != nil {
		return inc.TellFirst(aff, "Nothing was sent.")
	}
	if aff.Owed(promise.Final) != nil {
		return fault.Errorf(fault.Conflict, "Nothing was sent. %s is resolved: what %s expects now is the final message. Press Write the final message, or reach them by hand and record it with told. If it is down again, type reopen and what you see.", inc.Name(), aff.Client.Name)
	}
	if aff.Owed(promise.Afterword) != nil {
		return fault.Errorf(fault.Conflict, "Nothing was sent. %s is resolved, and %s was told that we write once more: press Write an update, or reach them by hand and record it with told. If it is down again, type reopen and what you see.", inc.Name(), aff.Client.Name)
	}
	return fault.Errorf(fault.Conflict, "Nothing was sent. %s is resolved, and %s has the final message. If it is down again, type reopen and what you see. If it is something else, declare a new incident.", inc.Name(), aff.Client.Name)
}

// fitsOpen says whether a kind that is about something the client knows fits.
func (inc *Incident) fitsOpen(aff *Affected, kind string, now time.Time) error {
	name := aff.Client.Name
	switch p := aff.Next(); {
	case kind == update.EtaChange && aff.SaidTimes["eta_to"].IsZero():
		return fault.Errorf(fault.Conflict, "Nothing was sent: %s was given no estimate, so there is none to take back. Press Client update and tell them something new.", name)
	case kind == update.MissedUpdate && (p == nil || !p.Said || !now.After(p.Known().DueAt)):
		return fault.Errorf(fault.Conflict, "Nothing was sent: no promised time to %s has passed. Press Client update and tell them something new.", name)
	case update.KindOf(kind).FollowsUp && !aff.MayKnow():
		return fault.Errorf(fault.Conflict, "%s has not heard of this from us yet. Nothing was sent. Send the first notice: press Client update.", name)
	}
	return inc.fitsFacts(aff, kind)
}

// fitsFacts refuses bad news that the answers do not bear out.
func (inc *Incident) fitsFacts(aff *Affected, kind string) error {
	f, about := inc.FactsOf(aff), update.KindOf(kind).About
	switch own, apart := aff.Own[about]; {
	case apart && own.Answer == "":
		return fault.Errorf(fault.Conflict, "Nothing was sent: nobody has answered for %s whether %s. Type fact %s and answer it first.", aff.Client.Name, facts.Whether[about], aff.Client.ID)
	case kind == update.DataLoss && f.Is(facts.DataLost, facts.DontKnow):
		return fault.Errorf(fault.Conflict, "Nothing was sent: that text says that data is lost, and the answer is that you do not know it yet. Once it is lost, type fact %sdata_lost yes. Until then press Client update and say that you do not know.", inc.Whose(aff))
	case kind == update.DataLoss && f.Is(facts.DataLost, facts.No):
		return fault.Errorf(fault.Conflict, "Nothing was sent: that text says that data is lost, and the answer is that none is. If it is lost, type fact %sdata_lost yes first. If not, press Client update and tell them something new.", inc.Whose(aff))
	case kind == update.BreachSuspected && f.Is(facts.Intruder, facts.No):
		return fault.Errorf(fault.Conflict, "Nothing was sent: that text says that somebody may have got in, and the answer is that nobody did. If somebody may have, type fact %sintruder suspected first. If not, press Client update and tell them something new.", inc.Whose(aff))
	case kind == update.ProcessorNotice && f.Is(facts.Personal, facts.No):
		return fault.Errorf(fault.Conflict, "Nothing was sent: that is a notice about personal data, and the answer is that none is affected. If it is, type fact %spersonal yes first. If not, press Client update and tell them something new.", inc.Whose(aff))
	}
	return nil
}

// Whose stands in front of an answer that is typed for one of several clients.
func (inc *Incident) Whose(aff *Affected) string {
	return map[bool]string{true: aff.Client.ID + " "}[len(inc.Clients) > 1]
}

// fitsAfter says whether a kind of aftercare fits: once the client has the last word. Times to talk, and a note to
// whoever received what was not meant for them, cannot wait for that.
func (inc *Incident) fitsAfter(aff *Affected, kind string) error {
	name := aff.Client.Name
	switch {
	case !aff.MayKnow():
		return fault.Errorf(fault.Conflict, "%s has not heard of this from us yet. Nothing was sent. Send the first notice: press Client update.", name)
	case aff.Client.Manner == client.Lawyer && update.KindOf(kind).Asks:
		return fault.Errorf(fault.Conflict, "Nothing was sent. The lawyer of %s writes, so nobody asks them how it goes. Facts and what was promised go on.", name)
	case !aff.Client.Manner.Calls() && kind == update.MeetingInvite:
		return fault.Errorf(fault.Conflict, "Nothing was sent. %s wants it in writing only, so no text offers them a call. Write what you would say.", name)
	case update.KindOf(kind).AnyTime:
		return nil
	case kind == update.NewDate && len(inc.Pledges(aff).Movable()) == 0:
		return fault.Errorf(fault.Conflict, "Nothing was sent: nothing is promised to %s for a later day, so there is no date to change.", name)
	case kind == update.OpenAnswer && aff.Owed(promise.Afterword) == nil:
		return fault.Errorf(fault.Conflict, "Nothing was sent: no answer to %s is open. If something is wrong now, declare a new incident.", name)
	case inc.State == Open && kind != update.NewDate: // that it comes later cannot wait
		return fault.Errorf(fault.Conflict, "Nothing was sent. %s is still open, and that text is for afterwards. Press Client update and tell %s something new.", inc.Name(), name)
	case aff.Owed(promise.Final) != nil:
		return fault.Errorf(fault.Conflict, "Nothing was sent. What %s expects now is the final message. Press Write the final message first.", name)
	}
	return nil
}

// fitsNotYours says whether a client may read that it is not theirs: if it is another's, and
// they have read that it is theirs. After that they read nothing more of it.
func (inc *Incident) fitsNotYours(aff *Affected, kind string) error {
	name := aff.Client.Name
	switch {
	case aff.Client.ID == AllClients:
		return fault.Errorf(fault.Conflict, "Nothing was sent: that is told to one client at a time. Choose whose it is not.")
	case kind != update.NotYours, aff.Leaving != nil && aff.Leaving.Text > 0:
		return fault.Errorf(fault.Conflict, "Nothing was sent. %s has heard that it is not theirs. If you have not called them yet, call them and record it with told.", name)
	case !aff.MayKnow():
		return fault.Errorf(fault.Conflict, "%s has not heard of this from us, so there is nothing to take back. Nothing was sent. To take them out, type not %s and why.", name, aff.Client.ID)
	}
	return inc.MayLose(aff)
}

// MayLose refuses to take out the last client.
func (inc *Incident) MayLose(aff *Affected) error {
	if slices.ContainsFunc(inc.Clients, func(one Affected) bool { return one.Client.ID != aff.Client.ID && one.Leaving == nil }) {
		return nil
	}
	end := "type cancel and why"
	if inc.Told() {
		end = "resolve it, and say there what it was"
	}
	return fault.Errorf(fault.Conflict, "Nothing was changed: %s is the only client of %s. If it is another’s, type not %s but, and the name of that client. If it is nobody’s, %s.", aff.Client.Name, inc.Name(), aff.Client.ID, end)
}
