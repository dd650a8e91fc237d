package initcmd

import (
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"candor/incident/visible"
)

// pasted is an answer as it was meant, whatever it was copied from: without what nobody
// sees, without quotes around all of it, and with one space where there were several.
func pasted(v string) string {
	v = strings.Join(strings.Fields(visible.Line(v)), " ")
	for _, pair := range []string{`""`, "''", "``", "“”", "„“", "”“", "””", "‘’", "‚‘", "’’", "«»", "»«"} {
		q := []rune(pair)
		if inner, begins := strings.CutPrefix(v, string(q[0])); begins {
			if inner, ends := strings.CutSuffix(inner, string(q[1])); ends {
				return strings.TrimSpace(inner)
			}
		}
	}
	return v
}

var (
	assigned = regexp.MustCompile(`^(?:export )?[A-Za-z_]+ ?[=:] ?`)
	dashes   = strings.NewReplacer("‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "−", "-")
)

// pastedToken is a token as it was meant: it may have been copied with the name before it,
// and a program that writes letters makes another sign of a hyphen.
func pastedToken(v string) string {
	v = pasted(v)
	return dashes.Replace(pasted(strings.TrimRight(strings.TrimPrefix(v, assigned.FindString(v)), ",;")))
}

// isToken says whether somebody pasted a token where another answer was asked for.
func isToken(v string) bool {
	v = pastedToken(v)
	return strings.HasPrefix(v, "xapp-") || strings.HasPrefix(v, "xoxb-") || strings.HasPrefix(v, "xoxp-")
}

// clean makes of what was given with a flag what was meant.
func clean(f *pflag.Flag) {
	switch v := f.Value.(type) {
	case pflag.SliceValue:
		list := slices.Clone(v.GetSlice())
		for i := range list {
			list[i] = pasted(list[i])
		}
		_ = v.Replace(list) // they are texts
	default:
		if v.Type() == "string" {
			_ = v.Set(pasted(v.String()))
		}
	}
}
