package rota

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
)

// people writes a list of ids as first names.
func people(list ...string) string {
	return strings.NewReplacer("U0ANA", "ana", "U0BEN", "ben", "U0CLEO", "cleo").Replace(strings.Join(list, " "))
}

// asleep is an incident that Ana runs, in which some have said good night.
func asleep(rests ...night.Rest) Rota {
	inc := &incident.Incident{State: incident.Open, Severity: 1, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Clients: []incident.Affected{{Client: client.Client{ID: "acme"}}}}
	r := Rota{Inc: inc, EscalateTo: []string{"U0BEN", "U0CLEO"}, Asleep: map[string]bool{}, Mute: map[string]bool{}}
	for _, rest := range rests {
		rest.Since, rest.Until = scheduletest.At(0), scheduletest.At(600)
		inc.Watch.Sleep(rest)
		r.Asleep[rest.Person] = true
	}
	return r
}

// alone leaves Ben alone on the list.
func alone(r Rota) Rota {
	r.EscalateTo = r.EscalateTo[:1]
	return r
}

// Who is mentioned and who gets a direct message, and so is rung from “too late” on.
func TestWhoIsAsked(t *testing.T) {
	ana, onBen := night.Rest{Person: "U0ANA"}, night.Rest{Person: "U0ANA", On: "U0BEN"}
	untaken := night.Rest{Person: "U0ANA", On: "U0BEN", Choice: night.Choice{Untaken: true}}
	ben := night.Rest{Person: "U0BEN"}
	cannot := night.Rest{Person: "U0ANA", On: "U0BEN", No: []string{"U0BEN"}}
	tests := []struct {
		name              string
		rota              Rota
		rung              outbox.Rung
		all               bool
		mentioned, direct string
	}{
		{"everybody is up, soon", asleep(), outbox.Soon, false, "ana", ""},
		{"everybody is up, due", asleep(), outbox.Due, false, "ana", "ana"},
		{"everybody is up, late", asleep(), outbox.TooLate, false, "ana ben", "ben"},
		{"everybody is up, later", asleep(), outbox.Everybody, false, "ana ben", "ana ben"},

		{"Ben is on it, soon", asleep(onBen), outbox.Soon, false, "ben", ""},
		{"Ben is on it, due", asleep(onBen), outbox.Due, false, "ben", "ben"},
		{"Ben is on it, late", asleep(onBen), outbox.TooLate, false, "ben cleo", "cleo"},
		{"Ben is on it, later", asleep(onBen), outbox.Everybody, false, "ben", "ben"},
		{"Ben is on it, later, and she chose to be rung", asleep(untaken), outbox.Everybody, false, "ana ben", "ana ben"},
		{"Ben is on it, an hour late", asleep(onBen), outbox.Everybody, true, "ana ben cleo", "ana ben cleo"},
		{"Ben cannot", asleep(cannot), outbox.Due, false, "ben", "ben"},

		{"nobody is on it: the next on the list is asked", asleep(ana), outbox.Soon, false, "ben", ""},
		{"nobody is on it, late", asleep(ana), outbox.TooLate, false, "ben cleo", "cleo"},
		{"Ben alone is on the list, late", alone(asleep(ana)), outbox.TooLate, false, "ben", "ben"},
		{"Ben sleeps too: Cleo is asked", asleep(ana, ben), outbox.Due, false, "cleo", "cleo"},
		{"Ben sleeps: the list passes him over", asleep(ben), outbox.TooLate, false, "ana cleo", "cleo"},
		{"all sleep: whoever keeps it", asleep(ana, ben, night.Rest{Person: "U0CLEO"}), outbox.Due, false, "ana", "ana"},
		{"all sleep, late: the next is woken, nobody else is left", asleep(ana, ben, night.Rest{Person: "U0CLEO"}), outbox.TooLate, false, "ana ben", "ben"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mentioned, direct := tt.rota.Asked(Rung{Promise: &promise.Promise{Kind: promise.Update}, Rung: tt.rung, All: tt.all})
			if people(mentioned...) != tt.mentioned || people(direct...) != tt.direct {
				t.Errorf("mentions %s and asks %s, want %s and %s", people(mentioned...), people(direct...), tt.mentioned, tt.direct)
			}
		})
	}
}

// Who is rung before a promise is late, while whoever keeps it sleeps.
func TestWhoIsRungBeforeItIsLate(t *testing.T) {
	rest := func(on string, c night.Choice) night.Rest { return night.Rest{Person: "U0ANA", On: on, Choice: c} }
	untaken, wished := night.Choice{Untaken: true}, night.Choice{Wished: true}
	tests := []struct {
		name string
		rota Rota
		call bool   // the client asked for a call
		mute string // whose phones cannot ring
		want string
	}{
		{"she chose it", asleep(rest("U0BEN", untaken)), false, "", "ana"},
		{"she chose it, and her phone cannot ring", asleep(rest("U0BEN", untaken)), false, "ana", "ben"},
		{"she did not: who is on it", asleep(rest("U0CLEO", night.Choice{})), false, "", "cleo"},
		{"who is on it cannot be rung: the next", asleep(rest("U0CLEO", night.Choice{})), false, "cleo", "ben"},
		{"nobody is on it: the next on the list", asleep(rest("", night.Choice{})), false, "", "ben"},
		{"who is on it sleeps: the next", asleep(rest("U0BEN", night.Choice{}), night.Rest{Person: "U0BEN"}), false, "", "cleo"},
		{"nobody else can be rung: she is", asleep(rest("", night.Choice{})), false, "ben cleo", "ana"},
		{"everybody sleeps: she is", asleep(rest("", night.Choice{}), night.Rest{Person: "U0BEN"}, night.Rest{Person: "U0CLEO"}), false, "", "ana"},
		{"no phone can ring: she is asked", asleep(rest("", untaken)), false, "ana ben cleo", "ana"},
		{"a call, and she chose that", asleep(rest("U0BEN", wished)), true, "", "ana"},
		{"a call, and she did not", asleep(rest("U0BEN", night.Choice{})), true, "", "ben"},
		{"no call, and she chose only that", asleep(rest("U0BEN", wished)), false, "", "ben"},
		{"a call is nothing to take either", asleep(rest("U0BEN", untaken)), true, "", "ana"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, user := range []string{"U0ANA", "U0BEN", "U0CLEO"} {
				tt.rota.Mute[user] = strings.Contains(tt.mute, people(user))
			}
			if got := people(tt.rota.Guard(&promise.Promise{Kind: promise.Update, Wished: tt.call})); got != tt.want {
				t.Errorf("%s is rung, want %s", got, tt.want)
			}
		})
	}
}

// Who calls a client back that asks for it at night.
func TestWhoCallsBack(t *testing.T) {
	for _, tt := range []struct {
		name string
		rota Rota
		mute string
		want string
	}{
		{"she is up", asleep(), "", "ana"},
		{"she chose it", asleep(night.Rest{Person: "U0ANA", Choice: night.Choice{Wished: true}}), "", "ana"},
		{"she did not", asleep(night.Rest{Person: "U0ANA", On: "U0CLEO", Choice: night.Choice{Untaken: true}}), "", "cleo"},
		{"nobody is on it", asleep(night.Rest{Person: "U0ANA"}), "", "ben"},
		{"nobody else can be rung", asleep(night.Rest{Person: "U0ANA"}), "ben cleo", "ana"},
	} {
		for _, user := range []string{"U0BEN", "U0CLEO"} {
			tt.rota.Mute[user] = strings.Contains(tt.mute, people(user))
		}
		if got := people(tt.rota.CallsBack("U0ANA")); got != tt.want {
			t.Errorf("%s: %s calls, want %s", tt.name, got, tt.want)
		}
	}
}

// What somebody has to answer and others may is asked of whoever is up and has a role;
// those of whom any may answer are asked in their order, who sleeps last.
func TestOthersAnswerForWhoSleeps(t *testing.T) {
	ana, ben, cleo := night.Rest{Person: "U0ANA", On: "U0CLEO"}, night.Rest{Person: "U0BEN"}, night.Rest{Person: "U0CLEO"}
	with := func(r Rota, roles map[playbook.Role]string) Rota {
		for role, user := range roles {
			r.Inc.Roles[role] = user
		}
		return r
	}
	tech := map[playbook.Role]string{playbook.Tech: "U0BEN"}
	for _, tt := range []struct {
		name                   string
		rota                   Rota
		answers, first, beside string // for Ana, of all three, and of it that Ana cannot be reached
	}{
		{"everybody is up", with(asleep(), tech), "ana", "ana ben cleo", "ben"},
		{"she sleeps: Ben has a role, Cleo who is on it has none yet", with(asleep(ana), tech), "ben", "ben cleo ana", "cleo"},
		{"she sleeps, and nobody else has a role", asleep(ana), "ana", "ben cleo ana", "cleo"},
		{"Ben sleeps too", with(asleep(ana, ben), tech), "ana", "cleo ana ben", "cleo"},
		{"only Ben sleeps", with(asleep(ben), tech), "ana", "ana cleo ben", "cleo"},
		{"all sleep", with(asleep(ana, ben, cleo), tech), "ana", "ana ben cleo", "cleo"},
	} {
		if got := people(tt.rota.Answers("U0ANA")); got != tt.answers {
			t.Errorf("%s: %s answers, want %s", tt.name, got, tt.answers)
		}
		if got := people(tt.rota.AwakeFirst([]string{"U0ANA", "U0BEN", "U0CLEO"})...); got != tt.first {
			t.Errorf("%s: asked in the order %s, want %s", tt.name, got, tt.first)
		}
		if got := people(tt.rota.Beside("U0ANA")); got != tt.beside {
			t.Errorf("%s: %s hears that she cannot be reached, want %s", tt.name, got, tt.beside)
		}
	}
	lone := asleep()
	lone.EscalateTo = nil
	if got := lone.Beside("U0ANA"); got != "U0ANA" {
		t.Errorf("all alone: %s, want herself", got)
	}
}

// Who cannot be on it is followed by the next who is up and has not said so, too.
func TestWhoIsAskedInstead(t *testing.T) {
	ana, cleo := night.Rest{Person: "U0ANA", On: "U0BEN"}, night.Rest{Person: "U0CLEO"}
	for _, tt := range []struct {
		name string
		rota Rota
		no   []string
		want string
	}{
		{"Ben cannot", asleep(ana), []string{"U0BEN"}, "cleo"},
		{"Ben cannot, and Cleo sleeps", asleep(ana, cleo), []string{"U0BEN"}, ""},
		{"neither can", asleep(ana), []string{"U0BEN", "U0CLEO"}, ""},
		{"nobody else is there", alone(asleep(ana)), []string{"U0BEN"}, ""},
	} {
		rest := tt.rota.Inc.Watch.Rest("U0ANA")
		rest.No = tt.no
		if got := people(tt.rota.Instead(rest)); got != tt.want {
			t.Errorf("%s: %q is asked, want %q", tt.name, got, tt.want)
		}
	}
}

// What is late in days goes round all who can see to it, whoever is in charge first and again:
// also where everybody has a role.
func TestWhoIsAskedOfWhatIsLateInDays(t *testing.T) {
	for _, tt := range []struct {
		name  string
		roles playbook.Crew
		want  string
	}{
		{"everybody has a role", playbook.Crew{playbook.Commander: "U0ANA", playbook.Tech: "U0BEN", playbook.Account: "U0CLEO"}, "ana ben ana ben ana"},
		{"Ben has none", playbook.Crew{playbook.Commander: "U0ANA", playbook.Account: "U0CLEO"}, "ana ben ana ben ana"},
		{"Ana has them all", playbook.Crew{playbook.Commander: "U0ANA"}, "ben cleo ben cleo ben"},
	} {
		r := asleep()
		r.Inc.Roles = tt.roles
		p := &promise.Promise{Kind: promise.Review}
		var asked []string
		for range 5 {
			asked = append(asked, r.InDays(p, promise.TheNextPerson))
			p.Rung = promise.TheNextPerson
		}
		if got := people(asked...); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
