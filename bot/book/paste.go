// Package book takes in what a person submits about clients: one, or many pasted into one field.
package book

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/clientlist"
	"candor/incident/fault"
	"candor/incident/service"
	"candor/messages/form"
)

// Desk is where one person submits.
type Desk struct {
	Clients  service.Clients
	Actor    incident.Actor
	Command  string
	Channels map[string]string // those that Candor is in: id → name
}

// Take saves the clients of a form, all of them, or none and says which lines are
// wrong; or, if that is wanted, those whose lines are right.
func (d Desk) Take(ctx context.Context, v form.Values) (p form.Pasted, err error) {
	book, err := d.Clients.Book(ctx, d.Actor)
	if err != nil {
		return p, err
	}
	var have []client.Client
	for _, l := range book {
		have = append(have, l.Client)
	}
	list, err := clientlist.Read([]byte(v.Get(form.FieldList)), have)
	if err != nil {
		return p, fault.FieldError(form.FieldList, "%s Nothing was saved.", err)
	}
	d.place(&list, have)
	if len(list.Bad) > 0 && v.Get(form.FieldLeaveOut) == "" {
		return p, fault.FieldError(form.FieldList, "%s", wrong(list))
	}
	clients := list.Clients()
	for i := range clients {
		clients[i].Email = v.Get(form.FieldMailToo) != "" && slices.ContainsFunc(clients[i].Contacts, func(ct client.Contact) bool { return ct.Email != "" })
	}
	if len(clients) > 0 {
		sum, err := d.Clients.Take(ctx, d.Actor, clients)
		if err != nil {
			return p, fault.FieldError(form.FieldList, "%s", strings.Replace(err.Error(), "Nothing was imported.", "Nothing was saved.", 1))
		}
		p.Added = append(sum.Added, sum.Changed...)
	}
	for _, b := range list.Bad {
		p.Left = append(p.Left, b.String())
	}
	p.Known, p.Ignored = list.Known, list.Ignored
	return p, nil
}

// shownBad is how many lines a refusal names.
const shownBad = 8

func wrong(list clientlist.List) string {
	all := len(list.Bad) + len(list.Rows) + len(list.Known)
	lines := []string{fmt.Sprintf("Nothing was saved: %d of %d cannot be taken. Correct them, or tick below to leave them out.", len(list.Bad), all)}
	for i, b := range list.Bad {
		if i == shownBad {
			lines = append(lines, fmt.Sprintf("… and %d more.", len(list.Bad)-i))
			break
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}

var inMarks = regexp.MustCompile(`^<#([A-Z0-9]+)(?:\|[^>]*)?>$`)

// place puts the ids of channels where names were written. One in which Candor is
// not, or that another client has, makes its line a wrong one.
func (d Desk) place(list *clientlist.List, have []client.Client) {
	held := map[string]string{}
	for _, c := range have {
		held[c.Slack] = c.Name
	}
	for _, r := range slices.Clone(list.Rows) {
		if r.Channel == "" {
			continue
		}
		switch id := d.channel(r.Channel); {
		case id == "":
			list.Refuse(r.Line, fmt.Sprintf("Candor is in no channel %s. Is the name right? If so, type /invite @Candor there.", r.Channel))
		case held[id] != "":
			list.Refuse(r.Line, fmt.Sprintf("%s has the channel %s. Give each client one of its own: what one is told is not for the other.", held[id], r.Channel))
		default:
			held[id] = r.Client.Name
			list.Place(r.Line, id)
		}
	}
}

// channel is the id of a channel that was written by name or by id.
func (d Desk) channel(written string) string {
	word := strings.TrimPrefix(written, "#")
	if m := inMarks.FindStringSubmatch(written); m != nil {
		word = m[1]
	}
	for id, name := range d.Channels {
		if id == word || strings.EqualFold(name, word) {
			return id
		}
	}
	return ""
}
