// Package sandbox is a small Slack in this process: a Web API, Socket Mode and
// a web page on which to act as the people of a workspace.
//
// An app talks to it through an unmodified Slack client over real HTTP and
// WebSocket. What Slack refuses is refused here too: scopes and events that are
// not in the app's manifest, blocks over the limits, a second message within a
// second in one channel, an acknowledgement after three seconds. A sandbox that
// is kinder than Slack would teach lies.
//
// # Vocabulary
//
//   - A person acts: types a command, presses a button, fills in a form. Acts are
//     methods of [Server] that return once the app has acknowledged them.
//   - The app is what connects with the two tokens. It has one bot user, [world.AppUser].
//   - The home team is where the app is installed. People of another team are
//     strangers: they share single channels with the home team, nothing more.
//   - A view is a form that is open in front of one person, or the App Home.
//
// # Time
//
// Messages are stamped, and rate limits are measured, by the clock in
// [Options], which may stand still. What Slack measures against a person's
// patience is real time: the 3 seconds for an acknowledgement, the 3 seconds of
// a trigger, pings.
package sandbox
