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

// That all of it is back says nothing of what turns out to be lost after that, for the client of
// whom it is so, until somebody gives the answer once more. Who does so in the act that says what
// is lost has not looked.
func TestWhatIsBackIsInDoubtOnceMoreIsLost(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	f, all := &Facts{}, Apart{"acme": &Own{}, "globex": &Own{}}
	give := func(client string, q Question, a Answer, words string, minute int) {
		f.GiveOne(FactAnswer{Client: client, Question: q, Answer: a, Words: words}, all, "ana", at.Add(time.Duration(minute)*time.Minute))
	}
	give("", DataLost, Yes, "all orders", 0)
	give("", Recoverable, Restored, "", 0)
	for _, step := range []struct {
		client string
		q      Question
		a      Answer
		words  string
		minute int
		want   Answer // of acme; globex has all of it back
	}{
		{"acme", DataLost, Yes, "all orders", 1, Restored},
		{"acme", DataLost, Yes, "all orders and invoices", 2, MoreLost},
		{"acme", Recoverable, Restored, "", 2, MoreLost},
		{"acme", Recoverable, Restored, "", 3, Restored},
		{"acme", DataLost, No, "", 4, ""},
		{"acme", DataLost, Yes, "the photos", 5, MoreLost},
		{"acme", Recoverable, Partly, "", 6, Partly},
	} {
		give(step.client, step.q, step.a, step.words, step.minute)
		acme, globex := f.With(*all["acme"]), f.With(*all["globex"])
		if got := acme.SaidAs(Recoverable); got != step.want || globex.SaidAs(Recoverable) != Restored {
			t.Errorf("after %s %s %q at %d: said as %q, want %q; of the other %q", step.q, step.a, step.words, step.minute, got, step.want, globex.SaidAs(Recoverable))
		}
	}
}

// So is what is back of it, where that is a part; and where more is lost than it was a part of,
// nobody knows how much comes back.
func TestAPartThatIsBackIsInDoubtInTheSameWay(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	f := &Facts{}
	f.GiveOne(FactAnswer{Question: DataLost, Answer: Yes, Words: "all orders of today"}, nil, "ana", at)
	f.GiveOne(FactAnswer{Question: Recoverable, Answer: PartBack, Words: "the orders until noon"}, nil, "ana", at.Add(time.Hour))
	if f.Doubtful() || f.SaidAs(Recoverable) != PartBack || !f.Gone() || f.LeftOpen(true) != true {
		t.Errorf("said as %s, gone %v, open %v", f.SaidAs(Recoverable), f.Gone(), f.LeftOpen(true))
	}
	f.Doubt(nil, at.Add(2*time.Hour))
	if f.SaidAs(Recoverable) != PartDoubt || !f.SaidAs(Recoverable).Open() {
		t.Errorf("down again it is said as %s", f.SaidAs(Recoverable))
	}
	f.GiveOne(FactAnswer{Question: Recoverable, Answer: PartBack, Words: "the orders until noon"}, nil, "ana", at.Add(3*time.Hour))
	if f.Doubtful() {
		t.Error("somebody has looked, and it is in doubt")
	}
	f.GiveOne(FactAnswer{Question: DataLost, Answer: Yes, Words: "all orders of today, and all invoices"}, nil, "ana", at.Add(4*time.Hour))
	if f.SaidAs(Recoverable) != DontKnow {
		t.Errorf("with more that is lost it is said as %s", f.SaidAs(Recoverable))
	}
}
