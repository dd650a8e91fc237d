package sandbox

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"

	"candor/sandbox/catch"
	"candor/sandbox/page"
)

// mailPlace is the place in a person's column that shows their mail.
const mailPlace = "mail"

func (s *Server) serveCaught(w http.ResponseWriter, _ *http.Request, t *template.Template) {
	s.mu.Lock()
	v := struct {
		Title           string
		Mails           []page.Mail
		Webhooks, Wakes []page.Call
	}{Title: s.app.BotName() + " sandbox", Mails: s.mailViews("", "caught", "UTC")}
	for _, c := range slices.Backward(s.caught) {
		switch c.Kind {
		case catch.Webhook:
			v.Webhooks = append(v.Webhooks, page.NewCall(c))
		case catch.Wake:
			v.Wakes = append(v.Wakes, page.NewCall(c))
		}
	}
	s.mu.Unlock()
	page.Draw(w, t, "caught", v, s.log)
}

// serveLetter shows a mail as HTML.
func (s *Server) serveLetter(w http.ResponseWriter, r *http.Request) {
	mails := s.Mails("")
	i := slices.IndexFunc(mails, func(m catch.Mail) bool { return m.HTML != "" && m.ID == r.FormValue("id") })
	if i < 0 {
		page.NotFound.Say(w, http.StatusNotFound)
		return
	}
	page.Letter(w, mails[i].HTML)
}

// mailViews draws the mail to an address, newest first, with the times of a
// person's clock. The lock is held.
func (s *Server) mailViews(to, column, user string) (list []page.Mail) {
	for i, m := range s.mailsTo(to) {
		list = append(list, page.NewMail(m, fmt.Sprintf("%s-mail-%d", column, i), s.zone(user)))
	}
	slices.Reverse(list)
	return list
}

// mailTab is a client's mailbox in their column, for those who got mail. If it is
// wanted it is opened; here says so.
func (s *Server) mailTab(c *page.Column, wanted, url string) (tabs []page.Tab, here bool) {
	p := c.Person
	n := len(s.mailsTo(p.Email))
	if p.Email == "" || !s.stranger(p) || n == 0 {
		return nil, false
	}
	if here = wanted == mailPlace; here {
		s.mailRead[p.ID] = n
		c.Place = &page.Place{Key: c.Key, ID: mailPlace, Name: "Mail", About: p.Email, Mails: s.mailViews(p.Email, c.Key, p.ID)}
	}
	return []page.Tab{{Label: "Mail", Mark: "✉", URL: url, Here: here, Unread: n - s.mailRead[p.ID]}}, here
}
