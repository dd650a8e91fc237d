package outbox

import (
	"candor/incident/phrase"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Mailed is what is particular about a reply that came by mail.
type Mailed struct {
	Proved  bool   `json:"proved,omitempty"`  // our own mail server says that the sender is who they say
	Unknown bool   `json:"unknown,omitempty"` // the address is none of the client's contacts: it answers a mail of ours
	Auto    bool   `json:"auto,omitempty"`    // a machine wrote it for them: they are away, or a ticket was opened
	Unread  bool   `json:"unread,omitempty"`  // some of it, or all, cannot be read here: who knows what it asks
	Subject string `json:"subject,omitempty"`
	Report  Report `json:"report,omitempty"` // what a mail server tells of one of ours; empty: it is none

	Came time.Time `json:"came,omitzero"` // when it came, of one that was seen late: the mailbox could not be read
}

// Report is what a mail server tells of a mail of ours.
type Report string

// What it may be.
const (
	StillTrying Report = "delayed"  // it is not there yet, and tried again
	WhichOne    Report = "returned" // one of several came back, and nobody can tell which
)

// ByMachine says whether nobody wrote a reply: it came by mail, by itself.
func (r *Reply) ByMachine() bool { return r.Mail != nil && r.Mail.Auto }

// Unread says whether a mail came of which we do not know all that its writer says.
func (r *Reply) Unread() bool { return r.Mail != nil && r.Mail.Unread && !r.Mail.Auto }

// Questions are the lines of a reply that wait for an answer, since they ask something or tell of harm, on one line; "" if none does. Some
// write all that they want to know into the subject of a mail. What nobody could read may ask.
func (r *Reply) Questions() string {
	var list []string
	for line := range strings.Lines(r.Text) {
		if phrase.Asks(line) || phrase.Harm(line) != "" {
			list = append(list, strings.TrimSpace(line))
		}
	}
	switch {
	case len(list) > 0 || r.Mail == nil:
	case r.Unread():
		return "(a mail that cannot be read here)"
	case strings.TrimSpace(r.Text) == "" && !r.Mail.Answers() && phrase.Asks(r.Mail.Subject):
		return r.Mail.Subject
	}
	return strings.Join(list, " ")
}

// Answers says whether the subject of a mail is that of one that it answers, in what mail programs write there.
func (m *Mailed) Answers() bool {
	mark, _, ok := strings.Cut(m.Subject, ":")
	return ok && slices.Contains(answerMarks, strings.ToLower(strings.TrimSpace(mark)))
}

var answerMarks = []string{"re", "aw", "antw", "antwort", "sv", "vs", "odp", "rif", "r", "res", "ynt", "vá", "回复", "回覆", "答复"}

// MailRoot names the thread of all mail about an incident to one address: the left
// part of a Message-ID that no mail has. The number of an incident begins anew with a
// new store, so the time of declaring is in it too.
func MailRoot(incident int64, declared time.Time, to string) string {
	var at int64
	if !declared.IsZero() {
		at = declared.Unix()
	}
	return fmt.Sprintf("inc-%d.%d.%s", incident, at, Fingerprint(to))
}

// Fingerprint is a text without its words, short.
func Fingerprint(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

var rootForm = regexp.MustCompile(`^inc-(\d{1,18})\.(\d{1,18})\.([0-9a-f]{16})$`)

// ReadMailRoot reads what [MailRoot] made; to is the [Fingerprint] of the address.
func ReadMailRoot(root string) (incident, declared int64, to string, ok bool) {
	m := rootForm.FindStringSubmatch(root)
	if m == nil {
		return 0, 0, "", false
	}
	incident, _ = strconv.ParseInt(m[1], 10, 64) // digits, and few enough
	declared, _ = strconv.ParseInt(m[2], 10, 64)
	return incident, declared, m[3], true
}

// Hush keeps what somebody writes by mail out of an incident's channel.
type Hush struct {
	User   string `json:"user"`             // their address
	Proved bool   `json:"proved,omitempty"` // whoever only uses their name does not quiet them
	Heard  int    `json:"heard"`            // the newest update that the client had then: the next one ends it
}

// Hushed are the hushes of a client in an incident.
type Hushed []Hush

// Has says whether a mail stays out of the channel, while the client has no newer update
// than this.
func (list Hushed) Has(r Reply, heard int) bool { return slices.Contains(list, hush(r, heard)) }

func hush(r Reply, heard int) Hush { return Hush{r.User, r.Mail != nil && r.Mail.Proved, heard} }

// With hushes whoever wrote these replies by mail; those that have ended are left out.
func (list Hushed) With(replies []Reply, heard int) Hushed {
	list = slices.DeleteFunc(slices.Clone(list), func(h Hush) bool { return h.Heard != heard })
	for _, r := range replies {
		if r.Mail != nil && !r.Mail.Auto && !list.Has(r, heard) {
			list = append(list, hush(r, heard))
		}
	}
	return list
}
