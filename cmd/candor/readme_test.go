package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The README says how to get the program before it runs it, with what, and that the first
// start takes a while; what it says is so.
func TestTheReadmeSaysHowToGetTheProgram(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	build, run := strings.Index(text, "go build -o candor ./cmd/candor"), strings.Index(text, "./candor init")
	if build < 0 || run < build {
		t.Errorf("it runs ./candor at %d and builds it at %d", run, build)
	}
	for _, command := range []string{"go run ./cmd/candor sandbox", "go build -o candor ./cmd/candor"} {
		_, after, found := strings.Cut(text, command)
		if !found || !strings.Contains(after[:min(len(after), 300)], "a minute or two") {
			t.Errorf("%s: it is not said that the first time takes a minute or two", command)
		}
	}
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	needs := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(mod)
	if needs == nil || !strings.Contains(text, "You need Go "+string(needs[1])+" ") {
		t.Errorf("go.mod needs %s, and it names another Go", needs)
	}
	for _, m := range regexp.MustCompile(`(?m)^    (?:\./candor|go run \./cmd/candor) (\w+)`).FindAllStringSubmatch(text, -1) {
		if cmd, _, err := commands(os.Getenv).Find([]string{m[1]}); err != nil || cmd.Name() != m[1] {
			t.Errorf("there is no candor %s: %v", m[1], err)
		}
	}
}
