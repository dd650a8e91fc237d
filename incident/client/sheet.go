package client

import (
	"maps"
	"slices"
	"strings"

	"candor/incident/fault"
	"candor/incident/sheet"
)

// sheetText is what the sheet says, a line for each field.
func sheetText(c *Client) string {
	var lines []string
	for _, f := range sheet.Fields {
		if text := c.Sheet[f.ID]; text != "" {
			lines = append(lines, f.Label+": "+strings.ReplaceAll(text, "\n", "; "))
		}
	}
	return strings.Join(lines, "\n")
}

// checkSheet says what cannot stand on a sheet. It does not repeat the text: it may be a
// password.
func checkSheet(j Judge, at string, c *Client) {
	for _, id := range slices.Sorted(maps.Keys(c.Sheet)) {
		f, at := sheet.FieldOf(id), at+"."+id
		if f.ID == "" {
			j.bad(at, "is nothing that a sheet has. Write %s.", fault.Or(sheet.IDs()))
			continue
		}
		if problem := f.Problem(c.Sheet[id]); problem != "" {
			j.bad(at, "cannot stand there. %s", problem)
		}
	}
}
