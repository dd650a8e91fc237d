// Package given names what the texts for clients stand on that no form asks for: the facts
// and conditions that Candor knows by itself.
package given

// Facts are the variables that Candor fills by itself, with what is wrong if one
// is empty. No form asks for them.
var Facts = map[string]string{
	"service":         "The client has no name. Give it one in the config.",
	"ref":             "The incident has no number yet.",
	"contact":         "The client has no name. Give it one in the config.",
	"since":           "Since when do they notice it?",
	"sender":          "Your name is not in the config. Add yourself to its people.",
	"role":            "Your role is not in the config. Add it to your entry in people.",
	"phone":           "Your phone number is not in the config. Add it to your entry in people.",
	"last_update":     "They have not heard from us yet. Send the first notice.",
	"next_update":     "When do they hear from us again?",
	"late_for":        "No promised time was missed.",
	"watched":         "They have not read that we are watching it.",
	"late_call":       "No promised call was missed.",
	"review_late":     "The review is not late.",
	"rest_late":       "What was missing in a review is not late.",
	"review_new":      "The review is not late, or this is it.",
	"changes_late":    "No promised change is late.",
	"changes_new":     "No late change has a new day.",
	"no_call":         "No promised call is given up.",
	"given":           "Nothing is promised to them in words.",
	"words_late":      "Nothing that was promised in words is late.",
	"words_soon":      "Nothing that was promised in words comes later.",
	"words_by":        "Nothing that was promised in words is late.",
	"call_was":        "No call is promised, or at one of these times.",
	"late_line":       "No promised time was missed.",
	"began":           "What do they notice?",
	"works_line":      "What works again?",
	"began_line":      "What do they notice?",
	"impact_short":    "What do they notice?",
	"impact_told":     "They have read no impact from us yet.",
	"others":          "Nothing else of theirs is open.",
	"lost_line":       "They were told of no loss.",
	"lost_ref":        "They were told of no loss.",
	"asks_line":       "Nothing is asked of them beside what this is about.",
	"release_line":    "Nothing that they were asked is over.",
	"still_line":      "Nothing that they were asked still holds.",
	"still_by":        "Nothing that they were asked waits for us.",
	"answer_line":     "Nothing is open, or they read when they hear behind what still holds.",
	"running":         "Nothing works again.",
	"solved":          "Nothing is solved.",
	"yet":             "Nothing that they were asked waits for us.",
	"loss_line":       "Which data is lost?",
	"loss_short":      "Which data is lost?",
	"opening":         "Nothing is known of how they heard.",
	"access_line":     "Nothing is known of who got in.",
	"access_short":    "Nothing is known of who got in.",
	"checked_line":    "Nobody has said that no data is lost, or it is sure.",
	"besides_line":    "Nothing is known, or asked, of a break-in or of personal data.",
	"doubt_line":      "Nobody asks whether data is lost, or whether anyone got in, or it is known; and nothing else is open, or confirmed and untold.",
	"noticed_at":      "When did you notice it?",
	"none_at":         "They were not told that no data was lost, or that holds.",
	"asked_line":      "They did not ask before they were told.",
	"impact_began":    "What do they notice?",
	"impact_since":    "What do they notice?",
	"cause_unknown":   "What do you not know yet?",
	"watch_until":     "Until when do you watch? Say when they hear from us again.",
	"date":            "On which day did you notice it?",
	"to":              "Until when did they notice it?",
	"now":             "The text has no time of its own.",
	"old_eta":         "They were given no estimate.",
	"last_activity":   "Nothing is written down in the incident yet.",
	"mistaken":        "What they had read that they notice was so.",
	"alarm":           "What the kind of incident suspects is so, or nobody knows.",
	"temporary_until": "What works now stays.",
	"review_by":       "No written review is promised.",
	"stopgap_was":     "No temporary fix stays longer than they know.",
	"lasting_by":      "No lasting repair is made of which they have not read.",
	"review_was":      "The review does not come later than they know.",
	"was_due":         "Nothing is promised to them for a later day.",
	"part":            "The notice has no number.",
	"spoke_at":        "Nobody has spoken with them yet.",
	"first_at":        "They have heard nothing from us yet.",
	"taken_back":      "They were told of no harm.",

	// Of how often they hear from now on.
	"rhythm_line": "It does not say how often they hear.",
	"from_now_on": "They hear as often as before.",
	"pace":        "How often do they hear from you?",
	"opens":       "They never close.",
}

// MadeOf lists the fields of which Candor makes a variable.
var MadeOf = map[string][]string{
	"impact_began": {"impact"},
	"impact_since": {"impact"},
	"works_line":   {"works_again", "since_mitigated"},
	"release_line": {"release"},
	"still_by":     {"answer_by"},
	"answer_line":  {"answer_by"},
	"loss_line":    {"data_what", "window_from", "window_to"},
	"loss_short":   {"data_what", "window_from", "window_to"},
}

// Conditions are what Candor knows to be so or not. They have no words: they
// show a [[group]] or leave it out.
var Conditions = []string{
	"by_mail",       // the client gets this text by e-mail too, and it has to arrive there
	"no_mail",       // the client gets no e-mail: what only the mail would say has to stand here
	"calling",       // somebody calls the client now, and the call is recorded
	"unchanged",     // nothing worse is known than what the client has heard, and they were told of no loss
	"lost",          // they were told that data is lost, and not all of it is back
	"not_lost",      // the opposite
	"gone",          // lost, and none of it can be recovered
	"recovering",    // lost, and that is not so
	"grave",         // the text is the first to say that personal data is affected
	"plain",         // the opposite
	"misjudged",     // they have read an estimate that does not hold any more
	"no_estimate",   // and the text has no other
	"alone",         // nothing else that they have read of is open, and something may have stopped
	"apart",         // something else of which they have read is open, or was over later
	"back",          // not_lost and alone, and something was down that works again
	"spread",        // not_lost, and it lasted a minute at least
	"moments",       // not_lost, and it is nothing that lasted: it happened, and is not undone
	"found",         // not_lost, and it was found at a time: nobody has said since when it was so
	"brief",         // not_lost, and it did not
	"settled",       // not_lost, and nothing was down, or something else still is
	"unfounded",     // what they read of lost data is not so, and nobody wrote what else they could not do
	"unclaimed",     // lost, or what they had read that they notice was called wrong
	"asked_of_them", // they were asked to do or not to do something until we write that it is over, and the answers do not end it
	"waiting",       // and they keep from something until then
	"answers_by",    // waiting, or something is open that they wait for: they are told when they hear
	"answered",      // the opposite
	"why_open",      // nobody knows yet why it happened, or has said it: of a review
	"changes_open",  // nobody has said what changes: of a review
	"partly",        // one of both: they are told when they get it
	"the_rest",      // they have a review, and were told that what is missing there comes
	"the_whole",     // the opposite
	"ended",         // it is resolved
	"unsure",        // nobody knows yet whether data is lost
	"owned",         // the sentence about the backup says already that we are sorry
	"not_owned",     // the opposite
	"overdue",       // what comes later now was due before now
	"ahead",         // the opposite
	"small",         // nothing comes after the final message by itself
	"asked_first",   // they asked before they were told
	"loss_vague",    // nobody knows which data is lost, nor from when to when
	"alerted",       // the person whom the text names has been alerted
	"theirs",        // how often they hear from now on is for them to say
	"night_through", // it leaves outside the client's hours, and you write as by day
	"night_opening", // it leaves outside them, and you write when it works and before they open
}
