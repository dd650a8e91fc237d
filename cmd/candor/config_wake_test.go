package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/team"
)

// A wake address comes from the config or from a file of its own, and its name
// and password stay in it.
func TestConfigWakeAddresses(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, filepath.Join(dir, "ben"), " https://ntfy.example/ben?a=b \n")
	c := mustLoad(t, filepath.Join(dir, "candor.yaml"), smallest+`
people:
  - {slack: U0ANA, name: Ana, wake: "https://ana:pass@ntfy.example/ana", wake_format: json}
  - {slack: U0BEN, name: Ben, wake_file: ben, wake_format: form}
  - {slack: U0CLEO, name: Cleo, wake_format: text}
`, bothTokens)
	want := []struct {
		wake   client.Secret
		format team.WakeFormat
	}{{"https://ana:pass@ntfy.example/ana", team.WakeJSON}, {"https://ntfy.example/ben?a=b", team.WakeForm}, {"", team.WakeText}}
	for i, p := range c.people() {
		if p.Wake != want[i].wake || p.WakeFormat != want[i].format {
			t.Errorf("%s is woken at %q as %q, want %q as %q", p.Name, p.Wake.Reveal(), p.WakeFormat, want[i].wake.Reveal(), want[i].format)
		}
	}
	if said := fmt.Sprintf("%v %+v %#v", c, *c, c.people()); strings.Contains(said, "ntfy.example") {
		t.Errorf("an address is printed: %s", said)
	}
	if got := fmt.Sprint(c.inline); got != "[people[0].wake]" {
		t.Errorf("the secrets in the file are %s", got)
	}
}
