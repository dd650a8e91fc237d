package phrase

import "regexp"

// fine are words that something is as it should be.
var fine = regexp.MustCompile(`(?i)\b(works?|working|runs?|running|opens?|loads?|fine|right|ok(ay)?|normal(ly)?|correct(ly)?|complete|fast|available|online|up|back) again\b|\b(it|all|everything|(check-?out|search|shop|site|login|payment)s?) (works?|is (all )?(fine|ok(ay)?|good|well|right|normal|up))\b|\b(is|are|has been|have been) (now |all |both )*(fixed|solved|repaired|resolved|restored|back( to normal| online| up)?|as (before|usual))\b`)

// Fine says whether words of what somebody notices say that nothing is wrong any more.
func Fine(text string) bool { return NoTrouble(text) && fine.MatchString(text) }
