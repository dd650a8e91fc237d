package form

import (
	"errors"
	"maps"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/messages"
)

// OnDeclare names the fields of an error about another client as the form does.
func OnDeclare(err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err
	}
	onForm := *e
	onForm.Fields = maps.Clone(e.Fields)
	for name, field := range map[string]string{client.FieldName: FieldOther, client.FieldSlack: FieldOtherSlack, client.FieldEmail: FieldOtherMail} {
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

// FirstInput is the first field of a form that asks; "" if none does.
func FirstInput(v *slack.View) string {
	if v == nil {
		return ""
	}
	for _, block := range v.Blocks.BlockSet {
		if in, ok := block.(*slack.InputBlock); ok {
			return in.BlockID
		}
	}
	return ""
}

// NoSecret refuses what others would see, and what would be kept.
func NoSecret(text string) error {
	if found := messages.FindSecret(text); found != "" {
		return fault.Errorf(fault.Invalid, "This looks like a password or a key (%s), and others would see it. Nothing was done, and nothing was kept. Write it again without that.", found)
	}
	return nil
}

// NoSecretIn is [NoSecret] for what was filled in; the address of a webhook, which
// nobody is shown, may hold one.
func NoSecretIn(v Values) error {
	for field, texts := range v {
		for _, text := range texts {
			e, ok := errors.AsType[*fault.Error](NoSecret(text))
			if ok && field != client.FieldWebhook {
				e.Fields = map[string]string{field: e.Message}
				return e
			}
		}
	}
	return nil
}
