package inbox

import (
	"context"
	"sync"
	"time"
)

// worked is the ids of what was worked off and may still be in the inbox. A use
// case takes its envelope off in its own commit. What had nothing to commit, a
// question, leaves together with what comes in next, or soon: by
// itself it would cost the disk as much as a change. Until then a crash makes
// the program answer it once more.
type worked struct {
	mu  sync.Mutex
	ids []string
}

func (w *worked) add(id string) {
	w.mu.Lock()
	w.ids = append(w.ids, id)
	w.mu.Unlock()
}

func (w *worked) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := w.ids
	w.ids = nil
	return ids
}

// tidyEvery is how long what was worked off stays in the inbox if nothing comes in.
const tidyEvery = time.Second

// Tidy takes what was worked off off the inbox.
func (in *Inbox) Tidy(ctx context.Context) {
	ids := in.done.take()
	if len(ids) == 0 {
		return
	}
	if err := in.Store.Finish(ctx, ids...); err != nil {
		in.Log.Error("requests stay in the inbox and may be done again: the store failed", "err", err)
		in.fatal(err)
	}
}

// End takes a request off the inbox at once: its answer says that it was not done,
// and no restart may do it after that. An error means that it may still be done.
func (in *Inbox) End(ctx context.Context, id string) error {
	ids := append(in.done.take(), id)
	err := in.Store.Finish(ctx, ids...)
	if err != nil {
		for _, id := range ids {
			in.done.add(id)
		}
	}
	return err
}
