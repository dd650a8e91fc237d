package storetest

import (
	"reflect"
	"slices"
	"time"

	"candor/incident/client"
	"candor/incident/records"
	"candor/incident/schedule"
)

var profileCases = []testCase{
	{"a client comes back as it was put", profileRoundTrip},
	{"a client that is put again replaces itself", profileAgain},
	{"an unknown client is none, without an error", profileUnknown},
	{"a client without an id is refused", profileWithoutID},
	{"clients are listed by their ids, those that are archived too", profileList},
	{"a client that is removed is gone, and only that one", profileRemoved},
}

// newProfile has something in every field, so that none can be lost.
func newProfile(id string) *client.Profile {
	return &client.Profile{
		Client: client.Client{
			ID: id, Name: "“Ünïcode” \x00 <&>", Aliases: []string{"Acme"}, Service: "Acme online shop",
			Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example", Phone: "+44 20 7946 0002"}},
			TimeZone: "Europe/London", Hours: schedule.Hours{Days: []time.Weekday{time.Sunday, time.Monday}, Opens: 8 * time.Hour, Closes: 24 * time.Hour},
			Holidays: []string{"2026-12-25"}, Night: client.NightWorst, Cadence: map[client.Severity]client.Rhythm{1: {First: time.Minute}},
			Slack: "C0ACME", Email: true, Webhook: &client.Webhook{URL: "https://acme.example/hook", Secret: "whsec_abc"}, Optional: []string{client.ViaEmail},
			Approval:  client.Approval{Rule: client.ApprovalNamed, People: []string{"U0BEN"}},
			Technical: true, Automatic: true, Domains: []string{"acme.example"}, Tags: []string{"web-3"},
		},
		Archived: true,
		History:  []client.Edit{{At: at(1), By: "U0ANA", What: "Made."}},
	}
}

func (k *kit) putProfiles(list ...*client.Profile) {
	k.Helper()
	k.update(func(tx records.Tx) error {
		for _, p := range list {
			if err := tx.PutProfile(p); err != nil {
				return err
			}
		}
		return nil
	})
}

// profile reads one, in a transaction of its own.
func (k *kit) profile(id string) (p *client.Profile) {
	k.Helper()
	k.view(func(tx records.Tx) (err error) {
		p, err = tx.Profile(id)
		return err
	})
	return p
}

func (k *kit) wantProfiles(want ...string) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		list, err := tx.Profiles()
		var got []string
		for _, p := range list {
			got = append(got, p.Client.ID)
		}
		if !slices.Equal(got, want) {
			k.Errorf("Profiles() = %q, want %q", got, want)
		}
		return err
	})
}

func profileRoundTrip(k *kit) {
	want := newProfile("acme")
	k.putProfiles(want)
	k.reopen()
	if got := k.profile("acme"); !reflect.DeepEqual(got, want) {
		k.Errorf("Profile(acme) = %+v, want %+v", got, want)
	}
}

func profileAgain(k *kit) {
	k.putProfiles(newProfile("acme"))
	again := newProfile("acme")
	again.Client.Name, again.Archived, again.Client.Webhook = "Acme", false, nil
	k.putProfiles(again)
	if got := k.profile("acme"); !reflect.DeepEqual(got, again) {
		k.Errorf("Profile(acme) = %+v, want %+v", got, again)
	}
	k.wantProfiles("acme")
}

func profileUnknown(k *kit) {
	k.putProfiles(newProfile("acme"))
	for _, id := range []string{"acm", "acme2", "ACME", ""} {
		if p := k.profile(id); p != nil {
			k.Errorf("Profile(%q) = %+v, want nil", id, p)
		}
	}
}

func profileWithoutID(k *kit) {
	if err := k.store.Update(k.Context(), func(tx records.Tx) error { return tx.PutProfile(newProfile("")) }); err == nil {
		k.Error("PutProfile took a client without an id")
	}
}

func profileList(k *kit) {
	k.wantProfiles()
	k.putProfiles(newProfile("globex"), newProfile("acme"), newProfile("acme-2"))
	k.reopen()
	k.wantProfiles("acme", "acme-2", "globex")
}

func profileRemoved(k *kit) {
	k.putProfiles(newProfile("acme"), newProfile("acme-2"))
	k.update(func(tx records.Tx) error {
		for _, id := range []string{"acme", "nobody", ""} {
			if err := tx.RemoveProfile(id); err != nil {
				return err
			}
		}
		return nil
	})
	k.wantProfiles("acme-2")
	if p := k.profile("acme"); p != nil {
		k.Errorf("Profile(acme) = %+v after it was removed", p)
	}
}
