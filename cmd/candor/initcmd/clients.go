package initcmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/slack-go/slack"
	"go.yaml.in/yaml/v3"

	"candor/cmd/candor/cli"
	"candor/incident/clientlist"
)

// maxList is far beyond any list of clients and keeps a wrong file out of memory.
const maxList = 4 << 20

// clients asks for the clients: from a file, or a line each.
func (s *session) clients(ctx context.Context) error {
	if s.given["clients"] {
		if err := s.clientFile(ctx, s.clientsFile); err != nil {
			return err
		}
	}
	for _, line := range s.answers.clients {
		if why, err := s.clientLine(ctx, line); err != nil || why != "" {
			return cmp.Or(err, error(refusal("--client: "+why)))
		}
	}
	if s.quiet || s.given["clients"] || s.given["client"] {
		return nil
	}
	s.term.say(`A file (CSV from a spreadsheet, with a header; or vCard from an address book), or one client a line:
  Acme Shop, Dana Fox, +44 20 7946 0002, dana@acme.example, #acme-shared
A name is enough. Clients can be made in Slack, too.`)
	for {
		v, err := s.ask(ctx, question{text: "A file or a client (Enter: no more)"})
		if err != nil || v == "" {
			return err
		}
		why := ""
		if isFile(v) {
			err = s.clientFile(ctx, v)
		} else {
			why, err = s.clientLine(ctx, v)
		}
		if err != nil {
			return err
		}
		if why != "" {
			s.term.say("%s", why)
		}
	}
}

// isFile says whether somebody typed a file, and not a client.
func isFile(v string) bool {
	if clientlist.Is(v, nil) || strings.HasSuffix(strings.ToLower(v), ".txt") {
		return true
	}
	info, err := os.Stat(v)
	return err == nil && !info.IsDir()
}

// clientLine takes one client, or says why not.
func (s *session) clientLine(ctx context.Context, line string) (why string, err error) {
	list, err := clientlist.Read([]byte(line), s.now.Clients)
	if err != nil {
		return err.Error(), nil
	}
	s.place(ctx, &list)
	switch {
	case len(list.Bad) > 0:
		return list.Bad[0].Why + " The client was not taken.", nil
	case len(list.Known) > 0 && s.quiet:
		s.said = append(s.said, fmt.Sprintf("%s is among the clients already, and stays as it is.", list.Known[0]))
		return "", nil
	case len(list.Known) > 0:
		return fmt.Sprintf("%s is among the clients already, and stays as it is.", list.Known[0]), nil
	}
	err = s.addClients(list)
	if r, ok := errors.AsType[refusal](err); ok {
		return string(r), nil
	}
	return "", err
}

// clientFile takes the clients of a file. Where some rows cannot be taken nothing is,
// until somebody has said that the rest will do.
func (s *session) clientFile(ctx context.Context, path string) error {
	for {
		list, why := s.readFile(ctx, path)
		if why == "" && (len(list.Bad) == 0 || s.leaveOut) {
			return s.takeClients(list)
		}
		if s.quiet {
			if why == "" {
				why = s.badRows(list, path) + "\nNone was taken. Correct these rows, or give --leave-out-bad to take the others."
			}
			return refusal("--clients: " + why)
		}
		again, err := s.otherwise(ctx, list, path, why)
		if err != nil || again == "" {
			return err
		}
		path = again
	}
}

// otherwise says why a file cannot be taken, and asks what to do. It returns the file to read
// next; "" goes on without one.
func (s *session) otherwise(ctx context.Context, list clientlist.List, path, why string) (again string, err error) {
	rest := why == "" && len(list.Rows) > 0
	text := "Correct the file and press Enter to read it again, or type skip to go on without it"
	if rest {
		text = fmt.Sprintf("Correct the file and press Enter to read it again, type rest to take the other %d, or skip to take none", len(list.Rows))
	}
	if why == "" {
		why = s.badRows(list, path) + "\nNone was taken yet."
	}
	s.term.say("%s", why)
	v, err := s.ask(ctx, question{text: text})
	switch {
	case err != nil:
		return "", err
	case v == "skip":
		s.term.say("No client of %s was taken.", path)
		return "", nil
	case v == "rest" && rest:
		return "", s.takeClients(list)
	case strings.Contains(v, ",") && !isFile(v): // who is done with the file types a client
		if why, err = s.clientLine(ctx, v); why != "" {
			s.term.say("%s", why)
		}
		return "", err
	}
	return cmp.Or(v, path), nil
}

func (s *session) badRows(list clientlist.List, path string) string {
	lines := []string{fmt.Sprintf("%d of %d clients in %s cannot be taken:", len(list.Bad), len(list.Bad)+len(list.Rows)+len(list.Known), path)}
	for _, b := range list.Bad {
		lines = append(lines, "  "+b.String())
	}
	return strings.Join(lines, "\n")
}

func (s *session) readFile(ctx context.Context, path string) (list clientlist.List, why string) {
	text, err := cli.ReadUpTo(path, maxList)
	if errors.Is(err, fs.ErrNotExist) {
		return list, fmt.Sprintf("There is no file %s. No client was taken. Check the path.", path)
	}
	if errors.Is(err, cli.ErrTooMuch) {
		return list, fmt.Sprintf("%s is over %d MB, which is no list of clients. No client was taken. Check the path, or take out the columns that are not needed.", path, maxList>>20)
	}
	if err != nil {
		return list, fmt.Sprintf("%s cannot be read: %v. No client was taken.", path, err)
	}
	if strings.HasPrefix(string(text), "PK\x03\x04") {
		return list, path + " is a spreadsheet's own file. No client was taken. Save it as CSV, then try again."
	}
	if list, err = clientlist.Read(text, s.now.Clients); err != nil {
		return list, fmt.Sprintf("%s: %v No client was taken.", path, err)
	}
	s.place(ctx, &list)
	return list, ""
}

// place finds the channels of the clients. A client whose channel is not found, or is
// another one's, cannot be taken.
func (s *session) place(ctx context.Context, list *clientlist.List) {
	if d, err := s.slack(ctx); err == nil {
		d.anew()
	}
	held := map[string]string{}
	for _, c := range s.now.Clients {
		held[c.Slack] = c.Name
	}
	found := map[string]string{} // what was written → the id
	for _, r := range slices.Clone(list.Rows) {
		if r.Channel == "" {
			continue
		}
		id, why := found[r.Channel], ""
		if id == "" {
			var c *slack.Channel
			d, err := s.slack(ctx)
			if err != nil {
				why = err.Error()
			} else if c, why = d.channel(ctx, r.Channel); c != nil && why == "" {
				id = c.ID
				s.notShared(r.Client.Name, c)
			}
			found[r.Channel] = id
		}
		if other := held[id]; why == "" && other != "" {
			why = fmt.Sprintf("%s has the channel %s. Give each client one of its own: what one is told is not for the other.", other, r.Channel)
		}
		if why != "" {
			list.Refuse(r.Line, why)
			continue
		}
		held[id] = r.Client.Name
		list.Place(r.Line, id)
	}
}

func (s *session) notShared(name string, c *slack.Channel) {
	if !c.IsExtShared && !c.IsShared && !c.IsOrgShared {
		s.said = append(s.said, fmt.Sprintf("#%s, the channel of %s, is not shared with another company. If people of theirs are in it as guests, all is well. Else share it with them.", c.Name, name))
	}
}

func (s *session) takeClients(list clientlist.List) error {
	if err := s.addClients(list); err != nil {
		return err
	}
	var lines []string
	lines = append(lines, fmt.Sprintf("%s taken.", counted(len(list.Rows), "client is", "clients are")))
	if n := len(list.Known); n > 0 {
		lines = append(lines, fmt.Sprintf("Already there and left as they are: %s.", strings.Join(list.Known, ", ")))
	}
	if len(list.Bad) > 0 {
		lines = append(lines, fmt.Sprintf("Left out: %s.", counted(len(list.Bad), "row", "rows")))
		for _, b := range list.Bad {
			lines = append(lines, "  "+b.String())
		}
	}
	if len(list.Ignored) > 0 {
		lines = append(lines, fmt.Sprintf("Not read, since Candor has no use for them: the columns %s.", strings.Join(list.Ignored, ", ")))
	}
	s.note("%s", strings.Join(lines, "\n"))
	return nil
}

// addClients writes them into the config. By mail they are told if there is a server.
func (s *session) addClients(list clientlist.List) error {
	var nodes []*yaml.Node
	var silent []string
	for _, c := range list.Clients() {
		for _, ct := range c.Contacts {
			c.Email = c.Email || s.now.Mail && ct.Email != ""
		}
		if len(c.Destinations()) == 0 && c.First().Phone == "" {
			silent = append(silent, c.Name)
		}
		nodes = append(nodes, s.Client(c))
	}
	if len(nodes) == 0 {
		return nil
	}
	if len(silent) > 0 {
		s.said = append(s.said, "No phone number is known, and no way on which Candor writes, of: "+strings.Join(silent, ", ")+".")
	}
	return s.add("clients", nodes...)
}
