package typed

import (
	"regexp"
	"strconv"
	"strings"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
)

// How a report begins that says how the client was told.
var (
	toldHow        = regexp.MustCompile(`(?i)^(call|phone|voicemail|messenger|message|sms|in person|person|letter)\s*:\s*`)
	toldRead       = regexp.MustCompile(`(?i)^(?:they )?(?:had |have )?read(?: it)?(?: at)? ([^:]*\d(?::\d\d)?[^:]*?)\s*:\s+`)
	toldReadThat   = regexp.MustCompile(`(?i)^(?:they )?(?:had |have )?read(?: it)? at ([^:]*\d(?::\d\d)?[^:]*?)(?:,?\s+that\s+|\s*$)`)
	nobodyAnswered = regexp.MustCompile(`(?i)^(?:(?:call|phone)\s*:\s*)?(?:(?:nobody|no ?one|no-one) (?:answered|picked up)|no answer|(?:she|he|they) (?:did not|didn['’]t) (?:answer|pick up))[.!]?$`)
)

var hows = map[string]byhand.How{
	"call": byhand.ByCall, "phone": byhand.ByCall, "voicemail": byhand.ByVoicemail,
	"messenger": byhand.ByMessenger, "message": byhand.ByMessenger, "sms": byhand.ByMessenger,
	"person": byhand.InPerson, "in person": byhand.InPerson, "letter": byhand.ByLetter,
}

// notTold is how somebody types that a report was wrong.
var notTold = regexp.MustCompile(`(?is)^\s*(?:not\b\s*([^:]*?)|([^:]+?)\s+not)\s*(?::\s*(.*?))?\s*$`)

// How reads how a report begins: call: they have heard. Empty where it does not say how
// the client was told; rest is what was said.
func How(text string) (how byhand.How, rest string) {
	m := toldHow.FindStringSubmatch(text)
	if m == nil {
		return "", text
	}
	return hows[strings.ToLower(m[1])], text[len(m[0]):]
}

// Report reads what a client was told by hand: call: they have heard, next 30m; and of what
// they had read when: read at 14:12: that it works again; they read at 14:12 that it works.
func (c Clock) Report(client, text string) (r byhand.Report, next Next, err error) {
	r.Client = client
	r.How, text = How(text)
	m := toldRead.FindStringSubmatch(text)
	if m == nil {
		m = toldReadThat.FindStringSubmatch(text)
	}
	if m != nil {
		r.How, text = byhand.ByRead, text[len(m[0]):]
		if r.At, err = c.When(m[1], true); err != nil {
			return r, next, err
		}
	}
	r.Text, next, err = c.TrailingNext(text)
	r.NextAt, r.Asks = next.At, next.Asks
	return r, next, err
}

// NobodyAnswered says whether a report is of a call that nobody took.
func NobodyAnswered(text string) bool { return nobodyAnswered.MatchString(text) }

// NotTold reads that a client was not told what is recorded: not acme: it was Globex; acme not:
// why; and where there is one client, not: why.
func NotTold(inc *incident.Incident, text string) (client, why string, ok bool) {
	m := notTold.FindStringSubmatch(text)
	if m == nil || inc == nil {
		return "", "", false
	}
	who := strings.TrimSpace(m[1] + m[2])
	if who == "" && len(inc.Clients) == 1 && strings.Contains(text, ":") {
		return inc.Clients[0].Client.ID, m[3], true
	}
	for i := range inc.Clients {
		if c := &inc.Clients[i].Client; strings.EqualFold(who, c.ID) || strings.EqualFold(who, c.Name) {
			return c.ID, m[3], true
		}
	}
	return "", "", false
}

// Severity reads 2, sev2 or sev-2; what is none is -1, and the domain says which
// there are.
func Severity(text string) client.Severity {
	digit := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(text), "sev"), "-")
	n, err := strconv.Atoi(strings.TrimSpace(digit))
	if err != nil || n == 0 {
		n = -1
	}
	return client.Severity(n)
}

// Choice reads which of the offered times a client chose: 2, or acme the second one. What is
// neither is left over, and n is 0.
func Choice(inc *incident.Incident, text string) (client string, n int, rest string) {
	client, rest = Client(inc, text, true)
	m := chosen.FindStringSubmatch(rest)
	switch {
	case m == nil:
		return client, 0, rest
	case m[1] != "":
		return client, 1, ""
	}
	return client, 2, ""
}

var chosen = regexp.MustCompile(`(?i)^(?:(?:they|she|he)\s+(?:chose|took|take|takes|want|wants)\s+)?(?:the\s+|no\.?\s*|number\s+)?(?:(1|1st|one|first)|2|2nd|two|second)(?:\s+(?:one|time|slot))?[.]?$`)
