package bot

import _ "embed"

// Manifest is the Slack app that the bot needs: its command, scopes and events.
// It is the one source for `candor manifest`, the sandbox and the check at start.
//
//go:embed manifest.yaml
var Manifest []byte
