package mailed

import "candor/incident/outbox"

// TestMail is the mail of somebody who tries whether mail arrives.
func TestMail(company string) outbox.Text {
	return outbox.Text{
		Subject: "A test by Candor",
		Body: "This is a test: " + company + " can tell clients by mail through Candor. Nothing is wrong, and nobody else got this.\n" +
			"If it lies among spam, let your provider's SPF and DKIM cover the sender's domain.",
	}
}
