package initcmd

import (
	"os"
	"os/exec"
)

// hide keeps what is typed off the screen, until show is called: whoever shares it, or
// scrolls back, reads no token. Where the other end is no terminal, or stty is missing, all
// stays as it is, and show is nil.
func (t *terminal) hide() (show func()) {
	file, ok := t.in.(*os.File)
	stty := func(echo string) error {
		c := exec.Command("stty", echo)
		c.Stdin = file
		return c.Run()
	}
	if !ok || stty("-echo") != nil {
		return nil
	}
	return func() {
		_ = stty("echo") // it worked a moment ago, and nothing else could be done
		t.say("")        // what was typed has not moved the cursor
	}
}
