package kit

// Unfinished is what a form leaves undone when it is closed instead of submitted.
type Unfinished struct {
	Says string // the sentence for whoever closed it
	Act  string // the button that opens it again
	Word string // what stands on it
	Kept bool   // what stood in it is kept as a draft
}

// Closing are the forms that somebody waits for beside whoever fills them in: a client
// expects the word that they lead to. Slack does not send along what stood in a closed
// form, so what it says of that is true of an empty one, too.
var Closing = map[string]Unfinished{
	FormPreview:    {"Nothing was sent.", ActUpdate, "Open it again", true},
	FormPreviewAll: {"Nothing was sent.", ActUpdate, "Open it again", true},
	FormUpdate:     {"Nothing was sent.", ActUpdate, "Open it again", false},
	FormQuestions:  {"The questions were not answered, and nothing was sent.", ActQuestions, "Open them again", false},
	FormExtent:     {"The first answers are kept. Nothing was sent.", ActQuestions, "Open them again", false},
	FormCall:       {"Nothing was sent or recorded.", ActCallCard, "Open it again", false},
	FormTold:       {"Nothing was recorded.", ActTold, "I told them myself", false},
	FormLater:      {"Nobody was asked whether they may hear later.", ActLater, "Open it again", false},
	FormResolve:    {"Nothing was resolved or sent.", ActLastWord, "Open it again", false},
}
