package clientlist

import "strings"

// record is a line of a table, or several where a cell has lines of its own.
type record struct {
	line  int // where it begins, from 1
	cells []string
	why   string // why it cannot be read
}

// dialect says what stands between the cells: what spreadsheets use in one country
// or another, or what comes with a paste out of one. first is how many lines were
// taken off: a spreadsheet may name the separator in a line of its own.
func dialect(text string) (rest, sep string, first int) {
	for strings.HasPrefix(text, "\n") {
		text, first = text[1:], first+1
	}
	line, more, _ := strings.Cut(text, "\n")
	if s, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(line)), "sep="); ok && len(s) == 1 {
		return more, s, first + 1
	}
	sep, most := ",", 0
	for _, s := range []string{"\t", ";", ",", "|"} {
		known := 0
		for _, cell := range strings.Split(line, s) {
			if fieldOf[columnName(cell)] != "" {
				known++
			}
		}
		if n := strings.Count(line, s); n > 0 && known*100+n > most {
			sep, most = s, known*100+n
		}
	}
	return text, sep, first
}

// records cuts a table into its rows and cells. A cell in quotes holds anything, a
// quote itself as two. Where a quote is never closed only its own line is lost.
func records(text, sep string) (list []record) {
	line := 1
	for text != "" {
		r := record{line: line}
		var used int
		r.cells, used, r.why = oneRecord(text, sep)
		line += strings.Count(text[:used], "\n")
		text = text[used:]
		if strings.TrimSpace(strings.Join(r.cells, "")) != "" {
			list = append(list, r)
		}
	}
	return list
}

// oneRecord reads the first record of a text and says how much of it that was.
func oneRecord(text, sep string) (cells []string, used int, why string) {
	for {
		cell, n, ok := oneCell(text[used:], sep)
		if !ok {
			line, _, _ := strings.Cut(text, "\n")
			return strings.Split(line, sep), min(len(line)+1, len(text)), "A quote is opened and never closed. Close it, or take it out."
		}
		cells, used = append(cells, cell), used+n
		switch {
		case strings.HasPrefix(text[used:], sep):
			used += len(sep)
		case used < len(text): // the end of the line
			return cells, used + 1, ""
		default:
			return cells, used, ""
		}
	}
}

// oneCell reads up to the separator or the end of the line, which it leaves.
func oneCell(text, sep string) (cell string, used int, ok bool) {
	trimmed := strings.TrimLeft(text, " ")
	if !strings.HasPrefix(trimmed, `"`) {
		end := strings.IndexAny(text, sep+"\n")
		if end < 0 {
			end = len(text)
		}
		return text[:end], end, true
	}
	var b strings.Builder
	i := len(text) - len(trimmed) + 1
	for i < len(text) {
		switch {
		case strings.HasPrefix(text[i:], `""`):
			b.WriteByte('"')
			i += 2
		case text[i] == '"':
			rest, n, _ := oneCell("x"+text[i+1:], sep) // what stands behind the quote belongs to it
			return b.String() + rest[1:], i + n, true
		default:
			b.WriteByte(text[i])
			i++
		}
	}
	return "", 0, false
}
