package team

import "testing"

func TestSolo(t *testing.T) {
	ana, ben := Person{Slack: "U0ANA"}, Person{Slack: "U0BEN"}
	tests := []struct {
		name   string
		people []Person
		users  []string
		want   bool
	}{
		{"alone", []Person{ana}, []string{"U0ANA"}, true},
		{"two in the company", []Person{ana, ben}, []string{"U0ANA"}, false},
		{"somebody helps who is not in the config", []Person{ana}, []string{"U0ANA", "U0BEN"}, false},
		{"the other one's account was deactivated", []Person{ana, {Slack: "U0BEN", Left: true}}, []string{"U0ANA"}, true},
		{"nobody knows who is there", nil, []string{"U0ANA"}, false},
	}
	for _, tt := range tests {
		if got := Solo(tt.people, tt.users); got != tt.want {
			t.Errorf("%s: Solo = %t", tt.name, got)
		}
	}
}
