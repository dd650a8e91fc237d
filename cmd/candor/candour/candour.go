// Package candour reads what a client got as the client does, and holds it against
// what the team said that it knew. It is for tests. It has a word table of its own
// and imports nothing of ours, so that it cannot believe what a record says of a
// text: a text says what a reader reads in it.
//
// The rule that it checks: what a client was told never shrinks, hides or
// contradicts what was known when it left.
package candour

import (
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Question is one thing that may be known of the harm; Over, Said and Agreed are
// acts of the team that the log of a script keeps beside it.
type Question string

// What a log can say.
const (
	Loss     Question = "data_lost"   // yes, no, unknown
	Backup   Question = "backup"      // none, failed, tested, unknown
	Return   Question = "recoverable" // yes, part, no, back, unknown; doubt: it was back, and is down again
	Intruder Question = "intruder"    // no, suspected, confirmed, unknown
	Personal Question = "personal"    // yes, no, unknown

	Works     Question = "works"     // yes: somebody has seen it; no: it is down again; part: something does not yet
	Temporary Question = "temporary" // yes: what works now is replaced later
	Wrong     Question = "wrong"     // the answer is what a correction takes back, as it was typed
	Right     Question = "right"     // and what it says instead

	Over   Question = "over"   // the incident was closed or cancelled
	Said   Question = "said"   // a person recorded that they said it themselves: the answer is the question
	Agreed Question = "agreed" // two people decided not to tell: the answer is the question, or "" for all
)

// Known is a line of the log of the truth: that somebody of the team answered a
// question, when, about which incident, of which client.
type Known struct {
	At       time.Time
	Incident string // INC-7
	Client   string // empty: all
	Question Question
	Answer   string
}

// Got is one text as a reader has it.
type Got struct {
	At       time.Time
	Incident string
	Client   string
	Reader   string // a channel, an address: who has read one text knows it in the next
	Text     string
}

// Hold is how long a text waits between the press that sends it and its leaving:
// what was learnt in between it cannot say.
const Hold = 10 * time.Second

// Later is how long two people may leave a client in the dark at most.
const Later = 24 * time.Hour

// truth is what was known at some time.
type truth map[Question]string

func (k truth) lost() bool     { return k[Loss] == "yes" }
func (k truth) missing() bool  { return k.lost() && k[Return] != "back" && k[Return] != "doubt" }
func (k truth) noBackup() bool { return k.lost() && (k[Backup] == "none" || k[Backup] == "failed") }
func (k truth) breached() bool { return k[Intruder] == "suspected" || k[Intruder] == "confirmed" }

// Again is the answer to Over of an incident that what turned out has opened again.
const Again = "again"

// undone says whether a later line takes back that an incident is over.
func (l Known) undone(later Known) bool {
	return later.Incident == l.Incident && later.Question == Over && later.Answer == Again
}

// good says whether an answer allows a text that may leave with it.
func (l Known) good() bool { return l.Question == Works && l.Answer == "yes" }

// at is what was known of a client in an incident when a text left that arrived at some
// time; without a client, of all.
func at(log []Known, incident, client string, arrived time.Time) truth {
	k := truth{}
	for _, l := range log {
		if l.Incident == incident && (l.Client == "" || l.Client == client) && (!l.At.After(arrived.Add(-Hold)) || l.good() && !l.At.After(arrived)) {
			k[l.Question] = l.Answer
			if l.Question == Works && l.Answer == "no" && k[Return] == "back" { // nobody has looked since
				k[Return] = "doubt"
			}
		}
	}
	return k
}

// Joins are the lines for a client who is added to an incident: nobody has said of them what
// is known of the others. Of bad news nobody knows whether it is theirs, too.
func Joins(log []Known, incident, client string, when time.Time) (list []Known) {
	for q, a := range at(log, incident, "", when.Add(Hold)) {
		l := Known{At: when, Incident: incident, Client: client, Question: q}
		switch {
		case !l.fact():
			continue
		case slices.Contains([]string{"yes", "none", "failed", "suspected", "confirmed", "unknown"}, a) && q != Return:
			l.Answer = "unknown"
		}
		list = append(list, l)
	}
	return list
}

// What a reader reads in a text. A sentence that denies is taken out before.
var (
	denied = regexp.MustCompile(`(?i)[^.:;\n]*\b(no|none of (the|your)|not) (\w+ )?(data|orders|accounts|records)?( \w+)? ?(is|was|are|were|has been|have been)? ?(lost|gone|deleted)\b[^.;\n]*|[^.:;\n]*\bnothing\b[^.;\n]*\b(is|was|has been) (lost|gone|deleted)\b[^.;\n]*`)
	unsure = regexp.MustCompile(`(?i)[^.:;\n]*\b(whether|if|may have|might have|how much|which of|suspect)\b[^.;\n]*`)

	loss      = regexp.MustCompile(`(?i)\bwe (have )?lost\b|\b(is|are|was|were|has been|have been) (lost|gone|deleted)\b|\bgone for good: \w|\bthis is lost: \w|\blost all\b`)
	lessLoss  = regexp.MustCompile(`(?i)\b(some|part) of your data (is|was|has been|may be) (missing|affected)\b|\bdata may be missing\b`)
	noLoss    = regexp.MustCompile(`(?i)\bno (user |customer )?data (is|was|were|has been|have been|got) (lost|missing|affected|deleted)\b|\bno personal data (is|was|has been|got) (lost|missing|deleted)\b|\bnothing (is|was|has been) (lost|missing|deleted)\b|\b(all|none) of (your|the) data (is|was|has been) (safe|there|complete|back|affected|lost)\b|\byour data (is|was) (safe|complete|not affected|not lost)\b`)
	works     = regexp.MustCompile(`(?i)\b(works|working) again\b|\bis back\b|\bback since\b|\bback to normal\b|\b(is|has been) (resolved|fixed|solved)\b`)
	missing   = regexp.MustCompile(`(?i)\b(still|is|are) missing\b|\bnot (yet )?back\b|\bstill being recovered\b|\bcannot (come|be brought) back\b|\bwhat (I|we) (wrote|told you)\b[^.]* still holds\b`)
	noBackup  = regexp.MustCompile(`(?i)\bno (working |usable |tested )?(backup|spare copy)\b|\bbackup\b[^.]{0,60}\b(does not work|did not work|could not be (used|restored)|cannot be (used|restored)|failed|is damaged)\b|\bshould have (made|tested) (one|it|them)\b`)
	calm      = regexp.MustCompile(`(?i)\b(do not|don't|don’t) need to do anything\b|\bno action (is )?(needed|required)\b|\bnothing (that )?you need to do\b`)
	noBreach  = regexp.MustCompile(`(?i)\b(nobody|no one|no-one) (has )?(got|broke|had access|gained)\b|\bno sign that (anyone|anybody|someone|somebody)\b|\bno break-in\b|\bwas not (hacked|broken into)\b`)
	again     = regexp.MustCompile(`(?i)\bthe problem (is|has been) back\b[^,.]*|\balthough we told you that it works again\b|\b(we |I )?(told|wrote to) you\b[^.:]*\bworks again\b|\b(once|when|until|before|after|if|whether|watching that) (it|\w+ \w+) (works|is back)\b|\ball of (the|your) (lost )?data is back\b|\buntil (I|we) (write|tell you) that [^.]*`)
	entirely  = regexp.MustCompile(`(?i)\b(everything|all of it|the whole (site|shop|service)) (works|is (back|working))\b|\b(works|working|back) (fully|completely|entirely|as (before|usual|always))\b|\bback to normal\b|\ball is well\b|\bfully (restored|recovered|resolved|working)\b`)
	untilThen = regexp.MustCompile(`(?i)\buntil (I|we) (write|tell you) that [^.]*`) // what is not yet
	partly    = regexp.MustCompile(`(?i)\btemporary fix\b|\b(does|do|is|are) not (yet )?(work|working|back|available)\b|\bstill (off|down|broken|missing)\b`)
	unchanged = regexp.MustCompile(`(?i)\bnothing (else )?has changed\b|\bno change\b|\bwe are still (looking|checking|working)\b|\bstill the same\b`)
	quoted    = regexp.MustCompile(`(?i)\btold you that [^.]*\. (that|this|it) was wrong\b`) // it says that no more
	corrects  = regexp.MustCompile(`(?i)\bcorrect(s|ion|ed)?\b|\bwas wrong\b|\bnot (right|true)\b|\bnow we know\b|\bturned out\b`)
	access    = regexp.MustCompile(`(?i)\b(got|get|gets|getting) (in|into)\b|\bbroke(n)? in(to)?\b|\bbreak-in\b|\b(had|has|have) access\b|\bsigned in with\b`)
	people    = regexp.MustCompile(`(?i)\bpersonal data\b`)
	allBack   = regexp.MustCompile(`(?i)\b(all|everything)( of (it|(the|your) (lost )?data|what was lost))? (can be (recovered|restored|brought back)|(is|has been|will be) (back|recovered|restored))\b|\bnothing is (lost|gone) for good\b`)
	byMail    = regexp.MustCompile(`(?i)\bfull (facts|notice) comes? by e-mail\b`)
	worksFrom = regexp.MustCompile(`(?i)\bworking again since\b[^.\[*]*?(\d\d:\d\d \w+)`)
	fellBack  = regexp.MustCompile(`(?i)\bproblem (is|was|has been|had come|came) back\b|\b(down|broken|stopped) again\b`)
	notPeople = regexp.MustCompile(`(?i)\bno personal data\b|\bnot about (personal data|data of people)\b`)
)

// says looks for something that a text states: neither denied nor left open.
func says(text string, what *regexp.Regexp) bool {
	return what.MatchString(unsure.ReplaceAllString(denied.ReplaceAllString(text, " "), " "))
}

// reader is what somebody has read so far in one incident, or heard from a person.
// Of personal data and of a break-in it is enough that somebody of the client has read
// it, since the channel may leave the details to the mail.
type reader struct {
	loss, noBackup bool
	temporary      bool     // they have read that what works now does not stay
	works          string   // since when, as they read last; empty: they have not read that it does
	fell           bool     // it stopped again since they read that it works
	lost           []string // what is lost, in the words that they read last
	told           told
	of             string // whose they are
	client         *client
	later          bool      // two people decided that they hear it later
	upTo           time.Time // until when what was said to them is counted
}

// client is what anybody of a client has read so far in one incident, or heard.
type client struct {
	access, people bool
	certain        bool // of a break-in: that it is no suspicion any more
}

// concerns says whether what was noted by then is about the client who got a text.
func (l Known) concerns(g Got) bool {
	return l.Incident == g.Incident && (l.Client == "" || l.Client == g.Client) && !l.At.After(g.At)
}

// said says whether a person said that themselves.
func (l Known) said(q Question) bool {
	return l.Question == Said && (l.Answer == "" || l.Answer == string(q))
}

// harm are the answers by which there is some.
var harm = map[Question][]string{Loss: {"yes"}, Backup: {"none", "failed"}, Intruder: {"suspected", "confirmed"}, Personal: {"yes"}}

// tells says whether a person said that there is such harm, as was known then.
func (l Known) tells(q Question, k truth) bool { return l.said(q) && slices.Contains(harm[q], k[q]) }

// hears keeps what a person said to a client by then.
func (r *reader) hears(log []Known, g Got) {
	r.later = false
	for _, l := range log {
		if !l.concerns(g) {
			continue
		}
		r.hear(l, at(log, l.Incident, g.Client, l.At.Add(Hold)))
		r.later = r.later || l.Question == Agreed && g.At.Before(l.At.Add(Later))
	}
	r.upTo = g.At
}

// hear keeps what a person said by one line of the log, with what was known then: of
// harm that nobody knew they cannot have said that it is there.
func (r *reader) hear(l Known, k truth) {
	r.loss, r.noBackup = r.loss || l.tells(Loss, k), r.noBackup || l.tells(Backup, k)
	for q, of := range contrary {
		if of[k[q]] != nil && l.said(q) && l.At.After(r.upTo) { // else there was nothing to tell, or a text has spoken since
			r.told[q] = k[q]
		}
	}
	r.fell = r.fell || l.Question == Works && l.Answer == "no" && r.works != "" && l.At.After(r.upTo)
	r.client.access, r.client.people = r.client.access || l.tells(Intruder, k), r.client.people || l.tells(Personal, k)
	r.client.certain = r.client.certain || l.said(Intruder) && k[Intruder] == "confirmed"
}

// reads keeps what a text told its reader.
func (r *reader) reads(text string) {
	r.loss = r.loss || says(text, loss)
	r.noBackup = r.noBackup || noBackup.MatchString(text)
	r.temporary = r.temporary || strings.Contains(text, "temporary fix")
	if at := worksFrom.FindStringSubmatch(text); at != nil {
		r.works, r.fell = at[1], false
	} else if r.fell || fellBack.MatchString(text) { // else it says how it stands
		r.works, r.fell = "", false
	}
	if list := lostWords(text); len(list) > 0 {
		r.lost = list
	}
	now := answers(text)
	r.client.certain = r.client.certain || now[Intruder] == "confirmed"
	maps.Copy(r.told, now)
	r.client.access = r.client.access || access.MatchString(text)
	r.client.people = r.client.people || people.MatchString(text)
}

// rules are what no text may do, each with what is known when it leaves, what its
// reader has read, and the text.
var rules = []struct {
	name   string
	broken func(k truth, r reader, text string) bool
}{
	{"it says that no data is lost, and data is lost", func(k truth, _ reader, text string) bool {
		return k.lost() && noLoss.MatchString(text) && !says(text, loss)
	}},
	{"it says that no data is lost, and nobody knows", func(k truth, _ reader, text string) bool {
		return (k[Loss] == "unknown" || k[Loss] == "" && k.breached()) && noLoss.MatchString(unsure.ReplaceAllString(text, " "))
	}},
	{"its reader was told of a loss, and it says less", func(k truth, r reader, text string) bool {
		return k.missing() && r.loss && lessLoss.MatchString(text) && !corrects.MatchString(text)
	}},
	{"it names less than its reader was told is lost", func(k truth, r reader, text string) bool {
		return k.missing() && r.drops(text) && !corrects.MatchString(text)
	}},
	{"it says how it stands, and passes over what its reader was told is lost", func(k truth, r reader, text string) bool {
		return k.missing() && len(r.lost) > 0 && passesOver(text) // what was only said is still owed in writing
	}},
	{"it is the final message, and leaves out personal data", func(k truth, _ reader, text string) bool {
		return k.lost() && k[Personal] != "no" && final.MatchString(text) && !people.MatchString(text)
	}},
	{"it is the final message, and leaves out that somebody got in or may have", func(k truth, _ reader, text string) bool {
		return k.breached() && final.MatchString(text) && !access.MatchString(text)
	}},
	{"a loss is known, and its reader does not hear of it", func(k truth, r reader, text string) bool {
		return k.lost() && !r.loss && !r.later && !says(text, loss)
	}},
	{"personal data is affected, and its client does not hear of it", func(k truth, r reader, text string) bool {
		return k[Personal] == "yes" && !r.client.people && !r.later && !people.MatchString(text) && !byMail.MatchString(text)
	}},
	{"somebody may have got in, and its client does not hear of it", func(k truth, r reader, text string) bool {
		return k.breached() && !r.client.access && !r.later && !access.MatchString(text) && !byMail.MatchString(text)
	}},
	{"somebody got in, and its client has only heard that they may have", func(k truth, r reader, text string) bool {
		return k[Intruder] == "confirmed" && r.client.access && !r.client.certain && !r.later && answers(text)[Intruder] != "confirmed" && !byMail.MatchString(text)
	}},
	{"it says that it works again and is silent about what is lost", func(k truth, _ reader, text string) bool {
		return k.missing() && works.MatchString(again.ReplaceAllString(quoted.ReplaceAllString(text, " "), " ")) && !says(text, loss) && !missing.MatchString(text)
	}},
	{"it says that it works again, and passes over that nobody knows whether data is lost", func(k truth, _ reader, text string) bool {
		return k[Loss] == "unknown" && strings.Contains(text, "We are watching it") && works.MatchString(text) && !strings.Contains(text, "whether data is lost")
	}},
	{"not all of it is back, and it says that everything is well", func(k truth, _ reader, text string) bool {
		return (k.missing() || k[Works] == "part") && entirely.MatchString(untilThen.ReplaceAllString(text, " "))
	}},
	{"it says that it works again, and it does not", func(k truth, _ reader, text string) bool {
		return (k[Works] == "no" || k[Works] == "part") && works.MatchString(again.ReplaceAllString(text, " ")) && !(k[Works] == "part" && partly.MatchString(text))
	}},
	{"it says that it works again, and its reader has not heard that it had stopped", func(_ truth, r reader, text string) bool {
		return r.fell && worksFrom.MatchString(text) && !fellBack.MatchString(text)
	}},
	{"it says since when it works, and its reader was told of another time", func(_ truth, r reader, text string) bool {
		at := worksFrom.FindStringSubmatch(text)
		return at != nil && r.works != "" && at[1] != r.works && !r.fell && !corrects.MatchString(text) && !fellBack.MatchString(text)
	}},
	{"it works for now, and its reader does not hear that this does not stay", func(k truth, r reader, text string) bool {
		return k[Temporary] == "yes" && !r.temporary && works.MatchString(again.ReplaceAllString(text, " ")) && !strings.Contains(text, "temporary fix")
	}},
	{"it is a correction, and leaves out what was wrong or what is right", func(_ truth, _ reader, text string) bool {
		return halfCorrects(text) && !notYours.MatchString(text)
	}},
	{"it says that it is another's, and leaves out that it was our mistake, or what they were told", func(_ truth, r reader, text string) bool {
		return notTaken(r, text)
	}},
	{"it says otherwise than its reader was told, and does not say that that was wrong", func(_ truth, r reader, text string) bool {
		return r.told.turned(text) != "" && !corrects.MatchString(text) && !notYours.MatchString(text) // that takes back all of it
	}},
	{"not all of it is known to come back, and it says that all does", func(k truth, _ reader, text string) bool {
		return (k.missing() && k[Return] != "yes" || k[Return] == "doubt") && allBack.MatchString(unsure.ReplaceAllString(untilThen.ReplaceAllString(quoted.ReplaceAllString(text, " "), " "), " "))
	}},
	{"it tells of a loss and leaves out that there was no backup", func(k truth, r reader, text string) bool {
		return k.noBackup() && !r.noBackup && says(text, loss) && !noBackup.MatchString(text)
	}},
	{"it says that nothing has changed, and its reader has not heard of the loss", func(k truth, r reader, text string) bool {
		return k.lost() && !r.loss && !r.later && unchanged.MatchString(text)
	}},
	{"somebody may have got in, and it says that nobody did", func(k truth, _ reader, text string) bool {
		return k.breached() && noBreach.MatchString(text) && !corrects.MatchString(text)
	}},
	{"somebody may have got in, and it tells them to do nothing", func(k truth, _ reader, text string) bool {
		return k.breached() && calm.MatchString(text)
	}},
	{"personal data is affected, and it says that none is", func(k truth, _ reader, text string) bool {
		return k[Personal] == "yes" && notPeople.MatchString(text) && !corrects.MatchString(text)
	}},
}

// Breaches lists where candour ends: a sentence for each text that breaks a rule,
// and for each client who was left in the dark when an incident ended. Both lists
// are in the order of time.
func Breaches(log []Known, got []Got) (list []string) {
	readers, clients := map[place]*reader{}, map[place]*client{}
	got = slices.SortedStableFunc(slices.Values(got), func(a, b Got) int { return a.At.Compare(b.At) })
	for _, g := range got {
		p, of := place{g.Incident, g.Reader}, place{g.Incident, g.Client}
		if clients[of] == nil {
			clients[of] = &client{}
		}
		r := readers[p]
		if r == nil {
			r = &reader{client: clients[of], of: g.Client, told: told{}}
			readers[p] = r
		}
		r.hears(log, g)
		text := plain(g.Text)
		k := at(log, g.Incident, g.Client, g.At)
		if notYours.MatchString(text) {
			k = truth{}
		}
		for _, rule := range rules {
			if rule.broken(k, *r, text) {
				list = append(list, fmt.Sprintf("%s to %s at %s, %s: %q", g.Incident, g.Reader, g.At.UTC().Format("02 15:04:05"), rule.name, g.Text))
			}
		}
		if r.reads(text); notYours.MatchString(text) {
			r.spares()
		}
	}
	for i, end := range log {
		if end.Question == Over && end.Answer != Again && !slices.ContainsFunc(log[i:], end.undone) {
			list = append(list, uncorrected(log, end, readers)...)
		}
	}
	list = append(list, unsaid(log, got)...)
	return append(list, buried(log, got)...)
}

// place is one reader of one incident.
type place struct{ incident, reader string }

// buried lists the clients of ended incidents who never heard of a loss that was
// known: they had a text, or it was meant for them, and nobody decided otherwise.
func buried(log []Known, got []Got) (list []string) {
	for i, end := range ends(log) {
		k := at(log[:i], end.Incident, end.Client, end.At.Add(Hold))
		if !k.lost() {
			continue
		}
		told := slices.ContainsFunc(got, func(g Got) bool {
			return g.Incident == end.Incident && (end.Client == "" || g.Client == end.Client) && says(plain(g.Text), loss)
		})
		decided := slices.ContainsFunc(log[:i], func(l Known) bool { return l.excuses(end) })
		if !told && !decided {
			list = append(list, fmt.Sprintf("%s ended at %s with a loss that was known, and no client heard of it", end.Incident, end.At.UTC().Format("02 15:04:05")))
		}
	}
	return list
}

// ends yields for whom an incident ended, with its place in the log: for each client of
// whom something is known alone, and for all.
func ends(log []Known) iter.Seq2[int, Known] {
	return func(yield func(int, Known) bool) {
		for i, end := range log {
			if end.Question != Over || end.Answer == Again {
				continue
			}
			clients := []string{end.Client}
			for _, l := range log[:i] {
				if end.Client == "" && l.Incident == end.Incident && l.fact() && !slices.Contains(clients, l.Client) {
					clients = append(clients, l.Client)
				}
			}
			for _, end.Client = range clients {
				if !yield(i, end) {
					return
				}
			}
		}
	}
}

// fact says whether a line answers a question about the harm.
func (l Known) fact() bool {
	return slices.Contains([]Question{Loss, Backup, Return, Intruder, Personal}, l.Question)
}

// excuses says whether a person said the loss themselves, or two decided not to tell
// it, to the client of whom the end is.
func (l Known) excuses(end Known) bool {
	same := l.Incident == end.Incident && (end.Client == "" || l.Client == "" || l.Client == end.Client)
	return same && (l.Question == Said || l.Question == Agreed) && (l.Answer == "" || l.Answer == string(Loss))
}

// plain is a text as its reader sees it: no marks, one space between words.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("*", "", "_", " ", "\u00a0", " ", `\n`, " ").Replace(text)), " ")
}
