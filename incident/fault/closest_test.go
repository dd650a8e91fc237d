package fault_test

import (
	"testing"

	"candor/incident/fault"
)

func TestClosest(t *testing.T) {
	keys := []string{"name", "service", "time_zone", "escalate_to"}
	tests := []struct{ typed, want string }{
		{"Name", "name"}, {"nam", "name"}, {"names", "name"}, {"timezone", "time_zone"}, {"time_zones", "time_zone"}, {"TIMEZONE", "time_zone"},
		{"servcie", "service"}, {"escalation", ""}, {"email", ""}, {"x", ""}, {"", ""},
	}
	for _, tt := range tests {
		if got := fault.Closest(tt.typed, keys, func(string) int { return len(tt.typed) / 3 }); got != tt.want {
			t.Errorf("Closest(%.20q) = %q, want %q", tt.typed, got, tt.want)
		}
	}
	if got := fault.Closest("cat", []string{"cut", "cot"}, func(string) int { return 1 }); got != "cut" {
		t.Errorf("of two words as near it is %q, want the first", got)
	}
	if got := fault.Closest("dose", []string{"due", "close"}, func(meant string) int { return len(meant) / 2 }); got != "close" {
		t.Errorf("a near word of which too much is wrong hides one that may be meant: %q", got)
	}
}

func TestHowManyLettersAreWrong(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "due", 3}, {"due", "due", 0}, {"dew", "due", 2}, {"deu", "due", 1}, {"still", "stil", 1}, {"abc", "xyz", 3}, {"abc", "axc", 1},
		{"kitten", "sitting", 3}, {"servcie", "service", 1},
	}
	near := func(a, b string, wrong int) bool {
		return fault.Closest(a, []string{b}, func(string) int { return wrong }) == b
	}
	for _, tt := range tests {
		if !near(tt.a, tt.b, tt.want) || near(tt.a, tt.b, tt.want-1) {
			t.Errorf("of %q for %q are not exactly %d letters wrong", tt.a, tt.b, tt.want)
		}
		if tt.a != "" && (!near(tt.b, tt.a, tt.want) || near(tt.b, tt.a, tt.want-1)) {
			t.Errorf("of %q for %q are not exactly %d letters wrong", tt.b, tt.a, tt.want)
		}
	}
}
