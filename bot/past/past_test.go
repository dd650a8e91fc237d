package past

import (
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/schedule/scheduletest"
	"candor/incident/service/servicetest"
	"candor/incident/view"
)

func TestWhatIsLookedForStandsInTheIncident(t *testing.T) {
	inc := &incident.Incident{Number: 17, Title: "Checkout is down", Impact: "visitors cannot pay", Kind: "outage", Clients: []incident.Affected{
		{Client: client.Client{ID: "acme", Name: "Acme Shop", Aliases: []string{"The Shop"}}},
		{Client: client.Client{ID: "globex", Name: "Globex Travel"}, Impact: "booking fails"},
	}}
	for query, want := range map[string]bool{
		"": true, "  ": true, "acme": true, "ACME": true, "checkout": true, "pay visitors": true, "the shop": true, "booking": true, "travel outage": true,
		"inc-17": true, "INC-17 acme": true, "inc-1": false, "inc-171": false, "acme search": false, "initech": false,
	} {
		if got := Matches(inc, query); got != want {
			t.Errorf("%q is found: %t, want %t", query, got, want)
		}
	}
}

func TestWhatIsAskedOfTheFigures(t *testing.T) {
	for _, tt := range []struct{ text, client, month, wrong string }{
		{"", "", "all time", ""},
		{"acme", "acme", "all time", ""},
		{"Acme Shop 2026-03", "Acme Shop", "March 2026", ""},
		{"2026-03", "", "March 2026", ""},
		{"2026-13", "", "", "“2026-13” is not a month. Nothing was counted. Write it like 2026-03."},
		{"acme 3", "", "", "“3” is not a month. Nothing was counted. Write it like 2026-03."},
	} {
		client, month, err := asked(tt.text)
		if err != nil && err.Error() != tt.wrong || err == nil && (tt.wrong != "" || client != tt.client || month.String() != tt.month) {
			t.Errorf("%q asks for %q, %s, %v; want %q, %s, %q", tt.text, client, month, err, tt.client, tt.month, tt.wrong)
		}
	}
}

func TestAClientIsFoundByAnyName(t *testing.T) {
	c := client.Client{ID: "acme", Name: "Acme Shop", Aliases: []string{"The Shop"}}
	for name, want := range map[string]bool{"acme": true, "ACME SHOP": true, "the shop": true, "acm": false, "globex": false} {
		if got := called(&c, name); got != want {
			t.Errorf("%q is found: %t, want %t", name, got, want)
		}
	}
}

// archive is a company with so many closed incidents, one a day, of which each seventh says
// the word rare, and whoever reads them.
func archive(t *testing.T, n int) (Reader, *servicetest.Bench) {
	t.Helper()
	b := servicetest.New(t, servicetest.Setup{Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}}, Once: true})
	at := func(i int) time.Time { return scheduletest.Start.AddDate(0, 0, i-n) }
	for from := 0; from < n; from += 1000 {
		err := b.Store.Update(t.Context(), func(tx records.Tx) error {
			for i := from; i < min(from+1000, n); i++ {
				number, err := tx.NewNumber()
				if err != nil {
					return err
				}
				inc := &incident.Incident{Number: number, State: incident.Closed, Kind: "outage", Severity: 2, Title: "checkout is slow", DeclaredAt: at(i), ResolvedAt: at(i), ClosedAt: at(i).Add(time.Hour),
					Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}}}}
				if number%997 == 0 {
					inc.Title = "a rare thing"
				}
				if err := tx.PutIncident(inc); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return Reader{Service: b.Service, Actor: incident.Actor{ID: "U0ANA", Admin: true, Team: "T0STUDIO", Home: "T0STUDIO"}, Sees: func(*incident.Incident) bool { return true }, Now: scheduletest.Start}, b
}

// Whoever looks back reads what they are shown, however much there has been.
func TestLookingBackReadsWhatItShows(t *testing.T) {
	r, b := archive(t, 10_000)
	closed := func(ref view.Ref) func() error {
		return func() error { _, err := r.Closed(t.Context(), ref); return err }
	}
	counted := func(text string) func() error {
		return func() error { _, err := r.Figures(t.Context(), nil, text); return err }
	}
	for _, tt := range []struct {
		name string
		do   func() error
		most uint64
	}{
		{"the newest page", closed(view.Ref{}), 20},
		{"a page in the middle", closed(view.Ref{N: 5000}), 20},
		{"the page of newer ones", closed(view.Ref{N: -5000}), 20},
		{"one by its number", closed(view.Ref{Key: "INC-17"}), 1},
		{"a word that all have", closed(view.Ref{Key: "checkout"}), 20},
		{"a word that few have", closed(view.Ref{Key: "rare"}), mostLooked + atOnce},
		{"the figures of this month", counted(""), 40},
		{"the figures of a client in an old month", counted("acme 2003-05"), 40},
		{"the figures of a month in which nothing was", counted("1990-05"), 1},
	} {
		before := b.File.Decoded()
		if err := tt.do(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := b.File.Decoded() - before; got > tt.most {
			t.Errorf("%s decodes %d incidents, want at most %d", tt.name, got, tt.most)
		}
	}
}

// Turning the pages, older and newer, shows each incident once, and ends.
func TestEveryPastIncidentStandsOnOnePage(t *testing.T) {
	r, _ := archive(t, 40)
	r.Sees = func(inc *incident.Incident) bool { return inc.Number%3 != 0 }
	var older, newer []int64
	ref := view.Ref{}
	for range 9 {
		p, err := r.page(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		for _, inc := range p.Shown {
			older = append(older, inc.Number)
		}
		if p.Older == 0 {
			break
		}
		ref = view.Ref{N: p.Older}
	}
	for range 9 {
		p, err := r.page(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		var page []int64
		for _, inc := range p.Shown {
			page = append(page, inc.Number)
		}
		if newer = append(page, newer...); p.Newer == 0 {
			break
		}
		ref = view.Ref{N: p.Newer}
	}
	var want []int64
	for n := int64(40); n > 0; n-- {
		if n%3 != 0 {
			want = append(want, n)
		}
	}
	if !slices.Equal(older, want) {
		t.Errorf("older and older: %v, want %v", older, want)
	}
	if !slices.Equal(newer, want) {
		t.Errorf("newer and newer: %v, want %v", newer, want)
	}
}

// A word that stands far back is found by looking further.
func TestLookingFurther(t *testing.T) {
	r, _ := archive(t, 1500)
	p, err := r.page(t.Context(), view.Ref{Key: "rare"})
	if err != nil || len(p.Shown) != 0 && p.Shown[0].Number != 997 || p.Among != mostLooked || p.Older == 0 {
		t.Fatalf("at first %+v, %v", p, err)
	}
	if p, err = r.page(t.Context(), view.Ref{Key: "rare", N: p.Older}); err != nil || len(p.Shown) != 1 || p.Shown[0].Number != 997 {
		t.Errorf("then %+v, %v", p, err)
	}
}
