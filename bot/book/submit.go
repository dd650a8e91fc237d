package book

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/view"
	"candor/messages/form"
)

// Submit makes a client, or changes what stands on the first page, and returns the next
// screen; nil if the form closes.
func (d Desk) Submit(ctx context.Context, ref view.Ref, v form.Values) (next *slack.ModalViewRequest, err error) {
	f := form.ReadClient(ref, v)
	var saved *client.Saved
	if made := ref.Client == ""; made {
		saved, err = d.Clients.Make(ctx, d.Actor, v.Get(client.FieldID), f)
	} else {
		saved, err = d.Clients.Edit(ctx, d.Actor, ref.Client, f)
	}
	if fault.CodeOf(err) == fault.Clash {
		return d.clashed(ctx, ref, f, err, form.Client)
	}
	if err != nil {
		return nil, err
	}
	if v.Get(form.FieldGoOn) != "" {
		l, err := d.Clients.Listed(ctx, d.Actor, saved.Client.ID)
		view := form.ClientMore(form.ClientView{Listing: l})
		if !form.FitsAck(view) {
			view = form.ClientGoOn(saved.Client)
		}
		return &view, err
	}
	if ref.Client != "" && len(saved.Shared) == 0 {
		return nil, nil
	}
	view := form.ClientSaved(saved, d.Command, ref.Client == "")
	return &view, nil
}

// SubmitMore changes what stands on the second page.
func (d Desk) SubmitMore(ctx context.Context, ref view.Ref, v form.Values) (next *slack.ModalViewRequest, err error) {
	f := form.ReadClient(ref, v)
	saved, err := d.Clients.Edit(ctx, d.Actor, ref.Client, f)
	if fault.CodeOf(err) == fault.Clash {
		return d.clashed(ctx, ref, f, err, form.ClientMore)
	}
	if err != nil || saved.Secret == "" && len(saved.Shared) == 0 {
		return nil, err
	}
	view := form.ClientSaved(saved, d.Command, false)
	return &view, nil
}

// clashed shows the form again, with the person's words and what somebody else
// wrote meanwhile.
func (d Desk) clashed(ctx context.Context, ref view.Ref, f client.ClientForm, why error, shown func(form.ClientView) slack.ModalViewRequest) (*slack.ModalViewRequest, error) {
	l, err := d.Clients.Listed(ctx, d.Actor, ref.Client)
	if err != nil {
		return nil, err
	}
	e, _ := errors.AsType[*fault.Error](why)
	typed := map[string]string{}
	for name, now := range f.Now {
		if client.Mark(now) != f.Shown[name] { // what the person did not touch shows what is stored
			typed[name] = now
		}
	}
	view := shown(form.ClientView{Listing: l, Typed: typed, Clash: e.Fields})
	if !form.FitsAck(view) {
		return nil, why
	}
	return &view, nil
}
