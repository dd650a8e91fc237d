package screen

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/scene"
)

func TestClientList(t *testing.T) {
	complete, bare := scene.Whole(), client.Client{ID: "globex", Name: "Globex <Travel>"}
	provisioned := scene.Whole()
	provisioned.ID, provisioned.Provisioned = "hotels", true
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	list := []ClientLine{
		{Listing: view.Listing{Client: provisioned, Twice: true}, Outside: true}, {Listing: view.Listing{Client: complete}},
		{Listing: view.Listing{Client: bare}}, {Listing: view.Listing{Client: client.Client{ID: "old", Name: "Old"}, Archived: true}},
	}
	var many []ClientLine
	for i := range 250 {
		many = append(many, ClientLine{Listing: view.Listing{Client: client.Client{ID: fmt.Sprint("c", i), Name: strings.Repeat("客&", 40)}}})
	}
	for _, c := range []struct {
		name string
		post kit.Post
	}{
		{"clients/list", ClientList(list, "/incident", "", now)}, {"clients/none", ClientList(nil, "/incident", "", now)}, {"clients/no-such", ClientList(nil, "/incident", "hot`els", now)},
	} {
		scene.FitBlocks(t, c.post.Blocks, scene.Limits(t))
		scene.Golden(t, "answer/"+c.name, scene.ReadableJSON(t, c.post))
	}
	post := ClientList(many, "/incident", "", now)
	scene.FitBlocks(t, post.Blocks, scene.Limits(t))
	scene.Limits(t)("text", post.Text, kit.MaxPlain)
	if len(post.Blocks) > 50 {
		t.Errorf("%d blocks; Slack takes 50", len(post.Blocks))
	}
	if s := scene.ReadableJSON(t, post); !strings.Contains(s, "and 210 more") {
		t.Error("the list does not say that there are more")
	}
}
