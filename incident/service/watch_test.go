package service_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/fault"
	watch "candor/incident/night"
	"candor/incident/playbook"
)

// What cannot be meant is refused, and nothing is changed by it.
func TestWhatTheWatchRefuses(t *testing.T) {
	outside := people["cleo"]
	outside.InChannel = false
	sleep := func(hours time.Duration, on string) func(*desk) watch.Request {
		return func(d *desk) watch.Request {
			return watch.Request{Act: watch.GoodNight, Until: d.now.Add(hours * time.Hour), To: on}
		}
	}
	just := func(r watch.Request) func(*desk) watch.Request { return func(*desk) watch.Request { return r } }
	handed := func(act watch.Act) func(*desk) watch.Request { // Ana has asked Ben to take over
		return func(d *desk) watch.Request {
			inc := d.must(d.Watch(d.t.Context(), people["ana"], 1, watch.Request{Act: watch.HandOver, To: "U0BEN"}))
			return watch.Request{Act: act, N: inc.Watch.Handover.N}
		}
	}
	slept := func(act watch.Act, taken bool) func(*desk) watch.Request { // Ana sleeps, and Ben may have taken it
		return func(d *desk) watch.Request {
			inc := d.must(d.Watch(d.t.Context(), people["ana"], 1, sleep(8, "U0BEN")(d)))
			n := inc.Watch.Rests[0].N
			if taken {
				d.must(d.Watch(d.t.Context(), people["ben"], 1, watch.Request{Act: watch.Take, N: n}))
			}
			return watch.Request{Act: act, N: n}
		}
	}
	tests := []struct {
		name string
		who  incident.Actor
		what func(*desk) watch.Request
		code fault.Code
	}{
		{"nothing", people["ana"], just(watch.Request{}), fault.Invalid},
		{"a time that has passed", people["ana"], sleep(-1, ""), fault.Invalid},
		{"more than a day", people["ana"], sleep(25, ""), fault.Invalid},
		{"oneself while asleep", people["ana"], sleep(8, "U0ANA"), fault.Invalid},
		{"up without having slept", people["ana"], just(watch.Request{Act: watch.GetUp}), fault.Conflict},
		{"a handover to oneself", people["ana"], just(watch.Request{Act: watch.HandOver, To: "U0ANA"}), fault.Invalid},
		{"a handover of nothing", people["ben"], just(watch.Request{Act: watch.HandOver, To: "U0CLEO"}), fault.Conflict},
		{"a handover to whoever sleeps", people["ben"], func(d *desk) watch.Request {
			d.must(d.Edit(d.t.Context(), people["ana"], 1, incident.Details{Roles: map[playbook.Role]string{playbook.Tech: "U0BEN"}}))
			d.must(d.Watch(d.t.Context(), people["ana"], 1, sleep(8, "")(d)))
			return watch.Request{Act: watch.HandOver, To: "U0ANA"}
		}, fault.Invalid},
		{"what another is asked", people["cleo"], handed(watch.Take), fault.Denied},
		{"refusing what another is asked", people["cleo"], handed(watch.Refuse), fault.Denied},
		{"a night that is none", people["ben"], just(watch.Request{Act: watch.Take, N: 7}), fault.Conflict},
		{"what somebody has taken", people["cleo"], slept(watch.Take, true), fault.Conflict},
		{"refusing what somebody has taken", people["cleo"], slept(watch.Refuse, true), fault.Conflict},
		{"refusing one's own", people["ana"], slept(watch.Refuse, false), fault.Conflict},
		{"from outside", outside, slept(watch.Take, false), fault.Denied},
		{"refusing from outside", outside, slept(watch.Refuse, false), fault.Denied},
		{"a handover by whoever gave it away", people["ben"], func(d *desk) watch.Request {
			r := handed(watch.Take)(d)
			d.must(d.Edit(d.t.Context(), people["ana"], 1, incident.Details{Roles: map[playbook.Role]string{playbook.Commander: "U0CLEO"}}))
			return r
		}, fault.Conflict},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, withChannel, "ana", "ben", "cleo")
			d.declare("outage")
			r := tt.what(d)
			rev := d.incident().Rev
			if _, err := d.Watch(t.Context(), tt.who, 1, r); fault.CodeOf(err) != tt.code {
				t.Errorf("%v, want %v", err, tt.code)
			}
			if now := d.incident().Rev; now != rev {
				t.Errorf("it was refused, and the incident has revision %d, not %d", now, rev)
			}
		})
	}
}

// That somebody else cannot changes nothing for whoever was named.
func TestWhoWasNotAskedCannot(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben", "cleo")
	d.declare("outage")
	inc := d.must(d.Watch(t.Context(), people["ana"], 1, watch.Request{Act: watch.GoodNight, Until: d.now.Add(8 * time.Hour), To: "U0BEN"}))
	inc = d.must(d.Watch(t.Context(), people["cleo"], 1, watch.Request{Act: watch.Refuse, N: inc.Watch.Rests[0].N}))
	if rest := inc.Watch.Rests[0]; rest.Meanwhile() != "U0BEN" || len(rest.No) != 1 {
		t.Errorf("%s is asked, and %v cannot", rest.Meanwhile(), rest.No)
	}
}

// must is the incident after an act that was not refused.
func (d *desk) must(inc *incident.Incident, err error) *incident.Incident {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	return inc
}
