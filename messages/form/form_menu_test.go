package form

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"candor/messages"
)

// More answers than Slack shows side by side are a menu, and none is lost.
func TestManyKindsAreAMenu(t *testing.T) {
	const phishing = "id: phishing\nname: False mails\nsteps:\n  - {id: p.1, phase: assess, owner: tech, text: Keep one.}\n"
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "playbooks"), 0o755); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for i := range 4 {
		files[fmt.Sprintf("playbooks/k%d.yaml", i)] = strings.Replace(phishing, "id: phishing", fmt.Sprintf("id: k%d", i), 1)
	}
	files["playbooks/quiet.yaml"] = strings.Replace("menu: []\n"+phishing, "id: phishing", "id: quiet", 1)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, err := messages.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range Declare(nil, w.Choices(), Begun{}).Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok || in.BlockID != FieldNotice {
			continue
		}
		if el, ok := in.Element.(*slack.SelectBlockElement); !ok || len(el.Options) != 11 {
			t.Errorf("the answers are a %T, want a menu of 11", in.Element)
		}
	}
}
