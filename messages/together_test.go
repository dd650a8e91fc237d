package messages

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/messages/scene"
)

// apart are sentences that no reader believes side by side: if one stands in a text, the
// other does not.
var apart = [][2]string{
	{`None of the lost data can be recovered`, `rebuild from|Still being recovered|is back\b|can be recovered, and|[Pp]art of the lost data can`},
	{`None of the lost data can be recovered`, `how much (of the lost data|is gone)`},
	{`All of the lost data (is back|can be recovered)`, `Gone for good|how much of|rebuild from|None of it|[Pp]art of the lost data can`},
	{`All of the lost data is back`, `[Kk]eep (every|any) export|this is lost|lost data still holds|Still being recovered`},
	{`No data was lost`, `We have lost|[Kk]eep (every|any) export|whether data is lost|this is lost|have lost all`},
	{`whether data is lost`, `[Ww]e have lost|this is lost`},
	{`There was no backup|There was a backup|should have made one`, `We have a backup|have tested it`},
	{`no backup of this data`, `whether we have a working backup|There was a backup`},
	{`no sign that anyone got in`, `whether (anyone|someone) got in|(^|[.:;*] )[Ss]omeone got in|may have had access|[Dd]o not sign in|We suspect`},
	{`safe to sign in`, `do not sign in`},
	{`(^|[.:;*] )[Ss]omeone got in`, `whether (anyone|someone) got in|may have had access|We suspect that`},
	{`Someone got into`, `Someone got in who`},
	{`do not need to do anything`, `Please keep|[Dd]o not sign in|[Dd]o not write|we will (call|write)\b|Please look`},
	{`No personal data is affected`, `(^|[^o] )[Pp]ersonal data is affected|customers' personal data|whether personal data`},
	{`No personal data is affected`, `whether anything was seen`},
	{`(^|[.:;] )Personal data is affected`, `whether personal data`},
	{`can now write to those`, `do not write yet to those`},
	{`(is|was) our responsibility`, `what was agreed`},
	{`everything works|back to normal`, `lost`},
	{`is over`, `still holds: `}, // of the same: one ask stands here at a time
}

// told is what a text takes back: it states that no more.
var takenBack = regexp.MustCompile(`(?i)(we told you[^.]*that|\*?Correction\*?)[^.]*\. That was wrong[^.]*\.`)

// Whatever is known, and whatever of it a client has heard, no two sentences of one text
// contradict each other, and none stands in it twice.
func TestNoTwoSentencesOfATextContradict(t *testing.T) {
	w := mustLoad(t, "").SignedBy("Studio North")
	kinds := slices.DeleteFunc(w.Kinds(), update.Automatic)
	seen, n, tried := map[string]bool{}, 0, 0
	for _, f := range everyAnswer() {
		for _, access := range []string{"outage", "security", "data_loss", "privacy_leak"} {
			for _, before := range []string{"", "warned", "told", "otherwise"} {
				for _, kind := range kinds {
					if before == "otherwise" && f[facts.DataLost] == "" { // an answer that was given never goes
						continue
					}
					if tried++; os.Getenv("CANDOR_LONG") == "" && tried%97 != 0 { // no length of a loop divides that
						continue
					}
					inc := together(w, access, f, before)
					for text := range together1(t, w, inc, kind) {
						n++
						for _, why := range against(text) {
							if key := kind + why; !seen[key] {
								seen[key] = true
								t.Errorf("%s, %s, known %v, before %q: %s\n%s", kind, access, f, before, why, text)
							}
						}
					}
				}
			}
		}
	}
	if n < 1_500 {
		t.Errorf("only %d texts were read", n)
	}
}

// everyAnswer are all combinations of answers that may stand beside each other.
func everyAnswer() (list []map[facts.Question]facts.Answer) {
	list = []map[facts.Question]facts.Answer{{}}
	for _, q := range facts.Questions {
		var next []map[facts.Question]facts.Answer
		for _, have := range list {
			for _, a := range append([]facts.Answer{""}, facts.Answers[q]...) {
				if q == facts.Recoverable && have[facts.DataLost] != facts.Yes && a != "" {
					continue
				}
				one := map[facts.Question]facts.Answer{q: a}
				if a == "" {
					delete(one, q)
				}
				for q, a := range have {
					one[q] = a
				}
				next = append(next, one)
			}
		}
		list = next
	}
	return list
}

// together is an incident of a kind of which something is known, and of which its client has
// heard nothing, a first word, all of it, or the worst, which is not so any more.
func together(w *Words, kind string, f map[facts.Question]facts.Answer, before string) *incident.Incident {
	inc := scene.Told14()
	inc.Kind = kind
	inc.Traits = &w.Playbooks()[kind].Traits
	scene.Given(inc, f)
	aff := &inc.Clients[0]
	if before == "" {
		inc.Clients[0] = scene.Fresh().Clients[0]
		return inc
	}
	tell := func(answers map[facts.Question]facts.Answer) {
		now := inc.Facts.Given
		scene.Given(inc, answers)
		aff.Standing = nil
		for _, k := range []string{update.DataLoss, update.BreachSuspected} {
			if q := update.KindOf(k).About; facts.Bad(q, answers[q]) {
				hears(inc, aff, update.Update{Kind: k, Facts: answers, Words: map[string]string{"client_action": w.AskOf(q, &inc.Facts)}})
			}
		}
		hears(inc, aff, update.Update{Kind: update.Progress, Facts: answers})
		inc.Facts.Given = now
	}
	switch before {
	case "told":
		tell(f)
	case "otherwise":
		tell(map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy, facts.Recoverable: facts.Partly, facts.Intruder: facts.Suspected, facts.Personal: facts.Yes})
	}
	return inc
}

// together1 yields a text of a kind on each way, with as little as it needs of a person; none
// where it cannot be sent.
func together1(t *testing.T, w *Words, inc *incident.Incident, kind string) func(func(string) bool) {
	return func(yield func(string) bool) {
		aff, now := &inc.Clients[0], scene.At("14:20")
		if update.Aftercare(kind) || kind == update.ResolvedUpdate {
			inc.State, inc.ResolvedAt = incident.Resolved, scene.At("14:15")
			aff.Promises = append(aff.Promises, promise.Promise{N: 3, Kind: promise.Afterword, MadeAt: now, DueAt: scene.At("17:00")})
		}
		f := &inc.Facts
		switch {
		case kind == update.DataLoss && !f.Is(facts.DataLost, facts.Yes), // nobody is asked to read it then
			kind == update.BreachSuspected && fault.OneOf(f.Answer(facts.Intruder), "", facts.No),
			kind == update.WrongRecipients && (inc.KindTraits().Access != playbook.SentOut || f.Is(facts.Personal, facts.No)),
			kind == update.Correction && len(inc.Wrong(aff, 0)) == 0,
			kind == update.ResolvedUpdate && f.Answer(facts.DataLost) == "",
			inc.Eligible(aff, kind, now) != nil:
			return
		}
		u := update.Update{Kind: kind, At: now, NextAt: scene.At("16:30"), Times: map[string]time.Time{}, Words: map[string]string{}}
		u.Sender.Name = "Ana Ruiz"
		u = w.Begin(inc, aff, u, now)
		for _, field := range w.FieldsFor(inc, aff, u) {
			switch {
			case field.Mandatory && field.Instant && u.Times[field.Name].IsZero():
				u.Times[field.Name] = now.Add(-time.Minute)
			case field.Mandatory && !field.Instant && u.Words[field.Name] == "":
				u.Words[field.Name] = "Typed"
			}
		}
		for _, via := range []string{client.ViaSlack, client.ViaEmail} {
			text, err := w.Render(inc, &aff.Client, u, client.Destination{Via: via})
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			if !yield(text.Subject + ". " + text.Body) {
				return
			}
		}
	}
}

var pairs = func() (list [][2]*regexp.Regexp) {
	for _, p := range apart {
		list = append(list, [2]*regexp.Regexp{regexp.MustCompile(p[0]), regexp.MustCompile(p[1])})
	}
	return list
}()

// against lists what in a text contradicts something else in it, or stands there twice.
func against(text string) (list []string) {
	text = takenBack.ReplaceAllString(strings.Join(strings.Fields(text), " "), "")
	for i, p := range pairs {
		if one := p[0].FindString(text); one != "" {
			if other := p[1].FindString(strings.Replace(text, one, "", 1)); other != "" {
				list = append(list, fmt.Sprintf("%q beside %q (%d)", one, other, i))
			}
		}
	}
	sentences := regexp.MustCompile(`[.:;*] `).Split(text, -1)
	slices.Sort(sentences)
	for i, s := range sentences {
		if i > 0 && s == sentences[i-1] && s != scene.Told14().Impact && len(strings.Fields(s)) > 4 { // a headline may say what they notice, too
			list = append(list, fmt.Sprintf("%q twice", s))
		}
	}
	return list
}

// hears lets the first text, of 14:00, arrive at a client.
func hears(inc *incident.Incident, aff *incident.Affected, u update.Update) {
	u.N, u.State, u.At, u.SentAt, u.To, u.Loss = 1, update.Sent, scene.At("14:00"), scene.At("14:00"), aff.Client.Destinations(), inc.FactsOf(aff).Lost()
	k := aff.Known()
	k.Take(&u)
	aff.Keep(k)
}
