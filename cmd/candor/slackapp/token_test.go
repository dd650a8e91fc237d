package slackapp

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// A token that is dead is said at once, phones ring once it is sure and again while
// nobody comes; a Slack that cannot be reached says nothing about it.
func TestATokenThatDies(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	var answer error
	var rung, told []string
	log := new(strings.Builder)
	token := &Token{
		Ask:  func(context.Context) error { return answer },
		Ring: func(_ context.Context, text string) { rung = append(rung, text) },
		Tell: func(_ context.Context, text string) { told = append(told, text) },
		Now:  func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(log, nil)),
	}
	for _, tt := range []struct {
		after  time.Duration
		answer error
		dead   bool
		rung   int // so far
	}{
		{AskEvery, nil, false, 0},
		{AskEvery, errors.New("no route to host"), false, 0},
		{AskEvery, slack.SlackErrorResponse{Err: "internal_error"}, false, 0},
		{AskEvery, slack.SlackErrorResponse{Err: "invalid_auth"}, true, 0}, // for some seconds Slack refuses a good one
		{AskEvery, nil, false, 0},
		{AskEvery, slack.SlackErrorResponse{Err: "account_inactive"}, true, 0},
		{AskEvery, slack.SlackErrorResponse{Err: "account_inactive"}, true, 0},
		{AskEvery, slack.SlackErrorResponse{Err: "account_inactive"}, true, 1},
		{AskEvery, errors.New("no route to host"), true, 1}, // it was dead before that
		{10 * time.Minute, slack.SlackErrorResponse{Err: "account_inactive"}, true, 1},
		{5 * time.Minute, slack.SlackErrorResponse{Err: "account_inactive"}, true, 2},
		{2 * time.Hour, slack.SlackErrorResponse{Err: "account_inactive"}, true, 2},
		{12 * time.Hour, slack.SlackErrorResponse{Err: "account_inactive"}, true, 2}, // at night nobody is rung again
		{6 * time.Hour, slack.SlackErrorResponse{Err: "account_inactive"}, true, 3},
		{6 * time.Hour, slack.SlackErrorResponse{Err: "account_inactive"}, true, 3},
		{AskEvery, nil, false, 3},
	} {
		now, answer = now.Add(tt.after), tt.answer
		token.Look(t.Context())
		if s := token.State(); (s.Code != "") != tt.dead || len(rung) != tt.rung {
			t.Errorf("%s, after %v: %+v, rung %d, want %d", now.Format(time.TimeOnly), tt.answer, s, len(rung), tt.rung)
		}
	}
	if text := log.String(); strings.Count(text, "level=ERROR") != 2 || strings.Count(text, "accepts the bot token again") != 2 {
		t.Errorf("the log is %s", text)
	}
	if len(told) != 1 || !strings.Contains(told[0], "accepts Candor's token again") {
		t.Errorf("once it works again people read %q", told)
	}
	if !strings.Contains(rung[0], "account_inactive") || !strings.Contains(rung[0], "by hand") {
		t.Errorf("phones say %q", rung[0])
	}
}
