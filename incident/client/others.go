package client

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Others are the words by which somebody who reads a text to one client would know another
// of ours: of none of them may they read. What is a part of their own names is none.
func Others(book []Client, own *Client) (names []string) {
	ours := strings.ToLower(strings.Join(append(own.knownBy(), own.Service), "\n"))
	for i := range book {
		if book[i].ID == own.ID {
			continue
		}
		for _, name := range book[i].knownBy() {
			if !strings.Contains(ours, strings.ToLower(name)) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// knownBy are the client's names, the word of them that people use for short, what they call
// the thing if that is a name, who speaks for them, and their domains.
func (c *Client) knownBy() []string {
	list := c.Names()
	for _, word := range strings.Fields(c.Name) {
		if strings.EqualFold(word, c.ID) && !anybodys[strings.ToLower(word)] { // acme: “the copy of Acme”
			list = append(list, word)
		}
	}
	if properName(c.Service) {
		list = append(list, c.Service)
	}
	for _, contact := range c.Contacts { // one word of them is many people's
		if name := strings.TrimSpace(contact.Name); strings.Contains(name, " ") && properName(name) {
			list = append(list, name)
		}
		if _, domain, _ := strings.Cut(contact.Email, "@"); strings.Contains(strings.ToLower(domain), strings.ToLower(c.ID)) { // not of whoever hosts their mail
			list = append(list, domain)
		}
	}
	return slices.Concat(list, c.Domains)
}

// properName says whether words are written as a name is, each with a capital, and none is what
// many things and people are called.
func properName(words string) bool {
	for _, word := range strings.Fields(words) {
		if r, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(r) || anybodys[strings.ToLower(word)] {
			return false
		}
	}
	return strings.TrimSpace(words) != ""
}

// anybodys are words by which nobody knows one client, though theirs is called so.
var anybodys = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("accounts app bank blog booking bookings cafe center centre clinic club company crm dental department desk doctor erp fashion food forum garden group " +
		"gym hotel house intranet it law library mail manager market media museum music news office online page pharmacy platform portal print reception restaurant sales school server " +
		"service services shop site sports store studio support team tickets tours travel web webshop website") {
		m[w] = true
	}
	return m
}()

// Persons are the names, addresses and numbers of their contacts.
func (c *Client) Persons() (list []string) {
	for _, ct := range c.Contacts {
		list = append(list, ct.Name, ct.Email, ct.Phone)
	}
	return slices.DeleteFunc(list, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// Traces are the words that lead to a client, but no person of theirs and no secret.
func (c *Client) Traces() []string {
	words := slices.Concat([]string{c.ID, c.Name, c.Service, c.Slack, c.Letters}, c.Aliases, c.Domains, c.Tags)
	return slices.DeleteFunc(words, func(word string) bool { return strings.TrimSpace(word) == "" })
}
