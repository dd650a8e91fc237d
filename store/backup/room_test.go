package backup

import "testing"

// No room at all is a number, too: it is not taken for a system that does not say.
func TestADiskWithoutRoom(t *testing.T) {
	room := func(n uint64) *uint64 { return &n }
	for _, tt := range []struct {
		name, left, wrong string
		free              *uint64
	}{
		{"nobody knows", "", "", nil},
		{"nothing", ", 0 MB free on its disk", "0 MB are free on the disk of the store. Make room: when the disk is full Candor accepts nothing any more.", room(0)},
		{"little", ", 63 MB free on its disk", "63 MB are free on the disk of the store. Make room: when the disk is full Candor accepts nothing any more.", room(leastRoom - 1)},
		{"enough", ", 64 MB free on its disk", "", room(leastRoom)},
	} {
		if got := RoomLeft(tt.free); got != tt.left {
			t.Errorf("%s: RoomLeft = %q, want %q", tt.name, got, tt.left)
		}
		if got := Cramped(tt.free); got != tt.wrong {
			t.Errorf("%s: Cramped = %q, want %q", tt.name, got, tt.wrong)
		}
	}
}
