package main

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// Before the product is there, its server answers the product and asks people to
// wait; a page drawn too early would have nobody to ask for the next deadline.
func TestThePageWaitsForTheProduct(t *testing.T) {
	var ready atomic.Bool
	h := onceReady(&ready, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	code := func(path string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	for path, want := range map[string]int{
		"/": http.StatusServiceUnavailable, "/calls": http.StatusServiceUnavailable,
		"/api/auth.test": http.StatusTeapot, "/socket": http.StatusTeapot, "/response/x": http.StatusTeapot,
	} {
		if got := code(path); got != want {
			t.Errorf("%s answers %d before the product is there, want %d", path, got, want)
		}
	}
	ready.Store(true)
	if got := code("/"); got != http.StatusTeapot {
		t.Errorf("the page answers %d when the product is there", got)
	}
}
