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

// What waits counts once its time has passed, in the figure that it belongs to: what a client
// was given a time for, what only we have a time for, what happened.
func TestWhatIsOverdueWasNotKept(t *testing.T) {
	for name, tt := range map[string]struct {
		p    promise.Promise
		want promise.Score
	}{
		"news that is late":       {promise.Promise{Kind: promise.Update, Said: true, DueAt: at(29)}, promise.Score{Promises: promise.Tally{Of: 1}}},
		"news that is due later":  {promise.Promise{Kind: promise.Update, Said: true, DueAt: at(31)}, promise.Score{}},
		"news of this minute":     {promise.Promise{Kind: promise.Update, Said: true, DueAt: at(30)}, promise.Score{}},
		"an hour of our own":      {promise.Promise{Kind: promise.Update, Said: true, SaidDue: at(60), DueAt: at(29)}, promise.Score{Deadlines: promise.Tally{Of: 1}}},
		"what has just happened":  {promise.Promise{Kind: promise.Update, Said: true, DueAt: at(60), Event: &promise.Event{DueAt: at(40)}}, promise.Score{}},
		"what happened, untold":   {promise.Promise{Kind: promise.Update, Said: true, DueAt: at(60), Event: &promise.Event{DueAt: at(20)}}, promise.Score{Events: promise.Tally{Of: 1}}},
		"moved after it was late": {promise.Promise{Kind: promise.Review, Said: true, Outcome: promise.Moved, Again: 2, SettledAt: at(25), DueAt: at(10)}, promise.Score{Promises: promise.Tally{Of: 1}}},
		"moved in time":           {promise.Promise{Kind: promise.Review, Said: true, Outcome: promise.Moved, Again: 2, SettledAt: at(5), DueAt: at(10)}, promise.Score{}},
	} {
		tt.p.N = 1
		if got := Of(&incident.Affected{Promises: []promise.Promise{tt.p}}, at(30)); got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}
