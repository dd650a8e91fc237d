package main

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// asksForMany are the questions to a store whose answer is incidents that the asker does not
// know beforehand: a drill may be among them.
var asksForMany = []string{"LiveIncidents", "DueIncidents", "DueNumbers", "LatestIncidents", "Newest", "Oldest", "Any"}

// mindsDrills says of each function that asks so what becomes of a drill there. What asks by
// a key of incident/lookup finds none: a drill has but the one of what was typed.
var mindsDrills = map[string]string{
	"incident/before/already.go Already":                "the same command twice opens no second drill; the same trouble has a key that no drill has",
	"incident/before/before.go newest":                  "by keys",
	"incident/beside/beside.go Open":                    "by a key",
	"incident/beside/beside.go elsewhere":               "left out",
	"incident/beside/beside.go since":                   "by a key",
	"incident/reminding/morning.go errands":             "by a key, and InDays of a drill lists nothing",
	"incident/reminding/morning.go askInstead":          "by a key, and InDays of a drill lists nothing",
	"incident/replies/replies.go From.nearby":           "by keys",
	"incident/service/away.go (*Service).ClientChannel": "by keys",
	"incident/service/away.go Clients.ToldIn":           "by a key",
	"incident/service/beside.go besideOf":               "by a key",
	"incident/service/clients.go Clients.OpenToo":       "by keys",
	"incident/service/clients.go underWay":              "by a key",
	"incident/service/roster.go leaver.leave":           "what somebody had in a drill passes on, too",

	"incident/service/clients.go Clients.Recent":              "its client is in no list, and is left out as all such are",
	"incident/service/wake_test_call.go (*Service).Colleague": "a role in it is a role",
	"incident/service/wake_test_call.go (*Service).showReach": "its card shows who cannot be woken, as all do",
	"cmd/candor/forgetcmd/known.go (*request).needed":         "whoever has a role in it is needed until it ends",
	"cmd/candor/ledger/ledger.go Clients":                     "it is asked for names that belong to others, and its client's is nobody's",
	"cmd/candor/ledger/ledger.go Count":                       "figures.Counts leaves it out",
	"cmd/candor/status.go (*app).status":                      "not counted",
	"incident/watch/phones.go Affected":                       "who is in one is named, too",
	"incident/watch/phones.go Rewire":                         "who is in one is told, too",
	"cmd/candor/rehearsal/rehearsal.go (*Stage).heard":        "left out: the sandbox's drill is played in a real one",

	"incident/firm/sheets.go (*Firm).Zone":  "the clock of a person is theirs in a drill, too",
	"incident/upkeep/ask.go (*Desk).asking": "by a key",
	"incident/upkeep/ask.go putOff":         "by a key",
	"incident/upkeep/weekly.go gapOf":       "whoever is in a drill is asked nothing beside it",
	"incident/upkeep/weekly.go weekOf":      "whoever is in a drill is asked nothing beside it",

	"incident/audit/audit.go CheckEach":                   "it is checked as all are",
	"incident/firm/owners.go Listening":                   "its client is nobody's, and is reached in its own channel: whoever writes there is of the team",
	"incident/recovery/recovery.go (*run).all":            "nobody is asked whether what is known of its client is right",
	"incident/ringing/ringing.go waiting":                 "no call names it",
	"incident/watch/leave.go Concerned":                   "whose account ended has left a drill, too",
	"incident/watch/watch.go each":                        "nobody sleeps through it",
	"incident/service/clock.go (*Service).repairClock":    "it is put right as all are",
	"incident/service/service.go (*Service).Live":         "it is listed while it runs",
	"incident/service/service.go (*Service).Ended":        "left out",
	"incident/service/service.go (*Service).Search":       "left out",
	"incident/service/service.go (*Service).NextDeadline": "its deadlines are deadlines",
	"incident/service/reminding.go (*Service).Tick":       "it goes on as all do",
}

// A new question to all incidents says what becomes of a drill.
func TestWhoeverAsksForAllIncidentsMindsDrills(t *testing.T) {
	seen := map[string]bool{}
	eachFile(t, func(dir string, f *sourceFile) {
		if f.isTest() || strings.HasPrefix(dir, "store/") || dir == "incident/records" {
			return
		}
		for _, decl := range f.tree.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && slices.Contains(asksForMany, calledName(call)) {
					seen[f.path+" "+functionName(fn)] = true
				}
				return true
			})
		}
	})
	for who := range seen {
		if mindsDrills[who] == "" {
			t.Errorf("%s asks for incidents that it does not know, and has no row: what becomes of a drill there?", who)
		}
	}
	for who := range mindsDrills {
		if !seen[who] {
			t.Errorf("%s has a row, and asks for no incidents", who)
		}
	}
}
