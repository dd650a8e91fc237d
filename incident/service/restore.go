package service

import (
	"context"

	"candor/incident"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/recovery"
	"candor/incident/restore"
	"candor/incident/view"
	"candor/incident/work"
)

// TakeUpRestored does once what follows when the store was put back from a copy, and
// returns of which; nil if there is nothing to do. It is called before anything may
// leave. What clients are sent waits from then on until a person has confirmed what
// the copy knows of each; what was on its way is looked up, or asks.
func (s *Service) TakeUpRestored(ctx context.Context) (mark *restore.Mark, err error) {
	now := s.Now()
	err = s.save(ctx, func(tx records.Tx) error {
		if mark, err = tx.Restored(); err != nil || mark == nil || mark.Over {
			mark = nil
			return err
		}
		return recovery.TakeUp(&s.Firm, tx, *mark, now)
	})
	return mark, err
}

// Confirm takes a person's word that what a copy of the store knows of a client is
// right. From then on texts leave as always. The key of ref is that of the restore that
// was asked about, empty if it was typed.
func (s *Service) Confirm(ctx context.Context, a incident.Actor, ref view.Ref) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Send, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		return recovery.Confirm(w, aff, a, ref.Key)
	})
}
