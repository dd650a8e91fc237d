package main

import (
	"reflect"
	"testing"

	"candor/incident/client"
)

// TestEveryWayHasItsKey holds the config against the ways that there are.
func TestEveryWayHasItsKey(t *testing.T) {
	keys := map[string]bool{}
	for f := range reflect.TypeFor[clientConfig]().Fields() {
		keys[f.Tag.Get("yaml")] = true
	}
	whole := clientNode(&client.Client{Slack: "C0ACME", Email: true, Webhook: &client.Webhook{URL: "https://acme.example/hook"}}, false)
	written := map[string]bool{}
	for i := 0; i < len(whole.Content); i += 2 {
		written[whole.Content[i].Value] = true
	}
	for _, via := range client.Ways {
		switch {
		case !keys[via]:
			t.Errorf("%s is no key of a client in the config", via)
		case wayKeys[via] == nil:
			t.Errorf("%s needs a row in wayKeys", via)
		case wayKeys[via](new(clientConfig)):
			t.Errorf("%s: a client without anything is told there", via)
		case !written[via]:
			t.Errorf("clientNode leaves %s out: an export loses it", via)
		}
	}
}
