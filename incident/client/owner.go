package client

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// Holder is a client as a place knows them where they are reached: the list of
// clients, or an incident that is not over and goes on with what it knows.
type Holder struct {
	Client Client
	In     string // the incident; empty: the list
	OneOff bool   // typed when that was declared, and in no list
	Hidden bool   // whoever asks need not know of the incident, so it is not named
}

const anotherClient = "another client"

// Who names the holder in the middle of a sentence.
func (h Holder) Who() string {
	switch {
	case h.Hidden && h.OneOff:
		return anotherClient
	case h.Hidden || h.In == "":
		return h.Client.Name
	}
	return h.Client.Name + " (" + h.In + ")"
}

// is says whether both are one client. An incident may know them by a name alone,
// or by an id that they no longer have.
func (h Holder) is(other Holder) bool {
	if strings.EqualFold(h.Client.Name, other.Client.Name) && cmp.Or(h.In, other.In) != "" {
		return true
	}
	return h.Client.ID == other.Client.ID && !h.OneOff && !other.OneOff
}

// Shared is a place where a client is reached, and another one, too.
type Shared struct {
	Destination
	Other Holder
}

// Alone says whether the place must be one client's alone: what one is told there
// everybody reads. At an address of one person two clients may have the same one.
func (s Shared) Alone() bool { return s.Way().At != "" }

// Noun is what is shared, in a word or two.
func (s Shared) Noun() string {
	switch s.Via {
	case ViaEmail:
		return "mail address"
	case viaPhone:
		return "phone number"
	}
	return s.Way().Noun()
}

// Sentence says who else has it.
func (s Shared) Sentence() string {
	who := s.Other.Who()
	if who == anotherClient {
		who = "Another client"
	}
	return who + " has this " + s.Noun() + "."
}

// Field is where a form has the place.
func (s Shared) Field() string {
	switch s.Via {
	case ViaEmail:
		return FieldEmail
	case viaPhone:
		return FieldPhone
	}
	return s.Way().Field
}

// Sharing lists the places of a client that another one of all has, too, each with
// the first who has it.
func (h Holder) Sharing(all []Holder) (list []Shared) {
	for _, d := range h.Client.places() {
		if other := h.OtherAt(d, all); other != nil {
			list = append(list, Shared{d, *other})
		}
	}
	return list
}

// OtherAt is the first of all who is reached at a destination and is not this
// client; nil if there is none. Whoever asks to whom a place belongs asks here.
func (h Holder) OtherAt(d Destination, all []Holder) *Holder {
	for i := range all {
		if !h.is(all[i]) && slices.ContainsFunc(all[i].Client.places(), d.same) {
			return &all[i]
		}
	}
	return nil
}

// viaPhone is no way of a text: people call there.
const viaPhone = "phone"

// places lists all destinations that are the client's, those that are switched
// off, too.
func (c *Client) places() (list []Destination) {
	add := func(via, to string) {
		if d := (Destination{Via: via, To: to}); to != "" && !slices.ContainsFunc(list, d.same) {
			list = append(list, d)
		}
	}
	for _, w := range ways {
		add(w.Via, w.Address(c))
	}
	for _, ct := range c.Contacts {
		add(ViaEmail, ct.Email)
		add(viaPhone, digits(ct.Phone))
	}
	add(ViaEmail, c.Letters)
	return list
}

// digits is a phone number however it was written.
func digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.Replace(phone, "(0)", "", 1))
}

// sameAddress says whether two addresses of the web lead to one place, however
// they are written.
func sameAddress(a, b string) bool {
	return a == b || plainAddress(a) == plainAddress(b)
}

// plainAddress is an address of the web without what makes no difference.
func plainAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return s
	}
	host, port := strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), u.Port()
	if port == map[string]string{"https": "443", "http": "80"}[u.Scheme] {
		port = ""
	}
	return strings.Join([]string{u.Scheme, host, port, strings.TrimRight(u.Path, "/"), u.RawQuery}, "\n")
}
