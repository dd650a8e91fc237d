package sandbox

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// mailPlace is the place in a person's column that shows their mail.
const mailPlace = "mail"

// mailView is a mail as the page draws it.
type mailView struct {
	Key, Subject, From, Shown, Answer, Time string
	Text, Source, Unparsed                  string
	HTML                                    string // only ever drawn inside a frame that may do nothing
}

// caughtView is a call as the page draws it.
type caughtView struct {
	Time, Name, Answer, Signature, Begins, Body string
	Taken, Bad                                  bool
	Headers                                     [][2]string
}

func (s *Server) serveCaught(w http.ResponseWriter, _ *http.Request, t *template.Template) {
	s.mu.Lock()
	v := struct {
		Title           string
		Mails           []mailView
		Webhooks, Wakes []caughtView
	}{Title: s.app.botName() + " sandbox", Mails: s.mailViews("", "caught", "UTC")}
	for _, c := range slices.Backward(s.caught) {
		switch c.Kind {
		case CaughtWebhook:
			v.Webhooks = append(v.Webhooks, callView(c))
		case CaughtWake:
			v.Wakes = append(v.Wakes, callView(c))
		}
	}
	s.mu.Unlock()
	s.draw(w, t, "caught", v)
}

// mailViews draws the mail to an address, newest first, with the times of a
// person's clock. The lock is held.
func (s *Server) mailViews(to, column, user string) (list []mailView) {
	for i, m := range s.mailsTo(to) {
		list = append(list, mailView{
			Key: fmt.Sprintf("%s-mail-%d", column, i), Subject: cmp.Or(m.Subject, "(no subject)"), From: m.From, Shown: m.Shown, Answer: m.Answer,
			Time: m.At.In(s.zone(user)).Format("2 Jan 15:04 MST"), Text: m.Text, Source: string(m.Raw), Unparsed: m.Unparsed,
			HTML: m.HTML,
		})
	}
	slices.Reverse(list)
	return list
}

func callView(c Caught) caughtView {
	v := caughtView{
		Time: c.At.UTC().Format("15:04:05"), Name: c.Name, Body: c.Body, Taken: c.Taken(), Signature: c.Signature,
		Bad: c.Signature != "verified", Answer: "the answer was lost", Begins: excerpt(c.Body),
	}
	if c.Status != 0 {
		v.Answer = strconv.Itoa(c.Status)
	}
	for _, name := range sortedKeys(c.Header) {
		v.Headers = append(v.Headers, [2]string{strings.ToLower(name), strings.Join(c.Header[name], ", ")})
	}
	return v
}

// mailTab is a client's mailbox in their column, for those who got mail. If it is
// wanted it is opened; here says so.
func (s *Server) mailTab(c *columnView, wanted, url string) (tabs []tab, here bool) {
	p := c.Person
	n := len(s.mailsTo(p.Email))
	if p.Email == "" || !s.stranger(p) || n == 0 {
		return nil, false
	}
	if here = wanted == mailPlace; here {
		s.mailRead[p.ID] = n
		c.Place = &placeView{Key: c.Key, ID: mailPlace, Name: "Mail", About: p.Email, Mails: s.mailViews(p.Email, c.Key, p.ID)}
	}
	return []tab{{Label: "Mail", Mark: "✉", URL: url, Here: here, Unread: n - s.mailRead[p.ID]}}, here
}
