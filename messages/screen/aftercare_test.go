package screen

import (
	"testing"

	"candor/incident/promise"
)

func TestEveryKindOfPromiseHasWords(t *testing.T) {
	for _, r := range promise.Table {
		if words := promiseNames[r.Kind]; words.owes == "" || words.thing == "" || words.do == "" || words.act == "" {
			t.Errorf("%s has no words: %+v", r.Kind, words)
		}
	}
}
