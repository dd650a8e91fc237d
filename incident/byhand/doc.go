// Package byhand is what a person told a client without Candor, as they report it.
package byhand
