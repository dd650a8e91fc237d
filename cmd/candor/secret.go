package main

import (
	"fmt"
	"io"
	"log/slog"
	"regexp"
)

// A secret is a token that cannot be printed by accident: not with any verb of
// fmt, not as JSON or YAML, not in a log. The value is kept inside a function,
// since fmt looks into unexported fields without asking their methods.
type secret struct {
	value func() string // nil: empty
}

const hidden = "***"

func newSecret(s string) secret {
	if s == "" {
		return secret{}
	}
	return secret{func() string { return s }}
}

// Reveal returns the token. Its callers are easy to find: they are the only
// places where it can leak.
func (s secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return s.value()
}

func (s secret) String() string { return hidden }

func (s secret) GoString() string { return hidden }

func (s secret) Format(f fmt.State, _ rune) { io.WriteString(f, hidden) }

func (s secret) MarshalText() ([]byte, error) {
	return []byte(hidden), nil
}

func (s secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

func (s secret) MarshalYAML() (any, error) { return hidden, nil }

func (s secret) LogValue() slog.Value { return slog.StringValue(hidden) }

var tokenLike = regexp.MustCompile(`(?i)\b(?:xox[a-z]-|xapp-|whsec_)\w[^\s"',}\]“”‘’]*`)

// addressLike is an address of the web as a value is quoted. What follows its host
// may be a key; examples of how to write one are not quoted.
var addressLike = regexp.MustCompile(`(?i)"([a-z][a-z0-9+.-]*://)(?:[^"/?#]*@)?([^"/?#@]*)[/?#](?:[^"\\]|\\.)+"`)

// addressSaid is one between the quotation marks of a sentence. What stands there is not
// escaped, so it ends with the last of them.
var addressSaid = regexp.MustCompile(`(?i)“([a-z][a-z0-9+.-]*://)(?:[^”/?#]*@)?([^”/?#@]*)[/?#].*”`)

// redact takes what looks like a token, or an address that may hold one, out of a
// text: people paste these into the wrong line, and the line is quoted back to them.
func redact(s string) string {
	s = addressLike.ReplaceAllString(tokenLike.ReplaceAllString(s, hidden), `"$1$2/`+hidden+`"`)
	return addressSaid.ReplaceAllString(s, `“$1$2/`+hidden+`”`)
}
