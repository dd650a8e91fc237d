package work

import (
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/schedule"
)

const replyPause = 2 * time.Second

// CopyReply queues the copy of a reply, or adds it to one that has not left yet.
func (w *Unit) CopyReply(aff *incident.Affected, r outbox.Reply) (key string, err error) {
	to := w.Inc.CopyTo()
	if n := len(aff.Copied); n > 0 {
		d, err := w.Tx.Delivery(aff.Copied[n-1].Key)
		if err != nil && !incident.IsLost(err) {
			return "", err
		}
		if err == nil && d.State == outbox.Waiting && d.Attempt == 0 && d.To == to && d.RoomFor(r) {
			d.Replies = append(d.Replies, r)
			return d.Key, w.Tx.PutDelivery(d)
		}
	}
	d := w.Inc.NewDelivery(outbox.Copy, aff.Client.ID+"/reply/"+r.TS, w.Now)
	d.Lane = w.Inc.Name() + "/" + aff.Client.ID + "/replies"
	d.Client, d.To, d.Replies = aff.Client.ID, to, []outbox.Reply{r}
	d.NotTill = schedule.Later(w.Now, aff.CopyAt.Add(replyPause))
	if len(aff.Asked) == 0 && to == "" { // the first since the last update: somebody should see it
		d.Users = []string{w.Inc.Holder(playbook.Comms)}
	}
	aff.CopyAt = d.NotTill
	return d.Key, Enqueue(w.Tx, d)
}

// Recopy queues an edit of a copy that has left, unless one is waiting already.
func (w *Unit) Recopy(aff *incident.Affected, d *outbox.Delivery) error {
	if d.State == outbox.Waiting || d.State == outbox.Dead {
		return nil
	}
	for n := 1; ; n++ {
		key := fmt.Sprintf("%s/edit/%d", d.Key[len(w.Inc.Name())+1:], n)
		switch old, err := w.Tx.Delivery(w.Inc.Name() + "/" + key); {
		case incident.IsDamaged(err): // the next number is free
		case fault.CodeOf(err) == fault.NotFound:
			e := w.Inc.NewDelivery(outbox.Recopy, key, w.Now)
			e.Lane, e.Client, e.Target = d.Lane, aff.Client.ID, d.Key
			return Enqueue(w.Tx, e)
		case err != nil:
			return err
		case old.State == outbox.Waiting:
			return nil
		}
	}
}
