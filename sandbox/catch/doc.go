// Package catch takes what an app sends outside of Slack: mail, calls to webhooks
// and to addresses that wake somebody. It reads it as its receiver would, and
// gives it to a [Keeper], which also says what goes wrong. Nothing goes further.
package catch
