// Package past answers people who ask about what has been: which incidents are over,
// and how clients were told. What its reader may not see is not there: it is not
// listed, not found, not counted, and makes no page longer.
package past

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/figures"
	"candor/incident/policy"
	"candor/incident/service"
	"candor/incident/view"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/report"
	"candor/messages/upkeep"
)

// Reader is who asks.
type Reader struct {
	Service *service.Service
	Actor   incident.Actor
	Sees    func(*incident.Incident) bool // whether they may see it; it may ask Slack
	Now     time.Time
}

// seen are all incidents that are wanted and that the reader may see, newest first.
func (r Reader) seen(ctx context.Context, wanted func(*incident.Incident) bool) ([]*incident.Incident, error) {
	list, err := r.Service.All(ctx, r.Actor)
	return slices.DeleteFunc(list, func(inc *incident.Incident) bool { return !wanted(inc) || !r.Sees(inc) }), err
}

// Closed shows a page of what is over: ref.Key is what is looked for, ref.N the page.
func (r Reader) Closed(ctx context.Context, ref view.Ref) (slack.ModalViewRequest, error) {
	list, err := r.seen(ctx, func(inc *incident.Incident) bool { return inc.Ended() && inc.Mistake == "" && Matches(inc, ref.Key) })
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	return form.Past(list, ref, r.Now), nil
}

// Matches says whether every word that is looked for stands in an incident's name, its
// title, what was noticed, or one of its clients; INC-7 alone is that one.
func Matches(inc *incident.Incident, query string) bool {
	in := []string{inc.Name(), inc.Title, inc.Impact, inc.Kind}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		in = append(in, aff.Client.ID, aff.Client.Name, aff.Impact)
		in = append(in, aff.Client.Aliases...)
	}
	text := strings.ToLower(strings.Join(in, "\n"))
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if strings.HasPrefix(word, "inc-") && word != strings.ToLower(inc.Name()) || !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Figures answers figures, figures acme, figures acme 2026-03. Where it is asked about
// one incident, inc is that one; else nil. Without a month it counts the one that is
// running, of one incident all.
func (r Reader) Figures(ctx context.Context, inc *incident.Incident, text string) (kit.Post, error) {
	if err := policy.May(r.Actor, policy.Figures, nil, ""); err != nil {
		return kit.Post{}, err
	}
	client, month, err := asked(text)
	if err != nil {
		return kit.Post{}, err
	}
	head, list := "How clients were told", []*incident.Incident{inc}
	if inc != nil {
		head = inc.Name()
	} else if list, err = r.seen(ctx, figures.Counts); err != nil {
		return kit.Post{}, err
	}
	if month == (figures.Month{}) && inc == nil {
		month = figures.Month{Year: r.Now.Year(), Month: r.Now.Month()}
	}
	cases, err := r.Service.Cases(ctx, r.Actor, list, month)
	if err != nil {
		return kit.Post{}, err
	}
	if client != "" {
		aff := whose(list, client)
		if aff == nil {
			return kit.Post{}, fault.Errorf(fault.NotFound, "No incident that you may see affects “%s”. Nothing was counted. Type figures acme, or figures acme 2026-03.", client)
		}
		head += ": " + aff.Client.Name
		cases = slices.DeleteFunc(cases, func(c figures.Case) bool { return c.Client.Client.ID != aff.Client.ID })
	}
	post := report.Brief(head, report.Count(cases, month, r.Now))
	if client == "" && inc == nil {
		book, err := r.Service.Clients().Book(ctx, r.Actor)
		if line := upkeep.Restores(book, r.Now); err == nil && line != "" {
			post.Text += "\n" + line
			post.Blocks = append(post.Blocks, kit.Small("restores", line))
		}
	}
	return post, nil
}

// asked reads whose figures are wanted, and of which month; both may be left out.
func asked(text string) (client string, month figures.Month, err error) {
	words := strings.Fields(text)
	if n := len(words); n > 0 && words[n-1][0] >= '0' && words[n-1][0] <= '9' {
		var ok bool
		if month, ok = figures.ParseMonth(words[n-1]); !ok {
			return "", month, fault.Errorf(fault.Invalid, "“%s” is not a month. Nothing was counted. Write it like 2026-03.", words[n-1])
		}
		words = words[:n-1]
	}
	return strings.Join(words, " "), month, nil
}

// whose is the client that was named, by id or by any of its names; nil if none of these
// incidents affects one.
func whose(list []*incident.Incident, name string) *incident.Affected {
	for _, inc := range list {
		for i := range inc.Clients {
			c := &inc.Clients[i].Client
			for _, own := range append([]string{c.ID, c.Name}, c.Aliases...) {
				if strings.EqualFold(own, name) {
					return &inc.Clients[i]
				}
			}
		}
	}
	return nil
}
