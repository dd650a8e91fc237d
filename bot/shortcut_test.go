package bot

import (
	"maps"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"
)

// What the manifest offers is done, and nothing else.
func TestEveryShortcutOfTheManifestIsDone(t *testing.T) {
	var manifest struct {
		Features struct {
			Shortcuts []struct {
				Callback string `yaml:"callback_id"`
			}
		}
	}
	if err := yaml.Unmarshal(Manifest, &manifest); err != nil {
		t.Fatal(err)
	}
	var offered []string
	for _, s := range manifest.Features.Shortcuts {
		offered = append(offered, s.Callback)
	}
	slices.Sort(offered)
	if done := slices.Sorted(maps.Keys(shortcuts())); !slices.Equal(offered, done) {
		t.Errorf("offered are %q, done %q", offered, done)
	}
}
