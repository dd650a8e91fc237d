package incident

// TakesChannel says whether a channel that could not be opened is still wanted.
func (inc *Incident) TakesChannel() bool { return !inc.Over() && (inc.Channel.ID == "" || inc.Moving) }
