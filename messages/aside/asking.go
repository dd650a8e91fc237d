package aside

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/standing"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Keys of the buttons about what was asked of a client; the question is the rest.
const (
	askedKey = "ask:"
	overKey  = "over:"
	noneKey  = "none:"
	worksKey = "works:" // since when, in seconds

	reviewKey = "review"
	nextKey   = "next"
)

// Asking adds to the answer about a report by hand, u, whether its writer asked something of
// the client in it, as the text would have, or said that it is over.
func Asking(post kit.Post, w *messages.Words, inc *incident.Incident, aff *incident.Affected, u *update.Update) kit.Post {
	return MayTakeBack(askingMore(post, w, inc, aff, u), inc, aff, u.N)
}

// MayTakeBack puts below the answer about report n by hand that it was not told this client.
func MayTakeBack(post kit.Post, inc *incident.Incident, aff *incident.Affected, n int) kit.Post {
	if inc.Over() || aff.Leaving != nil {
		return post
	}
	back := kit.Button(kit.ActSaid, view.Ref{Number: inc.Number, Client: aff.Client.ID, N: n, Key: kit.NotTold}, messages.Cut("Not told "+aff.Client.Name+": take it back", kit.MaxOption))
	if len(post.Blocks) == 0 {
		post.Blocks = []slack.Block{kit.Paragraph("recorded", post.Text)}
	}
	post.Blocks = append(slices.Clip(post.Blocks), slack.NewActionBlock("not-told", back))
	return post
}

// NotTold confirms that a report was taken back, and says what is owed again.
func NotTold(aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("Taken back: %s was not told that. It stays in the timeline with this, and counts no more.", messages.Escape(aff.Client.Name))
	if p := aff.Next(); p != nil {
		text += fmt.Sprintf(" They %s: %s.", screen.Waits(p, "still expect", "are still"), screen.DueWord(p.DueAt, now, &aff.Client))
	}
	return kit.Plain(text + " If you told somebody else, record it for them with told.")
}

func askingMore(post kit.Post, w *messages.Words, inc *incident.Incident, aff *incident.Affected, u *update.Update) kit.Post {
	if byhand.How(u.Words["how"]) == byhand.ByVoicemail || inc.Over() {
		return post
	}
	f, ref := inc.FactsOf(aff), view.Ref{Number: inc.Number, Client: aff.Client.ID, N: u.N}
	var buttons []slack.Block
	button := func(key, label, words string) {
		ref.Key = key
		buttons = append(buttons, slack.NewActionBlock("asking-"+key, kit.Button(kit.ActSaid, ref, kit.Quoting(label, words))))
	}
	var text []string
	name := messages.Escape(aff.Client.Name)
	asked, over := standing.Left(aff.Standing, f, u, inc.NewsKind(aff))
	for _, q := range asked {
		if words := w.AskOf(q, f); words != "" {
			button(askedKey+string(q), "I asked: ", words)
		}
	}
	if len(buttons) > 0 {
		text = append(text, fmt.Sprintf("Did you ask this of %s, too? It is kept until somebody says that it is over.", name))
	}
	for _, a := range over {
		button(overKey+string(a.About), "It is over: ", a.Text)
	}
	if len(over) > 0 {
		text = append(text, fmt.Sprintf("Did you tell %s that what we asked of them is over?", name))
		if len(aff.Client.Destinations()) > 0 {
			text = append(text, "Then the next text says so, too.")
		}
	}
	post = askingNext(askingNone(askingWorks(post, inc, aff, u), inc, aff, u), inc, aff, u)
	return askingReview(beneath(post, "asking", strings.Join(text, " "), buttons), inc, aff, u)
}

// unnamed says whether news is owed by a time that nobody has told them.
func unnamed(p *promise.Promise) bool { return p.Kind == promise.Update && !p.Said && !p.First }

// askingNext asks below the answer whether they said by when they hear again, where it names no
// time: of one that nobody told them no later text says that it was promised.
func askingNext(post kit.Post, inc *incident.Incident, aff *incident.Affected, u *update.Update) kit.Post {
	p := aff.Owed(promise.Update)
	if p == nil || !u.NextAt.IsZero() || !unnamed(p) {
		return post
	}
	at := messages.ClientTime(p.DueAt, u.At, &aff.Client)
	said := kit.Button(kit.ActSaid, view.Ref{Number: inc.Number, Client: aff.Client.ID, N: u.N, Key: nextKey}, "I said: you hear from us by "+at)
	ask := fmt.Sprintf("Did you say by when %s hears from us again? Then it is a promise. For another time, type `told call: …, next 15:30`.", messages.Escape(aff.Client.Name))
	return beneath(post, "asking-next", ask, []slack.Block{slack.NewActionBlock("said-next", said)})
}

// askingReview asks below the answer whether they said by when the written review comes, where it is
// owed and the client does not know.
func askingReview(post kit.Post, inc *incident.Incident, aff *incident.Affected, u *update.Update) kit.Post {
	p := aff.Owed(promise.Review)
	if p == nil || p.Said {
		return post
	}
	said := kit.Button(kit.ActSaid, view.Ref{Number: inc.Number, Client: aff.Client.ID, N: u.N, Key: reviewKey}, "I said: you get it by "+messages.ClientTime(p.DueAt, u.At, &aff.Client))
	ask := fmt.Sprintf("The written review is due to %s. Did you say by when they get it? Otherwise they do not expect it.", messages.Escape(aff.Client.Name))
	return beneath(post, "asking-review", ask, []slack.Block{slack.NewActionBlock("review", said)})
}

// askingWorks asks below the answer whether they said that it works again, where their words
// or somebody else's do.
func askingWorks(post kit.Post, inc *incident.Incident, aff *incident.Affected, u *update.Update) kit.Post {
	at := saidWorks(inc, aff, u)
	if at.IsZero() {
		return post
	}
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID, N: u.N, Key: worksKey + fmt.Sprint(at.Unix())}
	ask := fmt.Sprintf("Did you say that it works again? Otherwise no later text to %s knows of it.", messages.Escape(aff.Client.Name))
	said := kit.Button(kit.ActSaid, ref, "I said: it has been working again since "+at.In(aff.Client.Zone()).Format("15:04 MST"))
	return beneath(post, "asking-works", ask, []slack.Block{slack.NewActionBlock("works", said)})
}

// noneWords say that there is no such harm, as people put it.
var noneWords = map[facts.Question]*regexp.Regexp{
	facts.DataLost: regexp.MustCompile(`(?i)\b(no|none|not any) (of (the|your|their) )?(data|orders?|files?|customers?|accounts?|mails?|bookings?|records?)\b.*\b(lost|gone|missing|deleted)\b|\b(nothing|none( of it)?) (is|was|has been|got|went) (lost|gone|missing|deleted)\b|\b(data|orders|files|everything|all) (is|are|was|were) (all )?(safe|complete|still there|intact)\b|\b(did not|didn['’]t|have not|haven['’]t) lo(se|st) (any|anything|a single)\b|\bno (data )?loss\b|\bdata (is|was|has been)( not|n['’]t) (lost|gone)\b`),
	facts.Intruder: regexp.MustCompile(`(?i)\b(nobody|no[ -]?one|not anybody) (else )?(got|has got|has gotten|broke|came|was|has been|could get) in(side)?\b|\b(not|wasn['’]t|never) (been )?(hacked|broken into|attacked)\b|\bno (sign of an? |)(break-?in|intruder|intrusion|attack(er)?|hack(er)?|access from outside)\b|\bno sign that any(one|body) got in\b`),
	facts.Personal: regexp.MustCompile(`(?i)\bno (personal|customer|private) (data|details|information)\b|\b(personal|customer) (data|details) (is|are|was|were)( not|n['’]t) (affected|touched|concerned|involved|exposed|seen)\b`),
}

// askingNone asks below the answer whether they said that there is no harm, where their words
// do and no text has said it: it is taken back if it turns out otherwise.
func askingNone(post kit.Post, inc *incident.Incident, aff *incident.Affected, u *update.Update) kit.Post {
	var buttons []slack.Block
	for _, q := range facts.Questions {
		if words := noneWords[q]; words == nil || !words.MatchString(u.Words["text"]) || aff.Knows[q] == facts.No {
			continue
		}
		ref := view.Ref{Number: inc.Number, Client: aff.Client.ID, N: u.N, Key: noneKey + string(q)}
		buttons = append(buttons, slack.NewActionBlock("none-"+string(q), kit.Button(kit.ActSaid, ref, "I said: "+facts.None(q))))
	}
	if len(buttons) == 0 {
		return post
	}
	return beneath(post, "asking-none", fmt.Sprintf("Did you say so to %s? Then it is taken back if it turns out otherwise. It records no answer here: type fact for that.", messages.Escape(aff.Client.Name)), buttons)
}

// beneath puts a question and its buttons below an answer; nothing where nothing is asked.
func beneath(post kit.Post, id, ask string, buttons []slack.Block) kit.Post {
	if ask == "" {
		return post
	}
	if len(post.Blocks) == 0 {
		post.Blocks = []slack.Block{kit.Paragraph("recorded", post.Text)}
	}
	post.Text += "\n" + ask
	post.Blocks = append(slices.Clip(post.Blocks), append([]slack.Block{kit.Paragraph(id, ask)}, buttons...)...)
	return post
}

// ReadSaid is what a button below the answer to a report by hand adds to it.
func ReadSaid(w *messages.Words, inc *incident.Incident, ref view.Ref) (r byhand.Report) {
	if r.Mistaken, r.Review, r.Next = ref.Key == kit.NotTold, ref.Key == reviewKey, ref.Key == nextKey; r.Mistaken || r.Review || r.Next {
		return r
	}
	if text, ok := strings.CutPrefix(ref.Key, worksKey); ok {
		at, _ := strconv.ParseInt(text, 10, 64) // of a button of ours
		r.Works = time.Unix(at, 0).UTC()
	} else if q, ok := strings.CutPrefix(ref.Key, askedKey); ok {
		r.Asked = map[facts.Question]string{facts.Question(q): w.AskOf(facts.Question(q), inc.FactsOf(inc.Affected(ref.Client)))}
	} else if q, ok := strings.CutPrefix(ref.Key, noneKey); ok {
		r.None = []facts.Question{facts.Question(q)}
	} else if q, ok := strings.CutPrefix(ref.Key, overKey); ok {
		r.Over = []facts.Question{facts.Question(q)}
	} else {
		r.Said = []facts.Question{facts.Question(ref.Key)}
	}
	return r
}

// saidWorks is since when it works by the words of a report, else as somebody has said; zero
// where it says nothing of that, or they know it.
func saidWorks(inc *incident.Incident, aff *incident.Affected, u *update.Update) time.Time {
	if inc.State != incident.Open || !inc.CanWorkAgain() || inc.StatusOf(aff) == update.Monitoring {
		return time.Time{}
	}
	at := u.HeardAt()
	if zone, err := time.LoadLocation(inc.Zones[u.By]); err == nil {
		at = at.In(zone)
	}
	return cmp.Or(byhand.WorksSince(u.Words["text"], at), aff.Works)
}
