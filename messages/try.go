package messages

import (
	"fmt"

	"candor"
)

// Try renders every text that a client may get, on each way on which they are
// reached, and returns what does not work: a text that the team changed, or a
// client for whom it becomes too long.
func (w *Words) Try(client *candor.Client) (wrong []error) {
	ways := map[string]candor.Destination{}
	for _, to := range client.Destinations() {
		ways[to.Via] = to
	}
	if len(ways) == 0 { // whoever calls them reads the text aloud
		ways[candor.ViaSlack] = candor.Destination{Via: candor.ViaSlack}
	}
	for _, kind := range kinds {
		if candor.Automatic(kind) && !client.Automatic {
			continue
		}
		c, u := w.templates[kind].tried(true)
		c.Incident.Clients[0].Client = *client
		for _, via := range candor.Ways {
			to, used := ways[via]
			if !used {
				continue
			}
			if _, err := w.Render(&c.Incident, client, u, to); err != nil {
				wrong = append(wrong, fmt.Errorf("%s by %s: %w", kind, via, err))
			}
		}
	}
	return wrong
}
