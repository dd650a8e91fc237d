// Package playbook is the checklist of one kind of incident, with the traits that
// decide how incidents of the kind are handled. A [Playbook] has steps; an [Item]
// is a step in one incident, and a [Gate] is the set of items that must be
// answered before resolving or closing.
package playbook
