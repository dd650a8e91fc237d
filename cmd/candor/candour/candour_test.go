package candour

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var began = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

func minute(n int) time.Time { return began.Add(time.Duration(n) * time.Minute) }

// night is what is known in the night that every shrinkage below is planted into.
var night = []Known{
	{minute(10), "INC-1", "", Loss, "yes"},
	{minute(10), "INC-1", "", Backup, "none"},
	{minute(10), "INC-1", "", Return, "unknown"},
	{minute(10), "INC-1", "", Intruder, "suspected"},
	{minute(10), "INC-1", "", Personal, "yes"},
	{minute(300), "INC-1", "", Over, "closed"},
}

// honest is a conversation of that night that hides nothing.
var honest = []string{
	"At 14:00 GMT we found that some of your data is missing. We do not yet know how much, or why. Next update by 14:30 GMT. – Ana Ruiz",
	"Dana, we have lost all user data from 10 February to 10 March. There was no backup of this data. We are sorry. Confirmed: personal data of your customers is among what is lost. Not confirmed: whether someone got in. Not known: how much we can recover.",
	"No recovery news yet. What I wrote at 14:31 still holds. Next update by 15:30 GMT.",
	"The shop has been working again since 16:00 GMT. The accounts from 10 February to 10 March are still missing. Next update by 09:30 GMT tomorrow.",
	"Where we stand on your lost data. Back: nothing yet. Gone for good: not known yet. Personal data is affected. Not known yet: whether someone got in. Written report by Friday 17:00 GMT.",
}

func conversation(texts ...string) (list []Got) {
	for i, text := range texts {
		list = append(list, Got{minute(1 + 30*i), "INC-1", "acme", "acme-shared", text})
	}
	return list
}

func TestAnHonestNightBreaksNoRule(t *testing.T) {
	for _, breach := range Breaches(night, conversation(honest...)) {
		t.Error(breach)
	}
}

// Each row plants one shrinkage into the honest night.
func TestAPlantedShrinkageIsCaught(t *testing.T) {
	tests := []struct {
		name string
		n    int    // which text it replaces; -1: all that tell of the loss are gone
		text string // what stands there instead
		want string // part of the breach
	}{
		{"the backup sentence is left out", 1, "We have lost all user data from 10 February to 10 March. We are sorry.", "no backup"},
		{"less is missing than was lost", 2, "We are still checking. Some of your data is missing. Next update by 15:30 GMT.", "it says less"},
		{"it works, and not a word of the loss", 3, "The shop has been working again since 16:00 GMT. Thank you.", "silent about what is lost"},
		{"it is over, and no data was lost", 4, "It is resolved. No data was lost.", "no data is lost, and data is lost"},
		{"nothing has changed, instead of the disclosure", 1, "We are still looking. Nothing has changed for you.", "does not hear of it"},
		{"the disclosure speaks of a problem", 1, "We have a problem with your data. There was no backup. Next update by 15:00 GMT.", "does not hear of it"},
		{"they need not do anything", 1, honest[1] + " You do not need to do anything.", "do nothing"},
		{"nobody got in", 2, honest[2] + " Nobody got in.", "says that nobody did"},
		{"no personal data", 2, honest[2] + " No personal data is affected.", "says that none is"},
		{"the loss is denied and left open at once", 1, "We do not know whether data is lost. There was no backup.", "does not hear of it"},
		{"all of it can be recovered, and nobody knows", 2, honest[2] + " All of the lost data can be recovered.", "it says that all does"},
		{"all of it is back, and no word that it was wrong", 3, "At 15:00 GMT we told you that all of the lost data is back. Part of the lost data can be recovered.", "it says that all does"},
		{"everything is back", 3, "The shop has been working again since 16:00 GMT. Everything is back.", "it says that all does"},
		{"personal data is left out", 1, strings.Replace(honest[1], "Confirmed: personal data of your customers is among what is lost. ", "", 1), "personal data is affected, and its client does not hear of it"},
		{"the suspicion is left out", 1, strings.Replace(honest[1], "Not confirmed: whether someone got in. ", "", 1), "may have got in, and its client does not hear of it"},
		{"a final message under the heading of the loss", 4, "Acme online shop – where we stand on your lost data. Dana, it works again. Thank you.", "silent about what is lost"},
		{"all is well again", 4, honest[4] + " Everything works as before.", "everything is well"},
		{"the disclosure only has the loss in its heading", 1, "Acme online shop: your lost data. There was no backup. We are sorry.", "does not hear of it"},
		{"less of it is named", 2, "As we told you at 14:31 GMT, this is lost: some user data. Next update by 15:30 GMT.", "it names less"},
		{"its dates are left out", 2, "As we told you at 14:31 GMT, this is lost: all user data. Next update by 15:30 GMT.", "it names less"},
		{"how it stands, and not a word of the loss", 2, "What is new: the host has answered. We are checking its copies. Next update by 15:30 GMT.", "passes over"},
		{"still looking, and not a word of the loss", 2, "We are still looking. Next update by 15:30 GMT.", "passes over"},
		{"the final message leaves out personal data", 4, strings.Replace(honest[4], "Personal data is affected. ", "", 1), "leaves out personal data"},
		{"the final message leaves out the suspicion", 4, strings.Replace(honest[4], "Not known yet: whether someone got in. ", "", 1), "leaves out that somebody got in"},
		{"it ends and nobody was told", -1, "", "no client heard of it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			texts := append([]string{}, honest...)
			if tt.n < 0 {
				texts = texts[:1]
			} else {
				texts[tt.n] = tt.text
			}
			got := strings.Join(Breaches(night, conversation(texts...)), "\n")
			if !strings.Contains(got, tt.want) {
				t.Errorf("it was not caught: %q", got)
			}
		})
	}
}

// What is no breach must not look like one, or nobody reads the list.
func TestWhatIsHonestIsLeftAlone(t *testing.T) {
	unknown := []Known{{minute(0), "INC-1", "", Loss, "unknown"}, {minute(0), "INC-1", "", Intruder, "unknown"}}
	no := []Known{{minute(0), "INC-1", "", Loss, "no"}}
	tests := []struct {
		name string
		log  []Known
		text string
	}{
		{"nobody knows, and it says so", unknown, "We do not know yet whether data is lost."},
		{"nothing is lost, and it says so", no, "It has been working again since 14:00 GMT. No data is lost."},
		{"nobody asked, and it works", nil, "It works again. You do not need to do anything."},
		{"it was learnt while the text was held", []Known{{minute(1), "INC-1", "", Loss, "yes"}}, "We are still looking."},
		{"of another incident", []Known{{minute(0), "INC-2", "", Loss, "yes"}}, "We are still looking."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Breaches(tt.log, conversation(tt.text)); len(got) > 0 {
				t.Error(got)
			}
		})
	}
}

// A backup that failed is as good as none, and what was said to one reader of one
// incident is known to no other reader and in no other incident.
func TestAReaderKnowsWhatTheyHaveRead(t *testing.T) {
	failed := []Known{{minute(0), "INC-1", "", Loss, "yes"}, {minute(0), "INC-1", "", Backup, "failed"}}
	for _, incident := range []string{"INC-1", "INC-2"} {
		failed = append(failed, Known{minute(0), incident, "", Loss, "yes"})
	}
	bare, calm := "We have lost all orders of March.", "We are still working on it. Nothing has changed. What I wrote at 14:00 still holds."
	got := func(incident, reader, text string) Got { return Got{minute(10), incident, "acme", reader, text} }
	tests := []struct {
		name string
		got  []Got
		want string
	}{
		{"a backup that failed is left out", []Got{got("INC-1", "dana", bare)}, "no backup"},
		{"its reader heard of it", []Got{got("INC-1", "dana", honest[1]), got("INC-1", "dana", calm)}, ""},
		{"another reader heard of it", []Got{got("INC-1", "dana", honest[1]), got("INC-1", "acme-shared", calm)}, "does not hear of it"},
		{"they heard of it in another incident", []Got{got("INC-1", "dana", honest[1]), got("INC-2", "dana", calm)}, "does not hear of it"},
	}
	for _, tt := range tests {
		if got := strings.Join(Breaches(failed, tt.got), "\n"); (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Bad news of any kind is heard before anything else is said: from us, on the phone, in
// the mail to which a message points, or later where two people decided that.
func TestBadNewsOfAnyKindIsHeard(t *testing.T) {
	still := "We are still checking what happened. Next update by 15:00 GMT."
	known := map[string]Known{
		"data is lost": {minute(0), "INC-1", "", Loss, "yes"}, "personal data": {minute(0), "INC-1", "", Personal, "yes"},
		"somebody may have got in": {minute(0), "INC-1", "", Intruder, "suspected"}, "somebody got in": {minute(0), "INC-1", "", Intruder, "confirmed"},
	}
	for name, k := range known {
		for _, tt := range []struct {
			how  string
			log  []Known
			text string
			ok   bool
		}{
			{"nobody told them", nil, still, false},
			{"a person said it", []Known{{minute(0), "INC-1", "acme", Said, string(k.Question)}}, still, true},
			{"a person said it to somebody else", []Known{{minute(0), "INC-1", "globex", Said, string(k.Question)}}, still, false},
			{"a person said it afterwards", []Known{{minute(30), "INC-1", "acme", Said, string(k.Question)}}, still, false},
			{"a person spoke of it before anybody knew", []Known{{minute(-30), "INC-1", "acme", Said, string(k.Question)}}, still, false},
			{"two put it off", []Known{{minute(0), "INC-1", "", Agreed, ""}}, still, true},
			{"two put it off, and that is over", []Known{{minute(-1440), "INC-1", "", Agreed, ""}}, still, false},
			{"the text says it", nil, "We have lost all orders. There was no backup. Personal data is affected. Someone may have had access. We are checking what happened.", true},
		} {
			got := Breaches(append([]Known{k}, tt.log...), []Got{{minute(2), "INC-1", "acme", "acme-shared", tt.text}})
			if (len(got) == 0) != tt.ok {
				t.Errorf("%s, %s: %q", name, tt.how, got)
			}
		}
	}
	mail := []Got{{minute(2), "INC-1", "acme", "acme-shared", "Dana, bad news. The full facts come by e-mail."}, {minute(2), "INC-1", "acme", "dana@acme", "Personal data is affected."}, {minute(9), "INC-1", "acme", "acme-shared", still}}
	if got := Breaches([]Known{known["personal data"]}, mail); len(got) > 0 {
		t.Errorf("the mail says it: %q", got)
	}
	if got := Breaches([]Known{known["personal data"]}, mail[2:]); len(got) != 1 {
		t.Errorf("there was no such mail: %q", got)
	}
}

// A suspicion that a client has heard need not stand in every text, and none may deny it.
// That it is confirmed is news.
func TestASuspicionIsHeardOnceAndItsEndAgain(t *testing.T) {
	suspected, confirmed := Known{minute(0), "INC-1", "", Intruder, "suspected"}, Known{minute(20), "INC-1", "", Intruder, "confirmed"}
	said := func(n int) Known { return Known{minute(n), "INC-1", "acme", Said, string(Intruder)} }
	first, late := "Someone may have had access to the shop.", "We promised you an update by 14:15 GMT, and it is late. We are sorry. We are checking. Next update by 15:00 GMT."
	for name, tt := range map[string]struct {
		log      []Known
		texts    []string
		breaches int
	}{
		"it was written":                    {[]Known{suspected}, []string{first, late}, 0},
		"it was said":                       {[]Known{suspected, said(0)}, []string{late}, 0},
		"nobody told them":                  {[]Known{suspected}, []string{late}, 1},
		"it is denied later":                {[]Known{suspected}, []string{first, late + " Nobody got in."}, 1},
		"it is confirmed, and untold":       {[]Known{suspected, confirmed}, []string{first, late}, 1},
		"it is confirmed, and written":      {[]Known{suspected, confirmed}, []string{first, "Someone got into the shop who should not have.", late}, 0},
		"it is confirmed, and was said":     {[]Known{suspected, confirmed, said(25)}, []string{first, late}, 0},
		"it was called a suspicion":         {[]Known{suspected, confirmed}, []string{"We suspect that someone got in who should not have. This is not confirmed.", late}, 1},
		"it was said before it was certain": {[]Known{suspected, said(0), confirmed}, []string{first, late}, 1},
	} {
		if got := Breaches(tt.log, conversation(tt.texts...)); len(got) != tt.breaches {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Who was told of what is another's reads that none of it is theirs, and need not read so of
// harm that nobody told them.
func TestWhatIsAnothersTakesBackWhatWasTold(t *testing.T) {
	text := "Correction [INC-1]: at 14:01 GMT we told you that the shop is down. That was our mistake: it is not you who is affected. Your shop has not been down. %s This is our last text about it. We are sorry for the alarm."
	lost, said := Known{minute(0), "INC-1", "", Loss, "yes"}, Known{minute(1), "INC-1", "acme", Said, string(Loss)}
	for name, tt := range map[string]struct {
		log      []Known
		back     string
		breaches int
	}{
		"a loss was said, and is taken back": {[]Known{lost, said}, "None of your data was lost.", 0},
		"a loss was said, and is left out":   {[]Known{lost, said}, "", 1},
		"nobody knew of a loss to say":       {[]Known{said}, "", 0},
	} {
		if got := Breaches(tt.log, conversation(fmt.Sprintf(text, tt.back))); len(got) != tt.breaches {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// What was told is taken back by a text that says so, and by no other.
func TestATextThatTakesBackSaysSo(t *testing.T) {
	log := []Known{{minute(0), "INC-1", "", Loss, "yes"}, {minute(0), "INC-1", "", Backup, "none"}, {minute(20), "INC-1", "", Loss, "no"}}
	for text, breaches := range map[string]int{
		"Correction: at 14:01 GMT we told you that data is lost. That was wrong. No data is lost.": 0,
		"It works again. No data is lost.": 1,
	} {
		if got := Breaches(log, conversation(honest[1], text)); len(got) != breaches {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// What works now is said as far as somebody knows it: not while it is down again, not of
// what does not work yet, and not as if it stayed.
func TestThatItWorksIsSaidAsFarAsItDoes(t *testing.T) {
	final := "*Acme online shop has been working again since 14:20 GMT* [INC-1] No data was lost."
	for _, tt := range []struct {
		name     string
		log      []Known
		text     string
		breaches int
	}{
		{"somebody has seen it", []Known{{minute(0), "INC-1", "", Works, "no"}, {minute(1), "INC-1", "", Works, "yes"}}, final, 0},
		{"it is down again", []Known{{minute(0), "INC-1", "", Works, "no"}}, final, 1},
		{"it is down again, and it says so", []Known{{minute(0), "INC-1", "", Works, "no"}}, "The problem has been back since 14:21 GMT, although we told you that it works again. We are sorry.", 0},
		{"gift cards do not", []Known{{minute(0), "INC-1", "", Works, "part"}}, final, 1},
		{"gift cards do not, and it says so", []Known{{minute(0), "INC-1", "", Works, "part"}}, final + " Gift cards do not work yet.", 0},
		{"gift cards do not, and everything works", []Known{{minute(0), "INC-1", "", Works, "part"}}, "Everything works again. Gift cards do not work yet.", 1},
		{"it is temporary", []Known{{minute(0), "INC-1", "", Temporary, "yes"}}, final, 1},
		{"it is temporary, and it says so", []Known{{minute(0), "INC-1", "", Temporary, "yes"}}, final + " This is a temporary fix: we replace it by Monday.", 0},
	} {
		if got := Breaches(tt.log, conversation(tt.text)); len(got) != tt.breaches {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

// Since when it works is told once: who believes that it works hears that it stopped, and
// that a time was wrong.
func TestSinceWhenItWorksIsNotChangedInSilence(t *testing.T) {
	first, later := "*Acme online shop has been working again since 14:20 GMT* [INC-1] We are watching it.", "Acme online shop has been working again since 14:40 GMT yesterday. We are watching it."
	down := []Known{{minute(2), "INC-1", "", Works, "no"}, {minute(3), "INC-1", "", Works, "yes"}}
	for name, tt := range map[string]struct {
		log      []Known
		texts    []string
		breaches int
	}{
		"the same time":                      {nil, []string{first, strings.Replace(later, "14:40", "14:20", 1)}, 0},
		"another time":                       {nil, []string{first, later}, 1},
		"another time, and what was between": {nil, []string{first, "The problem was back from 14:21 GMT on, although we had told you that it works. " + later}, 0},
		"another time, and it says so":       {nil, []string{first, "We told you before that it had been working since 14:20 GMT. That was wrong. " + later}, 0},
		"it had stopped":                     {down, []string{first, later}, 1},
		"it had stopped, at the same time":   {down, []string{first, first}, 1},
		"it had stopped, and it says so":     {down, []string{first, "The problem was back from 14:30 GMT on. " + later}, 0},
		"they heard of that before":          {down, []string{first, "The problem has been back since 14:30 GMT.", later}, 0},
	} {
		if got := Breaches(tt.log, conversation(tt.texts...)); len(got) != tt.breaches {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A correction says that it is one, what was wrong and what is right, in the words that
// were written; and no text takes anything back without one.
func TestACorrectionHasItsWords(t *testing.T) {
	wrote := []Known{{minute(20), "INC-1", "", Wrong, "some orders are affected"}, {minute(20), "INC-1", "", Right, "All orders failed."}}
	whole := "*Correction* [INC-1]: at 14:01 GMT we told you that some orders are affected. That was wrong. All orders failed. We found this in the log. We are sorry for the wrong information."
	for name, tt := range map[string]struct {
		text     string
		breaches int
	}{
		"whole":                 {whole, 0},
		"whole, by mail":        {"Correction: Acme [INC-1] Hi Dana, We need to correct what we told you at 14:01 GMT. We told you that some orders are affected. That was wrong.\n\nWhat is correct: All orders failed.\nHow we found out: in the log.", 0},
		"what was wrong is out": {strings.Replace(whole, "at 14:01 GMT we told you that some orders are affected. That was wrong. ", "", 1), 2},
		"what is right is out":  {strings.Replace(whole, "All orders failed. We found this in the log. ", "", 1), 2},
		"both are out":          {"*Correction* [INC-1]: We are sorry for the wrong information. We are checking.", 3},
		"that it is one is out": {"Acme: All orders failed. We found this in the log.", 2},
		"other words":           {strings.Replace(whole, "All orders failed", "Orders were slow", 1), 1},
		"it never left":         {"We are still checking.", 2},
	} {
		if got := Breaches(wrote, conversation("Some orders are affected.", tt.text)); len(got) != tt.breaches {
			t.Errorf("%s: %q", name, got)
		}
	}
	told := map[string][2]string{ // what was told, and what turns out, without and with a word of it
		"no data was lost":      {"It works. No data was lost.", "We have lost all orders of March."},
		"we have a backup":      {"We have a backup, a spare copy of your data.", "There was no backup of this data."},
		"all can be recovered":  {"All of the lost data can be recovered.", "None of it can be recovered."},
		"nobody got in":         {"We have checked, and found no sign that anyone got in.", "Someone got in who should not have."},
		"no personal data":      {"No personal data is affected.", "Personal data is affected: addresses."},
		"personal data":         {"Personal data is affected: addresses.", "No personal data is affected."},
		"somebody got in":       {"Someone got in who should not have.", "We have found no sign that anyone got in."},
		"there was no backup":   {"There was no backup of this data.", "We have a backup, a spare copy of your data."},
		"none of it comes back": {"None of it can be recovered.", "All of the lost data can be recovered."},
		"part of it comes back": {"Part of the lost data can be recovered: the orders of March.", "None of it can be recovered."},
		"part of it would come": {"Still being recovered: the orders of March.", "None of the lost data can be recovered."},
	}
	for name, texts := range told {
		if got := Breaches(nil, conversation(texts[0], texts[1])); len(got) != 1 || !strings.Contains(got[0], "says otherwise") {
			t.Errorf("%s, without a word: %q", name, got)
		}
		if got := Breaches(nil, conversation(texts[0], "At 14:01 GMT we told you that "+name+". That was wrong, and I am sorry. "+texts[1])); len(got) > 0 {
			t.Errorf("%s, with a word: %q", name, got)
		}
	}
	end := []Known{{minute(0), "INC-1", "", Personal, "no"}, {minute(40), "INC-1", "", Personal, "yes"}, {minute(50), "INC-1", "", Over, "closed"}}
	if got := Breaches(end, conversation("No personal data is affected.")); len(got) != 1 || !strings.Contains(got[0], "ended") {
		t.Errorf("what was wrong was never taken back: %q", got)
	}
	end[1], end[2] = end[2], Known{minute(60), "INC-1", "", Personal, "yes"}
	if got := Breaches(end, conversation("No personal data is affected.")); len(got) != 1 || !strings.Contains(got[0], "ended") {
		t.Errorf("what turned out wrong after the close was never taken back: %q", got)
	}
}

// That it works again does not settle what nobody knows.
func TestItWorksAndNobodyKnowsOfTheData(t *testing.T) {
	log := []Known{{minute(0), "INC-1", "", Loss, "unknown"}}
	works := "The shop has been working again since 14:20 GMT. %sWe are watching it until 16:00 GMT."
	for doubt, breaches := range map[string]int{"": 1, "We do not know yet whether data is lost. ": 0} {
		if got := Breaches(log, conversation(fmt.Sprintf(works, doubt))); len(got) != breaches {
			t.Errorf("with %q: %q", doubt, got)
		}
	}
}

// What can come back is missing until it has come back.
func TestWhatCanComeBackIsStillMissing(t *testing.T) {
	for answer, breaches := range map[string]int{"unknown": 1, "yes": 1, "part": 1, "back": 0} {
		log := []Known{{minute(0), "INC-1", "", Loss, "yes"}, {minute(0), "INC-1", "", Return, answer}}
		got := Breaches(log, conversation(honest[1], "It has been working again since 14:20 GMT."))
		if len(got) != breaches {
			t.Errorf("it can come back: %s; breaches: %q", answer, got)
		}
	}
}

// What was back before it went down again is not known to be back, until somebody says so.
func TestWhatWasBackMayBeSoNoMore(t *testing.T) {
	log := []Known{{minute(0), "INC-1", "", Loss, "yes"}, {minute(5), "INC-1", "", Return, "back"}, {minute(8), "INC-1", "", Works, "no"}}
	for _, tt := range []struct {
		text     string
		log      []Known
		breaches int
	}{
		{"The problem has been back since 14:08 GMT. All of the lost data is back.", log, 1},
		{"The problem has been back since 14:08 GMT. All of the lost data was back; we do not know yet whether it still is.", log, 0},
		{"The problem has been back since 14:08 GMT. All of the lost data is back.", append(slices.Clone(log), Known{minute(9), "INC-1", "", Return, "back"}), 0},
		{"Please keep every export until we write that all of it is back.", log[:1], 0},
	} {
		if got := Breaches(tt.log, conversation(honest[1], tt.text)); len(got) != tt.breaches {
			t.Errorf("%q: %q", tt.text, got)
		}
	}
}

// Who was left in the dark when it ended is found, whoever else heard of it.
func TestAnEndInTheDarkIsCaught(t *testing.T) {
	end := Known{minute(300), "INC-1", "acme", Over, "closed"}
	told := func(incident, client string) []Got {
		return []Got{{minute(30), incident, client, client, honest[1]}}
	}
	tests := []struct {
		name string
		log  []Known // beside that data is lost, and the end
		got  []Got
		dark bool
	}{
		{"they were told", nil, told("INC-1", "acme"), false},
		{"nobody was", nil, nil, true},
		{"another client was told", nil, told("INC-1", "globex"), true},
		{"they were told of another incident", nil, told("INC-2", "acme"), true},
		{"a person said it", []Known{{minute(40), "INC-1", "acme", Said, "data_lost"}}, nil, false},
		{"a person said something else", []Known{{minute(40), "INC-1", "acme", Said, "intruder"}}, nil, true},
		{"a person said it to another client", []Known{{minute(40), "INC-1", "globex", Said, "data_lost"}}, nil, true},
		{"a person said it of another incident", []Known{{minute(40), "INC-2", "acme", Said, "data_lost"}}, nil, true},
		{"two agreed on all", []Known{{minute(40), "INC-1", "", Agreed, ""}}, nil, false},
		{"two agreed on another question", []Known{{minute(40), "INC-1", "", Agreed, "personal"}}, nil, true},
		{"two agreed after the end", []Known{end, {minute(310), "INC-1", "", Agreed, ""}}, nil, true},
	}
	for _, tt := range tests {
		log := append([]Known{{minute(10), "INC-1", "", Loss, "yes"}}, tt.log...)
		if !slices.Contains(log, end) {
			log = append(log, end)
		}
		if got := Breaches(log, tt.got); slices.ContainsFunc(got, func(b string) bool { return strings.Contains(b, "no client heard of it") }) != tt.dark {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

// A later text may say more than an earlier one, refer to it, or take it back in words. It
// need not repeat what was only said, nor anything once all of it is back.
func TestWhatWasToldIsSaidAgainOrReferredTo(t *testing.T) {
	told := "We have lost all orders from 8 March to 10 March. There was no backup of this data."
	lost := []Known{{minute(0), "INC-1", "", Loss, "yes"}, {minute(0), "INC-1", "", Backup, "none"}, {minute(0), "INC-1", "", Personal, "no"}}
	back := append(slices.Clone(lost), Known{minute(5), "INC-1", "", Return, "back"})
	for _, tt := range []struct {
		name     string
		log      []Known
		texts    []string
		breaches int
	}{
		{"in the same words", lost, []string{told, "As we told you at 14:01 GMT, this is lost: all orders from 8 March to 10 March. We are still asking the host."}, 0},
		{"more of it", lost, []string{told, "What we told you at 14:01 GMT about your lost data was wrong. We have lost all orders and accounts from 8 March to 10 March."}, 0},
		{"another loss, with a word of it", lost, []string{told, "What we told you at 14:01 GMT about your lost data was wrong. We have lost all orders since January."}, 0},
		{"another loss, without a word of it", lost, []string{told, "We have lost the orders of one hour."}, 1},
		{"by what was written", lost, []string{told, "No recovery news yet. What we told you at 14:01 GMT about your lost data still holds."}, 0},
		{"an apology for an update that is late", lost, []string{told, "We promised you an update by 14:15 GMT, and it is late. We are sorry. We are checking. Next update by 15:00 GMT."}, 0},
		{"of what was only said", append(slices.Clone(lost), Known{minute(0), "INC-1", "acme", Said, ""}), []string{"We are still checking the disk."}, 0},
		{"how it stands, and nothing of it", lost, []string{told, "We are still checking the disk."}, 1},
		{"how it stands, when all is back", back, []string{told, "We are still checking the disk."}, 0},
	} {
		if got := Breaches(tt.log, conversation(tt.texts...)); len(got) != tt.breaches {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

// What a person said is what their client was told: a text that says otherwise takes it back
// in words.
func TestWhatWasSaidIsTakenBackInWords(t *testing.T) {
	known := func(n int, q Question, answer string) Known { return Known{minute(n), "INC-1", "acme", q, answer} }
	log := []Known{known(0, Personal, "yes"), known(0, Said, string(Personal)), known(20, Personal, "no")}
	for text, breaches := range map[string]int{
		"No personal data is affected.": 1,
		"*Correction* [INC-1]: at 14:00 GMT we told you that personal data is affected. That was wrong. No personal data is affected.": 0,
	} {
		if got := Breaches(log, []Got{{minute(25), "INC-1", "acme", "dana", text}, {minute(30), "INC-1", "acme", "dana", "No personal data is affected."}}); len(got) != breaches {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// What is known of one client is held against that client's texts, and no other's.
func TestWhatIsKnownOfOneClient(t *testing.T) {
	log := []Known{{minute(0), "INC-1", "acme", Loss, "yes"}, {minute(0), "INC-1", "acme", Backup, "tested"}, {minute(0), "INC-1", "globex", Loss, "no"}}
	end := append(slices.Clone(log), Known{minute(300), "INC-1", "", Over, "closed"})
	got := func(client, text string) []Got { return []Got{{minute(5), "INC-1", client, client, text}} }
	joined := append(slices.Clone(log[:1]), Joins([]Known{{minute(0), "INC-1", "", Loss, "yes"}, {minute(0), "INC-1", "", Personal, "no"}}, "INC-1", "third", minute(2))...)
	for _, tt := range []struct {
		name     string
		log      []Known
		got      []Got
		breaches int
	}{
		{"the other one hears nothing of it", log, got("globex", "We are checking. No data was lost."), 0},
		{"the one whose it is does not hear of it", log, got("acme", "We are checking the shop."), 1},
		{"the one whose it is is told that none is lost", log, got("acme", "No data was lost."), 2},
		{"it ends, and only the other was told anything", end, got("globex", "No data was lost."), 1},
		{"it ends, and they were told", end, got("acme", "We have lost all orders."), 0},
		{"who joined is told that none is lost, and nobody knows", joined, got("third", "No data was lost."), 1},
		{"who joined hears that it is looked into", joined, got("third", "We are checking the shop."), 0},
	} {
		if list := Breaches(tt.log, tt.got); len(list) != tt.breaches {
			t.Errorf("%s: %q", tt.name, list)
		}
	}
}

// What a person took back after the last text is taken back.
func TestWhatWasSaidAfterTheLastText(t *testing.T) {
	log := []Known{{minute(0), "INC-1", "acme", Loss, "no"}, {minute(10), "INC-1", "acme", Loss, "yes"}, {minute(20), "INC-1", "acme", Said, "data_lost"}, {minute(30), "INC-1", "acme", Over, "closed"}}
	got := []Got{{minute(5), "INC-1", "acme", "dana", "No data was lost."}}
	if list := Breaches(log, got); len(list) != 0 {
		t.Errorf("%q", list)
	}
	if list := Breaches(append(slices.Clone(log[:2]), log[3]), got); len(list) != 2 {
		t.Errorf("nobody said it: %q", list)
	}
	over, again := Known{minute(7), "INC-1", "acme", Over, "closed"}, Known{minute(10), "INC-1", "acme", Over, Again}
	for _, tt := range []struct {
		log  []Known
		want int
	}{
		{[]Known{log[0], over, log[1]}, 1},
		{[]Known{log[0], over, log[1], again}, 0},         // they will hear
		{[]Known{log[0], over, log[1], again, log[3]}, 2}, // it ended once more, and they had not
	} {
		if list := Breaches(tt.log, got); len(list) != tt.want {
			t.Errorf("%v: %q", tt.log, list)
		}
	}
}
