package main

import (
	"context"
	"log/slog"

	"candor/incident/service"
)

// takeUp does what follows where the store was put back from a copy, before anything
// runs on it.
func takeUp(ctx context.Context, s *service.Service, log *slog.Logger) error {
	mark, err := s.TakeUpRestored(ctx)
	if mark != nil && err == nil {
		log.Warn("the store was put back from a copy: nothing is sent to clients until a person confirms each", "as of", mark.AsOf, "put back", mark.At)
	}
	return err
}
