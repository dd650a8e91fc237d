package main

import (
	"log/slog"
	"reflect"
	"slices"
	"testing"

	"candor/incident/client"
	"candor/messages/strictyaml"
)

// The name of a way is its key in the config and in the list of what need not
// arrive, and somebody sends there.
func TestEveryWayHasItsKeyAndItsSender(t *testing.T) {
	keys := strictyaml.Keys(reflect.TypeFor[client.Client]())
	senders := clientSenders(&config{Mail: mailConfig{Host: "smtp.example.com"}}, nil, slog.New(slog.DiscardHandler))
	for _, via := range client.Ways {
		if !slices.Contains(keys, via) {
			t.Errorf("%s is no key of a client in the config", via)
		}
		if _, known := senders[via]; !known {
			t.Errorf("%s has no sender in clientSenders", via)
		}
	}
}
