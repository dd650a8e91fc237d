package messages

import (
	"maps"

	"candor/incident"
	"candor/incident/fault"
	"candor/messages/ready"
	"candor/messages/strictyaml"
)

// readOffers reads what clients can do meanwhile.
func (w *Words) readOffers(f file, m *strictyaml.Mistakes) {
	r, ok := m.YAMLAt(f.path, 0, f.text, &w.meanwhile)
	if !ok {
		return
	}
	if w.meanwhile.Ask == "" {
		m.Add(f.path, r.Line("ask"), "ask is missing. Write what a form asks: What can they do meanwhile?")
	}
	w.meanwhile.Check(func(kind string) bool { return w.playbooks[kind] != nil }, func(path, what string) { m.Add(f.path, r.Line(path), "%s: %s", path, what) })
}

// Ready are the questions of a kind of update that have ready answers, by field, with
// all answers that any incident may have.
func (w *Words) Ready(kind string) map[string]ready.Question { return w.ready(kind, w.meanwhile.All()) }

// ReadyFor are those with the answers that fit the incident.
func (w *Words) ReadyFor(inc *incident.Incident, kind string) map[string]ready.Question {
	return w.ready(kind, w.meanwhile.For(append([]string{inc.Kind}, inc.Also...)...))
}

func (w *Words) ready(kind string, offers ready.Question) map[string]ready.Question {
	t := w.template(kind)
	if t == nil || t.field(ready.Meanwhile) == nil || len(offers.Answers) == 0 {
		return w.badNews.Ready[kind]
	}
	list := fault.Made(maps.Clone(w.badNews.Ready[kind]))
	list[ready.Meanwhile] = offers
	return list
}
