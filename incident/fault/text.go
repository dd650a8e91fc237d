package fault

import (
	"slices"
	"strconv"
	"strings"

	"candor/incident/forget"
)

// Mention writes a Slack user so that Slack shows the name.
func Mention(user string) string {
	switch {
	case user == "":
		return "somebody"
	case forget.Is(user):
		return forget.Gone
	}
	return "<@" + user + ">"
}

// Clash is the code of the error that names the fields which somebody else has
// changed meanwhile.
const Clash Code = "clash"

// Yes is how a field of a form says that something is so: "yes", or nothing.
func Yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// ListOf parts a text at its commas and lines; what is empty is left out, what
// stands twice is taken once.
func ListOf(s string) []string {
	var list []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			list = AppendNew(list, part)
		}
	}
	return list
}

// MaxLine is the most characters that an impact or a title may have.
const MaxLine = 150

func Join[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// And joins what stands in one sentence: a, b and c.
func And(list []string) string { return Listed(list, " and ") }

// Or joins what may be chosen: a, b or c.
func Or(list []string) string { return Listed(list, " or ") }

// Listed joins with commas, and the last with what stands before it.
func Listed(list []string, last string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	n := len(list) - 1
	return strings.Join(list[:n], ", ") + last + list[n]
}

// Clipped keeps what is quoted back to a person short.
func Clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func OneOf[T comparable](v T, list ...T) bool {
	return slices.Contains(list, v)
}

// AppendNew adds to a list what is not in it.
func AppendNew(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}

// Made returns a map that can be written to: the one that there is, or a new one.
func Made[K comparable, V any](have map[K]V) map[K]V {
	if have == nil {
		return map[K]V{}
	}
	return have
}

// FirstOf returns the first of two texts that is not empty.
func FirstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// NeedsFact is the code of the error that asks for a new fact.
const NeedsFact Code = "needs_fact"

// NeedsYes is the code of the error that asks whether something unusual is meant;
// whoever confirms it gets it.
const NeedsYes Code = "needs_yes"

// Itoa writes a number.
func Itoa(n int) string { return strconv.Itoa(n) }

// Reason is what a refusal says but that nothing was sent.
func Reason(refusal string) string {
	if _, after, ok := strings.Cut(refusal, "*not* sent: "); ok {
		refusal = after
	}
	for _, s := range []string{"Nothing was sent. ", " Nothing was sent.", "Nothing was sent: "} {
		refusal = strings.ReplaceAll(refusal, s, "")
	}
	return strings.TrimSuffix(refusal, ".")
}
