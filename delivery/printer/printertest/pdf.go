// Package printertest reads, for tests, what a browser has printed.
package printertest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

var (
	object  = regexp.MustCompile(`(?s)(\d+) 0 obj\r?\n?(.*?)\r?\n?endobj`)
	isPage  = regexp.MustCompile(`/Type\s*/Page\b`)
	fontRef = regexp.MustCompile(`/(F\d+)\s+(\d+)\s+0\s+R`)
	unicode = regexp.MustCompile(`/ToUnicode\s+(\d+)\s+0\s+R`)
	content = regexp.MustCompile(`/Contents\s+(\d+)\s+0\s+R`)
	said    = regexp.MustCompile(`/(F\d+)\s+\S+\s+Tf|<([0-9A-Fa-f]+)>|\bE(T)\b`)
	single  = regexp.MustCompile(`<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>`)
	several = regexp.MustCompile(`<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>`)
	ranges  = regexp.MustCompile(`(?s)beginbf(char|range)(.*?)endbf`)
)

// A PDF is one as Chromium writes it.
type PDF struct {
	Pages int
	Text  string // without the blanks that stand for a place on the page
}

// Read reads the letters of a PDF in the order in which they are drawn.
func Read(pdf []byte) (p PDF) {
	dicts := map[string][]byte{}
	for _, m := range object.FindAllSubmatch(pdf, -1) {
		dicts[string(m[1])] = m[2]
	}
	var b strings.Builder
	for _, m := range object.FindAllSubmatch(pdf, -1) {
		dict := m[2]
		if !isPage.Match(dict) {
			continue
		}
		p.Pages++
		fonts := map[string]map[string]string{}
		for _, f := range fontRef.FindAllSubmatch(dict, -1) {
			if to := unicode.FindSubmatch(dicts[string(f[2])]); to != nil {
				fonts[string(f[1])] = letters(stream(dicts[string(to[1])]))
			}
		}
		if c := content.FindSubmatch(dict); c != nil {
			write(&b, stream(dicts[string(c[1])]), fonts)
		}
	}
	p.Text = b.String()
	return p
}

// write adds the letters of a page, each piece of it on a line.
func write(b *strings.Builder, page []byte, fonts map[string]map[string]string) {
	font := ""
	for _, m := range said.FindAllSubmatch(page, -1) {
		switch {
		case len(m[1]) > 0:
			font = string(m[1])
		case len(m[3]) > 0:
			b.WriteByte('\n')
		default:
			for i := 0; i+4 <= len(m[2]); i += 4 {
				b.WriteString(fonts[font][strings.ToUpper(string(m[2][i:i+4]))])
			}
		}
	}
}

// letters are those of a font, by the number of what is drawn.
func letters(table []byte) map[string]string {
	list := map[string]string{}
	for _, part := range ranges.FindAllSubmatch(table, -1) {
		if string(part[1]) == "char" {
			for _, m := range single.FindAllSubmatch(part[2], -1) {
				list[strings.ToUpper(string(m[1]))] = letter(string(m[2]), 0)
			}
			continue
		}
		for _, m := range several.FindAllSubmatch(part[2], -1) {
			from, _ := strconv.ParseUint(string(m[1]), 16, 16) // the pattern has checked them
			to, _ := strconv.ParseUint(string(m[2]), 16, 16)
			for n := from; n <= to; n++ {
				list[fmt.Sprintf("%04X", n)] = letter(string(m[3]), uint16(n-from))
			}
		}
	}
	return list
}

func letter(hex string, more uint16) string {
	var units []uint16
	for i := 0; i+4 <= len(hex); i += 4 {
		n, _ := strconv.ParseUint(hex[i:i+4], 16, 16)
		units = append(units, uint16(n))
	}
	units[len(units)-1] += more
	return string(utf16.Decode(units))
}

// stream is what an object holds, unpacked.
func stream(obj []byte) []byte {
	_, packed, found := bytes.Cut(obj, []byte("stream\n"))
	if !found {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return packed
	}
	text, _ := io.ReadAll(r) // what stands before a fault is of use
	return text
}
