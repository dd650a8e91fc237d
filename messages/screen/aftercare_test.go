package screen

import (
	"testing"
	"time"

	"candor/incident/promise"
)

func TestEveryKindOfPromiseHasWords(t *testing.T) {
	for _, r := range promise.Table {
		if words := promiseNames[r.Kind]; PromiseWord(promise.Promise{Kind: r.Kind}) == "" || words.thing == "" || words.do == "" || words.act == "" {
			t.Errorf("%s has no words: %+v", r.Kind, words)
		}
	}
}

// A time that only we have is not called one that the client expects.
func TestOnlyWhatWasSaidIsExpected(t *testing.T) {
	due := time.Date(2026, 3, 10, 14, 20, 0, 0, time.UTC)
	for _, tt := range []struct {
		p    promise.Promise
		want string
	}{
		{promise.Promise{Kind: promise.Update, Said: true}, "expects news"},
		{promise.Promise{Kind: promise.Update, Said: true, SaidDue: due}, "is to hear from us"},
		{promise.Promise{Kind: promise.Update}, "is to hear from us"},
		{promise.Promise{Kind: promise.Update, First: true}, "is to get the first notice"},
		{promise.Promise{Kind: promise.Final, Said: true}, "expects the final message"},
		{promise.Promise{Kind: promise.Final}, "is to get the final message"},
		{promise.Promise{Kind: promise.Afterword}, "is to hear from us"},
	} {
		if got := Waits(&tt.p, "expects", "is"); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.p, got, tt.want)
		}
	}
}
