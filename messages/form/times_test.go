package form

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
)

// The times that are offered stand in their order, with whole spans, and the one
// that is proposed is chosen.
func TestTimesOfferedAreSortedAndWhole(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 59, 31, 0, time.UTC)
	c := &client.Client{TimeZone: "Europe/London"}
	proposed := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	menu := nextFields(c, proposed, now)[0].(*slack.InputBlock).Element.(*slack.SelectBlockElement)
	var got []string
	for _, o := range menu.Options {
		got = append(got, o.Text.Text)
	}
	want := "13:15 GMT (in 15 min)|13:30 GMT (in 30 min)|14:00 GMT (in 1 h)|15:00 GMT (in 2 h)|17:00 GMT (in 4 h)|tomorrow at 09:30 GMT (in 20 h 30 min)"
	if strings.Join(got, "|") != want {
		t.Errorf("offered are %s, want %s", strings.Join(got, "|"), want)
	}
	if menu.InitialOption == nil || menu.InitialOption.Text.Text != "14:00 GMT (in 1 h)" {
		t.Errorf("chosen is %+v", menu.InitialOption)
	}
}
