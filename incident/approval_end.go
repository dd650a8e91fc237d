package incident

// How a request ended, for the line that takes the place of its buttons.
const (
	RequestApproved  = "approved"
	RequestAlone     = "alone"
	RequestRejected  = "rejected"
	RequestWithdrawn = "withdrawn"
	RequestReplaced  = "replaced"
	RequestVoid      = "void"
)

// Decider is who had the last word.
func (r *Request) Decider(how string) string {
	if how != RequestApproved {
		return r.Update.By
	}
	by := ""
	for _, n := range r.Needs {
		if n.By != "" {
			by = n.By
		}
	}
	return by
}
