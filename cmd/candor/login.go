package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/slack-go/slack"

	"candor/cmd/candor/slackapp"
	"candor/delivery"
	"candor/incident/damage"
	"candor/store/bolt"
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
			slackapp.Warn(self.Header, log)
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

// ownStore refuses the store of another workspace: what waits in it would go to nobody, and
// count as delivered. A damaged note of whose it is keeps nobody from their promises.
func ownStore(ctx context.Context, store *bolt.Store, c *config, self *slack.AuthTestResponse) error {
	team, err := store.Belongs(ctx, self.TeamID)
	if damage.IsDamaged(err) || err == nil && team == self.TeamID {
		return nil
	}
	if err != nil {
		return err
	}
	return &configError{[]problem{{File: c.storeFile(), Text: fmt.Sprintf("This store belongs to the Slack workspace %s, and the tokens are of %s (%s). Nothing was started, and nothing was sent; what was promised is safe in it. Take the tokens of that workspace, or a new file for this one: store in the config, or --data of the sandbox.", team, self.Team, self.TeamID)}}}
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
		switch {
		case delivery.TokenRefused(e.Err):
			text = "Slack does not accept a token (" + e.Err + "). The bot token is under OAuth & Permissions, the app token under Basic Information, App-Level Tokens; install the app again if it was removed."
		case e.Err == "missing_scope" || e.Err == "not_allowed_token_type":
			path, text = "slack.app_token", "Slack refuses it for Socket Mode ("+e.Err+"). Make an app-level token with the scope connections:write."
		}
	}
	return &configError{[]problem{{File: "slack", Path: path, Text: text}}}
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
		if wrong := slackapp.WrongWithChannel(info, err); wrong != "" {
			log := log.With("client", cl.ID, "channel", cl.Slack)
			if err != nil {
				log = log.With("err", err)
			}
			log.Warn(wrong)
		}
	}
}
