package aside

import (
	"fmt"

	"candor/incident/fault"
)

// NotAsked tells the client that nobody heard of their press, and how they are heard.
func NotAsked(err error) error {
	e := fault.Errorf(fault.Conflict, "That did not reach anybody just now. Write it in this thread: somebody reads it there. Or press again in a minute.")
	return fmt.Errorf("%w (%w)", e, err)
}

// NotNoted tells the client what is safe; what went wrong is wrapped for the log.
func NotNoted(err error) error {
	e := fault.Errorf(fault.Conflict, "That could not be noted just now. You have the update all the same. Press again in a minute, or answer in the thread.")
	return fmt.Errorf("%w (%w)", e, err)
}

// Unreachable refuses somebody of whom Slack did not say who they are.
func Unreachable(err error) error {
	e := fault.Errorf(fault.Conflict, "Nothing was changed: Slack did not tell Candor who you are. Try again in a moment.")
	return fmt.Errorf("%w (%w)", e, err)
}
