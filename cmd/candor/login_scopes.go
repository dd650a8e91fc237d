package main

import (
	"fmt"
	"net/http"
	"strings"

	"candor/cmd/candor/slackapp"
)

// checkScopes refuses to start without what the main job needs.
func checkScopes(h http.Header) error {
	var vital []string
	for _, s := range slackapp.Missing(h) {
		if s.Vital {
			vital = append(vital, s.Name)
		}
	}
	if len(vital) == 0 {
		return nil
	}
	return &configError{[]problem{{File: "slack", Path: "scopes", Text: fmt.Sprintf("the app may not do all it needs: %s missing. %s", strings.Join(vital, ", "), slackapp.Grant)}}}
}
