package law

import (
	"slices"
	"strings"

	"candor/incident/fault"
)

// Laws lists the names by which a client's profile names a law, in the order of the table.
func Laws() (names []string) {
	for _, r := range Rules {
		for _, name := range strings.Fields(r.Law) {
			names = fault.AppendNew(names, name)
		}
	}
	return names
}

// Named reads names of laws, parted by spaces or commas: each once, in small letters. none
// stands alone.
func Named(text string) ([]string, error) {
	var list []string
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' }) {
		if word != None && !slices.Contains(Laws(), word) {
			return nil, fault.Errorf(fault.Invalid, "“%s” is no law that is known here. Write %s, or none.", fault.Clipped(word), strings.Join(Laws(), ", "))
		}
		list = fault.AppendNew(list, word)
	}
	if len(list) > 1 && slices.Contains(list, None) {
		return nil, fault.Errorf(fault.Invalid, "“none” stands alone. Write it, or the laws, not both.")
	}
	return list, nil
}

// of says whether a rule holds for a client of these laws.
func (r *Rule) of(laws []string) bool {
	return r.Law == "" || slices.ContainsFunc(strings.Fields(r.Law), func(name string) bool { return slices.Contains(laws, name) })
}

// RuleOf is the rule of an id, nil if there is none.
func RuleOf(id string) *Rule {
	if i := slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id }); i >= 0 {
		return &Rules[i]
	}
	return nil
}
