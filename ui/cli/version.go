package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// build is what is known of how the program was built.
type build struct{ version, commit, goVersion string }

// buildOf reads the toolchain's record. A build without version control
// (-buildvcs=false, a source archive) has no commit.
func buildOf(info *debug.BuildInfo) build {
	b := build{version: "unknown", commit: "unknown", goVersion: runtime.Version()}
	if info == nil {
		return b
	}
	switch v := info.Main.Version; v {
	case "":
	case "(devel)":
		b.version = "devel"
	default:
		b.version = strings.TrimPrefix(v, "v")
	}
	modified := false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.commit = s.Value
		case "vcs.modified":
			modified = s.Value == "true"
		}
	}
	if modified {
		b.commit += " and changes"
	}
	return b
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "version",
		Short:             "print version, commit and Go version",
		Args:              noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			b := buildOf(a.host.Build)
			return a.print(fmt.Sprintf("quarry %s\ncommit %s\n%s %s/%s\n", b.version, b.commit, b.goVersion, runtime.GOOS, runtime.GOARCH))
		},
	}
}
