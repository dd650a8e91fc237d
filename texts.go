package candor

import "maps"

// texts renders an update for each way on which it goes.
func (s *Service) texts(inc *Incident, aff *Affected, u Update) (map[string]Text, error) {
	texts := map[string]Text{}
	for _, d := range toRender(u.To) {
		if _, done := texts[d.Via]; done {
			continue
		}
		text, err := s.Words.Render(inc, &aff.Client, u, d)
		if err != nil {
			return nil, err
		}
		texts[d.Via] = text
	}
	return texts, nil
}

// rewritten looks whether an update still says what is so: others may have told
// the client something since it was written, and whoever sends it signs it. It
// sets the texts that are right now.
func (s *Service) rewritten(inc *Incident, aff *Affected, u *Update) (bool, error) {
	texts, err := s.texts(inc, aff, *u)
	if err != nil || maps.Equal(texts, u.Texts) {
		return false, err
	}
	u.Texts = texts
	return true, nil
}
