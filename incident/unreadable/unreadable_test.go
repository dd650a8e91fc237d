package unreadable_test

import (
	"encoding/hex"
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/unreadable"
)

// An incident that waits for its channel gets one although the record that was to open it
// cannot be read; one that has its channel gets no second one.
func TestAChannelIsOpenedAnewOnlyWhereThereIsNone(t *testing.T) {
	for _, opened := range []bool{false, true} {
		b := servicetest.New(t, servicetest.Setup{
			Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}},
			People:  []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}},
			Damaged: true,
		})
		ana := incident.Actor{ID: "U0ANA", Name: "Ana Ruiz", Team: "T0", Home: "T0"}
		if _, err := b.Declare(t.Context(), ana, service.Declaration{Client: "acme", Kind: b.UsualKind(), Impact: "booking is slow", Severity: 3}); err != nil {
			t.Fatal(err)
		}
		if opened {
			b.Work()
		}
		again := false
		b.Must(b.Store.Update(t.Context(), func(tx records.Tx) error {
			inc, err := tx.Incident(1)
			if err != nil {
				return err
			}
			d := damage.Record{Ref: "deliveries/" + hex.EncodeToString([]byte(inc.OpenKey())), Kind: damage.DeliveryRecord, Key: inc.OpenKey()}
			if err := unreadable.SetAside(&b.Firm, tx, d, b.Now()); err != nil {
				return err
			}
			_, err = tx.Delivery(inc.Name() + "/" + incident.ChannelKey + "/anew")
			again = err == nil
			return nil
		}))
		if again == opened {
			t.Errorf("it has a channel: %t; one is opened: %t", opened, again)
		}
	}
}

// People are told of all at once, each again an hour later; what is found next waits a
// minute after that.
func TestWhenPeopleAreToldOfWhatCannotBeRead(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 10, 14, minute, 0, 0, time.UTC) }
	told := func(minutes ...int) (list []damage.Record) {
		for _, m := range minutes {
			list = append(list, damage.Record{ToldAt: at(m)})
		}
		return list
	}
	for name, tt := range map[string]struct {
		list []damage.Record
		want time.Time
	}{
		"nothing":             {nil, time.Time{}},
		"it was told":         {told(0), at(60)},
		"the first of two":    {told(5, 0), at(60)},
		"one is new":          {append(told(0), damage.Record{}), at(1)},
		"one, after another":  {append(told(0, 30), damage.Record{}), at(31)},
		"new, in front of it": {slices.Concat([]damage.Record{{}}, told(30)), at(31)},
	} {
		if got := unreadable.Due(tt.list); !got.Equal(tt.want) {
			t.Errorf("%s: told at %s, want %s", name, got, tt.want)
		}
	}
	if got := unreadable.Due([]damage.Record{{}}); got.After(at(0)) {
		t.Errorf("the first one waits until %s", got)
	}
}
