package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"go.yaml.in/yaml/v3"
	"golang.org/x/time/rate"

	"candor/bot"
)

// login checks both tokens and the scopes before anything else, so that a wrong
// one is a clear line at start and not a silence at night. A scope without which
// the main job still works is a warning. An unreachable Slack is waited for.
func login(ctx context.Context, api *slack.Client, log *slog.Logger) (*slack.AuthTestResponse, error) {
	for wait := time.Second; ; wait = min(2*wait, 30*time.Second) {
		self, err := api.AuthTestContext(ctx)
		if err == nil {
			err = checkScopes(self.Header)
		}
		if err == nil {
			_, _, err = api.StartSocketModeContext(ctx)
		}
		switch {
		case err == nil:
			warnScopes(self.Header, log)
			return self, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !unreachable(err):
			return nil, loginError(err)
		}
		log.Warn("Slack cannot be reached; nothing is lost, trying again", "in", wait, "err", err)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// unreachable says whether Slack did not answer, as opposed to refusing.
func unreachable(err error) bool {
	if _, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return false
	}
	_, scopes := errors.AsType[*configError](err)
	return !scopes
}

// loginError names the token that Slack refused and what to do.
func loginError(err error) error {
	if _, ok := errors.AsType[*configError](err); ok {
		return err
	}
	text := fmt.Sprintf("Slack refused the tokens (%v). Copy both again: the bot token from OAuth & Permissions, the app token from Basic Information.", err)
	path := "slack"
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		switch e.Err {
		case "invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired":
			text = "Slack does not accept a token (" + e.Err + "). The bot token is under OAuth & Permissions, the app token under Basic Information, App-Level Tokens; install the app again if it was removed."
		case "missing_scope", "not_allowed_token_type":
			path, text = "slack.app_token", "Slack refuses it for Socket Mode ("+e.Err+"). Make an app-level token with the scope connections:write."
		}
	}
	return &configError{[]problem{{File: "slack", Path: path, Text: text}}}
}

// wantedScopes are those of the manifest.
func wantedScopes() []string {
	var m struct {
		OAuth struct {
			Scopes struct {
				Bot []string `yaml:"bot"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal(bot.Manifest, &m); err != nil {
		panic(err) // embedded, and read by a test
	}
	return m.OAuth.Scopes.Bot
}

// checkChannels says which client could not be told, or would not read it, one
// line each. It runs beside the start: a missing channel must not keep the
// others waiting.
func checkChannels(ctx context.Context, api *slack.Client, c *config, log *slog.Logger) {
	for _, cl := range c.Clients {
		if cl.Slack == "" {
			continue
		}
		info, err := api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: cl.Slack})
		if ctx.Err() != nil {
			return
		}
		if wrong := wrongWith(info, err); wrong != "" {
			log := log.With("client", cl.ID, "channel", cl.Slack)
			if err != nil {
				log = log.With("err", err)
			}
			log.Warn(wrong)
		}
	}
}

// wrongWith says what keeps a client from reading what is sent to their channel
// and what to do about it; empty if nothing is known.
func wrongWith(info *slack.Channel, err error) string {
	e, _ := errors.AsType[slack.SlackErrorResponse](err)
	switch {
	case e.Err == "channel_not_found":
		return "updates would not reach this client: Candor does not know their channel. Type /invite @Candor there, and check clients[].slack"
	case err != nil:
		return "a client's channel could not be checked"
	case info.IsArchived:
		return "updates would not reach this client: their channel is archived. Unarchive it, or name another one in clients[].slack"
	case !info.IsMember:
		return "updates would not reach this client: Candor is not in their channel. Type /invite @Candor there"
	case info.IsExtShared || info.IsShared || info.IsOrgShared:
		return ""
	case info.IsPendingExtShared || len(info.PendingShared) > 0:
		return "this client does not read their channel yet: the invitation to share it has not been accepted. Ask them to, or tell them by hand"
	}
	return "nobody of this client may read their channel: it is not shared with another company. If their people are guests in it, all is well; else share it, or check clients[].slack"
}

// pacer lets all that open connections do so together: one a second, after the few
// of the start, and none before the time that Slack names when it refuses one.
type pacer struct {
	next  http.RoundTripper
	opens *rate.Limiter
	mu    sync.Mutex
	until time.Time // none is opened before
}

// atStart is how many connections may be opened at once: one proves the tokens, and
// two stay.
const atStart = 3

func newPacer(next http.RoundTripper) *pacer {
	return &pacer{next: next, opens: rate.NewLimiter(rate.Every(time.Second), atStart)}
}

// RoundTrip delays only apps.connections.open.
func (p *pacer) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(req.URL.Path, "/apps.connections.open") {
		return p.next.RoundTrip(req)
	}
	if err := p.turn(req.Context()); err != nil {
		return nil, err
	}
	resp, err := p.next.RoundTrip(req)
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After")) // zero: Slack names no time
		p.mu.Lock()
		p.until = time.Now().Add(time.Duration(seconds) * time.Second)
		p.mu.Unlock()
	}
	return resp, err
}

// turn waits until a connection may be opened.
func (p *pacer) turn(ctx context.Context) error {
	for {
		p.mu.Lock()
		wait := time.Until(p.until)
		p.mu.Unlock()
		if wait <= 0 {
			break
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return p.opens.Wait(ctx)
}
