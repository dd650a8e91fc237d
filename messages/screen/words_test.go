package screen

import (
	"testing"

	"candor/messages"
)

func mustLoad(t testing.TB) *messages.Words {
	t.Helper()
	w, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return w
}
