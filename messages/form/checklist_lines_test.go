package form

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/messages/scene"
)

// A step is a line with “Done”. Slack writes “(optional)” behind the label of each
// input that may stay empty, so no step is one.
func TestStepsAreLinesNotQuestions(t *testing.T) {
	inc := scene.Sixty()
	lines := 0
	for _, b := range Checklist(inc, Reader{Zone: time.UTC}, scene.At("14:00")).Blocks.BlockSet {
		switch b := b.(type) {
		case *slack.InputBlock:
			if strings.HasPrefix(b.BlockID, stepField) {
				t.Errorf("%s is an input, which reads “(optional)”", b.BlockID)
			}
		case *slack.SectionBlock:
			if strings.HasPrefix(b.BlockID, stepField) && b.Accessory.CheckboxGroupsBlockElement != nil {
				lines++
			}
		}
	}
	if want := len(inc.OpenItems()); lines != want || want == 0 {
		t.Errorf("%d steps to tick, want %d", lines, want)
	}
}
