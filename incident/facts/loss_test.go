package facts

import (
	"testing"
	"time"
)

// What they were told of a loss is another one, or only less than is known by now.
func TestALossThatIsAnother(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	told := Loss{What: "orders", From: "1 March", To: "10 March", At: at}
	known := func(what, from, to string, after time.Duration) Fact {
		return Fact{Words: what, From: from, To: to, At: at.Add(after)}
	}
	for name, tt := range map[string]struct {
		told          Loss
		now           Fact
		another, less bool
	}{
		"the same":                    {told, known("orders", "1 March", "10 March", time.Hour), false, false},
		"something else":              {told, known("invoices", "1 March", "10 March", time.Hour), true, true},
		"from another day on":         {told, known("orders", "2 March", "10 March", time.Hour), true, true},
		"up to another day":           {told, known("orders", "1 March", "9 March", time.Hour), true, true},
		"it was known as they heard":  {told, known("orders", "1 March", "9 March", 0), true, false},
		"nobody knew which":           {Loss{At: at}, known("orders", "1 March", "10 March", time.Hour), false, true},
		"nobody knew from when":       {Loss{What: "orders", To: "10 March", At: at}, known("orders", "1 March", "10 March", time.Hour), false, true},
		"nobody knew up to when":      {Loss{What: "orders", From: "1 March", At: at}, known("orders", "1 March", "10 March", time.Hour), false, true},
		"nobody knows which any more": {told, known("", "", "", time.Hour), true, false},
	} {
		if got := tt.told.Contradicts(tt.now); got != tt.another {
			t.Errorf("%s: another one is %t", name, got)
		}
		if got := tt.told.Less(tt.now); got != tt.less {
			t.Errorf("%s: less is %t", name, got)
		}
	}
}
