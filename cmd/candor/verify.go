package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/storefile"
	"candor/store/backup"
)

const verifyHelp = `Reads the whole store, or the copy of one that you name, and changes nothing. It
counts what is in it, names each record that cannot be read with its incident,
and lists what clients were promised and have not had yet. Candor may run
meanwhile. A copy that is encrypted needs --identity, the file that age-keygen
wrote; for a moment it lies readable, for you alone, in the folder for temporary
files.

It ends with 0 if everything can be read and fits together, and with 1 if not.`

func verifyCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "verify [FILE]", Short: "Say what is in the store, or in a copy of it, and what of it is damaged", Long: verifyHelp, Args: cobra.MaximumNArgs(1)}
	config := configFlag(cmd)
	identity := cmd.Flags().String("identity", "", "the key `file` of an encrypted copy")
	asJSON := cmd.Flags().Bool("json", false, "print it as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		path, err := storePath(*config, getenv, args)
		if err != nil {
			return err
		}
		report, err := verify(cmd.Context(), path, *identity)
		if err != nil {
			return err
		}
		if *asJSON {
			return errors.Join(cli.PrintJSON(cmd.OutOrStdout(), report), storefile.Verdict(report))
		}
		storefile.WriteReport(cli.Out(cmd), path, report)
		return storefile.Verdict(report)
	}
	return cmd
}

// storePath is the store that a command is about: the file that was named, else
// that of the config.
func storePath(config string, getenv func(string) string, args []string) (string, error) {
	path := ""
	if len(args) > 0 {
		path = args[0]
	} else {
		c, err := loadPlaces(config, getenv)
		if err != nil {
			return "", err
		}
		path = c.storeFile()
	}
	info, err := backup.Stat(path)
	if d, ok := errors.AsType[*backup.DiskError](err); ok {
		return "", storefile.WhatToDo(d, "Nothing was read")
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "", cli.Sentence("there is no store %s. Nothing was read. Check the path.", path)
	}
	if err == nil && info.IsDir() {
		return "", cli.Sentence("%s is a folder. Nothing was read. Name the store, or one copy. %s", path, backup.Inventory(path))
	}
	return path, nil
}

// verify reads a store or a copy to its end.
func verify(ctx context.Context, path, identity string) (r backup.Report, err error) {
	if backup.NeedsKey(path) && identity == "" {
		return r, cli.Sentence("%s is encrypted. Nothing was read. Name the file with its key: --identity key.txt.", path)
	}
	opened, drop, err := backup.Open(path, identity)
	defer drop()
	if err != nil {
		return r, storefile.WhatToDo(err, "Nothing else was read")
	}
	file, done, err := storefile.Legible(ctx, opened)
	if err != nil {
		return r, storefile.WhatToDo(err, "Nothing was read to its end")
	}
	defer done()
	if r, err = backup.Check(ctx, file); err != nil {
		return r, fmt.Errorf("%s cannot be read to its end; restore the last backup: %w", path, err)
	}
	return r, nil
}

func instant(t time.Time) string { return backup.Instant(t) }

const repairHelp = `Moves the records that cannot be read out of the store into a new file beside it,
byte for byte, and makes the indexes anew. Candor must be stopped. What was moved
is named; nothing else is changed. Copy the store first if you can.`

func repairCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "repair [FILE]", Short: "Move damaged records out of the store into a file beside it", Long: repairHelp, Args: cobra.MaximumNArgs(1)}
	config := configFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		path, err := storePath(*config, getenv, args)
		if err != nil {
			return err
		}
		return storefile.InUse(path, storefile.Repair(path, new(clock).Now(), cli.Out(cmd)))
	}
	return cmd
}
