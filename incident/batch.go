package incident

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
)

// AllClients stands for every client of an incident where one is asked for.
const AllClients = "*"

// ImpactOn is what the client notices: its own words, or those of the incident.
func (inc *Incident) ImpactOn(client string) string {
	if aff := inc.Affected(client); aff != nil && aff.Impact != "" {
		return aff.Impact
	}
	return inc.Impact
}

// HasClient says whether the incident affects a client.
func (inc *Incident) HasClient(id string) bool {
	return slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return aff.Client.ID == id })
}

// OwnWords are the fields of texts that say what one client notices: they are
// not the same for all.
var OwnWords = []string{"impact", "impact_still", "impact_now"}

// NoticeNow makes the next text begin with the new words instead of those that
// were said last.
func (inc *Incident) NoticeNow(aff *Affected, now time.Time) {
	aff.ImpactAt = now
	inc.Happened(aff, promise.Wider, "", now)
	for _, field := range OwnWords {
		delete(aff.Said, field)
	}
}

// place names a client of the incident in a few characters: a button carries a
// hundred of them. Clients are added to an incident and never taken out, so its
// place in the list stays.
func (inc *Incident) place(client string) string {
	for i := range inc.Clients {
		if inc.Clients[i].Client.ID == client {
			return "@" + strconv.Itoa(i)
		}
	}
	return client
}

// inPlace returns the id of the client that place named; any other word is an id.
func (inc *Incident) inPlace(s string) string {
	at, ok := strings.CutPrefix(s, "@")
	if i, err := strconv.Atoi(at); ok && err == nil && i >= 0 && i < len(inc.Clients) {
		return inc.Clients[i].Client.ID
	}
	return s
}

// FormatClients writes ids of clients so that a button can carry a hundred.
func (inc *Incident) FormatClients(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = inc.place(id)
	}
	return strings.Join(list, ",")
}

// ParseClients reads what FormatClients wrote.
func (inc *Incident) ParseClients(s string) []string {
	ids := strings.Split(s, ",")
	for i := range ids {
		ids[i] = inc.inPlace(ids[i])
	}
	return ids
}

// FormatGroup writes a group so that a button can carry a hundred.
func (inc *Incident) FormatGroup(group []outbox.Member) string {
	list := make([]string, len(group))
	for i, m := range group {
		list[i] = fmt.Sprintf("%s:%d", inc.place(m.Client), m.Promise)
	}
	return strings.Join(list, ",")
}

// ParseGroup reads what FormatGroup wrote.
func (inc *Incident) ParseGroup(s string) (group []outbox.Member, err error) {
	for part := range strings.SplitSeq(s, ",") {
		client, n, ok := strings.Cut(part, ":")
		m := outbox.Member{Client: inc.inPlace(client)}
		if _, err := fmt.Sscan(n, &m.Promise); !ok || client == "" || err != nil {
			return nil, fault.Errorf(fault.Invalid, "This button is from an older version. Nothing was sent. Write an update instead.")
		}
		group = append(group, m)
	}
	return group, nil
}
