package score

import (
	"testing"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
)

var at = scheduletest.At

// What Candor wrote by itself was kept by nobody, and what was withdrawn is no text.
func TestOnlyWhatPeopleSentIsScored(t *testing.T) {
	aff := &incident.Affected{Updates: 4, ToldAt: at(20), Promises: []promise.Promise{
		{N: 1, Kind: promise.Update, Said: true, DueAt: at(10), Outcome: promise.Kept, SettledAt: at(5), Update: 1},
		{N: 2, Kind: promise.Update, Said: true, DueAt: at(20), Outcome: promise.Kept, SettledAt: at(20), Update: 3, Auto: 3},
		{N: 3, Kind: promise.Update, Said: true, DueAt: at(60)},
	}}
	if got := Of(aff, at(30)).Promises; got != (promise.Tally{Kept: 1, Of: 1}) {
		t.Errorf("the score is %+v, want 1 of 1: update 3 was automatic", got)
	}
	if got := Texts(aff); got != 2 {
		t.Errorf("told %d times, want 2: updates 2 and 4 never left", got)
	}
}
