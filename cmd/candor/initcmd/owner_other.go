//go:build !unix

package initcmd

func keepOwner(string, string) {}
