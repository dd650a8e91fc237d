package storetest_test

import (
	"path/filepath"
	"testing"

	"candor/store/bolt"
	"candor/store/storetest"
)

// The whole test file of a store.
func ExampleRun() {
	TestStore := func(t *testing.T) {
		storetest.Run(t, func(t *testing.T, dir string) storetest.Store {
			s, err := bolt.Open(filepath.Join(dir, "candor.db"), bolt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return s
		})
	}
	_ = TestStore // go test finds it when it is a function of the package
}
