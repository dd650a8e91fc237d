package lint

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Draft is a text with its context as a line of JSON holds it:
//
//	{"id": "d1", "text": "Orders work again.", "context": {"kind": "resolved", "severity": "SEV1"}}
type Draft struct {
	ID      json.RawMessage // as given; nil if there is none
	Type    string          // of incident, as given: what follows from it is for whoever knows the types to add to the context
	Text    string
	Context Context
}

// draftJSON and contextJSON are the names that a line uses.
type draftJSON struct {
	ID      json.RawMessage `json:"id"`
	Text    *string         `json:"text"`
	Context contextJSON     `json:"context"`
}

type contextJSON struct {
	Type           string       `json:"type"`
	Access         bool         `json:"access"`
	Severity       severityJSON `json:"severity"`
	Phase          string       `json:"phase"`
	Kind           string       `json:"kind"`
	Channel        string       `json:"channel"`
	Status         string       `json:"status"`
	StatusLabel    string       `json:"status_label"`
	CauseState     string       `json:"cause_state"`
	DataState      string       `json:"data_state"`
	Language       string       `json:"language"`
	Now            string       `json:"now"`
	PrevETA        string       `json:"prev_eta"`
	ClientZone     string       `json:"client_zone"`
	LateMinutes    float64      `json:"late_minutes"`
	PrevClaims     listJSON     `json:"prev_claims"`
	PrevTexts      listJSON     `json:"prev_texts"`
	OtherClients   listJSON     `json:"other_clients"`
	AllowedDomains listJSON     `json:"allowed_domains"`
	Staff          listJSON     `json:"staff"`
	StaffNames     listJSON     `json:"staff_names"`
	Technical      bool         `json:"technical"`
	TechClient     bool         `json:"technical_client"`
	Auto           bool         `json:"auto"`
	Automatic      bool         `json:"automatic"`
	Answered       listJSON     `json:"answered"`
}

// severityJSON is SEV1, sev1 or 1.
type severityJSON int

func (s *severityJSON) UnmarshalJSON(data []byte) error {
	text := strings.ToUpper(strings.Trim(string(data), `"`))
	n, err := ParseSeverity(text)
	*s = severityJSON(n)
	if text == "NULL" {
		return nil
	}
	return err
}

// ParseSeverity reads SEV1 to SEV4, or the number alone; empty is 0.
func ParseSeverity(s string) (int, error) {
	n := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s)), "SEV")
	switch {
	case n == "":
		return 0, nil
	case len(n) == 1 && n[0] >= '1' && n[0] <= '4':
		return int(n[0] - '0'), nil
	}
	return 0, fmt.Errorf("severity %q is none of SEV1 to SEV4", s)
}

// listJSON is a list of texts, or one text.
type listJSON []string

func (l *listJSON) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*l = listJSON{""}
		return json.Unmarshal(data, &(*l)[0])
	}
	return json.Unmarshal(data, (*[]string)(l))
}

// UnmarshalJSON reads a line. What it does not know it ignores.
func (d *Draft) UnmarshalJSON(data []byte) error {
	var raw draftJSON
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	if raw.Text == nil {
		return fmt.Errorf("there is no text")
	}
	c := raw.Context
	d.ID, d.Type, d.Text = raw.ID, c.Type, *raw.Text
	d.Context = Context{
		Access: c.Access, Severity: int(c.Severity), Phase: c.Phase, Kind: c.Kind, Channel: c.Channel, Status: c.Status, Label: c.StatusLabel,
		CauseState: c.CauseState, DataState: c.DataState, Language: c.Language,
		Late:       time.Duration(c.LateMinutes * float64(time.Minute)),
		PrevClaims: c.PrevClaims, PrevTexts: c.PrevTexts, OtherClients: c.OtherClients, AllowedDomains: c.AllowedDomains,
		Staff: append(c.Staff, c.StaffNames...), Technical: c.Technical || c.TechClient, Auto: c.Auto || c.Automatic,
	}
	for _, field := range c.Answered {
		d.Context.Answered.set(field)
	}
	return d.Context.setTimes(c.Now, c.PrevETA, c.ClientZone)
}

// set notes that a field is answered.
func (a *Answers) set(field string) {
	switch plainName(field) {
	case "impact":
		a.Impact = true
	case "action", "action_now":
		a.Action = true
	case "next", "next_update":
		a.Next = true
	case "client_action":
		a.ClientAction = true
	}
}

// setTimes reads instants and the client's zone.
func (c *Context) setTimes(now, eta, zone string) error {
	for _, t := range []struct {
		name, text string
		to         *time.Time
	}{{"now", now, &c.Now}, {"prev_eta", eta, &c.PrevETA}} {
		if t.text == "" {
			continue
		}
		at, err := ParseInstant(t.text)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		*t.to = at
	}
	if zone == "" {
		return nil
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return fmt.Errorf("client_zone: there is no zone %q; write one like Europe/Berlin", zone)
	}
	c.Zone = loc
	return nil
}

// ParseInstant reads 2026-03-10T14:00:00+01:00, also without seconds or with a
// space; without a zone it is UTC.
func ParseInstant(s string) (time.Time, error) {
	s = strings.Replace(strings.TrimSpace(s), " ", "T", 1)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time; write one like 2026-03-10T14:00:00+01:00", s)
}
