package lint

import (
	"strings"

	"candor/messages/lint/machine"
)

// hosts looks for names and addresses of machines in a chunk without a scheme.
func (t *text) hosts(at span) {
	for i := at.from; i < at.to; i++ {
		if !isWordByte(t.s[i]) {
			continue
		}
		end := i
		for end < at.to && (isWordByte(t.s[end]) || strings.IndexByte("._-", t.s[end]) >= 0) {
			end++
		}
		name := strings.TrimRight(t.s[i:end], "._-")
		t.name(span{i, i + len(name)}, strings.ToLower(name))
		i = end
	}
	if s := strings.ToLower(t.s[at.from:at.to]); strings.HasPrefix(s, "fe80:") || strings.HasPrefix(s, "fd") && strings.Count(s, ":") > 2 {
		t.mask(mask{span: at, what: hostMask})
	}
}

// name masks a word that is the name of a machine, a link without its scheme, or
// a file.
func (t *text) name(at span, name string) {
	switch {
	case t.masked(at.from):
	case machine.Is(name):
		t.mask(mask{span: at, what: hostMask, host: name})
	case machine.IsDomain(name):
		for at.to < len(t.s) && t.s[at.to] != ' ' && strings.IndexByte("\n<>\"|`)", t.s[at.to]) < 0 {
			at.to++
		}
		at.to = at.from + len(strings.TrimRight(t.s[at.from:at.to], ".,;:!?)]}'*_~"))
		t.mask(mask{at, linkMask, name})
	case machine.IsFile(name):
		t.mask(mask{span: at, what: codeMask})
	}
}
