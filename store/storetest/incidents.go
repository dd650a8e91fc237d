package storetest

import (
	"errors"
	"reflect"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/meeting"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/restore"
	"candor/incident/schedule"
)

var incidentCases = []testCase{
	{"an incident comes back as it was put", incidentRoundTrip},
	{"an unknown incident is an error for the person who asked", incidentUnknown},
	{"an incident without a number is refused", incidentWithoutNumber},
	{"what is returned belongs to the caller", incidentCopies},
	{"live incidents are listed oldest first until they are over", liveIncidents},
	{"the latest incidents are listed newest first, also those that are over", latestIncidents},
	{"the newest and the oldest that have a key are found, whatever else there is", foundByKey},
	{"the sum of a record is another one when it changes, and then alone", sumOfARecord},
	{"a key that goes takes its index entry along", keyGoes},
	{"a caller's calls are those of all live incidents but one", callsOfACaller},
	{"due incidents are listed by their wake, earliest first", dueIncidents},
	{"a wake that moves or goes takes its index entry along", wakeMoves},
	{"an incident is found by its channel", incidentByChannel},
	{"a new channel replaces the old one", channelChanges},
	{"an incident is found by the threads of its updates", incidentByThread},
	{"an incident is found by the channels that it has left", incidentByOldChannel},
	{"of two incidents in one channel the newest is found", channelTwice},
	{"numbers count from 1 and never repeat", newNumber},
	{"an update of a client comes back and can be changed", clientUpdates},
	{"the timeline is in order and of one incident", timelineOrder},
	{"a timeline entry is never overwritten", timelineNew},
	{"the program's last sign of life is kept", lastSeen},
	{"how the clock went on is kept", clockLeaps},
	{"that it was put back from a copy is kept, and numbers can be left out", restored},
}

func incidentRoundTrip(k *kit) {
	want := newIncident(7, 30)
	want.Title, want.Private = "“Ünïcode” \x00 <&>", true
	want.Checklist = []playbook.Item{{ID: "a", Text: "look"}}
	want.Since = time.Date(2026, 3, 2, 11, 59, 0, 123456789, time.UTC)
	k.update(func(tx records.Tx) error { return tx.PutIncident(want) })
	k.reopen()
	k.view(func(tx records.Tx) error {
		got, err := tx.Incident(7)
		if !reflect.DeepEqual(got, want) {
			k.Errorf("Incident(7) = %+v, want %+v", got, want)
		}
		return err
	})
}

func latestIncidents(k *kit) {
	k.update(func(tx records.Tx) error {
		over := newIncident(4, 30)
		over.State = incident.Closed
		over.Clients[0].Promises = nil
		return put(tx, newIncident(1, 30), newIncident(2, 30), over)
	})
	k.update(func(tx records.Tx) error { _, err := tx.NewNumber(); return err }) // and nothing came of it
	k.view(func(tx records.Tx) error {
		for n, want := range map[int][]int64{2: {4, 2}, 9: {4, 2, 1}} {
			list, err := tx.LatestIncidents(n)
			if got := numbers(list); err != nil || !slices.Equal(got, want) {
				k.Errorf("LatestIncidents(%d) = %v, %v, want %v", n, got, err, want)
			}
		}
		return nil
	})
}

func incidentUnknown(k *kit) {
	k.update(func(tx records.Tx) error { return put(tx, newIncident(1, 30)) })
	k.view(func(tx records.Tx) error {
		for _, n := range []int64{2, 0, -1} {
			inc, err := tx.Incident(n)
			k.notFound("Incident", err)
			if inc != nil {
				k.Errorf("Incident(%d) = %v beside its error, want nil", n, inc)
			}
		}
		return nil
	})
}

func incidentWithoutNumber(k *kit) {
	err := k.store.Update(k.Context(), func(tx records.Tx) error { return tx.PutIncident(newIncident(0, 30)) })
	if err == nil {
		k.Error("PutIncident took an incident with the number 0")
	}
}

func incidentCopies(k *kit) {
	k.update(func(tx records.Tx) error {
		mine := newIncident(1, 30)
		if err := tx.PutIncident(mine); err != nil {
			return err
		}
		mine.Roles[playbook.Commander] = "U0EVE" // after the put: not stored
		got, err := tx.Incident(1)
		if err != nil {
			return err
		}
		got.Roles[playbook.Commander] = "U0EVE" // changed and not put back
		return nil
	})
	k.view(func(tx records.Tx) error {
		got, err := tx.Incident(1)
		if err == nil && got.Roles[playbook.Commander] != "U0ANA" {
			k.Errorf("the commander became %s without a put", got.Roles[playbook.Commander])
		}
		return err
	})
}

// wantLive and the like read in a transaction of their own, as the program does.
func (k *kit) wantLive(want ...int64) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		list, err := tx.LiveIncidents()
		if got := numbers(list); !slices.Equal(got, want) {
			k.Errorf("LiveIncidents() = %v, want %v", got, want)
		}
		return err
	})
}

func callsOfACaller(k *kit) {
	k.update(func(tx records.Tx) error {
		for n, at := range map[int64]time.Time{1: at(60), 2: at(120), 3: at(180)} {
			inc := newIncident(n, 30)
			inc.Clients[0].Slots = []time.Time{at, at.Add(time.Hour)}
			if n == 3 {
				inc.Roles[playbook.Commander] = "U0BEN"
			}
			if err := tx.PutIncident(inc); err != nil {
				return err
			}
		}
		return nil
	})
	want := func(caller string, but int64, want ...time.Time) {
		k.Helper()
		k.view(func(tx records.Tx) error {
			got, err := tx.Calls(caller, but)
			if !slices.EqualFunc(got, want, time.Time.Equal) {
				k.Errorf("Calls(%q, %d) = %v, want %v", caller, but, got, want)
			}
			return err
		})
	}
	ana := meeting.Caller(newIncident(1, 30))
	want(ana, 0, at(60), at(120), at(120), at(180))
	want(ana, 2, at(60), at(120))
	want("U0BEN", 0, at(180), at(240))
	want("U0", 0)
	k.update(func(tx records.Tx) error {
		inc, err := tx.Incident(1)
		if err != nil {
			return err
		}
		end(inc, incident.Closed)
		return tx.PutIncident(inc)
	})
	want(ana, 2)
	k.reopen()
	want(ana, 0, at(120), at(180))
}

func (k *kit) wantDue(now time.Time, want ...int64) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		list, err := tx.DueIncidents(now)
		if got := numbers(list); !slices.Equal(got, want) {
			k.Errorf("DueIncidents(%s) = %v, want %v", now.Format(time.TimeOnly), got, want)
		}
		alone, numbersErr := tx.DueNumbers(now)
		if len(alone) != len(want) || len(want) > 0 && !slices.Equal(alone, want) {
			k.Errorf("DueNumbers(%s) = %v, want %v", now.Format(time.TimeOnly), alone, want)
		}
		return errors.Join(err, numbersErr)
	})
}

func (k *kit) wantIn(channel string, want int64) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		inc, err := tx.IncidentIn(channel)
		got := int64(0)
		if inc != nil {
			got = inc.Number
		}
		if got != want {
			k.Errorf("IncidentIn(%q) = INC-%d, want INC-%d (0 is none)", channel, got, want)
		}
		return err
	})
}

func (k *kit) wantWake(want time.Time) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		got, err := tx.NextWake()
		if !got.Equal(want) {
			k.Errorf("NextWake() = %s, want %s", got, want)
		}
		return err
	})
}

func liveIncidents(k *kit) {
	k.wantLive()
	list := []*incident.Incident{newIncident(300, 30), newIncident(2, 30), newIncident(1, 30), newIncident(256, 30)}
	k.update(func(tx records.Tx) error { return put(tx, list...) })
	k.wantLive(1, 2, 256, 300)

	list[1].State, list[1].Clients[0].NoPromise = incident.Resolved, "told by hand" // still live
	list[1].Clients[0].Promises = nil
	end(list[2], incident.Cancelled)
	end(list[0], incident.Closed)
	k.update(func(tx records.Tx) error { return put(tx, list...) })
	k.wantLive(2, 256)

	again := newIncident(300, 30)
	k.update(func(tx records.Tx) error { return put(tx, again) })
	k.reopen()
	k.wantLive(2, 256, 300)
}

func dueIncidents(k *kit) {
	k.wantWake(time.Time{})
	late, early, tie, over := newIncident(1, 40), newIncident(2, 20), newIncident(3, 40), newIncident(4, 10)
	end(over, incident.Closed)
	k.update(func(tx records.Tx) error { return put(tx, late, tie, early, over) })

	k.wantWake(early.Wake())
	k.wantDue(early.Wake().Add(-time.Nanosecond))
	k.wantDue(early.Wake(), 2)
	k.wantDue(late.Wake().Add(-time.Nanosecond), 2)
	k.wantDue(late.Wake().In(time.FixedZone("east", 3600)), 2, 1, 3)
	k.wantDue(at(600), 2, 1, 3)
	k.wantDue(time.Time{})
}

func wakeMoves(k *kit) {
	inc := newIncident(1, 20)
	k.update(func(tx records.Tx) error { return put(tx, inc, newIncident(2, 30)) })
	was := inc.Wake()

	inc.Clients[0].Promises[0].DueAt = at(120)
	k.update(func(tx records.Tx) error { return put(tx, inc) })
	k.wantDue(was)
	k.wantDue(at(600), 2, 1)
	k.wantWake(newIncident(2, 30).Wake())

	end(inc, incident.Closed)
	k.update(func(tx records.Tx) error { return put(tx, inc) })
	k.wantDue(at(600), 2)

	old := newIncident(3, -60*24*365*80) // long before 1970
	k.update(func(tx records.Tx) error { return put(tx, old) })
	k.wantDue(at(600), 3, 2)
	k.wantWake(old.Wake())
}

func inChannel(n int64, id string) *incident.Incident {
	inc := newIncident(n, 30)
	inc.Channel.ID = id
	return inc
}

func incidentByChannel(k *kit) {
	closed := inChannel(3, "C3")
	end(closed, incident.Closed)
	k.update(func(tx records.Tx) error {
		return put(tx, inChannel(1, "C1"), inChannel(2, "C12"), closed, newIncident(4, 30))
	})
	k.wantIn("C1", 1)
	k.wantIn("C12", 2)
	k.wantIn("C3", 3) // the channel of a closed incident is still its own
	k.wantIn("C", 0)
	k.wantIn("C123", 0)
	k.wantIn("", 0)
}

func incidentByThread(k *kit) {
	inc := inChannel(1, "C1")
	inc.Clients[0].Threads = []string{outbox.Place("C0ACME", "17.1"), outbox.Place("C0ACME", "17.12")}
	k.update(func(tx records.Tx) error { return put(tx, inc, inChannel(2, "C2")) })
	k.wantIn("C0ACME/17.1", 1)
	k.wantIn("C0ACME/17.12", 1)
	k.wantIn("C1", 1)
	k.wantIn("C0ACME", 0) // of the client, not of an incident
	k.wantIn("C0ACME/17", 0)
	inc.Clients[0].Threads = inc.Clients[0].Threads[:1]
	k.update(func(tx records.Tx) error { return put(tx, inc) })
	k.wantIn("C0ACME/17.12", 0)
}

func incidentByOldChannel(k *kit) {
	inc := inChannel(1, "C2")
	inc.Old = []incident.Left{{ID: "C1", At: inc.DeclaredAt}}
	k.update(func(tx records.Tx) error { return put(tx, inc) })
	k.wantIn("C1", 1)
	k.wantIn("C2", 1)
	k.update(func(tx records.Tx) error { return put(tx, inChannel(3, "C1")) }) // somebody else's by now
	k.wantIn("C1", 3)
}

func channelChanges(k *kit) {
	k.update(func(tx records.Tx) error { return put(tx, inChannel(1, "C1")) })
	k.update(func(tx records.Tx) error { return put(tx, inChannel(1, "C2")) })
	k.wantIn("C1", 0)
	k.wantIn("C2", 1)
	k.update(func(tx records.Tx) error { return put(tx, inChannel(1, "")) })
	k.wantIn("C2", 0)
}

func channelTwice(k *kit) {
	k.update(func(tx records.Tx) error { return put(tx, inChannel(9, "C1"), inChannel(10, "C1"), inChannel(8, "C1")) })
	k.wantIn("C1", 10)
	k.update(func(tx records.Tx) error { return put(tx, inChannel(10, "C2")) })
	k.wantIn("C1", 9)
}

func newNumber(k *kit) {
	got := make([]int64, 4)
	k.update(func(tx records.Tx) (err error) { // twice in one transaction, and without an incident that uses it
		if got[0], err = tx.NewNumber(); err != nil {
			return err
		}
		got[1], err = tx.NewNumber()
		return err
	})
	k.reopen()
	k.update(func(tx records.Tx) (err error) { got[2], err = tx.NewNumber(); return err })
	k.update(func(tx records.Tx) error { return put(tx, newIncident(7, 30)) }) // brought from elsewhere
	k.update(func(tx records.Tx) (err error) { got[3], err = tx.NewNumber(); return err })
	if want := []int64{1, 2, 3, 8}; !slices.Equal(got, want) {
		k.Errorf("NewNumber gave %v, want %v", got, want)
	}
}

func restored(k *kit) {
	want := func(want *restore.Mark) {
		k.Helper()
		k.view(func(tx records.Tx) error {
			got, err := tx.Restored()
			if !reflect.DeepEqual(want, got) {
				k.Errorf("Restored() = %v, want %v", got, want)
			}
			return err
		})
	}
	want(nil)
	mark := restore.Mark{AsOf: at(1).UTC(), At: at(2).UTC()}
	k.update(func(tx records.Tx) error { return tx.SetRestored(mark) })
	k.reopen()
	want(&mark)
	k.update(func(tx records.Tx) error { return tx.SkipNumbers(1000) })
	k.reopen()
	k.update(func(tx records.Tx) error {
		n, err := tx.NewNumber()
		if n != 1001 {
			k.Errorf("NewNumber() = %d after 1000 were skipped, want 1001", n)
		}
		return err
	})
}

// clockLeaps: how the clock went on outlives the program.
func clockLeaps(k *kit) {
	want := func(want schedule.Leaps) {
		k.Helper()
		k.view(func(tx records.Tx) error {
			got, err := tx.Leaps()
			if !slices.Equal(got, want) {
				k.Errorf("Leaps() = %v, want %v", got, want)
			}
			return err
		})
	}
	want(nil)
	two := schedule.Leaps{{From: at(5), To: at(600)}, {From: at(700), To: at(800)}}
	k.update(func(tx records.Tx) error { return tx.SetLeaps(two) })
	k.reopen()
	want(two)
	k.update(func(tx records.Tx) error { return tx.SetLeaps(two[:1]) }) // the clock went back behind one
	k.reopen()
	want(two[:1])
}

func lastSeen(k *kit) {
	want := func(want time.Time) {
		k.Helper()
		k.view(func(tx records.Tx) error {
			got, err := tx.LastSeen()
			if !got.Equal(want) {
				k.Errorf("LastSeen() = %s, want %s", got, want)
			}
			return err
		})
	}
	want(time.Time{})
	k.update(func(tx records.Tx) error { return tx.SetLastSeen(at(5)) })
	k.update(func(tx records.Tx) error { return tx.SetLastSeen(at(3)) }) // a clock may be set back
	k.reopen()
	want(at(3))
}
