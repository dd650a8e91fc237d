package yamledit

import "go.yaml.in/yaml/v3"

// Texts is a mapping of texts in the order of their keys, each quoted where YAML would read
// something else; nil if all are empty.
func Texts(keys []string, texts map[string]string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, key := range keys {
		if texts[key] == "" {
			continue
		}
		value := new(yaml.Node)
		value.SetString(texts[key])
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	}
	if len(n.Content) == 0 {
		return nil
	}
	return n
}
