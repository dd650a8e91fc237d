// Package refusal says no to people in Slack: with what is safe, and on the field that
// is wrong.
package refusal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"unicode/utf8"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/records"
	"candor/incident/rota"
	"candor/incident/secret"
	"candor/incident/service"
	"candor/incident/sheet"
	"candor/messages"
	"candor/messages/form"
)

// Unreachable is said where Slack does not say who somebody is.
func Unreachable(err error) error {
	e := fault.Errorf(fault.Conflict, "Nothing was changed: Slack did not tell Candor who you are. Try again in a moment.")
	return fmt.Errorf("%w (%w)", e, err)
}

// Awake adds to a refusal whom to ask in the place of those in it who sleep. Where that is
// not known just now the refusal stands as it is.
func Awake(ctx context.Context, s *service.Service, asker string, err error) error {
	d := s.Desk()
	_ = d.View(ctx, func(tx records.Tx) error {
		err = rota.Stead{Tx: tx, Firm: &s.Firm, Asker: asker, Now: s.Now()}.Beside(err)
		return nil
	})
	return err
}

// longest is the most characters that Slack lets anybody type into a field.
const longest = 3000

// Impossible refuses what was filled in and may not be kept, whatever the form: what
// nobody could type, and what [NoSecret] refuses. The address of a webhook, which
// nobody is shown, may hold a secret; a client sheet says itself what to write instead.
func Impossible(v form.Values) error {
	for field, texts := range v {
		for _, text := range texts {
			if utf8.RuneCountInString(text) > longest {
				return fault.FieldError(field, "Keep this to %d characters. Nothing was done, and nothing was kept.", longest)
			}
			e, ok := errors.AsType[*fault.Error](NoSecret(text))
			if ok && field != client.FieldWebhook && sheet.FieldOf(field).ID == "" {
				e.Fields = map[string]string{field: e.Message}
				return e
			}
		}
	}
	return nil
}

// NotAsked tells the client that nobody heard of their press, and how they are heard.
func NotAsked(err error) error {
	e := fault.Errorf(fault.Conflict, "That did not reach anybody just now. Write it in this thread: somebody reads it there. Or press again in a minute.")
	return fmt.Errorf("%w (%w)", e, err)
}

// NotNoted tells the client what is safe; what went wrong is wrapped for the log.
func NotNoted(err error) error {
	e := fault.Errorf(fault.Conflict, "That could not be noted just now. You have the update all the same. Press again in a minute, or answer in the thread.")
	return fmt.Errorf("%w (%w)", e, err)
}

// OnDeclareForm names the fields of an error about another client as the form does.
func OnDeclareForm(err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err
	}
	onForm := *e
	onForm.Fields = maps.Clone(e.Fields)
	for name, field := range map[string]string{client.FieldName: form.FieldOther, client.FieldSlack: form.FieldOtherSlack, client.FieldEmail: form.FieldOtherMail} {
		if why := e.Fields[name]; why != "" {
			onForm.Fields[field] = why
		}
	}
	return &onForm
}

// Renamed is an error whose fields have the names of a form.
func Renamed(err error, names func(map[string]string) map[string]string) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	onForm := *e
	onForm.Fields = names(e.Fields)
	return &onForm
}

// Quoting gives back a long line that was refused: who typed it in a command has its words
// nowhere else.
func Quoting(err error, text string) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Ready) > 0 || utf8.RuneCountInString(text) <= fault.MaxLine || NoSecret(text) != nil {
		return err
	}
	quoted := *e
	quoted.Message += "\nYou typed: " + messages.Escape(messages.Cut(text, 1000))
	return &quoted
}

// NoSecret refuses what others would see, and what would be kept.
func NoSecret(text string) error {
	if found := secret.First(text); found != "" {
		return fault.Errorf(fault.Invalid, "This looks like a password or a key (%s), and others would see it. Nothing was done, and nothing was kept. Write it again without that.", found)
	}
	return nil
}

// OnField is an error that stands on a field of a form, whatever it was about.
func OnField(err error, field string) error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		e.Fields = map[string]string{field: e.Message}
	}
	return err
}
