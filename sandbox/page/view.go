package page

import (
	"html/template"
	"net/url"
	"strings"

	"candor/sandbox/blockkit"
	"candor/sandbox/world"
)

// Page is the whole page.
type Page struct {
	Title   string
	Version string // of what is drawn; the stream tells the present one
	Date    string
	Clock   string
	CanMove bool
	Due     string // "" if nothing is due
	Drill   *Drill // nil: there is none
	Links   []Link
	Caught  int // what left for outside of Slack
	Back    string
	Columns []*Column
}

// Column is what one person sees.
type Column struct {
	Eye        *Eye
	Key, Title string
	Back       string
	Person     world.Person
	Company    string
	People     []Tab
	Channels   []Tab
	Place      *Place
	Modal      *Form
	Question   *blockkit.Confirm
	Notice     string
	Hint       string // how to begin, until somebody has
	Command    string // what to begin with
	Other      *Column
}

// Tab is one choice of a person or channel.
type Tab struct {
	Label, URL string
	Mark       string // what kind of channel, in a sign
	Unread     int
	Here       bool
	Dim        bool // not a member
}

// Place is the channel, direct message or Home that is open.
type Place struct {
	Key, ID, Name, Topic, About string
	Direct, Home, HasHome       bool
	MessagesURL                 string
	Messages                    []*Message
	Form                        *Form // the Home
	Mails                       []Mail
	MayWrite, MayJoin           bool
	Placeholder                 string
}

// Message is a message as one person sees it.
type Message struct {
	Column                                  *Column
	Channel                                 string
	TS, ID                                  string
	Author, Initials, Tint, Badge           string
	Time, Day                               string
	App, System, Ephemeral, Edited, Deleted bool
	Pinned, Broadcast, InThread, CanReply   bool
	Excerpt                                 string // of the parent, at a broadcast
	Text                                    template.HTML
	Blocks                                  []Block
	Replies                                 []*Message
	Reactions                               []string
	Shortcuts                               []string // names of those that the person has on it
}

// Query is the state of the page as it stands in its address.
func Query(q url.Values) string {
	kept := url.Values{}
	for _, k := range []string{"t", "tc", "c", "cc"} {
		if q.Get(k) != "" {
			kept.Set(k, q.Get(k))
		}
	}
	return kept.Encode()
}

// With is the address of the page with some of its state changed.
func With(q url.Values, pairs ...string) string {
	next, _ := url.ParseQuery(Query(q))
	for i := 0; i < len(pairs); i += 2 {
		next.Set(pairs[i], pairs[i+1])
	}
	return "/?" + next.Encode()
}

// Excerpt is the beginning of a message, without its marks.
func Excerpt(text string) string {
	line, _, _ := strings.Cut(strings.ReplaceAll(text, "*", ""), "\n")
	if r := []rune(line); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return line
}

// Tint is one of six colours for somebody, always the same.
func Tint(id string) int {
	n := 0
	for _, r := range id {
		n = (n*31 + int(r)) % 6
	}
	return n
}

// A Link is a link at the top of the page, such as {"Mail", "/mail"}.
type Link struct{ Label, URL string }
