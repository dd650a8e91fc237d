package messages

import (
	"fmt"

	"candor/incident/client"
	"candor/incident/update"
)

// Try renders every text that a client may get, on each way on which they are
// reached, and returns what does not work: a text that the team changed, or a
// client for whom it becomes too long.
func (w *Words) Try(cl *client.Client) (wrong []error) {
	ways := map[string]client.Destination{}
	for _, to := range client.ToRender(cl.Destinations()) {
		ways[to.Via] = to
	}
	for _, kind := range kinds {
		if update.Automatic(kind) && !cl.Automatic {
			continue
		}
		c, u := w.templates[kind].tried(true)
		c.Incident.Clients[0].Client = *cl
		for _, via := range client.Ways {
			to, used := ways[via]
			if !used {
				continue
			}
			if _, err := w.Render(&c.Incident, cl, u, to); err != nil {
				wrong = append(wrong, fmt.Errorf("%s by %s: %w", kind, via, err))
			}
		}
	}
	return wrong
}
