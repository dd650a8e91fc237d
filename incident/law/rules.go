package law

// Whose says whose duty a clock is about.
type Whose int

const (
	Ours   Whose = iota + 1 // we tell the client
	Theirs                  // the client reports; we only remind and give them the facts
)

// From says what a clock counts from.
type From int

const (
	FromAware From = iota + 1 // when we became aware
	FromTold                  // when the client heard it from us: they may have known earlier
)

// Checked says how well a row of the table is known.
type Checked string

const (
	Read      Checked = "read"      // in the law itself
	Secondary Checked = "secondary" // in summaries of it
	Memory    Checked = "memory"
	PerClient Checked = "per client"
)

// Limit is one deadline of a rule. The zero limit has no number.
type Limit struct {
	What   string // the early warning; empty: the rule has one deadline
	Hours  int    // hours of the clock: nights, weekends and holidays count
	Days   int    // calendar days, by the client's clock
	Work   int    // working days of the client's
	Months int
	Target bool // the law names no number; this is what we aim at
}

// Rule is a row of the table: one duty to report, as far as it is known. It is a
// reminder, never advice.
type Rule struct {
	ID      string
	Law     string // as a client's profile names it; empty: it holds for every client
	Name    string
	Whose   Whose
	To      string // who tells whom
	From    From
	Limits  []Limit
	Says    string // what the law says, in a few words
	Checked Checked
}

// Contract is the rule that holds for every client: its deadline stands in their profile.
const Contract = "contract"

// None is what is said of a client to whom no law of the table applies.
const None = "none"

// LastChecked is when the table was last compared with its sources. The laws change; what
// is older than half a year says so.
const LastChecked = "2026-05"

// Rules is the table, in the order in which screens show it. The first rows are asked
// about; all others are there for whoever names them.
var Rules = []Rule{
	{ID: Contract, Name: "Contract", Whose: Ours, To: "we tell the client", From: FromAware, Says: "as your agreement on their data says", Checked: PerClient},
	{ID: "gdpr-33-2", Law: "gdpr uk-gdpr", Name: "GDPR, UK GDPR art. 33(2)", Whose: Ours, To: "we tell the client", From: FromAware,
		Limits: []Limit{{Hours: 4, Target: true}}, Says: "without undue delay; it may be told in parts", Checked: Read},
	{ID: "gdpr-33-1", Law: "gdpr", Name: "GDPR art. 33(1)", Whose: Theirs, To: "the client tells its supervisory authority", From: FromTold,
		Limits: []Limit{{Hours: 72}}, Says: "unless a risk to people is unlikely; the client decides", Checked: Read},
	{ID: "gdpr-34", Law: "gdpr", Name: "GDPR art. 34", Whose: Theirs, To: "the client tells the people", From: FromTold,
		Says: "without undue delay, if the risk to them is high; the client decides", Checked: Read},
	{ID: "uk-gdpr", Law: "uk-gdpr", Name: "UK GDPR", Whose: Theirs, To: "the client tells the ICO", From: FromTold,
		Limits: []Limit{{Hours: 72}}, Says: "unless a risk to people is unlikely; the client decides", Checked: Read},

	{ID: "nis2", Law: "nis2", Name: "NIS2 art. 23", Whose: Theirs, To: "the client tells its authority", From: FromTold,
		Limits: []Limit{{What: "early warning", Hours: 24}, {What: "notification", Hours: 72}, {What: "final report", Hours: 72, Months: 1}}, Says: "national law has the details", Checked: Read},
	{ID: "dora", Law: "dora", Name: "DORA art. 19", Whose: Theirs, To: "the client tells its authority", From: FromTold,
		Limits: []Limit{{What: "first report at the latest", Hours: 24}, {What: "intermediate report", Hours: 72}, {What: "final report", Months: 1}}, Says: "4 hours once they call it major: call them within 30 minutes", Checked: Secondary},
	{ID: "cra", Law: "cra", Name: "Cyber Resilience Act art. 14", Whose: Theirs, To: "the maker tells ENISA's platform", From: FromAware,
		Limits: []Limit{{What: "early warning", Hours: 24}, {What: "notification", Hours: 72}}, Says: "of a weakness that is used, or a severe incident", Checked: Secondary},
	{ID: "uk-csrb", Law: "uk-csrb", Name: "UK Cyber Security and Resilience Bill", Whose: Theirs, To: "the provider tells its regulator", From: FromAware,
		Limits: []Limit{{What: "first", Hours: 24}, {What: "full", Hours: 72}}, Says: "planned; look up whether it is law yet", Checked: Secondary},
	{ID: "hipaa-ba", Law: "hipaa", Name: "HIPAA 164.410", Whose: Ours, To: "we tell the client", From: FromAware,
		Limits: []Limit{{Days: 60}}, Says: "without unreasonable delay; your agreement is usually much shorter", Checked: Read},
	{ID: "hipaa-ce", Law: "hipaa", Name: "HIPAA 164.404", Whose: Theirs, To: "the client tells the people and HHS", From: FromTold,
		Limits: []Limit{{Days: 60}}, Says: "at most", Checked: Secondary},
	{ID: "ca", Law: "ca", Name: "California 1798.82", Whose: Theirs, To: "the client tells the people", From: FromTold, Limits: []Limit{{Days: 30}}, Says: "the attorney general within 15 days after that, above 500 people", Checked: Secondary},
	{ID: "us-states", Law: "us-states", Name: "Other US states", Whose: Theirs, To: "the client tells the people", From: FromTold, Says: "which states? Often 30 to 60 days; look each up", Checked: Secondary},
	{ID: "us-bank", Law: "us-bank", Name: "US bank service provider rule", Whose: Theirs, To: "the bank tells its regulator", From: FromTold, Limits: []Limit{{Hours: 36}}, Says: "tell the bank as soon as 4 hours look likely", Checked: Read},
	{ID: "ftc", Law: "ftc", Name: "FTC Safeguards Rule", Whose: Theirs, To: "the client tells the FTC", From: FromTold, Limits: []Limit{{Days: 30}}, Says: "from 500 people on", Checked: Secondary},
	{ID: "nydfs", Law: "nydfs", Name: "NYDFS 500.17", Whose: Theirs, To: "the client tells the superintendent", From: FromTold, Limits: []Limit{{Hours: 72}}, Says: "also of what happened at a provider", Checked: Read},
	{ID: "sec", Law: "sec", Name: "SEC Form 8-K item 1.05", Whose: Theirs, To: "the client tells the public", From: FromTold, Says: "4 business days once they decide that it is material", Checked: Secondary},
	{ID: "circia", Law: "circia", Name: "CIRCIA", Whose: Theirs, To: "the client tells CISA", From: FromTold, Limits: []Limit{{Hours: 72}}, Says: "look up whether its final rule is out", Checked: Secondary},
	{ID: "in-cert", Law: "in-cert", Name: "India CERT-In 2022", Whose: Theirs, To: "the company tells CERT-In", From: FromAware, Limits: []Limit{{Hours: 6}}, Says: "from noticing on", Checked: Secondary},
	{ID: "in-dpdp", Law: "in-dpdp", Name: "India DPDP", Whose: Theirs, To: "the client tells the board and the people", From: FromTold, Limits: []Limit{{Hours: 72}}, Says: "sources disagree on whether it holds yet", Checked: Secondary},
	{ID: "sg", Law: "sg", Name: "Singapore PDPA", Whose: Theirs, To: "the client tells the PDPC", From: FromTold, Limits: []Limit{{Days: 3}}, Says: "once they find that it is notifiable", Checked: Secondary},
	{ID: "au", Law: "au", Name: "Australia, notifiable data breaches", Whose: Theirs, To: "the client tells the OAIC and the people", From: FromTold, Limits: []Limit{{What: "assess it", Days: 30}}, Says: "then as soon as practicable", Checked: Memory},
	{ID: "br", Law: "br", Name: "Brazil LGPD", Whose: Theirs, To: "the client tells the ANPD and the people", From: FromTold, Limits: []Limit{{Work: 3}}, Says: "from becoming aware on", Checked: Memory},
	{ID: "ca-pipeda", Law: "ca-pipeda", Name: "Canada PIPEDA", Whose: Theirs, To: "the client tells the OPC and the people", From: FromTold, Says: "as soon as feasible", Checked: Memory},
	{ID: "pci", Law: "pci", Name: "Card brands, PCI", Whose: Theirs, To: "the merchant tells its acquirer", From: FromTold, Says: "at once, by most contracts: call the acquirer", Checked: Memory},
}
