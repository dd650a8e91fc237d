package delivery

import (
	"context"
	"strconv"
	"testing"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
)

// A channel that was not read to its end proves nothing: only then is a text
// absent.
func TestReadingAChannelToItsEnd(t *testing.T) {
	tests := []struct {
		name       string
		pages, has int // how many there are; which one has the text, -1 for none
		found      bool
		err        error
	}{
		{"on the first page", 3, 0, true, nil},
		{"on the last page", mostRead, mostRead - 1, true, nil},
		{"nowhere", 3, -1, false, nil},
		{"beyond what is read", mostRead + 1, mostRead, false, errTooMany},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			read := func(_ context.Context, cursor string) ([]slack.Message, string, error) {
				n, _ := strconv.Atoi(cursor)
				m := slack.Message{Msg: slack.Msg{Timestamp: "1.2", Metadata: slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{"id": "another"}}}}
				if n == tt.has {
					m.Metadata.EventPayload["id"] = "K7Q"
				}
				if n++; n < tt.pages {
					return []slack.Message{m}, strconv.Itoa(n), nil
				}
				return []slack.Message{m}, "", nil
			}
			r, err := find(t.Context(), outbox.Delivery{ID: "K7Q"}, read)
			if (r.TS != "") != tt.found || err != tt.err {
				t.Errorf("find = %+v, %v; want found %t, %v", r, err, tt.found, tt.err)
			}
		})
	}
}
