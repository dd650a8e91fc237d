package bolt

import "sync"

// turn is a lock for which some are in a hurry: they have it before the others who wait, but
// for every fifth time, so that these come to it however many hurry. Within each sort, who
// asked first has it first. The zero value is free.
type turn struct {
	mu          sync.Mutex
	taken       bool
	ahead, rest []chan struct{} // who waits, the longest first; closed when it is theirs
	row         int             // how often in a row somebody in a hurry had it while others waited
}

// inARow is how often who is in a hurry goes before one who is not.
const inARow = 4

func (t *turn) lock(hurry bool) {
	t.mu.Lock()
	if !t.taken {
		t.taken = true
		t.mu.Unlock()
		return
	}
	line := &t.rest
	if hurry {
		line = &t.ahead
	}
	mine := make(chan struct{})
	*line = append(*line, mine)
	t.mu.Unlock()
	<-mine
}

func (t *turn) unlock() {
	t.mu.Lock()
	defer t.mu.Unlock()
	line := &t.rest
	if len(t.ahead) > 0 && (t.row < inARow || len(t.rest) == 0) {
		line = &t.ahead
		t.row++
	} else {
		t.row = 0
	}
	if len(*line) == 0 {
		t.taken = false
		return
	}
	close((*line)[0])
	*line = (*line)[1:]
}

// waiting is how many wait for it.
func (t *turn) waiting() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.ahead) + len(t.rest)
}
