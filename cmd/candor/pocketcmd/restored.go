package pocketcmd

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/control"
	"candor/incident/fault"
	"candor/incident/proof"
	"candor/incident/service"
	"candor/incident/upkeep"
)

const restoredHelp = `Notes that a copy of a client's data was put back to test it, and how many minutes that
took, or that it failed: for the script that does it every half year. Candor has to
run. CLIENT is their short word, as in commands.`

// Restored is candor restored. load reads a config.
func Restored(load func(ctx context.Context, config string) (Setup, error)) *cobra.Command {
	cmd := &cobra.Command{Use: "restored CLIENT", Short: "Note that a copy of a client's data was put back, to test it", Long: restoredHelp, Args: cobra.ExactArgs(1)}
	config := cmd.Flags().String("config", "candor.yaml", "the config `file`")
	minutes := cmd.Flags().Int("minutes", 0, "how many minutes it took")
	failed := cmd.Flags().Bool("failed", false, "it could not be restored")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *minutes <= 0 && !*failed {
			return cli.Sentence("How long did it take? Nothing was noted. Add --minutes 14, or --failed.")
		}
		s, err := load(cmd.Context(), *config)
		if err != nil {
			return err
		}
		path := s.Page.Store
		q := url.Values{"client": args, "minutes": {strconv.Itoa(*minutes)}}
		if *failed {
			q.Set("failed", "yes")
		}
		var said struct{ Text string }
		err = control.On(path).AskJSON(cmd.Context(), http.MethodPost, "/restored?"+q.Encode(), &said)
		if errors.Is(err, control.ErrNotRunning) {
			return cli.Sentence("Nothing was noted: no candor runs on %s. Start it, then type this again.", path)
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(cmd.OutOrStdout(), said.Text)
		return nil
	}
	return cmd
}

// Note is the other end: it notes what candor restored says.
func Note(of *service.Service) http.HandlerFunc {
	d := &upkeep.Desk{Firm: &of.Firm, Desk: of.Desk()}
	return func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.FormValue("minutes"))
		if err != nil {
			http.Error(w, "How long did it take? Nothing was noted.", http.StatusBadRequest)
			return
		}
		t := proof.Try{Minutes: n, Failed: r.FormValue("failed") != ""}
		s, err := d.RestoredBy(r.Context(), r.FormValue("client"), t)
		if err != nil {
			http.Error(w, why(err), http.StatusConflict)
			return
		}
		text := fmt.Sprintf("Noted: %s was restored in %d min.", s.Client.Name, s.Kept.Proof.Minutes)
		if t.Failed {
			text = fmt.Sprintf("Noted: %s could not be restored. It stands in red until it works.", s.Client.Name)
		}
		control.Answer(w, struct{ Text string }{text})
	}
}

// why is an error in a sentence for whoever typed the command.
func why(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code != fault.Internal {
		return fault.ByClock(e.Message, time.Local)
	}
	return "Nothing was noted: Candor cannot write to its disk. Look at its log."
}
