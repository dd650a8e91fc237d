package blockkit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Field finds a field by the label of its input, by the text of its section, or
// by its placeholder.
func (rd Reader) Field(blocks []Block, label string) (Placed, error) {
	var there []string
	for pl := range Elements(blocks) {
		if !pl.Stateful() {
			continue
		}
		for _, t := range []*Text{pl.Label, pl.Block.Text, pl.Placeholder} {
			name := rd.Plain(t.String(), "")
			if name == "" {
				continue
			}
			there = append(there, name)
			if name == label {
				return pl, nil
			}
		}
	}
	return Placed{}, fmt.Errorf("there is no field %q; there are: %s", label, strings.Join(there, ", "))
}

// SplitOptions parts a list at its commas, unless the whole is an option itself.
func (rd Reader) SplitOptions(pl Placed, value string) []string {
	for _, o := range pl.AllOptions() {
		if rd.Plain(o.Text.Text, "") == value {
			return []string{value}
		}
	}
	return strings.Split(value, ",")
}

// UnknownErrors names an error that belongs to no input; Slack then shows none.
func UnknownErrors(blocks []Block, errs map[string]string) string {
	if len(errs) == 0 {
		return "the app answered errors without any error"
	}
	for id := range errs {
		if !slices.ContainsFunc(blocks, func(b Block) bool { return b.BlockID == id && b.Type == "input" }) {
			return fmt.Sprintf("the app answered an error for %q, which is no input block", id)
		}
	}
	return ""
}

// Objections lists the errors of a form in the order of its fields; nil if there
// are none.
func (rd Reader) Objections(blocks []Block, wrong map[string]string) error {
	var errs []error
	for i := range blocks {
		if text, ok := wrong[blocks[i].BlockID]; ok {
			errs = append(errs, fmt.Errorf("%s: %s", rd.Plain(blocks[i].Label.String(), ""), text))
		}
	}
	return errors.Join(errs...)
}

// Incomplete is what Slack itself objects to before it asks the app.
func Incomplete(blocks []Block, held Values) map[string]string {
	wrong := map[string]string{}
	for pl := range Elements(blocks) {
		if pl.Block.Type != "input" {
			continue
		}
		chosen := held.Of(pl)
		typed := ""
		if len(chosen) > 0 {
			typed = chosen[0]
		}
		if len(chosen) == 0 || len(chosen) == 1 && strings.TrimSpace(typed) == "" {
			if !pl.Optional {
				wrong[pl.Block.BlockID] = "Please complete this required field."
			}
			continue
		}
		if text := pl.Element.objects(typed); text != "" {
			wrong[pl.Block.BlockID] = text
		}
	}
	return wrong
}

// Labelled reports whether pressing the label means this element, and what is
// chosen by it. It adds what else could be pressed to there.
func (rd Reader) Labelled(pl Placed, label string, now []string, there *[]string) ([]string, bool) {
	if pl.Element.Type == "button" {
		name := rd.Plain(pl.Element.Text.String(), "")
		*there = append(*there, "["+name+"]")
		return nil, name == label
	}
	for _, o := range pl.AllOptions() {
		name := rd.Plain(o.Text.Text, "")
		*there = append(*there, "("+name+")")
		if name != label {
			continue
		}
		if !pl.Several() {
			return []string{o.Value}, true
		}
		if slices.Contains(now, o.Value) {
			return slices.DeleteFunc(slices.Clone(now), func(v string) bool { return v == o.Value }), true
		}
		return append(slices.Clone(now), o.Value), true
	}
	return nil, false
}

// Choosable refuses what a person could not choose.
func Choosable(pl Placed, chosen []string) error {
	options := pl.AllOptions()
	if len(options) == 0 {
		return nil
	}
	for _, v := range chosen {
		if !slices.ContainsFunc(options, func(o option) bool { return o.Value == v }) {
			return fmt.Errorf("%q is not among the options", v)
		}
	}
	return nil
}
