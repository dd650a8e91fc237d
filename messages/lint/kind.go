package lint

import (
	"slices"
	"strings"
)

// kind is what a message is for. What it owes the client follows from it.
type kind string

const (
	reply          kind = "reply"
	firstNotice    kind = "first_notice"
	holding        kind = "holding"
	progress       kind = "progress"
	etaChange      kind = "eta_change"
	mitigated      kind = "mitigated"
	monitoring     kind = "monitoring"
	resolved       kind = "resolved"
	dataLoss       kind = "data_loss"
	breach         kind = "breach"
	correction     kind = "correction"
	missedUpdate   kind = "missed_update"
	autoLate       kind = "auto_late"
	invite         kind = "invite"
	checkin        kind = "checkin"
	rebuild        kind = "rebuild"
	postmortem     kind = "postmortem_cover"
	reviewDocument kind = "review"
)

// called are other names of kinds: the ids of templates, and what people say.
var called = map[string]kind{
	"first": firstNotice, "first_notice_unknown": firstNotice, "first_notice_known": firstNotice, "first_notice_third_party": firstNotice,
	"initial": firstNotice, "auto_holding": holding, "still_working": holding, "update": progress, "overnight": progress,
	"eta": etaChange, "estimate": etaChange, "watching": monitoring, "disclosure": dataLoss, "data_loss_disclosure": dataLoss,
	"breach_suspected": breach, "breach_update": breach, "security": breach, "processor_notice": breach, "privacy": breach,
	"late": missedUpdate, "missed": missedUpdate, "late_update": missedUpdate,
	"meeting_invite": invite, "meeting": invite, "checkin_24h": checkin, "new_date": checkin, "checkin_7d": checkin, "checkin_30d": checkin, "check_in": checkin,
	"client_review": reviewDocument, "post_mortem": reviewDocument, "postmortem": reviewDocument, "review_cover": postmortem, "summary": reviewDocument,
	"misdelivery_recipient": reply, "by_hand": reply, "": reply,
}

// kindOf reads the name of a kind, or the id of a template.
func kindOf(name string) kind {
	name = plainName(name)
	if k, ok := called[name]; ok {
		return k
	}
	if _, ok := duties[kind(name)]; ok {
		return kind(name)
	}
	return reply
}

// Kinds lists the kinds of message, in alphabetical order.
func Kinds() (list []string) {
	for k := range duties {
		list = append(list, string(k))
	}
	slices.Sort(list)
	return list
}

// KnowsKind says whether a name is that of a kind, or the id of a template.
func KnowsKind(name string) bool {
	_, other := called[plainName(name)]
	_, own := duties[kind(plainName(name))]
	return other || own
}

// plainName writes a name in small letters with underscores.
func plainName(s string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(s)))
}

// owes is what a message has to say.
type owes struct {
	next, impact, action, ask    bool // when they hear again, what they notice, what we do, what they do
	sorry, data, unknown, backup bool
	followup, slot               bool
	severe                       bool // sorry, data and followup only where business stopped or a key function broke
}

// duties are what each kind owes. A reply owes nothing.
var duties = map[kind]owes{
	reply:          {},
	firstNotice:    {next: true, impact: true, action: true, ask: true},
	holding:        {next: true, action: true},
	progress:       {next: true, impact: true, action: true},
	etaChange:      {next: true, action: true},
	mitigated:      {next: true, impact: true, action: true},
	monitoring:     {next: true},
	resolved:       {impact: true, sorry: true, data: true, followup: true, severe: true},
	dataLoss:       {next: true, impact: true, action: true, ask: true, sorry: true, unknown: true, backup: true},
	breach:         {next: true, impact: true, action: true, ask: true, sorry: true, unknown: true},
	correction:     {next: true, action: true, sorry: true},
	missedUpdate:   {next: true, action: true, sorry: true},
	autoLate:       {},
	invite:         {slot: true},
	checkin:        {},
	rebuild:        {},
	postmortem:     {sorry: true},
	reviewDocument: {sorry: true},
}

// normal writes what is known in one way, whoever it comes from.
func (c *Context) normal() {
	for _, s := range []*string{&c.Phase, &c.Channel, &c.Status, &c.Label, &c.CauseState, &c.DataState} {
		*s = plainName(*s)
	}
	if c.Language == "" {
		c.Language = English
	}
	if c.Zone == nil {
		c.Zone = c.Now.Location()
	}
	if p, ok := phases[c.Phase]; ok {
		c.Phase = p
	}
	if s, ok := statuses[c.Status]; ok {
		c.Status = s
	}
	if s, ok := statuses[c.Label]; ok {
		c.Label = s
	}
}

// phases are other names of phases, as people and checklists write them.
var phases = map[string]string{
	"contain_&_mitigate": "contain", "mitigate": "contain", "fix_/_recover": "recover", "fix": "recover", "analyse_&_learn": "learn",
	"analyse": "learn", "rebuild_confidence": "rebuild", "review": "learn",
}

// statuses are other names of statuses.
var statuses = map[string]string{
	"closed": "resolved", "solved": "resolved", "works_again": "resolved", "fixed": "resolved", "review_sent": "resolved",
	"watching": "monitoring", "looking_into_it": "investigating", "known": "identified", "less_harm": "mitigated",
}

// early says whether it is too soon to know causes and losses for sure: before
// the repair has been verified. Without a phase, a message of after the repair
// is not early.
func (k *checker) early() bool {
	switch k.Phase {
	case "assess", "communicate", "contain", "recover":
		return k.Status != "resolved"
	case "verify", "learn", "rebuild":
		return false
	}
	switch k.kind {
	case resolved, checkin, rebuild, postmortem, reviewDocument:
		return false
	}
	return k.Status != "resolved"
}
