package secret

import "testing"

func TestCard(t *testing.T) {
	for _, c := range []struct {
		text string
		end  int
		card bool
	}{
		{"4111 1111 1111 1111 is lost", 19, true},
		{"4111-1111-1111-1111", 19, true},
		{"4111 1111 1111 1112", 19, false}, // the check digit
		{"0000 0000 0000 0000", 19, false},
		{"411111111111", 12, false}, // too short
		{"4111  1111", 4, false},    // two spaces end a number
	} {
		if end, card := Card(c.text, 0); end != c.end || card != c.card {
			t.Errorf("%q: ends at %d, %t; want %d, %t", c.text, end, card, c.end, c.card)
		}
	}
}
