package main

import (
	"os"
	"os/exec"
	"testing"
)

// browserNames are the programs that can be driven, the smallest first.
var browserNames = []string{
	"chromium-headless-shell", "headless-shell", "headless_shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
}

// findBrowser skips a test that needs a browser where there is none, unless
// CANDOR_TEST_BROWSER=required says that there must be one.
func findBrowser(t *testing.T, needed bool) string {
	t.Helper()
	for _, name := range browserNames {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "no headless Chromium found; install chromium-headless-shell"
	if os.Getenv("CANDOR_TEST_BROWSER") == "required" {
		t.Fatal(missing)
	}
	if needed {
		t.Skip(missing)
	}
	return ""
}
