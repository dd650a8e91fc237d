package form

import (
	"slices"

	"github.com/slack-go/slack"

	"candor/incident/byhand"
	"candor/incident/solved"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
)

// firstAsked are, of forms that ask more than somebody with a phone answers, the
// fields that come first. The rest has defaults, and is behind a button.
var firstAsked = map[string][]string{
	kit.FormDeclare: {FieldClient, FieldNotice, FieldExactly, FieldSince, FieldImpact, FieldNoticer},
	kit.FormResolve: {solved.FieldSeen, solved.FieldData, solved.FieldUntil, solved.FieldWhy},
	kit.FormTold:    {FieldText, FieldHow, FieldAt, FieldMeeting, FieldSaid, FieldWorks, FieldAsked, FieldAnswers, FieldAnswer, FieldHear, FieldNext, FieldPromised, FieldReview},
}

// wholeID is the block of the button that brings the questions which a form leaves out.
const wholeID = "whole"

// Short leaves of a form the questions that come first, and a button that brings the
// others. What is known is not asked first.
func Short(f slack.ModalViewRequest, known ...string) slack.ModalViewRequest {
	var first []string
	for _, name := range firstAsked[f.CallbackID] {
		if !slices.Contains(known, name) && hasField(f, name) && len(first) < mostQuestions {
			first = append(first, name)
		}
	}
	var blocks []slack.Block
	left := 0
	for _, b := range f.Blocks.BlockSet {
		if in, asks := b.(*slack.InputBlock); asks && !slices.Contains(first, b.ID()) && !asksNow(in) {
			left++
			continue
		}
		blocks = append(blocks, b)
	}
	if left == 0 {
		return f
	}
	f.Blocks.BlockSet = append(blocks, slack.NewActionBlock(wholeID, kit.Button(kit.ActWhole, view.Ref{}, "More questions")))
	return f
}

func hasField(f slack.ModalViewRequest, name string) bool {
	return slices.ContainsFunc(f.Blocks.BlockSet, func(b slack.Block) bool { return b.ID() == name })
}

// AsksMore says whether what was chosen in a short form is asked for in a field that
// it leaves out.
func AsksMore(field, chosen string) bool {
	return field == FieldClient && chosen == OtherClient || field == FieldSince && chosen == SinceOther
}

// HowTold is how a client was told, as a form knows it that does not ask.
func HowTold(ref view.Ref, v Values) byhand.How {
	if how := v.Get(FieldHow); how != "" {
		return byhand.How(how)
	}
	return byhand.How(ref.Key)
}

// Typed is what was filled in so far; "" without a form.
func Typed(f *slack.View, field string) string {
	if f == nil {
		return ""
	}
	return Read(*f).Get(field)
}

// FirstTyped is the field of a kind of update that takes what was typed after the
// command.
func FirstTyped(kind string) string {
	if update.FirstNotice(kind) {
		return "impact"
	}
	return "what_changed"
}
