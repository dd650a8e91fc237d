// Package machine tells from its form alone what a name is the name of: a machine that clients should not
// know of, a place of the public internet, or a file.
package machine

import (
	_ "embed" // the lists
	"net/netip"
	"strconv"
	"strings"
	"sync"

	"candor/incident/plain"
)

//go:embed hosts.txt
var hostLines string

//go:embed machines.txt
var machineLines string

// Is says whether a name, in small letters, is that of a machine which
// clients should not know of.
func Is(name string) bool {
	switch {
	case name == "localhost" || strings.HasPrefix(name, "localhost.") || strings.HasPrefix(name, "ip-10-") || strings.HasPrefix(name, "ip-172-") || strings.HasPrefix(name, "ip-192-"):
		return true
	case strings.IndexByte(name, '.') > 0:
		return isPrivate(name) || hasEnding(name, hostEndings()) || isMachine(name[:strings.IndexByte(name, '.')]) && IsDomain(name)
	}
	return isMachine(name) || isPod(name) || isInstance(name)
}

// isPrivate says whether a name is an address of a private network.
func isPrivate(name string) bool {
	if !isDigit(name[0]) || strings.Count(name, ".") != 3 {
		return false
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && (ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast())
}

var hostEndings = sync.OnceValue(func() []string { return plain.Lines(hostLines) })

func hasEnding(name string, endings []string) bool {
	for _, e := range endings {
		if len(name) > len(e) && strings.HasSuffix(name, e) {
			return true
		}
	}
	return false
}

// machines are the words of which names of machines are made.
var machines = sync.OnceValue(func() map[string]string {
	kinds := map[string]string{}
	for _, l := range plain.Lines(machineLines) {
		f := strings.Fields(l)
		for _, w := range f[1:] {
			kinds[w] = f[0]
		}
	}
	return kinds
})

// isMachine reads a name such as prod-db-01, api-node-7, web03 or redis-master.
func isMachine(name string) bool {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 || len(parts) > 8 {
		return false
	}
	m := makeup{kinds: map[string]int{}}
	for _, p := range parts {
		m.add(p, name)
	}
	if m.numbered {
		return m.isNumbered(parts)
	}
	return m.isPlain(parts)
}

// makeup is what the name of a machine consists of.
type makeup struct {
	kinds    map[string]int // words of each kind
	numbered bool           // it has figures that count machines
}

// add counts a part of a name in.
func (m *makeup) add(part, name string) {
	stem := strings.TrimRight(part, "0123456789")
	figures := part[len(stem):]
	if stem == "" {
		m.numbered = m.numbered || isNumber(figures)
		return
	}
	if kind := machines()[stem]; kind != "" {
		m.kinds[kind]++
		m.numbered = m.numbered || len(figures) > 1 || figures != "" && alone[stem] && name != "db2"
	} else if kind := machines()[part]; kind != "" { // k8s, s3
		m.kinds[kind]++
	}
}

// isNumbered judges a name with figures: web03, prod-db-01. A 3-node cluster counts them.
func (m makeup) isNumbered(parts []string) bool {
	if len(parts) == 2 && isDigit(parts[0][0]) {
		return false
	}
	if m.kinds["role"] > 0 || m.kinds["stage"] > 0 {
		return true
	}
	return m.kinds["part"] > 0 && (len(parts) > 2 || len(parts) == 2 && strings.HasPrefix(parts[1], "0"))
}

// isPlain judges a name without figures: prod-db, redis-master. One word alone
// may be anything.
func (m makeup) isPlain(parts []string) bool {
	if len(parts) == 1 || inWords[parts[0]] || inWords[parts[1]] {
		return false
	}
	return m.kinds["role"] > 0 && (m.kinds["stage"] > 0 || m.kinds["copy"] > 0 && len(parts) == 2)
}

// alone are names of machines that need one figure only: web2 and web3 are
// something else.
var alone = plain.Set("srv svr node vm prod worker pod db api sql redis mongo pg lb gw es")

// inWords are parts of words that everybody may use with a hyphen.
var inWords = plain.Set("production standby dev server node web")

// isNumber says whether figures count machines: not a year, not an order.
func isNumber(figures string) bool {
	n, err := strconv.Atoi(figures)
	return err == nil && len(figures) <= 4 && (n < 1900 || n > 2099)
}

// isPod reads a name that a cluster gave: checkout-7d9f8b6c5-x2x4z.
func isPod(name string) bool {
	parts := strings.Split(name, "-")
	if len(parts) < 3 {
		return false
	}
	tail, set := parts[len(parts)-1], parts[len(parts)-2]
	return len(tail) == 5 && len(set) >= 8 && len(set) <= 10 && hasDigit(tail+set) && hasDigit(set) && !isWordy(tail)
}

// isInstance reads ids that clouds give: i-0abc123def4567890, arn:aws:….
func isInstance(name string) bool {
	id, ok := strings.CutPrefix(name, "i-")
	return ok && len(id) >= 8 && strings.Trim(id, "0123456789abcdef") == "" && hasDigit(id)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// isWordy says whether a part has no digit and a vowel: it may be a word.
func isWordy(s string) bool { return !hasDigit(s) && strings.ContainsAny(s, "aeiou") }

// topLevel are the last parts of the domains that people write without a scheme.
var topLevel = plain.Set("com net org io dev app eu de at ch fr uk us es it nl be pl cz hu se no fi dk ie pt co ai cloud shop store online site tech info biz example test invalid so gg ms live new page me tv")

// IsDomain says whether a name is one of the public internet.
func IsDomain(name string) bool {
	i := strings.LastIndexByte(name, '.')
	if i <= 0 || !topLevel[name[i+1:]] {
		return false
	}
	label := name[:i]
	return !strings.Contains(name, "..") && strings.Trim(label, "0123456789.") != "" && !strings.ContainsAny(name, "_")
}

// fileEndings are those of files that people of the trade mention.
var fileEndings = plain.Set("py js ts go rb php java cs cpp sh sql log yml yaml json xml conf cfg ini env html css jsx tsx vue jar war exe dll tf lock toml gz tar zip pem key crt")

// IsFile says whether a name is that of a file: no words to look into.
func IsFile(name string) bool {
	i := strings.LastIndexByte(name, '.')
	return i > 0 && fileEndings[name[i+1:]]
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
