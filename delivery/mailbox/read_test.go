package mailbox

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/heard"
)

// raw is a mail with the line ends that mail has.
func raw(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

func TestWhatTheyWrote(t *testing.T) {
	for name, tt := range map[string]struct{ mail, want string }{
		"plain":             {"From: d@a.example\n\nWhen?\n\n\n\nDana\n", "When?\n\nDana"},
		"above a quote":     {"From: d@a.example\n\nWhen?\n\nOn Tue, 10 Mar 2026 at 14:00, Ana Ruiz <status@studio-north.example> wrote:\n> The shop is down.\n> When? At 15:00.\n", "When?"},
		"in two lines":      {"From: d@a.example\n\nWhen?\n\nOn Tue, 10 Mar 2026 at 14:00, Ana Ruiz, Studio North\n<status@studio-north.example> wrote:\n> The shop is down.\n", "When?"},
		"below a quote":     {"From: d@a.example\n\nAm 10.03.26 um 14:00 schrieb Ana Ruiz:\n> The shop is down.\n\nSeit wann?\n", "Seit wann?"},
		"between quotes":    {"From: d@a.example\n\n> It is down.\nSince when?\n> We look.\nThanks.\n", "Since when?\nThanks."},
		"Outlook":           {"From: d@a.example\n\nWhen?\n\n________________________________\nFrom: Ana Ruiz <status@studio-north.example>\nSent: Tuesday\nTo: Dana\n\nIs it down? Yes.\n", "When?"},
		"Outlook, bare":     {"From: d@a.example\n\nWhen?\n\nFrom: Ana Ruiz\nSent: Tuesday\nIs it down?\n", "When?"},
		"original":          {"From: d@a.example\n\nWhen?\n-----Original Message-----\nIs it down?\n", "When?"},
		"signature":         {"From: d@a.example\n\nWhen?\n-- \nDana Fox\nIs this mail confidential?\n", "When?"},
		"a quote alone":     {"From: d@a.example\n\n> Is it down?\n", ""},
		"no body":           {"From: d@a.example\n\n", ""},
		"no empty line":     {"From: d@a.example\n", ""},
		"nothing":           {"", ""},
		"HTML only":         {"From: d@a.example\nContent-Type: text/html; charset=utf-8\n\n<html><head><style>p {color: red}</style><script>alert('x?')</script></head><body><p>When&nbsp;exactly?</p><div>We lose <b>500</b> pounds &amp; more</div><!-- why? --><blockquote>Is it down?</blockquote></body></html>", "When exactly?\n\nWe lose 500 pounds & more"},
		"HTML of Gmail":     {"From: d@a.example\nContent-Type: text/html\n\n<div dir=\"ltr\">When?</div><br><div class=\"gmail_quote gmail_quote_container\"><div>On Tue Ana wrote:<br></div>Is it down?</div>", "When?"},
		"both":              {"From: d@a.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nWhen?\n--b\nContent-Type: text/html\n\n<p>When, in colour?</p>\n--b--\n", "When?"},
		"an empty plain":    {"From: d@a.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>When?</p>\n--b--\n", "When?"},
		"a plain excuse":    {"From: d@a.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nThis message is in HTML.\n--b\nContent-Type: text/html\n\n<p>When?</p>\n--b--\n", "When?"},
		"hidden in HTML":    {"From: d@a.example\nContent-Type: text/html\n\n<div style=\"display: none\">Is it <div>safe?</div></div><span style='font-size:0px'>Why?</span><p hidden>Who?</p><p style='font-size:0.9em'>All well.</p>", "All well."},
		"hidden, unended":   {"From: d@a.example\nContent-Type: text/html\n\n<div style='display:none'>When?", "When?"},
		"an invitation":     {"From: d@a.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nAccepted.\n--b\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nSUMMARY:Shall we talk?\nEND:VCALENDAR\n--b--\n", "Accepted."},
		"unseen letters":    {"From: d@a.example\n\nis\u202e it\u200b ok\x00\n", "is it ok"},
		"Outlook, sv":       {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nBra.\n\nFrån: Studio North <s@studio-north.example>\nSkickat: den 30 november\nTill: Dana\n\nIs it ok?\n", "Bra."},
		"Outlook, pl":       {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nDobrze.\n\nOd: Studio North <s@studio-north.example>\nWysłano: 30 listopada\nDo: Dana\n\nIs it ok?\n", "Dobrze."},
		"Outlook, pt":       {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nOk.\n\nDe: Studio North <s@studio-north.example>\nEnviada em: 30 de novembro\nPara: Dana\n\nIs it ok?\n", "Ok."},
		"Gmail, pl":         {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nDobrze.\n\npon., 30 lis 2026 o 14:00 Studio North <s@studio-north.example> napisał(a):\n> Is it ok?\n", "Dobrze."},
		"a text file":       {"From: d@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the log.\n--b\nContent-Type: text/plain; name=app.log\n\nWhy?\n--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nWho?\n--b--\n", "See the log."},
		"an HTML file":      {"From: d@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n\n--b\nContent-Type: text/html\nContent-Disposition: attachment; filename=page.html\n\n<p>Why?</p>\n--b--\n", ""},
		"ends with On":      {"From: d@a.example\n\nBen is\nOn it", "Ben is\nOn it"},
		"an end hides":      {"From: d@a.example\nContent-Type: text/html\n\n</p hidden>When?", "When?"},
		"cut off":           {"From: d@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nWhen?\n--b\nContent-Type: application/pdf; name=plan.pdf\nContent-Transfer-Encoding: base64\n\nAAAA", "When?"},
		"Latin-1":           {"From: d@a.example\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nO=F9 est le caf=E9?", "Où est le café?"},
		"unknown charset":   {"From: d@a.example\nContent-Type: text/plain; charset=x-klingon\n\nGr\xfc\xdfe", "Grüße"},
		"no charset":        {"From: d@a.example\n\nDie Z\xe4hlung l\xe4uft.", "Die Zählung läuft."},
		"a wrong charset":   {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nGr\xfc\xdfe", "Grüße"},
		"one bad letter":    {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nGrüße, Zo\xeb, schöne", "Grüße, Zo\uFFFD, schöne"},
		"unknown coding":    {"From: d@a.example\nContent-Type: text/plain\nContent-Transfer-Encoding: rot13\n\nWhen?", "When?"},
		"bad base64":        {"From: d@a.example\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nV2hlbj8=!!!!", "When?"},
		"bad type":          {"From: d@a.example\nContent-Type: ;;;\n\nWhen?", "When?"},
		"no boundary":       {"From: d@a.example\nContent-Type: multipart/mixed\n\nWhen?", ""},
		"a bad header":      {"From: d@a.example\nthis is no field\n : nor this\nFrom here on\nSubject: x\n\nWhen?", "When?"},
		"Gmail, fr":         {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nQuand ?\n\nLe mar. 10 mars 2026 à 14:00, Ana Ruiz <s@n.example> a écrit\u00a0:\n\n> Is it down?\n", "Quand ?"},
		"Outlook, fr":       {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nQuand\u202f?\n\nDe\u00a0: Ana Ruiz <s@n.example>\nEnvoyé\u00a0: mardi 10 mars\nÀ\u00a0: Dana\n\nIs it down?\n", "Quand ?"},
		"Outlook, es":       {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\n¿Cuándo?\n\nDe: Ana Ruiz <s@n.example>\nEnviado el: martes\nPara: Dana\n\nIs it down?\n", "¿Cuándo?"},
		"bold in a text":    {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nWhen?\n\n*From:* Ana Ruiz <s@n.example>\n*Sent:* Tuesday\n*To:* Dana\n\nIs it down?\n", "When?"},
		"another order":     {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nWhen?\n\nFrom: Ana Ruiz <s@n.example>\nSubject: Checkout\nDate: Tuesday\n\nIs it down?\n", "When?"},
		"in three lines":    {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nWhen?\n\nOn Tue, 10 Mar 2026 at 14:00, Ana Ruiz, Studio North,\nwho answers for Acme Shop\n<status@studio-north.example> wrote:\n> The shop is down?\n", "When?"},
		"On a line":         {"From: d@a.example\nContent-Type: text/plain; charset=utf-8\n\nOn Tuesday\n\nAna <s@n.example> wrote:\n> Is it down?\n", "On Tuesday"},
		"HTML, below":       {"From: d@a.example\nContent-Type: text/html; charset=utf-8\n\n<div>On Tue, 10 Mar 2026, Ana wrote:</div><blockquote>Is it down?</blockquote><p>When?</p>", "When?"},
		"HTML, between":     {"From: d@a.example\nContent-Type: text/html; charset=utf-8\n\n<div dir=ltr><div class=\"gmail_quote\"><div class=gmail_attr>On Tue, 10 Mar 2026 Ana &lt;s@n.example&gt; wrote:<br></div><blockquote class=gmail_quote>Is it <blockquote>down?</blockquote></blockquote><div>Since when?</div><blockquote>We look?</blockquote><div>Thanks.</div></div></div>", "Since when?\n\nThanks."},
		"HTML, Mozilla":     {"From: d@a.example\nContent-Type: text/html; charset=utf-8\n\n<div class=\"moz-cite-prefix\">On 10/03/2026 14:00, Ana wrote:<br></div><blockquote type=cite>Is it down?</blockquote><p>When?</p>", "When?"},
		"HTML, unended":     {"From: d@a.example\nContent-Type: text/html; charset=utf-8\n\n<p>When?</p><blockquote>Is it down?", "When?"},
		"HTML, quote alone": {"From: d@a.example\nContent-Type: text/html; charset=utf-8\n\n<blockquote>When?</blockquote>", "When?"},
		"Outlook, mobile":   {"From: d@a.example\nContent-Type: text/html; charset=utf-8\n\n<div>When?</div><hr><div id=\"divRplyFwdMsg\"><b>Ana</b></div><div>Is it down?</div>", "When?"},
		"a table":           {"From: d@a.example\nContent-Type: text/html; charset=utf-8\n\n<table><tr><th>Order</th><th>Paid</th></tr><tr><td>12</td><td>twice</td></tr></table>", "Order Paid\n\n12 twice"},
		"an mbox":           {"From dana Tue Mar 10\nFrom: d@a.example\n\nWhen?", "When?"},
	} {
		if m := Read(raw(tt.mail), ""); m.Text != tt.want {
			t.Errorf("%s: %q, want %q", name, m.Text, tt.want)
		}
	}
}

func TestFilesAreNamed(t *testing.T) {
	m := Read(raw("From: d@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee this.\n--b\nContent-Type: image/png\nContent-Disposition: attachment; filename=\"=?utf-8?q?a=0Ab.png?=\"\n\nx\n--b\nContent-Type: application/pkcs7-mime\n\nx\n--b--"), "")
	if m.Text != "See this." || len(m.Files) != 2 || strings.ContainsAny(m.Files[0], "\r\n") || m.Files[1] != "application/pkcs7-mime" {
		t.Errorf("%q with %q", m.Text, m.Files)
	}
	m = Read(raw("From: d@a.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nSee this.\n--b\nContent-Type: text/watch-html\n\nx\n--b\nContent-Type: text/calendar\n\nx\n--b--"), "")
	if m.Text != "See this." || !slices.Equal(m.Files, []string{"text/calendar"}) {
		t.Errorf("what says it once more is a file: %q with %q", m.Text, m.Files)
	}
}

// Of what cannot be read, in whole or in part, it is said that it came, and from whom.
func TestWhatCannotBeReadIsNotSilent(t *testing.T) {
	deep := "From: d@a.example\n"
	for i := range 30 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for name, tt := range map[string]struct {
		mail string
		want bool
	}{
		"encrypted":       {"From: d@a.example\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nMII=", true},
		"PGP":             {"From: d@a.example\nContent-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--", true},
		"winmail.dat":     {"From: d@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\n\nx\n--b--", true},
		"nested too deep": {deep + "\nWhen?", true},
		"bad base64":      {"From: d@a.example\nContent-Transfer-Encoding: base64\n\nV2hlbiB3aWxs!!!!", true},
		"a huge header":   {"From: d@a.example\nTo: " + strings.Repeat("someone@somewhere.example, ", 12000) + "\n\nWhen?", true},
		"a photograph":    {"From: d@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/jpeg\n\n" + strings.Repeat("0123456789abcdef\n", 20000) + "--b\n\nWhen?\n--b--", true},
		"signed":          {"From: d@a.example\nContent-Type: multipart/signed; boundary=b\n\n--b\n\nWhen?\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nMII=\n--b--", false},
		"no words":        {"From: d@a.example\n\n", false},
		"words":           {"From: d@a.example\n\nWhen?", false},
		"a cut file":      {"From: d@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWhen?\n--b\nContent-Type: image/jpeg\n\n" + strings.Repeat("0123456789abcdef\n", 20000), false},
	} {
		text := raw(tt.mail)
		if m := Read(text[:min(len(text), MaxRead)], ""); m.Unread != tt.want || m.From != "d@a.example" || m.Sort != heard.Person {
			t.Errorf("%s: unread %v, want %v, of %q, %d", name, m.Unread, tt.want, m.From, m.Sort)
		}
	}
}

// Words in a header stay one line, whatever they were encoded from.
func TestAHeaderIsOneLine(t *testing.T) {
	m := Read(raw("From: =?utf-8?q?Dana=0D=0ABcc=3A_x=40evil.example?= <Dana@Acme.example>\nSubject: =?utf-8?q?a=0D=0Ab?=\n =?x-klingon?q?zz?=\nIn-Reply-To: <a@b> <c@d>\nReferences: <a b@c> < <e@f>\n\nx"), "")
	if strings.ContainsAny(m.Name+m.Subject, "\r\n") || m.From != "dana@acme.example" || !slices.Equal(m.Refs, []string{"<a@b>", "<c@d>", "<e@f>"}) {
		t.Errorf("%+v", m)
	}
}

func TestWhoWroteIt(t *testing.T) {
	for field, want := range map[string]string{
		`From: Dana <DANA@acme.example>`:                               "dana@acme.example/Dana",
		`From: "dana@acme.example" <x@evil.example>`:                   "x@evil.example/",
		`From: dana@acme.example, x@evil.example`:                      "dana@acme.example/",
		"From: Dana (the boss) <dana@acme.example> trailing":           "dana@acme.example/",
		`From: undisclosed`:                                            "/",
		`From:`:                                                        "/",
		`To: dana@acme.example`:                                        "/",
		`From: =?x-klingon?q?Dana?= <dana@acme.example>`:               "dana@acme.example/",
		"From: Dana <dana@acme.example>\nFrom: Ben <ben@acme.example>": "dana@acme.example/Dana",
	} {
		m := Read(raw(field+"\n\nx"), "mx.example")
		if got := m.From + "/" + m.Name; got != want && !(strings.HasPrefix(got, want) && strings.Contains(field, "klingon")) {
			t.Errorf("%s: %s, want %s", field, got, want)
		}
	}
}

// A sender is proved by what our own mail server found, and by nothing that came with
// the mail.
func TestWhoIsProved(t *testing.T) {
	const from = "From: Dana <dana@acme.example>\n"
	for name, tt := range map[string]struct {
		head string
		want bool
	}{
		"nothing":                   {from, false},
		"DMARC":                     {"Authentication-Results: mx.example; spf=pass smtp.mailfrom=x.example; dmarc=pass (p=NONE (sp=NONE)) header.from=acme.example\n" + from, true},
		"in two lines":              {"Authentication-Results: MX.example 1;\n dmarc=pass header.from=acme.example\n" + from, true},
		"a signature":               {"Authentication-Results: mx.example; dkim=pass header.d=acme.example header.s=k\n" + from, true},
		"of the domain above":       {"Authentication-Results: mx.example; dkim=pass header.d=acme.example\nFrom: dana@mail.acme.example\n", true},
		"a signature of another":    {"Authentication-Results: mx.example; dkim=pass header.d=evil.example\n" + from, false},
		"of a part of the name":     {"Authentication-Results: mx.example; dkim=pass header.d=me.example\n" + from, false},
		"of all of example":         {"Authentication-Results: mx.example; dkim=pass header.d=example\n" + from, false},
		"SPF alone":                 {"Authentication-Results: mx.example; spf=pass smtp.mailfrom=acme.example\n" + from, false},
		"it failed":                 {"Authentication-Results: mx.example; dmarc=fail header.from=acme.example\n" + from, false},
		"in a comment":              {"Authentication-Results: mx.example; dmarc=fail (x; dmarc=pass header.from=acme.example) header.from=acme.example\n" + from, false},
		"another server":            {"Authentication-Results: evil.example; dmarc=pass header.from=acme.example\n" + from, false},
		"forged below ours":         {"Authentication-Results: mx.example; dmarc=fail header.from=acme.example\nAuthentication-Results: mx.example; dmarc=pass header.from=acme.example\n" + from, false},
		"forged above, by another":  {"Authentication-Results: a.example; dmarc=pass header.from=acme.example\nAuthentication-Results: mx.example; dmarc=pass header.from=acme.example\n" + from, true},
		"two senders":               {"Authentication-Results: mx.example; dmarc=pass header.from=acme.example\nFrom: dana@acme.example, x@evil.example\n", false},
		"two lines of senders":      {"Authentication-Results: mx.example; dmarc=pass header.from=acme.example\n" + from + "From: x@evil.example\n", false},
		"without the name of ours":  {"Authentication-Results: ; dmarc=pass header.from=acme.example\n" + from, false},
		"behind a bracket":          {"Authentication-Results: mx.example; dmarc=fail header.from=acme.example) (; dmarc=pass header.from=acme.example\n" + from, false},
		"DMARC of another's domain": {"Authentication-Results: mx.example; dmarc=pass header.from=evil.example\n" + from, false},
	} {
		if got := Read(raw(tt.head+"\nx"), "mx.example").Proved; got != tt.want {
			t.Errorf("%s: proved %t", name, got)
		}
		if Read(raw(tt.head+"\nx"), "").Proved {
			t.Errorf("%s: proved, and nobody checks", name)
		}
	}
}

func TestMachinesAreKnown(t *testing.T) {
	for head, want := range map[string]heard.Sort{
		"Subject: Re: Checkout":                    heard.Person,
		"Auto-Submitted: no":                       heard.Person,
		"List-Id: <status.studio-north.example>":   heard.Person, // the address that we read may be a list
		"Precedence: list":                         heard.Person,
		"Subject: When are you out of the office?": heard.Person,
		"Auto-Submitted: auto-replied":             heard.Auto,
		"Auto-Submitted: auto-generated; x=y":      heard.Auto,
		"Auto-submitted: Auto-Notified":            heard.Auto,
		"X-Autoreply: yes":                         heard.Auto,
		"X-Autorespond: x":                         heard.Auto,
		"Precedence: bulk":                         heard.Auto,
		"Precedence: AUTO_REPLY":                   heard.Auto,
		"Subject: Out of Office: Checkout":         heard.Auto,
		"Subject: Automatic reply: Checkout":       heard.Auto,
		"Subject: Abwesenheitsnotiz":               heard.Auto,
		"Return-Path: <>":                          heard.Auto,
		"Content-Type: multipart/report; report-type=disposition-notification; boundary=b": heard.Machine,
	} {
		if m := Read(raw("From: dana@acme.example\n"+head+"\n\nI am away."), ""); m.Sort != want {
			t.Errorf("%s: %d, want %d", head, m.Sort, want)
		}
	}
}

// What clients write under a subject that looks like a machine's is theirs, unless the
// text says that they are away.
func TestASubjectAloneIsNoMachine(t *testing.T) {
	for _, tt := range []struct {
		head, text string
		want       heard.Sort
	}{
		{"Subject: On holiday bookings: customers are charged twice", "Call me at once.", heard.Person},
		{"Subject: On holiday bookings: customers are charged twice", "We are away from the till, and customers are charged twice.", heard.Person},
		{"Subject: Out of the office printers fail", "All of them.", heard.Person},
		{"Subject: Out of office: printers fail", "All of them, since 13:00.", heard.Person},
		{"Subject: Absence du bureau module: payroll data visible to everybody", "Look!", heard.Person},
		{"Subject: Automatic reply to orders names another customer", "Is that you?", heard.Person},
		{"Precedence: bulk\nSubject: Checkout", "When does it work again?", heard.Person},
		{"Precedence: bulk\nList-Unsubscribe: <mailto:x@acme.example>", "Our offers of the month.", heard.Auto},
		{"Subject: Out of office", "Thank you for your mail. I am out of the office until Monday.", heard.Auto},
		{"Subject: On vacation until 3 December", "I'm on vacation and read no mail.", heard.Auto},
		{"Subject: Automatische Antwort: Checkout", "Ich bin bis Montag nicht im Büro.", heard.Auto},
		{"Subject: Automatisch antwoord: Checkout", "Ik ben afwezig tot maandag. Dringend?", heard.Auto},
		{"Subject: Autosvar: Checkout", "Jag är på semester. Bråttom?", heard.Auto},
		{"Subject: Resposta automática: Checkout", "Estou de férias. Urgente?", heard.Auto},
		{"Subject: =?utf-8?q?Automatyczna_odpowied=C5=BA:_Checkout?=", "Przebywam na urlopie. Pytania?", heard.Auto},
		{"Subject: 自動応答: Checkout", "本日は不在です。至急ですか？", heard.Auto},
		{"Subject: Autosvar: fel namn i svaren", "Kunderna ser fel namn. Varför?", heard.Person},
		{"Subject: Fuori ufficio: Re: Checkout", "Sono fuori ufficio. Urgente?", heard.Auto},
		{"Subject: Fuera de la oficina: Checkout", "Estoy fuera de la oficina. Urgente?", heard.Auto},
		{"Subject: Absent jusqu'au 12 mars : Checkout", "Je suis absent. Urgent?", heard.Auto},
		{"Subject: Ich bin im Urlaub Re: Checkout", "Ich bin im Urlaub. Dringend?", heard.Auto},
		{"Subject: Nieobecny: Checkout", "Jestem na urlopie. Pilne?", heard.Auto},
		{"Subject: Annual leave Re: Checkout", "I am on annual leave. Urgent?", heard.Auto},
		{"Subject: Annual leave form: nobody can send it", "I am on the phone with staff. When is it back?", heard.Person},
		{"Subject: Im Urlaub gebucht, doppelt bezahlt", "Wir sind im Urlaub. Was ist da los?", heard.Person},
		{"Subject: Automatic reply: Checkout", "I no longer work for Acme. Urgent?", heard.Auto},
		{"Subject: Automatic reply: Checkout", "I have limited access to mail. Urgent?", heard.Auto},
		{"Subject: Automatische Antwort: Checkout", "Derzeit bin ich nicht erreichbar. Dringend?", heard.Auto},
		{"X-Auto-Response-Suppress: All\nSubject: Automatic reply: Checkout", "Thanks for writing. Urgent?", heard.Auto},
		{"X-Auto-Response-Suppress: All\nSubject: Re: Checkout", "Urgent?", heard.Person},
		{"X-Autogenerated: Reply\nSubject: Re: Checkout", "Urgent?", heard.Auto},
		{"Content-Type: text/calendar; method=REPLY\nSubject: Accepted: Is it safe?", "BEGIN:VCALENDAR", heard.Auto},
		{"Content-Type: text/calendar; method=REQUEST\nSubject: Is it safe?", "BEGIN:VCALENDAR", heard.Person},
		{"Content-Type: multipart/mixed; boundary=b\nSubject: Declined: Is it safe?", "--b\n\n\n--b\nContent-Type: text/calendar; method=reply\n\nBEGIN:VCALENDAR\n--b--", heard.Auto},
		{"Content-Type: multipart/mixed; boundary=b\nSubject: Declined: Call", "--b\n\nAt 16:00?\n--b\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n--b--", heard.Person},
		{"Subject: Holiday: customers are charged twice", "We are back on the old version. Why?", heard.Person},
		{"Auto-Submitted: auto-replied", "Your ticket is 4711.", heard.Auto},
	} {
		mail := "From: dana@acme.example\n" + tt.head + "\nContent-Type: text/plain; charset=utf-8\n\n" + tt.text
		if m := Read(raw(mail), ""); m.Sort != tt.want {
			t.Errorf("%s, %s: %d, want %d", tt.head, tt.text, m.Sort, tt.want)
		}
	}
}

// A report names the mail that failed; addresses in brackets are none.
func TestAReportNamesItsMail(t *testing.T) {
	const daemon = "From: MAILER-DAEMON@mx.acme.example\nReturn-Path: <>\nSubject: failure notice\n"
	for name, tt := range map[string]struct{ mail, want string }{
		"of ours":        {dsn("failed", "5.1.1", "message/rfc822"), ours},
		"of another":     {strings.ReplaceAll(dsn("failed", "5.1.1", "text/rfc822-headers"), ours, "<other@x.example>"), "<other@x.example>"},
		"in its header":  {daemon + "In-Reply-To: <other@x.example>\n\n<dana@acme.example>:\n550 no such user\n", "<other@x.example>"},
		"in a plain one": {daemon + "\n<dana@acme.example>:\n550 no such user\n\nMessage-ID:\n <other@x.example>\n", "<other@x.example>"},
		"none":           {daemon + "\n<dana@acme.example>:\n550 no such user\n", ""},
	} {
		if got := strings.Join(Read(raw(tt.mail), "").Named, " "); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

const ours = "<ABC234@studio-north.example>"

// dsn is a report as RFC 3464 has it.
func dsn(action, status, more string) string {
	return "From: Mail Delivery System <MAILER-DAEMON@mx.acme.example>\nTo: status@studio-north.example\nSubject: Delivery\nAuto-Submitted: auto-replied\n" +
		"Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.acme.example\n\n" +
		"Final-Recipient: rfc822; <Dana@Acme.example>\nAction: " + action + "\nStatus: " + status + "\nDiagnostic-Code: smtp; 550\n no such\n user\n" +
		"\n--b\nContent-Type: " + more + "\n\nMessage-ID: " + ours + "\nReferences: <inc-1.2.0123456789abcdef@studio-north.example>\nSubject: Checkout\n\nHello\n--b--\n"
}

func TestWhatComesBack(t *testing.T) {
	const daemon = "From: MAILER-DAEMON@mx.acme.example\nReturn-Path: <>\n"
	for name, tt := range map[string]struct {
		mail string
		sort heard.Sort
		code string
		to   string
	}{
		"RFC 3464":             {dsn("failed", "5.1.1", "message/rfc822"), heard.Bounced, "5.1.1", "dana@acme.example"},
		"with the header only": {dsn("Failed", "5.2.2", "text/rfc822-headers"), heard.Bounced, "5.2.2", "dana@acme.example"},
		"late":                 {dsn("delayed", "4.4.1", "message/rfc822"), heard.Delayed, "4.4.1", "dana@acme.example"},
		"too late":             {dsn("failed", "4.4.7", "message/rfc822"), heard.Bounced, "4.4.7", "dana@acme.example"},
		"delivered":            {dsn("delivered", "2.0.0", "message/rfc822"), heard.Machine, "", ""},
		"relayed":              {dsn("relayed", "2.0.0", "message/rfc822"), heard.Machine, "", ""},
		"plain":                {daemon + "Subject: Undelivered Mail Returned to Sender\n\nI could not deliver it.\n\n<dana@acme.example>: host mx.acme.example[192.0.2.1] said: 550 5.1.1\n    User unknown\n\nMessage-ID: " + ours + "\n", heard.Bounced, "5.1.1", "dana@acme.example"},
		"qmail":                {daemon + "Subject: failure notice\n\nHi. This is the qmail-send program. I'm afraid I wasn't able to deliver your message.\n\n<dana@acme.example>:\n550 no such user\n\n--- Below this line is a copy of the message.\n\nMessage-ID: " + ours + "\n", heard.Bounced, "5.0.0", "dana@acme.example"},
		"Exim":                 {daemon + "X-Failed-Recipients: dana@acme.example\nSubject: Mail delivery failed: returning message to sender\n\nA message that you sent could not be delivered.\n\n  dana@acme.example\n    all hosts have been failing\n\nMessage-ID: " + ours + "\n", heard.Bounced, "", "dana@acme.example"},
		"Exim, other words":    {daemon + "X-Failed-Recipients: dana@acme.example\nSubject: Your mail\n\nNobody is called so here.\n\nMessage-ID: " + ours + "\n", heard.Bounced, "", "dana@acme.example"},
		"Exim, late":           {daemon + "Subject: Warning: message 1abc delayed 24 hours\n\nThe message has not yet been delivered to <dana@acme.example>. No action is required on your part.\nMessage-ID: " + ours + "\n", heard.Delayed, "", "dana@acme.example"},
		"Exchange":             {"From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@acme.example>\nSubject: Undeliverable: Checkout\nContent-Type: text/html\n\n<p>Delivery has failed to these recipients</p><p>Dana &lt;dana@acme.example&gt;</p><p>Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'</p><p>Message-ID: " + strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(ours) + "</p>", heard.Bounced, "5.1.10", "dana@acme.example"},
		"5.x.x in the body":    {daemon + "Subject: Your message\n\nMessage not delivered. The response was: 5.7.1 rejected for policy reasons\n" + ours, heard.Bounced, "5.7.1", "abc234@studio-north.example"},
		"the id in the answer": {daemon + "Subject: Returned mail: see transcript\nIn-Reply-To: " + ours + "\n\n... User unknown\n", heard.Bounced, "", ""},
		"explained":            {dsn("failed (permanent)", "5.1.1", "message/rfc822"), heard.Bounced, "5.1.1", "dana@acme.example"},
		"a word of its own":    {dsn("bounced", "5.1.1", "message/rfc822"), heard.Bounced, "5.1.1", "dana@acme.example"},
		"failed so far":        {dsn("delayed", "5.0.0", "message/rfc822"), heard.Delayed, "5.0.0", "dana@acme.example"},
		"on its way":           {dsn("relayed; further", "5.0.0", "message/rfc822"), heard.Machine, "", ""},
		"Exchange, nl":         {daemon + "Subject: Onbestelbaar: Checkout\n\n<dana@acme.example>: 550 5.1.1 onbekend\nMessage-ID: " + ours + "\n", heard.Bounced, "5.1.1", "dana@acme.example"},
		"Exchange, it":         {daemon + "Subject: Non recapitabile: Checkout\n\n<dana@acme.example>: 550 5.1.1 sconosciuto\nMessage-ID: " + ours + "\n", heard.Bounced, "5.1.1", "dana@acme.example"},
		"Exchange, es":         {daemon + "Subject: No se puede entregar: Checkout\n\n<dana@acme.example>: 550 5.1.1 desconocido\nMessage-ID: " + ours + "\n", heard.Bounced, "5.1.1", "dana@acme.example"},
		"Exchange, pt":         {daemon + "Subject: =?utf-8?q?N=C3=A3o_=C3=A9_poss=C3=ADvel_entregar?=\n\n<dana@acme.example>: 550 5.1.1\nMessage-ID: " + ours + "\n", heard.Bounced, "5.1.1", "dana@acme.example"},
		"Exchange, fr":         {daemon + "Content-Type: text/plain; charset=utf-8\n" + "Subject: Checkout\n\nÉchec de la remise aux destinataires suivants : dana@acme.example. 550 5.1.1\nMessage-ID: " + ours + "\n", heard.Bounced, "5.1.1", "dana@acme.example"},
		"Domino":               {daemon + "Subject: DELIVERY FAILURE: User dana (dana@acme.example) not listed in Domino Directory\n\nYour message:\nMessage-ID: " + ours + "\n", heard.Bounced, "", "dana@acme.example"},
		"Gmail, in words":      {daemon + "Subject: Delivery Status Notification (Failure)\n\nYour message to Dana@acme.example. was blocked: 550 5.7.26 unauthenticated\nMessage-ID: " + ours + "\n", heard.Bounced, "5.7.26", "dana@acme.example"},
		"base64":               {daemon + "Subject: Undeliverable\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("<dana@acme.example>: 550 5.1.1 unknown\n"+ours)), heard.Bounced, "5.1.1", "dana@acme.example"},
	} {
		m := Read(raw(tt.mail), "")
		if m.Sort != tt.sort || m.Failed != (heard.Failure{To: tt.to, Code: tt.code}) {
			t.Errorf("%s: %d, %+v", name, m.Sort, m.Failed)
		}
		if tt.sort != heard.Machine && !slices.Contains(m.Refs, ours) {
			t.Errorf("%s: it names %q", name, m.Refs)
		}
	}
}

// A person who writes about a mail that came back is heard as a person.
func TestAPersonWritesAboutABounce(t *testing.T) {
	for _, subject := range []string{"Undelivered Mail Returned to Sender", "Fwd: Delivery failed", "Checkout"} {
		m := Read(raw("From: dana@acme.example\nSubject: "+subject+"\n\nYour mail to Pat could not be delivered: 550 5.1.1. Can you write to me?"), "")
		if m.Sort != heard.Person || m.Text == "" {
			t.Errorf("%s: %d %q", subject, m.Sort, m.Text)
		}
	}
}

func TestHostileMailIsRead(t *testing.T) {
	deep := "From: d@a.example\n"
	for i := range 1000 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for name, mail := range map[string]string{
		"nested 1,000 deep":    deep + "\nhello",
		"messages in messages": "From: d@a.example\n" + strings.Repeat("Content-Type: message/rfc822\n\n", 1000) + "x",
		"10,000 parts":         "From: d@a.example\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 10000),
		"a long line":          "From: d@a.example\n\n" + strings.Repeat("x", 5<<20),
		"many fields":          "From: d@a.example\n" + strings.Repeat("X-A: b\n", 100000) + "\nx",
		"a long field":         "From: d@a.example\nReferences: " + strings.Repeat("<a@b> ", 100000) + "\n\nx",
		"many senders":         "From: " + strings.Repeat("a@b.example, ", 50000) + "c@d.example\n\nx",
		"brackets":             "From: d@a.example\nContent-Type: text/html\n\n" + strings.Repeat("<", 200000),
		"styles":               "From: d@a.example\nContent-Type: text/html\n\n" + strings.Repeat("<style>", 30000),
		"quotes":               "From: d@a.example\n\n" + strings.Repeat(">", 200000) + "\n" + strings.Repeat("On x wrote:\n", 20000),
		"comments":             "Authentication-Results: mx.example; " + strings.Repeat("(", 20000) + strings.Repeat(")", 20000) + "\nFrom: d@a.example\n\nx",
		"hidden in hidden":     "From: d@a.example\nContent-Type: text/html\n\n" + strings.Repeat("<p hidden>", 20000) + strings.Repeat("</p>", 100),
		"quotes in quotes":     "From: d@a.example\nContent-Type: text/html\n\n" + strings.Repeat("<div class=gmail_quote><blockquote>", 8000) + strings.Repeat("</blockquote></div>", 8000),
		"zeroes":               strings.Repeat("\x00", 100000),
		"50 MB":                "From: d@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\nContent-Type: application/zip; name=big.zip\n\n" + strings.Repeat("0123456789abcdef\n", 3<<20),
	} {
		t.Run(name, func(t *testing.T) {
			text := raw(mail)
			began := time.Now()
			m := Read(text[:min(len(text), MaxRead)], "mx.example")
			if m.ID == "" || len(m.Text) > 2*maxText || len(m.Refs) > mostRefs || len(m.Files) > maxFiles {
				t.Errorf("%d bytes, %d ids, %d files", len(m.Text), len(m.Refs), len(m.Files))
			}
			if took := time.Since(began); took > 10*time.Second { // with the race detector, on a busy machine; what grows with the square takes minutes
				t.Errorf("it took %s", took)
			}
			t.Logf("%s", time.Since(began))
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(raw(dsn("failed", "5.1.1", "message/rfc822")))
	f.Add(raw("From: Dana <dana@acme.example>\nSubject: =?utf-8?q?x?=\nContent-Type: text/html; charset=iso-8859-1\n\n<p>When?</p>"))
	f.Add(raw("From: d@a.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nWhen?\n--b--\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m := Read(text, "mx.example")
		switch {
		case m.ID == "":
			t.Error("it has no id")
		case strings.ContainsAny(m.Name+m.Subject+m.From+strings.Join(m.Refs, ""), "\r\n\x00"):
			t.Errorf("a line ends within %+v", m)
		case m.Text != strings.ToValidUTF8(m.Text, ""):
			t.Errorf("no UTF-8: %q", m.Text)
		}
	})
}
