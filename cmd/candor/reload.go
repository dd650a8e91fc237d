package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"slices"
	"strings"

	"candor/cmd/candor/cli"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/watch"
	"candor/messages/strictyaml"
)

// reloadable are the keys whose change takes effect while the program runs.
var reloadable = []string{"people", "escalate_to", "trusted_guests", "account_sends_all", "clients", "holidays"}

// reloader takes over a config again when it is asked to.
type reloader struct {
	app  *app
	now  *config // what is in force
	load func() (*config, error)
	log  *slog.Logger
}

// run reloads at each signal until ctx ends.
func (r *reloader) run(ctx context.Context, signals <-chan os.Signal) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-signals:
			r.reload(ctx)
		}
	}
}

// reload reads the config and takes it over, whole or not at all. What came of
// it is in the log.
func (r *reloader) reload(ctx context.Context) {
	const failed = "the config was not reloaded; nothing was changed"
	c, err := cli.Within(ctx, r.load)
	if wrong, ok := errors.AsType[*configError](err); ok {
		for _, p := range wrong.Problems {
			r.log.Error(failed, "mistake", p.String())
		}
		return
	}
	if err != nil {
		r.log.Error(failed, "err", err)
		return
	}
	if fixed := fixedChanges(r.now, c); len(fixed) > 0 {
		r.log.Error(failed+": this cannot change while Candor runs. Start it again to change it, or put it back", "keys", strings.Join(fixed, ", "))
		return
	}
	p, err := r.app.service.Provision(ctx, c.roster())
	if err != nil {
		r.log.Error(failed, "err", err)
		return
	}
	r.warnHolders(ctx, c)
	r.now = c
	r.app.bot.Stir()
	warnTwice(p, c, r.log)
	r.log.Info("the config was reloaded", "changed", p.String())
	if len(p.Added)+len(p.Changed) > 0 {
		go checkChannels(ctx, r.app.bot.API, c, r.log)
	}
}

// warnHolders names who has a part in an incident and stands under people no more, or can be rung no more: a
// reload takes no role from anybody, and rings nobody whom the config does not name.
func (r *reloader) warnHolders(ctx context.Context, now *config) {
	var parts []watch.Part
	err := r.app.store.View(ctx, func(tx records.Tx) (err error) {
		parts, err = watch.Affected(tx, r.now.people(), now.people())
		return err
	})
	if err != nil {
		r.log.Warn("who of those that are gone from the config has a part in an incident is not known", "err", err)
	}
	for _, p := range parts {
		why := map[bool]string{true: "stands under people no more", false: "has no wake address any more"}[p.Gone]
		text := fmt.Sprintf("%s %s, and keeps their part in %s. Nothing is lost: others are asked when nobody answers, and their phone does not ring any more", p.Person.Name, why, p.Inc.Name())
		for i, role := range p.Roles {
			text += fmt.Sprintf("%s %s %s %s @name", map[bool]string{true: ". Give it to somebody else:", false: ","}[i == 0], r.now.Slack.Command, p.Inc.Name(), role)
		}
		r.log.Warn(text)
	}
}

// warnTwice says which clients the config and the store both have, and which places
// two clients have.
func warnTwice(p team.Provisioning, c *config, log *slog.Logger) {
	for _, id := range p.Twice {
		log.Warn("a client is set in the config and in the store; the config counts. Remove one of the two: in Slack with "+c.Slack.Command+" clients", "client", id)
	}
	for _, twice := range p.Shared {
		log.Error("two clients have one place; nothing is sent there, since each would read what the other is told. Give each one of its own", "what", twice)
	}
}

// fixedChanges lists the keys that differ and need a new start.
func fixedChanges(old, now *config) []string {
	a, b := reflect.ValueOf(*old), reflect.ValueOf(*now)
	var keys []string
	for i := range a.NumField() {
		key := a.Type().Field(i).Tag.Get("yaml")
		if key != "" && !slices.Contains(reloadable, key) {
			keys = append(keys, differing(key, a.Field(i), b.Field(i))...)
		}
	}
	return keys
}

// differing names the key, or those of a struct, under which two values differ.
func differing(key string, a, b reflect.Value) []string {
	if s, ok := a.Interface().(secret); ok && s.Reveal() == b.Interface().(secret).Reveal() {
		return nil
	}
	if reflect.DeepEqual(a.Interface(), b.Interface()) {
		return nil
	}
	if a.Kind() != reflect.Struct || len(strictyaml.Keys(a.Type())) == 0 {
		return []string{key}
	}
	var keys []string
	for i := range a.NumField() {
		if sub := a.Type().Field(i).Tag.Get("yaml"); sub != "" {
			keys = append(keys, differing(key+"."+sub, a.Field(i), b.Field(i))...)
		}
	}
	return keys
}
