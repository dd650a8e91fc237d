package main

import (
	"fmt"
	"strings"

	"candor/delivery/printer/printertest"
)

// pdf is what was printed into the mails so far: of a real browser its pages and letters.
func (s *story) pdf(_ []string) string {
	var b strings.Builder
	for _, m := range s.p.slack.Mails("") {
		for _, f := range m.Files {
			p := printertest.Read(f.Data)
			fmt.Fprintf(&b, "%s for %s: pages %d\n%s\n", f.Name, m.To, p.Pages, p.Text)
		}
	}
	return b.String()
}
