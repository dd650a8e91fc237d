package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Status is how copies stand. The zero value is of a store that is not copied.
type Status struct {
	On      bool      `json:"on"` // copies are made
	Dir     string    `json:"dir"`
	Free    *uint64   `json:"free,omitempty"`     // bytes on the disk of the folder; not there if the system does not say
	Last    Copy      `json:"last"`               // the last one that could be read to its end
	LastDir string    `json:"last_dir,omitempty"` // where it was put; empty if nobody has noted that
	Missed  int       `json:"missed"`
	Red     bool      `json:"red"`              // too many were missed
	Next    time.Time `json:"next,omitzero"`    // when the next is due
	Running time.Time `json:"running,omitzero"` // since when one is being made; zero: none is
	Hook    HookEnd   `json:"hook,omitzero"`
	Wrong   []string  `json:"wrong"` // what people should do something about
}

// NoCopies is said where the config asks for none.
const NoCopies = "No copies of Candor's data are made. What was promised to clients is on one disk only. Write backup: {} into the config, then start candor again."

// Status is how copies stand now. It asks no disk: who wants to know must not wait for one.
func (k *Keeper) Status() Status {
	k.mu.Lock()
	defer k.mu.Unlock()
	now, s, zone := k.Now(), k.state, k.Job.Zone
	v := Status{On: true, Dir: k.Job.Dir, Last: s.Last, LastDir: s.Dir, Running: k.begun, Hook: s.Hook, Next: k.due, Free: k.free}
	v.Missed = k.missed(now)
	v.Red = v.Missed >= TooMany
	if v.Next.IsZero() {
		v.Next = s.Next(k.Every, zone, now)
	}
	if v.Red {
		v.Wrong = append(v.Wrong, redLine(s, v.Missed))
	}
	if s.Error != "" {
		v.Wrong = append(v.Wrong, fmt.Sprintf("The last try, at %s, failed. %s", Instant(s.Tried), s.Error))
	}
	if s.Hook.Problem != "" && k.Hook.Command != "" {
		v.Wrong = append(v.Wrong, hookLine(s))
	}
	if v.Free != nil && *v.Free < leastRoom+uint64(s.Last.Size) && s.Error == "" {
		v.Wrong = append(v.Wrong, fmt.Sprintf("The next copy of Candor's data will not fit: %d MB are free in %s. Make room there, or lower backup.keep.", *v.Free>>20, v.Dir))
	}
	return v
}

func lastLine(s State) string {
	if s.Last.IsZero() {
		return "There is no copy that can be relied on yet."
	}
	return "The last one that can be relied on is of " + Instant(s.Last.At) + "."
}

func redLine(s State, missed int) string {
	return fmt.Sprintf("%d copies of Candor's data were missed. %s What was promised since is on one disk only. Type candor backup on its machine and do what it says.", missed, lastLine(s))
}

func hookLine(s State) string {
	return fmt.Sprintf("The command after the copy of Candor's data failed at %s: %s. The copy is made and can be read, and lies on this machine only. The log has what the command said; run it by hand, or correct backup.after in the config.", Instant(s.Hook.At), s.Hook.Problem)
}

// Lines say how copies stand, for whoever runs Candor.
func (v Status) Lines() (list []string) {
	if !v.On {
		return v.Wrong
	}
	list = append(list, v.LastLine())
	if !v.Running.IsZero() {
		list = append(list, "A copy is being made since "+Instant(v.Running))
	}
	list = append(list, fmt.Sprintf("Next copy: %s, into %s%s", Instant(v.Next), v.Dir, RoomLeft(v.Free)))
	switch {
	case v.Hook.At.IsZero():
	case v.Hook.Problem == "":
		list = append(list, "The command after it: well, at "+Instant(v.Hook.At))
	default:
		list = append(list, "The command after it: "+v.Hook.Problem+", at "+Instant(v.Hook.At))
	}
	return list
}

// LastLine says when the last copy was made.
func (v Status) LastLine() string {
	if v.Last.IsZero() {
		return "Last copy: none yet"
	}
	where := ""
	if v.Last.Name != "" && v.LastDir != "" {
		where = ": " + filepath.Join(v.LastDir, v.Last.Name)
	}
	return fmt.Sprintf("Last copy: %s, read to its end, %s%s", Instant(v.Last.At), Megabytes(uint64(v.Last.Size)), where)
}

// RoomLeft is how much is free on a disk, behind what is on it; nothing if the
// system does not say.
func RoomLeft(free *uint64) string {
	if free == nil {
		return ""
	}
	return fmt.Sprintf(", %d MB free on its disk", *free>>20)
}

// Room is how many bytes may still be written in a folder; nil if the system does not say.
// None is a number, too.
func Room(dir string) *uint64 {
	if free, known := FreeSpace(dir); known {
		return &free
	}
	return nil
}

// Cramped says that a store soon accepts nothing, since its disk is full; empty if there is
// room, or the system does not say.
func Cramped(free *uint64) string {
	if free == nil || *free >= leastRoom {
		return ""
	}
	return fmt.Sprintf("%d MB are free on the disk of the store. Make room: when the disk is full Candor accepts nothing any more.", *free>>20)
}

// Megabytes is a size as people say it.
func Megabytes(n uint64) string {
	if n < 1<<20 {
		return "1 MB"
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// Moment is of which moment the store at a path is, behind that; nothing if it does not say.
func (r Report) Moment(path string) string {
	if at := AsOf(path, r); !at.IsZero() {
		return ", as of " + Instant(at) + ","
	}
	return ""
}

// Summary says what of a store tells one from another, and what of it cannot be read.
func (r Report) Summary() (list []string) {
	for _, line := range slices.Concat(r.Damaged, r.Problems) {
		list = append(list, "cannot be read: "+line)
	}
	list = append(list, r.Newly()...)
	switch {
	case len(r.Open) == 0 && len(r.Damaged) > 0:
		list = append(list, "due to clients: nothing that can be read")
	case len(r.Open) == 0:
		list = append(list, "due to clients: nothing")
	}
	for _, o := range r.Open {
		list = append(list, fmt.Sprintf("due %s: %s, %s (%s)", Instant(o.Due), o.Kind, o.Client, o.Incident))
	}
	return list
}

// Newly says what is newest in a store.
func (r Report) Newly() (list []string) {
	newest, told, kind := "none", "nobody was told anything", ""
	if len(r.Damaged) > 0 { // what is lost may be the newest, and more
		newest, told, kind = "none that can be read", "none that can be read", " of what can be read"
	}
	if r.Newest != "" {
		newest = r.Newest
	}
	switch {
	case !r.Said.IsZero():
		told = Instant(r.Said) + ", to " + r.SaidTo
	case len(r.OnWay) > 0 && len(r.Damaged) == 0:
		told = "none had arrived"
	}
	list = append(list, "newest incident"+kind+": "+newest, "last text to a client"+kind+": "+told)
	for _, w := range r.OnWay {
		n, whose := "1 text was", "its"
		if w.Texts > 1 {
			n, whose = fmt.Sprint(w.Texts, " texts were"), "their"
		}
		list = append(list, fmt.Sprintf("%s on %s way to %s (%s), and may have arrived since", n, whose, w.Client, w.Incident))
	}
	return list
}

// Inventory says which copies lie in a folder, the newest first.
func Inventory(dir string) string {
	copies, err := List(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "There is no folder " + dir + "."
	case err != nil:
		return atDisk(err, dir, true).Error() + ", so nobody knows which copies lie there."
	case len(copies) == 0:
		return "There is no copy in " + dir + "."
	}
	const most = 5
	var names []string
	for _, c := range copies[:min(most, len(copies))] {
		names = append(names, c.Name)
	}
	more := ""
	if n := len(copies) - most; n > 0 {
		more = fmt.Sprintf(", and older ones: %d", n)
	}
	return "In " + dir + " lie, the newest first: " + strings.Join(names, ", ") + more + "."
}
