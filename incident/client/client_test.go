package client

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

func TestHoursAsPeopleWriteThem(t *testing.T) {
	week := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	h := func(days []time.Weekday, opens, closes time.Duration) schedule.Hours {
		return schedule.Hours{Days: days, Opens: opens, Closes: closes}
	}
	tests := []struct {
		text, back string
		want       schedule.Hours
	}{
		{"", "", schedule.Hours{}},
		{"Mon-Fri 09:00-17:30", "Mon-Fri 09:00-17:30", h(week, 9*time.Hour, 17*time.Hour+30*time.Minute)},
		{"  monday – Friday   9 - 17 ", "Mon-Fri 09:00-17:00", h(week, 9*time.Hour, 17*time.Hour)},
		{"09:00-18:00", "09:00-18:00", h(nil, 9*time.Hour, 18*time.Hour)},
		{"Mon-Thu, Sat 8-16", "Mon-Thu, Sat 08:00-16:00", h(append(slices.Clone(week[:4]), time.Saturday), 8*time.Hour, 16*time.Hour)},
		{"Sun 10:00-24:00", "Sun 10:00-24:00", h([]time.Weekday{time.Sunday}, 10*time.Hour, 24*time.Hour)},
		{"Fri-Mon 10-12", "Mon, Fri-Sun 10:00-12:00", h([]time.Weekday{time.Monday, time.Friday, time.Saturday, time.Sunday}, 10*time.Hour, 12*time.Hour)},
		{"Always", "Mon-Sun 00:00-24:00", h(schedule.AllDays(), 0, 24*time.Hour)},
	}
	for _, tt := range tests {
		got, err := schedule.ParseHours(tt.text)
		if err != nil || !reflect.DeepEqual(got, tt.want) || got.String() != tt.back {
			t.Errorf("ParseHours(%q) = %v (%s), %v, want %v (%s)", tt.text, got, got, err, tt.want, tt.back)
		}
		if again, err := schedule.ParseHours(got.String()); err != nil || !reflect.DeepEqual(again, got) {
			t.Errorf("%q reads back as %v, %v", got, again, err)
		}
	}
	for text, want := range map[string]string{
		"nine to five": "is not valid for hours", "Mon-Fri": "is not valid for hours", "Mon-Fri 17-9": "close at 9, before they open at 17", "Mon 9-9": "before they open",
		"Mon 9:70-17": "not valid times of day", "Mon 9-25": "not valid times of day", "Xyz 9-17": "is not a day of the week", "Moo 9-17": "is not a day of the week", "Mo 9-17": "is not a day of the week", "Mon-Fri 09:00": "is not valid for hours",
	} {
		if _, err := schedule.ParseHours(text); err == nil || !strings.Contains(err.Error(), want) || fault.CodeOf(err) != fault.Invalid {
			t.Errorf("ParseHours(%q): %v, want %q", text, err, want)
		}
	}
	if got := (schedule.Hours{Days: week}).String(); got != "Mon-Fri 09:00-17:00" {
		t.Errorf("hours with days alone are %q", got)
	}
}

func TestRhythmAsPeopleWriteIt(t *testing.T) {
	tests := []struct {
		text, back string
		want       Rhythm
	}{
		{"", "", Rhythm{}},
		{"first 10m, every 20m", "first 10m, every 20m", Rhythm{First: 10 * time.Minute, Every: schedule.Every(20 * time.Minute)}},
		{"every 0 9,13,17 * * MON-FRI, watching @daily", "every 0 9,13,17 * * MON-FRI, watching @daily", Rhythm{Every: schedule.Cadence{Cron: "0 9,13,17 * * MON-FRI"}, Monitoring: schedule.Cadence{Cron: "@daily"}}},
		{"Every 1 h 30 min", "every 1h30m", Rhythm{Every: schedule.Every(90 * time.Minute)}},
		{"watching 1d;final message 90 s; contained 2 hours", "contained 2h, watching 1d, final message 1m30s", Rhythm{Mitigated: schedule.Every(2 * time.Hour), Monitoring: schedule.Every(schedule.Day), Final: 90 * time.Second}},
		{"less harm 2h, last word 15m", "contained 2h, final message 15m", Rhythm{Mitigated: schedule.Every(2 * time.Hour), Final: 15 * time.Minute}}, // as people wrote it before
		{"mitigated 2h, monitoring 3h, final 15m", "contained 2h, watching 3h, final message 15m", Rhythm{Mitigated: schedule.Every(2 * time.Hour), Monitoring: schedule.Every(3 * time.Hour), Final: 15 * time.Minute}},
	}
	for _, tt := range tests {
		got, err := ParseRhythm(tt.text)
		if err != nil || got != tt.want || got.String() != tt.back {
			t.Errorf("ParseRhythm(%q) = %+v (%s), %v, want %+v (%s)", tt.text, got, got, err, tt.want, tt.back)
		}
	}
	for text, want := range map[string]string{
		"20m": "cannot be read", "often": "cannot be read", "every": "cannot be read", "every 0s": "0s is too short", "every 400d": "400d is too long",
		"every 20": "Write the unit too: 20s, 20m", "sometimes 20m": "cannot be read", "every 99999999s": "too long", "every 20 miles": "is not a valid duration", "soon, every 20m": "cannot be read",
		"every 20m, seldom": "is not a valid duration", "every TZ=UTC 0 9 * * *": "time zone", "first 0 9 * * *": "is not a valid duration",
	} {
		if _, err := ParseRhythm(text); err == nil || !strings.Contains(err.Error(), want) || fault.CodeOf(err) != fault.Invalid {
			t.Errorf("ParseRhythm(%q): %v, want %q", text, err, want)
		}
	}
}

func TestAClientsIDIsMadeOfItsName(t *testing.T) {
	taken := func(id string) bool { return id == "acme" || id == "acme-2" || id == "a-very-long-company-name" }
	tests := []struct{ name, want string }{
		{"Acme Shop", "acme-shop"}, {"  ACME!  ", "acme-3"}, {"Globex Travel GmbH & Co. KG", "globex-travel-gmbh-co-kg"},
		{"A very long company name indeed", "a-very-long-company-na-2"}, {"Extraordinarilylongsinglewordname", "extraordinarilylongsingl"},
		{"Zoë's Café", "zoe-s-cafe"}, {"Straße Łódź", "strasse-lodz"}, {"Cafe\u0301", "cafe"}, {"株式会社", "client-2"}, {"Update", "client-update"}, {"1234", "client-1234"}, {"inc-7", "client-inc-7"}, {"", "client-2"},
	}
	for _, tt := range tests {
		got := NewClientID(tt.name, taken)
		if got != tt.want || ClientIDProblem(got) != "" || taken(got) {
			t.Errorf("newClientID(%q) = %q (%s), want %q", tt.name, got, ClientIDProblem(got), tt.want)
		}
	}
}

// Every field of a profile comes back from the text that people read of it, so
// that saving a form which nobody touched changes nothing.
func TestEachFieldReadsWhatItWrites(t *testing.T) {
	texts := map[string]string{
		FieldName: "Acme Shop", FieldService: "Acme online shop", FieldContact: "Dana Fox", FieldPhone: "+44 20 7946 0002", FieldEmail: "dana@acme.example",
		FieldByMail: "yes", FieldSlack: "C0ACME", FieldZone: "Europe/London", FieldOthers: "Dana Fox, +44 20 7946 0009, dana@acme.example\nCleo Lindqvist, cleo@acme.example",
		FieldHours: "Mon-Fri 08:00-16:00", FieldCallFrom: "07:45", FieldHolidays: "2026-12-25, 2026-12-26", FieldNight: "sev1", FieldManner: "lawyer", FieldLetters: "legal@acme.example", FieldRhythm1: "first 10m", FieldRhythm2: "every 20m", FieldRhythm3: "final message 1d",
		FieldApproval: "named", FieldApprovers: "U0BEN, U0CLEO", FieldTechnical: "yes", FieldAutomatic: "yes", FieldTags: "web-3, eu", FieldBackups: "declined", FieldDeclined: "2026-03-10", FieldWebhook: "https://acme.example/hook",
		FieldAliases: "Acme, ACME Ltd", FieldDomains: "acme.example, acme-shop.example", FieldLaws: "gdpr, uk-gdpr", FieldNotify: "24h",
	}
	c := Client{ID: "acme"}
	if wrong := c.Apply(ClientForm{Now: texts}); len(wrong) > 0 {
		t.Fatalf("apply: %v", wrong)
	}
	for _, f := range Fields {
		if f.set == nil {
			continue
		}
		want, ok := texts[f.Name]
		if !ok {
			t.Errorf("the field %s is not in this test", f.Name)
		}
		if got := c.Field(f.Name); got != want {
			t.Errorf("%s reads %q, want %q", f.Name, got, want)
		}
	}
	if wrong := c.Settle(); len(wrong) > 0 {
		t.Errorf("settle: %v", wrong)
	}

	none := map[string]string{}
	for name := range texts {
		none[name] = ""
	}
	wrong := c.Apply(ClientForm{Now: none})
	if wrong[FieldName] == "" || len(wrong) != 1 {
		t.Errorf("everything was emptied: %v, want an objection to the name alone", wrong)
	}
	c.Name = "Acme"
	if wrong := c.Settle(); len(wrong) > 0 || !reflect.DeepEqual(c, Client{ID: "acme", Name: "Acme"}) {
		t.Errorf("emptied, the client is %+v, wrong %v", c, wrong)
	}
}

func TestWhatAFieldDoesNotTake(t *testing.T) {
	long := strings.Repeat("x", longestLine+1)
	tests := []struct{ field, text, want string }{
		{FieldName, "", "Write how the client is called"}, {FieldName, long, "at most 75"}, {FieldService, "a\tb", "on one line"},
		{FieldPhone, "call me", "is not a valid phone number"}, {FieldOthers, "Dana, ask Ben", "is not a valid phone number"}, {FieldPhone, "0207 946 ooo3", "is not a valid phone number"}, {FieldPhone, "+44 2O 7946", "is not a valid phone number"}, {FieldPhone, "12", "is too short"}, {FieldEmail, "dana@acme", "is not a valid e-mail address"}, {FieldEmail, "dana", "is not a valid e-mail address"}, {FieldEmail, "Dana <dana@acme.example>", "is not a valid e-mail address"}, {FieldSlack, "U0DANA", "not a person"}, {FieldSlack, "#acme", "not a person"},
		{FieldZone, "Atlantis", "Write the largest city"}, {FieldZone, "Local", "not a time zone"}, {FieldZone, "../etc/passwd", "not a time zone"}, {FieldZone, "EST", "not a time zone"},
		{FieldOthers, "dana@acme.example", "does not begin with a name"}, {FieldOthers, "Dana, dana@", "is not a valid e-mail address"}, {FieldOthers, "+44 20, Dana", "does not begin with a name"},
		{FieldHours, "late", "is not valid for hours"}, {FieldCallFrom, "early", "is not a valid time of day"}, {FieldHolidays, "25 December", "is not a valid day"}, {FieldHolidays, "days.ics", "is a file, which only the config can name"}, {FieldHolidays, "DAYS.ICS", "is a file, which only the config can name"}, {FieldHolidays, "2026-02-30", "is not a valid day"},
		{FieldNight, "never", "Choose one of the list"}, {FieldManner, "rude", "Choose one of the list"}, {FieldBackups, "somebody", "Choose one of the list"}, {FieldDeclined, "2026-02-30", "is not a day"}, {FieldApproval, "anybody", "Choose one of the list"}, {FieldRhythm1, "often", "Known are: first, every"},
		{FieldAliases, "A, " + long, "at most 75"}, {FieldTags, "web 3!", "is not a valid tag"}, {FieldDomains, "https://acme.example", "is not a valid domain"}, {FieldDomains, "acme", "is not a valid domain"},
		{FieldWebhook, "http://acme.example", "begins with https://"}, {FieldWebhook, "acme.example", "begins with https://"}, {FieldWebhook, "https://u:p@acme.example", "begins with https://"},
	}
	for _, tt := range tests {
		c := Client{Name: "Acme"}
		if got := c.Apply(ClientForm{Now: map[string]string{tt.field: tt.text}})[tt.field]; !strings.Contains(got, tt.want) {
			t.Errorf("%s = %q: %q, want %q", tt.field, tt.text, got, tt.want)
		}
	}
}

func TestATimeZoneIsFoundByItsCity(t *testing.T) {
	for text, want := range map[string]string{
		"Europe/London": "Europe/London", "london": "Europe/London", "europe/london": "Europe/London", "New York": "America/New_York", "sao paulo": "America/Sao_Paulo",
		"Kolkata": "Asia/Kolkata", "ushuaia": "America/Argentina/Ushuaia", "porto-novo": "Africa/Porto-Novo", "utc": "UTC", "UTC": "UTC", "": "",
	} {
		var c Client
		if err := setZone(&c, text); err != nil || c.TimeZone != want {
			t.Errorf("the zone %q is %q, %v, want %q", text, c.TimeZone, err, want)
		}
	}
}

func TestWhatDoesNotFitTogether(t *testing.T) {
	dana := Contact{Name: "Dana Fox", Phone: "112"}
	tests := []struct {
		name, field string
		c           Client
	}{
		{"no name", FieldName, Client{}},
		{"a phone number of nobody", FieldContact, Client{Name: "A", Contacts: []Contact{{Phone: "112"}}}},
		{"mail without an address", FieldByMail, Client{Name: "A", Email: true, Contacts: []Contact{dana}}},
		{"named people without a name", FieldApprovers, Client{Name: "A", Approval: Approval{Rule: ApprovalNamed}}},
		{"all is well", "", Client{Name: "A", Contacts: []Contact{dana}}},
	}
	for _, tt := range tests {
		got := slices.Collect(maps.Keys(tt.c.Settle()))
		if tt.field == "" && len(got) > 0 || tt.field != "" && !slices.Equal(got, []string{tt.field}) {
			t.Errorf("%s: %v, want %q", tt.name, got, tt.field)
		}
	}
}

func TestAHistoryKeepsTheNewest(t *testing.T) {
	var p Profile
	if got := p.Last(); got != (Edit{}) {
		t.Errorf("the last change of none is %v", got)
	}
	for i := range maxHistory + 5 {
		p.Changed("U0ANA", fault.Itoa(i), time.Time{})
	}
	if len(p.History) != maxHistory || p.History[0].What != "5" || p.Last().What != fault.Itoa(maxHistory+4) {
		t.Errorf("the history is %v", p.History)
	}
}
