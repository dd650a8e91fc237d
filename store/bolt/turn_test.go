package bolt

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

// Who is in a hurry comes first, and who is not comes all the same.
func TestWhoseTurnItIs(t *testing.T) {
	for _, tt := range []struct{ asked, had string }{
		{"rrr", "rrr"},
		{"rrh", "hrr"},
		{"rhrh", "hhrr"},
		{"rrhhhhhhhhhh", "hhhhrhhhhrhh"},
		{"hhhhhh", "hhhhhh"},
	} {
		synctest.Test(t, func(t *testing.T) {
			var turn turn
			var had []byte
			var order []int
			var all sync.WaitGroup
			turn.lock(false)
			for i, who := range []byte(tt.asked) {
				all.Go(func() {
					turn.lock(who == 'h')
					had, order = append(had, who), append(order, i)
					turn.unlock()
				})
				synctest.Wait()
			}
			if n := turn.waiting(); n != len(tt.asked) {
				t.Errorf("%d wait of %s", n, tt.asked)
			}
			turn.unlock()
			all.Wait()
			if string(had) != tt.had {
				t.Errorf("of %s it was the turn of %s, want %s", tt.asked, had, tt.had)
			}
			for _, who := range []byte("hr") {
				var mine []int
				for at, i := range order {
					if had[at] == who {
						mine = append(mine, i)
					}
				}
				if !slices.IsSorted(mine) {
					t.Errorf("of %s, those of %c came in the order %v", tt.asked, who, mine)
				}
			}
			if turn.lock(false); turn.waiting() != 0 {
				t.Error("it was not free at the end")
			}
		})
	}
}
