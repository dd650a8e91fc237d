package book

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/proof"
	"candor/incident/sheet"
	"candor/incident/upkeep"
	"candor/incident/view"
	"candor/messages/form"
	"candor/messages/kit"
	words "candor/messages/upkeep"
	"candor/messages/ways"
)

// upkeep is where the sheets are kept.
func (d Desk) upkeep() *upkeep.Desk {
	s := d.Clients.Service
	return &upkeep.Desk{Firm: &s.Firm, Desk: s.Desk()}
}

// Sheet shows the sheet of a client that was typed.
func (d Desk) Sheet(ctx context.Context, text string) (kit.Post, error) {
	id := strings.ToLower(strings.TrimSpace(text))
	if id == "" {
		return kit.Post{}, fault.Errorf(fault.Invalid, "Whose sheet? Type it with a client, for example: %s sheet acme. %s clients shows them.", d.Command, d.Command).
			Offering(fault.Ready{Line: "clients", Label: "Show the clients"})
	}
	s, err := d.upkeep().Sheet(ctx, d.Actor, id)
	if err != nil {
		return kit.Post{}, err
	}
	asked, err := d.upkeep().Carried(ctx, s)
	if err != nil {
		return kit.Post{}, err
	}
	return words.Shown(s, words.Standing(&s.Client, s.Kept.Proof, s.Kept.Proof.Stands(d.Clients.Now())), words.Asked(s.Kept.Question, asked)), nil
}

// Restored notes a restore that was typed: acme 14, or acme failed.
func (d Desk) Restored(ctx context.Context, text string) (kit.Post, error) {
	parts := strings.Fields(strings.ToLower(text))
	if len(parts) < 2 {
		return kit.Post{}, fault.Errorf(fault.Invalid, "Nothing was noted. Type the client and the minutes that it took, for example: %s restored acme 14. Or: %s restored acme failed.", d.Command, d.Command)
	}
	t := proof.Try{Failed: strings.HasPrefix(parts[1], "fail")}
	if n, err := strconv.Atoi(strings.TrimRight(parts[1], "min")); err == nil {
		t.Minutes = n
	}
	return d.noted(ctx, parts[0], t)
}

func (d Desk) noted(ctx context.Context, id string, t proof.Try) (kit.Post, error) {
	s, err := d.upkeep().Restored(ctx, d.Actor, id, t)
	if err != nil {
		return kit.Post{}, err
	}
	return words.Noted(s), nil
}

// PressSheet does what a button about a sheet or a restore says: it returns a form to
// open, or an answer.
func (d Desk) PressSheet(ctx context.Context, action string, ref view.Ref) (*slack.ModalViewRequest, kit.Post, error) {
	switch action {
	case kit.ActRestored, kit.ActRestoreFailed:
		post, err := d.noted(ctx, ref.Client, proof.Try{Minutes: ref.N, Failed: action == kit.ActRestoreFailed})
		return nil, post, err
	case kit.ActRestoreLater:
		s, err := d.upkeep().PutOff(ctx, d.Actor, ref.Client)
		return nil, unless(err, words.PutOff(s)), err
	case kit.ActSheetSkip:
		s, err := d.upkeep().Skip(ctx, d.Actor, ref.Client, ref.Key)
		return nil, unless(err, words.Skipped(s, ref.Key, d.Command)), err
	}
	if action == kit.ActSheetAsk {
		f, err := d.asking(ctx, ref.Client)
		return f, kit.Post{}, err
	}
	s, err := d.upkeep().Sheet(ctx, d.Actor, ref.Client)
	if err != nil {
		return nil, kit.Post{}, err
	}
	if q := s.Kept.Question; ref.Key == words.TheirAnswer && q != nil {
		f := form.SheetAnswer(s, q.Suggested())
		return &f, kit.Post{}, nil
	}
	f := form.Sheet(s, sheet.FieldOf(ref.Key).ID)
	return &f, kit.Post{}, nil
}

// unless is an answer where nothing was refused.
func unless(err error, post kit.Post) kit.Post {
	if err != nil {
		return kit.Post{}
	}
	return post
}

// asking shows what a client would be asked.
func (d Desk) asking(ctx context.Context, id string) (*slack.ModalViewRequest, error) {
	q, err := d.upkeep().Asking(ctx, d.Actor, id)
	if err != nil {
		return nil, err
	}
	when := ""
	if q.At.After(d.Clients.Now()) {
		when = ", when they open, " + kit.Day(q.At)
	}
	f := form.SheetAsk(q.Sheet, d.question(q).Body, ways.WordsOf(q.To.Via).Reached(q.To), when, q.Again)
	return &f, nil
}

// question is the text to a client, signed by whoever asks.
func (d Desk) question(q upkeep.Asking) outbox.Text {
	firm := &d.Clients.Firm
	signed := firm.Company
	if name := cmp.Or(firm.Person(d.Actor.ID).Name, d.Actor.Name); name != "" {
		signed = name + ", " + signed
	}
	return words.HowToTell(&q.Sheet.Client, q.To, signed)
}

// SubmitAsk sends a client the question that the person has read.
func (d Desk) SubmitAsk(ctx context.Context, ref view.Ref, _ form.Values) (*slack.ModalViewRequest, error) {
	q, err := d.upkeep().Asking(ctx, d.Actor, ref.Client)
	if err == nil {
		_, err = d.upkeep().Ask(ctx, d.Actor, ref.Client, upkeep.Read{Text: d.question(q), Again: ref.N == kit.Sure})
	}
	return nil, err
}

// SubmitSheet keeps what a person wrote on a sheet, and shows it.
func (d Desk) SubmitSheet(ctx context.Context, ref view.Ref, v form.Values) (*slack.ModalViewRequest, error) {
	now, shown := form.ReadSheet(ref, v)
	s, err := d.upkeep().Write(ctx, d.Actor, ref.Client, upkeep.Form{Now: now, Shown: shown})
	if err != nil {
		return nil, err
	}
	f := form.SheetSaved(s, words.Text(s, kit.Pen{}), words.Gaps(s))
	return &f, nil
}
