package messages

import (
	"path"
	"strings"
	"testing"

	"candor/incident/update"
)

// Every kind of update has a template, and every template is of a kind.
func TestEveryKindOfUpdateHasATemplate(t *testing.T) {
	rows := map[string]bool{lateLine: true, rhythmLine: true} // lines before and behind a text
	for _, k := range update.Kinds {
		if !k.NoText {
			rows[k.ID] = true
		}
	}
	for name := range builtInFiles() {
		if path.Dir(name) != templateFolder {
			continue
		}
		id := strings.TrimSuffix(path.Base(name), path.Ext(name))
		if !rows[id] {
			t.Errorf("the template %s is of no kind of update", id)
		}
		delete(rows, id)
	}
	for id := range rows {
		t.Errorf("the kind of update %s has no template", id)
	}
}
