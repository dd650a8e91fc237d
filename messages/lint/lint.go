// Package lint reads a draft before a client does, and says what is wrong with
// it: what must not leave the house, what the message owes the client, and words
// that cost trust. It never judges honesty.
//
// The rules stand in rules.yaml, the folder en holds what they say and
// the English words that they look for, the folder any what is the same in every
// language. Their logic is here: a rule that only looks for phrases needs no
// code, the others are the functions in checks.
//
// All of it is pure. Nothing is stored, nothing leaves the process, and what is
// found of a secret is cut.
package lint

import (
	"cmp"
	"slices"
	"time"

	"candor/incident/plain"
	"candor/incident/secret"
)

// Level says how much a [Finding] weighs.
type Level string

const (
	Block Level = "block" // does not leave like this
	Warn  Level = "warn"  // leaves with "send anyway"
	Hint  Level = "hint"  // shown, never in the way
)

// weight orders levels, worst first.
func (l Level) weight() int { return slices.Index([]Level{Block, Warn, Hint}, l) }

// Finding is what is wrong with a text.
type Finding struct {
	Rule    string
	Level   Level
	Lowered bool   // it weighs less than its rule does elsewhere
	Words   string // as they stand in the text, a secret cut; empty if something is missing
	Why     string // one sentence for the writer
	Replace string // what to write instead; empty if only the writer can know
	Example bool   // Replace tells of another incident: it shows the manner, not the facts
	From    int    // where the words stand, in bytes; both 0 if something is missing
	To      int
}

// Context is what is known around a text. The zero value of each field means
// that it is not known; nothing is then found that needs it.
type Context struct {
	Access     bool   // the harm may be that somebody got in or saw something: a text that says so says what the client notices
	Severity   int    // 1 (worst) to 4
	Phase      string // assess, communicate, contain, recover, verify, learn, rebuild
	Kind       string // of message: first_notice, holding, …, or the id of a template; unknown: reply, which owes nothing
	Channel    string // slack, email or review; unknown: slack
	Status     string // investigating, identified, mitigated, monitoring, resolved
	Label      string // the status that stands beside the text; a conflict with Status blocks
	CauseState string // unknown, suspected, confirmed; empty: not confirmed before it works again
	DataState  string // unknown, confirmed_none, confirmed_loss; empty: unknown before it works again
	Language   string // empty: English; one without words is checked for what needs none

	Now     time.Time
	PrevETA time.Time      // the estimate that the client was given last
	Zone    *time.Location // the client's; nil: that of Now
	Late    time.Duration  // since the promised time

	PrevClaims []string // what the client was told: no_data_loss, no_breach, resolved, backup
	PrevTexts  []string // earlier texts of this incident

	OtherClients   []string // names and aliases
	AllowedDomains []string // of the client and the firm: links and addresses there are fine; also single addresses
	Staff          []string // names of the team's people
	Technical      bool     // the client knows the trade's words
	Auto           bool     // nobody reads the text before it leaves

	// Answered says which fields of the form hold an answer. The text then holds
	// it too, in whatever words.
	Answered Answers
}

// alone says whether nothing is known of the incident: somebody checks a text by itself.
func (c *Context) alone() bool { return c.Phase == "" && c.CauseState == "" && c.DataState == "" }

// Answers are the fields of a form that make checks of the prose superfluous.
type Answers struct{ Impact, Action, Next, ClientAction, Ownership bool }

// Rule is a rule as the documentation shows it.
type Rule struct {
	ID      string `yaml:"id"`
	Level   Level  `yaml:"level"`
	Tier    int    `yaml:"tier"`  // 1: what counts most
	Group   string `yaml:"group"` // leak, promise, structure, truth, tone, form
	Why     string `yaml:"-"`
	Replace string `yaml:"-"`
}

// Rules lists the rules, in the order of the documentation.
func Rules() []Rule { return slices.Clone(english().rules) }

// Secret is the rule that nobody can override.
const Secret = "leak-secret"

// Unchecked is the rule that says that the wording was not checked, as the text is
// not in a language whose words are known.
const Unchecked = "wording-unchecked"

// FindSecret returns the first secret in a text, cut so that it is not repeated;
// "" if there is none.
func FindSecret(text string) string { return secret.First(text) }

// Overridable says whether a person may send a text against the rule's block, by
// giving a reason. Only a secret never leaves.
func Overridable(rule string) bool { return rule != Secret }

// Check returns what is wrong with a text, worst first. The text is what the
// receiver reads, without the escapes of its medium.
func Check(text string, c Context) []Finding {
	c.normal()
	words, rules := english(), checks
	if c.Language != English || plain.IsForeign(text) {
		words, rules = bare(), wordless
	}
	k := &checker{Context: c, pack: words, text: readOnce(text, words), kind: kindOf(c.Kind)}
	for _, check := range rules {
		check(k)
	}
	slices.SortStableFunc(k.out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Level.weight(), b.Level.weight()), cmp.Compare(a.From, b.From))
	})
	return k.out
}

// Urgent returns the findings to show when the time is nearly up, and in the
// first hour: a late honest message beats a polished later one.
func Urgent(list []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(list), func(f Finding) bool { return f.Level != Block })
}

// IDs returns the ids of the rules that were broken, sorted, each once.
func IDs(list []Finding) []string {
	ids := make([]string, 0, len(list))
	for _, f := range list {
		ids = append(ids, f.Rule)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Broken returns the ids of the rules that were broken, and of those of which there are
// only lowered finds.
func Broken(list []Finding) (rules, hints []string) {
	rules = IDs(slices.DeleteFunc(slices.Clone(list), func(f Finding) bool { return f.Lowered }))
	hints = slices.DeleteFunc(IDs(list), func(id string) bool { return slices.Contains(rules, id) })
	return rules, hints
}

// checks are the rules that need more than a phrase, and phraseRules for all
// that do not. Leaks come first: what they find is no prose for the others.
var checks = []func(*checker){
	(*checker).leaks,
	(*checker).details,
	(*checker).phraseRules,
	(*checker).claims,
	(*checker).promises,
	(*checker).duties,
	(*checker).gaps,
	(*checker).dates,
	(*checker).history,
	(*checker).people,
	(*checker).form,
}

// wordless are the checks that need no words of a language.
var wordless = []func(*checker){(*checker).unread, (*checker).leaks, (*checker).details, (*checker).zones, (*checker).repeated, (*checker).form}
