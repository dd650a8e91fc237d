package declaring

import (
	"context"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/service"
)

// OpenToo is the oldest other incident that is open for a client of one, and that client;
// nil if there is none that sees lets through. It reads no others.
func OpenToo(ctx context.Context, clients service.Clients, inc *incident.Incident, a incident.Actor, sees func(*incident.Incident) bool) (*incident.Incident, *client.Client, error) {
	for above := int64(0); ; {
		other, err := clients.OpenToo(ctx, a, inc, above)
		if err != nil || other == nil {
			return nil, nil, err
		}
		for i := range inc.Clients {
			if other.HasClient(inc.Clients[i].Client.ID) && sees(other) {
				return other, &inc.Clients[i].Client, nil
			}
		}
		above = other.Number
	}
}
