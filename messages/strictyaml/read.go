package strictyaml

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"candor/incident/fault"
	"candor/incident/visible"
)

// Read fills dst, a pointer to a struct, and says whether there was anything to
// read at all. What it says of a mistake is in Problems.
func (r *Reader) Read(text []byte, dst any) bool {
	r.lines, r.broken, r.misspelt = map[string]int{}, map[string]bool{}, map[string]bool{}
	text = append(bytes.Repeat([]byte("\n"), r.Above), text...) // so that the library's lines are right
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc, second yaml.Node
	switch err := dec.Decode(&doc); {
	case err != nil && !errors.Is(err, io.EOF):
		r.syntax(text, err)
		return false
	case err != nil || isNull(doc.Content[0]):
		r.BadAt(r.Above+1, "", "%s", r.Empty)
		return false
	}
	root := doc.Content[0]
	r.lines[""] = root.Line
	if !r.structure(root, reflect.ValueOf(dst).Elem(), "") {
		return false
	}
	switch err := dec.Decode(&second); {
	case err == nil:
		r.BadAt(second.Line, "", "a second document begins here. Remove the line that is only ---.")
	case !errors.Is(err, io.EOF):
		r.syntax(text, err)
	}
	return true
}

// isNull is "key:" and nothing after it.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

var (
	yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)
	// The library counts the lines of these mistakes from 0, those of others from 1.
	fromZero  = regexp.MustCompile(`^did not find expected (<|node content|key|'-' indicator|',' or)`)
	noAnchor  = regexp.MustCompile(`^unknown anchor '(.*)' referenced$`)
	tabIndent = regexp.MustCompile(`(?m)^ *\t[ \t]*[^\s#]`)
)

// syntax reports text that is no YAML. A tab is named first, since what the
// library says about it helps nobody.
func (r *Reader) syntax(text []byte, err error) {
	if at := tabIndent.FindIndex(text); at != nil {
		r.BadAt(lineAt(text, at[0]), "", "the line is indented with a tab. Use spaces, two for each level.")
		return
	}
	line, what := 1, err.Error()
	if m := yamlError.FindStringSubmatch(what); m != nil {
		n, _ := strconv.Atoi(m[1]) // 0 if the library named none
		line, what = max(1, n), m[2]
	}
	if fromZero.MatchString(what) {
		line++
	}
	if m := noAnchor.FindStringSubmatch(what); m != nil {
		r.BadAt(lineOfAlias(text, m[1]), "", "*%s repeats something that has no name. Put quotes around a text that begins with *.", m[1])
		return
	}
	r.BadAt(line, "", "this is not valid YAML: %s. Check the quotes, brackets, colons and spaces near this line.", strings.TrimSuffix(what, "."))
}

// lineOfAlias finds where a text uses an alias: of this mistake the library tells no line.
func lineOfAlias(text []byte, name string) int {
	use := regexp.MustCompile(`(?m)^[^#\n]*\*` + regexp.QuoteMeta(name))
	if at := use.FindIndex(text); at != nil {
		return lineAt(text, at[0])
	}
	return 1
}

// lineAt returns the line of a place in the text.
func lineAt(text []byte, i int) int {
	return 1 + bytes.Count(text[:i], []byte("\n"))
}

// value reads a node into v by its type.
func (r *Reader) value(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if isNull(n) || r.Own != nil && r.Own(v.Addr().Interface(), n, path) {
		return
	}
	if own, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		r.byItself(n, own, path)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.value(n, v.Elem(), path)
	case reflect.Struct:
		r.structure(n, v, path)
	case reflect.Map:
		r.mapping(n, v, path)
	case reflect.Slice:
		r.list(n, v, path)
	case reflect.String:
		r.text(n, v, path)
	case reflect.Bool:
		r.flag(n, v, path)
	case reflect.Int:
		r.number(n, v, path)
	default:
		panic(fmt.Sprintf("strictyaml: %s is a %s, which is not read", path, v.Type()))
	}
}

// byItself has a value read its own text.
func (r *Reader) byItself(n *yaml.Node, own encoding.TextUnmarshaler, path string) {
	s, ok := r.Text(n, path)
	if !ok {
		return
	}
	if err := own.UnmarshalText([]byte(s)); err != nil {
		r.Wrong(path, "%s", err)
	}
}

// text reads what people read.
func (r *Reader) text(n *yaml.Node, v reflect.Value, path string) {
	s, ok := r.Text(n, path)
	if ok && r.Secret != nil && r.Secret(s) {
		r.Wrong(path, "holds a token, and people read what stands here. Take it out, and make a new one where it was made.")
		return
	}
	if ok {
		v.SetString(s)
	}
}

// flag reads yes or no.
func (r *Reader) flag(n *yaml.Node, v reflect.Value, path string) {
	s, ok := r.Text(n, path)
	if !ok {
		return
	}
	switch strings.ToLower(s) {
	case "true", "yes", "y", "on":
		v.SetBool(true)
	case "false", "no", "n", "off":
		v.SetBool(false)
	default:
		r.Wrong(path, "%q is neither true nor false. Write one of the two, or remove the line.", s)
	}
}

func (r *Reader) number(n *yaml.Node, v reflect.Value, path string) {
	s, ok := r.Text(n, path)
	if !ok {
		return
	}
	i, err := strconv.Atoi(s)
	if err != nil {
		r.Wrong(path, "%q is not a valid number. Write digits alone.", s)
		return
	}
	v.SetInt(int64(i))
}

// Text returns a scalar as it is written: a phone number without quotes is a
// number for YAML and loses its zeros; not here.
func (r *Reader) Text(n *yaml.Node, path string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		r.Wrong(path, "must be one value, not %s. Write it on the same line, after the colon.", kindOf(n))
		return "", false
	}
	if r.Verbatim {
		return n.Value, true
	}
	s := strings.TrimSpace(n.Value)
	if strings.ContainsFunc(s, unicode.IsControl) {
		r.Wrong(path, "holds a line break or another control character. Write it on one line.")
		return "", false
	}
	if i := strings.IndexFunc(s, visible.Hidden); i >= 0 && visible.Text(s) != s {
		hidden, _ := utf8.DecodeRuneInString(s[i:])
		r.Wrong(path, "holds a character that nobody sees (%U). Type it anew without it.", hidden)
		return "", false
	}
	return s, true
}

func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys with values"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	return "one value"
}

// List reads the entries of a list into the slice to which dst points.
func (r *Reader) List(n *yaml.Node, dst any, path string) {
	r.list(n, reflect.ValueOf(dst).Elem(), path)
}

func (r *Reader) list(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		r.Wrong(path, "must be a list, not %s. Begin each entry with a hyphen and a space.", kindOf(n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		r.lines[at] = item.Line
		r.value(item, v.Index(i), at)
	}
}

// Struct reads keys and values into the struct to which dst points.
func (r *Reader) Struct(n *yaml.Node, dst any, path string) {
	r.structure(n, reflect.ValueOf(dst).Elem(), path)
}

// structure reads keys and values, and says whether there were any.
func (r *Reader) structure(n *yaml.Node, v reflect.Value, path string) bool {
	if n.Kind != yaml.MappingNode {
		r.Wrong(path, "must be keys with values, not %s. Write them like this: %s: …", kindOf(n), Keys(v.Type())[0])
		return false
	}
	r.pairs(n, path, func(key, val *yaml.Node, at string) {
		field, known := fieldOf(v, key.Value)
		if !known {
			r.unknown(key, path, at, v.Type())
		} else if r.first(key, at) {
			r.value(val, field, at)
		}
	})
	return true
}

// mapping reads keys that may be any word.
func (r *Reader) mapping(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		r.Wrong(path, "must be keys with values, not %s. Write a key, a colon and its value.", kindOf(n))
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	r.pairs(n, path, func(key, val *yaml.Node, at string) {
		if r.first(key, at) {
			elem := reflect.New(v.Type().Elem()).Elem()
			r.value(val, elem, at)
			v.SetMapIndex(reflect.ValueOf(key.Value).Convert(v.Type().Key()), elem)
		}
	})
}

// pairs calls read for each key and its value.
func (r *Reader) pairs(n *yaml.Node, path string, read func(key, val *yaml.Node, at string)) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		switch {
		case key.Kind != yaml.ScalarNode:
			r.BadAt(key.Line, path, "has a key that is %s. Write a word before the colon.", kindOf(key))
		case key.Value == "<<":
			r.BadAt(key.Line, at, "merging with << is not read. Write the keys out.")
		default:
			read(key, val, at)
		}
	}
}

// first notes where a key stands and says whether it is the first of its name.
func (r *Reader) first(key *yaml.Node, at string) bool {
	if first, again := r.lines[at]; again {
		r.BadAt(key.Line, at, "is here for the second time; the first is on line %d. Keep one of them.", first)
		return false
	}
	r.lines[at] = key.Line
	return true
}

// Keys lists the keys of a struct, those of embedded structs among them.
func Keys(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			keys = append(keys, Keys(f.Type)...)
		} else if key := Key(f); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// Key is under which key a field is read: that of its tag yaml or, without one,
// the one that it has in JSON. "" if it is not read.
func Key(f reflect.StructField) string {
	key, own := f.Tag.Lookup("yaml")
	if !own {
		key = f.Tag.Get("json")
	}
	if key, _, _ = strings.Cut(key, ","); key == "-" {
		return ""
	}
	return key
}

func fieldOf(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			if inner, ok := fieldOf(v.Field(i), key); ok {
				return inner, true
			}
		} else if key != "" && Key(f) == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// keyless is a struct that knows why it has no key of some name; "" of all others.
type keyless interface{ WhyNo(key string) string }

// unknown reports a key that nothing reads.
func (r *Reader) unknown(key *yaml.Node, path, at string, t reflect.Type) {
	if s, ok := reflect.Zero(t).Interface().(keyless); ok && s.WhyNo(key.Value) != "" {
		r.BadAt(key.Line, at, "%s", s.WhyNo(key.Value))
		return
	}
	third := func(string) int { return len(key.Value) / 3 } // a wrong guess hides that the key which it names is missing
	switch near := fault.Closest(key.Value, Keys(t), third); {
	case near != "":
		r.BadAt(key.Line, at, "is not a known key. Write %s.", near)
		r.misspelt[strings.TrimPrefix(path+"."+near, ".")] = true
	case r.Like != "":
		r.BadAt(key.Line, at, "this version does not know it. Remove it, or compare with %s.", r.Like)
	default:
		r.BadAt(key.Line, at, "is not a known key. Write one of %s.", strings.Join(Keys(t), ", "))
	}
}
