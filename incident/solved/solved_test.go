package solved

import (
	"errors"
	"strings"
	"testing"
	"time"

	"candor/incident/facts"
	"candor/incident/fault"
)

// Nothing is solved before somebody has seen it and said what became of the data.
func TestWhatIsMissingIsAsked(t *testing.T) {
	now := time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)
	whole := Answers{Seen: ByUs, Data: facts.No}
	with := func(change func(*Answers)) Answers {
		a := whole
		change(&a)
		return a
	}
	for name, tt := range map[string]struct {
		says  Answers
		known facts.Answer
		field string // of the error; "": it is solved
	}{
		"all is said":                           {whole, "", ""},
		"the client says so":                    {with(func(a *Answers) { a.Seen = ByThem }), "", ""},
		"nothing":                               {Answers{}, "", FieldSeen},
		"nobody has seen it":                    {with(func(a *Answers) { a.Seen = NotYet }), "", FieldSeen},
		"a machine says so":                     {with(func(a *Answers) { a.Seen = "monitor" }), "", FieldSeen},
		"not of the data":                       {with(func(a *Answers) { a.Data = "" }), "", FieldData},
		"something else of the data":            {with(func(a *Answers) { a.Data = facts.Partly }), "", FieldData},
		"nobody knows of the data":              {with(func(a *Answers) { a.Data = facts.DontKnow }), "", ""},
		"what was true before, again":           {with(func(a *Answers) { a.Data = "" }), facts.No, FieldData},
		"they know that it is lost":             {with(func(a *Answers) { a.Data = "" }), facts.Yes, ""},
		"temporary":                             {with(func(a *Answers) { a.Until, a.Lasting = now.Add(time.Hour), "a lasting one" }), "", ""},
		"temporary, until what":                 {with(func(a *Answers) { a.Until = now.Add(time.Hour) }), "", FieldUntil},
		"temporary until a moment ago":          {with(func(a *Answers) { a.Until = now }), "", FieldUntil},
		"of each, where it is the same for all": {with(func(a *Answers) { a.Data = Each }), "", FieldData},
		"a long reason":                         {with(func(a *Answers) { a.Reason = strings.Repeat("x", 301) }), "", "reason"},
	} {
		for _, works := range []bool{true, false} {
			err := tt.says.Check("INC-1", works, tt.known, now)
			e, _ := errors.AsType[*fault.Error](err)
			if (err == nil) != (tt.field == "") || e != nil && e.Fields[tt.field] == "" {
				t.Errorf("%s, works %t: %v, want an error of the field %q", name, works, err, tt.field)
			}
		}
	}
}

// Where it is not the same for all clients, no answer of one counts for the others.
func TestAnAnswerForAllIsNoneWhereTheyDiffer(t *testing.T) {
	for data, want := range map[facts.Answer]bool{Each: true, facts.No: false, facts.DontKnow: false, facts.Yes: false, "": false} {
		if err := (Answers{Seen: ByUs, Data: data}).Check("INC-1", true, Each, time.Time{}); (err == nil) != want {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// Who heard nothing is left out only with a reason, however few they are.
func TestNobodyIsLeftOutWithoutAReason(t *testing.T) {
	for _, tt := range []struct {
		reason  string
		unaware []string
		ok      bool
	}{
		{"", nil, true}, {"", []string{"Globex Travel"}, false}, {" ", []string{"Acme Shop", "Globex Travel"}, false}, {"nobody outside saw it", []string{"Globex Travel"}, true},
	} {
		err := Answers{Reason: tt.reason}.Leaves("INC-1", tt.unaware)
		e, _ := errors.AsType[*fault.Error](err)
		if (err == nil) != tt.ok || e != nil && !strings.Contains(e.Fields[FieldWhy], fault.And(tt.unaware)+" heard nothing") {
			t.Errorf("%q, %v: %v", tt.reason, tt.unaware, err)
		}
	}
}
