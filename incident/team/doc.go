// Package team is who tells: a [Person], the [Roster] that the config names, and
// what was last known of how somebody can be woken, a [Reach].
package team
