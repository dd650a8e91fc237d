package lint

import "testing"

// A word and its forms are one; what any promise is made of names nothing.
func TestStems(t *testing.T) {
	for _, c := range [][2]string{
		{"improving", "improve"}, {"improves", "improved"}, {"policies", "policy"}, {"planned", "plan"},
		{"stopping", "stop"}, {"quickly", "quick"}, {"company's", "companies"}, {"measures", "measure"},
	} {
		if a, b := stem(c[0]), stem(c[1]); a != b {
			t.Errorf("%s is %q, %s is %q: want one", c[0], a, c[1], b)
		}
	}
	for _, c := range [][2]string{{"ring", "red"}, {"voucher", "vouch"}, {"bus", "bed"}} {
		if a, b := stem(c[0]), stem(c[1]); a == b {
			t.Errorf("%s and %s are both %q", c[0], c[1], a)
		}
	}
}
