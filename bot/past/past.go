// Package past answers people who ask about what has been: which incidents are over,
// and how clients were told. What its reader may not see is not there: it is not
// listed, not found, not counted, and makes no page longer.
package past

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/figures"
	"candor/incident/lookup"
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

// mostLooked is how many incidents are looked through for words before their reader is asked
// whether to go on, atOnce how many of them in one transaction.
const (
	atOnce     = 50
	mostLooked = 500
)

// Closed shows a page of what is over: ref.Key is what is looked for. ref.N is the number
// below which the page begins, 0 for the newest, or with a minus the one above which it
// ends. It reads what it shows, and what it has to look through for that.
func (r Reader) Closed(ctx context.Context, ref view.Ref) (slack.ModalViewRequest, error) {
	p, err := r.page(ctx, ref)
	if err == nil && ref.N < 0 && p.Newer == 0 { // nothing is newer: the newest page, and it is a whole one
		p, err = r.page(ctx, view.Ref{Key: ref.Key})
	}
	return form.Past(p, r.Now), err
}

func (r Reader) page(ctx context.Context, ref view.Ref) (form.PastPage, error) {
	p, q := form.PastPage{Query: ref.Key}, service.Search{Keys: []lookup.Key{lookup.Past}, Below: int64(max(ref.N, 0)), Above: int64(max(-ref.N, 0)), Most: form.PastPerPage + 1}
	if n := numbered(ref.Key); n > 0 {
		q.Below, q.Above, q.Most = n+1, 0, 1
	}
	looked, last, more := 0, 0, false
	err := r.each(ctx, q, func(inc *incident.Incident) bool {
		found := Matches(inc, ref.Key) && r.Sees(inc)
		if more = looked == mostLooked || found && len(p.Shown) == form.PastPerPage; more {
			return false
		}
		if looked, last = looked+1, int(inc.Number); found {
			p.Shown = append(p.Shown, inc)
		}
		return q.Most > 1
	})
	if ref.N < 0 {
		slices.Reverse(p.Shown)
		if p.Older = 1 - ref.N; more {
			p.Newer = -last
		}
	} else {
		if ref.N > 0 {
			p.Newer = 1 - ref.N
		}
		if more {
			p.Older = last
		}
		if more && len(p.Shown) < form.PastPerPage {
			p.Among = looked
		}
	}
	return p, err
}

// each gives one incident after another until the answer is false.
func (r Reader) each(ctx context.Context, q service.Search, next func(*incident.Incident) bool) error {
	for {
		list, err := r.Service.Search(ctx, r.Actor, q)
		if err != nil {
			return err
		}
		for _, inc := range list {
			if !next(inc) {
				return nil
			}
			if q.Above > 0 {
				q.Above = inc.Number
			} else {
				q.Below = inc.Number
			}
		}
		if len(list) < q.Most {
			return nil
		}
		q.Most = atOnce
	}
}

// numbered is the number of the one incident that is looked for, 0 where its name is not
// among the words.
func numbered(query string) (n int64) {
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if text, ok := strings.CutPrefix(word, "inc-"); ok {
			n, _ = strconv.ParseInt(text, 10, 32)
		}
	}
	return n
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
	name, month, err := asked(text)
	if err != nil {
		return kit.Post{}, err
	}
	head, list := "How clients were told", []*incident.Incident{inc}
	if inc != nil {
		head = inc.Name()
	} else {
		if month == (figures.Month{}) {
			month = figures.Month{Year: r.Now.Year(), Month: r.Now.Month()}
		}
		if list, err = r.counted(ctx, month); err != nil {
			return kit.Post{}, err
		}
	}
	cases, err := r.Service.Cases(ctx, r.Actor, list, month)
	if err != nil {
		return kit.Post{}, err
	}
	if name != "" {
		c, err := r.whose(ctx, list, name, month)
		if err != nil {
			return kit.Post{}, err
		}
		head += ": " + c.Name
		cases = slices.DeleteFunc(cases, func(other figures.Case) bool { return other.Client.Client.ID != c.ID })
	}
	post := report.Brief(head, report.Count(cases, month, r.Now))
	if name == "" && inc == nil {
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

// counted are the incidents that count in a month and that the reader may see.
func (r Reader) counted(ctx context.Context, m figures.Month) ([]*incident.Incident, error) {
	list, err := r.Service.Search(ctx, r.Actor, service.Search{Keys: []lookup.Key{lookup.Month(m.Year, m.Month), lookup.Ongoing}, Most: math.MaxInt})
	return slices.DeleteFunc(list, func(inc *incident.Incident) bool { return !figures.Counts(inc) || !r.Sees(inc) }), err
}

// whose is the client that was named, by id or by any of its names: one of these incidents,
// or one that nothing happened to in the month.
func (r Reader) whose(ctx context.Context, list []*incident.Incident, name string, month figures.Month) (client.Client, error) {
	all, err := r.Service.Clients().All(ctx)
	if err != nil {
		return client.Client{}, err
	}
	for _, inc := range list {
		for i := range inc.Clients {
			all = append(all, inc.Clients[i].Client)
		}
	}
	for _, c := range all {
		if called(&c, name) {
			return c, nil
		}
	}
	return client.Client{}, fault.Errorf(fault.NotFound, "No client is called “%s”, and no incident that you may see affects one in %s. Nothing was counted. Type figures acme, or figures acme 2026-03.", name, month)
}

// called says whether a client has the name.
func called(c *client.Client, name string) bool {
	return slices.ContainsFunc(append([]string{c.ID, c.Name}, c.Aliases...), func(own string) bool { return strings.EqualFold(own, name) })
}
