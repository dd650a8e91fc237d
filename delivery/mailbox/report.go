package mailbox

import (
	"strings"

	"github.com/emersion/go-message"

	"candor/incident/heard"
)

// report is what a mail server says of a mail that it does not deliver.
type report struct {
	sort   heard.Sort
	failed heard.Failure
}

// reported reads such a report: one that is made for programs (RFC 3464), or what the
// many servers write that do not make those. A person who writes about one is none.
func reported(h *message.Header, m *heard.Mail, b *body) (report, bool) {
	if len(b.status) > 0 {
		return fromStatus(strings.Join(b.status, "\n\n"), m)
	}
	failed := h.Get("X-Failed-Recipients")
	if !isServer(h, m) || failed == "" && !undelivered().MatchString(m.Subject) && !undelivered().MatchString(firstLines(b.text())) {
		return report{}, false
	}
	text := m.Subject + "\n" + b.text()
	r := report{sort: heard.Bounced, failed: heard.Failure{To: strings.ToLower(bareAddress().FindString(failed)), Code: codeIn(text)}}
	if r.failed.To == "" {
		r.failed.To = failedIn(text, m.From)
	}
	if strings.HasPrefix(r.failed.Code, "4") || r.failed.Code == "" && stillTrying().MatchString(text) {
		if stillTrying().MatchString(text) && !gaveUp().MatchString(text) {
			r.sort = heard.Delayed
		}
	}
	return r, true
}

var (
	servers     = lazily(`(?i)^(mailer-?daemon|postmaster|mail-?daemon|microsoftexchange[0-9a-f]*|bounces?|.*-bounces?|noreply-bounce)@`)
	undelivered = lazily(`(?i)(undeliver(ed|able)|delivery (status notification|has failed|failed|failure|incomplete|delayed|to the following)|failure notice|returned( to sender| mail)|mail delivery (failed|failure|system)|could ?n.t be delivered|could not be delivered|(delivery|message) .{0,40}(failed|delayed)|not yet been delivered|unzustellbar|nicht zu(ge)?stell(t|bar)|non remis|échec de (la )?remise|onbestelbaar|niet (worden )?(bezorgd|besteld)|(non|mancato) recapit|impossibile recapitare|no se p(uede|udo) entregar|no (se ha )?entregad|não (é possível|foi possível) entregar|kan inte levereras|kunne ikke leveres|ikke leveret|nie można dostarczyć|niedostarczon|nedoručitel|rejected your message|message not delivered|address not found|user unknown)`)
	stillTrying = lazily(`(?i)(will (keep|continue) (trying|to try)|will be retried|delayed|not yet been delivered|no action is required|warning.{0,40}only|still being retried)`)
	gaveUp      = lazily(`(?i)(giving up|given up|permanent(ly)?[ -](fail|error)|could not be delivered for|retry time(out)? exceeded|retry time not reached for any host after a long failure)`)
	inBrackets  = lazily(`<[^\s<>"(),;:@]{1,64}@[A-Za-z0-9.-]{1,250}>`)
	enhanced    = lazily(`(?:^|[^\d.])([45]\.\d{1,3}\.\d{1,3})(?:[^\d.]|\.?\s|$)`)
	basic       = lazily(`(?:^|[^\d.])([45])\d\d[ -]`)
)

// isServer says whether a mail is a mail server's own.
func isServer(h *message.Header, m *heard.Mail) bool {
	return m.From == "" || servers().MatchString(m.From) || strings.TrimSpace(h.Get("Return-Path")) == "<>" || h.Has("X-Failed-Recipients")
}

// failedIn is the address that failed, as the words of a report have it: the first in brackets that
// names no mail, or else the first that is not the server's own.
func failedIn(text, server string) string {
	rest := idFields().ReplaceAllString(text, "")
	if at := inBrackets().FindString(rest); at != "" {
		return strings.ToLower(strings.Trim(at, "<>"))
	}
	for _, at := range bareAddress().FindAllString(rest, 10) {
		if at = strings.ToLower(strings.TrimRight(at, ".")); at != server && !servers().MatchString(at) {
			return at
		}
	}
	return ""
}

// firstLines are the beginning of a text.
func firstLines(text string) string { return text[:min(len(text), 1000)] }

// codeIn is the first status code in a text; "" if there is none. A bare 550 is taken
// for what it usually means.
func codeIn(text string) string {
	if m := enhanced().FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if m := basic().FindStringSubmatch(text); m != nil {
		return m[1] + ".0.0"
	}
	return ""
}

// fromStatus reads the fields that are made for programs. Of several recipients the one
// that failed counts: ours have one.
func fromStatus(status string, m *heard.Mail) (report, bool) {
	var late *report
	for group := range strings.SplitSeq(strings.ReplaceAll(status, "\n\n\n", "\n\n"), "\n\n") {
		f := fieldsOf(group)
		r := report{failed: heard.Failure{
			To:   strings.ToLower(bareAddress().FindString(f["final-recipient"])),
			Code: codeIn(f["status"] + "\n" + f["diagnostic-code"]),
		}}
		if at := strings.ToLower(bareAddress().FindString(f["original-recipient"])); at != "" { // as we wrote it, before it was forwarded
			r.failed.To = at
		}
		switch action := firstWord().FindString(strings.ToLower(f["action"])); {
		case action == "failed", !done[action] && action != "delayed" && strings.HasPrefix(r.failed.Code, "5"): // some have words of their own
			r.sort = heard.Bounced
			return r, true
		case action == "delayed":
			r.sort = heard.Delayed
			late = &r
		}
	}
	if late != nil {
		return *late, true
	}
	m.Sort = heard.Machine // it was delivered, relayed or expanded
	return report{sort: heard.Machine}, true
}

var firstWord = lazily(`^[a-z]+`) // some explain it behind

// done are the words for what has left that server, and did not fail there.
var done = map[string]bool{"delivered": true, "relayed": true, "expanded": true}

// fieldsOf are the fields of a group, by their names in small letters; folded lines are
// one.
func fieldsOf(group string) map[string]string {
	fields := map[string]string{}
	last := ""
	for line := range strings.Lines(group) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
			fields[last] += " " + strings.TrimSpace(line)
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		last = strings.ToLower(strings.TrimSpace(name))
		fields[last] = strings.TrimSpace(value)
	}
	return fields
}
