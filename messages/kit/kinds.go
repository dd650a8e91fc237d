package kit

import "candor/incident"

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
	{"First word", []KindName{
		{incident.FirstNoticeUnknown, "First word: we are looking into it"},
		{incident.FirstNoticeKnown, "First word: we know what is wrong"},
		{incident.FirstNoticeThirdParty, "First word: a provider is down"},
	}},
	{"News", []KindName{
		{incident.Progress, "Something new"},
		{incident.Holding, "Still working on it"},
		{incident.MissedUpdate, "We are late, and say so"},
		{incident.EtaChange, "Our estimate will not hold"},
		{incident.MitigatedUpdate, "Less harm now, repair goes on"},
		{incident.MonitoringUpdate, "Works again, we keep watching"},
		{incident.Correction, "Something that we said was wrong"},
		{incident.Overnight, "We pause for the night"},
	}},
	{"Bad news", []KindName{
		{incident.DataLoss, "Bad news: data is lost"},
		{incident.BreachSuspected, "Bad news: somebody may have got in"},
		{incident.ProcessorNotice, "Formal notice about personal data"},
		{incident.MisdeliveryRecipient, "For whoever got it by mistake"},
		{incident.MeetingInvite, "Two times to talk about it"},
	}},
	{"Afterwards", []KindName{
		{incident.Checkin24h, "A day later: does it all work?"},
		{incident.PostmortemCover, "The written review"},
		{incident.Checkin7d, "A week later: what is done"},
		{incident.Rebuild, "What we promised, and where it stands"},
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
	case incident.ResolvedUpdate:
		return "The last word: it works again"
	case incident.ByHand:
		return "Told by hand"
	case incident.AutoHolding, incident.AutoLate:
		return "Sent by Candor itself"
	}
	return kind
}
