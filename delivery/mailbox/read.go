package mailbox

import (
	"bytes"
	"mime"
	netmail "net/mail"
	"slices"
	"strings"
	"unicode"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // the character sets that mail is written in

	"candor/incident/heard"
	"candor/incident/outbox"
	"candor/incident/visible"
)

// MaxRead is how much of a mail is read, in bytes. Texts stand at its beginning, files
// behind them.
const MaxRead = 256 << 10

// Read makes of a mail, as its server has it, what is to be known of it. checkedBy is the
// name under which our own mail server says who a sender really is; empty: it does not.
// Behind the beginning of a large mail may follow parts of it that stand further down.
func Read(raw []byte, checkedBy string, parts ...[]byte) *heard.Mail {
	m := &heard.Mail{}
	e, _ := message.ReadWithOptions(bytes.NewReader(tidy(raw)), &message.ReadOptions{MaxHeaderBytes: 2 * MaxRead}) // each line may have grown by one
	if e == nil {                                                                                                  // an error beside an entity is about its character set
		return unreadable(raw)
	}
	h := &e.Header
	if m.ID = strings.TrimSpace(h.Get("Message-Id")); m.ID == "" {
		m.ID = outbox.Fingerprint(string(raw))
	}
	single := readSender(h, m)
	m.Subject = oneLine(decoded(h, "Subject"))
	m.Refs = ids(h.Get("In-Reply-To") + " " + h.Get("References"))
	m.Proved = single && proved(h, m.From, checkedBy)

	var b body
	b.read(e, 0)
	for _, part := range parts {
		if e, _ := message.Read(bytes.NewReader(tidy(part))); e != nil {
			b.read(e, 1)
		}
	}
	m.Text, m.Files = visible.Text(b.theirs()), b.files
	m.Unread = b.broken || strings.TrimSpace(b.text()) == "" && (b.sealed || len(raw) >= MaxRead)
	if m.Sort = sortOf(h, m); m.Sort == heard.Person && b.pressed && m.Text == "" {
		m.Sort = heard.Auto
	}
	if r, is := reported(h, m, &b); is {
		m.Sort, m.Failed, m.Text, m.Files, m.Unread = r.sort, r.failed, "", nil, false
		m.Named = append(slices.Clone(m.Refs), ids(strings.Join(idFields().FindAllString(b.all(), mostRefs), "\n"))...)
		m.Refs = append(m.Refs, ids(b.all())...)
	}
	return m
}

// unreadable is a mail of which nothing is known but that it came, and perhaps from whom.
func unreadable(raw []byte) *heard.Mail {
	m := &heard.Mail{ID: outbox.Fingerprint(string(raw)), Sort: heard.Machine}
	if from := fromLine().FindSubmatch(raw); from != nil {
		m.Sort, m.From, m.Unread = heard.Person, strings.ToLower(bareAddress().FindString(string(from[1]))), true
	}
	return m
}

var fromLine = lazily(`(?im)^from:(.{1,500})`)

// tidy leaves lines out of a header that are none: one of them would cost the whole mail.
func tidy(raw []byte) []byte {
	var clean []byte
	kept := false
	for len(raw) > 0 {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		text := bytes.TrimRight(line, "\r")
		if len(text) == 0 {
			return append(append(clean, "\r\n"...), rest...)
		}
		if text[0] != ' ' && text[0] != '\t' {
			kept = fieldForm().Match(text)
		}
		if kept {
			clean = append(append(clean, bytes.ReplaceAll(text, []byte("\r"), []byte(" "))...), "\r\n"...)
		}
		raw = rest
	}
	return append(clean, "\r\n"...)
}

var fieldForm = lazily(`^[!-9;-~]+:`)

// readSender finds out who wrote a mail, and says whether it names one writer only.
func readSender(h *message.Header, m *heard.Mail) (single bool) {
	p := netmail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: message.CharsetReader}}
	field := h.Get("From")
	fields := h.FieldsByKey("From")
	list, err := p.ParseList(field)
	switch {
	case err == nil && len(list) > 0:
		m.From, m.Name = strings.ToLower(list[0].Address), oneLine(list[0].Name)
	default:
		if found := bareAddress().FindString(field); found != "" {
			m.From = strings.ToLower(found)
		}
	}
	if strings.ContainsAny(m.Name, "@＠﹫") { // a name that looks like another address misleads
		m.Name = ""
	}
	if len(m.From) > longestAddress {
		m.From = ""
	}
	return len(list) == 1 && fields.Len() == 1
}

var bareAddress = lazily(`[^\s<>"(),;:@]{1,64}@[A-Za-z0-9.-]{1,250}`)

// decoded is a field of the header as it reads; what cannot be decoded stays as it is.
func decoded(h *message.Header, name string) string {
	text, err := h.Text(name)
	if err != nil {
		return h.Get(name)
	}
	return text
}

// oneLine makes a text of a header one line of what can be seen.
func oneLine(s string) string {
	words := strings.FieldsFunc(inUTF8(s), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	return outbox.Shorten(visible.Line(strings.Join(words, " ")), longestLine)
}

const (
	longestLine    = 300 // characters of a name, a subject
	longestAddress = 320 // bytes, as mail has it
)

// mostRefs is how many Message-IDs of one mail are looked at: its first ones, among
// which is the root of the thread, and its last.
const mostRefs = 100

// idFields are the fields of a mail in a text that name it; an address in brackets is none.
var idFields = lazily(`(?im)^[ \t>]*(?:(?:x-)?original-)?message-id:\s*<[^<>\s@]{1,250}@[^<>\s@]{1,250}>`)

var idForm = lazily(`<[^<>\s@]{1,250}@[^<>\s@]{1,250}>`)

// ids are the Message-IDs in a text.
func ids(text string) []string {
	list := idForm().FindAllString(text, -1)
	if n := len(list); n > mostRefs {
		list = append(list[:mostRefs/2:mostRefs/2], list[n-mostRefs/2:]...)
	}
	return list
}

// away are the subjects under which mail programs answer by themselves, and nothing else:
// “On holiday bookings: customers are charged twice” is a person's.
var away = lazily(`(?i)^\W*(re:\s*|aw:\s*)?(out of( the)? office|(automatic|auto[- ]?)\s*(reply|response|answer)|ooo|away from (the office|my mail)|on (holiday|vacation|leave)|(on )?(annual|parental|maternity) leave|(ich bin )?im urlaub|abwesen(d|heit)[a-zäöüß]*|automatische antwort|réponse automatique|respuesta automática|risposta automatica|absence du bureau|absente?( du bureau)?|fuori (ufficio|sede)|fuera de (la )?oficina|nieobecn\S*|automatisch antwoord|automatische reactie|afwezigheid\S*|autosvar|automatiskt? svar|automaattinen (vastaus|poissaoloviesti)|resposta automática|ausência\S*|automatyczna odpowiedź|automatická odpověď|automatikus válasz|răspuns automat|otomatik yanıt|автоответ|автоматический ответ|αυτόματη απάντηση|自動(応答|返信|回覆)|自动(回复|答复)|자동 ?(회신|응답))( (until|till|from|bis|jusqu|do|fino|hasta)\b.*|\s+re)?\s*($|[:(\[–—-])`)

// absent is a text in which such a program says so.
var absent = lazily(`(?i)\b(i|i'm|i’m|we|ich|wir|je|estoy|sono)\b.{0,40}\b(away|out of (the |my )?office|on (annual |parental |maternity )?(holiday|vacation|leave)|not in the office|no longer work|limited access|back (on|in|at)|abwesend|nicht (im (büro|haus|hause)|erreichbar)|im urlaub|absent|en congé|fuera de|fuori)|\bautomatic(ally)? (reply|response|generated)|automatische (antwort|nachricht)|réponse automatique|respuesta automática|risposta automatica|afwezig|met (vakantie|verlof)|niet (op|in) kantoor|på semester|inte på (kontoret|plats)|frånvarande|på ferie|fraværende|ikke på kontoret|lomalla|poissa|férias|ausente|fora do escritório|de vacaciones|urlop|nieobecn|poza biurem|dovolen|nepřítom|szabadság|nem vagyok|concediu|izindeyim|ofis dışında|отпуск|отсутств|διακοπές|不在|休暇|休假|外出|휴가|부재`)

// autoFields are the fields of mail programs that answer by themselves.
var autoFields = []string{"X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Autogenerated"}

// sortOf says what a mail is: as its header has it, or its subject and its text both.
func sortOf(h *message.Header, m *heard.Mail) heard.Sort {
	kind, params, _ := h.ContentType()
	submitted := strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted")))
	precedence := strings.ToLower(strings.TrimSpace(h.Get("Precedence")))
	bulk := precedence == "bulk" || precedence == "junk"
	switch {
	case kind == "multipart/report" && !strings.EqualFold(params["report-type"], "delivery-status"):
		return heard.Machine // that it was read, or is taken for spam
	case submitted != "" && !strings.HasPrefix(submitted, "no"),
		slices.ContainsFunc(autoFields, h.Has),
		precedence == "auto_reply" || bulk && (h.Has("List-Id") || h.Has("List-Unsubscribe")),
		strings.TrimSpace(h.Get("Return-Path")) == "<>",
		(bulk || away().MatchString(m.Subject)) && absent().MatchString(m.Text), // a subject alone is a person's
		h.Has("X-Auto-Response-Suppress") && away().MatchString(m.Subject):      // of Exchange; by hand it is one or the other
		return heard.Auto
	}
	return heard.Person
}

// withoutComments is a field without what stands in brackets, however deep.
func withoutComments(s string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r == '(':
			depth++
			return ' '
		case r == ')' && depth > 0:
			depth--
			return -1
		case depth > 0:
			return -1
		}
		return r
	}, s)
}

// proved says whether our own mail server found the sender to be who they say. Only the
// first of its findings counts: what stands below it may have come with the mail.
func proved(h *message.Header, from, checkedBy string) bool {
	_, domain, ok := strings.Cut(from, "@")
	if checkedBy == "" || !ok {
		return false
	}
	for f := h.FieldsByKey("Authentication-Results"); f.Next(); {
		server, results, _ := strings.Cut(withoutComments(f.Value()), ";")
		if name := strings.Fields(server); len(name) == 0 || !strings.EqualFold(name[0], checkedBy) {
			continue
		}
		for result := range strings.SplitSeq(results, ";") {
			if passes(strings.Fields(strings.ToLower(result)), domain) {
				return true
			}
		}
		return false
	}
	return false
}

// passes says whether one finding proves a domain: DMARC for it, or a signature of it.
func passes(words []string, domain string) bool {
	if len(words) == 0 {
		return false
	}
	has := func(key string, is func(string) bool) bool {
		for _, w := range words[1:] {
			if name, value, _ := strings.Cut(w, "="); name == key && is(strings.TrimPrefix(strings.Trim(value, `"`), "@")) {
				return true
			}
		}
		return false
	}
	same := func(value string) bool { return value == domain }
	within := func(value string) bool {
		return value == domain || strings.Contains(value, ".") && strings.HasSuffix(domain, "."+value)
	}
	switch words[0] {
	case "dmarc=pass":
		return has("header.from", same)
	case "dkim=pass":
		return has("header.d", within)
	}
	return false
}
