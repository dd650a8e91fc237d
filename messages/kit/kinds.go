package kit

import "candor/incident/update"

// KindName is a kind of update and what screens call it.
type KindName struct{ Kind, Word string }

// KindGroup is a part of the menu of kinds.
type KindGroup struct {
	Name  string
	Kinds []KindName
}

// KindWords names the kinds of update on screens, in the order in which they are
// offered. What Candor sends by itself, and the last word, which resolving asks
// for, are in no menu.
var KindWords = []KindGroup{
	{"First notice", []KindName{
		{update.FirstNoticeUnknown, "First notice: we are looking into it"},
		{update.FirstNoticeKnown, "First notice: we know what is wrong"},
		{update.FirstNoticeThirdParty, "First notice: a provider is down"},
	}},
	{"News", []KindName{
		{update.Progress, "Something new"},
		{update.Holding, "Still working on it"},
		{update.MissedUpdate, "We are late, and say so"},
		{update.EtaChange, "Our estimate will not hold"},
		{update.MitigatedUpdate, "Contained; repair continues"},
		{update.MonitoringUpdate, "Works again, we keep watching"},
		{update.Correction, "Something that we said was wrong"},
		{update.NotYours, "It is not theirs: we told them by mistake"},
		{update.Overnight, "We pause for the night"},
	}},
	{"Bad news", []KindName{
		{update.DataLoss, "Bad news: data is lost"},
		{update.BreachSuspected, "Bad news: a possible break-in"},
		{update.WrongRecipients, "Bad news: a message for the wrong recipients"},
		{update.ProcessorNotice, "Formal notice about personal data"},
		{update.MisdeliveryRecipient, "For whoever got it by mistake"},
		{update.MeetingInvite, "Two times to talk about it"},
	}},
	{"Afterwards", []KindName{
		{update.OpenAnswer, "The answer that was still open"},
		{update.Checkin24h, "A day later: does it all work?"},
		{update.PostmortemCover, "The written review"},
		{update.Checkin7d, "A week later: what is done"},
		{update.Checkin30d, "A month later: what has changed"},
		{update.NewDate, "What we promised comes later"},
		{update.Rebuild, "What we promised, and where it stands"},
	}},
}

// KindWord is what screens call a kind of update.
func KindWord(kind string) string {
	for _, g := range KindWords {
		for _, k := range g.Kinds {
			if k.Kind == kind {
				return k.Word
			}
		}
	}
	switch kind {
	case update.ResolvedUpdate:
		return "Final message: it works again"
	case update.ByHand:
		return "Told by hand"
	case update.AutoHolding, update.AutoLate:
		return "Sent by Candor itself"
	}
	return kind
}
