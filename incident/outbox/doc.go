// Package outbox is what leaves the process. A [Delivery] is committed with its
// cause, carried out later, and settled with a [DeliveryOutcome]; a [Receipt] is
// the proof that it arrived.
package outbox
