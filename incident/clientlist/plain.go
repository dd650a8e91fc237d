package clientlist

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"candor/incident/visible"
)

// plain makes text of a file, whatever program wrote it: UTF-8, UTF-16 with its
// mark, as spreadsheets save what they call Unicode text, or else the alphabet of
// Western Windows. Lines end with \n; what looks like a space is one, and what
// nobody sees is not there.
func plain(text []byte) string {
	s := decoded(text)
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u00a0", " ", "\u202f", " ").Replace(s)
	return visible.Text(s)
}

func decoded(text []byte) string {
	switch {
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}):
		return wide(text[2:], 1, 0)
	case bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		return wide(text[2:], 0, 1)
	case utf8.Valid(text):
		return string(text)
	}
	return western(text)
}

// wide reads UTF-16, of whose bytes the more significant one stands at high.
func wide(text []byte, high, low int) string {
	units := make([]uint16, 0, len(text)/2)
	for i := 0; i+1 < len(text); i += 2 {
		units = append(units, uint16(text[i+high])<<8|uint16(text[i+low]))
	}
	return string(utf16.Decode(units))
}

// westernHigh are the signs of Windows-1252 from 0x80 to 0x9f; the rest of it is Latin-1.
var westernHigh = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

func western(text []byte) string {
	var b strings.Builder
	for _, c := range text {
		if c >= 0x80 && c < 0xa0 {
			b.WriteRune(westernHigh[c-0x80])
		} else {
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}
