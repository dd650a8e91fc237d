package client

import (
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/law"
	"candor/incident/schedule"
)

// LawsWith are the laws that apply to personal data of the client's: as its profile says,
// and those that were said besides. Empty: nobody has said; [law.None] alone: none.
func (c *Client) LawsWith(said []string) []string {
	list := slices.Clone(c.Laws)
	for _, name := range said {
		list = fault.AppendNew(list, name)
	}
	if len(list) > 1 {
		list = slices.DeleteFunc(list, func(name string) bool { return name == law.None })
	}
	return list
}

// TellWithin is how soon the contract wants us to tell them; 0 if nobody has looked it up.
func (c *Client) TellWithin() time.Duration {
	d, err := tellWithin(c.NotifyWithin)
	if err != nil {
		return 0 // it was checked when it was written
	}
	return d
}

func tellWithin(text string) (time.Duration, error) {
	if strings.TrimSpace(text) == "" {
		return 0, nil
	}
	return schedule.ParseSpan(text, time.Hour)
}

func setLaws(c *Client, text string) (err error) {
	c.Laws, err = law.Named(text)
	return err
}

func checkLaws(j Judge, at string, c *Client) {
	list, err := law.Named(strings.Join(c.Laws, " "))
	if err != nil {
		j.bad(at, "%s", err)
		return
	}
	c.Laws = list
}

func setNotify(c *Client, text string) error {
	_, err := tellWithin(text)
	c.NotifyWithin = text
	return err
}

func checkNotify(j Judge, at string, c *Client) {
	if _, err := tellWithin(c.NotifyWithin); err != nil {
		j.bad(at, "%s", err)
	}
}
