package form

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/update"
	"candor/messages"
	"candor/messages/kit"
)

// typedID begins the id of a block that keeps what was typed and has no field in its form.
const typedID = "typed:"

// TypedIn is what somebody has typed into a form for an update that began as was, by field, and
// what it keeps of the form before.
func TypedIn(w *messages.Words, f *slack.View, was update.Update, zone *time.Location) map[string]string {
	v, typed := Read(*f), map[string]string{}
	for _, b := range f.Blocks.BlockSet {
		name, kept := strings.CutPrefix(b.ID(), typedID)
		if s, ok := b.(*slack.SectionBlock); ok && kept {
			_, text, _ := strings.Cut(s.Text.Text, "\n")
			typed[name] = html.UnescapeString(text)
		}
	}
	for _, f := range w.Fields(was.Kind) {
		text, begun := picked(w, was.Kind, f.Name, v), was.Own(f.Name)
		if at := was.Times[f.Name]; f.Instant && !at.IsZero() {
			begun = FieldTime(at.In(zone))
		}
		if text != "" && text != begun && text != strings.TrimSpace(was.Words[f.Name]) && !choosesPromise(was.Kind, f.Name) {
			typed[f.Name] = text
		}
	}
	return typed
}

// KeepTyped shows above a form for a kind of update what somebody typed before and no field of it
// takes: they have it nowhere else.
func KeepTyped(w *messages.Words, f slack.ModalViewRequest, kind string, typed map[string]string) slack.ModalViewRequest {
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		has := func(b slack.Block) bool { return b.ID() == typedID+name }
		f.Blocks.BlockSet = slices.DeleteFunc(slices.Clone(f.Blocks.BlockSet), has)
		if !slices.ContainsFunc(f.Blocks.BlockSet, func(b slack.Block) bool { return takes(b, kind, name, typed[name]) }) {
			text := fmt.Sprintf("“%s” is not asked here. You wrote:\n%s", messages.Escape(labelOf(w, name)), messages.Escape(typed[name]))
			f.Blocks.BlockSet = slices.Insert(f.Blocks.BlockSet, 0, slack.Block(kit.Paragraph(typedID+name, text)))
		}
	}
	return f
}

// labelOf is what the field of a name is called in any form.
func labelOf(w *messages.Words, name string) string {
	for _, kind := range w.Kinds() {
		for _, f := range w.Fields(kind) {
			if f.Name == name {
				return f.Label
			}
		}
	}
	return name
}

// takes says whether a block is the field of a name, and begins with what was typed.
func takes(b slack.Block, kind, name, typed string) bool {
	in, ok := b.(*slack.InputBlock)
	if !ok {
		return false
	}
	text, written := in.Element.(*slack.PlainTextInputBlockElement)
	switch {
	case in.BlockID == pickID+kind+":"+name: // the boxes that it was made of
		return true
	case in.BlockID != kind+":"+name:
		return false
	}
	return !written || text.InitialValue == messages.Cut(typed, text.MaxLength) || text.InitialValue != "" && text.MaxLength == maxTime
}
