package page

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/sandbox/catch"
)

// Mail is a mail as the page draws it.
type Mail struct {
	Key, Subject, From, Shown, Answer, Time string
	Text, Source, Unparsed                  string
	Calendar                                string
	Files                                   []string
	HTML                                    string // where it stands as HTML, for a frame that may do nothing; empty: it has none
}

// Call is a call as the page draws it.
type Call struct {
	Time, Name, Answer, Signature, Begins, Body string
	Taken, Bad                                  bool
	Headers                                     [][2]string
}

// NewMail draws a mail; key tells it apart, and zone is its reader's.
func NewMail(m catch.Mail, key string, zone *time.Location) Mail {
	v := Mail{
		Key: key, Subject: cmp.Or(m.Subject, "(no subject)"), From: m.From, Shown: m.Shown, Answer: m.Answer,
		Time: m.At.In(zone).Format("2 Jan 15:04 MST"), Text: m.Text, Source: string(m.Raw), Unparsed: m.Unparsed,
		Calendar: m.Calendar,
	}
	for _, f := range m.Files {
		v.Files = append(v.Files, fmt.Sprintf("%s, %d kB", f.Name, (len(f.Data)+999)/1000))
	}
	if m.HTML != "" {
		v.HTML = "/letter?" + url.Values{"id": {m.ID}}.Encode()
	}
	return v
}

// NewCall draws a call that was caught.
func NewCall(c catch.Call) Call {
	v := Call{
		Time: c.At.UTC().Format("15:04:05"), Name: c.Name, Body: c.Body, Taken: c.Taken(), Signature: c.Signature,
		Bad: c.Signature != "verified", Answer: "the answer was lost", Begins: Excerpt(c.Body),
	}
	if c.Status != 0 {
		v.Answer = strconv.Itoa(c.Status)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Header)) {
		v.Headers = append(v.Headers, [2]string{strings.ToLower(name), strings.Join(c.Header[name], ", ")})
	}
	return v
}
