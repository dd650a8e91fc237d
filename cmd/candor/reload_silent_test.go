package main

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
)

// A config that is a pipe never answers: that is said, and the next reload is not its victim.
func TestAReloadThatNeverAnswersCostsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said bytes.Buffer
		answers := make(chan struct{})
		r := &reloader{log: slog.New(slog.NewTextHandler(&said, nil)), load: func() (*config, error) {
			<-answers
			return nil, errors.New("it is empty")
		}}
		r.reload(t.Context())
		if got := said.String(); strings.Count(got, "nothing was changed") != 1 || !strings.Contains(got, "does not answer") {
			t.Errorf("said %q", got)
		}
		close(answers)
		r.reload(t.Context())
		if got := said.String(); !strings.Contains(got, "it is empty") {
			t.Errorf("then said %q", got)
		}
	})
}
