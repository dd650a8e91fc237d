package playbook

import "testing"

func TestDoneIsNoReasonToSkip(t *testing.T) {
	for _, reason := range []string{"done", "Done.", "ok", "OK!", "finished", "all done", "it is done", "already done", "yes", "did it", "we did it", "fixed", "✅", "done already", "is done now", "checked", "completed"} {
		if !SaysDone(reason) {
			t.Errorf("%q says that it is done", reason)
		}
	}
	for _, reason := range []string{"", "small team", "done by the host, we cannot see it", "no staging system", "does not apply", "not done", "nothing to check", "the host says ok, no access for us", "none of it is ours", "n/a"} {
		if SaysDone(reason) {
			t.Errorf("%q says why", reason)
		}
	}
}
