package kit

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
	"candor/incident/restore"
	"candor/incident/view"
)

// AsOf says behind something else that it is known as of a copy only; "" if it is
// known as always.
func AsOf(before string, m *restore.Mark, w Pen) string {
	if m == nil {
		return ""
	}
	return before + "As of " + w.At(m.AsOf) + "; what was said since is not known here."
}

// AsOfCopy asks whether what a copy of the store knows of a client is right.
func AsOfCopy(v view.View, _ outbox.Delivery) Post {
	aff, m := v.Client, v.Client.Restored
	if m == nil {
		m = &restore.Mark{}
	}
	ref := view.Ref{Number: v.Incident.Number, Client: aff.Client.ID}
	return BothWays(v.Now, func(w Pen) string {
		told := "they had not heard from us"
		if !aff.ToldAt.IsZero() {
			told = "they were last told " + w.At(aff.ToldAt)
		}
		if p := aff.Next(); p != nil {
			told += " and expected to hear by " + w.At(p.DueAt)
		}
		return fmt.Sprintf("%s: Candor's data was put back from a copy as of %s. What was said to %s since is not known here. By then %s.\nNothing is sent to them, not even what you write, until you say that this is right. Read their channel and your mail first. If they heard something since, press I told them myself and say what.",
			v.Incident.Name(), w.At(m.AsOf), w.Strong(aff.Client.Name), told)
	}, slack.NewActionBlock("do", Primary(Button(ActConfirm, ref, "What we know is right: go on")), Button(ActTold, ref, "I told them myself")))
}
