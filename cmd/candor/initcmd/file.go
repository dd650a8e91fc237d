package initcmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/yamledit"
)

const head = `# Candor's config, written by candor init. Type candor init again to change it, or
# change it here: config.example.yaml shows all that it may say.
`

// stillToAsk begins the line in which a file notes what was not asked yet.
const stillToAsk = "# candor init goes on with: "

var stillLine = regexp.MustCompile(`(?m)^` + stillToAsk + `(.*)\n`)

// file is the config while it is changed.
type file struct {
	path string
	text []byte
	disk []byte // what the file on the disk holds; nil: there is none

	secret bool // it holds tokens
}

// maxConfig is far beyond any config and keeps a wrong file out of memory.
const maxConfig = 1 << 20

// open reads the config, or begins one.
func (s *session) open() error {
	s.file = &file{path: s.config}
	text, err := cli.ReadUpTo(s.config, maxConfig)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if info, err := os.Stat(filepath.Dir(s.config)); err != nil || !info.IsDir() {
			return cli.Sentence("There is no folder %s. Nothing was asked or written. Make it, then try again.", filepath.Dir(s.config))
		}
		if to, err := os.Readlink(s.config); err == nil { // a new file in its place would hide the one that is meant
			return cli.Sentence("%s is a link to %s, and there is no such file. Nothing was asked or written. Mount its disk, or take the link away, then try again.", s.config, to)
		}
		s.file.text = []byte(head)
	case err != nil:
		return cli.Sentence("%v. Nothing was asked or changed. Check the path and who may read it.", err)
	default:
		s.file.text, s.file.disk = text, text
	}
	now, problems := s.Read(s.config, s.file.text)
	s.now, s.file.secret = now, now.Secrets
	if now.Company == "" && len(s.file.pending()) == 0 {
		s.file.begin()
	}
	var wrong []string
	for _, p := range problems {
		if p.Path != "company" || s.file.text != nil && !slices.Contains(s.file.pending(), "company") {
			wrong = append(wrong, p.String())
		}
	}
	if len(wrong) > 0 && s.file.disk != nil && strings.TrimSpace(string(s.file.disk)) != "" {
		return cli.Sentence("%s has mistakes. Nothing was asked or changed. Correct them first:\n%s", s.config, strings.Join(wrong, "\n"))
	}
	return nil
}

// begin notes that everything is to be asked.
func (f *file) begin() {
	var names []string
	for _, st := range steps {
		names = append(names, st.name)
	}
	f.note(names)
}

// pending are the steps that were not answered yet.
func (f *file) pending() (names []string) {
	m := stillLine.FindSubmatch(f.text)
	if m == nil {
		return nil
	}
	for _, st := range steps {
		if slices.Contains(strings.FieldsFunc(string(m[1]), func(r rune) bool { return r == ',' || r == ' ' || r == '\r' }), st.name) {
			names = append(names, st.name)
		}
	}
	return names
}

func (f *file) note(names []string) {
	line := ""
	if len(names) > 0 {
		line = stillToAsk + strings.Join(names, ", ") + "\n"
	}
	if at := stillLine.FindIndex(f.text); at != nil {
		f.text = slices.Concat(f.text[:at[0]], []byte(line), f.text[at[1]:])
		return
	}
	at := 0
	if strings.HasPrefix(string(f.text), head) {
		at = len(head)
	}
	f.text = slices.Concat(f.text[:at], []byte(line), f.text[at:])
}

// done notes that a step was answered.
func (f *file) done(name string) {
	left := f.pending()
	if i := slices.Index(left, name); i >= 0 {
		f.note(slices.Delete(left, i, i+1))
	}
}

// there says whether there is a file on the disk.
func (f *file) there() bool { return f.disk != nil }

// readers says who can read it, if that is nobody else.
func (f *file) readers() string {
	if info, err := os.Stat(f.path); err != nil || info.Mode().Perm()&0o077 != 0 {
		return ""
	}
	return " Only you can read it."
}

// save puts the text in the place of the file, whole or not at all. A new file can
// be read by its owner alone.
func (f *file) save() error {
	if f.disk != nil && string(f.disk) == string(f.text) {
		return nil
	}
	path := f.path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	found, err := cli.ReadUpTo(path, maxConfig)
	if f.disk == nil && err == nil || f.disk != nil && string(found) != string(f.disk) {
		return cli.Sentence("%s was changed by somebody else meanwhile. It is as they left it, and your last answer was not written. Type candor init again.", f.path)
	}
	if err := replaceFile(path, f.text, f.secret); err != nil {
		return cli.Sentence("%s could not be written: %v. It is as it was, without your last answer. Look after the disk and who may write there, then type candor init again.", f.path, err)
	}
	f.disk = f.text
	return nil
}

// replaceFile keeps who may read a file that was there, unless it holds secrets.
func replaceFile(path string, text []byte, secret bool) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".candor-init-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // or it has its name by then
	if info, old := os.Stat(path); old == nil && !secret {
		err = tmp.Chmod(info.Mode().Perm())
	}
	_, werr := tmp.Write(text)
	err = errors.Join(err, werr)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	keepOwner(path, tmp.Name())
	return os.Rename(tmp.Name(), path)
}

// set writes a value into the config, if the whole is right with it.
func (s *session) set(value any, path ...any) error {
	return s.change(fmt.Sprint(path[0]), func(text []byte) ([]byte, error) { return yamledit.Set(text, nodeOf(value), path...) })
}

// add writes an item at the end of a list.
func (s *session) add(key string, items ...*yaml.Node) error {
	return s.change(key, func(text []byte) ([]byte, error) { return yamledit.Add(text, key, items...) })
}

// change makes a change of the text that leaves the config right. Where somebody answers
// it is written at once: who stops after it loses nothing.
func (s *session) change(what string, fn func([]byte) ([]byte, error)) error {
	text, err := fn(s.file.text)
	if err != nil {
		return cli.Sentence("%s was not changed: %v. Change %s there by hand.", s.config, err, what)
	}
	now, problems := s.Read(s.config, text)
	var wrong []string
	for _, p := range problems {
		if p.Path != "company" || what == "company" {
			wrong = append(wrong, p.String())
		}
	}
	if len(wrong) > 0 {
		return refusal("It was not written, since the config would have a mistake:\n" + strings.Join(wrong, "\n"))
	}
	s.file.text, s.file.secret, s.now = text, now.Secrets, now
	if s.quiet {
		return nil // all of it is written at once
	}
	return s.file.save()
}

// nodeOf is a text, a list of texts or what is a node already.
func nodeOf(value any) *yaml.Node {
	n := new(yaml.Node)
	switch v := value.(type) {
	case *yaml.Node:
		return v
	case string:
		n.SetString(v)
	case []string:
		n.Kind, n.Style = yaml.SequenceNode, yaml.FlowStyle
		for _, s := range v {
			n.Content = append(n.Content, nodeOf(s))
		}
	}
	return n
}

// keys is a mapping of texts; those that are empty are left out.
func keys(pairs ...string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			n.Content = append(n.Content, nodeOf(pairs[i]), nodeOf(pairs[i+1]))
		}
	}
	return n
}
