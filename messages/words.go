package messages

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"candor/incident"
	"candor/incident/playbook"
	"candor/incident/update"
	"candor/messages/menu"
	"candor/messages/ready"
	"candor/messages/strictyaml"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

//go:embed en playbooks
var builtIn embed.FS

// language is the folder of everything that a client reads. A second language
// is a second folder.
const language = "en"

// kinds lists the client texts in the order in which an incident needs them.
var kinds = texts()

func texts() (ids []string) {
	for _, k := range update.Kinds {
		if !k.NoText {
			ids = append(ids, k.ID)
		}
	}
	return ids
}

const (
	lateLine   = "late"   // the template that stands in front of a text that comes late
	rhythmLine = "rhythm" // the one that stands behind a text that says how often the client hears from now on
)

const (
	templateFolder = "templates"
	playbookFolder = "playbooks"
	choicesFile    = "choices.yaml"
	phrasesFile    = "phrases.yaml"
	badNewsFile    = "badnews.yaml"
	meanwhileFile  = "meanwhile.yaml"
)

// Words are the texts for clients, the playbooks, the answers of the declare
// form and the phrases, read once at start. They never change.
type Words struct {
	templates map[string]*template
	playbooks map[string]*playbook.Playbook
	choices   menu.Choices
	phrases   *phrases
	badNews   badNews
	meanwhile ready.Offers
	company   string // as clients know the team; empty: nobody signs with it
	aloud     bool   // for a call, not for a text
	kind      string // of the text that they are for; empty for a call
}

// Field is a question that a form asks before a text can be made.
type Field struct {
	Name      string
	Label     string // in people's words, at most 48 characters
	Hint      string // at most 140 characters
	Mandatory bool
	When      string // a condition: elsewhere it is not asked; empty: always
	Long      bool   // several lines
	Flag      bool   // a box to tick: its answer is "yes" or nothing
	Instant   bool   // a time: its answer belongs into Update.Times
	Future    bool   // of an instant: it is still to come; otherwise it has been
	Max       int    // characters
}

// Load reads the built-in words, and those of dir in place of the built-in ones
// of the same name; dir may be empty. Its error lists every mistake in every
// file, one per line: file:line: what is wrong. What to write. In YAML the path
// stands before what is wrong.
//
// Words do not change once they are loaded. The built-in ones are read once in a
// process, and all who ask for them share them; that they work is tried by the tests.
func Load(dir string) (*Words, error) {
	if dir == "" {
		return builtInWords()
	}
	var m strictyaml.Mistakes
	files := builtInFiles()
	if err := replace(files, dir, &m); err != nil {
		return nil, err
	}
	w, err := read(files, &m)
	if err != nil {
		return nil, err
	}
	w.try(&m)
	return w, m.Err()
}

var builtInWords = sync.OnceValues(func() (*Words, error) { return read(builtInFiles(), &strictyaml.Mistakes{}) })

// SignedBy is the same words, signed with a company where somebody speaks as I.
func (w *Words) SignedBy(company string) *Words {
	signed := *w
	signed.company = company
	return &signed
}

// read makes words of files.
func read(files map[string]file, m *strictyaml.Mistakes) (*Words, error) {
	w := &Words{templates: map[string]*template{}, playbooks: map[string]*playbook.Playbook{}}
	w.phrases = parsePhrases(files[phrasesFile].path, files[phrasesFile].text, m)
	for _, name := range sortedKeys(files) {
		f := files[name]
		id := strings.TrimSuffix(path.Base(name), path.Ext(name))
		switch path.Dir(name) {
		case templateFolder:
			w.templates[id] = parseTemplate(f.path, id, f.text, m)
			w.templates[id].phrases, w.templates[id].words = w.phrases, w
		}
	}
	w.readKinds(files, m)
	w.badNews = parseBadNews(files[badNewsFile].path, files[badNewsFile].text, m)
	w.readOffers(files[meanwhileFile], m)
	if err := m.Err(); err != nil {
		return nil, err
	}
	return w, m.Err()
}

// readKinds reads the kinds of incident, and the answers of the declare form,
// which name them.
func (w *Words) readKinds(files map[string]file, m *strictyaml.Mistakes) {
	menus, names, ours := map[string][]menu.Choice{}, map[string]string{}, builtInFiles()
	for _, name := range sortedKeys(files) {
		if path.Dir(name) != playbookFolder {
			continue
		}
		base, f, id := playbook.CarefulPlaybook(), files[name], strings.TrimSuffix(path.Base(name), path.Ext(name))
		own, builtIn := ours[name]
		if builtIn { // what a file says nothing of is as in the one that it replaces
			pb, _ := menu.ParseKind(own.path, id, own.text, base, &strictyaml.Mistakes{})
			base = *pb
		}
		w.playbooks[id], menus[id] = menu.ParseKind(f.path, id, f.text, base, m)
		names[id] = f.path
	}
	w.choices = menu.ParseChoices(files[choicesFile].path, files[choicesFile].text, w.playbooks, m)
	for _, id := range sortedKeys(menus) {
		if _, builtIn := ours[path.Join(playbookFolder, id+".yaml")]; menus[id] == nil && !builtIn && !w.choices.Names(id) {
			menus[id] = menu.Ordinary(w.playbooks[id], Cut(w.playbooks[id].Name, menu.MaxLabel))
		}
		w.choices.Add(names[id], menus[id], m)
	}
	w.oneUsual(names, ours, m)
}

// oneUsual sees to it that one kind is the usual one: one of your own before ours.
func (w *Words) oneUsual(names map[string]string, ours map[string]file, m *strictyaml.Mistakes) {
	var own, built []string
	for _, id := range sortedKeys(w.playbooks) {
		switch _, builtIn := ours[path.Join(playbookFolder, id+".yaml")]; {
		case !w.playbooks[id].Usual:
		case builtIn:
			built = append(built, id)
		default:
			own = append(own, id)
		}
	}
	switch {
	case len(own)+len(built) == 0:
		m.Add(names[sortedKeys(names)[0]], 1, "no kind is the usual one. Write usual: true into the file of the kind that a command means which names none.")
	case len(own) > 1, len(own) == 0 && len(built) > 1:
		list := slices.Concat(own, built)
		m.Add(names[list[1]], 1, "usual: %s is the usual kind already. Keep one of them.", list[0])
	case len(own) == 1:
		for _, id := range built {
			w.playbooks[id].Usual = false
		}
	}
}

// file is a file of words.
type file struct {
	path string // where an operator finds it
	text string
}

func builtInFiles() map[string]file {
	files := map[string]file{}
	// An embedded file system has no errors of its own.
	_ = fs.WalkDir(builtIn, ".", func(name string, d fs.DirEntry, _ error) error {
		if !d.IsDir() {
			text, _ := builtIn.ReadFile(name)
			files[strings.TrimPrefix(name, language+"/")] = file{"built-in " + name, string(text)}
		}
		return nil
	})
	return files
}

// replace lays the files of dir over the built-in ones. A file that would
// replace nothing is a mistake, since it is surely misspelt; a playbook may be
// new. Hidden files and a README are nobody's words.
func replace(files map[string]file, dir string, m *strictyaml.Mistakes) error {
	return filepath.WalkDir(dir, func(full string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("read the folder of words: %w", err)
		}
		name, err := filepath.Rel(dir, full)
		if err != nil {
			return fmt.Errorf("read the folder of words: %w", err)
		}
		name = filepath.ToSlash(name)
		switch base := path.Base(name); {
		case name == ".":
			return nil
		case strings.HasPrefix(base, "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() && (name == templateFolder || name == playbookFolder), strings.HasPrefix(base, "README"):
			return nil
		case d.IsDir():
			m.Add(full, 1, "nothing reads this folder. Client texts belong in %s, checklists in %s.", templateFolder, playbookFolder)
			return fs.SkipDir
		}
		if !replaces(files, name) {
			m.Add(full, 1, "it replaces nothing. %s", whatExists(files, name))
			return nil
		}
		text, err := os.ReadFile(full)
		if err != nil {
			return fmt.Errorf("read the folder of words: %w", err)
		}
		files[name] = file{full, string(text)}
		return nil
	})
}

func replaces(files map[string]file, name string) bool {
	_, known := files[name]
	return known || path.Dir(name) == playbookFolder && path.Ext(name) == ".yaml"
}

func whatExists(files map[string]file, name string) string {
	folder := path.Dir(name)
	if folder == playbookFolder {
		return "A checklist is a file that ends with .yaml: rename it."
	}
	var names []string
	for have := range files {
		if path.Dir(have) == folder {
			names = append(names, path.Base(have))
		}
	}
	slices.Sort(names)
	return "Rename it to one of these, or remove it: " + strings.Join(names, ", ") + "."
}

// Choices lists the answers to “What do they notice?” in the order in which they are
// offered.
func (w *Words) Choices() []menu.Choice { return slices.Clone(w.choices.List) }

// Choice returns an answer by its id.
func (w *Words) Choice(id string) (menu.Choice, bool) {
	i := slices.IndexFunc(w.choices.List, func(c menu.Choice) bool { return c.ID == id })
	if i < 0 {
		return menu.Choice{}, false
	}
	return w.choices.List[i], true
}

// Doing is what we do about it when nothing else is known.
func (w *Words) Doing() string { return w.choices.Doing }

// Kinds lists the kinds of update that have a text, in the order in which an
// incident needs them.
func (w *Words) Kinds() []string { return slices.Clone(kinds) }

// Fields lists what a form asks for a kind of update, in order.
func (w *Words) Fields(kind string) []Field {
	t := w.template(kind)
	if t == nil {
		return nil
	}
	list := make([]Field, 0, len(t.fields))
	for _, f := range t.fields {
		list = append(list, Field{
			Name: f.Name, Label: f.Label, Hint: f.Hint, Mandatory: f.Mandatory && f.Unless == "", When: f.When, Long: f.Long, Flag: f.Flag,
			Instant: f.instant(), Future: f.Time == "future", Max: f.Max,
		})
	}
	return list
}

// FieldsFor leaves out what cannot be answered here, such as what became of lost data
// where none is lost, and asks for what elsewhere may be empty.
func (w *Words) FieldsFor(inc *incident.Incident, aff *incident.Affected, u update.Update) []Field {
	t, conditions := w.template(u.Kind), map[string]value{}
	if t == nil {
		return nil
	}
	t.told(conditions, inc.For(aff), aff, u)
	list := w.Fields(u.Kind)
	for i := range list {
		if own := t.field(list[i].Name); own.Mandatory && own.Unless != "" {
			_, known := conditions[own.Unless]
			list[i].Mandatory = known && !holds(own.Unless, conditions)
		}
	}
	return slices.DeleteFunc(list, func(f Field) bool { return f.When != "" && !holds(f.When, conditions) })
}

// template returns the text of a kind, nil if the kind has none.
func (w *Words) template(kind string) *template {
	if kind == lateLine || kind == rhythmLine {
		return nil
	}
	return w.templates[kind]
}

// Playbooks returns the checklists by the id of their kind.
func (w *Words) Playbooks() map[string]*playbook.Playbook { return w.playbooks }
