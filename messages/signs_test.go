package messages

import (
	"os"
	"strings"
	"testing"

	"candor/incident/playbook"
)

// What is typed reads like the kind under which it stands in testdata/reads_like.txt, or like none.
func TestWhatIsTypedReadsLike(t *testing.T) {
	list, err := os.ReadFile("testdata/reads_like.txt")
	if err != nil {
		t.Fatal(err)
	}
	kinds := mustLoad(t, "").Playbooks()
	want := ""
	for text := range strings.Lines(string(list)) {
		text = strings.TrimSpace(text)
		if kind, found := strings.CutPrefix(text, "== "); found {
			want = kind
			continue
		}
		if strings.HasPrefix(text, "#") {
			continue
		}
		got := "none"
		if pb := playbook.ReadsLike(kinds, text); pb != nil {
			got = pb.ID
		}
		if text != "" && got != want {
			t.Errorf("%q reads like %s, want %s", text, got, want)
		}
	}
	if pb := playbook.ReadsLike(kinds, ""); pb != nil || want != "none" {
		t.Errorf("no words read like %v, and the last of the list are %s", pb, want)
	}
}
