package mailbox

import (
	"context"
	"errors"
	"time"

	"candor/incident/schedule"
)

// State says what keeps clients' mail from being seen, in a sentence or two; empty:
// nothing does.
func (m *Mailbox) State() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state
}

// report tells people what has changed: what goes wrong once, again while it goes on, and that it
// works again.
func (m *Mailbox) report(ctx context.Context, err error) error {
	t, _ := errors.AsType[*trouble](err)
	if t == nil && err != nil { // ours, and said where ours is said
		return nil
	}
	m.shows(t)
	m.mu.Lock()
	blip := t != nil && t.kind == outOfReach && m.fails < blips
	m.mu.Unlock()
	mark, err := m.Desk.Mark(ctx)
	kind := ""
	if t != nil {
		kind = t.kind
	}
	now, goesOn := m.Now(), mark.Trouble == kind
	if err != nil || blip || m.Tell == nil || goesOn && (t == nil || !schedule.SaysAgain(mark.Told, now, time.Local)) {
		return err
	}
	if err := m.Tell(ctx, map[bool]string{true: "Still so: "}[goesOn]+said(t)); err != nil {
		return err
	}
	mark.Trouble, mark.Told = kind, now
	return m.Desk.Note(ctx, mark)
}

// shows keeps what State says.
func (m *Mailbox) shows(t *trouble) {
	state := ""
	if t != nil {
		state = said(t)
	}
	m.mu.Lock()
	changed := m.state != state
	m.state = state
	m.mu.Unlock()
	if changed && m.Changed != nil {
		m.Changed()
	}
}

// said is what people hear.
func said(t *trouble) string {
	switch {
	case t == nil:
		return "What clients write by mail is seen again. What came meanwhile was brought to its incidents."
	case t.kind == almostFull:
		return "Clients' mail: " + t.what + ". " + t.fix + "."
	}
	return "What clients write by mail is not seen now: " + t.what + ". Nothing is lost: it stays in the mailbox, and comes here once this works. " + t.fix + "; until then, look there, or call them."
}

// Try looks into the mailbox once and reads nothing. It returns what keeps it from being
// read, in two sentences; both are empty where nothing does.
func (m *Mailbox) Try(ctx context.Context) (what, fix string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	s, end, err := open(ctx, m.server, m.trust)
	if err == nil {
		defer end()
		if s.used >= fullAt {
			return "the mailbox is almost full, and then what clients write is sent back to them.", "Delete what is old there."
		}
		return "", ""
	}
	t, ok := errors.AsType[*trouble](err)
	if !ok {
		return err.Error() + ".", "Look at mail.inbox in the config."
	}
	m.Log.Info("the mailbox cannot be read", "err", err)
	return t.what + ".", t.fix + "."
}
