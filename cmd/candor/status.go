package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"candor/bot/inbox"
	"candor/cmd/candor/cli"
	"candor/cmd/candor/control"
	"candor/cmd/candor/slackapp"
	"candor/delivery"
	"candor/incident"
	"candor/incident/damage"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/store/backup"
	"candor/store/bolt"
)

// status is how a running candor is. The zero value is of one that has just begun.
type status struct {
	Version string           `json:"version"`
	Now     time.Time        `json:"now"`
	Started time.Time        `json:"started"`
	Store   string           `json:"store"`
	Size    int64            `json:"size"`                   // of the store, in bytes
	Free    *uint64          `json:"free,omitempty"`         // bytes on its disk; not there if the system does not say
	Astray  bool             `json:"astray,omitempty"`       // it does not stand there any more
	Looked  time.Time        `json:"looked"`                 // when what is due was last looked up, and the store took what came of it
	Sockets int              `json:"connections"`            // to Slack
	Token   slackapp.Refused `json:"token_refused,omitzero"` // why Slack takes nothing from Candor
	Open    int              `json:"open"`                   // incidents that are neither closed nor cancelled
	Next    time.Time        `json:"next"`                   // when the first promise that is not settled is due; zero if there is none

	Unsure []asOfCopy `json:"as_of_a_copy,omitempty"` // clients to whom nothing is sent, since nobody has confirmed what a copy knows of them

	Backups   backup.Status           `json:"backups"`
	Heartbeat delivery.HeartbeatState `json:"heartbeat"`

	Watching bool     `json:"watching"` // whether promises are being watched
	Wrong    []string `json:"wrong"`    // why not, and what else is wrong
}

// asOfCopy is a client of whom more is not known than a copy of the store knew.
type asOfCopy struct {
	Incident string    `json:"incident"` // INC-7
	Client   string    `json:"client"`   // its name
	AsOf     time.Time `json:"as_of"`    // the moment of the copy
}

// watchedWithin is how long ago what is due may have been looked up.
const watchedWithin = 5 * time.Second

// status says how the program is.
func (a *app) status(ctx context.Context) status {
	s := status{Version: version(), Now: a.clock.Now(), Started: a.started, Store: a.file, Sockets: a.bot.Connected(), Token: a.token.State()}
	if at := a.looked.Load(); at != nil {
		s.Looked = *at
	}
	if info, err := os.Stat(a.file); err == nil {
		s.Size = info.Size()
	}
	s.Free = backup.Room(filepath.Dir(a.file))
	err := a.store.View(ctx, func(tx records.Tx) error {
		live, err := tx.LiveIncidents()
		s.count(live)
		if damage.IsDamaged(err) {
			s.Wrong = []string{"A record of an open incident cannot be read: nothing is sent for it by itself. Type candor verify; it names the clients to tell by hand."}
			return nil
		}
		return err
	})
	if err != nil {
		s.Wrong = append(s.Wrong, fmt.Sprintf("The store cannot be read (%v). What was promised is in it. Look at the log, then start candor again.", err))
	}
	why := s.unwatched()
	s.Watching = err == nil && len(why) == 0
	s.Wrong = append(s.Wrong, why...)
	if line := a.place.Wrong(); line != "" {
		s.Astray, s.Wrong = true, append(s.Wrong, line)
	}
	if line := backup.Cramped(s.Free); line != "" {
		s.Wrong = append(s.Wrong, line)
	}
	s.Backups = a.copies()
	s.Heartbeat = a.beat.State()
	if s.Backups.On { // else somebody has decided so
		s.Wrong = append(s.Wrong, s.Backups.Wrong...)
	}
	if s.Watching && s.Heartbeat.Problem != "" && !s.Backups.Red {
		s.Wrong = append(s.Wrong, "There is no heartbeat: "+s.Heartbeat.Problem+". Look whether this machine reaches it, and at heartbeat in the config.")
	}
	return s
}

// copies says how copies stand.
func (a *app) copies() backup.Status {
	if a.backups == nil {
		return noCopies
	}
	return a.backups.Status()
}

// count counts what is open, and finds what is due first.
func (s *status) count(live []*incident.Incident) {
	s.Open, s.Next, s.Unsure = 0, time.Time{}, nil
	for _, inc := range slices.DeleteFunc(live, func(inc *incident.Incident) bool { return inc.Drill != nil }) {
		if !inc.Over() {
			s.Open++
		}
		for i := range inc.Clients {
			if m := inc.Clients[i].Restored; m != nil {
				s.Unsure = append(s.Unsure, asOfCopy{inc.Name(), inc.Clients[i].Client.Name, m.AsOf})
			}
			for _, p := range inc.Clients[i].Promises {
				if p.Outcome == promise.Pending && (s.Next.IsZero() || p.DueAt.Before(s.Next)) {
					s.Next = p.DueAt
				}
			}
		}
	}
}

// unwatched says why promises are not being watched.
func (s *status) unwatched() (why []string) {
	if age := s.Now.Sub(s.Looked); s.Looked.IsZero() || age > watchedWithin {
		why = append(why, "What is due has not been looked up since "+since(s.Looked)+". The log says why; start candor again if it does not go on.")
	}
	if s.Sockets == 0 {
		why = append(why, "There is no connection to Slack: nobody can be reminded, and nothing is heard. Candor tries again by itself; look whether this machine reaches slack.com.")
	}
	if s.Token.Code != "" {
		why = append(why, "Slack has not accepted the bot token since "+since(s.Token.Since)+" ("+s.Token.Code+"): nobody is reminded in Slack, and no client is told there. Tell clients by hand; install the app again, put the new token in its place, and start candor again.")
	}
	return why
}

func since(t time.Time) string {
	if t.IsZero() {
		return "the start"
	}
	return instant(t)
}

const statusHelp = `Asks the running candor how it is: whether promises are being watched, what is
open, and when the last copy of the store was made.

It ends with 0 if nothing is wrong, and with 1 if something is or no candor runs.`

func statusCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "status", Short: "Say how the running candor is", Long: statusHelp, Args: cobra.NoArgs}
	config := configFlag(cmd)
	asJSON := cmd.Flags().Bool("json", false, "print it as JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := loadPlaces(*config, getenv)
		if err != nil {
			return err
		}
		var s status
		inUse := func() bool { p, err := bolt.Look(c.storeFile()); return err == nil && p.InUse }
		err = control.On(c.storeFile()).AskSoon(cmd.Context(), inUse, "/status", &s)
		if errors.Is(err, control.ErrNotRunning) {
			copies := ""
			if !c.Backup.Every.IsZero() {
				copies = " " + backup.Inventory(c.backupDir())
			}
			return cli.Sentence("no candor runs on %s, so no promise is being watched. Start it; what was due meanwhile is brought up then. If it was started this moment, ask again in some seconds.%s", c.storeFile(), copies)
		}
		if err != nil {
			return err
		}
		if *asJSON {
			err = cli.PrintJSON(redacting{cmd.OutOrStdout()}, s)
		} else {
			s.print(redacting{cli.Out(cmd)})
		}
		if err == nil && len(s.Wrong) > 0 {
			err = cli.Sentence("wrong: %d. Do what stands above.", len(s.Wrong))
		}
		return err
	}
	return cmd
}

// print is the status for people, what is wrong first.
func (s *status) print(w io.Writer) {
	for _, line := range s.Wrong {
		fmt.Fprintf(w, "▲ %s\n", line)
	}
	if s.Watching {
		fmt.Fprintln(w, "Promises are being watched.")
	}
	next := "nothing is promised"
	switch {
	case !s.Next.IsZero() && s.Next.Before(s.Now):
		next = "a promise was due " + instant(s.Next)
	case !s.Next.IsZero():
		next = "the next promise is due " + instant(s.Next)
	}
	fmt.Fprintf(w, "Open: %s; %s\n", counted(s.Open, "incident", "incidents"), next)
	for _, c := range s.Unsure {
		fmt.Fprintf(w, "  %s (%s): as of %s; what was said since is not known here. Nothing is sent until somebody confirms it in Slack\n", c.Client, c.Incident, instant(c.AsOf))
	}
	fmt.Fprintf(w, "Slack: %d of %d connections\n", s.Sockets, inbox.Sockets)
	fmt.Fprintf(w, "Store: %s, %s%s\n", s.Store, backup.Megabytes(uint64(s.Size)), backup.RoomLeft(s.Free))
	for _, line := range s.Backups.Lines() {
		fmt.Fprintln(w, line)
	}
	if s.Heartbeat.On && !s.Heartbeat.Called.IsZero() {
		fmt.Fprintf(w, "Heartbeat: last called %s\n", instant(s.Heartbeat.Called))
	}
	fmt.Fprintf(w, "Candor %s, running since %s\n", s.Version, instant(s.Started))
}
