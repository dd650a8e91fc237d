package initcmd

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"candor/cmd/candor/cli"
)

// errNoMore says that nobody answers any more: the terminal is gone, or what was
// to be read is at its end.
var errNoMore = errors.New("there are no more answers")

// refusal is why an answer cannot be taken, where nobody is there to give another.
type refusal string

func (r refusal) Error() string { return string(r) }

// terminal asks line by line, on whatever is at the other end: nothing moves the
// cursor, nothing is in colour.
type terminal struct {
	out   io.Writer
	in    io.Reader
	lines chan string // nil until the first question
}

func newTerminal(in io.Reader, out io.Writer) *terminal { return &terminal{in: in, out: out} }

func (t *terminal) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

// line reads one. A read cannot be interrupted, so it is done beside, and Ctrl-C
// does not wait for it.
func (t *terminal) line(ctx context.Context) (string, error) {
	if t.lines == nil {
		t.lines = make(chan string)
		go func() {
			defer close(t.lines)
			for r := bufio.NewReader(t.in); ; {
				s, err := r.ReadString('\n')
				if s != "" {
					t.lines <- s
				}
				if err != nil {
					return
				}
			}
		}()
	}
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case s, more := <-t.lines:
		if !more {
			return "", errNoMore
		}
		return strings.TrimSpace(s), nil
	}
}

// question is one that a person answers with a line.
type question struct {
	flag   string   // that answers it; empty: none
	value  string   // of the flag
	text   string   // what is asked
	preset string   // what Enter takes
	secret bool     // nobody else may read what is typed
	exact  bool     // it is kept as it was typed
	check  checking // nil: anything will do
}

// checking tries an answer. It returns it as it is kept, or a sentence or two that
// say what is wrong with it and what to do.
type checking func(answer string) (kept, why string)

// ask returns the answer to a question once it can be taken. An answer by flag that
// cannot is asked for where there is somebody to ask.
func (s *session) ask(ctx context.Context, q question) (string, error) {
	if q.check == nil {
		q.check = func(answer string) (string, string) { return answer, "" }
	}
	if byFlag := q.flag != "" && s.given[q.flag]; byFlag || s.quiet {
		v := q.preset
		if byFlag {
			v = q.value
		}
		kept, why := q.check(q.read(v))
		if why == "" {
			return kept, nil
		}
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if s.quiet {
			return "", refusal(named(q.flag) + why)
		}
		s.term.say("%s", named(q.flag)+why)
	}
	for {
		v, err := s.term.answer(ctx, q)
		if err != nil {
			return "", err
		}
		kept, why := s.try(q, v)
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case why == "":
			return kept, nil
		}
		s.term.say("%s", why)
	}
}

// answer asks once, and returns what is typed.
func (t *terminal) answer(ctx context.Context, q question) (string, error) {
	text := q.text
	if q.preset != "" {
		text += " [" + q.preset + "]"
	}
	if q.secret {
		if show := t.hide(); show != nil {
			defer show()
			text += " (not shown)"
		}
	}
	fmt.Fprintf(t.out, "%s: ", text)
	return t.line(ctx)
}

// try tries what was typed; who asks for help is told what is asked.
func (s *session) try(q question, typed string) (kept, why string) {
	if cli.Asks(typed) {
		return "", s.help(q)
	}
	return q.check(cmp.Or(q.read(typed), q.preset))
}

// read is an answer as it was meant.
func (q question) read(typed string) string {
	if q.exact {
		return strings.TrimSpace(typed)
	}
	return pasted(typed)
}

// help says what a question is about, and what else can be typed.
func (s *session) help(q question) string {
	text := "Type the answer. Enter skips it, where it can be left out."
	if about := strings.ReplaceAll(s.about(q.flag), "`", ""); about != "" {
		text = "Asked is " + about + "."
	}
	if q.preset != "" {
		text += " Enter takes " + q.preset + "."
	}
	return text + " Ctrl-C stops and loses nothing; docs/OPERATING.md tells more."
}

func named(flag string) string {
	if flag == "" {
		return ""
	}
	return "--" + flag + ": "
}

// note says something at once where somebody is there, else at the end.
func (s *session) note(format string, args ...any) {
	if s.quiet {
		s.said = append(s.said, fmt.Sprintf(format, args...))
		return
	}
	s.term.say(format, args...)
}

// yesNo asks for yes or no. Where nothing is asked the answer is preset.
func (s *session) yesNo(ctx context.Context, text string, preset bool) (bool, error) {
	word := map[bool]string{true: "yes", false: "no"}
	v, err := s.ask(ctx, question{text: text, preset: word[preset], check: func(v string) (string, string) {
		switch strings.ToLower(v) {
		case "y", "yes":
			return "yes", ""
		case "n", "no":
			return "no", ""
		}
		if isToken(v) {
			return "", "That is a token, and it can be read above: clear the screen when this is done. Type yes or no first; a token that is asked for is not shown."
		}
		return "", "Type yes or no."
	}})
	return v == "yes", err
}
