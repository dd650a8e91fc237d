package initcmd

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

func TestWhatIsPastedIsTakenAsItWasMeant(t *testing.T) {
	for in, want := range map[string]string{
		"Studio North":                 "Studio North",
		"“Studio   North”":             "Studio North",
		"„Studio North“":               "Studio North",
		`"Studio North"`:               "Studio North",
		"«Studio North»":               "Studio North",
		" Studio\u00a0North\u200b ":    "Studio North",
		"‘@ana’":                       "@ana",
		"Ana’s":                        "Ana’s",
		`5" nails`:                     `5" nails`,
		"\u202a+44 20 7946 0001\u202c": "+44 20 7946 0001", // as phones copy a number
	} {
		if got := pasted(in); got != want {
			t.Errorf("pasted(%q) = %q, want %q", in, got, want)
		}
	}
	const token = "xoxb-1-2-abc"
	for _, in := range []string{token, "‘xoxb-1-2-abc’", "“xoxb-1-2-abc”", "'xoxb-1-2-abc'", "SLACK_BOT_TOKEN=xoxb-1-2-abc", `export SLACK_BOT_TOKEN="xoxb-1-2-abc"`,
		"SLACK_BOT_TOKEN: xoxb-1-2-abc", "xoxb–1–2–abc", "xoxb-1-2-abc\u200b", `"xoxb-1-2-abc",`} {
		if got := pastedToken(in); got != token {
			t.Errorf("pastedToken(%q) = %q, want %q", in, got, token)
		}
		if !isToken(in) {
			t.Errorf("%q is no token", in)
		}
	}
}

// What comes by flag is read as what is typed.
func TestAFlagIsReadAsItWasMeant(t *testing.T) {
	f := pflag.NewFlagSet("init", pflag.ContinueOnError)
	company, people := f.String("company", "", ""), f.StringArray("person", nil, "")
	if err := f.Parse([]string{"--company", "“Studio   North”", "--person", "‘@ana’", "--person", "@ben"}); err != nil {
		t.Fatal(err)
	}
	f.Visit(clean)
	if *company != "Studio North" || strings.Join(*people, "|") != "@ana|@ben" {
		t.Errorf("company %q, people %q", *company, *people)
	}
}
