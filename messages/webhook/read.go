package webhook

import "encoding/json"

// Read is the text that a body of Notice carries, as a person reads it: in JSON each line ends in a
// sign that looks like a part of the next word. Anything else is the text itself.
func Read(body string) string {
	var m message
	if err := json.Unmarshal([]byte(body), &m); err != nil || m.Type != typeOfAll {
		return body
	}
	return m.Data.Text
}
