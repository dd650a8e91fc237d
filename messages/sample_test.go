package messages

import (
	"testing"

	"candor/messages/strictyaml"
)

// What comes with the program is tried here, so that no start has to.
func TestTheBuiltInWordsWork(t *testing.T) {
	w := mustLoad(t, "")
	var m strictyaml.Mistakes
	if w.try(&m); m.Err() != nil {
		t.Error(m.Err())
	}
}
