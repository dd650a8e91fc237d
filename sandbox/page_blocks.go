package sandbox

import "candor/sandbox/page"

func (s *Server) formView(c *page.Column, v *view) *page.Form {
	return &page.Form{
		Column: c, ID: v.ID, Title: v.title.String(), Submit: v.submit.String(), Close: v.closeLabel(), Depth: len(s.views[c.Person.ID]),
		Blocks: c.Eye.Blocks(c.Key+"-"+v.ID, v.blocks, v.typed, v.errors),
	}
}
