package main

import (
	"net/url"

	"candor/incident/team"
)

// wakeFormats are the words for how a wake address is called.
var wakeFormats = map[string]team.WakeFormat{"": team.WakeText, "text": team.WakeText, "json": team.WakeJSON, "form": team.WakeForm}

// wake puts a person's wake address in its place and checks it without ever
// repeating it: whoever knows it can make a phone ring.
func (k checker) wake(at string, p *personConfig) {
	if _, ok := wakeFormats[p.WakeFormat]; !ok {
		k.bad(at+".wake_format", "%q is not a way to call an address. Write text, json or form.", p.WakeFormat)
	}
	t := token{key: at + ".wake", secret: &p.Wake, file: p.WakeFile}
	if !k.find(&t) || p.Wake.Reveal() == "" && p.WakeFile == "" {
		return
	}
	u, err := url.Parse(p.Wake.Reveal())
	if err != nil || u.Host == "" {
		k.bad(t.place, "is not a valid web address. Write the whole of it, from https:// on.")
		return
	}
	u.User = nil // a name and a password may stand in it
	if err := k.c.guard().Check(u); err != nil {
		k.bad(t.place, "%s.", err)
	}
}
