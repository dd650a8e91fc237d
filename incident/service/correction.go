package service

import (
	"context"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/update"
)

// Updates returns what was written to a client, oldest first, to somebody who
// may see the incident.
func (s *Service) Updates(ctx context.Context, a incident.Actor, number int64, client string) (list []*update.Update, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		if err := policy.May(a, policy.See, inc, client); err != nil {
			return err
		}
		aff, err := inc.Find(client)
		if err != nil {
			return err
		}
		list = nil
		for n := 1; n <= aff.Updates; n++ {
			u, err := tx.ClientUpdate(number, aff.Client.ID, n)
			if damage.IsLost(err) {
				continue
			}
			if err != nil {
				return err
			}
			list = append(list, u)
		}
		return nil
	})
	return list, err
}
