package secret

import (
	"net/netip"
	"strings"
)

// IsDetail says whether a run without a space says more of our insides than a client
// needs: a public address, an account or a bucket of a cloud, a channel, a bank account.
func IsDetail(s string) bool {
	switch {
	case strings.HasPrefix(s, "arn:") || IsBucket(s):
		return true
	case s[0] == '#':
		return isChannel(s[1:])
	case isPublicAddress(s):
		return true
	}
	return isIBAN(s)
}

// InGroups is how long the bank account is that a text begins with, as people copy it from an
// invoice: in groups of four with a space between. 0: it begins with none.
func InGroups(s string) int {
	var run []byte
	for i := 0; i < len(s) && len(run) < longestIBAN; i++ {
		switch {
		case isDigit(s[i]), isUpper(s[i]):
			run = append(run, s[i])
		case s[i] != ' ' || len(run)%4 != 0:
			return 0
		}
		if ends := i+1 == len(s) || !isDigit(s[i+1]) && !isUpper(s[i+1]) && !isLower(s[i+1]); ends && len(run) < i+1 && isIBAN(string(run)) {
			return i + 1
		}
	}
	return 0
}

// longestIBAN is what the standard allows.
const longestIBAN = 34

// IsBucket says whether a run is the address of a bucket: s3://acme-orders.
func IsBucket(s string) bool { return strings.HasPrefix(s, "s3://") || strings.HasPrefix(s, "gs://") }

// isChannel reads #incident-acme; not #4 or #thanks.
func isChannel(s string) bool {
	return len(s) > 2 && isLower(s[0]) && strings.Contains(s, "-") && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// isPublicAddress reads 168.138.74.12 and 2a01:4f8::1, also with a port or a mask.
func isPublicAddress(s string) bool {
	s, _, _ = strings.Cut(s, "/")
	if with, err := netip.ParseAddrPort(s); err == nil {
		s = with.Addr().String()
	}
	if strings.Count(s, ".") != 3 && strings.Count(s, ":") < 2 {
		return false
	}
	ip, err := netip.ParseAddr(s)
	return err == nil && !ip.IsPrivate() && !ip.IsLoopback() && ip.IsGlobalUnicast()
}

// isIBAN reads an account number by its check digits.
func isIBAN(s string) bool {
	if len(s) < 15 || len(s) > longestIBAN || !isUpper(s[0]) || !isUpper(s[1]) || !isDigit(s[2]) || !isDigit(s[3]) {
		return false
	}
	rest := 0
	for i := range len(s) {
		c := s[(i+4)%len(s)]
		switch {
		case isDigit(c):
			rest = (rest*10 + int(c-'0')) % 97
		case isUpper(c):
			rest = (rest*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }
func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }
