package lint

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"candor/incident/plain"
	"candor/messages/lint/sieve"
)

// What the rules look for is in folders that people can read: any holds what is
// the same in every language, en what is English.
//
//go:embed rules.yaml any en
var files embed.FS

// English is the language whose words are built in.
const English = "en"

// pack is the rules with the words of one language, ready to be used. It never
// changes, but for what it remembers.
type pack struct {
	rules []Rule
	sets  map[string]int // name of a rule or a signal → number of its patterns
	names []string       // by number
	marks []phrases      // by number: what excuses a find

	vocabulary
	index  map[int32][]ref  // by the first word
	begins map[string][]ref // by the first three letters of a first word that is only begun
	signs  map[byte][]ref   // by a first sign
	slips  plain.Slips      // words that are understood with a slip in them
	opens  []ref            // that begin with the sentence, and then with a gap

	general map[string]bool // stems of words that name nothing

	found kept[string, []hit] // by the words of a sentence
}

// ref is a pattern with what it belongs to.
type ref struct {
	set int
	pattern
	instead string      // what to write instead, if the pattern knows it
	needs   []sieve.Set // each lets a word of the sentence through, or the pattern is not in it
}

// phrases are the patterns of a rule or of a signal, one a line. After => stands
// what to write instead.
type phrases struct {
	Find     string   `yaml:"find"`
	Unless   string   `yaml:"unless"`    // excuses it in the same clause, or in one that governs it
	Excuse   []string `yaml:"excuse"`    // names of signals that do
	NotAfter []string `yaml:"not_after"` // names of signals that excuse it right before
	Behind   []string `yaml:"behind"`    // names of signals that excuse it anywhere before
	Next     []string `yaml:"next"`      // names of signals that do in the next sentence
	Earlier  []string `yaml:"earlier"`   // names of signals that do in any sentence before
	Only     []string `yaml:"only"`      // names of signals of which one has to stand in the clause
	Timed    bool     `yaml:"timed"`     // a clock time or a day in the sentence excuses it
	Ahead    bool     `yaml:"ahead"`     // so does one in the next sentence that is still to come
	Told     bool     `yaml:"told"`      // a clause that tells what has happened excuses it
	Past     bool     `yaml:"past"`      // told, in a text of whose incident nothing is known
	Did      bool     `yaml:"did"`       // past, where the clause names what was done (didWhat)
	Of       string   `yaml:"of"`        // the rule whose finds these are, too
	Alone    bool     `yaml:"alone"`     // only where nothing is known of the incident
	Hint     string   `yaml:"hint"`      // when a find is never more: always, alone, named, owned (isHint)
	Bare     bool     `yaml:"bare"`      // a clause that names what it speaks of excuses it
	Planned  bool     `yaml:"planned"`   // excused in a text that announces work, but for what it tells of the past
	Body     bool     `yaml:"body"`      // a heading, or a line that opens a list, excuses it
	Phases   []string `yaml:"phases"`    // only in these; empty: in all
	NotKinds []string `yaml:"not_kinds"` // not in messages of these kinds
	own      string   // the name of what unless finds
}

// texts are what a rule says to people.
type texts struct {
	Why     string `yaml:"why"`
	Replace string `yaml:"replace"`
}

// english is the built-in pack. A mistake in a built-in file is found by the
// tests, so there is nobody to return it to.
var english = sync.OnceValue(func() *pack { return mustLoad(English) })

// bare is the pack for languages that have none: the rules that need no words.
var bare = sync.OnceValue(func() *pack { return mustLoad("") })

func mustLoad(language string) *pack {
	p, err := load(files, language)
	if err != nil {
		panic(fmt.Sprintf("candor/messages/lint: built-in words: %v", err))
	}
	return p
}

// sentences is how many bytes of them a pack remembers in a generation: all of the texts that
// come with the program, a few times.
const sentences = 128 << 10

// load reads the rules and the words of a language; none for an empty one.
func load(from fs.FS, language string) (*pack, error) {
	p := &pack{found: kept[string, []hit]{most: sentences}, slips: plain.Slips{}, sets: map[string]int{}, vocabulary: vocabulary{}, index: map[int32][]ref{}, begins: map[string][]ref{}, signs: map[byte][]ref{}}
	if err := read(from, "rules.yaml", &p.rules); err != nil {
		return nil, err
	}
	said := map[string]texts{}
	if err := read(from, "en/texts.yaml", &said); err != nil { // what people of the team read
		return nil, err
	}
	for i := range p.rules {
		r := &p.rules[i]
		r.Why, r.Replace = said[r.ID].Why, said[r.ID].Replace
	}
	if language == "" {
		return p, nil
	}
	words, err := p.readClasses(from, language)
	if err != nil {
		return nil, err
	}
	for _, file := range []string{"signals.yaml", "phrases.yaml"} {
		if err := p.readPhrases(from, path.Join(language, file), words); err != nil {
			return nil, err
		}
	}
	return p, p.checkNames()
}

// readClasses reads the classes of words, and the first names.
func (p *pack) readClasses(from fs.FS, language string) (map[string]*list, error) {
	classes := map[string]string{}
	if err := read(from, path.Join(language, "classes.yaml"), &classes); err != nil {
		return nil, err
	}
	words := map[string]*list{}
	for _, w := range split(classes["keys"]) {
		p.slips.Add(w)
	}
	for name, entries := range classes {
		words[name] = p.list(split(entries)...)
	}
	names, err := fs.ReadFile(from, path.Join(language, "names.txt"))
	words["names"] = p.list(strings.Fields(string(names))...)
	p.general = map[string]bool{}
	for _, line := range lines(path.Join(language, "general.txt")) {
		for w := range strings.FieldsSeq(line) {
			p.general[stem(w)] = true
		}
	}
	return words, err
}

func read(from fs.FS, name string, into any) error {
	data, err := fs.ReadFile(from, name)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// split reads a class: one entry a line, or several parted by commas.
func split(list string) (words []string) {
	for _, e := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '\n' }) {
		if e = strings.TrimSpace(e); e != "" {
			words = append(words, e)
		}
	}
	return words
}

func (p *pack) readPhrases(from fs.FS, name string, classes map[string]*list) error {
	all := map[string]phrases{}
	if err := read(from, name, &all); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		ph := all[id]
		n := p.set(id, ph)
		if err := p.addAll(n, ph.Find, classes); err != nil {
			return fmt.Errorf("%s: %s: %w", name, id, err)
		}
		if ph.Unless == "" {
			continue
		}
		own := id + " unless"
		p.marks[n].own = own
		if err := p.addAll(p.set(own, phrases{}), ph.Unless, classes); err != nil {
			return fmt.Errorf("%s: %s: %w", name, own, err)
		}
	}
	return nil
}

// set gives a name its number.
func (p *pack) set(name string, ph phrases) int {
	n := len(p.names)
	p.sets[name] = n
	p.names, p.marks = append(p.names, name), append(p.marks, ph)
	return n
}

func (p *pack) addAll(set int, lines string, classes map[string]*list) error {
	for line := range strings.Lines(lines) {
		line, _, _ = strings.Cut(line, "# ")
		line, instead, _ := strings.Cut(strings.TrimSpace(line), "=>")
		if line == "" {
			continue
		}
		pat, err := p.compile(line, classes)
		if err != nil {
			return err
		}
		p.add(ref{set, pat, strings.TrimSpace(instead), pat.needs()})
	}
	return nil
}

// add files a pattern under each word that it may begin with.
func (p *pack) add(r ref) {
	for i := range r.pattern {
		e := &r.pattern[i]
		if e.kind == gap {
			p.opens = append(p.opens, r)
			return
		}
		if e.kind != oneOf {
			continue
		}
		words, begins := e.firsts()
		for w := range words {
			p.index[w] = append(p.index[w], r)
		}
		for b := range begins {
			p.begins[b] = append(p.begins[b], r)
		}
		for _, s := range e.signs {
			p.signs[byte(s)] = append(p.signs[byte(s)], r)
		}
		if !e.optional {
			return
		}
	}
}

// firsts are the words that an element may begin with, and the first three
// letters of those that are only begun.
func (e *element) firsts() (words map[int32]bool, begins map[string]bool) {
	words, begins = map[int32]bool{}, map[string]bool{}
	for _, l := range e.lists {
		for _, w := range l.words {
			words[w] = true
		}
		for _, ph := range l.phrases {
			if ph[0].begin != "" {
				begins[ph[0].begin[:3]] = true
			} else {
				words[ph[0].id] = true
			}
		}
		for _, b := range l.begins {
			begins[b[:3]] = true
		}
	}
	return words, begins
}

// checkNames finds names that stand for nothing.
func (p *pack) checkNames() error {
	if len(p.names) > 64*len(setOfSets{}) {
		return fmt.Errorf("there are %d rules and signals; the most is %d", len(p.names), 64*len(setOfSets{}))
	}
	for n, ph := range p.marks {
		for _, name := range slices.Concat(ph.Excuse, ph.NotAfter, ph.Behind, ph.Next, ph.Earlier, ph.Only) {
			if _, ok := p.sets[name]; !ok {
				return fmt.Errorf("%s names %q, which is no signal", p.names[n], name)
			}
		}
	}
	return nil
}

// firstNames are common first names, in small letters.
var firstNames = sync.OnceValue(func() map[string]bool {
	data, _ := files.ReadFile("en/names.txt")
	return plain.Set(string(data))
})

// lines reads a built-in list.
func lines(name string) []string {
	data, _ := files.ReadFile(name) // an embedded file system has no errors of its own
	return plain.Lines(string(data))
}
