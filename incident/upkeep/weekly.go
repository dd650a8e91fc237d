package upkeep

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/lookup"
	"candor/incident/morning"
	"candor/incident/outbox"
	"candor/incident/proof"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/sheet"
	"candor/incident/view"
	"candor/incident/work"
)

// How long after its time a message still helps: that of a morning, and a task.
const (
	morningHours = 8 * time.Hour
	trialHours   = 6 * time.Hour
)

// A gap is asked about in a message of the morning. Where nobody has one it is asked so long
// after these, and not later in the day than this.
const (
	alone  = 10 * time.Minute
	latest = 12 * time.Hour
)

// Bring asks what is due at now: about a gap in the morning, once a week; on Fridays that
// a copy be put back. While an incident is open it asks nothing.
func Bring(f *firm.Firm, tx records.Tx, now time.Time) error {
	w, err := weekOf(f, tx, now)
	if err != nil || w.busy {
		return err
	}
	for _, bring := range []func() error{w.bringGap, w.bringFailed, w.bringTrial} {
		if err := bring(); err != nil {
			return err
		}
	}
	return nil
}

// Next is when Bring has to look again; zero if nobody could be asked anything.
func Next(f *firm.Firm, tx records.Tx, now time.Time) (next time.Time, err error) {
	w, err := weekOf(f, tx, now)
	if err != nil {
		return next, err
	}
	if w.gap() != nil && !w.owing {
		next = w.nextMorning()
	}
	for _, s := range w.sheets {
		if to := w.hears(s); to != "" {
			again := w.saysAgain(s, to)
			if !again.After(now) { // as soon as no incident is open
				again = w.office(f.Zone(tx, to)).After(now)
			}
			next = schedule.Sooner(next, again)
		}
	}
	if user := w.turn(trialAsked); user != "" && proof.Next(firm.Tried(w.sheets), now) != nil {
		next = schedule.Sooner(next, proof.NextWeek(now, f.Zone(tx, user)))
	}
	return next, nil
}

// week is what the questions of a week are made of.
type week struct {
	f      *firm.Firm
	tx     records.Tx
	now    time.Time
	sheets []view.Sheet
	busy   bool // an incident is not closed yet
	owing  bool // something is still owed after one
}

func weekOf(f *firm.Firm, tx records.Tx, now time.Time) (w week, err error) {
	w = week{f: f, tx: tx, now: now, busy: tx.Any(lookup.Ongoing), owing: tx.Any(lookup.Unsettled)}
	w.sheets, err = f.Sheets(tx)
	return w, err
}

// asked is who of the team was asked something about a client, and when.
type asked func(view.Sheet) (user string, at time.Time)

func gapAsked(s view.Sheet) (string, time.Time)   { return s.Kept.AskedOf, s.Kept.AskedAt }
func trialAsked(s view.Sheet) (string, time.Time) { return s.Kept.Proof.AskedOf, s.Kept.Proof.AskedAt }

// turn is whose turn it is: of the people of the team the one who was asked longest ago.
func (w week) turn(by asked) string {
	var team []string
	for _, p := range w.f.Roster().Staff() {
		team = append(team, p.Slack)
	}
	for _, user := range w.f.Roster().EscalateTo {
		team = fault.AppendNew(team, user)
	}
	if len(team) == 0 {
		return ""
	}
	last := map[string]time.Time{}
	for _, s := range w.sheets {
		user, at := by(s)
		last[user] = schedule.Later(last[user], at)
	}
	return slices.MinFunc(team, func(a, b string) int { return last[a].Compare(last[b]) })
}

// newest is when anybody was last asked.
func (w week) newest(by asked) (at time.Time) {
	for _, s := range w.sheets {
		_, t := by(s)
		at = schedule.Later(at, t)
	}
	return at
}

// gap is what is asked next: of the clients whose sheet has a gap the one that was asked
// about longest ago. nil: nothing is.
func (w week) gap() *view.Gap {
	var first *view.Sheet
	for i := range w.sheets {
		s := &w.sheets[i]
		if s.Kept.NextGap(s.Text).ID != "" && (first == nil || s.Kept.AskedAt.Before(first.Kept.AskedAt)) {
			first = s
		}
	}
	if first == nil || w.turn(gapAsked) == "" {
		return nil
	}
	return &view.Gap{Client: first.Client, Field: first.Kept.NextGap(first.Text)}
}

// nextMorning is when a gap is asked about alone: in the first week in which none was.
func (w week) nextMorning() time.Time {
	zone := w.f.Zone(w.tx, w.turn(gapAsked))
	at := w.office(zone).Of(w.now)
	for !at.Add(alone).After(w.now) || sameWeek(at, w.newest(gapAsked), zone) {
		at = w.office(zone).After(at)
	}
	return at.Add(alone)
}

// office is where somebody with that clock works.
func (w week) office(zone *time.Location) morning.Office {
	return morning.Office{Zone: zone, Off: w.f.Roster().Holidays}
}

func sameWeek(a, b time.Time, zone *time.Location) bool {
	yearA, weekA := schedule.FieldsOf(a, zone).ISOWeek()
	yearB, weekB := schedule.FieldsOf(b, zone).ISOWeek()
	return yearA == yearB && weekA == weekB
}

// bringGap asks about a gap in a message of its own, where nobody had one of the morning
// in which to ask. While something is still owed after an incident somebody will: nobody
// gets a message more for that.
func (w week) bringGap() error {
	g := w.gap()
	if g == nil || w.owing {
		return nil
	}
	user := w.turn(gapAsked)
	zone := w.f.Zone(w.tx, user)
	fields := schedule.FieldsOf(w.now, zone)
	if w.now.Before(w.office(zone).Of(w.now).Add(alone)) || fields.Sub(schedule.Midnight(fields)) >= latest || w.askedIn(zone) {
		return nil
	}
	d := Morning(user, w.now, zone)
	d.Key += "/sheet" // another one may have left
	d.Lane, d.Data.Sheet = d.Key, gapKey(g.Client.ID, g.Field.ID)
	if err := work.Enqueue(w.tx, d); err != nil {
		return err
	}
	return w.noteGap(*g, user)
}

// askedIn says whether a gap was asked about in this week.
func (w week) askedIn(zone *time.Location) bool { return sameWeek(w.now, w.newest(gapAsked), zone) }

func (w week) noteGap(g view.Gap, user string) error {
	k, err := w.tx.Kept(g.Client.ID)
	if err != nil {
		return err
	}
	k.AskedAt, k.Asked, k.AskedOf = w.now, g.Field.ID, user
	return w.tx.PutKept(k)
}

// Ride puts a gap into a message of the morning that leaves now, if none was asked about in
// this week, and returns it; nil if the message asks about none.
func Ride(f *firm.Firm, tx records.Tx, d *outbox.Delivery, now time.Time) (*view.Gap, error) {
	if d.Data.Sheet != "" || d.Data.User != "" || d.Kind != outbox.Morning {
		return gapOf(f, tx, d)
	}
	w, err := weekOf(f, tx, now)
	if err != nil || w.busy {
		return nil, err
	}
	g := w.gap()
	if g == nil || w.askedIn(f.Zone(tx, d.To)) {
		return nil, nil
	}
	d.Data.Sheet = gapKey(g.Client.ID, g.Field.ID)
	return g, w.noteGap(*g, d.To)
}

// Morning is the message of a day for a person: what they owe in days, and a gap. It belongs
// to no incident.
func Morning(user string, at time.Time, zone *time.Location) outbox.Delivery {
	key := outbox.MorningKey(morning.Date(at, zone), user)
	return outbox.Delivery{Key: key, Kind: outbox.Morning, Lane: key, To: user, State: outbox.Waiting, QueuedAt: at, NotTill: at, Expires: at.Add(morningHours)}
}

// gapKey names a field of a client's sheet.
func gapKey(client, field string) string { return client + "/" + field }

// gapOf is the gap about which a message of a morning asks; nil if it asks about none, if
// that was answered since, or while an incident is open.
func gapOf(f *firm.Firm, tx records.Tx, d *outbox.Delivery) (*view.Gap, error) {
	id, field, ok := strings.Cut(d.Data.Sheet, "/")
	if !ok {
		return nil, nil
	}
	if tx.Any(lookup.Ongoing) {
		return nil, nil
	}
	l, err := f.Lookup(tx, id)
	if err != nil || l == nil {
		return nil, records.UnlessLost(err)
	}
	s, err := f.SheetOf(tx, &l.Client)
	if err != nil || s.Text[field] != "" || slices.Contains(s.Kept.Skipped, field) {
		return nil, err
	}
	return &view.Gap{Client: l.Client, Field: sheet.FieldOf(field)}, nil
}

// bringTrial asks one person that a copy of one client's data be put back, on Fridays.
func (w week) bringTrial() error {
	user := w.turn(trialAsked)
	if user == "" {
		return nil
	}
	zone := w.f.Zone(w.tx, user)
	friday, asks := proof.Week(w.now, zone)
	tried := firm.Tried(w.sheets)
	if !asks || !w.office(zone).Open(w.now).Equal(w.now) || slices.ContainsFunc(tried, func(c proof.Client) bool { return c.Week == friday }) {
		return nil
	}
	next := proof.Next(tried, w.now)
	if next == nil {
		return nil
	}
	k, err := w.tx.Kept(next.ID)
	if err != nil {
		return err
	}
	k.Proof.AskedAt, k.Proof.AskedOf, k.Proof.Week = w.now, user, friday
	if err := w.tx.PutKept(k); err != nil {
		return err
	}
	return work.Enqueue(w.tx, trialTask(*k, w.now))
}

func trialTask(k sheet.Kept, now time.Time) outbox.Delivery {
	key := outbox.Trial + "/" + k.Proof.Week
	return outbox.Delivery{Key: key, Kind: outbox.Trial, Lane: key, To: k.Proof.AskedOf, State: outbox.Waiting, QueuedAt: now, NotTill: now, Expires: now.Add(trialHours), Data: outbox.Payload{Sheet: k.Client}}
}

// goesOn is how long a backup may fail until it is said once more, and to another.
const goesOn = 7 * 24 * time.Hour

// hears is who is told next that the backup of a client still cannot be restored: in turn all of
// the team but who found it; "" if it can, or nobody else is there.
func (w week) hears(s view.Sheet) string {
	r := s.Kept.Proof
	if !r.Failed || s.Client.Backups.Who() != client.BackupsOurs {
		return ""
	}
	list := slices.Clone(w.f.Roster().EscalateTo)
	for _, p := range w.f.Roster().Staff() {
		list = fault.AppendNew(list, p.Slack)
	}
	if others := slices.DeleteFunc(slices.Clone(list), func(user string) bool { return user == r.By }); len(others) > 0 {
		list = others
	}
	if len(list) == 0 {
		return ""
	}
	return list[(slices.Index(list, r.ToldOf)+1)%len(list)]
}

// saysAgain is when they are.
func (w week) saysAgain(s view.Sheet, to string) time.Time {
	r := s.Kept.Proof
	return w.office(w.f.Zone(w.tx, to)).Open(schedule.Later(r.ToldAt, r.At).Add(goesOn))
}

// bringFailed tells one of the team, once a week, of each client whose backup could not be restored
// and of which nobody has seen since that it can: a failure that goes on is no news, and still one.
func (w week) bringFailed() error {
	for _, s := range w.sheets {
		to := w.hears(s)
		if to == "" || w.now.Before(w.saysAgain(s, to)) || !w.office(w.f.Zone(w.tx, to)).Open(w.now).Equal(w.now) {
			continue
		}
		k, err := w.tx.Kept(s.Client.ID)
		if err != nil {
			return err
		}
		k.Proof.ToldAt, k.Proof.ToldOf = w.now, to
		if err := cmp.Or(w.tx.PutKept(k), work.Enqueue(w.tx, failedTrial(*k, to, w.now))); err != nil {
			return err
		}
	}
	return nil
}

// failedTrial tells another of the team that a client has no backup that works, or has one again:
// what one person knows is mended when that person has time.
func failedTrial(k sheet.Kept, to string, now time.Time) outbox.Delivery {
	d := trialTask(k, now)
	d.Key += "/failed/" + k.Client + "/" + now.UTC().Format("20060102T150405Z")
	d.Lane, d.To, d.Data.Failed = d.Key, to, true
	return d
}

// answered lets the message with the newest task say what became of it.
func answered(tx records.Tx, k sheet.Kept, now time.Time) error {
	if k.Proof.Week == "" {
		return nil
	}
	task := trialTask(k, now)
	target, err := tx.Delivery(task.Key)
	if err != nil || target.State != outbox.Delivered || target.Data.Sheet != k.Client {
		if fault.CodeOf(err) == fault.NotFound {
			return nil
		}
		return records.UnlessLost(err)
	}
	d := task
	d.Kind, d.Target, d.Key = outbox.TrialSaid, task.Key, task.Key+"/said/"+now.UTC().Format("20060102T150405Z")
	return work.Enqueue(tx, d)
}

// ClaimTrial claims the message about a task, with how it stands. The task is not sent once
// somebody has done it, and not while an incident is open.
func ClaimTrial(f *firm.Firm, tx records.Tx, d *outbox.Delivery, now time.Time) (*view.Lease, error) {
	v := view.View{Now: now}
	w, err := weekOf(f, tx, now)
	if err != nil {
		return nil, err
	}
	for _, s := range w.sheets {
		if s.Client.ID == d.Data.Sheet {
			v.Trial = &view.Trial{Client: s.Client, Record: s.Kept.Proof, Count: proof.CountOf(firm.Tried(w.sheets), now)}
		}
	}
	nothing := v.Trial == nil || v.Trial.Client.Backups.Who() != client.BackupsOurs
	if d.Kind == outbox.Trial {
		nothing = nothing || w.busy && !bool(d.Data.Failed) || v.Trial.Record.At.After(d.QueuedAt)
	}
	if d.Target != "" {
		if v.Target, err = tx.Delivery(d.Target); err != nil {
			return nil, err
		}
	}
	return f.ClaimApart(tx, d, v, nothing)
}
