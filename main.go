// Command quarry is a terminal workbench over Cloudflare's threat intelligence.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"quarry/state/credential"
	"quarry/ui/cli"
)

func main() {
	host := cli.Host{
		Args: os.Args[1:], Environ: credential.Environ(),
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}
	host.Build, _ = debug.ReadBuildInfo()
	os.Exit(cli.Run(context.Background(), host))
}
