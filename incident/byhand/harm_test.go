package byhand

import (
	"maps"
	"testing"

	"candor/incident/facts"
	"candor/incident/update"
)

// What was said of harm, that it may be, or that there is none, is asked about; what would be is not.
func TestClaimsIn(t *testing.T) {
	lost, none := facts.DataLost, facts.No
	for text, want := range map[string]Claims{
		"all your orders of today are lost, there was no backup":                   {lost: facts.Yes, facts.SpareCopy: facts.NoCopy},
		"The orders of this morning are lost. There is no backup.":                 {lost: facts.Yes, facts.SpareCopy: facts.NoCopy},
		"looking for the orders of today, which are lost":                          {lost: facts.Yes},
		"we have lost the bookings since 21:00":                                    {lost: facts.Yes},
		"Somebody has deleted all bookings of May":                                 {lost: facts.Yes},
		"A script of ours overwrote the records":                                   {lost: facts.Yes},
		"The update has wiped your photos":                                         {lost: facts.Yes},
		"All appointments of May are gone":                                         {lost: facts.Yes}, // as a client may say it
		"The script deleted a cache file":                                          {lost: facts.Yes}, // it guesses, and a person says
		"The host deletes nothing before we have copied your data":                 {},
		"The database is broken, and everything is gone":                           {lost: facts.Yes},
		"We cannot find the bookings any more":                                     {lost: facts.Yes},
		"We can't find any of your orders of May.":                                 {lost: facts.Yes},
		"We can find all of your orders.":                                          {},
		"Everything after noon was rolled back.":                                   {lost: facts.Yes},
		"The bookings since Monday have been undone":                               {lost: facts.Yes},
		"The release was rolled back":                                              {},
		"The backups were overwritten":                                             {facts.SpareCopy: facts.CopyFailed},
		"All the backups have been deleted":                                        {facts.SpareCopy: facts.CopyFailed},
		"The backup doesn’t work":                                                  {facts.SpareCopy: facts.CopyFailed},
		"somebody got into your shop, your customer addresses were copied":         {facts.Intruder: facts.Confirmed, facts.Personal: facts.Yes},
		"You were hacked":                                                          {facts.Intruder: facts.Confirmed},
		"nobody got in, and no data is lost":                                       {lost: none, facts.Intruder: none},
		"The orders of today are complete; we compared them.":                      {lost: none},
		"A list with names and card numbers went to 40 people":                     {facts.Personal: facts.Yes},
		"We sent a list with the addresses of your guests to a wrong recipient.":   {facts.Personal: facts.Yes},
		"The phone numbers of 12 members were also shown to other members":         {facts.Personal: facts.Yes},
		"We have sent the report to you, and mailed your host.":                    {},
		"No names went to anybody":                                                 {},
		"The payment is complete":                                                  {},
		"All of your orders are safe. Nobody got in.":                              {lost: none, facts.Intruder: none},
		"No data is lost. The orders of today are lost.":                           {lost: facts.Yes},
		"All your orders were deleted. No file is gone.":                           {lost: facts.Yes},
		"No personal data was touched":                                             {facts.Personal: none},
		"The orders may be lost":                                                   {lost: facts.DontKnow},
		"Some of it might have been deleted, we look":                              {lost: facts.DontKnow},
		"We check whether orders are lost":                                         {lost: facts.DontKnow},
		"It looks like all orders of today are gone":                               {lost: facts.DontKnow},
		"If orders are lost, we call":                                              {},
		"We do not know yet which orders are lost":                                 {},
		"We lost the connection to the database":                                   {},
		"We suspect that somebody got in":                                          {facts.Intruder: facts.Suspected},
		"Somebody may have got in":                                                 {facts.Intruder: facts.Suspected},
		"We might have been hacked, we do not know yet":                            {facts.Intruder: facts.Suspected},
		"It could be a break-in; a possible intruder was in the log":               {facts.Intruder: facts.Suspected},
		"We do not know whether anyone got in.":                                    {facts.Intruder: facts.DontKnow},
		"We suspected that somebody got in. Nobody got in.":                        {facts.Intruder: none},
		"We do not think that somebody may have got in":                            {},
		"Names and addresses may have been copied":                                 {facts.Personal: facts.DontKnow},
		"Somebody may have got in, and all orders are lost":                        {facts.Intruder: facts.Suspected, lost: facts.Yes},
		"You may have been charged twice. The shop may be slow today.":             {},
		"The disk is broken, and we restore the backup":                            {},
		"The shop is down, orders do not arrive":                                   {},
		"No orders are lost, and nobody was hacked":                                {lost: none},
		"We can restore everything from last night":                                {facts.Recoverable: facts.Yes},
		"All of your orders can be recovered.":                                     {facts.Recoverable: facts.Yes},
		"You get everything back":                                                  {facts.Recoverable: facts.Yes},
		"none of it can be recovered":                                              {facts.Recoverable: none},
		"Your orders of today are gone for good.":                                  {lost: facts.Yes, facts.Recoverable: none},
		"The bookings cannot be restored. We can restore everything else.":         {facts.Recoverable: none},
		"Not everything can be recovered":                                          {},
		"We may be able to restore everything":                                     {},
		"We hope that all of it can be restored":                                   {},
		"We restore the backup now":                                                {},
		"Payments are down. You get word at 16:00. Your data was moved to a disk.": {},
		"": {},
	} {
		if got := ClaimsIn(text); !maps.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// What a correction quotes as wrong is not said anew.
func TestWhatWasWrongIsNotClaimed(t *testing.T) {
	u := &update.Update{Kind: update.Correction, Words: map[string]string{"wrong": "no data is lost", "right": "the orders of this morning are lost"}}
	if got, want := ClaimsIn(Typed(u)), (Claims{facts.DataLost: facts.Yes}); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// That they can do something again is asked about where they were asked not to.
func TestAllows(t *testing.T) {
	for text, want := range map[string]bool{
		"Every password is new. You can sign in again.": true, "You may use the shop as usual": true, "It is safe to sign in": true,
		"You cannot sign in again": false, "You can call us": false, "If you can sign in again, tell us": false, "": false,
	} {
		if Allows(text) != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
}

// Words that read like harm count while nobody has answered whether it is so, and the client
// does not know better.
func TestWhatIsOpenOfHarm(t *testing.T) {
	in := Claims{facts.Intruder: facts.Confirmed}
	for _, tt := range []struct {
		name   string
		hinted Claims
		knows  facts.Answer
		is     facts.Answer
		open   bool
	}{
		{"nothing was said", nil, "", "", false},
		{"it reads like a break-in", in, "", "", true},
		{"and nobody knows", in, "", facts.DontKnow, true},
		{"they are said to know", nil, facts.Confirmed, "", true},
		{"somebody got in", in, "", facts.Confirmed, false},
		{"nobody did", in, "", facts.No, false},
		{"they read that nobody did", in, facts.No, "", false},
		{"a backup that there is not", Claims{facts.SpareCopy: facts.NoCopy}, "", "", false},
	} {
		f := facts.Facts{Given: map[facts.Question]facts.Fact{}}
		if tt.is != "" {
			f.Given[facts.Intruder] = facts.Fact{Answer: tt.is}
		}
		if got := tt.hinted.Open(map[facts.Question]facts.Answer{facts.Intruder: tt.knows}, &f); got != tt.open {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}

func TestSaysBack(t *testing.T) {
	for text, want := range map[string]bool{
		"the orders until noon are back": true, "All of your photos have been restored.": true, "half of the bookings are already back": true,
		"the orders are not back yet": false, "the shop is back": false, "we restore the orders": false, "when the orders are back, we write": false, "we will say if the orders are back": false,
	} {
		if got := SaysBack(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
