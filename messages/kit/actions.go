package kit

// Action ids of buttons and menus. The bot has one function for each; a test
// fails if one is missing.
const (
	ActDeclare   = "declare.open"
	ActUpdate    = "update.open"
	ActStill     = "still"
	ActWorks     = "works"
	ActReopen    = "reopen"
	ActNotDown   = "reopen.mistake"
	ActChecklist = "check.open"
	ActMore      = "more" // menu, or button of its form: the value is one of the More constants before the ref
	ActTold      = "told.open"
	ActLastWord  = "lastword.open"
	ActAnswer    = "remind.send" // “Yes, I'm on it: send”
	ActSnooze    = "snooze"
	ActSend      = "draft.send" // sends the draft that the message shows; Ref.Key is its hash
	ActEdit      = "draft.edit"
	ActUndo      = "undo"
	ActArrived   = "ruling.arrived"
	ActAgain     = "ruling.again"
	ActGiveUp    = "ruling.give_up"
	ActEtaHolds  = "eta.holds" // Ref.N is the number of the estimate
	ActEtaNew    = "eta.new"
	ActEtaNone   = "eta.none"
	ActSlower    = "slower" // opens the form with "from now on every hour" ticked
	ActNight     = "night"  // writes the first notice again with the choice in Ref.Key
	ActJoin      = "join"
	ActReview    = "review.open" // this and the next four open the form of the kind in Ref.Key
	ActAskHow    = "checkin.open"
	ActMeasure   = "measure.open"
	ActOffer     = "offer.open"
	ActNewDate   = "newdate.open"
	ActMeet      = "meet"        // Ref.N is the time that the client chose
	ActMade      = "change.made" // Ref.N is the change that is done
	ActGave      = "gave"        // Ref.N is the promise that a person kept in a way that left no text here

	ActSendAll     = "draft.send_all"  // Ref.Key is the hash of the texts and the clients
	ActAnswerGroup = "remind.send_all" // the same for several clients; Ref.Key is the hash of the texts and the group

	ActApprove     = "approval.approve" // Ref.N is the request, Ref.Key the hash of the text that was read
	ActReject      = "approval.reject"
	ActEditRequest = "approval.edit"
	ActWithdraw    = "approval.withdraw"
	ActAlone       = "approval.alone"

	ActClient        = "client.open" // this one and the next ones name a client, or none, and no incident
	ActClientNew     = "client.new"
	ActClientMore    = "client.more"
	ActClientRemove  = "client.remove"
	ActClientRestore = "client.restore"
	ActClientPaste   = "client.paste"

	ActSheet         = "sheet.open"      // this one and the next six name a client
	ActSheetAsk      = "sheet.ask"       // asks the client, once the text was read
	ActSheetGap      = "sheet.gap"       // Ref.Key is the field that is asked for
	ActSheetSkip     = "sheet.skip"      // the same: nobody is asked again
	ActRestored      = "restored.worked" // menu: Ref.N is the minutes that it took
	ActRestoreFailed = "restored.failed"
	ActRestoreLater  = "restored.later"

	ActPast      = "past.open" // this one and the next two name no incident: Ref.N is the page, Ref.Key what is looked for
	ActPastNewer = "past.newer"
	ActPastOlder = "past.older"

	ActKeep = "client.keep" // a client that was typed when the incident was declared

	ActClocks    = "clocks.open"  // the legal clocks
	ActInsurer   = "insurer.open" // its number, and a notice to copy
	ActQuestions = "facts.open"   // the five questions of bad news
	ActCallCard  = "call.open"
	ActCalling   = "call.start"
	ActNobody    = "call.nobody"
	ActLater     = "later.open"
	ActAgree     = "later.agree"
	ActDisagree  = "later.refuse"
	ActAnswered  = "asked.answered"   // Ref.N is the client's question, counted from 1; or Ref.Key, what they wrote
	ActSaid      = "told.said"        // Ref.N is the update by hand, Ref.Key what was told or asked in it
	ActTakeBack  = "take_back.open"   // decide with a second person to take back bad news
	ActConfirm   = "restored.confirm" // what a copy of the store knows of the client is right
	ActMistake   = "mistake"          // “Pressed by mistake”: a moment after it was declared

	ActWhole   = "form.whole" // brings the questions that a form has left out
	ActRing    = "ring"       // “Ring me now”: the value is the id of the person, nothing before or behind it
	ActRun     = "run"        // runs the command in the button's value
	ActDismiss = "dismiss"    // “Not yet”: takes the message away

	ActGotIt   = "got_it"        // to the client: other companies may press this one and the next two, and no other
	ActCallMe  = "wish.call"     // to the client, under bad news
	ActWantAsk = "wish.question" // the same

	ActUsual     = "manner.usual" // this one and the next three: how a client wants to be spoken to
	ActCallFirst = "manner.calls"
	ActWriteOnly = "manner.writing"
	ActLawyer    = "manner.lawyer"

	ActNotAbout = "heard.aside" // what the copy in Ref.Key brought is not about the incident
	ActIsAbout  = "heard.move"  // it is about the incident Ref.N

	ActSmall  = "aftercare.small" // how much comes after the final message: Ref.Key is the size
	ActNormal = "aftercare.normal"
	ActFull   = "aftercare.full"

	ActGoodNight = "night.good"
	ActUp        = "night.up"   // “I am up”
	ActTake      = "night.take" // Ref.N is the rest or the handover, and of the next
	ActNotMe     = "night.not"

	ActEarlier = "timeline.earlier" // Ref.N is the page of the timeline to turn to
	ActAfter   = "timeline.later"
	ActCopy    = "timeline.lawyer" // how the copy for our lawyer is made

	ActColleague = "guest.colleague" // about a guest, whose id is Ref.Key
	ActTakeOut   = "guest.client"
	ActStopHere  = "guest.stop"
)

// What the card's More menu and its form offer.
const (
	MoreResolve = "resolve"
	MoreClose   = "close"
	MoreDetails = "details"
	MoreTold    = "told"
	MoreKeep    = "keep"
	MoreFacts   = "facts"
	MorePrivate = "private"
	MoreEta     = "eta"
	MoreCorrect = "correct"
	MoreLines   = "timeline"
	MoreAfter   = "aftercare"
	MoreRest    = "rest" // opens the form
)

// Callback ids of forms.
const (
	FormDeclare   = "declare"
	FormPreview   = "preview"
	FormUpdate    = "update"
	FormChecklist = "checklist"
	FormFound     = "found" // one line about what was ticked
	FormResolve   = "resolve"
	FormClose     = "close"
	FormDetails   = "details"
	FormTold      = "told"
	FormEta       = "eta"
	FormReject    = "reject"

	FormPreviewAll = "preview_all"

	FormClient     = "client"
	FormClientMore = "client.more"

	FormPasteClients = "client.paste"

	FormSheet    = "sheet"
	FormSheetAsk = "sheet.ask"

	FormPast = "past"

	FormQuestions = "questions"
	FormExtent    = "extent" // what the answers leave open: which data, whose backups, since when it is known
	FormCall      = "call"
	FormLater     = "later"
	FormTakeBack  = "take_back"
	FormReview    = "review"
	FormNight     = "night"
	FormNotTheirs = "not_theirs"
)

// Sure is the N of a preview that asks for the second time.
const Sure = 2

// NotTold is the [view.Ref.Key] of ActSaid with which a report by hand is taken back.
const NotTold = "not-told"
