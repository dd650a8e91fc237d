package aside

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/claimed"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/standing"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/known"
	"candor/messages/screen"
)

// Keys of the buttons about what was asked of a client; the question is the rest.
const (
	askedKey = "ask:"
	overKey  = "over:"
	claimKey = "claim:" // and the answer behind the question

	instantKey = "instant:" // what of it, and in seconds when
	waitsKey   = "waits:"   // before one of these two: the number of the request whose text says so
	batchKey   = "all:"     // before one of these two: the act for several clients
	worksKey   = "works:"   // since when, in seconds

	reviewKey = "review"
	nextKey   = "next"
	callKey   = "call"
)

// Asking adds to the answer about a text, or a report by hand, u, whether its writer asked something of
// the client in it, as the text would have, or said that it is over.
func Asking(post kit.Post, w *messages.Words, inc *incident.Incident, aff *incident.Affected, u *update.Update) kit.Post {
	if u.Kind != update.ByHand {
		return askingClaims(post, inc, aff, u, u.At)
	}
	return MayTakeBack(askingWishes(askingMore(post, w, inc, aff, u), inc, aff, u), inc, aff, u.N)
}

// Told answers a report that was typed, by, which asks what its words leave open; and of one by
// form, which has asked the most of it, what its words alone say.
func Told(w *messages.Words, inc *incident.Incident, r *byhand.Report, by string, typed bool, now time.Time) kit.Post {
	aff := inc.Affected(r.Client)
	u := &update.Update{N: aff.Updates, By: by, Kind: update.ByHand, Words: r.Words(), At: now, SentAt: cmp.Or(r.At, now)} // as it was recorded
	post := Recorded(inc, aff, r.How, now)
	switch {
	case typed:
		return Asking(post, w, inc, aff, u)
	case r.How != byhand.ByVoicemail:
		post = askingWishes(askingClaims(askingWorks(post, inc, aff, u), inc, aff, u, now), inc, aff, u)
	}
	return MayTakeBack(post, inc, aff, u.N)
}

// MayTakeBack puts below the answer about report n by hand that it was not told this client.
func MayTakeBack(post kit.Post, inc *incident.Incident, aff *incident.Affected, n int) kit.Post {
	if inc.State == incident.Cancelled || aff.Leaving != nil {
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
	if byhand.How(u.Words["how"]) == byhand.ByVoicemail {
		return post
	}
	if inc.Over() { // nothing of it is asked any more but what they said
		return askingClaims(post, inc, aff, u, u.At)
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
	post = askingCall(askingNext(askingClaims(askingWorks(post, inc, aff, u), inc, aff, u, u.At), inc, aff, u), inc, aff, u)
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

// askingCall asks below the answer whether it was the call that they were promised for later, which they
// still expect otherwise.
func askingCall(post kit.Post, inc *incident.Incident, aff *incident.Affected, u *update.Update) kit.Post {
	p := aff.Owed(promise.Meeting)
	if p == nil || !byhand.How(u.Words["how"]).Spoke() {
		return post
	}
	was := kit.Button(kit.ActSaid, view.Ref{Number: inc.Number, Client: aff.Client.ID, N: u.N, Key: callKey}, "This was that call")
	ask := fmt.Sprintf("%s still expects your call at %s. Was this that call?", messages.Escape(aff.Client.Name), messages.ClientTime(p.DueAt, u.At, &aff.Client))
	return beneath(post, "asking-call", ask, []slack.Block{slack.NewActionBlock("was-call", was)})
}

// HadCall confirms that a report was the call that they were promised.
func HadCall(aff *incident.Affected) kit.Post {
	return kit.Plain(fmt.Sprintf("Written down: %s has had the call that you promised.", messages.Escape(aff.Client.Name)))
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

// askingClaims asks below the answer whether they said of harm what their words say, or that there
// is none: it is taken back if it turns out otherwise. And whether what they name by a time is
// promised. Of a text that waits for somebody's word it is kept until that leaves.
func askingClaims(post kit.Post, inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) kit.Post {
	ref, ask := view.Ref{Number: inc.Number, Client: aff.Client.ID, N: u.N}, "Does it say so to %s?"
	switch {
	case u.Kind == update.ByHand:
		ask = "Did you say so to %s?"
	case u.N == 0 && aff.Request == nil:
		return post
	case u.N == 0:
		ref.Key = fmt.Sprintf("%s%d:", waitsKey, aff.Request.N)
	}
	return askingWords(post, inc, ref, fmt.Sprintf(ask, messages.Escape(aff.Client.Name)), []*update.Update{u}, now)
}

// askingAll asks it below the answer about an act for several clients: what is pressed is for each
// whose text says so.
func askingAll(post kit.Post, inc *incident.Incident, texts []*update.Update, now time.Time) kit.Post {
	if len(texts) == 0 {
		return post
	}
	ref := view.Ref{Number: inc.Number, Client: incident.AllClients, Key: batchKey + texts[0].Batch + ":"}
	return askingWords(post, inc, ref, "Do the texts say so?", texts, now)
}

// askingWords asks ask of what the words of these texts say; ref.Key is how a button begins.
func askingWords(post kit.Post, inc *incident.Incident, ref view.Ref, ask string, texts []*update.Update, now time.Time) kit.Post {
	begin, label := ref.Key, "I said: "
	if texts[0].Kind != update.ByHand {
		label = "It says: "
	}
	var buttons []slack.Block
	var keys []string
	button := func(id, key, text string) {
		if slices.Contains(keys, key) {
			return
		}
		ref.Key, keys = begin+key, append(keys, key)
		buttons = append(buttons, slack.NewActionBlock(id, kit.Button(kit.ActSaid, ref, messages.Cut(text, kit.MaxOption))))
	}
	texts = slices.DeleteFunc(slices.Clone(texts), func(u *update.Update) bool { return inc.Affected(u.Client) == nil }) // they were taken out since
	for _, u := range texts {
		claims := claimed.Harm(inc, inc.Affected(u.Client), u)
		for _, q := range claims.Sorted() {
			key := string(q) + "=" + string(claims[q])
			button("claim-"+key, claimKey+key, label+byhand.That(q, claims[q]))
		}
	}
	if len(buttons) > 0 {
		ask += " Then it is taken back if it turns out otherwise. It records no answer here: type fact for that."
	} else {
		ask += " Then it is kept: you are reminded of what is promised, and later texts own what was not so."
	}
	for _, u := range texts {
		aff := inc.Affected(u.Client)
		for _, i := range claimed.Instants(inc, aff, u, now) {
			if i.What != update.SaysWorks || u.Kind != update.ByHand { // that is asked by itself
				button(fmt.Sprintf("instant-%d", len(keys)), instantKey+fmt.Sprintf("%s=%d", i.What, i.At.Unix()), known.Says(i, u, &aff.Client, now))
			}
		}
	}
	if len(buttons) == 0 {
		return post
	}
	return beneath(post, "asking-claims", ask, buttons)
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
	switch ref.Key {
	case kit.NotTold, reviewKey, nextKey, callKey:
		r.Mistaken, r.Review, r.Next, r.Meeting = ref.Key == kit.NotTold, ref.Key == reviewKey, ref.Key == nextKey, ref.Key == callKey
		return r
	}
	if rest, ok := strings.CutPrefix(ref.Key, waitsKey); ok {
		var n string
		n, ref.Key, _ = strings.Cut(rest, ":")
		r.Request, _ = strconv.Atoi(n) // of a button of ours
	} else if rest, ok := strings.CutPrefix(ref.Key, batchKey); ok {
		r.Batch, ref.Key, _ = strings.Cut(rest, ":")
	}
	if text, ok := strings.CutPrefix(ref.Key, worksKey); ok {
		at, _ := strconv.ParseInt(text, 10, 64) // of a button of ours
		r.Works = time.Unix(at, 0).UTC()
	} else if q, ok := strings.CutPrefix(ref.Key, askedKey); ok {
		r.Asked = map[facts.Question]string{facts.Question(q): w.AskOf(facts.Question(q), inc.FactsOf(inc.Affected(ref.Client)))}
	} else if text, ok := strings.CutPrefix(ref.Key, claimKey); ok {
		q, a, _ := strings.Cut(text, "=")
		r.Claims = byhand.Claims{facts.Question(q): facts.Answer(a)}
	} else if text, ok := strings.CutPrefix(ref.Key, instantKey); ok {
		what, text, _ := strings.Cut(text, "=")
		at, _ := strconv.ParseInt(text, 10, 64) // of a button of ours
		r.Instants = []update.Instant{{What: what, At: time.Unix(at, 0).UTC()}}
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
