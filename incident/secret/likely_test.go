package secret_test

import (
	"strings"
	"testing"

	"candor/incident/secret"
	"candor/messages/lint"
)

// What people type about passwords, and what only looks like one. Whoever keeps what was
// typed, or has it read by others, asks the same; a page that is kept for years (a client
// sheet) refuses what stands alone, too. Tokens are put together from halves, so that no
// scanner takes the table for a leak.
func TestWhatLooksLikeASecret(t *testing.T) {
	const no, onlyKept, yes = 0, 1, 2
	for _, tt := range []struct {
		text string
		want int
	}{
		{"the admin login is admin / S3cr3t!x", yes},
		{"login: admin / S3cr3t!x", yes},
		{"admin / S3cr3t!x", yes},
		{"admin/S3cr3t!x", yes},
		{"admin S3cr3t!x", yes},
		{"root:hunter2", yes},
		{"the new credentials dana / Blue77x", yes},
		{"user admin, password S3cr3t!x", yes},
		{"pw hunter2", yes},
		{"pw is sunshine", yes},
		{"pass‑word: sunshine", yes},
		{"hunter2 is the password", yes},
		{"hunter2 is the new password for the panel", yes},
		{"PIN 4711", yes},
		{"the PIN for the alarm is 4711", yes},
		{"door code 4711#", yes},
		{"code for the door 4711#", yes},
		{"the 2FA code is 482913", yes},
		{"OTP 482913", yes},
		{"recovery codes: 1234-5678, 2345-6789", yes},
		{"contraseña: Verano26", yes},
		{"Passwort: V4terland", yes},
		{"curl -u admin:" + "S3cr3t https://shop.example", yes},
		{"mysql -u shop -p" + "S3cr3t orders", yes},
		{"mysql://shop:" + "s3cret@db.example/shop", yes},
		{"Server=db;User Id=sa;Password=Winter26;", yes},
		{"xoxb-" + "123456789012-abcdefghijkl", yes},
		{"ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789", yes},
		{"AKIA" + "IOSFODNN7EXAMPLE", yes},
		{"sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", yes},
		{"shpat_" + "abcdef0123456789abcdef0123456789", yes},
		{"dckr_pat_" + "abcdefghijklmnopq", yes},
		{"hf_" + "abcdefghijklmnopqrstuvwxyz01", yes},
		{"AGE-SECRET-KEY-" + "1QQQQQQQQQQQQQQQQQQQQQQQQ", yes},
		{"eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N", yes},
		{"-----BEGIN " + "OPENSSH PRIVATE KEY-----", yes},

		{"passwords @ben", no},
		{"passwords: @ben has them", no},
		{"the tokens are with <@U04AB12CD>", no},
		{"2 passwords @ben 15:30", no},
		{"password @ana, token @ben2", no},
		{"the password is in the vault", no},
		{"password rotated at 14:30", no},
		{"new password sent to Dana", no},
		{"password reset for 212 users", no},
		{"password policy: 12 characters", no},
		{"the password box shows 4 dots", no},
		{"token for build 4711 expired", no},
		{"key 4711 hangs in the safe", no},
		{"key 3 of 5 is replaced", no},
		{"error code 4711", no},
		{"exit code: 137, status code 502", no},
		{"the promo code is SUMMER26", no},
		{"postcode 10115, country code +44", no},
		{"/admin/page2 answers 500", no},
		{"admin: Ben, root: 90% full", no},
		{"the admin page works; root@web-3 is full", no},
		{"as admin 500 errors, as Dana none", no},
		{"secret santa list is gone", no},
		{"our IBAN is DE89370400440532013000", no}, // it stands on every invoice; a lawyer's copy leaves it out as a detail
		{"the wifi is Guest2026", no},              // so is the network called
		{"git revert, then checkout 3f2a9c1", no},
		{"checkout 3f2a9c1d4b5e6f708192a3b4c5d6e7f809123456", no},
		{"sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", no},

		{"it came with build Export2026Q4Final", no},
		{"the file Rechnung2026Nr12 is empty", onlyKept},
		{"xK9dPq2LmN7rT4vB", onlyKept},
		{"https://panel.example/acme?sig=abc123", onlyKept},
		{"https://ana:" + "Winter26@panel.example/acme", yes},
	} {
		found, likely := secret.First(tt.text) != "", secret.IsLikely(tt.text)
		if found != (tt.want == yes) || likely != (tt.want != no) {
			t.Errorf("%q: found %q, likely %t", tt.text, secret.First(tt.text), likely)
		}
		if lint.FindSecret(tt.text) != secret.First(tt.text) {
			t.Errorf("%q: the draft check says otherwise", tt.text)
		}
	}
}

// What is kept of a client's words has none of their secrets, and all the rest.
func TestWithout(t *testing.T) {
	const gone = secret.LeftOut
	for _, tt := range []struct{ text, want string }{
		{"Is it back?", "Is it back?"},
		{"The login is admin / S3cr3t!x. Is it back?", "The login is admin / " + gone + ". Is it back?"},
		{"password: Blue77x, PIN 4711", "password: " + gone + ", PIN " + gone},
		{"pass‑word: Blue77x – “now”", "pass‑word: " + gone + " – “now”"},
		{"Here:\n-----BEGIN " + "PRIVATE KEY-----\nMIIEow\nabc=\n-----END " + "PRIVATE KEY-----\nThanks", "Here:\n" + gone + "\nThanks"},
		{"-----BEGIN " + "PRIVATE KEY-----\nMIIEow", gone},
	} {
		if got := secret.Without(tt.text); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
		if again := secret.Without(tt.want); again != tt.want {
			t.Errorf("%q: taken out twice it is %q", tt.text, again)
		}
		if !secret.IsLikely(secret.Without(tt.text)) && strings.Contains(tt.want, gone) {
			t.Errorf("%q: what was left out would be kept on a sheet", tt.text)
		}
	}
}
