package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// No line of the log holds an address that may be a key: errors of the network
// repeat the whole of it, and wrapped ones do, too.
func TestNoLineOfTheLogHoldsAnAddressOrAToken(t *testing.T) {
	inner := errors.New("connection refused")
	for name, said := range map[string]any{
		"a webhook":           &url.Error{Op: "Post", URL: "https://hooks.acme.example/in/s3cret?key=s3cret", Err: inner},
		"wrapped":             fmt.Errorf("send it: %w", &url.Error{Op: "Post", URL: "https://hooks.acme.example/s3cret", Err: inner}),
		"joined":              errors.Join(inner, fmt.Errorf("and: %w", &url.Error{Op: "Post", URL: "http://10.0.0.1/s3cret", Err: inner})),
		"as a text":           (&url.Error{Op: "Post", URL: "https://ntfy.example/s3cret topic", Err: inner}).Error(),
		"in capitals":         "dial HTTPS://Hooks.Acme.Example/s3cret failed",
		"a socket":            "dial wss://wss-primary.slack.com/link/?ticket=s3cret&app_id=s3cret failed",
		"a login":             "mailto smtp://user:s3cret@mail.example failed",
		"an answer address":   "https://hooks.slack.com/actions/T1/2/s3cret",
		"a bot token":         "token xoxb-1-s3cret is wrong",
		"another's token":     "token xoxe.xoxp-1-s3cret is wrong",
		"a token in capitals": "XAPP-1-A1-s3cret",
		"a key of a webhook":  "whsec_s3cret",
		"a token in quotes":   "“xoxb-1-s3cret”",
		"a login header":      "Authorization: Bearer s3cret",
		"a basic login":       "AUTH PLAIN s3cret==",
	} {
		var log bytes.Buffer
		newLog(&log).Warn("it failed", "err", said)
		if strings.Contains(log.String(), "s3cret") {
			t.Errorf("%s: the log says %s", name, log.String())
		}
	}
	var log bytes.Buffer
	newLog(&log).Info("it failed", "err", &url.Error{Op: "Post", URL: "https://slack.com/api/chat.postMessage", Err: inner})
	if !strings.Contains(log.String(), "slack.com") || !strings.Contains(log.String(), "connection refused") {
		t.Errorf("nothing is left to find out what happened: %s", log.String())
	}
}

// An address that was pasted into the wrong line of the config is not repeated whole.
func TestAnAddressInTheWrongLineIsNotRepeated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.yaml")
	for _, key := range []string{"Ana Ruiz", "U0ANA", "Europe/Berlin", "C0GLOBEX", "globex", "support@globex.example", "true", "webhook", "U0BEN", "none", "status@studio-north.example"} {
		for _, address := range []string{"'https://hooks.acme.example/s3cret?key=s3cret'", "'HTTPS://ana:s3cret@ntfy.example/topic'", "'https://hooks.acme.example/a s3cret'", `"https://hooks.acme.example/\"s3cret"`} {
			text := strings.Replace(string(sandboxYAML), key, address, 1)
			if text == string(sandboxYAML) {
				t.Fatalf("%s does not stand in the config", key)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := loadConfig(path, testEnv("SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1")); err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("%s in the place of %s is repeated: %v", address, key, err)
			}
		}
	}
}
