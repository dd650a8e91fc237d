package bolt

import "context"

// Belongs says to which Slack workspace a store belongs: the first that asked. Its channels
// and people are of that one, and in another what waits in it would be lost.
func (s *Store) Belongs(ctx context.Context, team string) (to string, err error) {
	err = s.update(ctx, func(t *tx) error {
		to = ""
		if _, err := t.get(meta, []byte("team"), &to); err != nil || to != "" {
			return err
		}
		to = team
		return t.put(meta, []byte("team"), team)
	})
	return to, err
}
