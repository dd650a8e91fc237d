package secret

import (
	"strings"
	"testing"
)

// The secrets are put together from halves, so that no scanner of repositories
// takes this table for a leak.
var leaks = []string{
	"The key is AKIA" + "IOSFODNN7EXAMPLE for now",
	"ASIA" + "JEXAMPLEXEG2JICEA",
	"The new token is ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789 in case you need it.",
	"gho_" + "16C7e42F292c6912E7710c838347Ae178B4a",
	"ghs_" + "16C7e42F292c6912E7710c838347Ae178B4a",
	"ghu_" + "16C7e42F292c6912E7710c838347Ae178B4a",
	"github_pat_" + "11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz",
	"clone with glpat-" + "aBcD1234eFgH5678iJkL",
	"xoxb-" + "123456789012-1234567890123-AbCdEfGhIjKlMnOp",
	"xoxp-" + "123456789012-abcdef",
	"xoxe.xoxp-" + "1-Mi0yLTEyMzQ1Njc4OTAx",
	"xapp-" + "1-A012ABCDE-1234567890-abcdef",
	"use key sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc for now",
	"rk_live_" + "4eC39HqLyjWDarjt",
	"sk_test_" + "4eC39HqLyjWDarjt",
	"sk-" + "proj-abc123DEF456ghi789JKL",
	"sk-ant-" + "api03-abcDEF123-ghi456",
	"maps key AIza" + "SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe",
	"eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
	"-----BEGIN RSA " + "PRIVATE KEY----- MIIEow",
	"-----BEGIN " + "PRIVATE KEY-----",
	"-----BEGIN OPENSSH " + "PRIVATE KEY-----\nb3Blbn",
	"-----BEGIN PGP " + "PRIVATE KEY BLOCK-----",
	"postgres://app:" + "s3cret@db.example/shop",
	"https://dana:" + "hunter2@shop.example/admin",
	"redis://:" + "hunter2@cache.example:6379",
	"whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	"SG." + "ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr",
	"post to https://hooks.slack.com/services/" + "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
	"Authorization: Bearer " + "abcdef0123456789abcdef",
	"Log in with password: Winter2026! on the test page.",
	"password is hunter2",
	"Enter blue#lake as the password.",
	"Login: dana / blueLake",
	"The password is sunshine.",
	"the password is now sunshine for everybody",
	"The password for the test page is: sunshine",
	"Password (admin): sunshine",
	"passwd=letmein",
	"pwd: qwerty",
	"PWD = abc",
	"DB_PASSWORD=correcthorse",
	"export API_KEY=abcdefghijkl",
	"api key: 9f86d081884c7d659a2f",
	"The API key is 9f86d081884c7d659a2f, keep it.",
	"your access token: abcdef123456",
	"client_secret = Zm9vYmFy",
	`{"token": "abcdefghij"}`,
	"the secret is “opensesame”",
	"secret: opensesame",
	"https://shop.example/reset?token=a1b2c3d4e5",
	"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
	"We reset the password to Spring-2027 for you.",
	"Use password Winter2026! until tonight.",
	"The passcode is 482913.",
	"Your PIN: 4829",
	"Das Passwort ist Sommer2026",
	"Your new password will be Tulip77 from tonight.",
	"The passphrase is \"correct horse battery\"? No: passphrase: tr0ub4dor&3",
	"credentials: dana/hunter2",
	"the password was changed to Tulip77",
	"password: `sunshine`",
	"Password:\nsunshine",
	"token=eyJhbGciOi",
}

var harmless = []string{
	"we reset your password",
	"We have reset every password and ended all sessions.",
	"the token is no longer valid",
	"The token is not valid any more.",
	"password: please use the reset link",
	"Password: please choose a new one today.",
	"Your password is safe.",
	"Your password is not affected.",
	"The passwords were hashed and cannot be read.",
	"Passwords are stored hashed.",
	"the password is being changed",
	"The password is expired.",
	"A password is required to sign in.",
	"The password must be 12 characters long.",
	"The password is 12 characters long.",
	"Every password was replaced at 09:00 CET.",
	"All passwords were replaced; you will get the new ones by phone.",
	"The API key is invalid since 09:12.",
	"We have replaced the key of the export.",
	"The secret is out of date.",
	"It is no secret that we were late.",
	"API keys: 14 replaced, 2 to go.",
	"Tokens: 1200 were withdrawn.",
	"The token is in our vault.",
	"The access token is older than 30 days.",
	"The password reset works again.",
	"Password reset e-mails are delayed.",
	"Sign-in with a password is slow.",
	"Sign-in with a password fails.",
	"Users cannot change their password.",
	"The password page shows an error.",
	"What is a token? It is a kind of ticket.",
	"Credentials were not exposed.",
	"getting credentials: exec: executable helper-plugin not found",
	"Credentials are safe: we checked the sign-ins of 1–9 May.",
	"We are checking whether any password was seen.",
	"password: ********",
	"password: <password>",
	"password: …",
	"Token: none",
	"The password is case-sensitive.",
	"Your password is up-to-date.",
	"Use the password that you had before 09:12.",
	"Reset your password to be safe.",
	"We changed the password to protect your account.",
	"Passwords: nobody has to change theirs.",
	"Password managers may fill in the old one.",
	"The key is that you hear it from us.",
	"Sign-in with a token v2.1 or a password PayPal knows.",
	"Private keys were never on this server.",
	"The secret key is being replaced.",
	"See https://shop.example:8080/help@night for more.",
	"Next update at 09:45 CET.",
	"You can reach me at +44 20 7946 0001.",
	"The risk-assessment-of-the-whole-thing is done.",
	"Order 1234567890123 is missing.",
	"We switched the token service to the second system.",
	"The certificate -----BEGIN CERTIFICATE----- is public.",
	"the password: it was never exposed",
	"Your password is: unchanged.",
	"The password isn't affected.",
	"The tokens were withdrawn at 14:30.",
	"The password is the same as before.",
}

// first is the first secret of a text as it may be shown; "" if there is none.
func first(text string) string {
	if list := Find(text); len(list) > 0 {
		return list[0].Cut
	}
	return ""
}

func TestFind(t *testing.T) {
	for _, text := range leaks {
		found := first(text)
		if found == "" {
			t.Errorf("the secret was not found: %s", text)
		}
		if n := len([]rune(strings.TrimSuffix(found, "…"))); n > 4 {
			t.Errorf("%d characters of the secret are repeated: %s", n, found)
		}
	}
	for _, text := range harmless {
		if found := first(text); found != "" {
			t.Errorf("no secret, but %q was found: %s", found, text)
		}
	}
	if len(leaks) < 40 || len(harmless) < 40 {
		t.Errorf("%d secrets and %d harmless texts; each table needs 40", len(leaks), len(harmless))
	}
}

// A long text is looked at near its labels only: what stands on their line, before it, and
// below it after an empty line is found all the same.
func TestFoundInALongText(t *testing.T) {
	long := strings.Repeat("The shop opens again on Monday, and the orders of Sunday are back.\n", 400)
	for _, part := range []string{
		"The password for the test page is:\n\nkX9-77" + "qa\n",
		"Password\nfor the shop:\nkX9-77" + "qa\n",
		"The password for the test page is:\n\n\n\nkX9-77" + "qa\n",
		"A token\nof ours.\nThe password\nfor the shop:\nkX9-77" + "qa\n",
		"Enter kX9-77" + "qa as the password.\n",
		"admin / kX9!77" + "qa\n",
	} {
		text := long + part + long
		list := Find(text)
		if len(list) != 1 || !strings.HasPrefix(text[list[0].From:], "kX9") {
			t.Errorf("%q in a long text: found %v", part, list)
		}
	}
	if n := len(labelled(long + "The token is gone.\n" + long)); n != 1 {
		t.Errorf("a long text with one label has %d stretches to look at", n)
	}
}
