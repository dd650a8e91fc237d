package yamledit

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// span is where a value begins and ends in the text.
func (e *edit) span(n *yaml.Node) (start, end int, err error) {
	start = e.offset(n)
	switch {
	case n.Anchor != "" || n.Kind == yaml.AliasNode:
		return 0, 0, ErrForm
	case n.Kind == yaml.ScalarNode:
		end, err = e.scalarEnd(n, start)
	case n.Style&yaml.FlowStyle != 0:
		end, err = e.flowEnd(start)
	case len(n.Content) == 0:
		return 0, 0, ErrForm
	default:
		last := n.Content[len(n.Content)-1]
		if _, end, err = e.span(last); isNull(last) && last.Value == "" && n.Kind == yaml.MappingNode {
			_, end, err = e.span(n.Content[len(n.Content)-2])
		}
	}
	return start, end, err
}

// offset is where a node begins. The library counts lines and columns from 1, the
// latter in letters.
func (e *edit) offset(n *yaml.Node) int {
	at := 0
	for range n.Line - 1 {
		next := bytes.IndexByte(e.text[at:], '\n')
		if next < 0 {
			return len(e.text)
		}
		at += next + 1
	}
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(e.text[at:])
		at += size
	}
	return min(at, len(e.text))
}

func (e *edit) scalarEnd(n *yaml.Node, start int) (int, error) {
	rest := e.text[start:]
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return 0, ErrForm
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		if end := quoteEnd(rest); end > 0 {
			return start + end, nil
		}
		return 0, ErrForm
	case isNull(n) && !bytes.HasPrefix(rest, []byte(n.Value)):
		return start, nil
	case bytes.HasPrefix(rest, []byte(n.Value)):
		return start + len(n.Value), nil
	}
	return 0, ErrForm // over several lines, or with a tag
}

// quoteEnd is the end of a text in quotes that stands at the beginning; 0 if it has none.
func quoteEnd(s []byte) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[0] == '"' && s[i] == '\\':
			i++
		case s[0] == '\'' && s[i] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return 0
}

// flowEnd is the end of what stands in brackets from an offset on.
func (e *edit) flowEnd(start int) (int, error) {
	depth := 0
	for i := start; i < len(e.text); i++ {
		before := byte(' ')
		if i > start {
			before = e.text[i-1]
		}
		switch e.text[i] {
		case '"', '\'', '#':
			skipped := skip(e.text[i:], before)
			if skipped < 0 {
				return 0, ErrForm
			}
			i += skipped
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1, nil
			}
		}
	}
	return 0, ErrForm
}

// skip says how far it is to the end of a text in quotes or of a comment, if one
// begins here, where something stands before it; -1 if it has no end.
func skip(s []byte, before byte) int {
	switch {
	case s[0] == '#' && strings.IndexByte(" \n\t", before) >= 0:
		return max(bytes.IndexByte(s, '\n'), 0)
	case s[0] != '#' && strings.IndexByte(" ,[{:\n\t", before) >= 0:
		return quoteEnd(s) - 1
	}
	return 0
}
