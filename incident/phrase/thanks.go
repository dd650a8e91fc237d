package phrase

import (
	"regexp"
	"slices"
	"strings"
)

// thanking are words of which one at least stands in a text that nobody has to answer, and
// beside them nothing else.
var (
	thanking = strings.Fields("thanks thank thx ta cheers yes yep yeah ok okay good great perfect super brilliant lovely fine cool wonderful excellent well works worked working appreciated appreciate received confirmed understood noted")
	beside   = strings.Fields("you all everything everyone it it's its is are am i we our us me my that that's this has have been be can looks look looking seems back up running again now here too so far for from on the to at and very much really many your quick help update fix note got confirm happy glad we'll will wait hi hello dear morning afternoon evening day kind regards best team side end customers shop site")

	greeted = regexp.MustCompile(`(?i:\b(?:hi|hello|dear|thanks|thank you|cheers|regards)),? +\p{Lu}\p{L}+ *([.,!\n]|$)`)
	cheered = regexp.MustCompile(`:(?:\+1|thumbsup|pray|tada|heart|ok_hand|clap|heavy_check_mark|white_check_mark|raised_hands|muscle|wave|blush|[a-z_]*smil[a-z_]*|grin)(?:::skin-tone-\d)?:|[👍🙏🎉❤👌👏✅🙌😀😊🙂]`)
	wordly  = regexp.MustCompile(`[\p{L}\p{N}'’:_+-]*[\p{L}\p{N}][\p{L}\p{N}'’:_+-]*|[^\x00-\x{2FFF}]`)
)

// Thanks says whether a text only thanks, or says that all is well: nobody has to answer it.
// Who wrote it may sign it.
func Thanks(text, writer string) bool {
	text = cheered.ReplaceAllString(strings.ReplaceAll(text, "’", "'"), " thanks ")
	text = strings.ToLower(greeted.ReplaceAllString(text, " thanks $1"))
	names := strings.Fields(strings.ToLower(writer))
	thanks := false
	for _, w := range wordly.FindAllString(text, -1) {
		switch {
		case slices.Contains(thanking, w):
			thanks = true
		case !slices.Contains(beside, w) && !slices.Contains(names, w):
			return false
		}
	}
	return thanks
}
