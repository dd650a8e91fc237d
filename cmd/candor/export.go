package main

import (
	"candor/cmd/candor/exportcmd"
	"candor/cmd/candor/storefile"
)

// exports is how candor export reads a config and a store.
func exports(getenv func(string) string) exportcmd.Reads {
	return exportcmd.Reads{
		Source: func(at string, copied []string, prints bool) (s exportcmd.Source, err error) {
			c, path, err := storeOf(at, getenv, copied)
			if err != nil {
				return s, err
			}
			s = exportcmd.Source{Company: c.Company, Clients: c.Clients, People: map[string]string{}, Store: path, Browser: c.path(c.Print)}
			for _, p := range c.People {
				s.People[p.Slack] = p.Name
			}
			if prints && len(copied) > 0 {
				c, err = loadPlaces(at, getenv, "company", "print")
				if err == nil {
					s.Company, s.Browser = c.Company, c.path(c.Print)
				}
			}
			return s, err
		},
		Legible: storefile.Legible,
	}
}

// storeOf is the store that a command reads: the copy that was named, of which no
// config is needed, else that of the config.
func storeOf(at string, getenv func(string) string, copied []string) (c *config, path string, err error) {
	if len(copied) > 0 {
		path, err = storePath("", getenv, copied)
		return &config{}, path, err
	}
	if c, err = loadConfig(at, withoutTokens(getenv)); err != nil {
		return nil, "", err
	}
	path, err = storePath("", getenv, []string{c.storeFile()})
	return c, path, err
}
