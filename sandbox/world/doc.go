// Package world is who and what there is in a workspace: people, teams, channels,
// and the app with the manifest that it was installed from. It keeps no messages.
package world
