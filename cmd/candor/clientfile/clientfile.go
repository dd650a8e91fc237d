// Package clientfile is a client as a config writes it.
package clientfile

import (
	"fmt"
	"reflect"
	"time"

	"go.yaml.in/yaml/v3"

	"candor/cmd/candor/yamledit"
	"candor/incident/client"
	"candor/incident/schedule"
	"candor/incident/sheet"
	"candor/messages/strictyaml"
)

// Node is a value as a file has it, the whole of a client or what stands under
// one of its keys; nil for what is not written, since it is what there is without
// the key.
func Node(value any, secrets bool) *yaml.Node {
	switch v := value.(type) {
	case schedule.Hours, schedule.Cadence:
		return Word(v.(fmt.Stringer).String())
	case time.Duration:
		return Word(schedule.Every(v).String())
	case client.Approval:
		if v.Rule == client.ApprovalNamed {
			return Node(v.People, secrets)
		}
		return Word(string(v.Rule))
	case map[client.Severity]client.Rhythm:
		return Node(Cadences{v[1], v[2], v[3]}, secrets)
	case client.Secret:
		if !secrets {
			return nil
		}
		return Word(v.Reveal())
	}
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return Node(v.Elem().Interface(), secrets)
	case reflect.Struct:
		return keysNode(v, secrets)
	case reflect.Slice:
		return listNode(v, secrets)
	case reflect.Map:
		return yamledit.Texts(sheet.IDs(), value.(sheet.Sheet))
	case reflect.Bool:
		if !v.Bool() {
			return nil
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}
	default:
		return Word(v.String())
	}
}

// Word is a text, quoted where YAML would read something else; nil if it is empty.
func Word(s string) *yaml.Node {
	if s == "" {
		return nil
	}
	n := new(yaml.Node)
	n.SetString(s)
	return n
}

// keysNode is a struct, under the keys by which strictyaml reads it.
func keysNode(v reflect.Value, secrets bool) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := range v.NumField() {
		key := strictyaml.Key(v.Type().Field(i))
		if key == "" {
			continue
		}
		if part := Node(v.Field(i).Interface(), secrets); part != nil {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, part)
		}
	}
	if len(n.Content) == 0 {
		return nil
	}
	return n
}

// listNode is a list, of words on one line.
func listNode(v reflect.Value, secrets bool) *yaml.Node {
	if v.Len() == 0 {
		return nil
	}
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range v.Len() {
		part := Node(v.Index(i).Interface(), secrets)
		if part.Kind == yaml.ScalarNode {
			n.Style = yaml.FlowStyle
		}
		n.Content = append(n.Content, part)
	}
	return n
}

// Cadences has no severity 4: a near miss owes nothing.
type Cadences struct {
	Sev1 client.Rhythm `yaml:"sev1"`
	Sev2 client.Rhythm `yaml:"sev2"`
	Sev3 client.Rhythm `yaml:"sev3"`
}

// Rhythms returns what differs from the defaults; nil if nothing does.
func (c Cadences) Rhythms() map[client.Severity]client.Rhythm {
	var m map[client.Severity]client.Rhythm
	for i, own := range []client.Rhythm{c.Sev1, c.Sev2, c.Sev3} {
		if own == (client.Rhythm{}) {
			continue
		}
		if m == nil {
			m = map[client.Severity]client.Rhythm{}
		}
		m[client.Severity(i+1)] = own
	}
	return m
}

// WhyNo says that a near miss has no cadence.
func (Cadences) WhyNo(key string) string {
	if key == "sev4" {
		return "severity 4 is a near miss: no update is due. Remove it."
	}
	return ""
}
