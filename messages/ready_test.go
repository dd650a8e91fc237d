package messages

import (
	"slices"
	"strings"
	"testing"
)

// A ready answer is one to something that the text asks, and each choice of them
// fits its field.
func TestReadyAnswersBelongToFields(t *testing.T) {
	w, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for kind, fields := range w.badNews.Ready {
		for name, q := range fields {
			all := w.Fields(kind)
			i := slices.IndexFunc(all, func(f Field) bool { return f.Name == name && f.Mandatory })
			if i < 0 {
				t.Errorf("%s has no mandatory field %s", kind, name)
				continue
			}
			var ids []string
			for _, a := range q.Answers {
				ids = append(ids, a.ID)
			}
			if said := q.Says(ids); len(said) > all[i].Max || !strings.Contains(all[i].Hint, "“We have …”") {
				t.Errorf("%s: %s takes no %q", kind, name, said)
			}
		}
	}
}
