// Package astray looks whether the file of the store still stands where a start would find it.
// A program whose file was moved, deleted or replaced goes on with the one that it has open,
// as if nothing had happened; all that is promised would go with its end.
package astray

import (
	"context"
	"log/slog"
	"net"
	"sync"
	"time"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/control"
	"candor/store/backup"
	"candor/store/bolt"
)

// Store is what is asked of it.
type Store interface {
	Place() bolt.Place
	PutBack(context.Context) error
}

// Watch looks after one store. Set the fields before use; it must not be copied.
type Watch struct {
	Store Store
	File  string                              // where it stands
	Tell  func(context.Context, string) error // people
	Now   func() time.Time
	Log   *slog.Logger

	mu   sync.Mutex
	at   bolt.Place
	told time.Time // when people were told last; zero: they need not know
}

const (
	// LookEvery is how often it is looked. What is so at two looks in a row is said.
	LookEvery = 5 * time.Second
	// again is how often people hear it until it is put right.
	again = time.Hour
)

// Look looks, and tells people what they do not know yet. A disk that does not answer says nothing.
func (w *Watch) Look(ctx context.Context) {
	now, err := backup.Soon(func() (bolt.Place, error) { return w.Store.Place(), nil })
	if err != nil {
		return
	}
	w.mu.Lock()
	same, told := now == w.at, w.told
	w.at = now
	w.mu.Unlock()
	text := ""
	switch {
	case !same:
		return
	case now != bolt.Here && (told.IsZero() || w.Now().Sub(told) >= again):
		text, told = said(now, w.File), w.Now()
		w.Log.Error(text)
	case now == bolt.Here && !told.IsZero():
		text, told = "Candor's data stands in its place again, at "+w.File+". Nothing was lost.", time.Time{}
		w.Log.Info(text)
	default:
		return
	}
	if err := w.Tell(ctx, text); err != nil {
		w.Log.Warn("people could not be told where the data is; trying again", "err", err)
		return
	}
	w.mu.Lock()
	w.told = told
	w.mu.Unlock()
}

// Wrong is what is wrong with the place of the store, in whole sentences; "" if nothing is.
func (w *Watch) Wrong() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return said(w.at, w.File)
}

// said is what happened, what is safe and what to do.
func said(at bolt.Place, file string) string {
	const safe = " Nothing is lost yet: Candor goes on with its own, which it has open, and promises are kept. It is lost if Candor is killed, or its machine fails. "
	switch at {
	case bolt.Gone:
		return "The file with Candor's data, " + file + ", was moved or deleted while Candor runs." + safe +
			"Whoever runs Candor: was it moved, move it back. Was it deleted, stop Candor as usual and start it again: as it ends it writes all of its data there."
	case bolt.Another:
		return "Another file stands where Candor's data was, at " + file + "." + safe +
			"Whoever runs Candor: do not stop it yet. Move that other file away; was Candor's own moved, move it back. Else stop Candor as usual and start it again: as it ends it writes all of its data there."
	}
	return ""
}

// End puts the data back where nothing stands in its place, when nothing is written any more. It
// says whether all of it stands there now, as far as the disk answers.
func (w *Watch) End(ctx context.Context) (there bool) {
	at, err := backup.Soon(func() (bolt.Place, error) { return w.Store.Place(), nil })
	switch {
	case err != nil || at == bolt.Here:
		return true
	case at == bolt.Another:
		w.Log.Error("the data of this program is lost with its end, or stands where somebody moved it: another file was in its place. Put back the file that was moved, or the last copy", "file", w.File)
	default:
		if err := w.Store.PutBack(ctx); err != nil {
			w.Log.Error("the file of the store was moved or deleted, and the data could not be written to its place again. Put back the file that was moved, or the last copy", "file", w.File, "err", err)
			return false
		}
		w.Log.Warn("the file of the store was moved or deleted while Candor ran. All of its data was written to its place again. If it was moved, the file there is not used any more", "file", w.File)
		return true
	}
	return false
}

// Other is an error where a candor runs beside the path of a store on which none runs: its file
// was moved, deleted or replaced, and a second program would know none of what it promised since.
func Other(store string) error {
	conn, err := net.DialTimeout("unix", control.SocketOf(store), time.Second)
	if err != nil {
		return nil
	}
	_ = conn.Close()
	if p, err := bolt.Look(store); err != nil || p.InUse { // opening it says what is wrong
		return nil
	}
	return cli.Sentence("a candor runs already whose data was at %s, and what stands there now is not its file: that was moved, deleted or replaced while it runs. "+
		"Nothing was started or changed, and the one that runs keeps what was promised. Type candor status; it says what to do.", store)
}
