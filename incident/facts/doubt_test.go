package facts

import (
	"testing"
	"time"
)

// That all of it is back is in doubt once it is down again, for each client of whom it was
// so, until somebody gives the answer once more, or it was never down.
func TestWhatIsBackIsInDoubtOnceItIsDownAgain(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	begin := func() (*Facts, Apart) {
		f, all := &Facts{}, Apart{"acme": &Own{}, "globex": &Own{}}
		f.GiveOne(FactAnswer{Question: DataLost, Answer: Yes}, all, "ana", at)
		f.GiveOne(FactAnswer{Question: Recoverable, Answer: Restored}, all, "ana", at)
		f.GiveOne(FactAnswer{Client: "globex", Question: Recoverable, Answer: Partly}, all, "ana", at)
		return f, all
	}
	f, all := begin()
	if f.With(*all["acme"]).Doubtful() {
		t.Error("it is in doubt while it works")
	}
	f.Doubt(all, at.Add(time.Hour))
	acme, globex := f.With(*all["acme"]), f.With(*all["globex"])
	if acme.SaidAs(Recoverable) != InDoubt || acme.Answer(Recoverable) != Restored || globex.SaidAs(Recoverable) != Partly {
		t.Errorf("said as %s and %s", acme.SaidAs(Recoverable), globex.SaidAs(Recoverable))
	}
	since := acme.Given[Recoverable].Since
	if !f.GiveOne(FactAnswer{Client: "acme", Question: Recoverable, Answer: Restored}, all, "ana", at.Add(2*time.Hour)) {
		t.Error("the same answer, once more, is no answer")
	}
	if acme = f.With(*all["acme"]); acme.Doubtful() || !acme.Given[Recoverable].Since.Equal(since) {
		t.Errorf("it is still in doubt, or new: %+v", acme.Given[Recoverable])
	}

	f, all = begin()
	f.Doubt(all, at.Add(time.Hour))
	f.Trust(all, at.Add(2*time.Hour)) // of another time
	if !f.With(*all["acme"]).Doubtful() {
		t.Error("another reopening was a mistake, and the doubt is gone")
	}
	f.Trust(all, at.Add(time.Hour))
	if f.With(*all["acme"]).Doubtful() {
		t.Error("it was a mistake, and the doubt stays")
	}
	if f.GiveOne(FactAnswer{Question: DataLost, Answer: No}, all, "ana", at); f.Doubtful() {
		t.Error("nothing is lost, and it is in doubt whether that is back")
	}
}
