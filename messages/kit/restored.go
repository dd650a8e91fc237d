package kit

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/restore"
	"candor/incident/view"
	"candor/messages"
)

// AsOf says behind something else that it is known as of a copy only; "" if it is
// known as always.
func AsOf(before string, m *restore.Mark, w Pen) string {
	if m == nil {
		return ""
	}
	return before + "As of " + w.At(m.AsOf) + "; what was said since is not known here."
}

// mostNamed is how many clients are named before they are counted.
const mostNamed = 5

// AsOfFor is AsOf of something that is about several clients: where not all of them are
// known as of a copy only, it names those that are.
func AsOfFor(before string, list []*incident.Affected, w Pen) string {
	var names []string
	var oldest *restore.Mark
	for _, aff := range list {
		if m := aff.Restored; m != nil {
			names = append(names, w.Strong(aff.Client.Name))
			if oldest == nil || m.AsOf.Before(oldest.AsOf) {
				oldest = m
			}
		}
	}
	switch n := len(names); {
	case n == len(list) || n == 0:
		return AsOf(before, oldest, w)
	case n > mostNamed:
		names = []string{fmt.Sprintf("%d of them", n)}
	}
	return before + fault.And(names) + ": as" + strings.TrimPrefix(AsOf("", oldest, w), "As")
}

// AsOfCopy asks whether what a copy of the store knows of a client is right.
func AsOfCopy(v view.View, _ outbox.Delivery) Post {
	aff, m := v.Client, v.Client.Restored
	if m == nil {
		m = &restore.Mark{}
	}
	ref := view.Ref{Number: v.Incident.Number, Client: aff.Client.ID}
	return BothWays(v.Now, func(w Pen) string {
		told := "not told yet"
		if !aff.ToldAt.IsZero() {
			told = "last told " + w.At(aff.ToldAt)
		}
		if p := aff.Next(); p != nil {
			told += ", the next update due " + w.At(p.DueAt)
		}
		if p := aff.Owed(promise.Meeting); p != nil {
			told += ", a call promised for " + w.At(p.DueAt) + " (it was made? Press I told them myself, then I called them)"
		}
		return fmt.Sprintf("%s: Candor's data was put back from a copy as of %s. What was said to %s since is not known here. As of then: %s.\nNothing is sent to them, not even what you write, until somebody says that this is right. Read their channel and your mail first. If they heard something since, press I told them myself and say what. %s",
			v.Incident.Name(), w.At(m.AsOf), w.Strong(aff.Client.Name), told, LostTimes)
	}, slack.NewActionBlock("do", Vouching(m, ref, Button(ActTold, ref, "I told them myself"))...))
}

// LostTimes says what a person has to enter of a text that a copy does not know: nobody
// is reminded of it else.
const LostTimes = "A time that it named is not known either: enter the next update with it, and put a promised call into your own calendar."

// Vouch is on the button with which a person vouches for what a copy knows.
const Vouch = "What we know is right: go on"

// VouchFor is Vouch where several clients are spoken of.
func VouchFor(name string) string {
	return "What we know of " + messages.Cut(name, 40) + " is right"
}

// TakesNone says whether no text to a client can be offered now: one is on its way, or
// nobody has vouched yet for what a copy knows.
func TakesNone(aff *incident.Affected) bool { return aff.Out > 0 || aff.Restored != nil }

// Vouching puts before a button the one with which a person vouches for what a copy
// knows, where that is asked.
func Vouching(m *restore.Mark, ref view.Ref, other *slack.ButtonBlockElement) []slack.BlockElement {
	if m == nil {
		return []slack.BlockElement{other}
	}
	return []slack.BlockElement{VouchButton(m, ref, Vouch), other}
}

// VouchButton answers the question of this restore, and of no other.
func VouchButton(m *restore.Mark, ref view.Ref, label string) *slack.ButtonBlockElement {
	ref.N, ref.Key = 0, m.Key()
	return Primary(Button(ActConfirm, ref, label))
}
