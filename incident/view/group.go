package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
)

// place names a client of the incident in a few characters: a button carries a
// hundred of them. It stays, whoever is added or taken out.
func place(inc *incident.Incident, client string) string {
	if i := slices.Index(seats(inc), client); i >= 0 {
		return "@" + strconv.Itoa(i)
	}
	return client
}

// seats are the ids of all who were ever in the incident, in the order in which they came.
func seats(inc *incident.Incident) (ids []string) {
	for i := range inc.Clients {
		ids = append(ids, inc.Clients[i].Client.ID)
	}
	for i := range inc.Spared { // they are kept in the order of their places
		aff := &inc.Spared[i]
		ids = slices.Insert(ids, min(aff.Leaving.Place, len(ids)), aff.Client.ID)
	}
	return ids
}

// inPlace returns the id of the client that place named; any other word is an id.
func inPlace(inc *incident.Incident, s string) string {
	at, ok := strings.CutPrefix(s, "@")
	ids := seats(inc)
	if i, err := strconv.Atoi(at); ok && err == nil && i >= 0 && i < len(ids) {
		return ids[i]
	}
	return s
}

// FormatClients writes ids of clients so that a button can carry a hundred.
func FormatClients(inc *incident.Incident, ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = place(inc, id)
	}
	return strings.Join(list, ",")
}

// ParseClients reads what FormatClients wrote.
func ParseClients(inc *incident.Incident, s string) []string {
	ids := strings.Split(s, ",")
	for i := range ids {
		ids[i] = inPlace(inc, ids[i])
	}
	return ids
}

// FormatGroup writes a group so that a button can carry a hundred.
func FormatGroup(inc *incident.Incident, group []outbox.Member) string {
	list := make([]string, len(group))
	for i, m := range group {
		list[i] = fmt.Sprintf("%s:%d", place(inc, m.Client), m.Promise)
	}
	return strings.Join(list, ",")
}

// ParseGroup reads what FormatGroup wrote.
func ParseGroup(inc *incident.Incident, s string) (group []outbox.Member, err error) {
	for part := range strings.SplitSeq(s, ",") {
		client, n, ok := strings.Cut(part, ":")
		m := outbox.Member{Client: inPlace(inc, client)}
		if _, err := fmt.Sscan(n, &m.Promise); !ok || client == "" || err != nil {
			return nil, fault.Errorf(fault.Invalid, "This button is from an older version. Nothing was sent. Write an update instead.")
		}
		group = append(group, m)
	}
	return group, nil
}

// ClientsOf are the ids of a group's clients.
func ClientsOf(group []outbox.Member) (ids []string) {
	for _, m := range group {
		ids = append(ids, m.Client)
	}
	return ids
}
