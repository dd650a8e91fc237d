package socket

import (
	"log/slog"
	"strings"
	"testing"
)

func TestAckOver20KBIsDropped(t *testing.T) {
	closed := make(chan struct{})
	defer close(closed)
	h := New(slog.New(slog.DiscardHandler), new(Bell), closed)
	e := NewEnvelope("envelope-1", "slash_commands", true, nil)
	h.waiting[e.id] = e
	ack := func(text string) []byte {
		return []byte(`{"envelope_id": "envelope-1", "payload": {"text": "` + text + `"}}`)
	}
	h.acknowledge(ack(strings.Repeat("x", 20<<10)))
	if len(e.acked) != 0 {
		t.Error("it was taken")
	}
	h.acknowledge(ack("x"))
	if len(e.acked) != 1 {
		t.Error("a small one was not taken")
	}
}
