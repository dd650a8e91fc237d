package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/incident/records"
	"candor/incident/timeline"
)

// line is what somebody typed, and whether it was acknowledged.
type line struct {
	text  string
	acked bool
}

// Twenty people type five hundred lines at once, and twice all connections
// break. What was acknowledged is in the timeline once, what was not at most
// once, and all in the order in which each person typed it.
func TestNothingThatWasAcknowledgedIsLostOrDoneTwice(t *testing.T) {
	const each = 25
	s := newStage(t)
	channel := s.declare(t, 1)[0]

	typed := make([][]line, len(s.team))
	answered := make(chan struct{}, each*len(s.team))
	var people sync.WaitGroup
	for i, user := range s.team {
		people.Go(func() {
			for n := range each {
				text := fmt.Sprintf("line %d of %s", n, user)
				typed[i] = append(typed[i], line{text, s.types(t, user, channel, "/incident note "+text)})
				answered <- struct{}{}
			}
		})
	}
	for n := range each * len(s.team) {
		<-answered
		if n == 100 || n == 300 {
			s.slack.DropSockets("")
		}
	}
	people.Wait()
	s.must(t, s.slack.Idle(t.Context()))
	s.must(t, s.app.bot.Drain(t.Context()))

	at := map[string][]int{} // where a text stands in the timeline
	for i, e := range s.timeline(t, 1) {
		at[e.Words] = append(at[e.Words], i)
	}
	acked := 0
	for _, lines := range typed {
		acked += checkLines(t, lines, at)
	}
	if want := each * len(s.team) / 2; acked < want { // a break costs a person a line or two
		t.Errorf("%d lines were acknowledged, want at least %d", acked, want)
	}
}

// checkLines holds what one person typed against the timeline.
func checkLines(t *testing.T, lines []line, at map[string][]int) (acked int) {
	last := -1
	for _, l := range lines {
		places := at[l.text]
		if len(places) > 1 || l.acked && len(places) == 0 {
			t.Errorf("%q is in the timeline %d times; acknowledged: %t", l.text, len(places), l.acked)
		}
		for _, place := range places {
			if place < last {
				t.Errorf("%q stands before what the same person typed earlier", l.text)
			}
			last = place
		}
		if l.acked {
			acked++
		}
	}
	return acked
}

// types says whether a line was acknowledged. While nothing is connected the
// person is told so at once and types it again.
func (s *stage) types(t *testing.T, user, channel, text string) bool {
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	for {
		err := s.slack.Command(ctx, user, channel, text)
		if err == nil || !strings.Contains(err.Error(), "not connected") {
			return err == nil
		}
		if err := s.slack.WaitForApp(t.Context(), 1); err != nil {
			t.Error(err)
			return false
		}
	}
}

// timeline returns what is written down about an incident.
func (s *stage) timeline(tb testing.TB, number int64) (list []timeline.Entry) {
	tb.Helper()
	s.must(tb, s.app.store.View(tb.Context(), func(tx records.Tx) (err error) {
		list, err = tx.Timeline(number)
		return err
	}))
	return list
}

// The ticker knocks once a second, day and night: where nothing is due that
// must cost the disk nothing.
func TestATickWithNothingDueCommitsNothing(t *testing.T) {
	s := newStage(t)
	s.declare(t, 2)
	s.must(t, s.app.settle(t.Context()))
	before := s.app.store.Commits()
	for range 20 {
		s.must(t, s.app.service.Tick(t.Context()))
		s.must(t, s.app.worker.Drain(t.Context()))
	}
	if n := s.app.store.Commits() - before; n > 1 { // one a minute says that the program is alive
		t.Errorf("20 ticks with nothing due made %d commits", n)
	}
}
