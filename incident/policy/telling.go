package policy

import "candor/incident/update"

// tended says of each kind of text whether whoever looks after the client may send it
// because they do: what belongs to the weeks after. What is down now, bad news, what takes
// back an earlier text and how it ended stay with whoever talks to the client.
var tended = map[string]bool{
	update.FirstNoticeUnknown:    false,
	update.FirstNoticeKnown:      false,
	update.FirstNoticeThirdParty: false,
	update.Holding:               false,
	update.Progress:              false,
	update.EtaChange:             false,
	update.MitigatedUpdate:       false,
	update.MonitoringUpdate:      false,
	update.ResolvedUpdate:        false,
	update.DataLoss:              false,
	update.BreachSuspected:       false,
	update.WrongRecipients:       false,
	update.ProcessorNotice:       false,
	update.MisdeliveryRecipient:  false,
	update.Correction:            false,
	update.NotYours:              false,
	update.MissedUpdate:          false,
	update.AutoHolding:           false,
	update.AutoLate:              false,
	update.Overnight:             false,
	update.OpenAnswer:            false, // what nobody knew of the harm
	update.ByHand:                false, // see Call

	update.MeetingInvite:   true,
	update.PostmortemCover: true,
	update.Checkin24h:      true,
	update.Checkin7d:       true,
	update.Checkin30d:      true,
	update.Rebuild:         true,
	update.NewDate:         true,
}

// Telling is what somebody does who sends a text of a kind.
func Telling(kind string) Action {
	if tended[kind] {
		return Tend
	}
	return Send
}
