package drill

import (
	"slices"
	"strings"
	"time"

	"candor/incident/schedule"
)

// gap is between two lines, in the three minutes of a script: nobody types faster.
const gap = 4 * time.Second

func (d *Drill) paced(after time.Duration) time.Duration {
	return after * time.Duration(max(d.Pace, 1))
}

// after is how long a line waits.
func (d *Drill) after(l *Line) time.Duration { return d.paced(time.Duration(l.After) * time.Second) }

// Over is when the person who is played has said all.
func (d *Drill) Over() time.Time { return d.At.Add(d.paced(Lasts)) }

// Play has the person say what is due by now, after what they have heard so far, and
// returns it. zone is that in which texts name times. It sets when to look again.
func (d *Drill) Play(heard []Text, now time.Time, zone *time.Location) (new []Said) {
	for {
		i, at := d.next(heard)
		if i < 0 || at.After(now) {
			d.NextAt = at
			return new
		}
		promised := ""
		if l := &d.Script.Lines[i]; l.When == Late {
			promised = d.overdue(l, heard)[d.count(Late)].In(zone).Format("15:04")
		}
		says := strings.NewReplacer("{promised}", promised, "{now}", at.In(zone).Format("15:04")).Replace(d.Script.Lines[i].Says)
		d.Said = append(d.Said, Said{Line: i, At: at, Text: says})
		new = append(new, d.Said[len(d.Said)-1])
	}
}

// next is the line that comes next, and when; -1 if none does.
func (d *Drill) next(heard []Text) (line int, at time.Time) {
	line = -1
	for i := range d.Script.Lines {
		if d.saidAt(i) != nil {
			continue
		}
		t := d.dueAt(&d.Script.Lines[i], heard)
		if t.IsZero() || t.After(d.Over()) {
			continue
		}
		if line < 0 || t.Before(at) {
			line, at = i, t
		}
	}
	if n := len(d.Said); n > 0 && line >= 0 {
		at = schedule.Later(at, d.Said[n-1].At.Add(d.paced(gap)))
	}
	return line, at
}

// saidAt is when a line was said, nil if it was not.
func (d *Drill) saidAt(line int) *time.Time {
	for i := range d.Said {
		if d.Said[i].Line == line {
			return &d.Said[i].At
		}
	}
	return nil
}

// count is how many lines of a sort were said.
func (d *Drill) count(w When) (n int) {
	for _, s := range d.Said {
		if d.Script.Lines[s.Line].When == w {
			n++
		}
	}
	return n
}

// dueAt is when a line is said if nothing more happens; zero: never.
func (d *Drill) dueAt(l *Line, heard []Text) time.Time {
	after := d.after(l)
	switch l.When {
	case Start:
		return d.unless(l, heard, d.At.Add(after))
	case Untold:
		if at := d.At.Add(after); len(heard) == 0 || heard[0].At.After(at) {
			return at
		}
	case Told:
		if len(heard) > 0 {
			return heard[0].At.Add(after)
		}
	case Late:
		if list, n := d.overdue(l, heard), d.count(Late); n < len(list) {
			return list[n].Add(after)
		}
	case Open, Answered:
		return d.dueOf(l, heard)
	case Well, Badly:
		if (d.unanswered(heard) == nil) == (l.When == Well) {
			return d.Over()
		}
	}
	return time.Time{}
}

// unless is when a question is asked: never if what they read by then has answered it.
func (d *Drill) unless(l *Line, heard []Text, at time.Time) time.Time {
	if len(l.Words) > 0 && slices.ContainsFunc(heard, func(t Text) bool { return !t.At.After(at) && t.answers(l) }) {
		return time.Time{}
	}
	return at
}

// dueOf is when a line about a question is said.
func (d *Drill) dueOf(l *Line, heard []Text) time.Time {
	q := d.Script.question(l.Of)
	asked := d.asked(q)
	if asked.IsZero() {
		return time.Time{}
	}
	answered := answeredAt(q, asked, heard)
	after := d.after(l)
	switch {
	case l.When == Answered && !answered.IsZero():
		return answered.Add(after)
	case l.When == Open && (answered.IsZero() || answered.After(asked.Add(after))):
		return asked.Add(after)
	}
	return time.Time{}
}

// asked is when a question was asked; zero if it was not.
func (d *Drill) asked(q *Line) time.Time {
	for i := range d.Script.Lines {
		if at := d.saidAt(i); &d.Script.Lines[i] == q && at != nil {
			return *at
		}
	}
	return time.Time{}
}

// answeredAt is when a question was answered, after it was asked; zero if it was not.
func answeredAt(q *Line, asked time.Time, heard []Text) time.Time {
	for _, t := range heard {
		if !t.At.Before(asked) && t.answers(q) {
			return t.At
		}
	}
	return time.Time{}
}

// unanswered is the first question that was asked and is not answered, nil if all are.
func (d *Drill) unanswered(heard []Text) *Line {
	for i := range d.Script.Lines {
		l := &d.Script.Lines[i]
		if at := d.asked(l); l.Asks != "" && !at.IsZero() && answeredAt(l, at, heard).IsZero() {
			return l
		}
	}
	return nil
}

// overdue are the times that were promised, the earliest first, at which no text had come,
// and none so soon after that a line about it was not said.
func (d *Drill) overdue(l *Line, heard []Text) (list []time.Time) {
	for _, t := range heard {
		if !t.Next.IsZero() && !wroteBetween(heard, t.At, t.Next.Add(d.after(l))) {
			list = append(list, t.Next)
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return list
}

// wroteBetween says whether a text came after one instant, and by another.
func wroteBetween(heard []Text, from, to time.Time) bool {
	return slices.ContainsFunc(heard, func(t Text) bool { return t.At.After(from) && !t.At.After(to) })
}

// InOrder sorts texts by when they arrived.
func InOrder(list []Text) {
	slices.SortStableFunc(list, func(a, b Text) int { return a.At.Compare(b.At) })
}
